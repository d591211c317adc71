"""Leaves of the table of decisions: reasons, amounts, and classes and sources beside a random subset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.factors.measures import measure
from reportgen.files.notes import Notes
from reportgen.inputs.leaves import Leaves, slugs
from reportgen.inputs.named_files import NamedFiles
from reportgen.manifest.model import Manifest, SampleTable
from reportgen.precision import working_precision
from reportgen.problems import excerpt
from reportgen.words.counted import so_many
from reportgen.words.message import message_of_count

if TYPE_CHECKING:
    from reportgen.curation.decisions import Balance, Decisions

MOST_VALUES_SHOWN = 8
MOST_REASONS = 40
_LONGEST_NAME = 60  # characters
# By our name of a column the measure of an amount, and how many of the column's own unit one is.
_MEASURE_OF = {
    "bytes": ("gigabyte", Decimal(10) ** 9),
    "objects": ("object", Decimal(1)),
    "seconds": ("hour", Decimal(3600)),
    "tokens": ("token", Decimal(1)),
}


@dataclass(frozen=True)
class OfTable:
    """What the table says of the run itself, empty of one without a table.

    stages: the reasons as stages, where the manifest gives none, the largest first and the many small ones together.
    reasons: the same beside stages of the manifest that go by other names, empty where they are the same. amounts:
    before and after by measure. unknown: by measure the samples that do not say how much they hold. unlabelled: samples
    without a label, before and after.
    """

    stages: tuple[tuple[str, Decimal], ...] = ()
    reasons: tuple[tuple[str, Decimal], ...] = ()
    amounts: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    unknown: Mapping[str, Decimal] = field(default_factory=dict)
    unlabelled: tuple[Decimal, Decimal] | None = None


def role_of(measure: str) -> str:
    """Our name of the column from which an amount by this measure is counted."""
    return next(role for role, (name, _) in _MEASURE_OF.items() if name == measure)


def read_samples(manifest: Manifest, files: NamedFiles) -> Decisions | None:
    """What the table that the manifest names says; None where it names none, or after noting its problems."""
    from reportgen.curation.decision_table import decisions_of
    from reportgen.curation.decisions import ROLES

    named = manifest.samples
    if named is None:
        return None
    place = ("samples", "table")
    columns = {role: column for role in ROLES if (column := getattr(named, role)) is not None}
    if not _says_what_was_kept(named, files.notes):
        return None
    path = files.path(named.table, place)
    after = None if named.after is None else files.path(named.after, ("samples", "after"))
    if path is None or (after is None and named.after is not None):
        return None
    # who names the ids wants none twice: that is looked at in tables of any size
    found = files.read(
        place, lambda: decisions_of(str(path), columns, check_ids=True, after=None if after is None else str(after))
    )
    if found is None or not found.rows_lost:
        return found
    damaged = "1 row is" if found.rows_lost == 1 else f"{found.rows_lost:,} rows are"
    files.notes.add(place, f"{damaged} damaged: {excerpt(found.warnings[0], 200)}", "a report counts whole tables")
    return None


def _says_what_was_kept(named: SampleTable, notes: Notes) -> bool:
    """Whether one column or one other table does; else that is noted."""
    if named.kept is not None and named.after is not None:
        notes.add(("samples", "after"), "says a second time what was kept", "leave kept or after out")
    elif named.kept is None and named.after is None:
        notes.add(
            ("samples", "kept"), "is missing", "the column that says whether a sample was kept, or after: a table"
        )
    elif named.after is not None and named.id is None:
        notes.add(("samples", "id"), "is missing", "the column by which the samples of both tables are known")
    else:
        return True
    return False


def of_table(manifest: Manifest, decisions: Decisions | None, notes: Notes) -> OfTable:
    """What the table says of the run. What the manifest states otherwise is noted."""
    if decisions is None:
        return OfTable()
    if not _counts_as(manifest, decisions):
        _note_counts(manifest, decisions, notes)
        return OfTable()
    with working_precision():
        amounts = {
            _MEASURE_OF[role][0]: (both[0] / _MEASURE_OF[role][1], both[1] / _MEASURE_OF[role][1])
            for role, both in decisions.sums.items()
            if both is not None
        }
    given = {measure(name): name for name in manifest.amounts or {}}
    for role, (name, _) in _MEASURE_OF.items():
        if role in decisions.sums and name in given:
            notes.add(("amounts", given[name]), f"is counted in the table of decisions, as {role}", "leave one out")
            amounts.pop(name, None)
    unknown = {_MEASURE_OF[role][0]: Decimal(many) for role, many in decisions.unknown.items()}
    _check_stages(manifest, decisions, notes)
    reasons = _reasons(decisions)
    if manifest.stages:
        others = set(decisions.removed or {}) - {"", *(stage.name for stage in manifest.stages)}
        told = {"reasons": reasons if others else ()}
    else:
        told = {"stages": reasons}
    return OfTable(**told, amounts=amounts, unknown=unknown, unlabelled=_unlabelled(manifest, decisions, notes))


def _unlabelled(manifest: Manifest, decisions: Decisions, notes: Notes) -> tuple[Decimal, Decimal] | None:
    """The samples without a label; what the manifest states otherwise is noted."""
    if decisions.unlabelled is None:
        return None
    before, after = map(Decimal, decisions.unlabelled)
    for name, many in (("before", before), ("after", after)):
        stated = manifest.unlabelled and getattr(manifest.unlabelled, name)
        if stated not in (None, many):
            samples = so_many(int(many), "# sample", "# samples")
            message = f"is {stated:,}, and the table of decisions has {samples} without a label"
            notes.add(("unlabelled", name), message, "leave one out")
    return before, after


def _counts_as(manifest: Manifest, decisions: Decisions) -> bool:
    """Whether the table holds as many samples as the manifest says."""
    counts = Decimal(decisions.before), Decimal(decisions.after)
    return counts == (manifest.samples_before, manifest.samples_after)


def _note_counts(manifest: Manifest, decisions: Decisions, notes: Notes) -> None:
    for name, many in (("samples_before", decisions.before), ("samples_after", decisions.after)):
        if many != getattr(manifest, name):
            samples = so_many(many, "# sample", "# samples")
            notes.add(("samples", "table"), f"holds {samples} and not the {getattr(manifest, name):,} of {name}")


def _check_stages(manifest: Manifest, decisions: Decisions, notes: Notes) -> None:
    """Note each stage that is called as a reason is, and counts otherwise."""
    named = {name: many for name, many in (decisions.removed or {}).items() if name}
    for number, stage in enumerate(manifest.stages):
        if stage.removed != named.get(stage.name, stage.removed):
            message = f"is {stage.removed:,}, and the table of decisions has {named[stage.name]:,} of this reason"
            notes.add(("stages", number, "removed"), message, "leave stages out, or reason")


def _reasons(decisions: Decisions) -> tuple[tuple[str, Decimal], ...]:
    """What was removed by each reason, the largest first."""
    named = ((name, many) for name, many in (decisions.removed or {}).items() if name)
    reasons = sorted(named, key=lambda it: (-it[1], it[0]))
    shown = MOST_REASONS if len(reasons) <= MOST_REASONS else MOST_REASONS - 1
    found = [(excerpt(name, _LONGEST_NAME), Decimal(many)) for name, many in reasons[:shown]]
    if rest := reasons[shown:]:
        label = message_of_count("{count} further reason", "{count} further reasons", len(rest), count=len(rest))
        found.append((label, Decimal(sum(many for _, many in rest))))
    return tuple(found)


def balance_leaves(leaves: Leaves, manifest: Manifest, decisions: Decisions | None) -> None:
    """Add the values that were cut most, of a table that counts the samples of the manifest."""
    if decisions is None or not _counts_as(manifest, decisions):
        return
    if decisions.largest_component is not None:
        leaves.stated("component_largest", Decimal(decisions.largest_component), basis="measured")
    for kind, balance in (("class", decisions.label), ("source", decisions.source)):
        if balance is not None:
            _balance(leaves, kind, balance, decisions)


def _balance(leaves: Leaves, kind: str, balance: Balance, decisions: Decisions) -> None:
    measured = {"basis": "measured"}
    leaves.stated(f"balance_values.{kind}", Decimal(len(balance.before)), **measured)
    leaves.stated(f"balance_lost.{kind}", Decimal(len(balance.lost)), **measured)
    leaves.stated(f"balance_nearly_lost.{kind}", Decimal(len(balance.nearly_lost)), **measured)
    leaves.stated(f"balance_below.{kind}", Decimal(_below_random(balance, decisions)), **measured)
    for when, value in zip(("before", "after"), balance.evenness, strict=True):
        if value is not None:
            # the last digits of a float are not the same on every machine
            leaves.stated(f"balance_evenness_{when}.{kind}", round(Decimal(value), 9), **measured)
    ends = _both_ends(balance)
    for slug, name in zip(slugs([f"{kind} {it}" for it in ends], kind), ends, strict=True):
        before, after = balance.before[name], balance.after.get(name, 0)
        label = excerpt(name, _LONGEST_NAME) or "–"
        _beside_random(leaves, "balance", slug, before, after, decisions, label)
    rest = balance.before.keys() - set(ends)
    if rest:
        leaves.stated(f"balance_rest.{kind}", Decimal(len(rest)), **measured)
        before, after = (sum(it.get(name, 0) for name in rest) for it in (balance.before, balance.after))
        _beside_random(leaves, "balance_rest", kind, before, after, decisions, "")


def _both_ends(balance: Balance) -> list[str]:
    """All values, or of many those that were cut most and least, by the share that was kept, the least first."""

    def share(name: str) -> Fraction:
        return Fraction(balance.after.get(name, 0), balance.before[name])

    most = sorted(balance.before, key=lambda it: (share(it), -balance.before[it], it))
    if len(most) <= 2 * MOST_VALUES_SHOWN + 1:
        return most
    first = most[:MOST_VALUES_SHOWN]
    least = sorted(most[MOST_VALUES_SHOWN:], key=lambda it: (-share(it), -balance.before[it], it))
    return [*first, *reversed(least[:MOST_VALUES_SHOWN])]


def _beside_random(
    leaves: Leaves, stem: str, end: str, before: int, after: int, decisions: Decisions, label: str
) -> None:
    from reportgen.curation.random_subset import of_random

    random = of_random(decisions.before, before, decisions.after)
    numbers = {"before": before, "after": after, "random_low": random.low, "random_high": random.high}
    for name, number in numbers.items():
        leaves.stated(f"{stem}_{name}.{end}", Decimal(number), label=label, basis="measured")


def _below_random(balance: Balance, decisions: Decisions) -> int:
    """How many values a random subset would nearly always hold more of; those that are lost or nearly so left out."""
    from reportgen.curation.random_subset import Below

    said = {*balance.lost, *balance.nearly_lost}
    below = Below(decisions.before, decisions.after)
    return sum(below(before, balance.after[name]) for name, before in balance.before.items() if name not in said)
