"""Training runs in a manifest: what they give to a report, and what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

import reportgen
from reportgen.evidence.selecting import Selecting
from reportgen.evidence.sides import Sides
from reportgen.inputs.evidence import Evidence, _totals
from reportgen.inputs.leaves import Leaves
from tests.inputs.runs import load, problems, write

# Before: 0.40 to 0.44 at 36 MJ (10 kWh) of 1,000 images; after: 0.45 to 0.49 at 18 MJ; random: two runs.
RUNS = "\n".join(
    [
        "subset,energy (MJ),mAP,images",
        *(f"all,{36 + place - 2},0.{40 + place},1000" for place in range(5)),
        *(f"kept,18,0.{45 + place},500" for place in range(5)),
        "random,18,0.40,500",
        "random,18,0.42,500",
    ]
)
EVIDENCE = """\
evidence:
  file: runs.csv
  group: subset
  energy: energy (MJ)
  accuracy: mAP
  before: {subset: all}
  after: {subset: kept}
  random: {subset: random}
"""


def evidence(folder: Path, more: str = "", text: str = EVIDENCE, runs: str = RUNS) -> reportgen.Report:
    """The report of four lines with the evidence and more lines."""
    write(folder, "runs.csv", runs + "\n")
    return load(folder, text + more)


def values(report: reportgen.Report) -> dict[str, Decimal | None]:
    return {key: figure.value for key, figure in report.figures.items()}


def test_medians_and_spread(tmp_path: Path) -> None:
    """0.40 to 0.44: median 0.42, middle half 0.41 to 0.43; energies of 34 to 38 MJ: median 10 kWh."""
    found = values(evidence(tmp_path))
    keys = ("evidence_runs", "evidence_accuracy", "evidence_accuracy_p25", "evidence_accuracy_p75")
    assert [5, Decimal("0.42"), Decimal("0.41"), Decimal("0.43")] == [found[f"{key}.before"] for key in keys]
    assert [Decimal("0.40"), Decimal("0.44")] == [found[f"evidence_accuracy_{end}.before"] for end in ("min", "max")]
    assert Decimal(10) == found["evidence_energy.before"]


def test_what_the_runs_say_is_measured_and_named(tmp_path: Path) -> None:
    """Each figure of the runs before, and of all runs, rests on the file and says what it is."""
    report = evidence(tmp_path)
    figures = report.figures
    side = "trained on all samples"
    labels = {
        "evidence_runs.before": f"Training runs, {side}",
        **{
            f"evidence_{kind}{end}.before": f"{word} {kind}, {side}"
            for kind in ("accuracy", "energy")
            for end, word in (
                ("", "Median"),
                ("_p25", "First quartile of"),
                ("_p75", "Third quartile of"),
                ("_min", "Lowest"),
                ("_max", "Highest"),
            )
        },
        "evidence_accuracy_mean.before": f"Mean accuracy, {side}",
        "evidence_total_runs": "",
        "evidence_total_energy": "",
    }
    [source] = figures["evidence_runs.before"].sources
    for key, label in labels.items():
        assert ("measured", (source,)) == (figures[key].basis, figures[key].sources), key
        assert not label or label == str(figures[key].label), key
    assert {"title": "Training runs, runs.csv", "file": "runs.csv"} == report.account.sources[source]
    # 180, 90 and 36 MJ
    assert [12, 85] == [figures[f"evidence_total_{what}"].value for what in ("runs", "energy")]
    assert not any(key.endswith((".aside", ".unknown")) for key in figures)


def test_of_runs_without_an_energy_there_is_no_total(tmp_path: Path) -> None:
    """Nobody measured what they took, and that is no zero."""
    rows = "subset,energy (MJ),mAP,images\nall,,0.4,1000\nkept,,0.5,500\nrandom,,0.4,500\n"
    figures = evidence(tmp_path, runs=rows).figures

    assert Decimal("0.4") == figures["evidence_accuracy.before"].value
    assert not any(key.startswith("evidence_total") for key in figures)


@pytest.mark.parametrize(
    ("counted", "aside", "aside_kwh", "unknown", "ends"),
    [
        (2, 0, "0", 0, ("", "")),
        (2, 3, "4", 0, ("", "", ".aside", ".aside")),
        (2, 0, "0", 5, ("", "", ".unknown")),
        (2, 3, None, 5, ("", "")),  # which rows are one run cannot be told
    ],
)
def test_of_runs_that_do_not_count_what_is_known_is_told(
    counted: int, aside: int, aside_kwh: str | None, unknown: int, ends: tuple[str, ...]
) -> None:
    """None of them is no figure, and neither is what nobody knows."""
    told: list[tuple[str, Decimal]] = []

    class Told:
        def stated(self, key: str, value: Decimal, **_: object) -> None:
            told.append((key, value))

    selecting = Selecting(counted, Decimal(1), aside, None if aside_kwh is None else Decimal(aside_kwh), unknown)
    _totals(cast(Leaves, Told()), selecting, {})

    assert ends == tuple(
        key.removeprefix("evidence_total_runs").removeprefix("evidence_total_energy") for key, _ in told
    )
    values = {"": {2, 1}, ".aside": {3, 4}, ".unknown": {5}}
    assert all(value in values[end] for end, (_, value) in zip(ends, told, strict=True))


def test_what_runs_took_that_do_not_count_is_told_apart(tmp_path: Path) -> None:
    """Of two that crashed one says its energy, 9 MJ."""
    head, *finished = RUNS.split("\n")
    rows = [
        f"{head},state",
        *(f"{row},finished" for row in finished),
        "kept,9,0.3,500,crashed",
        "kept,,0.3,500,crashed",
    ]
    figures = evidence(tmp_path, text=EVIDENCE + "  where: {state: finished}\n", runs="\n".join(rows)).figures
    assert {
        "evidence_total_runs.aside": ("Other runs of the table with an energy, which do not count", 1),
        "evidence_total_energy.aside": ("Energy of the runs of the table that do not count", Decimal("2.5")),
        "evidence_total_runs.unknown": ("Other runs of the table without an energy", 1),
    } == {
        key: (str(it.label), it.value)
        for key, it in figures.items()
        if key.startswith(("evidence_total_runs.", "evidence_total_energy."))
    }


def test_accuracy_comes_from_the_runs(tmp_path: Path) -> None:
    """Without quality in the manifest the medians count, measured, under the column's name."""
    figures = evidence(tmp_path).figures
    after = figures["quality_after"]
    assert (Decimal("0.47"), "measured", "mAP") == (after.value, after.basis, after.note)
    assert Decimal("0.05") == figures["quality_change"].value
    assert Decimal("0.41") == figures["quality_random"].value


