"""Runs before, after and at random, as a manifest chooses them from a table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns
from reportgen.evidence.sides import Side, sides_of

TABLE = """\
subset,share,energy (MJ),acc,images
all,1.0,3.6,0.41,1000
all,1.0,7.2,,1000
kept,0.50,1.8,0.43,500
kept,0.25,,0.44,250
"""
COLUMNS = Columns(("subset", "share"), "energy (MJ)", "acc", per="images")


def sides(folder: Path, chosen: dict[str, dict[str, str]], table: str = TABLE) -> tuple[dict[str, Side], list[str]]:
    """The sides by role, and what is wrong as `role: message (hint)`."""
    path = folder / "runs.csv"
    path.write_text(table, encoding="utf-8")
    found, problems = sides_of(read_runs(path, COLUMNS), chosen)
    return dict(found.sides), [f"{role}: {problem.message} ({problem.hint})" for role, problem in problems]


def test_each_side_has_what_its_runs_measured(tmp_path: Path) -> None:
    """3.6 and 7.2 MJ are 1 and 2 kWh; a run without accuracy counts as a run and not as an accuracy."""
    found, problems = sides(tmp_path, {"before": {"subset": "all"}, "after": {"subset": "kept"}})
    assert [] == problems
    two = (Decimal(1), Decimal(2))
    assert Side(2, (Decimal("0.41"),), two, (Decimal(1000), Decimal(1000))) == found["before"]
    after = found["after"]
    assert ((Decimal("0.43"), Decimal("0.44")), (Decimal("0.5"),)) == (after.accuracies, after.energies_kwh)


def test_how_runs_were_told_apart_is_handed_on(tmp_path: Path) -> None:
    """By which column, how many rows they were, and how many were left out; of the four runs one is of no side."""
    path = tmp_path / "runs.csv"
    rows = "".join(
        f"{run},{subset},{epoch},0.5,1\n" for run, subset in zip("abcd", "xxyz", strict=True) for epoch in "12"
    )
    path.write_text(f"run_id,subset,epoch,acc,energy (kWh)\n{rows}", encoding="utf-8")
    runs = read_runs(path, Columns(("subset",), "energy (kWh)", "acc"))
    found, problems = sides_of(runs, {"before": {"subset": "x"}, "after": {"subset": "y"}})
    assert [] == problems
    assert (2, 1) == (found.sides["before"].runs, found.sides["after"].runs)
    assert (1, "run_id", 8, 0) == (found.others, found.told_apart_by, found.joined, found.left_out)


def test_samples_are_whole_where_the_file_has_them_whole(tmp_path: Path) -> None:
    """1,000 are 1000 and not 1000.0, and a mean over runs of different length keeps its half."""
    found, _ = sides(tmp_path, {"before": {"subset": "all"}}, TABLE.replace("all,1.0,7.2,,1000", "all,1.0,7.2,,1000.5"))
    assert ["1000", "1000.5"] == [str(count) for count in found["before"].samples]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("0.50", []),
        ("0.5", ['after: no run has subset: kept, share: 0.5 (did you mean "0.50"?)']),
        ("1", ['after: no run has subset: kept, share: 1 (did you mean "1.0"?)']),
    ],
)
def test_a_label_is_its_text(tmp_path: Path, share: str, expected: list[str]) -> None:
    """0.5 is not 0.50, and 1 not 1.0: what is meant is asked."""
    found, problems = sides(tmp_path, {"after": {"subset": "kept", "share": share}})
    assert expected == problems
    assert (expected == []) == ("after" in found)


@pytest.mark.parametrize(
    ("column", "percent"),
    [
        *(("acc (%)", True), ("acc_percent", True), ("acc percent", True), ("Acc, PCT", True)),
        *(("acc", False), ("percentile", False)),
    ],
)
@pytest.mark.parametrize(
    ("cell", "fits"),
    [
        ("41", "percent"),
        ("100", "percent"),
        ("100.1", ""),
        ("1", "both"),
        ("0", "both"),
        ("-0.1", ""),
        ("1.1", "percent"),
    ],
)
def test_percentages_are_fractions_where_the_column_says_so(
    tmp_path: Path, column: str, percent: bool, cell: str, fits: str
) -> None:
    """41 in `acc (%)` is 0.41, and no accuracy in `acc`; 1 in it is a hundredth."""
    path = tmp_path / "runs.csv"
    path.write_text(f'subset,energy (kWh),"{column}"\nall,1,{cell}\n')
    runs = read_runs(path, Columns(("subset",), "energy (kWh)", column))
    found, problems = sides_of(runs, {"before": {"subset": "all"}})
    believed = fits == "both" or (fits == "percent" and percent)
    assert (percent, 0 if believed else 1) == (found.percent, len(problems))
    assert not believed or (Decimal(cell) / (100 if percent else 1),) == found.sides["before"].accuracies


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"after": {"subset": "kpet"}}, 'after: no run has subset: kpet (did you mean "kept"?)'),
        ({"after": {"subset": "x"}}, "after: no run has subset: x (known: all, kept)"),
        ({"after": {"model": "s"}}, 'after: "model" is no column of group (group: subset, share)'),
        (
            {"before": {"subset": "kept"}, "after": {"share": "0.50"}},
            "after: chooses runs that before chooses too (a run belongs to one side)",
        ),
    ],
)
def test_a_choice_that_cannot_be_is_said(tmp_path: Path, chosen: dict[str, dict[str, str]], expected: str) -> None:
    """Misspelt values and columns, and runs on both sides."""
    assert [expected] == sides(tmp_path, chosen)[1]


DIVIDED = "a column called accuracy (%) is divided by 100"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("41.1", f'"acc" is 41.1 in row 1, which is no accuracy (did you mean 0.411? {DIVIDED})'),
        ("1.01", f'"acc" is 1.01 in row 1, which is no accuracy (did you mean 0.0101? {DIVIDED})'),
        ("100", f'"acc" is 100.0 in row 1, which is no accuracy (did you mean 1.0? {DIVIDED})'),
        ("100.1", '"acc" is 100.1 in row 1, which is no accuracy (from 0 to 1)'),
        ("141", '"acc" is 141.0 in row 1, which is no accuracy (from 0 to 1)'),
        ("-0.1", '"acc" is -0.1 in row 1, which is no accuracy (from 0 to 1)'),
    ],
)
def test_what_is_no_fraction_is_said(tmp_path: Path, cell: str, expected: str) -> None:
    """A percentage under a plain name is not taken for a fraction, nor divided in silence."""
    found, problems = sides(tmp_path, {"before": {"subset": "all"}}, TABLE.replace("0.41", cell))
    assert ({}, [f"before: {expected}"]) == (found, problems)


@pytest.mark.parametrize(
    ("column", "cell", "believed"),
    [
        ("energy", "3.6e29", False),
        ("energy", "1.1e18", False),
        ("energy", "1e18", True),
        ("energy", "1e-18", True),
        ("energy", "9e-19", False),
        ("energy", "3.6e-29", False),
        ("images", "1.1e18", False),
        ("images", "1e18", True),
    ],
)
def test_what_no_training_has_is_said(tmp_path: Path, column: str, cell: str, believed: bool) -> None:
    """A number that stands for something else is refused and reaches no page: beyond 10^18, or below 10^-18."""
    table = TABLE.replace("3.6" if column == "energy" else "0.41,1000", cell if column == "energy" else f"0.41,{cell}")
    found, problems = sides(tmp_path, {"before": {"subset": "all"}}, table)
    name = "energy (MJ)" if column == "energy" else "images"
    said = f'before: "{name}" is {float(cell)} in row 1, which no training has'
    assert ([] if believed else [f"{said} (leave the cell empty where it was not measured)"]) == problems
    assert believed == ("before" in found)


@pytest.mark.parametrize(
    ("count", "expected"), [(5000, []), (5001, ["before: chooses 5,001 runs (at most 5,000 a side)"])]
)
def test_more_runs_than_a_side_may_have(tmp_path: Path, count: int, expected: list[str]) -> None:
    """5,001 runs of a side are refused rather than compared for minutes."""
    rows = "".join(f"all,1,1,0.{place % 9}1,5\n" for place in range(count))
    table = "subset,share,energy (MJ),acc,images\n" + rows
    assert expected == sides(tmp_path, {"before": {"subset": "all"}}, table)[1]
