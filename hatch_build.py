"""Puts the release into the wheel, file by file as SHA256SUMS lists it, and refuses where one is missing or has changed.

Never into an editable install, which reads the tables where they stand in the checkout. Hatchling's static `force-include`
copies in both cases, so that an editable install would carry a stale copy, and could not be made at all while `dataset/`
is missing, which is just when `make build` is wanted.
"""

import hashlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUMS = "SHA256SUMS"
INSIDE = "baghdad_tehran/_data"  # mirrors the root, so that the descriptor's paths hold in both places


class ReleaseHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the released tree to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":
            return
        root = Path(self.root)
        if not (root / SUMS).is_file():
            raise FileNotFoundError(f"{SUMS} is missing: a wheel without the tables is of no use; run `make build` first")
        included = {SUMS: root / SUMS}
        for line in (root / SUMS).read_text(encoding="utf-8").splitlines():
            digest, _, name = line.partition("  ")
            included[name] = root / name
            if not included[name].is_file() or hashlib.sha256(included[name].read_bytes()).hexdigest() != digest:
                raise ValueError(f"{name} is not as {SUMS} has it: run `make build` first")
        build_data["force_include"].update({str(path): f"{INSIDE}/{name}" for name, path in included.items()})
