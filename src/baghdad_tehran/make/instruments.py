"""Instruments of one report: what mentions of agreements mean, and which of those known a mention may be one of."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice

from ..edtf import bounds
from .dates import When
from .marks import Mark
from .matching import Found
from .model import Rest
from .report import slug
from .wishes import GENERIC, of_kind


@dataclass(slots=True)
class Instrument:
    key: str
    kind: str
    date: str | None = None
    title: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    many: bool = False
    words: frozenset[str] = frozenset()  # states and places that mentions of it name
    names: frozenset[str] = frozenset()  # the words of its name, if it has capitals: "the Cod Peace Accord"
    sort: frozenset[str] = frozenset()  # the words that say of what sort it is, where it is brought in
    bound: frozenset[str] = frozenset()  # those between whom it is by its own words: "the Chile-Peru pact"
    named: bool = False  # called by a short form that is its name: NAFTA
    start: int = 0  # where the report first speaks of it
    fresh: bool = False  # brought in as something new: "a pact"
    capital: bool = False  # brought in with a capital: "a Treaty on Cod"


# Among how many instruments, told of last before a mention or next behind it, is the one sought that it means?
_NEAR = 40


def unconcluded(mentions: list[Mention], said: set[int]) -> set[str]:
    """Keys of instruments brought in as "a deal", of which nothing is said (`said`: ids of marks) and that bind nobody who is named."""
    some: dict[str, list[Mention]] = {}
    for one in mentions:
        if one.instrument is not None:
            some.setdefault(one.instrument.key, []).append(one)
    return {
        key
        for key, alike in some.items()
        if alike[0].mark.attrs["article"] in ("a", "an", "another", "any")
        and not any(
            id(m.mark) in said or m.event or m.date or m.title or m.mark.attrs["named"] or m.mark.find(*_BOUND, "BODY", "PERSON")
            for m in alike
        )
    }


_BOUND = ("NATION", "CAPITAL", "DEMONYM", "REGION", "GROUP", "DELEGATION")


class Instruments:
    """The instruments of a report, by place and by title: what a mention may mean is looked for near it only."""

    def __init__(self) -> None:
        self.places: list[int] = []
        self.some: list[Instrument] = []
        self.keys: set[str] = set()
        self.titled: dict[frozenset[str], Instrument] = {}
        self.last: dict[str, Instrument] = {}  # those spoken of, the latest last
        self.defined: dict[str, Instrument] = {}  # what the report says that it will call so: (the "Treaty")

    def add(self, made: Instrument) -> None:
        at = bisect_right(self.places, made.start)
        self.places.insert(at, made.start)
        self.some.insert(at, made)
        self.keys.add(made.key)
        self.name(made)

    def name(self, one: Instrument) -> None:
        if one.title:
            self.titled.setdefault(one.title, one)

    def near(self, start: int) -> list[Instrument]:
        at = bisect_right(self.places, start)
        some = self.some[max(0, at - _NEAR) : at + _NEAR]
        if len(some) < len(self.some):
            known = {one.key for one in some}
            some = [one for one in self.latest() if one.key not in known] + some
        return some

    def latest(self) -> list[Instrument]:
        """Those spoken of last, the latest first."""
        return list(islice(reversed(self.last.values()), _NEAR))

    def moved(self, one: Instrument | None) -> None:
        if one is not None:
            self.last.pop(one.key, None)
            self.last[one.key] = one


@dataclass(slots=True)
class Mention:
    mark: Mark
    number: int
    segment: str
    quoted: bool
    start: int
    end: int
    date: tuple[When, tuple[Rest, ...]] | None = None
    instrument: Instrument | None = None
    basis: str = "ambiguous"
    candidates: list[Instrument] = field(default_factory=list)
    settled: bool = False
    event: Found | None = None
    title: frozenset[str] = frozenset()
    mark_words: str = ""
    names: frozenset[str] = frozenset()
    sort: frozenset[str] = frozenset()
    signers: frozenset[str] = frozenset()  # the states that are told to have concluded it
    day: str | None = None  # a date told behind what is told of it
    beside: bool = False  # one of a list of those that are brought in
    regards: bool = False  # "a memorandum in this regard": of what was told before

    @property
    def kind(self) -> str:
        return str(self.mark.attrs["agreement"])

    @property
    def definite(self) -> bool:
        return self.mark.attrs["article"] not in ("a", "an", "another", "any", "")

    @property
    def capital(self) -> bool:
        """Is the word for the instrument written with a capital, outside a headline?"""
        word = self.mark_words[self.mark.attrs["head"][0] - self.start :][:4]
        return self.segment != "headline" and word[:1].isupper() and word[1:4].islower()  # no "MOU"

    @property
    def fresh(self) -> bool:
        """Does it bring in an instrument: "a pact"? Not "a memorandum in this regard", nor a headline."""
        return self.mark.attrs["article"] in ("a", "an", "another") and self.segment != "headline" and not self.regards

    @property
    def subject(self) -> frozenset[str]:
        return frozenset(w for w in re.findall(r"[a-z]{4,}", self.mark.attrs["subject"].lower()) if w not in _SUBJECTLESS)


_SUBJECTLESS = frozenset({"cooperation", "bilateral", "joint", "between", "with", "fields", "field", "area", "areas", "mutual"})


def own(instruments: Instruments, mention: Mention, words: frozenset[str]) -> Instrument:
    edtf = mention.date[0].edtf if mention.date else None
    only = instruments.some[0] if len(instruments.some) == 1 else None
    if (
        only is not None
        and only.title
        and not only.named
        and not only.date
        and of_kind(mention.kind, only.kind)
        and not apart(mention.subject, only.subject)
    ):
        if mention.mark.attrs["article"] == "the" and not mention.title and mention.mark.attrs["date"] is None:
            only.date = edtf  # "the Lima Treaty … The treaty was signed in 1987"
            return only
    word = mention.mark_words[mention.mark.attrs["head"][0] - mention.start : mention.mark.attrs["head"][1] - mention.start]
    if mention.definite and not mention.title and word in instruments.defined:
        defined = instruments.defined[word]
        if edtf is None or defined.date is None or _agree(edtf, defined.date):
            defined.date = defined.date or edtf
            return defined
    known = next((i for i in _alike(instruments, mention) if _same(i, mention, words, edtf)), None)
    if known is None:
        return new(instruments, mention, edtf)
    if edtf and (known.date is None or len(edtf) > len(known.date)):
        known.date = edtf
    if known.kind == GENERIC:
        known.kind = mention.kind
    known.title |= mention.title
    known.names |= mention.names
    instruments.name(known)
    return known


def _alike(instruments: Instruments, mention: Mention) -> list[Instrument]:
    titled = instruments.titled.get(mention.title)
    some = instruments.near(mention.start)
    return some if titled is None or titled in some else [titled, *some]


def _same(known: Instrument, mention: Mention, words: frozenset[str], edtf: str | None) -> bool:
    """Is a mention with a date or title of its own one of this instrument?"""
    if not of_kind(mention.kind, known.kind) and not of_kind(known.kind, mention.kind):
        return False
    dated = bool(edtf and known.date)
    if dated and not _agree(edtf or "", known.date or "") or apart(mention.subject, known.subject):
        return False
    if _of_others(mention, known):
        return False
    titled = bool(mention.title and known.title)
    if titled and not (mention.title <= known.title or known.title <= mention.title):
        return False
    if dated or titled:
        return True
    if mention.title:
        return mention.title <= known.words or mention.definite and bool(known.title) and known.title <= words
    return mention.definite and bool(known.title) and known.title <= words


def new(instruments: Instruments, mention: Mention, edtf: str | None = None) -> Instrument:
    name = f"agreement/{slug(mention.kind)}-{slug(' '.join(sorted(mention.title)) or edtf or 'undated')}"
    if name in instruments.keys and mention.subject:
        name = f"{name}-{slug(' '.join(sorted(mention.subject)))}"
    if name in instruments.keys:
        name = f"{name}-{mention.start}"
    made = Instrument(name, mention.kind, edtf, mention.title, mention.subject, bool(mention.mark.attrs["many"]))
    made.names, made.sort, made.start, made.fresh = mention.names, mention.sort, mention.start, mention.fresh
    made.named = bool(mention.mark.attrs["named"])
    made.capital = mention.capital
    made.bound = frozenset(bound if len(bound := bound_states(mention)) > 1 else ())
    instruments.add(made)
    return made


def apart(a: frozenset[str], b: frozenset[str]) -> bool:
    """Are two subjects different ones?"""
    return bool(a and b) and not a & b


def _agree(a: str, b: str) -> bool:
    (a_from, a_to), (b_from, b_to) = bounds(a), bounds(b)
    return bool(a_from and b_from and a_to and b_to and a_from <= b_to and b_from <= a_to)


_BILATERAL = re.compile(r"\bbilateral\b", re.IGNORECASE)


def may_mean(mention: Mention, one: Instrument) -> bool:
    """May a mention without date and title mean this instrument, of a kind and subject with it?"""
    if not mention.definite and not mention.mark.attrs["many"] and one.many:
        return False  # "five pacts … a pact": whether it is one of them is not said
    if one.many and not mention.mark.attrs["many"] and mention.sort and _one(mention):
        return False  # "two pacts … the greatest defence deal"
    if mention.names and one.names and not mention.names & one.names:
        return False  # "the Peace Accord" is not the Lima Agreement
    if one.named and _BILATERAL.search(mention.mark_words):
        return False  # "the GATT … their bilateral pact"
    if mention.fresh and one.fresh and _sorts_differ(mention, one):
        return False  # "a food pact … a border treaty": both are brought in as something new
    if mention.fresh and one.fresh and mention.day and one.date and not _agree(mention.day, one.date):
        return False  # "a truce took effect on Sunday … a truce agreed in January"
    if mention.kind == GENERIC and one.kind == "joint_declaration" and not (mention.definite and one.title):
        return False  # "a joint statement … a defense pact"
    behind = countries_behind(mention)
    bound = bound_states(mention)
    behind = behind or (bound if len(bound) > 1 else behind)
    if behind and one.title and mention.kind != one.kind and not behind & (one.words | one.title):
        return False  # "the agreement with Peru" is no Convention on Fish
    if one.names and not mention.title and _named_apart(mention, one):
        return False
    return not _of_others(mention, one)


def _one(mention: Mention) -> bool:
    """Does the word for the instrument mean one?"""
    head = mention.mark.attrs["head"]
    return not mention.mark_words[head[0] - mention.start : head[1] - mention.start].endswith("s")


def _named_apart(mention: Mention, one: Instrument) -> bool:
    """Has a mention without a name parties or a subject of its own, of which one with a name has none? "The recent deal between Chile
    and the OAS" is not the Lima Accord, "the agreement on boats" no Cod Convention."""
    behind = {
        mention.mark_words[m.start - mention.start : m.end - mention.start].lower()
        for m in mention.mark.find("BODY")
        if m.start > mention.mark.attrs["head"][0]
    } | countries_behind(mention)
    known = one.words | one.title | one.names | one.subject
    if len(behind) > 1 and not behind & known:
        return True
    told_of = mention.subject if mention.kind != one.kind else frozenset()
    return bool(told_of) and not told_of & known


