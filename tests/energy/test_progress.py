"""What a command writes into the file of its progress, and what is read from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.energy.progress import ProgressFile, progress


@pytest.fixture
def file() -> Iterator[ProgressFile]:
    """A file of progress, which is removed after the test."""
    it = ProgressFile(wanted=True)
    yield it
    it.remove()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ((b"5\n", b"7\n"), (5, 7)),
        ((b"5\n1", b"2\n"), (5, 12)),  # a line that was half written
        ((b"12", b"\n"), (None, 12)),
        ((b"3\n9\n4\n",), (9,)),  # workers say it in whatever order
        ((b"x\n-1\n\n",), (None,)),
        ((b" 8 \n",), (8,)),
        ((b"9" * 19 + b"\n",), (int("9" * 19),)),
        ((b"9" * 20 + b"\n",), (None,)),  # no number of samples
        ((b"1" * 65_537, b"\n6\n"), (None, 6)),  # what has no end of line is forgotten in time
        ((b"",), (None,)),
    ],
)
def test_the_highest_number_of_new_lines_is_read(
    file: ProgressFile, written: tuple[bytes, ...], expected: tuple[int | None, ...]
) -> None:
    """Each piece as it was appended, and what is read after it."""
    [path] = file.environment.values()
    found = []
    for piece in written:
        with open(path, "ab") as appended:
            appended.write(piece)
        found.append(file.read())

    assert expected == tuple(found)


def test_the_command_finds_its_file_by_the_documented_name(
    monkeypatch: pytest.MonkeyPatch, file: ProgressFile, tmp_path: Path
) -> None:
    """REPORTGEN_PROGRESS names it; without it, or where it cannot be written, nothing happens."""
    monkeypatch.delenv("REPORTGEN_PROGRESS", raising=False)
    progress(1)
    monkeypatch.setenv("REPORTGEN_PROGRESS", str(tmp_path / "gone" / "file"))
    progress(2)
    assert file.read() is None

    for name, value in file.environment.items():
        monkeypatch.setenv(name, value)
    progress(3)
    assert ["REPORTGEN_PROGRESS"] == list(file.environment)
    assert 3 == file.read()


def test_where_it_is_not_wanted_there_is_none() -> None:
    """Neither a file nor a word of it in the environment."""
    it = ProgressFile(wanted=False)
    it.remove()

    assert ({}, None) == (it.environment, it.read())
