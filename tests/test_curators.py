"""What curators' commands rest on: files added to, reports taken in, things alike, sentences left out, conflicts resolved."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path

import copied
import pytest

from baghdad_tehran.cli import main
from baghdad_tehran.curate import likeness
from baghdad_tehran.curate.adding import consider, take_in
from baghdad_tehran.curate.adding import likeness as share_of
from baghdad_tehran.curate.told import names_of, tell_hit
from baghdad_tehran.curate.writing import append_decision, append_json
from baghdad_tehran.errors import Problem
from baghdad_tehran.gate.release import validate_release
from baghdad_tehran.make.building import STAGES, build, check_sources
from baghdad_tehran.make.decided import decided_rows
from baghdad_tehran.make.identities import COLUMNS, Identities, read_identities
from baghdad_tehran.make.resolutions import read_resolutions
from baghdad_tehran.make.resolve import Rows, make_rows
from baghdad_tehran.make.standing import standing_hits
from baghdad_tehran.make.untaken import find_untaken, open_untaken, read_reasons
from baghdad_tehran.make.utterances import group_utterances
from baghdad_tehran.reader import Release

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.usefixtures("checked_once")
SOURCES = [path.stem for path in sorted((ROOT / "seeds").glob("*.txt"))]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copied.checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def checked():  # type: ignore[no-untyped-def]
    return check_sources(ROOT)


def rows_of(checked, identities: Identities) -> Rows:  # type: ignore[no-untyped-def]
    rows = make_rows(standing_hits(checked.judged, ROOT)[0], identities)
    group_utterances(rows, identities)
    return rows


# -- files that are added to ---------------------------------------------------------------------------------------------


def test_lines_are_added_behind_a_line_that_an_editor_left_open(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "ledger.jsonl"
    append_json(path, {"n": 1})
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append_json(path, {"words": "a\nb “c”"})
    assert [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] == [{"n": 1}, {"words": "a\nb “c”"}]


def test_a_decision_keeps_to_its_line_whatever_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    row = dict.fromkeys(COLUMNS, "x") | {"reason": 'says "so",\nand more', "left": "a/b"}
    append_decision(path, COLUMNS, row)
    append_decision(path, COLUMNS, row)
    assert [number for number, _ in decided_rows(path, COLUMNS)] == [2, 3]
    assert [found["reason"] for _, found in decided_rows(path, COLUMNS)] == ['says "so", and more'] * 2


# -- reports taken in ----------------------------------------------------------------------------------------------------


def test_a_report_is_taken_in_with_what_its_text_does_not_state(checkout: Path, tmp_path: Path) -> None:
    article = tmp_path / "river.txt"
    article.write_text("River talks\n\nChilean Foreign Minister Ana Silva met Luis Rojas in Lima.\n", encoding="utf-8")
    candidate = consider(checkout, article, published="2026-02-04")
    assert candidate.hits > 2 and candidate.states["title"] == "River talks"
    seed = take_in(
        checkout, article, candidate, {"language": "en", "publisher": 'The "River" \\ Paper', "published": "2026-02-04"}
    )
    assert seed.read_bytes() == article.read_bytes()
    record = tomllib.loads((checkout / "seeds" / "sources.toml").read_text(encoding="utf-8"))["source"][-1]
    assert record["supplied"] == {"language": "en", "publisher": 'The "River" \\ Paper', "published": "2026-02-04"}
    found = check_sources(checkout)
    assert [j.state for j in found.judged if j.hit.source_id == "river"] == ["open"] * candidate.hits
    steps: list[None] = []
    built = build(checkout, lambda: steps.append(None))
    assert len(steps) == STAGES
    assert built.verdicts["open"] == candidate.hits and not [r for r in built.rows.values() if r < 0]


@pytest.mark.parametrize("name", ["a b", "../x", ".hidden", "x" * 101, "", "ميناء"])
def test_a_name_that_can_be_no_id_is_refused(checkout: Path, tmp_path: Path, name: str) -> None:
    article = tmp_path / "river.txt"
    article.write_text("River talks\n\nAna Silva met Luis Rojas.\n", encoding="utf-8")
    with pytest.raises(Problem, match="cannot be an id"):
        consider(checkout, article, name=name)


def test_what_is_here_already_is_refused_and_nothing_changes(checkout: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in (checkout / "seeds").iterdir()}
    seed = checkout / "seeds" / f"{SOURCES[3]}.txt"
    text = seed.read_text(encoding="utf-8")
    copy, near, half = tmp_path / "copy.txt", tmp_path / "near.txt", tmp_path / "half.txt"
    copy.write_bytes(seed.read_bytes())
    near.write_text(text.replace("Iraq", "Irak").replace("said", "told us"), encoding="utf-8")
    half.write_text("A lead of our own.\n\n" + text[: len(text) // 2], encoding="utf-8")
    for file, words in ((copy, "byte for byte"), (near, "runs of 5 words"), (half, "runs of 5 words")):
        with pytest.raises(Problem, match=words) as caught:
            consider(checkout, file)
        assert caught.value.value == f"seeds/{seed.name}" and caught.value.remedy
    with pytest.raises(Problem, match="is no day"):
        consider(checkout, near, published="yesterday")
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    with pytest.raises(Problem, match="is empty"):
        consider(checkout, tmp_path / "empty.txt")
    assert {path: path.read_bytes() for path in (checkout / "seeds").iterdir()} == before


def test_reports_of_one_beat_are_not_taken_for_copies_of_each_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    shares = [share_of(a, b) for i, a in enumerate(texts) for b in texts[:i]]
    assert max(shares) < 0.2
    assert share_of(texts[0], texts[0]) == 1 and share_of("", texts[0]) == 0


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ([], "no text states its language"),
        (["--language", "English!"], "is no language"),
        (["--language", "en", "--title", "Mine"], "states its title itself"),
        (["--language", "en", "--retrieved", "soon"], "is no day"),
    ],
)
def test_add_says_what_it_lacks_and_changes_nothing(
    checkout: Path, tmp_path: Path, flags: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "river.txt"
    article.write_text("River talks\n\nChilean Foreign Minister Ana Silva met Luis Rojas in Lima.\n", encoding="utf-8")
    before = sorted(path.name for path in (checkout / "seeds").iterdir())
    assert main(["add", str(article), "--root", str(checkout), *flags]) == 1
    assert words in capsys.readouterr().err
    assert sorted(path.name for path in (checkout / "seeds").iterdir()) == before


# -- things alike --------------------------------------------------------------------------------------------------------


def test_every_merge_on_file_would_have_been_asked_about(checked) -> None:  # type: ignore[no-untyped-def]
    """Without the decisions, each thing that was merged is like at least one of those it was merged with."""
    decided = read_identities(ROOT / "build" / "identities")
    rows = rows_of(checked, Identities())
    missed, merged = [], 0
    for kind in ("people", "meetings", "agreements"):
        ids = {u.left: u.id for u in rows.undecided if u.kind == kind}
        groups: dict[str, list[str]] = {}
        for left, right in decided.same[kind].items():
            if left in ids:
                groups.setdefault(right, []).append(ids[left])
        for members in groups.values():
            for one in members if len(members) > 1 else ():
                merged += 1
                asked = {c.right for c in likeness.alike(kind, rows.tables[kind][one], rows)}
                if not asked & set(members):
                    missed.append((kind, one))
    assert merged > 25
    # Meetings are known by who took part: reports that spell each name in another way are not alike before people are decided.
    assert [(kind, one) for kind, one in missed if kind != "meetings"] == []


def test_no_question_of_the_release_is_open(checked) -> None:  # type: ignore[no-untyped-def]
    identities = read_identities(ROOT / "build" / "identities")
    rows = rows_of(checked, identities)
    by_id = {row.id: str(row.values["utterance_id"]) for row in rows.of("quotes")}
    apart = {frozenset((by_id[a], by_id[b])) for a, b in identities.different["utterances"]}
    assert not rows.undecided
    assert [pair for pair in likeness.utterance_pairs(rows) if frozenset((by_id[pair[0]], by_id[pair[1]])) not in apart] == []
    assert len(apart) >= 15, "near-misses are written down"


def test_quotes_that_were_found_the_same_are_proposed(checked) -> None:  # type: ignore[no-untyped-def]
    decided = read_identities(ROOT / "build" / "identities")
    alone = read_identities(ROOT / "build" / "identities")
    alone.relations = {}
    rows = rows_of(checked, alone)
    group = {row.id: str(row.values["utterance_id"]) for row in rows.of("quotes")}
    proposed = {frozenset((group[a], group[b])) for a, b, _ in likeness.utterance_pairs(rows)}
    same = [frozenset((group[left], group[right])) for left, (right, _) in decided.relations.items()]
    assert sum(pair in proposed or len(pair) == 1 for pair in same) >= 0.75 * len(same)


# -- sentences left out --------------------------------------------------------------------------------------------------


def test_a_rejected_hit_leaves_its_sentence_to_be_explained(checked) -> None:  # type: ignore[no-untyped-def]
    report = checked.reports[0]
    assert open_untaken(checked.reports, checked.judged, ROOT) == ([], [])
    before = find_untaken(report, checked.judged)
    quote = next(
        j
        for j in checked.judged
        if j.hit.source_id == report.document.source_id and any(c.table == "quotes" and "cue" in c.values for c in j.hit.claims)
    )
    state, quote.state = quote.state, "rejected"
    try:
        after = find_untaken(report, checked.judged)
    finally:
        quote.state = state
    new = [one for one in after if one not in before]
    assert new and all(one.kind == "speech" for one in new)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{}", "is no reason"),
        ("[1]", "is no reason"),
        ('{"sentence": "x", "kind": "speech", "words": "a", "coder": "a", "date": "2026-01-31", "reason": "b"}', "no key"),
        (
            '{"sentence": "0123456789abcdef", "kind": "song", "words": "a", "coder": "a", "date": "2026-01-31", "reason": "b"}',
            "unknown kind",
        ),
        (
            '{"sentence": "0123456789abcdef", "kind": "speech", "words": "a", "coder": "a", "date": "soon", "reason": "b"}',
            "no day",
        ),
        (
            '{"sentence": "0123456789abcdef", "kind": "speech", "words": "a", "coder": "a", "date": "2026-01-31", "reason": " "}',
            "no text",
        ),
    ],
)
def test_a_reason_that_is_none_says_where(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(Problem, match=words) as caught:
        read_reasons(path)
    assert caught.value.place == "line 1"


# -- half read -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        0.05,
        0.5,
        *(pytest.param(part, marks=pytest.mark.slow) for part in (0.2, 0.35, 0.75, 0.95)),
    ],
)
def test_a_half_read_ledger_builds_and_what_hangs_on_the_rest_waits(checkout: Path, part: float) -> None:
    """Whichever hits are still open, the build succeeds, its gate is green, and nothing of an open hit is published."""
    chance = random.Random(f"open {part}")
    for path in sorted((checkout / "build" / "checks").glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        unread = {hit for hit in sorted({json.loads(line)["hit"] for line in lines}) if chance.random() < part}
        path.write_text("".join(line for line in lines if json.loads(line)["hit"] not in unread), encoding="utf-8")
    built = build(checkout)
    assert built.verdicts["open"] and validate_release(checkout, checkout / "seeds") == []
    whole, half = Release(ROOT), Release(checkout)
    facts = [name for name, table in half.contract.items() if table.owed]
    for name in facts:
        assert len(half.table(name).fetchall()) <= len(whole.table(name).fetchall())


# -- conflicts -----------------------------------------------------------------------------------------------------------


def resolve(root: Path, *lines: str) -> None:
    header = "conflict_id,resolution,source_id,reason,coder,date\n"
    (root / "build" / "checks" / "conflicts.csv").write_text(header + "".join(line + "\n" for line in lines), encoding="utf-8")


def test_a_curator_prefers_a_claim_and_it_is_published(checkout: Path) -> None:
    before = Release(checkout)
    assert before.con.sql(
        "SELECT subject FROM agreements WHERE agreement_id = '2023-03-iran-iraq-security-agreement'"
    ).fetchall() == [("border security",)]
    resolve(
        checkout,
        f"2023-03-iran-iraq-security-agreement.subject,preferred,{SOURCES[4]},it is the body's own word,a,2026-11-22",
        "2025-10-21-araji-qalibaf.participants,compatible,,one names an attendee whom the other leaves out,a,2026-11-22",
        "no-such-thing.date,compatible,,why not,a,2026-11-22",
    )
    built = build(checkout)
    after = Release(checkout)
    assert after.con.sql(
        "SELECT subject FROM agreements WHERE agreement_id = '2023-03-iran-iraq-security-agreement'"
    ).fetchall() == [("security",)]
    said = dict(after.con.sql("SELECT DISTINCT conflict_id, resolution FROM conflicts").fetchall())
    assert (
        said["2023-03-iran-iraq-security-agreement.subject"] == "preferred"
        and said["2025-10-21-araji-qalibaf.participants"] == "compatible"
    )
    sides = "SELECT count(*) FROM conflicts WHERE conflict_id = '2023-03-iran-iraq-security-agreement.subject'"
    assert before.con.sql(sides).fetchall() == after.con.sql(sides).fetchall(), "every side stays"
    assert [left for left in built.unused if "no-such-thing.date is no conflict" in left]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a.b,preferred,nowhere,why,a,2026-11-22", "claim of no source"),
        ("a.b,settled,,why,a,2026-11-22", "unknown resolution"),
        (f"a.b,compatible,{SOURCES[0]},why,a,2026-11-22", "prefer no source"),
        ("a.b,compatible,,,a,2026-11-22", "no reason"),
        ("a.b,compatible,,why,,2026-11-22", "no coder"),
        ("a.b,compatible,,why,a,today", "no day"),
        (",compatible,,why,a,2026-11-22", "no conflict"),
        ("a.b,compatible,,why,a,2026-11-22\na.b,compatible,,why,a,2026-11-22", "resolved twice"),
        ("a.b,compatible", "fields"),
    ],
)
def test_a_resolution_that_is_none_says_where(checkout: Path, line: str, words: str) -> None:
    resolve(checkout, line)
    with pytest.raises(Problem, match=words) as caught:
        read_resolutions(checkout / "build" / "checks" / "conflicts.csv", SOURCES)
    assert str(caught.value.place).startswith("line ") and caught.value.remedy


# -- in words ------------------------------------------------------------------------------------------------------------


def test_every_hit_can_be_told_in_words(checked) -> None:  # type: ignore[no-untyped-def]
    reports = {report.document.source_id: report for report in checked.reports}
    for one in checked.judged:
        told = tell_hit(one.hit, names_of(reports[one.hit.source_id]))
        assert told and all(len(sentence) > 8 and "None" not in sentence for sentence in told), told
