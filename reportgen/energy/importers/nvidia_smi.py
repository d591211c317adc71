"""CSV of `nvidia-smi --query-gpu=timestamp,power.draw,... --format=csv -l 1`: power, a row per GPU and tick."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reportgen.energy.importers.power_devices import Dialect, Seen
from reportgen.energy.importers.power_rows import Layout, header_in
from reportgen.energy.importers.power_table import records
from reportgen.energy.record import Record
from reportgen.files.source import Source
from reportgen.files.units import power_unit
from reportgen.problems import excerpt

TOOL = "nvidia-smi"

# power.draw is an average on newer boards and the instant on older ones; what was asked for first is what is read.
_POWER_COLUMNS = ("power.draw", "power.draw.average", "power.draw.instant")
_UUID_COLUMNS = ("uuid", "gpu_uuid", "gpu_bus_id", "pci.bus_id", "serial", "gpu_serial")
_INDEX_COLUMNS = ("index", "minor_number", "gpu_index")
_MODEL_COLUMNS = ("name", "gpu_name")
_OTHER_COLUMN = re.compile(
    r"(?:utilization|memory|temperature|clocks|enforced|power|pcie|fan|ecc|encoder)\.[a-z._]+|pstate|driver_version"
)
_COLUMN = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<unit>[^\]]*)\])?")
_AGAIN = "write it with: nvidia-smi --query-gpu=timestamp,index,name,power.draw --format=csv -l 1"
_BOARDS_ONLY = "only GPUs are in it: the CPU, the memory and the rest of the machine are not"


class _Column(NamedTuple):
    """A column as the header writes it, and its unit where it says one."""

    cell: str
    unit: str | None


class _Header(NamedTuple):
    cells: tuple[str, ...]
    delimiter: str
    columns: dict[str, _Column]

    def first(self, names: Sequence[str]) -> _Column | None:
        """The first of these columns that there is."""
        return next((self.columns[name] for name in names if name in self.columns), None)


def identify(source: Source) -> bool:
    header = _header(source)
    return header is not None and any(
        name in _POWER_COLUMNS or _OTHER_COLUMN.fullmatch(name) for name in header.columns
    )


def extract(source: Source) -> list[Record]:
    """One record for each run: the GPUs of the file together."""
    return records(source, _layout(source), _DIALECT)


def _header(source: Source) -> _Header | None:
    """The header, below any banner: the first line with the column timestamp."""
    found = header_in(source, ("timestamp",))
    if found is None:
        return None
    cells, delimiter = found
    columns: dict[str, _Column] = {}
    for cell in cells:
        if match := _COLUMN.fullmatch(cell):
            columns.setdefault(match["name"], _Column(cell, match["unit"]))
    return _Header(cells, delimiter, columns)


def _layout(source: Source) -> Layout:
    header = _header(source)
    if header is None:
        source.refuse(1, "the columns timestamp and power.draw are missing", _AGAIN)
    power = header.first(_POWER_COLUMNS)
    if power is None:
        source.refuse(1, "a log of nvidia-smi without power.draw", _AGAIN)
    uuid, index, model = (header.first(names) for names in (_UUID_COLUMNS, _INDEX_COLUMNS, _MODEL_COLUMNS))
    device = uuid or index or model
    size = None
    if power.unit is not None:
        unit = power_unit(power.unit)
        if unit is None:
            source.refuse(1, f"the unit {excerpt(power.unit)} is not known here", "known: mW, W, kW")
        size = unit.size
    return Layout(
        header.cells,
        header.delimiter,
        "timestamp",
        None,
        {power.cell: size},
        device=device and device.cell,
        model=model and model.cell,
        index=index and index.cell,
        uuid=uuid and uuid.cell,
    )


def _names(devices: Sequence[Seen]) -> list[str]:
    """A name for each device: its model, with its index where several share it."""
    models = [device.model for device in devices]
    named = []
    for place, device in enumerate(devices):
        index = device.index or (device.device if re.fullmatch(r"\d{1,3}", device.device) else str(place))
        if not device.model:
            named.append(f"GPU {index}")
        else:
            named.append(f"{device.model} {index}" if models.count(device.model) > 1 else device.model)
    return named


_DIALECT = Dialect(TOOL, _names, lambda _: "gpu", has_columns=False, notes=(_BOARDS_ONLY,))
