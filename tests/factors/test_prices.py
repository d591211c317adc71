"""Built-in annotation prices, PUE by site and the names of tasks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.built_in import DEFAULT, built_in_rows
from reportgen.factors.cost_table import PlacedRow
from reportgen.factors.facts import source
from reportgen.factors.pue import SITES, PueChoice, find_pue
from reportgen.factors.storage import storage_energy
from reportgen.factors.tasks import PUBLISHED, UNLABELLED, canonical_task
from reportgen.manifest.cost_row import CostRow


@pytest.mark.parametrize(
    ("task", "low", "price", "high"),
    [
        ("classification", "0.01", "0.30", "0.50"),
        ("object-detection", "0.25", "1.20", "5"),
        ("segmentation", "0.50", "6.00", "30"),
    ],
)
def test_builtin_prices_are_the_founding_documents(task: str, low: str, price: str, high: str) -> None:
    """Per sample, in USD, from the literature, with a range that is marked as judgement."""
    row = CostRow(
        task=task,
        unit="sample",
        price=Decimal(price),
        currency="USD",
        low=Decimal(low),
        high=Decimal(high),
        basis="literature",
        source="lightly-report",
    )
    expected = PlacedRow(row, "built-in", None, "built-in prices", range_source="price-ranges-judgement")
    assert [expected] == [placed for placed in built_in_rows(DEFAULT) if placed.row.task == task]
    assert "derived" == source("price-ranges-judgement").mark


def test_the_default_table_prices_the_built_in_tasks_and_no_others() -> None:
    """An invented task must bring its price."""
    assert PUBLISHED == tuple(placed.row.task for placed in built_in_rows(DEFAULT))


def test_pue_of_a_cloud() -> None:
    """AWS's global average, with the range of clouds."""
    expected = PueChoice(
        site="cloud",
        value=Decimal("1.14"),
        low=Decimal("1.08"),
        high=Decimal("1.4"),
        source="aws-pue",
        range_source="pue-ranges",
        chosen="exact",
    )
    assert expected == find_pue("cloud")


def test_without_a_site_the_pue_of_on_premises_applies_as_a_fallback() -> None:
    """Not knowing the site gives the survey's average and says so."""
    found = find_pue(None)
    assert ("on-premises", Decimal("1.54"), Decimal("1.3"), Decimal("2.0")) == (
        found.site,
        found.value,
        found.low,
        found.high,
    )
    assert ("uptime-2025", "fallback") == (found.source, found.chosen)
    assert "exact" == find_pue("on-premises").chosen


def test_an_unknown_site_is_an_error() -> None:
    """Only the two kinds of site exist."""
    assert ("cloud", "on-premises") == SITES
    with pytest.raises(KeyError):
        find_pue("garage")


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("classification", "classification"),
        ("Image Classification", "classification"),
        ("cls", "classification"),
        ("OBJECT_DETECTION", "object-detection"),
        ("detection", "object-detection"),
        ("object detection", "object-detection"),
        ("od", "object-detection"),
        ("bbox", "object-detection"),
        ("semantic_segmentation", "segmentation"),
        ("Instance-Segmentation", "segmentation"),
        (" seg ", "segmentation"),
    ],
)
def test_tasks_go_by_several_names(text: str, task: str) -> None:
    """Case, spaces and underscores do not matter."""
    assert task == canonical_task(text)


def test_nobody_labels_the_data_of_a_language_model() -> None:
    """Of the built-in tasks it is the only one."""
    assert ("language-modelling",) == UNLABELLED


def test_an_unknown_task_has_no_canonical_name() -> None:
    """It may be a company's own; nothing is guessed."""
    assert canonical_task("pose-estimation") is None
    assert canonical_task("") is None


def test_the_energy_of_storage_cites_the_value_and_its_coefficient() -> None:
    """0.65 Wh in an hour of a terabyte on hard disks in 3 copies; at least one of them, at most 6 of 1.2 Wh on SSDs."""
    found = storage_energy()
    hours, wh_a_terabyte = 8760, (Decimal("0.65") * 3, Decimal("0.65"), Decimal("1.2") * 6)
    assert [wh * hours / 10**6 for wh in wh_a_terabyte] == [found.value, found.low, found.high]
    assert ("storage-energy", "ccf-storage") == found.sources
