"""Groups of runs: which runs they hold, which are outliers, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from reportgen.evidence.groups import OutlierRule, groups_of, outlier_rule, pooled
from reportgen.evidence.read import read_runs
from reportgen.problems import InputError
from tests.evidence.making import INVENTED, SIMPLE, STUDY, runs_of

HEAD = "g,energy (kWh),acc\n"
IQR = OutlierRule(Decimal("1.5"))


def table(*energies: str) -> str:
    """Return a table of one group with these energies."""
    return HEAD + "".join(f"a,{energy},0.5\n" for energy in energies)


def test_groups_stand_in_the_order_of_their_median_energy(tmp_path: Path) -> None:
    """The thriftiest first; each with its runs, its median and its quartiles."""
    first, second = groups_of(runs_of(tmp_path, HEAD + "b,2,0.7\na,1,0.9\nb,4,0.8\nb,3,\n"))

    assert (("a",), ("b",)) == (first.key, second.key)
    assert (3, Decimal(3), Decimal("2.5"), Decimal("3.5")) == (
        second.energy_kwh.n,
        second.energy_kwh.median,
        second.energy_kwh.p25,
        second.energy_kwh.p75,
    )
    assert second.accuracy is not None
    assert (2, Decimal("0.75")) == (second.accuracy.n, second.accuracy.median)
    assert second.duration_s is None


def test_groups_of_equal_energy_stand_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Whichever the file has first."""
    groups = groups_of(runs_of(tmp_path, HEAD + "c,2,1\nb,1,1\na,2,1\nb,3,1\n"))
    assert [("a",), ("b",), ("c",)] == [group.key for group in groups]


@pytest.mark.parametrize(
    ("energies", "removed"),
    [
        (("1", "2", "3", "4", "100"), 1),
        (("1", "2", "3", "4", "7"), 0),  # 4 + 1.5 x 2 = 7, and the limit itself is inside
        (("1", "2", "3", "4", "7.000000000000001"), 1),
        (("0.1", "0.2", "0.3", "0.4", "0.7"), 0),  # 0.4 + 1.5 x 0.2, which floats put below 0.7
        (("5", "5", "5", "5"), 0),
        (("5", "5", "5", "5", "6"), 1),
        (("5",), 0),
        (("97", "98", "99", "100", "1"), 1),
        (("97", "98", "99", "100", "94"), 0),  # 97 - 1.5 x 2
    ],
)
@pytest.mark.parametrize("unit", ["J", "Wh", "kWh", "MJ"])
def test_outliers_lie_outside_the_fences(tmp_path: Path, energies: tuple[str, ...], removed: int, unit: str) -> None:
    """Beyond 1.5 interquartile ranges from the quartiles, reckoned exactly, in whatever unit."""
    name = f"energy ({unit})"
    runs = runs_of(tmp_path, table(*energies).replace("energy (kWh)", name), replace(SIMPLE, energy=name))
    (group,) = groups_of(runs, IQR)

    assert removed == group.removed
    assert len(energies) - removed == group.energy_kwh.n


def test_outliers_are_judged_per_denominator_and_within_their_group(tmp_path: Path) -> None:
    """A run of ten times the images takes ten times the energy; another group's runs are no measure."""
    text = "g,energy (kWh),images,acc\n" + "".join(f"a,{n},{n},1\n" for n in (1, 2, 3, 4, 100)) + "b,900,1,1\n"
    groups = groups_of(runs_of(tmp_path, text, replace(SIMPLE, per="images")), IQR)

    assert [0, 0] == [group.removed for group in groups]


def test_pooled_runs_are_summed_up_anew(tmp_path: Path) -> None:
    """The median of 1, 2, 3 and 8, 9 is 3."""
    runs = runs_of(tmp_path, HEAD + "a,1,1\na,2,1\nb,8,1\na,3,1\nb,9,1\n")

    assert Decimal(3) == pooled(runs, groups_of(runs)).energy_kwh.median


def test_outliers_stay_out_of_pooled_runs_and_are_counted(tmp_path: Path) -> None:
    """One of either group is left out; of both together that is two, though 100 is none among them all."""
    text = HEAD + "".join(
        f"{g},{kwh},1\n" for g, kwhs in (("a", (1, 2, 3, 4, 100)), ("b", (97, 98, 99, 100, 200))) for kwh in kwhs
    )
    runs = runs_of(tmp_path, text)
    both = pooled(runs, groups_of(runs, IQR))

    assert (2, 8) == (both.removed, both.energy_kwh.n)
    assert (0, 10) == (pooled(runs, groups_of(runs)).removed, pooled(runs, groups_of(runs)).energy_kwh.n)


def test_as_pandas_groups_them() -> None:
    """Medians of every group of the sample, of energy per image, score and duration, as pandas has them."""
    frame = pd.read_csv(INVENTED)
    frame["kwh"] = frame["energy (MJ)"] / 3.6 / frame["total seen images"]
    frame["s"] = frame["training duration (h)"] * 3600
    medians = frame.groupby(list(STUDY.group))[["kwh", "f1-score", "s"]].median()

    for group in groups_of(read_runs(INVENTED, STUDY)):
        assert group.accuracy is not None
        assert group.duration_s is not None
        found = (group.energy_kwh.median, group.accuracy.median, group.duration_s.median)
        assert tuple(medians.loc[group.key]) == pytest.approx([float(value) for value in found], rel=1e-12)


@pytest.mark.parametrize(("text", "ranges"), [("iqr:1.5", "1.5"), (" IQR : 3", "3"), ("iqr:0.01", "0.01")])
def test_the_one_rule(text: str, ranges: str) -> None:
    """So many interquartile ranges, as they are written."""
    assert OutlierRule(Decimal(ranges)) == outlier_rule(text)


@pytest.mark.parametrize("text", ["iqr", "iqr:", "iqr:-1", "iqr:0", "iqr:x", "iqr:NaN", "iqr:inf", "sigma:3", "1.5"])
def test_other_rules_are_refused(text: str) -> None:
    """One rule is known."""
    with pytest.raises(InputError) as caught:
        outlier_rule(text)
    said = f'--outliers: "{text}" is no rule for outliers (such as iqr:1.5, or nothing to keep every run)'
    assert said == str(caught.value)