def test_a_stated_accuracy_counts_and_a_difference_is_said(tmp_path: Path) -> None:
    """0.4 is not 0.47; 0.5, as far as it is written out, and 0.470 are."""
    for stated, differs in (("0.4", True), ("0.5", False), ("0.470", False), ("0.4701", True), ("0.471", True)):
        report = evidence(tmp_path, f"quality: {{after: {stated}}}\n")
        assert Decimal(stated) == report.figures["quality_after"].value
        assert differs == ("evidence_differs" in {caveat.id for caveat in report.caveats})


def test_a_difference_beyond_chance(tmp_path: Path) -> None:
    """Five runs above five others: 2 of 252 assignments; none of them within the range of the others."""
    report = evidence(tmp_path)
    p = report.figures["evidence_p.before"]
    assert p.value is not None
    assert Decimal(2) / 252 == pytest.approx(p.value)
    assert ("permutation_test/1", "every one of 252 assignments") == (p.procedure, p.note)
    assert "Permutation test of the means, p, against trained on all samples" == str(p.label)
    assert ("evidence.runs",) == p.sources
    within = report.figures["evidence_within.before"]
    assert (Decimal(0), "measured", ("evidence.runs",)) == (within.value, within.basis, within.sources)


def test_runs_at_the_ends_of_the_others_range_lie_within_it(tmp_path: Path) -> None:
    """Before from 0.40 to 0.44; after at both ends and in the middle, and one just outside either end."""
    after = "".join(f"\nkept,18,{accuracy},500" for accuracy in ("0.40", "0.44", "0.42", "0.3999", "0.4401"))
    runs = "\n".join(line for line in RUNS.split("\n") if not line.startswith("kept")) + after
    assert 3 == values(evidence(tmp_path, runs=runs))["evidence_within.before"]


