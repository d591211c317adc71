"""Rows that are epochs of one training become one run; what cannot be told is asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.combining import is_running_total
from reportgen.evidence.moments import is_course
from reportgen.evidence.runs import Columns, Runs
from tests.evidence.making import energies, problems_of, runs_of

COLUMNS = Columns(("subset",), "energy_kwh", "acc")


def course(subset: str, accuracies: list[str], kwh: list[str], begin: int = 1, more: str = "") -> str:
    """Rows of one training: subset, epoch, accuracy and energy of each."""
    rows = enumerate(zip(accuracies, kwh, strict=True), start=begin)
    return "".join(f"{subset},{epoch},{acc},{energy}{more}\n" for epoch, (acc, energy) in rows)


HEAD = "subset,epoch,acc,energy_kwh\n"
SAY_RUN = "name the column that tells runs apart: --run COL, or run: COL in a manifest"
# Handed: six epochs a side of 0.0010 and 0.0008 kWh, which are 0.0060 and 0.0048.
ALL = course("all", ["0.24", "0.29", "0.33", "0.35", "0.36", "0.365"], ["0.0010"] * 6)
KEPT = course("kept", ["0.37", "0.4", "0.42", "0.43", "0.44", "0.445"], ["0.0008"] * 6)


def measured(runs: Runs) -> list[tuple[str, str, str]]:
    """Group, energy in kWh and accuracy of each run, NaN where one is not known."""
    rows = range(len(runs.energy))
    return [
        (runs.keys[runs.group[row]][0], repr(float(runs.energy[row])), repr(float(runs.accuracy[row]))) for row in rows
    ]


def test_epochs_of_a_training_are_one_run(tmp_path: Path) -> None:
    """Energies are added up exactly, the accuracy is the last one's, and what was done is said."""
    runs = runs_of(tmp_path, HEAD + ALL + KEPT, COLUMNS)

    assert [("all", "0.006", "0.365"), ("kept", "0.0048", "0.445")] == measured(runs)
    said = '12 rows are 2 runs, by "epoch": "energy_kwh" is their sum, "acc" the last'
    assert ((said,), "epoch", 12) == (runs.notes, runs.told_apart_by, runs.joined)


def test_the_best_accuracy_counts_where_it_is_asked_for(tmp_path: Path) -> None:
    """0.4 in the second epoch of three; the last is 0.3."""
    text = HEAD + course("all", ["0.2", "0.4", "0.3"], ["1", "1", "1"])
    last, best = (runs_of(tmp_path, text, replace(COLUMNS, best=best)) for best in (False, True))

    assert [("all", "3.0", "0.3")] == measured(last)
    assert [("all", "3.0", "0.4")] == measured(best)
    how = '3 rows are 1 run, by "epoch": "energy_kwh" is their sum, "acc" the'
    assert [(f"{how} last",), (f"{how} best",)] == [last.notes, best.notes]


@pytest.mark.parametrize("best", [False, True])
def test_a_run_without_an_accuracy_has_none(tmp_path: Path, best: bool) -> None:
    """Of no epoch, neither a last nor a best one; its energy is known all the same, and so is the other run."""
    text = HEAD + course("all", ["", "NA"], ["1", "1"]) + course("kept", ["0.4", "0.3"], ["1", "1"])
    kept = ("kept", "2.0", "0.4" if best else "0.3")
    assert [("all", "2.0", "nan"), kept] == measured(runs_of(tmp_path, text, replace(COLUMNS, best=best)))


def test_a_running_total_is_not_added_up(tmp_path: Path) -> None:
    """1, 2, 3 and 4 kWh after each epoch are 4 kWh, also where it begins at zero."""
    for kwh, total, how in (
        (["1", "2", "3", "4"], "4.0", "the last, as of a running total"),
        (["0", "1", "2", "3"], "3.0", "the last, as of a running total"),
        (["1", "1.1", "1.2", "1.3"], "4.6", "their sum"),
    ):
        runs = runs_of(tmp_path, HEAD + course("all", ["0.2"] * 4, kwh), COLUMNS)
        assert [("all", total, "0.2")] == measured(runs)
        assert (f'4 rows are 1 run, by "epoch": "energy_kwh" is {how}, "acc" the last',) == runs.notes


