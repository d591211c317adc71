"""Powers that cannot be, with the mistake that is suspected: the check that the founding study's first table needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.evidence.plausibility import implausible, mixed_scores
from reportgen.evidence.runs import Columns
from tests.evidence.making import INVENTED, SIMPLE, STUDY, runs_of

TIMED = replace(SIMPLE, duration="t (h)", device="board")
HEAD = "g,board,t (h),energy (kWh),acc\n"


def doubts(folder: Path, rows: str, columns: Columns = TIMED) -> list[str]:
    """Return what is doubtful of a table with these rows."""
    return implausible(runs_of(folder, HEAD + rows, columns))


def test_the_first_release_of_the_founding_study_is_caught(tmp_path: Path) -> None:
    """Its card has 1.0979418107 GJ in 0.7350283333 h, 414,928 W, of a card of 350 W: samples of power were added up and
    multiplied by the whole time. A run of twice the time has four times as much, which tells this mistake."""
    text = (
        "architecture,training environment,gpu model,training duration (h),energy (GJ),f1-score,total seen images\n"
        "mobilenet_v2,cloud,NVIDIA GeForce RTX 3090,0.7350283333,1.0979418107,0.976,2987776\n"
        "mobilenet_v2,cloud,NVIDIA GeForce RTX 3090,1.4700566666,4.3917672428,0.976,5975552\n"
    )
    (doubt,) = implausible(runs_of(tmp_path, text, replace(STUDY, energy="energy (GJ)")))

    assert doubt.startswith("2 of 2 runs imply more power than a training is believed to draw (20,000 W): run 2 has")
    assert doubt.endswith(
        "suspected: the energy was multiplied by the time twice (divided by it once more, run by run: 156.8 W)"
    )


def test_its_corrected_form_is_believed(tmp_path: Path) -> None:
    """157 W for 0.735 h are 0.415 MJ."""
    text = INVENTED.read_text(encoding="utf-8").splitlines()[0] + (
        "\nCloud,mobilenet_v2,0,0.7350283333,NVIDIA GeForce RTX 3090,0.415,2987776,0.976\n"
    )

    assert [] == implausible(runs_of(tmp_path, text, STUDY))
    assert [] == implausible(runs_of(tmp_path, INVENTED.read_bytes(), STUDY))


@pytest.mark.parametrize(
    ("rows", "suspected"),
    [
        ("a,NVIDIA A100-SXM4-40GB,1,1.08,1\n", "MJ read as kWh, which are 3.6 MJ each (3.6 times: 300 W)"),
        ("a,NVIDIA A100-SXM4-40GB,1,300,1\n", "a unit a thousand times too large, such as Wh read as kWh"),
        ("a,NVIDIA A100-SXM4-40GB,1,1080,1\n", "kJ read as kWh, or a duration in hours read as seconds (3,600 times"),
        ("a,NVIDIA A100-SXM4-40GB,1,1080000,1\n", "J read as kWh"),
        ("a,NVIDIA A100-SXM4-40GB,1,0.6,1\n", "more boards than named, or the rest of the machine, is in the energy"),
        ("a,,1,300000,1\n", "J read as MJ (1,000,000 times: 300 W)"),
        ("a,NVIDIA A100,1,1e20,1\n", "is the energy in another unit, or the duration too short?"),
    ],
)
def test_the_mistake_is_suspected_that_gives_a_power_that_can_be(tmp_path: Path, rows: str, suspected: str) -> None:
    """An A100 draws 400 W at most; without a known board it is 20 kW."""
    (doubt,) = doubts(tmp_path, rows)

    assert suspected in doubt


@pytest.mark.parametrize(
    "rows",
    [
        "a,NVIDIA A100-SXM4-40GB,1,0.44,1\n",  # a tenth above 400 W
        "a,8 x NVIDIA A100-SXM4-40GB,1,3.2,1\n",
        "a,,1,20,1\n",
        "a,a board of tomorrow,1,20,1\n",
        "a,NVIDIA A100,,500,1\n",
        "a,NVIDIA A100,0,500,1\n",
    ],
    ids=["tolerance", "eight boards", "no board", "unknown board", "no duration", "zero duration"],
)
def test_what_can_be_is_believed(tmp_path: Path, rows: str) -> None:
    """Up to the limit; and without a time nothing is implied."""
    assert [] == doubts(tmp_path, rows)


def test_only_what_is_above_the_limit_is_doubted(tmp_path: Path) -> None:
    """20.1 kW without a board; runs are counted by their device."""
    found = doubts(tmp_path, "a,,1,20.1,1\na,,1,19,1\na,Tesla T4,1,0.5,1\n")

    assert ["1 of 1 runs implies", "1 of 2 runs implies"] == [text.partition(" more")[0] for text in found]


def test_hardly_any_power_is_doubted_too(tmp_path: Path) -> None:
    """0.3 kWh read as J in an hour are 0.00008 W."""
    columns = replace(TIMED, energy="energy (J)")
    (doubt,) = implausible(runs_of(tmp_path, "g,board,t (h),energy (J),acc\na,NVIDIA A100,1,0.3,1\n", columns))

    assert "less power than anything that trains draws (1 W)" in doubt
    assert "suspected: kWh read as J, kJ or MJ" in doubt


def test_fractions_and_percentages_in_one_column_are_told(tmp_path: Path) -> None:
    """97 beside 0.97; a loss of 2.3 beside 0.9 is no percentage."""
    head = "g,energy (kWh),acc\n"
    (told,) = mixed_scores(runs_of(tmp_path, head + "a,1,0.97\na,1,97\na,1,\n"))

    assert '"acc" seems to hold 1 fractions and 1 percentages: bring them to one of the two' == told
    assert [] == mixed_scores(runs_of(tmp_path, head + "a,1,0.9\na,1,2.3\n"))
    assert [] == mixed_scores(runs_of(tmp_path, head + "a,1,\n"))