@pytest.mark.parametrize(
    ("before", "after", "known"), [(5, 5, True), (4, 5, False), (5, 4, False), (4, 4, False), (6, 5, True)]
)
def test_a_verdict_takes_five_runs_a_side(tmp_path: Path, before: int, after: int, known: bool) -> None:
    """With four on either side there is no p, and why is said; a run without accuracy is none of them."""
    sides = [*["all,36,0.4,1000"] * before, *["kept,18,0.5,500"] * after, "all,36,,1000", "kept,18,,500"]
    p = evidence(tmp_path, runs="\n".join([RUNS.split("\n")[0], *sides, "random,18,0.4,500"])).figures[
        "evidence_p.before"
    ]
    assert known == (p.value is not None)
    assert (None if known else "fewer than five runs on a side") == p.reason


@pytest.mark.parametrize(("count", "ranged"), [(1, False), (4, False), (5, True)])
def test_quartiles_of_fewer_than_five_runs_are_no_range(tmp_path: Path, count: int, ranged: bool) -> None:
    """Of two runs the quartiles lie between the two: as a range they would be too narrow for what is known."""
    runs = [f"all,{36 + 3.6 * place:.1f},0.4,{1000 + place}" for place in range(count)]
    text = "\n".join([RUNS.split("\n")[0], *runs, "kept,18,0.5,500", "random,18,0.4,500"])
    figures = evidence(tmp_path, "  samples: images\ntraining: {factor: measured}\n", runs=text).figures
    kwh, samples = figures["training_kwh"], figures["training_samples"]
    assert (10 + Decimal(count - 1) / 2, "measured") == (kwh.value, kwh.basis)
    # of 10, 11, 12, 13 and 14 kWh
    assert ((11, 13) if ranged else (None, None)) == (kwh.low, kwh.high)
    assert (None, None) == (samples.low, samples.high)


def test_two_runs_give_no_verdict(tmp_path: Path) -> None:
    """Against the random subset there is no p, and why is said."""
    p = evidence(tmp_path).figures["evidence_p.random"]
    assert (None, "fewer than five runs on a side") == (p.value, p.reason)


def test_energy_saved_by_the_runs(tmp_path: Path) -> None:
    """10 kWh before and 5 kWh after are a half less."""
    assert Decimal("0.5") == values(evidence(tmp_path))["evidence_energy_saved"]


def test_the_measured_factor_from_runs(tmp_path: Path) -> None:
    """10 kWh over 1,000 images; the range is the middle half, 35 to 37 MJ."""
    report = evidence(tmp_path, "  samples: images\ntraining: {factor: measured}\n")
    kwh = report.figures["training_kwh"]
    assert (Decimal(10), "measured", "median of 5 runs") == (kwh.value, kwh.basis, kwh.note)
    assert (Decimal(35) / Decimal("3.6"), Decimal(37) / Decimal("3.6")) == pytest.approx((kwh.low, kwh.high))
    assert Decimal("0.01") == report.figures["training_energy_per_sample"].value
    assert "measured" == report.figures["training_energy_per_sample"].rests_on


