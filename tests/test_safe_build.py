"""A build that is killed, runs beside another or finds the disk full: what is read is a whole release, and no litter stays.

A small process that has imported everything forks a child for each moment; the child builds and is killed there.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import copied
import pytest
from test_publish import changed_rows, state
from tiny import make_tiny

from baghdad_tehran.cli import main
from baghdad_tehran.gate.release import validate_release
from baghdad_tehran.swap import complete_interrupted_swap

ROOT = Path(__file__).resolve().parents[1]
OLD, NEW = "0.1.0", "0.2.0"
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

# What a build does to files, as Python tells of it: each such event is a moment to be killed at, before it takes place.
FORKING = """
import os, signal, sys
sys.path[:0] = {path!r}
from pathlib import Path
import pyarrow.parquet, tiny, test_publish
EVENTS = {{"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.listdir", "os.scandir", "fcntl.flock"}}
EVENTS |= {{"shutil.copyfile", "shutil.rmtree"}}

def build(root, moment):
    count = 0
    def hook(event, arguments):
        nonlocal count
        if event in EVENTS and any(str(root) in str(one) or isinstance(one, int) for one in arguments[:2]):
            count += 1
            if count == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    tiny.make_tiny(root, test_publish.changed_rows(), version={new!r})
    return count

for line in sys.stdin:
    folder, moment = line.rsplit(" ", 1)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, str(build(Path(folder), int(moment))).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    print(status, os.fdopen(reading).read() or 0, flush=True)
"""


# The real build, forked by a process that has read the rules: the child's number, and a word when it has ended.
FORKING_THE_COMMAND = """
import os, sys
from pathlib import Path
from baghdad_tehran import cli
from baghdad_tehran.make.extraction import load_extractor

