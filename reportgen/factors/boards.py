"""What boards, sockets and machines can draw at most, and what a board computes: of a GPU board by its name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.factors.device_names import row_named, suggest_name
from reportgen.factors.facts import load


@dataclass(frozen=True)
class Tolerance:
    """How many times the board power a mean may be before it is not believed; source says so."""

    factor: Decimal
    source: str


@dataclass(frozen=True)
class MachinePower:
    """What a training is believed to draw where no board is known: the least and the most, in W; source says so."""

    least_w: Decimal
    most_w: Decimal
    source: str


@dataclass(frozen=True)
class Board:
    """A GPU board: what it draws at most, in W, and its peak in FLOP/s, dense BF16, None where it is not known."""

    name: str
    watts: Decimal
    source: str
    peak_flops: Decimal | None
    peak_source: str | None


def find_board(name: str) -> Board | None:
    """The board named like "H100 SXM" or "NVIDIA A100-SXM4-40GB"; None for one that is not in the table.

    Where a name fits several boards it is the one that draws most.
    """
    row = row_named(name, load("boards")["row"])
    return None if row is None else _board(row)


def suggest_boards(name: str) -> str:
    """What to write in place of a name that is not in the table: `did you mean "L40S"?`, or all that are known."""
    return suggest_name(name, [board.name for board in boards()])


def boards() -> tuple[Board, ...]:
    """All boards, in the order of the table."""
    return tuple(_board(row) for row in load("boards")["row"])


def board_power_w(name: str) -> Decimal | None:
    """The board power in W of a GPU by its name, as `find_board` finds it."""
    board = find_board(name)
    return board.watts if board else None


def largest_board_w() -> Decimal:
    """The board power in W of the largest GPU board in the table: no board that is not in it is held to draw more."""
    return max(board.watts for board in boards())


def socket_power_w() -> Decimal:
    """What the largest processor that is known here draws in its socket, in W."""
    return Decimal(load("boards")["socket"]["watts"])


def tolerance() -> Tolerance:
    """The tolerance of a mean power."""
    row = load("boards")["tolerance"]
    return Tolerance(row["factor"], row["source"])


def machine_power() -> MachinePower:
    """The power of a training on devices that are not known."""
    row = load("boards")["machine"]
    return MachinePower(Decimal(row["least_watts"]), Decimal(row["most_watts"]), row["source"])


def _board(row: dict[str, Any]) -> Board:
    more = (row["peak_flops"], row["peak_source"]) if "peak_flops" in row else (None, None)
    return Board(row["name"], Decimal(row["watts"]), row["source"], *more)
