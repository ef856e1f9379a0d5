"""The ledger of hand checks against the published tables. Shares no code with the builder or the reader, as test_published.py."""

from __future__ import annotations

import json
from collections import Counter, defaultdict

import pytest
from published import ROOT, Row

pytestmark = pytest.mark.newest


@pytest.fixture(scope="module")
def ledger(texts: dict[str, str]) -> dict[str, dict[str, dict[int, Row]]]:
    """source -> hit -> pass -> the last entry of that pass."""
    found: dict[str, dict[str, dict[int, Row]]] = {}
    for source in texts:
        hits: dict[str, dict[int, Row]] = defaultdict(dict)
        for line in (ROOT / "build" / "checks" / f"{source}.jsonl").read_text(encoding="utf-8").splitlines():
            if line.strip():
                entry = json.loads(line)
                hits[entry["hit"]][entry["pass"]] = entry
        found[source] = hits
    return found


def settled(passes: dict[int, Row]) -> str | None:
    """What stands of a hit: the third reading, else what the first two agree on."""
    if 3 in passes:
        return str(passes[3]["verdict"])
    if 1 in passes and 2 in passes and passes[1]["verdict"] == passes[2]["verdict"]:
        return str(passes[1]["verdict"])
    return None


def test_every_published_value_comes_from_a_hit_that_was_read_twice(
    tables: dict[str, list[Row]], ledger: dict[str, dict[str, dict[int, Row]]]
) -> None:
    # By source and verdict, not by rule: a verdict belongs to what was read, and another rule may find the same by now.
    read_twice: dict[tuple[str, str], int] = Counter()
    for source, hits in ledger.items():
        for passes in hits.values():
            verdict = settled(passes)
            if verdict is not None and {1, 2} <= set(passes):
                read_twice[source, verdict] += 1
    unread = [row["provenance_id"] for row in tables["provenance"] if row["passes"] != 2 or row["checked_on"] is None]
    assert not unread
    untraced = {(row["source_id"], row["verdict"]) for row in tables["provenance"]} - set(read_twice)
    assert not untraced


def test_verdicts_add_up_to_the_rules_of_the_release(
    tables: dict[str, list[Row]], ledger: dict[str, dict[str, dict[int, Row]]]
) -> None:
    assert sum(row["hits"] for row in tables["rules"]) > 100
    for row in tables["rules"]:
        assert row["hits"] == row["accepted"] + row["corrected"] + row["rejected"], f"{row['rule_id']} has an open hit"
    verdicts = Counter(settled(passes) for hits in ledger.values() for passes in hits.values())
    for verdict, column in (("accepted", "accepted"), ("rejected", "rejected")):
        assert sum(row[column] for row in tables["rules"]) <= verdicts[verdict], verdict
    corrected, hits = sum(row["corrected"] for row in tables["rules"]), sum(row["hits"] for row in tables["rules"])
    assert corrected < 0.02 * hits, "corrections are rare: mend the rule instead"


def test_every_rejection_and_correction_says_why(ledger: dict[str, dict[str, dict[int, Row]]]) -> None:
    settling = [
        (source, hit, passes)
        for source, hits in ledger.items()
        for hit, passes in hits.items()
        if settled(passes) not in (None, "accepted")
    ]
    assert not [(source, hit) for source, hit, passes in settling if not any(entry.get("reason") for entry in passes.values())]
