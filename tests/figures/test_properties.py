"""What holds for every run: signs, scales and zeros."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.figures.apc import apc
from reportgen.precision import working_precision
from tests.figures.rederive import close
from tests.figures.runs import FOUR, OWN, ROUND, run, values_of
from tests.figures.test_unit_algebra import misdeclared

QUICK = settings(max_examples=60, deadline=None)
COUNTS = st.integers(0, 10**9)
PRICES = st.decimals(0, 500, places=3)
SHARES = st.decimals(0, 1, places=2)


@st.composite
def priced_runs(draw: st.DrawFn) -> dict[str, Any]:
    """A run with a row of any terms, in which prices are marginal tiers or one price."""
    before = draw(COUNTS)
    row: dict[str, Any] = {"task": "classification", "unit": draw(st.sampled_from(["sample", "box"]))}
    bounds = sorted(draw(st.sets(st.integers(1, 10**10), max_size=3)))
    if bounds:
        tiers = [{"price": draw(PRICES), "up_to": bound} for bound in bounds]
        row |= {"tiers": [*tiers, {"price": draw(PRICES)}], "units_already_used": draw(COUNTS)}
        row["tier_counts"] = draw(st.sampled_from(["annotations", "items"]))
    else:
        row |= {"price": draw(PRICES)}
    if row["unit"] == "box":
        row["units_per_sample"] = draw(st.decimals(0, 30, places=1))
    if draw(st.booleans()):
        row |= {"review_share": draw(SHARES), "review_price": draw(PRICES)}
    terms = {"annotators": st.integers(1, 9), "discount": SHARES, "fixed_fee": PRICES, "seconds_per_unit": PRICES}
    row |= {key: draw(values) for key, values in terms.items() if draw(st.booleans())}
    manifest = {
        "task": "classification",
        "duration": 60,
        "prices": [row],
        "samples_before": before,
        "samples_after": draw(st.integers(0, before)),
    }
    if draw(st.booleans()):
        manifest["already_labelled"] = draw(st.integers(0, before))
    return manifest


def known(values: dict[str, Decimal | None], key: str) -> Decimal:
    """The value of a figure that must have one."""
    found = values[key]
    assert found is not None
    return found


@QUICK
@given(priced_runs())
def test_labelling_less_never_costs_more(manifest: dict[str, Any]) -> None:
    """Annotation savings, hours and units avoided are never negative, nor is the cost of what remains."""
    values = values_of(manifest)
    for key in ("annotation_savings", "units_avoided", "annotation_cost_after"):
        assert 0 <= known(values, key), key


@QUICK
@given(priced_runs())
def test_every_formula_gives_its_unit(manifest: dict[str, Any]) -> None:
    """Under every combination of terms each computed figure is in the unit that its formula gives."""
    assert [] == misdeclared(run(manifest).figures)


@QUICK
@given(priced_runs())
def test_ranges_hold_their_values(manifest: dict[str, Any]) -> None:
    """low <= value <= high for every figure that has a range."""
    for key, figure in run(manifest).figures.items():
        if figure.value is not None and figure.low is not None and figure.high is not None:
            assert figure.low <= figure.value <= figure.high, key


@QUICK
@given(priced_runs())
def test_removing_nothing_saves_nothing(manifest: dict[str, Any]) -> None:
    """With as many samples after as before, every saving is zero."""
    values = values_of({**manifest, "samples_after": manifest["samples_before"]})
    for key in ("samples_removed", "annotation_savings", "co2_savings", "training_energy_savings"):
        assert 0 == values[key], key


@QUICK
@given(priced_runs(), st.integers(2, 1000))
def test_money_scales_with_prices(manifest: dict[str, Any], times: int) -> None:
    """k times every price is k times the money, and as many samples to break even."""
    costs = {"compute_per_hour": 3, "person_hours": 2, "hourly_rate": 50, "licence": 7}
    [row] = manifest["prices"]
    scaled = {key: row[key] * times for key in ("price", "review_price", "fixed_fee") if key in row}
    if "tiers" in row:
        scaled["tiers"] = [{**tier, "price": tier["price"] * times} for tier in row["tiers"]]
    dear = {key: amount if key == "person_hours" else amount * times for key, amount in costs.items()}
    values = values_of({**manifest, "costs": costs})
    after = values_of({**manifest, "costs": dear, "prices": [{**row, **scaled}]})
    for key in ("annotation_cost_before", "annotation_savings", "filtering_cost", "net_savings"):
        assert close(known(values, key) * times, known(after, key)), key
    for key in ("roi", "break_even_samples", "co2_savings"):
        one, other = values[key], after[key]
        assert (one is None and other is None) or (one is not None and other is not None and close(one, other)), key


@QUICK
@given(
    st.decimals(0, 50, places=3),
    st.decimals(1, 10, places=2),
    st.decimals("0.001", 3, places=3),
    st.integers(0, 1000),
)
def test_grid_and_pue_never_decide_the_sign(kwh: Decimal, pue: Decimal, intensity: Decimal, after: int) -> None:
    """The net of CO2e has the sign of the net of energy, whatever the PUE and the grid."""
    manifest = {**ROUND, "samples_after": after, "energy": [{"kwh": kwh}], "grid": {"pue": pue, "intensity": intensity}}
    values = values_of(manifest)
    energy, co2 = known(values, "net_energy_savings"), known(values, "net_co2_savings")
    assert ((energy > 0) - (energy < 0)) == ((co2 > 0) - (co2 < 0))


UNKNOWN: list[dict[str, Any]] = [
    {"quality": {"metric": "mAP"}},
    {"models": [{"name": "m"}]},
    {"costs": {"machines": 3}},
    {"grid": {"zone": "SE"}},
    {"training": {"runs": 0}},
    {"stages": []},
    {"energy": []},
    {"tool": {"name": "t"}},
]


@given(st.lists(st.sampled_from(UNKNOWN), max_size=5))
def test_a_record_that_says_nothing_makes_nothing_known(records: list[dict[str, Any]]) -> None:
    """Empty and idle records turn no unknown figure of the four lines into a number."""
    manifest = dict(FOUR)
    for record in records:
        manifest |= record
    values = values_of(manifest)
    for key, value in values_of(FOUR).items():
        if value is None:
            assert None is values[key], key


CONTEXTS = st.builds(
    decimal.Context,
    prec=st.integers(1, 5),
    rounding=st.sampled_from([decimal.ROUND_UP, decimal.ROUND_FLOOR]),
    Emin=st.just(-5),
    Emax=st.just(5),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(OWN)), CONTEXTS)
def test_the_callers_decimal_context_changes_nothing(name: str, context: decimal.Context) -> None:
    """Under a caller's precision of a few digits and exponents up to 5, report.json is the same byte for byte."""
    expected = run(OWN[name]).json
    with decimal.localcontext(context):
        assert expected == run(OWN[name]).json


