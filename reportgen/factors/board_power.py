"""What boards, sockets and machines can draw at most; of a GPU board by the name that the driver gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

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


def board_power_w(name: str) -> Decimal | None:
    """The board power in W of a GPU named like "NVIDIA A100-SXM4-40GB"; None for one that is not in the table.

    Where a name fits several boards it is the one that draws most.
    """
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    found = [Decimal(row["watts"]) for row in load("board_power")["row"] if words.issuperset(row["words"])]
    return found[0] if found else None


def largest_board_w() -> Decimal:
    """The board power in W of the largest GPU board in the table: no board that is not in it is held to draw more."""
    return max(Decimal(row["watts"]) for row in load("board_power")["row"])


def socket_power_w() -> Decimal:
    """What the largest processor that is known here draws in its socket, in W."""
    return Decimal(load("board_power")["socket"]["watts"])


def tolerance() -> Tolerance:
    """The tolerance of a mean power."""
    row = load("board_power")["tolerance"]
    return Tolerance(row["factor"], row["source"])


def machine_power() -> MachinePower:
    """The power of a training on devices that are not known."""
    row = load("board_power")["machine"]
    return MachinePower(Decimal(row["least_watts"]), Decimal(row["most_watts"]), row["source"])
