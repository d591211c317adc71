"""What report.json says beside its figures: how inputs were read, what decides and turns round a figure, each file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from reportgen.factors.cost_table import PlacedRow, Project
from reportgen.files.json_text import loads
from reportgen.manifest.cost_row import CostRow
from reportgen.manifest.model import Signatory
from reportgen.rendering.input_file import InputFile
from reportgen.rendering.json_report import DECIDED, TURNED, Reading, plain, report_json, row_values
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, run


def told(report: Report, *files: InputFile, **reading: Any) -> dict[str, Any]:
    """report.json of the report with these files, read so."""
    found: dict[str, Any] = loads(report_json(report.account, (), (), files, "9.9", Reading(**reading)))
    return found


NOTHING: dict[str, Any] = {"decimal": None, "sheet": None, "project": {}, "withheld": 0}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ({}, NOTHING),
        ({"decimal": "comma"}, {**NOTHING, "decimal": "comma"}),
        ({"sheet": "Prices"}, {**NOTHING, "sheet": "Prices"}),
        ({"withheld": 2}, {**NOTHING, "withheld": 2}),
        ({"issued": date(2026, 1, 2)}, {**NOTHING, "issued": "2026-01-02"}),
        ({"project": Project()}, NOTHING),
        ({"project": Project(currency="EUR")}, {**NOTHING, "project": {"currency": "EUR"}}),
    ],
)
def test_how_inputs_were_read(reading: dict[str, Any], expected: dict[str, Any]) -> None:
    """What was said of tables and of the project; what nobody said is null or left out."""
    assert expected == told(run(FOUR), **reading)["reading"]


def test_each_file_has_its_role_hash_and_size() -> None:
    """In the order in which they were read."""
    files = InputFile("a.yaml", b"abc", "a run", "manifest"), InputFile("b.csv", b"", "prices", "company")
    expected = [
        {"name": "a.yaml", "role": "manifest", "sha256": sha256(b"abc").hexdigest(), "bytes": 3},
        {"name": "b.csv", "role": "company", "sha256": sha256(b"").hexdigest(), "bytes": 0},
    ]
    made = told(run(FOUR), *files)
    assert expected == made["inputs"]
    assert {"name": "reportgen", "version": "9.9"} == made["generator"]
    assert run(FOUR).account.inputs == made["inputs_sha256"]


def test_what_decides_a_net_is_said_of_each() -> None:
    """Money and emissions, those of the company's own training and those by its stated factor too."""
    nets = {"net_savings", "net_co2_savings", "net_co2_savings.own", "net_co2_savings.stated"}
    assert {"gross_savings", *nets} == set(DECIDED)
    assert nets == set(TURNED)
    made = run({**FOUR, "training": {"co2_per_sample": Decimal("0.0002")}, "energy": [{"kwh": 3}]})
    influences = told(made)["influences"]
    assert {key for key in DECIDED if key in made.figures} == set(influences)
    assert "net_co2_savings.stated" in influences
    (first, *_) = influences["gross_savings"]
    assert {"leaf", "at_low", "at_high"} == set(first)


def test_a_figure_has_its_fields_and_its_reason() -> None:
    """Each as the ledger has it."""
    made = run(FOUR)
    for key in ("annotation_savings", "net_savings"):
        figure, found = made.figures[key], told(made)["figures"][key]
        for name in ("label", "value", "unit", "low", "high", "rests_on", "reason", "layer", "note"):
            assert getattr(figure, name) == found[name], name
        assert list(figure.inputs) == found["inputs"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Signatory("A"), "A"),
        (Signatory("A", date=date(2026, 1, 2)), {"name": "A", "date": "2026-01-02"}),
        (
            CostRow(task="t", price=Decimal(1), source=""),
            {"task": "t", "unit": "sample", "price": Decimal(1), "basis": "stated", "tier_counts": "annotations"},
        ),
        ((date(2026, 1, 2), None, True, 3), ["2026-01-02", None, True, 3]),
        ({"a": ()}, {"a": []}),
    ],
)
def test_values_are_plain(value: Any, expected: Any) -> None:
    """What was not given and what is withheld of a row are left out; days are their dates."""
    assert expected == plain(value)


def test_what_no_json_holds_is_refused() -> None:
    """A float is no exact number."""
    with pytest.raises(TypeError, match=r"^float in a report$"):
        plain([0.5])


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        (
            PlacedRow(CostRow(task="t"), "company", "/home/me/c.xlsx", "c.xlsx:2", sheet="S"),
            {"file": "c.xlsx", "sheet": "S"},
        ),
        (PlacedRow(CostRow(task="t"), "built-in", None, "x", chosen="a-list"), {"file": None, "chosen": "a-list"}),
    ],
)
def test_a_row_has_its_layer_and_file(placed: PlacedRow, expected: dict[str, Any]) -> None:
    """The plain name, and sheet or choice where there is one; no folder of anybody's."""
    assert {"layer": placed.layer, **expected, **plain(placed.row)} == row_values(placed)
