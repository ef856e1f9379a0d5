"""How people met, by an encounter's own words: in person, or by call."""

from __future__ import annotations

import re

from .matching import Found
from .report import Report

_IN_PERSON = re.compile(r"\b(?:in person|directly|face|side[ -]?lines|margins|across the)\b", re.IGNORECASE)
FROM_AFAR = re.compile(
    r"\b(?:phone|telephone|telephoned|phoned|call|calls|called|video|videoconference|teleconference)\b", re.IGNORECASE
)
_BY_CALL = re.compile(
    r"\b(?:phone|telephone|call|calls|video|teleconference|videoconference|virtual|virtually|online|spoke)\b", re.IGNORECASE
)


def kind_of(report: Report, f: Found) -> str | None:
    """ "call" where the words say that they spoke from afar; else what the rule says."""
    anchor, call = f.one("anchor"), f.one("call")
    if call is not None:
        return "call" if re.search(r"call|conversation|phone|video", report.words(call.start, call.end)) else None
    spoken = report.words(anchor.start, f.end) if anchor else ""
    settled = any(m.kind in ("FORUM", "VENUE") for s in f.slots.get("setting", ()) for m in s.marks) or _IN_PERSON.search(spoken)
    verb = f.one("verb")
    for mark in (*(anchor.marks if anchor else ()), *(verb.marks if verb else ())):
        if mark.kind == "CALLED":
            if re.match(r"(?:talk|confer)", report.words(mark.start, mark.end), re.IGNORECASE) and not FROM_AFAR.search(spoken):
                return None
            return None if settled and not FROM_AFAR.search(spoken) else "call"
        if mark.attrs.get("phrase") and mark.attrs.get("kind"):
            return str(mark.attrs["kind"])
    said = "; ".join(report.words(s.start, s.end) for s in (f.one("lead"), anchor, *f.slots.get("setting", ())) if s is not None)
    said = re.sub(
        r"\b(?:courtesy|farewell) call\b|\bcalls? (?:(?:up)?on|by)\b|\bcalled (?:up)?on\b", "", said, flags=re.IGNORECASE
    )
    return "call" if _BY_CALL.search(said) else f.rule.settings.get("kind")
