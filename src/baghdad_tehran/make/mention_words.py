"""What the words of one mention of an agreement say: its title, its name, of what sort it is, whom it or what is told of it names."""

from __future__ import annotations

import re

from .instruments import Mention
from .marks import Mark
from .report import Report

# Capitalised words of titles that name nothing: "the Peace Agreement" is no other than "the peace agreement".
_PLAIN = frozenset(
    (
        "the historic landmark global international bilateral final major first of on and for agreement treaty free "
        "trade peace general joint comprehensive new nuclear defense defence security framework cooperation strategic "
        "partnership convention protocol memorandum understanding revitalized economic political"
    ).split()
)


def title_of(report: Report, mark: Mark) -> frozenset[str]:
    """What a mention is called by its own name, as words: places by their state or city. Parties joined by a hyphen are no name."""
    words: set[str] = set()
    for m in mark.attrs["title"]:
        text = report.text
        capital = text[
            mark.attrs["head"][0]
        ].isupper()  # "the Chile-Peru Trade Agreement" is a name; "the Chile-Peru pact" is none
        if capital and m.kind == "NATION":
            words.add(str(m.attrs["country"]))
            continue
        if text[m.end : m.end + 1] in "-–" or text[m.start - 1 : m.start] in ("-", "–"):
            continue
        if m.kind in ("NATION", "REGION"):
            words.add(str(m.attrs.get("subdivision") or m.attrs["country"]))
        elif not re.search(r"-[a-z]", report.words(m.start, m.end)):
            words |= {
                w
                for w in re.findall(r"[^\W_]+", report.words(m.start, m.end).lower())
                if w not in _PLAIN and w not in report.voc.subjects
            }
    return frozenset(words)


def names_of(report: Report, mention: Mention) -> frozenset[str]:
    """The words of a name with capitals, the word for the instrument among them: "the Cod Peace Accord"."""
    start, end = mention.mark.attrs["head"]
    if not report.text[start].isupper() or mention.segment == "headline":
        return frozenset()
    own = "" if mention.kind == "memorandum_of_understanding" else report.words(start, end).rpartition(" ")[0]  # "Peace Accord"
    words = re.findall(r"\b[A-Z][^\W\d_]+", report.words(mention.start, start).removeprefix("The ") + own)
    last = report.words(start, end).split()[-1].lower()
    if not words:
        return frozenset()
    return frozenset([w.lower() for w in words] + (["free", "trade", "agreement"] if last == "fta" else [last]))


def spell_out(report: Report, mentions: list[Mention]) -> None:
    """An abbreviation whose letters begin the words of another's name has its title: "the CPA", "the Cod Peace Accord"."""
    letters: dict[str, list[Mention]] = {}
    for one in mentions:
        for word in one.title:
            if 2 < len(word) < 9 and word.upper() in re.findall(r"\b[A-Z]+\b", one.mark_words):
                letters.setdefault(word, []).append(one)
    if not letters:
        return
    for one in mentions:
        start, end = one.mark.attrs["head"]
        if not one.names or one.mark.attrs["named"]:
            continue
        first = "".join(
            w[0] for w in re.findall(r"\b[A-Z][^\W\d_]*", report.words(one.mark.start, end).removeprefix("The "))
        ).lower()
        for word in (first, first[:-1]):
            for short in letters.get(word, ()):
                one.title = short.title = one.title | short.title


def sort_of(report: Report, mention: Mention) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{3,}", report.words(mention.start, mention.mark.attrs["head"][0]).lower())
    return frozenset(w[:5] for w in words if w not in _PLAIN and w not in _UNSORTED)


# Words before an instrument that tell it from no other.
_UNSORTED = frozenset(
    (
        "the another new far far-reaching wide ranging long term short year month day week million billion mln bln dlr dlrs "
        "dollar dollars pounds euros mutual official formal fresh recent last similar first second third permanent temporary "
        "initial tentative preliminary provisional interim draft signed multi bilateral trilateral regional key important "
        "limited partial full basic broad sweeping breakthrough three two five ten four binding non legally separate such "
        "outline principle controversial secret reported verbal written"
    ).split()
)


def words_of(report: Report, mention: Mention) -> frozenset[str]:
    """States and places which the mention, or what is told of it, names."""
    marks = mention.mark.find("NATION", "CAPITAL", "REGION", "DEMONYM", "PLACE", "BODY")
    if mention.event is not None:
        for slots in mention.event.slots.values():
            marks += [m for s in slots for one in s.marks for m in one.find("NATION", "CAPITAL", "REGION", "DEMONYM", "NAME")]
    found = {str(m.attrs["country"]) for m in marks if m.attrs.get("country")}
    return frozenset(found | {report.words(m.start, m.end).lower() for m in marks})


def signers_of(mention: Mention) -> frozenset[str]:
    """The states that the words which tell of it name as those who concluded it."""
    if mention.event is None or mention.event.rule.frame != "signing":
        return frozenset()
    marks = [
        m for slot in mention.event.slots.get("who", ()) for one in slot.marks for m in one.find("NATION", "CAPITAL", "DEMONYM")
    ]
    return frozenset(str(m.attrs["country"]) for m in marks)
