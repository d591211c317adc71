"""Runs as Parquet: of any type, from gzip, without the right ending, and without pyarrow."""

from __future__ import annotations

import gzip
import sys
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reportgen.evidence import parquet_bounds
from reportgen.evidence import read_parquet as read_parquet_module
from reportgen.evidence.parquet_bounds import check_bounds
from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns, Runs
from reportgen.problems import InputError
from tests.evidence.making import MEND, SIMPLE, WRITE_A_NUMBER, energies

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def saved(folder: Path, columns: dict[str, Any], name: str = "runs.parquet", **options: Any) -> Path:
    """Return a Parquet file of these columns."""
    parquet.write_table(pa.table(columns), folder / name, **options)
    return folder / name


def read(path: Path, columns: Columns = SIMPLE) -> Runs:
    """Return the runs at the path."""
    return read_runs(path, columns, path.name)


PLAIN: dict[str, list[Any]] = {"g": ["a", None, "b"], "energy (kWh)": [0.1, 0.5, 0.2], "acc": [0.9, 0.5, None]}


@pytest.mark.parametrize("name", ["runs.parquet", "runs.gzip", "runs.csv"])
@pytest.mark.parametrize("compression", ["gzip", "snappy", "none"])
def test_parquet_is_told_by_what_is_in_it(tmp_path: Path, name: str, compression: str) -> None:
    """The founding study's file is Parquet, compressed with gzip inside, and called `.gzip`."""
    runs = read(saved(tmp_path, PLAIN, name, compression=compression))

    assert [Decimal("0.1"), Decimal("0.2")] == energies(runs)
    assert Decimal("0.9") == runs.accuracy_of(0)
    assert {("a",), ("b",)} == set(runs.keys)


@pytest.mark.parametrize("name", ["runs.parquet.gz", "runs.gzip", "runs"])
def test_parquet_within_gzip_is_unpacked(tmp_path: Path, name: str) -> None:
    """Whatever it is called."""
    path = tmp_path / name
    path.write_bytes(gzip.compress(saved(tmp_path, PLAIN).read_bytes()))

    assert [Decimal("0.1"), Decimal("0.2")] == energies(read(path))


@pytest.mark.parametrize(
    "values",
    [
        pa.array([1, 2], pa.int32()),
        pa.array([1, 2], pa.float32()),
        pa.array([Decimal("1.00"), Decimal("2.00")]),
        pa.array(["1", "7.2 MJ"]),
        pa.array(["1", "2"]).dictionary_encode(),
    ],
    ids=["whole", "float32", "decimal", "text", "dictionary"],
)
def test_numbers_of_every_type(tmp_path: Path, values: Any) -> None:
    """Also texts, as in a CSV."""
    columns = {"g": pa.array([1, 2]), "energy (kWh)": values, "acc": [1.0, 2.0]}
    runs = read(saved(tmp_path, columns))

    assert [Decimal(1), Decimal(2)] == energies(runs)
    assert [("1",), ("2",)] == [runs.keys[place] for place in runs.group]


@pytest.mark.parametrize(("bits", "digits"), [(16, "0.1"), (16, "0.941"), (32, "0.1"), (32, "0.123457")])
def test_numbers_of_few_bits_are_the_digits_that_were_meant(tmp_path: Path, bits: int, digits: str) -> None:
    """0.1 in 32 bits is 0.1, and not 0.10000000149; 0.123457 has more digits than 16 bits hold."""
    few = np.array([digits], {16: np.float16, 32: np.float32}[bits])
    runs = read(saved(tmp_path, {"g": ["a"], "energy (kWh)": few, "acc": few}))

    assert ([Decimal(digits)], Decimal(digits)) == (energies(runs), runs.accuracy_of(0))


def test_a_text_that_is_missing_is_no_number(tmp_path: Path) -> None:
    """A null among texts is as an empty cell of a CSV, among numbers and labels; a column may be all null."""
    columns = {
        "g": ["a", "a", None],
        "energy (kWh)": ["1", None, "2"],
        "acc": ["0.5", "0.6", None],
        "board": [None] * 3,
    }
    texts = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    runs = read(saved(tmp_path, texts), replace(SIMPLE, device="board"))

    assert [Decimal(1)] == energies(runs)
    assert runs.device is not None
    assert ((("a",),), ()) == (runs.keys, runs.device.values)


