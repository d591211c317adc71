"""The quick roads to a CSV, pyarrow's and pandas's, lead where the careful one does, or are not taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.evidence import quick_csv
from reportgen.evidence.cells import NumberColumn
from reportgen.evidence.quick_csv import by_pandas, by_pyarrow, read_quickly
from reportgen.evidence.read_csv import _header, read_carefully
from reportgen.evidence.runs import Table
from reportgen.files.source import Source
from reportgen.files.units import ENERGY_UNITS
from reportgen.problems import InputError
from tests.evidence.making import INVENTED

ROADS = [by_pyarrow, by_pandas]
NUMBERS = [NumberColumn("energy (MJ)", "energy", ENERGY_UNITS["MJ"]), NumberColumn("acc", "score")]
LABELS = ["g"]
HEAD = "g,energy (MJ),acc\n"


def roads_of(
    path: Path, reader: Callable[..., object], numbers: list[NumberColumn], labels: list[str]
) -> tuple[Table | None, Table | None]:
    """What the quick road with this reader gives, and what the careful one does; None where it refuses the file."""
    source = Source(path, "x", longest_line=1024 * 1024)
    header = _header(source, [*labels, *(column.name for column in numbers)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick_csv, "_reader", lambda: reader)
        quick = read_quickly(source, header, numbers, labels)
    try:
        return quick, read_carefully(source, header, numbers, labels)
    except InputError:
        return quick, None


def assert_equal(quick: Table, careful: Table) -> None:
    """Both tables have the same numbers, bit by bit, and the same text in each row."""
    assert list(careful.numbers) == list(quick.numbers)
    for name, values in careful.numbers.items():
        np.testing.assert_array_equal(values, quick.numbers[name])
    for name, column in careful.labels.items():
        texts = [[it.values[code] if code >= 0 else None for code in it.codes] for it in (column, quick.labels[name])]
        assert texts[0] == texts[1]
    assert careful.notes == quick.notes


@pytest.mark.parametrize("reader", ROADS)
def test_a_plain_table_takes_the_quick_road(reader: Callable[..., object]) -> None:
    """A table of runs as a tool exports it, with texts, counts and missing scores, is read by both alike."""
    numbers = [
        NumberColumn("energy (MJ)", "energy", ENERGY_UNITS["MJ"]),
        NumberColumn("total seen images", "count"),
        NumberColumn("f1-score", "score"),
    ]
    quick, careful = roads_of(INVENTED, reader, numbers, ["architecture", "gpu model"])

    assert quick is not None
    assert careful is not None
    assert_equal(quick, careful)


@pytest.mark.parametrize("reader", ROADS)
@pytest.mark.parametrize(
    "rows",
    [
        "1.1,0.5,0.9\n1.10,0.5,0.8\n",  # labels stay texts
        "1,0.5,0.9\n1.0,0.5,0.8\n",
        "007,0.5,0.9\nTrue,0.5,0.8\nNA,0.5,0.7\n",
        '"a, b",0.5,0.9\n"say ""x""",0.5,0.8\n',
        "a,0.1,0.9\nb,0.30000000000000004,0.8\nc,1e-30,0.7\nd,1e30,0.6\n",
        "a,NA,0.9\nb,,0.8\nc,nan,0.7\nd,null,0.6\n",
        "a ,0.5,0.9\n a,0.5,0.8\n,0.5,0.7\n",
        "ä,0.5,0.9\n名,0.5,0.8\n",
    ],
)
def test_awkward_tables_read_alike(tmp_path: Path, reader: Callable[..., object], rows: str) -> None:
    """Numeric labels, quotes, all digits, words for missing, blanks: the same, or left to the careful road."""
    (tmp_path / "runs.csv").write_text(HEAD + rows, encoding="utf-8")
    quick, careful = roads_of(tmp_path / "runs.csv", reader, NUMBERS, LABELS)

    assert careful is not None
    if quick is not None:
        assert_equal(quick, careful)


@pytest.mark.parametrize("reader", ROADS)
@pytest.mark.parametrize(
    "rows",
    [
        "a,-1,0.9\n",
        "a,inf,0.9\n",
        "a,Infinity,0.9\n",
        "a,0.5,0.9\nb,1e-31,0.9\n",  # out of bounds
        "a,0.5,0.9\nb,1.1e30,0.9\n",
        "a,0,5,0.9\n",
        "a,1,234,0.9\n",
        "a,0.5 kWh,0.9\n",
        "a,1_000,0.9\n",
        "a,0x10,0.9\n",
        "a,0.5,True\n",
        "a,0.5,0.9\ng,energy (MJ),acc\nb,0.5,0.8\n",
        'a,0.5,0.9\n"b,0.5,0.8\n',
        "a,0.5,0.9\nb\0,0.5,0.8\n",
        'a,0.5,0.9\n"b"c,0.5,0.8\n',
        "a,0.5,0.9,,x\n",
        "a,0.5,0.9\n,,\nb,0.5,0.8\n",  # a blank row is no run
        "a,0.5,0.9\n,\nb,0.5,0.8\n",
    ],
)
def test_what_needs_care_is_not_read_quickly(tmp_path: Path, reader: Callable[..., object], rows: str) -> None:
    """Signs, infinity, commas in numbers, units, truth values, a second header, damage: the careful road decides."""
    (tmp_path / "runs.csv").write_text(HEAD + rows, encoding="utf-8")
    quick, careful = roads_of(tmp_path / "runs.csv", reader, NUMBERS, LABELS)

    if careful is None:
        assert quick is None
    elif quick is not None:
        assert_equal(quick, careful)


CELLS = st.sampled_from(
    ["a", " b", "1.10", "1.1", "0.5", "1e3", "NA", "", "-", "nan", "inf", "-2", '"x"', '"x, y"', "7 kWh", "True", "0"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=4), st.sampled_from([",", ";", "\t"]))
def test_random_tables_read_alike(tmp_path: Path, rows: list[list[str]], sign: str) -> None:
    """Whatever stands in the cells, however many there are: the quick road gives what the careful one does, or none."""
    text = "\n".join(sign.join(row) for row in [["g", "energy (MJ)", "acc"], ["a", "0.5", "0.9"], *rows]) + "\n"
    (tmp_path / "runs.csv").write_text(text, encoding="utf-8")
    for reader in ROADS:
        quick, careful = roads_of(tmp_path / "runs.csv", reader, NUMBERS, LABELS)
        if quick is not None:
            assert careful is not None, (reader.__name__, text)
            assert_equal(quick, careful)
