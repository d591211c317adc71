"""What commands that write files have in common: how one file is written and said."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from reportgen.files.paths import is_one_of
from reportgen.problems import InputError, Problem, excerpt, refuse
from reportgen.rendering.formats import ENDINGS

# What -o may name by a slip where it takes a folder.
_OF_FILES = (*ENDINGS.values(), "htm", "yaml", "yml", "toml", "css", "j2")


def refuse_existing(path: Path, hint: str) -> None:
    """Refuse to write over whatever is there already."""
    if os.path.lexists(path):
        refuse(str(path), "is there already", hint)


def refuse_input(target: Path, inputs: Sequence[str], instead: str) -> None:
    """Refuse to write over a file that was read; instead: what to choose."""
    if is_one_of(target, inputs):
        refuse(str(target), "this input would be written over", f"choose {instead}")


def folder_faults(output: str, name: str | None = None) -> list[Problem]:
    """What is wrong with -o where it takes a folder: standard output, or the name of a file.

    name: of the option that names the file without its ending, where there is one.
    """
    if output == "-":
        return [Problem("-o -", "names standard output, and what is written are files", "name a folder: -o out")]
    path = Path(output)
    form = path.suffix.lower().removeprefix(".")
    if form not in _OF_FILES or os.path.isdir(output):
        return []
    hint = f"name its folder: -o {path.parent}"
    if name is not None and form in ENDINGS.values():
        hint = f"say -o {path.parent} {name} {path.stem} --format {form}"
    return [Problem(f"-o {excerpt(output)}", "is the name of a file, and -o takes a folder", hint)]


def refuse_no_folder(output: str) -> None:
    """Refuse what is no folder where -o takes one."""
    if faults := folder_faults(output):
        raise InputError(faults)


@contextmanager
def written(paths: Sequence[str | Path]) -> Iterator[None]:
    """Where standard output cannot take what is said inside, name the files that are written already."""
    try:
        yield
    except OSError as error:
        if not paths:
            raise
        listed = ", ".join(map(str, paths))
        raise OSError(error.errno, f"{error.strerror or error}; written: {listed}") from error


def say_written(*paths: str | Path) -> None:
    """Say where the files are that are written."""
    with written(paths):
        for path in paths:
            click.echo(path)


def write_one(path: Path, content: bytes) -> None:
    """Write one file, whole or not at all. Raises WriteError."""
    from reportgen.files.writing import WriteError, write_whole

    if path.name in ("", ".."):
        raise WriteError(path, "is no name of a file")
    write_whole(path.parent, {path.name: content})
