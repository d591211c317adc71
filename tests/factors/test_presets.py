"""The founding document's scenarios, as printed and as they should have been."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.presets import TrainingPreset, preset
from reportgen.factors.tasks import PUBLISHED


def the_preset(task: str) -> TrainingPreset:
    found = preset(task)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("task", "per_sample", "run"),
    [
        ("classification", "0.0000308", "24.7"),
        ("object-detection", "0.00011", "12.35"),
        ("segmentation", "0.0021", "6.18"),
    ],
)
def test_published_factors_stand_to_the_digit(task: str, per_sample: str, run: str) -> None:
    """What the document prints is kept verbatim, its rounding included."""
    assert Decimal(per_sample).as_tuple() == the_preset(task).published_kg_per_sample.as_tuple()
    assert Decimal(run).as_tuple() == the_preset(task).published_kg.as_tuple()


@pytest.mark.parametrize(
    ("task", "exact"),
    [
        ("classification", "3.115635271056e-5"),
        # 28.8 x 0.43272712098 / 110000 does not end; thirteen digits of it.
        ("object-detection", "1.132958280384e-4"),
        ("segmentation", "2.077090180704e-3"),
    ],
)
def test_exact_kg_per_sample_follows_from_the_scenario(task: str, exact: str) -> None:
    """Energy x exact grid factor / samples gives the known values, in Decimal, to thirteen digits."""
    scenario = the_preset(task)
    computed = scenario.kwh * scenario.kg_per_kwh_exact / scenario.samples
    digits = Decimal(1).scaleb(Decimal(exact).adjusted() - 12)
    assert Decimal(exact) == computed.quantize(digits)


@pytest.mark.parametrize("task", PUBLISHED)
def test_energy_is_days_times_watts(task: str) -> None:
    """The stored energy of a run is that of its days, GPUs and watts."""
    scenario = the_preset(task)
    assert scenario.kwh == scenario.days * 24 * scenario.gpus * scenario.watts / 1000


@pytest.mark.parametrize("task", PUBLISHED)
def test_published_run_follows_from_the_printed_factor(task: str) -> None:
    """The printed kg of a run agree with energy x the printed grid factor to the document's own rounding."""
    scenario = the_preset(task)
    assert abs(scenario.kwh * scenario.kg_per_kwh_printed - scenario.published_kg) < Decimal("0.01")


def test_exact_grid_factor_is_pounds_times_the_pound() -> None:
    """0.954 lb/kWh is 0.43272712098 kg/kWh, of which the document prints 0.4289."""
    scenario = the_preset("classification")
    assert scenario.kg_per_kwh_exact == scenario.lb_per_kwh * scenario.kg_per_lb
    assert Decimal("0.43272712098") == scenario.kg_per_kwh_exact
    assert Decimal("0.4289") == scenario.kg_per_kwh_printed


def test_scenarios_name_their_scale() -> None:
    """Samples and days are the document's."""
    scenarios = [the_preset(task) for task in PUBLISHED]
    assert [800000, 110000, 3000] == [scenario.samples for scenario in scenarios]
    assert [Decimal(8), Decimal(4), Decimal(2)] == [scenario.days for scenario in scenarios]


def test_a_companys_own_task_has_no_preset() -> None:
    """An invented task gets no factor from thin air."""
    assert preset("pose-estimation") is None
