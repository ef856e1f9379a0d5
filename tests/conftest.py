"""Which cases are run: `--sample` for a Python on which not all of them need be."""

from __future__ import annotations

from collections import defaultdict

import pytest

MANY = 12  # cases of one test, from which on they differ in data and not in what they ask of Python


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sample", action="store_true", help=f"of a test with more than {MANY} cases, run {MANY}, evenly spread")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--sample"):
        return
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[item.nodeid.partition("[")[0]].append(item)
    kept = {item.nodeid for same in cases.values() for item in sample(same)}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


def sample(cases: list[pytest.Item]) -> list[pytest.Item]:
    """The first, the last, and others between them at even distances: at most MANY."""
    last = len(cases) - 1
    return cases if last < MANY else [cases[last * n // (MANY - 1)] for n in range(MANY)]
