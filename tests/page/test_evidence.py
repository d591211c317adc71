"""What a page says of training runs: no more than they show."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from reportgen.charts.pareto import ParetoData
from reportgen.charts.runs import RunsData
from reportgen.generate import load
from reportgen.page.parts import Chart, Note, Section, Table
from reportgen.page.sections.evidence_front import front_chart
from reportgen.page.writer import Writer
from reportgen.rendering.report import Report
from tests.inputs.runs import FOUR_LINES, write
from tests.inputs.test_evidence import EPOCH_ROWS, EVIDENCE, OF_EPOCHS

Kind = TypeVar("Kind")


def report(folder: Path, before: list[str], after: list[str], random: list[str] | None = None) -> Report:
    """The report of runs with these accuracies, all of 3.6 MJ."""
    sides = {"all": before, "kept": after, "random": random or []}
    rows = [f"{subset},3.6,{value}" for subset, values in sides.items() for value in values]
    write(folder, "runs.csv", "\n".join(["subset,energy (MJ),mAP", *rows, ""]))
    text = EVIDENCE if random else EVIDENCE.replace("  random: {subset: random}\n", "")
    return load(write(folder, "run.yaml", FOUR_LINES + text))


def models(made: Report) -> Section:
    (section,) = (section for section in made.page.sections if section.anchor == "models")
    return section


def blocks(made: Report, kind: type[Kind]) -> list[Kind]:
    return [block for block in models(made).blocks if isinstance(block, kind)]


def verdicts(made: Report) -> list[str]:
    return [f"{note.title} {note.text}" for note in blocks(made, Note)]


def weighty(made: Report) -> set[str]:
    return {caveat.id for caveat in made.caveats if caveat.weight == 1}


LOW = ["0.40", "0.41", "0.42", "0.43", "0.44"]
HIGH = ["0.45", "0.46", "0.47", "0.48", "0.49"]


def test_five_runs_above_five_others(tmp_path: Path) -> None:
    """A difference beyond chance is said with its test, its p and how the sides overlap."""
    made = report(tmp_path, LOW, HIGH)
    (told,) = verdicts(made)
    assert told.startswith("Against all samples: the runs show higher accuracy after filtering.")
    assert "p = 0.0079 (every one of 252 assignments)" in told
    assert told.endswith("Runs after filtering within the range of those before (5): 0 of 5.")
    assert "mAP is higher after filtering: +0.050" == models(made).finding
    assert set() == {name for name in weighty(made) if name.startswith("evidence")}


def test_five_runs_below_five_others(tmp_path: Path) -> None:
    """Lower accuracy changes how every headline is read."""
    made = report(tmp_path, HIGH, LOW)
    assert verdicts(made)[0].startswith("Against all samples: the runs show lower accuracy after filtering.")
    assert "evidence_lower" in weighty(made)
    assert "mAP is lower after filtering: −0.050" == models(made).finding


def test_a_difference_that_may_be_chance(tmp_path: Path) -> None:
    """One run a little higher is no difference, nor evidence that there is none."""
    made = report(tmp_path, LOW, [*LOW[:4], "0.46"])
    assert "no difference is shown, which does not show that there is none" in verdicts(made)[0]
    assert "evidence_open" in weighty(made)


def test_four_runs_are_no_verdict(tmp_path: Path) -> None:
    """However far apart: the page says so and states no p."""
    made = report(tmp_path, LOW[:4], HIGH)
    (told,) = verdicts(made)
    assert told.startswith("Against all samples: no verdict. A verdict needs 5 runs on each side or more.")
    assert "p =" not in told
    assert "too few trainings for a verdict" in models(made).finding
    assert "evidence_few" in weighty(made)


def test_mean_and_median_that_disagree_are_no_verdict(tmp_path: Path) -> None:
    """The mean falls by one failed training in six while the median rises: nothing is claimed from the means alone."""
    before = ["0.500", "0.500", "0.500", "0.500", "0.500", "0.500"]
    made = report(tmp_path, before, ["0.501", "0.501", "0.501", "0.501", "0.501", "0.100"])
    assert "no difference is shown" in verdicts(made)[0]


def test_against_a_random_subset(tmp_path: Path) -> None:
    """Equal runs do not show that the selection beats chance, nor that it does not."""
    made = report(tmp_path, LOW, HIGH, [*HIGH[:4], "0.488"])
    assert verdicts(made)[1].startswith(
        "Against a random subset: the runs do not show that the selection does better than chance, nor"
    )
    beaten = report(tmp_path, LOW, HIGH, LOW)
    assert verdicts(beaten)[1].startswith("Against a random subset: the runs show that the selection does better")


def test_every_run_is_drawn(tmp_path: Path) -> None:
    """All accuracies stand in the chart in the rows of their sides, on round ticks around them."""
    chart, _ = blocks(report(tmp_path, LOW, HIGH), Chart)
    data = chart.data
    assert isinstance(data, RunsData)
    assert [tuple(map(Decimal, LOW)), tuple(map(Decimal, HIGH))] == [row.values for row in data.rows]
    assert ["0.40", "0.42", "0.44", "0.46", "0.48", "0.50"] == [text for _, text in data.ticks]
    assert "The axis does not begin at zero." in chart.note


def test_one_value_for_all_has_an_axis(tmp_path: Path) -> None:
    """Runs that are all alike stand on ticks a hundredth apart."""
    chart, _ = blocks(report(tmp_path, ["0.4"] * 5, ["0.4"] * 5), Chart)
    assert isinstance(chart.data, RunsData)
    assert chart.data.low <= Decimal("0.4") < chart.data.high


def test_the_table_names_what_was_chosen(tmp_path: Path) -> None:
    """A row for each side with its number of runs, its median and spread, and its energy."""
    (table,) = (block for block in blocks(report(tmp_path, LOW, HIGH), Table) if "side by side" in block.title)
    (_, (before, after)) = table.groups[0]
    assert ("All samples", "subset: all") == (before.head, before.small)
    texts = [cell.text or (cell.amount.text if cell.amount else "") for cell in after.cells]
    assert ["5", "0.470", "0.460–0.480", "0.450–0.490", "1.00"] == texts


@pytest.mark.parametrize(
    ("runs", "finding"),
    [
        (HIGH, "acc changed by −0.600 after filtering"),
        (LOW, "acc changed by −0.600, which may be chance"),
        (HIGH[:1], "acc changed by −0.600: too few trainings for a verdict"),
    ],
)
def test_the_heading_has_the_change_of_the_first_page(tmp_path: Path, runs: list[str], finding: str) -> None:
    """Where the manifest states a fall that the runs do not have, the heading does not speak of their rise."""
    report(tmp_path, LOW, runs)
    stated = "quality: {metric: acc, before: 0.9, after: 0.3}\n"
    made = load(write(tmp_path, "run.yaml", (tmp_path / "run.yaml").read_text() + stated))
    assert finding == models(made).finding


def test_nothing_measured_is_said_as_before(tmp_path: Path) -> None:
    """Without evidence the page says that accuracy was not measured, and what others found as what it is."""
    made = load(write(tmp_path, "run.yaml", FOUR_LINES))
    assert verdicts(made)[0].startswith("Results of other studies. Others removed half")


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR"])
def test_numbers_of_a_verdict_follow_the_language(tmp_path: Path, locale: str) -> None:
    """The p value has the language's decimal sign."""
    report(tmp_path, LOW, HIGH)
    made = load(tmp_path / "run.yaml", locale=locale)
    assert "p = 0,0079" in verdicts(made)[0].replace("\u00a0", " ").replace("\u202f", " ")


