"""How a coordinated phrase divides: commas and "and" between noun phrases, not within one."""

from __future__ import annotations

import pytest

from baghdad_tehran.make.topics import split_items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("fishing rights and the price of cod", ["fishing rights", "the price of cod"]),
        ("regional and international developments", ["regional and international developments"]),
        (
            "bilateral ties, harbour safety, and regional and international developments",
            ["bilateral ties", "harbour safety", "regional and international developments"],
        ),
        ("the latest regional and international developments", ["the latest regional and international developments"]),
        ("the cod quota and discussed matters of trade", ["the cod quota", "matters of trade"]),
        (
            "the joint patrols, the international and regional challenges, and other issues of common interest",
            ["the joint patrols", "the international and regional challenges", "other issues of common interest"],
        ),
        ("cooperation on trade, transport and energy", ["cooperation on trade, transport and energy"]),
        ("ties between Chile and Peru", ["ties between Chile and Peru"]),
        ("border control, as well as the Lima talks", ["border control", "the Lima talks"]),
        ("expanding trade, particularly in fish", ["expanding trade, particularly in fish"]),
        ("open its ports and lower its tariffs", ["open its ports", "lower its tariffs"]),
        ("the closure and sale of old boats", ["the closure and sale of old boats"]),
        ("“cod and herring” quotas", ["“cod and herring” quotas"]),
    ],
)
def test_items(text: str, items: list[str]) -> None:
    assert [text[s:e] for s, e in split_items(text, 0, len(text))] == items
