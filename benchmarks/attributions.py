"""Quotes on a public corpus: runs the rules over PolNeAR's texts and scores them by quote type and by outlet.

    python benchmarks/attributions.py CORPUS/data/dev [--outlets]

CORPUS is a copy of networkdynamics/PolNeAR (1,008 news articles, attributions marked by trained annotators); it does not
stand in this repository. Leave its data/test alone, as its authors ask. Needs the extra `make`.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
import time
from pathlib import Path

import score_attributions


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder with text/ and attributions/")
    parser.add_argument("--outlets", action="store_true", help="score each outlet by itself as well")
    args = parser.parse_args()
    texts, annotations = args.corpus / "text", args.corpus / "attributions"
    if not texts.is_dir() or not annotations.is_dir():
        print(f"{args.corpus}: has no text/ and attributions/; name CORPUS/data/dev or CORPUS/data/train", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims.jsonl"
        seconds = extract(texts, claims)
        print("all outlets")
        print(score(texts, annotations, claims))
        if args.outlets:
            for outlet in sorted({name.name.split("_")[0] for name in texts.iterdir()}):
                some = Path(folder) / outlet
                some.mkdir()
                for file in texts.glob(f"{outlet}_*"):
                    os.symlink(file.resolve(), some / file.name)
                print(outlet)
                print(score(some, annotations, claims))
        size = sum(file.stat().st_size for file in texts.iterdir())
        print(f"{size / 1e6:.2f} MB in {seconds:.1f} s, one process, start included")
    return 0


def extract(texts: Path, claims: Path) -> float:
    """Write what `baghdad-tehran extract TEXTS --json` prints; seconds that it took."""
    from baghdad_tehran import cli

    started = time.perf_counter()
    with claims.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        code = cli.main(["extract", str(texts), "--json", "--workers", "1"])
    if code:
        raise SystemExit(code)
    return time.perf_counter() - started


def score(texts: Path, annotations: Path, claims: Path) -> str:
    """The scorer's table for these texts."""
    out = io.StringIO()
    before = sys.argv
    sys.argv = ["score_attributions.py", str(texts), str(annotations), str(claims)]
    try:
        with contextlib.redirect_stdout(out):
            score_attributions.main()
    finally:
        sys.argv = before
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
