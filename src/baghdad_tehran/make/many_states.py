"""Bodies of many states, known by the vocabulary: a union of states, its council, the board of one of its agencies."""

from __future__ import annotations

import re

from .marks import Mark
from .report import Report

_BRACKETS = re.compile(r" ?\([^()]*\)")


def of_many_states(report: Report, body: Mark) -> bool:
    """Is a BODY one of many states, or part of one: "the UN Security Council", "the Board of Governors of the IAEA"?"""
    name = _BRACKETS.sub("", str(body.attrs.get("name") or report.words(body.start, body.end)))
    words = re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE).split(" ")
    whole = re.sub(r"^.* of (?:the )?", "", name)
    known = report.voc.international
    return any(
        report.voc.body_aliases.get(part, part) in known
        for part in (whole, *(" ".join(words[:n]) for n in range(1, len(words) + 1)))
    )
