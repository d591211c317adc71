"""Tables of models and of checkpoints: CSV files read row by row, each cell checked at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial

from reportgen.evidence.column_units import Conversion, UnknownUnit, conversion_of
from reportgen.evidence.decimals import NumberCell, decimals_of
from reportgen.figures.apc import cost_in_cents
from reportgen.files.decimal_sign import COMMA, POINT, number_with
from reportgen.files.nodes import MAX_PROBLEMS, Node
from reportgen.files.notes import suggestion
from reportgen.files.number import number_in
from reportgen.files.number_shapes import Quantity, Share, number_of
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF, cells_message, cells_of, delimiter_of, records_of, squared
from reportgen.manifest.model import ACCURACY
from reportgen.precision import working_precision
from reportgen.problems import InputError, Problem, excerpt, one_line

MODEL_COLUMNS = ("model", "accuracy", "consumption", "cost", "price_per_kwh", "alpha", "beta", "beta_cost")
CHECKPOINT_COLUMNS = ("time_s", "accuracy", "consumption", "cost", "price_per_kwh")
_OPTIONAL = ("cost", "price_per_kwh", "alpha", "beta", "beta_cost")
_WITH_UNITS = {
    "time_s": "time",
    "accuracy": "accuracy",
    "consumption": "consumption",
    "cost": "cost",
    "price_per_kwh": "price",
}
_SHAPES = {"accuracy": ACCURACY, "alpha": Share()}
_ANY = Quantity()
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?) ?%")
_AS_IS = Conversion()


@dataclass(frozen=True)
class Column:
    """Where a column stands, and how its cells become ours."""

    index: int
    conversion: Conversion


@dataclass(frozen=True)
class Header:
    """The columns that are read, by our names; said: what a person must hear of units; ignored: names not read."""

    columns: Mapping[str, Column]
    cells: int
    said: tuple[str, ...]
    ignored: tuple[str, ...]

    def per(self, name: str) -> str:
        """What the column is for, hour or inference, where its name says so, else empty."""
        return self.columns[name].conversion.per if name in self.columns else ""


@dataclass(frozen=True)
class TableRow:
    """A row: its line, the model's name where there is such a column, and its numbers; None where a cell is blank."""

    line: int
    model: str
    numbers: Mapping[str, Decimal | None]


