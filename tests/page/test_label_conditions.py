"""Each label on a run on which it must stand, and on one close to it on which it must not."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

import reportgen
from tests.figures.runs import FOUR
from tests.page.made_runs import COLUMNS, NOTHING_REMOVED, OWN, RECORD, Run, costs, energy, settings, storage, texts_of

MEASURED = energy(kwh=1)
COMPANY_FACTOR = {**MEASURED, **settings(co2_per_sample="0.0002")}
COMPANY_SCENARIO = {**MEASURED, **settings(factor_kwh="10")}
FRAMES = {**MEASURED, "training": {"factor_per": "frame"}, "units_per_sample": {"frame": 240}}
ESTIMATED = {"energy": [{"gpu": "H100 SXM", "count": 8}], "duration": "PT40M"}
STEPS = {"training": {"schedule": "steps"}, "grid": {"pue": 1, "intensity": Decimal("0.5")}}
STORED = {**storage(deleted=True, kwh_per_gb_year=Decimal("0.0146")), **STEPS}
UNROUNDED = "The published scenario, not rounded: US grid, no PUE"
OWN_TRAINING = {**MEASURED, "training": {**OWN, "kwh": 99}}


def estimated(**given: Any) -> Run:
    """A run of three hours with eight boards that no meter read."""
    return {"energy": [{"gpu": "H100 SXM", "count": 8, **given}], "duration": "PT3H"}


def of_a_file(**given: Any) -> Run:
    """A run with a record of a table of watts."""
    return {"energy": [{"file": RECORD.name, "columns": COLUMNS, **given}], "energy_folder": RECORD.parent}


# what a page says, a run on which it does, and one on which it must not
CASES: list[tuple[str, Run, Run]] = [
    ("The published factor, as published: US grid, no PUE", MEASURED, COMPANY_FACTOR),
    (UNROUNDED, {"training": {"factor": "exact"}}, {"training": {"factor": "exact", "schedule": "steps"}}),
    (UNROUNDED, MEASURED, {**MEASURED, **NOTHING_REMOVED}),
    (UNROUNDED, OWN_TRAINING, {**MEASURED, "training": {**OWN, "kwh": 99, "factor": "scenario"}}),
    (
        "The company’s scenario on the published factor’s grid",
        {**settings(factor_kwh="10"), "training": {"factor": "exact"}},
        {**settings(pue="1.2"), "training": {"factor": "exact"}},
    ),
    ("The published scenario, on the run’s own grid", MEASURED, COMPANY_SCENARIO),
    ("The company’s scenario, on the run’s own grid", COMPANY_SCENARIO, MEASURED),
    ("The company’s own factor, with its own grid and PUE", COMPANY_FACTOR, COMPANY_SCENARIO),
    ("CO₂e avoided, net, by the company’s own factor", COMPANY_FACTOR, COMPANY_SCENARIO),
    ("CO₂e avoided, net, by the company’s own factor", COMPANY_FACTOR, settings(co2_per_sample="0.0002")),
    ("CO₂e avoided, net, by the company’s scenario", COMPANY_SCENARIO, COMPANY_FACTOR),
    ("CO₂e avoided, net, by the published scenario", MEASURED, COMPANY_SCENARIO),
    ("CO₂e avoided, net, by your own training", OWN_TRAINING, MEASURED),
    ("By the published scenario it avoids", COMPANY_FACTOR, MEASURED),
    ("By the published scenario it avoids", OWN_TRAINING, {**OWN_TRAINING, **settings(factor_kwh="10")}),
    ("By the company’s scenario it avoids", {**OWN_TRAINING, **settings(factor_kwh="10")}, OWN_TRAINING),
    ("CO₂e avoided, exact arithmetic", MEASURED, COMPANY_FACTOR),
    ("CO₂e avoided, exact arithmetic", MEASURED, COMPANY_SCENARIO),
    ("exact arithmetic", OWN_TRAINING, {**MEASURED, "training": {**OWN, "kwh": 99, "factor": "scenario"}}),
    ("Per image; each sample counts as one image.", MEASURED, FRAMES),
    ("Per image; each sample counts as 240 images.", FRAMES, MEASURED),
    (
        "12.35\u00a0kg CO₂e from 28.8\u00a0kWh; MS COCO",
        MEASURED,
        {**COMPANY_FACTOR, **settings(co2_per_sample="0.0002", factor_kwh="10")},
    ),
    ("MS COCO with RetinaNet, 110,000 images", MEASURED, {"task": "segmentation"}),
    (
        "trains just as long; only labelling is saved",
        {"training": {"schedule": "steps"}},
        {"training": {"schedule": "steps"}, "already_labelled": 110000},
    ),
    ("cuts its factor after three digits, without rounding", {"task": "classification"}, {"task": "segmentation"}),
    ("rounds the factor once more", {"task": "segmentation"}, {"task": "classification"}),
    ("and avoids nothing", {**costs(licence=10), **NOTHING_REMOVED}, costs(licence=100000)),
    ("and avoids only", costs(licence=100000), {**costs(licence=10), **NOTHING_REMOVED}),
    ("How far software meters are from a wall meter comes on top.", of_a_file(), of_a_file(meter="wall")),
    ("Energy of the company’s training", COMPANY_SCENARIO, MEASURED),
    ("Samples of the company’s training", settings(factor_samples="50000"), COMPANY_SCENARIO),
    ("Energy of the published training", MEASURED, COMPANY_SCENARIO),
    ("Your own training can be far below it.", {}, {"training": {**OWN, "kwh": 99}}),
    # a one that has a unit is a factor like any other, or the units do not come out
    ("1\u00a0kWh\u00a0× 1.54", energy(kwh=1), energy(kwh=2)),
    ("42\u00a0min\u00a0× 1.00", costs(compute_per_hour=1), costs(compute_per_hour=2)),
    ("42\u00a0min\u00a0× 1.00", costs(compute_per_hour=1, machines=1), costs(compute_per_hour=1, machines=2)),
    ("4.07\u00a0kWh (estimate), or", ESTIMATED, energy(kwh=Decimal("4.06952"), basis="estimate")),
    ("Filtering, emitted (estimate)", ESTIMATED, MEASURED),
    ("Filtering, emitted (in part an estimate)", {"energy": [*ESTIMATED["energy"], {"kwh": 1}]}, ESTIMATED),
    ("on average (estimate)", ESTIMATED, MEASURED),
    ("8\u00a0× 700\u00a0W\u00a0× (0.7 + 0.39)\u00a0× 40\u00a0min", ESTIMATED, MEASURED),
    ("8\u00a0× 700\u00a0W\u00a0× (0.7 + 0.39)\u00a0× 3\u00a0h", estimated(hours=3), ESTIMATED),
    ("No storage is saved.", storage(), storage(deleted=True)),
    ("10\u00a0GB\u00a0× 1.00\u00a0× 12", storage(deleted=True), storage()),
    ("net, by training and storage", {**MEASURED, **storage(deleted=True)}, {**MEASURED, **storage()}),
    ("net, by storage", {**STORED, **energy(kwh=Decimal("0.1"))}, {**STORED, **MEASURED}),
    ("Storage avoids 73.0\u00a0g CO₂e; training runs for a fixed number of steps", STORED, {**STORED, **MEASURED}),
    ("What storage avoids:", STORED, {**STORED, **MEASURED}),
    ("Training avoids none.", STORED, {**storage(), **STEPS}),
    ("None avoided.", {**storage(), **STEPS}, STORED),
    ("Storage avoided", {**STORED, **MEASURED}, MEASURED),
    ("The annotation price is a built-in one", {}, {"prices": [{"task": "detection", "price": 1}]}),
]


def page_of(run: Run) -> str:
    """The texts of the run's page in full, each on a line."""
    return "\n".join(texts_of(reportgen.report(**{**FOUR, **run, "edition": "full"}).page))


