"""RAPL on powercap trees made for the test; no real one has been seen by these tests."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.meters import rapl
from reportgen.energy.meters.meter import MeteredDevice, MeterError, NotMeasured, Reading
from reportgen.energy.meters.rapl import find_rapl
from reportgen.energy.record import Record
from reportgen.energy.recorder import Recorder
from reportgen.files.units import J_PER_KWH
from tests.energy.meters.standins import HandClock, zone


def names(root: Path) -> list[str]:
    return [meter.device.name for meter in find_rapl(root).meters]


def test_packages_and_memory_are_read_and_nothing_on_top(tmp_path: Path) -> None:
    """Cores lie in the package and psys holds it: adding them would count twice."""
    zone(tmp_path, "intel-rapl:0", "package-0", 1_000_000)
    zone(tmp_path, "intel-rapl:0:0", "core", 500_000)
    zone(tmp_path, "intel-rapl:0:1", "dram", 200_000)
    zone(tmp_path, "intel-rapl:1", "package-1", 90_000_000)
    zone(tmp_path, "intel-rapl:1:0", "dram", 300_000)
    zone(tmp_path, "intel-rapl:2", "psys", 95_000_000)

    found = find_rapl(tmp_path)

    assert [
        MeteredDevice(f"{key}{place}", f"{name} package-{place}", key, "energy counter", wraps_at_uj=262_143_328_850)
        for place in (0, 1)
        for key, name in (("cpu", "CPU"), ("ram", "DRAM"))
    ] == [meter.device for meter in found.meters]
    assert [Reading(reading) for reading in (1_000_000, 200_000, 90_000_000, 300_000)] == [
        meter.read() for meter in found.meters
    ]
    assert () == found.not_measured


def test_memory_without_a_counter_is_named(tmp_path: Path) -> None:
    """Desktop processors count their packages alone."""
    zone(tmp_path, "intel-rapl:0", "package-0", 1)

    assert (NotMeasured("memory", "RAPL has no DRAM domain here"),) == find_rapl(tmp_path).not_measured


@pytest.mark.parametrize(("range_uj", "expected"), [("262143328850", 262_143_328_850), ("0", None), (None, None)])
def test_a_counter_wraps_where_its_range_is_told(range_uj: str | None, expected: int | None, tmp_path: Path) -> None:
    """A range of nothing is none."""
    path = zone(tmp_path, "intel-rapl:0", "package-0", 1) / "max_energy_range_uj"
    path.unlink()
    if range_uj is not None:
        path.write_text(range_uj)

    assert [expected] == [meter.device.wraps_at_uj for meter in find_rapl(tmp_path).meters]


@pytest.mark.parametrize("name", [None, b"\xff\xfe", b""])
def test_a_zone_without_a_name_hides_no_other(name: bytes | None, tmp_path: Path) -> None:
    """Or with one that is no text."""
    path = zone(tmp_path, "intel-rapl:0", "package-0", 1) / "name"
    path.unlink()
    if name is not None:
        path.write_bytes(name)
    zone(tmp_path, "intel-rapl:1", "package-1", 90_000_000)

    assert ["CPU package-1"] == names(tmp_path)


def test_a_folder_that_holds_itself_is_read_once(tmp_path: Path) -> None:
    """A link leads round in a circle until the system ends it."""
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 1)
    (folder / "intel-rapl:0").symlink_to(folder)

    assert ["CPU package-0"] == names(tmp_path)


def test_folders_that_hold_each_other_end(tmp_path: Path) -> None:
    """Two links back into the tree at each place are 2^40 ways, were there no end to following them."""
    package = zone(tmp_path, "intel-rapl:0", "package-0", 1)
    for link in ("intel-rapl:0:8", "intel-rapl:0:9"):
        (package / link).symlink_to(package)

    assert ["CPU package-0"] == names(tmp_path)


def test_a_zone_inside_another_ones_folder_is_found_once(tmp_path: Path) -> None:
    """The tree below /sys/devices nests its folders; below /sys/class each has a link as well."""
    zone(tmp_path, "intel-rapl/intel-rapl:0", "package-0", 1)
    inner = zone(tmp_path, "intel-rapl/intel-rapl:0/intel-rapl:0:0", "dram", 2)
    (tmp_path / "intel-rapl:0:0").symlink_to(inner)

    assert ["CPU package-0", "DRAM package-0"] == names(tmp_path)


def test_dies_that_show_one_counter_count_once(tmp_path: Path) -> None:
    """On some AMD packages each die mirrors the socket's counter; real dies have their own."""
    zone(tmp_path, "intel-rapl:0", "package-0-die-0", 68_000_000_000)
    zone(tmp_path, "intel-rapl:1", "package-0-die-1", 68_000_000_400)
    zone(tmp_path, "intel-rapl:2", "package-1-die-0", 90_000_000_000)
    zone(tmp_path, "intel-rapl:3", "package-1-die-1", 71_000_000_000)

    assert ["CPU package-0-die-0", "CPU package-1-die-0", "CPU package-1-die-1"] == names(tmp_path)


