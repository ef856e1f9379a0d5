"""The exports and the release archive in the hands of the tools that they are made for, each as its authors publish it.

Installed into one environment of its own, a large one; where that cannot be done (no network), these tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from once import made_once

from baghdad_tehran.contract import load_contract
from baghdad_tehran.export import export
from baghdad_tehran.reader import Release

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / "datapackage.json").is_file(), reason="the dataset is not built yet: make build"),
]
CONTRACT = load_contract(ROOT / "schemas")
OLDEST_DUCKDB = "1.2.2"


class Tools:
    """Commands of an environment."""

    def __init__(self, folder: Path) -> None:
        self.binaries = folder / ("Scripts" if os.name == "nt" else "bin")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(self, *command: str, code: int = 0, **environment: str) -> str:
        done = subprocess.run(
            [str(self.binaries / command[0]), *command[1:]],
            env=self.environment | environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr[-3000:]
        return done.stdout


def installed(folder: Path, *packages: str) -> Tools:
    """A new environment with these packages. Skips where they cannot be had."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    tools = Tools(folder)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(tools.binaries / "python")]
    command = [*pip, "install", "--quiet", "--no-compile", *packages]
    done = subprocess.run(command, env=tools.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"cannot be installed here: {' '.join(packages)}: {done.stderr.strip().splitlines()[-1:]}")
    return tools


