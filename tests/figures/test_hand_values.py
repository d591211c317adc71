"""Figures against published numbers and numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.figures.runs import BOXES, FOUR, OWN, ROUND, run, sample_reports, values_of


def value(manifest: dict[str, Any], key: str, settings: dict[str, str] | None = None) -> Decimal:
    """The figure's value, which must be known."""
    found = values_of(manifest, settings)[key]
    assert found is not None
    return found


def boxes(**row: Any) -> dict[str, Any]:
    """The run on boxes with further terms in its row."""
    return {**BOXES, "prices": [{**BOXES["prices"][0], **row}]}


def test_the_founding_savings() -> None:
    """37,500 removed detection samples at 1.20 USD are 45,000 USD."""
    figure = run(FOUR).figures["annotation_savings"]
    assert (Decimal(45000), "USD") == (figure.value, figure.unit)


@pytest.mark.parametrize(
    ("task", "published", "exact", "kwh_per_sample"),
    [
        ("classification", "0.0000308", "3.115635271056E-5", "0.000072"),
        ("object-detection", "0.00011", "1.132958280384E-4", "0.000261818181818181818"),
        ("segmentation", "0.0021", "2.077090180704E-3", "0.0048"),
    ],
)
def test_the_published_factors(task: str, published: str, exact: str, kwh_per_sample: str) -> None:
    """CO2e per sample is the founding document's to the digit; its exact arithmetic stands beside; 57.6 kWh / 800k."""
    values = values_of({**FOUR, "task": task})
    assert Decimal(published) == values["co2_per_sample"]
    assert Decimal(exact) == values["co2_per_sample.exact"]
    assert Decimal(exact) == value({**FOUR, "task": task, "training": {"factor": "exact"}}, "co2_per_sample")
    assert kwh_per_sample == str(values["training_energy_per_sample"])[: len(kwh_per_sample)]
    assert 37500 * Decimal(published) == values["co2_savings"]


@pytest.mark.parametrize(
    ("samples", "hours", "expected"),
    [
        (800000, 192, "0.0000492270372827"),
        (110000, 96, "0.000179007408301"),
        (3000, 48, "0.00328180248551"),
    ],
)
def test_the_founding_scenarios_with_a_building(samples: int, hours: int, expected: str) -> None:
    """The same trainings as a scenario of one's own, on 0.43272712098 kg/kWh and a PUE of 1.58."""
    training = {"factor": "scenario", "samples": samples, "hours": hours, "gpus": 1, "watts": 300}
    grid = {"intensity": Decimal("0.43272712098"), "pue": Decimal("1.58")}
    actual = value({**FOUR, "training": training, "grid": grid}, "co2_per_sample")
    assert Decimal(expected) == actual.quantize(Decimal(expected))


def test_google_boxes() -> None:
    """40,000 boxes by 3 labellers are 120,000 units: 50,000 x 0.063 + 70,000 x 0.049 = 6,580 USD."""
    assert Decimal(6580) == value(BOXES, "annotation_cost_before")


def test_half_of_the_images_across_a_tier() -> None:
    """The other half costs 50,000 x 0.063 + 10,000 x 0.049 = 3,640, so that 2,940 are saved and not half of 6,580."""
    assert Decimal(3640) == value(BOXES, "annotation_cost_after")
    assert Decimal(2940) == value(BOXES, "annotation_savings")


@pytest.mark.parametrize(
    ("row", "before", "after"),
    [
        # 20,000 units are left of the first tier
        ({"units_already_used": 30000}, 20000 * Decimal("0.063") + 100000 * Decimal("0.049"), None),
        # the first tier is used up
        ({"units_already_used": 50000}, 120000 * Decimal("0.049"), 60000 * Decimal("0.049")),
        ({"units_already_used": 10**6}, 120000 * Decimal("0.049"), 60000 * Decimal("0.049")),
        # an item is one unit, whoever labels it
        ({"tier_counts": "items"}, 40000 * Decimal("0.063"), 20000 * Decimal("0.063")),
        # 6,580 + 0.1 x 0.5 x 120,000 = 12,580, less 20 %, and the fee of 100 in full
        (
            {
                "review_share": Decimal("0.1"),
                "review_price": Decimal("0.5"),
                "discount": Decimal("0.2"),
                "fixed_fee": 100,
            },
            Decimal(10164),
            # 3,640 + 3,000 = 6,640
            Decimal(5412),
        ),
    ],
)
def test_terms_of_a_row(row: dict[str, Any], before: Decimal, after: Decimal | None) -> None:
    """Units used before, items, review, discount and a fee, worked by hand; the fee is not saved."""
    values = values_of(boxes(**row))
    assert before == values["annotation_cost_before"]
    assert after is None or after == values["annotation_cost_after"]


