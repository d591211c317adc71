"""What an audience may see: for an external one the account without any term of a confidential row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from reportgen.factors.cost_table import PlacedRow
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.inputs.approval import inputs_hash
from reportgen.inputs.assemble import Account
from reportgen.inputs.energy import told_files
from reportgen.inputs.keys import is_term
from reportgen.inputs.told_devices import without_hosts
from reportgen.inputs.told_names import without_places
from reportgen.manifest.cost_row import CostRow
from reportgen.manifest.model import Manifest
from reportgen.precision import working_precision
from reportgen.words.message import message

EXTERNAL, INTERNAL = "external", "internal"
AUDIENCES = (EXTERNAL, INTERNAL)
WITHHELD = message("confidential: withheld for an external audience")

_SIDES = ("before", "after")
# Figures that tell of what kind the price is, what it counts, and by how many people.
_TELLING = (
    *("marginal_price", "effective_price", "full_months_", "annotation_price_reached_"),
    *(f"annotation_cost_{it}." for it in _SIDES),
    *("units_before", "units_after", "units_avoided", "labelling_hours_", "labelling_minutes_"),
)
_BANDED = ("annotation_savings", "gross_savings", "net_savings")


def for_audience(account: Account, audience: str) -> Account:
    """The account as the audience may see it: every output is made from this, and from nothing else.

    Raises ValueError for an audience other than external and internal.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"unknown audience {audience!r}: one of {', '.join(AUDIENCES)}")
    seen = _external(account)
    # of what everybody may see: over a price that is withheld, and little else that is not known, it would give it away
    inputs = inputs_hash(seen.ledger, seen.sources)
    return replace(account, internal=True, inputs=inputs) if audience == INTERNAL else replace(seen, inputs=inputs)


def _external(account: Account) -> Account:
    manifest = without_hosts(without_places(account.manifest), told_files(account.records))
    account = replace(account, manifest=manifest)
    prices = account.manifest.prices
    if not any(row.confidential for row in (*prices, *(placed.row for placed in (*account.rows, *account.not_valid)))):
        return account
    applies = bool(account.rows and account.rows[-1].row.confidential)
    with working_precision():
        ledger = _withheld(account) if applies else _unreplaced(account)
    cited = {identifier for figure in ledger.values() for identifier in figure.sources}
    cited |= {figure.replaces.source for figure in ledger.values() if figure.replaces and figure.replaces.source}
    return replace(
        account,
        manifest=replace(account.manifest, prices=tuple(map(_public, prices))),
        ledger=ledger,
        outline=_outline(account.outline) if applies else account.outline,
        rows=tuple(map(_placed, account.rows)),
        not_valid=tuple(map(_placed, account.not_valid)),
        sources={identifier: source for identifier, source in account.sources.items() if identifier in cited},
        # a hidden column is called by its head
        remarks=(),
        confidential=True,
    )


def band_of(value: Decimal) -> tuple[Decimal, Decimal]:
    """The step from 1, 2 or 5 times a power of ten to the next one that holds the value: from low to below high.

    The steps are the same for all values, so that a band says no more than that the value lies in it. Below 1 it is
    the band from 0 to 1.
    """
    if value < 1:
        return Decimal(0), Decimal(1)
    power = Decimal(10) ** value.adjusted()
    steps = [power, 2 * power, 5 * power, 10 * power]
    return next((low, high) for low, high in pairwise(steps) if low <= value < high)


def _withheld(account: Account) -> Ledger:
    """The ledger without the terms of the price that applies, and without a value for what follows from them."""
    ledger, hidden = Ledger(), set[str]()
    counts = {key: it for key, it in account.ledger.items() if _is_counted_by_manifest(key, it, account.manifest)}
    for key, figure in account.ledger.items():
        if key in counts:
            continue
        if is_term(key):
            if not hidden:
                unit = f"{account.outline.currency}/unit"
                ledger.add(Figure("annotation_price", message("Annotation price"), None, unit, reason=WITHHELD))
            hidden.add(key)
            if key == "seconds_per_unit":
                ledger.add(Figure(key, figure.label, None, "s/unit", reason=WITHHELD))
        elif key == "break_even_price":
            # it may rest on no term, and its reason or formula would say which terms the row has
            ledger.add(Figure(key, figure.label, None, f"{account.outline.currency}/unit", reason=WITHHELD))
        elif hidden.isdisjoint(figure.inputs) and not key.startswith(_TELLING):
            ledger.add(figure)
        else:
            hidden.add(key)
            # a single price has one and tiers have none: which of them it is, is a term too
            if not key.startswith(_TELLING):
                ledger.add(
                    Figure(
                        *(key, figure.label, None, figure.unit),
                        reason=WITHHELD,
                        covers=figure.covers,
                        missing=figure.missing,
                        band=_band(account.ledger, figure) if key in _BANDED else None,
                    )
                )
    # what rests on the price alone, and at which place, would tell in which unit that is
    used = {name for figure in ledger.values() for name in figure.inputs}
    shown = Ledger()
    for figure in (*(it for key, it in counts.items() if key in used), *ledger.values()):
        shown.add(figure)
    return shown


def _is_counted_by_manifest(key: str, figure: Figure, manifest: Manifest) -> bool:
    """Whether it is a number of units in a sample that the manifest says, by which the price may be, or a training."""
    counted = key.partition(".")[2]
    return is_term(key) and counted in (manifest.units_per_sample or {}) and figure.layer == "manifest"


def _band(ledger: Ledger, figure: Figure) -> tuple[Decimal, Decimal] | None:
    """The band of the avoided cost of labelling, moved by what the figure adds to it: one band says no more than one.

    A band of its own for each total could be laid over the others and be narrower than each.
    """
    if figure.value is None or not ledger.known("annotation_savings"):
        return None
    moved = Decimal(0)
    if figure.key != "annotation_savings":
        moved += sum(ledger.value(part) for part in ledger["gross_savings"].covers if part != "annotation_savings")
    if figure.key == "net_savings":
        moved -= ledger.value("filtering_cost")
    low, high = band_of(ledger.value("annotation_savings"))
    return low + moved, high + moved


def _unreplaced(account: Account) -> Ledger:
    """The ledger without the values that the price's leaves replaced: a confidential row's may be among them."""
    ledger = Ledger()
    for key, figure in account.ledger.items():
        ledger.add(replace(figure, replaces=None) if is_term(key) else figure)
    return ledger


def _outline(outline: Outline) -> Outline:
    """What is computed, without what the price counts, by which tiers and parts, and in which currency it is listed."""
    return replace(
        outline,
        price_unit="unit",
        tier_bounds=(None,),
        unit_factors=(),
        amount=None,
        recorded="",
        number_in_unit="",
        by_month=False,
        reached=False,
        parts=(),
        seconds_in_unit=None,
        conversions=(),
    )


def _public(row: CostRow) -> CostRow:
    """What anybody may see of a row: of a confidential one the task that it prices, and which one that is like, by
    which a training is reckoned and no price; the rest is empty.
    """
    if not row.confidential:
        return row
    return CostRow(row.task, unit="", tier_counts="", basis="", confidential=True, like=row.like)


def _placed(placed: PlacedRow) -> PlacedRow:
    """The row where another one is confidential: what else its table says of it is not for everybody either."""
    if placed.row.confidential:
        return PlacedRow(_public(placed.row), placed.layer, None, "")
    return replace(placed, row=replace(placed.row, notes=None))
