"""pandera and frictionless beside our gate: they agree on what is sound, they do not decide, and no switch turns them off."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from breaking import copy_release, edit, field, of_rows, over, put, read, resource, rewrite_hashes
from copied import checkout
from tiny import SCHEMAS

from baghdad_tehran.contract import load_contract
from baghdad_tehran.make.other_validators import run_frictionless, run_pandera, second_opinions
from baghdad_tehran.released import SUMS, read_sums

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = load_contract(SCHEMAS)


def validate(*arguments: object, cwd: Path | None = None, **environment: str) -> tuple[int, list[dict[str, str]], str]:
    """The command in a process of its own, since libraries read the environment when they are imported."""
    done = subprocess.run(
        [sys.executable, "-m", "baghdad_tehran", "validate", *map(str, arguments), "--json"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment, capture_output=True, text=True, cwd=cwd,
    )  # fmt: skip
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.slow
def test_on_the_release_all_three_are_green_from_anywhere(tmp_path: Path) -> None:
    assert validate(ROOT, "--all", cwd=tmp_path)[:2] == (0, [])


@pytest.mark.slow
def test_pandera_agrees(release: Path, tmp_path: Path) -> None:
    assert run_pandera({name: read(release, name) for name in CONTRACT}, CONTRACT) == []
    for number, (table, change) in enumerate(
        (
            ("people", put(country="irq")),
            ("roles", put(kind="x")),
            ("people", put(name=None)),
            ("people", lambda c: c.append(c[0])),
            ("rules", put(hits=-1)),
            ("people", put(name="")),
        )
    ):
        broken = copy_release(release, tmp_path / f"broken{number}")
        of_rows(table, change)(broken)
        tables = {name: read(broken, name) for name in CONTRACT}
        assert {f.table for f in run_pandera(tables, CONTRACT)} == {table}


@pytest.mark.slow
@pytest.mark.parametrize("switches", [
    {"PANDERA_VALIDATION_ENABLED": "False"}, {"PANDERA_VALIDATION_ENABLED": "0", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"},
    {"PANDERA_VALIDATION_DEPTH": "DATA_ONLY"}, {"PANDERA_VALIDATION_DEPTH": "x", "PANDERA_CACHE_DATAFRAME": "x", "PYTHONOPTIMIZE": "2"},
])  # fmt: skip
def test_switches_in_the_environment_do_not_weaken_the_gate(switches: dict[str, str], release: Path) -> None:
    of_rows("people", put(country="irq"))(release)
    of_rows("roles", put(kind="x"))(release)
    rewrite_hashes(release)
    code, found, said = validate(release, "--all", **switches)
    assert code == 1, said
    for validator in ("pandera", "frictionless"):
        assert {f["table"] for f in found if f["code"] == validator} == {"people", "roles"}, validator
    assert {"pattern", "enum"} <= {f["code"] for f in found}


@pytest.mark.slow
def test_switches_do_not_weaken_pandera_where_it_was_imported_before(release: Path) -> None:
    """Someone else's code may have imported it, with the switches on, and set its configuration too."""
    program = (
        "import sys, pandera.pyarrow, pandera.config\n"
        "pandera.config.CONFIG.validation_enabled = False\n"
        "from pathlib import Path\n"
        "from baghdad_tehran.make.other_validators import second_opinions\n"
        "print(sorted({(f.code, f.table) for f in second_opinions(Path(sys.argv[1]), ())}))\n"
    )
    of_rows("people", put(country="irq"))(release)
    rewrite_hashes(release)
    done = subprocess.run(
        [sys.executable, "-c", program, str(release)], capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PANDERA_VALIDATION_ENABLED": "False"},
    )  # fmt: skip
    assert done.stdout == "[('frictionless', 'people'), ('pandera', 'people')]\n", done.stderr


@pytest.mark.slow
def test_switches_do_not_weaken_a_build(tmp_path: Path) -> None:
    """The real command, on a contract that its tables break; then without our gate, when pandera alone has to refuse them."""
    root = checkout(tmp_path / "checkout")
    edit(
        "schemas/provenance.json",
        lambda s: (field(s, "passes").update(example="1"), field(s, "passes")["constraints"].update(maximum=1)),
    )(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    program = (
        "import sys\n"
        "from baghdad_tehran.cli import main\n"
        "from baghdad_tehran.make import building\n"
        "print(main(['build', '--root', sys.argv[1]]))\n"
        "building.validate_release = lambda *_: []\n"
        "print(main(['build', '--root', sys.argv[1]]))\n"
    )
    switches = {"PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}
    done = subprocess.run([sys.executable, "-c", program, str(root)], env=os.environ | switches, capture_output=True, text=True)
    assert done.stdout.split() == ["1", "1"], done.stderr
    assert re.findall(r"the first of them (\w+): ", done.stderr) == ["range", "pandera"], done.stderr
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_ours_decides(release: Path) -> None:
    """Frictionless refuses `bytes` on any Parquet table; what ours alone finds fails all the same."""
    of_rows("roles", put(last_reported=None))(release)
    rewrite_hashes(release)
    code, found, said = validate(release, "--all")
    assert code == 1 and "date" in {f["code"] for f in found}
    assert "objection" in said


@pytest.mark.slow
def test_a_release_that_is_not_ours_is_not_handed_on(release: Path) -> None:
    """A descriptor may name an address, a schema a pattern that never ends: who reads these may do harm."""
    edit("datapackage.json", lambda p: resource(p, "people").update(path="http://127.0.0.1:9/people.parquet"))(release)
    rewrite_hashes(release)
    code, found, _ = validate(release, "--all")
    assert code == 1
    assert ["was not asked" in f["message"] for f in found if f["code"] in ("pandera", "frictionless")] == [True, True]


@pytest.mark.slow
def test_stock_frictionless_is_green_from_anywhere(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("frictionless")
    pytest.importorskip("pandas")
    monkeypatch.chdir("/")
    assert run_frictionless(release) == []
    of_rows("roles", put(person_id="nobody"))(release)
    rewrite_hashes(release)
    assert any("foreign-key" in f.message and f.table == "roles" for f in run_frictionless(release))
    over("schemas/people.json", "{")(release)
    assert [f.code for f in run_frictionless(release)] == ["frictionless"]


@pytest.mark.slow
@pytest.mark.parametrize("cwd", [".", "dataset", "/"])
def test_the_stock_command_is_green_on_the_release_as_a_wheel_has_it(cwd: str, tmp_path: Path) -> None:
    """The files that SHA256SUMS lists, in a folder of site-packages; from there, from a folder within, from elsewhere."""
    inside = tmp_path / "site-packages" / "baghdad_tehran" / "_data"
    for name in [*read_sums(ROOT / SUMS), SUMS]:
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, inside / name)
    descriptor = "datapackage.json" if cwd == "." else str(inside / "datapackage.json")
    done = subprocess.run([sys.executable, "-m", "frictionless", "validate", descriptor, "--json"],
                          cwd=inside / cwd, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0 and json.loads(done.stdout)["valid"] is True, done.stdout[-2000:] + done.stderr[-2000:]


def test_without_the_extra_all_says_what_is_missing(
    release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from baghdad_tehran.cli import main

    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code = main(["validate", str(release), "--all"])
    assert code != 0 and "pyarrow" in capsys.readouterr().err


def test_a_second_opinion_of_the_sound_release_is_none(release: Path) -> None:
    pytest.importorskip("frictionless")
    assert second_opinions(release, ()) == []
