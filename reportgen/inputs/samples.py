"""Leaves of the table of decisions: the values of class and source that were cut most, beside a random subset."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.files.notes import Notes
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.inputs.named_files import NamedFiles
from reportgen.manifest.model import Manifest
from reportgen.problems import excerpt

if TYPE_CHECKING:
    from reportgen.curation.decisions import Balance, Decisions

MOST_VALUES_SHOWN = 8
_LONGEST_NAME = 60  # characters


def read_samples(manifest: Manifest, files: NamedFiles) -> Decisions | None:
    """What the table that the manifest names says; None where it names none, or after noting its problems."""
    from reportgen.curation.decisions import decisions_of

    named = manifest.samples
    if named is None:
        return None
    place = ("samples", "table")
    path = files.path(named.table, place)
    if path is None:
        return None
    roles = {"kept": named.kept, "label": named.label, "source": named.source, "id": named.id}
    columns = {role: column for role, column in roles.items() if column is not None}
    # who names the ids wants none twice: that is looked at in tables of any size
    return files.read(place, lambda: decisions_of(str(path), columns, check_ids=True))


def balance_leaves(leaves: Leaves, manifest: Manifest, decisions: Decisions | None, notes: Notes) -> None:
    """Add the values that were cut most. A table that counts other samples than the manifest is noted."""
    if decisions is None:
        return
    counted = (("samples_before", decisions.before), ("samples_after", decisions.after))
    wrong = [(name, many) for name, many in counted if many != getattr(manifest, name)]
    for name, many in wrong:
        notes.add(("samples", "table"), f"holds {many:,} samples and not the {getattr(manifest, name):,} of {name}")
    if wrong:
        return
    for kind, balance in (("class", decisions.label), ("source", decisions.source)):
        if balance is not None:
            _balance(leaves, kind, balance, decisions)


def _balance(leaves: Leaves, kind: str, balance: Balance, decisions: Decisions) -> None:
    from reportgen.curation.random_subset import of_random

    measured = {"basis": "measured"}
    leaves.stated(f"balance_values.{kind}", Decimal(len(balance.before)), **measured)
    leaves.stated(f"balance_lost.{kind}", Decimal(len(balance.lost)), **measured)
    leaves.stated(f"balance_nearly_lost.{kind}", Decimal(len(balance.nearly_lost)), **measured)
    leaves.stated(f"balance_below.{kind}", Decimal(_below_random(balance, decisions)), **measured)
    cut = sorted(balance.before, key=lambda it: (balance.after.get(it, 0) / balance.before[it], it))
    shown = cut[:MOST_VALUES_SHOWN]
    for slug, name in zip(slugs([f"{kind} {it}" for it in shown], kind), shown, strict=True):
        before, after = balance.before[name], balance.after.get(name, 0)
        random = of_random(decisions.before, before, decisions.after)
        label = excerpt(name, _LONGEST_NAME) or "–"
        leaves.stated(f"balance_before.{slug}", Decimal(int(before)), label=label, **measured)
        leaves.stated(f"balance_after.{slug}", Decimal(int(after)), label=label, **measured)
        leaves.stated(f"balance_random_low.{slug}", Decimal(int(random.low)), label=label, **measured)
        leaves.stated(f"balance_random_high.{slug}", Decimal(int(random.high)), label=label, **measured)


def _below_random(balance: Balance, decisions: Decisions) -> int:
    """How many values a random subset would nearly always hold more of; those that are lost or nearly so left out."""
    from reportgen.curation.random_subset import Below

    said = {*balance.lost, *balance.nearly_lost}
    below = Below(decisions.before, decisions.after)
    return sum(below(before, balance.after[name]) for name, before in balance.before.items() if name not in said)
