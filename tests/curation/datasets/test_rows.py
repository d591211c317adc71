"""Rows of tables and lists on disk, as another reader counts them."""

from __future__ import annotations

import gzip
import tarfile
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard
from pyarrow import parquet

from reportgen.curation.datasets import rows
from reportgen.curation.datasets.read import count_data
from reportgen.problems import InputError

LINES = b'{"a": 1}\n\n{"a": 2}\r\n \t\r\n{"a": 3}'  # three rows, two blank lines, no end of the last


def samples(path: Path) -> int:
    return count_data(str(path)).samples


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1 << 20])
def test_blank_lines_are_no_rows(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a block ends."""
    monkeypatch.setattr(rows, "_BLOCK", block)
    (tmp_path / "a.jsonl").write_bytes(LINES)

    assert 3 == samples(tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("content", "expected"), [(b"", 0), (b"\n\n\n", 0), (b"{}", 1), (b"{}\n", 1), (b"\n{}\n\n\n{}\n", 2)]
)
def test_few_lines(content: bytes, expected: int, tmp_path: Path) -> None:
    """An end more or less makes no row."""
    (tmp_path / "a.ndjson").write_bytes(content)

    assert expected == samples(tmp_path / "a.ndjson")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n3,4\n", 2),
        ("a,b\n1,2\n,\n3,4\n", 3),  # empty cells with a row behind them
        ("a,b\n1,2\n,\n,\n", 1),
        ("a,b\n1,2\n  \n3,4\n\n", 2),  # a line of blanks
        ('a\n1\n""\n2\n', 2),
        ('# a;b;c\nid,text\n1,"two\nlines"\n', 1),  # a comment says nothing of the sign between cells
        ('sep=|\na,b,c|text\n1,2,3|"two\nlines"\n', 1),  # what declares it does, whatever else stands there
        ("\ufeffsep=;\na;b\n1;2\n", 1),  # behind the mark of UTF-8 too
    ],
)
def test_empty_rows_of_a_table(text: str, expected: int, tmp_path: Path) -> None:
    """One of empty cells is a sample where another follows, as spreadsheets save more of them at the end."""
    (tmp_path / "a.csv").write_text(text)

    assert expected == samples(tmp_path / "a.csv")


def test_packed_lines(tmp_path: Path) -> None:
    """From gzip and Zstandard, of several parts, too; an ending in capitals is one."""
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINES + b"\n") + gzip.compress(LINES))
    pack = zstandard.ZstdCompressor().compress
    (tmp_path / "a.jsonl.zst").write_bytes(pack(LINES + b"\n") + pack(LINES))

    (tmp_path / "B.JSONL.GZ").write_bytes(gzip.compress(LINES))

    assert [6, 6, 3] == [samples(tmp_path / it) for it in ("a.jsonl.gz", "a.jsonl.zst", "B.JSONL.GZ")]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.arrow", "a.tar", "b.tar.gz"])
def test_what_is_cut_off_is_refused(name: str, tmp_path: Path) -> None:
    """And never counted as far as it goes."""
    table = pa.table({"a": list(range(1000))})
    path = tmp_path / name
    if name == "b.tar.gz":
        shard(path, ["a.jpg"], bytes(range(256)) * 400)
        path.write_bytes(gzip.compress(path.read_bytes()))
    elif name.endswith(".gz"):
        path.write_bytes(gzip.compress(LINES * 1000))
    elif name.endswith(".zst"):
        path.write_bytes(zstandard.ZstdCompressor().compress(bytes(range(256)) * 1000))
    elif name.endswith(".parquet"):
        parquet.write_table(table, path)
    elif name.endswith(".arrow"):
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
    else:
        shard(path, ["a.jpg"], b"x" * 90_000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])

    with pytest.raises(InputError) as refused:
        samples(path)
    [problem] = refused.value.problems
    assert str(path) == problem.where
    if not name.endswith(".zst"):
        said = "gzip file is damaged: Compressed file ended" if name.endswith(".gz") else "file is cut off or damaged"
        assert said in problem.message
        assert "copy it again" == problem.hint


def test_a_sealed_footer_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    """An encrypted Parquet file ends with PARE in place of PAR1: a copy would not help."""
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"a": [1]}), path)
    whole = path.read_bytes()
    for end, said in (
        (b"PARE", "the footer of the Parquet file is encrypted (write it without encryption)"),
        (b"par1", "the Parquet file is cut off or damaged (copy it again)"),
    ):
        path.write_bytes(whole[:-4] + end)
        with pytest.raises(InputError) as refused:
            samples(path)
        assert f"{path}: {said}" == str(refused.value)


def test_quoted_line_ends_are_in_a_cell(tmp_path: Path) -> None:
    """Two rows on four lines, and a blank line; the head is none; a cell is as long as a text of a corpus."""
    (tmp_path / "a.csv").write_text('id,text\n1,"two\nlines"\n\n2,"' + "x" * 200_000 + '"\n')
    (tmp_path / "b.tsv").write_text('id\ttext\n1\t5" disk\n2\tb\n')
    # of one column, between whose cells no comma is
    (tmp_path / "of one.tsv").write_text('text\na,"b\nc,"d\n')

    (tmp_path / "of one.tsv.zst").write_bytes(zstandard.ZstdCompressor().compress(b'text\na,"b\nc,"d\n'))
    (tmp_path / "of one.tsv.gz").write_bytes(gzip.compress(b'text\na,"b\nc,"d\n'))
    names = ("a.csv", "b.tsv", "of one.tsv", "of one.tsv.zst", "of one.tsv.gz")

    assert [2] * 5 == [samples(tmp_path / name) for name in names]
    assert ("the first row is taken for the head",) == count_data(str(tmp_path / "a.csv")).warnings


def test_how_many_rows_are_counted_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each two of five rows of a table; of a list that is too long to look for names in twice, its lines."""
    monkeypatch.setattr(rows, "_TOLD_EACH", 2)
    monkeypatch.setattr(rows, "_MOST_KEPT", 3)
    (tmp_path / "a.csv").write_text("id\n1\n2\n3\n4\n5\n")
    (tmp_path / "a.txt").write_text("1\n2\n3\n1\n5\n")
    told: dict[str, list[int]] = {"a.csv": [], "a.txt": []}
    for name, numbers in told.items():
        assert 5 == count_data(str(tmp_path / name), tell=numbers.append).samples
    assert {"a.csv": [2, 4], "a.txt": [5]} == told


@pytest.mark.parametrize(("names", "samples_"), [("1\n2\n1\n", 2), ("1\n2\n1\n3\n", 4)])
def test_names_that_stand_twice_are_found_in_lists_up_to_a_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: str, samples_: int
) -> None:
    """Here of three lines; of a longer list each line counts."""
    monkeypatch.setattr(rows, "_MOST_KEPT", 3)
    (tmp_path / "a.txt").write_text(names)

    assert samples_ == samples(tmp_path / "a.txt")


