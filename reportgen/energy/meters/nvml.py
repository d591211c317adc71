"""NVIDIA GPUs through NVML: the energy counter where a GPU has one, else its power."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

from reportgen.energy.meters.meter import (
    BY_COUNTER,
    BY_POWER,
    Found,
    Meter,
    MeteredDevice,
    MeterError,
    NotMeasured,
    Reading,
)
from reportgen.energy.meters.visible import Board, visible_boards

PCI_DEVICES = Path("/sys/bus/pci/devices")
_NVIDIA = "0x10de"

_NOT_SUPPORTED, _FUNCTION_NOT_FOUND = 3, 13
_LIBRARY_NOT_FOUND = 12
# NVML's return codes in words; the meanings stand in nvml.h.
_REASONS = {
    1: "NVML was shut down",
    2: "NVML refuses the argument",
    _NOT_SUPPORTED: "the GPU does not support it",
    4: "no permission to read the GPU",
    6: "NVML does not find the GPU",
    8: "a power cable of the GPU is not plugged in",
    9: "NVIDIA's driver is not loaded",
    10: "the driver did not answer in time",
    11: "the driver has trouble with an interrupt",
    _LIBRARY_NOT_FOUND: "NVIDIA's driver is not installed: there is no libnvidia-ml.so.1",
    _FUNCTION_NOT_FOUND: "the driver is too old to say it",
    14: "the GPU's infoROM is damaged",
    15: "the GPU is lost: it fell off the bus",
    16: "the GPU needs a reset",
    17: "the operating system blocks the driver",
    18: "the driver's library and kernel module have different versions",
    20: "the driver has no memory left",
    21: "the driver has no data",
    27: "the GPU is not ready",
    28: "the GPU is gone",
    29: "the GPU is in no state to answer",
}
_MENDING = {
    4: "ask the administrator for access to /dev/nvidia*; start a container with --gpus all",
    9: "load it with: sudo modprobe nvidia",
    _LIBRARY_NOT_FOUND: "install NVIDIA's driver; start a container with --gpus all",
    18: "the driver was updated: start the machine anew",
}
# After these a GPU says nothing more until somebody mends it.
_LOST = {1, 9, 15, 16, 18, 28}


def translate(error: Exception) -> MeterError:
    """NVML's error as ours: its code in words, and whether the GPU is lost. The one place that knows the codes."""
    code = getattr(error, "value", None)
    if not isinstance(code, int):
        return MeterError(f"NVML fails: {type(error).__name__}")
    return MeterError(_REASONS.get(code, f"NVML fails with code {code}"), code in _LOST)


@dataclass(frozen=True)
class Gpu:
    """Reads one GPU; under MIG the whole of it."""

    device: MeteredDevice
    read_energy_mj: Callable[[], int] | None
    read_power_mw: Callable[[], int] | None
    errors: type[Exception] = field(repr=False)

    def read(self) -> Reading:
        if self.read_energy_mj is None:
            return Reading(None, self._said(self.read_power_mw))
        energy_mj = self._said(self.read_energy_mj)
        try:
            return Reading(energy_mj * 1000, self._said(self.read_power_mw) if self.read_power_mw else None)
        except MeterError as error:
            if error.lost:
                raise
            return Reading(energy_mj * 1000)

    def read_between(self) -> Reading:
        """Power alone: on an H100 the driver takes 4 ms of a core for its energy counter, and 0.01 ms for power."""
        return Reading(None, self._said(self.read_power_mw)) if self.read_power_mw else self.read()

    def _said(self, read: Callable[[], int] | None) -> int:
        assert read is not None
        try:
            return read()
        except self.errors as error:
            raise translate(error) from None


def find_gpus(environ: Mapping[str, str], pci_devices: Path = PCI_DEVICES) -> Found:
    """The GPUs that a command with this environment may use, and why others are not measured."""
    try:
        import pynvml as nvml
    except ImportError:
        return Found(not_measured=(NotMeasured("GPU", "nvidia-ml-py is missing", "pip install nvidia-ml-py"),))
    try:
        nvml.nvmlInit()
    except nvml.NVMLError as error:
        return Found(not_measured=(_no_driver(error, pci_devices),))
    try:
        count = nvml.nvmlDeviceGetCount()
    except nvml.NVMLError as error:
        nvml.nvmlShutdown()
        return Found(not_measured=(NotMeasured("GPU", translate(error).reason),))
    return _open(nvml, count, environ)


