"""What a file that no importer claims looks like, and what a person can do with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportgen.energy.importers.own_columns import POWERS, TIMES, say_columns
from reportgen.energy.importers.times import clock_s
from reportgen.files.source import Source
from reportgen.files.table import cells_of, delimiter_of
from reportgen.files.units import UnclearUnit, power_unit_in, time_unit_in

_TABLE_OF_NVIDIA_SMI = re.compile(r"^\| NVIDIA-SMI ", re.MULTILINE)
_TIME = re.compile(r"time|date|zeit|datum|uhr|heure|hora|fecha", re.IGNORECASE)
_OWN = "for a CSV of your own: --columns time=NAME,power_w=NAME"
_DEVICE = re.compile(r"(?:gpu|device|board|cpu)?[ _.-]?(?:index|id|uuid)|gpu|device|host(?:name)?", re.IGNORECASE)


def what_to_do(source: Source, known: Sequence[str]) -> str:
    """The hint beside the refusal of a file. known: the tools that are known here."""
    tools = f"known: {', '.join(known)}"
    if _TABLE_OF_NVIDIA_SMI.search(source.head):
        return (
            "it is what nvidia-smi shows of one moment; a log: nvidia-smi "
            "--query-gpu=timestamp,index,name,power.draw --format=csv -l 1"
        )
    cells = cells_of(source.first_line, delimiter_of(source.first_line, lambda _: False))
    if len(cells) < 2:
        return tools
    if clock_s(cells[0]) is not None:
        return "its first line is a row: put the header above it, which names the columns"
    columns = _columns(cells)
    return f"say {say_columns(columns)}" if columns else f"{tools}; {_OWN}"


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Our names and those of a table with a time and a power that says its unit; none of another."""
    names = [name for name in header if name and not re.search("[,=+]", name)]
    powers = {name: unit for name in names if (unit := power_unit_in(name)) is not None}
    times = [name for name in names if _TIME.search(name) and name not in powers]
    if not powers or not times:
        return {}
    size = next(iter(powers.values())).size
    ours = next((name for name, it in POWERS.items() if it == size), None)
    time = _time(times[0])
    if ours is None or time is None:
        return {}
    alike = "+".join(name for name, unit in powers.items() if unit.size == size)
    device = next((name for name in names if _DEVICE.fullmatch(name)), None)
    return {time: times[0], ours: alike} | ({"device": device} if device else {})


def _time(column: str) -> str | None:
    """Our name of a column of time; None where its unit is none of ours, or unclear."""
    try:
        unit = time_unit_in(column)
    except UnclearUnit:
        return None
    return "time" if unit is None else next((name for name, size in TIMES.items() if size == unit.size), None)
