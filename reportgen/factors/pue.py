"""Power usage effectiveness (PUE) by kind of site."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load

SITES: tuple[str, ...] = tuple(row["site"] for row in load("pue")["row"])

# The more energy-hungry of the two: an unknown site must not make the filtering look cheap.
_FALLBACK_SITE = "on-premises"


@dataclass(frozen=True)
class PueChoice:
    """A PUE (unit 1), its plausible range, and how it was chosen ("exact" or "fallback").

    source is the value's, range_source that of low and high.
    """

    site: str
    value: Decimal
    low: Decimal
    high: Decimal
    source: str
    range_source: str
    chosen: str


def find_pue(site: str | None) -> PueChoice:
    """The PUE of a kind of site (one of SITES); without one that of on-premises, as a fallback.

    Errors: KeyError for a site that is not one of SITES.
    """
    rows = {row["site"]: row for row in load("pue")["row"]}
    row = rows[_FALLBACK_SITE if site is None else site]
    numbers = {key: Decimal(row[key]) for key in ("value", "low", "high")}
    return PueChoice(**{**row, **numbers}, chosen="fallback" if site is None else "exact")
