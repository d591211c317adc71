"""Money beside annotation: what filtering costs, what training saves, and the net of it all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.figures.expression import Expression


def filtering_compute_cost(duration_s: Expression, machines: Expression, compute_per_hour: Expression) -> Expression:
    """currency: hours of the run times machines times the price of a whole machine's hour."""
    return duration_s / 3600 * machines * compute_per_hour


def filtering_people_cost(person_hours: Expression, hourly_rate: Expression) -> Expression:
    """currency: hours times rate."""
    return person_hours * hourly_rate


def filtering_energy_cost(filtering_energy: Expression, pue: Expression, electricity_price: Expression) -> Expression:
    """currency: energy with the building's overhead times the price of electricity."""
    return filtering_energy * pue * electricity_price


def training_cost_savings(
    samples_removed: Expression,
    training_hours: Expression,
    training_gpus: Expression,
    training_samples: Expression,
    training_runs: Expression,
    gpu_price_per_hour: Expression,
) -> Expression:
    """currency: the removed samples' share of the training's GPU-hours, times runs, times the price of a GPU-hour."""
    return samples_removed * training_hours * training_gpus / training_samples * training_runs * gpu_price_per_hour


def roi(net_savings: Expression, filtering_cost: Expression) -> Expression:
    """1: net savings over the cost of filtering."""
    return net_savings / filtering_cost


def break_even_samples(filtering_cost: Expression, marginal_price: Expression) -> Expression:
    """samples: how many removed ones pay for the filtering run, under a single price."""
    return filtering_cost / marginal_price


def break_even_under_tiers(
    filtering_cost: Decimal,
    units_before: Decimal,
    units_already_used: Decimal,
    units_per_sample: Decimal,
    bounds: Sequence[Decimal | None],
    prices: Sequence[Decimal],
) -> Decimal | None:
    """samples: how many removed ones pay for the run where the price goes by tiers; None if removing all would not.

    Removed units come off the top: the last tier reached first. prices: per unit, review and discount included.
    This is the procedure break_even_under_tiers/1.
    """
    top, owed, removed = units_already_used + units_before, filtering_cost, Decimal(0)
    for index in reversed(range(len(prices))):
        lower = max((bounds[index - 1] or Decimal(0)) if index else Decimal(0), units_already_used)
        inside = max(top - lower, Decimal(0))
        if prices[index] * inside >= owed:
            return (removed + (owed / prices[index] if owed else Decimal(0))) / units_per_sample
        owed -= prices[index] * inside
        removed += inside
        top -= inside
    return None
