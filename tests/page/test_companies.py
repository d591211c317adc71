"""Two invented companies' runs: figures worked out by hand from the founding formulas, and the words beside them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import reportgen
from tests.page.made_runs import texts_of

COMPANIES = Path(__file__).parent / "companies"
# the factors of the day on which the figures were worked out, in place of newer ones
GRIDS = {"ct_de": "0.34413992", "retail": "0.25331152"}
OTHERS = {"retail": {"embodied_kg.nvidia_h100": "164"}}


@cache
def report_of(company: str) -> reportgen.Report:
    """The company's report, on the grid of its figures."""
    folder = COMPANIES / company
    settings = {"grid_intensity": GRIDS[company], **OTHERS.get(company, {})}
    return reportgen.load(folder / "run.yaml", cost_tables=[folder / "costs.toml"], settings=settings)


def page_of(company: str) -> str:
    """The texts of its page, with plain blanks."""
    return "\n".join(texts_of(report_of(company).page)).replace("\u00a0", " ")


RIGHT = {
    "ct_de": {
        "annotation_cost_before": "181460.00",
        "annotation_cost_after": "118269.50",
        "annotation_savings": "63190.50",
        "annotator_hours_saved": "901.25",
        "training_cost_savings": "237.98",
        "filtering_compute_cost": "21.18",
        "filtering_people_cost": "1288",
        "filtering_licence_cost": "350",
        "filtering_energy_cost": "0.96",
        "filtering_cost": "1660.14",
        "net_savings": "61768.33",
        "training_co2_savings": "20.578",
        "filtering_co2": "1.224",
        "net_co2_savings": "19.353",
        "break_even_samples": "40.59",
    },
    "retail": {
        "annotation_savings": "38525.45",
        "annotator_hours_saved": "2060.6",
        "net_savings": "36088.85",
        "training_co2_savings": "41.686",
        "filtering_co2": "1.251",
        "net_co2_savings": "40.435",
    },
}


@pytest.mark.parametrize(("company", "key"), [(company, key) for company in RIGHT for key in RIGHT[company]])
def test_figures_are_those_worked_by_hand(company: str, key: str) -> None:
    """Each figure of both runs, to the digits in which it was worked out."""
    right = Decimal(RIGHT[company][key])
    half = Decimal("0.5").scaleb(int(right.as_tuple().exponent))
    assert abs(report_of(company).figures.value(key) - right) <= half


@pytest.mark.parametrize(
    ("company", "low", "high"), [("ct_de", "51603.00", "84048.00"), ("retail", "33827.22", "46355.82")]
)
def test_ranges_are_those_worked_by_hand(company: str, low: str, high: str) -> None:
    """What labelling would have cost at the ends of the price's range."""
    figure = report_of(company).figures["annotation_savings"]
    cent = Decimal("0.01")
    assert (Decimal(low), Decimal(high)) == tuple(end.quantize(cent) for end in (figure.low, figure.high) if end)


def test_the_carbon_intensity_of_a_sample_kept() -> None:
    """SCI of the retailer's filtering, 1.967e-6 kg a sample kept, with H100s of 164 kg."""
    assert Decimal("1.967E-6") == round(report_of("retail").figures.value("sci.retained_sample"), 9)


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("ct_de", "1,545 × 40.90, the effective price"),  # 38.50 + 0.20 x 12
        ("ct_de", "3 h 25 min × 2 × 3.10"),
        ("ct_de", "−0.96"),
        ("ct_de", "63,190.50"),
        ("ct_de", "Per image; each sample counts as one image."),
        ("retail", "Per image; each sample counts as one image."),
    ],
)
def test_what_must_stand_on_paper(company: str, text: str) -> None:
    """Arithmetic and words that a reviewer follows."""
    assert text in page_of(company)


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("ct_de", "1,545 × 38.50"),
        ("ct_de", "63,190.500"),
        ("ct_de", "63,190.5\n"),
        ("ct_de", "−0.9605"),
        ("ct_de", "Software meters are accurate to about 40%."),  # a rack PDU is none
        ("ct_de", "It is not stated which meter read the energy."),  # and states its own range
        ("retail", "How far an estimate of the filtering energy may be off is not known."),  # it has a range
    ],
)
def test_what_must_not_stand_on_paper(company: str, text: str) -> None:
    """Words and short forms that would not hold."""
    assert text not in page_of(company)


def test_the_estimates_range_is_in_the_nets() -> None:
    """The CPU's 0.3 to 0.8 kWh and the GPUs' 40 % either way, times PUE and grid, from what training avoids."""
    figure = report_of("retail").figures["net_co2_savings"]
    avoided = report_of("retail").figures.value("training_co2_savings")
    share = Decimal("1.25") * Decimal("0.25331152")
    assert figure.low is not None
    assert figure.high is not None
    assert abs(figure.low - (avoided - (Decimal("3.4") * Decimal("1.4") + Decimal("0.8")) * share)) < Decimal("1e-12")
    assert abs(figure.high - (avoided - (Decimal("3.4") * Decimal("0.6") + Decimal("0.3")) * share)) < Decimal("1e-12")


def test_samples_that_pay_for_the_run_are_whole_ones() -> None:
    """40.59 samples would pay: 41 do, and 40 do not."""
    assert "41 removed samples without a label pay for the run" in page_of("ct_de")
