"""Utterances: quotes that render the same words on the same occasion. Repeats within a report are found, the rest is decided.

Groups are closed under chains: what is the same as a member is a member. Relations are to the first row in document order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from ..errors import Problem
from .identities import Identities
from .resolve import Row, Rows

_QUOTE_ID = re.compile(r"(?P<source>[^:]+):(?P<start>[0-9]{1,12})-(?P<end>[0-9]{1,12}):[0-9a-f]{4}")


def check_quotes(identities: Identities, lengths: Mapping[str, int]) -> None:
    """Problem: a line of utterances.csv names what is no quote id of a source. `lengths`: source -> number of characters.

    An id says by its last part whether source and span were written right. That no hit holds such a quote is no fault.
    """
    for named in identities.quotes:
        match = _QUOTE_ID.fullmatch(named.quote)
        source, start, end = (match["source"], int(match["start"]), int(match["end"])) if match else ("", 0, 0)
        digest = hashlib.sha256(f"quote:{start}-{end}".encode()).hexdigest()[:4]
        if not match or not start < end <= lengths.get(source, 0) or named.quote != f"{source}:{start:07}-{end}:{digest}":
            raise Problem(
                "unknown quote id",
                file=named.path,
                place=f"line {named.line}",
                value=named.quote,
                remedy="copy the quote_id from the table quotes, or remove the line if its source was removed",
            )


def idle(identities: Identities, published: Iterable[str]) -> list[str]:
    """Lines of utterances.csv that decide nothing, since a quote they name is open, rejected or no longer found."""
    present = set(published)
    return [
        f"{named.path.name}: line {named.line}, {named.quote} is not published"
        for named in identities.quotes
        if named.quote not in present
    ]


def group_utterances(rows: Rows, identities: Identities) -> None:
    """Set utterance_id and utterance_relation of every quote."""
    quotes = rows.of("quotes")
    by_id = {q.id: q for q in quotes}
    parent = {q.id: q.id for q in quotes}
    relation: dict[str, str] = {}

    def root(quote: str) -> str:
        while parent[quote] != quote:
            quote = parent[quote]
        return quote

    def join(left: str, right: str) -> None:
        a, b = sorted((root(left), root(right)))
        parent[b] = a

    for left, right in _repeats(quotes, rows):
        join(left, right)
        relation[right] = "repeat"
    for left, (right, kind) in identities.relations.items():
        if left in by_id and right in by_id:
            identities.used.add(("utterances", left))
            join(left, right)
            relation[left] = kind
    members: dict[str, list[str]] = {}
    for quote in quotes:
        members.setdefault(root(quote.id), []).append(quote.id)
    for group in members.values():
        first = min(group)
        for member in group:
            row = by_id[member]
            row.values["utterance_id"] = first
            row.values["utterance_relation"] = (
                "only" if len(group) == 1 else "first" if member == first else relation.get(member, "paraphrase")
            )


def _repeats(quotes: list[Row], rows: Rows) -> list[tuple[str, str]]:
    """Pairs within a report: the same quoted words of the same speaker, or of nobody."""
    speakers: dict[str, frozenset[str]] = {}
    for row in rows.of("quote_speakers"):
        who = (
            row.refs.get("person_id")
            or row.refs.get("organization_id")
            or str(row.values.get("country") or row.values.get("description"))
        )
        spoken = row.refs["quote_id"]
        speakers[spoken] = speakers.get(spoken, frozenset()) | {who}
    seen: dict[tuple[str, str, frozenset[str]], str] = {}
    pairs = []
    for quote in quotes:
        words = " ".join(re.findall(r"\w+", str(quote.values.get("verbatim") or "").lower()))
        if quote.values["quote_type"] != "direct" or len(words.split()) < 3:
            continue
        key = (quote.sources[0], words, speakers.get(quote.id, frozenset()))
        if key in seen:
            pairs.append((seen[key], quote.id))
        else:
            seen[key] = quote.id
    return pairs