def _no_driver(error: Exception, pci_devices: Path) -> NotMeasured:
    code = getattr(error, "value", None)
    if code == _LIBRARY_NOT_FOUND and not _nvidia_board_is_there(pci_devices):
        return NotMeasured("GPU", "there is neither an NVIDIA GPU nor its driver", absent=True)
    return NotMeasured("GPU", translate(error).reason, _MENDING.get(code or 0, ""))


def _nvidia_board_is_there(pci_devices: Path) -> bool:
    """Whether a display or 3D controller of NVIDIA's is plugged in, as far as Linux says."""
    for device in pci_devices.glob("*"):
        try:
            vendor, class_ = (device / "vendor").read_text().strip(), (device / "class").read_text().strip()
        except OSError:
            continue
        if vendor == _NVIDIA and class_.startswith("0x03"):
            return True
    return False


def _open(nvml: ModuleType, count: int, environ: Mapping[str, str]) -> Found:
    handles: dict[int, Any] = {}
    boards: list[Board] = []
    missing = []
    for index in range(count):
        try:
            handles[index] = nvml.nvmlDeviceGetHandleByIndex(index)
            boards.append(_board(nvml, index, handles[index]))
        except nvml.NVMLError as error:
            missing.append(NotMeasured(f"GPU {index}", translate(error).reason))
    visible = visible_boards(boards, environ)
    notes = list(visible.notes)
    meters: list[Meter] = []
    for board in boards:
        what = f"GPU {board.index} ({board.name})"
        if board.index not in visible.indices:
            missing.append(NotMeasured(what, visible.reason, absent=True))
            continue
        try:
            meters.append(_gpu(nvml, board, handles[board.index]))
        except MeterError as error:
            missing.append(NotMeasured(what, f"it says neither energy nor power: {error.reason}"))
            continue
        if _in_mig_mode(nvml, handles[board.index]):
            notes.append(f"{what} is divided (MIG): its figures are the whole GPU's, with what others ran on it")
    if not count:
        missing.append(NotMeasured("GPU", "the driver is there, and no GPU"))
    return Found(tuple(meters), tuple(missing), tuple(notes), nvml.nvmlShutdown)


def _gpu(nvml: ModuleType, board: Board, handle: Any) -> Gpu:
    """The meter of a GPU by what it can say. Raises MeterError where it says neither energy nor power."""

    def energy_mj() -> int:
        return int(nvml.nvmlDeviceGetTotalEnergyConsumption(handle))

    def power_mw() -> int:
        return int(nvml.nvmlDeviceGetPowerUsage(handle))

    no_counter, no_power = _failure(nvml, energy_mj), _failure(nvml, power_mw)
    if no_counter is not None and no_power is not None:
        raise no_power
    limit_mw = _or_none(nvml, lambda: int(nvml.nvmlDeviceGetEnforcedPowerLimit(handle)))
    device = MeteredDevice(
        key=f"gpu{board.index}",
        name=f"{board.name} (GPU {board.index})",
        kind="gpu",
        method=BY_POWER if no_counter else BY_COUNTER,
        counts=no_counter is None,
        power_limit_w=None if not limit_mw else Decimal(limit_mw) / 1000,
    )
    return Gpu(device, None if no_counter else energy_mj, None if no_power else power_mw, nvml.NVMLError)


def _failure(nvml: ModuleType, read: Callable[[], int]) -> MeterError | None:
    """None where the GPU answers, else why it does not."""
    try:
        read()
    except nvml.NVMLError as error:
        return translate(error)
    return None


def _or_none(nvml: ModuleType, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except nvml.NVMLError:
        return None


def _board(nvml: ModuleType, index: int, handle: Any) -> Board:
    name = _or_none(nvml, lambda: str(nvml.nvmlDeviceGetName(handle))) or "NVIDIA GPU"
    uuid = _or_none(nvml, lambda: str(nvml.nvmlDeviceGetUUID(handle))) or ""
    return Board(index, name, uuid, tuple(_mig_uuids(nvml, handle)))


def _in_mig_mode(nvml: ModuleType, handle: Any) -> bool:
    mode = _or_none(nvml, lambda: nvml.nvmlDeviceGetMigMode(handle))
    return bool(mode and mode[0])


def _mig_uuids(nvml: ModuleType, handle: Any) -> Sequence[str]:
    if not _in_mig_mode(nvml, handle):
        return []
    most = _or_none(nvml, lambda: int(nvml.nvmlDeviceGetMaxMigDeviceCount(handle))) or 0
    found = []
    for place in range(most):
        try:
            instance = nvml.nvmlDeviceGetMigDeviceHandleByIndex(handle, place)
            found.append(str(nvml.nvmlDeviceGetUUID(instance)))
        except nvml.NVMLError:
            continue  # places need not be filled from the first on
    return found
