"""Leaves of devices that no meter read: what each is rated for, how many ran how long, and under what load."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.factors.boards import find_board, suggest_boards
from reportgen.factors.cpus import find_cpu, suggest_cpus
from reportgen.factors.rated_power import load_of, node_share, usual_load
from reportgen.figures.outline import EstimateOutline
from reportgen.files.notes import Notes
from reportgen.inputs.keys import KINDS
from reportgen.inputs.leaves import Leaves
from reportgen.manifest.model import EnergyRecord, RatedDevice
from reportgen.problems import excerpt
from reportgen.words.message import Message, message

DEVICES = ("gpu", "cpu")
_OF_DEVICES = ("count", "hours", "load")
# What speaks of a reading, of which a device that none read has nothing to say.
_OF_READINGS = ("kwh", "source", "meter", "low", "high", "tool", "columns", "run", "nodes", "host")
_KINDS = {"gpu": "GPU", "cpu": "CPU"}
_OF_RATED_POWER = message("share of rated power")


def is_estimate(record: EnergyRecord) -> bool:
    """Whether the entry names a device in place of a reading."""
    return any(getattr(record, kind) is not None for kind in DEVICES)


def name_of(record: EnergyRecord) -> str:
    """What the entry's device is called."""
    kind, device = _device(record)
    return device.name or _KINDS[kind]


def check_estimate(index: int, record: EnergyRecord, duration_s: Decimal, notes: Notes) -> None:
    """Note what cannot stand beside a device that no meter read, or cannot be."""
    path = ("energy", index)
    kind, device = _device(record)
    if record.gpu is not None and record.cpu is not None:
        notes.add((*path, "cpu"), "is given beside gpu", "an entry of its own for each kind of device")
    for name in _OF_READINGS:
        if getattr(record, name) is not None:
            words = f"is given beside {kind}, which stands in place of a reading"
            notes.add((*path, name), words, "the device, or what a meter read of it")
    if record.basis not in ("stated", "estimate"):
        notes.add((*path, "basis"), f"is {record.basis}, and without a meter it is an estimate", "leave it out")
    if device.tdp_watts is None and device.name is None:
        notes.add((*path, kind), "has neither name nor tdp_watts", "such as H100 SXM, or {tdp_watts: 700}")
    elif device.tdp_watts is None and _rated(record) is None:
        assert device.name is not None
        suggested = (suggest_boards if kind == "gpu" else suggest_cpus)(device.name)
        hint = f"any other by its rated power, {kind}: {{tdp_watts: ...}}; {suggested}"
        notes.add((*path, kind), f'"{excerpt(device.name)}" is no {_KINDS[kind]} that is known here', hint)
    several = record.count is not None and record.count > 1
    if several and record.hours is not None and record.hours * 3600 > duration_s:
        words = f"{record.hours} hours of each of the {record.count} are longer than the run"
        notes.add((*path, "hours"), words, "the hours of one of them; of all together with count: 1")


def check_reading(index: int, record: EnergyRecord, notes: Notes) -> None:
    """Note what speaks of a device where none is named."""
    for name in _OF_DEVICES:
        if getattr(record, name) is not None:
            notes.add(("energy", index, name), "speaks of a device, and none is named", "gpu: H100 SXM, or cpu: ...")


def estimate_leaves(leaves: Leaves, slug: str, record: EnergyRecord, device: str, scope: str) -> EstimateOutline:
    """Add what is known of the entry's device, each value with its range and who says so.

    device, scope: what it is called, and what its energy is said to cover.
    """
    labels = {kind: _label(kind, device) for kind in KINDS if kind.startswith("estimate_")}
    rated = _rated(record)
    key = f"estimate_power.{slug}"
    tdp_w = _device(record)[1].tdp_watts
    if rated is None or tdp_w is not None:
        leaves.stated(key, tdp_w, label=labels["estimate_power"])
    else:
        known: dict[str, Any] = {"basis": "literature", "layer": "built-in", "sources": (rated[2],), "note": rated[0]}
        leaves.give(key, rated[1], label=labels["estimate_power"], **known)
    leaves.default(f"estimate_count.{slug}", record.count, 1, label=labels["estimate_count"])
    if record.hours is not None or leaves.set_or(f"estimate_hours.{slug}"):
        leaves.stated(f"estimate_hours.{slug}", record.hours, label=labels["estimate_hours"])
    _load(leaves, f"estimate_load.{slug}", record.load, labels["estimate_load"])
    if "node_share" not in leaves.ledger:
        share = node_share()
        common: dict[str, Any] = {"basis": "estimate", "layer": "built-in", "sources": (share.source,)}
        leaves.give("node_share", share.value, low=share.low, high=share.high, note=_OF_RATED_POWER, **common)
    return EstimateOutline(slug, scope)


def _load(leaves: Leaves, key: str, stated: Decimal | None, label: Message) -> None:
    share = usual_load() if stated is None else load_of(stated)
    ends: dict[str, Any] = {"low": share.low, "high": share.high, "label": label, "note": _OF_RATED_POWER}
    if stated is None:
        leaves.default(key, None, str(share.value), **ends, sources=(share.source,))
    else:
        leaves.stated(key, stated, **ends, sources=("manifest", share.source))


def _label(kind: str, device: str) -> Message:
    return message("{what}, {device}", what=KINDS[kind].label, device=device)


def _device(record: EnergyRecord) -> tuple[str, RatedDevice]:
    if record.gpu is not None:
        return "gpu", record.gpu
    assert record.cpu is not None
    return "cpu", record.cpu


def _rated(record: EnergyRecord) -> tuple[str, Decimal, str] | None:
    """The table's name of the device, its rated power in W and who says so; None for one that is not in it."""
    kind, device = _device(record)
    found = (find_board if kind == "gpu" else find_cpu)(device.name or "")
    return None if found is None else (found.name, found.watts, found.source)
