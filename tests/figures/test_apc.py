"""APC and APEC against the author's code, by hand, and as arrays."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.figures import apc_arrays
from reportgen.figures.apc import apc, apec, cost_in_cents, mean, weighted_consumption
from reportgen.figures.apc_arrays import apc_array, closest_apc_array
from reportgen.figures.ttcapc import Grid, closest_apc
from reportgen.precision import working_precision
from tests.figures import author

PAIRS = 10_000
SHARES = st.decimals(0, 1, places=6)
AMOUNTS = st.decimals(0, 10_000, places=6)


def drawn(seed: int) -> tuple[Any, Any, Any, Any]:
    """Consumption, accuracy, alpha and beta, 10,000 of each, the first of them at the ends of what they may be."""
    rng = np.random.default_rng(seed)
    energy = 10.0 ** rng.uniform(-6, 4, PAIRS)
    accuracy, alpha, beta = rng.uniform(0, 1, PAIRS), rng.uniform(0, 1, PAIRS), 10.0 ** rng.uniform(-2, 3, PAIRS)
    energy[:4], accuracy[:4], alpha[:4], beta[:4] = (0, 0, 7, 7), (0, 1, 0, 1), (0, 0, 1, 1), (0, 1, 1, 0)
    return energy, accuracy, alpha, beta


def test_scores_are_those_of_the_author() -> None:
    """Over 10,000 pairs with weights of all sizes, in decimals, his floats agree to twelve digits."""
    for energy, accuracy, alpha, beta in zip(*drawn(1), strict=True):
        exact = [Decimal(float(value)) for value in (energy, accuracy, alpha, beta)]
        with working_precision():
            ours = [float(weighted_consumption(*exact[:3])), float(apc(*exact)), float(apec(*exact))]
        theirs = [
            author.modified_consumption(energy, accuracy, alpha),
            author.accuracy_per_consumption(energy, accuracy, alpha, beta),
            author.accuracy_per_energy_cost(energy, accuracy, alpha, beta),
        ]
        assert theirs == pytest.approx(ours, rel=1e-12, abs=1e-300)


def test_arrays_are_those_of_the_author() -> None:
    """The same 10,000 pairs as arrays, for the author's weights of inference and of hours."""
    energy, accuracy, _, _ = drawn(2)
    for alpha, beta in ((0.1, 1.0), (0.1, 0.1), (0.0, 50.0), (0.5, 1000.0)):
        theirs = [author.accuracy_per_consumption(e, a, alpha, beta) for e, a in zip(energy, accuracy, strict=True)]
        np.testing.assert_allclose(apc_array(energy, accuracy, alpha, beta), theirs, rtol=1e-14)


@pytest.mark.parametrize(
    ("consumption", "accuracy", "alpha", "beta", "expected"),
    [
        ("10", "1", "0.1", "1", "0.5"),
        ("0", "0.42", "0.1", "1", "0.42"),
        ("1000", "1", "0", "1", "1"),
        ("7", "0", "0.1", "1", "0"),
        # 3 * (0.75 * 0.2 + 0.25) = 1.2; 0.8 / (5 * 1.2 + 1)
        ("3", "0.8", "0.25", "5", "0.1142857143"),
        ("10.4", "0.9056", "0.1", "0.1", "0.7595031829"),
        ("8.88", "0.9454", "0.1", "0.1", "0.8348372295"),
    ],
)
def test_scores_by_hand(consumption: str, accuracy: str, alpha: str, beta: str, expected: str) -> None:
    """Published scores and those that can be worked in the head, to ten digits."""
    with working_precision():
        score = apc(*map(Decimal, (consumption, accuracy, alpha, beta)))
    assert Decimal(expected) == round(score, 10)


def test_a_price_gives_the_published_cost() -> None:
    """10.4 Wh at 0.0305 EUR per kWh are 0.03172 cents, as the author's 0.00305 cents per Wh."""
    with working_precision():
        cost = cost_in_cents(Decimal("10.4"), Decimal("0.0305"))
        score = apec(cost, Decimal("0.9056"), Decimal("0.1"), Decimal(50))
    assert Decimal("0.03172") == cost
    assert "0.7001990248" == f"{score:.10f}"


def test_the_mean_of_scores_is_not_the_score_of_means() -> None:
    """At accuracy 1, weights 0.1 and 1: scores of 0 and 30 Wh are 1 and 0.25, mean 0.625; of 15 Wh it is 0.4."""
    weights = (Decimal(1), Decimal("0.1"), Decimal(1))
    with working_precision():
        assert Decimal("0.625") == mean([apc(Decimal(0), *weights), apc(Decimal(30), *weights)])
        assert Decimal("0.4") == apc(mean([Decimal(0), Decimal(30)]), *weights)


@given(consumption=AMOUNTS, accuracy=SHARES, alpha=SHARES, beta=AMOUNTS, k=st.decimals("0.001", 1000, places=3))
def test_a_unit_and_its_weight_go_together(
    consumption: Decimal, accuracy: Decimal, alpha: Decimal, beta: Decimal, k: Decimal
) -> None:
    """APC(k c, beta / k) = APC(c, beta), and the score lies between zero and the accuracy."""
    with working_precision():
        score = apc(consumption, accuracy, alpha, beta)
        scaled = apc(consumption * k, accuracy, alpha, beta / k)
    assert float(scaled) == pytest.approx(float(score), rel=1e-25)
    assert 0 <= score <= accuracy