def stand_in_for_icu(folder: Path) -> Path:
    """A wheel in the place of PyICU, which takes minutes to compile, and which followthemoney uses to latinise names only."""
    wheel = folder / "pyicu-99.0-py3-none-any.whl"
    latiniser = (
        "class Transliterator:\n    createInstance = classmethod(lambda cls, *rules: cls())\n    def "
        "transliterate(self, text):\n        return text\n"
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("icu.py", latiniser)
        archive.writestr("pyicu-99.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pyicu\nVersion: 99.0\n")
        archive.writestr(
            "pyicu-99.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("pyicu-99.0.dist-info/RECORD", "")
    return wheel


def install_tools(folder: Path) -> None:
    packages = ("datasette<2", "followthemoney>=4,<5", "matplotlib>=3.8", "mlcroissant>=1.1,<2", "PyLD>=2,<4")
    installed(folder / "venv", str(stand_in_for_icu(folder)), *packages)
    # mlcroissant reads Parquet with the pyarrow, and the example the tables with the DuckDB, of the environment that runs this
    # test; its own packages come first.
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site,) = folder.glob("venv/[Ll]ib/**/site-packages/followthemoney")
    (site.parent / "zz-here.pth").write_text(f"{here}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Tools:
    return Tools(made_once(tmp_path_factory, "tools", install_tools) / "venv")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    for form in ("sqlite", "duckdb", "ftm", "annotations"):
        export(Release(ROOT), form, folder / form)
    return folder


def test_datasette_serves_every_table_with_its_descriptions(tools: Tools, exports: Path) -> None:
    database, metadata = exports / "sqlite" / "baghdad-tehran.sqlite", exports / "sqlite" / "metadata.json"

    def get(path: str) -> str:
        return tools.run("datasette", str(database), "--metadata", str(metadata), "--get", path)

    tables = {table["name"]: table for table in json.loads(get("/baghdad-tehran.json"))["tables"]}
    release = Release(ROOT)
    assert {name: tables[name]["count"] for name in CONTRACT} == {name: len(release.table(name).fetchall()) for name in CONTRACT}
    keys = {name: len(tables[name]["foreign_keys"]["outgoing"]) for name in CONTRACT}
    single = {name: sum(len(key.columns) == 1 for key in table.foreign_keys) for name, table in CONTRACT.items()}
    assert keys == single  # it shows no key of several columns
    page = get("/baghdad-tehran/meetings")
    assert CONTRACT["meetings"].description in page and CONTRACT["meetings"].column("venue").description in page


FTM = """
import json, sys
from followthemoney import model

entities = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
schemata = {entity["id"]: model.get(entity["schema"]) for entity in entities}
assert len(schemata) == len(entities)
for entity in entities:
    schema = schemata[entity["id"]]
    schema.validate(entity)
    kept = model.get_proxy(entity, cleaned=False).to_dict()  # what it would not take is left out here
    assert {name: sorted(values) for name, values in kept["properties"].items()} == {
        name: sorted(values) for name, values in entity["properties"].items()
    }, (entity, kept)
    assert all(entity["properties"].get(name) for name in schema.required), entity
    for name, values in entity["properties"].items():
        prop = schema.get(name)
        if prop.type.name == "entity":
            assert all(schemata[value].is_a(prop.range) for value in values), (entity["id"], name)
print(len(entities))
"""


def test_followthemoney_takes_every_entity_as_it_is(tools: Tools, exports: Path) -> None:
    file = exports / "ftm" / "entities.ftm.json"
    assert int(tools.run("python", "-c", FTM, str(file))) == len(file.read_text(encoding="utf-8").splitlines()) > 50
    assert tools.run("ftm", "validate", "-i", str(file)).count("\n") == len(file.read_text(encoding="utf-8").splitlines())


# The terms of the Web Annotation vocabulary that are used here, for a JSON-LD processor that fetches nothing.
TERMS = {
    "id": "@id",
    "type": "@type",
    **{
        name: f"http://www.w3.org/ns/oa#{name}"
        for name in (
            "Annotation",
            "SpecificResource",
            "TextPositionSelector",
            "TextQuoteSelector",
            "TextualBody",
            "describing",
            "tagging",
            "identifying",
            "commenting",
            "assessing",
            "exact",
            "prefix",
            "suffix",
            "start",
            "end",
        )
    },
    **{
        name: {"@id": f"http://www.w3.org/ns/oa#{property}", "@type": kind}
        for name, property, kind in (
            ("body", "hasBody", "@id"),
            ("target", "hasTarget", "@id"),
            ("source", "hasSource", "@id"),
            ("selector", "hasSelector", "@id"),
            ("motivation", "motivatedBy", "@vocab"),
            ("purpose", "hasPurpose", "@vocab"),
        )
    },
    **{
        name: f"https://www.w3.org/ns/activitystreams#{term}"
        for name, term in (
            ("AnnotationCollection", "OrderedCollection"),
            ("AnnotationPage", "OrderedCollectionPage"),
            ("Software", "Application"),
            ("total", "totalItems"),
            ("startIndex", "startIndex"),
        )
    },
    **{
        name: {"@id": f"https://www.w3.org/ns/activitystreams#{name}", "@type": "@id"}
        for name in ("first", "partOf", "generator")
    },
    "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@type": "@id", "@container": "@list"},
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
}
# Of each annotation what the graph says: whose id, on which document, from where to where, which words, which value.
TRIPLES = """
import json, sys
from collections import defaultdict
from pyld import jsonld

OA, RDF = "http://www.w3.org/ns/oa#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
document, terms = json.load(open(sys.argv[1], encoding="utf-8")), json.load(open(sys.argv[2], encoding="utf-8"))
assert document["@context"] == "http://www.w3.org/ns/anno.jsonld"

def load(url, options):
    assert url == document["@context"], url
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": terms}}

graph = defaultdict(lambda: defaultdict(list))
for quad in jsonld.to_rdf(document, {"documentLoader": load})["@default"]:
    graph[quad["subject"]["value"]][quad["predicate"]["value"]].append(quad["object"]["value"])

def one(node, term):
    (value,) = graph[node][OA + term]
    return value

def kinds(node):
    return {kind.removeprefix(OA) for kind in graph[node][RDF + "type"]}

found = []
for node in [node for node in list(graph) if kinds(node) == {"Annotation"}]:
    assert one(node, "motivatedBy") == OA + "describing"
    target = one(node, "hasTarget")
    selectors = {kind: selector for selector in graph[target][OA + "hasSelector"] for kind in kinds(selector)}
    bodies = {one(body, "hasPurpose").removeprefix(OA): graph[body][RDF + "value"] for body in graph[node][OA + "hasBody"]}
    place, words = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
    found.append([node, one(target, "hasSource"), int(one(place, "start")), int(one(place, "end")), one(words, "exact"),
                  bodies.get("describing", [None])[0], bodies["identifying"][0]])
print(json.dumps(found))
"""


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_a_json_ld_processor_finds_the_whole_evidence_in_the_annotations(tools: Tools, exports: Path, tmp_path: Path) -> None:
    file = exports / "annotations" / "annotations.jsonld"
    collection = json.loads(file.read_text(encoding="utf-8"))
    assert keys_of(collection) - {"@context"} <= set(TERMS), "a key without a term would be passed over in silence"
    (tmp_path / "terms.json").write_text(json.dumps(TERMS), encoding="utf-8")
    found = json.loads(tools.run("python", "-c", TRIPLES, str(file), str(tmp_path / "terms.json")))
    con = Release(ROOT).connect()
    rows = con.execute("SELECT start_char, end_char, exact, value, row_id FROM provenance").fetchall()
    assert sorted((tuple(one[2:]) for one in found), key=str) == sorted(rows, key=str)
    ((documents,),) = con.execute("SELECT count(DISTINCT source_id) FROM provenance").fetchall()
    assert len({one[0] for one in found}) == len(rows) and len({one[1] for one in found}) == documents


CROISSANT = """
import collections, json, sys
import mlcroissant

dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
assert not dataset.metadata.ctx.issues.errors, dataset.metadata.ctx.issues.report()
print(json.dumps({one.id: sum(1 for _ in dataset.records(one.id)) for one in dataset.metadata.record_sets}))
"""


def test_mlcroissant_accepts_the_metadata_and_loads_every_table(tools: Tools, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the maker is an extra")
    from baghdad_tehran.make.archive import archive_files

    for name, content in archive_files(ROOT).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    counts = json.loads(tools.run("python", "-c", CROISSANT, str(tmp_path / "croissant.json")))
    assert counts == {name: len(Release(ROOT).table(name).fetchall()) for name in CONTRACT}


def test_the_example_draws_its_two_pictures(tools: Tools, tmp_path: Path) -> None:
    tools.run("python", str(ROOT / "docs" / "examples" / "plots.py"), str(tmp_path), PYTHONPATH=str(ROOT / "src"))
    for name in ("meetings.png", "who-met-whom.png"):
        drawn = (tmp_path / name).read_bytes()
        assert drawn.startswith(b"\x89PNG") and len(drawn) > 50_000 and (ROOT / "docs" / name).is_file()


# As the descriptor says, with what R itself has: its package frictionless is not to be had from every archive.
R = """
library(jsonlite)
folder <- commandArgs(TRUE)[1]
classes <- c(integer = "integer", number = "numeric", boolean = "logical", date = "Date", string = "character")
for (resource in fromJSON(file.path(folder, "datapackage.json"), simplifyVector = FALSE)$resources) {
  fields <- resource$schema$fields
  types <- unname(classes[vapply(fields, function(field) field$type, "")])
  file <- file.path(folder, resource$path)
  table <- read.csv(file, colClasses = types, na.strings = "", encoding = "UTF-8", check.names = FALSE)
  stopifnot(identical(names(table), vapply(fields, function(field) field$name, "")))
  cat(resource$name, nrow(table), sum(is.na(table)), "\\n")
}
"""


def test_r_reads_the_csv_package_with_the_types_of_its_descriptor(tmp_path: Path) -> None:
    ask = ["Rscript", "-e", "library(jsonlite)"]
    if shutil.which("Rscript") is None or subprocess.run(ask, capture_output=True, check=False).returncode:
        pytest.skip("there is no R with jsonlite here")
    folder = export(Release(ROOT), "csv", tmp_path / "csv").folder
    (tmp_path / "read.R").write_text(R, encoding="utf-8")
    done = subprocess.run(["Rscript", str(tmp_path / "read.R"), str(folder)], capture_output=True, text=True, check=True)
    rows = {name: Release(ROOT).table(name).fetchall() for name in CONTRACT}
    counted = {name: (len(found), sum(value is None for row in found for value in row)) for name, found in rows.items()}
    assert {name: (int(n), int(nulls)) for name, n, nulls in map(str.split, done.stdout.splitlines())} == counted


OPENED = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=True)
names = [name for (name,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()]
print(duckdb.__version__, len(names), sum(len(con.execute(f'FROM "{name}"').fetchall()) for name in sys.argv[2:] + names))
"""


def test_the_oldest_duckdb_opens_the_database(exports: Path, tmp_path: Path) -> None:
    oldest = installed(tmp_path / "venv", f"duckdb=={OLDEST_DUCKDB}")
    release = Release(ROOT)
    rows = sum(len(release.table(name).fetchall()) for name in (*CONTRACT, *release.views()))
    said = oldest.run("python", "-c", OPENED, str(exports / "duckdb" / "baghdad-tehran.duckdb"), *CONTRACT)
    assert said.split() == [OLDEST_DUCKDB, str(len(release.views())), str(rows)]
