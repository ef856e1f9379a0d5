"""The walk through open questions: shows one, takes one key, has the answer recorded at once, goes on. Keeps nothing back."""

from __future__ import annotations

from collections.abc import Sequence

from .console import QUIT, Console
from .questions import Question

_MOVES = {"s": "skip", "b": "back", "q": "quit"}


def walk(questions: Sequence[Question], title: str, console: Console) -> bool:
    """Go through the questions in order; False where the coder quit before the end.

    Every answer is on the disk before the next question is shown, so that a session may end at any moment. Going back shows
    the question before; answered again, the later answer stands in place of the earlier one, where it was one of its kind.
    """
    at, source = 0, ""
    while at < len(questions):
        question = questions[at]
        if question.source_id != source:
            source = question.source_id
            console.say()
            console.say(console.heading(f"── {title}, {source} "))
        console.say()
        console.say(console.faint(f"{at + 1} of {len(questions)}"))
        question.show(console)
        moved = _ask(question, console)
        if moved == QUIT:
            return False
        at = max(0, at + {"s": 1, "b": -1}.get(moved, int(question.done)))
    return True


def _ask(question: Question, console: Console) -> str:
    """The move that was chosen, or the key of an answer that was recorded."""
    choices = {**question.keys, **_MOVES}
    menu = "  ".join(f"[{key}] {name}" for key, name in choices.items())
    while True:
        console.say("  " + menu)
        key = console.key()
        if key in _MOVES:
            return key
        if key not in question.keys:
            continue
        told = question.answer(key, console)
        if told is not None:
            console.say(f"  → {told}")
            return key
        console.say("  nothing recorded")
