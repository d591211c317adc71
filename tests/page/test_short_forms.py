"""What stands in short on a page says no less: counts, sources, attachments, terms and amounts."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import get_type_hints

import pytest

import reportgen
from reportgen.figures.ttcapc import Checkpoint, Grid, ttcapc
from reportgen.page.parts import Section, Table
from reportgen.words.said import Said
from tests.figures.runs import FOUR, all_runs, report_of
from tests.page.made_runs import Run, energy, texts_of

RUNS = all_runs()
CHECKPOINTS = "models with runs and checkpoints"


def section_of(report: reportgen.Report, anchor: str) -> Section:
    """A section of the appendix."""
    return next(it for it in report.page.appendix if it.anchor == anchor)


@pytest.mark.parametrize("name", [CHECKPOINTS, "four lines", "settings"])
@pytest.mark.parametrize("edition", ["standard", "full"])
def test_inputs_have_one_count(name: str, edition: str) -> None:
    """The heading over the inputs counts what report.json has that was given and not computed."""
    report = replace(report_of(name), edition=edition)
    figures = json.loads(report.json)["figures"].values()
    given = [it for it in figures if it["value"] is not None and it["basis"] != "computed"]

    assert section_of(report, "assumptions").finding.startswith(f"{len(given)} inputs, ")


def test_every_checkpoint_and_run_is_printed() -> None:
    """The readings of three checkpoints and three runs stand in series, in their order."""
    blocks = section_of(report_of(CHECKPOINTS), "assumptions").blocks
    [table] = [it for it in blocks if isinstance(it, Table) and it.name == "series"]
    rows = {row.head: row.cells[0].text for _, rows in table.groups for row in rows}

    assert "60; 120; 180" == rows["checkpoint_s.b_1 to _3, s"]
    assert "0.5; 0.705; 0.7" == rows["checkpoint_accuracy.b_1 to _3"]
    assert "10; 12; 11.5" == rows["run_consumption_wh.a_a_board_1 to _3, Wh/h"]


@pytest.mark.parametrize("name", RUNS)
def test_every_numbered_source_is_cited(name: str) -> None:
    """A number in the list of sources stands beside an input, what it replaced, or a caveat."""
    report = report_of(name)
    blocks = section_of(report, "assumptions").blocks
    sources = next(it for it in blocks if isinstance(it, Table) and it.name == "sources")
    numbers = {row.head for _, rows in sources.groups for row in rows}
    before = "\n".join(texts_of(tuple(it for it in blocks if it is not sources)))
    cited = set(re.findall(r"(?:· |; |^)([0-9]+) ", before, re.MULTILINE))
    for text in (before, *(text for _, text in report.page.caveats)):
        cited |= {number for found in re.findall(r"\[([0-9, ]+)\]", text) for number in found.split(", ")}

    assert set() == numbers - cited


def test_printed_json_is_among_the_attachments() -> None:
    """The table of attachments names the file that the PDF carries beside report.json, which has no hash there."""
    report = reportgen.report(**FOUR)
    assert [("report.json", True), ("printed.json", False)] == [(it.name, bool(it.hash)) for it in report.page.files]
    assert "made after this page" in report.html


def test_a_time_to_a_score_is_reckoned_from_the_attached_checkpoints() -> None:
    """The CSV that is attached gives the TTCAPC that the page prints, by its grid and weights."""
    report = report_of(CHECKPOINTS)
    file = next(it for it in report.files if it.name == "b.checkpoints.csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    points = [Checkpoint(*(Decimal(row[name]) for name in ("time_s", "accuracy", "consumption"))) for row in rows]
    reached = ttcapc(points, Grid(Decimal("0.02"), Decimal("0.5"), Decimal("0.1"), Decimal(1)))

    assert reached is not None
    assert report.figures.value("ttcapc.b") == reached.time_s
    assert "b.checkpoints.csv" in [it.name for it in report.page.files]


# a term, a run on whose page it stands, and one on which it does not
TERMS: list[tuple[str, Run, Run]] = [
    ("PUE", {}, {"edition": "brief"}),
    ("life-cycle", {}, {"grid": {"intensity": Decimal("0.3")}, "training": {"schedule": "steps"}}),
    (
        "direct",
        {"grid": {"zone": "europe-west3"}},
        {"grid": {"zone": "DE"}, "task": "x", "prices": [{"task": "x", "price": 1}]},
    ),
    ("Location-based", energy(kwh=1), {}),
    ("α", {"models": [{"name": "a", "accuracy": Decimal("0.9"), "consumption_wh": 1}]}, {}),
    ("APC", {"models": [{"name": "a", "accuracy": Decimal("0.9"), "consumption_wh": 1}]}, {}),
    ("measured", energy(kwh=1, basis="measured"), energy(kwh=1)),
    ("contract", {"prices": [{"task": "detection", "price": 1, "basis": "contract"}]}, {}),
    ("estimate", energy(kwh=1, basis="estimate"), energy(kwh=1)),
]


@pytest.mark.parametrize(("term", "on", "off"), TERMS)
def test_the_glossary_has_the_terms_of_the_page(term: str, on: Run, off: Run) -> None:
    """A term is explained where it stands, and nowhere else."""

    def terms(run: Run) -> set[str]:
        sections = [it for it in reportgen.report(**{**FOUR, **run}).page.appendix if it.anchor == "glossary"]
        tables = [block for section in sections for block in section.blocks if isinstance(block, Table)]
        rows = [row for table in tables for _, of_group in table.groups for row in of_group]
        return {text for row in rows for text in (row.head, row.cells[1].text)}

    assert [True, False] == [term in terms(on), term in terms(off)]


@pytest.mark.parametrize(
    ("currency", "price", "expected"),
    [
        ("EUR", "0.123456", "4,629.60"),  # 37,500 x 0.123456
        ("JPY", "0.123456", "4,630"),
        ("TND", "0.123456", "4,629.600"),
    ],
)
def test_money_has_the_digits_of_its_currency(currency: str, price: str, expected: str) -> None:
    """Two decimals of euro, none of yen, three of dinar, and never more."""
    prices = [{"task": "detection", "price": Decimal(price), "currency": currency}]
    report = reportgen.report(**FOUR, currency=currency, prices=prices, costs={"licence": Decimal("0.501")})
    section = next(it for it in report.page.sections if it.anchor == "money")
    [table] = [it for it in section.blocks if isinstance(it, Table) and it.name == "money"]
    amounts = {row.head: row.cells[1].amount for _, rows in table.groups for row in rows}

    saved = amounts["Labels not bought"]
    assert saved is not None
    assert expected == saved.text


@pytest.mark.parametrize(("fee", "expected"), [("0.005", True), ("0.01", False)])
def test_amounts_that_do_not_add_up_as_printed_say_so(fee: str, expected: bool) -> None:
    """37,500.00 less half a cent is 37,499.995, printed as 37,500.00 beside a fee of 0.01; less a cent it adds up."""
    prices = [{"task": "detection", "price": 1}]
    report = reportgen.report(**FOUR, prices=prices, costs={"licence": Decimal(fee)})
    assert expected == ("Amounts are rounded one by one" in "\n".join(texts_of(report.page)))


def test_the_emissions_that_a_prediction_was_of_are_printed() -> None:
    """What was predicted stands beside what the run emitted, on the run's own grid."""
    report = next(it for it in map(report_of, RUNS) if it.figures.keys_under("predicted_co2"))
    [key] = report.figures.keys_under("recorded_co2")
    end = key.partition(".")[2]
    worked = (
        report.figures.value(f"recorded_energy.{end}")
        * report.figures.value("pue")
        * report.figures.value("grid_intensity")
    )
    assert abs(report.figures.value(key) - worked) < Decimal("1e-20")
    printed = next(
        row
        for section in report.page.sections
        for table in section.blocks
        if isinstance(table, Table) and table.name == "prediction"
        for _, rows in table.groups
        for row in rows
        if row.head == "CO₂e"
    )
    assert printed.cells[2].amount is not None


