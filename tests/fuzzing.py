"""Feeds every reader with damaged input: whatever a file holds, a reader gives what is in it or a Problem, and ends.

    python tests/fuzzing.py --minutes 30            all targets in turn
    python tests/fuzzing.py --minutes 5 zip sums    some of them

`test_fuzz.py` runs a few inputs of each. Inputs are made from `corpus` by a seeded generator: bytes flipped, cut, doubled,
exchanged with those of other inputs, and replaced by what readers stumble over. What is found is printed with the seed that
makes it again.
"""

from __future__ import annotations

import argparse
import base64
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from breaking import copy_release
from fuzzing_texts import text_readings
from tiny import SCHEMAS, make_tiny

from baghdad_tehran import edtf
from baghdad_tehran.contract import load_contract, load_table
from baghdad_tehran.errors import Problem
from baghdad_tehran.gate.archive import unpacked
from baghdad_tehran.gate.arrow_footer import arrow_types
from baghdad_tehran.gate.descriptor import check_descriptor
from baghdad_tehran.gate.loaded import Loaded
from baghdad_tehran.gate.release import validate_release
from baghdad_tehran.released import read_sums
from baghdad_tehran.swap import complete_interrupted_swap

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 30  # seconds; no input of this size takes a reader one
AWKWARD = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\r",
    b"\n\n",
    b"\\",
    b'"',
    b"'",
    b"'''",
    b'"""',
    b"[",
    b"]",
    b"{",
    b"}",
    b"[" * 3000,
    b"{" * 3000,
    b",",
    b":",
    b"=",
    b"#",
    b"../",
    b"/",
    b"NaN",
    b"Infinity",
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1e999",
    b"9" * 400,
    b"9" * 5000,
    b"\\ud800",
    b"\\u0000",
    b"\xe2\x80\xae",
    b"\x1b[2J",
    b"(?:(a+)+)$",
    b"(" * 200,
    b"a{9999}",
    b"{PERSON:a}",
    b"2025-02-30",
    b"0000-00-00",
    b"..",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"PAR1",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x80",
]


@dataclass
class Target:
    """A reader and inputs that it can read. `fails`: what it may raise. `apart`: in a process of its own, as it is no Python."""

    corpus: list[bytes]
    read: Callable[[bytes], object]
    fails: tuple[type[BaseException], ...] = (Problem,)
    apart: bool = False
    done: int = 0
    found: list[str] = field(default_factory=list)


def targets(folder: Path) -> dict[str, Target]:
    """All of them; `folder` is where they may write."""
    make_tiny(folder / "sound")
    sound, contract = folder / "sound", load_contract(SCHEMAS)
    data = Loaded(sound, contract)

    def file(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)

        def run(raw: bytes) -> object:
            path.write_bytes(raw)
            return read(path)

        return run

    def text(read: Callable[[str], object]) -> Callable[[bytes], object]:
        return lambda raw: read(raw.decode("utf-8", "surrogateescape"))

    def archive(path: Path) -> None:
        with unpacked(path) as inside:
            assert all(inside in one.resolve().parents and not one.is_symlink() for one in inside.resolve().rglob("*"))

    def gate(table: str) -> Callable[[bytes], object]:
        release = copy_release(sound, folder / f"gate-{table}")
        path = release / "dataset" / f"{table}.parquet"
        path.unlink()

        def run(raw: bytes) -> object:
            path.write_bytes(raw)
            return [str(one) for one in validate_release(release)]

        return run

    def journal(raw: bytes) -> object:
        release = folder / "journal"
        if not release.exists():
            shutil.copytree(sound, release)
        before = sorted(path.name for path in (release / "seeds").iterdir())
        (release / ".swap").write_bytes(raw)
        try:
            return complete_interrupted_swap(release)
        finally:
            assert sorted(path.name for path in (release / "seeds").iterdir()) == before

    found = {
        "schema": Target(_files("schemas/*.json"), file("schema/people.json", load_table)),
        "descriptor": Target(
            [(sound / "datapackage.json").read_bytes()],
            file("package/datapackage.json", lambda path: check_descriptor(path.parent, contract, data)),
        ),
        "sums": Target([(sound / "SHA256SUMS").read_bytes()], file("SHA256SUMS", read_sums)),
        "zip": Target(_zips(sound), file("one.zip", archive)),
        "arrow": Target(_arrow_schemas(), lambda raw: list(arrow_types(base64.b64encode(raw))), (ValueError,)),
        "edtf": Target(
            [b"2025-10-21", b"2025-08?", b"2025", b"2025-12-12/..", b"../2025-01-01", b"2025-01/2025-02-03~"],
            text(lambda one: (edtf.bounds(one), edtf.precision(one), edtf.compatible_dates(one, "2025-01"))),
            (ValueError,),
        ),
        "journal": Target(
            [b'{"staging": ".staging-a", "replace": ["dataset/people.parquet"], "remove": ["dataset/x"]}'], journal
        ),
        "parquet": Target(
            [(sound / f"dataset/{name}.parquet").read_bytes() for name in ("people", "roles", "provenance")],
            gate("people"),
            apart=True,
        ),
    }
    texts = {name: Target(*reading) for name, reading in text_readings(folder).items()}
    return found | _curated(folder, file) | texts


