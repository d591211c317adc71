"""Powers that cannot be, with the mistake that is suspected: the check that the founding study's first table needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.evidence.plausibility import implausible, mixed_scores
from reportgen.evidence.runs import Columns
from reportgen.evidence.training import training
from tests.evidence.making import INVENTED, SIMPLE, STUDY, runs_of, written

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


BOARD, UNKNOWN = "NVIDIA A100-SXM4-40GB", "a board of tomorrow"  # of 400 W; of whatever a machine draws, 20 kW
TWICE = "the energy was multiplied by the time twice"
MJ = "MJ read as kWh, which are 3.6 MJ each (3.6 times"
MINUTES = "a duration in minutes read as seconds (60 times"
THOUSAND = "a unit a thousand times too large, such as Wh read as kWh or MJ as GJ (1,000 times"
HOURS = "kJ read as kWh, or a duration in hours read as seconds (3,600 times"
J_AS_MJ = "J read as MJ (1,000,000 times"
J_AS_KWH = "J read as kWh (3,600,000 times"
MACHINE = "more boards than named, or the rest of the machine, is in the energy"
NONE = "is the energy in another unit, or the duration too short?"


def runs(board: str, *runs: tuple[str, str]) -> str:
    """Rows of a board with these powers in W and durations in s, as `board,t (s),energy (Wh),acc` below `SECONDS`."""
    return "".join(f"a,{board},{seconds},{float(watts) * float(seconds) / 3600!r},1\n" for watts, seconds in runs)


SECONDS = replace(TIMED, duration="t (s)", energy="energy (Wh)")


def suspected(folder: Path, rows: str) -> list[str]:
    """Return what is suspected of the one device of these rows, each cause without the power that undoing it gives."""
    (doubt,) = implausible(runs_of(folder, "g,board,t (s),energy (Wh),acc\n" + rows, SECONDS))
    causes = doubt.rpartition("; suspected: ")[2] if "; suspected: " in doubt else doubt.rpartition("; ")[2]
    return [cause.partition(" (divided")[0].partition(": ")[0] for cause in causes.split("; or ")]


@pytest.mark.parametrize(
    ("board", "watts", "expected"),
    [
        # what undoing a mistake leaves of a power is believed from a tenth of the board's 400 W to all of them
        (BOARD, "1440", [MJ]),
        (BOARD, "1441", [NONE]),
        (BOARD, "1200", [MACHINE, MJ]),
        (BOARD, "1160", [MACHINE, MJ]),
        (BOARD, "1240", [MJ]),
        (BOARD, "24000", [MINUTES]),
        (BOARD, "39900", [NONE]),
        (BOARD, "40000", [THOUSAND]),
        (BOARD, "400000", [THOUSAND, HOURS]),
        (BOARD, "401000", [HOURS]),
        (BOARD, "39900000", [NONE]),
        (BOARD, "40000000", [J_AS_MJ]),
        (BOARD, "500000000", [J_AS_KWH]),
        (BOARD, "1.5e9", [NONE]),
        # of an unknown board from 10 W to 20 kW, and of its machine nothing is known
        (UNKNOWN, "21000", [MJ, MINUTES, THOUSAND]),
        (UNKNOWN, "1200000", [MINUTES, THOUSAND, HOURS]),
        (UNKNOWN, "1300000", [THOUSAND, HOURS]),
        (UNKNOWN, "36000000", [HOURS, J_AS_MJ, J_AS_KWH]),
        (UNKNOWN, "35900000", [HOURS, J_AS_MJ]),
        (UNKNOWN, "7.3e10", [NONE]),
    ],
)
def test_the_mistakes_are_suspected_that_give_a_power_that_can_be(
    tmp_path: Path, board: str, watts: str, expected: list[str]
) -> None:
    """At most three of them, the smallest first; 1 s tells nothing of a multiplication by the time."""
    found = suspected(tmp_path, runs(board, (watts, "1")))

    assert expected == found


def test_a_mistake_is_suspected_only_where_it_explains_every_run(tmp_path: Path) -> None:
    """400 kW are a thousand times 400 W, but a thousandth of the other run's 4.4 kW is less than a board draws."""
    assert [HOURS] == suspected(tmp_path, runs(BOARD, ("400000", "1"), ("1300000", "1")))
    assert [NONE] == suspected(tmp_path, runs(BOARD, ("400000", "1"), ("4400", "1")))


@pytest.mark.parametrize(
    ("powers", "expected"),
    [
        # of 100 W in each run: the power is that of the time, and times that tell, from a tenth more on
        ([("36000", "360"), ("39600", "396")], [TWICE]),
        ([("36000", "360"), ("72000", "720")], [TWICE]),
        ([("36000", "360"), ("39960", "399.6")], [TWICE]),
        # durations that are all but alike leave it open among others
        ([("36000", "360"), ("39240", "392.4")], [TWICE, MJ, MINUTES]),
        ([("36000", "360")], [TWICE, MJ, MINUTES]),
        # the power does not grow with the time, or less than half as fast, by orders of magnitude
        ([("36000", "360"), ("36000", "720")], [MJ, MINUTES, THOUSAND]),
        ([("72000", "360"), ("36000", "720")], [MJ, MINUTES, THOUSAND]),
        ([("36000", "360"), ("72000", "1440")], [MJ, MINUTES, THOUSAND]),
        # four times the time and 2.2 times the power is more than half of it
        ([("36000", "360"), ("80000", "1440")], [TWICE]),
        # it does, and a multiplication by the time would leave less than anything draws
        ([("36000", "36000"), ("72000", "72000")], [MJ, MINUTES, THOUSAND]),
    ],
)
def test_a_power_that_grows_with_the_time_was_multiplied_by_it_twice(
    tmp_path: Path, powers: list[tuple[str, str]], expected: list[str]
) -> None:
    """Told alone where the runs show it, among other mistakes where they cannot, and never where they speak against."""
    assert expected == suspected(tmp_path, runs(UNKNOWN, *powers))


