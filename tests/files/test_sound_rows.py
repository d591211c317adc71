"""Tables of machines: one odd row costs one row, and is said with its line."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines, sound_rows
from reportgen.files.source import Source, encoding_of
from reportgen.problems import InputError


def read(folder: Path, content: str | bytes, asked: Collection[str] = ("a", "b")) -> tuple[list[list[str]], Losses]:
    """The cells of the rows that can be read, and what was lost."""
    path = folder / "log.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    lost = Losses()
    source = Source(path, "log.csv")
    found = list(sound_rows(source, ",", lost, lambda _: asked, is_header=lambda cells: "a" in cells))
    return [list(row.cells.values()) for row in found], lost


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ("1", "line 3: the line has 1 cell, the header 3"),
        ("1,2,3,4", "line 3: the line has 4 cells, the header 3"),
        ("1,\0,3", "line 3: the file holds a NUL; this looks like a binary file"),
        ('1,"2,3', "line 3: not CSV: unexpected end of data"),
        ('1,"2"x,3', "line 3: not CSV: ',' expected after '\"'"),
        (b"1,\xff,3", "line 3: the byte 0xFF here is not UTF-8"),
    ],
)
def test_an_odd_row_costs_itself(tmp_path: Path, odd: str | bytes, said: str) -> None:
    """The rows before and after it are read, and it is counted and named."""
    odd = odd if isinstance(odd, bytes) else odd.encode()
    found, lost = read(tmp_path, b"a,b,c\n1,2,3\n" + odd + b"\n4,5,6\n")
    assert found == [["1", "2", "3"], ["4", "5", "6"]]
    assert lost.said(3, "no energy") == [f"1 of 3 rows has no energy ({said}): it is in no sum"]


def test_the_mark_that_keeps_a_spreadsheet_from_a_formula_is_taken_off(tmp_path: Path) -> None:
    """In names as in cells, which are then asked for as they were written."""
    found, _ = read(tmp_path, "'=a,a,c\n'-1,'+x,'y\n", ("=a", "c"))
    assert [["-1", "+x", "'y"]] == found


def test_many_odd_rows_are_counted_and_the_first_named(tmp_path: Path) -> None:
    """Three are named, all are counted."""
    found, lost = read(tmp_path, "a,b,c\n" + "1\n" * 5 + "1,2,3\n")
    assert len(found) == 1
    [said] = lost.said(6, "no energy")
    assert said.startswith("5 of 6 rows have no energy (line 2: ")
    assert said.count("line ") - said.count("the line ") == 3
    assert said.endswith("; ...): they are in no sum")


@pytest.mark.parametrize(
    ("odd", "ran_together"),
    [("1,2", 0), ("1,2,3,4", 1), ("1,2,3,4,5,6", 1), ("1,2,3,4,5,6,7", 2), ("1,2,\0", 0)],
)
def test_rows_that_ran_together_are_counted_by_their_cells(tmp_path: Path, odd: str, ran_together: int) -> None:
    """A line of more cells than the header is as many rows as it takes; it is one line that is lost."""
    _, lost = read(tmp_path, f"a,b,c\n1,2,3\n{odd}\n", asked=("a", "b", "c"))
    assert (lost.count, lost.ran_together) == (1, ran_together)


def test_a_row_that_ends_early_gives_the_cells_that_are_asked_for(tmp_path: Path) -> None:
    """Of its later cells nobody knows which is missing: they are left out, and the line is said."""
    found, lost = read(tmp_path, "a,x,b,c,d\n1,0,2,3,4\n5,0,6,7\n5,0\n")
    assert found == [["1", "0", "2", "3", "4"], ["5", "0", "6"]]
    assert lost.said(3, "no energy") == [
        "1 of 3 rows has no energy (line 4: the line has 2 cells, the header 5): it is in no sum",
        "line 3: fewer cells than the header; only the first ones are read",
    ]


def test_a_trailing_comma_is_no_cell(tmp_path: Path) -> None:
    """Blank cells beyond the header are nothing."""
    assert read(tmp_path, "a,b\n1,2,\n1,2,,\n") == ([["1", "2"], ["1", "2"]], Losses())


def test_what_stands_before_the_header_is_passed_over(tmp_path: Path) -> None:
    """A banner is no row, nor is the header where it comes again."""
    assert read(tmp_path, "Thu Apr 24\nDriver: 550\na,b\n1,2\na,b\n3,4\n") == ([["1", "2"], ["3", "4"]], Losses())


def test_a_file_without_the_header_is_refused(tmp_path: Path) -> None:
    """Its rows could be anything."""
    with pytest.raises(InputError, match="no line is the header"):
        read(tmp_path, "x,y\n1,2\n")


def test_two_columns_of_the_name_that_is_asked_for(tmp_path: Path) -> None:
    """Which of them is meant is not known; where nobody asks for them they do no harm."""
    with pytest.raises(InputError, match='two columns are called "a"'):
        read(tmp_path, "a,b,a\n1,2,3\n")
    assert read(tmp_path, "a,b,x,x\n1,2,3,4\n")[0]


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("4,37.87 W", True),
        ("4,3", False),  # the head of 37.87 W
        ("4,37.87", False),
        ("4,37.8 W", False),
        ("4,137.871 W", True),
        ("4", False),
    ],
)
def test_a_last_line_without_its_end_is_judged_by_its_form(tmp_path: Path, last: str, kept: bool) -> None:
    """With the unit and the decimals that all rows before it have it is whole; with its end it always is."""
    head = "a,b\n1,18.81 W\n2,19.02 W\n3,19.38 W\n"
    found, lost = read(tmp_path, head + last)
    assert (len(found), lost.count) == ((4, 0) if kept else (3, 1))
    if "," in last:
        assert len(read(tmp_path, f"{head}{last}\n")[0]) == 4


def test_two_rows_tell_no_form(tmp_path: Path) -> None:
    """What only two rows share may be chance: a last line without its end is believed."""
    assert len(read(tmp_path, "a,b\n1,18.81\n2,19.02\n3,19")[0]) == 3


def test_rows_of_several_forms_tell_nothing_of_a_cut(tmp_path: Path) -> None:
    """Where the decimals differ from row to row the last one may have as few as the least of them."""
    assert len(read(tmp_path, "a,b\n1,18.81\n2,19\n3,19.5\n4,3")[0]) == 4


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf_16_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    """Every other byte of plain letters is a NUL there, which tells the order."""
    assert read(tmp_path, "a,b\n1,2\n".encode(encoding))[0] == [["1", "2"]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\0b\0", "utf-16-le"),
        (b"\0a\0b", "utf-16-be"),
        (b"a\0b", "utf-8"),  # three bytes tell nothing
        (b"a\0" * 9 + b"ab", "utf-16-le"),
        (b"a\0" * 8 + b"ab" * 2, "utf-8"),
        (b"\0\0" + b"a\0" * 9, "utf-8"),
        (b"\xff\xfea\0", "utf-16-le"),
        (b"", "utf-8"),
    ],
)
def test_what_tells_utf_16_from_utf_8(content: bytes, expected: str) -> None:
    """Nine of ten second bytes that are NUL, and no first one; of four bytes at least, or a mark."""
    assert expected == encoding_of(content)


def test_a_text_may_hold_the_sign_between_cells(tmp_path: Path) -> None:
    """What is too much between the cells before and after the one text is part of it."""
    path = tmp_path / "log.csv"
    path.write_text("a,text,b,c\n1, x, y,z,2,3\n4,t,5,6\n7,x,y,8,\n")
    lost = Losses()
    found = list(sound_rows(Source(path, "log.csv"), ",", lost, lambda _: ("a", "b"), texts=("text", "note")))

    assert [["1", "x, y,z", "2", "3"], ["4", "t", "5", "6"], ["7", "x,y", "8", ""]] == [
        list(row.cells.values()) for row in found
    ]
    assert not lost.count


SEVERAL_TEXTS = "log.csv:2: the line has 6 cells, the header 5 (several texts may hold the sign between the cells)"


@pytest.mark.parametrize(
    ("asked", "found", "lost_rows"),
    [(("a", "c"), [["1", "", "", "", "2"]], []), (("a", "b"), [], [SEVERAL_TEXTS])],
)
def test_between_two_texts_nothing_is_known(
    tmp_path: Path, asked: Collection[str], found: list[list[str]], lost_rows: list[str]
) -> None:
    """The row is read where all that is asked for stands outside them, and lost where it does not."""
    path = tmp_path / "log.csv"
    path.write_text("a,text,b,note,c\n1,x,y,7,z,2\n")
    lost = Losses()
    rows = sound_rows(Source(path, "log.csv"), ",", lost, lambda _: asked, texts=("text", "note"))

    assert found == [list(row.cells.values()) for row in rows]
    assert lost_rows == list(map(str, lost.first))
    assert len(lost_rows) == lost.count


def test_lines_that_are_no_text_are_lost(tmp_path: Path) -> None:
    """A NUL and a byte that is no text cost their lines."""
    path = tmp_path / "log.txt"
    path.write_bytes(b"one\n\0\n\xff\nfour")
    lost = Losses()

    assert [(1, "one"), (4, "four")] == list(sound_lines(Source(path, "log.txt"), lost))
    assert 2 == lost.count


def test_a_lost_row_keeps_its_problem_whole() -> None:
    """Where, what and what to do, each on one line, as they are raised where no row is left."""
    lost = Losses()
    lost.add("a\n.csv:3", "odd\ncell", "mend\nit")

    [problem] = lost.first
    assert ["a\\n.csv:3", "odd\\ncell", "mend\\nit"] == [problem.where, problem.message, problem.hint]
    with pytest.raises(InputError) as raised:
        lost.refuse()
    assert [problem] == list(raised.value.problems)
