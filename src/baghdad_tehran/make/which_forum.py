"""Which forum of a report a mark means: by its name, or the only one that it can be; or one of its own."""

from __future__ import annotations

import re
from bisect import bisect_left

from .forum_names import may_mean
from .marks import Mark
from .matching import Found
from .meetings import Meeting
from .report import Report, slug

_SPELLED_OUT = re.compile(
    r"(?:(?:[A-Z][\w-]*|of|for|the|and|on)[ ]){2,12}\(([A-Z]{2,8})\)"
)  # "Association of Northern Ports (ANP)"
_OTHERS = ("Assembly", "Commission", "Congress", "Council", "Convention", "Session")  # no conference or summit is called so
_GATHERING = re.compile(
    r"the (?:(?:landmark|biennial|annual|historic|grand|high-level|international|regional|global|[a-z]+-day) ){0,2}gathering",
    re.IGNORECASE,
)  # of a forum that was told of by another word
_AT_ONE = re.compile(r"\b(?:at|during) $")
_OF_MANY = re.compile(
    r"(?:an?|the) (?:[a-z-]+ ){0,2}(?:regional|international|global|world|weekend|annual|security|economic|business|climate|donors?|investment|multilateral|leaders'?)\b"
)


class Forums:
    """The meetings of one report by their keys, and the ways to a forum among them."""

    def __init__(self, report: Report):
        self.report = report
        self.meetings: list[Meeting] = []
        self.keys: dict[str, Meeting] = {}
        self.numbers: dict[str, int] = {}  # a key that several would have -> the last number given to one of them
        self.forums: dict[str, Mark] | None = None
        self.meant: dict[str, list[Mark]] = {}  # words without a name -> the named forums that they may mean

    def _add(self, meeting: Meeting) -> Meeting:
        self.meetings.append(meeting)
        self.keys[meeting.key] = meeting
        return meeting

    def _unused(self, key: str) -> str:
        n, made = self.numbers.get(key, 1), key
        while made in self.keys:
            n += 1
            made = f"{key}-{n}"
        self.numbers[key] = n
        return made

    def _many_meet_at(self, f: Found, mark: Mark) -> bool:
        """ "Met at a regional summit": one of many; "met at a summit", "at a two-day summit": their own."""
        said = self.report.words(mark.start, mark.end)
        return _AT_ONE.search(self.report.words(f.line.start, mark.start)) is not None and _OF_MANY.match(said) is not None

    def _forum(self, mark: Mark) -> Meeting | None:
        """The forum that a mark means: by its name, or the only one that the report names."""
        named = mark.attrs.get("named")
        name = re.sub(r"^(?:the|an?) ", "", self.report.words(mark.start, mark.end), flags=re.IGNORECASE)
        if named:
            key = "meeting/" + slug(_SPELLED_OUT.sub(r"\1", name))
            forum = self.keys.get(key) or self._add(Meeting(key, "forum", "held", first=mark.start))
            forum.mark = forum.mark or mark
            return forum
        own = mark.find("DATE") or mark.attrs.get("apart")  # "the June summit", "the 25th session, which …" are ones of their own
        said = self.report.words(mark.start, mark.end)
        forums = [] if own else self._meant_by(said, name.split(" ")[-1].lower())
        if len(forums) == 1:
            return self._forum(forums[0])
        if not re.match(r"(?:the|this) ", said, re.IGNORECASE):
            return None
        before = bisect_left(forums, mark.start, key=lambda m: m.start)
        return self._forum(forums[before - 1]) if before else None

    def _meant_by(self, said: str, head: str) -> list[Mark]:
        """The named forums, in text order, that words without a name, of which the last is `head`, may mean."""
        if said not in self.meant:
            may = [
                m
                for n, m in self._named_forums().items()
                if may_mean(said, n) and (not n.endswith(_OTHERS) or n.lower().endswith(head))
            ]
            self.meant[said] = sorted(may, key=lambda m: m.start)
        return self.meant[said]

    def _named_forums(self) -> dict[str, Mark]:
        """The forums that the report names: name -> its last mark."""
        if self.forums is None:
            everywhere = [m for line in self.report.lines for u in line.marks() for m in u.find("FORUM") if m.attrs.get("named")]
            self.forums = {
                re.sub(r"^(?:the|an?) ", "", self.report.words(m.start, m.end), flags=re.IGNORECASE): m for m in everywhere
            }
        return self.forums

    def only_forum(self) -> Meeting | None:
        """The forum that the report names, if it names no other."""
        forums = self._named_forums()
        return self._forum(next(iter(forums.values()))) if len(forums) == 1 else None

    def _unnamed(self, mark: Mark) -> Meeting | None:
        """A forum told of without a name: "an aid conference in Busan"."""
        words = re.sub(r"^(?:the|an?|this|its|their) ", "", self.report.words(mark.start, mark.end), flags=re.IGNORECASE)
        if re.search(r"\b(?:press|news|party|video|telephone|conference call)\b", words, re.IGNORECASE):
            return None
        key = f"meeting/{slug(words)}"
        known = self.keys.get(key)
        if known is None and _GATHERING.fullmatch(self.report.words(mark.start, mark.end)):
            known = max(
                (m for m in self.meetings if m.kind == "forum" and m.first < mark.start), key=lambda m: m.first, default=None
            )
        if known is None and " " not in words and self.report.words(mark.start, mark.start + 4).lower() == "the ":
            told = [m for m in self.meetings if m.kind == "forum" and m.mark is None and m.key.endswith(f"-{slug(words)}")]
            known = told[0] if len(told) == 1 else None  # "a two-day summit", then "the summit"
        return (
            known if known and known.kind == "forum" else self._add(Meeting(self._unused(key), "forum", "held", first=mark.start))
        )
