"""The one reader of tables: what stands between cells, quotes, encodings, limits, and the line of what is wrong."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard

from reportgen.files.source import Source
from reportgen.files.table import Record, cells_of, delimiter_of, records_of, squared
from reportgen.problems import InputError


def source_of(folder: Path, content: str | bytes, longest_line: int = 64 * 1024) -> Source:
    """A source of a file with this content."""
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Source(path, "table.csv", longest_line=longest_line)


def cells_in(source: Source, delimiter: str = ",") -> list[list[str]]:
    """The cells of each record."""
    return [record.cells for record in records_of(source, delimiter)]


def problem_of(source: Source) -> str:
    """The one problem of a table with commas."""
    with pytest.raises(InputError) as raised:
        list(records_of(source, ","))
    [problem] = raised.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("name,power_w,note", ","),
        ("name;power_w;note", ";"),
        ("name\tpower_w\tnote", "\t"),
        ("a, b, c;name;power_w", ";"),  # more commas, but no name between them
        ("name,power_w;name", ","),
        ("nothing known;here", ";"),  # of none of the names: the most cells
        ("one", ","),
        ("sep=;;name;power_w", ";"),  # a header whose first name begins so
    ],
)
def test_the_sign_that_makes_the_names(text: str, sign: str) -> None:
    """The delimiter is the one that makes the most of the names that are looked for."""
    assert sign == delimiter_of(text, {"name", "power_w"}.__contains__)


def test_the_mark_that_keeps_a_spreadsheet_from_a_formula_is_taken_off(tmp_path: Path) -> None:
    """One apostrophe before = + - @, in names as in cells, plain or quoted; any other is part of the text."""
    text = "'=name,'a\n'-x,'y\n ''=1 ,\"'+b, c\"\n'@,''\n"

    assert [["=name", "'a"], ["-x", "'y"], ["'=1", "+b, c"], ["@", "''"]] == cells_in(source_of(tmp_path, text))
    assert ["=name", "'a"] == cells_of("'=name,'a", ",")


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("sep=;", ";"),
        ('"SEP=|"', "|"),
        ("sep=\t", "\t"),
        ("sep=:", ":"),
        ("sep=;;name", None),  # a header whose first name begins so
        ("sep=", None),
        ("sep = ;", None),
    ],
)
def test_a_line_that_says_the_sign(tmp_path: Path, line: str, sign: str | None) -> None:
    """`sep=;` alone on the first line that is not blank says the sign, whatever the header would make of it."""
    source = source_of(tmp_path, f"\n{line}\nname,power_w;x\n")

    assert sign == source.declared_sign
    assert ("name,power_w;x" if sign else line) == source.first_line
    assert sign is None or sign == delimiter_of(source.first_line, {"name", "power_w"}.__contains__, sign)


def test_a_line_that_says_the_sign_is_blank_in_all_that_is_read(tmp_path: Path) -> None:
    """It is neither in the head nor in the lines, which keep their numbers; a second such line is one of the table."""
    source = source_of(tmp_path, "sep=;\r\na;b\r\n1;2\r\n")

    assert "\na;b\n1;2\n" == source.head
    assert [(1, ""), (2, "a;b"), (3, "1;2")] == list(source.lines())
    assert ["\n", "sep=;\n", "a\n"] == list(source_of(tmp_path, "sep=;\nsep=;\na\n").whole_lines())
    assert [""] == list(source_of(tmp_path, "sep=;").whole_lines())


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"\xef\xbb\xbfa,b\r\n1,2\r\n",
        b"a,b\r1,2",
        "a,b\n1,2\n".encode("utf-16"),
        b"\xfe\xff" + "a,b\n1,2\n".encode("utf-16-be"),
        gzip.compress(b"a,b\n1,2\n", mtime=0),
        gzip.compress("a,b\n1,2\n".encode("utf-16"), mtime=0),
        zstandard.ZstdCompressor().compress(b"a,b\n1,") + zstandard.ZstdCompressor().compress(b"2\n"),
        b"\n , \na,b\n\n1 , 2\n,\n",
        b'"a","b"\n"1",2\n',
    ],
    ids=[
        "plain",
        "mark and CRLF",
        "CR",
        "UTF-16 LE",
        "UTF-16 BE",
        "gzip",
        "gzip of UTF-16",
        "Zstandard",
        "blank lines",
        "quotes",
    ],
)
def test_one_table_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    """Encodings, marks, line ends, packings, quotes and blank records change nothing."""
    assert [["a", "b"], ["1", "2"]] == cells_in(source_of(tmp_path, content))


@pytest.mark.parametrize(
    ("before", "line"), [("", 1), ("a,b\n", 2), ("a,b\r\n1,2\r\n", 3), ("a\r\r", 3), ("1,2\n" * 5000, 5001)]
)
def test_a_byte_that_is_no_utf_16_is_named_with_its_line(tmp_path: Path, before: str, line: int) -> None:
    """Half a sign where its other half is a letter, with any line ends before it, also of more than is read at once."""
    content = b"\xff\xfe" + f"{before}x".encode("utf-16-le") + b"\x00\xd8" + "x\n".encode("utf-16-le")
    said = f"table.csv:{line}: the byte 0x00 here is not UTF-16-LE (save the file as UTF-8)"
    assert said == problem_of(source_of(tmp_path, content))


def test_a_line_that_says_the_sign_is_dropped(tmp_path: Path) -> None:
    """`sep=;` is no record where it is the first line that is not blank; further down it is a cell like others."""
    found = list(records_of(source_of(tmp_path, "\nsep=;\r\na;b\nsep=;\n"), ";"))

    assert [Record(3, 3, ["a", "b"]), Record(4, 4, ["sep=", ""])] == found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b,c\n1,2,\n3,4\n", [["1", "2", ""], ["3", "4", ""]]),
        ("a,b,c\n1,,\n3,4\n5\n", [["1", "", ""], ["3", "4", ""], ["5", "", ""]]),
        ("a,b,c\n1,2,\n3\n", [["1", "2", ""], ["3"]]),  # nobody leaves b blank
        ("a,b,c\n1,2,9\n3,4\n", [["1", "2", "9"], ["3", "4"]]),
        ("a,b,c\n3,4\n1,2,\n", [["3", "4"], ["1", "2", ""]]),
        ("a,b,\n3,4\n", [["3", "4", ""]]),
        ("a,b\n3,4,,\n", [["3", "4"]]),
        ("a,b\n3,4,,5\n", [["3", "4", "", "5"]]),
    ],
)
def test_last_cells_that_are_left_out(tmp_path: Path, content: str, expected: list[list[str]]) -> None:
    """What a spreadsheet leaves out behind the last filled cell is blank; what may be lost is not made up."""
    _, *found = squared(records_of(source_of(tmp_path, content), ","))

    assert expected == [record.cells for record in found]


def test_a_record_knows_its_lines(tmp_path: Path) -> None:
    """A line end within quotes belongs to the cell; the record says where it begins and ends."""
    found = list(records_of(source_of(tmp_path, 'a,b\n\n"x\ny","say ""z"", twice"\n1,2\n'), ","))

    assert [Record(1, 1, ["a", "b"]), Record(3, 4, ["x\ny", 'say "z", twice']), Record(5, 5, ["1", "2"])] == found


def test_without_quotes_a_quote_is_a_sign_like_others(tmp_path: Path) -> None:
    """A tool that writes no quotes may have them in a name."""
    source = source_of(tmp_path, 'a;b\n"x;2\n')

    assert [["a", "b"], ['"x', "2"]] == [record.cells for record in records_of(source, ";", quoted=False)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'a,b\n1,2\n"3,4\n', "table.csv:3: not CSV: unexpected end of data (is the line cut off or damaged?)"),
        (b'a,b\n"1"x,2\n', "table.csv:2: not CSV: ',' expected after '\"' (is the line cut off or damaged?)"),
        (b"a,b\n1,2\n\xe4,3\n", "table.csv:3: the byte 0xE4 here is not UTF-8 (save the file as UTF-8)"),
        (b"a,b\n1,\0\n", "table.csv:2: the file holds a NUL; this looks like a binary file"),
        (gzip.compress(b"a,b\n" * 99, mtime=0)[:-9], "table.csv: the gzip file is damaged: "),
    ],
    ids=["open quote", "after a quote", "no UTF-8", "NUL", "cut gzip"],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, content: bytes, problem: str) -> None:
    """Each fault of a table is one problem at the line on which it stands."""
    assert problem_of(source_of(tmp_path, content)).startswith(problem)


@pytest.mark.parametrize(("length", "refused"), [(98, False), (99, False), (100, True)])
def test_the_longest_line(tmp_path: Path, length: int, refused: bool) -> None:
    """A line of just the limit, its end included, is read; one of a character more is not."""
    source = source_of(tmp_path, "a\n" + "x" * length + "\n", longest_line=100)
    if refused:
        assert "table.csv:2: the line is longer than 100 characters (is it the right file?)" == problem_of(source)
    else:
        assert [["a"], ["x" * length]] == cells_in(source)


@pytest.mark.parametrize(
    ("line", "cells"), [('a, "b;c" ,d', ["a", '"b;c"', "d"]), ('"a, b",c', ["a, b", "c"]), ("", []), ('"a" b', ["a b"])]
)
def test_cells_of_one_line(line: str, cells: list[str]) -> None:
    """A header by itself is parted as a record is, and damage in it is for the reader of the whole to tell."""
    assert cells == cells_of(line, ",")
