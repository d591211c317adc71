"""The covers of runs that differ in one thing, word by word: verdict, what decides it, what is next, CO2e, accuracy.

Of four lines: 37,500 of 110,000 removed in 42 min; a published training takes 28.8 kWh for as many, 9.81818 kWh of it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from reportgen.charts.range_bar import RangeAxisData, RangeBarData
from reportgen.page.sections.first_page import FirstPage
from reportgen.rendering.report import Report
from tests.figures.runs import WEB_TEXT
from tests.page.made_runs import CONFIDENTIAL, OWN, Run, costs, energy, quality, report_of, settings, storage, texts_of

SET_ASIDE = "Filtering removed 37,500 of 110,000 samples in 42 min"
NO_COST = "What the filtering itself cost is not stated."
PRICED = {"task": "detection", "price": 1, "source": "an offer"}
RANGED = {**PRICED, "low": Decimal("0.5"), "high": Decimal("1.5")}
GRID = {"pue": Decimal("1.5"), "intensity": Decimal("0.5")}
EXACT = {**energy(kwh=1, basis="measured", low=1, high=1), "grid": GRID}  # 750 g
STEPS: Run = {"training": {"schedule": "steps"}}


def priced(basis: str = "contract", **licence: Any) -> Run:
    """A run at 1.00 a label with a licence of 500, or what is given."""
    return {"prices": [{**PRICED, "basis": basis}], **costs(**{"licence": 500, **licence})}


RUNS: dict[str, Run] = {
    "four lines": {},
    "gross": {"prices": [PRICED]},
    "contract": priced(),
    "list": priced("list"),
    "literature": priced("literature"),
    "judgement": priced("judgement"),
    "estimate": priced("estimate"),
    "free": priced(licence=0),
    "even": priced(licence=37500),
    "net cost": priced(licence=60000),
    "open": {"prices": [RANGED], **costs(licence=30000)},
    "ranged": {"prices": [RANGED], **costs(licence=500)},
    "narrow": {"prices": [{**PRICED, "low": Decimal("0.9"), "high": Decimal("1.1")}], **costs(licence=500)},
    "band gross": {"prices": [CONFIDENTIAL]},
    "band net": {"prices": [CONFIDENTIAL], **costs(licence=500)},
    "band open": {"prices": [CONFIDENTIAL], **costs(licence=30000)},
    "band cost": {"prices": [CONFIDENTIAL], **costs(licence=50000)},
    "an hour": {"prices": [{**PRICED, "seconds_per_unit": Decimal("0.096")}], **costs(licence=500)},
    "below an hour": {"prices": [{**PRICED, "seconds_per_unit": Decimal("0.095")}], **costs(licence=500)},
    "nothing": {"samples_after": 110000},
    "nothing cost": {"samples_after": 110000, **costs(licence=5)},
    "nothing but cents": {"samples_after": 110000, **costs(licence=Decimal("55.55"))},
    "nothing free": {"samples_after": 110000, **costs(licence=0)},
    "everything": {"samples_after": 0, "prices": [PRICED]},
    "one sample": {"samples_before": 1, "samples_after": 0, "prices": [PRICED]},
    "labelled": {"already_labelled": 110000, "prices": [PRICED]},
    "partly labelled": {"already_labelled": 100000, "prices": [PRICED], **costs(licence=50)},
    # 2,500 of the 10,000 that had no label were removed
    "just pays": {**priced(licence=2500), "already_labelled": {"before": 100000, "after": 65000}},
    "half a dollar": {"prices": [{**PRICED, "price": Decimal("0.4")}], **costs(licence=18750)},
    # 37,500 of 110,000 samples are 37.5 of 110 h at 2 USD: the training's 75 USD pay for the run, not its labels
    "paid by training": {
        "prices": [{**PRICED, "price": 0}],
        "training": {**OWN, "hours": 110, "gpus": 1, "gpu_price_per_hour": 2},
        **costs(licence=75),
    },
    "unexplained": {"stages": [{"name": "a", "removed": 20000}, {"name": "b", "removed": 17499}]},
    "named twice": {"stages": [{"name": "a", "removed": 20000}, {"name": "b", "removed": 17502}]},
    "explained": {"stages": [{"name": "a", "removed": 20000}, {"name": "b", "removed": 17500}]},
    "millions": {"samples_before": 10**9, "samples_after": 10**8, "prices": [PRICED]},
    "billions": {"samples_before": 10**11, "samples_after": 10**8, "prices": [PRICED]},
    "trillions": {"samples_before": 10**14, "samples_after": 10**8, "prices": [PRICED]},
    "thousands of trillions": {"samples_before": 2 * 10**15, "samples_after": 10**8, "prices": [PRICED]},
    "below ten million": {"samples_before": 10**7, "samples_after": 1, "prices": [PRICED]},
    "net": {**energy(kwh=1, basis="measured", low=Decimal("0.9"), high=Decimal("1.1")), "grid": GRID},
    "net open": {**energy(kwh=9, basis="measured", low=8, high=11), "grid": GRID},
    "net below": {**energy(kwh=10, basis="measured", low=10, high=10), "grid": GRID},
    "net below in part": {**energy(kwh=12, basis="measured", low=11, high=13), "grid": GRID},
    "own training": {**EXACT, "training": {**OWN, "kwh": 20}},
    "company": {**settings(co2_per_sample="0.0001"), **EXACT},
    "steps": {**STEPS, **EXACT},
    "steps gross": STEPS,
    "storage": {**storage(deleted=True), **EXACT},
    "storage by steps": {**storage(deleted=True), **STEPS, "grid": GRID},
    "language model": WEB_TEXT,
    "language model by steps": {**WEB_TEXT, "training": {**WEB_TEXT["training"], "schedule": "steps"}},
    "schedule open": {
        **WEB_TEXT,
        "training": {key: value for key, value in WEB_TEXT["training"].items() if key != "schedule"},
    },
    "better": quality(before="0.9", after="0.91"),
    "below random": quality(before="0.9", after="0.8", random_baseline="0.85"),
    "above random": quality(before="0.9", after="0.85", random_baseline="0.85"),
    "after alone": quality(after="0.91"),
    "approved": {
        "approved_by": "A. B",
        **quality(after="0.9"),
        **priced(licence=5, person_hours=0, hourly_rate=1, compute_per_hour=0),
        **energy(kwh=1, meter="wall", low=1, high=1),
    },
    "reviewed": {"reviewed_by": "A. B"},
    "boats": {"task": "boats", "prices": [{**PRICED, "task": "boats"}]},
    "named": {"name": "A run", "dataset": "Some data", "tool": {"name": "a tool", "version": "2"}},
    "data alone": {"dataset": "Some data"},
}


@cache
def report(name: str) -> Report:
    """The report of a run, on top of four lines."""
    return report_of(RUNS[name])


def cover(name: str) -> FirstPage:
    """Its first page."""
    return report(name).page.first


def plain(text: str) -> str:
    """The text with plain blanks and apostrophes."""
    return text.replace("\u00a0", " ").replace("\u2019", "'").replace("\u2082", "2")


VERDICTS = [
    ("four lines", "Avoided, before the filtering's own cost", "avoided", "9,400 to 190,000 USD"),
    ("gross", "Avoided, before the filtering's own cost", "avoided", "37,500 USD"),
    ("contract", "Avoided, net of filtering", "avoided", "37,000 USD"),
    ("even", "Nothing gained, nothing lost: net of filtering", "avoided", "0 USD"),
    ("net cost", "Net cost: filtering cost more than it saved", "spent", "22,500 USD"),
    ("open", "Sign uncertain: net of filtering", "open", "−11,000 to 26,000 USD"),
    ("ranged", "Avoided, net of filtering", "avoided", "18,000 to 56,000 USD"),
    ("band gross", "Avoided, as a band; the price is confidential", "avoided", "20,000 to 50,000 USD"),
    ("band net", "Net of filtering, as a band; the price is confidential", "avoided", "19,000 to 50,000 USD"),
    ("band open", "Net of filtering, as a band; the price is confidential", "open", "−10,000 to 20,000 USD"),
    ("band cost", "Net of filtering, as a band; the price is confidential", "spent", "−30,000 to 0 USD"),
    ("nothing", "Nothing removed", "open", "0 USD"),
    ("nothing cost", "Nothing removed: what the run cost", "spent", "5.00 USD"),
    ("nothing but cents", "Nothing removed: what the run cost", "spent", "55.55 USD"),
    ("nothing free", "Nothing removed", "open", "0 USD"),
    ("partly labelled", "Sign uncertain: net of filtering", "open", "−50 to 10,000 USD"),
    ("below ten million", "Avoided, before the filtering's own cost", "avoided", "10,000,000 USD"),
    ("millions", "Avoided, before the filtering's own cost", "avoided", "900 million USD"),
    ("billions", "Avoided, before the filtering's own cost", "avoided", "99.9 billion USD"),
    ("trillions", "Avoided, before the filtering's own cost", "avoided", "100 trillion USD"),
    ("thousands of trillions", "Avoided, before the filtering's own cost", "avoided", "2,000 trillion USD"),
    ("language model", "Avoided, net of filtering", "avoided", "1,000,000 to 3,200,000 USD"),
    ("language model by steps", "Net cost: filtering cost more than it saved", "spent", "132 USD"),
]


@pytest.mark.parametrize(("name", "kicker", "tone", "figure"), VERDICTS, ids=[name for name, *_ in VERDICTS])
def test_the_verdict(name: str, kicker: str, tone: str, figure: str) -> None:
    """The words, the colour and the figure turn round together."""
    found = cover(name).verdict
    assert (kicker, tone, figure) == (plain(found.kicker), found.tone, plain(f"{found.figure} {found.unit}"))
    assert (len(figure) - 1 > 13) == found.is_long


LITERATURE = "USD 45,000 at a price from literature, whose range is wide."
NO_RANGE = "Any range of the price is withheld too and is not in the band."
LEADS = [
    ("four lines", f"{LITERATURE} {SET_ASIDE}. {NO_COST}"),
    ("gross", f"At the price stated. {SET_ASIDE}. {NO_COST}"),
    ("contract", f"At the contract price. {SET_ASIDE} and cost at least USD 500."),
    ("list", f"At the list price. {SET_ASIDE} and cost at least USD 500."),
    ("literature", f"At a price from literature. {SET_ASIDE} and cost at least USD 500."),
    ("judgement", f"At an assumed price. {SET_ASIDE} and cost at least USD 500."),
    ("estimate", f"At an estimated price. {SET_ASIDE} and cost at least USD 500."),
    (
        "net cost",
        f"At the contract price. {SET_ASIDE} and cost at least USD 60,000. What is avoided comes to USD 37,500.",
    ),
    (
        "open",
        f"USD 7,500 at the price stated, within a wide range. {SET_ASIDE} and cost at least USD 30,000. "
        "It pays if a label costs more than USD 0.80.",
    ),
    (
        "ranged",
        f"USD 37,000 at the price stated, within a wide range. {SET_ASIDE} and cost at least USD 500.",
    ),
    # 37,500 at 0.90 to 1.10, less 500
    ("narrow", f"33,300 to 40,800 at the price stated. {SET_ASIDE} and cost at least USD 500."),
    ("band gross", f"{SET_ASIDE}. {NO_COST} {NO_RANGE}"),
    ("band net", f"{SET_ASIDE} and cost at least USD 500. {NO_RANGE}"),
    (
        "an hour",
        f"At the price stated. {SET_ASIDE} and cost at least USD 500. The same labels would have taken 1.00 h.",
    ),
    ("below an hour", f"At the price stated. {SET_ASIDE} and cost at least USD 500."),
    ("nothing", "A filtering run of 42 min kept all 110,000 samples: nothing is saved. What it cost is not stated."),
    (
        "nothing cost",
        "A filtering run of 42 min kept all 110,000 samples: nothing is saved. Parts of its cost are not stated.",
    ),
    ("nothing free", "A filtering run of 42 min kept all 110,000 samples: nothing is saved."),
    (
        "everything",
        "At the price stated. Filtering removed 110,000 of 110,000 samples in 42 min. No sample is left.",
    ),
    ("one sample", "At the price stated. Filtering removed 1 of 1 sample in 42 min. No sample is left."),
    ("labelled", f"{SET_ASIDE}. All that was removed was labelled already: no labelling is saved."),
    (
        "storage",
        f"USD 45,100 at a price from literature, whose range is wide. {SET_ASIDE}. {NO_COST}",
    ),
    (
        "language model",
        "USD 1,660,000 with labelling at the price stated, within a wide range; what moves it most: Share of the "
        "GPU's peak that the training reaches (MFU). Filtering removed 750 of 1,000 samples in 3 h and cost at "
        "least USD 132.",
    ),
    (
        "schedule open",
        "At the price stated. Filtering removed 750 of 1,000 samples in 3 h and cost at least USD 132. People's time "
        "alone cost USD 120; what is avoided comes to USD 0.08. No training is counted: whether less data shortens it "
        "is not stated.",
    ),
]


@pytest.mark.parametrize(("name", "lead"), LEADS, ids=[name for name, _ in LEADS])
def test_what_the_verdict_rests_on(name: str, lead: str) -> None:
    """The price and its range, what was set aside, at what cost, and what a reader wants first beside it."""
    assert lead == plain(cover(name).verdict.lead)


PRICE_MOVES = (
    "Annotation price (stated): USD 0.50 to 1.50/sample moves the result by −USD 18,800 to +USD 18,800, its whole "
    "range."
)
DECIDES = [
    (
        "four lines",
        "Annotation price (literature): USD 0.25 to 5.00/sample moves the result by −USD 35,600 to "
        "+USD 143,000, its whole range.",
    ),
    ("gross", "No input of the amount states a range."),
    (
        "contract",
        "No input of the amount states a range.|Break-even: 500 of the 37,500 removed samples pay for the run.",
    ),
    (
        "even",
        "No input of the amount states a range.|Break-even: 37,500 of the 37,500 removed samples pay for the run.",
    ),
    ("net cost", "No input of the amount states a range.|Break-even: a label would have to cost USD 1.60."),
    ("open", f"{PRICE_MOVES}|Break-even: 30,000 of the 37,500 removed samples pay for the run."),
    ("band gross", "The confidential price; by how much it moves the result is withheld."),
    ("band net", "The confidential price; by how much it moves the result is withheld."),
    ("free", "No input of the amount states a range."),
    (
        "just pays",
        "No input of the amount states a range.|Break-even: 2,500 removed samples without a label pay for the run.",
    ),
    ("half a dollar", "No input of the amount states a range.|Break-even: a label would have to cost USD 0.50."),
    ("paid by training", "No input of the amount states a range."),
    ("nothing cost", "Nothing was removed."),
    ("labelled", "No input of the amount states a range."),
    (
        "partly labelled",
        "Already labelled, kept (default): 62,500 to 72,500 moves the result by −USD 3,410 to +USD 6,590, its whole "
        "range.|Break-even: 50 removed samples without a label pay for the run.",
    ),
    (
        "language model",
        "Share of the GPU's peak that the training reaches (MFU) (default): 0.14 to 0.43 moves the result by "
        "+USD 1,540,000 to −USD 616,000, its whole range.",
    ),
]


@pytest.mark.parametrize(("name", "expected"), DECIDES, ids=[name for name, _ in DECIDES])
def test_what_decides(name: str, expected: str) -> None:
    """The inputs with a range, by how much each moves the figure, and where the run breaks even."""
    assert expected == plain("|".join(cover(name).decides))


ASK_COST = "Ask what the filtering cost: without it no amount of money is net."
ASK_PRICE = "Ask for the contract price in place of this one."
ASK_HOURS = "Ask for people's hours: they are in no line of the ledger."
METER = "Meter the next run: without its energy CO2e is gross."
TRAIN = "Train once on the samples kept: what accuracy they give is not known."
SIGN = "Review and sign: the last section."
NEXT = [
    ("four lines", [ASK_COST, ASK_PRICE, METER]),
    ("contract", [ASK_HOURS, METER, TRAIN]),
    ("list", [ASK_PRICE, ASK_HOURS, METER]),
    ("open", ["Ask for the contract price: it decides whether money was saved.", ASK_HOURS, METER]),
    ("band gross", [ASK_COST, METER, TRAIN]),
    ("nothing", [ASK_COST, METER, SIGN]),
    ("nothing cost", [ASK_HOURS, METER, SIGN]),
    ("labelled", [ASK_COST, METER, TRAIN]),
    ("net open", [ASK_COST, ASK_PRICE, "Put a wall meter on the next run: it may decide the sign of CO2e."]),
    ("net", [ASK_COST, ASK_PRICE, TRAIN]),
    (
        "schedule open",
        [ASK_PRICE, "Ask how training is scheduled: by epochs, or by a fixed number of steps or tokens.", TRAIN],
    ),
    ("approved", ["Five trainings a side would test the accuracy."]),
]


@pytest.mark.parametrize(("name", "expected"), NEXT, ids=[name for name, _ in NEXT])
def test_what_to_do_next(name: str, expected: list[str]) -> None:
    """Three steps at most, in the order of what they decide."""
    assert expected == [plain(text) for text in cover(name).next]


@pytest.mark.parametrize(
    ("removed", "said"),
    [
        (37499, "1 removed sample belongs to no stage: ask why."),
        (37498, "2 removed samples belong to no stage: ask why."),
        (37500, None),
        (37501, "Ask why the stages name 1 more sample than were removed."),
        (37502, "Ask why the stages name 2 more samples than were removed."),
    ],
)
def test_what_no_stage_removed_is_asked_for(removed: int, said: str | None) -> None:
    """Where the firmer steps leave room for it."""
    run = {
        "stages": [{"name": "a", "removed": removed}],
        **energy(kwh=1, meter="wall", low=1, high=1),
        **priced(person_hours=0, hourly_rate=1),
    }
    assert [said or TRAIN] == [plain(text) for text in report_of(run).page.first.next][:1]


NOT_METERED = "The filtering's own energy was not measured."
ASSUMED = "Training by epochs is assumed."
CARBON = [
    ("four lines", "The published factor", "4.13 kg avoided, gross", f"{NOT_METERED} {ASSUMED}"),
    ("nothing", "The published factor", "0 kg avoided, gross", NOT_METERED),
    (
        "net",
        "The published scenario",
        "6.61 kg avoided, net",
        f"Range 6.54 to 6.69 kg. Training avoids 7.36 kg, filtering emitted 750 g. {ASSUMED}",
    ),
    (
        "net open",
        "The published scenario",
        "−0.9 to +1.4 kg, sign uncertain",
        f"Training avoids 7.36 kg, filtering emitted 6.75 kg. {ASSUMED}",
    ),
    (
        "net below",
        "The published scenario",
        "136 g more emitted",
        f"Training avoids 7.36 kg, filtering emitted 7.50 kg. {ASSUMED}",
    ),
    (
        "own training",
        "Your own training, as stated",
        "4.36 kg avoided, net",
        "Training avoids 5.11 kg, filtering emitted 750 g. By the published scenario it avoids 6.61 kg, net. "
        + ASSUMED,
    ),
    (
        "company",
        "The company's own factor",
        "3.00 kg avoided, net",
        "Training avoids 3.75 kg, filtering emitted 750 g. By the published scenario it avoids 6.61 kg, net. "
        + ASSUMED,
    ),
    (
        "steps",
        "Training by steps",
        "750 g more emitted",
        "The filtering emitted 750 g. Training runs for a fixed number of steps and avoids none.",
    ),
    (
        "steps gross",
        "Training by steps",
        "0 kg avoided, gross",
        f"{NOT_METERED} Training runs for a fixed number of steps and avoids none.",
    ),
    (
        "storage by steps",
        "Training by steps",
        "0 kg avoided, gross",
        f"{NOT_METERED} Training runs for a fixed number of steps and avoids none. Storage avoids 128 g.",
    ),
    (
        "storage",
        "The published scenario; storage",
        "6.74 kg avoided, net",
        f"Range 6.66 to 7.09 kg. Training avoids 7.36 kg, storage 128 g, filtering emitted 750 g. {ASSUMED}",
    ),
    (
        "language model",
        "Your own training, estimated",
        "110 to 570 t avoided, net",
        "Training avoids 272 t, filtering emitted 250 g.",
    ),
    (
        "language model by steps",
        "Your own training, estimated",
        "250 g more emitted",
        "The filtering emitted 250 g. Training reads a fixed number of tokens and avoids none.",
    ),
    ("schedule open", "", "not known", "Schedule not stated. The filtering emitted 250 g."),
    (
        "approved",
        "The published scenario; grid: World 2024, life-cycle",
        "6.42 kg avoided, net",
        f"Range 5.42 to 8.34 kg. Training avoids 7.15 kg, filtering emitted 728 g. {ASSUMED}",
    ),
]


@pytest.mark.parametrize(("name", "basis", "figure", "text"), CARBON, ids=[name for name, *_ in CARBON])
def test_carbon_of_the_cover(name: str, basis: str, figure: str, text: str) -> None:
    """What it rests on, net or gross, and the two sides; 9.81818 kWh x 1.5 x 0.5 are 7.36 kg."""
    found = cover(name).seconds[0]
    assert ("CO2e", basis, figure, text) == (
        plain(found.label),
        plain(found.basis),
        plain(f"{found.figure} {found.unit}".strip()),
        plain(found.text),
    )
    assert ("net" in figure.split() or "uncertain" in figure or "more" in figure) == bool(found.pictures)


@pytest.mark.parametrize(
    ("kwh", "ends", "leaves", "said"),
    [
        ("9.8", None, {}, "By the published scenario it avoids 13.6 g, net."),
        ("10", None, {}, "By the published scenario it emits 136 g more than it avoids."),
        ("9", ("8", "11"), {}, "By the published scenario the sign is uncertain: −0.9 to +1.4 kg."),
        ("7.4", None, {"factor_kwh": "22"}, "By the company's scenario it avoids 75.0 g, net."),
        ("7.5", None, {"factor_kwh": "22"}, "By the company's scenario it avoids 0 kg, net."),
        ("7.6", None, {"factor_kwh": "22"}, "By the company's scenario it emits 75.0 g more than it avoids."),
        ("7", ("6", "9"), {"factor_kwh": "22"}, "By the company's scenario the sign is uncertain: −1.1 to +1.1 kg."),
    ],
)
def test_a_scenario_beside_the_own_training(
    kwh: str, ends: tuple[str, str] | None, leaves: dict[str, str], said: str
) -> None:
    """Its net is the training's 9.81818 kWh, or of 22 kWh 7.5, less those of the filtering, at 0.75 kg each."""
    low, high = map(Decimal, ends or (kwh, kwh))
    record = energy(kwh=Decimal(kwh), basis="measured", low=low, high=high)
    run = {**record, "grid": GRID, "training": {**OWN, "kwh": 20}, **settings(**leaves)}
    assert said in plain(report_of(run).page.first.seconds[0].text)