def test_the_published_factor_stays_the_default(tmp_path: Path) -> None:
    """Runs stand beside it as the own training and do not take its place."""
    found = values(evidence(tmp_path, "  samples: images\n"))
    assert Decimal("0.00011") == found["co2_per_sample"]
    assert Decimal("0.01") == found["training_energy_per_sample.own"]


@pytest.mark.parametrize(
    ("training", "kwh", "samples", "basis"),
    [
        ("{factor: measured, kwh: 3, samples: 10}", "3", "10", "measured"),
        ("{kwh: 3}", "3", "1000", "stated"),
        ("{samples: 10}", "10", "10", "measured"),
        # hours, GPUs and watts say the energy together, and no two of them do
        ("{hours: 10, gpus: 1, watts: 200}", "2", "1000", "computed"),
        ("{gpus: 1, watts: 200}", "10", "1000", "measured"),
        ("{hours: 10, watts: 200}", "10", "1000", "measured"),
        ("{hours: 10, gpus: 1}", "10", "1000", "measured"),
        # what was measured is asked for
        ("{factor: measured, hours: 10, gpus: 1, watts: 200}", "10", "1000", "measured"),
    ],
)
def test_what_the_manifest_states_of_the_training_stands(
    tmp_path: Path, training: str, kwh: str, samples: str, basis: str
) -> None:
    """Runs give what it leaves open and take the place of nothing that it says."""
    figures = evidence(tmp_path, f"  samples: images\ntraining: {training}\n").figures
    assert (Decimal(kwh), Decimal(samples)) == (figures["training_kwh"].value, figures["training_samples"].value)
    assert basis == figures["training_kwh"].basis


def test_measured_needs_samples(tmp_path: Path) -> None:
    """An energy per run says nothing of a sample until somebody says how many there were."""
    write(tmp_path, "runs.csv", RUNS)
    (found,) = problems(tmp_path, EVIDENCE + "training: {factor: measured}\n")
    assert "$.training.samples: is missing, and factor: measured needs it" in found


def test_a_training_from_its_first_epochs(tmp_path: Path) -> None:
    """1, 2 and 1.5 kWh, three of ten: 4.5 and seven times 1.5 are 15; at the least 11.5, at the most 18.5 kWh."""
    write(tmp_path, "epochs.csv", "epoch,kWh\n1,1\n2,2\n3,1.5\n")
    report = load(tmp_path, "evidence: {epochs: {file: epochs.csv, epoch: epoch, energy: kWh, total: 10}}\n")
    found = report.figures["predicted_training_energy"]
    assert (Decimal(15), Decimal("11.5"), Decimal("18.5")) == (found.value, found.low, found.high)
    epoch = report.figures["evidence_epoch_energy"]
    assert (Decimal("1.5"), Decimal(1), Decimal(2)) == (epoch.value, epoch.low, epoch.high)


def test_a_training_of_which_every_epoch_is_known(tmp_path: Path) -> None:
    """Three of three: nothing is left to predict."""
    write(tmp_path, "epochs.csv", "epoch,kWh\n1,1\n2,2\n3,1.5\n")
    report = load(tmp_path, "evidence: {epochs: {file: epochs.csv, epoch: epoch, energy: kWh, total: 3}}\n")
    assert Decimal("4.5") == report.figures["predicted_training_energy"].value


def test_the_unit_of_energy_may_be_said(tmp_path: Path) -> None:
    """Of a column whose head names none: 36 MJ are 10 kWh."""
    text = EVIDENCE.replace("energy: energy (MJ)", "energy: energy\n  energy_unit: MJ")
    found = values(evidence(tmp_path, text=text, runs=RUNS.replace("energy (MJ)", "energy")))
    assert Decimal(10) == found["evidence_energy.before"]


