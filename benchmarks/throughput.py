"""How fast `extract` is, beside what, and how its time and memory grow. Prints tables as the README has them.

    python benchmarks/throughput.py [PATH] [--only spacy,workers,…] [--spacy PYTHON] [--mb 1] [--rounds 3] [--budget 20]

PATH is a folder of .txt files, by default seeds/. The corpus is made of them: the same texts again and again, in each copy
other names, days and numbers, so that no text occurs twice. All that is compared is measured in the same run, in turns; ratios
are of works of the same round, and stand with their range: where it is wide, the machine was busy. Sections (all, unless --only):

    spacy    text to Arrow rows in one process, beside a spaCy pipeline without a model (spacy_pipeline.py)
    workers  the command in one process, on all processors, and on Dask where it is installed
    rules    50 and 500 rules more than there are, each with a cue of its own
    names    1,000 and 100,000 names more than the vocabulary has
    growth   documents of 10 KB to 10 MB, of news and of text made to hurt: time per character, news of 10 KB being 1
    memory   the peak of each process of a run on so many documents, and on four times as many (Linux)

spaCy is no part of the project: --spacy names an interpreter that has it. The larger the documents of `growth`, the longer it
takes: a series ends where the next step would take longer than --budget seconds.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import importlib.util
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from corpus import batches_of, corpus, document, names, parquet
from hostile import HOSTILE, hostile
from spacy_pipeline import SpacyProcess

ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "baghdad_tehran", "extract")
FULL = "spaCy, names and 40 patterns"
SECTIONS = ("spacy", "workers", "rules", "names", "growth", "memory")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", metavar="PATH", type=Path, nargs="?", default=ROOT / "seeds")
    parser.add_argument("--only", metavar="SECTIONS", default=",".join(SECTIONS), help="which of them, with commas between")
    parser.add_argument("--spacy", metavar="PYTHON", help="an interpreter that has spaCy")
    parser.add_argument("--mb", type=float, default=1.0, help="size of the corpus, in millions of characters (default: 1)")
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is measured (default: 3)")
    parser.add_argument("--budget", type=float, default=20.0, help="seconds for the longest document of a series (default: 20)")
    args = parser.parse_args()
    chosen = args.only.split(",")
    if unknown := sorted(set(chosen) - set(SECTIONS)):
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    seeds = [path.read_text(encoding="utf-8") for path in sorted(args.path.glob("*.txt"))]
    if not seeds:
        parser.error(f"{args.path} holds no .txt files")
    for section in chosen:
        started = time.perf_counter()
        print(f"## {section}\n", flush=True)
        globals()[f"measure_{section}"](seeds, args)
        print(f"\n{time.perf_counter() - started:.0f} s\n", flush=True)
    return 0


# -- measuring --------------------------------------------------------------------------------------------------------------


def in_turns(rounds: int, works: dict[str, Callable[[], float | None]]) -> dict[str, list[float]]:
    """Seconds of each work in each round, every other round in the opposite order. A work may measure its own time.

    Processor time, which other work on the machine disturbs least; what comes of it is compared within a round (`against`).
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        for name in list(works)[:: -1 if number % 2 else 1]:
            started = time.process_time()
            own = works[name]()
            found[name].append(time.process_time() - started if own is None else own)
    return found


def against(seconds: dict[str, list[float]], name: str, base: str) -> str:
    """The time of one in units of another's: the median of the rounds, and the least and greatest."""
    ratios = [s / b for s, b in zip(seconds[name], seconds[base], strict=True)]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |", flush=True)


def to_rows(batches: Sequence[object], root: Path) -> Callable[[], None]:
    """Our extractor as a work: every batch of documents to a batch of rows."""
    from baghdad_tehran.make.batches import extract_batch

    def work() -> None:
        for batch in batches:
            extract_batch(batch, root)

    extract_batch(batches[0].slice(0, 2), root)  # type: ignore[attr-defined]
    return work


# -- sections ---------------------------------------------------------------------------------------------------------------


def measure_spacy(seeds: Sequence[str], args: argparse.Namespace) -> None:
    texts = corpus(seeds, args.mb * 1e6)
    size = sum(map(len, texts)) / 1e6
    works: dict[str, Callable[[], float | None]] = {"this, text to Arrow rows": to_rows(batches_of(texts), ROOT)}
    with tempfile.TemporaryDirectory() as folder, SpacyProcess(args.spacy, texts, Path(folder)) as spacy:
        if args.spacy:
            works["spaCy, sentences and names"] = lambda: spacy.run("names")
            works[FULL] = lambda: spacy.run("all")
        seconds = in_turns(args.rounds, works)
    ours = next(iter(seconds))
    table(
        (f"{size:.1f} million characters, {len(texts)} documents, one process", "MB/s", "time, ours being 1 (least–greatest)"),
        [(name, f"{size / statistics.median(s):.2f}", against(seconds, name, ours)) for name, s in seconds.items()],
    )
    if args.spacy:
        print(f"\nspaCy with names and patterns takes {against(seconds, FULL, ours)} times our time ({spacy.spans} spans).")
    else:
        print("\nspaCy was left out: name an interpreter that has it with --spacy.")


