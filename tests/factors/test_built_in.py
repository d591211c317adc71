"""The built-in cost tables: all of them load, say what their sources say, and cite them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.factors.built_in import DEFAULT, NAMES, built_in_rows
from reportgen.factors.facts import source
from reportgen.factors.tasks import PUBLISHED

FOLDER = Path(__file__).parents[2] / "reportgen/factors/alternatives"


def test_every_file_has_a_name_to_call_it_by() -> None:
    """No table lies there that nobody can name, and none is named that does not lie there."""
    assert {path.stem for path in FOLDER.iterdir()} == set(NAMES)
    assert DEFAULT in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_row_cites_a_declared_source(name: str) -> None:
    """Price and range each name a source, and low <= price <= high."""
    rows = built_in_rows(name)
    assert rows
    for placed in rows:
        row = placed.row
        assert source(row.source or "").title
        assert (row.low is None) == (placed.range_source is None)
        if row.low is not None and row.high is not None and row.price is not None:
            assert source(placed.range_source or "").title
            assert row.low < row.price < row.high
        assert ("built-in", None) == (placed.layer, placed.file)


@pytest.mark.parametrize("name", NAMES)
def test_a_task_stands_once_in_a_table(name: str) -> None:
    """And like names a built-in task, which the row's own is not."""
    rows = [placed.row for placed in built_in_rows(name)]
    assert len(rows) == len({row.task for row in rows})
    assert all(row.like in PUBLISHED and row.task not in PUBLISHED for row in rows if row.like)


# As the publisher printed it: USD for 1,000 units, first 50,000 units of a month and the next 950,000.
GOOGLE = {
    "classification": (35, 25),
    "object-detection": (63, 49),
    "segmentation": (870, 850),
    "rotated-boxes": (86, 60),
    "polygons": (257, 180),
}


def test_google_s_list_is_the_publishers() -> None:
    """Two tiers, which go on beyond the list's end with a caveat."""
    rows = {placed.row.task: placed for placed in built_in_rows("google-data-labeling-historical")}
    assert set(GOOGLE) == set(rows)
    for task, prices in GOOGLE.items():
        tiers = rows[task].row.tiers
        assert [Decimal(price) / 1000 for price in prices] == [tier.price for tier in tiers]
        assert [Decimal(50000), None] == [tier.up_to for tier in tiers]
        assert (Decimal(1000000), "USD", "list") == (
            rows[task].list_ends,
            rows[task].row.currency,
            rows[task].row.basis,
        )


def test_aws_names_a_range_and_the_price_is_its_middle() -> None:
    """The ends are the publisher's; the middle is ours, and marked as such."""
    ends = {
        "classification": ("0.012", "1.20"),
        "object-detection": ("0.036", "1.20"),
        "segmentation": ("0.84", "1.20"),
    }
    rows = {placed.row.task: placed.row for placed in built_in_rows("aws-ground-truth-public-range")}
    assert set(ends) == set(rows)
    for task, (low, high) in ends.items():
        row = rows[task]
        assert (Decimal(low), Decimal(high)) == (row.low, row.high)
        assert (Decimal(low) + Decimal(high)) / 2 == row.price
        assert ("judgement", "derived") == (row.basis, source(row.source or "").mark)


def test_time_studies_have_seconds_and_no_price() -> None:
    """What an hour costs is the user's to say."""
    rows = [placed.row for placed in built_in_rows("hourly-time-studies")]
    assert [35, 7, 79, 14] == [row.seconds_per_unit for row in rows]
    assert {(None, None, "hour", "object")} == {(row.price, row.currency, row.unit, row.timed_unit) for row in rows}


# USD for a million documents of 600 tokens in and 20 out, worked by hand from the makers' lists.
MILLION_DOCUMENTS = {"gpt-6-luna": 70, "gpt-5-mini": 190, "claude-haiku-4-5": 700, "gpt-6-sol": 1400}


@pytest.mark.parametrize(("model", "usd"), MILLION_DOCUMENTS.items())
def test_labels_by_a_model_are_priced_by_its_tokens(model: str, usd: int) -> None:
    """Input and output apart, the same for every task of text, and half of it in batches."""
    manifest: dict[str, Any] = {"samples_before": 1_000_000, "samples_after": 0, "duration": "PT1H"}
    tokens: dict[str, Any] = {"units_per_sample": {"input_token": 600, "output_token": 20}}
    tables = [f"labels-by-{model}"]
    for task in ("language-modelling", "instruction-tuning", "preference", "retrieval"):
        figures = reportgen.report(task=task, **manifest, **tokens, cost_tables=tables).figures
        assert Decimal(usd) == figures["annotation_savings"].value
    amounts: dict[str, Any] = {"input_token": {"before": 6e8, "after": 0}, "output_token": {"before": 2e7, "after": 0}}
    half = reportgen.report(
        task="retrieval", **manifest, amounts=amounts, cost_tables=tables, settings={"discount": "0.5"}
    ).figures
    assert Decimal(usd) / 2 == half["annotation_savings"].value
