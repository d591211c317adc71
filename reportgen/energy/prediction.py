"""What a whole run will take, from how its parts went so far."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from reportgen.energy.record import Prediction
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision

FEWEST_PARTS = 4
EARLIEST_SHARE = Decimal("0.05")  # of all samples
MOST_PARTS = 16


@dataclass(frozen=True)
class _Point:
    samples: int
    at_s: Decimal
    energy_j: Decimal | None


class Predictor:
    """Notes how far a run is and says, once that is enough, what the whole will take.

    total_samples: how many there are. kg_per_kwh: CO2e of a kWh at the meter, PUE included, or None.
    """

    def __init__(self, total_samples: int, kg_per_kwh: Decimal | None = None) -> None:
        self.total_samples = total_samples
        self.kg_per_kwh = kg_per_kwh
        self._points = [_Point(0, Decimal(0), Decimal(0))]

    def note(self, samples: int, at_s: Decimal, energy_j: Decimal | None) -> None:
        """Note that so many samples were done at_s; what is no progress is passed over."""
        last = self._points[-1]
        if samples <= last.samples or at_s <= last.at_s:
            return
        self._points.append(_Point(samples, at_s, energy_j))
        if len(self._points) > 2 * MOST_PARTS + 1:  # parts grow longer with the run
            self._points = self._points[::2]

    def predict(self) -> Prediction | None:
        """The prediction; None while too little is known, and when nothing is left to predict."""
        last = self._points[-1]
        left = self.total_samples - last.samples
        early = last.samples < EARLIEST_SHARE * self.total_samples
        if left <= 0 or early or len(self._points) <= FEWEST_PARTS:
            return None
        with working_precision():
            duration = self._whole(left, [point.at_s for point in self._points])
            energies = [point.energy_j for point in self._points]
            known = [energy_j for energy_j in energies if energy_j is not None]
            energy: tuple[Decimal | None, ...] = (None,) * 3
            if len(known) == len(energies) and known[-1]:
                energy = tuple(joules / J_PER_KWH for joules in self._whole(left, known))
            co2 = tuple(None if kwh is None or self.kg_per_kwh is None else kwh * self.kg_per_kwh for kwh in energy)
        return Prediction(last.at_s, Decimal(last.samples), Decimal(self.total_samples), *duration, *energy, *co2)

    def _whole(self, left: int, sums: list[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
        """The whole of what was summed up so far: at the mean of all parts, at the least and at the most of a part."""
        points = self._points
        parts = [
            (after - before) / (points[place + 1].samples - points[place].samples)
            for place, (before, after) in enumerate(pairwise(sums))
        ]
        mean = sums[-1] / points[-1].samples
        return (sums[-1] + left * mean, sums[-1] + left * min(parts), sums[-1] + left * max(parts))
