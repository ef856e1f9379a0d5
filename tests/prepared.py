"""Makes the DuckDB file from which `connect()` copies the ready-made views: `python tests/prepared.py`. A test says when to."""

from __future__ import annotations

from pathlib import Path

from baghdad_tehran.opening import prepare

ROOT = Path(__file__).resolve().parents[1]


if __name__ == "__main__":
    print(prepare(ROOT).relative_to(ROOT))