def test_a_footer_with_a_map_before_the_count(tmp_path: Path) -> None:
    """Of a later version: field 2 is a map of a number and a text, field 3 the 64-bit count, 7."""
    footer = bytes([0x2B, 2, 0x58, 10, 1, 97, 12, 1, 98, 0x16, 14, 0])
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1" + footer + len(footer).to_bytes(4, "little") + b"PAR1")

    assert 7 == samples(path)


@pytest.mark.parametrize("content", [b"4 a\n", b"0 path=a\n", b"-9 path=a\n", b"-2 path=ab\n", b"1"])
def test_a_long_name_that_is_none_is_damage(content: bytes, tmp_path: Path) -> None:
    """A record of POSIX has its length, a key and a value; without end it would be read for ever."""
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.USTAR_FORMAT) as tar:
        member = tarfile.TarInfo("x")
        member.type, member.size = b"x", len(content)
        tar.addfile(member, BytesIO(content))

    with pytest.raises(InputError, match="the tar file is cut off or damaged"):
        samples(tmp_path / "a.tar")


@pytest.mark.parametrize("groups", [1, 40])
def test_rows_of_parquet_by_the_footer(groups: int, tmp_path: Path) -> None:
    """As pyarrow says them, with statistics, lists, maps and metadata of every kind in the footer."""
    table = pa.table(
        {"a": list(range(1200)), "b": [["x", "y"]] * 1200, "c": [{"k": 1.5}] * 1200, "d": [True, None] * 600}
    ).replace_schema_metadata({"note": "x" * 500})
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=1200 // groups, write_page_index=True)

    assert parquet.read_metadata(tmp_path / "a.parquet").num_rows == samples(tmp_path / "a.parquet") == 1200


