"""Every warning of the page on a run on which it stands, and on one close to it on which it must not."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.charts.runs import MOST_DOTS
from reportgen.page.parts import Account, Table
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, SAMPLES, WEB_TEXT
from tests.page.made_runs import (
    ALIKE,
    COLUMNS,
    CONFIDENTIAL,
    FIVE,
    LOWER,
    PRICE,
    RANGED,
    RECORD,
    Run,
    costs,
    energy,
    licence,
    of_a_record,
    quality,
    report_of,
    says,
    settings,
    texts_of,
)

ALL_COSTS = costs(licence=1, compute_per_hour=1, compute_includes_energy=True, person_hours=1, hourly_rate=1)
LITTLE = energy(kwh=Decimal("0.1"))
NO_PUE = {"grid": {"pue": 1}}
OWN = {"samples": 110000, "kwh": Decimal("2.88")}  # 0.98181... kWh avoided


PRICED_OWN = {**OWN, "hours": 5, "gpus": 1, "gpu_price_per_hour": 1}
PRICED_TRAINING = {"training": PRICED_OWN}
BY_SIZE = {key: value for key, value in WEB_TEXT["training"].items() if key != "schedule"}
NO_SCHEDULE = {**WEB_TEXT, "training": BY_SIZE}
UNLABELLED = {**NO_SCHEDULE, "task": "language-modelling", "prices": []}
NO_GPU_PRICE = {**UNLABELLED, "training": {**BY_SIZE, "schedule": "epochs", "gpu_price_per_hour": None}}
TO_A_BUDGET = {**WEB_TEXT, "training": {**BY_SIZE, "budget": "tokens"}}


def ranged(low: str, kwh: str, high: str) -> Run:
    """A run whose filtering drew so much, at the meter and at the building alike."""
    return {**energy(kwh=Decimal(kwh), low=Decimal(low), high=Decimal(high)), **NO_PUE}


def priced(**terms: Any) -> Run:
    """A run at 2 for each of three objects of a sample, with these terms."""
    row = {"task": "detection", "price": 2, "unit": "object", "units_per_sample": 3, **terms}
    return {"prices": [row]}


CASES: list[tuple[str, Run, Run]] = [
    # what nobody can reckon the cost of labelling without stands beside the price that applies
    ("Units per sample (object): 3", priced(), {"prices": [PRICE]}),
    ("Discount: 10.0%", priced(discount=Decimal("0.1")), priced()),
    ("Share of units reviewed: 20.0%; ", priced(review_share=Decimal("0.2"), review_price=1), priced()),
    ("Price of reviewing a unit: USD 1.00/object", priced(review_share=Decimal("0.2"), review_price=1), priced()),
    ("Labellers of each unit: 2", priced(annotators=2), priced()),
    ("Minimum charge of a batch: USD 7.00", priced(minimum=7), priced()),
    ("Fixed fee of the batch: USD 5.00", priced(fixed_fee=5), priced()),
    ("Fee of a month: USD 9.00; Months that are paid: 4", priced(per_month=9, months=4), priced()),
    ("Seats that are paid: 3", priced(per_month=9, months=4, seats=3), priced(per_month=9, months=4)),
    ("avoids only", licence(37501), licence(37500)),
    ("at least", costs(licence=1), ALL_COSTS),
    ("so not counted in the cost of filtering:", costs(licence=1), ALL_COSTS),
    ("The cost of filtering is not stated", {}, costs(licence=0)),
    # the 37,500 samples removed at 1.00 pay for a run of 37,500 and not for one of 37,501
    ("cover the known cost of the run", licence(37500), licence(37501)),
    ("covers the known cost of the run", licence(1), licence(0)),
    ("too close to call", ranged("8", "9", "9.82"), ranged("8", "9", "9.81")),
    ("Filtering emits more than it avoids", energy(kwh=Decimal("9.82")), energy(kwh=Decimal("9.81"))),
    ("Gross: the filtering’s own energy", {}, energy(kwh=1)),
    ("avoided, net, by your own training", {**LITTLE, "training": OWN}, LITTLE),
    ("avoided, net, by your own training", {**LITTLE, "training": OWN}, {"training": OWN}),
    ("(for comparison)", {**LITTLE, "training": OWN}, {**LITTLE, "training": {"schedule": "steps"}}),
    (
        "too close to call",
        {**ranged("0.8", "0.9", "0.982"), "training": OWN},
        {**ranged("0.8", "0.9", "0.981"), "training": OWN},
    ),
    ("None avoided.", {"training": {"schedule": "steps"}}, {"training": {"schedule": "epochs"}}),
    ("Whether less data saves training is not stated.", UNLABELLED, NO_GPU_PRICE),
    ("others take the place of", TO_A_BUDGET, {"training": {"schedule": "steps"}}),
    ("The training’s schedule was not stated.", NO_SCHEDULE, WEB_TEXT),
    ("No CO₂e is avoided: training reads", {**TO_A_BUDGET, "energy": []}, TO_A_BUDGET),
    ("No CO₂e is avoided: training reads", {**TO_A_BUDGET, "energy": []}, {"training": {"schedule": "steps"}}),
    ("and avoids none; the filtering emitted", TO_A_BUDGET, {**TO_A_BUDGET, "energy": []}),
    ("One training of your own:", WEB_TEXT, {"training": OWN}),
    ("FLOP: 749,000", WEB_TEXT, {**WEB_TEXT, "training": {**BY_SIZE, "gpu_hours": 5}}),
    ("The price is confidential.", {"prices": [CONFIDENTIAL]}, {"prices": [PRICE]}),
    # bands are round: of 18,999 to 48,999 outwards to thousands, as of 19,000 to 49,000 and not of 19,001 to 49,001
    ("19,000 to 50,000", {"prices": [CONFIDENTIAL], **costs(licence=1)}, {"prices": [CONFIDENTIAL]}),
    (
        "18,000 to 49,000",
        {"prices": [CONFIDENTIAL], **costs(licence=1001)},
        {"prices": [CONFIDENTIAL], **costs(licence=1000)},
    ),
    (
        "19,000 to 49,000",
        {"prices": [CONFIDENTIAL], **costs(licence=1000)},
        {"prices": [CONFIDENTIAL], **costs(licence=999)},
    ),
    ("Nothing was removed", {"samples_after": 110000}, {}),
    (
        "520 remain unexplained",
        {"stages": [{"name": "a", "removed": 36980}]},
        {"stages": [{"name": "a", "removed": 37500}]},
    ),
    (
        "the stages name more than was removed",
        {"stages": [{"name": "a", "removed": 37501}]},
        {"stages": [{"name": "a", "removed": 37500}]},
    ),
    # one that is far smaller than the largest keeps its digits
    ("0.000002", {"energy": [{"kwh": 9}, {"kwh": Decimal("0.000002")}]}, {"energy": [{"kwh": 9}, {"kwh": 1}]}),
    (
        "not added",
        {
            "energy": [{"file": RECORD.name, "columns": COLUMNS}, {"file": RECORD.name, "columns": COLUMNS}],
            "energy_folder": RECORD.parent,
        },
        {"energy": [{"file": RECORD.name, "columns": COLUMNS}], "energy_folder": RECORD.parent},
    ),
]


@pytest.mark.parametrize(("text", "on", "off"), CASES, ids=[f"{number} {it[0]}" for number, it in enumerate(CASES)])
def test_a_warning_stands_where_it_must(text: str, on: Run, off: Run) -> None:
    """The words are on the page of the first run and not on that of the second."""
    assert [True, False] == [says(report_of(on), text), says(report_of(off), text)]


def drawn_at(price: int) -> Run:
    """A run that drew 2 kWh, from 1 to 3, each at this price."""
    per_kwh = {"electricity_per_kwh": price, "compute_includes_energy": False}
    record = energy(kwh=2, low=1, high=3, meter="wall")
    return {"prices": [PRICE], "grid": {"pue": 1}, **record, **costs(licence=1, **per_kwh)}


PRICED = {"prices": [{**PRICE, "basis": "contract"}]}
NARROW: Run = {"prices": [{**PRICE, "low": Decimal("0.5"), "high": Decimal("1.5"), "basis": "literature"}]}
WIDE: Run = {"prices": [{**PRICE, "low": Decimal("0.5"), "high": Decimal("1.6"), "basis": "literature"}]}
TRAINED: Run = {"training": {**OWN, "hours": 20, "gpus": 8, "gpu_price_per_hour": 2}}
NO_LABELLING: Run = {**costs(licence=1), "already_labelled": 110000}
MOST_LABELLED = {"already_labelled": {"before": 36500, "after": 0}}
LABELLED = {"already_labelled": {"before": 37500, "after": 0}}
ONE_NOT = {"already_labelled": {"before": 37499, "after": 0}}
MODELS: list[Run] = [{"name": "A", "accuracy": Decimal("0.9"), "role": "before"}, {"name": "A", "role": "after"}]


def models(after: str) -> Run:
    """A run with a model whose accuracy after filtering is this, and which was 0.900 before."""
    return {**quality(after="0.5"), "models": [MODELS[0], {**MODELS[1], "accuracy": Decimal(after)}]}


WIDE_PRICE_OF_FEW: Run = {
    "task": "web text",
    "price": Decimal("0.0001"),
    "low": Decimal("0.00001"),
    "high": 1,
    "basis": "judgement",
}
MOSTLY_TRAINING: Run = {**WEB_TEXT, **costs(licence=1)}
NO_LABELS: Run = {**WEB_TEXT, "task": "language-modelling", "prices": []}
NARROW_TRAINING: Run = {"training": {**BY_SIZE, "schedule": "epochs", "gpu_hours": 5}}
# 750 of 1,000 are avoided of about 2.2 million, which at an MFU of more and of less is 1.0 to 3.2
OPEN_BY_TRAINING: Run = {**WEB_TEXT, **costs(licence=1500000)}
# from 1 to 3 kWh at a price of 1, of which 2 are counted
POWER = {"electricity_per_kwh": 1, "compute_includes_energy": False}
OPEN_BY_PRICE: Run = {
    "prices": [RANGED],
    "grid": {"pue": 1},
    **energy(kwh=2, low=1, high=3, meter="wall"),
    **costs(licence=18748, **POWER),
}
TRIMMED: Run = {
    **licence(1),
    "samples_after": 110000,
    "amounts": {"gigabyte": {"before": 20, "after": 10}},
}


# What only the cover says
COVER: list[tuple[str, Run, Run]] = [
    ("Sign uncertain: net of filtering", licence(18751, RANGED), licence(18750, RANGED)),
    ("Avoided, net of filtering", licence(18750, RANGED), licence(18751, RANGED)),
    ("Net cost: filtering cost more than it saved", licence(37501), licence(37500)),
    ("Nothing gained, nothing lost", licence(37500), licence(37499)),
    ("before the filtering’s own cost", {}, costs(licence=0)),
    ("What the filtering itself cost is not stated", {}, costs(licence=0)),
    ("not stated: ", costs(licence=1), ALL_COSTS),
    ("removed samples pay for the run", licence(37500), licence(37501)),
    # 37,500 are removed, of which 1,000 were not labelled and save 1 each
    (" of the 37,500 removed samples pay for the run", licence(1000), {**licence(1000), **MOST_LABELLED}),
    ("1,000 removed samples without a label pay", {**licence(1000), **MOST_LABELLED}, licence(1000)),
    ("a label would have to cost", {**licence(1001), **MOST_LABELLED}, {**licence(1000), **MOST_LABELLED}),
    ("a label would have to cost", licence(37501), licence(37500)),
    ("It pays if a label costs more than", licence(18751, RANGED), licence(18750, RANGED)),
    ("No sample is left", {"samples_after": 0}, {"samples_after": 1}),
    ("labelled already: no labelling is saved", LABELLED, ONE_NOT),
    ("whose range is wide", WIDE, NARROW),
    # from 0 to 10,000 of 110,000 are still to be labelled, at a price without a range
    ("within a wide range", {**PRICED, "already_labelled": 100000}, {**PRICED, "already_labelled": 0}),
    ("within a wide range", {**PRICED, "already_labelled": 100000}, WIDE),
    ("whose range is wide", WIDE, {**PRICED, "already_labelled": 100000}),
    # labelling comes to 0.075 USD, the training to a million whose range is that of its MFU
    ("what moves it most: Share of the GPU’s peak", MOSTLY_TRAINING, {**MOSTLY_TRAINING, **NARROW_TRAINING}),
    ("what moves it most: Share of the GPU’s peak", MOSTLY_TRAINING, WIDE),
    ("whose range is wide", WIDE, {**MOSTLY_TRAINING, "prices": [WIDE_PRICE_OF_FEW]}),
    ("It pays if a label costs more than", licence(18751, RANGED), OPEN_BY_TRAINING),
    ("it decides whether money was saved", licence(18751, RANGED), OPEN_BY_TRAINING),
    # a price that moves it most and yet keeps its sign: the price alone turns it from 18,751 on, with power from 18,750
    ("it decides whether money was saved", {**OPEN_BY_PRICE, **costs(licence=18751, **POWER)}, OPEN_BY_PRICE),
    ("No fewer are to be labelled", TRIMMED, {**TRIMMED, "samples_after": 109999}),
    ("labelled already: no labelling is saved", LABELLED, TRIMMED),
    ("With labelling at the contract price", {**PRICED, **TRAINED}, {**PRICED, "training": OWN}),
    ("At the contract price", {**PRICED, "training": OWN}, {**PRICED, **TRAINED}),
    ("At the contract price", licence(1, {**PRICE, "basis": "contract"}), licence(1, {**PRICE, "basis": "list"})),
    (
        "People’s time alone cost",
        {"prices": [PRICE], **costs(person_hours=50000, hourly_rate=1, licence=1)},
        {"prices": [PRICE], **costs(person_hours=50000, hourly_rate=1)},
    ),
    (
        "Nothing removed: what the run cost",
        {"samples_after": 110000, **costs(licence=1)},
        {"samples_after": 110000, **costs(licence=0)},
    ),
    ("sign uncertain", ranged("8", "9", "9.82"), ranged("8", "9", "9.81")),
    ("more emitted", energy(kwh=Decimal("9.82")), energy(kwh=Decimal("9.81"))),
    ("Range 24.7 to 38.0 kg.", energy(kwh=50), {}),
    ("USD 1,660,000, within a wide range; what moves it most: Share", NO_LABELS, MOSTLY_TRAINING),
    ("avoided, gross", {}, energy(kwh=1)),
    ("own energy was not measured", {}, energy(kwh=1)),
    ("fixed number of steps and avoids none", {"training": {"schedule": "steps"}}, {}),
    ("fixed number of tokens and avoids none", TO_A_BUDGET, {"training": {"schedule": "steps"}}),
    ("fixed number of tokens and avoids none", TO_A_BUDGET, WEB_TEXT),
    ("Training by epochs is assumed.", LITTLE, {**LITTLE, "training": {"schedule": "epochs"}}),
    ("Training by epochs is assumed.", {}, {"training": {"schedule": "epochs"}}),
    ("Training by epochs is assumed.", {}, {"samples_after": 110000}),
    ("counts training by epochs, which is assumed", PRICED_TRAINING, {"training": PRICED_OWN | {"schedule": "epochs"}}),
    ("counts training by epochs, which is assumed", PRICED_TRAINING, {"training": OWN}),
    ("less data shortens it is not stated", NO_SCHEDULE, WEB_TEXT),
    ("less data shortens it is not stated", NO_SCHEDULE, TO_A_BUDGET),
    ("How training is scheduled: by epochs", UNLABELLED, {**WEB_TEXT, "task": "language-modelling", "prices": []}),
    ("How training is scheduled: by epochs", UNLABELLED, NO_SCHEDULE),
    ("the training that is avoided has no price", NO_GPU_PRICE, UNLABELLED),
    ("Ask how training is scheduled", {**NO_SCHEDULE, **ALL_COSTS}, {**WEB_TEXT, **ALL_COSTS}),
    ("Your own training, estimated", WEB_TEXT, {**WEB_TEXT, "training": {**BY_SIZE, "schedule": "epochs", "kwh": 5}}),
    ("By the published scenario it avoids", {**energy(kwh=1), "training": OWN}, energy(kwh=1)),
    (
        "By the published scenario it avoids",
        {**energy(kwh=1), "training": OWN},
        {**energy(kwh=1), "training": {**OWN, "factor": "published"}},
    ),
    # by it training avoids 9.818 kWh
    (
        "By the published scenario the sign is uncertain: −",
        {**ranged("8", "9", "9.82"), "training": OWN},
        {**ranged("8", "9", "9.81"), "training": OWN},
    ),
    (
        "By the published scenario it emits 860 mg more than it avoids.",
        {**ranged("9.82", "9.82", "9.82"), "training": OWN},
        {**ranged("9.81", "9.81", "9.81"), "training": OWN},
    ),
    # and by a scenario of the company's with the same energy
    (
        "By the company’s scenario the sign is uncertain: −",
        {**ranged("8", "9", "9.82"), "training": OWN, **settings(factor_kwh="28.8")},
        {**ranged("8", "9", "9.81"), "training": OWN, **settings(factor_kwh="28.8")},
    ),
    (
        "By the company’s scenario it emits 860 mg more than it avoids.",
        {**ranged("9.82", "9.82", "9.82"), "training": OWN, **settings(factor_kwh="28.8")},
        {**ranged("9.81", "9.81", "9.81"), "training": OWN, **settings(factor_kwh="28.8")},
    ),
    ("Ask what the filtering cost", {}, costs(licence=0)),
    ("it decides whether money was saved", licence(18751, RANGED), licence(18750, RANGED)),
    ("Ask for the contract price", licence(1), licence(1, {**PRICE, "basis": "contract"})),
    ("Ask for the contract price", {"already_labelled": 109999}, {"already_labelled": 110000}),
    ("Ask for the contract price", {}, {"samples_after": 110000}),
    ("price from literature", {**costs(licence=1), "already_labelled": 109999}, NO_LABELLING),
    ("No input of the amount states a range", {**NO_LABELLING, "prices": [PRICE]}, NO_LABELLING),
    ("change none of the digits shown", NO_LABELLING, {**NO_LABELLING, "prices": [PRICE]}),
    ("Ask for people’s hours", costs(licence=1), ALL_COSTS),
    ("without its energy CO₂e is gross", {**ALL_COSTS, **PRICED}, {**ALL_COSTS, **PRICED, **energy(kwh=1)}),
    (
        "Put a wall meter",
        {**ALL_COSTS, **PRICED, **ranged("8", "9", "9.82")},
        {**ALL_COSTS, **PRICED, **ranged("8", "9", "9.81")},
    ),
    # nobody is asked for what is there
    (
        "Put a wall meter",
        {**ALL_COSTS, **PRICED, **NO_PUE, **energy(kwh=9, low=8, high=10, meter="software")},
        {**ALL_COSTS, **PRICED, **NO_PUE, **energy(kwh=9, low=8, high=10, meter="wall")},
    ),
    (
        "Put a wall meter",
        {**ALL_COSTS, **PRICED, **NO_PUE, **energy(kwh=9, low=8, high=10, basis="estimate")},
        {**ALL_COSTS, **PRICED, **NO_PUE, **energy(kwh=9, low=8, high=10, meter="wall")},
    ),
    (
        "1 removed sample belongs to no stage",
        {**ALL_COSTS, "stages": [{"name": "a", "removed": 37499}]},
        {**ALL_COSTS, "stages": [{"name": "a", "removed": 37500}]},
    ),
    (
        "name 1 more sample than were removed",
        {**ALL_COSTS, "stages": [{"name": "a", "removed": 37501}]},
        {**ALL_COSTS, "stages": [{"name": "a", "removed": 37500}]},
    ),
    (
        "Train once on the samples kept",
        {**ALL_COSTS, **energy(kwh=1)},
        {**ALL_COSTS, **energy(kwh=1), **quality(after="0.9")},
    ),
    (
        "Review and sign",
        {**ALL_COSTS, **PRICED, **energy(kwh=1)},
        {**ALL_COSTS, **PRICED, **energy(kwh=1), "approved_by": "A. N. Owner"},
    ),
    ("Fell: A from 0.900 to 0.899", models("0.899"), models("0.9")),
    ("by how much it moves the result is withheld", {"prices": [CONFIDENTIAL]}, {"prices": [PRICE]}),
    ("No input of the amount states a range", licence(1), licence(1, RANGED)),
    # 37,499 less 1 to 3: at three digits one amount; less 1,000 to 3,000 it is not
    ("change none of the digits shown", drawn_at(1), drawn_at(1000)),
    # at 187 a kWh it moves the net from 36,938 to 37,312, by 374, which is over a hundredth of that; at 186 by 372
    ("Energy drawn (stated): 1 to 3", drawn_at(187), drawn_at(186)),
    ("moves the result by a hundredth of it or more", drawn_at(186), drawn_at(187)),
    ("moves the result by a hundredth of it or more", drawn_at(186), drawn_at(1)),
    ("its whole range", licence(1, RANGED), licence(1)),
]


def cover_says(run: Run, text: str) -> bool:
    """Whether the cover has the text."""
    return any(text in it.replace("\u00a0", " ") for it in texts_of(report_of(run).page.first))


@pytest.mark.parametrize(("text", "on", "off"), COVER, ids=[f"{number} {it[0]}" for number, it in enumerate(COVER)])
def test_the_cover_says_it_where_it_holds(text: str, on: Run, off: Run) -> None:
    """The words are on the cover of the first run and not on that of the second, close to it."""
    assert [True, False] == [cover_says(on, text), cover_says(off, text)]


# What a record says of how it came about


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, "no PUE"),
        ({"pue_included": None}, "PUE not known"),
        ({"pue_included": Decimal("1.58")}, "PUE 1.58"),
    ],
)
def test_what_is_known_of_the_pue_in_a_record(record: Run, expected: str) -> None:
    """None inside, not known, or one that cannot be taken out: each is said as it is, and no other."""
    report = of_a_record()
    account = report.account
    [file] = account.records
    changed = replace(report, account=replace(account, records=(replace(file, record=replace(file.record, **record)),)))
    [methods] = [
        block
        for section in replace(changed, edition="full").page.appendix
        for block in section.blocks
        if isinstance(block, Table) and block.name == "record-methods"
    ]

    assert [expected] == [
        it for it in ("no PUE", "PUE not known", "PUE 1.58") if any(it in text for text in texts_of(methods))
    ]


def test_a_corrected_energy_is_named_beside_what_the_tool_says() -> None:
    """Where a record's own sum was put right the page has both; where it was not, it speaks of no correction."""
    corrected = [
        says(it, "corrected: the tool says") for it in (reportgen.load(SAMPLES / "tool_logs.yaml"), of_a_record())
    ]

    assert [True, False] == corrected


