"""A training that is told by its size: what is taken where nothing is said, and what is wrong with what is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.figures.runs import WEB_TEXT, run
from tests.inputs.runs import load, problems

SIZE = "parameters: 8e9, tokens: 15e12, schedule: epochs"


def leaf(key: str, settings: dict[str, str] | None = None, **training: Any) -> Any:
    """The figure of the run on web text with this said of its training."""
    return run({**WEB_TEXT, "training": {**WEB_TEXT["training"], **training}}, settings).figures[key]


@pytest.mark.parametrize(
    ("key", "value", "ends", "basis", "sources"),
    [
        ("training_mfu", "0.27", ("0.14", "0.43"), "default", ("training-utilisation",)),
        ("training_watts", "970", ("600", "1050"), "estimate", ("h100-node-power",)),
        ("training_active_parameters", "8e9", None, "default", ("default",)),
        ("gpu_peak_flops", "989.4e12", None, "literature", ("lightning-peaks",)),
        ("training_parameters", "8e9", None, "stated", ("manifest",)),
        ("training_tokens", "15e12", None, "stated", ("manifest",)),
    ],
)
def test_what_is_taken_of_a_training(
    key: str, value: str, ends: tuple[str, str] | None, basis: str, sources: tuple[str, ...]
) -> None:
    """Each value with its range, basis and source."""
    figure = leaf(key)
    assert (Decimal(value), basis, sources) == (figure.value, figure.basis, figure.sources)
    assert (None if ends is None else tuple(map(Decimal, ends))) == (
        (figure.low, figure.high) if figure.has_range else None
    )


def test_a_peak_names_its_board() -> None:
    """As the appendix says of what the number is."""
    assert "H100 SXM" in str(leaf("gpu_peak_flops").note)


@pytest.mark.parametrize(
    ("key", "training", "value"),
    [
        ("training_mfu", {"mfu": Decimal("0.4")}, "0.4"),
        ("training_watts", {"watts": 700}, "700"),
        ("training_active_parameters", {"active_parameters": Decimal("2e9")}, "2e9"),
    ],
)
def test_what_is_stated_stands_and_has_no_range(key: str, training: dict[str, Any], value: str) -> None:
    """In place of what would be taken."""
    figure = leaf(key, **training)
    assert (Decimal(value), "stated", False) == (figure.value, figure.basis, figure.has_range)


def test_gpu_hours_may_be_set_where_nobody_stated_any() -> None:
    """--set training_gpu_hours=1000 is 1,000 hours, as those of the manifest are; they stand in place of the size."""
    for settings, stated in (({"training_gpu_hours": "1000"}, {}), ({}, {"gpu_hours": 1000})):
        figure = leaf("training_gpu_hours", settings, **stated)
        assert (Decimal(1000), "stated") == (figure.value, figure.basis)
    # of GPU-hours alone the share of the samples is saved, 750 of 1,000; of no hours nobody can say
    hours: dict[str, Any] = {**WEB_TEXT, "training": {"schedule": "epochs", "gpu": "H100"}}
    keys = [
        run({**hours, "training": {**hours["training"], **more}}).figures["training_energy_savings"].inputs[0]
        for more in ({"gpu_hours": 1000}, {})
    ]
    assert ["removed_share", "samples_removed"] == keys


def test_stated_watts_are_said_to_be_without_the_host() -> None:
    """Nothing is added to them."""
    assert "as stated, without a share of the host" == leaf("training_watts", watts=700).note


def test_all_parameters_are_active_however_many_are_set() -> None:
    """--set training_parameters=4e9: 6 x 4e9 x 15e12 = 3.6e23, and the active ones alone by their own key."""
    assert Decimal("3.6e23") == leaf("training_flops", {"training_parameters": "4e9"}).value
    assert Decimal("1.8e23") == leaf("training_flops", {"training_active_parameters": "2e9"}).value


@pytest.mark.parametrize(
    ("training", "key", "reason"),
    [
        ({"gpu": None}, "training_gpu_hours", "the training's GPU not given"),
        ({"gpu": None}, "training_kwh", "the training's GPU not given"),
        ({"gpu": "T4"}, "training_gpu_hours", "the peak of the training's GPU is not known here"),
        ({"tokens": None}, "training_flops", "the training's tokens not given"),
        ({"parameters": None}, "training_flops", "the model's parameters not given"),
    ],
)
def test_what_is_missing_is_named(training: dict[str, Any], key: str, reason: str) -> None:
    """No figure is made up of half of a training."""
    told = {name: value for name, value in {**WEB_TEXT["training"], **training}.items() if value is not None}
    figure = run({**WEB_TEXT, "training": told}).figures[key]
    assert (None, reason) == (figure.value, figure.reason)


@pytest.mark.parametrize(
    ("training", "problem"),
    [
        (
            f"{{{SIZE}, gpu: H1000 SXM}}",
            'run.yaml:5: $.training.gpu: "H1000 SXM" is no GPU whose power and peak are known here '
            '(did you mean "H100 SXM"?)',
        ),
        (
            "{gpu_hours: 5, gpu: L40SX, schedule: epochs}",
            'run.yaml:5: $.training.gpu: "L40SX" is no GPU whose power and peak are known here (did you mean "L40S"?)',
        ),
        (
            f"{{{SIZE}, budget: tokens}}",
            "run.yaml:5: $.training.budget: is given beside schedule: epochs, which it contradicts "
            "(leave one out: with a budget of tokens fewer of them save no training)",
        ),
        (
            f"{{{SIZE}, active_parameters: 8.1e9}}",
            "run.yaml:5: $.training.active_parameters: is more than parameters "
            "(those that work on a token: are the two swapped?)",
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, training: str, problem: str) -> None:
    """With its line and what to do."""
    assert [problem] == problems(tmp_path, f"training: {training}\n")


@pytest.mark.parametrize(
    "training",
    [
        "{gpu_hours: 5, watts: 400, gpu: a board of ours, schedule: epochs}",
        "{hours: 5, gpus: 2, kwh: 40, samples: 9, gpu: a board of ours}",
        f"{{{SIZE}, active_parameters: 8e9, gpu: H100}}",
        f"{{{SIZE[:-18]}, budget: tokens, schedule: steps}}",
    ],
)
def test_what_is_not_wrong(tmp_path: Path, training: str) -> None:
    """A board that nobody knows where its power and peak are not asked for, and the same thing said twice."""
    assert load(tmp_path, f"training: {training}\n").figures


def test_a_published_factor_that_is_asked_for_counts() -> None:
    """Of a detection model told by its size: the size is shown beside, and 750 images save as published."""
    training = {**WEB_TEXT["training"], "factor": "published"}
    figures = run({**WEB_TEXT, "task": "detection", "prices": [], "training": training}).figures
    assert 750 * Decimal("0.00011") == figures["co2_savings"].value
    assert Decimal("7.2e23") == figures["training_flops"].value
