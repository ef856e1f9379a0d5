"""The published release as files: hashes, descriptor and schemas say what they are, and no article stands in them.

Shares no code with the builder or the reader, as test_published.py.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest
from published import NOT_CODED, ROOT, Row

pytestmark = pytest.mark.newest


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_sha256sums_lists_every_file_of_the_release_with_its_hash() -> None:
    lines = (ROOT / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert len(listed) == len(lines) and list(listed) == sorted(listed)
    assert not [name for name, digest in listed.items() if sha256(ROOT / name) != digest]
    wanted = [
        *(ROOT / "dataset").glob("*"),
        *(ROOT / "schemas").glob("*.json"),
        *(ROOT / "build" / "rules").glob("*"),
        *(ROOT / "build" / "vocabulary").glob("*"),
    ]
    assert set(listed) == {"datapackage.json"} | {
        path.relative_to(ROOT).as_posix() for path in wanted if path.is_file() and not path.name.startswith(".")
    }
    assert not [name for name in listed if name.startswith(("seeds", "build/checks"))]


def test_descriptor_says_what_the_files_are(
    descriptor: dict[str, Any], tables: dict[str, list[Row]], schemas: dict[str, dict[str, Any]]
) -> None:
    resources = {resource["name"]: resource for resource in descriptor["resources"]}
    assert set(resources) == set(schemas) == {path.stem for path in (ROOT / "dataset").glob("*.parquet")}
    types = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    for name, resource in resources.items():
        assert resource["path"] == f"dataset/{name}.parquet" and resource["schema"] == f"schemas/{name}.json"
        assert resource["hash"] == f"sha256:{sha256(ROOT / resource['path'])}", name
        assert resource["row_count"] == len(tables[name]), name
        stored = duckdb.connect().execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(ROOT / resource["path"])]).fetchall()
        assert [(row[0], row[1]) for row in stored] == [
            (field["name"], types[field["type"]]) for field in schemas[name]["fields"]
        ], name
        for field in schemas[name]["fields"]:
            assert field.get("title") and field.get("description") and field.get("example") is not None, (name, field["name"])


def test_values_keep_the_constraints_of_their_schema(tables: dict[str, list[Row]], schemas: dict[str, dict[str, Any]]) -> None:
    for name, schema in schemas.items():
        for field in schema["fields"]:
            rules = field.get("constraints", {})
            for row in tables[name]:
                value = row[field["name"]]
                assert value is not None or not rules.get("required"), (name, field["name"])
                assert value != "", (name, field["name"])
                if value is not None:
                    assert value in rules.get("enum", [value]), (name, field["name"], value)
                    assert "pattern" not in rules or re.fullmatch(rules["pattern"], value), (name, field["name"], value)


def test_seeds_are_the_bytes_on_record(tables: dict[str, list[Row]], texts: dict[str, str]) -> None:
    records = {
        r["file"]: r["sha256"] for r in tomllib.loads((ROOT / "seeds" / "sources.toml").read_text(encoding="utf-8"))["source"]
    }
    assert {path.name for path in (ROOT / "seeds").glob("*.txt")} == set(records)
    for row in tables["sources"]:
        assert row["sha256"] == records[Path(row["path"]).name] == sha256(ROOT / row["path"])
        assert row["characters"] == len(texts[row["source_id"]])
        assert row["source_id"] == Path(row["path"]).stem
    assert len(tables["sources"]) == len(records)


def test_no_whole_article_stands_in_the_release(tables: dict[str, list[Row]], texts: dict[str, str]) -> None:
    for row in tables["sources"]:
        source, text = row["source_id"], texts[row["source_id"]]
        article = {
            i
            for s in tables["segments"]
            if s["source_id"] == source and s["kind"] not in NOT_CODED
            for i in range(s["start_char"], s["end_char"])
            if not text[i].isspace()
        }
        spans = [
            (p["start_char"], p["end_char"])
            for name in ("provenance", "quotes", "agreement_mentions")
            for p in tables[name]
            if p["source_id"] == source
        ]
        shown = {i for start, end in spans for i in range(start, end)}
        share = len(article & shown) / len(article)
        # Between the pieces of a quote stand words that the release does not hold, so the share is at most what all spans cover.
        assert row["excerpted_share"] <= round(share, 4) < 1, (source, share)
        shown_by_evidence = {
            i for p in tables["provenance"] if p["source_id"] == source for i in range(p["start_char"], p["end_char"])
        }
        assert row["excerpted_share"] == pytest.approx(len(article & shown_by_evidence) / len(article), abs=6e-5), source
    longest = {
        name: max((len(value) for row in rows for value in row.values() if isinstance(value, str)), default=0)
        for name, rows in tables.items()
        if name != "rules"
    }
    assert max(longest.values()) < min(map(len, texts.values())) / 4, longest
    for name in ("datapackage.json", "dataset/README.md"):
        written = (ROOT / name).read_text(encoding="utf-8")
        for row in tables["segments"]:
            paragraph = texts[row["source_id"]][row["start_char"] : row["end_char"]].strip()
            assert row["kind"] != "paragraph" or len(paragraph) < 60 or paragraph not in written, (name, paragraph[:60])
