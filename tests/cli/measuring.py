"""`reportgen measure` as a process, and what it leaves in its folder."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from reportgen.energy.importers import own_log
from reportgen.energy.record import Record
from reportgen.files.document import read_file
from reportgen.files.source import Source
from tests.cli.running import Done, command, plain_environment

NO_POWERCAP = ("--powercap", "none")


def measure(cwd: Path, *arguments: str, **options: Any) -> Done:
    """Run `reportgen measure`; options go to subprocess.run."""
    given: dict[str, Any] = {"capture_output": True, "text": True, "env": plain_environment(), "timeout": 60, **options}
    done = subprocess.run(command("measure", *arguments), cwd=cwd, check=False, **given)
    return Done(done.returncode, done.stdout or "", done.stderr or "")


def logged(folder: Path, name: str = "run") -> Record:
    log = folder / f"{name}.energy.jsonl"
    [record] = own_log.extract(Source(log, log.name, {}))
    return record


def entries(path: Path) -> dict[str, Any]:
    root = read_file(path).root
    assert isinstance(root.value, dict)
    return {name: node.value for name, node in root.value.items()}
