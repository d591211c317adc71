"""What a record says beside its energy: which of it becomes a figure, on whose word, and of which records none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.power import Envelope, Gap, Span
from reportgen.energy.record import Device, Prediction, Record, RecordedStage
from reportgen.figures.figure import Figure
from tests.inputs.runs import load, write

D = Decimal
Made = Callable[..., Mapping[str, Figure]]
ENDS = ("record_duration", "sampling_interval", "record_gaps", "tool_intensity", "sampling_bound", "reported_energy")

POWER = Envelope((Span(D(0), D(60), D(200), D(100), D(300)), Span(D(60), D(3600), D(500), D(400), D(350))), 99)
GPU = Device("GPU 0", "gpu", D("0.5"), power=POWER)
RECORD = Record(
    "a tool",
    D("0.5"),
    duration_s=D(3600),
    devices=(GPU,),
    intensity_kg_per_kwh=D("0.4"),
    low_kwh=D("0.4"),
    high_kwh=D("0.6"),
    interval_s=D(2),
    gaps=(Gap(D(10), D(25), "no samples"), Gap(D(30), D(40), "suspended")),
    stages=(RecordedStage("load", D("0.2"), D(60)), RecordedStage("idle", None, D(60))),
    prediction=Prediction(
        *(D(360), D(100), D(1000)),
        *(D(4000), D(3500), D(4500)),
        *(D("0.6"), D("0.5"), D("0.7")),
        *(D("0.3"), D("0.2"), D("0.4")),
    ),
)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Return what gives the figures of a run whose file `log` holds these records."""

    def figures(*records: Record, settings: Mapping[str, str] | None = None) -> Mapping[str, Figure]:
        monkeypatch.setattr("reportgen.energy.importers.read.read_records", lambda *_: list(records))
        write(tmp_path, "log", "")
        return load(tmp_path, f"energy: {json.dumps([{'file': 'log'}])}\n", settings=settings).figures

    return figures


def of_record(figures: Mapping[str, Figure], names: Sequence[str] = ENDS) -> dict[str, Decimal | None]:
    """The values of the figures that end in the record's name."""
    return {name: figures[f"{name}.log"].value for name in names if f"{name}.log" in figures}


def test_everything_that_a_measured_record_says(made: Made) -> None:
    """Two gaps of 15 and 10 s are 25; half of 0.4 to 0.6 kWh is what sampling can have missed."""
    figures = made(RECORD)
    assert {
        "record_duration": 3600,
        "sampling_interval": 2,
        "record_gaps": 25,
        "tool_intensity": D("0.4"),
        "sampling_bound": D("0.1"),
    } == of_record(figures)
    assert {"measured"} == {figures[f"{name}.log"].basis for name in of_record(figures)}
    assert (D("0.2"), "Energy of the stage load") == (
        figures["stage_energy.log_1"].value,
        figures["stage_energy.log_1"].label,
    )
    assert "stage_energy.log_2" not in figures
    # how good the meter is, which the energy's range says, is no source of a duration
    assert {("energy.log",)} == {figures[f"{name}.log"].sources for name in of_record(figures)}
    assert ("energy.log", "energy-software-accuracy") == figures["energy.log"].sources
    assert "Energy drawn: log" == figures["energy.log"].label


def test_what_a_device_drew_and_its_peak(made: Made) -> None:
    """0.5 kWh in an hour are 500 W in the mean; the highest of its spans is the peak."""
    figures = made(RECORD)
    keys = ("device_energy.log_1", "device_peak.log_1", "device_power.log_1")
    assert (D("0.5"), D(350), D(500)) == tuple(figures[key].value for key in keys)
    assert {"measured"} == {figures[key].basis for key in keys[:2]}


@pytest.mark.parametrize(
    ("device", "keys"),
    [
        (GPU, {"device_energy.log_1", "device_peak.log_1", "device_power.log_1"}),
        (replace(GPU, power=None), {"device_energy.log_1"}),
        (replace(GPU, power=Envelope((), 0)), {"device_energy.log_1"}),
        (replace(GPU, energy_kwh=None), {"device_peak.log_1"}),
        (replace(GPU, energy_kwh=None, power=None), set()),
    ],
)
def test_what_a_device_does_not_say_is_no_figure(made: Made, device: Device, keys: set[str]) -> None:
    """Neither a power without a curve nor a mean without an energy."""
    assert keys == {key for key in made(replace(RECORD, devices=(device,))) if key.startswith("device_")}


def test_what_was_predicted_and_how_far_it_was_off(made: Made) -> None:
    """4,000 s for 3,600 s are a ninth too many, 0.6 kWh for 0.5 a fifth; what was predicted is an estimate."""
    figures = made(RECORD)
    expected = {
        "predicted_at": (D(360), None, None, "measured"),
        "predicted_duration": (D(4000), D(3500), D(4500), "estimate"),
        "predicted_energy": (D("0.6"), D("0.5"), D("0.7"), "estimate"),
        "predicted_co2": (D("0.3"), D("0.2"), D("0.4"), "estimate"),
    }
    found = {name: figures[f"{name}.log"] for name in expected}
    assert expected == {name: (it.value, it.low, it.high, it.basis) for name, it in found.items()}
    whole = figures["recorded_energy.log"]
    assert (D("0.5"), "measured", ("energy.log",)) == (whole.value, whole.basis, whole.sources)
    assert "0.111111" == f"{figures['prediction_error_duration.log'].value:.6f}"
    assert D("0.2") == figures["prediction_error_energy.log"].value