def test_mixed_units_and_odd_cells_are_both_said(tmp_path: Path) -> None:
    """One note does not replace the other."""
    energies_said = pa.array(["1", "7.2 MJ", "inf"])
    runs = read(saved(tmp_path, {"g": ["a"] * 3, "energy (kWh)": energies_said, "acc": [0.5] * 3}))

    assert [Decimal(1), Decimal(2)] == energies(runs)
    assert (
        'mixed units: 1 of the cells of "energy (kWh)" in MJ, converted to kWh',
        '1 of 3 rows has an odd cell (runs.parquet: row 3: "energy (kWh)" is inf, which is no finite number): left out',
    ) == runs.notes


@pytest.mark.parametrize("name", ["t", "t (h)"])
@pytest.mark.parametrize(
    ("unit", "count"), [("s", 5400), ("ms", 5_400_000), ("us", 5_400 * 10**6), ("ns", 5_400 * 10**9)]
)
def test_a_duration_is_a_time_of_its_own(tmp_path: Path, name: str, unit: str, count: int) -> None:
    """Parquet knows its unit, whatever the name says."""
    columns = {**PLAIN, name: pa.array([count, None, 1], pa.duration(unit))}
    runs = read(saved(tmp_path, columns), replace(SIMPLE, duration=name))

    assert Decimal(5400) == runs.duration_s(0)


def test_a_duration_of_more_nanoseconds_than_a_float_counts_is_read(tmp_path: Path) -> None:
    """104 days and a nanosecond: 2 ** 53 + 1, the first whole number that a float has not."""
    columns = {**PLAIN, "t": pa.array([2**53 + 1, None, 1], pa.duration("ns"))}
    runs = read(saved(tmp_path, columns), replace(SIMPLE, duration="t"))

    assert 9_007_199.254740992 == pytest.approx(float(runs.duration_s(0) or 0), rel=1e-15)


SAVE_ANEW = "save the table anew, with texts in UTF-8"


