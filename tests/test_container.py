"""The zip of a release to the byte: a flipped byte anywhere in it is found, whoever zips the files anew is not scolded for it."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from breaking import over
from tiny import make_tiny

from baghdad_tehran.cli import main
from baghdad_tehran.errors import Problem
from baghdad_tehran.gate.archive import check_archive, unpacked
from baghdad_tehran.gate.container import packed
from baghdad_tehran.gate.release import validate_release

EPOCH = (1980, 1, 1, 0, 0, 0)
FEW = {"SHA256SUMS": b"0  a\n", "dataset/a": b"PAR1", "empty": b"", "ä": b"1"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tiny release, without its sources: file name to content."""
    folder = tmp_path_factory.mktemp("sound") / "release"
    make_tiny(folder)
    shutil.rmtree(folder / "seeds")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def by_zipfile(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """What `packed` must give, by the standard library."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o100644 << 16, method
            archive.writestr(entry, content)
    return out.getvalue()


def structure(raw: bytes, files: dict[str, bytes]) -> list[int]:
    """The places of all bytes that belong to no file."""
    inside: set[int] = set()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for member in archive.infolist():
            start = member.header_offset + 30 + len(member.filename.encode())
            inside.update(range(start, start + member.file_size))
    assert len(inside) == sum(map(len, files.values()))
    return [place for place in range(len(raw)) if place not in inside]


def flipped(raw: bytes, place: int, bit: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]


def objection(path: Path, raw: bytes) -> str:
    """By what a zip is refused or found to be another, as `validate` would say it; "" where by nothing."""
    path.write_bytes(raw)
    try:
        with unpacked(path) as folder:
            found = check_archive(path)
            if found is None:  # then its files alone are looked at
                found = validate_release(folder)
    except Problem as problem:
        return problem.what
    return " ".join(one.code for one in found)


def test_it_is_what_zipfile_writes(files: dict[str, bytes]) -> None:
    for some in (files, FEW, {}, {"a" * 200: b"x"}):
        assert packed(some) == by_zipfile(some) == packed(dict(reversed(some.items())))


@pytest.mark.parametrize("bits", [1, pytest.param(8, marks=pytest.mark.slow)])
def test_a_flipped_bit_anywhere_in_a_small_zip_is_found(bits: int, tmp_path: Path) -> None:
    raw = packed(FEW)
    chosen = random.Random(20_251_021)
    assert objection(tmp_path / "x.zip", raw) == ""
    for place in range(len(raw)):
        for bit in chosen.sample(range(8), bits):
            assert objection(tmp_path / "x.zip", flipped(raw, place, bit)), (place, bit)


def test_a_flipped_bit_of_a_release_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    raw = packed(files)
    assert objection(tmp_path / "x.zip", raw) == ""
    chosen = random.Random(20_251_021)
    around = structure(raw, files)
    for place in [*around[-22:], *chosen.sample(around, 60), *chosen.sample(range(len(raw)), 20)]:
        assert objection(tmp_path / "x.zip", flipped(raw, place, chosen.randrange(8))), place


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "bytes in front": lambda raw: b"MZ" + raw,
    "a zip in front": lambda raw: by_zipfile({"x": b"x"}) + raw,
    "bytes behind": lambda raw: raw + b"\n",
    "a comment": lambda raw: raw[:-2] + b"\5\0hello",
    "twice the same": lambda raw: raw + raw,
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_was_added_to_it_is_found(case: str, files: dict[str, bytes], tmp_path: Path) -> None:
    assert objection(tmp_path / "x.zip", CHANGES[case](packed(files)))


def test_a_gap_between_files_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    """As a program leaves it that deletes a member, or one that hides something."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, content) in enumerate(sorted(files.items())):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, content)
            if number == 3:
                archive.fp.write(b"hidden")  # type: ignore[union-attr]
                archive.start_dir = archive.fp.tell()  # type: ignore[union-attr]
    assert objection(tmp_path / "x.zip", out.getvalue()) == "archive"


def test_another_order_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    raw = by_zipfile(dict(files))
    backwards = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(backwards, "w") as other:
        for member in reversed(archive.infolist()):
            other.writestr(member, archive.read(member))
    assert objection(tmp_path / "x.zip", backwards.getvalue()) == "archive"


def test_the_command_names_the_place(files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = packed(files)
    (tmp_path / "x.zip").write_bytes(raw)
    assert main(["validate", str(tmp_path / "x.zip")]) == 0
    assert capsys.readouterr() == ("", "The release is whole and valid.\n")
    place = raw.index(b"PK\1\2") + 12  # the time of the first file
    (tmp_path / "x.zip").write_bytes(flipped(raw, place, 0))
    assert main(["validate", str(tmp_path / "x.zip"), "--csv"]) == 1
    out, err = capsys.readouterr()
    first = min(files)
    assert (
        out.splitlines()[1:]
        == [
            f',,{first},archive,01 00,"the zip is not as it was released, from byte {place:,}: directory, time, which '
            f'must be 00 00"'
        ]
        and err == "1 failure.\n"
    )


def test_a_zip_that_someone_made_anew_is_sound_where_its_files_are(
    files: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unpacked and zipped again by some program, which leaves its own days, modes and order."""
    folder = tmp_path / "release"
    for name, content in files.items():
        over(name, content)(folder)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in files:
            archive.write(folder / name, name)
    assert main(["validate", str(tmp_path / "x.zip")]) == 0
    assert "not the one that `release` makes" in capsys.readouterr().err
    with zipfile.ZipFile(tmp_path / "x.zip", "a") as archive:
        archive.writestr("dataset/more.txt", "x")
    assert main(["validate", str(tmp_path / "x.zip")]) == 1
    assert "file-unlisted" in capsys.readouterr().out
