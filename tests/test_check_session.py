"""A curator at a terminal, from an article on disk to published rows: every key pressed as a person would press it."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import copied
import duckdb
import pytest
from typed import Terminal

from baghdad_tehran.cli import main
from baghdad_tehran.curate.desk import STEPS, open_desk
from baghdad_tehran.curate.questions import Coder
from baghdad_tehran.make.building import check_sources
from baghdad_tehran.make.checks import Judged
from baghdad_tehran.make.extraction import load_extractor

NAME = "2026-02-04-river-crossing"
ARTICLE = (
    "Iraq and Iran reopen river crossing\n\n"
    "BASRA, Iraq – Iraqi National Security Adviser Qassim al-Araji met with Iranian Interior Minister Eskandar "
    "Momeni in Basra on "
    "Tuesday to discuss border crossings.\n\n"
    "“The river belongs to both peoples,” al-Araji said. Momeni stressed that Tehran was ready to reopen the "
    "Shalamcheh crossing.\n\n"
    "The visit drew calls for patience in both capitals.\n"
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a sixth report taken in, and nothing read of it."""
    root = copied.checkout(tmp_path_factory.mktemp("curators") / "a checkout")
    article = root.parent / f"{NAME}.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    done = run(root, "add", str(article), "--publisher", "The Basra Paper", "--published", "2026-02-04", "--language", "en")
    assert done.returncode == 0, done.stderr
    return root


@dataclass(frozen=True)
class Done:
    returncode: int
    stderr: str


