"""Runs that differ from four lines in one thing, and what their reports say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import reportgen
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, SAMPLES

# of FOUR: 37,500 removed at 1.20 USD, 9.8181... kWh of training (37,500 x 28.8 / 110,000)
Run = Mapping[str, Any]
PRICE = {"task": "detection", "price": 1}
CONFIDENTIAL = {**PRICE, "confidential": True}  # 37,500, in the band from 20,000 to below 50,000
RANGED = {**PRICE, "low": Decimal("0.5"), "high": Decimal("1.5")}  # 18,750 to 56,250
OWN = {"samples": 110000}  # as many as the published training had, so that 28.8 kWh are as much a sample
NOTHING_REMOVED = {"samples_after": 110000}
NO_FACTORS = {"co2_per_sample": "0", "factor_kwh": "0"}


def costs(**given: Any) -> Run:
    """A run with these costs of filtering."""
    return {"costs": given}


def licence(amount: int, price: Run = PRICE) -> Run:
    """A run with one cost, that licence."""
    return {"prices": [price], **costs(licence=amount)}


def energy(**given: Any) -> Run:
    """A run with one record of energy."""
    return {"energy": [given]}


def quality(**given: str) -> Run:
    """A run with these accuracies."""
    return {"quality": {name: Decimal(value) for name, value in given.items()}}


def model(**given: Any) -> dict[str, Any]:
    """A listed model."""
    return {"name": "a model", "accuracy": Decimal("0.9"), "consumption_wh": 1, **given}


def settings(**given: str) -> Run:
    """A run with these leaves set on the command line."""
    return {"settings": given}


def exact_factor() -> Run:
    """A run that counts by the exact factor."""
    return {"training": {"factor": "exact"}}


GRID: Run = {"pue": Decimal("1.54"), "intensity": Decimal("0.5")}
OWN_FACTOR: Run = {**settings(co2_per_sample="0.0001"), "grid": {"pue": Decimal("1.5"), "intensity": Decimal("0.5")}}
CALLS: Run = {"input_tokens": 2000000, "output_tokens": 1000000, "price_in": 3, "price_out": 15}
BOXED: Run = {"units_per_sample": {"object": 2}}
BY_MONTH: Run = {
    "task": "detection",
    "tiers": [{"price": 2, "up_to": 50000}, {"price": 1}],
    "tier_period": "month",
}


def step(bound: int) -> list[dict[str, int]]:
    """Tiers of which the first, up to the bound, is twice as dear."""
    return [{"price": 2, "up_to": bound}, {"price": 1}]


STEP: Run = {"task": "detection", "tiers": step(80000), "tier_rule": "reached"}

# id of a caveat, a run on which it stands, and one on which it must not


def storage(**given: Any) -> Run:
    """A run with half of its 20 GB removed, stored at 1 a GB for a year, and this of the storage."""
    amounts = {"gigabyte": {"before": 20, "after": 10}}
    return {"amounts": amounts, "storage": {"per_gb_month": 1, "months": 12, **given}}


RECORD = SAMPLES / "tool_logs" / "csv" / "watts.csv"
COLUMNS = {"time": "when", "power_w": "draw", "device": "board"}


def raised(run: Run) -> set[str]:
    """The caveats of the run, on top of four lines."""
    given = {**FOUR, **run}
    return {caveat.id for caveat in reportgen.report(**given).caveats}


FIVE = ("0.90", "0.91", "0.92", "0.93", "0.94")  # median and mean 0.92
LOWER = ("0.80", "0.81", "0.82", "0.83", "0.84")  # every one below: p = 2 / 252
ALIKE = ("0.895", "0.905", "0.915", "0.925", "0.935")


@cache
def of_a_record() -> reportgen.Report:
    """The report of a run with one record in which nothing is doubtful."""
    energy = [{"file": RECORD.name, "columns": COLUMNS}]
    return reportgen.report(**{**FOUR, "energy": energy, "energy_folder": RECORD.parent})


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a page, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from texts_of(item)


def report_of(run: Run) -> Report:
    """The report of the run, on top of four lines."""
    return reportgen.report(**{**FOUR, **run})


def says(report: Report, text: str) -> bool:
    """Whether something on the page, the caveats and formulas left out, has the text."""
    page = replace(report, edition="full").page
    return any(text in it.replace("\u00a0", " ") for it in texts_of((page.first, page.sections, page.appendix)))


def without_links(html: str) -> str:
    """A report.html whose numbers are no links, as it is on paper: a sentence stands in one piece."""
    return re.sub(r'<a class="of" [^>]*>(.*?)</a>', r"\1", html)
