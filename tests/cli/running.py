"""Runs the command line: in this process where that is enough, as a process of its own where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
STREET_SCENES = SAMPLES / "street_scenes"
FOUR_FLAGS = (
    *("--task", "object-detection", "--samples-before", "110000"),
    *("--samples-after", "72500", "--duration", "PT42M"),
)
FOUR_LINES = "task: object-detection\nsamples_before: 110000\nsamples_after: 72500\nduration: PT42M\n"


@dataclass(frozen=True)
class Done:
    """An exit code and what was written to standard output and standard error."""

    code: int | None
    out: str
    err: str


Run = Callable[..., Done]


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what the command line would take from it."""
    kept = {key: text for key, text in os.environ.items() if not key.startswith(("REPORTGEN_", "SOURCE_DATE_EPOCH"))}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def process(*arguments: str | Path, cwd: Path, **options: Any) -> Done:
    """Run `python -m reportgen` in the folder `cwd`; options go to subprocess.run."""
    return python("-m", "reportgen", *map(str, arguments), cwd=cwd, **options)


def python(*arguments: str, cwd: Path, **options: Any) -> Done:
    """Run Python in the folder `cwd`."""
    given: dict[str, Any] = {"capture_output": True, "env": environment(), "encoding": "utf-8", **options}
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, stdin=subprocess.DEVNULL, timeout=60, **given)
    return Done(done.returncode, done.stdout or "", done.stderr or "")


def console_script(folder: Path) -> Path:
    """The command `reportgen`, made in the folder as an installer makes it from pyproject.toml, for this Python."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, function = scripts["reportgen"].partition(":")
    path = folder / "reportgen"
    path.write_text(f"#!{sys.executable}\nfrom {module} import {function}\n\n{function}()\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def files_in(folder: Path) -> list[str]:
    """The names of everything in the folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def command(*arguments: str) -> list[str]:
    """The command line that runs reportgen as a process."""
    return [sys.executable, "-m", "reportgen", *arguments]


def plain_environment(**more: str) -> dict[str, str]:
    """The environment without what hides or divides devices, and with more."""
    hidden = ("CUDA_", "SLURM_", "OMPI_")
    ours = {name: text for name, text in environment().items() if not name.startswith(hidden)}
    return {**ours, **more}
