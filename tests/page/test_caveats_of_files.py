"""Each caveat on what a file says: a record of energy, training runs, a table of decisions, one condition apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.energy.record import Predicted
from reportgen.generate import load
from reportgen.inputs.energy import FileRecord
from reportgen.page.caveats.rules import RULES, caveats_of
from tests.figures.runs import FOUR, SAMPLES
from tests.page.made_runs import (
    ALIKE,
    COLUMNS,
    FIVE,
    LOWER,
    RECORD,
    Run,
    of_a_record,
    quality,
    raised,
)

# Records of files: what of a record raises a caveat, and what takes it back.


def with_record(record: Run, file: Run) -> set[str]:
    """The caveats of the run with these fields of its record in place of what was read."""
    account = of_a_record().account
    placed: FileRecord = account.records[0]
    changed = replace(placed, record=replace(placed.record, **record), **file)
    return {caveat.id for caveat in caveats_of(replace(account, records=(changed,)))}


IMPLAUSIBLE = {"implausible": ("too much",)}
UNSETTLED = {"implausible": ("four or one",), "unsettled": ("four or one",)}
CORRECTED = {"corrected_kwh": Decimal(1)}
NO_ENERGY = {"energy_kwh": None, "corrected_kwh": None}
PREDICTED = {"predicted": Predicted(10, Decimal(30), Decimal(1), None)}
AT_LEAST = {"at_least": True}
GAP = {"gaps": ("a gap",)}
OVERLAP = {"overlap": "not added"}


OF_RECORDS: list[tuple[str, Run, Run, bool]] = [
    ("energy_implausible", IMPLAUSIBLE, {}, True),
    ("energy_implausible", {}, {}, False),
    ("energy_implausible", IMPLAUSIBLE, OVERLAP, False),
    ("energy_implausible", {**IMPLAUSIBLE, **NO_ENERGY}, {}, False),
    ("energy_implausible", UNSETTLED, {}, False),
    ("energy_implausible", {**UNSETTLED, "implausible": ("four or one", "too much")}, {}, True),
    ("energy_unsettled", UNSETTLED, {}, True),
    ("energy_unsettled", IMPLAUSIBLE, {}, False),
    ("energy_unsettled", UNSETTLED, OVERLAP, False),
    ("energy_unsettled", {**UNSETTLED, **NO_ENERGY}, {}, False),
    ("energy_at_least", AT_LEAST, {}, True),
    ("energy_at_least", {}, {}, False),
    ("energy_at_least", AT_LEAST, OVERLAP, False),
    ("energy_at_least", {**AT_LEAST, **NO_ENERGY}, {}, False),
    ("energy_zero", NO_ENERGY, {}, True),
    ("energy_zero", {"energy_kwh": None, **CORRECTED}, {}, False),
    ("energy_zero", {}, {}, False),
    ("energy_zero", {**NO_ENERGY, **PREDICTED}, {}, False),
    ("energy_predicted", {**NO_ENERGY, **PREDICTED}, {}, True),
    ("energy_predicted", NO_ENERGY, {}, False),
    ("energy_predicted", {**NO_ENERGY, "predicted": Predicted(10, Decimal(30), Decimal(0), None)}, {}, False),
    ("energy_predicted", PREDICTED, {}, False),
    ("energy_overlap", {}, OVERLAP, True),
    ("energy_overlap_in_part", {}, {"covers_less": True}, True),
    ("energy_overlap_in_part", {}, OVERLAP, False),
    ("energy_overlap", {}, {"maybe": True}, False),
    ("energy_maybe_overlap", {}, {"maybe": True}, True),
    ("energy_maybe_overlap", {}, {"maybe": True, **OVERLAP}, False),
    ("energy_maybe_overlap", {}, {}, False),
    ("energy_corrected", CORRECTED, {}, True),
    ("energy_corrected", CORRECTED, OVERLAP, False),
    ("energy_corrected", {}, {}, False),
    ("energy_pue_inside", {"pue_included": None}, {}, True),
    ("energy_pue_inside", {"pue_included": Decimal("1.58")}, {}, True),
    ("energy_pue_inside", {"pue_included": Decimal(1)}, {}, False),
    ("energy_pue_inside", {"pue_included": None}, OVERLAP, False),
    ("energy_gaps", GAP, {}, True),
    ("energy_gaps", {}, {}, False),
    ("energy_gaps", GAP, OVERLAP, False),
    ("energy_gaps", {**GAP, **NO_ENERGY}, {}, False),
]


@pytest.mark.parametrize(("caveat", "record", "file", "expected"), OF_RECORDS)
def test_a_record_raises_what_it_says(caveat: str, record: Run, file: Run, expected: bool) -> None:
    """What is doubtful in a record is told where the record is in the sum, and only there."""
    assert expected == (caveat in with_record(record, file))


# Training runs: a table of them with accuracies as they are given, each side of one model.


def of_runs(folder: Path, manifest: Run, **sides: tuple[str, ...]) -> set[str]:
    """The caveats of a run with a table of trainings, a row for each accuracy of each side."""
    rows = [f"{side},{accuracy},20" for side, accuracies in sides.items() for accuracy in accuracies]
    table = folder / "runs.csv"
    table.write_text("\n".join(["subset,accuracy,energy (MJ)", *rows]), encoding="utf-8")
    stated = {"file": str(table), "group": "subset", "accuracy": "accuracy", "energy": "energy (MJ)"}
    chosen = {side: {"subset": side} for side in sides}
    given = {**FOUR, **manifest, "evidence": {**stated, **chosen}, "allow_path": True}
    return {caveat.id for caveat in reportgen.report(**given).caveats}


OF_SIDES: list[tuple[dict[str, tuple[str, ...]], set[str]]] = [
    ({"before": FIVE, "after": LOWER}, {"evidence_lower"}),
    ({"before": LOWER, "after": FIVE}, set()),
    ({"before": FIVE, "after": ALIKE}, {"evidence_open"}),
    ({"before": FIVE[:4], "after": LOWER}, {"evidence_few"}),
    ({"before": FIVE, "after": LOWER[:4]}, {"evidence_few"}),
    ({"before": LOWER, "after": FIVE, "random": LOWER}, set()),
    ({"before": LOWER, "after": FIVE, "random": LOWER[:4]}, {"evidence_random_open"}),
    ({"before": LOWER, "after": FIVE, "random": ALIKE}, {"evidence_random_open"}),
    ({"before": LOWER, "after": ALIKE, "random": FIVE}, {"random_as_good"}),  # said once, not twice
    ({"before": LOWER, "after": LOWER, "random": FIVE}, {"evidence_open", "random_as_good"}),
    ({"before": FIVE, "after": (*LOWER, "")}, {"evidence_lower", "evidence_missing"}),
]


@pytest.mark.parametrize(("sides", "expected"), OF_SIDES)
def test_training_runs_raise_what_they_show(
    tmp_path: Path, sides: dict[str, tuple[str, ...]], expected: set[str]
) -> None:
    """Few, open and lower are told apart, against all samples and against a random subset; what is good raises none."""
    told = {"evidence_few", "evidence_open", "evidence_lower", "evidence_random_open", "evidence_missing"}
    told |= {"random_as_good", "evidence_differs", "evidence_implausible", "accuracy_fell"}

    assert expected == of_runs(tmp_path, {}, **sides) & told


STATED_OTHERWISE = [
    ("0.92", "0.92", False),
    ("0.92", "0.925", False),
    ("0.92", "0.9251", True),
    ("0.92", "0.9149", True),
    ("0.9", "0.92", False),  # with one decimal, what rounds to it
    ("0.9", "0.9501", True),
]


@pytest.mark.parametrize("role", ["before", "after", "random"])
@pytest.mark.parametrize(("stated", "median", "expected"), STATED_OTHERWISE)
def test_an_accuracy_stated_otherwise_than_the_runs_have_it(
    tmp_path: Path, role: str, stated: str, median: str, expected: bool
) -> None:
    """Of each side, what differs from the median by more than half of its last decimal is told."""
    name = "random_baseline" if role == "random" else role
    five = ("0.1", "0.2", median, "0.98", "0.99")

    raised = of_runs(tmp_path, quality(**{name: stated}), before=five, after=five, random=five)

    assert expected == ("evidence_differs" in raised)


def test_a_fall_that_the_runs_judge_is_told_once(tmp_path: Path) -> None:
    """Where training runs are compared their verdict stands, in place of the plain words on a fall."""
    stated = quality(before="0.92", after="0.82")

    with_runs = of_runs(tmp_path, stated, before=FIVE, after=LOWER)

    assert [True, False] == ["accuracy_fell" in raised(stated), "accuracy_fell" in with_runs]


OF_SAMPLES = [
    ("impossible_power.yaml", "evidence_implausible", True),
    ("run.yaml", "evidence_implausible", False),
    ("run.yaml", "training_predicted", True),
    ("few_runs.yaml", "training_predicted", False),
]


@pytest.mark.parametrize(("file", "caveat", "expected"), OF_SAMPLES)
def test_samples_of_evidence(file: str, caveat: str, expected: bool) -> None:
    """Impossible power and a prediction from first epochs are told of the samples that have them."""
    report = load(SAMPLES / "evidence" / file)

    assert expected == (caveat in {it.id for it in report.caveats})


OF_METERS = [
    # the plain table of watts has a range by its sampling; whose sensor it was read from, it does not say
    ("wall_meter_sampled", {"meter": "wall"}, True),
    ("wall_meter_sampled", {}, False),
    ("wall_meter_sampled", {"meter": "software"}, False),
    ("meter_not_named", {}, True),
    ("meter_not_named", {"meter": "wall"}, False),
    ("software_meters", {"meter": "software"}, True),
    ("software_meters", {}, False),
    ("energy_without_range", {"meter": "wall"}, False),
]


@pytest.mark.parametrize(("caveat", "meter", "expected"), OF_METERS)
def test_what_read_a_file_decides_its_range(caveat: str, meter: Run, expected: bool) -> None:
    """A wall meter's log has the range of its sampling, any other the software meters', known to be one or not."""
    entry = {"file": RECORD.name, "columns": COLUMNS, **meter}

    assert expected == (caveat in raised({"energy": [entry], "energy_folder": RECORD.parent}))


OF_TABLES = [
    # of 100 samples 50 are kept, of 20 of the class b a random subset has 7 to 13
    ("class_vanished", 0, True),
    ("class_vanished", 1, False),
    ("cut_below_random", 6, True),
    ("cut_below_random", 7, False),
    ("cut_below_random", 0, False),  # that it vanished is said, and not both
]


# of 1,000 samples 500 are kept; of b, cut from so many to so many, the rest is kept as it comes
OF_NEARLY = [
    ("class_nearly_vanished", 401, 4, True),  # 99.002 % lost
    ("class_nearly_vanished", 400, 4, False),  # 99 %
    ("class_nearly_vanished", 401, 0, False),  # that it vanished is said
    ("cut_below_random", 401, 4, False),
    ("cut_below_random", 400, 4, True),
]


@pytest.mark.parametrize(("caveat", "before", "left", "expected"), OF_NEARLY)
def test_of_a_class_that_is_nearly_lost_that_is_said(
    caveat: str, before: int, left: int, expected: bool, tmp_path: Path
) -> None:
    """On the cover, and it is said once: more than 99 % are gone, or fewer are left than by chance."""
    kept = [("a", it < 500 - left) for it in range(1000 - before)] + [("b", it < left) for it in range(before)]
    (tmp_path / "d.csv").write_text("kept,class\n" + "".join(f"{it},{name}\n" for name, it in kept), encoding="utf-8")
    counts: Run = {**FOUR, "samples_before": 1000, "samples_after": 500}
    table = {"table": str(tmp_path / "d.csv"), "kept": "kept", "label": "class"}
    report = reportgen.report(**counts, samples=table, allow_path=True)

    assert expected == (caveat in {it.id for it in report.caveats})
    title = next(it.title for _, it in RULES if it.id == caveat)
    assert expected == (title in report.page.first.cautions)


def test_a_cut_is_told_that_the_table_has_no_room_for(tmp_path: Path) -> None:
    """Many small classes are cut to a half, as by chance; a large one to three fifths, which is hardly by chance."""
    rows = [(f"small {number:02}", it > 0) for number in range(9) for it in range(2)]
    rows += [(f"whole {number:02}", True) for number in range(9) for it in range(2)]
    rows += [("large", it >= 160) for it in range(400)] + [("rest", it >= 80) for it in range(400)]
    (tmp_path / "d.csv").write_text("kept,class\n" + "".join(f"{it},{name}\n" for name, it in rows), encoding="utf-8")
    before, after = len(rows), sum(it for _, it in rows)
    table = {"table": str(tmp_path / "d.csv"), "kept": "kept", "label": "class"}
    counts: Run = {**FOUR, "samples_before": before, "samples_after": after}
    report = reportgen.report(**counts, samples=table, allow_path=True)

    assert "balance_before.class_large" not in report.figures
    assert 1 == report.figures["balance_below.class"].value
    assert "cut_below_random" in {it.id for it in report.caveats}


@pytest.mark.parametrize(("caveat", "left", "expected"), OF_TABLES)
def test_a_table_of_decisions_raises_what_it_shows(caveat: str, left: int, expected: bool, tmp_path: Path) -> None:
    """Of a class nothing is left, or less than by chance; of the other more than half are then."""
    kept = [("a", number < 50 - left) for number in range(80)] + [("b", number < left) for number in range(20)]
    (tmp_path / "d.csv").write_text("kept,class\n" + "".join(f"{it},{name}\n" for name, it in kept), encoding="utf-8")
    counts: Run = {**FOUR, "samples_before": 100, "samples_after": 50}
    table = {"table": str(tmp_path / "d.csv"), "kept": "kept", "label": "class"}
    report = reportgen.report(**counts, samples=table, allow_path=True)

    assert expected == (caveat in {it.id for it in report.caveats})
    # that a class is gone no figure of the cover shows: its words do, before others
    assert (left == 0) == (report.page.first.cautions[0] == "Nothing is left of a class or source.")


OF_SETS = [(51, True), (50, False), (0, False)]


@pytest.mark.parametrize(("size", "expected"), OF_SETS)
def test_a_set_that_swallows_half_of_all_is_told(size: int, expected: bool, tmp_path: Path) -> None:
    """On the cover; half of the samples is not more than half, and a table without sets says nothing."""
    rows = "".join(f"{number < 60},{'one' if number < size else ''}\n" for number in range(100))
    (tmp_path / "d.csv").write_text("kept,set\n" + rows, encoding="utf-8")
    counts: Run = {**FOUR, "samples_before": 100, "samples_after": 60}
    table = {"table": str(tmp_path / "d.csv"), "kept": "kept", "component": "set"}
    report = reportgen.report(**counts, samples=table, allow_path=True)

    assert expected == ("component_swallows" in {it.id for it in report.caveats})
    title = "One set of near duplicates holds more than half of all samples."
    assert expected == (title in report.page.first.cautions)
