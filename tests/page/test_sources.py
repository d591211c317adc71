"""The list of sources on the page: where each is, its licence, how it was read, or how we came by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.factors.facts import source
from reportgen.locale.language import language_of
from reportgen.page.parts import Table
from tests.figures.runs import FOUR, run
from tests.inputs.runs import load


def listed(folder: Path, text: str) -> dict[str, tuple[str, str]]:
    """What stands below each source's title, and the day it was read, by its title."""
    tables = [
        block
        for section in load(folder, text).page.appendix
        for block in section.blocks
        if isinstance(block, Table) and block.name == "sources"
    ]
    rows = [row for _, rows in tables[0].groups for row in rows]
    return {row.cells[0].text: (row.cells[0].small, row.cells[1].text) for row in rows}


def one(sources: dict[str, tuple[str, str]], beginning: str) -> tuple[str, str]:
    """The one source whose title begins so."""
    (found,) = (said for title, said in sources.items() if title.startswith(beginning))
    return found


def test_a_source_says_where_it_is_its_licence_and_how_it_was_read(tmp_path: Path) -> None:
    """Ember's edition by package and address, under the licence that CO2.js states, with the day and the copy."""
    small, day = one(listed(tmp_path, "grid: {zone: DE}\n"), "Yearly electricity data")
    assert small.startswith("Ember, CO2.js; CO2.js 0.19.0; https://github.com/thegreenwebfoundation/co2.js; ")
    assert "; licence CC BY-SA 4.0; " in small
    assert "data/output/average-intensities.json" in small
    assert "28\u00a0Nov\u00a02026" == day


def test_a_source_that_states_no_licence_says_so(tmp_path: Path) -> None:
    """No licence stated is said of AWS's page, and of no source that states one."""
    sources = listed(tmp_path, "grid: {zone: DE, site: cloud}\n")
    assert "no licence stated" in one(sources, "AWS Cloud")[0]
    assert "no licence stated" not in one(sources, "Yearly electricity data")[0]


def test_a_licence_in_our_words_is_said_in_the_language_of_the_page() -> None:
    """What has no name of a licence is described, and in German that is German; names stay as they are."""
    report = run(FOUR)
    described = {**report.account.sources["lightly-report"], "licence": source("llama-2-card").licence}
    account = replace(report.account, sources={**report.account.sources, "lightly-report": described})
    html = replace(report, account=account, language=language_of("de")).html

    assert "https://www.lightly.ai/report; eigene kommerzielle Lizenz des Modells; " in html
    assert "; Lizenz CC BY-SA 4.0; " in html


def test_what_is_our_own_stands_with_its_derivation_and_no_day(tmp_path: Path) -> None:
    """The ranges of PUE are judgement: marked as our own, not as read in anybody's page."""
    small, day = one(listed(tmp_path, "grid: {zone: DE, site: cloud}\n"), "Plausible ranges of PUE")
    assert small.startswith("reportgen; our own: Cloud: from 1.08")
    assert "" == day


@pytest.mark.parametrize(("zone", "cited"), [("eu-central-1", 1), ("us-east-1", 2), ("DE", 0), ("us-east1", 0)])
def test_a_cloud_region_cites_where_it_is(tmp_path: Path, zone: str, cited: int) -> None:
    """The provider's list, and in the United States how the subregion was found; a zone of its own needs neither."""
    titles = listed(tmp_path, f"grid: {{zone: {zone}}}\n")
    places = ("botocore, partitions.json", "eGRID subregions of the regions")
    assert cited == sum(title.startswith(places) for title in titles)


@pytest.mark.parametrize(
    ("zone", "note"),
    [
        ("eu-central-1", "AWS eu-central-1, counted as Germany 2024, life-cycle"),
        ("East US", "Azure eastus, counted as United States, eGRID SRVC 2023, direct"),
        ("DE", "Germany 2024, life-cycle"),
        ("EU", "European Union 2024, life-cycle"),
        ("us-east1", "Google Cloud, South Carolina 2024, direct"),
    ],
)
def test_the_intensity_says_whose_grid_it_is(tmp_path: Path, zone: str, note: str) -> None:
    """A region says which it is and what it is counted as; a country says itself."""
    assert note == load(tmp_path, f"grid: {{zone: {zone}}}\n").figures["grid_intensity"].note