def test_a_total_in_some_runs_alone_is_asked_about(tmp_path: Path) -> None:
    """Of a column that adds up on one side and not on the other nobody knows what it holds."""
    text = HEAD + course("all", ["0.2"] * 4, ["1", "2", "3", "4"]) + course("kept", ["0.2"] * 4, ["1", "1", "1", "1"])
    assert [
        'runs.csv: "energy_kwh" grows like a running total in some runs and not in others'
        " (give what each epoch or step took by itself)"
    ] == problems_of(tmp_path, text, COLUMNS)


@pytest.mark.parametrize(("rows", "clear"), [(3, False), (4, True)])
def test_four_rows_are_enough_to_tell_a_total(rows: int, clear: bool, tmp_path: Path) -> None:
    """A course of two rows beside them, which may be either, decides nothing; beside three it does."""
    kwh = ["1", "2", "3", "4"][:rows]
    text = HEAD + course("all", ["0.2"] * rows, kwh) + course("kept", ["0.2"] * 2, ["1", "1"])
    if clear:
        assert [("all", "4.0", "0.2"), ("kept", "1.0", "0.2")] == measured(runs_of(tmp_path, text, COLUMNS))
    else:
        assert "in some runs and not in others" in problems_of(tmp_path, text, COLUMNS)[0]


@pytest.mark.parametrize(
    ("values", "total"),
    [
        (("1", "2", "3", "4"), True),
        (("1", "1.5", "1.8", "2"), True),  # at least half of 4 times the first
        (("1", "1.5", "1.8", "1.99"), False),
        (("1", "2", "2", "4"), False),
        (("1", "1.75"), True),  # each step the first value, by a quarter more or less
        (("1", "1.74"), False),
        (("1", "2.25"), True),
        (("1", "2.26"), False),
        (("1", "2", "3"), True),
        (("1", "2", "2.7"), False),
        (("0", "1"), True),  # nothing takes no energy
        (("1",), True),
    ],
)
def test_what_climbs_like_a_total_is_one(values: tuple[str, ...], total: bool) -> None:
    """Always, and far enough: just at the limit and just below it."""
    assert total == is_running_total([Decimal(value) for value in values])


@pytest.mark.parametrize("begin", [0, 1])
def test_an_epoch_that_begins_anew_is_another_run(tmp_path: Path, begin: int) -> None:
    """Three trainings of two epochs, one after the other, in one group."""
    rows = "".join(course("all", ["0.2", f"0.3{place}"], ["1", "1"], begin) for place in range(3))
    runs = runs_of(tmp_path, HEAD + rows, COLUMNS)
    assert [("all", "2.0", "0.3"), ("all", "2.0", "0.31"), ("all", "2.0", "0.32")] == measured(runs)


def test_epochs_with_the_newest_first_are_one_run(tmp_path: Path) -> None:
    """The handed rows from the last epoch to the first: the same sums, and 0.365 and 0.445 are the last scores."""
    turned = "".join(reversed((ALL + KEPT).splitlines(keepends=True)))
    runs = runs_of(tmp_path, HEAD + turned, COLUMNS)
    assert [("all", "0.006", "0.365"), ("kept", "0.0048", "0.445")] == sorted(measured(runs))


def test_steps_with_the_newest_first_are_one_run(tmp_path: Path) -> None:
    """Steps of 50 down to the first, which is as long as those that follow; down to 49 each row is a run (below)."""
    rows = "".join(f"all,{step},0.4,1\n" for step in (150, 100, 50))
    assert [("all", "3.0", "0.4")] == measured(runs_of(tmp_path, HEAD.replace("epoch", "step") + rows, COLUMNS))