@given(
    st.lists(st.tuples(AMOUNTS, SHARES), min_size=1, max_size=50),
    st.floats(0, 1),
    st.floats(0, 1000),
)
def test_arrays_agree_with_decimals(pairs: list[tuple[Decimal, Decimal]], alpha: float, beta: float) -> None:
    """Any pairs, as an array of floats and one by one."""
    energy, accuracy = np.array([[float(value) for value in pair] for pair in pairs]).T
    with working_precision():
        exact = [float(apc(c, a, Decimal(alpha), Decimal(beta))) for c, a in pairs]
    np.testing.assert_allclose(apc_array(energy, accuracy, alpha, beta), exact, rtol=1e-9)


def test_arrays_take_each_others_shape() -> None:
    """A column of accuracies and a row of energies give the whole grid, across the blocks that are scored at once."""
    energy, accuracy = np.linspace(0, 10, 301), np.linspace(0, 1, 101)[:, None]
    scores = apc_array(energy, accuracy)
    assert (101, 301) == scores.shape
    assert author.accuracy_per_consumption(10, 1) == scores[-1, -1]
    assert author.accuracy_per_consumption(energy[7], accuracy[50, 0]) == scores[50, 7]
    assert () == apc_array(1.0, 0.5).shape


def test_each_pair_is_scored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Block by block, so that the time grows as the pairs do: 50,000 of them are 50,000 to score."""
    scored: list[int] = []

    def score(energy: Any, *more: Any) -> Any:
        scored.append(energy.size)
        return apc(energy, *more)

    monkeypatch.setattr(apc_arrays, "apc", score)
    apc_array(np.linspace(0, 10, 50_000), 0.5)
    assert 50_000 == sum(scored)


@pytest.mark.parametrize("function", [apc_array, closest_apc_array])
@pytest.mark.parametrize("pair", [([], 0.5), (0.5, []), ([], [])])
def test_of_no_pairs_there_are_no_scores(function: Any, pair: tuple[Any, Any]) -> None:
    """An array without an energy or without an accuracy gives one without a score."""
    assert (0,) == function(*pair).shape


@pytest.mark.parametrize("function", [apc_array, closest_apc_array])
def test_arrays_take_any_numbers(function: Any) -> None:
    """Decimals, whole numbers and floats give the same floats; an accuracy of 0 and of 1 are shares."""
    expected = function([0.0, 2.0, 0.3], [0.0, 1.0, 0.5])
    mixed = function([0, Decimal(2), Decimal("0.3")], [Decimal(0), 1, Decimal("0.5")])
    assert np.dtype(float) == mixed.dtype
    np.testing.assert_array_equal(mixed, expected)


@pytest.mark.parametrize(
    ("energy", "accuracy", "message"),
    [
        ([1.0], [90.56], "percentages"),
        ([1.0], [1.0001], "percentages"),
        ([1.0], [-0.0001], "percentages"),
        ([1.0], [float("nan")], "percentages"),
        ([-1.0], [0.5], "below zero"),
        ([float("inf")], [0.5], "finite"),
        ([float("nan")], [0.5], "finite"),
    ],
)
@pytest.mark.parametrize("function", [apc_array, closest_apc_array])
def test_arrays_refuse_what_is_no_measurement(
    function: Any, energy: list[float], accuracy: list[float], message: str
) -> None:
    """A percentage, a negative energy and NaN are the caller's mistakes, wherever they stand."""
    with pytest.raises(ValueError, match=message):
        function(np.array([*[1.0] * 20_000, *energy]), np.array([*[0.5] * 20_000, *accuracy]))


def test_the_grid_of_arrays_is_the_authors() -> None:
    """The closest score of a pair anywhere in a cell is that of the cell in the author's grid."""
    cells, rng = author.grid(), random.Random(3)
    rows, columns = [rng.randrange(100) for _ in range(500)], [rng.randrange(101) for _ in range(500)]
    accuracy = [(row + rng.uniform(0.001, 0.999)) / 100 for row in rows]
    energy = [(column + rng.uniform(0.001, 0.999)) / 10 for column in columns]
    expected = [cells[row][column] for row, column in zip(rows, columns, strict=True)]
    np.testing.assert_allclose(closest_apc_array(energy, accuracy), expected, rtol=1e-12)


def test_floats_of_whole_steps_begin_their_cell() -> None:
    """The float 0.29 lies in the cell from 0.29, where 0.29 / 0.01 is 28.999...; accuracy 1 in the last cell."""
    accuracies = np.array([number / 100 for number in range(100)])
    expected = [author.grid()[row][0] for row in range(100)]
    np.testing.assert_allclose(closest_apc_array(0.0, accuracies), expected, rtol=1e-12)
    assert closest_apc_array(0.0, 1.0) == pytest.approx(expected[99])


def test_many_steps_of_energy_begin_their_cell_too() -> None:
    """10,000,000.1 Wh are 100,000,001 steps of 0.1, which floats divide to 100,000,000.99999999."""
    energy = Decimal("10000000.1")
    exact = float(closest_apc(energy, Decimal("0.5"), Grid()))
    assert closest_apc_array(float(energy), 0.5) == pytest.approx(exact, rel=1e-12, abs=0)


def test_a_perfect_accuracy_lies_in_the_last_cell_of_any_step() -> None:
    """Of a forty-ninth there are 49, though the float of one goes 49.00000000000001 times into 1."""
    accuracy, energy = 48.5 / 49, 0.05
    expected = author.accuracy_per_consumption(energy, accuracy)
    assert closest_apc_array(0.0, 1.0, accuracy_step=1 / 49) == pytest.approx(expected, rel=1e-12)
