"""The parts that a page is made of: what a template gets, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

from reportgen.charts.bars import Bar
from reportgen.charts.chart import ChartData
from reportgen.charts.range_bar import RangeAxisData, RangeBarData, RangeHeadData
from reportgen.page.printer import Amount

KEPT_ROWS = 16
KEPT_LETTERS = 250  # of a text in a row that is kept whole: some 100 points in a column of a quarter
SEEN_ROWS = 6
LONG_NUMBER = 18  # characters: with more, a column of a fifth of the page cannot hold it in one line


@dataclass(frozen=True)
class Origin:
    """What is said of an input where links of report.html lead to it."""

    key: Annotated[str, "its key in report.json, of a series that of the first"]
    basis: Annotated[str, "its basis and layer where the table does not say them, or empty"]
    sources: Annotated[tuple[int, ...], "the numbers of its sources"]
    label: Annotated[str, "what it is in words, where the table says its key alone, or empty"] = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: text, amount or bars."""

    text: Annotated[str, "text, where it is no amount"] = ""
    amount: Annotated[Amount | None, "amount, or None"] = None
    mark: Annotated[str, "evidence mark before it"] = ""
    small: Annotated[str, "second line"] = ""
    bars: Annotated[tuple[Bar, ...], "CSS bars as class, left and width in percent"] = ()
    plain_dash: Annotated[bool, "whether a dash stands for nothing"] = False
    origin: Annotated[Origin | None, "where links of report.html to its amount's key lead here"] = None


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    head: Annotated[str, "heading of the row"]
    cells: Annotated[tuple[Cell, ...], "the other cells"]
    small: Annotated[str, "second line of the heading"] = ""
    style: Annotated[str, "on, off, total, source or empty"] = ""
    inputs: Annotated[tuple[str, ...], "keys of the inputs of a series"] = ()
    origin: Annotated[Origin | None, "where links of report.html to these lead here"] = None

    @property
    def tall(self) -> bool:
        """Whether one of its texts may fill a page in a narrow column, so that the row may be broken over pages."""
        texts = (self.head, self.small, *(text for cell in self.cells for text in (cell.text, cell.small)))
        return max(map(len, texts)) > KEPT_LETTERS


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: Annotated[str, "heading, or empty"]
    right: Annotated[bool, "whether it holds numbers"] = False
    bar: Annotated[bool, "whether it holds bars"] = False


@dataclass(frozen=True)
class Table:
    """A table with the words around it; the widths of its columns stand in page.css."""

    name: Annotated[str, "what table it is: t- and this is its CSS class"]
    title: Annotated[str, "what it shows"]
    sub: Annotated[str, "line below the title"]
    columns: Annotated[tuple[Column, ...], "the columns"]
    groups: Annotated[tuple[tuple[str, tuple[Row, ...]], ...], "runs of rows, each with its name or an empty text"]
    rail: Annotated[str, "remark in the rail"] = ""
    rail_title: Annotated[str, "what the remark is about"] = ""
    wide: Annotated[bool, "whether it goes over the rail too"] = True
    note: Annotated[str, "line below the table"] = ""
    flows: Annotated[bool, "whether it may be broken over pages however short it is"] = False

    @property
    def short(self) -> bool:
        """Whether the table is short enough to be kept on one page; lists of the appendix flow on."""
        is_tall = any(row.tall for _, rows in self.groups for row in rows)
        return not self.flows and self._rows <= KEPT_ROWS and not is_tall

    @property
    def long(self) -> bool:
        """Whether the table folds on a telephone, where each of its rows is a small block."""
        return self._rows > SEEN_ROWS

    @property
    def vast(self) -> bool:
        """Whether a number is so long that the columns of values are to be wider."""
        return any(
            cell.amount is not None and len(cell.amount.text) > LONG_NUMBER
            for _, rows in self.groups
            for row in rows
            for cell in row.cells
        )

    @property
    def _rows(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


def without_blank_end(table: Table) -> Table:
    """The table without its last columns in which no row says anything, such as of ranges where nothing has one."""
    rows = [row for _, group in table.groups for row in group]
    width = max([1, *(last for row in rows for last, cell in enumerate(row.cells, 2) if cell != Cell())])
    groups = tuple(
        (name, tuple(replace(row, cells=row.cells[: width - 1]) for row in group)) for name, group in table.groups
    )
    return replace(table, columns=table.columns[:width], groups=groups)


@dataclass(frozen=True)
class Chart:
    """A chart with the words around it."""

    title: Annotated[str, "what it shows"]
    sub: Annotated[str, "unit and scale"]
    data: Annotated[ChartData, "what is drawn"]
    rail: Annotated[str, "remark in the rail"] = ""
    rail_title: Annotated[str, "what the remark is about"] = ""
    note: Annotated[str, "line below the chart"] = ""
    wide: Annotated[bool, "whether it goes over the rail too"] = False


@dataclass(frozen=True)
class Fact:
    """A number that stands alone, and what it means."""

    amount: Annotated[Amount, "the number"]
    text: Annotated[str, "what it means"]


@dataclass(frozen=True)
class Note:
    """A boxed remark."""

    title: Annotated[str, "first words, bold"]
    text: Annotated[str, "the remark"]


@dataclass(frozen=True)
class Facts:
    """Numbers side by side."""

    facts: Annotated[tuple[Fact, ...], "the numbers"]


@dataclass(frozen=True)
class AccountLine:
    """A row of the ledger."""

    label: Annotated[str, "what it is"]
    factors: Annotated[str, "its arithmetic, or what is in it"]
    amount: Annotated[Amount, "how much; what was spent with a minus"]
    bar: Annotated[RangeBarData | None, "its bar, or None"]
    is_net: Annotated[bool, "whether it is the sum"] = False


@dataclass(frozen=True)
class Account:
    """An account on one zero line: what was avoided and spent, with its arithmetic, down to the sum."""

    title: Annotated[str, "what it counts"]
    unit: Annotated[str, "its unit"]
    head: Annotated[RangeHeadData, "the words above the bars"]
    lines: Annotated[tuple[AccountLine, ...], "its rows, the sum last"]
    axis: Annotated[RangeAxisData, "the axis below the bars"]
    leads: Annotated[bool, "whether the headline quotes its sum"] = True
    note: Annotated[str, "line below its rows"] = ""


Block = Table | Chart | Facts | Note | Account


@dataclass(frozen=True)
class Section:
    """A numbered section."""

    anchor: Annotated[str, "target of links"]
    number: Annotated[int, "from 1"]
    name: Annotated[str, "name in the rail and the contents"]
    finding: Annotated[str, "heading that says what was found"]
    blocks: Annotated[tuple[Block, ...], "tables, charts, facts and notes, told apart by kind"] = field(default=())
    new_page: Annotated[bool, "whether it starts a page of the PDF"] = True