def test_a_side_without_accuracy_has_its_energy(tmp_path: Path) -> None:
    """What the trainings before took is known, though nobody measured how good they were."""
    kept = [line for line in RUNS.split("\n") if not line.startswith("all")]
    found = values(evidence(tmp_path, runs="\n".join([*kept, "all,36,,1000", "all,36,,1000"])))
    assert (Decimal(0), Decimal(10)) == (found["evidence_runs.before"], found["evidence_energy.before"])
    assert "evidence_accuracy.before" not in found


def test_groups_may_be_numbers(tmp_path: Path) -> None:
    """A year is chosen by a number; without runs before there is nothing to compare."""
    runs = "year,energy (kWh),acc\n2024,1,0.5\n2025,1,0.6\n"
    text = "evidence: {file: runs.csv, group: year, energy: energy (kWh), accuracy: acc, after: {year: 2025}}\n"
    report = evidence(tmp_path, text=text, runs=runs)
    assert Decimal("0.6") == report.figures["quality_after"].value
    assert "evidence_p.before" not in report.figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("evidence: {}\n", "$.evidence.file: is missing (a table of training runs, or epochs of one)"),
        ("evidence: {file: runs.csv}\n", "$.evidence.group: is missing (which column of the table holds it)"),
        (EVIDENCE.replace("runs.csv", "../runs.csv"), "$.evidence.file: lies outside the manifest's folder"),
        (EVIDENCE.replace("runs.csv", "none.csv"), "$.evidence.file: none.csv: "),
        (EVIDENCE.replace("kept", "kpet"), '$.evidence.after: no run has subset: kpet (did you mean "kept"?)'),
        (EVIDENCE.replace("accuracy: mAP", "accuracy: map"), '$.evidence.file: runs.csv:1: there is no column "map"'),
        (EVIDENCE.replace("energy: energy (MJ)", "energy: mAP"), '$.evidence.group: the column "mAP" is named for two'),
        (EVIDENCE.replace("group: subset", "group: 'subset,'"), '$.evidence.group: the column "" is named for two'),
        ("evidence: {epochs: {file: runs.csv, energy: energy (MJ), total: 3}}\n", "$.evidence.epochs.total: is 3"),
        ("evidence: {epochs: {file: runs.csv, energy: mAP, total: 300}}\n", "$.evidence.epochs.file: "),
        (EVIDENCE.replace("{subset: all}", "{}"), "$.evidence.before: expected columns with values"),
        (EVIDENCE.replace("{subset: all}", "all"), "$.evidence.before: expected columns with values"),
        (EVIDENCE.replace("{subset: all}", "{subset: [a]}"), "$.evidence.before.subset: expected text"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(tmp_path: Path, text: str, expected: str) -> None:
    """Each problem has the manifest's line and path; none is a traceback."""
    write(tmp_path, "runs.csv", RUNS)
    found = problems(tmp_path, text)
    assert any(expected in line for line in found), found
    assert all(line.startswith("run.yaml:") for line in found)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02\xff",
        b"subset\n",
        "subset,energy (MJ),mAP\nall,1,0.5\n".encode("utf-16"),
        b"PAR1",
        b"\x1f\x8b",
    ],
)
def test_files_that_are_no_table(tmp_path: Path, content: bytes) -> None:
    """Empty, binary, without the runs, cut off: a problem at the field that names the file, never a traceback."""
    (tmp_path / "runs.csv").write_bytes(content)
    with pytest.raises(reportgen.InputError) as raised:
        load(tmp_path, EVIDENCE)
    assert all("evidence" in problem.where for problem in raised.value.problems)


# Handed: one training a side whose six epochs are rows.
EPOCH_ROWS = "subset,epoch,images,val_accuracy,energy_kwh\n" + "".join(
    f"{subset},{epoch},{images},{accuracy},{kwh}\n"
    for subset, images, kwh, accuracies in (
        ("all", 9000, "0.0010", (0.24, 0.29, 0.33, 0.35, 0.36, 0.365)),
        ("kept", 7000, "0.0008", (0.37, 0.4, 0.42, 0.43, 0.44, 0.445)),
    )
    for epoch, accuracy in enumerate(accuracies, start=1)
)
OF_EPOCHS = (
    "evidence: {file: runs.csv, group: subset, energy: energy_kwh, accuracy: val_accuracy, samples: images, "
    "before: {subset: all}, after: {subset: kept}MORE}\n"
)


