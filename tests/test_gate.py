"""Broken releases, each made from a sound one by one change: the gate must give that change's own code."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from tiny import SCHEMAS, TEXTS, make_tiny, rewrite_hashes

from baghdad_tehran.contract import load_contract
from baghdad_tehran.errors import Problem
from baghdad_tehran.gate.findings import CODES, Finding
from baghdad_tehran.gate.release import validate_release
from baghdad_tehran.make.other_validators import run_frictionless, run_pandera

DAY = datetime.date


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    make_tiny(folder)
    return folder


@pytest.fixture
def release(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "release")
    return tmp_path / "release"


def read(release: Path, table: str) -> pa.Table:
    return parquet.read_table(release / "dataset" / f"{table}.parquet")


def write(release: Path, table: str, data: pa.Table, **options: Any) -> None:
    parquet.write_table(data, release / "dataset" / f"{table}.parquet", **options)


def rows(release: Path, table: str, change: Callable[[list[dict[str, Any]]], Any]) -> None:
    """Change the rows of a table as a list of dicts; types stay, nullability is let go so that nulls can be written."""
    data = read(release, table)
    content = data.to_pylist()
    change(content)
    free = pa.schema([field.with_nullable(True) for field in data.schema])
    write(release, table, pa.Table.from_pylist(content, schema=free))


def codes(release: Path, table: str | None = None) -> set[str]:
    found = validate_release(release, release / "seeds")
    return {finding.code for finding in found if table is None or finding.table == table}


def put(**values: Any) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda content: content[0].update(values)


def where(condition: Callable[[dict[str, Any]], bool], **values: Any) -> Callable[[list[dict[str, Any]]], Any]:
    def change(content: list[dict[str, Any]]) -> None:
        chosen = [row for row in content if condition(row)]
        assert chosen
        for row in chosen:
            row.update(values)

    return change


def drop(condition: Callable[[dict[str, Any]], bool]) -> Callable[[list[dict[str, Any]]], Any]:
    def change(content: list[dict[str, Any]]) -> None:
        kept = [row for row in content if not condition(row)]
        assert len(kept) < len(content)
        content[:] = kept

    return change


def shift(content: list[dict[str, Any]]) -> None:
    for name in ("start_char", "end_char"):
        content[0][name] += 1


def swap(column: str) -> Callable[[list[dict[str, Any]]], Any]:
    def change(content: list[dict[str, Any]]) -> None:
        content[0][column], content[1][column] = content[1][column], content[0][column]

    return change


def of(table: str, column: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: (row["table_name"], row["column_name"]) == (table, column)


# Changes to the rows of one table, hashes and counts rewritten after: name, table, change, code.
ROW_MUTANTS: list[tuple[str, str, Callable[[list[dict[str, Any]]], Any], str]] = [
    ("required null", "people", put(name=None), "null"),
    ("id null", "meeting_topics", put(topic_id=None), "null"),
    ("empty text", "people", put(name=""), "blank"),
    ("empty against a closed list", "roles", put(kind=""), "blank"),
    ("neighbour in a closed list", "meetings", put(kind="bilateral "), "enum"),
    ("value of another table's list", "agreements", put(kind="bilateral"), "enum"),
    ("country in small letters", "people", put(country="irq"), "pattern"),
    ("pattern with newline", "people", put(country="IRQ\n"), "pattern"),
    ("control character", "people", put(name="Dana\x1b[31mKarim"), "pattern"),
    ("hash cut short", "sources", put(sha256="0" * 63), "pattern"),
    ("negative count", "person_names", put(mentions=0), "range"),
    ("three passes", "provenance", put(passes=3), "range"),
    ("share above one", "sources", put(excerpted_share=1.5), "range"),
    ("share NaN", "sources", put(excerpted_share=float("nan")), "not-finite"),
    ("share infinite", "sources", put(excerpted_share=float("inf")), "not-finite"),
    ("row twice", "people", lambda content: content.append(content[0]), "primary-key"),
    ("evidence twice", "provenance", lambda content: content.append(content[3]), "primary-key"),
    ("id of another table", "organizations", put(organization_id="dana-karim"), "id-reused"),
    ("child of another parent", "meeting_topics", put(meeting_id="2025-09-visit"), "id-form"),
    ("speakers swapped", "quote_speakers", swap("quote_id"), "id-form"),
    ("mention ids swapped", "agreement_mentions", swap("mention_id"), "id-form"),
    ("dangling person", "roles", put(person_id="nobody"), "foreign-key"),
    ("dangling meeting", "quotes", put(meeting_id="never"), "foreign-key"),
    ("dangling rule version", "provenance", put(rule_version="2"), "foreign-key"),
    ("dangling side", "meeting_participants", put(side="nobody"), "foreign-key"),
    ("dangling party", "agreement_provisions", put(party="nobody"), "foreign-key"),
    ("dangling visit", "meetings", put(part_of="never"), "foreign-key"),
    ("part of itself", "meetings", put(part_of="2025-09-01-karim"), "cycle"),
    ("nobody", "quote_speakers", put(person_id=None, country=None), "one-of"),
    ("person without person", "meeting_participants", where(lambda r: r["kind"] == "person", person_id=None), "condition"),
    ("indirect with words quoted", "quotes", where(lambda r: r["quote_type"] == "indirect", verbatim="would hold"), "condition"),
    ("direct without words quoted", "quotes", where(lambda r: r["quote_type"] == "direct", verbatim=None), "condition"),
    ("ambiguous yet linked", "agreement_mentions", where(lambda r: r["basis"] == "ambiguous", agreement_id="2019-pact"), "condition"),
    ("event without date", "agreements", where(lambda r: r["date"] is None, date_event="signed"), "condition"),
    ("more verdicts than hits", "rules", put(hits=4), "count"),
    ("one candidate only", "agreement_mention_candidates", lambda content: content.pop(), "companions"),
    ("person without name", "person_names", lambda content: content.clear(), "companions"),
    ("speaker dropped", "quote_speakers", lambda content: content.pop(), "companions"),
    ("one-sided conflict", "conflicts", lambda content: content.pop(), "companions"),
    ("repeat of nothing", "quotes", put(utterance_relation="repeat"), "utterance"),
    ("no day of the calendar", "meetings", put(date="2025-02-30"), "date"),
    ("earliest day moved", "meetings", put(date_from=DAY(2025, 8, 31)), "date"),
    ("latest day missing", "meetings", put(date_to=None), "date"),
    ("days without date", "meetings", put(date=None), "date"),
    ("date without basis", "meetings", put(date_basis=None), "date"),
    ("interval backwards", "meetings", put(date="2025-09-02/2025-09-01"), "date"),
    ("published on another day", "sources", put(published_to=DAY(2025, 9, 3)), "date"),
    ("reported backwards", "roles", put(last_reported=DAY(2025, 9, 1)), "date"),
    ("day called a month", "meetings", put(date_precision="month"), "date-precision"),
    ("frame called a day", "meetings", where(lambda r: r["kind"] == "visit", date_precision="day"), "date-precision"),
    ("empty span", "provenance", lambda content: content[0].update(end_char=content[0]["start_char"]), "span"),
    ("span beyond the source", "provenance", put(end_char=10_000), "span"),
    ("quote wider than its content", "quotes", put(start_char=0), "span"),
    ("gap", "segments", lambda content: content.pop(1), "tiling"),
    ("end missing", "segments", lambda content: content.pop(), "tiling"),
    ("overlap", "segments", lambda content: content[0].update(end_char=content[0]["end_char"] + 1), "tiling"),
    ("evidence for no row", "provenance", where(of("meetings", "place"), row_id="never"), "row-reference"),
    ("evidence for a row elsewhere", "provenance", where(of("people", "name"), table_name="meetings"), "row-reference"),
    ("row dropped", "meeting_topics", lambda content: content.clear(), "row-reference"),
    ("evidence for no column", "provenance", where(of("meetings", "place"), column_name="plaice"), "column-reference"),
    ("conflict about no row", "conflicts", put(row_id="never"), "row-reference"),
    ("evidence of another source", "provenance", where(of("quotes", "cue"), source_id="two"), "source-reference"),
    ("conflict of another source", "conflicts", put(source_id="two"), "source-reference"),
    ("value without evidence", "provenance", drop(of("meetings", "place")), "provenance-missing"),
    ("title without evidence", "provenance", drop(of("sources", "title")), "provenance-missing"),
    ("value that nothing supports", "provenance", where(of("meetings", "place"), agrees=False), "provenance-disagrees"),
    ("value gone", "meetings", put(place=None), "provenance-disagrees"),
    ("content changed", "quotes", put(content="“The rivers are mine,” […] “We keep the 2019 pact.”"), "verbatim"),
    ("piece of content gone", "quotes", put(content="“The rivers are shared,”"), "verbatim"),
    ("name variant changed", "person_names", put(name="Dana Karem"), "verbatim"),
    ("span off by one", "provenance", shift, "exact"),
    ("exact text changed", "provenance", where(of("meetings", "place"), exact="Mosul"), "exact"),
    ("mention changed", "agreement_mentions", put(text="the 2018 pact"), "exact"),
    ("another document", "sources", put(sha256="0" * 64), "source-hash"),
    ("length off by one", "sources", lambda content: content[0].update(characters=content[0]["characters"] + 1), "source-length"),
    ("document out of reach", "sources", put(path="seeds/three.txt"), "source-missing"),
]  # fmt: skip


def recast(table: str, column: str, type_: pa.DataType) -> Callable[[Path], None]:
    def change(release: Path) -> None:
        data = read(release, table)
        index = data.schema.get_field_index(column)
        write(release, table, data.set_column(index, column, data.column(column).cast(type_)))

    return change


def edit(name: str, change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    def apply(release: Path) -> None:
        content = json.loads((release / name).read_text(encoding="utf-8"))
        change(content)
        (release / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    return apply


def resource(package: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in package["resources"] if entry["name"] == name)


def cut(release: Path) -> None:
    path = release / "dataset" / "quotes.parquet"
    path.write_bytes(path.read_bytes()[:-7])


# Changes to files, hashes rewritten after.
FILE_MUTANTS: list[tuple[str, Callable[[Path], Any], str]] = [
    ("number as text", recast("person_names", "mentions", pa.string()), "type"),
    ("number as float", recast("person_names", "mentions", pa.float64()), "type"),
    ("number in 32 bits", recast("person_names", "mentions", pa.int32()), "type"),
    ("day as timestamp", recast("roles", "first_reported", pa.timestamp("ms")), "type"),
    ("text as bytes", recast("people", "name", pa.binary()), "type"),
    ("text as category", lambda r: write(r, "people", read(r, "people").set_column(
        1, "name", read(r, "people").column("name").dictionary_encode())), "type"),
    ("large text", recast("people", "name", pa.large_string()), "type"),
    ("column missing", lambda r: write(r, "people", read(r, "people").drop_columns(["subdivision"])), "column-missing"),
    ("column extra", lambda r: write(r, "people", read(r, "people").append_column("x", [["y"]])), "column-extra"),
    ("column in capitals", lambda r: write(r, "people", read(r, "people").rename_columns(
        ["person_id", "Name", "country", "subdivision"])), "column-missing"),
    ("columns reordered", lambda r: write(r, "people", read(r, "people").select(
        ["person_id", "country", "name", "subdivision"])), "column-order"),
    ("table cut short", cut, "unreadable"),
    ("table is no Parquet", lambda r: (r / "dataset/people.parquet").write_text("person_id\n"), "unreadable"),
    ("table of another name", lambda r: shutil.copy(r / "dataset/people.parquet", r / "dataset/roles.parquet"), "column-missing"),
    ("table gone", lambda r: (r / "dataset/people.parquet").unlink(), "file-missing"),
    ("descriptor gone", lambda r: (r / "datapackage.json").write_text("{"), "descriptor"),
    ("resource gone", edit("datapackage.json", lambda p: p["resources"].pop()), "descriptor"),
    ("resource without schema", edit("datapackage.json", lambda p: resource(p, "people").pop("schema")), "descriptor"),
    ("resource with another schema", edit("datapackage.json", lambda p: resource(p, "people").update(schema="schemas/roles.json")), "descriptor"),
    ("resource with bytes", edit("datapackage.json", lambda p: resource(p, "people").update(bytes=1)), "descriptor"),
    ("no licence", edit("datapackage.json", lambda p: p.pop("licenses")), "descriptor"),
    ("supplied for nobody", edit("datapackage.json", lambda p: resource(p, "sources")["supplied"].update(three=["title"])), "descriptor"),
    ("supplied what cannot be", edit("datapackage.json", lambda p: resource(p, "sources")["supplied"].update(one=["path"])), "descriptor"),
    ("supplied no longer", edit("datapackage.json", lambda p: resource(p, "sources").pop("supplied")), "provenance-missing"),
    ("schema gone", lambda r: (r / "schemas/people.json").unlink(), "schema"),
    ("schema misspelt", edit("schemas/people.json", lambda s: s.update(uniqueKeys=["name"])), "schema"),
    ("schema wants another type", edit("schemas/person_names.json", lambda s: (
        s["fields"][3].update(type="string"), s["fields"][3]["constraints"].pop("minimum"))), "type"),
    ("schema with a pattern that RE2 does not know", edit("schemas/agreements.json", lambda s: s["fields"][9]["constraints"].update(
        pattern="(?:(?=.).*)")), "schema"),
]  # fmt: skip


def flip(name: str, position: int) -> Callable[[Path], None]:
    def change(release: Path) -> None:
        raw = bytearray((release / name).read_bytes())
        raw[position] ^= 0x20
        (release / name).write_bytes(bytes(raw))

    return change


# Changes that the hashes themselves must show.
HASH_MUTANTS: list[tuple[str, Callable[[Path], Any], str]] = [
    ("byte of a table", flip("dataset/people.parquet", 40), "file-hash"),
    ("byte of the dictionary", flip("dataset/README.md", 40), "file-hash"),
    ("byte of a schema", flip("schemas/people.json", -10), "file-hash"),
    ("byte of a rule", flip("build/rules/met.toml", 3), "file-hash"),
    ("byte of a vocabulary", flip("build/vocabulary/offices.toml", 3), "file-hash"),
    ("seed that the release was not built from", lambda r: (r / "build/checks").mkdir(), "input"),
    ("input without a hash", edit("datapackage.json", lambda p: p.update(inputs={"seeds/one.txt": "none"})), "descriptor"),
    ("byte of the descriptor", edit("datapackage.json", lambda p: p.update(title="Other")), "file-hash"),
    ("hash in capitals", lambda r: (r / "SHA256SUMS").write_text((r / "SHA256SUMS").read_text().upper()), "sums"),
    ("last newline gone", lambda r: (r / "SHA256SUMS").write_text((r / "SHA256SUMS").read_text()[:-1]), "sums"),
    ("hashes gone", lambda r: (r / "SHA256SUMS").unlink(), "sums"),
    ("rule gone", lambda r: (r / "build/rules/met.toml").unlink(), "file-missing"),
    ("file added", lambda r: (r / "dataset/more.parquet").write_text("x"), "file-unlisted"),
    ("rule added", lambda r: (r / "build/rules/more.toml").write_text("x"), "file-unlisted"),
    ("hash in the descriptor", edit("datapackage.json", lambda p: resource(p, "people").update(hash="sha256:None")), "file-hash"),
    ("count in the descriptor", edit("datapackage.json", lambda p: resource(p, "people").update(row_count=0)), "row-count"),
    ("count as text", edit("datapackage.json", lambda p: resource(p, "people").update(row_count="1")), "row-count"),
]  # fmt: skip


def test_the_sound_release_is_sound(release: Path) -> None:
    assert validate_release(release) == []
    assert validate_release(release, release / "seeds") == []


# One mutant of each of these runs by default, the rest with the slow tests: a gate takes half a second.
FAST = {"null", "enum", "primary-key", "foreign-key", "id-form", "date", "tiling", "provenance-missing", "verbatim", "exact", "type", "descriptor", "file-hash", "sums", "file-unlisted", "input"}


def _tiered(mutants: list[Any]) -> list[Any]:
    seen: set[str] = set()
    cases = []
    for mutant in mutants:
        fast = mutant[-1] in FAST - seen
        cases.append(pytest.param(*mutant, id=mutant[0], marks=[] if fast else [pytest.mark.slow]))
        seen.add(mutant[-1])
    return cases


@pytest.mark.parametrize(("case", "table", "change", "code"), _tiered(ROW_MUTANTS))
def test_rows(case: str, table: str, change: Callable[[list[dict[str, Any]]], Any], code: str, release: Path) -> None:
    rows(release, table, change)
    rewrite_hashes(release)
    found = codes(release)
    assert code in found
    assert not found & {"file-hash", "sums", "row-count", "descriptor", "type"}


@pytest.mark.parametrize(("case", "change", "code"), _tiered(FILE_MUTANTS))
def test_files(case: str, change: Callable[[Path], Any], code: str, release: Path) -> None:
    change(release)
    try:
        rewrite_hashes(release)
    except ValueError:  # the descriptor is no JSON any more
        pass
    assert code in codes(release)


@pytest.mark.parametrize(("case", "change", "code"), _tiered(HASH_MUTANTS))
def test_hashes(case: str, change: Callable[[Path], Any], code: str, release: Path) -> None:
    change(release)
    assert code in codes(release)


@pytest.mark.slow
def test_any_flipped_bit_of_the_hashes_is_seen(release: Path) -> None:
    from baghdad_tehran.gate.files import check_files

    raw = (release / "SHA256SUMS").read_bytes()
    for position in range(0, len(raw), 7):
        for bit in range(8):
            changed = bytearray(raw)
            changed[position] ^= 1 << bit
            (release / "SHA256SUMS").write_bytes(bytes(changed))
            assert check_files(release), (position, bit)


def test_every_code_of_ours_is_hit_by_a_mutant() -> None:
    hit = {m[-1] for m in (*ROW_MUTANTS, *FILE_MUTANTS, *HASH_MUTANTS)}
    assert set(CODES) - hit == {"pandera", "frictionless"}


VARIANTS: list[tuple[str, Callable[[Path], Any]]] = [
    ("rows in another order", lambda r: rows(r, "provenance", lambda content: content.reverse())),
    ("no compression", lambda r: write(r, "provenance", read(r, "provenance"), compression="none")),
    ("small row groups", lambda r: write(r, "provenance", read(r, "provenance"), row_group_size=5)),
    ("no dictionary", lambda r: write(r, "quotes", read(r, "quotes"), use_dictionary=False, compression="gzip")),
    ("no Arrow schema", lambda r: write(r, "roles", read(r, "roles"), store_schema=False)),
    ("hidden file", lambda r: (r / "dataset/.DS_Store").write_text("x")),
    ("descriptor on one line", edit("datapackage.json", lambda p: None)),
    ("another version", edit("datapackage.json", lambda p: p.update(version="2.0.0"))),
    ("no supplied metadata that is not there", edit("datapackage.json", lambda p: resource(p, "sources")["supplied"].update(two=["publisher", "published", "rights"]))),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("case", "change"), VARIANTS, ids=[v[0] for v in VARIANTS])
def test_sound_variants_pass(case: str, change: Callable[[Path], Any], release: Path) -> None:
    change(release)
    rewrite_hashes(release)
    assert validate_release(release, release / "seeds") == []


def test_a_folder_with_an_awkward_name_does_no_harm(sound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] *?" / "year=2025"
    shutil.copytree(sound, folder)
    assert validate_release(folder, folder / "seeds") == []


def test_a_path_in_the_data_does_not_lead_out_of_the_sources(release: Path) -> None:
    (release / "one.txt").write_text(TEXTS["one"], encoding="utf-8")
    (release / "seeds" / "one.txt").unlink()
    rows(release, "sources", put(path="seeds/../one.txt"))
    rewrite_hashes(release)
    assert "source-missing" in codes(release)


def test_all_findings_at_once_and_in_order(release: Path) -> None:
    rows(release, "people", put(name="", country="irq"))
    rows(release, "roles", put(kind="x", person_id="nobody"))
    rewrite_hashes(release)
    found = validate_release(release)
    assert {("people", "name", "blank"), ("people", "country", "pattern"), ("roles", "kind", "enum"),
            ("roles", "person_id", "foreign-key")} <= {(f.table, f.column, f.code) for f in found}  # fmt: skip
    (enum,) = [f for f in found if f.code == "enum"]
    assert enum == Finding("roles", "dana-karim/foreign-minister", "kind", "enum", "x", "must be one of: office, rank")


def test_no_such_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        validate_release(tmp_path / "nowhere")


@pytest.mark.slow
def test_pandera_agrees_and_cannot_be_switched_off(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = load_contract(SCHEMAS)
    assert run_pandera({name: read(release, name) for name in contract}, contract) == []
    for table, change in (("people", put(country="irq")), ("roles", put(kind="x")), ("people", put(name=None)),
                          ("people", lambda c: c.append(c[0])), ("rules", put(hits=-1)), ("people", put(name=""))):  # fmt: skip
        broken = release.parent / "broken"
        shutil.copytree(release, broken)
        rows(broken, table, change)
        tables = {name: read(broken, name) for name in contract}
        assert {f.table for f in run_pandera(tables, contract)} == {table}
        shutil.rmtree(broken)


@pytest.mark.slow
@pytest.mark.parametrize(
    "switch", ["PANDERA_VALIDATION_ENABLED=False", "PANDERA_VALIDATION_DEPTH=SCHEMA_ONLY", "PANDERA_VALIDATION_DEPTH=x"]
)
def test_environment_does_not_weaken_pandera(switch: str, release: Path) -> None:
    import os
    import subprocess
    import sys

    program = (
        "import sys, pyarrow.parquet as p\n"
        "from baghdad_tehran.contract import load_contract\n"
        "from baghdad_tehran.make.other_validators import run_pandera\n"
        "root = sys.argv[1]\n"
        "c = load_contract(f'{root}/schemas')\n"
        "print(len(run_pandera({n: p.read_table(f'{root}/dataset/{n}.parquet') for n in c}, c)))\n"
    )
    rows(release, "people", put(country="irq"))
    key, value = switch.split("=")
    environment = os.environ | {key: value, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", program, str(release)], env=environment, capture_output=True, text=True)
    assert run.stdout == "1\n", run.stderr


@pytest.mark.slow
def test_stock_frictionless_is_green_from_anywhere(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("frictionless")
    pytest.importorskip("pandas")
    monkeypatch.chdir("/")
    assert run_frictionless(release) == []
    rows(release, "roles", put(person_id="nobody"))
    rewrite_hashes(release)
    assert any("foreign-key" in f.message and f.table == "roles" for f in run_frictionless(release))
    (release / "schemas/people.json").write_text("{")
    assert [f.code for f in run_frictionless(release)] == ["frictionless"]


def test_the_gate_needs_duckdb_alone(release: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys\n"
        "for name in ('pyarrow', 'pandas', 'numpy', 'pandera', 'frictionless'): sys.modules[name] = None\n"
        "from baghdad_tehran.gate.release import validate_release\n"
        "print(validate_release(sys.argv[1], sys.argv[1] + '/seeds'))\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(release)], capture_output=True, text=True,
                         env={"PYTHONPATH": ":".join(sys.path)})  # fmt: skip
    assert run.stdout == "[]\n", run.stderr