def test_sides_stand_by_energy_and_accuracy(tmp_path: Path) -> None:
    """At the same 1 kWh a median of 0.42 is beaten by one of 0.47, which alone is on the front."""
    made = report(tmp_path, LOW, HIGH)
    (data,) = (chart.data for chart in blocks(made, Chart) if isinstance(chart.data, ParetoData))

    assert [
        ("All samples", Decimal(1), Decimal("0.42"), False),
        ("Samples kept", Decimal(1), Decimal("0.47"), True),
    ] == [(point.label, point.energy, point.accuracy, point.on_front) for point in data.points]


def test_a_side_alone_has_nothing_to_be_held_against(tmp_path: Path) -> None:
    """One side has no chart of energy and accuracy."""
    made = report(tmp_path, LOW, HIGH)
    alone = {"after": "Samples kept"}

    assert front_chart(Writer(made.account, 2, made.language), alone) is None


IMPOSSIBLE = "subset,energy (MJ),mAP,images,time (s)\nall,360000,0.4,1000,3600\nkept,180000,0.4,500,1800\n"
TIMED = EVIDENCE.replace("  random: {subset: random}\n", "  samples: images\n  duration: time (s)\n")


@pytest.mark.parametrize(
    ("factor", "warning"),
    [
        ("measured", "Training runs imply a power that their devices cannot draw"),
        ("scenario", "Training runs imply a power that their devices cannot draw"),
        ("published", ""),
    ],
)
def test_impossible_power_stands_at_the_headline_that_rests_on_it(tmp_path: Path, factor: str, warning: str) -> None:
    """360 GJ in an hour are 100 MW: saving the report is degraded, and a saving by those runs says so."""
    write(tmp_path, "runs.csv", IMPOSSIBLE)
    training = f"training: {{schedule: epochs, factor: {factor}}}\n"
    made = load(write(tmp_path, "run.yaml", FOUR_LINES + TIMED + training))
    (second,) = (row for row in made.page.first.seconds if row.label == "CO₂e")
    (shortfall,) = made.save(tmp_path, ["json"]).shortfalls
    assert bool(warning) == second.text.startswith("Training runs imply a power that their devices cannot draw.")
    assert shortfall.startswith("runs.csv: 2 of 2 runs imply more power than a training is believed to draw")


