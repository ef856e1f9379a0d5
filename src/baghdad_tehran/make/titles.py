"""Titles: the published form of an office, composed from post, body and state. Reads marks; knows no person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .marks import Mark
from .vocabulary import Vocabulary

Span = tuple[int, int]
_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "al"})


@dataclass(frozen=True, slots=True)
class Office:
    """An office or rank as one noun phrase states it. `spans`: the title's words; `state_spans`: the words for its state."""

    title: str | None
    kind: str
    spans: tuple[Span, ...]
    country: str | None = None
    subdivision: str | None = None
    state_spans: tuple[Span, ...] = ()
    state_inference: str | None = None
    body: str | None = None
    body_core: str | None = None
    body_span: Span | None = None
    head: bool = False
    relation: str | None = None

    @property
    def state_behind(self) -> bool:
        """Does its state stand behind it, so that it is that of no other: "Foreign Minister of Peru Luis Rojas and …"?"""
        return bool(self.state_spans) and self.state_inference != "coordination" and self.state_spans[0][0] > self.spans[0][0]


STATE_WORDS = {"DEMONYM": "demonym", "CAPITAL": "metonym", "NATION": "normalised", "REGION": "normalised"}
"""The kinds of marks that tell of a state, and how."""


def state_of(mark: Mark) -> tuple[str, str | None, str | None]:
    """(country, subdivision, inference) that a state word gives."""
    return mark.attrs["country"], mark.attrs.get("subdivision"), STATE_WORDS[mark.kind]


_ARTICLE = re.compile(r"^(?:[Tt]he|[Aa]n?) ")
_ABBREVIATED = re.compile(r"^.+ \(([A-Z]{2,8})\)( .+)?$")


def body_core(text: str, voc: Vocabulary) -> str:
    """A body's name without state and article; the abbreviation that it brings stands for it before more ("IRGC Ground Forces")."""
    name = _ARTICLE.sub("", " ".join(text.replace("’", "'").split()))
    long = _ABBREVIATED.match(name)
    if long:
        name = long.group(1) + long.group(2) if long.group(2) else name[: long.start(1) - 2]
    if name in voc.body_aliases:
        return voc.body_aliases[name]
    words = name.split(" ")
    for count in range(min(5, len(words) - 1), 0, -1):  # a state before the name, the longest first
        lead = " ".join(words[:count])
        if lead.removesuffix("'s") in _state_words(voc):
            bare = " ".join(words[count:])
            return voc.body_aliases.get(bare, bare)
    return name


def _state_words(voc: Vocabulary) -> frozenset[str]:
    if not voc.state_words:
        exact = {e.exact for entries in voc.entries.values() for e in entries if e.exact and e.kind in ("NATION", "DEMONYM")}
        voc.state_words = frozenset(exact | set(voc.states.values()))
    return voc.state_words


def compose_title(post: Mark, core: str | None, prefix: str | None, voc: Vocabulary, bare: bool = False) -> str | None:
    """ "Secretary" + "Supreme National Security Council" -> "Secretary of the Supreme National Security Council". `bare`: the words give the body no article."""
    title: str = post.attrs["title"]
    if post.attrs.get("needs_body"):
        if core is None:
            return None
        if title in ("Head", "Chief"):
            title = voc.heads.get(core, title)
        if title in ("Head", "Chief") and core.startswith("Ministry of "):
            return (
                f"{prefix.title()} {core.replace('Ministry', 'Minister', 1)}"
                if prefix
                else core.replace("Ministry", "Minister", 1)
            )
    if core and (post.attrs.get("body") or title == "Minister"):
        core = " ".join(w if w in _SMALL else w[0].upper() + w[1:] for w in core.split())
        article = "" if bare or core in voc.bare_bodies else "the "
        title = f"{title} {post.attrs.get('link', 'of')} {article}{core}"
    elif core is None and post.attrs.get("alone"):
        title = post.attrs["alone"]
    return f"{prefix.title()} {title}" if prefix else title


def uncapped(text: str) -> str:
    """Words of capitals as a title has them, of the same length: "TRADE AND FISH" is "Trade and Fish"."""
    return re.sub(r"[A-Z]{2,}", lambda m: m.group().lower() if m.group().lower() in _SMALL else m.group().capitalize(), text)


def titled(words: str) -> str:
    """Words with capitals, as a title has them."""
    return " ".join(w.lower() if w.lower() in _SMALL else w[:1].upper() + w[1:] for w in words.split())


def same_office(one: str | None, other: str | None) -> bool:
    """Do two titles name one office? A premier is a prime minister."""
    return one == other or {one, other} == {"Premier", "Prime Minister"}
