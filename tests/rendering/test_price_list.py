"""The list of prices as a text and as cells: each term of a price, and what is cut."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen.factors.cost_table import PlacedRow, Tables
from reportgen.factors.price_list import PriceLine, price_list
from reportgen.manifest.cost_row import CostRow, PricePart, PriceTier
from reportgen.rendering.price_list import as_csv, as_json, as_text, as_xlsx

TASK = "boats"
TIERS = (PriceTier(up_to=Decimal(10), price=Decimal("0.30")), PriceTier(price=Decimal("0.2")))
PARTS = (PricePart(price=Decimal(1), unit="box", share=Decimal("0.5")), PricePart(price=Decimal(2), unit="mask" * 6))


def placed(task: str = TASK, **fields: Any) -> PlacedRow:
    """A row of a company's table, in euros."""
    row = CostRow(task=task, **{"currency": "EUR", "source": "Offer 7", **fields})
    return PlacedRow(row, "company", "/home/me/costs.toml", "costs.toml:3")


def listed(*rows: PlacedRow, **more: Any) -> tuple[list[PriceLine], Tables]:
    """The lines of these rows alone, and their tables."""
    tables = Tables(rows, (), **more)
    return price_list(tables), tables


def row_of(*rows: PlacedRow, **more: Any) -> dict[str, str]:
    """The cells of the list's first line by their heads, as a terminal shows them."""
    heads, line, *_ = as_text(*listed(*rows, **more)).decode().splitlines()
    places = [(head, heads.index(head)) for head in heads.split()]
    ends = [place for _, place in places[1:]] + [None]
    return {head: line[place:end].strip() for (head, place), end in zip(places, ends, strict=True)}


@pytest.mark.parametrize(
    ("fields", "price"),
    [
        ({"price": Decimal("0.95")}, "0.95 EUR/sample"),
        ({"price": Decimal("0.95"), "currency": None}, "0.95 the run's currency/sample"),
        ({"price": Decimal("1E+2")}, "100 EUR/sample"),
        ({}, "not given EUR/sample"),
        ({"price": Decimal(1), "unit": "u" * 20}, f"1 EUR/{'u' * 20}"),
        ({"price": Decimal(1), "unit": "u" * 21}, f"1 EUR/{'u' * 19}…"),
        ({"tiers": TIERS}, "0.30 to 10, 0.2 beyond EUR/sample"),
        ({"tiers": TIERS, "tier_rule": "reached"}, "0.30 to 10, 0.2 beyond EUR/sample for all units"),
        ({"parts": PARTS}, f"1 EUR/box of 0.5 of the samples + 2 EUR/{('mask' * 6)[:19]}…"),
    ],
)
def test_a_price_in_words(fields: dict[str, Any], price: str) -> None:
    """In its currency per unit, of which 20 signs are shown; tiers and parts one after the other."""
    assert price == row_of(placed(**fields))["price"]


@pytest.mark.parametrize(
    ("fields", "head", "shown"),
    [
        ({}, "valid", "always"),
        ({"valid_from": date(2026, 1, 1)}, "valid", "from 2026-01-01"),
        ({"confidential": True}, "valid", "confidential"),
        ({"source": "s" * 48}, "source", "s" * 48),
        ({"source": "s" * 49}, "source", "s" * 47 + "…"),
        ({"source": None}, "source", "no source named"),
        ({}, "layer", "company"),
        ({}, "table", "costs.toml"),
        ({}, "replaces", ""),
    ],
)
def test_what_stands_beside_a_price(fields: dict[str, Any], head: str, shown: str) -> None:
    """Its days, layer, table and source, of which 48 signs are shown."""
    assert shown == row_of(placed(**{"price": Decimal(1), **fields}))[head]


@pytest.mark.parametrize(("task", "shown"), [("t" * 40, "t" * 40), ("t" * 41, "t" * 39 + "…")])
def test_a_task_is_cut_after_40_signs(task: str, shown: str) -> None:
    """The whole name stands in the other forms."""
    assert shown == row_of(placed(task, price=Decimal(1)))["task"]
    assert task == json.loads(as_json(*listed(placed(task, price=Decimal(1)))))["prices"][0]["task"]


def test_what_a_price_replaces() -> None:
    """The price of the layer below, with its layer and table."""
    below = PlacedRow(placed(price=Decimal(2)).row, "manifest", None, "run.yaml:3", chosen="a-list")
    line = PriceLine(TASK, placed(price=Decimal(1)), below, ())
    text = as_text([line], Tables((), ())).decode()
    assert text.splitlines()[1].endswith("  2 EUR/sample, manifest a-list")


