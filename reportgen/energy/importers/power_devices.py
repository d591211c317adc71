"""Whose the powers of a table are: what its columns say of each device, or whose turn it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportgen.energy.importers.power_rows import Layout, Reading
from reportgen.energy.importers.turns import Rhythm, Turns, rhythm_of
from reportgen.energy.record import Identity
from reportgen.factors.boards import board_power_w
from reportgen.files.source import Source
from reportgen.problems import excerpt

_NUMBER = re.compile(r"[0-9]{1,3}")
_HOST = re.compile("(?:host|node|machine|server|instance)s?(?:[ _.-]?name)?", re.I)
_UUID = re.compile(r"(?:GPU|MIG)-[0-9a-f-]{8,}|[0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F]", re.I)


@dataclass(frozen=True)
class Seen:
    """A device by its first row: what its columns say, or its place where none tells devices apart."""

    device: str
    column: str
    model: str
    index: str
    uuid: str


@dataclass(frozen=True)
class Dialect:
    """What a tool's tables are: its name, how it calls the devices of a table and of which kind they are.

    has_columns: whether the column of a power says whose it is; is_wide: even where there is one. notes: warnings that
    every record has.
    """

    tool: str
    names: Callable[[Sequence[Seen]], list[str]]
    kind: Callable[[str], str]
    has_columns: bool = True
    is_wide: bool = False
    notes: tuple[str, ...] = ()


class Devices:
    """The devices of a table by key, in the order in which they appear."""

    def __init__(self, layout: Layout, rhythm: Rhythm | None) -> None:
        self.seen: dict[str, Seen] = {}
        self._layout = layout
        self._turns = Turns(rhythm) if rhythm and rhythm.devices > 1 else None
        self._keys: dict[str, tuple[str, ...]] = {}

    def keys(self, reading: Reading) -> tuple[str, ...]:
        """The key of each power of the row, in the order of the columns of power."""
        device = self._turns.place(reading.time_s) if self._turns else reading.device
        if device not in self._keys:
            seen = [
                Seen(device, column, reading.model, reading.device_index, reading.uuid)
                for column in self._layout.powers
            ]
            self._keys[device] = tuple(f"{device}\0{each.column}" for each in seen)
            self.seen.update(zip(self._keys[device], seen, strict=True))
        return self._keys[device]

    def column(self, key: str) -> str:
        """The column of a device's power."""
        return self.seen[key].column

    def pass_over(self) -> None:
        """Count a row that was lost whole."""
        if self._turns:
            self._turns.pass_over()

    def identities(self, dialect: Dialect) -> dict[str, Identity]:
        """What tells each device from others of its kind, as far as the table says it."""
        found = {}
        for key, seen in self.seen.items():
            column = seen.column if dialect.has_columns else None
            identity = identity_of(seen.device, column, self._layout.device)
            index, uuid = seen.index or identity.index, seen.uuid or identity.uuid
            found[key] = replace(identity, index=index, uuid=uuid)
        return found


def identity_of(device: str, column: str | None, named_by: str | None) -> Identity:
    """What identifies a device that its table calls so: an index or a UUID, or the host that it is.

    column: of its power or energy. named_by: the column that names it, which says whether it is a host; None where
    none does, and it is called by its place.
    """
    if named_by is None:
        return Identity(column=column)
    return Identity(
        host=device if _HOST.fullmatch(named_by) else None,
        index=device if _NUMBER.fullmatch(device) else None,
        uuid=device if _UUID.fullmatch(device) else None,
        column=column,
    )


def rhythm_in(source: Source, layout: Layout, dialect: Dialect, head: Sequence[Reading]) -> Rhythm | None:
    """The rhythm of the rows where no column tells devices apart, by `devices=` where it is given; else None.

    A column that only names devices tells them apart where there are as many names as devices. Raises InputError.
    """
    given = _devices_given(source)
    columns = dialect.is_wide or len(layout.powers) > 1
    if columns or (layout.device is not None and layout.device != layout.model):
        if given is not None:
            telling = "columns of power tell" if columns else f"column {excerpt(layout.device or '')} tells"
            source.refuse(None, f"the {telling} the devices apart", "leave devices= out")
        return None
    rhythm = rhythm_of([reading.time_s for reading in head], given)
    names = len({reading.device for reading in head})
    if given is None and names > 1 and names >= rhythm.devices:
        return None
    return rhythm


def _devices_given(source: Source) -> int | None:
    text = source.columns.get("devices")
    if text is None:
        return None
    if not _NUMBER.fullmatch(text) or not int(text):
        source.refuse(None, f'devices is "{excerpt(text)}", which is no number of devices', "such as devices=4")
    return int(text)


def kind_of(name: str) -> str:
    """Of which kind a device is, by its name."""
    if "gpu" in name.lower() or board_power_w(name) is not None:
        return "gpu"
    return "cpu" if "cpu" in name.lower() else "other"