def test_a_prediction_without_energy(made: Made) -> None:
    """What was not predicted is no figure, and has no error."""
    assert RECORD.prediction is not None
    figures = made(replace(RECORD, prediction=replace(RECORD.prediction, energy_kwh=None, co2_kg=None)))
    assert {"predicted_at.log", "predicted_duration.log"} == {key for key in figures if key.startswith("predicted")}
    assert "prediction_error_energy.log" not in figures


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"duration_s": None}, {"record_duration"}),
        ({"interval_s": None}, {"sampling_interval"}),
        ({"gaps": ()}, {"record_gaps"}),
        ({"intensity_kg_per_kwh": None}, {"tool_intensity"}),
        ({"low_kwh": None}, {"sampling_bound"}),
        ({"high_kwh": None}, {"sampling_bound"}),
        # how far an estimate may be off says nothing of its sampling
        ({"basis": "estimate"}, {"sampling_bound"}),
    ],
)
def test_what_a_record_does_not_say_is_no_figure(made: Made, changed: dict[str, object], lacks: set[str]) -> None:
    """No gap is no gap of 0 s."""
    found = of_record(made(replace(RECORD, prediction=None, **changed)))  # type: ignore[arg-type]
    assert set(ENDS) - {"reported_energy"} - lacks == set(found)


def test_what_the_tool_itself_said_stands_beside_a_corrected_figure(made: Made) -> None:
    """Only there: elsewhere it is the figure."""
    figures = made(replace(RECORD, corrected_kwh=D("0.7"), prediction=None))
    assert (D("0.5"), D("0.7")) == (figures["reported_energy.log"].value, figures["energy.log"].value)


def test_a_record_in_two_parts_has_one_prediction_of_the_whole(made: Made) -> None:
    """Stages and prediction, which speak of all devices, are as firm as the weaker part."""
    ram = Device("RAM", "ram", D("0.25"), basis="estimate")
    figures = made(replace(RECORD, energy_kwh=D("0.75"), devices=(GPU, ram), basis="estimate"))
    assert (D("0.5"), D("0.25")) == (figures["energy.log"].value, figures["energy.log_estimate"].value)
    assert ("recorded_energy.log" in figures, "stage_energy.log_1" in figures) == (False, False)
    assert D("0.75") == figures["recorded_energy.log_estimate"].value
    assert "estimate" == figures["stage_energy.log_estimate_1"].basis


def test_a_corrected_record_stays_whole(made: Made) -> None:
    """Its devices are those of the figure that was corrected, and would bring that back."""
    ram = Device("RAM", "ram", D("0.25"), basis="estimate")
    record = replace(RECORD, energy_kwh=D("0.75"), corrected_kwh=D(2), devices=(GPU, ram), basis="estimate")
    figures = made(record)
    assert (D(2), D(2)) == (figures["energy.log"].value, figures["filtering_energy"].value)
    assert "energy.log_estimate" not in figures


@pytest.mark.parametrize("first", [True, False])
def test_a_record_without_energy_neither_covers_nor_is_covered(made: Made, first: bool) -> None:
    """Of two records of one GPU in one hour the one that measured counts, and the other says that it did not."""
    start = datetime(2026, 11, 21, 20, tzinfo=UTC)
    known = replace(RECORD, started_at=start, ended_at=start + timedelta(hours=1), zone_known=True)
    silent = replace(known, energy_kwh=None)
    figures = made(*((silent, known) if first else (known, silent)))
    counted, other = ("energy.log_2", "energy.log") if first else ("energy.log", "energy.log_2")
    assert (D("0.5"), D("0.5")) == (figures[counted].value, figures["filtering_energy"].value)
    assert "a tool: energy was not measured (it reported none, or zero)" == figures[other].reason
    # and two that measured are counted once
    assert D("0.5") == made(known, known)["filtering_energy"].value


@pytest.mark.parametrize("record", [replace(RECORD, energy_kwh=None), RECORD])
def test_a_record_that_does_not_count_says_nothing(made: Made, record: Record) -> None:
    """Without an energy, or with one of the command line in its place, its details would be of another figure."""
    settings = {"energy.log": "3"} if record.energy_kwh else {}
    figures = made(record, settings=settings)
    assert {} == of_record(figures)
    assert [] == [key for key in figures if key.startswith(("device_", "stage_", "predict", "recorded_"))]


def test_as_many_parts_as_a_page_can_name(made: Made) -> None:
    """Of 61 devices and stages the first 60 are figures; the energy is that of all."""
    devices = tuple(Device(f"GPU {number}", "gpu", D(1)) for number in range(61))
    stages = tuple(RecordedStage(f"epoch {number}", D(1), D(60)) for number in range(61))
    figures = made(replace(RECORD, energy_kwh=D(61), devices=devices, stages=stages, prediction=None))
    for name in ("device_energy", "stage_energy"):
        assert [f"{name}.log_{number}" for number in range(1, 61)] == [key for key in figures if key.startswith(name)]
    assert 61 == figures["filtering_energy"].value
