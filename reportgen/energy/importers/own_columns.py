"""Our names of a plain CSV's columns, which say their units, and where its header has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.energy.importers.power_rows import header_in
from reportgen.files.notes import suggestion
from reportgen.files.source import Source
from reportgen.files.table import cells_of, delimiter_of
from reportgen.files.units import J_PER_KWH, POWER_UNITS, TIME_UNITS
from reportgen.problems import excerpt

# Our names say the unit, since the file's may not: nothing is guessed. A small m is milli, as meters count.
_JOULES = {"kwh": J_PER_KWH, "wh": Decimal(3600), "j": Decimal(1), "mj": Decimal("1e-3"), "uj": Decimal("1e-6")}
TIMES = {f"time_{name}": TIME_UNITS[name].size for name in ("s", "ms")}
POWERS = {f"power_{name.lower()}": POWER_UNITS[name].size for name in ("W", "mW", "kW")}
ENERGIES_J = {f"energy_{name}": size for name, size in _JOULES.items()}
COUNTERS_J = {f"energy_counter_{name}": size for name, size in _JOULES.items()}
# What a person says of the table as a whole: alone they make no file a plain CSV.
SETTINGS = ("devices", "decimal")
COLUMNS = ("time", *TIMES, *POWERS, *ENERGIES_J, *COUNTERS_J, "duration_s", "device", *SETTINGS)

USE = "such as --columns time=NAME,power_w=NAME; time is ISO 8601, time_s and time_ms are numbers"


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


def _refuse_missing(source: Source, wanted: set[str]) -> None:
    delimiter = delimiter_of(source.first_line, wanted.__contains__, source.declared_sign)
    names = sorted(set(cells_of(source.first_line, delimiter)))
    for missing in sorted(wanted - set(names)):
        source.refuse(1, f'there is no column "{excerpt(missing)}"', suggestion(missing, names))