def test_a_running_total_with_the_newest_first_is_not_added_up(tmp_path: Path) -> None:
    """4 kWh after the fourth epoch, which stands on the first line."""
    rows = course("all", ["0.1", "0.2", "0.3", "0.4"], ["1", "2", "3", "4"]).splitlines(keepends=True)
    assert [("all", "4.0", "0.4")] == measured(runs_of(tmp_path, HEAD + "".join(reversed(rows)), COLUMNS))


@pytest.mark.parametrize(
    ("numbers", "begins"),
    [
        ((0, 7, 9), True),
        ((1, 3, 4), True),
        ((50,), True),
        ((50, 100, 150), True),
        ((50, 100, 150, 160), True),  # the training ended within the last step
        ((49, 99, 149), False),
        ((50, 100, 130, 180), False),
        ((50, 100, 200, 300), False),
    ],
)
def test_how_the_course_of_a_training_begins(numbers: tuple[float, ...], begins: bool) -> None:
    """At 0 or 1, or after a step as long as all that follow but the last."""
    assert begins == is_course(numbers)


@pytest.mark.parametrize("epoch", ["1", "2"])
def test_rows_of_one_epoch_are_runs_of_their_own(tmp_path: Path, epoch: str) -> None:
    """Two rows at the same epoch neither rise nor fall; with the second at epoch 1 the first, at 2, is its last."""
    runs = runs_of(tmp_path, HEAD + f"all,2,0.4,1\nall,{epoch},0.3,1\n", COLUMNS)
    assert {"1": [("all", "2.0", "0.4")], "2": [("all", "1.0", "0.4"), ("all", "1.0", "0.3")]}[epoch] == measured(runs)


@pytest.mark.parametrize(
    "epochs",
    [
        ["1", "1", "2", "2"],  # two trainings, epoch by epoch
        ["30", "28", "35", "30"],  # how many epochs each run had
        ["28", "60"],
        ["3", "1", "2"],  # sorted by something else
        ["2", "2", "1", "1"],
        ["1", "2", "2", "3"],
    ],
)
def test_epochs_that_are_no_courses_are_asked_about(tmp_path: Path, epochs: list[str]) -> None:
    """Whether they are mixed trainings or sums of each run, nobody can tell: a column that does so is asked for."""
    text = HEAD + "".join(f"all,{epoch},0.4,1\n" for epoch in epochs)
    (problem,) = problems_of(tmp_path, text, COLUMNS)
    assert problem.startswith('runs.csv: "epoch" rises from row ')
    assert problem.endswith(f" within equal labels: are they one run? ({SAY_RUN})")


@pytest.mark.parametrize(
    "epochs",
    [["30", "30", "30"], ["35", "30", "28"], ["150", "100", "49"], ["", "", ""], ["x", "y", "z"], ["1", "", ""]],
)
def test_an_epoch_that_does_not_rise_tells_nothing(tmp_path: Path, epochs: list[str]) -> None:
    """Each row is a run, as in a table of finished trainings with the epochs that each had."""
    rows = "".join(f"all,{epoch},0.4,{place}\n" for place, epoch in enumerate(epochs, start=1))
    runs = runs_of(tmp_path, HEAD + rows, COLUMNS)
    assert (3, None, 0, ()) == (len(runs.energy), runs.told_apart_by, runs.joined, runs.notes)


@pytest.mark.parametrize(
    "column", ["epoch", "trainer/epoch", "Step", "_step", "trainer/global_step", "Iteration", "iter", "Epoche"]
)
@pytest.mark.parametrize(("steps", "one"), [(["50", "100", "150", "160"], True), (["0", "7", "9", "100"], True)])
def test_steps_are_known_by_their_names(tmp_path: Path, column: str, steps: list[str], one: bool) -> None:
    """As trainers call them; they begin at zero, or with one of equal steps."""
    if "poch" in column and steps[0] == "0":
        steps = ["0", "1", "2", "3"]
    text = f"subset,{column},acc,energy_kwh\n" + "".join(f"all,{step},0.4,1\n" for step in steps)
    if steps[0] == "50" and "poch" in column:
        assert [("all", "nan", "0.4")] == measured(runs_of(tmp_path, text, COLUMNS))  # epochs are missing
        return
    runs = runs_of(tmp_path, text, COLUMNS)
    assert one == ([("all", "4.0", "0.4")] == measured(runs))