@pytest.mark.parametrize(
    ("columns", "expected", "hint"),
    [
        ({**PLAIN, "acc": [True, False, True]}, '"acc" holds bool, which are no numbers', "name a column of numbers"),
        ({**PLAIN, "energy (kWh)": [0.1, -1.0, 2.0]}, 'row 2: "energy (kWh)" is -1, below zero', MEND),
        (
            {**PLAIN, "energy (kWh)": ["1", "x", "2"]},
            "row 2: \"energy (kWh)\" is 'x', which is no number",
            WRITE_A_NUMBER,
        ),
        (
            {**PLAIN, "energy (kWh)": [float("inf")] * 3},
            'row 1: "energy (kWh)" is inf, which is beyond what is computed here: 1e-30 to 1e30',
            "",
        ),
        (
            {**PLAIN, "g": pa.array([b"a", b"\xff", b"b"]).view(pa.string())},
            '"g" holds a text that is not UTF-8',
            SAVE_ANEW,
        ),
        ({**PLAIN, "g": [b"a", b"\xff", b"b"]}, '"g" holds a text that is not UTF-8', SAVE_ANEW),
        (
            {**PLAIN, "g": [["a"], ["b"], ["c"]]},
            '"g" holds list<element: string>, and no text',
            "name a column of texts or numbers",
        ),
        (
            {**PLAIN, "acc": pa.array([b"1", b"\xff", b"2"]).view(pa.string())},
            '"acc" holds a text that is not UTF-8',
            SAVE_ANEW,
        ),
        (
            {**PLAIN, "g": pa.array([1, 2, 3_000_000], pa.int32()).view(pa.date32())},
            '"g" holds a date or time outside the years 1 to 9999',
            "save the column as text",
        ),
        ({"g": ["a"], "acc": [1.0]}, 'there is no column "energy (kWh)"', "known: acc, g"),
        (
            {name: values[:0] for name, values in PLAIN.items()},
            "there is no run below the header",
            "a table has a row for each run",
        ),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, columns: dict[str, Any], expected: str, hint: str) -> None:
    """With its row where there is one, and what to do about it."""
    with pytest.raises(InputError) as caught:
        read(saved(tmp_path, columns))

    told = f"runs.parquet: {expected}"
    assert (f"{told} ({hint})" if hint else told) == str(caught.value.problems[0])


@pytest.mark.parametrize(
    ("column", "value"), [("energy (kWh)", float("inf")), ("acc", float("-inf")), ("acc", 1.1e30), ("acc", 9e-31)]
)
def test_an_odd_number_costs_its_row_and_is_said(tmp_path: Path, column: str, value: float) -> None:
    """As in a CSV; NaN and null are missing and cost nothing."""
    runs = read(
        saved(tmp_path, {"g": ["a", "b"], "energy (kWh)": [0.1, 0.2], "acc": [0.5, None], column: [value, 0.7]})
    )

    assert [2] == list(runs.rows)
    assert runs.notes[0].startswith(f'1 of 2 rows has an odd cell (runs.parquet: row 1: "{column}" is {value:g}, ')
    assert runs.notes[0].endswith("): left out")


def test_two_odd_cells_cost_their_row_once(tmp_path: Path) -> None:
    """The first of them is named."""
    odd = [float("inf"), 0.5]
    runs = read(saved(tmp_path, {"g": ["a", "b"], "energy (kWh)": odd, "acc": odd}))

    assert [2] == list(runs.rows)
    assert [note.partition(", which")[0] for note in runs.notes] == [
        '1 of 2 rows has an odd cell (runs.parquet: row 1: "energy (kWh)" is inf'
    ]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([1, 10]), ["1", "10"]),
        (pa.array([1.0, 1.1]), ["1.0", "1.1"]),
        (pa.array([1.1, 1.25], pa.float32()), ["1.1", "1.25"]),
        (pa.array([Decimal("1.10"), Decimal("1.00")]), ["1.10", "1.00"]),
        (pa.array(["1.10", "01"]), ["1.10", "01"]),
        (pa.array(["größe".encode(), b"01"]), ["größe", "01"]),
    ],
)
def test_a_number_as_a_label_is_its_shortest_text(tmp_path: Path, values: Any, texts: list[str]) -> None:
    """A whole number is 1, another 1.0, and a decimal has the digits of its type."""
    runs = read(saved(tmp_path, {"g": values, "energy (kWh)": [0.1, 0.2], "acc": [0.5, 0.6]}))

    assert [(text,) for text in texts] == [runs.keys[place] for place in runs.group]


def test_no_number_is_no_label(tmp_path: Path) -> None:
    """NaN names no group, as an empty cell does not."""
    runs = read(saved(tmp_path, {"g": [1.5, float("nan")], "energy (kWh)": [0.1, 0.2], "acc": [0.5, 0.6]}))

    assert [("1.5",)] == list(runs.keys)
    assert [0, -1] == list(runs.group)


def test_two_columns_of_one_name_are_refused_where_one_is_asked_for(tmp_path: Path) -> None:
    """Of those that nobody asks for there may be two."""
    columns = [pa.array(["a"]), pa.array([0.1]), pa.array([0.5]), pa.array([0.6])]
    for names, expected in (
        (["g", "energy (kWh)", "acc", "acc"], 'runs.parquet: two columns are called "acc"'),
        (["g", "energy (kWh)", "acc", "g"], 'runs.parquet: two columns are called "g"'),
    ):
        parquet.write_table(pa.Table.from_arrays(columns, names=names), tmp_path / "runs.parquet")
        with pytest.raises(InputError) as caught:
            read(tmp_path / "runs.parquet")
        assert str(caught.value).startswith(expected)
    twice = pa.Table.from_arrays([*columns, columns[3]], names=["g", "energy (kWh)", "acc", "x", "x"])
    parquet.write_table(twice, tmp_path / "runs.parquet")
    assert [Decimal("0.1")] == energies(read(tmp_path / "runs.parquet"))


def test_a_name_that_is_not_utf8_is_one_clear_line(tmp_path: Path) -> None:
    """Whoever asks for other columns cannot have them either, since no name can be trusted."""
    path = saved(tmp_path, {**PLAIN, "nam\u00ff": [1, 2, 3]})
    path.write_bytes(path.read_bytes().replace("nam\u00ff".encode(), b"nam\xff\xff"))

    with pytest.raises(InputError) as caught:
        read(path)
    said = "runs.parquet: the name of a column is not UTF-8 (save the table anew, with names in UTF-8)"
    assert said == str(caught.value)


