"""What tells two devices apart, and what does not."""

import pytest

from reportgen.energy.record import Device, Identity, Record
from reportgen.energy.same_device import Mark, difference, marks_of, told_apart_by

A100 = "NVIDIA A100-SXM4-40GB"


def mark(name: str = A100, kind: str = "gpu", host: str | None = None, **identity: str) -> Mark:
    """The mark of the one device of a record; host: as the manifest says it."""
    [found] = marks_of(Record("t", None, devices=(Device(name, kind, None, identity=Identity(**identity)),)), host)
    return found


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        (mark(), mark(), ""),
        (mark(index="0"), mark(index="3"), "index"),
        (mark(index="0"), mark(index="0"), ""),
        (mark(index="0"), mark(), ""),  # what one does not say tells nothing apart
        (mark(index="0"), mark(f"{A100} 3"), "index"),  # the index in a name is one too
        (mark(f"{A100} 3", index="0"), mark(index="0"), ""),  # and the record's own goes before it
        (mark(uuid="GPU-1111"), mark(uuid="GPU-2222"), "uuid"),
        (mark(uuid="GPU-1111", index="0"), mark(uuid="gpu-1111", index="1"), ""),  # one board, numbered anew
        (mark(uuid="GPU-1111", index="0"), mark(uuid="00000000:01:00.0", index="0"), ""),  # a bus id is no UUID
        (mark(uuid="GPU-1111", index="0"), mark(uuid="00000000:01:00.0", index="1"), "index"),
        (mark(column="gpu_watts"), mark(column="other_watts"), "column"),
        (mark(column="power", index="0"), mark(column="watts", index="0"), ""),  # one index is one device
        (mark(host="n1"), mark(host="n2"), "host"),
        (mark(host="n1"), mark(), ""),
        (mark(process="a"), mark(process="b"), "process"),
        (mark(process="a"), mark(process="a"), ""),
        (mark(process="a"), mark(), ""),  # the whole machine holds the share
        (mark("CPU", "cpu"), mark(), "kind"),
        (mark("CPU", "cpu", column="cpu_watts"), mark(column="gpu_watts"), "kind"),
        (mark(), mark("NVIDIA H100 80GB HBM3"), "name"),
        (mark("node", "machine"), mark(index="0"), ""),  # the whole holds its parts
        (mark("node", "machine", host="n1"), mark(host="n2"), "host"),
        (mark("nodes of job 12", "machine"), mark("nodes of job 13", "machine"), "name"),
        (Mark(""), mark(index="0"), ""),  # a record that names no device
        (Mark("", host="n1"), mark(host="n2"), "host"),
    ],
)
def test_devices_are_told_apart_by_what_both_records_say(one: Mark, other: Mark, by: str) -> None:
    """Whichever of the two comes first."""
    assert [by, by] == [told_apart_by(one, other), told_apart_by(other, one)]


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("NVIDIA A100-SXM4-40GB (GPU 3)", "gpu", {"index": "3", "name": "a100 sxm4 40gb"}),
        ("2 x NVIDIA A100-SXM4-40GB", "gpu", {"name": "a100 sxm4 40gb"}),
        ("4 device(s) Tesla T4", "gpu", {"name": "tesla t4"}),
        ("NVIDIA GeForce GTX 980", "gpu", {"name": "geforce gtx 980"}),
        ("NVIDIA A100 11", "gpu", {"index": "11", "name": "a100"}),
        ("NVIDIA A100 111", "gpu", {"name": "a100 111"}),
        ("GPU-1B2C3D4E-0000-1111", "gpu", {"uuid": "gpu-1b2c3d4e-0000-1111", "name": "1b2c3d4e 0000 1111"}),
        ("MIG-1b2c3d4e", "gpu", {"uuid": "mig-1b2c3d4e", "name": "mig 1b2c3d4e"}),
        ("GPU-0", "gpu", {"index": "0"}),
        ("cpu:0", "cpu", {"index": "0"}),
        ("CPU package-1", "cpu", {"index": "1"}),
        ("DRAM", "ram", {}),
        ("Memory 0", "ram", {"index": "0"}),
        ("nodes of job 12", "machine", {"name": "nodes of job 12"}),  # no index, and a name whole
        ("Node-A", "machine", {"name": "node-a"}),
    ],
)
def test_a_name_says_which_device_it_is(name: str, kind: str, said: dict[str, str]) -> None:
    """Its number, its serial number and its model, without what every device of the kind is called."""
    nothing = {"host": None, "process": None, "uuid": None, "index": None, "column": None, "name": ""}

    assert {"kind": kind, **nothing, **said} == vars(mark(name, kind))


def test_a_record_without_devices_has_a_mark_of_its_own() -> None:
    """Nothing is known of it but its machine, where somebody says that; it is shown by its tool."""
    assert {Mark("", "n1", None, None, None, None, ""): "a tool"} == marks_of(Record("a tool", None), "n1")
    assert {Mark("", None, None, None, None, None, ""): "a tool"} == marks_of(Record("a tool", None))


def test_each_device_is_shown_by_its_own_name() -> None:
    """Of two devices two marks."""
    devices = (Device("CPU package-0", "cpu", None), Device(f"{A100} 1", "gpu", None))

    assert ["CPU package-0", f"{A100} 1"] == list(marks_of(Record("t", None, devices=devices)).values())


def test_the_manifests_word_for_a_machine_goes_before_the_files() -> None:
    """Two files that name one host are of two machines where the manifest says so."""
    identity = Identity(host="n1")
    record = Record("t", None, devices=(Device(A100, "gpu", None, identity=identity),))
    assert "host" == told_apart_by(*(next(iter(marks_of(record, host))) for host in ("x", "y")))


def test_words_name_no_host_serial_number_or_process() -> None:
    """Index and column may be said, for they are on the page beside it."""
    secret = [
        (mark(host="secret1"), mark(host="secret2")),
        (mark(uuid="GPU-secret1"), mark(uuid="GPU-secret2")),
        (mark(process="secret1"), mark(process="secret2")),
        (mark("nodes of job 12secret", "machine"), mark("nodes of job 13secret", "machine")),
        (mark("NVIDIA secret1", index="0"), mark("NVIDIA secret2")),
    ]
    said = [difference(one, other) for one, other in secret]

    assert ["two hosts", "two serial numbers", "two processes", "two jobs or machines", "two models"] == said
    assert "index 0 and 3" == difference(mark(index="0"), mark(index="3"))
    assert "columns a and b" == difference(mark(column="a"), mark(column="b"))
    assert "CPU and GPU" == difference(mark("CPU", "cpu"), mark())
    assert "memory and other" == difference(mark("DRAM", "ram"), mark("fan", "other"))
    assert difference(mark(), mark()) is None
