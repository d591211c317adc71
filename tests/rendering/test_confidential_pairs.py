"""Pairs of reports that differ only in what a confidential row says: every output is the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

import reportgen
from reportgen.files.json_text import dumps, loads
from reportgen.rendering.context import context_of
from reportgen.rendering.printed import printed_json
from reportgen.rendering.report import Report
from tests.rendering.test_confidential import RUN

PAIRS = 550


def some(random: Random, most: int, places: int = 0) -> Decimal:
    """A number from 1 to `most`, moved by so many decimal places."""
    return Decimal(random.randint(1, most)).scaleb(-places)


def price_of(random: Random, kind: str) -> dict[str, Any]:
    """The price itself: a single one with or without a range, tiers by any rule, or parts."""
    if kind == "parts":
        units = random.sample(["1M tokens", "Geheimding", "sample"], random.randint(1, 3))
        of_sample: dict[str, dict[str, Any]] = {"sample": {"share": some(random, 99, 2)}}
        counted = {"units_per_sample": some(random, 900, 2)}
        return {"parts": [{"unit": it, "price": some(random, 90, 1), **of_sample.get(it, counted)} for it in units]}
    if kind in ("single", "hour"):
        price = some(random, 20_000, 4)
        return {"price": price} | ({"low": price / 2, "high": price * 2} if random.random() < 0.5 else {})
    bounds = sorted(random.sample(range(1000, 90_000), random.randint(1, 3)))
    tiers: dict[str, Any] = {"tiers": [*({"price": some(random, 20_000, 4), "up_to": it} for it in bounds)]}
    tiers["tiers"].append({"price": some(random, 9000, 4)})
    if kind == "months":
        return tiers | {"units_per_month": random.randint(1000, 90_000)}
    return tiers | {"units_already_used": random.randint(1, 9999), "tier_rule": kind}


def row_of(random: Random) -> dict[str, Any]:
    """A confidential row of the run's task; what else it says is drawn."""
    kind = random.choice(["single", "hour", "marginal", "reached", "months", "parts"])
    row: dict[str, Any] = {"task": RUN["task"], "confidential": True, **price_of(random, kind)}
    row |= {
        "currency": random.choice(["EUR", "USD"]),
        "basis": random.choice(["contract", "list", "stated", "estimate"]),
    }
    if kind == "hour":
        row |= {"unit": random.choice(["hour", "minute"]), "timed_unit": random.choice(["box", "Geheimding", "cuboid"])}
        row |= {"seconds_per_unit": some(random, 99_999, 2)}
    elif kind != "parts":
        row |= {"unit": random.choice(["object", "Geheimding", "1k tokens", "sample"])}
    if kind != "parts":
        row |= {"units_per_sample": some(random, 90_000, 4)} if row["unit"] != "sample" else {}
        row |= {"tier_counts": random.choice(["items", "annotations"])}
    optional: dict[str, Callable[[], Any]] = {
        "annotators": lambda: random.randint(1, 5),
        "fixed_fee": lambda: some(random, 99_999, 2),
        "minimum": lambda: some(random, 999_999, 2),
        "discount": lambda: some(random, 5000, 4),
        "source": lambda: f"Geheimvertrag {random.randint(1, 99)}",
        "retrieved": lambda: f"2025-11-{random.randint(10, 28)}",
        "valid_from": lambda: f"2026-01-{random.randint(10, 28)}",
        "valid_to": lambda: f"2026-12-{random.randint(10, 28)}",
        "tax_included": lambda: random.random() < 0.5,
        "approved_by": lambda: f"Q. Geheim {random.randint(1, 99)}",
        "notes": lambda: f"Geheimnotiz {random.randint(1, 99)}",
    }
    if kind == "parts":
        del optional["annotators"]
    return row | {name: draw() for name, draw in optional.items() if random.random() < 0.4}


def made(folder: Path, row: dict[str, Any], **options: Any) -> Report:
    """The report of the run at this row's price."""
    (folder / "run.json").write_text(dumps(RUN), encoding="utf-8")
    (folder / "costs.json").write_text(dumps({"prices": [row]}), encoding="utf-8")
    return reportgen.load(folder / "run.json", cost_tables=folder / "costs.json", **options)


def outputs(report: Report) -> dict[str, Any]:
    """All that is given away: the data, the page, what the PDF is made from, and the files beside it."""
    return {
        "json": report.json,
        "html": report.html,
        "paper": repr(context_of(report.page, report.look, paper=True)),
        "printed": printed_json(report._printed()),
        "files": [(file.name, file.content) for file in report.files],
    }


def band_of(report: Report) -> str:
    """What is told of the totals."""
    figures = loads(report.json)["figures"]
    return str([figures[key]["band"] for key in ("annotation_savings", "gross_savings", "net_savings")])


def test_pairs_of_one_band_differ_in_nothing(tmp_path: Path) -> None:
    """550 rows, each against the first of its band: neither unit, people, tiers, time, words nor days tell."""
    random, first, differing, pairs = Random(9), dict[str, tuple[dict[str, Any], Any]](), [], 0
    while pairs < PAIRS:
        row = row_of(random)
        report = made(tmp_path, row)
        found = outputs(report)
        if (known := first.setdefault(band_of(report), (row, found)))[0] is not row:
            pairs += 1
            differing += [(name, known[0], row) for name in found if found[name] != known[1][name]]

    assert [] == differing[:3]
    assert len(first) < 30  # most pairs are of one row that is quite another


@pytest.mark.parametrize("kind", ["single", "hour"])
def test_what_is_compared_can_differ(tmp_path: Path, kind: str) -> None:
    """Internally each output of two such rows differs, so that the test above could fail."""
    rows = [
        {"task": RUN["task"], "confidential": True, "currency": "EUR", "price": price}
        for price in (Decimal(1), Decimal("1.01"))
    ]
    if kind == "hour":
        rows = [
            row | {"unit": "hour", "timed_unit": word, "units_per_sample": 2, "seconds_per_unit": 9}
            for row, word in zip(rows, ("box", "cuboid"), strict=True)
        ]
    one, other = (outputs(made(tmp_path, row, audience="internal")) for row in rows)

    assert {"json", "html", "paper", "printed", "files"} == {name for name in one if one[name] != other[name]}


def test_an_internal_report_says_that_it_is_one(tmp_path: Path) -> None:
    """Its data do, as its pages do; an external report has no such key."""
    row = {"task": RUN["task"], "price": 1, "currency": "EUR"}

    assert "internal" == loads(made(tmp_path, row, audience="internal").json)["audience"]
    assert "audience" not in loads(made(tmp_path, row).json)