@pytest.mark.parametrize(
    ("kwh", "factor", "marks"),
    [
        (1, {}, ["6.61 kg"]),
        (10, {}, ["−136 g"]),
        # 37,500 / 110,000 of the factor, at 0.75 kg: with the digits of the figure beside it
        (0, {"factor_kwh": "44000000"}, ["11,300 t"]),
        (0, {"factor_kwh": "4.4e-10"}, ["113 ng"]),
        (0, {"factor_kwh": "4.4e-11"}, ["11.3 ng"]),
        (0, {"factor_kwh": "4.4e-16"}, ["0.000113 ng"]),
    ],
)
def test_the_picture_of_carbon(kwh: int, factor: dict[str, str], marks: list[str]) -> None:
    """What stands at its axis, and what it is read out as."""
    run = {**energy(kwh=kwh, basis="measured", low=kwh, high=kwh), "grid": GRID, **settings(**factor)}
    _, axis = report_of(run).page.first.seconds[0].pictures
    assert isinstance(axis, RangeAxisData)
    assert marks == [plain(text) for _, text in axis.marks]
    assert f"Net CO2e: {marks[0]}" == plain(axis.title)


@pytest.mark.parametrize(
    ("name", "marks"),
    # of 7.3636... kg those of the filtering are taken, at 0.75 kg a kWh
    [("net", ["6.54", "6.69 kg", "6.61"]), ("net below in part", ["−2.39 kg", "−0.89", "−1.64"])],
)
def test_the_picture_of_a_range_of_carbon(name: str, marks: list[str]) -> None:
    """Its ends, the one that reaches furthest from zero with the unit, and what lies between them."""
    bar, axis = cover(name).seconds[0].pictures
    assert isinstance(bar, RangeBarData)
    assert isinstance(axis, RangeAxisData)
    assert marks == [plain(text) for _, text in axis.marks]
    assert [bar.low, bar.high, bar.value] == [value for value, _ in axis.marks]