def test_units_used_before_cross_a_tier() -> None:
    """After 45,000 units, 5,000 of the 60,000 that remain are dear: 5,000 x 0.063 + 55,000 x 0.049 = 3,010."""
    assert Decimal(3010) == value(boxes(units_already_used=45000), "annotation_cost_after")


def test_units_per_sample_and_labellers() -> None:
    """An image with 2 boxes and 3 labellers is 6 units, and 10 s a unit for 120,000 of them are 333 1/3 h."""
    manifest = {
        **boxes(seconds_per_unit=10),
        "samples_before": 20000,
        "samples_after": 0,
        "units_per_sample": {"box": 2},
    }
    assert Decimal(120000) == value(manifest, "units_before")
    assert "333.3333333333" == str(value(manifest, "annotator_hours_saved"))[:14]


def test_only_unlabelled_samples_save_labelling() -> None:
    """Of 1,000 samples 300 are labelled, of the 600 kept 250: 700 - 350 remain to be saved, at 2 EUR."""
    manifest = {**ROUND, "already_labelled": {"before": 300, "after": 250}}
    assert Decimal(700) == value(manifest, "annotation_savings")
    # 350 units of 9 s
    assert Decimal("0.875") == value(manifest, "annotator_hours_saved")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("samples_removed", "400"),
        ("removed_share", "0.4"),
        ("annotation_cost_before", "2000"),
        ("annotation_savings", "800"),
        # 400 x 9 s
        ("annotator_hours_saved", "1"),
        ("net_annotator_hours", "-2"),
        # 10 h x 4 x 250 W
        ("training_kwh", "10"),
        ("training_energy_per_sample", "0.01"),
        # 400 x 0.01 kWh x 2 runs
        ("training_energy_savings", "8"),
        # 400 x 10 h x 4 / 1,000 x 2 x 3
        ("training_cost_savings", "96"),
        # 0.01 kWh x 1.2 x 0.5
        ("co2_per_sample", "0.006"),
        ("co2_savings", "4.8"),
        ("filtering_energy", "3"),
        # 3 kWh in half an hour
        ("filtering_mean_power", "6000"),
        ("filtering_energy_at_building", "3.6"),
        ("filtering_co2", "1.8"),
        # half an hour x 2 machines x 10
        ("filtering_compute_cost", "10"),
        ("filtering_people_cost", "150"),
        ("filtering_licence_cost", "40"),
        ("filtering_cost", "200"),
        ("gross_savings", "896"),
        ("net_savings", "696"),
        ("net_energy_savings", "5"),
        ("net_co2_savings", "3"),
        ("roi", "3.48"),
        ("marginal_price", "2"),
        ("break_even_samples", "100"),
    ],
)
def test_the_round_run(key: str, expected: str) -> None:
    """Each figure of the run of round numbers, worked by hand."""
    assert Decimal(expected) == value(ROUND, key)


def test_what_the_cost_of_filtering_covers() -> None:
    """The sum says which parts it holds and which it lacks."""
    whole = run(ROUND).figures["filtering_cost"]
    parts = ("filtering_compute_cost", "filtering_people_cost", "filtering_licence_cost")
    assert (parts, ()) == (whole.covers, whole.missing)
    part = run({**ROUND, "costs": {"licence": 40}}).figures["filtering_cost"]
    assert Decimal(40) == part.value
    assert ("filtering_licence_cost",) == part.covers
    assert ("filtering_compute_cost", "filtering_people_cost", "filtering_energy_cost") == part.missing


def test_what_is_paid_by_the_hour_and_the_token() -> None:
    """640 x 0.04 for cores, 72 x 2.95 for boards, 1,200 x 0.25 + 24 x 2 for the tokens: 586 in all."""
    figures = run(OWN["paid by the hour and the token"]).figures
    parts = ("filtering_cpu_cost", "filtering_gpu_cost", "filtering_api_cost")
    assert [Decimal("25.6"), Decimal("212.4"), Decimal(348)] == [figures[key].value for key in parts]
    cost = figures["filtering_cost"]
    assert (Decimal(586), parts) == (cost.value, cost.covers)
    # hours of cores and boards are the compute, whose price holds the electricity; people and licence nobody gave
    assert ("filtering_people_cost", "filtering_licence_cost") == cost.missing


