"""What commands that write files have in common: how one file is written and said."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from reportgen.problems import refuse


def refuse_existing(path: Path, hint: str) -> None:
    """Refuse to write over whatever is there already."""
    if os.path.lexists(path):
        refuse(str(path), "is there already", hint)


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