TAKEN_FOR_RUNS = "Each row of the table counts as a separate training, independent of the others."


@pytest.mark.parametrize(
    ("column", "rows", "said", "unsaid"),
    [
        ("note", ["x", "y"], TAKEN_FOR_RUNS, "epochs or steps"),
        ("run_id", ["x", "y"], "From runs.csv.", TAKEN_FOR_RUNS),
        (
            "epoch",
            ["1", "2"],
            "4 rows of the table are epochs or steps of these trainings, recognised by epoch.",
            TAKEN_FOR_RUNS,
        ),
        (
            "State",
            ["failed", "done"],
            "2 rows of the table are left out: damaged, or of runs that did not finish.",
            "epochs",
        ),
        ("State", ["done", "done"], TAKEN_FOR_RUNS, "left out"),
    ],
)
def test_what_a_run_is_stands_below_the_table(
    tmp_path: Path, column: str, rows: list[str], said: str, unsaid: str
) -> None:
    """That each row is taken for a run where nothing says so, that epochs were brought together, what is missing."""
    table = "".join(f"{side},{row},3.6,0.4{place}\n" for side in ("all", "kept") for place, row in enumerate(rows))
    write(tmp_path, "runs.csv", f"subset,{column},energy (MJ),mAP\n{table}")
    text = FOUR_LINES + EVIDENCE.replace("  random: {subset: random}\n", "")
    (found,) = blocks(load(write(tmp_path, "run.yaml", text)), Table)

    assert said in found.note
    assert unsaid not in found.note


def test_a_single_training_has_no_spread_in_the_table(tmp_path: Path) -> None:
    """Dashes, and below its energy no range but what it emitted."""
    write(tmp_path, "runs.csv", EPOCH_ROWS)
    made = load(write(tmp_path, "run.yaml", FOUR_LINES + OF_EPOCHS.replace("MORE", "")))
    (found,) = blocks(made, Table)
    cells = [[cell.text for cell in row.cells[2:4]] for _, rows in found.groups for row in rows]

    assert [["–", "–"], ["–", "–"]] == cells
    small = [row.cells[4].small for _, rows in found.groups for row in rows]
    assert [True, True] == [text.endswith("CO₂e") and "–" not in text for text in small]
    assert ["no verdict." in told for told in verdicts(made)] == [True]


@pytest.mark.parametrize(
    ("energy", "said", "unsaid"),
    [
        ("3.6", "Besides them, 1 run that does not count took 1.00\u00a0kWh", "is not known"),
        ("", "The energy of 1 more run is not known.", "Besides them"),
    ],
)
def test_what_a_run_that_does_not_count_took(tmp_path: Path, energy: str, said: str, unsaid: str) -> None:
    """A crashed run of 3.6 MJ took 1 kWh, and one without an energy an unknown one, never nothing."""
    sides = "".join(f"{side},done,3.6,0.4{place}\n" for side in ("all", "kept") for place in range(2))
    write(tmp_path, "runs.csv", f"subset,State,energy (MJ),mAP\n{sides}kept,failed,{energy},\n")
    text = FOUR_LINES + EVIDENCE.replace("  random: {subset: random}\n", "")
    (found,) = blocks(load(write(tmp_path, "run.yaml", text)), Table)

    assert said in found.note
    assert unsaid not in found.note
