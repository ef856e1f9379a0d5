"""Which cases are run (`--sample`: for a Python on which not all of them need be), what is looked at once in a process, and what
many tests begin with."""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import pyarrow as pa
    from asked import Ask

    from baghdad_tehran.contract import Table
    from baghdad_tehran.gate.findings import Finding
    from baghdad_tehran.make.extraction import Extractor

MANY = 12  # cases of one test: where there are more, they differ in data and not in what they ask of Python,
FEW = 4  # and so many of them are enough for one Python more


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--sample",
        action="store_true",
        help=f"no test that is marked newest, and of a test with more than {MANY} cases {FEW}, evenly spread",
    )


def pytest_configure(config: pytest.Config) -> None:
    """What is kept of compiled patterns between runs (keeping.py) is kept with pytest's own, and not in the user's folder."""
    if hasattr(config, "cache") and "BAGHDAD_TEHRAN_CACHE" not in os.environ:
        os.environ["BAGHDAD_TEHRAN_CACHE"] = str(config.cache.mkdir("patterns"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--sample"):
        return
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("newest") is None:
            cases[item.nodeid.partition("[")[0]].append(item)
    kept = {item.nodeid for same in cases.values() for item in sample(same)}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


def sample(cases: list[pytest.Item]) -> list[pytest.Item]:
    """Where there are many, a few: the first, the last, and others between them at even distances."""
    last = len(cases) - 1
    return cases if last < MANY else [cases[last * n // (FEW - 1)] for n in range(FEW)]


@pytest.fixture(scope="session")
def checked_once() -> Iterator[None]:
    """For builds in this process: the same rules, which are compiled once, are held against their examples once, and pandera
    looks at the same table once. What was found wrong is looked at again."""
    from baghdad_tehran.make import building

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "check_examples", _once_for_rules(building.check_examples))
        patch.setattr(building, "run_pandera", _once_for_a_table(building.run_pandera))
        yield


def _once_for_rules(honest: Callable[[Extractor, dict[str, Table]], None]) -> Callable[[Extractor, dict[str, Table]], None]:
    sound: deque[tuple[Extractor, dict[str, Table]]] = deque(maxlen=3)

    def check_examples(extractor: Extractor, contract: dict[str, Table]) -> None:
        if not any(one is extractor and other == contract for one, other in sound):
            honest(extractor, contract)
            sound.append((extractor, contract))

    return check_examples


def _once_for_a_table(honest: Callable[..., list[Finding]]) -> Callable[..., list[Finding]]:
    sound: dict[str, deque[tuple[Table, pa.Table]]] = defaultdict(lambda: deque(maxlen=8))

    def run_pandera(tables: Mapping[str, pa.Table], contract: Mapping[str, Table]) -> list[Finding]:
        new = {
            name: table
            for name, table in contract.items()
            if name not in tables or not any(table == one and tables[name].equals(other) for one, other in sound[name])
        }
        found = honest(tables, new)
        if not found:
            for name, table in new.items():
                sound[name].append((table, tables[name]))
        return found

    return run_pandera


# -- the published release, as a stranger reads it: without code of the builder or the reader (published.py, asked.py) ---------


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each table."""
    from published import read_schemas

    return read_schemas()


@pytest.fixture(scope="module")
def tables() -> dict[str, list[dict[str, Any]]]:
    """The rows of each table."""
    from published import read_tables

    return read_tables()


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text of each source."""
    from published import read_texts

    return read_texts()


@pytest.fixture(scope="module")
def descriptor() -> dict[str, Any]:
    """datapackage.json."""
    from published import read_descriptor

    return read_descriptor()


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Asks the published tables in SQL."""
    from asked import asked

    return asked()


# -- a small release, to be broken --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small release in which nothing is wrong. Not to be changed."""
    from tiny import make_tiny

    folder = tmp_path_factory.mktemp("sound") / "release"
    make_tiny(folder)
    return folder


@pytest.fixture
def release(sound: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    from breaking import copy_release

    return copy_release(sound, tmp_path / "release")
