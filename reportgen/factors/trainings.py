"""Published trainings of language models, and what is taken of a training where nobody says it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reportgen.factors.boards import Board
from reportgen.factors.facts import load


@dataclass(frozen=True)
class PublishedTraining:
    """A training as its publisher describes it: active parameters, tokens that it read, GPU-hours on boards `gpu`.

    decides: whether the utilisation that is taken for other trainings comes from it.
    """

    name: str
    parameters: Decimal
    tokens: Decimal
    gpu: str
    gpu_hours: Decimal
    source: str
    decides: bool
    tokens_source: str = ""


@dataclass(frozen=True)
class Ranged:
    """A value with its range, and the sources that say so."""

    value: Decimal
    low: Decimal
    high: Decimal
    sources: tuple[str, ...]


def published_trainings() -> tuple[PublishedTraining, ...]:
    """All of them, in the order of the table."""
    return tuple(PublishedTraining(**row) for row in load("trainings")["row"])


def utilisation() -> Ranged:
    """The share of a board's peak that a whole training reaches (MFU), where nobody says it."""
    row = load("trainings")["utilisation"]
    return Ranged(row["middle"], row["low"], row["high"], (row["source"],))


def board_in_node(board: Board) -> Ranged:
    """What a board draws in a training with its share of the node, in W.

    Measured of an H100 SXM; of any other its board power times a factor, in whole W, with the same relative range.
    """
    row = load("trainings")["power"]
    watts, low, high = (Decimal(row[name]) for name in ("watts", "low", "high"))
    if board.name == row["board"]:
        return Ranged(watts, low, high, (row["source"],))
    middle = board.watts * row["node_factor"]
    low, high = middle * low / watts, middle * high / watts
    return Ranged(_whole(middle), _whole(low), _whole(high), (board.source, row["node_source"]))


def _whole(watts: Decimal) -> Decimal:
    return watts.quantize(Decimal(1), rounding=ROUND_HALF_UP)