load_extractor(Path(sys.argv[1]) / "build")
for _ in sys.stdin:
    child = os.fork()
    if not child:
        sys.stdout = sys.stderr = open(os.devnull, "w")
        sys.exit(cli.main(["build", "--root", sys.argv[1]]))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An old release, and what the build makes of it."""
    folder = tmp_path_factory.mktemp("releases")
    make_tiny(folder / "old", version=OLD)
    shutil.copytree(folder / "old", folder / "new")
    make_tiny(folder / "new", changed_rows(), version=NEW)
    return folder / "old", folder / "new"


@pytest.fixture(scope="module")
def forking() -> Iterator[subprocess.Popen[str]]:
    program = FORKING.format(path=[str(ROOT / "tests"), *sys.path], new=NEW)
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def killed(forking: subprocess.Popen[str], root: Path, moment: int) -> tuple[int, int]:
    """Builds in `root` up to a moment; gives how the build ended, and the number of moments where it was not killed."""
    assert forking.stdin and forking.stdout
    forking.stdin.write(f"{root} {moment}\n")
    forking.stdin.flush()
    status, count = forking.stdout.readline().split()
    return int(status), int(count)


@pytest.mark.parametrize("moments", [6, pytest.param(24, marks=pytest.mark.slow)])
def test_killed_at_any_moment_a_whole_release_is_read(
    moments: int, forking: subprocess.Popen[str], releases: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = (state(one) for one in releases)
    shutil.copytree(releases[0], tmp_path / "all")
    status, count = killed(forking, tmp_path / "all", 0)
    assert status == 0 and count > 60 and state(tmp_path / "all") == new
    left = {"nothing": 0, "staging": 0, "journal": 0}
    # The last third is the swap, where it matters most: half of the moments lie there.
    early = range(1, count * 2 // 3, max(1, (count * 2 // 3) // (moments // 2)))
    late = range(count * 2 // 3, count + 1, max(1, (count // 3) // (moments - moments // 2)))
    chosen = [*early, *late]
    assert len(chosen) >= moments
    for moment in chosen:
        root = tmp_path / f"killed at {moment}"
        shutil.copytree(releases[0], root)
        status, _ = killed(forking, root, moment)
        assert status == signal.SIGKILL, moment
        journal, staged = (root / ".swap").exists(), any(root.glob(".staging-*"))
        left["journal" if journal else "staging" if staged else "nothing"] += 1
        assert complete_interrupted_swap(root) is journal
        read = {name: value for name, value in state(root).items() if not name.startswith(".staging-")}
        assert read == (new if journal else read if read == old else new), moment
        assert killed(forking, root, 0)[0] == 0
        assert state(root) == new and not [path.name for path in root.iterdir() if path.name.startswith(".")]
        shutil.rmtree(root)
    assert left["staging"] and left["journal"], left


@pytest.mark.slow
def test_two_builds_at_once_leave_the_whole_release_of_one(releases: tuple[Path, Path], tmp_path: Path) -> None:
    program = (
        "import sys; sys.path[:0] = {path!r}; import tiny, test_publish; from pathlib import Path; "
        "tiny.make_tiny(Path(sys.argv[1]), {rows}, version={version!r})"
    )
    whole = [state(one) for one in releases]
    for _ in range(3):
        root = tmp_path / "shared"
        shutil.copytree(releases[0], root)
        runs = [
            subprocess.Popen([sys.executable, "-c", program.format(path=sys.path, rows=rows, version=version), str(root)])
            for rows, version in [("None", OLD), ("test_publish.changed_rows()", NEW)] * 2
        ]
        assert [run.wait() for run in runs] == [0, 0, 0, 0]
        assert state(root) in whole and validate_release(root, root / "seeds") == []
        assert not [path.name for path in root.iterdir() if path.name.startswith(".")]
        shutil.rmtree(root)


def test_a_reader_never_sees_half_a_release(releases: tuple[Path, Path], tmp_path: Path) -> None:
    """Builds of two releases in turn, while the gate reads: each time it has read one of them, whole."""
    root = tmp_path / "shared"
    shutil.copytree(releases[0], root)
    program = (
        "import sys; sys.path[:0] = {path!r}; import tiny, test_publish; from pathlib import Path\n"
        "for turn in range(12):\n"
        "    tiny.make_tiny(Path(sys.argv[1]), test_publish.changed_rows() if turn % 2 == 0 else None, "
        "version={new!r} if turn % 2 == 0 else {old!r})\n"
    )
    builds = subprocess.Popen([sys.executable, "-c", program.format(path=sys.path, old=OLD, new=NEW), str(root)])
    reads = 0
    while builds.poll() is None:
        complete_interrupted_swap(root)
        assert validate_release(root, root / "seeds") == []
        reads += 1
    assert builds.returncode == 0 and reads


@pytest.mark.newest
def test_a_full_disk_leaves_the_old_release(releases: tuple[Path, Path], tmp_path: Path) -> None:
    """No file may become larger than so many bytes: writing fails as it does where the disk is full."""
    resource = pytest.importorskip("resource")
    assert resource
    root = tmp_path / "release"
    shutil.copytree(releases[0], root)
    old = state(root)
    program = (
        "import resource, signal, sys; sys.path[:0] = {path!r}; import tiny, test_publish; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "rows = test_publish.changed_rows()\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "tiny.make_tiny(Path(sys.argv[1]), rows, version={new!r})\n"
    )
    for limit in (0, 500, 3_000, 9_000):
        run = subprocess.run(
            [sys.executable, "-c", program.format(path=sys.path, new=NEW), str(root), str(limit)], capture_output=True
        )
        assert run.returncode == 1 and b"large" in run.stderr, run.stderr
        assert state(root) == old and not list(root.glob(".s*")), limit
    make_tiny(root, changed_rows(), version=NEW)
    assert state(root) == state(releases[1])


@pytest.mark.slow
def test_a_disk_that_is_really_full_leaves_the_old_release(releases: tuple[Path, Path], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    tool = shutil.which("mount")
    if not tool or subprocess.run([tool, "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        shutil.copytree(releases[0], disk / "release")
        old, new = state(disk / "release"), state(releases[1])
        filler = disk / "filler"
        outcomes = set()
        for free in (0, 1, 2, 8, 32, 64, 96, 128, 160, 192, 256, 512):  # KiB
            filler.write_bytes(b"")
            space = shutil.disk_usage(disk).free
            filler.write_bytes(b"x" * (space - (free << 10)))
            before = state(disk / "release")
            try:
                make_tiny(disk / "release", changed_rows(), version=NEW)
                assert state(disk / "release") == new
                outcomes.add("built")
            except OSError:
                assert state(disk / "release") == before == old
                outcomes.add("refused")
            assert not list((disk / "release").glob(".s*")), free
        filler.unlink()
        make_tiny(disk / "release", changed_rows(), version=NEW)
        assert state(disk / "release") == new and outcomes == {"built", "refused"}
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.slow
@pytest.mark.usefixtures("checked_once")
def test_the_command_killed_midway_is_made_good_by_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The real build, killed as soon as something shows beside the release, then when it is being put in place."""
    checkout = copied.checkout(tmp_path / "checkout")
    whole = state(checkout)
    moments = {
        ".staging-*": "dataset/people.parquet",
        ".staging-*/SHA256SUMS": "dataset/quotes.parquet",
        ".swap": "datapackage.json",
    }
    command = [sys.executable, "-c", FORKING_THE_COMMAND, str(checkout)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as builds:
        assert builds.stdin and builds.stdout
        for sign, damage in moments.items():
            (checkout / damage).write_bytes(b"damaged")
            builds.stdin.write(b"build\n")
            child = int(builds.stdout.readline())
            ended = select.poll()
            ended.register(builds.stdout, select.POLLIN)
            while not ended.poll(0) and not list(checkout.glob(sign)):
                time.sleep(0.0005)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            assert builds.stdout.readline() == b"ended\n"
            sound = main(["validate", str(checkout)]) == 0
            assert sound == (state(checkout) == whole or (checkout / damage).read_bytes() != b"damaged")
            assert main(["build", "--root", str(checkout)]) == 0, capsys.readouterr().err
            assert state(checkout) == whole and not [path.name for path in checkout.iterdir() if path.name.startswith(".")]
        builds.stdin.close()