# Training runs


MANY = tuple(f"0.{5000 + number}" for number in range(MOST_DOTS + 1))


def page_of_runs(folder: Path, header: str = "accuracy", others: int = 0, **sides: tuple[str, ...]) -> Report:
    """The report of a run with a table of trainings; others: runs that belong to no side."""
    rows = [f"{side},{accuracy},20" for side, accuracies in sides.items() for accuracy in accuracies]
    table = folder / "runs.csv"
    table.write_text("\n".join([f"subset,{header},energy (MJ)", *rows, *["x,0.5,20"] * others]), encoding="utf-8")
    stated = {"file": str(table), "group": "subset", "accuracy": header, "energy": "energy (MJ)"}
    evidence = {**stated, **{side: {"subset": side} for side in sides}}
    return reportgen.report(**{**FOUR, "evidence": evidence, "allow_path": True})


@pytest.mark.parametrize(
    ("text", "on", "off"),
    [
        ("too few runs for a verdict", {"before": FIVE[:4], "after": LOWER}, {"before": FIVE, "after": LOWER}),
        ("too few trainings for a verdict", {"before": FIVE, "after": LOWER[:4]}, {"before": FIVE, "after": LOWER}),
        ("may be chance", {"before": FIVE, "after": ALIKE}, {"before": FIVE, "after": LOWER}),
        ("lower after filtering", {"before": FIVE, "after": LOWER}, {"before": LOWER, "after": FIVE}),
        ("higher after filtering", {"before": LOWER, "after": FIVE}, {"before": FIVE, "after": LOWER}),
        ("do not show that the selection", {"after": FIVE, "random": ALIKE}, {"after": FIVE, "random": LOWER}),
        ("does better than chance.", {"after": FIVE, "random": LOWER}, {"after": LOWER, "random": FIVE}),
        ("does worse than chance.", {"after": LOWER, "random": FIVE}, {"after": FIVE, "random": LOWER}),
        ("2 other runs of the table are not shown", {"after": FIVE, "others": 2}, {"after": FIVE}),
        ("Percentages of the table", {"after": ("90", "91"), "header": "acc (%)"}, {"after": ("0.90", "0.91")}),
        ("evenly chosen, are drawn", {"after": MANY}, {"after": MANY[1:]}),
        ("The axis does not begin at zero.", {"after": ("0.90", "0.91")}, {"after": ("0.0", "0.91")}),
    ],
)
def test_what_training_runs_show_is_said(tmp_path: Path, text: str, on: Any, off: Any) -> None:
    """Verdicts, too few runs, what was left out and how numbers were read: said where it is so, and only there."""
    assert [True, False] == [says(page_of_runs(tmp_path, **on), text), says(page_of_runs(tmp_path, **off), text)]