@pytest.mark.parametrize(
    ("field", "of_these", "said"),
    [
        ("approved_by", True, "approved"),
        ("reviewed_by", True, "reviewed, not yet approved"),
        ("prepared_by", True, "not reviewed"),
        ("approved_by", False, "signed for other inputs"),
        ("prepared_by", False, "signed for other inputs"),
    ],
)
def test_how_far_it_is_signed(field: str, of_these: bool, said: str) -> None:
    """The last word below the title: who signed for the inputs as they are, or that one signed for others."""
    inputs = report("four lines").account.inputs if of_these else "0" * 64
    page = report_of({field: {"name": "A. B", "date": "2026-11-20", "inputs": inputs}}).page
    assert said == page.first.meta[-1]
    assert [not of_these] == [it.void for it in page.signatures if it.name]


ACCURACIES = [
    ("better", "+0.010 accuracy", "Kept samples against all. No random subset was trained."),
    ("below random", "−0.100 accuracy", "Kept samples against all; they score below a random subset of equal size."),
    ("above random", "−0.050 accuracy", "Kept samples against all."),
    ("after alone", "0.910 accuracy", "The accuracy before filtering is not stated."),
]


@pytest.mark.parametrize(("name", "figure", "text"), ACCURACIES, ids=[name for name, *_ in ACCURACIES])
def test_accuracy_of_the_cover(name: str, figure: str, text: str) -> None:
    """The change where both are known, and what they are compared with; one alone has no picture."""
    found = cover(name).seconds[1]
    assert ("Accuracy", "as stated; not tested", figure, text) == (
        found.label,
        found.basis,
        plain(f"{found.figure} {found.unit}"),
        plain(found.text),
    )
    spoken = {
        "better": "accuracy: all 0.900; kept 0.910",
        "below random": "accuracy: random 0.850; all 0.900; kept 0.800",
        "above random": "accuracy: random 0.850; all 0.900; kept 0.850",
    }
    assert [*([spoken[name]] if name in spoken else [])] == [
        getattr(picture, "title", None) for picture in found.pictures
    ]
    assert 1 == len(cover("four lines").seconds)


