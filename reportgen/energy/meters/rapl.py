"""CPU packages and their memory through RAPL, as Linux shows it below powercap.

A package holds its cores; psys holds the packages: neither is added on top. DRAM is outside the package. Several dies
of a package may show one and the same counter, as may the two ways to it (by MSR and by MMIO).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reportgen.energy.meters.meter import BY_COUNTER, Found, MeteredDevice, MeterError, NotMeasured, Reading

POWERCAP = Path("/sys/class/powercap")

_ZONE = re.compile(r"intel-rapl(-mmio)?:\d+(:\d+)*")
_PACKAGE = re.compile(r"package-(?P<package>\d+)(-die-\d+)?")
# Two counters as near as this are one; those of different dies are kilojoules apart soon after the machine's start.
_MIRRORED_UJ = 1_000_000
_CONTAINER = (
    "start a container with --security-opt systempaths=unconfined -v /sys/class/powercap:/sys/class/powercap:ro"
)
_KEEPING = "until the next start of the machine; any user may then read it"


@dataclass(frozen=True)
class Zone:
    """A folder of powercap: RAPL's name for it (package-0, dram, core, psys) and the package that it lies in."""

    folder: Path
    name: str
    package: str

    @property
    def counter(self) -> Path:
        return self.folder / "energy_uj"


@dataclass(frozen=True)
class RaplDomain:
    """Reads one energy counter."""

    device: MeteredDevice
    counter: Path

    def read(self) -> Reading:
        try:
            return Reading(_number(self.counter))
        except OSError as error:
            raise MeterError(f"its counter cannot be read: {error.strerror or error}") from None
        except ValueError:
            raise MeterError("its counter holds no number") from None


def find_rapl(root: Path = POWERCAP) -> Found:
    """The packages and DRAM domains below a powercap folder, and why others are not measured."""
    zones = _zones(root)
    counted = [zone for zone in zones if _PACKAGE.fullmatch(zone.name) or zone.name == "dram"]
    if not counted:
        return Found(not_measured=(_no_powercap(root, zones),))
    meters: list[RaplDomain] = []
    missing: list[NotMeasured] = []
    for zone in _without_mirrors(counted):
        kind = "ram" if zone.name == "dram" else "cpu"
        name = f"DRAM {zone.package}" if kind == "ram" else f"CPU {zone.name}"
        try:
            _number(zone.counter)
        except PermissionError:
            missing.append(NotMeasured(name, f"no permission to read {zone.counter}", _permission(root)))
            continue
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else "it holds no number"
            missing.append(NotMeasured(name, f"{zone.counter} cannot be read: {why}"))
            continue
        key = f"{kind}{sum(meter.device.kind == kind for meter in meters)}"
        range_uj = _or_none(zone, "max_energy_range_uj") or None
        device = MeteredDevice(key, name, kind, BY_COUNTER, wraps_at_uj=range_uj, power_limit_w=_limit_w(zone))
        meters.append(RaplDomain(device, zone.counter))
    if not any(zone.name == "dram" for zone in counted):
        missing.append(NotMeasured("memory", "RAPL has no DRAM domain here"))
    return Found(tuple(meters), tuple(missing))


def _limit_w(zone: Zone) -> Decimal | None:
    """The highest of a zone's limits: the one for long times may be exceeded for half a minute."""
    limits = [_or_none(zone, f"constraint_{number}_power_limit_uw") or 0 for number in range(3)]
    return Decimal(max(limits)) / 1_000_000 if any(limits) else None


def _permission(root: Path) -> str:
    # every zone has a link in the folder itself, however deep it lies
    return f"sudo chmod a+r {shlex.quote(str(root))}/intel-rapl*:*/energy_uj ({_KEEPING})"


def _no_powercap(root: Path, zones: Iterable[Zone]) -> NotMeasured:
    if list(zones):
        return NotMeasured("CPU and memory", "RAPL shows neither a package nor DRAM here")
    if root.is_dir():
        mend = f"sudo modprobe intel_rapl_msr; {_CONTAINER}"
        why = f"{root} is empty: the RAPL driver is not loaded, or a container hides it"
        return NotMeasured("CPU and memory", why, mend)
    why = f"there is no {root}: a virtual machine or a container, or a system other than Linux"
    return NotMeasured("CPU and memory", why, f"{_CONTAINER}; in a virtual machine nothing helps")


def _zones(root: Path) -> list[Zone]:
    """Every RAPL zone, those by MSR first; a zone that lies in another one's folder is found as well as its link."""
    found: dict[str, Zone] = {}
    for folder in sorted(_folders(root), key=lambda it: (it.name.startswith("intel-rapl-mmio"), _numbers(it.name))):
        name = _text(folder / "name")
        if name is None or folder.name in found:
            continue
        parent = found.get(folder.name.rpartition(":")[0])
        found[folder.name] = Zone(folder, name, parent.package if parent else name)
    return list(found.values())


def _folders(root: Path, depth: int = 3) -> Iterable[Path]:
    try:
        children = [child for child in root.iterdir() if child.name.startswith("intel-rapl") and child.is_dir()]
    except OSError:
        return
    for child in children:
        if _ZONE.fullmatch(child.name):
            yield child
        if depth:  # links may lead back into the tree
            yield from _folders(child, depth - 1)


def _numbers(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]


def _without_mirrors(zones: Iterable[Zone]) -> list[Zone]:
    kept: list[Zone] = []
    for zone in zones:
        if not any(_is_mirror(zone, other) for other in kept):
            kept.append(zone)
    return kept


def _is_mirror(zone: Zone, other: Zone) -> bool:
    """Whether two zones show one counter: the same domain by another way, or dies of one package that agree."""
    if zone.name == other.name and zone.package == other.package:
        return True
    mine, theirs = _PACKAGE.fullmatch(zone.name), _PACKAGE.fullmatch(other.name)
    if zone.name == other.name == "dram":
        mine, theirs = _PACKAGE.fullmatch(zone.package), _PACKAGE.fullmatch(other.package)
    if mine is None or theirs is None or mine["package"] != theirs["package"]:
        return False
    try:
        before, between, after = _number(other.counter), _number(zone.counter), _number(other.counter)
    except (OSError, ValueError):
        return False
    return between > 0 and before - _MIRRORED_UJ <= between <= after + _MIRRORED_UJ


def _number(path: Path) -> int:
    # not Path.read_text: opening and decoding by hand takes a third of the time, at every sample
    with open(path, "rb", buffering=0) as file:
        return int(file.read(32))


def _or_none(zone: Zone, name: str) -> int | None:
    try:
        return _number(zone.folder / name)
    except (OSError, ValueError):
        return None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