def _sorts_differ(mention: Mention, one: Instrument) -> bool:
    mine = mention.sort | {w[:5] for w in mention.subject}
    other = one.sort | {w[:5] for w in one.subject}
    return bool(mine and other) and not mine & other


def _of_others(mention: Mention, one: Instrument) -> bool:
    """Does it bind others than this instrument? "The Chile-Peru pact" is none with Bolivia."""
    bound = bound_states(mention)
    states = sum(len(w) == 3 and w.isupper() for w in one.words)
    if len(bound) > 1 and states > 1 and not bound <= one.words:
        return True
    sides = bound if len(bound) > 1 else mention.signers
    return len(sides) > 1 and len(one.bound) > 1 and not (sides <= one.bound or one.bound <= sides)


def bound_states(mention: Mention) -> set[str]:
    """The states between which it is, and a body joined to one by a hyphen: the Chile-OAS pact."""
    bodies = [m for m in mention.mark.find("BODY") if mention.mark_words[: m.start - mention.start].endswith(("-", "–"))]
    joined = {mention.mark_words[m.start - mention.start : m.end - mention.start].lower() for m in bodies}
    return joined | {str(m.attrs["country"]) for m in mention.mark.find("NATION", "CAPITAL")}


def countries_behind(mention: Mention) -> set[str]:
    marks = [m for m in mention.mark.find("NATION", "CAPITAL") if m.start > mention.mark.attrs["head"][0]]
    return {str(m.attrs["country"]) for m in marks}
