"""`diff` and `conflicts`: what changed between two releases, and where sources differ, told in words."""

from __future__ import annotations

import json
from pathlib import Path

import copied
import pytest
import small_release

from baghdad_tehran.cli import main
from baghdad_tehran.diffing import changelog, compare
from baghdad_tehran.disagreements import in_words, read_conflicts
from baghdad_tehran.make.building import build, check_sources
from baghdad_tehran.reader import Release

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copied.checkout(tmp_path / "checkout")


def test_a_release_does_not_differ_from_itself() -> None:
    assert compare(Release(ROOT), Release(ROOT)) == []
    assert changelog([]) == "- No value of any table changed."


def test_what_was_added_withdrawn_and_changed_is_told_with_its_grounds(tmp_path: Path) -> None:
    old = small_release.write_release(tmp_path / "old")
    rows = {name: [dict(row) for row in found] for name, found in small_release.ROWS.items()}
    rows["people"] = [{"person_id": "ada", "name": "Ada Example", "country": "IRQ"}, {"person_id": "eve", "name": "Eve"}]
    rows["meetings"][0]["date_from"] = "2025-10-02"
    new = small_release.write_release(tmp_path / "new", rows)
    changes = compare(Release(old), Release(new))
    assert [(c.change, c.key, c.column, c.old, c.new) for c in changes if c.table == "people"] == [
        ("changed", "ada", "name", "Ada al-Example", "Ada Example"),
        ("withdrawn", "ada-b", None, None, None),
        ("added", "eve", None, None, None),
    ]
    assert [(c.column, c.old, c.new) for c in changes if c.table == "meetings"] == [("date_from", "2025-10-01", "2025-10-02")]
    told = changelog(changes)
    assert (
        "- `people`: 1 added, 1 withdrawn, 1 changed" in told
        and "- `ada`, name: “Ada al-Example” → “Ada Example”" in told.replace("  -", "-")
    )
    back = compare(Release(new), Release(old))
    assert {(c.table, c.key, c.column) for c in back} == {(c.table, c.key, c.column) for c in changes}
    assert {c.change for c in back if c.key == "eve"} == {"withdrawn"}


def test_a_correction_is_named_as_what_changed_a_value(checkout: Path, tmp_path: Path) -> None:
    """A third entry in the ledger takes away one place; the difference says that a hand did it, and no other fact differs."""
    ledger = next(path for path in sorted((checkout / "build" / "checks").glob("*.jsonl")) if "003_" in path.name)
    met = next(
        j
        for j in check_sources(checkout).judged
        if j.hit.source_id == ledger.stem and any(c.table == "meetings" and "place" in c.values for c in j.hit.claims)
    )
    claim = next(c for c in met.hit.claims if c.table == "meetings" and "place" in c.values)
    spans = [[r.start, r.end, r.inference] for r in claim.values["place"].rests]
    entry = {
        "hit": met.key,
        "pass": 3,
        "coder": "c",
        "date": "2026-11-22",
        "verdict": "corrected",
        "reason": "a test",
        "rule": met.hit.rule_id,
        "text": "",
        "set": [{"table": "meetings", "entity": claim.entity, "column": "place", "value": "Teheran", "spans": spans}],
    }
    ledger.write_text(ledger.read_text(encoding="utf-8") + json.dumps(entry) + "\n", encoding="utf-8")
    build(checkout)
    changes = compare(Release(ROOT), Release(checkout))
    facts = [c for c in changes if c.table == "meetings"]
    assert facts and all("place" in str(c.column) for c in facts)
    assert any("corrected by hand" in str(c.because) for c in changes)


def test_the_command_prints_rows_or_a_changelog(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = small_release.write_release(tmp_path / "old"), small_release.write_release(tmp_path / "new")
    assert main(["diff", str(old), str(new)]) == 0
    assert capsys.readouterr().out == "table,change,key,column,old,new,because\n"
    assert main(["diff", str(old), str(new), "--changelog"]) == 0
    assert capsys.readouterr().out == "- No value of any table changed.\n"
    assert main(["diff", str(old), str(tmp_path / "nowhere")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_conflicts_are_told_open_ones_first_each_side_with_its_words() -> None:
    conflicts = read_conflicts(Release(ROOT))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "seeds").glob("*.txt")}
    assert len(conflicts) >= 12
    resolutions = [conflict[0].resolution for conflict in conflicts]
    assert resolutions == sorted(resolutions, key=lambda r: r != "open")
    for conflict in conflicts:
        question, *lines = in_words(conflict)
        assert question.endswith("?") and len(lines) == len(conflict) + 1
        assert "““" not in "".join(lines), "words that bring their quotation marks get no others"
        for side, line in zip(conflict, lines, strict=False):
            assert line.strip().startswith(f"{side.source_id}:{side.start_char}–{side.end_char}")
            assert texts[side.source_id][side.start_char : side.end_char] == side.exact
    identity = next(c for c in conflicts if c[0].kind == "identity")
    assert identity[0].row_id == "2025-10-21-araji-qalibaf"
    assert [side.source_id[:3] for side in identity] == ["001", "003"]
    assert in_words(identity)[2].endswith("“the security pact” (Iran–Iraq agreement, March 2023)")
    assert "August 2025" in identity[0].claim and "March 2023" in identity[1].claim


def test_the_command_tells_one_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts", "--kind", "identity", "--json"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2 and all('"kind": "identity"' in line for line in out)
    assert main(["conflicts", "--open", "--csv"]) == 0
    assert ",compatible," not in capsys.readouterr().out