def test_dies_whose_counters_say_nothing_are_not_one(tmp_path: Path) -> None:
    """Two that stand at zero are two; one that cannot be read is named, and no mirror."""
    for die in (0, 1):
        zone(tmp_path, f"intel-rapl:{die}", f"package-0-die-{die}", 0)
    assert ["CPU package-0-die-0", "CPU package-0-die-1"] == names(tmp_path)

    (tmp_path / "intel-rapl:1" / "energy_uj").write_text("abc")
    counter = tmp_path / "intel-rapl:1" / "energy_uj"
    missing = NotMeasured("CPU package-0-die-1", f"{counter} cannot be read: it holds no number")
    assert ["CPU package-0-die-0"] == names(tmp_path)
    assert missing in find_rapl(tmp_path).not_measured

    counter.unlink()
    missing = NotMeasured("CPU package-0-die-1", f"{counter} cannot be read: No such file or directory")
    assert missing in find_rapl(tmp_path).not_measured


@pytest.mark.parametrize(("apart_uj", "counters"), [(999_999, 1), (1_000_000, 1), (1_000_001, 2), (-1_000_001, 2)])
def test_counters_of_dies_within_a_joule_are_one(apart_uj: int, counters: int, tmp_path: Path) -> None:
    """Two dies that were read one after the other are a joule apart at most if they show the same; their memory too."""
    for die, reading_uj in ((0, 68_000_000_000), (1, 68_000_000_000 + apart_uj)):
        zone(tmp_path, f"intel-rapl:{die}", f"package-0-die-{die}", reading_uj)
        zone(tmp_path, f"intel-rapl:{die}:0", "dram", reading_uj)

    assert 2 * counters == len(names(tmp_path))


def test_one_package_by_two_ways_counts_once(tmp_path: Path) -> None:
    """Some machines show the package by MSR and by MMIO."""
    zone(tmp_path, "intel-rapl-mmio:0", "package-0", 5)
    zone(tmp_path, "intel-rapl:0", "package-0", 7)

    [meter] = find_rapl(tmp_path).meters

    assert Reading(7) == meter.read()


def test_permission_denied_is_not_measured_and_the_command_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No zero is written down; the command that is named opens the very file."""
    package = zone(tmp_path, "intel-rapl:0", "package-0", 5)

    def refuse(path: Path) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(rapl, "_number", refuse)
    [missing, _] = find_rapl(tmp_path).not_measured
    os.chmod(package / "energy_uj", 0o400)
    command = missing.mend.partition(" (")[0]
    status = os.system(command.replace("sudo ", "", 1))

    assert "no permission to read" in missing.why
    assert missing.mend.endswith(" (until the next start of the machine; any user may then read it)")
    assert 0 == status
    assert 0o444 == (package / "energy_uj").stat().st_mode & 0o777


def test_behind_a_package_that_may_not_be_read_the_others_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permission may lack for one package alone: the next one is measured, and the first is named."""
    zone(tmp_path, "intel-rapl:0", "package-0", 5)
    zone(tmp_path, "intel-rapl:1", "package-1", 90_000_000)
    number = rapl._number

    def refuse(path: Path) -> int:
        if "intel-rapl:0" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return number(path)

    monkeypatch.setattr(rapl, "_number", refuse)
    found = find_rapl(tmp_path)

    assert ["CPU package-1"] == [meter.device.name for meter in found.meters]
    assert ["CPU package-0", "memory"] == [missing.what for missing in found.not_measured]


def test_a_missing_tree_is_not_measured(tmp_path: Path) -> None:
    """Virtual machines and containers have none, and learn what could help."""
    [missing] = find_rapl(tmp_path / "none").not_measured
    [empty] = find_rapl(tmp_path).not_measured

    start = "start a container with --security-opt systempaths=unconfined -v /sys/class/powercap:/sys/class/powercap:ro"
    assert (
        f"CPU and memory: there is no {tmp_path}/none: a virtual machine or a container, or a system other than Linux",
        f"{start}; in a virtual machine nothing helps",
    ) == (str(missing), missing.mend)
    assert (
        f"CPU and memory: {tmp_path} is empty: the RAPL driver is not loaded, or a container hides it",
        f"sudo modprobe intel_rapl_msr; {start}",
    ) == (str(empty), empty.mend)


def test_a_tree_of_other_zones_is_not_measured(tmp_path: Path) -> None:
    """Of the whole platform or of cores alone: nothing there mends it."""
    zone(tmp_path, "intel-rapl:0", "psys", 5)
    [missing] = find_rapl(tmp_path).not_measured

    assert ("CPU and memory: RAPL shows neither a package nor DRAM here", "") == (str(missing), missing.mend)