@pytest.mark.parametrize(
    ("board", "watts", "doubted"),
    [
        # a tenth above 400 W is a sensor's error
        (BOARD, "436", ""),
        (BOARD, "440", ""),
        (BOARD, "444", "more power than"),
        (f"8 x {BOARD}", "3520", ""),
        (f"8 x {BOARD}", "3530", "more power than"),
        ("", "20000", ""),
        ("", "20100", "more power than"),
        (UNKNOWN, "20000", ""),
        (UNKNOWN, "20100", "more power than"),
        (BOARD, "1.1", ""),
        (BOARD, "1", ""),
        (BOARD, "0.9", "less power than"),
        ("", "0.9", "less power than"),
    ],
)
def test_what_a_device_can_draw(tmp_path: Path, board: str, watts: str, doubted: str) -> None:
    """Up to its limit and a tenth more; without a known board up to 20 kW; and no less than 1 W."""
    text = "g,board,t (s),energy (Wh),acc\n" + runs(board, (watts, "3600"))
    found = implausible(runs_of(tmp_path, text, SECONDS))

    assert ([doubted] if doubted else []) == [doubt.partition("implies ")[2][: len(doubted)] for doubt in found]


@pytest.mark.parametrize("time", ["", "0"])
def test_without_a_time_nothing_is_implied(tmp_path: Path, time: str) -> None:
    """No duration, none measured, and no column of them at all."""
    assert [] == doubts(tmp_path, f"a,NVIDIA A100,{time},500,1\n")
    assert [] == implausible(runs_of(tmp_path, HEAD + "a,NVIDIA A100,1,500,1\n", replace(TIMED, duration=None)))


def test_the_whole_sentence_of_a_power_that_cannot_be(tmp_path: Path) -> None:
    """How many runs, what the device can draw, the worst run's energy, time and power, and what undoing would give."""
    text = "g,board,t (s),energy (Wh),acc\n" + runs(BOARD, ("500", "3600"), ("300", "3600"), ("1080", "3600"))

    assert [
        f"2 of 3 runs imply more power than {BOARD} can draw (400 W): run 3 has 1080 Wh in 3600 s, which is 1,080 W; "
        f"suspected: {MACHINE}; or {MJ}: 300 W)"
    ] == implausible(runs_of(tmp_path, text, SECONDS))


def test_only_what_is_above_the_limit_is_doubted(tmp_path: Path) -> None:
    """20.1 kW without a board; runs are counted by their device."""
    found = doubts(tmp_path, "a,,1,20.1,1\na,,1,19,1\na,Tesla T4,1,0.5,1\n")

    assert ["1 of 1 runs implies", "1 of 2 runs implies"] == [text.partition(" more")[0] for text in found]


def test_hardly_any_power_is_doubted_too(tmp_path: Path) -> None:
    """0.3 kWh read as J in an hour are 0.00008 W."""
    columns = replace(TIMED, energy="energy (J)")
    (doubt,) = implausible(runs_of(tmp_path, "g,board,t (h),energy (J),acc\na,NVIDIA A100,1,0.3,1\n", columns))

    assert doubt.startswith("1 of 1 runs implies less power than anything that trains draws (1 W): run 1 has 0.3 J in ")
    assert doubt.endswith("; suspected: kWh read as J, kJ or MJ, or a duration that is too long")


def test_all_that_is_doubtful_stands_among_the_warnings(tmp_path: Path) -> None:
    """First the powers, then the scores, then what the reading left out."""
    text = "g,board,t (s),energy (Wh),acc\n" + runs(BOARD, ("500", "3600"), ("300", "3600"))
    text = text.replace(",1\n", ",0.97\n", 1).replace(",1\n", ",97\n") + f"a,{BOARD},3600,,0.9\n"
    found = training(written(tmp_path, text), SECONDS, name="runs.csv")
    [doubt] = found.implausible

    assert doubt.startswith("1 of 2 runs implies more power than ")
    assert (
        doubt,
        '"acc" seems to hold 2 fractions and 1 percentages: bring them to one of the two',
        '1 run has no energy ("energy (Wh)"): left out',
    ) == found.warnings


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        (("0.97", "97", ""), True),
        (("0.97", "20"), True),
        (("0.97", "19.9"), False),
        (("0.97", "100"), True),
        (("0.97", "100.1"), False),
        (("0", "97"), True),
        (("1", "97"), True),
        (("1.1", "97"), False),
        (("-0.1", "97"), False),
        # a loss of 2.3 is neither, and so the column is something else
        (("0.9", "97", "2.3"), False),
        (("0.9", "2.3"), False),
        (("0.9", "0.8"), False),
        (("90", "80"), False),
        (("",), False),
    ],
)
def test_fractions_and_percentages_in_one_column_are_told(tmp_path: Path, scores: tuple[str, ...], told: bool) -> None:
    """97 beside 0.97, where every score is one of the two: from 0 to 1, or from 20 to 100."""
    text = "g,energy (kWh),acc\n" + "".join(f"a,1,{score}\n" for score in scores)
    expected = '"acc" seems to hold 1 fractions and 1 percentages: bring them to one of the two'
    assert ([expected] if told else []) == mixed_scores(runs_of(tmp_path, text))
