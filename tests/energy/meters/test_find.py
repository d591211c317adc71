"""All that can be measured on a machine, from what each kind of meter finds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.meters import cpu_load, find, nvml, rapl
from reportgen.energy.meters.meter import Found, MeteredDevice, NotMeasured, Reading
from tests.energy.meters.standins import ScriptedMeter

GPU, CPU, RAM, LOAD = (
    ScriptedMeter(MeteredDevice(key, key, key[:3], "a method"), [Reading(1)])
    for key in ("gpu0", "cpu0", "ram0", "cpu9")
)
HIDDEN, UNREADABLE = NotMeasured("GPU 1", "hidden", absent=True), NotMeasured("CPU", "no permission", "sudo")
RANKS = {"LOCAL_RANK": "1"}
DOUBT = (
    "LOCAL_RANK=1: several processes of this job are on this node, and each record is of the whole node; "
    "record in one of them and do not add their records up"
)


@pytest.mark.parametrize(
    ("environ", "zones", "meters", "missing", "notes"),
    [
        ({}, Found((CPU, RAM)), (GPU, CPU, RAM), (HIDDEN,), ("divided",)),
        (RANKS, Found((CPU,)), (GPU, CPU), (HIDDEN,), ("divided", DOUBT)),
        # memory alone leaves the CPU to be estimated
        (
            {},
            Found((RAM,), (UNREADABLE,), ("odd",)),
            (GPU, RAM, LOAD),
            (HIDDEN, UNREADABLE),
            ("divided", "odd", "by load"),
        ),
        (RANKS, Found(), (GPU, LOAD), (HIDDEN,), ("divided", "by load", DOUBT)),
    ],
)
def test_what_each_kind_of_meter_finds_is_put_together(
    environ: Mapping[str, str],
    zones: Found,
    meters: tuple[ScriptedMeter, ...],
    missing: tuple[NotMeasured, ...],
    notes: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """GPUs, then RAPL, then an estimate where no CPU package is read; what is missing, and what a reader must know."""
    asked: list[object] = []

    def found(answer: Found, given: object) -> Found:
        asked.append(given)
        return answer

    gpus = Found((GPU,), (HIDDEN,), ("divided",), lambda: asked.append("closed"))
    monkeypatch.setattr(find, "find_gpus", lambda given: found(gpus, given))
    monkeypatch.setattr(find, "find_rapl", lambda given: found(zones, given))
    monkeypatch.setattr(find, "find_cpu_estimate", lambda given: found(Found((LOAD,), (), ("by load",)), given))
    all_ = find.find_meters(environ, Path("/zones"), Decimal(64))
    all_.close()

    assert (meters, missing, notes) == (all_.meters, all_.not_measured, all_.notes)
    assert [environ, Path("/zones"), *([Decimal(64)] if LOAD in meters else []), "closed"] == asked


def test_linux_shows_its_devices_here() -> None:
    """As its documentation of powercap, PCI and proc says."""
    places = (rapl.POWERCAP, nvml.PCI_DEVICES, cpu_load.STAT)

    assert ["/sys/class/powercap", "/sys/bus/pci/devices", "/proc/stat"] == list(map(str, places))
