"""What `measure` and `devices` have in common: options of the meters."""

from __future__ import annotations

import re
from decimal import Decimal

import click

from reportgen.files.nodes import Node
from reportgen.files.notes import Notes
from reportgen.files.number import is_number, number_in
from reportgen.files.number_shapes import Count
from reportgen.files.shapes import MISSING
from reportgen.files.times import duration_in

_SHORTEST_S, _LONGEST_S = Decimal("0.02"), Decimal(3600)
_WATTS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")


def interval(ctx: click.Context, param: click.Parameter, text: str) -> Decimal:
    """Seconds, or a duration, such as 1s, 0.5, 100ms or 1 min."""
    text = text.strip()
    seconds = number_in(text) if is_number(text) else duration_in(text)
    if seconds is None:
        raise click.BadParameter(f"{text!r} is no interval, such as 1s or 500ms", ctx, param)
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        raise click.BadParameter(f"{text!r} is out of reach: from 20ms to 3600s", ctx, param)
    return seconds


def total(ctx: click.Context, param: click.Parameter, text: str | None) -> int | None:
    """A count of samples from 1 on; None where it is not given."""
    if text is None:
        return None
    node = Node("text", text, None)
    notes = Notes("", node)
    value = Count(1).read(node, (), notes)
    if value is MISSING:
        [problem] = notes.problems
        raise click.BadParameter(f"{problem.message} ({problem.hint})", ctx, param)
    return int(value)


def watts(ctx: click.Context, param: click.Parameter, text: str | None) -> Decimal | None:
    """Power in W, above 0; None where it is not given."""
    if text is None:
        return None
    power_w = number_in(text) if _WATTS.fullmatch(text) else None
    if not power_w:
        raise click.BadParameter(f"{text!r} is no power in W, such as 280", ctx, param)
    return power_w


POWERCAP_FOLDER = click.option(
    "--powercap",
    default="/sys/class/powercap",
    metavar="DIR",
    show_default=True,
    help="Where Linux shows RAPL; in a container, where the host's is mounted.",
)
CPU_TDP = click.option(
    "--cpu-tdp",
    callback=watts,
    metavar="W",
    help="Thermal design power of all CPUs together, for one that can only be estimated.",
)