def test_a_row_without_its_epoch_is_left_out_of_a_course(tmp_path: Path) -> None:
    """Such as a line below the epochs with the results of a test."""
    runs = runs_of(tmp_path, HEAD + "all,1,0.2,1\nall,2,0.3,1\nall,,0.9,1\n", COLUMNS)
    assert [("all", "2.0", "0.3")] == measured(runs)
    assert '1 row has no "epoch": left out' in runs.notes


def test_steps_within_epochs(tmp_path: Path) -> None:
    """A step that begins anew in each epoch is no other run."""
    rows = "".join(f"all,{epoch},{step},0.4,1\n" for epoch in (1, 2) for step in (10, 20))
    assert [("all", "4.0", "0.4")] == measured(runs_of(tmp_path, "subset,epoch,step,acc,energy_kwh\n" + rows, COLUMNS))


def test_an_energy_that_lacks_an_epoch_is_not_known(tmp_path: Path) -> None:
    """Epoch 3 is missing, or has no energy: the sum of the others would be too small; a running total still stands."""
    lacking = HEAD + "all,1,0.2,1\nall,2,0.3,1\nall,4,0.4,1\n" + course("all", ["0.5", "0.6"], ["1", "1"])
    empty = HEAD + "all,1,0.2,1\nall,2,0.3,\nall,3,0.4,1\n" + course("all", ["0.5", "0.6"], ["1", "1"])
    total = HEAD + "all,1,0.2,1\nall,2,0.3,2\nall,4,0.4,4\nall,5,0.4,5\n"

    assert [("all", "nan", "0.4"), ("all", "2.0", "0.6")] == measured(found := runs_of(tmp_path, lacking, COLUMNS))
    assert "epochs are missing in the run that begins in row 1: what is added up is not known of it" in found.notes
    assert [("all", "nan", "0.4"), ("all", "2.0", "0.6")] == measured(runs_of(tmp_path, empty, COLUMNS))
    assert [("all", "5.0", "0.4")] == measured(runs_of(tmp_path, total, COLUMNS))


def test_a_damaged_row_among_those_that_are_added_up_is_refused(tmp_path: Path) -> None:
    """Of which run it was a part, nobody knows; in a table with a run in each row it costs itself alone."""
    assert [
        "runs.csv:8: the line has 2 cells, the header 4 (mend the row: the rows of a run are added up)"
    ] == problems_of(tmp_path, HEAD + ALL + "kept,1\n" + KEPT, COLUMNS)


def test_samples_are_the_size_or_are_added_up(tmp_path: Path) -> None:
    """1,000 images in each of three epochs: the size of the set is 1,000, and 3,000 images were seen."""
    head = "subset,epoch,acc,energy_kwh,images\n"
    text = head + course("all", ["0.2", "0.3", "0.4"], ["1", "1", "1"], more=",1000")
    size, seen = (runs_of(tmp_path, text, replace(COLUMNS, per="images", per_is_size=it)) for it in (True, False))
    assert ([1000.0], [3000.0]) == (list(size.per), list(seen.per))  # type: ignore[arg-type]
    assert [Decimal("0.001")] == energies(seen)


@pytest.mark.parametrize("column", ["run_id", "run_uuid", "Trial ID"])
def test_a_run_id_tells_runs_apart(tmp_path: Path, column: str) -> None:
    """Two trainings, epoch by epoch and out of order: each has its own sum and its last epoch's accuracy."""
    head = f"subset,{column},epoch,acc,energy_kwh\n"
    text = head + "all,b,2,0.5,1\nall,a,1,0.2,3\nall,b,1,0.4,1\nall,a,2,0.3,3\n"
    runs = runs_of(tmp_path, text, COLUMNS)

    assert [("all", "2.0", "0.5"), ("all", "6.0", "0.3")] == measured(runs)
    assert column == runs.told_apart_by