@pytest.mark.parametrize(("secret", "said"), [(0, None), (1, "1 row is confidential"), (2, "2 rows are confidential")])
def test_confidential_rows_are_counted(secret: int, said: str | None) -> None:
    """And it is said what the list shows of them."""
    rows = [placed(f"task {number}", price=Decimal(1), confidential=number < secret) for number in range(2)]
    text = as_text(*listed(*rows)).decode()
    ending = ": this list shows what a report for an external audience withholds"
    assert [f"{said}{ending}"] * (said is not None) == [it for it in text.splitlines() if it.endswith(ending)]
    assert secret == json.loads(as_json(*listed(*rows)))["confidential_rows"]


@pytest.mark.parametrize(("day", "when"), [(date(2025, 6, 1), "on 2025-06-01"), (date(2026, 6, 1), None)])
def test_rows_of_other_days_are_said(day: date, when: str | None) -> None:
    """With the place, the task and the days of each."""
    text = as_text(*listed(placed(price=Decimal(1), valid_from=date(2026, 1, 1)), day=day)).decode()
    told = [it for it in text.splitlines() if it.startswith("not valid")]
    assert ([] if when is None else [f"not valid {when}: costs.toml:3, boats, from 2026-01-01"]) == told
    assert (when is not None) == ("none is valid" in text)


@pytest.mark.parametrize(("fields", "said"), [({"valid_from": date(2026, 1, 1)}, True), ({}, False)])
def test_without_a_day_it_is_said_which_row_applies(fields: dict[str, Any], said: bool) -> None:
    """Only where a row has days."""
    text = as_text(*listed(placed(price=Decimal(1), **fields))).decode()
    assert said == ("no day is known: of a table's rows for a task the one that starts last applies" in text)


def test_the_cells_of_a_list() -> None:
    """Names of columns as in a cost table, answers as true and false, a day as its date, and no cell is a formula."""
    row = placed(price=Decimal("1E+2"), confidential=True, valid_from=date(2026, 1, 1), notes="=1+1")
    other = placed("cars", price=Decimal(1), confidential=False)
    heads, *lines = csv.reader(StringIO(as_csv(*listed(row, other, day=date(2026, 2, 1))).decode()))
    first, second = (dict(zip(heads, line, strict=True)) for line in lines)
    assert ("100", "true", "2026-01-01", "costs.toml") == tuple(
        first[it] for it in ("price", "confidential", "valid_from", "table")
    )
    assert ("false", "") == (second["confidential"], second["valid_from"])
    assert not first["notes"].startswith("=")
    assert ["layer", "table", "replaces"] == heads[-3:]
    assert "low" not in heads, "which nobody fills"


def test_tiers_and_parts_have_columns_behind_the_price() -> None:
    """Numbered from one, each with its own fields."""
    heads, line = csv.reader(StringIO(as_csv(*listed(placed(tiers=TIERS))).decode()))
    cells = dict(zip(heads, line, strict=True))
    assert ("10", "0.30", "0.2") == tuple(cells[it] for it in ("tier_1_up_to", "tier_1_price", "tier_2_price"))


def test_the_list_as_json() -> None:
    """Every field with its place, exact; what a sheet has only where the table is a workbook."""
    row = placed(price=Decimal("0.10"), valid_to=date(2026, 12, 31))
    made = json.loads(as_json(*listed(row, day=date(2026, 2, 1), remarks=("a remark",))))
    assert ("reportgen/price-list/1", "2026-02-01", ["a remark"]) == (made["schema"], made["day"], made["remarks"])
    (price,) = made["prices"]
    assert {"task", "applies", "replaces", "expires", "not_valid"} == set(price)
    assert ("2026-12-31", None, []) == (price["expires"], price["replaces"], price["not_valid"])
    applies = price["applies"]
    assert ("company", "costs.toml", "costs.toml:3", 0.1, "Offer 7") == tuple(
        applies[it] for it in ("layer", "table", "where", "price", "source")
    )
    assert "sheet" not in applies
    bare = json.loads(as_json(*listed(placed(price=Decimal(1)))))
    assert (None, "remarks" in bare) == (bare["day"], False)


def test_the_list_as_a_workbook() -> None:
    """One sheet with values and no formula; a column is as wide as its longest text and four signs, at most 60."""
    row = placed(price=Decimal("0.5"), valid_from=date(2026, 1, 1), notes="n" * 70, approved_by="a" * 20)
    page = load_workbook(BytesIO(as_xlsx(*listed(row, day=date(2026, 2, 1)))))["prices"]
    heads = {str(cell.value): cell for cell in page[1]}
    found = dict(zip(heads, page[2], strict=True))
    assert (0.5, "yyyy-mm-dd", "n" * 70) == (
        found["price"].value,
        found["valid_from"].number_format,
        found["notes"].value,
    )
    assert [60, 24, 9] == [
        int(page.column_dimensions[heads[it].column_letter].width)  # type: ignore[union-attr]
        for it in ("notes", "approved_by", "price")
    ]