def test_a_long_metric_stands_behind_what_the_accuracy_rests_on() -> None:
    """Its name is no unit: it is one more remark, and not the last of a list of things that were not tested."""
    scores = {"before": Decimal("0.9"), "after": Decimal("0.91"), "metric": "mean average precision"}
    found = report_of({"quality": scores}).page.first.seconds[1]
    assert ("as stated; not tested; mean average precision", "+0.010", "") == (found.basis, found.figure, found.unit)


FINDINGS = [
    ("four lines", "money", "Filtering avoids USD 9,400 to 190,000, gross; its own cost is not stated"),
    ("contract", "money", "The filtering cost at least USD 500 and avoids USD 37,500"),
    ("net cost", "money", "The filtering cost at least USD 60,000 and avoids only USD 37,500"),
    ("nothing cost", "money", "The filtering cost at least USD 5.00 and avoids nothing"),
    ("band net", "money", "Filtering avoids USD 20,000 to 50,000, at a confidential price"),
    ("approved", "money", "The filtering cost USD 5.00 and avoids USD 37,500"),
    ("four lines", "run", "34.1% of the samples were removed"),
    ("nothing", "run", "Nothing was removed"),
    ("unexplained", "run", "“a” removed most, 20,000 samples; 1 remains unexplained"),
    ("named twice", "run", "“a” removed most, 20,000 samples; the stages name more than was removed"),
    ("explained", "run", "“a” removed most, 20,000 samples"),
    ("four lines", "co2", "4.13 kg CO2e avoided, gross: the filtering's own energy was not measured"),
    ("net", "co2", "6.61 kg CO2e avoided, net, by the published scenario"),
    ("net open", "co2", "−0.9 to +1.4 kg CO2e net: too close to call"),
    ("net below", "co2", "Filtering emits more than it avoids: −136 g CO2e net"),
    ("own training", "co2", "4.36 kg CO2e avoided, net, by your own training"),
    ("company", "co2", "3.00 kg CO2e avoided, net, by the company's own factor"),
    ("steps", "co2", "Training runs for a fixed number of steps and avoids none; the filtering emitted 750 g"),
    ("steps gross", "co2", "No CO2e is avoided: training runs for a fixed number of steps"),
    ("storage", "co2", "6.74 kg CO2e avoided, net, by training and storage"),
    ("storage by steps", "co2", "Storage avoids 128 g CO2e; training runs for a fixed number of steps and avoids none"),
    (
        "language model by steps",
        "co2",
        "Training reads a fixed number of tokens and avoids none; the filtering emitted 250 g",
    ),
    ("schedule open", "co2", "How much CO2e training avoids is not known"),
    ("four lines", "models", "Accuracy after filtering was not measured"),
    ("better", "models", "Accuracy changed by +0.010 after filtering"),
    ("after alone", "models", "Accuracy of 0.910 after filtering; before it is not known"),
]


