"""Every leaf is of a kind, used by a run and shown where it is said to stand."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import pytest

from reportgen.figures.figure import COMPUTED
from reportgen.figures.units import is_unit
from reportgen.generate import load
from reportgen.inputs.audience import EXTERNAL, INTERNAL, for_audience
from reportgen.inputs.keys import CHARTS, GROUPS, JSON_ALONE, KINDS, TABLES, is_term, kind_of, place_of
from reportgen.manifest.cost_row import CostRow
from reportgen.page.parts import Table
from reportgen.rendering.report import Report
from tests.figures.runs import SAMPLES, all_reports

# Fields of a cost row that say of what, where and when it is a price, and no term of it; low and high are its range.
NO_TERMS = {
    *("task", "unit", "tier_counts", "tier_period", "tier_rule", "timed_unit", "currency", "basis", "source"),
    *("retrieved", "valid_from", "valid_to", "tax_included", "approved_by", "like", "confidential", "low", "high"),
    "notes",
}
# The leaf of a term, where it has another name.
LEAF_OF = {"price": "annotation_price", "tiers": "annotation_price_tier", "parts": "annotation_price"}


@cache
def reports() -> dict[str, Report]:
    return all_reports()


def name_of(key: str) -> str:
    """The name of the kind of a leaf's key."""
    stem = key.partition(".")[0]
    return stem if stem in KINDS else stem.rpartition("_")[0]


@cache
def used() -> frozenset[str]:
    """The kinds of which some run has a value."""
    return frozenset(
        name_of(key)
        for report in reports().values()
        for key, figure in report.figures.items()
        if figure.value is not None and kind_of(key) is not None
    )


@cache
def printed() -> frozenset[str]:
    """The kinds of which some page prints a value."""
    return frozenset(
        name_of(it.key)
        for report in reports().values()
        for it in replace(report, edition="full").page.printed
        if kind_of(it.key) is not None
    )


def test_every_kind_is_used_by_a_run() -> None:
    """A leaf that no run has could be anything."""
    assert set(KINDS) == used()


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_in_a_unit_of_the_house(name: str) -> None:
    """A number, a count or an amount with its unit, of a currency, a priced unit and a use of a model too."""
    unit = KINDS[name].unit
    for per in ("hour", "inference"):
        assert any(is_unit(unit.format(currency="EUR", unit=priced, per=per)) for priced in ("sample", "object"))


def test_every_leaf_is_of_a_kind() -> None:
    """What an input gives, with a value or without, is a leaf that is listed, under a form of key that its kind has."""
    strangers = {
        key
        for report in reports().values()
        for key, figure in report.figures.items()
        if (figure.basis != COMPUTED or figure.layer is not None) and kind_of(key) is None
    }

    assert set() == strangers


def test_every_leaf_is_shown_where_it_is_said_to_stand() -> None:
    """A page prints all leaves but those that stand in report.json alone; what charts draw stands in series too."""
    on_pages = {name for name, kind in KINDS.items() if kind.place != JSON_ALONE}

    assert on_pages == printed()
    assert {*GROUPS, TABLES, CHARTS, JSON_ALONE} == {kind.place for kind in KINDS.values()}


def test_where_leaves_stand_is_said_in_words() -> None:
    """As the page names its groups of assumptions, and docs/figures.md the other places."""
    groups = {"Data", "Costs", "Energy and CO2", "Models"}
    assert {*groups, "tables of its own", "charts", "report.json alone"} == {str(it.place) for it in KINDS.values()}


@pytest.mark.parametrize("name", reports())
def test_no_assumption_is_left_out(name: str) -> None:
    """The table of assumptions has every leaf with a value that stands in a group, twelve of a kind at most.

    In the standard edition there are two in a row: a blank cell stands for none. What the manifest states of stages and
    models stands in the tables of its body alone.
    """
    report = reports()[name]
    counted = {}
    for edition in ("standard", "full"):
        section = next(it for it in replace(report, edition=edition).page.appendix if it.anchor == "assumptions")
        table = section.blocks[0]
        assert isinstance(table, Table)
        rows = [row for _, rows in table.groups for row in rows]
        counted[edition] = len(rows) + (edition == "standard") * sum(bool(row.cells[1].text) for row in rows)
    counts: dict[str, int] = {}
    for key, figure in report.figures.items():
        if figure.value is not None and figure.basis != COMPUTED and place_of(key) in GROUPS:
            kind = name_of(key) if "." in key else key
            counts[kind] = min(counts.get(kind, 0) + 1, 12)

    of_body = [
        figure
        for key, figure in report.figures.items()
        if name_of(key) in ("stage_removed", "stage_duration", "accuracy", "consumption_wh", "model_cost")
        and (figure.basis, figure.layer) == ("stated", "manifest")
    ]

    assert sum(counts.values()) == counted["full"]
    assert sum(counts.values()) - len(of_body) == counted["standard"]


def test_every_term_of_a_row_is_a_term_of_a_price() -> None:
    """A field of a cost row is a term, whose leaf an external audience does not see, or is named as none."""
    terms = {field.name for field in fields(CostRow)} - NO_TERMS

    assert {} == {term: kind for term in terms if not (kind := KINDS[LEAF_OF.get(term, term)]).is_term}


@pytest.mark.parametrize("name", reports())
def test_what_a_row_gives_is_a_term(name: str) -> None:
    """A leaf whose source is the row of a price or a rate is a term, in every run."""
    given = {
        key
        for key, figure in reports()[name].figures.items()
        if any(source.startswith(("price.", "rate.")) for source in figure.sources)
    }

    assert {key for key in given if (kind := kind_of(key)) is None or not kind.is_term} == set()


def test_an_external_audience_sees_no_term() -> None:
    """Under a confidential row no term keeps a value, nor do the objects of a sample by which it alone is priced."""
    whole = load(SAMPLES / "caveats" / "confidential.yaml", audience=INTERNAL).account
    terms = {key for key in whole.ledger if whole.ledger.known(key) and is_term(key)}
    shown = for_audience(whole, EXTERNAL).ledger

    assert {"annotation_price", "seconds_per_unit"} <= terms
    assert set() == {key for key in terms if key in shown and shown.known(key)}
