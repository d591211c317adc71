"""The data by other measures than samples: what filtering took of its tokens, hours or gigabytes."""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name, max_
from reportgen.figures.formula import formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import AmountOutline, Outline
from reportgen.figures.samples import NO_SAMPLES
from reportgen.figures.units import measure_word
from reportgen.words.message import message

NONE_BEFORE = message("there was none before filtering")
NONE_REMOVED = message("no sample was removed")
NONE_KEPT = message("no sample was kept")


@formula("")
def amount_removed(amount_before: Expression, amount_after: Expression) -> Expression:
    """Before less after."""
    return amount_before - amount_after


@formula("1", zero=NONE_BEFORE)
def amount_share(amount_removed: Expression, amount_before: Expression) -> Expression:
    """Removed over before."""
    return amount_removed / amount_before


@formula("1", zero=NONE_BEFORE)
def amount_kept(amount_after: Expression, amount_before: Expression) -> Expression:
    """After over before."""
    return amount_after / amount_before


@formula("", zero=NO_SAMPLES)
def amount_per_sample_before(amount_before: Expression, samples_before: Expression) -> Expression:
    """What a sample held on average."""
    return amount_before / samples_before


@formula("", zero=NONE_KEPT)
def amount_per_sample_after(amount_after: Expression, samples_after: Expression) -> Expression:
    """What a sample that was kept holds on average."""
    return amount_after / samples_after


@formula("", zero=NONE_REMOVED)
def amount_per_removed(amount_removed: Expression, samples_removed: Expression) -> Expression:
    """What a removed sample held on average: filters do not remove average samples."""
    return amount_removed / samples_removed


def add_amounts(ledger: Ledger, _: Outline) -> None:
    """Add what was removed and what is left by each measure, and what a removed sample held of it."""
    keys = ledger.keys_under("amount_before")
    if keys or ledger.keys_under("amount_unknown"):
        # beside the others, to be held against them
        of_samples = Name("samples_after"), Name("samples_before")
        ledger.apply(amount_kept, *of_samples, end="sample", label=message("Share of the samples kept"))
    for key in keys:
        end, unit = key.partition(".")[2], ledger[key].unit
        word = measure_word(end)
        before, after, removed = (Name(f"amount_{it}.{end}") for it in ("before", "after", "removed"))
        label = message("Amount removed ({unit})", unit=word)
        ledger.compute(removed.key, amount_removed(before, after), unit, label)
        label = message("Share of the amount removed ({unit})", unit=word)
        ledger.apply(amount_share, removed, before, end=end, label=label)
        label = message("Share of the amount kept ({unit})", unit=word)
        ledger.apply(amount_kept, after, before, end=end, label=label)
        label = message("Amount in a sample before filtering, on average ({unit})", unit=word)
        average = amount_per_sample_before(before, Name("samples_before"))
        ledger.compute(f"amount_per_sample_before.{end}", average, f"{unit}/sample", label, NO_SAMPLES)
        label = message("Amount in a sample after filtering, on average ({unit})", unit=word)
        average = amount_per_sample_after(after, Name("samples_after"))
        ledger.compute(f"amount_per_sample_after.{end}", average, f"{unit}/sample", label, NONE_KEPT)
        label = message("Amount in a removed sample, on average ({unit})", unit=word)
        average = amount_per_removed(removed, Name("samples_removed"))
        ledger.compute(f"amount_per_removed.{end}", average, f"{unit}/sample", label, NONE_REMOVED)


def removed_measure(ledger: Ledger) -> str:
    """The first measure by which something was removed; empty where nothing was by any."""
    keys = ledger.keys_under("amount_removed")
    return next((key.partition(".")[2] for key in keys if ledger.value(key)), "")


def removes(ledger: Ledger) -> bool:
    """Whether anything was removed: samples, or a part of what they hold."""
    return ledger.value("samples_removed") != 0 or bool(removed_measure(ledger))


def amount_to_label(side: str, amount: AmountOutline) -> Expression:
    """What is to be labelled of the amount on a side; the labelled samples are taken to hold as much as others."""
    result: Expression = Name(f"amount_{side}.{amount.measure}")
    if amount.shared:
        # of no samples there is no amount either
        result = result * Name(f"samples_to_label_{side}") / max_(Name(f"samples_{side}"), 1)
    return _in_units(result, amount)


def removed_average(samples: Expression, amount: AmountOutline) -> Expression:
    """What so many of the removed samples hold."""
    return _in_units(samples * Name(f"amount_per_removed.{amount.measure}"), amount)


def _in_units(quantity: Expression, amount: AmountOutline) -> Expression:
    return quantity if amount.times == 1 else quantity * amount.times
