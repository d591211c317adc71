"""`rocm-smi --showpower --csv`: the power of each card at one instant, which is no energy, and is said to be none."""

from __future__ import annotations

import re

from reportgen.energy.importers.cells import number, shown_name
from reportgen.energy.record import Device, Record
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_rows
from reportgen.files.source import Source
from reportgen.files.table import cells_of
from reportgen.problems import InputError

TOOL = "rocm-smi"

_POWER = re.compile(r"(?:Average|Current Socket) Graphics Package Power \(W\)")
_AGAIN = "write it with: amd-smi metric -p -E --watch 1 --csv --file log.csv"
_INSTANT = f"rocm-smi writes the power of one instant and no time: it is no energy ({_AGAIN})"


def identify(source: Source) -> bool:
    return _is_header(cells_of(source.first_line, ","))


def extract(source: Source) -> list[Record]:
    """One record of the cards, without energy. Raises InputError where a card is there twice: nobody knows when."""
    lost = Losses()
    devices: dict[str, Device] = {}
    for row in sound_rows(source, ",", lost, _needed, is_header=_is_header):
        name = shown_name(row.cells["device"], "card")
        if name in devices:
            source.refuse(row.line, f"{name} is there twice, and without times its power is no energy", _AGAIN)
        power = next(cell for column, cell in row.cells.items() if _POWER.fullmatch(column))
        try:
            number(source, row.line, power, "the power")
        except InputError as error:
            lost.take(error)
            continue
        devices[name] = Device(name, "gpu", None)
    if not devices and lost.count:
        lost.refuse()
    warnings = (_INSTANT, *lost.said(len(devices) + lost.count, "no power that can be read"))
    return [Record(TOOL, None, devices=tuple(devices.values()), warnings=warnings)]


def _needed(names: list[str]) -> list[str]:
    return ["device", *filter(_POWER.fullmatch, names)]


def _is_header(cells: list[str]) -> bool:
    return cells[:1] == ["device"] and any(map(_POWER.fullmatch, cells))
