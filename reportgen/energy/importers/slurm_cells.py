"""What a row of Slurm's accounting says, and its cells: joules with their letters, durations, lists of nodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reportgen.energy.importers.cells import bounded_s, duration, is_missing, measured, number
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.problems import excerpt

AGAIN = "write it with: sacct -P -j JOBID -o JobID,State,Start,End,ElapsedRaw,ConsumedEnergyRaw"
# sacct divides by 1,000 for each letter.
_SUFFIXES = {"": 0, "K": 3, "M": 6, "G": 9, "T": 12, "P": 15}
# What Slurm writes for "no value" and "infinite", in 32 and 64 bits.
_NO_VALUES = {2**32 - 1, 2**32 - 2, 2**64 - 1, 2**64 - 2}
# 30 MW, the power of the largest computers, for ten years; a counter that ran below zero says more, such as 2^64 mJ.
_MOST_J = Decimal(10) ** 16
_JOULES = re.compile(r"([0-9]+(?:\.[0-9]+)?)([KMGTP]?)J?", re.IGNORECASE)
_ELAPSED = re.compile(r"(?:([0-9]+)-)?(?:([0-9]+):)?([0-9]+):([0-9]+(?:\.[0-9]+)?)")
_NODE_NAMES = re.compile(r"(?:[^,\[\]\s]|\[[0-9,-]+\])+")
_NODE_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


@dataclass(frozen=True)
class Accounted:
    """What Slurm's accounting says of a job, or of a step of it; step: its name, empty of the job itself."""

    line: int | None
    job_id: str
    step: str
    energy_kwh: Decimal | None
    duration_s: Decimal | None
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    nodes: int | None
    warnings: tuple[str, ...] = ()


def energy_kwh(source: Source, line: int | None, text: str, what: str) -> Decimal | None:
    """The energy in kWh of a cell in J; None where Slurm says that there is none. Raises InputError at the line."""
    if is_missing(text) or text.endswith("?"):  # "16?": no value, divided until the letters ran out
        return None
    if (match := _JOULES.fullmatch(text)) is None:
        source.refuse(line, f"{what} is '{excerpt(text)}', which is no number of joules", AGAIN)
    digits, suffix = match.groups()
    joules = number(source, line, digits, what).scaleb(_SUFFIXES[suffix.upper()])
    if joules in _NO_VALUES:
        return None
    if joules > _MOST_J:
        message = f"{what} is {excerpt(text)} J, more than any computer draws in ten years"
        source.refuse(line, message, "a counter that ran below zero? leave the row out")
    return measured(joules / J_PER_KWH)


def node_count(names: str) -> int | None:
    """How many nodes a list such as `n[1-4,7],login2` names; None where it names none, or is cut."""
    one = _NODE_NAMES.pattern
    if is_missing(names) or names.endswith("+") or not re.fullmatch(f"{one}(?:,{one})*", names):
        return None
    return sum(_product(match.group()) for match in _NODE_NAMES.finditer(names))


def _product(name: str) -> int:
    nodes = 1
    for ranges in re.findall(r"\[([0-9,-]+)\]", name):
        spans = [match.groups() for match in _NODE_RANGE.finditer(ranges)]
        nodes *= sum(max(1, int(last or first) - int(first) + 1) for first, last in spans)
    return nodes


def elapsed_s(source: Source, line: int, raw: str, text: str) -> Decimal | None:
    """The duration, from ElapsedRaw or else Elapsed; None where both are blank. Raises InputError at the line."""
    if not is_missing(raw):
        return duration(source, line, raw, "ElapsedRaw")
    if is_missing(text):
        return None
    if len(text) > 40 or (match := _ELAPSED.fullmatch(text)) is None:
        source.refuse(line, f"Elapsed is '{excerpt(text)}', not [D-]HH:MM:SS", AGAIN)
    days, hours, minutes, seconds = (number(source, line, part or "0", "Elapsed") for part in match.groups())
    return bounded_s(source, line, ((days * 24 + hours) * 60 + minutes) * 60 + seconds, "Elapsed")


def time_in(text: str) -> datetime | None:
    """The time, in the zone of the cluster, which the file does not say."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:  # Unknown, None, or a format of the user's own
        return None
