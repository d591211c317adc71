"""Which formulas of the book apply to a run."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.figures.model_scores import ModelOutline
from reportgen.figures.sci_book import EmbodiedOutline

# The labelling time that is paid, its key and unit, by the seconds in the price's unit.
TIMES = {3600: ("labelling_hours", "h"), 60: ("labelling_minutes", "min")}


@dataclass(frozen=True)
class Outline:
    """Which formulas apply: what the inputs say in words rather than in numbers.

    tier_bounds: the upper bound of each price tier in units, None for the last; (None,) is a single price.
    unit_factors: keys of what turns samples into what is counted; thousands: whether a unit is 1,000 of those.
    seconds_in_unit: those in a unit of a price by time, for which seconds_per_unit is paid; None for other prices.
    factor: published, exact, scenario or measured.
    """

    currency: str
    price_unit: str = "sample"
    tier_bounds: tuple[Decimal | None, ...] = (None,)
    unit_factors: tuple[str, ...] = ()
    thousands: bool = False
    seconds_in_unit: int | None = None
    factor: str = "published"
    by_steps: bool = False
    labelled_after_given: bool = True
    energy_in_compute: bool = False
    models: tuple[ModelOutline, ...] = ()
    embodied: tuple[EmbodiedOutline, ...] = ()

    @property
    def counted(self) -> str:
        """What is labelled, one at a time: the unit of the price, or for a price by time what takes the time."""
        if self.seconds_in_unit is None:
            return self.price_unit
        return next((key.partition(".")[2] for key in self.unit_factors if "." in key), "sample")
