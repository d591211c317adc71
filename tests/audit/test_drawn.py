"""Quantiles and turning points of a report are made again, and one that is not what follows is found."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from reportgen.audit.drawn import range_differences
from reportgen.audit.verify import verify
from reportgen.figures.draws import draw
from reportgen.files.json_text import loads
from reportgen.rendering.report import Report
from tests.audit.reports import as_json, made_of
from tests.rendering.runs import load_sample


@cache
def made() -> Report:
    """The sample's report with its ranges drawn."""
    return load_sample(ranges="all")


def found(change: Any) -> list[str]:
    """What verify says of the report after the change."""
    values = deepcopy(loads(made().json))
    change(values)
    return [str(it) for it in verify(as_json(values, digest=True), "report.json").differences]


def test_a_report_with_ranges_is_consistent() -> None:
    """As JSON, and as a page that carries its inputs."""
    assert () == verify(made().json, "report.json").differences
    assert () == verify(made().html.encode(), "report.html").differences
    assert draw(made().figures) == made().account.draws


def set_in(*path: Any) -> Any:
    """A change that puts the last of these at the place that the others name."""
    *way, last, value = path

    def change(values: Any) -> None:
        for key in way:
            values = values[key]
        values[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (set_in("quantiles", "figures", "net_savings", "p95", 50000), "quantiles.figures.net_savings.p95"),
        (set_in("quantiles", "figures", "net_savings", "below_zero", 1), "quantiles.figures.net_savings.below_zero"),
        (set_in("quantiles", "figures", "samples_before", {"p5": 1}), "quantiles.figures.samples_before"),
        (set_in("quantiles", "seed", 2), "quantiles.figures.annotation_cost_before"),
        (set_in("quantiles", "n", 1000), "quantiles.figures.annotation_cost_before"),
        (set_in("quantiles", "ranges", "no-judgement"), ""),
        (set_in("quantiles", "drawn", ["annotation_price"]), "quantiles.drawn"),
        (set_in("turning_points", "net_savings", 0, "value", 1), "turning_points.net_savings"),
        (set_in("turning_points", "net_savings", []), "turning_points.net_savings"),
        (set_in("quantiles", "n", 10**9), "$.quantiles and $.turning_points are not such"),
        (set_in("quantiles", "n", 0), "$.quantiles and $.turning_points are not such"),
        (set_in("quantiles", "seed", -1), "$.quantiles and $.turning_points are not such"),
        (set_in("quantiles", "seed", 2**63), "$.quantiles and $.turning_points are not such"),
        (set_in("quantiles", "seed", "1"), "$.quantiles and $.turning_points are not such"),
        (set_in("quantiles", "ranges", "some"), "$.quantiles and $.turning_points are not such"),
        (set_in("quantiles", []), "$.quantiles and $.turning_points are not such"),
        (lambda values: values.pop("turning_points"), "$.quantiles and $.turning_points are not such"),
    ],
)
def test_a_change_is_found(change: Any, where: str) -> None:
    """Whatever of it is stated otherwise, a number of draws that would take for ever among it.

    Of the sample no drawn range is a judgement, so that leaving these out changes nothing.
    """
    differences = found(change)
    assert bool(where) == bool(differences)
    assert all(where in line for line in differences[:1])


@pytest.mark.parametrize(("seed", "is_one"), [(0, True), (2**63 - 1, True), (2**63, False), (-1, False)])
def test_a_seed_has_64_bits_with_its_sign(seed: int, is_one: bool) -> None:
    """Of a report without figures, in which nothing is drawn."""
    said = {"n": Decimal(1), "seed": Decimal(seed), "ranges": "all"}
    made = made_of({"figures": {}, "quantiles": said, "turning_points": {}})
    told = [str(it) for it in range_differences(made, {})]
    assert is_one == (not any("are not such as reportgen makes them" in it for it in told))
