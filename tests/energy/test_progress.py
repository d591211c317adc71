"""What a command writes into the file of its progress, and what is read from it."""

from __future__ import annotations

import re
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


def test_the_file_says_whose_it_is_and_goes_again() -> None:
    """Whoever looks into the folder for temporary files sees what it is."""
    it = ProgressFile(wanted=True)
    path = Path(it.environment["REPORTGEN_PROGRESS"])
    there = path.exists()
    it.remove()

    assert (True, False) == (there, path.exists())
    assert re.fullmatch(r"reportgen-.+\.progress", path.name)


def test_where_no_file_can_be_made_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the run is measured without it."""

    def full(**_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    it = ProgressFile(wanted=True)
    it.remove()

    assert ({}, None) == (it.environment, it.read())


def test_a_file_that_somebody_removed_is_no_trouble() -> None:
    """What was said before is read still, and its end is quiet."""
    it = ProgressFile(wanted=True)
    path = Path(it.environment["REPORTGEN_PROGRESS"])
    path.write_text("5\n")
    path.unlink()
    found = it.read()
    it.remove()

    assert 5 == found


@pytest.mark.parametrize(("call", "found"), [("read", None), ("close", 5), ("unlink", 5)])
def test_a_disk_that_fails_does_not_end_the_run(call: str, found: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither while the file is read nor when it is removed."""
    it = ProgressFile(wanted=True)
    path = Path(it.environment["REPORTGEN_PROGRESS"])
    path.write_text("5\n")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(f"os.{call}", fail)
        said = it.read()
        it.remove()
    path.unlink(missing_ok=True)

    assert found == said


def test_where_it_is_not_wanted_there_is_none() -> None:
    """Neither a file nor a word of it in the environment."""
    it = ProgressFile(wanted=False)
    it.remove()

    assert ({}, None) == (it.environment, it.read())