CONSUMPTIONS = st.decimals(0, 1000, places=4)
WEIGHTS = st.decimals(0, 100, places=3)
ALPHA = Decimal("0.1")


def score(consumption: Decimal, accuracy: Decimal, alpha: Decimal = ALPHA, beta: Decimal = Decimal(1)) -> Decimal:
    """APC in working precision."""
    with working_precision():
        result: Decimal = apc(consumption, accuracy, alpha, beta)
    return result


@given(CONSUMPTIONS, SHARES, SHARES, WEIGHTS, st.sampled_from([Decimal("0.1"), Decimal(2), Decimal(1000)]))
def test_apc_trades_consumption_for_weight(
    consumption: Decimal, accuracy: Decimal, alpha: Decimal, beta: Decimal, times: Decimal
) -> None:
    """APC(k c, beta / k) = APC(c, beta)."""
    assert close(score(consumption, accuracy, alpha, beta), score(consumption * times, accuracy, alpha, beta / times))


@given(CONSUMPTIONS, SHARES, SHARES, WEIGHTS)
def test_apc_is_at_most_the_accuracy(consumption: Decimal, accuracy: Decimal, alpha: Decimal, beta: Decimal) -> None:
    """0 <= APC <= accuracy, and equal to it where nothing is drawn."""
    assert 0 <= score(consumption, accuracy, alpha, beta) <= accuracy
    assert accuracy == score(Decimal(0), accuracy, alpha, beta)


@given(CONSUMPTIONS, CONSUMPTIONS, SHARES, SHARES)
def test_apc_grows_with_accuracy_and_falls_with_consumption(a: Decimal, b: Decimal, p: Decimal, q: Decimal) -> None:
    """APC is increasing in accuracy and decreasing in consumption."""
    assume(a != b and p != q)
    assert score(a, min(p, q)) < score(a, max(p, q))
    assert score(max(a, b), max(p, q)) < score(min(a, b), max(p, q))


@given(CONSUMPTIONS, WEIGHTS)
def test_a_perfect_model_without_alpha_scores_one(consumption: Decimal, beta: Decimal) -> None:
    """alpha 0 and accuracy 1 give 1 whatever is drawn."""
    assert 1 == score(consumption, Decimal(1), Decimal(0), beta)