def test_runs_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Those of two groups that take turns, each with two epochs."""
    text = "subset,run_id,epoch,acc,energy_kwh\n" + "".join(
        f"{subset},{run},{epoch},0.{run},1\n"
        for subset, run in (("all", 1), ("kept", 2), ("all", 3))
        for epoch in (1, 2)
    )
    assert [("all", "2.0", "0.1"), ("kept", "2.0", "0.2"), ("all", "2.0", "0.3")] == measured(
        runs_of(tmp_path, text, COLUMNS)
    )


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("run_id,", ",a,0.5,1\n,a,0.6,2\nall,b,0.7,3\n"),
        ("run_id,", ",a,0.5,1\n,a,0.5,1\nall,b,0.7,3\n"),
        ("epoch,", ",1,0.5,1\n,2,0.6,2\nall,1,0.7,3\n"),
        ("run_id,epoch,", ",a,1,0.5,1\n,a,1,0.6,2\nall,b,1,0.6,1.5\nall,b,2,0.7,1.5\n"),
    ],
)
def test_rows_without_a_group_are_no_run_together(tmp_path: Path, head: str, rows: str) -> None:
    """With one identity, the same in every cell, or as epochs: each is left out, and nothing is asked of them."""
    runs = runs_of(tmp_path, f"subset,{head}acc,energy_kwh\n{rows}", COLUMNS)
    assert ([Decimal(3)], "2 runs have no group: left out") == (energies(runs), runs.notes[-1])


def test_a_run_id_for_each_row_leaves_an_epoch_alone(tmp_path: Path) -> None:
    """How many epochs each run had rises by chance; its identity says that each is a run."""
    runs = runs_of(tmp_path, "subset,run_id,epoch,acc,energy_kwh\nall,a,28,0.5,1\nall,b,60,0.2,3\n", COLUMNS)
    assert (2, "run_id", 0) == (len(runs.energy), runs.told_apart_by, runs.joined)


def test_rows_of_one_identity_that_do_not_follow_each_other_are_asked_about(tmp_path: Path) -> None:
    """A run_id that counts anew for each model would join two of them; who names the column has said so."""
    text = "subset,model,run_id,acc,energy_kwh\nall,s,0,0.5,1\nall,l,0,0.2,3\n"
    assert [
        'runs.csv: rows 1 and 2 have the same "run_id" and differ: are they one run?'
        f" (say --run run_id if they are, else {SAY_RUN})"
    ] == problems_of(tmp_path, text, COLUMNS)
    assert [("all", "4.0", "0.2")] == measured(runs_of(tmp_path, text, replace(COLUMNS, run="run_id")))


def test_a_run_that_is_exported_twice_counts_once(tmp_path: Path) -> None:
    """The same in every cell, under one identity."""
    runs = runs_of(tmp_path, "subset,run_id,acc,energy_kwh\n" + "all,a,0.5,1\nall,b,0.6,2\n" * 3, COLUMNS)

    assert [("all", "1.0", "0.5"), ("all", "2.0", "0.6")] == measured(runs)
    said = "4 rows (row 3, row 4, row 5, row 6) repeat another one of the same run in every cell: counted once"
    assert (said,) == runs.notes


@pytest.mark.parametrize(
    ("repeated", "said"),
    [
        (1, "1 row (row 2) repeats"),
        (5, "5 rows (row 2, row 3, row 4, row 5, row 6) repeat"),
        (6, "6 rows (row 2, row 3, row 4, row 5, row 6, ...) repeat"),
    ],
)
def test_of_many_rows_that_repeat_five_are_named(tmp_path: Path, repeated: int, said: str) -> None:
    """And where there are more, dots say so."""
    runs = runs_of(tmp_path, "subset,run_id,acc,energy_kwh\n" + "all,a,0.5,1\n" * (repeated + 1), COLUMNS)
    assert (f"{said} another one of the same run in every cell: counted once",) == runs.notes


def test_rows_that_are_the_same_in_every_cell_are_told(tmp_path: Path) -> None:
    """Without an identity they may be two runs: each counts, and it is said; one cell apart, nothing is."""
    head = "subset,note,acc,energy_kwh\n"
    alike = runs_of(tmp_path, head + "all,x,0.5,1\nall,y,0.5,1\nall,x,0.5,1\n", COLUMNS)
    apart = runs_of(tmp_path, head + "all,x,0.5,1\nall,y,0.5,1\nall,z,0.5,1\n", COLUMNS)

    assert (3, 3) == (len(alike.energy), len(apart.energy))
    assert alike.notes[0].startswith("1 row (row 3) repeats another one in every cell, and each counts as a run: name ")
    assert () == apart.notes


def test_a_row_without_its_run_is_left_out(tmp_path: Path) -> None:
    """Which run it belongs to, nobody knows."""
    text = "subset,job,acc,energy_kwh\nall,a,0.5,1\nall,,0.6,2\nall,a,0.7,1\n"
    runs = runs_of(tmp_path, text, replace(COLUMNS, run="job"))

    assert [("all", "2.0", "0.7")] == measured(runs)
    assert '1 row has no run in "job": left out' == runs.notes[0]


def test_a_large_table_with_an_identity_in_each_row_is_as_it_is(tmp_path: Path) -> None:
    """Nothing is joined among 2,000 runs."""
    rows = "".join(f"all,r{place},0.5,{place + 1}\n" for place in range(2000))
    runs = runs_of(tmp_path, "subset,run_id,acc,energy_kwh\n" + rows, COLUMNS)
    assert ((), 2000.0) == (runs.notes, runs.energy[1999])


@pytest.mark.parametrize("column", ["Name", "run_name", "Display name", "trial", "trial_name", "Run"])
def test_rows_of_another_name_are_other_runs(tmp_path: Path, column: str) -> None:
    """W&B's table of runs has the last step of each: 100 and 200 are no course of one training, though they look it."""
    head = f"subset,{column},State,_step,acc,energy_kwh\n"
    runs = runs_of(tmp_path, head + "all,a,finished,100,0.5,1\nall,b,finished,200,0.6,1\n", COLUMNS)
    assert ([("all", "1.0", "0.5"), ("all", "1.0", "0.6")], 0) == (measured(runs), runs.joined)

    same = runs_of(tmp_path, head + "all,a,finished,100,0.5,1\nall,a,finished,200,0.6,1\n", COLUMNS)
    assert [("all", "2.0", "0.6")] == measured(same)


