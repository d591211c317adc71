"""Our names of a plain CSV's columns, which say their units, and where its header has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.energy.importers.power_rows import header_in
from reportgen.files.notes import suggestion
from reportgen.files.source import Source
from reportgen.files.table import cells_of, delimiter_of
from reportgen.files.units import (
    J_PER_KWH,
    POWER_UNITS,
    TIME_UNITS,
    UnclearUnit,
    Unit,
    energy_unit_in,
    power_unit_in,
    time_unit_in,
)
from reportgen.problems import excerpt

# Our names say the unit, since the file's may not: nothing is guessed. A small m is milli, as meters count.
_JOULES = {
    "kwh": J_PER_KWH,
    "wh": Decimal(3600),
    "kj": Decimal(1000),
    "j": Decimal(1),
    "mj": Decimal("1e-3"),
    "uj": Decimal("1e-6"),
}
TIMES = {f"time_{name}": TIME_UNITS[name].size for name in ("s", "ms")}
POWERS = {f"power_{name.lower()}": POWER_UNITS[name].size for name in ("W", "mW", "kW")}
ENERGIES_J = {f"energy_{name}": size for name, size in _JOULES.items()}
COUNTERS_J = {f"energy_counter_{name}": size for name, size in _JOULES.items()}
# What holds values in a unit, and what a column's own name says of it.
_WITH_UNITS = (
    (POWERS, power_unit_in),
    (ENERGIES_J, energy_unit_in),
    (COUNTERS_J, energy_unit_in),
    (TIMES, time_unit_in),
    ({"duration_s": Decimal(1)}, time_unit_in),
)
# What a person says of the table as a whole: alone they make no file a plain CSV.
SETTINGS = ("devices", "decimal")
COLUMNS = ("time", *TIMES, *POWERS, *ENERGIES_J, *COUNTERS_J, "duration_s", "device", *SETTINGS)

USE = "such as --columns time=NAME,power_w=NAME; time is ISO 8601, time_s and time_ms are numbers"


def say_columns(columns: Mapping[str, str]) -> str:
    """The option that says them, as a shell takes it."""
    text = ",".join(f"{ours}={column}" for ours, column in columns.items())
    return f'--columns "{text}"' if re.search(r"[^\w,=+./%-]", text) else f"--columns {text}"


@dataclass(frozen=True)
class OwnTable:
    """The table: its header, the sign between its cells, and its columns by our names.

    values: those of the power or the energy, by its name `what`; several where they are named with plus signs.
    """

    header: tuple[str, ...]
    delimiter: str
    what: str
    values: tuple[str, ...]
    time: str | None
    time_size: Decimal | None
    device: str | None
    duration: str | None


def own_table(source: Source) -> OwnTable:
    """What the user says of the file's columns, held against its header. Raises InputError."""
    columns = {name: text for name, text in source.columns.items() if name not in SETTINGS}
    what = _chosen(source, columns)
    time = next((name for name in ("time", *TIMES) if name in columns), None)
    others = [column for name, column in columns.items() if name != what]
    for values in ((columns[what],), tuple(part.strip() for part in columns[what].split("+"))):
        if found := header_in(source, (*others, *values)):
            _check_units(source, {**{name: (column,) for name, column in columns.items()}, what: values})
            return OwnTable(
                *found,
                what,
                values,
                time and columns[time],
                TIMES.get(time or ""),
                columns.get("device"),
                columns.get("duration_s"),
            )
    _refuse_missing(source, {*others, *values})
    raise AssertionError


def _chosen(source: Source, columns: Mapping[str, str]) -> str:
    """Which of our names of a power or an energy is given: one of them."""
    if not columns:
        source.refuse(None, "a CSV of your own says nothing about its columns", USE)
    for name in columns:
        if name not in COLUMNS:
            source.refuse(None, f'"{excerpt(name)}" is no column that is known here', suggestion(name, COLUMNS))
    given = [name for name in (*POWERS, *ENERGIES_J, *COUNTERS_J) if name in columns]
    times = [name for name in ("time", *TIMES) if name in columns]
    if len(given) != 1:
        said = "one column holds power or energy" if not given else f"{' and '.join(given)} are given"
        source.refuse(None, said, USE)
    if len(times) > 1:
        source.refuse(None, f"{' and '.join(times)} are given", "one column holds the time")
    if given[0] in POWERS and not times:
        source.refuse(None, "power needs a time to become energy", USE)
    return given[0]


def _check_units(source: Source, named: Mapping[str, Sequence[str]]) -> None:
    """Raise InputError where a column's own name says another unit than ours for it."""
    for ours, columns in named.items():
        for sizes, unit_in in _WITH_UNITS:
            if ours not in sizes:
                continue
            for column in columns:
                unit = _stated(unit_in, column)
                if unit is not None and unit.size != sizes[ours]:
                    right = next((name for name, size in sizes.items() if size == unit.size), None)
                    hint = f"say {right}={column}" if right else "bring its numbers, and its name, into another unit"
                    source.refuse(None, f'"{excerpt(column)}" says {unit.name} in its name, and {ours} does not', hint)


def _stated(unit_in: Callable[[str], Unit | None], column: str) -> Unit | None:
    """The unit that the name of a column says; None where it says none, or leaves it open."""
    try:
        return unit_in(column)
    except UnclearUnit:
        return None


def _refuse_missing(source: Source, wanted: set[str]) -> None:
    if "\ufffd" in source.first_line:
        source.refuse(1, "the header holds letters that are not UTF-8", "save the file as UTF-8")
    delimiter = delimiter_of(source.first_line, wanted.__contains__, source.declared_sign)
    names = sorted(set(cells_of(source.first_line, delimiter)))
    for missing in sorted(wanted - set(names)):
        source.refuse(1, f'there is no column "{excerpt(missing)}"', suggestion(missing, names))
