"""Leaves of what the filtering cost: its parts, or one invoice for all of them."""

from __future__ import annotations

from reportgen.figures.filtering import ONE_INVOICE
from reportgen.files.notes import Notes
from reportgen.inputs.leaves import Leaves
from reportgen.manifest.model import ApiCalls, Costs, Manifest
from reportgen.problems import Problem

TOTAL = "filtering_cost_total"
# The leaves of the parts, each with its field of the manifest.
_PARTS = {
    "compute_per_hour": "compute_per_hour",
    "person_hours": "person_hours",
    "hourly_rate": "hourly_rate",
    "licence": "licence",
    "electricity_price": "electricity_per_kwh",
}
_BY_THE_HOUR = (("cpu_hours", "price_per_cpu_hour"), ("gpu_hours", "price_per_gpu_hour"))
_HINT = "the total, or its parts"


def cost_leaves(leaves: Leaves, manifest: Manifest, notes: Notes) -> bool:
    """Add what filtering costs. Returns whether the price of compute includes electricity."""
    costs = manifest.costs or Costs()
    leaves.default("machines", costs.machines, 1)
    if costs.total is not None or leaves.set_or(TOTAL):
        _one_invoice(leaves, costs, notes)
        return True
    for key, name in _PARTS.items():
        leaves.stated(key, getattr(costs, name))
    for pair in _BY_THE_HOUR:
        if any(getattr(costs, name) is not None or leaves.set_or(name) for name in pair):
            for name in pair:
                leaves.stated(name, getattr(costs, name))
    if costs.api is not None:
        _api(leaves, costs.api)
    if costs.compute_includes_energy is not None:
        return costs.compute_includes_energy
    # what has no price includes nothing
    return any(map(leaves.ledger.known, ("compute_per_hour", *(price for _, price in _BY_THE_HOUR))))


def _one_invoice(leaves: Leaves, costs: Costs, notes: Notes) -> None:
    """Add the total, beside which nothing may be given that could be in it."""
    leaves.stated(TOTAL, costs.total)
    fields = [*_PARTS.values(), *(name for pair in _BY_THE_HOUR for name in pair), "compute_includes_energy", "api"]
    for name in fields:
        if getattr(costs, name) is not None:
            notes.add(("costs", name), "is given beside a total, which is all that the filtering cost", _HINT)
    for key in _PARTS:
        if leaves.set_or(key):
            words = "is given beside a total, which is all that the filtering cost"
            leaves.problems.append(Problem(f"--set {key}", words, _HINT))
    for key in _PARTS:
        leaves.give(key, None, absent=ONE_INVOICE)


def _api(leaves: Leaves, api: ApiCalls) -> None:
    for name in ("input_tokens", "output_tokens", "price_in", "price_out"):
        leaves.stated(f"api_{name}", getattr(api, name), note=api.model)
