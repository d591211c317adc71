"""Measures of data beside its samples: what `amounts` of a manifest may name, and what a price by them counts."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from reportgen.factors.cost_units import recorded_time, singular, slug

_ALIASES = {"gb": "gigabyte", "gbyte": "gigabyte"}
_SECONDS = {"hour": Decimal(3600), "minute": Decimal(60), "second": Decimal(1)}


def measure(name: str) -> str:
    """The measure that a person's word names: token of Tokens, gigabyte of GB."""
    one = singular(slug(name))
    return _ALIASES.get(one, one)


def measure_for(counted: str, measures: Collection[str]) -> tuple[str, Decimal] | None:
    """Which of the measures says how much there is of what a price counts, and by how much that is multiplied.

    An amount in hours says how many audio minutes there are. None where no measure does.
    """
    own = _ALIASES.get(counted, counted)
    if own in measures:
        return own, Decimal(1)
    time = recorded_time(counted)
    if not time:
        return None
    if time in measures:
        return time, Decimal(1)
    other = next((it for it in _SECONDS if it in measures and _SECONDS[it] > _SECONDS[time]), None)
    return None if other is None else (other, _SECONDS[other] / _SECONDS[time])
