"""A table of decisions, for a person and as JSON: the funnel by reason, and each class beside a random subset."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportgen.problems import excerpt
from reportgen.words.counted import so_many
from reportgen.words.numbers import HOUSE

if TYPE_CHECKING:
    from reportgen.curation.decisions import Balance, Decisions

_MOST_SHOWN = 5  # values of a column
_LOST_SHARE = Decimal("0.99")


def decision_lines(name: str, found: Decisions) -> list[str]:
    """What the table says, the most cut of each column first."""
    lines = [f"{excerpt(name, 200)}: {found.before:,} samples, {found.after:,} kept"]
    if found.removed:
        reasons = sorted(found.removed.items(), key=lambda it: (-it[1], it[0]))
        lines += [f"  removed: {_named(it, 'without a reason')} {many:,}" for it, many in reasons[:_MOST_SHOWN]]
        if rest := reasons[_MOST_SHOWN:]:
            lines.append(f"  removed: {len(rest):,} further reasons {sum(many for _, many in rest):,}")
    for column, balance in _balances(found):
        lines += _balance_lines(column, balance, found)
    for role, both in found.sums.items():
        if both is not None:
            lines.append(f"  {role}: {_whole(both[0])} before, {_whole(both[1])} after")
    if found.unlabelled is not None and found.unlabelled[0]:
        lines.append(f"  without a label: {found.unlabelled[0]:,} before, {found.unlabelled[1]:,} after")
    if found.largest_component:
        lines.append(f"  component: the largest set holds {found.largest_component:,} samples")
    return lines


def decision_cautions(found: Decisions) -> list[str]:
    """What may have been cut too deep: values that vanished, or lost more than 99 %, and a set that holds half."""
    said = []
    for column, balance in _balances(found):
        if balance.lost:
            shown = ", ".join(_named(it, f"without a {column}") for it in balance.lost[:_MOST_SHOWN])
            said.append(f"{column}: nothing is left of {len(balance.lost):,} of {len(balance.before):,}: {shown}")
        nearly = [it for it, many in balance.before.items() if 0 < balance.after.get(it, 0) < many * (1 - _LOST_SHARE)]
        if nearly:
            shown = ", ".join(_named(it, f"without a {column}") for it in nearly[:_MOST_SHOWN])
            said.append(f"{column}: more than 99 % is gone of {len(nearly):,}: {shown}")
    if (found.largest_component or 0) * 2 > found.before:
        said.append("component: one set holds more than half of all samples")
    return said


def decision_values(name: str, found: Decisions) -> dict[str, Any]:
    """The same as JSON, with every value of each column."""
    values: dict[str, Any] = {"name": name, "samples_before": found.before, "samples_after": found.after}
    values["removed"] = None if found.removed is None else dict(found.removed)
    for column, balance in (("label", found.label), ("source", found.source)):
        values[column] = None if balance is None else _balance_values(balance, found)
    values |= {it: None if both is None else {"before": both[0], "after": both[1]} for it, both in found.sums.items()}
    values["unlabelled"] = found.unlabelled and dict(zip(("before", "after"), found.unlabelled, strict=True))
    values["largest_component"] = found.largest_component
    return values | {"warnings": [*found.warnings, *decision_cautions(found)]}


def _balance_values(balance: Balance, found: Decisions) -> dict[str, Any]:
    from reportgen.curation.random_subset import of_random

    before, after = balance.evenness
    each = {}
    for it, many in balance.before.items():
        random = of_random(found.before, many, found.after)
        each[it] = {
            "before": many,
            "after": balance.after.get(it, 0),
            "random": {
                "expected": random.expected,
                "low": random.low,
                "high": random.high,
                "none": Decimal(f"{random.none:.9g}"),
            },
        }
    return {"evenness_before": _rounded(before), "evenness_after": _rounded(after), "values": each}


def _balance_lines(column: str, balance: Balance, found: Decisions) -> list[str]:
    from reportgen.curation.random_subset import of_random

    before, after = (_rounded(it) for it in balance.evenness)
    even = "" if before is None or after is None else f", evenness {before:.3f} before and {after:.3f} after"
    values = so_many(len(balance.before), "# value", "# values")
    lines = [f"  {column}: {values}, {len(balance.before) - len(balance.lost):,} left{even}"]
    cut = sorted(balance.before, key=lambda it: (Decimal(balance.after.get(it, 0)) / balance.before[it], it))
    for it in cut[:_MOST_SHOWN]:
        random = of_random(found.before, balance.before[it], found.after)
        kept = balance.after.get(it, 0)
        away = "" if random.low <= kept <= random.high else "; outside of it"
        band = f"a random subset has {_about(random.expected)} ({random.low:,} to {random.high:,}{away})"
        lines.append(f"    {_named(it, f'without a {column}')}: {balance.before[it]:,} before, {kept:,} after; {band}")
    if len(cut) > _MOST_SHOWN:
        lines.append(f"    and {len(cut) - _MOST_SHOWN:,} that were cut less")
    return lines


def _balances(found: Decisions) -> list[tuple[str, Balance]]:
    return [(name, it) for name, it in (("label", found.label), ("source", found.source)) if it is not None]


def _named(name: str, unnamed: str) -> str:
    return excerpt(name) if name else f"({unnamed})"


def _rounded(evenness: float | None) -> Decimal | None:
    """To nine digits: the last of a float's are not the same everywhere."""
    return None if evenness is None else round(Decimal(evenness), 9)


def _whole(value: Decimal) -> str:
    return HOUSE.up_to_significant(value, 15)


def _about(value: Decimal) -> str:
    """A number to expect: to the whole, and to two digits where it has fewer."""
    return HOUSE.up_to_significant(value, max(2, len(f"{value:.0f}")))