def shard(path: Path, names: list[str], content: bytes = b"x", form: int = tarfile.PAX_FORMAT) -> None:
    with tarfile.open(path, "w", format=form) as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_samples_of_webdataset(form: int, tmp_path: Path) -> None:
    """A sample is what shares the name up to its first dot; the same name in another folder is another one."""
    long = "folder/" + "n" * 95
    names = ["0.jpg", "0.json", "1.seg.png", "1.jpg", "a/1.jpg", f"{long}.jpg", f"{long}.json", ".hidden"]
    shard(tmp_path / "a.tar", names, b"x" * 700, form)
    counted = count_data(str(tmp_path / "a.tar"))
    content = (tmp_path / "a.tar").read_bytes()
    for name, packed in (
        ("a.tar.gz", gzip.compress(content)),
        ("A.TGZ", gzip.compress(content)),
        ("a.tar.zst", zstandard.ZstdCompressor().compress(content)),
    ):
        (tmp_path / name).write_bytes(packed)
        assert counted == count_data(str(tmp_path / name))

    assert 4 == counted.samples
    assert 8 * 700 == counted.bytes


def test_how_long_a_name_may_be(tmp_path: Path) -> None:
    """A member that holds a name, with the zero behind it, of a MiB; one byte more is taken for damage."""
    shard(tmp_path / "a.tar", [f"{'n' * (2**20 - 1 - 4)}.jpg", "1.jpg"], form=tarfile.GNU_FORMAT)
    shard(tmp_path / "b.tar", [f"{'n' * (2**20 - 4)}.jpg", "1.jpg"], form=tarfile.GNU_FORMAT)

    assert 2 == samples(tmp_path / "a.tar")
    with pytest.raises(InputError, match="cut off or damaged"):
        samples(tmp_path / "b.tar")


def test_a_shard_without_its_end_is_refused(tmp_path: Path) -> None:
    """Cut between two members it looks whole but for the zeros at its end."""
    shard(tmp_path / "a.tar", ["0.jpg", "1.jpg"], form=tarfile.USTAR_FORMAT)
    content = (tmp_path / "a.tar").read_bytes()
    (tmp_path / "a.tar").write_bytes(content[: 2 * 512])

    with pytest.raises(InputError, match="cut off or damaged"):
        samples(tmp_path / "a.tar")


def test_a_list_names_each_file_once(tmp_path: Path) -> None:
    """A name that stands there again is one sample, and said."""
    (tmp_path / "kept.txt").write_text("a.jpg\nb.jpg\n\na.jpg\n")
    counted = count_data(str(tmp_path / "kept.txt"))

    assert 2 == counted.samples
    assert ("lines that name a file again, counted once: 1",) == counted.warnings


@pytest.mark.parametrize("name", ["a.xlsx", "a.bin", "missing.csv"])
def test_other_files_are_refused(name: str, tmp_path: Path) -> None:
    """With the forms that are known, or because nothing is there."""
    if name != "missing.csv":
        (tmp_path / name).write_bytes(b"PK")

    with pytest.raises(InputError, match=r"has no form that is known|is not there"):
        samples(tmp_path / name)
