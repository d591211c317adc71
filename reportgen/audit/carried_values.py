"""Records of energy, training runs and epochs read back from the JSON that stands for their files in a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any, NoReturn

from reportgen.curation.decisions import Balance, Decisions
from reportgen.energy.power import Gap
from reportgen.energy.record import Device, Record, RecordedStage
from reportgen.evidence.sides import ROLES, Side, Sides
from reportgen.inputs.evidence import Evidence
from reportgen.manifest.model import CheckpointPoint
from reportgen.problems import refuse

_NUMBER = re.compile(r"(-?[0-9]{1,60}(\.[0-9]{1,60})?([eE][-+]?[0-9]{1,2})?)?")  # or an empty cell


def record_of(values: Any, name: str) -> Record:
    """The record of the values that `energy/record_json.py` writes. Raises InputError where they are none."""
    try:
        return Record(
            tool=values["tool"],
            energy_kwh=_number(values["energy_kwh"]),
            pue_included=_number(values["pue_included"]),
            tool_version=values["tool_version"],
            duration_s=_number(values["duration_s"]),
            devices=tuple(map(_device, values["devices"])),
            basis=values["basis"],
            intensity_kg_per_kwh=_number(values["intensity_kg_per_kwh"]),
            warnings=tuple(values["warnings"]),
            implausible=tuple(values["implausible"]),
            corrected_kwh=_number(values.get("corrected_kwh")),
            low_kwh=_number(values["low_kwh"]),
            high_kwh=_number(values["high_kwh"]),
            started_at=_moment(values["started_at"]),
            ended_at=_moment(values["ended_at"]),
            interval_s=_number(values["interval_s"]),
            gaps=tuple(Gap(_known(it["start_s"]), _known(it["end_s"]), it["reason"]) for it in values["gaps"]),
            stages=tuple(map(_stage, values["stages"])),
            method=values["method"] or "",
            at_least=values["at_least"] is True,
        )
    except (LookupError, TypeError, ValueError, AttributeError):
        _damaged(name, "record of energy")


def _device(values: Mapping[str, Any]) -> Device:
    energy = _number(values["energy_kwh"])
    return Device(values["name"], values["kind"], energy, values["basis"], values["method"] or "")


def _stage(values: Mapping[str, Any]) -> RecordedStage:
    times = _number(values["duration_s"]), _number(values["start_s"])
    return RecordedStage(values["name"], _number(values["energy_kwh"]), *times, _number(values.get("removed")))


def evidence_of(runs: Mapping[str, Any] | None, epochs: Mapping[str, Any] | None, metric: str) -> Evidence:
    """The evidence of the files that `rendering/input_file.py` writes; metric: the column of accuracies.

    Raises InputError where they are none of these.
    """
    evidence = Evidence()
    try:
        if runs is not None:
            sides = {role: _side(it) for role in ROLES if (it := runs["sides"].get(role)) is not None}
            told = tuple(runs["notes"])
            evidence = Evidence(runs["file"], metric, Sides(sides, 0, percent=False), told)
        if epochs is None:
            return evidence
        kwh = tuple(map(_known, epochs["epochs_kwh"]))
        return replace(evidence, epochs_file=epochs["file"], epochs_kwh=kwh)
    except (LookupError, TypeError, ValueError, AttributeError):
        _damaged("what was read of training runs", "list of them")


def decisions_of(values: Mapping[str, Any], name: str) -> Decisions:
    """The counts that `rendering/input_file.py` writes of a table of decisions. Raises InputError for none."""
    try:
        removed, largest, bare = values["removed"], values["largest_component"], values["unlabelled"]
        label, source = (_balance(values[it]) for it in ("label", "source"))
        return Decisions(
            before=_count(values["samples_before"]),
            after=_count(values["samples_after"]),
            removed=None if removed is None else _counts(removed),
            label=label,
            source=source,
            sums={it: both and (_known(both[0]), _known(both[1])) for it, both in values["sums"].items()},
            unknown=_counts(values["unknown"]),
            largest_component=None if largest is None else _count(largest),
            unlabelled=None if bare is None else (_count(bare[0]), _count(bare[1])),
        )
    except (LookupError, TypeError, ValueError, AttributeError):
        _damaged(name, "list of counts")


def _balance(values: Mapping[str, Any] | None) -> Balance | None:
    return None if values is None else Balance(_counts(values["before"]), _counts(values["after"]))


def _counts(values: Mapping[str, Any]) -> dict[str, int]:
    return {name: _count(many) for name, many in values.items()}


def _count(value: Any) -> int:
    if not isinstance(value, Decimal) or value != value.to_integral_value() or not 0 <= value < 10**18:
        raise TypeError
    return int(value)


def checkpoints_of(content: bytes, name: str) -> tuple[CheckpointPoint, ...]:
    """The checkpoints of the list that `rendering/input_file.py` writes. Raises InputError where it is none."""
    try:
        head, *lines = content.decode().splitlines()
        rows = [line.split(",") for line in lines]
        if head != "time_s,accuracy,consumption,cost" or not all(map(_NUMBER.fullmatch, chain(*rows))):
            raise ValueError
        return tuple(
            CheckpointPoint(Decimal(time_s), Decimal(accuracy), Decimal(wh), Decimal(cost) if cost else None)
            for time_s, accuracy, wh, cost in rows
        )
    except (ValueError, ArithmeticError):
        _damaged(name, "list of checkpoints")


def _side(values: Mapping[str, Any]) -> Side:
    lists = [tuple(map(_known, values[key])) for key in ("accuracies", "energies_kwh", "samples")]
    return Side(len(lists[0]), *lists)


def _number(value: Any) -> Decimal | None:
    return None if value is None else _known(value)


def _known(value: Any) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError
    return value


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _damaged(name: str, kind: str) -> NoReturn:
    refuse(name, f"is no {kind}", "was it changed?")
