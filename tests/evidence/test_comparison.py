"""Comparisons: who is held against whom, and what the saving is a fraction of."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence import comparison
from reportgen.evidence.comparison import Comparison, compare_as_said, said_of
from reportgen.evidence.groups import groups_of
from reportgen.figures.permutation import PermutationTest
from reportgen.problems import InputError
from tests.evidence.making import SIMPLE, runs_of

TWO = replace(SIMPLE, group=("model", "place"))
TABLE = "model,place,energy (kWh),acc\nsmall,here,2,0.90\nsmall,there,4,0.92\nlarge,here,8,0.97\nlarge,there,10,\n"


def compared(folder: Path, a: str, b: str) -> Comparison:
    """Return the comparison of two texts in a table of two models at two places."""
    runs = runs_of(folder, TABLE, TWO)
    return compare_as_said(runs, groups_of(runs), a, b)


def test_a_saving_is_a_fraction_of_the_second(tmp_path: Path) -> None:
    """(8 - 2) / 8 = 0.75, for 0.07 of accuracy."""
    found = compared(tmp_path, "model=small,place=here", "place=here, model=large")

    assert (Decimal("0.75"), Decimal("0.07")) == (found.saving, found.accuracy_lost)


def test_a_column_that_is_not_said_may_have_any_value(tmp_path: Path) -> None:
    """Medians of 2 and 4 against 8 and 10: (9 - 3) / 9; of the scores 0.91 against the one that is known."""
    found = compared(tmp_path, "model=small", "model=large")

    assert (2, 2) == (found.a_runs.energy_kwh.n, found.b_runs.energy_kwh.n)
    assert "0.6666666667" == f"{found.saving:.10f}"
    assert Decimal("0.06") == found.accuracy_lost


def test_the_other_way_round_the_saving_is_below_zero(tmp_path: Path) -> None:
    """(2 - 8) / 2 = -3; an accuracy that is gained is below zero too."""
    found = compared(tmp_path, "model=large,place=here", "model=small,place=here")

    assert (Decimal(-3), Decimal("-0.07")) == (found.saving, found.accuracy_lost)


def test_without_a_score_the_accuracy_lost_is_not_known(tmp_path: Path) -> None:
    """The energy is compared all the same."""
    found = compared(tmp_path, "model=small,place=there", "model=large,place=there")

    assert (Decimal("0.6"), None) == (found.saving, found.accuracy_lost)
    assert ("none", None) == (found.verdict, found.p)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("small", ("model",), {"model": "small"}),
        ("model=small", ("model",), {"model": "small"}),
        ("a=b=c", ("a", "a=b"), {"a=b": "c"}),
        ('"size=1,024",model=x', ("model", "size"), {"size": "1,024", "model": "x"}),
        ("model=", ("model",), {"model": ""}),
    ],
)
def test_what_is_said(text: str, names: tuple[str, ...], expected: dict[str, str]) -> None:
    """COLUMN=VALUE, several with commas; quotes where one is inside; the bare value of the only column."""
    assert expected == said_of(text, names)


@pytest.mark.parametrize("names", [("model",), ("model", "place")])
def test_a_column_that_is_not_asked_for_is_no_value(names: tuple[str, ...]) -> None:
    """Also where one column alone is, whose bare value would be enough."""
    with pytest.raises(InputError) as caught:
        said_of("size=small", names)
    columns = f"COLUMN=VALUE[,COLUMN=VALUE] with the columns of --group: {', '.join(names)}"
    assert f'--compare: "size=small" names no column of --group ({columns})' == str(caught.value)


@pytest.mark.parametrize(
    ("a", "message"),
    [
        ("small", '"small" names no column of --group'),
        ("size=small", '"size=small" names no column of --group'),
        ("model=smal", 'no run has "smal" as model (did you mean "small"?)'),
        ("model=small,model=large", '--compare: "model" is named twice in "model=small,model=large"'),
        ("", 'no run is ""'),
    ],
)
def test_what_selects_nothing_is_refused(tmp_path: Path, a: str, message: str) -> None:
    """With the nearest value, or how it is said."""
    with pytest.raises(InputError) as caught:
        compared(tmp_path, a, "model=large")

    assert message in str(caught.value)


@pytest.mark.parametrize(("runs", "expected"), [(5000, False), (5001, True)])
def test_more_runs_than_a_test_is_for_are_not_tested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: int, expected: bool
) -> None:
    """Nothing is called lost or gained by a test that was not made."""
    monkeypatch.setattr(comparison, "permutation_test", lambda *_: PermutationTest(Decimal("0.5"), 2, exact=True))
    rows = [f"{model},here,1,0.{90 + place % 2}\n" for model in ("small", "large") for place in range(runs)]
    table = runs_of(tmp_path, "model,place,energy (kWh),acc\n" + "".join(rows), TWO)
    found = compare_as_said(table, groups_of(table), "model=small", "model=large")

    assert (("none", None) if expected else ("open", Decimal("0.5"))) == (found.verdict, found.p)


@pytest.mark.parametrize(("runs", "expected"), [(4, "few"), (5, "higher")])
def test_five_runs_a_side_are_the_fewest(tmp_path: Path, runs: int, expected: str) -> None:
    """Of five against five that all differ p is 2 / 252; of four against five there is no verdict."""
    rows = [f"small,here,1,0.9{place}\n" for place in range(runs)]
    rows += [f"large,here,1,0.8{place}\n" for place in range(5)]
    table = runs_of(tmp_path, "model,place,energy (kWh),acc\n" + "".join(rows), TWO)

    assert expected == compare_as_said(table, groups_of(table), "model=small", "model=large").verdict


def test_a_comparison_without_a_group_names_ten_of_them(tmp_path: Path) -> None:
    """Values that are there, in no group together: the first ten of eleven groups are named, and no more."""
    text = "model,place,energy (kWh),acc\n" + "".join(f"{row},{row},{row},0.5\n" for row in range(1, 12))
    runs = runs_of(tmp_path, text, TWO)

    with pytest.raises(InputError) as caught:
        compare_as_said(runs, groups_of(runs), "model=1,place=2", "model=1")

    [problem] = caught.value.problems
    assert 'no run is "model=1, place=2"' == problem.message
    assert "groups: " + "; ".join(f"{row}, {row}" for row in range(1, 11)) == problem.hint
