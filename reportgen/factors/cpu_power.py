"""What a CPU draws by its load, as a share of its thermal design power (TDP): an estimate with a wide range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.facts import load


@dataclass(frozen=True)
class CpuPower:
    """An estimate of what a CPU draws.

    tdp_w: its thermal design power in W. stated: whether somebody said so, else it is reckoned from the number of
    logical CPUs. curve: load (0 to 1) and share of TDP, rising. The true energy lies between low_share and high_share
    of the estimate. sources: ids of the facts.
    """

    tdp_w: Decimal
    stated: bool
    curve: tuple[tuple[Decimal, Decimal], ...]
    low_share: Decimal
    high_share: Decimal
    sources: tuple[str, ...]

    def power_w(self, busy: Decimal) -> Decimal:
        """Power in W at a load from 0 to 1."""
        before = self.curve[0]
        for point in self.curve[1:]:
            if busy <= point[0]:
                along = (busy - before[0]) / (point[0] - before[0])
                return self.tdp_w * (before[1] + along * (point[1] - before[1]))
            before = point
        return self.tdp_w * before[1]


def cpu_power(logical_cpus: int, tdp_w: Decimal | None = None) -> CpuPower:
    """The estimate for a machine of so many logical CPUs, and of that TDP where it is known."""
    *shares, spread, unknown = load("cpu_power")["row"]
    curve = tuple((Decimal(row["load"]), Decimal(row["share"])) for row in shares)
    low, high = spread["low_share"], spread["high_share"]
    sources = (shares[0]["source"], spread["source"])
    if tdp_w is not None:
        return CpuPower(tdp_w, True, curve, low, high, sources)
    middle = Decimal(unknown["value_w"])
    low, high = low * unknown["low_w"] / middle, high * unknown["high_w"] / middle
    return CpuPower(middle * logical_cpus, False, curve, low, high, (*sources, unknown["source"]))
