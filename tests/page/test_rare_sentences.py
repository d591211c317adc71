"""Sentences that few runs bring about: each on a run on which it stands, and on a close one on which it must not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.rendering.report import Report
from tests.factors.tables import write, xlsx
from tests.figures.runs import FOUR
from tests.page.made_runs import (
    CALLS,
    CONFIDENTIAL,
    OWN,
    PRICE,
    RANGED,
    Run,
    costs,
    energy,
    licence,
    quality,
    report_of,
    says,
    texts_of,
)

GPUS = {"samples": 1000, "hours": 10, "gpus": 1, "gpu_price_per_hour": 2}
NO_PUE = {"grid": {"pue": 1}}
METERED = {"compute_includes_energy": False, "electricity_per_kwh": 60000}


def priced(**terms: Any) -> Run:
    """A run at a price of 1 with these terms."""
    return {"prices": [{**PRICE, **terms}]}


LONG = "m" * 94  # with its number 96 characters: two of them stay within the 200 for names without scores


def fell(count: int, name: str = "model") -> Run:
    """A run with so many models whose accuracy fell."""
    roles = (("before", Decimal("0.9")), ("after", Decimal("0.8")))
    return {
        **quality(after="0.5"),
        "models": [
            {"name": f"{name} {number}", "role": role, "accuracy": accuracy}
            for number in range(count)
            for role, accuracy in roles
        ],
    }


def only_models(*after: str) -> Run:
    """A run of which no accuracy is stated but that of these models, each of 0.900 before."""
    models = [
        {"name": f"model {number}", "role": role, "accuracy": Decimal(score)}
        for number, last in enumerate(after)
        for role, score in (("before", "0.9"), ("after", last))
    ]
    return {"models": models}


def per_hundred(unit: str) -> Run:
    """A run at a price of this unit of a hundred."""
    return {"prices": [{**PRICE, "unit": unit, "units_per_sample": 1, "price": Decimal("48.5")}]}


def unscored(run: Run) -> Run:
    """The same run where no accuracy before is known, but what a model drew."""
    before, after = run["models"]
    return {**run, "models": [{"name": before["name"], "role": "before", "consumption_wh": 1}, after]}


def trained(models: int) -> Run:
    """A run with so many models, each with a checkpoint."""
    points = [{"time_s": 60, "accuracy": Decimal("0.5"), "consumption_wh": 3}]
    return {"models": [{"name": f"model {number}", "checkpoints": {"points": points}} for number in range(models)]}


def hardware(**terms: Any) -> Run:
    """A run on a computer whose making emitted so much."""
    device = {"device": "workstation", "kg": 876, "lifetime_years": 1, "hours": 5, "source": "a sheet", **terms}
    return {**energy(kwh=1), "embodied": [device]}


ALL_COSTS = costs(licence=1, compute_per_hour=1, compute_includes_energy=True, person_hours=1, hourly_rate=1)
# 75,000 objects and 37.5 billion tokens of 37,500 samples: 3,750 and 37.50 USD, with a range to ten times as much
OBJECTS: Run = {"prices": [{**PRICE, "unit": "object", "units_per_sample": 2, "price": Decimal("0.05")}]}
OBJECTS_RANGED: Run = {"prices": [{**OBJECTS["prices"][0], "low": Decimal("0.04"), "high": Decimal("0.5")}]}
TOKENS: Run = {"prices": [{**PRICE, "unit": "token", "units_per_sample": 10**6, "price": Decimal("1e-9")}]}
TOKENS_RANGED: Run = {"prices": [{**TOKENS["prices"][0], "low": Decimal("1e-10"), "high": Decimal("1e-7")}]}
METERED_ALL = {**priced(), **ALL_COSTS, **energy(kwh=1)}

# of 37,500 labels at 1.00; the run took 0.7 h
COVER: list[tuple[str, Run, Run]] = [
    (
        "Compute alone cost USD 70,000; what is avoided comes to USD 37,500.",
        {**priced(), **costs(compute_per_hour=100000, licence=1)},
        {**priced(), **costs(compute_per_hour=100000)},
    ),
    (
        "GPU-hours alone cost USD 50,000",
        {**priced(), **costs(gpu_hours=10000, price_per_gpu_hour=5, licence=1)},
        {**priced(), **costs(gpu_hours=10000, price_per_gpu_hour=5, licence=50001)},
    ),
    (
        "CPU-hours alone cost USD 50,000",
        {**priced(), **costs(cpu_hours=10000, price_per_cpu_hour=5, licence=1)},
        {**priced(), **costs(cpu_hours=10000, price_per_cpu_hour=5, licence=50001)},
    ),
    (
        "Model calls alone cost USD 60,000",
        {**priced(), **costs(api={**CALLS, "input_tokens": Decimal("1.9995e10")}, licence=1)},
        {**priced(), **costs(api={**CALLS, "input_tokens": Decimal("1.9995e10")}, licence=60001)},
    ),
    (
        "one invoice",
        {**priced(), **costs(total=50000)},
        {**priced(), **costs(licence=50000)},
    ),
    (
        "The licence alone cost USD 50,000",
        {**priced(), **costs(licence=50000, compute_per_hour=1)},
        licence(50000),
    ),
    (
        "The licence alone cost",
        {**priced(), **costs(licence=50000, compute_per_hour=1)},
        {**priced(), **costs(licence=50000, compute_per_hour=100000)},
    ),
    (
        "Electricity alone cost USD 60,000",
        {**priced(), **costs(**METERED, licence=1), **energy(kwh=1), **NO_PUE},
        {**priced(), **costs(**METERED, licence=60001), **energy(kwh=1), **NO_PUE},
    ),
    # from 18,750 - 60,000 to 56,250 - 60,000
    ("3,800 to 41,000", licence(60000, RANGED), licence(60000)),
    ("Training not run", {"prices": [CONFIDENTIAL], "training": GPUS}, {"prices": [CONFIDENTIAL]}),
    *(
        ("Parts of its cost are not stated.", {**run, **costs(licence=5)}, {**run, **ALL_COSTS})
        for run in ({"labelling": "none"}, {"samples_after": 110000})
    ),
    ("the price would have to be USD 0.20/object.", {**OBJECTS, **costs(licence=15000)}, licence(37501)),
    ("a label would have to cost", licence(37501), {**OBJECTS, **costs(licence=15000)}),
    ("a million units would have to cost USD 0.01.", {**TOKENS, **costs(licence=375)}, licence(37501)),
    ("It pays above a price of USD 0.20/object.", {**OBJECTS_RANGED, **costs(licence=15000)}, licence(18751, RANGED)),
    (
        "It pays if a million units cost more than USD 0.01.",
        {**TOKENS_RANGED, **costs(licence=375)},
        licence(18751, RANGED),
    ),
    ("It pays if a label costs more than", licence(18751, RANGED), {**TOKENS_RANGED, **costs(licence=375)}),
    ("model 2 from 0.900 to 0.800, model 3 and model 4.", fell(5), fell(4)),
    ("1 more model.", fell(6, LONG), fell(5, LONG)),
    ("2 more models.", fell(7, LONG), fell(6, LONG)),
    # no accuracy stands for the run: the models' own do
    ("of 2 models fell", only_models("0.8", "0.9"), {**only_models("0.8", "0.9"), **quality(after="0.5")}),
    ("Fell: model 0 from 0.900 to 0.899.", only_models("0.899"), only_models("0.9")),
    ("Fell: model 0 from 0.9000 to 0.8999.", only_models("0.8999"), only_models("0.899")),
    ("−0.00010", quality(before="0.8", after="0.7999"), quality(after="0.7999")),
    ("all 0.8000", quality(before="0.8", after="0.7999"), quality(before="0.8", after="0.799")),
    ("as stated; not tested", only_models("0.9"), {"models": only_models("0.9")["models"][:1]}),
    (
        "Train once on the samples kept",
        {"models": only_models("0.9")["models"][:1], **METERED_ALL},
        {**only_models("0.9"), **METERED_ALL},
    ),
    ("Fell: model 0 from ", fell(1), unscored(fell(1))),
]


@pytest.mark.parametrize(("text", "on", "off"), COVER, ids=[it[0] for it in COVER])
def test_the_cover_says_it_where_it_holds(text: str, on: Run, off: Run) -> None:
    """The words are on the cover of the first run and not on that of the second."""

    def said(run: Run) -> bool:
        return any(text in it.replace("\u00a0", " ") for it in texts_of(report_of(run).page.first))

    assert [True, False] == [said(on), said(off)]


DAYS = {"valid_from": "2026-01-01", "valid_to": "2026-12-31"}
PAGE: list[tuple[str, Run, Run]] = [
    (
        "valid from 1 Jan 2026 to 31 Dec 2026",
        {**priced(**DAYS), "started_at": "2026-06-02"},
        {**priced(valid_from="2026-01-01"), "started_at": "2026-06-02"},
    ),
    # of 30,000 labelled ones none to all are among the 72,500 that were kept: 7,500 to 37,500 labels are not bought
    (
        "27,272.7 labels at 36 s; 75 to 375 h",
        {**priced(seconds_per_unit=36), "already_labelled": 30000},
        {**priced(seconds_per_unit=36), "already_labelled": {"before": 30000, "after": 30000}},
    ),
    # 374.99 to 375 h are one number at three digits
    (
        "labels at 36 s; ",
        {**priced(seconds_per_unit=36), "already_labelled": 100},
        {**priced(seconds_per_unit=36), "already_labelled": 1},
    ),
    ("50.0% reserved", hardware(share=Decimal("0.5")), hardware()),
    ("in use 25.0% of its life", hardware(utilisation=Decimal("0.25")), hardware()),
    ("And 1 more, in report.json.", trained(21), trained(20)),
    *(
        (
            "avoided, net, by your own training",
            {**energy(kwh=1), "training": {**OWN, "kwh": 99, "factor": factor}},
            energy(kwh=1),
        )
        for factor in ("scenario", "measured")
    ),
    ("break-even 0.01 per million", {**TOKENS, **costs(licence=375)}, {**OBJECTS, **costs(licence=15000)}),
    ("break-even 0.20", {**OBJECTS, **costs(licence=15000)}, {**TOKENS, **costs(licence=375)}),
    ("USD/100 Bilder", per_hundred("je 100 Bilder"), per_hundred("per 100 images")),
    ("USD/100 images", per_hundred("per 100 images"), per_hundred("je 100 Bilder")),
    # of 0 and of 37.50 USD, 0 to 75, avoided for 75,000
    ("spent on filtering (−1: nothing of it came back)", licence(75000, {**PRICE, "price": 0}), licence(75000)),
    (
        "−1 to −0.999 (−1: nothing of it came back)",
        licence(75000, {**PRICE, "price": Decimal("0.001"), "low": 0, "high": Decimal("0.002")}),
        licence(75000, {**PRICE, "price": Decimal("0.03"), "low": Decimal("0.02"), "high": Decimal("0.04")}),
    ),
    # 9.8181... kWh are avoided
    ("Filtering emits more than it avoids: ", energy(kwh=Decimal("9.82")), energy(kwh=Decimal("9.81"))),
]


@pytest.mark.parametrize(("text", "on", "off"), PAGE, ids=[it[0] for it in PAGE])
def test_the_page_says_it_where_it_holds(text: str, on: Run, off: Run) -> None:
    """The words are on the page of the first run and not on that of the second."""
    assert [True, False] == [says(report_of(on), text), says(report_of(off), text)]


@pytest.mark.parametrize("unit", ["je 100 Bilder", "per 100 images", "pour 100 images"])
def test_no_unit_says_per_twice(unit: str) -> None:
    """The word that means a price's slash is not printed behind it."""
    assert not says(report_of(per_hundred(unit)), f"/{unit}")