@pytest.mark.parametrize(("label", "on", "off"), CASES, ids=[f"{n} {case[0][:40]}" for n, case in enumerate(CASES)])
def test_one_condition_decides(label: str, on: Run, off: Run) -> None:
    """The label stands on the first page and not on the second."""
    assert [True, False] == [label in page_of(on), label in page_of(off)]


def test_how_far_grids_lie_from_the_world_is_that_of_the_table() -> None:
    """The cleanest and the dirtiest country of the table, over the world's average of it."""
    from reportgen.factors.facts import load

    rows = [*load("grid")["row"], *load("grid_regions")["row"]]
    table = {row["zone"]: row["kg_per_kwh"] for row in rows if row["kind"] == "life-cycle"}
    world = table["WORLD"]
    times = [share / world for share in table.values()]
    low, high = (f"{float(f'{float(share):.1e}'):g}" for share in (min(times), max(times)))

    told = next(it.text for it in reportgen.report(**FOUR).caveats if it.id == "world_grid")
    assert float(told.partition("range from ")[2].split(" ")[0]) == float(low)
    assert float(told.partition(" to ")[2].split(" ")[0]) == float(high)


CUBOIDS = {"task": "cuboids", "prices": [{"task": "cuboids", "price": 1}], "units_per_sample": {"frame": 3}}


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        # two ways to count are one too many
        ({"training": {"co2_per_sample": 1, "factor": "exact"}}, "co2_per_sample: is given beside factor: exact"),
        # how many frames a clip has, nobody guesses
        ({"training": {"factor_per": "frame"}}, "nobody said how many of frame a sample has"),
        # what would multiply nothing is not passed over
        ({**CUBOIDS, "training": {"factor_per": "frame"}}, "a published training, and cuboids has none"),
        # an estimate was read by no meter
        ({"energy": [{"kwh": 1, "basis": "estimate", "meter": "wall"}]}, "[0].meter: is given beside basis: estimate"),
    ],
)
def test_what_does_not_go_together_is_a_problem(more: dict[str, Any], problem: str) -> None:
    """It is said, and none of the two is chosen."""
    with pytest.raises(reportgen.InputError, match=re.escape(problem)):
        reportgen.report(**{**FOUR, **more})


@pytest.mark.parametrize(
    "run",
    [
        {},
        MEASURED,
        NOTHING_REMOVED,
        OWN_TRAINING,
        {"training": {**OWN, "kwh": 99}},
        {"training": {**OWN, "kwh": 99, "factor": "scenario"}},
        {"training": {"factor": "exact"}},
        {"training": {"schedule": "steps"}},
        COMPANY_FACTOR,
        COMPANY_SCENARIO,
    ],
)
def test_what_is_not_rounded_stands_where_the_caveat_on_rounding_does(run: Run) -> None:
    """The caveat stands on no page without the row that it speaks of, nor beside the published factor without it."""
    report = reportgen.report(**{**FOUR, **run})
    chosen = run.get("training", {}).get("factor") == "exact"  # the row is then what counts, and none is rounded
    rounded = any(caveat.id == "published_arithmetic" for caveat in report.caveats)
    assert (rounded or chosen) == (UNROUNDED in page_of(run))
