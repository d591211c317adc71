"""Every term of a confidential row, by itself: no file of any format that is given away changes with it."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.files.json_text import dumps, loads
from reportgen.manifest.cost_row import CostRow
from reportgen.rendering.context import context_of
from reportgen.rendering.formats import FORMATS
from tests.rendering.test_confidential import PACED, PARTED, PUBLIC, REACHED, RUN, SINGLE, TIERED

# What makes a report say most: energy, a training with money, models, other measures of the data.
WHOLE = {
    **RUN,
    "amounts": {"object": {"before": 124000, "after": 80700}},
    "energy": [{"kwh": Decimal("0.3"), "basis": "estimate", "low": Decimal("0.1"), "high": Decimal("0.6")}],
    "grid": {"zone": "DE"},
    "training": {"schedule": "epochs", "samples": 20011, "hours": 6, "watts": 280, "gpus": 1, "gpu_price_per_hour": 1},
    "models": [
        {"name": "Y", "role": role, "accuracy": Decimal(accuracy), "consumption_wh": 12, "per": "hour"}
        for role, accuracy in (("before", "0.40"), ("after", "0.41"))
    ],
}
TIMED = {"price": 41, "unit": "hour", "timed_unit": "box", "seconds_per_unit": 8, "units_per_sample": Decimal("6.3")}
ROWS: dict[str, dict[str, Any]] = {
    "single": {**PUBLIC, **SINGLE},
    "tiers": {**PUBLIC, **TIERED},
    "months": {**PUBLIC, **PACED},
    "reached": {**PUBLIC, **REACHED},
    "parts": {**PARTED, "task": RUN["task"], "currency": "EUR", "confidential": True},
    "timed": {**PUBLIC, **TIMED},
}
# The row, the term, and what it says instead; None: nothing. What else changes keeps the total in its band.
CHANGES: list[tuple[str, str, Any, dict[str, Any]]] = [
    ("single", "price", Decimal("0.9372"), {}),
    ("single", "low", Decimal("0.8818"), {}),
    ("single", "high", None, {"low": None}),
    ("single", "units_per_sample", Decimal("6.3114"), {}),
    ("single", "annotators", 2, {"price": Decimal("0.46855"), "low": None, "high": None}),
    ("single", "review_share", Decimal("0.12"), {}),
    ("single", "review_price", None, {"review_share": None}),
    ("single", "fixed_fee", None, {}),
    ("single", "per_month", None, {"months": None, "seats": None}),
    ("single", "months", 3, {}),
    ("single", "seats", 2, {}),
    ("single", "minimum", None, {}),
    ("single", "discount", None, {}),
    ("single", "currency", "USD", {}),
    ("single", "seconds_per_unit", None, {}),
    ("single", "basis", "estimate", {}),
    ("single", "source", "another contract", {}),
    ("single", "retrieved", None, {}),
    ("single", "valid_from", None, {}),
    ("single", "valid_to", "2026-12-30", {}),
    ("single", "tax_included", True, {}),
    ("single", "approved_by", "another", {}),
    ("single", "notes", None, {}),
    ("single", "unit", "Geheimding", {}),
    ("tiers", "tiers", [{"price": Decimal("1.0173"), "up_to": 43218}, {"price": Decimal("0.6131")}], {}),
    ("tiers", "tier_counts", "annotations", {}),
    ("tiers", "tier_period", None, {}),
    ("tiers", "units_already_used", 17714, {}),
    ("months", "units_per_month", 7014, {}),
    ("reached", "tier_rule", "marginal", {}),
    ("parts", "parts", [{**PARTED["parts"][0], "price": Decimal("71.94")}, PARTED["parts"][1]], {}),
    ("timed", "timed_unit", "cuboid", {}),
]


def given_away(folder: Path, row: dict[str, Any]) -> dict[str, bytes]:
    """Each file that is written for others at this row's price, and what the PDF is made from."""
    folder.mkdir()
    (folder / "run.json").write_text(dumps(WHOLE), encoding="utf-8")
    (folder / "costs.json").write_text(dumps({"prices": [row]}), encoding="utf-8")
    report = reportgen.load(folder / "run.json", cost_tables=folder / "costs.json", ranges="all")
    saved = report.save(folder / "out", [format_ for format_ in FORMATS if format_ != "pdf"])
    paper = repr(context_of(report.page, report.look, paper=True)).encode()
    return {path.name: path.read_bytes() for path in saved.paths} | {"report.pdf": paper}


def bands(files: dict[str, bytes]) -> list[Any]:
    """What is told of the totals."""
    figures = loads(files["report.json"])["figures"]
    return [figures[key]["band"] for key in ("annotation_savings", "gross_savings", "net_savings")]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What is given away at each of the rows as it is."""
    folder = tmp_path_factory.mktemp("plain")
    return {name: given_away(folder / name, row) for name, row in ROWS.items()}


def test_every_term_is_changed_and_every_format_looked_at(plain: dict[str, dict[str, bytes]]) -> None:
    """But for what a report says of the task, and for the answer that makes a row confidential."""
    said = {"task", "like", "confidential"}
    assert {it.name for it in fields(CostRow)} - said == {term for _, term, _, _ in CHANGES}
    assert len(FORMATS) == len(plain["single"])


@pytest.mark.parametrize(("name", "term", "value", "more"), CHANGES, ids=[f"{it[0]}-{it[1]}" for it in CHANGES])
def test_a_term_changes_no_file(
    name: str, term: str, value: Any, more: dict[str, Any], plain: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    """Nor its absence: two reports of one band are the same bytes in every format."""
    row = {**ROWS[name], term: value, **more}
    found = given_away(tmp_path / "changed", {key: it for key, it in row.items() if it is not None})

    assert bands(plain[name]) == bands(found)
    assert [] == [file for file in found if found[file] != plain[name][file]]
    assert plain[name].keys() == found.keys()


@pytest.mark.parametrize("training", [{}, {"co2_per_sample": Decimal("0.001"), "factor_per": "frame"}])
def test_another_unit_of_the_manifest_changes_no_file(
    training: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run says how many of each a sample has, and a training may go by one: which is paid for stays out."""
    monkeypatch.setitem(WHOLE, "units_per_sample", {"frame": 6, "token": 6})
    if training:
        monkeypatch.setitem(WHOLE, "training", {"schedule": "epochs", "samples": 20011, **training})
    one, other = (given_away(tmp_path / unit, {**PUBLIC, "price": 1, "unit": unit}) for unit in ("frame", "token"))
    assert [] == [file for file in one if one[file] != other[file]]


def test_what_a_task_is_like_is_said(tmp_path: Path) -> None:
    """It decides the CO2e of a training, and no price: the caveat stands as in an internal report."""
    run = {**RUN, "task": "lidar-boxes", "training": {"schedule": "epochs", "samples": 20011}}
    (tmp_path / "run.json").write_text(dumps(run), encoding="utf-8")
    row = {"task": "lidar-boxes", "like": "segmentation", "price": 1, "currency": "EUR", "confidential": True}
    (tmp_path / "costs.json").write_text(dumps({"prices": [row]}), encoding="utf-8")
    for audience in ("external", "internal"):
        report = reportgen.load(tmp_path / "run.json", cost_tables=tmp_path / "costs.json", audience=audience)
        assert "The training factor is that of another task." in report.html
