"""What `measure` and `devices` have in common: options of the meters."""

from __future__ import annotations

import re
from decimal import Decimal

import click

from reportgen.files.number import number_in

_INTERVAL = re.compile(r"(?P<number>\d{1,6}(\.\d{1,6})?)\s*(?P<unit>ms|s)?", re.ASCII)
_SHORTEST_S, _LONGEST_S = Decimal("0.02"), Decimal(3600)
_WATTS = re.compile(r"\d{1,6}(\.\d{1,3})?", re.ASCII)


def interval(ctx: click.Context, param: click.Parameter, text: str) -> Decimal:
    """Seconds or milliseconds, such as 1s, 0.5 or 100ms."""
    match = _INTERVAL.fullmatch(text.strip())
    if match is None:
        raise click.BadParameter(f"{text!r} is no interval, such as 1s or 500ms", ctx, param)
    seconds = (number_in(match["number"]) or Decimal(0)) / (1000 if match["unit"] == "ms" else 1)
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        raise click.BadParameter(f"{text!r} is out of reach: from 20ms to 3600s", ctx, param)
    return seconds


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