def test_a_machines_price_comes_on_top_of_hours() -> None:
    """Half an hour x 2 machines x 10 beside 5 GPU-hours at 3, 150 of people and 40 of licence."""
    costs = {**ROUND["costs"], "gpu_hours": 5, "price_per_gpu_hour": 3}
    assert Decimal(215) == value({**ROUND, "costs": costs}, "filtering_cost")


def test_one_invoice_is_all_of_the_cost() -> None:
    """37,500 x 1.20 - 4,200.50; no part of it is missing, and electricity does not come on top."""
    figures = run(OWN["one invoice"]).figures
    cost, net = figures["filtering_cost"], figures["net_savings"]
    assert (Decimal("4200.5"), ("filtering_cost_total",), ()) == (cost.value, cost.covers, cost.missing)
    assert Decimal("40799.5") == net.value
    assert ("annotation_savings", "filtering_cost_total") == net.covers
    reasons = {figures[key].reason for key in figures if key.endswith("_cost") and figures[key].value is None}
    assert {"the cost of filtering is one invoice"} == reasons


def test_boards_that_no_meter_read() -> None:
    """8 x 700 W x (0.7 + 0.39) x 3 h, as long as the run; from (0.3 + 0.2) to (1 + 0.5) of the rated 16.8 kWh."""
    energy = run(OWN["boards that no meter read"]).figures["filtering_energy"]
    assert (Decimal("18.312"), Decimal("8.4"), Decimal("25.2")) == (energy.value, energy.low, energy.high)
    assert ("computed", "estimate") == (energy.basis, energy.rests_on)


def test_a_load_that_is_said_is_as_far_off_as_such_estimates_are() -> None:
    """250 W for half an hour: 0.125 kWh x (0.8 + 0.39); from 0.8 x 0.63 + 0.2 to 1 + 0.5, the most there is."""
    figures = run(OWN["a meter beside a processor that none read"]).figures
    energy = figures["energy.a_socket"]
    assert (Decimal("0.14875"), Decimal("0.088"), Decimal("0.1875")) == (energy.value, energy.low, energy.high)
    assert Decimal("2.14875") == figures["filtering_energy"].value


def test_storage_that_is_deleted() -> None:
    """8,500 GB x 0.021 x 36 x 2; with 0.017082 kWh a GB and year 8,500 x 0.017082 x 3 x 2 kWh, both in the net."""
    figures = run(OWN["storage that is deleted"]).figures
    assert Decimal(12852) == figures["storage_savings"].value
    energy = figures["storage_energy_savings"]
    assert (Decimal("871.182"), Decimal("290.394"), Decimal("3216.672")) == (energy.value, energy.low, energy.high)
    # 37,500 x 1.20 of labels, 37,500 x 7 x 8 / 90,000 x 2 of training, 0.7 h x 4 + 2 h x 60 of filtering
    net = figures["net_savings"]
    assert round(Decimal(45000) + Decimal(140) / 3 + 12852 - Decimal("122.8"), 9) == round(net.value or Decimal(0), 9)
    assert ("annotation_savings", "training_cost_savings", "storage_savings") == net.covers[:3]
    # the published training's 9.8181... kWh, and 0.5 kWh of filtering
    both = figures["net_energy_savings"]
    assert Decimal("880.5001818") == round(both.value or Decimal(0), 7)
    assert (("training_energy_savings", "storage_energy_savings", "filtering_energy"), ()) == (
        both.covers,
        both.missing,
    )
    # the own training's 37,500 x 22.4 / 90,000 = 9.333... kWh beside it, on the world's grid and the mean PUE
    grid = figures.value("pue") * figures.value("grid_intensity")
    own = (Decimal(28) / 3 + Decimal("871.182") - Decimal("0.5")) * grid
    assert round(own, 9) == round(figures.value("net_co2_savings.own"), 9)