@pytest.mark.parametrize(
    ("name", "section", "finding"), FINDINGS, ids=[f"{name}: {section}" for name, section, _ in FINDINGS]
)
def test_what_a_section_found(name: str, section: str, finding: str) -> None:
    """The sentence that heads it."""
    (found,) = (it.finding for it in report(name).page.sections if it.anchor == section)
    assert finding == plain(found)


METAS = [
    (
        "four lines",
        "Filtering run, object detection",
        ["Object detection", "date of the run not stated", "not reviewed"],
    ),
    ("boats", "Filtering run, boats", ["boats", "date of the run not stated", "not reviewed"]),
    (
        "named",
        "A run",
        ["Object detection", "Some data", "a tool 2", "date of the run not stated", "not reviewed"],
    ),
    ("data alone", "Some data", ["Object detection", "date of the run not stated", "not reviewed"]),
    ("reviewed", None, ["Object detection", "date of the run not stated", "reviewed, not yet approved"]),
    ("approved", None, ["Object detection", "date of the run not stated", "approved"]),
]


@pytest.mark.parametrize(("name", "title", "meta"), METAS, ids=[name for name, *_ in METAS])
def test_the_head_of_the_cover(name: str, title: str | None, meta: list[str]) -> None:
    """The run's name, else its data's, else its task; a company's own task stays as the company named it."""
    found = cover(name)
    assert meta == [plain(text) for text in found.meta]
    assert title is None or title == found.title


