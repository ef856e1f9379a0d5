"""One report while it is being linked: its lines, who is in it, when it was published, and the hits made so far.

Everything that the linking modules share stands here; they keep no state of their own.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from .dates import When, read_date
from .marks import Line, Mark
from .matching import Found
from .model import Claim, Hit, Rest, Value
from .rules import Rule
from .segments import Segment
from .text import Document
from .vocabulary import Vocabulary

_UNSLUGGED = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class Held:
    """An office or rank that somebody holds, as resolved within the report."""

    title: str
    kind: str
    country: str | None
    subdivision: str | None
    head: bool


@dataclass(slots=True)
class Person:
    """Somebody whom the report names. `name`: the fullest form in it; `at`: where first named."""

    key: str
    name: str
    at: int
    held: list[Held] = field(default_factory=list)

    @property
    def country(self) -> str | None:
        return next((h.country for h in self.held if h.country), None)

    @property
    def subdivision(self) -> str | None:
        return next((h.subdivision for h in self.held if h.subdivision), None)


@dataclass(slots=True)
class Party:
    """Whoever takes part, speaks or is bound: person, else organization, else country, else description."""

    person: Person | None = None
    organization: str | None = None
    country: str | None = None
    subdivision: str | None = None
    description: str | None = None
    kind: str = "person"
    start: int = 0
    end: int = 0
    inference: str | None = None
    state_rests: tuple[Rest, ...] = ()
    description_rests: tuple[Rest, ...] = ()  # where the description is put together from several places

    @property
    def key(self) -> str:
        if self.person:
            return self.person.key.split("/")[-1]
        return slug(self.organization or self.description or self.subdivision or self.country or "somebody")

    @property
    def state(self) -> str | None:
        """The state or region acted for."""
        if self.person and not self.country:
            return self.person.subdivision or self.person.country
        return self.subdivision or self.country


@dataclass(slots=True)
class Report:
    """A document and all that has been read off it."""

    document: Document
    segments: list[Segment]
    lines: list[Line]
    voc: Vocabulary
    published: date | None = None
    published_rests: tuple[Rest, ...] = ()
    people: dict[str, Person] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    subjects: dict[int, Party] = field(default_factory=dict)  # line number -> who the sentence is about
    meetings: dict[int, str] = field(default_factory=dict)  # line number -> meeting that its words tie it to
    named: list[tuple[Mark, Person]] | None = None  # where people are named, in text order
    bodies: dict[str, list[tuple[int, str]]] = field(
        default_factory=dict
    )  # a body's short name -> where it is named, and in full
    delegations: list[Mark] | None = None  # where delegations are brought in, in text order: "a Danish delegation led by …"
    two: tuple[str, ...] | None = None  # the two states that the report is about
    states: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # where states are named, in text order
    sentences: list[Line] = field(default_factory=list)
    starts: list[int] | None = None  # where the lines that are no insides of quotations start

    @property
    def text(self) -> str:
        return self.document.text

    def line_at(self, offset: int) -> Line | None:
        """The sentence that holds an offset; never the inside of a quotation."""
        if self.starts is None:
            self.starts = [line.start for line in self.lines if not line.quoted]
            self.sentences = [line for line in self.lines if not line.quoted]
        index = bisect_right(self.starts, offset) - 1
        return self.sentences[index] if index >= 0 and offset < self.sentences[index].end else None

    def words(self, start: int, end: int) -> str:
        return self.document.text[start:end]

    def said(self, start: int, end: int, inference: str | None = None) -> Value:
        """The words themselves as a value."""
        return Value(self.text[start:end], (Rest(start, end, inference),))

    def hit(self, rule: Rule, start: int, end: int, claims: list[Claim]) -> Hit:
        hit = Hit(rule.id, rule.version, self.document.source_id, start, end, claims)
        self.hits.append(hit)
        return hit

    def person(self, mark: Mark) -> Person:
        """The person that a PERSON mark names."""
        full = self.known.get(mark.attrs["name"], mark.attrs["name"])
        if full not in self.people:
            self.people[full] = Person(f"person/{slug(full)}", full, mark.start)
        return self.people[full]

    def when(self, mark: Mark, past: bool = True) -> tuple[When, tuple[Rest, ...]] | None:
        """The date that a DATE mark means, and what that rests on."""
        read = read_date(mark.attrs["date"], self.published, self.voc, past)
        if read is None:
            return None
        # The words give the date; where they need the publication date, that is the other half.
        supplied = read.relative and not self.published_rests
        rests: tuple[Rest, ...] = (Rest(mark.start, mark.end, "supplied_date" if supplied else "normalised"),)
        return read, rests + (self.published_rests if read.relative else ())


@lru_cache(maxsize=8192)
def slug(text: str) -> str:
    """Lower-case ASCII letters and digits joined by hyphens; other letters without their accents."""
    plain = unicodedata.normalize(
        "NFKD", text.replace("ø", "o").replace("ı", "i").replace("ł", "l").replace("đ", "d").replace("’", "").replace("'", "")
    )
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    made = _UNSLUGGED.sub("-", plain.lower()).strip("-")
    return (
        made or f"x-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:6]}"
    )  # a name in letters that have no ASCII form


def found_of(found: list[Found], *frames: str) -> list[Found]:
    return [f for f in found if f.rule.frame in frames]