def test_an_energy_without_a_unit_is_refused(tmp_path: Path) -> None:
    """As in every other form."""
    for energy in (1.0, 0.0):
        columns = {"g": ["a"], "energy": [energy], "acc": [1.0]}
        with pytest.raises(InputError, match=rf"row 1: the energy is {energy} in no known unit"):
            read(saved(tmp_path, columns), replace(SIMPLE, energy="energy"))


def test_a_file_damaged_within_is_a_problem(tmp_path: Path) -> None:
    """Its end is whole, and what it points at is not."""
    path = saved(tmp_path, PLAIN)
    content = bytearray(path.read_bytes())
    content[4:80] = b"\xff" * 76
    path.write_bytes(content)

    with pytest.raises(InputError, match=r"runs\.parquet: cannot be read: .*is the file cut off or damaged\?"):
        read(path)


@pytest.mark.parametrize("cut", [4, 40, -1])
def test_a_file_cut_off_is_a_problem(tmp_path: Path, cut: int) -> None:
    """One line, no traceback."""
    path = saved(tmp_path, PLAIN)
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("runs.parquet: no Parquet that can be read: ")
    assert str(caught.value).endswith(" (is the file cut off or damaged?)")


def test_without_pyarrow_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named; the same table as CSV would do."""
    path = saved(tmp_path, PLAIN)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(InputError) as caught:
        read(path)
    assert (
        "runs.parquet: this is Parquet, which is read by pyarrow, and that is not installed"
        " (pip install 'filtering-savings-report[parquet]', or save the table as CSV)"
    ) == str(caught.value)


def test_texts_prove_their_decimal_sign(tmp_path: Path) -> None:
    """1.500 beside 0,95 is 1500; alone it is a problem, which --decimal answers."""
    columns = {"g": ["a"], "energy (kWh)": ["1.500"], "acc": ["0,95"]}
    alone = {**columns, "acc": [1.0]}

    assert [1500] == energies(read(saved(tmp_path, columns)))
    assert [Decimal("1.5")] == energies(read(saved(tmp_path, alone), replace(SIMPLE, decimal="point")))
    with pytest.raises(InputError, match=r'row 1: "energy \(kWh\)" is 1\.500, which may be 1\.5 or 1500'):
        read(saved(tmp_path, alone))


@pytest.mark.parametrize(("values", "rows"), [([87600.0, 1.0], [1, 2]), ([87600.1, 1.0], [2])])
def test_a_time_of_more_than_ten_years_costs_its_row(tmp_path: Path, values: list[float], rows: list[int]) -> None:
    """As in a CSV, as a number or as a duration."""
    columns = {"g": ["a", "b"], "energy (kWh)": [1.0, 1.0], "acc": [1.0, 1.0]}
    seconds = pa.array([round(value * 3600) for value in values], pa.duration("s"))
    for times in (values, seconds):
        runs = read(saved(tmp_path, {**columns, "t (h)": times}), replace(SIMPLE, duration="t (h)"))
        assert rows == list(runs.rows)


def test_rows_are_counted_before_they_are_read(tmp_path: Path) -> None:
    """A file of some bytes that says twenty million rows is refused unread; a hundred thousand alike are read."""
    for rows, is_read in ((100_000, True), (20_000_000, False)):
        alike = pa.DictionaryArray.from_arrays(pa.array([0] * 1000, pa.int8()), pa.array(["a"]))
        columns = {"g": [alike] * (rows // 1000), "energy (kWh)": [pa.array([0.5] * 1000)] * (rows // 1000)}
        table = {name: pa.chunked_array(chunks) for name, chunks in columns.items()}
        path = saved(tmp_path, table | {"acc": table["energy (kWh)"]}, compression="zstd", row_group_size=rows)
        if is_read:
            assert rows == len(read(path).usable)
        else:
            with pytest.raises(InputError, match=r"says 20,000,000 rows in [0-9,]+ bytes, and at most "):
                read(path)


TOO_LARGE = "runs: unpacks to 64,004,001 bytes, and at most 64,004,000 are read of a file of 10"


@pytest.mark.parametrize(
    ("path", "values", "size", "refused"),
    [
        ("acc", 1, 64_004_000, ""),
        ("acc", 1, 64_004_001, TOO_LARGE),
        ("other", 1, 64_004_001, ""),  # nobody asks for it
        ("acc.list.element", 1, 64_004_001, TOO_LARGE),
        ("acc.list.element", 100_100, 1, ""),
        ("acc.list.element", 100_101, 1, "runs: says 100,101 rows in 10 bytes, and at most 100,100 are read of so few"),
        ("other.list.element", 100_101, 1, ""),
    ],
)
def test_what_columns_say_of_themselves_is_held_before_they_are_read(
    path: str, values: int, size: int, refused: str
) -> None:
    """Of a file of ten bytes: 64,000,000 bytes and 400 for each, 100,000 rows and ten for each, also of lists."""
    column = SimpleNamespace(path_in_schema=path, num_values=values, total_uncompressed_size=size)
    group = SimpleNamespace(num_rows=1, column=lambda _: column)
    metadata = SimpleNamespace(num_rows=1, num_row_groups=1, num_columns=1, row_group=lambda _: group)
    said = f"^{refused} \\(is it a table of runs\\? save it as CSV, if it is\\)$"
    with pytest.raises(InputError, match=said) if refused else nullcontext():
        check_bounds(metadata, 10, {"g", "acc"}, "runs")


def test_one_long_text_in_many_rows_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """A text of 60,000 signs that 90,000 rows have would be 5.4 GB; in 900 rows it is read."""
    for rows, is_read in ((900, True), (90_000, False)):
        label = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 60_000]))
        numbers = pa.array([0.5] * rows)
        path = saved(
            tmp_path, {"g": label.cast(pa.string()) if is_read else label, "energy (kWh)": numbers, "acc": numbers}
        )
        if is_read:
            assert rows == len(read(path).usable)
        else:
            with pytest.raises(InputError, match=r'^runs\.parquet: "g": unpacks to 5,400,000,000 bytes, and at most '):
                read(path)


def test_a_text_that_parquet_alone_keeps_once_is_read_once_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred rows of 60,000 signs, which no schema of Arrow calls a dictionary, would be 6 MB."""
    columns = {"g": ["x" * 60_000] * 100, "energy (kWh)": [0.5] * 100, "acc": [0.5] * 100}
    path = saved(tmp_path, columns, store_schema=False)
    monkeypatch.setattr(parquet_bounds, "FREE_BYTES", 0)
    monkeypatch.setattr(parquet_bounds, "MOST_TIMES", 100)
    assert path.stat().st_size < 60_000
    with pytest.raises(InputError, match=r'^runs\.parquet: "g": unpacks to 6,000,000 bytes, and at most '):
        read(path)