# Marks of charts


@cache
def bars_of(kind: str) -> list[bool]:
    """Whether the bars of the leading account of CO2e are outlined, under energy that was measured or estimated."""
    basis, factor = kind.split()
    run = {
        **energy(kwh=1, basis=basis, low=Decimal(1), high=Decimal(1)),
        "training": {"samples": 110000, "kwh": 99, "factor": factor} if factor == "measured" else {},
        "grid": {"intensity": Decimal("0.4"), "pue": 1},
    }
    accounts = [
        block for section in report_of(run).page.sections for block in section.blocks if isinstance(block, Account)
    ]
    return [line.bar.estimated for line in accounts[0].lines if line.bar and not line.is_net]


@pytest.mark.parametrize(
    ("kind", "avoided", "spent"),
    [
        ("measured published", True, False),
        ("stated published", True, False),
        ("estimate published", True, True),
        ("default published", True, True),
        ("measured measured", False, False),
        ("estimate measured", False, True),
    ],
)
def test_a_bar_is_outlined_where_it_is_an_estimate(kind: str, avoided: bool, spent: bool) -> None:
    """Filled is what was measured or stated, outlined what was estimated: on both sides of the account, by itself."""
    assert [avoided, spent] == bars_of(kind)


@pytest.mark.parametrize(("stages", "named"), [(6, True), (7, False)])
def test_up_to_six_stages_are_named_in_the_strip(stages: int, named: bool) -> None:
    """Of more stages than the strip has room for, what was removed is drawn as one."""
    each = [{"name": f"stage {number}", "removed": 100} for number in range(stages)]
    strip = report_of({"stages": each}).page.first.strip

    assert strip is not None
    assert named == ("stage 0" in [segment.label for segment in strip.removed])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "37,000 blurred and 500 unexplained"),
        ("de", "37.000 blurred und 500 ungeklärt"),
        ("es", "37.000 blurred y 500 sin explicar"),
        ("fr", "37\u202f000 blurred et 500 inexpliqués"),
    ],
)
def test_what_no_stage_removed_is_said_within_the_sentence(language: str, told: str) -> None:
    """The title of the strip is a sentence, and a word in its middle begins small in every language."""
    stages = [{"name": "blurred", "removed": 37000}]
    strip = reportgen.report(**{**FOUR, "samples_after": 72500, "stages": stages}, locale=language).page.first.strip

    assert strip is not None
    assert f"({told})" in strip.title