@pytest.mark.parametrize("content", ["", "abc", "-"])
def test_a_counter_without_a_number_is_not_measured(content: str, tmp_path: Path) -> None:
    """What is there but says nothing is named, and the package behind it is read."""
    (zone(tmp_path, "intel-rapl:0", "package-0", 5) / "energy_uj").write_text(content)
    assert [] == names(tmp_path)

    zone(tmp_path, "intel-rapl:1", "package-1", 90_000_000)
    assert ["CPU package-1"] == names(tmp_path)
    assert any("holds no number" in it.why for it in find_rapl(tmp_path).not_measured)


def test_a_counter_that_vanishes_is_an_error_of_the_meter(tmp_path: Path) -> None:
    """Whoever unloads the driver in mid-run gets a named error."""
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 5)
    [meter] = find_rapl(tmp_path).meters
    (folder / "energy_uj").unlink()

    with pytest.raises(MeterError, match="cannot be read"):
        meter.read()


@pytest.mark.parametrize("content", ["", "abc"])
def test_a_counter_that_holds_no_number_any_more_is_an_error_of_the_meter(content: str, tmp_path: Path) -> None:
    """In mid-run it is named, and the sample is missing."""
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 5)
    [meter] = find_rapl(tmp_path).meters
    (folder / "energy_uj").write_text(content)

    with pytest.raises(MeterError, match="its counter holds no number"):
        meter.read()


def recorded(tmp_path: Path, readings_uj: list[int], range_uj: int) -> Record:
    """The record of a package whose counter says this, second after second."""
    folder = zone(tmp_path, "intel-rapl:0", "package-0", readings_uj[0], range_uj)
    clock = HandClock()
    recorder = Recorder(find_rapl(tmp_path), Decimal(1), clock=clock)
    recorder.begin()
    for reading in readings_uj[1:]:
        clock.go_on(1)
        (folder / "energy_uj").write_text(str(reading))
        recorder.sample()
    recorder.stop()
    return recorder.measurement().record()


def recorded_j(tmp_path: Path, readings_uj: list[int], range_uj: int) -> tuple[Decimal | None, list[str]]:
    """Its joules and gaps."""
    record = recorded(tmp_path, readings_uj, range_uj)
    return record.energy_kwh and record.energy_kwh * J_PER_KWH, [gap.reason for gap in record.gaps]


def test_a_counter_alone_gives_the_power_between_its_readings(tmp_path: Path) -> None:
    """60 J in one second and 100 J in the next: from 60 to 100 W."""
    [device] = recorded(tmp_path, [1_000_000, 61_000_000, 161_000_000], 10_000_000_000).devices

    assert device.power is not None
    assert {60, 100} == {round(float(span.mean_w)) for span in device.power.spans}


def test_a_counter_that_wraps_goes_on(tmp_path: Path) -> None:
    """From 9,950 J over the end at 10,000 J to 10 J are 60 J."""
    energy_j, gaps = recorded_j(tmp_path, [9_890_000_000, 9_950_000_000, 10_000_000, 70_000_000], 10_000_000_000)

    assert 180 == pytest.approx(float(energy_j or 0))
    assert [] == gaps


def test_a_step_back_that_is_no_wrap_is_a_reset(tmp_path: Path) -> None:
    """From 5,000 J to 10 J would be 5,010 J in a second: the counter began anew."""
    energy_j, gaps = recorded_j(tmp_path, [4_940_000_000, 5_000_000_000, 10_000_000, 70_000_000], 10_000_000_000)

    assert 120 == pytest.approx(float(energy_j or 0))
    assert ["counter reset"] == gaps


def test_a_counter_that_never_moves_is_not_measured(tmp_path: Path) -> None:
    """Zero joules in five seconds are no measurement."""
    energy_j, _ = recorded_j(tmp_path, [5_000_000] * 6, 10_000_000_000)

    assert energy_j is None


def test_the_highest_limit_is_the_packages(tmp_path: Path) -> None:
    """Short-time limits lie above the long-time one, and short runs may draw them."""
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 5)
    (folder / "constraint_0_power_limit_uw").write_text("65000000\n")
    (folder / "constraint_1_power_limit_uw").write_text("180000000\n")

    assert [Decimal(180)] == [meter.device.power_limit_w for meter in find_rapl(tmp_path).meters]

    (folder / "constraint_2_power_limit_uw").write_text("210000000\n")

    assert [Decimal(210)] == [meter.device.power_limit_w for meter in find_rapl(tmp_path).meters]


def test_a_package_without_a_limit_has_none(tmp_path: Path) -> None:
    """Zero is how some machines say that there is none."""
    folder = zone(tmp_path, "intel-rapl:0", "package-0", 5)
    (folder / "constraint_0_power_limit_uw").write_text("0\n")

    assert [None] == [meter.device.power_limit_w for meter in find_rapl(tmp_path).meters]
