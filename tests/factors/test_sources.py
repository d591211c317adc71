"""Every built-in fact says where it comes from, and every declared source is well formed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reportgen.factors import facts
from reportgen.factors.built_in import NAMES
from reportgen.factors.facts import load, source, sources
from reportgen.locale.language import language_of
from reportgen.words.message import Message

PRICES = tuple(f"alternatives/{name}" for name in NAMES)
TABLES = (
    "grid",
    "grid_egrid",
    "grid_regions",
    "cloud_regions",
    "pue",
    "presets",
    "trainings",
    "meters",
    "cpu_power",
    "boards",
    "cpus",
    "rated_power",
    "storage",
    "equivalences",
    "embodied",
    *PRICES,
)

# Cited by the texts of the page, which stand beside figures and not in a table of numbers.
CITED_IN_TEXTS = {
    "apc-2020",
    "datacomp",
    "hoffmann-2022",
    "kaplan-2020",
    "patterson-2022",
    "pruning-random",
    "sci-1-1",
    "semdedup",
    "usual-electricity-price",
}


def rows(table: str) -> list[dict[str, Any]]:
    loaded = load(table)
    if table in PRICES:
        return list(loaded["prices"])
    extra = ("utilisation", "power", "grid", "tolerance", "machine", "socket", "lifetime")
    return [*loaded["row"], *(loaded[name] for name in extra if name in loaded)]


def cited(row: dict[str, Any]) -> set[str]:
    return {value for key, value in row.items() if key == "source" or key.endswith("_source")}


def numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner)
    elif not isinstance(value, str):
        yield value


@pytest.mark.parametrize("table", TABLES)
def test_every_row_cites_declared_sources(table: str) -> None:
    """A row without a source, or with one that sources.toml does not declare, fails."""
    for row in rows(table):
        assert cited(row), row
        assert set() == cited(row) - set(sources()), row


def test_no_source_is_declared_in_vain() -> None:
    """A source is cited by a row or stands in the list of those that texts cite, and never in neither."""
    by_rows = {id_ for table in TABLES for row in rows(table) for id_ in cited(row)}
    assert set(sources()) == by_rows | CITED_IN_TEXTS
    assert set() == by_rows & CITED_IN_TEXTS


@pytest.mark.parametrize("table", [*TABLES, "tasks"])
def test_no_number_is_a_float(table: str) -> None:
    """Numbers with a point arrive as Decimal, digit by digit."""
    assert set() == {type(number) for number in numbers(dict(load(table)))} & {float}


def test_sources_are_well_formed() -> None:
    """Marks are of the three known kinds, dates are ISO dates, addresses are https."""
    for declared in sources().values():
        assert declared.title
        assert declared.publisher
        assert declared.mark in {"seen", "secondary", "derived"}
        assert declared.url is None or declared.url.startswith("https://")
        if declared.retrieved is not None:
            assert declared.retrieved == date.fromisoformat(declared.retrieved).isoformat()


def test_every_source_can_be_found_and_says_how_it_was_read() -> None:
    """A locator, a licence or that none is stated, the day and the copy: a source of others has all four."""
    for declared in sources().values():
        if declared.mark != "derived":
            assert declared.url or declared.document, declared
            assert declared.licence, declared
            assert declared.retrieved, declared
            assert declared.read_through, declared
            assert declared.derivation is None, declared


def test_what_is_our_own_says_how_it_was_come_by() -> None:
    """Our judgement and arithmetic have a derivation, and nothing that would make them look like somebody else's."""
    own = [declared for declared in sources().values() if declared.mark == "derived"]
    assert own
    for declared in own:
        assert declared.derivation, declared
        assert "reportgen" == declared.publisher
        others = (declared.url, declared.document, declared.retrieved, declared.licence, declared.read_through)
        assert [None] * 5 == list(others), declared


def test_what_is_shared_alike_is_marked_in_the_licences_of_the_data() -> None:
    """The file beside the tables names every source under CC BY-SA, and the tables that hold its numbers."""
    text = (Path(facts.__file__).parent / "DATA-LICENCES.txt").read_text(encoding="utf-8")
    shared = [declared for declared in sources().values() if "BY-SA" in (declared.licence or "")]
    assert ["ember-co2js"] == [declared.id for declared in shared]
    tables = [table for table in TABLES if any("ember-co2js" in cited(row) for row in rows(table))]
    assert ["grid"] == tables
    assert [] == [word for word in ("ember-co2js", "grid.toml", "CC BY-SA 4.0", "Ember") if word not in text]


def test_an_unknown_source_is_an_error() -> None:
    """Nothing is cited that nobody declared."""
    with pytest.raises(KeyError):
        source("hearsay")


def test_a_source_is_found_by_its_id() -> None:
    """The founding document carries its title and address."""
    lightly = source("lightly-report")
    assert "Interpreting the Report" == lightly.title
    assert "https://www.lightly.ai/report" == lightly.url


def test_a_licence_is_a_name_or_said_in_our_words() -> None:
    """Names are the same in every language; what we say of a licence that has none is a text for catalogues."""
    licences = {declared.licence for declared in sources().values() if declared.licence is not None}
    remarks = {licence for licence in licences if isinstance(licence, Message)}

    assert licences - remarks == {
        *("none stated", "MIT", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "AGPL-3.0", "CC BY 4.0", "CC BY-SA 4.0"),
        *("Llama 3.1 Community License", "Llama 4 Community License"),
    }
    assert {
        "MIT für den Code, eigene Lizenzvereinbarung für das Modell",
        "eigene kommerzielle Lizenz des Modells",
    } == {language_of("de").translated(remark) for remark in remarks}
