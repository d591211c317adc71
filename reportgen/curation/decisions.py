"""What a table of decisions says: samples before and after, why they went, and what that did to classes and sources."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

GROUPS, SUMS = ("reason", "label", "source"), ("bytes", "objects", "seconds", "tokens")
ROLES = ("kept", *GROUPS, *SUMS, "id", "component")


@dataclass(frozen=True)
class Balance:
    """Samples of each value of a column before and after, "" of those without one."""

    before: Mapping[str, int]
    after: Mapping[str, int]

    @property
    def lost(self) -> tuple[str, ...]:
        """Values of which nothing is left, the largest first."""
        gone = [name for name in self.before if not self.after.get(name)]
        return tuple(sorted(gone, key=lambda name: (-self.before[name], name)))

    @property
    def nearly_lost(self) -> tuple[str, ...]:
        """Values of which something is left, but less than a hundredth, the largest first."""
        few = [name for name, before in self.before.items() if 0 < self.after.get(name, 0) * 100 < before]
        return tuple(sorted(few, key=lambda name: (-self.before[name], name)))

    @property
    def evenness(self) -> tuple[float | None, float | None]:
        """Entropy over that of equal shares of the values that there were before; None of fewer than two."""
        return _evenness(self.before, len(self.before)), _evenness(self.after, len(self.before))


def _evenness(counts: Mapping[str, int], values: int) -> float | None:
    total = sum(counts.values())
    if values < 2 or not total:
        return None
    shares = [many / total for many in counts.values() if many]
    return -math.fsum(share * math.log(share) for share in shares) / math.log(values) + 0.0


@dataclass(frozen=True)
class Decisions:
    """What a table says. removed: samples by reason, "" of those without one. sums: before and after, None unknown.

    unknown: samples that do not say what a sum adds up. largest_component: samples of the largest set of near
    duplicates. unlabelled: samples without an object, or else without a label, before and after; None where neither
    column says it of all. rows_lost: damaged ones, in no count.
    """

    before: int
    after: int
    removed: Mapping[str, int] | None = None
    label: Balance | None = None
    source: Balance | None = None
    sums: Mapping[str, tuple[Decimal, Decimal] | None] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    largest_component: int | None = None
    unlabelled: tuple[int, int] | None = None
    rows_lost: int = 0
    warnings: tuple[str, ...] = ()
