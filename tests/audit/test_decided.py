"""What a report says decides its figures is held against its formulas, even where the digest fits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from reportgen.audit.verify import verify
from tests.audit.reports import as_json, values


def differences(change: Callable[[Any], object]) -> list[str]:
    """What verify says of the sample with its influences changed so, and a digest that fits."""
    changed = values()
    change(changed["influences"])
    return [str(it) for it in verify(as_json(changed, digest=True), "report.json").differences]


def test_what_decides_the_sample_is_what_a_calculator_says() -> None:
    """37,500 labels at 0.95, from 0.85 to 1.10: 3,750 less and 5,625 more."""
    [first, *_] = values()["influences"]["net_savings"]
    assert {"leaf": "annotation_price", "at_low": Decimal(-3750), "at_high": Decimal(5625)} == first
    assert [] == differences(lambda _: None)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["net_savings"][0].update(at_low=Decimal("-3750.000001")),
        lambda it: it["net_savings"][0].update(at_high=Decimal(-5625)),
        lambda it: it["net_savings"][0].update(leaf="pue"),
        lambda it: it["net_savings"][0].update(at_low="x"),
        lambda it: it["net_savings"][0].update(more=Decimal(1)),
        lambda it: it["net_savings"].pop(),
        lambda it: it["net_savings"].append(dict(it["net_savings"][0])),
        lambda it: it["net_savings"].insert(0, None),
        lambda it: it.pop("net_savings"),
        lambda it: it.update(net_savings="x"),
    ],
)
def test_a_change_is_told_of_the_figure(change: Callable[[Any], object]) -> None:
    """A number, a leaf, an entry more or fewer, or none at all: one line, with what follows."""
    [line] = differences(change)
    assert line.startswith("net_savings: what decides it is stated as ")
    assert '"annotation_price", -3750, 5625' in line


def test_a_number_is_held_to_twelve_digits() -> None:
    """Another library may round the last of thirty-four digits otherwise."""
    assert [] == differences(lambda it: it["net_savings"][0].update(at_low=Decimal("-3750.0000000000001")))


@pytest.mark.parametrize("key", ["samples_removed", "no_figure"])
def test_of_a_figure_that_nothing_is_said_of_no_influence_stands(key: str) -> None:
    """A key beside those that a report lists, which is no figure or one that is not listed."""
    expected = [f'report.json: $.influences names "{key}", of which it says nothing']
    assert expected == differences(lambda it: it.update({key: []}))