def wrong_kinds(part: object, place: str) -> list[str]:
    """The fields below a part of a page whose values are not of the kind that the part declares."""
    if isinstance(part, (tuple, list)):
        return [wrong for number, it in enumerate(part) for wrong in wrong_kinds(it, f"{place}[{number}]")]
    if not is_dataclass(part) or isinstance(part, type):
        return []
    kinds = get_type_hints(type(part))
    found = []
    for field in fields(part):
        value, kind = getattr(part, field.name), kinds[field.name]
        if kind in (str, bool, int) and type(value) is not kind and not (kind is str and isinstance(value, Said)):
            found.append(f"{place}.{field.name}: {value!r}")
        found += wrong_kinds(value, f"{place}.{field.name}")
    return found


@pytest.mark.parametrize("name", RUNS)
def test_each_field_of_a_page_is_of_its_kind(name: str) -> None:
    """A template of a user's own prints what the reference says: a text, a number, a yes or no, and never None."""
    assert [] == wrong_kinds(report_of(name).page, "page")


@pytest.mark.parametrize("name", RUNS)
def test_numbers_below_each_other_stand_at_the_right(name: str) -> None:
    """Of each table a column in which every cell is an amount, so that their digits can be compared."""
    page = report_of(name).page
    tables = [it for section in (*page.sections, *page.appendix) for it in section.blocks if isinstance(it, Table)]
    assert [] == [
        f"{table.name}: {column.title}"
        for table in tables
        if (rows := [row.cells for _, rows in table.groups for row in rows])
        for column, *cells in zip(table.columns[1:], *rows, strict=False)
        if not column.right and all(cell.amount is not None and cell.amount.known for cell in cells)
    ]
