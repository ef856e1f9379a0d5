"""Topics: a coordinated phrase divided into its items, as stated. Knows commas and "and", not meaning."""

from __future__ import annotations

import re

_SPLIT = re.compile(
    r",? as well as |,? along with |,? and (?:also )?(?:discussed|reviewed|tackled|addressed|explored|covered|touched on|touched upon|exchanged views on) |, and |, | and "
)
_DETERMINED = re.compile(r"^(?:the|an?|its|their|his|her|other|further|mutual|any)\b|^[“\"‘]", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:on|in|of|such as|including|between|with|for|against|to|from|by|across|like)\b")
_ADJOINED = re.compile(
    r"^(?:particularly|especially|including|such as|notably|mainly|among|also|both|in particular|who|which|that|where|with)\b"
)
_ADJECTIVE = r"\w+(?:al|ic|ive|ary|ous|ian|ish|ern|ful)"
# "trade, regional security and the railway": three items or more of a few words, none of them with a preposition but the last
_ITEM_WORD = rf"(?!(?:{_PREPOSITION.pattern[5:-3]})\b)[\w'’-]++"
_PLAIN_LIST = re.compile(
    rf"{_ITEM_WORD}(?: {_ITEM_WORD}){{0,3}} ?"
    rf"(?:, (?!(?:and|particularly|including|such|notably|who|which|that|where|also)\b){_ITEM_WORD}(?: {_ITEM_WORD}){{0,4}} ?){{1,8}}"
    r",? and (?!(?:also|discussed|reviewed)\b)[^,;]{2,80}"
)
# The item that follows, two adjectives joined by "and" taken together.
_NEXT = re.compile(rf"(?:{_ADJECTIVE} and )?.*?(?=,? and |, |$)", re.DOTALL)
_BASE_VERB = re.compile(
    r"^(?:enhance|strengthen|expand|boost|improve|develop|review|discuss|explore|promote|increase|deepen|end|resolve|address|coordinate|advance|secure|support)\b"
)


def split_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the coordinated items of text[start:end].

    A comma or "and" divides where what follows is a noun phrase of its own: determined, or of two words or more on
    both sides; never within a list that hangs on a preposition ("cooperation on trade, transport and energy").
    """
    cuts: list[tuple[int, int]] = []
    listed = _PLAIN_LIST.fullmatch(text[start:end]) is not None
    for match in _SPLIT.finditer(text, start, end):
        if (
            text.count("“", start, match.start()) > text.count("”", start, match.start())
            or text.count('"', start, match.start()) % 2
        ):
            continue  # quoted words are not divided
        after = text[match.end() : end]
        before = text[cuts[-1][1] if cuts else start : match.start()]
        if _ADJOINED.match(after) or not before.strip():
            continue
        strong = len(match.group()) > len(", and ")  # "as well as", "and discussed"
        if listed and match.group() == " and " and ", and " in text[start:end]:
            continue
        if strong or listed or _divides(before, after, match.group()):
            cuts.append(match.span())
    items = []
    at = start
    for a, b in [*cuts, (end, end)]:
        s, e = at, a
        while s < e and text[s] in " \u00a0":
            s += 1
        while e > s and text[e - 1] in " \u00a0,":
            e -= 1
        if e > s:
            items.append((s, e))
        at = b
    return items


def _divides(before: str, after: str, joint: str) -> bool:
    if re.search(r"\bbetween\b[^,]*$", before) and joint == " and ":
        return False
    following = _NEXT.match(after).group()  # type: ignore[union-attr]
    if re.fullmatch(rf"(?:(?:the|an?|its|their|other) )?{_ADJECTIVE}", before.strip(), re.IGNORECASE) and joint == " and ":
        return False  # "the international and regional challenges" is one item
    if re.search(rf"\b{_ADJECTIVE}$", before) and re.match(rf"{_ADJECTIVE} \w", after) and joint == " and ":
        return False  # and so is "the latest regional and international developments"
    if _DETERMINED.match(after) or _BASE_VERB.match(after):
        return True
    if (
        re.fullmatch(r"(?:the|an?|its|their) \w+", before.strip(), re.IGNORECASE)
        and not _DETERMINED.match(after)
        and re.match(r"\w+ of ", after)
    ):
        return False  # "the disarmament and relocation of armed groups" is one undertaking
    long_before, long_after = len(before.split()) >= 2, len(following.split()) >= 2
    if _PREPOSITION.search(before) and not (long_after and _PREPOSITION.search(following) and joint == ", and "):
        # Behind a preposition the items are usually its own list.
        return bool(long_after and _PREPOSITION.search(following) and not re.search(r"\bon\b", before))
    return long_before and long_after