@pytest.mark.parametrize(
    ("models", "finding"),
    [
        ([{"role": "after", "consumption_wh": 1}], "1 model scored; accuracy after filtering not compared"),
        ([{"role": "after"}], "Accuracy is known after filtering, and not before"),
        ([{"role": "before"}], "Accuracy after filtering was not measured"),
        (
            [{"role": "before"}, {"role": "after", "accuracy": Decimal("0.8")}],
            "1 model compared before and after: accuracy fell in 1",
        ),
        (
            [{"role": "before"}, {"role": "after"}],
            "1 model compared before and after: accuracy fell in 0",
        ),
    ],
)
def test_what_is_found_of_listed_models(models: list[dict[str, Any]], finding: str) -> None:
    """What is known after filtering is never said not to be measured."""
    listed = [{"name": "m", "accuracy": Decimal("0.9"), **model} for model in models]
    (found,) = (it.finding for it in report_of({"models": listed}).page.sections if it.anchor == "models")
    assert finding == found


def test_cover_and_section_speak_of_the_same_entries() -> None:
    """Of two entries of one name after filtering the first is compared: on the cover, in the section, on its chart."""
    scores = (("before", "0.9"), ("after", "0.95"), ("after", "0.8"))
    page = report_of({"models": [{"name": "m", "role": role, "accuracy": Decimal(it)} for role, it in scores]}).page
    (section,) = (it for it in page.sections if it.anchor == "models")
    (second,) = (it for it in page.first.seconds if it.label == "Accuracy")

    assert ("0", "of 1 model fell", "") == (second.figure, plain(second.unit), second.text)
    assert "1 model compared before and after: accuracy fell in 0" == section.finding
    assert any("0.900 → 0.950" in text for text in texts_of(section))
