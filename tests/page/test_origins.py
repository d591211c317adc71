"""Where a page says what a number follows from, for the links of report.html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, localcontext

import pytest

from reportgen.figures.figure import Figure
from reportgen.page.build import Page
from reportgen.page.parts import Cell, Table
from reportgen.words.said import Said
from tests.figures.runs import all_reports
from tests.page.made_runs import CONFIDENTIAL, licence, report_of, texts_of
from tests.rendering.runs import load_sample


def origins_in(page: Page, table: str) -> Iterator[tuple[str, str]]:
    """Key and basis of each cell of the tables of this name that is an origin."""
    for section in (*page.sections, *page.appendix):
        for block in section.blocks:
            if isinstance(block, Table) and block.name == table:
                found = (cell for _, rows in block.groups for row in rows for cell in row.cells if cell.origin)
                yield from (key_and_basis(cell) for cell in found)


def key_and_basis(cell: Cell) -> tuple[str, str]:
    """The key of its amount, and its basis where the table does not say it."""
    assert cell.amount is not None
    assert cell.origin is not None
    assert cell.amount.key == cell.origin.key
    return cell.origin.key, cell.origin.basis


def test_whatever_a_formula_names_has_a_place() -> None:
    """From every result a reader comes down to what was given; the pieces of its formula are the text on paper."""
    for report in all_reports().values():
        page, ledger = report.page, report.account.ledger
        inputs = {key for name in page.origins for key in ledger[name].inputs if ledger[key].value is not None}
        assert inputs <= page.origins.keys()
        for formula in page.formulas:
            said = [(formula.pieces, formula.numbers or formula.formula)]
            said += [(row.pieces, row.numbers) for row in formula.rows]
            assert [text for _, text in said if _] == ["".join(it for it, _ in pieces) for pieces, _ in said if pieces]


def test_an_input_is_told_once_and_where_it_has_its_source() -> None:
    """In compact a stage's count stands in its own table alone, without the basis that is said beside the others."""
    standard, full = load_sample().page, load_sample(edition="full").page
    stage, price = "stage_removed.near_duplicates", "annotation_price"

    assert (stage, "Stated · manifest") in set(origins_in(standard, "stages"))
    assert (price, "") in set(origins_in(standard, "inputs-compact"))
    assert [] == list(origins_in(full, "stages"))
    assert {(stage, ""), (price, "")} <= set(origins_in(full, "inputs"))


def test_a_result_leads_to_its_formula_and_a_point_to_its_series() -> None:
    """No cell is the origin of a computed figure; of a series each point leads to the row of the first."""
    page = load_sample().page

    assert "net_savings" == page.origins["net_savings"]
    assert "checkpoint_s.yolox_s_3_1" == page.origins["checkpoint_s.yolox_s_3_12"]
    assert set() == {key for key, _ in origins_in(page, "money")}


def test_a_number_at_its_origin_leads_nowhere() -> None:
    """A link to the row that it stands in would open that row below itself."""
    (series,) = (it for it in load_sample().page.appendix[0].blocks if isinstance(it, Table) and it.name == "series")
    rows = [row for _, rows in series.groups for row in rows]
    cells = [(row.inputs, cell.text) for row in rows for cell in row.cells if isinstance(cell.text, Said)]

    assert any("checkpoint_s.yolox_s_3_1" in row.inputs for row in rows)
    assert [] == [key for inputs, text in cells for _, key in text.pieces if key in inputs]


@pytest.mark.parametrize(("edition", "known"), [("brief", False), ("standard", True), ("full", True)])
def test_brief_has_no_place_to_lead_to(edition: str, known: bool) -> None:
    """It has neither formulas nor assumptions."""
    assert known == bool(load_sample(edition=edition).page.origins)


def test_what_is_withheld_leads_nowhere() -> None:
    """Neither a confidential price nor what follows from it has an origin."""
    origins = report_of({"prices": [CONFIDENTIAL]}).page.origins

    assert {"annotation_price", "annotation_savings", "net_savings"} & origins.keys() == set()
    assert "samples_removed" in origins


def test_numbers_of_a_formula_come_in_pieces_with_their_keys() -> None:
    """What is put in for a name has its key, in brackets too where it is below zero, and what is between has none."""
    formulas = {it.key: it.pieces for it in load_sample().page.formulas}
    spent = {it.key: it.pieces for it in report_of(licence(40000)).page.formulas}

    assert (
        ("110,000", ("samples_before",)),
        (" − ", ()),
        ("72,500", ("samples_after",)),
    ) == formulas["samples_removed"]
    assert [("(", ()), ("−2,500.00", ("net_savings",)), (") ÷ ", ())] == list(spent["roi"][:3])
    assert [
        ("checkpoint_s.yolox_s_3_1 to _12", ("checkpoint_s.yolox_s_3_1",)),
        (", ", ()),
        ("checkpoint_accuracy.yolox_s_3_1 to _12", ("checkpoint_accuracy.yolox_s_3_1",)),
    ] == list(formulas["closest_apc.yolox_s_3"][1:4])


def test_a_series_whose_members_stand_apart_leads_to_each() -> None:
    """Prices of tiers, of which each has its own place among the assumptions."""
    tiers = {"task": "detection", "tiers": [{"price": 3, "up_to": 1000}, {"price": 2, "up_to": 50000}, {"price": 1}]}
    formulas = {it.key: it for it in report_of({"prices": [tiers], **licence(500, tiers)}).page.formulas}
    [named] = [keys for text, keys in formulas["break_even_samples"].pieces if "annotation_price_tier_1" in text]

    assert tuple(f"annotation_price_tier_{number}" for number in (1, 2, 3)) == named


def test_an_input_has_the_numbers_of_its_own_sources() -> None:
    """Not that of the price it replaces, which its remark cites, nor what a user's text has in brackets."""
    page = load_sample().page
    found = {
        cell.origin.key: cell.origin.sources
        for section in page.appendix
        for block in section.blocks
        if isinstance(block, Table)
        for _, rows in block.groups
        for row in rows
        for cell in row.cells
        if cell.origin is not None
    }
    sources = next(it for it in page.appendix[0].blocks if isinstance(it, Table) and it.name == "sources")
    contract = [row.head for row in sources.groups[0][1] if row.cells[0].text.startswith("Framework contract")]

    assert contract == [str(number) for number in found["annotation_price"]]


def is_end(text: str, figure: Figure) -> bool:
    """Whether the text has the digits of an end of the figure's range, rounded to as many or with zeros behind."""
    shown = re.sub(r"\D", "", text.partition("/")[0]).strip("0")
    ends = [it for it in (figure.low, figure.high) if it is not None]
    with localcontext(rounding=ROUND_HALF_UP):
        rounded = {
            f"{abs(end):.{more}e}".partition("e")[0] for end in ends for more in range(max(len(shown) - 1, 0), 9)
        }
    return shown in {digits.replace(".", "").rstrip("0") for digits in rounded}


def test_a_number_in_a_sentence_leads_to_the_figure_that_it_is_printed_of() -> None:
    """Of every run's page: each piece with a key has a text that this figure was printed as, or an end of its range."""
    found = 0
    for report in all_reports().values():
        page, ledger = report.page, report.account.ledger
        printed: dict[str, set[str]] = {}
        for it in page.printed:
            printed.setdefault(it.key, set()).add(it.text)
        for text in texts_of((page.first, page.sections, page.caveats)):
            for piece, key in text.pieces if isinstance(text, Said) else ():
                if key:
                    assert any(it.lstrip("−") in piece for it in printed.get(key, ())) or is_end(piece, ledger[key])
                    found += 1
    assert found > 3000
