"""A made-up release with what trips one form of export or another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import small_release

# What trips one format or another: formulas, quotes, line ends, digits, words for nothing, escapes, spaces, other planes.
NASTY = [
    "=1+1", "+49 30", "-", "@SUM(A1)", "'quoted'", 'a "b", c;d', "two\nlines", "two\r\nlines", "\rback", "\ttab", "0042", "1e5",
    "NULL", "null", "NA", "nan", "None", "true", "2025-10-21", "https://example.org", " spaces ", "\u200fقاسم الأعرجي",
    "🕊 and 𝔘", "\ufeffmark", "a\u2028b", "x" * 32_767, "\x01\x1b[31m", "\\N", "{=1}", "<b>&amp;</b>",
]  # fmt: skip
SOURCE = {
    "source_id": "s_1",
    "path": "seeds/s_1.txt",
    "sha256": "ab" * 32,
    "characters": 60_000,
    "title": "A title",
    "language": "en",
    "published": "2025-10-21",
    "published_from": "2025-10-21",
    "published_to": "2025-10-21",
    "excerpted_share": 0.5,
}
EVIDENCE = {"table_name": "people", "row_id": "ada", "column_name": "name", "source_id": "s_1", "agrees": True, "rule_id": "r",
            "rule_version": "1", "verdict": "accepted", "passes": 2, "checked_on": "2026-01-10"}  # fmt: skip
ODD: dict[str, list[dict[str, Any]]] = {
    "sources": [SOURCE, {**SOURCE, "source_id": "s_2", "title": None, "published": "2025-10", "excerpted_share": 1.0}],
    "people": [{"person_id": "ada", "name": "Ada al-Example", "country": "IRQ"}, {"person_id": "bo", "name": "Bo"}],
    "person_names": [{"name_id": "ada/name-ada", "person_id": "ada", "name": "Ada", "mentions": 2**53}],
    "organizations": [{"organization_id": "body", "name": "A body", "country": "XYZ"}],
    "roles": [
        {
            "role_id": "ada/role-minister",
            "person_id": "ada",
            "title": "Minister",
            "kind": "office",
            "country": "IRQ",
            "subdivision": "IQ-KR",
            "organization_id": "body",
            "first_reported": "2025-10-21",
            "last_reported": "2025-10-22",
        },
        {"role_id": "bo/role-minister", "person_id": "bo", "title": "Minister", "kind": "office"},
        {"role_id": "bo/role-general", "person_id": "bo", "title": "General", "kind": "rank"},
    ],
    # The first is part of the last: keys of a table to itself, children before their parents.
    "meetings": [
        {
            "meeting_id": "a",
            "kind": "bilateral",
            "name": "Ada and Bo",
            "status": "planned",
            "part_of": "z",
            "date": "2025-10-21/2025-10-23",
            "date_from": "2025-10-21",
            "date_to": "2025-10-23",
            "date_precision": "range",
            "date_basis": "explicit",
        },
        {
            "meeting_id": "z",
            "kind": "visit",
            "name": "A visit",
            "status": "held",
            "date": "2025-10-21/..",
            "date_from": "2025-10-21",
            "date_precision": "bounded",
            "date_basis": "explicit",
        },
    ],
    "meeting_participants": [
        {"participant_id": "a/ada", "meeting_id": "a", "kind": "person", "person_id": "ada", "capacity": "principal"},
        {"participant_id": "a/irn", "meeting_id": "a", "kind": "delegation", "country": "IRN", "capacity": "host"},
    ],
    "rules": [
        {
            "rule_id": "r",
            "rule_version": "1",
            "table_names": "people",
            "says": "It says.",
            "pattern": "=a|b",
            "hits": 1,
            "accepted": 1,
            "corrected": 0,
            "rejected": 0,
        }
    ],
    "provenance": [
        {
            **EVIDENCE,
            "provenance_id": f"s_1:{place}",
            "start_char": 100 * place,
            "end_char": 100 * place + len(text),
            "exact": text,
            "value": text if place % 2 else None,
            "agrees": bool(place % 3),
            "inference": "demonym" if place % 2 else None,
        }
        for place, text in enumerate(NASTY)
    ],
}


def write_odd(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    """The release in a new folder, with other rows in the tables that are given."""
    return small_release.write_release(folder, ODD | tables)
