"""The training that is avoided: who says its energy, and which factor counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.figures.runs import FOUR, run
from tests.inputs.runs import load


@pytest.mark.parametrize(
    ("training", "settings", "basis"),
    [
        ("{kwh: 12.5}", {}, "stated"),
        ("{factor: published, kwh: 12.5}", {}, "stated"),
        ("{factor: exact, kwh: 12.5}", {}, "stated"),
        ("{factor: scenario, samples: 5, kwh: 12.5}", {}, "stated"),
        ("{factor: measured, samples: 5, kwh: 12.5}", {}, "measured"),
        ("{factor: measured, samples: 5, kwh: 12.5}", {"training_kwh": "12"}, "stated"),
        ("{factor: measured, samples: 5}", {"training_kwh": "12"}, "stated"),
        ("{samples: 5}", {"training_kwh": "12"}, "stated"),
    ],
)
def test_an_energy_is_measured_only_where_the_manifest_says_so(
    tmp_path: Path, training: str, settings: dict[str, str], basis: str
) -> None:
    """`factor: measured` is that word; a number alone is stated, and so is one of the command line."""
    figures = load(tmp_path, f"training: {training}\n", settings=settings).figures
    assert basis == figures["training_kwh"].basis


@pytest.mark.parametrize(
    ("training", "chosen"), [({"runs": 1}, "default"), ({"factor": "published"}, "as the manifest asks")]
)
def test_who_chose_the_published_factor(training: dict[str, object], chosen: str) -> None:
    """Nobody, or the manifest."""
    figures = run({**FOUR, "training": training}).figures
    assert chosen == figures["co2_per_sample"].chosen
    assert "Training CO2e of one sample" == str(figures["co2_per_sample"].label)
    # whose emissions were published, and by which grid
    assert "0.954 lb/kWh × 0.45359237 kg/lb" == str(figures["factor_grid_intensity"].note)
    own = run({**FOUR, "training": training}, {"co2_per_sample": "0.5"}).figures["co2_per_sample"]
    assert "Training CO2e of one sample, the company's own figure" == str(own.label)
    of_frames = {"units_per_sample": {"frame": 30}, "training": {**training, "factor_per": "frame"}}
    frames = run({**FOUR, **of_frames}).figures["co2_per_unit"]
    assert chosen == frames.chosen


@pytest.mark.parametrize(
    ("training", "counts"),
    [
        ({"samples": 1000, "kwh": 10}, True),
        ({"samples": 1000, "hours": 10, "gpus": 4, "watts": 250}, True),
        ({"kwh": 10}, False),
        ({"samples": 1000}, False),
        ({"samples": 1000, "gpus": 4, "watts": 250}, False),
        ({"samples": 1000, "hours": 10, "watts": 250}, False),
        ({"samples": 1000, "hours": 10, "gpus": 4}, False),
        ({"hours": 10, "gpus": 4, "watts": 250}, False),
    ],
)
def test_an_own_training_counts_where_nothing_is_published(training: dict[str, int], counts: bool) -> None:
    """10 kWh over 1,000 samples, once both are known; half of it saves nothing that anybody could say."""
    by_epochs = {**training, "schedule": "epochs"}
    own = {**FOUR, "task": "lidar", "prices": [{"task": "lidar", "price": 1}], "training": by_epochs}
    figures = run(own).figures
    assert (375 if counts else None) == figures["training_energy_savings"].value
    # a task with a published factor goes by that
    published = run({**FOUR, "training": training}).figures["training_energy_per_sample"].value
    assert "0.000261818181818" == str(published)[:17]


@pytest.mark.parametrize("training", [{}, {"schedule": "steps"}])
@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        *((name, True) for name in ("co2_per_sample", "samples", "hours", "gpus", "kwh", "gpu_hours")),
        *((name, True) for name in ("parameters", "active_parameters", "tokens")),
        *((name, False) for name in ("runs", "watts")),
    ],
)
def test_of_an_own_training_the_schedule_is_asked_for(training: dict[str, str], name: str, is_own: bool) -> None:
    """Whatever the manifest or --set says of it: only of the published ones it is known that they went by epochs."""
    lidar = {**FOUR, "task": "lidar", "prices": [{"task": "lidar", "price": 1}]}
    key = name if name == "co2_per_sample" else f"training_{name}"
    stated = run({**lidar, "training": {**training, name: 5}})
    by_setting = run({**lidar, "training": training}, {key: "5"})
    assert [is_own and not training] * 2 == [it.account.outline.schedule_open for it in (stated, by_setting)]