@pytest.mark.parametrize("removed", [5000, 6000])
def test_a_strip_that_names_no_stage_tells_its_number_once(removed: int) -> None:
    """Too many stages, or stages that name more than was removed: what was removed is one part, told without itself."""
    stages = [{"name": f"stage {number}", "removed": removed} for number in range(7)]
    strip = report_of({"samples_after": 72500, "stages": stages}).page.first.strip

    assert strip is not None
    assert "110,000 samples: 72,500 kept, 37,500 removed." == strip.title


@pytest.mark.parametrize(("devices", "left_out"), [(12, ""), (13, "1"), (14, "2")])
def test_a_table_of_devices_says_how_many_it_leaves_out(tmp_path: Path, devices: int, left_out: str) -> None:
    """Twelve devices are shown; of more, the page says how many stand in report.json alone."""
    rows = [
        f"2026/06/02 09:00:{second:02}.000, {index}, NVIDIA A100, {100 + index}.00 W"
        for second in range(0, 50, 10)
        for index in range(devices)
    ]
    file = tmp_path / "gpus.csv"
    file.write_text("\n".join(["timestamp, index, name, power.draw [W]", *rows]), encoding="utf-8")
    page = reportgen.report(**{**FOUR, "energy": [{"file": file.name}], "energy_folder": tmp_path}, edition="full").page
    [table] = [
        block
        for section in page.appendix
        for block in section.blocks
        if isinstance(block, Table) and block.columns[0].title == "Device"
    ]

    assert sum(len(group) for _, group in table.groups) == 12
    assert table.note == (f"And {left_out} more, in report.json." if left_out else "")