def test_a_column_of_names_with_gaps_tells_nothing(tmp_path: Path) -> None:
    """Where one row lacks its name, the epochs alone say what is one run."""
    text = "subset,name,epoch,acc,energy_kwh\nall,a,1,0.5,1\nall,,2,0.6,1\n"
    assert [("all", "2.0", "0.6")] == measured(runs_of(tmp_path, text, COLUMNS))


def test_a_run_of_one_row_beside_one_of_several(tmp_path: Path) -> None:
    """The first has the sum of its epochs, the second what its row says, which may be nothing."""
    text = "subset,run_id,epoch,acc,energy_kwh\nall,a,1,0.2,3\nall,a,2,0.3,3\nall,b,1,0.4,{}\n"
    both, one = (runs_of(tmp_path, text.format(kwh), COLUMNS) for kwh in ("5", ""))

    assert [("all", "6.0", "0.3"), ("all", "5.0", "0.4")] == measured(both)
    assert [("all", "6.0", "0.3"), ("all", "nan", "0.4")] == measured(one)


def test_a_known_run_of_which_an_epoch_has_no_number_goes_by_its_rows(tmp_path: Path) -> None:
    """Where the epoch of one row is not known, the last row of each run in the file is its last."""
    text = "subset,run_id,epoch,acc,energy_kwh\nall,a,2,0.5,1\nall,a,,0.2,3\nall,b,1,0.4,1\nall,b,2,0.3,1\n"
    assert [("all", "4.0", "0.2"), ("all", "2.0", "0.3")] == measured(
        runs_of(tmp_path, text, replace(COLUMNS, run="run_id"))
    )