def test_storage_counts_where_training_avoids_nothing() -> None:
    """8,500 GB x 0.02 kWh x 3 years less the 0.5 kWh of filtering; its price nobody gave."""
    figures = run(OWN["storage beside training by steps"]).figures
    assert Decimal("509.5") == figures["net_energy_savings"].value
    assert (None, "price of storage not given") == (figures["storage_savings"].value, figures["storage_savings"].reason)
    assert "storage_savings" in figures["net_savings"].missing


@pytest.mark.parametrize("deleted", [{}, {"deleted": False}])
def test_what_is_kept_saves_no_storage(deleted: dict[str, bool]) -> None:
    """Zero, with the reason, and in the net as zero."""
    manifest = OWN["storage that is deleted"]
    kept = {name: value for name, value in manifest["storage"].items() if name != "deleted"}
    figures = run({**manifest, "storage": {**kept, **deleted}}).figures
    for key in ("storage_savings", "storage_energy_savings"):
        assert (Decimal(0), "what was removed is not deleted, so no storage is saved") == (
            figures[key].value,
            figures[key].chosen,
        )
    assert round(Decimal("44877.2") + Decimal(140) / 3, 9) == round(figures.value("net_savings"), 9)


def test_electricity_is_counted_once() -> None:
    """3 kWh x 1.2 x 0.25 EUR come on top only where the price of compute does not include them."""
    costs = {**ROUND["costs"], "compute_includes_energy": False, "electricity_per_kwh": Decimal("0.25")}
    assert Decimal("0.9") == value({**ROUND, "costs": costs}, "filtering_energy_cost")
    assert Decimal("200.9") == value({**ROUND, "costs": costs}, "filtering_cost")
    included = run({**ROUND, "costs": {**costs, "compute_includes_energy": True}}).figures
    assert (None, Decimal(200)) == (included["filtering_energy_cost"].value, included["filtering_cost"].value)


def test_the_net_over_what_is_known() -> None:
    """Without a GPU's price the net is over labelling alone, and says so."""
    training = {key: entry for key, entry in ROUND["training"].items() if key != "gpu_price_per_hour"}
    net = run({**ROUND, "training": training}).figures["net_savings"]
    assert Decimal(600) == net.value
    assert ("training_cost_savings",) == net.missing
    assert "annotation_savings" in net.covers


def test_a_net_below_zero_stays_below_zero() -> None:
    """Filtering that costs more than it saves has a negative net and a negative return."""
    values = values_of({**ROUND, "samples_after": 1000})
    assert (Decimal(-200), Decimal(-1), Decimal(-3)) == tuple(
        values[key] for key in ("net_savings", "roi", "net_energy_savings")
    )


def test_break_even_of_the_sample() -> None:
    """103.75 EUR of filtering at 0.95 EUR a sample: 109.2105263..."""
    figures = sample_reports()["street_scenes"].figures
    assert Decimal("103.75") == figures["filtering_cost"].value
    assert "109.2105263157894736842" == str(figures["break_even_samples"].value)[:23]


def test_steps_save_no_training() -> None:
    """With a fixed number of steps the training's savings are zero, and the net energy is what filtering drew."""
    values = values_of({**ROUND, "training": {**ROUND["training"], "schedule": "steps"}})
    for key in ("co2_savings", "training_energy_savings", "training_cost_savings"):
        assert 0 == values[key], key
    assert Decimal(-3) == values["net_energy_savings"]
    assert Decimal(800) == values["gross_savings"]


def test_an_own_training_beside_the_published_factor() -> None:
    """10 kWh over 1,000 samples: 400 x 0.01 kWh x 2 runs at 1.2 and 0.5 kg/kWh are 4.8 kg, less 1.8 of filtering."""
    training = {key: entry for key, entry in ROUND["training"].items() if key != "factor"}
    values = values_of({**ROUND, "training": training})
    expected = {
        "co2_per_sample.own": "0.006",
        "co2_savings.own": "4.8",
        "training_energy_savings.own": "8",
        "net_co2_savings.own": "3",
        # 400 x 0.0021 kg x 2 runs
        "co2_savings": "1.68",
    }
    assert {key: Decimal(text) for key, text in expected.items()} == {key: values[key] for key in expected}


@pytest.mark.parametrize("factor", ["published", "exact", "scenario"])
def test_training_by_steps_saves_nothing_by_any_factor(factor: str) -> None:
    """No figure beside the zero says that another factor would have saved something."""
    figures = run({**ROUND, "training": {**ROUND["training"], "factor": factor, "schedule": "steps"}}).figures
    saved = [key for key in figures if key.startswith(("co2_savings", "training_energy_savings", "net_co2_savings."))]
    assert ["co2_savings", "training_energy_savings"] == saved
    assert {0} == {figures[key].value for key in saved}


