"""Records of one device at one time are found, and what is not known is not taken for known."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from reportgen.energy.overlap import overlaps
from reportgen.energy.record import Device, Record

NOON = datetime(2026, 11, 21, 12)
A100 = "NVIDIA A100-SXM4-40GB"


def record(
    name: str, kind: str, start: datetime | None, seconds: int | None = 60, ended: datetime | None = None
) -> Record:
    """Return a record of one device."""
    return Record(
        "a tool",
        Decimal(1),
        duration_s=None if seconds is None else Decimal(seconds),
        devices=(Device(name, kind, Decimal(1)),),
        started_at=start,
        ended_at=ended,
        zone_known=start is not None and start.tzinfo is not None,
    )


def found(one: Record, other: Record, *hosts: str | None) -> list[bool]:
    """Return whether each overlap of the two is sure."""
    return [overlap.sure for overlap in overlaps([one, other], hosts or None)]


def at(seconds: float, utc: bool = False) -> datetime:
    """Return a moment so long after noon."""
    moment = NOON + timedelta(seconds=seconds)
    return moment.replace(tzinfo=UTC) if utc else moment


@pytest.mark.parametrize(
    ("names", "kind", "same"),
    [
        ((A100, A100), "gpu", True),
        ((f"{A100} 0", f"{A100} 1"), "gpu", False),
        (("GPU 0", f"{A100} 0"), "gpu", True),
        (("GPU 0", f"2 x {A100}"), "gpu", True),
        ((A100, "NVIDIA H100 80GB HBM3"), "gpu", False),
        (("GPU-1b2c3d4e-0000-1111-2222-333344445555", "GPU-9f8e7d6c-0000-1111-2222-333344445555"), "gpu", False),
        ((f"{A100} (GPU 0)", f"{A100} (GPU 1)"), "gpu", False),
        ((f"{A100} (GPU 0)", f"{A100} 1"), "gpu", False),
        ((f"{A100} (GPU 0)", "GPU 0"), "gpu", True),
        (("NVIDIA GeForce GTX 980", "GPU 0"), "gpu", True),
        (("cpu:0", "Intel(R) Xeon(R) Processor"), "cpu", True),
        (("CPU", "Intel(R) Xeon(R) Processor"), "cpu", True),
        (("CPU package-0", "CPU package-1"), "cpu", False),
        (("RAM", "dram:0"), "ram", True),
        (("nodes of job 12", "nodes of job 13"), "machine", False),
    ],
)
def test_devices_are_the_same_unless_something_tells_them_apart(names: tuple[str, str], kind: str, same: bool) -> None:
    """An index, a model or a serial number tells two devices apart; without one they may be one."""
    assert ([True] if same else []) == found(record(names[0], kind, at(0)), record(names[1], kind, at(30)))


def test_a_cpu_is_no_gpu_but_a_machine_holds_both() -> None:
    """Parts of different kinds are added up; what a whole node drew holds them already."""
    cpu, gpu, node = (record(name, kind, at(0)) for name, kind in (("CPU", "cpu"), (A100, "gpu"), ("node", "machine")))

    assert [] == found(cpu, gpu)
    assert [True] == found(gpu, node)
    assert [A100] == [overlap.device for overlap in overlaps([gpu, node])]
    assert [A100] == [overlap.device for overlap in overlaps([node, gpu])]


def test_each_pair_is_named_by_its_places() -> None:
    """Of three records the first and the last speak of one GPU, the second of another one."""
    records = [record(f"{A100} {index}", "gpu", at(0)) for index in (0, 1, 0)]

    assert [(0, 2)] == [(overlap.first, overlap.second) for overlap in overlaps(records)]


def test_any_device_of_several_may_be_the_shared_one() -> None:
    """Each record has a CPU and a GPU, and the GPUs are one."""
    one, other = (
        Record("a tool", Decimal(1), duration_s=Decimal(60), started_at=at(0), devices=devices)
        for devices in (
            (Device("CPU package-0", "cpu", Decimal(1)), Device(f"{A100} 1", "gpu", Decimal(1))),
            (Device(f"{A100} 1", "gpu", Decimal(1)), Device("CPU package-1", "cpu", Decimal(1))),
        )
    )

    assert [(True, f"{A100} 1")] == [(overlap.sure, overlap.device) for overlap in overlaps([one, other])]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(60)), []),  # one after the other
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(59)), []),  # times are cut to seconds
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(58)), []),  # 2 s are no overlap yet
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(57.9)), [True]),
        (record(A100, "gpu", at(57.9)), record(A100, "gpu", at(0)), [True]),
        (record(A100, "gpu", at(0), 1), record(A100, "gpu", at(0), 1), [True]),
        # of a run of 1 s more than half must be shared
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(59.5), 1), []),
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(59.4), 1), [True]),
        (record(A100, "gpu", at(59.5), 1), record(A100, "gpu", at(0)), []),
        (record(A100, "gpu", at(59.4), 1), record(A100, "gpu", at(0)), [True]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(57, utc=True)), [True]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(0)), [False]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(13 * 3600)), [False]),
        # no zone is further than 14 hours from UTC, either way; the spans are a minute long
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(14 * 3600 + 59)), [False]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(14 * 3600 + 60)), []),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(-14 * 3600 - 59)), [False]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(-14 * 3600 - 60)), []),
        (record(A100, "gpu", None), record(A100, "gpu", at(0)), []),
        (record(A100, "gpu", at(0), None), record(A100, "gpu", at(0)), []),
        (record(A100, "gpu", None, 60, at(60)), record(A100, "gpu", at(30)), [True]),
    ],
)
def test_times_without_zone_are_compared_with_care(one: Record, other: Record, expected: list[bool]) -> None:
    """Two clocks without zone are taken for clocks of one zone; one with and one without leave it open."""
    assert expected == found(one, other)


def test_two_named_machines_never_overlap() -> None:
    """Only where both are named: a record holds no name of its machine."""
    one, other = record(A100, "gpu", at(0)), record(A100, "gpu", at(0))

    assert [] == found(one, other, "node 1", "node 2")
    assert [True] == found(one, other, "node 1", "node 1")
    assert [True] == found(one, other, "node 1", None)
