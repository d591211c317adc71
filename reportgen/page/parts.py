"""The parts that a page is made of: what a template gets, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.charts.avoided_spent import AvoidedSpentData
from reportgen.charts.hours import HoursData
from reportgen.charts.strip import StripData
from reportgen.charts.waterfall import WaterfallData
from reportgen.page.printer import Amount

KEPT_ROWS = 16

ChartData = StripData | WaterfallData | AvoidedSpentData | HoursData


@dataclass(frozen=True)
class Line:
    """A line of a small account: what, how much, and whether it is the sum."""

    label: str
    amount: Amount
    is_sum: bool = False


@dataclass(frozen=True)
class Headline:
    """A headline figure of the first page with its account; marks are bases with a word each."""

    label: str
    sub: str
    amount: Amount
    mark: str
    remark: str
    warning: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: text or amount, an evidence mark before it, a small second line, CSS bars instead of text.

    bars: (class, left, width) in percent of the cell.
    """

    text: str = ""
    amount: Amount | None = None
    mark: str = ""
    small: str = ""
    bars: tuple[tuple[str, str, str], ...] = ()
    plain_dash: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; style is on, off, total or empty."""

    head: str
    cells: tuple[Cell, ...]
    small: str = ""
    style: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its heading, width in percent, and whether it holds numbers or bars."""

    title: str
    width: float
    right: bool = False
    bar: bool = False


@dataclass(frozen=True)
class Table:
    """A table with what it shows; groups are named runs of rows. wide: over the rail too. note: below it."""

    title: str
    sub: str
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    rail: str = ""
    rail_title: str = ""
    wide: bool = True
    note: str = ""

    @property
    def short(self) -> bool:
        """Whether the table is short enough to be kept on one page."""
        return sum(len(rows) for _, rows in self.groups) <= KEPT_ROWS


@dataclass(frozen=True)
class Chart:
    """A chart with the words around it; `data` is drawn by the renderer."""

    title: str
    sub: str
    data: ChartData
    rail: str = ""
    rail_title: str = "How to read"
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """A number that stands alone, and what it means."""

    amount: Amount
    text: str


@dataclass(frozen=True)
class Note:
    """A boxed remark."""

    title: str
    text: str


@dataclass(frozen=True)
class Facts:
    """Numbers side by side."""

    facts: tuple[Fact, ...]


Block = Table | Chart | Facts | Note


@dataclass(frozen=True)
class Section:
    """A numbered section: its name in the rail, its finding as the heading, and its blocks in order."""

    anchor: str
    number: int
    name: str
    finding: str
    blocks: tuple[Block, ...] = field(default=())
    new_page: bool = True