def test_epochs_as_rows_are_one_training_a_side(tmp_path: Path) -> None:
    """0.0060 and 0.0048 kWh, 0.365 and 0.445: no spread, no p, no range, and the epochs are named."""
    report = evidence(tmp_path, text=OF_EPOCHS.replace("MORE", ""), runs=EPOCH_ROWS)
    found = values(report)

    assert [1, 1] == [found["evidence_runs.before"], found["evidence_runs.after"]]
    assert [Decimal("0.006"), Decimal("0.0048")] == [found[f"evidence_energy.{role}"] for role in ("before", "after")]
    assert [Decimal("0.365"), Decimal("0.445")] == [found[f"evidence_accuracy.{role}"] for role in ("before", "after")]
    assert [9000, 7000] == [found[f"evidence_samples.{role}"] for role in ("before", "after")]
    for end in ("p25", "p75", "min", "max"):
        figure = report.figures[f"evidence_accuracy_{end}.after"]
        assert (None, "a single training has no spread") == (figure.value, figure.reason)
    assert found["evidence_p.before"] is None
    said = '12 rows are 2 runs, by "epoch": "energy_kwh" is their sum, "val_accuracy" the last'
    assert said == report.figures["evidence_runs.before"].note


def test_two_trainings_have_a_spread(tmp_path: Path) -> None:
    """The random subset's two runs of 0.40 and 0.42."""
    found = values(evidence(tmp_path))
    assert [Decimal("0.405"), Decimal("0.42")] == [found[f"evidence_accuracy_{it}.random"] for it in ("p25", "max")]


@pytest.mark.parametrize(
    ("best", "accuracies"), [("true", ("0.45", "0.55", "0.65")), ("false", ("0.40", "0.50", "0.60"))]
)
def test_a_manifest_names_the_runs_and_the_rows_that_count(
    tmp_path: Path, best: str, accuracies: tuple[str, str, str]
) -> None:
    """Epochs of two trainings mixed, told apart by job; one side's third is left out by its host; the best counts.

    Where it says that the best does not, the last one does.
    """
    least, most, after = map(Decimal, accuracies)
    rows = "".join(
        f"{subset},{job},{epoch},{host},{accuracy},1\n"
        for epoch, better in ((1, 5), (2, 0))
        for subset, job, host, accuracy in (
            ("all", "a", "x", f"0.4{better}"),
            ("all", "b", "x", f"0.5{better}"),
            ("kept", "c", "x", f"0.6{better}"),
            ("kept", "d", "y", f"0.9{better}"),
        )
    )
    more = f", run: job, where: {{host: x}}, best: {best}"
    text = OF_EPOCHS.replace("samples: images, ", "").replace("MORE", more)
    report = evidence(tmp_path, text=text, runs="subset,job,epoch,host,val_accuracy,energy_kwh\n" + rows)
    found = values(report)

    assert [2, 1] == [found["evidence_runs.before"], found["evidence_runs.after"]]
    assert [least, most] == [found[f"evidence_accuracy_{end}.before"] for end in ("min", "max")]
    assert [after, Decimal(2)] == [found["evidence_accuracy.after"], found["evidence_energy.after"]]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (", where: {host: z}", 'no run has "z" as host'),
        (", where: {hots: x}", 'there is no column "hots" (did you mean "host"?)'),
        (", run: jobs", 'there is no column "jobs" (did you mean "job"?)'),
    ],
)
def test_a_choice_that_cannot_be_is_a_problem(tmp_path: Path, more: str, expected: str) -> None:
    """At the table, with what may be meant."""
    write(tmp_path, "runs.csv", "subset,job,host,val_accuracy,energy_kwh\nall,a,x,0.5,1\nkept,b,x,0.5,1\n")
    found = problems(tmp_path, OF_EPOCHS.replace("samples: images, ", "").replace("MORE", more))
    assert [expected in problem for problem in found] == [True]


