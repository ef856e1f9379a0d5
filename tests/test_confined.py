"""A query that someone hostile wrote: it reads no file but the tables, writes none, loads nothing, and reaches no network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_release import write_release

from baghdad_tehran.confined import BadQuery, run
from baghdad_tehran.reader import Release

people_frame = [{"a": 1}]  # a variable that DuckDB could take for a table

# FOLDER stands for a folder that may be written into, SECRET for a file in it that none of these may read.
REFUSED = [
    "COPY people TO 'FOLDER/x.csv'",
    "COPY (SELECT 1) TO 'FOLDER/x.parquet' (FORMAT parquet)",
    "COPY people FROM 'SECRET'",
    "COPY FROM DATABASE memory TO x",
    "EXPORT DATABASE 'FOLDER/x'",
    "IMPORT DATABASE 'FOLDER'",
    "ATTACH 'FOLDER/x.duckdb'",
    "ATTACH 'https://example.org/x.duckdb'",
    "ATTACH ':memory:' AS x",
    "DETACH memory",
    "USE memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "FORCE INSTALL httpfs",
    "INSTALL x FROM 'http://example.org'",
    "LOAD 'FOLDER/x.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "PRAGMA temp_directory='FOLDER'",
    "SET temp_directory = 'FOLDER'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET allowed_paths = ['/']",
    "SET GLOBAL threads = 99",
    "SET VARIABLE x = 1",
    "RESET allowed_paths",
    "CALL enable_logging(storage = 'file', storage_path = 'FOLDER/log')",
    "FROM enable_logging(storage = 'file', storage_path = 'FOLDER/log')",
    "CALL enable_profiling(save_location = 'FOLDER/p.json')",
    "FROM enable_profiling(save_location = 'FOLDER/p.json')",
    "CREATE TABLE x (a INT)",
    "CREATE TABLE x AS FROM people",
    "CREATE VIEW x AS SELECT 1",
    "CREATE OR REPLACE VIEW people AS SELECT 1",
    "CREATE MACRO x(a) AS a",
    "CREATE MACRO x() AS TABLE FROM people",
    "CREATE SEQUENCE x",
    "CREATE TYPE x AS ENUM ('a')",
    "CREATE SECRET x (TYPE s3)",
    "CREATE SCHEMA x",
    "CREATE INDEX x ON people (name)",
    "DROP VIEW people",
    "ALTER VIEW people RENAME TO x",
    "INSERT INTO people VALUES (1)",
    "DELETE FROM people",
    "UPDATE people SET name = 'x'",
    "TRUNCATE people",
    "COMMENT ON VIEW people IS 'x'",
    "BEGIN",
    "COMMIT",
    "CHECKPOINT",
    "VACUUM",
    "ANALYZE",
    "PREPARE x AS SELECT 1",
    "EXECUTE x",
    "DEALLOCATE x",
    "EXPLAIN ANALYZE COPY people TO 'FOLDER/x.csv'",
    "SELECT 1; COPY people TO 'FOLDER/x.csv'",
    "SELECT 1; SELECT 2",
    "SELECT * FROM read_text('SECRET')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('SECRET')",
    "SELECT * FROM read_csv('SECRET')",
    "SELECT * FROM read_csv_auto('SECRET')",
    "SELECT * FROM sniff_csv('SECRET')",
    "SELECT * FROM read_json('SECRET')",
    "SELECT * FROM read_ndjson_objects('SECRET')",
    "SELECT * FROM read_parquet('SECRET')",
    "SELECT * FROM parquet_metadata('SECRET')",
    "SELECT * FROM parquet_kv_metadata('/etc/passwd')",
    "SELECT * FROM glob('FOLDER/*')",
    "SELECT * FROM glob('/etc/*')",
    "FROM 'SECRET'",
    'FROM "SECRET"',
    "FROM '/etc/passwd'",
    "FROM '/proc/self/environ'",
    "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM read_text('file:///etc/passwd')",
    "FROM 'https://example.org/x.parquet'",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT getenv('HOME')",
    "SELECT * FROM duckdb_secrets()",
    "FROM people_frame",
    "FROM release",
    "FROM sys",
    "SELECT * FROM query('COPY people TO ''FOLDER/x.csv''')",
    "SELECT * FROM query('SELECT * FROM read_text(''SECRET'')')",
    "FROM query_table('SECRET')",
    "WITH x AS (SELECT * FROM read_text('SECRET')) FROM x",
    "SELECT (SELECT content FROM read_text('SECRET'))",
    "SELECT * FROM people WHERE name IN (SELECT content FROM read_text('SECRET'))",
    "DESCRIBE SELECT * FROM read_csv('SECRET')",
    "SUMMARIZE 'SECRET'",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''SECRET'')'))",
    "/* SELECT */ COPY people TO 'FOLDER/x.csv'",
    "-- SELECT\nCOPY people TO 'FOLDER/x.csv'",
    "\ufeffCOPY people TO 'FOLDER/x.csv'",
    "SELECT 1 \x00; COPY people TO 'FOLDER/x.csv'",
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(write_release(tmp_path_factory.mktemp("release") / "small"))


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("sql", REFUSED)
def test_a_hostile_query_is_refused(sql: str, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.csv").write_text("a\nvery-secret\n")
    before, tables = files(tmp_path), files(release.root)
    with pytest.raises(BadQuery) as caught:
        list(run(release, sql.replace("FOLDER", str(tmp_path)).replace("SECRET", str(tmp_path / "secret.csv")))[1])
    assert "very-secret" not in str(caught.value)
    assert files(tmp_path) == before and files(release.root) == tables


def test_what_does_not_fit_into_memory_is_not_written_to_disk(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _, rows = run(release, "SELECT current_setting('temp_directory')")
    assert list(rows) == [("",)]
    assert os.listdir(tmp_path) == []


def test_a_table_that_is_a_link_to_elsewhere_gives_no_way_out(release: Release, tmp_path: Path) -> None:
    """The files that may be read are those of the release by name; a neighbour of theirs is not."""
    neighbour = next(iter(release.files.values())).parent / "other.parquet"
    with pytest.raises(BadQuery):
        run(release, f"FROM read_parquet('{neighbour}')")
