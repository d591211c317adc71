"""What it means for a file's records that some of its rows could not be read: they are at least what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.energy.record import Record
from reportgen.files.losses import Losses


def bounded(records: list[Record], lost: Losses, sound: int, lacking: str = "no energy") -> list[Record]:
    """The records with what was lost said; sound: rows that were read.

    Nobody knows whose a lost row was, so each record is at least what it says: its low is that of the rest, its high is
    not known. Raises InputError with the first problems where rows are lost and no record is left.
    """
    if lost.count and not records:
        lost.refuse()
    said = lost.said(sound + lost.count, lacking)
    return [least(record, said, is_lost=bool(lost.count)) for record in records] if said else records


def least(record: Record, said: Sequence[str], *, is_lost: bool) -> Record:
    """The record with what was lost said; at least what it says, where energy may be lost."""
    record = replace(record, warnings=(*record.warnings, *said))
    if not is_lost or record.energy_kwh is None:
        return record
    low_kwh = record.energy_kwh if record.low_kwh is None else record.low_kwh
    return replace(record, at_least=True, low_kwh=low_kwh, high_kwh=None)