@pytest.mark.parametrize(("decimal", "expected"), [("comma", 1500), ("point", Decimal("1.5"))])
def test_the_decimal_sign_and_the_unit_of_time_are_said(tmp_path: Path, decimal: str, expected: Decimal) -> None:
    """For the runs and for the epochs alike; 1 h of 1.5 kWh or of 1,500 kWh."""
    write(tmp_path, "epochs.csv", "epoch;energy (kWh)\n1;1.500\n2;1.600\n")
    more = (
        f", decimal: {decimal}, duration: time, duration_unit: h, "
        "epochs: {file: epochs.csv, energy: energy (kWh), total: 3}"
    )
    text = OF_EPOCHS.replace("samples: images, ", "").replace("MORE", more)
    table = "subset;val_accuracy;energy_kwh;time\nall;1;1.500;1\nkept;1;1.500;1\n"
    found = values(evidence(tmp_path, text=text, runs=table))

    assert expected == found["evidence_energy.before"]
    assert (3100 if decimal == "comma" else Decimal("3.1")) == found["evidence_epochs_energy"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  group: subset\n", "$.evidence.group: is missing (which column of the table holds it)"),
        ("  energy: energy (MJ)\n", "$.evidence.energy: is missing (which column of the table holds it)"),
        ("  accuracy: mAP\n", "$.evidence.accuracy: is missing (which column of the table holds it)"),
    ],
)
def test_a_column_that_is_not_named_is_asked_for(tmp_path: Path, line: str, expected: str) -> None:
    """Of a table of runs each of the three columns must be named."""
    write(tmp_path, "runs.csv", RUNS + "\n")
    [said] = problems(tmp_path, EVIDENCE.replace(line, ""))
    assert expected in said


@pytest.mark.parametrize(
    ("sides", "asked"), [((), True), (("before",), False), (("after",), False), (("random",), True)]
)
def test_a_table_of_which_no_side_is_named_is_asked_about(tmp_path: Path, sides: tuple[str, ...], asked: bool) -> None:
    """Runs before or after filtering are needed; a random subset alone shows nothing of it."""
    write(tmp_path, "runs.csv", RUNS + "\n")
    left_out = [
        line
        for line in EVIDENCE.splitlines()
        if line.strip().partition(":")[0] in {"before", "after", "random"} - set(sides)
    ]
    text = "".join(f"{line}\n" for line in EVIDENCE.splitlines() if line not in left_out)
    said = "$.evidence.after: is missing (which runs were trained on what, such as {subset: kept})"
    try:
        load(tmp_path, text)
        found = ""
    except reportgen.InputError as error:
        found = " ".join(map(str, error.problems))
    assert asked == (said in found)


@pytest.mark.parametrize(
    ("before", "note"), [(10, "every one of 184756 assignments"), (11, "10000 assignments, drawn")]
)
def test_a_verdict_says_how_many_assignments_were_looked_at(tmp_path: Path, before: int, note: str) -> None:
    """All ways to part 20 runs into ten and ten are below 200,000; those of 21 are 352,716, of which some are drawn."""
    sides = [*(f"all,36,0.4{place:02},1000" for place in range(before)), *["kept,18,0.5,500"] * 10]
    text = "\n".join([RUNS.split("\n")[0], *sides, "random,18,0.4,500"])
    assert note == str(evidence(tmp_path, runs=text).figures["evidence_p.before"].note)


def test_runs_without_their_table_have_no_totals() -> None:
    """As a report carries them: what the other rows of the table took is not known there."""
    assert None is Evidence("runs.csv", "mAP", Sides({}, 0, percent=False)).selecting
