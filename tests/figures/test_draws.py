"""How likely a figure is where: quantiles by hand, from the shape that a leaf is drawn from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import numpy as np
import pytest

from reportgen.figures.draws import ALL, COUNT, NO_JUDGEMENT, draw
from reportgen.figures.expression import Name, max_
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from tests.figures.runs import FOUR, ROUND, report_of, run

# 400 labels at 1 to 2 to 5 EUR; training avoided for 96 EUR, filtering for 10 + 150 + 536 EUR: 400 x price - 600.
RANGED: dict[str, Any] = {
    **ROUND,
    "prices": [{"task": "segmentation", "price": 2, "low": 1, "high": 5}],
    "energy": [{"kwh": 2, "low": 1, "high": 4}],
    "costs": {**ROUND["costs"], "licence": 536},
}


def near(expected: float, share: float = 0.005) -> Any:
    """About so much: 100,000 draws tell a quantile to half a percent."""
    return pytest.approx(expected, rel=share)


def test_quantiles_by_hand() -> None:
    """1 + sqrt(0.1) = 1.316, 2 and 5 - 3 sqrt(0.1) = 4.051 EUR, 400 times each; 12.5 % lie below 1 + sqrt(0.25)."""
    draws = draw(run(RANGED).figures)
    price = draws.figures["annotation_savings"]
    assert (near(526.5), near(800), near(1620.5)) == tuple(map(float, (price.p5, price.p50, price.p95)))
    assert 0 == price.below_zero
    net = draws.figures["net_savings"]
    assert (near(-73.5, 0.02), near(200, 0.02), near(1020.5)) == tuple(map(float, (net.p5, net.p50, net.p95)))
    assert near(0.125, 0.03) == float(net.below_zero)


def test_what_it_was_drawn_from_is_told() -> None:
    """The number of draws, the seed and the leaves; the figures are those that a drawn leaf moves."""
    draws = draw(run(RANGED).figures)
    assert (100_000, 1, ALL) == (draws.n, draws.seed, draws.ranges)
    assert ("annotation_price", "energy.record") == draws.drawn
    assert "removed_share" not in draws.figures
    assert "filtering_co2" in draws.figures


def test_quantiles_lie_within_the_corners() -> None:
    """Of every figure of a run with many ranges, in their order; the corners are the ends of all draws."""
    figures = run(RANGED).figures
    for key, found in draw(figures).figures.items():
        low, high = figures[key].low, figures[key].high
        assert low is not None
        assert high is not None
        little = abs(high - low) * Decimal("1e-5")
        assert low - little <= found.p5 <= found.p50 <= found.p95 <= high + little


def test_a_shared_leaf_is_the_same_on_both_sides() -> None:
    """Avoided and spent energy share the PUE: their difference over it is one number in all draws."""
    manifest = {**RANGED, "energy": [{"kwh": 2}], "prices": [{"task": "segmentation", "price": 2}]}
    figures = dict(run(manifest).figures)
    figures["pue"] = replace(figures["pue"], low=Decimal("1.1"), high=Decimal(2))
    found = draw(figures).figures["net_co2_savings"]
    ratio = figures["net_co2_savings"].value
    assert ratio is not None
    assert near(float(ratio), 0.02) == float(found.p50)
    widths = [float(it) / float(ratio) for it in (found.p5, found.p95)]
    pues = [(1.1 + 0.1 * np.sqrt(0.1)) / 1.2, (2 - 0.8 * np.sqrt(0.1)) / 1.2]
    assert [near(it, 0.01) for it in pues] == sorted(widths, key=abs)


def test_the_same_seed_gives_the_same() -> None:
    """And another seed or another count gives others; the draws of a leaf do not depend on other leaves."""
    figures = run(RANGED).figures
    assert draw(figures) == draw(figures)
    assert draw(figures).figures["net_savings"] != draw(figures, seed=2).figures["net_savings"]
    assert draw(figures).figures["net_savings"] != draw(figures, n=1000).figures["net_savings"]
    alone = run({**RANGED, "energy": [{"kwh": 2, "low": 2, "high": 2}]})
    assert draw(figures).figures["net_savings"] == draw(alone.figures).figures["net_savings"]


def test_few_draws_by_rank() -> None:
    """Of 20 draws these are the first, tenth and nineteenth in order; of two the first, the first, the second."""
    figures = run(RANGED).figures
    twenty, two = draw(figures, n=20).figures["net_savings"], draw(figures, n=2).figures["net_savings"]
    assert twenty.p5 < twenty.p50 < twenty.p95
    assert two.p5 == two.p50 < two.p95


def test_anybody_can_draw_a_leaf_again() -> None:
    """PCG64 from the first 16 bytes of the SHA-256 of seed and key; the quantile is that by rank, in six digits."""
    price = run(RANGED).figures["annotation_price"]
    for seed, n in ((1, 100_000), (7, 1000)):
        start = int(sha256(f"{seed} annotation_price".encode()).hexdigest()[:32], 16)
        dice = np.sort(np.random.Generator(np.random.PCG64(start)).random(n))
        # from 1 over 2 to 5 EUR: two triangles of half of the draws each
        prices = np.where(dice < 0.5, 1 + np.sqrt(2 * dice), 5 - 3 * np.sqrt(2 - 2 * dice))
        found = draw({"annotation_price": price, "y": over_price(price)}, n=n, seed=seed).figures["y"]
        expected = [Decimal(f"{prices[n * percent // 100 - 1]:.6g}") for percent in (5, 50, 95)]
        assert expected == [found.p5, found.p50, found.p95]


def over_price(price: Figure) -> Figure:
    """The same as the price."""
    ledger = Ledger()
    ledger.add(price)
    return ledger.compute("y", Name("annotation_price") * 1, "EUR", "y")


def test_zero_is_not_below_zero() -> None:
    """Of a saving that is nothing in half of the draws none lies below."""
    ledger = Ledger()
    ledger.add(Figure("a", "A", Decimal(0), "1", low=Decimal(-1), high=Decimal(1), basis="stated"))
    ledger.compute("saved", max_(Name("a"), 0), "1", "Saved")
    found = draw(ledger, n=1000).figures["saved"]
    assert (Decimal(0), Decimal(0)) == (found.p5, found.below_zero)


def test_ranges_that_are_a_judgement_can_be_left_out() -> None:
    """Four lines have the built-in ranges of price and PUE alone, which are ours; those of a contract are none."""
    four = run(FOUR).figures
    assert ("annotation_price", "pue") == draw(four).judgement == draw(four).drawn
    held = draw(four, NO_JUDGEMENT)
    assert ((), {}) == (held.drawn, held.figures)
    assert ("annotation_price", "pue") == held.judgement
    own = draw(run(RANGED).figures, NO_JUDGEMENT)
    assert (("annotation_price", "energy.record"), ()) == (own.drawn, own.judgement)


def test_a_range_on_the_basis_of_a_judgement_is_one() -> None:
    """Whoever gives it."""
    figures = dict(run(RANGED).figures)
    figures["annotation_price"] = replace(figures["annotation_price"], basis="judgement")
    assert ("annotation_price",) == draw(figures).judgement


def test_a_range_of_no_width_is_not_drawn() -> None:
    """Nothing moves there."""
    same = {"task": "segmentation", "price": 2, "low": 2, "high": 2}
    assert "annotation_price" not in draw(run({**RANGED, "prices": [same]}).figures).drawn


def test_what_a_procedure_moves_is_not_told() -> None:
    """The tier that is reached moves with the samples, which no formula says: cost and savings have no quantiles."""
    figures = report_of("a tier that is reached by samples in part labelled").figures
    assert figures["annotation_cost_after"].procedure
    assert figures["annotation_savings"].has_range
    found = draw(figures).figures
    assert {"annotation_cost_after", "annotation_savings", "net_savings"}.isdisjoint(found)
    assert "samples_to_label_after" in found


@pytest.mark.parametrize(
    ("inputs", "ends", "told"),
    [
        (("moved",), None, False),
        (("still",), None, True),
        (("still",), (2, 4), False),
        (("still",), (3, 3), True),
        (("moved_twice",), None, False),
    ],
)
def test_a_procedure_hides_what_rests_on_it_where_it_moves(
    inputs: tuple[str, ...], ends: tuple[int, int] | None, *, told: bool
) -> None:
    """With a leaf that is drawn, through formulas too, or within a range of its own; else what rests on it is told."""
    ledger = Ledger()
    ledger.add(Figure("moved", "Moved", Decimal(2), "1", low=Decimal(1), high=Decimal(4), basis="stated"))
    ledger.add(Figure("still", "Still", Decimal(2), "1", basis="stated"))
    ledger.compute("moved_twice", 2 * Name("moved"), "1", "Moved twice")
    low, high = map(Decimal, ends) if ends else (None, None)
    ledger.add(Figure("steps", "Steps", Decimal(3), "1", low=low, high=high, inputs=inputs, procedure="steps/1"))
    ledger.compute("whole", Name("moved") * Name("steps"), "1", "Whole")
    ledger.compute("half", Name("whole") / 2, "1", "Half")
    draws = draw(ledger, n=20)
    assert ("moved",) == draws.drawn
    assert {"moved_twice"} | ({"whole", "half"} if told else set()) == set(draws.figures)


def test_what_rests_on_a_procedure_and_on_a_range_is_not_told() -> None:
    """Of a net of both no quantile would be right, though the cost of filtering has its own."""
    figures = dict(report_of("a tier that is reached by samples in part labelled").figures)
    rate = figures["hourly_rate"]
    assert rate.value is not None
    figures["hourly_rate"] = replace(rate, low=rate.value / 2, high=rate.value * 2)
    found = draw(figures).figures
    assert "filtering_cost" in found
    assert "net_savings" not in found


def test_what_may_be_divided_by_zero_is_not_told() -> None:
    """A factor of which half the draws are zero gives no quantile of its quotient."""
    figures = dict(run(RANGED).figures)
    zero = figures["filtering_cost"]
    assert "roi" in draw(figures).figures
    figures["licence"] = replace(figures["licence"], low=Decimal(-160), high=Decimal(536), value=Decimal(-160))
    assert zero.value is not None
    assert "roi" not in draw(figures).figures
    assert "net_savings" in draw(figures).figures


def test_unknown_ranges_are_refused() -> None:
    """A misspelt choice is an error."""
    with pytest.raises(ValueError, match="unknown ranges 'some': one of all, no-judgement"):
        draw({}, "some")


def test_nothing_to_draw_from() -> None:
    """A ledger without ranges gives none, and is told to have none."""
    assert ((), {}, COUNT) == ((empty := draw({})).drawn, empty.figures, empty.n)