@pytest.mark.parametrize(("schedule", "value"), [({"schedule": "steps"}, 0), ({}, None)])
def test_savings_of_training_have_their_units_where_nothing_is_saved_or_known(
    schedule: dict[str, Any], value: int | None
) -> None:
    """Zero or not known, of kilograms, kilowatt-hours and the run's currency; no training of the task is published."""
    prices = [{"task": "ranking", "price": 2}]
    training = {**ROUND["training"], **schedule}
    figures = run({**ROUND, "task": "ranking", "prices": prices, "training": training}).figures
    units = {"co2_savings": "kgCO2e", "training_energy_savings": "kWh", "training_cost_savings": "EUR"}
    assert {key: (value, unit) for key, unit in units.items()} == {
        key: (figures[key].value, figures[key].unit) for key in units
    }


def test_conversion_both_ways() -> None:
    """1.20 USD at 0.9 EUR for a dollar is 1.08 EUR; at 1.25 USD for a euro it is 0.96 EUR."""
    direct = {**FOUR, "currency": "EUR", "rates": [{"from": "USD", "to": "EUR", "rate": Decimal("0.9")}]}
    assert Decimal("1.08") == value(direct, "annotation_price")
    inverse = {**FOUR, "currency": "EUR", "rates": [{"from": "EUR", "to": "USD", "rate": Decimal("1.25")}]}
    assert Decimal("0.96") == value(inverse, "annotation_price")
    assert Decimal(36000) == value(inverse, "annotation_savings")


def test_fees_and_reviews_are_converted_too() -> None:
    """Every amount of a row goes by the rate: 100 USD of fee are 90 EUR, 0.5 USD of review 0.45 EUR."""
    row = {"task": "detection", "price": 1, "fixed_fee": 100, "review_share": 1, "review_price": Decimal("0.5")}
    rates = [{"from": "USD", "to": "EUR", "rate": Decimal("0.9")}]
    manifest = {**FOUR, "samples_after": 0, "currency": "EUR", "rates": rates, "prices": [{**row, "currency": "USD"}]}
    # 90 + 110,000 x (0.9 + 0.45)
    assert Decimal(148590) == value(manifest, "annotation_cost_before")


def test_market_based_emissions_stand_beside() -> None:
    """A contract for solar power is a figure of its own and leaves the location-based one as it is."""
    values = values_of({**ROUND, "grid": {**ROUND["grid"], "market_intensity": Decimal("0.01")}})
    assert (Decimal("1.8"), Decimal("0.036")) == (values["filtering_co2"], values["filtering_co2_market"])


# Jurj, Opritoiu, Vladutiu 2020: models on a Jetson TX2, Wh per hour; the grid at 0.00305 cents for a Wh.
TX2 = [
    ("VGG-19", "0.9056", "10.4", "0.7595031829", "0.7001990248"),
    ("InceptionV3", "0.9341", "10.6", "0.7991488521", "0.7428085215"),
    ("ResNet-50", "0.9349", "9.8", "0.8091442562", "0.7557723202"),
    ("MobileNetV2", "0.9454", "8.88", "0.8348372295", "0.7865451114"),
]


@pytest.mark.parametrize(("name", "accuracy", "watts", "apc", "apec"), TX2)
def test_the_published_scores(name: str, accuracy: str, watts: str, apc: str, apec: str) -> None:
    """APC and APEC of the paper's models to ten digits, with the author's weights per hour as the defaults."""
    model = {"name": name, "accuracy": Decimal(accuracy), "consumption_wh": Decimal(watts), "per": "hour"}
    grid = values_of({**FOUR, "models": [{**model, "cost": Decimal(watts) * Decimal("0.00305")}]})
    solar = values_of({**FOUR, "models": [{**model, "cost": 0}]})
    slug = name.lower().replace("-", "_")
    assert apc == f"{grid[f'apc.{slug}']:.10f}"
    assert apec == f"{grid[f'apec.{slug}']:.10f}"
    assert Decimal(accuracy) == solar[f"apec.{slug}"]


