"""The emissions of a model card: those of one training, in grams."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.rendering.model_card import model_card
from tests.audit.reports import report
from tests.rendering.runs import four_lines, given

TRAINING = {"kwh": 2, "samples": 100}
FOUR = {"task": "classification", "samples_before": 100, "samples_after": 40, "duration": 60}


def card(folder: Path, **more: Any) -> Any:
    """The model card of a run, read as YAML."""
    content = model_card(given(folder, {**FOUR, **more}).account).content
    return None if content is None else yaml.safe_load(content)


def test_a_model_card_has_what_a_training_emitted(tmp_path: Path) -> None:
    """2 kWh at a PUE of 1.5 and 0.4 kg/kWh are 1,200 g, whatever was saved."""
    found = card(tmp_path, training=TRAINING, grid={"zone": "DE", "intensity": Decimal("0.4"), "pue": Decimal("1.5")})
    source = f"reportgen {report_version()}: 2 kWh (stated) x PUE 1.5 x 0.4 kgCO2e/kWh, one training on 100 samples"
    assert {"co2_eq_emissions": {"emissions": 1200, "source": source, "geographical_location": "DE"}} == found


def test_a_model_card_names_the_hardware(tmp_path: Path) -> None:
    """How many and which, where both are known; its source tells no more digits than its emissions."""
    training = {"parameters": 10**9, "gpu": "H100 SXM", "tokens": 3 * 10**9}
    found = card(tmp_path, training=training)["co2_eq_emissions"]
    assert "H100 SXM" == found["hardware_used"]
    assert re.search(r": [0-9.]{1,8} kWh \(", found["source"])


@pytest.mark.parametrize(
    ("more", "data"),
    [
        ({"tokens": 3 * 10**9}, "one training"),
        ({"tokens": 3 * 10**9, "samples": 50}, "one training on 50 samples"),
        ({}, "one training on the data before filtering"),
        ({"gpu_hours": 8}, "one training"),
    ],
)
def test_a_model_card_says_of_which_data_the_training_is(tmp_path: Path, more: dict[str, Any], data: str) -> None:
    """Of all tokens where they stand for the training's own: a model of what was kept emitted less."""
    training = {"parameters": 10**9, "gpu": "H100 SXM", **more}
    amounts = {"token": {"before": 2 * 10**9, "after": 10**9}}
    found = card(tmp_path, training=training, amounts=amounts)["co2_eq_emissions"]
    assert found["source"].endswith(f" kgCO2e/kWh, {data}")


@pytest.mark.parametrize(
    ("gpus", "hardware"), [({"gpus": 8}, "8 x H100 SXM"), ({}, "H100 SXM"), ({"gpus": 1}, "1 x H100 SXM")]
)
def test_how_many_gpus_stand_before_which(tmp_path: Path, gpus: dict[str, Any], hardware: str) -> None:
    """A number that nobody gave is none."""
    training = {**TRAINING, "gpu": "H100 SXM", **gpus}
    assert hardware == card(tmp_path, training=training)["co2_eq_emissions"]["hardware_used"]


@pytest.mark.parametrize(
    ("kwh", "grams"), [("2", 800), ("0.00123456789", 0.493827), ("1234567.89", 493827000), ("0.0000001", 0.00004)]
)
def test_emissions_have_six_digits(tmp_path: Path, kwh: str, grams: float) -> None:
    """0.4 kg a kWh and no overhead: 400 g a kWh."""
    training, grid = {**TRAINING, "kwh": Decimal(kwh)}, {"intensity": Decimal("0.4"), "pue": 1}
    assert grams == float(card(tmp_path, training=training, grid=grid)["co2_eq_emissions"]["emissions"])


def report_version() -> str:
    """Of reportgen, as report.json says it."""
    version: str = json.loads(report().json)["generator"]["version"]
    return version


def test_a_place_that_nobody_gave_is_left_out(tmp_path: Path) -> None:
    """The world's average is no location."""
    assert {"emissions", "source"} == set(card(tmp_path, training=TRAINING)["co2_eq_emissions"])


def test_without_a_training_of_ones_own_there_is_no_card(tmp_path: Path) -> None:
    """The published scenario is not the user's training: nothing is written, and what is missing is said."""
    made = four_lines()
    saved = made.save(tmp_path, ["model-card", "metrics"])
    assert ["report.metrics.json"] == [path.name for path in saved.paths]
    assert [text for text in saved.shortfalls if text.startswith("no model card: ")]
