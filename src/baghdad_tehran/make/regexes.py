"""Regular expressions, compiled: what was compiled is kept between runs, since Python compiles slowly, and parts (trees.py) once in a run.

Compiler and `_sre` are Python's own, and private: what is kept serves the same Python only. Code that is no regular
expression does no harm: `_sre` looks through it and refuses it.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import json
import re
import sys
from array import array
from hashlib import sha256
from importlib.util import find_spec, module_from_spec
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .keeping import keep, kept
from .trees import PartTree, as_no_pattern

_SHORT = 500  # numbers of code that are compiled as fast as they are read
_PYTHON = f"{sys.implementation.cache_tag} {sys.version} {_sre.MAGIC} {array('I').itemsize} {sys.byteorder}"


def compiled(source: str, parsed: Any = None) -> re.Pattern[str]:
    """A pattern, compiled, now or in an earlier run. It does not keep its source. `parsed`: its tree, where it is at hand.

    re.error: it does not parse, or cannot be compiled.
    """
    key = "x" + sha256(f"{_PYTHON}\0{source}".encode("utf-8", "surrogatepass")).hexdigest()
    found = kept(key)
    if found is not None:
        try:
            return _unpacked(found)
        except (
            ValueError,
            TypeError,
            AttributeError,
            RuntimeError,
            OverflowError,
        ):  # not written by this: as if it were not there
            pass
    with as_no_pattern():
        parsed = parser.parse(source) if parsed is None else parsed
        code: list[int] = compiler._code(parsed, 0)
    flags, groups, names = parsed.state.flags, parsed.state.groups - 1, parsed.state.groupdict
    if len(code) > _SHORT:
        keep(key, json.dumps([flags, groups, names]).encode() + b"\n" + array("I", code).tobytes())
    return _pattern(flags, groups, names, code)


def _own_compiler() -> Any:
    """Python's compiler, a copy of our own, in which the code of a part is made once: wherever a part stands, its code is the same,
    since all jumps in it are counted from where they begin and it has no groups."""
    spec = find_spec("re._compiler")
    assert spec is not None and spec.loader is not None
    made: Any = module_from_spec(spec)
    spec.loader.exec_module(made)
    compile_all = made._compile
    codes: dict[tuple[PartTree, int], list[int]] = {}

    def compile_shared(code: list[int], pattern: Any, flags: int) -> None:
        if not isinstance(pattern, PartTree):
            compile_all(code, pattern, flags)
            return
        if (pattern, flags) not in codes:
            codes[pattern, flags] = []
            compile_all(codes[pattern, flags], pattern, flags)
        code += codes[pattern, flags]

    made._compile = compile_shared
    return made


compiler = _own_compiler()


def _unpacked(data: bytes) -> re.Pattern[str]:
    head, _, code = data.partition(b"\n")
    flags, groups, names = json.loads(head)
    return _pattern(flags, groups, names, array("I", code).tolist())


def _pattern(flags: int, groups: int, names: dict[str, int], code: list[int]) -> re.Pattern[str]:
    by_number = {number: name for name, number in names.items()}
    pattern: re.Pattern[str] = _sre.compile(None, flags, code, groups, names, tuple(map(by_number.get, range(groups + 1))))
    return pattern