class ScoreTable:
    """A CSV of models or of checkpoints, of any length: the header is read at once, the rows one at a time.

    wanted: the columns to look for; all but cost and the weights must be there. decimal, otherwise: comma or
    point, as in `decimals_of`. Raises InputError with what is wrong with the file or its header.
    """

    def __init__(
        self, source: Source, wanted: Sequence[str], decimal: str | None = None, otherwise: str | None = None
    ) -> None:
        self._source = source
        self._wanted = tuple(wanted)
        self._problems: list[Problem] = []
        first = next(((line, text) for line, text in source.lines() if text.strip()), None)
        if first is None:
            source.refuse(None, "is empty", f"a CSV file with the columns {', '.join(self._needed)}")
        self._line, text = first
        self._delimiter = delimiter_of(
            text, lambda name: self._ours(name, quiet=True) is not None, source.declared_sign
        )
        self.header = self._header(cells_of(text, self._delimiter))
        self._decimals = decimals_of(self._number_cells(), decimal, self._delimiter, otherwise)

    @property
    def _needed(self) -> list[str]:
        return [name for name in self._wanted if name not in _OPTIONAL]

    def _ours(self, name: str, quiet: bool = False) -> tuple[str, Conversion] | None:
        """Our name of the column and how its cells become ours; None for a column that is not read."""
        if name.lower() in self._wanted:
            return name.lower(), _AS_IS
        for ours in self._wanted:
            if ours not in _WITH_UNITS:
                continue
            try:
                conversion = conversion_of(_WITH_UNITS[ours], name)
            except UnknownUnit as error:
                if quiet:
                    return ours, _AS_IS
                self._source.refuse(self._line, str(error))
            if conversion is not None:
                return ours, conversion
        return None

    def _header(self, names: list[str]) -> Header:
        columns: dict[str, Column] = {}
        ignored = []
        for index, name in enumerate(names):
            found = self._ours(name)
            if found is None:
                ignored.append(name)
                continue
            ours, conversion = found
            if ours in columns:
                one, other = names[columns[ours].index], name
                both = f'two columns are called "{excerpt(one)}"' if one == other else f"two columns hold {ours}"
                self._source.refuse(self._line, both, f'"{excerpt(one)}" and "{excerpt(other)}": leave one of them out')
            columns[ours] = Column(index, conversion)
        if "cost" in columns and "price_per_kwh" in columns:
            self._source.refuse(self._line, "both a cost and a price of electricity are given", "leave one of them out")
        missing = [name for name in self._needed if name not in columns]
        if missing:
            known = [name for name in names if name.strip()]
            for name in missing:
                hint = suggestion(name, known) if known else f"columns: {', '.join(self._wanted)}"
                if name == "time_s" and "time" in map(str.lower, known):
                    hint = "a time needs its unit: time_s, or time (min)"
                self._note(self._line, f"there is no column {name}", hint)
            raise InputError(self._problems)
        said = tuple(column.conversion.said for column in columns.values() if column.conversion.said)
        return Header(columns, len(names), said, tuple(ignored))

    def rows(self) -> Iterator[TableRow]:
        """The rows below the header; blank lines are left out.

        Raises InputError, once the file has been read, with the problems of its rows, the first ones of many.
        """
        columns = [(name, column.index, column.conversion) for name, column in self.header.columns.items()]
        numeric = [it for it in columns if it[0] != "model"]
        names = self.header.columns.get("model")
        count = 0
        for record in squared(records_of(self._source, self._delimiter)):
            line, cells = record.line, record.cells
            if line <= self._line:
                continue
            if len(cells) != self.header.cells:
                self._note(line, cells_message(len(cells), self.header.cells), self._cells_hint(len(cells)))
                continue
            count += 1
            numbers = {name: self._number(line, name, cells[index], how) for name, index, how in numeric}
            if "price_per_kwh" in numbers:
                numbers["cost"] = _cost(numbers.get("consumption"), numbers.pop("price_per_kwh"))
            model = cells[names.index] if names else ""
            if names and not model:
                self._note(line, "the model has no name")
            if not self._problems:
                yield TableRow(line, model, numbers)
        if self._problems:
            raise InputError(self._problems)
        if not count:
            self._source.refuse(None, "there is no row below the header")

    def _number_cells(self) -> Iterator[NumberCell]:
        columns = [(name, column.index) for name, column in self.header.columns.items() if name != "model"]
        for record in squared(records_of(self._source, self._delimiter)):
            if record.line <= self._line or len(record.cells) != self.header.cells:
                continue
            for name, index in columns:
                yield NumberCell(record.cells[index], name, partial(self._source.place, record.line))

    def _cells_hint(self, count: int) -> str:
        if self._delimiter == "," and count > self.header.cells:
            return "numbers have a decimal point: 0.5; a name with a comma stands in double quotes"
        return CUT_OFF

    def _number(self, line: int, name: str, text: str, conversion: Conversion) -> Decimal | None:
        if not text:
            if name not in _OPTIONAL:
                self._note(line, f"{name} is missing")
            return None
        value = _parsed(text) if self._decimals.sign == POINT else _with_comma(text)
        if isinstance(value, str):
            self._note(line, f"{name}: {value}", _number_hint(text, conversion, self._decimals.sign))
            return None
        if conversion.changes:
            with working_precision():
                value = value * conversion.times / conversion.over
        shape = _SHAPES.get(name, _ANY)
        if fault := shape.fault(value):
            self._note(line, f"{name}: {fault}", shape.advise(value) if shape.advise else "")
            return None
        return value

    def _note(self, line: int, message: str, hint: str = "") -> None:
        self._problems.append(Problem(f"{one_line(self._source.name)}:{line}", one_line(message), one_line(hint)))
        if len(self._problems) >= MAX_PROBLEMS:
            raise InputError(self._problems)


def _cost(consumption: Decimal | None, price_per_kwh: Decimal | None) -> Decimal | None:
    """The cost of an energy in hundredths of the currency; None where one of the two is not there."""
    if consumption is None or price_per_kwh is None:
        return None
    with working_precision():
        cost: Decimal = cost_in_cents(consumption, price_per_kwh)
    return cost


@lru_cache(maxsize=4096)  # weights and accuracies come again and again
def _parsed(text: str) -> Decimal | str:
    return number_of(Node("text", text, None))


def _with_comma(text: str) -> Decimal | str:
    value = number_with(text, COMMA)
    return (
        f'expected a number with a decimal comma, as others have, found "{excerpt(text, 30)}"'
        if value is None
        else value
    )


def _number_hint(text: str, conversion: Conversion, sign: str) -> str:
    if _THOUSANDS.fullmatch(text):
        return f"{text.replace(',', '')} without a comma, if that is meant"
    if _DECIMAL_COMMA.fullmatch(text):
        return f"a decimal point: {text.replace(',', '.')}"
    match = _PERCENT.fullmatch(text)
    if match and conversion.changes:
        return f"the column's name says percent: {match[1]}"
    if match and (percent := number_in(match[1])) is not None:
        return f"a fraction: did you mean {(percent / 100).normalize():f}?".replace(POINT, sign)
    return f"a number, such as 0{sign}5"
