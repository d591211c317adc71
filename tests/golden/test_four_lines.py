"""The report of four lines, whole: every figure, and every one that has no value with the reason."""

from __future__ import annotations

from reportgen.files.json_text import loads
from tests.golden.golden import FOUR_LINES, four_lines

NO_COST = "filtering cost not stated"
NO_ENERGY = "filtering energy was not measured"
NO_HOURS = "hours of your own training not given"
REASONS = {
    "seconds_per_unit": "labelling time per unit not given",
    "annotator_hours_saved": "labelling time per unit not given",
    "net_annotator_hours": "labelling time per unit not given",
    "training_samples": "samples of your own training not given",
    "training_hours": NO_HOURS,
    "training_gpus": "GPUs of your own training not given",
    "training_watts": "power of your own training not given",
    "training_kwh": NO_HOURS,
    "training_cost_savings": NO_HOURS,
    "gpu_price_per_hour": "price of a GPU-hour not given",
    "filtering_energy": NO_ENERGY,
    "filtering_mean_power": NO_ENERGY,
    "filtering_energy_at_building": NO_ENERGY,
    "filtering_co2": NO_ENERGY,
    "filtering_energy_cost": NO_ENERGY,
    "net_energy_savings": NO_ENERGY,
    "net_co2_savings": NO_ENERGY,
    "market_intensity": "not given",
    "electricity_price": "price of electricity not given",
    "compute_per_hour": "price of compute not given",
    "filtering_compute_cost": "price of compute not given",
    "person_hours": "people's time not given",
    "filtering_people_cost": "people's time not given",
    "hourly_rate": "hourly rate not given",
    "licence": "licence cost not given",
    "filtering_licence_cost": "licence cost not given",
    "filtering_cost": NO_COST,
    "net_savings": NO_COST,
    "roi": NO_COST,
    "break_even_samples": NO_COST,
    "break_even_price": NO_COST,
    "quality_before": "accuracy before filtering not given",
    "quality_after": "accuracy after filtering was not measured",
    "quality_change": "accuracy after filtering was not measured",
    "quality_random": "not measured",
}


def test_the_whole_report() -> None:
    """report.json is the golden one byte for byte; `python -m tests.golden` writes it anew after a wanted change."""
    assert FOUR_LINES.read_text(encoding="utf-8").splitlines() == four_lines().splitlines()


def test_what_four_lines_do_not_say() -> None:
    """Exactly these figures have no value, each with its reason."""
    figures = loads(FOUR_LINES.read_text(encoding="utf-8"))["figures"]
    assert REASONS == {key: figure["reason"] for key, figure in figures.items() if figure["value"] is None}


def test_what_four_lines_say() -> None:
    """The headline figures of the golden file, worked by hand."""
    figures = loads(FOUR_LINES.read_text(encoding="utf-8"))["figures"]
    headlines = {
        # 37,500 x 1.20 and x 0.00011
        "annotation_savings": "45000 USD",
        "co2_savings": "4.125 kgCO2e",
        "samples_removed": "37500 sample",
    }
    assert headlines == {key: f"{figures[key]['value']} {figures[key]['unit']}" for key in headlines}