def measure_workers(seeds: Sequence[str], args: argparse.Namespace) -> None:
    """By the command, so that each pays for its own start; by the clock, since more processes take no less processor time."""
    from baghdad_tehran.make.engines import cores

    texts = corpus(seeds, args.mb * 1e6)
    little = texts[: len(texts) // 5]
    most = str(max(2, cores()))
    ways = {"one process": ["--workers", "1"], f"{most} processes": ["--workers", most]}
    if importlib.util.find_spec("distributed"):
        ways[f"Dask, {most} processes"] = ["--engine", "dask", "--workers", most]
    printed: dict[str, set[str]] = {"little": set(), "much": set()}

    def run(file: Path, more: list[str], which: str) -> float:
        started = time.perf_counter()
        done = subprocess.run([*COMMAND, str(file), "--json", *more], stdout=subprocess.PIPE, check=True)
        seconds = time.perf_counter() - started
        printed[which].add(hashlib.sha256(done.stdout).hexdigest())
        return seconds

    with tempfile.TemporaryDirectory() as folder:
        few, many = parquet(Path(folder) / "few.parquet", little), parquet(Path(folder) / "many.parquet", texts)
        works: dict[str, Callable[[], float | None]] = {}
        for name, more in ways.items():
            works[name] = functools.partial(run, many, more, "much")
            works[f"{name}, a fifth of it"] = functools.partial(run, few, more, "little")
        seconds = in_turns(args.rounds, works)
    assert all(len(found) == 1 for found in printed.values()), "the engines must print the same"
    size, part = sum(map(len, texts)) / 1e6, sum(map(len, little)) / 1e6
    rows = []
    for name in ways:
        whole, fifth = seconds[name], seconds[f"{name}, a fifth of it"]
        rates = [(size - part) / (w - f) if w > f else 0.0 for w, f in zip(whole, fifth, strict=True)]
        steady = min(rates) > 0.5 * max(rates)  # else what else the machine did is more than what was measured
        rate = f"{statistics.median(rates):.2f}" if steady else "not measurable"
        rows.append((name, f"{statistics.median(whole):.1f}", against(seconds, name, "one process"), rate))
    head = (f"{size:.1f} million characters to JSON", "seconds, start included", "time, one process being 1", "MB/s once started")
    table(head, rows)
    print(
        f"\nLoad of the machine over the last minute: {os.getloadavg()[0]:.1f} on {cores()} processors;"
        " a figure over them is no figure."
    )


def copy_of_rules(folder: Path, name: str) -> Path:
    """A copy of rules, vocabulary and schemas, to be added to."""
    root = folder / name
    shutil.copytree(ROOT / "build" / "rules", root / "build" / "rules")
    shutil.copytree(ROOT / "build" / "vocabulary", root / "build" / "vocabulary")
    shutil.copytree(ROOT / "schemas", root / "schemas")
    return root


_TEMPLATES = (
    "{speaker:speaker} (?P<cue>CUE)(?: that)? {CLAUSE:content}",
    "{QUOTE:content},? (?P<cue>CUE) {speaker:speaker}",
    "{QUOTE:content},? {speaker:speaker} (?P<cue>CUE)",
    "(?:^|, )(?P<cue>CUE) by {PERSON|BODY|OFFICE:speaker},? {CLAUSE:content}",
    "{PERSON:speaker}(?:, [^,]{2,60},)? (?P<cue>CUE)(?: {DATE:date})?:? {QUOTE:content}",
)


def measure_rules(seeds: Sequence[str], args: argparse.Namespace) -> None:
    cues = [name.lower() + "ed" for name in names(500, 1)]
    texts = [f"{text}\n\n“The road is open,” Ana Silva {cues[n % 500]}.\n" for n, text in enumerate(corpus(seeds, args.mb * 1e6))]
    batches = batches_of(texts)
    with tempfile.TemporaryDirectory() as folder:
        works: dict[str, Callable[[], float | None]] = {}
        for more in (0, 50, 500):
            root = copy_of_rules(Path(folder), f"rules{more}")
            with (root / "build" / "rules" / "quotes.toml").open("a", encoding="utf-8") as file:
                for n, cue in enumerate(cues[:more]):
                    pattern = json.dumps(_TEMPLATES[n % len(_TEMPLATES)].replace("CUE", cue))
                    file.write(
                        f'\n[[rule]]\nid = "made-up-{n}"\nsays = "Made up."\nstage = "sentence"\nframe = "attribution"\n'
                        f'claims = ["quotes", "quote_speakers"]\npattern = {pattern}\n'
                    )
            works[f"{more} more" if more else "the rules as they are"] = to_rows(batches, root)
        seconds = in_turns(args.rounds, works)
    _relative("rules", texts, seconds)


def measure_names(seeds: Sequence[str], args: argparse.Namespace) -> None:
    texts = corpus(seeds, args.mb * 1e6)
    batches = batches_of(texts)
    with tempfile.TemporaryDirectory() as folder:
        works: dict[str, Callable[[], float | None]] = {}
        for more in (0, 1000, 100_000):
            root = copy_of_rules(Path(folder), f"names{more}")
            bodies = root / "build" / "vocabulary" / "bodies.toml"
            listed = bodies.read_text(encoding="utf-8")
            added = re.sub(
                r"^names = \[", lambda m: m.group() + "".join(f"{json.dumps(n)}, " for n in names(more)), listed, flags=re.M
            )
            assert not more or added != listed, "the vocabulary has no list of names any more"
            bodies.write_text(added, encoding="utf-8")
            works[f"{more:,} more" if more else "the names of the vocabulary"] = to_rows(batches, root)
        seconds = in_turns(args.rounds, works)
    _relative("names", texts, seconds)


def _relative(what: str, texts: Sequence[str], seconds: dict[str, list[float]]) -> None:
    size = sum(map(len, texts)) / 1e6
    base = next(iter(seconds))
    table(
        (what, "MB/s", "time (least–greatest of the rounds)"),
        [(name, f"{size / statistics.median(s):.2f}", against(seconds, name, base)) for name, s in seconds.items()],
    )


def measure_growth(seeds: Sequence[str], args: argparse.Namespace) -> None:
    from baghdad_tehran.make.batches import Failure, Printer, rows_of_batch

    extractor, contract = Printer("table", ROOT)._tools()
    news = [_paragraphs(text, extractor) for text in seeds]

    def seconds(text: str, times: int) -> float:
        best = float("inf")
        for _ in range(times):
            started = time.process_time()
            rows = list(rows_of_batch([document("x", text)], extractor, contract))  # type: ignore[list-item]
            best = min(best, time.process_time() - started)
            assert not any(isinstance(row, Failure) for row in rows), rows
        return best

    sizes = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
    unit = seconds(hostile("news", sizes[0], news), 5) / sizes[0]
    print(f"News of {sizes[0]:,} characters: {1 / unit / 1e6:.2f} MB/s. Each cell: time per character, in units of that.\n")
    rows, worst = [], []
    for name in ("news", *HOSTILE):
        cells: list[float] = []
        for size in sizes:
            guess = cells[-1] * unit * size * max(1.0, cells[-1] / cells[-2] if len(cells) > 1 else 1) if cells else 0.0
            if guess > args.budget:
                break
            cells.append(seconds(hostile(name, size, news), 3 if guess < 1 else 1) / size / unit)
        rows.append((name, *(f"{c:.2f}" for c in cells), *("" for _ in sizes[len(cells) :])))
        steps = [b / max(a, 0.05) for a, b in zip(cells[1:], cells[2:], strict=False)]
        if max(cells) > 3 or max(steps, default=0) > 1.5:
            worst.append(name)
    table(("characters", *(f"{size:,}" for size in sizes)), rows)
    print("\nMore than three times the time of news, or growing faster than the text: " + ("; ".join(worst) or "none") + ".")


def _paragraphs(text: str, extractor: object) -> str:
    """The paragraphs of an article, without what stands around them: whatever follows a legal notice would be furniture."""
    report = extractor.extract(document("x", text))  # type: ignore[attr-defined]
    return "".join(text[s.start : s.stop] + "\n\n" for s in report.segments if s.kind == "paragraph")


def measure_memory(seeds: Sequence[str], args: argparse.Namespace) -> None:
    if not Path("/proc/self/status").exists():
        print("Left out: the peak of each process is read from /proc, which this system has not.")
        return
    texts = corpus(seeds, args.mb * 1e6)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        files = {n: parquet(Path(folder) / f"{n}.parquet", texts[:n]) for n in (len(texts) // 4, len(texts))}
        for workers in (1, 2):
            for count, file in files.items():
                peaks = _peaks(file, workers)
                rows.append((workers, count, len(peaks), f"{max(peaks):.0f}", f"{sum(peaks):.0f}"))
    table(("--workers", "documents", "processes seen", "MB, greatest process", "MB, sum of their peaks"), rows)


def _peaks(file: Path, workers: int) -> list[float]:
    """Megabytes that each process of a run had at its peak. Not ru_maxrss, which a child takes over from its parent."""
    command = [*COMMAND, str(file), "--json", "--workers", str(workers)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    peaks: dict[int, float] = {}
    while process.poll() is None:
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                pid = int(status.parent.name)
                if os.getsid(pid) == process.pid and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
                    peaks[pid] = int(found[1]) / 1e3  # of its own memory, and never less than before
            except OSError:
                continue  # it has ended meanwhile
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return list(peaks.values())


if __name__ == "__main__":
    sys.exit(main())
