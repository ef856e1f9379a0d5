"""Put together the texts that were coded, from copies of the public repositories that hold them.

    python benchmarks/texts.py MIRRORS OUT

MIRRORS is a folder of git repositories, bare or not, each as owner/name or owner+name, or in a folder called so. OUT gets a
file for each text whose bytes have the sha256 of what was coded. What cannot be had so is not written but listed, with where its
repository is; then the exit code is 1. Nothing is fetched. Needs git, and no package.

benchmarks/coded/*.json says under `text` how: the file at `path`, as it was at `commit` of `repository`, is taken through the
steps of `how`, a comma and a space between them, and of what comes out the `spans` are put together:

    plain          the text as it is
    gzip           what is packed in the file
    zip MEMBER     that member of the archive
    csv N          the cells of row N, a line each; the head is row 0
    escapes        \\n, \\", \\u00e9 and the like read as the characters they stand for
    tags           comments, scripts, styles and tags left out, then entities read
    spaces         each run of white space made one space

A span is [start, end) in characters, or a string, put in as it is. Between two ranges side by side goes a blank line; where a
string stands between them, also an empty one, that string alone.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import html
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

CODED = Path(__file__).resolve().parent / "coded"


class Missing(Exception):
    """A text cannot be had from what is at hand; says what is lacking."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirrors", type=Path, help="a folder of git repositories")
    parser.add_argument("out", type=Path, help="a folder for the texts")
    parser.add_argument("--coded", type=Path, default=CODED, help="a folder of coded reports (benchmarks/coded)")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    written = 0
    lacking: dict[str, list[str]] = defaultdict(list)
    for path in sorted(args.coded.glob("*.json")):
        coded = json.loads(path.read_text(encoding="utf-8"))
        try:
            data = assembled(args.mirrors, coded["text"]).encode()
            if hashlib.sha256(data).hexdigest() != coded["sha256"]:
                raise Missing("what comes out is not what was coded (another sha256)")
        except Missing as error:
            lacking[f"{coded['text']['repository']}: {error}"].append(coded["file"])
        else:
            (args.out / coded["file"]).write_bytes(data)
            written += 1
    print(f"{written} texts written to {args.out}")
    for what, files in lacking.items():
        print(f"not written, {', '.join(files)}: {what}", file=sys.stderr)
    if lacking:
        print("where a repository is: git clone https://github.com/OWNER/NAME MIRRORS/OWNER/NAME", file=sys.stderr)
    return 1 if lacking or not written else 0


def assembled(mirrors: Path, recipe: dict[str, Any]) -> str:
    """The text that a recipe gives; Missing where its file is not at hand."""
    text = taken(file_at(mirrors, recipe["repository"], recipe["commit"], recipe["path"]), recipe["how"])
    pieces: list[str] = []
    for before, span in pairwise(["", *recipe["spans"]]):
        if isinstance(span, str):
            pieces.append(span)
        else:
            pieces += ["" if isinstance(before, str) else "\n\n", text[slice(*span)]]
    return "".join(pieces)


def file_at(mirrors: Path, repository: str, commit: str, path: str) -> bytes:
    """A file's bytes at a commit of owner/name."""
    git = git_directory(mirrors, repository)
    shown = subprocess.run(
        ["git", "--git-dir", str(git), "cat-file", "blob", f"{commit}:{path}"], capture_output=True, check=False
    )
    if shown.returncode:
        raise Missing(f"{git} has no {commit}:{path} ({shown.stderr.decode(errors='replace').strip()})")
    return shown.stdout


def git_directory(mirrors: Path, repository: str) -> Path:
    for folder in (mirrors / repository, mirrors / f"{repository}.git", mirrors / repository.replace("/", "+")):
        inside = sorted(folder.iterdir()) if folder.is_dir() else []
        for git in (git for place in (folder, *inside) for git in (place / ".git", place)):
            if (git / "HEAD").is_file() and (git / "objects").is_dir():
                return git
    raise Missing(f"no such repository in {mirrors}")


def taken(data: bytes, how: str) -> str:
    """The text that the steps of a recipe take out of a file. Bytes that are no UTF-8 are read as Latin-1."""
    text: str | None = None
    for step in how.split(", "):
        name, _, argument = step.partition(" ")
        if name in _UNPACKED:
            data = _UNPACKED[name](data, argument)
        else:
            text = _READ[name](decoded(data) if text is None else text, argument)
    return decoded(data) if text is None else text


def decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _row(text: str, number: str) -> str:
    return "\n".join(list(csv.reader(io.StringIO(text, newline="")))[int(number)])


def _escape(match: re.Match[str]) -> str:
    word = match[1]
    return chr(int(word[1:], 16)) if len(word) > 1 else {"n": "\n", "r": "\r", "t": "\t"}.get(word, word)


_NO_TEXT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_UNPACKED: dict[str, Callable[[bytes, str], bytes]] = {
    "gzip": lambda data, _: gzip.decompress(data),
    "zip": lambda data, member: zipfile.ZipFile(io.BytesIO(data)).read(member),
}
_READ: dict[str, Callable[[str, str], str]] = {
    "plain": lambda text, _: text,
    "csv": _row,
    "escapes": lambda text, _: re.sub(r"\\(u[0-9a-fA-F]{4}|.)", _escape, text),
    "tags": lambda text, _: html.unescape(_NO_TEXT.sub("", text)),
    "spaces": lambda text, _: re.sub(r"\s+", " ", text),
}


if __name__ == "__main__":
    sys.exit(main())
