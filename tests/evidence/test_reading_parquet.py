"""Runs as Parquet: of any type, from gzip, without the right ending, and without pyarrow."""

from __future__ import annotations

import gzip
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns, Runs
from reportgen.problems import InputError
from tests.evidence.making import SIMPLE, energies

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


def test_numbers_of_32_bits_are_the_digits_that_were_meant(tmp_path: Path) -> None:
    """0.1 in 32 bits is 0.1, and not 0.10000000149."""
    columns = {"g": ["a"], "energy (kWh)": pa.array([0.1], pa.float32()), "acc": [1.0]}

    assert [Decimal("0.1")] == energies(read(saved(tmp_path, columns)))


@pytest.mark.parametrize("name", ["t", "t (h)"])
@pytest.mark.parametrize(
    ("unit", "count"), [("s", 5400), ("ms", 5_400_000), ("us", 5_400 * 10**6), ("ns", 5_400 * 10**9)]
)
def test_a_duration_is_a_time_of_its_own(tmp_path: Path, name: str, unit: str, count: int) -> None:
    """Parquet knows its unit, whatever the name says."""
    columns = {**PLAIN, name: pa.array([count, None, 1], pa.duration(unit))}
    runs = read(saved(tmp_path, columns), replace(SIMPLE, duration=name))

    assert Decimal(5400) == runs.duration_s(0)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({**PLAIN, "acc": [True, False, True]}, '"acc" holds bool, which are no numbers'),
        ({**PLAIN, "energy (kWh)": [0.1, -1.0, 2.0]}, 'row 2: "energy (kWh)" is -1, which cannot be'),
        ({**PLAIN, "energy (kWh)": [0.1, float("inf"), 2.0]}, 'row 2: "energy (kWh)" is inf, which cannot be'),
        ({**PLAIN, "acc": [0.1, float("inf"), 2.0]}, 'row 2: "acc" is inf, which cannot be'),
        ({**PLAIN, "energy (kWh)": ["1", "x", "2"]}, "row 2: \"energy (kWh)\" is 'x', which is no number"),
        ({"g": ["a"], "acc": [1.0]}, 'there is no column "energy (kWh)"'),
        ({name: values[:0] for name, values in PLAIN.items()}, "there is no run below the header"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, columns: dict[str, Any], expected: str) -> None:
    """With its row where there is one."""
    with pytest.raises(InputError) as caught:
        read(saved(tmp_path, columns))

    assert expected in str(caught.value)


def test_an_energy_without_a_unit_is_refused(tmp_path: Path) -> None:
    """As in every other form."""
    columns = {"g": ["a"], "energy": [1.0], "acc": [1.0]}

    with pytest.raises(InputError, match=r"row 1: the energy is 1.0 in no known unit"):
        read(saved(tmp_path, columns), replace(SIMPLE, energy="energy"))


@pytest.mark.parametrize("cut", [4, 40, -1])
def test_a_file_cut_off_is_a_problem(tmp_path: Path, cut: int) -> None:
    """One line, no traceback."""
    path = saved(tmp_path, PLAIN)
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_without_pyarrow_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named; the same table as CSV would do."""
    path = saved(tmp_path, PLAIN)
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(
        InputError, match=r"pip install 'filtering-savings-report\[parquet\]', or save the table as CSV"
    ):
        read(path)