def _curated(folder: Path, file: Callable[[str, Callable[[Path], object]], Callable[[bytes], object]]) -> dict[str, Target]:
    from baghdad_tehran.make.checks import read_ledger
    from baghdad_tehran.make.documents import read_days
    from baghdad_tehran.make.identities import read_identities
    from baghdad_tehran.make.recall import read_coding
    from baghdad_tehran.make.resolutions import read_resolutions
    from baghdad_tehran.make.rules import load_rules
    from baghdad_tehran.make.segments import load_segment_rules
    from baghdad_tehran.make.sources import read_sources
    from baghdad_tehran.make.untaken import read_reasons
    from baghdad_tehran.make.vocabulary import load_vocabulary

    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "one.txt").write_text("Ministers meet\n\nThey met.\n")
    record = b'[[source]]\nid = "one"\npath = "one.txt"\nsha256 = "' + b"0" * 64 + b'"\nlanguage = "en"\npublished = 2025-09-02\n'
    rule = (
        b'[[rule]]\nid = "waved"\nsays = "Somebody waved."\nstage = "sentence"\nframe = "presence"\n'
        b"pattern = '''{PERSON:who} (?:waved|nodded) (?:at [a-z]{1,9} ){0,3}'''\n"
    )

    def vocabulary(name: str) -> Target:
        words = folder / f"vocabulary {name}"
        shutil.copytree(ROOT / "build" / "vocabulary", words)
        return Target([(words / name).read_bytes()], file(f"{words.name}/{name}", lambda path: load_vocabulary(path.parent)))

    return {
        **{name: vocabulary(name) for name in ("offices.toml", "calendar.toml", "states.csv", "regions.csv")},
        "rules": Target(
            [rule, *(raw[:3000] for raw in _files("build/rules/*.toml"))],
            file("rules/x.toml", lambda path: load_rules(path.parent)),
        ),
        "segment rules": Target(_files("build/rules/segments.toml"), file("segments.toml", load_segment_rules.__wrapped__)),
        "ledger": Target([raw[:4000] for raw in _files("build/checks/*.jsonl")], file("checks/one.jsonl", read_ledger)),
        "identities": Target(
            [raw[:2000] for raw in _files("build/identities/*.csv")],
            file("identities/people.csv", lambda path: read_identities(path.parent)),
        ),
        "reasons": Target([raw[:2000] for raw in _files("build/checks/untaken/*.jsonl")], file("untaken.jsonl", read_reasons)),
        "blind coding": Target([raw[:3000] for raw in _files("build/checks/blind/*.jsonl")], file("blind.jsonl", read_coding)),
        "resolutions": Target(
            [b"conflict_id,resolution,source_id,reason,coder,date\nc1,preferred,one,it is later,a,2026-01-31\n"],
            file("conflicts.csv", lambda path: read_resolutions(path, ["one"])),
        ),
        "sources": Target(
            [record, *_files("seeds/sources.toml")], file("seeds/sources.toml", lambda path: read_sources(path.parent))
        ),
        "days": Target([b"source_id,published\none,2025-09-02\n"], file("days.csv", lambda path: read_days(str(path)))),
    }


def _files(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(ROOT.glob(pattern))] or [b"{}"]


