"""What throughput.py is held beside: a spaCy pipeline without a model, tokens, sentences, 5,000 names and 40 patterns.

    PYTHON benchmarks/spacy_pipeline.py TEXTS.json    serves it: for each line on stdin, seconds that it took, spans that it found

spaCy is no part of the project: the interpreter that runs this file has it, throughput.py needs only `SpacyProcess`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpus import names


class SpacyProcess:
    """This file, run by an interpreter that has spaCy: reads the texts once, and measures itself each time that it is asked."""

    def __init__(self, python: str | None, texts: Sequence[str], folder: Path):
        self.python, self.spans = python, 0
        self.file = folder / "texts.json"
        self.file.write_text(json.dumps(texts), encoding="utf-8")
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> SpacyProcess:
        if self.python:
            command = [self.python, __file__, str(self.file)]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_bare())
            assert self.process.stdout is not None and self.process.stdout.readline() == "ready\n", "spaCy did not start"
        return self

    def run(self, what: str) -> float:
        """Seconds that it took; notes how many spans were found."""
        assert self.process is not None and self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        seconds, spans = self.process.stdout.readline().split()
        self.spans = int(spans)
        return float(seconds)

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            assert self.process.stdin is not None
            self.process.stdin.close()
            self.process.wait()


def _bare() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


_SAID = ["said", "says", "added", "stated", "stressed", "emphasized", "noted", "announced", "warned", "told", "urged", "affirmed"]
_OFFICES = [
    "minister",
    "president",
    "advisor",
    "adviser",
    "secretary",
    "spokesperson",
    "spokesman",
    "ambassador",
    "chief",
    "speaker",
]
_MET = ["met", "received", "hosted", "visited", "welcomed", "telephoned"]
_THINGS = ["agreement", "memorandum", "treaty", "pact", "accord", "ceasefire", "deal", "understanding"]


def spacy_patterns() -> list[list[dict[str, object]]]:
    """Forty patterns of the kind that our rules are: who said, met, signed or visited, with offices, states and dates around."""
    name: dict[str, object] = {"IS_TITLE": True, "OP": "+"}
    office: dict[str, object] = {"LOWER": {"IN": _OFFICES}, "OP": "+"}
    number: dict[str, object] = {"IS_DIGIT": True}
    the: dict[str, object] = {"LOWER": {"IN": ["the", "his", "her", "its"]}, "OP": "?"}
    patterns: list[list[dict[str, object]]] = []
    for k in range(4):
        said: dict[str, object] = {"LOWER": {"IN": _SAID[3 * k : 3 * k + 3]}}
        met: dict[str, object] = {"LOWER": {"IN": _MET[k : k + 3]}}
        thing: dict[str, object] = {"LOWER": {"IN": _THINGS[2 * k : 2 * k + 2]}}
        patterns += [
            [name, said],
            [name, office, said],
            [said, {"LOWER": "that", "OP": "?"}, the, {"IS_ALPHA": True}],
            [{"IS_QUOTE": True}, {"OP": "?"}, name, said],
            [office, name, met, {"LOWER": "with", "OP": "?"}, the, office, name],
            [name, met, {"LOWER": "with", "OP": "?"}, name],
            [the, {"IS_TITLE": True, "OP": "?"}, {"LOWER": {"IN": ["security", "border", "trade", "joint"]}, "OP": "?"}, thing],
            [{"LOWER": {"IN": ["signed", "concluded", "announced"]}}, the, {"IS_ALPHA": True, "OP": "?"}, thing],
            [thing, {"LOWER": "between"}, name, {"LOWER": "and"}, name],
            [{"LOWER": {"IN": ["on", "in", "since"]}}, {"IS_TITLE": True}, number] if k else [number, {"IS_TITLE": True}, number],
        ]
    return patterns


def serve(file: str) -> None:
    """Readies the pipeline, reads the texts once, and measures itself each time that it is asked."""
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    phrases = PhraseMatcher(nlp.vocab)
    phrases.add("NAME", list(nlp.pipe(names(5000))))
    matcher = Matcher(nlp.vocab)
    for number, pattern in enumerate(spacy_patterns()):
        matcher.add(f"P{number}", [pattern])
    texts = json.loads(Path(file).read_text(encoding="utf-8"))
    nlp.max_length = max(map(len, texts)) + 1
    print("ready", flush=True)
    for line in sys.stdin:
        matchers = (phrases,) if line == "names\n" else (phrases, matcher)
        started, spans = time.process_time(), 0
        for doc in nlp.pipe(texts):
            found = [doc[s:e] for match in matchers for _, s, e in match(doc)]
            spans += len([(span.start_char, span.end_char) for span in found]) + sum(1 for _ in doc.sents)
        print(time.process_time() - started, spans, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
