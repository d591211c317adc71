"""Rows of Arrow streams and files, held against pyarrow; damage is refused in one line."""

import random
from pathlib import Path

import pyarrow as pa
import pytest

from reportgen.curation.arrow_rows import arrow_rows, is_arrow
from reportgen.files.source import Source
from reportgen.problems import InputError


def table(rows: int) -> pa.Table:
    """Return a table with numbers, texts that repeat, lists and nulls."""
    names = pa.array([["a", "b", None][row % 3] for row in range(rows)]).dictionary_encode()
    return pa.table({"n": range(rows), "name": names, "list": [[row] * (row % 4) for row in range(rows)]})


def source(path: Path, rows: int, *, chunk: int = 7, form: str = "stream") -> Source:
    """Write a table in batches, as a stream or a file."""
    content = table(rows)
    new = pa.ipc.new_stream if form == "stream" else pa.ipc.new_file
    with pa.OSFile(str(path), "wb") as file, new(file, content.schema) as writer:
        writer.write_table(content, max_chunksize=chunk)
    return Source(path, path.name)


@pytest.mark.parametrize("form", ["stream", "file"])
@pytest.mark.parametrize("rows", [0, 1, 7, 8, 100])
def test_rows_are_those_that_were_written(tmp_path: Path, rows: int, form: str) -> None:
    """In batches of seven, with a dictionary before them; none is a table without rows."""
    found = source(tmp_path / "data.arrow", rows, form=form)

    assert (rows, True) == (arrow_rows(found), is_arrow(found))


def test_streams_without_the_mark_of_a_message_are_read(tmp_path: Path) -> None:
    """Before version 0.15 of the format a message began with its size."""
    options = pa.ipc.IpcWriteOptions(use_legacy_format=True)
    path = tmp_path / "old.arrow"
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, table(9).schema, options=options) as writer:
        writer.write_table(table(9))

    assert 9 == arrow_rows(Source(path, "old"))


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    """A body that is not there whole may hold fewer rows than its head says."""
    found = source(tmp_path / "data.arrow", 100)
    found.path.write_bytes(found.path.read_bytes()[:-40])

    with pytest.raises(InputError, match=r"data\.arrow: the Arrow file is cut off or damaged \(copy it again\)"):
        arrow_rows(found)


def test_any_damage_gives_a_count_or_one_line(tmp_path: Path) -> None:
    """300 times damaged by chance, always by the same dice: never a traceback, and never a count below zero."""
    found, dice = source(tmp_path / "data.arrow", 50), random.Random("arrow")
    whole = found.path.read_bytes()
    lines = []
    for _ in range(300):
        at = dice.randrange(len(whole))
        found.path.write_bytes(whole[:at] + bytes(dice.randrange(256) for _ in range(4)) + whole[at + 4 :])
        try:
            assert 0 <= arrow_rows(found)
        except InputError as error:
            lines += [str(problem) for problem in error.problems]
    assert lines
    assert not any("\n" in line for line in lines)


def test_what_is_no_arrow_is_none(tmp_path: Path) -> None:
    """Text, nothing, and what is not there."""
    (tmp_path / "a").write_text("id,text\n")
    (tmp_path / "b").write_bytes(b"")

    assert not any(is_arrow(Source(tmp_path / name, name)) for name in ("a", "b", "c"))