def _zips(release: Path) -> list[bytes]:
    made = []
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name in ("datapackage.json", "SHA256SUMS", "dataset/people.parquet", "schemas/people.json"):
                archive.write(release / name, name)
        made.append(out.getvalue())
    return made


def _arrow_schemas() -> list[bytes]:
    import pyarrow as pa

    kinds = [pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32(), pa.large_string(), pa.timestamp("ms"),
             pa.list_(pa.int8()), pa.dictionary(pa.int32(), pa.string())]  # fmt: skip
    return [bytes(pa.schema([pa.field(f"c{number}", kind) for number, kind in enumerate(kinds)]).serialize())]


def damaged(chosen: random.Random, corpus: list[bytes]) -> bytes:
    """One input, made from one of the corpus by a few changes."""
    raw = bytearray(chosen.choice(corpus))
    for _ in range(chosen.choice((1, 1, 1, 2, 3, 8))):
        place = chosen.randrange(len(raw) + 1)
        until = min(len(raw), place + chosen.choice((1, 1, 2, 4, 16, 200)))
        match chosen.randrange(7):
            case 0 if place < len(raw):
                raw[place] ^= 1 << chosen.randrange(8)
            case 1:
                del raw[place:until]
            case 2:
                raw[place:place] = raw[place:until] * chosen.choice((1, 1, 50))
            case 3:
                raw[place:place] = chosen.choice(AWKWARD)
            case 4:
                raw[place:until] = chosen.choice(AWKWARD)
            case 5:
                other = chosen.choice(corpus)
                start = chosen.randrange(len(other) + 1)
                raw[place:until] = other[start : start + chosen.choice((1, 8, 64, 512))]
            case _:
                del raw[place:]
    return bytes(raw)


def fuzz(name: str, target: Target, seeds: Iterator[int], until: float) -> None:
    """Tries inputs until the seeds or the time are at an end; keeps what should not be in `target.found`."""
    if target.apart and hasattr(os, "fork"):
        _fuzz_apart(name, target, seeds, until)
        return
    for seed in seeds:
        if time.monotonic() > until:
            return
        target.done += 1
        if trouble := _trouble(target, damaged(random.Random(f"{name} {seed}"), target.corpus)):
            target.found.append(f"{name}, seed {seed}: {trouble}")


def _trouble(target: Target, raw: bytes) -> str | None:
    try:
        with _patience():
            target.read(raw)
    except target.fails as problem:
        assert str(problem) is not None
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"{type(error).__name__}: {str(error)[:200]}\n{''.join(traceback.format_tb(error.__traceback__)[-3:])}"
    return None


def _fuzz_apart(name: str, target: Target, seeds: Iterator[int], until: float) -> None:
    while time.monotonic() < until and (batch := [seed for seed, _ in zip(seeds, range(40))]):
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            for seed in batch:
                os.write(writing, f"{seed}\n".encode())
                if trouble := _trouble(target, damaged(random.Random(f"{name} {seed}"), target.corpus)):
                    os.write(writing, ("! " + trouble.replace("\n", " ")[:3000] + "\n").encode("utf-8", "replace"))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as stream:
            lines = stream.read().splitlines()
        _, status = os.waitpid(child, 0)
        target.done += sum(not line.startswith("!") for line in lines)
        target.found += [f"{name}, seed {before}: {line}" for before, line in zip(lines, lines[1:]) if line.startswith("!")]
        if status:
            target.found.append(f"{name}, seed {lines[-1]}: the process died with {status}")


@contextmanager
def _patience() -> Iterator[None]:
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError(f"took more than {PATIENCE} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="targets (default: all)")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chosen = {name: one for name, one in targets(Path(folder)).items() if not args.names or name in args.names}
        numbers = {name: iter(range(args.seed, 1 << 60)) for name in chosen}
        end = time.monotonic() + args.minutes * 60
        while time.monotonic() < end:
            for name, target in chosen.items():
                fuzz(name, target, numbers[name], min(end, time.monotonic() + 5))
                for found in target.found[:3] if target.found else []:
                    print(found, flush=True)
                target.found.clear()
        for name, target in chosen.items():
            print(f"{name:<14} {target.done:>9,} inputs", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