@pytest.mark.parametrize("sheet", ["Preise", "Q3"])
def test_the_sheet_of_a_price_is_named(sheet: str, tmp_path: Path) -> None:
    """A price of a workbook is found again by its sheet; one of a table without sheets names none."""
    cells: list[list[Any]] = [["task", "price", "currency"], ["detection", 1, "USD"]]
    book = write(tmp_path, "prices.xlsx", xlsx(cells, sheet))
    table = write(tmp_path, "prices.csv", "task,price,currency\ndetection,1,USD\n")

    assert says(reportgen.report(**FOUR, cost_tables=book), f"sheet {sheet}")
    assert not says(reportgen.report(**FOUR, cost_tables=table), "sheet")


def of_devices(folder: Path, count: int) -> Report:
    """The report of a log of so many GPUs."""
    rows = [
        f"2026/06/02 09:00:{second:02}.000, {index}, NVIDIA A100, {100 + index}.00 W"
        for second in range(0, 60, 2)
        for index in range(count)
    ]
    file = folder / f"{count}.csv"
    file.write_text("\n".join(["timestamp, index, name, power.draw [W]", *rows]), encoding="utf-8")
    return reportgen.report(**{**FOUR, "energy": [{"file": file.name}], "energy_folder": folder})


def test_devices_without_room_are_told_of(tmp_path: Path) -> None:
    """Six devices are drawn; of seven the chart says that it shows those that drew most."""
    text = "Only the 6 devices that drew most are shown."
    assert [True, False] == [says(of_devices(tmp_path, count), text) for count in (7, 6)]


def of_epochs(folder: Path, *kwh: str) -> Report:
    """The report of a training under way, of ten epochs, whose first ones drew so much."""
    rows = [f"{number},{value}" for number, value in enumerate(kwh, start=1)]
    (folder / "epochs.csv").write_text("\n".join(["epoch,energy_kwh", *rows]), encoding="utf-8")
    epochs = {"file": str(folder / "epochs.csv"), "energy": "energy_kwh", "total": 10}
    return reportgen.report(**{**FOUR, "evidence": {"epochs": epochs}, "allow_path": True})


def test_a_training_under_way_is_foreseen_with_its_range(tmp_path: Path) -> None:
    """Epochs of 1 and 2 kWh come to 15 of ten, 11 to 19 if the other eight are like the first or the second."""
    ranged, alike = of_epochs(tmp_path, "1", "2"), of_epochs(tmp_path, "2", "2")
    assert says(ranged, "if each one to come is like the one of them that took least or most")
    assert says(ranged, "15.0 kWh for all 10 epochs, judging by the first 2; 11.0 to 19.0 kWh")
    assert says(alike, "20.0 kWh for all 10 epochs, judging by the first 2, which drew the same")