def test_parquet_in_gzip_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    """Its first bytes say what it is, and its end is not there."""
    path = tmp_path / "runs.parquet.gz"
    path.write_bytes(gzip.compress(saved(tmp_path, PLAIN).read_bytes())[:-9])

    with pytest.raises(InputError, match=r"runs\.parquet\.gz: the gzip file is damaged: .*copy it again"):
        read(path)


@pytest.mark.parametrize(("most", "refused"), [(0, False), (-1, True)])
def test_parquet_in_gzip_is_unpacked_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, refused: bool
) -> None:
    """As many bytes as it may hold are read, and one more is not."""
    assert 2_000_000_000 == read_parquet_module._MOST_BYTES
    plain = saved(tmp_path, PLAIN).read_bytes()
    (tmp_path / "runs.gz").write_bytes(gzip.compress(plain))
    monkeypatch.setattr(read_parquet_module, "_MOST_BYTES", len(plain) + most)

    if refused:
        said = rf"^runs\.gz: holds more than {len(plain) - 1:,} bytes of Parquet in gzip \(unpack it first\)$"
        with pytest.raises(InputError, match=said):
            read(tmp_path / "runs.gz")
    else:
        assert [Decimal("0.1"), Decimal("0.2")] == energies(read(tmp_path / "runs.gz"))
