"""Whether two devices can be one: what records say of them, and what of it tells them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from reportgen.energy.record import Device, Record
from reportgen.words.message import Message, message

UNNAMED = ""  # the kind of what a record without devices speaks of: any of them, or all

_INDEX = re.compile(r"(?:^|[^0-9a-z])(\d{1,2})\)?$")  # "GPU 0", "cpu:0", "NVIDIA A100 (GPU 0)", no "GTX 980"
_UUID = re.compile(r"(?:gpu|mig)-[0-9a-f-]{8,}")
_KINDS = {"gpu": message("GPU"), "cpu": message("CPU"), "ram": message("memory"), "other": message("other")}


@dataclass(frozen=True)
class Mark:
    """All that a record says of which device it is, small letters alike; None is not known.

    name: of a machine; else the model, empty where every device of the kind is called so.
    """

    kind: str
    host: str | None = None
    process: str | None = None
    uuid: str | None = None
    index: str | None = None
    column: str | None = None
    name: str = ""

    @property
    def share(self) -> tuple[str, str]:
        """The form of what it is (a process's share, a machine or a part) and which one, where no other is the same."""
        if self.process is not None:
            return "process", self.process
        return ("machine", self.name) if self.kind == "machine" else ("part", "")


def marks_of(record: Record, host: str | None = None) -> dict[Mark, str]:
    """The marks of a record's devices, each with the name to show; host: its machine, where somebody says it."""
    if not record.devices:
        return {Mark(UNNAMED, host): record.tool}
    return {_mark(device, host): device.name for device in record.devices}


def _mark(device: Device, host: str | None) -> Mark:
    name, said = device.name.lower(), device.identity
    uuid, index = _UUID.search(name), _INDEX.search(name)
    machine = device.kind == "machine"
    return Mark(
        device.kind,
        said.host if host is None else host,
        said.process,
        said.uuid.lower() if said.uuid is not None else uuid.group() if uuid else None,
        said.index if said.index is not None else index[1] if index and not machine else None,
        said.column,
        name if machine else _model(name),
    )


def told_apart_by(one: Mark, other: Mark) -> str:
    """The field of `Mark` by which the two are different devices, or shares of one; empty where nothing says so."""
    for field in ("host", "process"):
        if _differ(one, other, field):
            return field
    if UNNAMED in (one.kind, other.kind):
        return ""
    if "machine" in (one.kind, other.kind):
        # the whole holds its parts
        return "name" if one.kind == other.kind and one.name != other.name else ""
    if one.kind != other.kind:
        return "kind"
    if one.uuid and other.uuid and one.uuid[:4] == other.uuid[:4]:  # a bus id and a UUID cannot be compared
        return "uuid" if one.uuid != other.uuid else ""
    if one.index is not None and other.index is not None:
        return "index" if one.index != other.index else ""
    if _differ(one, other, "column"):
        return "column"
    return "name" if one.name and other.name and one.name != other.name else ""


def _differ(one: Mark, other: Mark, field: str) -> bool:
    values: tuple[Any, Any] = (getattr(one, field), getattr(other, field))
    return None not in values and values[0] != values[1]


def difference(one: Mark, other: Mark) -> Message | None:
    """What tells the two apart, in words that name no host, serial number or process; None where nothing does."""
    field = told_apart_by(one, other)
    if field == "kind":
        return message("{one} and {other}", one=_KINDS[one.kind], other=_KINDS[other.kind])
    if field == "index":
        return message("index {one} and {other}", one=one.index, other=other.index)
    if field == "column":
        return message("columns {one} and {other}", one=one.column, other=other.column)
    words = {
        "host": message("two hosts"),
        "process": message("two processes"),
        "uuid": message("two serial numbers"),
        "name": message("two jobs or machines") if one.kind == "machine" else message("two models"),
    }
    return words.get(field)


def _model(name: str) -> str:
    """The name without count, index and what every device of a kind is called: empty where no model is left."""
    name = re.sub(r"^\d+ ?x |\b\d+ device\(s\)", " ", name)
    words = re.split(r"[^a-z0-9]+", name)
    return " ".join(
        word for word in words if not re.fullmatch(r"\d{0,2}|(gpu|cpu|ram|dram|package|memory|nvidia)\d*", word)
    )