@pytest.mark.parametrize(
    ("samples", "left", "before", "removed", "head"),
    [
        (10**8 - 1, 999, "99,999,999", "−99,999,000", "Samples; "),
        (10**8, 25 * 10**6, "100", "−75", "Samples in millions; "),
        (10**11 - 1, 25 * 10**8, "100,000", "−97,500", "Samples in millions; "),
        (10**11, 25 * 10**8, "100", "−98", "Samples in billions; "),
        (10**18, 10**14, "1,000,000", "−999,900", "Samples in trillions; "),
    ],
)
def test_a_column_of_counts_has_one_scale(samples: int, left: int, before: str, removed: str, head: str) -> None:
    """Up to eight digits a count is whole; from 10^8 on the head of the table says of what the numbers are."""
    stages = [{"name": "a", "removed": samples - left}]
    page = report_of({"samples_before": samples, "samples_after": left, "stages": stages}).page
    [table] = [
        block
        for section in page.sections
        for block in section.blocks
        if isinstance(block, Table) and block.name.startswith("stages")
    ]
    rows = {row.head: row for row in table.groups[0][1]}

    assert head == table.sub[: len(head)]
    assert before == str(rows["Before"].cells[1].amount)
    assert removed == str(rows["a"].cells[0].amount)


@pytest.mark.parametrize(("price", "ranges"), [(1, False), (1000, True)])
def test_a_range_that_rounding_takes_away_is_not_said(price: int, ranges: bool) -> None:
    """No sentence goes from an amount to the same one, of the net and of what each unit of cost gives back."""
    made = report_of({**drawn_at(price), "prices": [{**PRICE, "price": 10}]})
    texts = list(texts_of(made.page))
    found = [match for text in texts for match in re.findall(r"([\d.,]+) (?:to|bis) ([\d.,]+\d)", text)]

    assert [] == [ends for ends in found if ends[0] == ends[1]]
    assert ranges == ("372,000 to 374,000" in " ".join(texts))