def test_a_perfect_model_that_draws_ten() -> None:
    """APC(10, 1) is 0.5 at the defaults per inference: 1 / (1 x 10 x 0.1 + 1)."""
    models = [{"name": "m", "accuracy": 1, "consumption_wh": 10, "cost": 10}]
    assert Decimal("0.5") == value({**FOUR, "models": models}, "apc.m")
    # beta 10 for cost: 1 / (10 x 10 x 0.1 + 1)
    assert "0.0909090909" == f"{value({**FOUR, 'models': models}, 'apec.m'):.10f}"


def test_weights_of_ones_own() -> None:
    """alpha 0.5 and beta 2: 0.8 / (2 x 3 x (0.5 x 0.2 + 0.5) + 1) = 0.8 / 4.6."""
    models = [{"name": "m", "accuracy": Decimal("0.8"), "consumption_wh": 3}]
    actual = value({**FOUR, "models": models, "apc": {"alpha": Decimal("0.5"), "beta": 2}}, "apc.m")
    assert "0.1739130435" == f"{actual:.10f}"


def test_models_per_hour_and_per_inference_have_their_own_weights() -> None:
    """Side by side, beta is 0.1 per hour and 1 per inference; a stated one holds for both."""
    model = {"accuracy": 1, "consumption_wh": 10}
    models = [{**model, "name": "h", "per": "hour"}, {**model, "name": "i", "per": "inference"}]
    values = values_of({**FOUR, "models": models})
    assert ("0.9090909091", "0.5000000000") == (f"{values['apc.h']:.10f}", f"{values['apc.i']:.10f}")
    values = values_of({**FOUR, "models": models, "apc": {"beta": 1}})
    assert (Decimal("0.5"), Decimal("0.5")) == (values["apc.h"], values["apc.i"])


def test_ten_to_the_eighteenth() -> None:
    """10^18 - 1 samples are counted exactly, and so is what labelling them costs."""
    manifest = {**FOUR, "samples_before": 10**18 - 1, "samples_after": 1}
    report = run(manifest)
    assert 10**18 - 2 == report.figures["samples_removed"].value
    assert b'"value": 999999999999999999,' in report.json
    assert Decimal("1199999999999999997.6") == report.figures["annotation_savings"].value


@pytest.mark.parametrize(
    ("row", "more", "expected"),
    [
        ({"price": 2}, {}, "0.5"),  # 200 over 400 labels
        ({"price": 2, "discount": Decimal("0.5")}, {}, "1"),  # half of each price is paid
        ({"price": 2, "review_share": Decimal("0.25"), "review_price": 1}, {}, "0.25"),  # a quarter is reviewed at 1
        ({"price": 2, "unit": "box"}, {"units_per_sample": {"box": 4}}, "0.125"),
        ({"price": 2, "fixed_fee": 99}, {}, "0.5"),  # paid with filtering and without
    ],
)
def test_the_price_at_which_a_run_pays(row: dict[str, Any], more: dict[str, Any], expected: str) -> None:
    """A run of 200 that sets 400 of 1,000 samples aside, without a training price: with that price the net is zero."""
    prices = [{"task": "segmentation", **row}]
    costs = {"person_hours": 4, "hourly_rate": 50}
    manifest = {**ROUND, "prices": prices, "training": {}, "costs": costs, **more}
    assert Decimal(expected) == value(manifest, "break_even_price")
    assert 0 == value({**manifest, "prices": [{**prices[0], "price": Decimal(expected)}]}, "net_savings")


def test_a_training_that_is_not_run_pays_for_a_part() -> None:
    """10 + 150 + 40 of the run less 2 x 0.4 x 40 x 3 = 96 of training are 104 over 400 labels."""
    assert Decimal("0.26") == value(ROUND, "break_even_price")


def test_storage_that_is_not_rented_pays_for_a_part() -> None:
    """400 GB at 0.02 for 10 months are 80 of the 104 that are left: 24 over 400 labels."""
    storage = {"per_gb_month": Decimal("0.02"), "months": 10, "deleted": True}
    amounts = {"gigabyte": {"before": 1000, "after": 600}}
    assert Decimal("0.06") == value({**ROUND, "amounts": amounts, "storage": storage}, "break_even_price")


def test_no_price_at_which_a_run_pays_that_removes_nothing() -> None:
    """No fewer units are labelled, whatever one costs."""
    kept = {**ROUND, "samples_after": 1000}
    assert "no fewer units are labelled" == run(kept).figures["break_even_price"].reason
