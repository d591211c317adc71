"""A record of which a meter read one part and a model gave the other is told as two, where its parts are known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.energy.device_times import LEAST_SHARED, Span
from reportgen.energy.parts import by_basis
from reportgen.energy.record import Device, Prediction, Record, RecordedStage

GPU = Device("GPU 0", "gpu", Decimal("0.3"), "measured", "energy counter", Decimal("0.2"), Decimal("0.4"))
CPU = Device("CPU", "cpu", Decimal("0.1"), "estimate", "load", Decimal("0.05"), Decimal("0.2"))
BOTH = Record("a tool", Decimal("0.4"), devices=(GPU, CPU), basis="estimate")


def test_each_part_has_its_own_energy_range_and_basis() -> None:
    """0.3 kWh that were measured beside 0.1 kWh of a model."""
    measured, estimated = by_basis(BOTH)

    assert ("measured", Decimal("0.3"), Decimal("0.2"), Decimal("0.4"), (GPU,)) == (
        *(measured.basis, measured.energy_kwh, measured.low_kwh, measured.high_kwh, measured.devices),
    )
    assert ("estimate", Decimal("0.1"), Decimal("0.05"), Decimal("0.2"), (CPU,)) == (
        *(estimated.basis, estimated.energy_kwh, estimated.low_kwh, estimated.high_kwh, estimated.devices),
    )


def test_what_speaks_of_all_devices_stands_once() -> None:
    """Doubts beside what was measured; stages and a prediction, which are as firm as the weaker part, beside the other.

    Of a part of which one device has no range there is none; each part has all else that the record says.
    """
    silent = Device("fan", "other", None, "measured", "plug")
    ram = Device("RAM", "ram", Decimal("0.2"), "estimate", "model by size")
    whole = replace(
        BOTH,
        energy_kwh=Decimal("0.6"),
        devices=(silent, GPU, CPU, ram),
        method="both",
        warnings=("a doubt",),
        implausible=("too much",),
        stages=(RecordedStage("near duplicates", None, Decimal(1)),),
        prediction=Prediction(*[Decimal(1)] * 6),
        duration_s=Decimal(60),
    )
    low, third, high = map(Decimal, ("0.2", "0.3", "0.4"))
    part = replace(whole, energy_kwh=third)
    measured = replace(part, low_kwh=low, high_kwh=high, devices=(silent, GPU), basis="measured", method=GPU.method)
    estimated = replace(part, devices=(CPU, ram), basis="estimate", method="load")
    measured = replace(measured, stages=(), prediction=None)
    estimated = replace(estimated, warnings=(), implausible=())

    assert [measured, estimated] == by_basis(whole)


@pytest.mark.parametrize(
    ("energy_kwh", "parts"),
    [("0.4", 2), ("0.4000000004", 2), ("0.39999999961", 2), ("0.400000001", 1), ("0.399999999", 1)],
)
def test_the_devices_of_a_record_add_up_to_nine_digits(energy_kwh: str, parts: int) -> None:
    """As far as tools print them."""
    assert parts == len(by_basis(replace(BOTH, energy_kwh=Decimal(energy_kwh))))


@pytest.mark.parametrize(
    "record",
    [
        replace(BOTH, devices=(GPU, replace(CPU, basis="measured"))),
        replace(BOTH, devices=(GPU, replace(CPU, energy_kwh=None))),
        replace(BOTH, corrected_kwh=Decimal("0.35")),
        replace(BOTH, energy_kwh=Decimal("0.5")),
        replace(BOTH, energy_kwh=None),
        replace(BOTH, devices=()),
    ],
    ids=["one basis", "one of them unknown", "corrected", "more than its devices", "no energy", "no devices"],
)
def test_a_record_whose_parts_are_not_known_stays_one(record: Record) -> None:
    """Nothing is made up of what it does not say."""
    assert [record] == by_basis(record)


@pytest.mark.parametrize(
    ("first", "second", "shared", "meets"),
    [
        (10, 10, 2, False),
        (10, 10, 3, True),
        (2, 10, 1, False),  # half of the shorter, whichever of the two it is
        (10, 2, 1, False),
        (10, 3, 2, True),
        (3, 10, 2, True),
    ],
)
def test_times_meet_in_more_than_cut_seconds_explain(first: int, second: int, shared: int, *, meets: bool) -> None:
    """Two seconds, or half of a short one: logs cut their times to whole seconds."""
    second_s = LEAST_SHARED // 2
    start = first - shared

    assert meets == Span(0, first * second_s, zoned=True).meets(start * second_s, (start + second) * second_s)
