"""How long a reader waits: importing, connecting, the first answers, and the commands. Each in a process of its own.

    python benchmarks/reading.py [RUNS]

Prints the median and the range of RUNS runs (default 15), in milliseconds, what is promised, and the versions. The first run,
which compiles and warms the files, does not count. Other work on the machine lengthens all of it: see the range, and the median
of the processor's time, which only the steps in Python have.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = """
import json, time
clock, cpu = time.perf_counter, time.process_time
times, worked = {}, {}
def step(name, work):
    start, begun = clock(), cpu()
    result = work()
    times[name], worked[name] = (clock() - start) * 1000, (cpu() - begun) * 1000
    return result
bt = step("import baghdad_tehran", lambda: __import__("baghdad_tehran"))
step("import duckdb", lambda: __import__("duckdb"))
con = step("connect()", bt.connect)
step("first answer: FROM meeting_details", lambda: con.sql("FROM meeting_details").fetchall())
step("FROM events", lambda: con.sql("FROM events").fetchall())
step("table('quotes'), all rows", lambda: bt.table("quotes").fetchall())
step("evidence() of a person", lambda: bt.evidence("people", "qasim-al-araji").fetchall())
print(json.dumps([times, worked]))
"""
COMMANDS = (["--version"], ["tables"], ["query", "FROM meeting_details"], ["show", "qasim-al-araji"])
PROMISED = {"import baghdad_tehran": 50, "connect()": 150}


def main(runs: int) -> None:
    """Measures and prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    found: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}
    for run in range(runs + 1):
        done = subprocess.run([sys.executable, "-c", STEPS], env=environment, capture_output=True, text=True, check=True)
        times, worked = json.loads(done.stdout)
        for arguments in COMMANDS:
            start = time.perf_counter()
            subprocess.run([sys.executable, "-m", "baghdad_tehran", *arguments], env=environment, capture_output=True, check=True)
            times[f"$ baghdad-tehran {' '.join(arguments)}"] = (time.perf_counter() - start) * 1000
        if run:
            for name, taken in times.items():
                found.setdefault(name, []).append(taken)
            for name, taken in worked.items():
                processor.setdefault(name, []).append(taken)
    wide = max(map(len, found))
    print(f"{'ms':<{wide}}  median  processor  range      promised")
    for name, taken in found.items():
        promised = f"under {PROMISED[name]}" if name in PROMISED else ""
        cpu = f"{statistics.median(processor[name]):9.0f}" if name in processor else " " * 9
        print(
            f"{name:<{wide}}  {statistics.median(taken):6.0f}  {cpu}  {min(taken):.0f}–{max(taken):.0f}".ljust(wide + 32)
            + promised
        )
    import duckdb

    print(f"\nPython {sys.version.split()[0]}, DuckDB {duckdb.__version__}, {os.cpu_count()} processors, {runs} runs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
