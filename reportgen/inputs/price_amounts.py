"""Amounts of money that a row of a cost table lists, in the currency of the run."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportgen.figures.outline import Conversion
from reportgen.inputs.keys import KINDS
from reportgen.inputs.leaves import Leaves
from reportgen.words.message import message


@dataclass(frozen=True)
class Amounts:
    """What the amounts of a row share: currency, unit, and the rate's key with whether it is written inversely.

    conversions: of those that have been given so far.
    """

    currency: str
    unit: str
    rate: tuple[str, bool] | None
    conversions: list[Conversion]


def converted(
    leaves: Leaves,
    key: str,
    value: Decimal | None,
    more: dict[str, Any],
    amounts: Amounts,
    label: str = "",
    unit: str = "",
) -> None:
    """Add the amount; in another currency, as a listed one times the rate. unit: that of the amounts unless given."""
    unit = unit or amounts.unit
    if value is None and not leaves.set_or(key):
        return
    if value is None or leaves.set_or(key) or amounts.currency == leaves.currency:
        leaves.give(key, value, unit=unit, label=label, listed_in=amounts.currency, **more)
        return
    if amounts.rate is None:
        leaves.give(key, None, unit=unit, label=label, absent=message("no exchange rate given"))
        return
    rate_key, inverse = amounts.rate
    listed = f"listed_{key.removeprefix('annotation_')}"
    from_, to = rate_key.partition(".")[2].upper().split("_")
    leaves.give(listed, value, unit=unit, currency=to if inverse else from_, **more)
    whole_unit = f"{leaves.currency}/{unit}" if "price" in key else leaves.currency
    amounts.conversions.append(Conversion(key, listed, rate_key, inverse, whole_unit, label or KINDS[key].label))