def run(root: Path, *arguments: str) -> Done:
    """A command that asks nothing, in this process: there the rules are read already."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as err:
        code = main([*arguments, "--root", str(root)])
    return Done(code, err.getvalue())


def ledger(root: Path) -> list[dict[str, object]]:
    path = root / "build" / "checks" / f"{NAME}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def waiting(root: Path, number: int = 1) -> list[dict[str, object]]:
    """What `check --json` lists, without a process of its own."""
    desk = open_desk(root)
    asked = [question for _, ask in STEPS for question in ask(desk, number, Coder("somebody", "2026-11-22"))]
    return [question.listed() for question in asked if question.source_id == NAME]


class Session:
    """`baghdad-tehran check`, typed at a terminal."""

    def __init__(self, terminal: Terminal, coder: str, *arguments: str) -> None:
        self.terminal, self.child = terminal, terminal.child
        terminal.types("check", "--root", ".", "--coder", coder, "--source", NAME, *arguments)

    def sees(self, text: str) -> str:
        """What was printed up to this text and with it."""
        self.child.expect_exact(text)
        return str(self.child.before) + text

    def press(self, key: str, then: str | None = None) -> None:
        self.child.expect_exact("[q] quit")
        self.child.send(key)
        if then is not None:
            self.sees(then)

    def type(self, prompt: str, line: str) -> None:
        self.child.expect_exact(prompt)
        self.child.sendline(line)

    def ends(self) -> None:
        assert self.terminal.ends() == 0, self.child.before


def kinds(questions: list[dict[str, object]]) -> list[str]:
    return [str(q.get("question", "hit")) for q in questions]


@pytest.mark.slow
@pytest.mark.usefixtures("checked_once")
def test_from_an_article_to_published_rows(checkout: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(checkout, tmp_path / "work"))
    terminal = Terminal(root, columns=100)
    hits = [q for q in waiting(root) if "hit" in q]
    assert len(hits) >= 8 and not ledger(root)

    # The first coder accepts the title, goes back over it, quits in the middle: what was judged is kept.
    first = Session(terminal, "ana")
    first.sees(f"1 of {len(hits)}")
    first.press("a", "→ accepted")
    first.sees(f"2 of {len(hits)}")
    first.press("b")
    seen = first.sees(f"1 of {len(hits)}") + first.sees("so far: accepted")
    assert "Iraq and Iran reopen river crossing" in seen
    first.press("s")
    first.press("q")
    first.ends()
    assert [(e["verdict"], e["pass"], e["coder"]) for e in ledger(root)] == [("accepted", 1, "ana")]

    # Another session goes on where it ended; it is killed after one answer, and that answer is there.
    second = Session(terminal, "ana")
    second.sees(f"1 of {len(hits) - 1}")
    second.press("a", "→ accepted")
    terminal.kills()
    assert len(ledger(root)) == 2

    # The rest: one hit corrected, one rejected, the others accepted.
    third = Session(terminal, "ana")
    rest = [q for q in waiting(root) if "hit" in q]
    rejected = corrected = None
    for number, hit in enumerate(rest, 1):
        third.sees(f"{number} of {len(rest)}")
        says = " ".join(str(s) for s in hit["says"])  # type: ignore[union-attr]
        if "met with" in str(hit["text"]) and "Discussed at" in says and corrected is None:
            corrected = hit["hit"]
            third.press("c")
            numbered = third.sees("meeting_topics.topic = border crossings").splitlines()[-1]
            choice = numbered.split()[0]
            third.type("Enter when done:", "99")
            third.sees("there is no 99")
            third.type("Enter when done:", choice)
            third.type("rests on", "river tolls")
            third.sees("the report does not have these words")
            third.type("Enter when done:", choice)
            third.type("rests on", "crossings")
            third.type("the value", "")
            third.type("Enter when done:", "")
            third.type("why?", "the topic is the crossings")
            third.sees("→ corrected")
        elif "ready to reopen" in str(hit["text"]) and rejected is None:
            rejected = hit["hit"]
            third.press("r")
            third.type("why is it wrong?", "")
            third.type("why is it wrong?", "")
            third.sees("nothing recorded")
            third.press("r")
            third.type("why is it wrong?", "Tehran is a state that cannot be ready")
            third.sees("→ rejected")
        else:
            third.press("a", "→ accepted")
    assert rejected and corrected

    # Who is who: al-Araji is the published one, Momeni is new; so is the meeting. Then what was left out.
    seen = third.sees("Is it qasim-al-araji?")
    assert "Qassim al-Araji" in seen
    third.press("y")
    third.type("on what does that rest", "name variant, same office")
    third.sees("→ same")
    for _ in range(20):
        index = third.child.expect_exact(["Is it ", "Publish it as ", "left out"])
        if index == 2:
            break
        third.press("n" if index == 0 else "y")
        if index == 0:
            third.type("on what does that rest", "")
            third.sees("→ different")
        else:
            third.sees("→ published as")
    left = [str(q["words"]) for q in waiting(root) if q.get("question") == "untaken"]
    assert "calls for" in left and len(left) == 2, "what a rejected hit had taken is left out again"
    for _ in left:
        third.press("w")
        third.type("why is there nothing to code?", "nobody in particular says so")
        third.sees("→ written down")
    third.sees("All is read in pass 1.")
    third.ends()
    assert not waiting(root)
    assert {e["hit"]: e["verdict"] for e in ledger(root)}[rejected] == "rejected"

    # The second pass is another's, and does not see the first.
    same = run(root, "check", "--pass", "2", "--coder", "ana", "--list")
    assert same.returncode == 2 and "made the other pass" in same.stderr
    again = [q for q in waiting(root, 2) if "hit" in q]
    assert len(again) == len(hits) and all("verdict" not in json.dumps(q) for q in again)
    fourth = Session(terminal, "ben", "--pass", "2")
    for number in range(1, len(again) + 1):
        fourth.sees(f"{number} of {len(again)}")
        fourth.press("a", "→ accepted")
    fourth.sees("All is read in pass 2.")
    fourth.ends()

    # Where the two differ, a third entry settles; it sees both.
    differing = waiting(root, 3)
    assert {q["hit"] for q in differing} == {rejected, corrected}
    fifth = Session(terminal, "cem", "--pass", "3")
    for hit in differing:
        seen = fifth.sees("pass 2, ben: accepted")
        assert "pass 1, ana: " in seen
        if hit["hit"] == rejected:
            fifth.press("r")
            fifth.type("why is it wrong?", "settled as in the first reading")
        else:
            fifth.press("a")
    fifth.ends()
    assert not waiting(root, 3)

    built = run(root, "build")
    assert built.returncode == 0 and "open and were left out" not in built.stderr, built.stderr
    con = duckdb.connect()
    rows = con.sql(f"SELECT name FROM '{root}/dataset/people.parquet' WHERE person_id = 'eskandar-momeni'").fetchall()
    assert rows == [("Eskandar Momeni",)]
    names = con.sql(
        f"SELECT name FROM '{root}/dataset/person_names.parquet' WHERE person_id = 'qasim-al-araji' AND name = 'Qassim al-Araji'"
    ).fetchall()
    assert names, "the new report's spelling is a name of the published person"
    quotes = con.sql(f"SELECT content FROM '{root}/dataset/quotes.parquet' WHERE source_id = '{NAME}'").fetchall()
    assert quotes == [("“The river belongs to both peoples,”",)], "the rejected quote is not published"

    # A rule edited afterwards reopens those of its hits whose span or value changed, and no other.
    before = judged(root)
    _forget_topics(root / "build" / "rules" / "meetings.toml")
    built = run(root, "build")
    assert built.returncode == 0, built.stderr
    after = judged(root)
    opened = {key for key, one in after.items() if one.state == "open"}
    assert opened == set(after) - set(before), "what is read the same keeps its verdict, what is not is open"
    assert all(after[key].state == before[key].state for key in set(after) & set(before))
    edited = [one for one in before.values() if one.hit.rule_id == "encounter-met"]
    changed = {one.key for one in edited if any(c.table == "meeting_topics" for c in one.hit.claims)}
    assert {one.key for one in edited} - set(after) == changed and any(one.hit.source_id == NAME for one in edited)
    again = [after[key].hit for key in opened if after[key].hit.rule_id == "encounter-met"]
    assert len(again) == len(changed)
    for hit in again:
        place = f"{hit.source_id}:{hit.start}-{hit.end}"
        assert (
            f"open again, because rule encounter-met (now version {version_of(root)}) gives something else: {place}"
            in built.stderr
        )


def judged(root: Path) -> dict[str, Judged]:
    """Every hit by its key."""
    return {one.key: one for one in check_sources(root).judged}


def version_of(root: Path) -> str:
    return next(rule.version for rule in load_extractor(root / "build").rules if rule.id == "encounter-met")


def _forget_topics(path: Path) -> None:
    """The rule `encounter-met` without what was talked about, and without the example that asks for it."""
    text = path.read_text(encoding="utf-8")
    start = text.index('id = "encounter-met"')
    end = text.index("[[rule]]", start)
    rule = text[start:end].replace("{about}", "", 1)
    rule = "\n".join(line for line in rule.split("\n") if "meeting_topics" not in line or line.startswith("claims"))
    path.write_text(text[:start] + rule + text[end:], encoding="utf-8")


def test_check_needs_a_terminal_a_coder_and_a_report_that_is_there(checkout: Path) -> None:
    done = run(checkout, "check", "--coder", "ana")
    assert done.returncode == 1 and "no terminal" in done.stderr and "--list" in done.stderr
    done = run(checkout, "check", "--list", "--source", "2026-02-04-river")
    assert done.returncode == 2 and f"Did you mean {NAME}" in done.stderr
    done = run(checkout, "check", "--list", "--coder", "a b")
    assert done.returncode == 2 and "no id of a coder" in done.stderr
