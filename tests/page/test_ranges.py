"""The section on ranges: it stands where it is asked for, and says what was drawn and what turns the result round."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.files.json_text import loads
from reportgen.page.parts import Section, Table
from tests.cli.running import FOUR_FLAGS, ROOT
from tests.page.made_runs import texts_of
from tests.rendering.runs import load_sample, sample
from tests.rendering.test_confidential import SINGLE, made
from tests.rendering.test_schemas import faults

PLAIN: dict[str, Any] = {
    "task": "object-detection",
    "samples_before": 1000,
    "samples_after": 600,
    "duration": 1800,
    "currency": "EUR",
    "costs": {"person_hours": 3, "hourly_rate": 50},
    "grid": {"pue": Decimal("1.2"), "intensity": Decimal("0.5")},
}


def ranges_of(report: reportgen.Report) -> Section | None:
    """The section of the page, where it has one."""
    return next((it for it in report.page.sections if it.anchor == "ranges"), None)


def priced(low: str, price: str, high: str, ranges: str = "all", **more: Any) -> reportgen.Report:
    """A run that removes 400 objects at this price and spends 150 EUR."""
    row = {"task": "object-detection", "price": Decimal(price), "low": Decimal(low), "high": Decimal(high)}
    return reportgen.report(**{**PLAIN, "prices": [row], **more}, ranges=ranges)


def said(report: reportgen.Report) -> str:
    """All texts of the section."""
    section = ranges_of(report)
    assert section is not None
    return "\n".join(texts_of(section)).replace("\u00a0", " ")


def table(report: reportgen.Report, name: str) -> list[list[str]]:
    """The rows of the first table of this name: heads and cells as they are read."""
    section = ranges_of(report)
    assert section is not None
    found = next(it for it in section.blocks if isinstance(it, Table) and it.name == name)
    rows = [row for _, rows in found.groups for row in rows]
    return [[row.head, *(str(cell.amount or cell.text).replace("\u00a0", " ") for cell in row.cells)] for row in rows]


def test_it_stands_where_it_is_asked_for() -> None:
    """And report.json holds quantiles and turning points by its schema there, and nowhere else."""
    plain, with_ranges = sample(), load_sample(ranges="all")
    assert ranges_of(plain) is None
    assert {"quantiles", "turning_points"}.isdisjoint(loads(plain.json))
    found = loads(with_ranges.json)
    assert {"n": 100000, "seed": 1, "ranges": "all"} == {
        key: found["quantiles"][key] for key in ("n", "seed", "ranges")
    }
    assert [] == faults("report", json.loads(with_ranges.json))
    assert "net_savings" in found["turning_points"]
    assert "<h2" in with_ranges.html


def test_quantiles_by_hand() -> None:
    """400 x (1 + sqrt(0.1)), 400 x 2 and 400 x (5 - 3 sqrt(0.1)), less 150 EUR: 376.5 to 1,470.5 EUR, drawn as 377."""
    report = priced("1", "2", "5")
    assert "In 90 of 100 draws the net lies between EUR 377 and 1,470" == said(report).splitlines()[2]
    (row,) = (row for row in table(report, "draws") if row[0].startswith("Avoided cost, net"))
    assert ["EUR 650", "0"] == [row[1], row[5]]


def test_what_turns_it_round() -> None:
    """400 labels at 0.375 EUR are the 150 EUR that the filtering cost; counts of samples are not among these."""
    report = priced("1", "2", "5")
    assert "It stays above zero unless this falls below EUR 0.375/sample: Annotation price" in said(report)
    rows = {row[0]: row[1:] for row in table(report, "turning")}
    assert ["EUR 2.00/sample", "EUR 0.375/sample", "−81.3"] == rows["Annotation price"]
    assert "16.0 h" == rows["People’s time for filtering"][1]
    assert not [name for name in rows if name.startswith("Samples")]


@pytest.mark.parametrize(
    ("price", "licence", "sentence"),
    [
        ("0.37", 0, "It stays below zero unless this falls below EUR 49.3/h: Price of an hour of people’s time"),
        ("0.37", 75, "It stays below zero unless this rises above EUR 0.375/sample: Annotation price"),
        ("0.38", 0, "It stays above zero unless this falls below EUR 0.375/sample: Annotation price"),
        ("6", 75, "It stays above zero unless this falls below EUR 0.375/sample: Annotation price"),
    ],
)
def test_the_nearest_is_said(price: str, licence: int, sentence: str) -> None:
    """What has to change least by its own size; where a licence is half of 150 EUR, the hours have to change more."""
    hours = Decimal("1.5") if licence else 3
    costs = {"person_hours": hours, "hourly_rate": 50, "licence": licence}
    assert sentence in said(priced("0.1", price, "9", costs=costs))


def test_a_cost_that_would_have_to_rise() -> None:
    """100 EUR of labels and 100 of training have to halve, 150 EUR of cost to rise by a third."""
    training = {"samples": 1000, "hours": 10, "gpus": 1, "gpu_price_per_hour": 25}
    told = "It stays above zero unless this rises above EUR 66.7/h: Price of an hour of people’s time"
    assert told in said(priced("0.2", "0.25", "0.3", training=training))


def test_a_sign_that_is_uncertain_is_said() -> None:
    """Where the range of the net spans zero, and only there."""
    assert "sign uncertain" in said(priced("0.1", "2", "5"))
    assert "sign uncertain" not in said(priced("1", "2", "5"))


def test_judgements_are_said_and_can_be_left_out() -> None:
    """The built-in range of a price is one; one of a contract is none."""
    built_in = {**PLAIN, "currency": "USD"}
    assert "These ranges are a judgement: Annotation price." in said(reportgen.report(**built_in, ranges="all"))
    held = said(reportgen.report(**built_in, ranges="no-judgement"))
    assert "Nothing was drawn." in held
    assert "judgement" not in said(priced("1", "2", "5"))


def test_a_judgement_stays_while_others_are_drawn() -> None:
    """Of energy that was given with a range and a built-in price only the energy moves, and that is said."""
    energy = [{"kwh": 2, "low": 1, "high": 3}]
    report = reportgen.report(**{**PLAIN, "currency": "USD", "energy": energy}, ranges="no-judgement")
    assert "These stayed at their values, since their ranges are a judgement: Annotation price." in said(report)
    assert "No range of the result in money was drawn" in said(report)


def test_a_confidential_price_gives_nothing_away(tmp_path: Path) -> None:
    """What is withheld has no quantiles, and turns nothing round."""
    found = loads(made(tmp_path, SINGLE, ranges="all").json)
    assert {"annotation_price", "annotation_savings", "net_savings"}.isdisjoint(found["quantiles"]["figures"])
    assert "annotation_price" not in found["quantiles"]["drawn"]
    assert [] == found["turning_points"]["net_savings"]


def test_unknown_ranges_are_refused() -> None:
    """A misspelt choice draws nothing silently: it is an error."""
    with pytest.raises(ValueError, match="unknown ranges 'most'"):
        reportgen.report(**{**PLAIN, "currency": "USD"}, ranges="most")


def test_a_report_without_ranges_imports_no_numpy(tmp_path: Path) -> None:
    """Neither the data nor the page need it."""
    code = (
        "import sys, reportgen.cli; sys.argv = ['reportgen', 'generate', *sys.argv[1:]];\n"
        "try: reportgen.cli.main()\n"
        "finally: print('numpy' in sys.modules)"
    )
    told = []
    for more in ((), ("--ranges", "all")):
        call = [sys.executable, "-c", code, *FOUR_FLAGS, "--format", "html,json", "-o", str(tmp_path), *more]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
        told.append(done.stdout.splitlines()[-1])
    assert ["False", "True"] == told
