"""Counting samples: what the filtering removed, what its stages account for, and what is left to label."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.formula import NEVER_ZERO, formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.words.message import message

NO_SAMPLES = message("there were no samples before filtering")


@formula("sample", message("Samples removed"))
def samples_removed(samples_before: Expression, samples_after: Expression) -> Expression:
    """Before less after."""
    return samples_before - samples_after


@formula("sample", message("Removed samples that the training would have read"))
def samples_removed_trained(
    samples_removed: Expression, unlabelled_before: Expression, unlabelled_after: Expression
) -> Expression:
    """Removed, but for those without a label."""
    return samples_removed - (unlabelled_before - unlabelled_after)


def add_removed_of_training(ledger: Ledger, outline: Outline) -> None:
    """Where the training passes over samples without a label: those that were removed save nothing of it."""
    if outline.skips_unlabelled:
        ledger.apply(samples_removed_trained)


@formula("1", message("Share of samples removed"), zero=NO_SAMPLES)
def removed_share(samples_removed: Expression, samples_before: Expression) -> Expression:
    """Removed over before."""
    return samples_removed / samples_before


@formula("sample")
def stage_left(left_before: Expression, removed: Expression) -> Expression:
    """What a stage leaves of what the stage before it left."""
    return left_before - removed


@formula("1", zero=NO_SAMPLES)
def stage_share(removed: Expression, samples_before: Expression) -> Expression:
    """What a stage removed over all samples before filtering."""
    return removed / samples_before


def add_stages(ledger: Ledger, _: Outline) -> None:
    """Add what each stage left and its share, and what no stage accounts for, below zero where they name too much."""
    stages = ledger.keys_under("stage_removed")
    if not stages:
        return
    unexplained = Name("samples_removed") - total(map(Name, stages))
    ledger.compute("stages_unexplained", unexplained, "sample", message("Removed by no stage"))
    left = "samples_before"
    for key in stages:
        end, stage = key.partition(".")[2], ledger[key].label
        label = message("{stage}: left", stage=stage)
        left = ledger.apply(stage_left, Name(left), Name(key), end=end, label=label).key
        label = message("{stage}: share of all", stage=stage)
        ledger.apply(stage_share, Name(key), Name("samples_before"), end=end, label=label)


@formula("1", zero=NO_SAMPLES)
def reason_share(removed: Expression, samples_before: Expression) -> Expression:
    """What was removed by a reason over all samples before filtering."""
    return removed / samples_before


def add_reasons(ledger: Ledger, _: Outline) -> None:
    """Add the share of each reason of the table of decisions that is beside the stages, and what has no reason."""
    reasons = ledger.keys_under("reason_removed")
    if not reasons:
        return
    without = Name("samples_removed") - total(map(Name, reasons))
    ledger.compute("reasons_unexplained", without, "sample", message("Removed without a reason"))
    for key in reasons:
        end, reason = key.partition(".")[2], ledger[key].label
        label = message("{reason}: share of all", reason=reason)
        ledger.apply(reason_share, Name(key), Name("samples_before"), end=end, label=label)


@formula("sample", message("Expected in a random subset of equal size"), zero=NO_SAMPLES)
def balance_random(balance_before: Expression, samples_before: Expression, samples_after: Expression) -> Expression:
    """Its share of all before, of the samples that were kept: the mean of the hypergeometric law."""
    return balance_before * samples_after / samples_before


@formula("1", message("Share kept"), zero=NEVER_ZERO)
def balance_kept(balance_after: Expression, balance_before: Expression) -> Expression:
    """After over before: a value without a sample before is in no table."""
    return balance_after / balance_before


def add_balance(ledger: Ledger, _: Outline) -> None:
    """Add what a random subset would hold of each value that is shown, and of the others, and the shares kept."""
    for key in ledger.keys_under("balance_before"):
        of_all = Name(key), Name("samples_before"), Name("samples_after")
        end, label = key.partition(".")[2], ledger[key].label
        ledger.apply(balance_random, *of_all, end=end, label=label)
        ledger.apply(balance_kept, Name(f"balance_after.{end}"), Name(key), end=end, label=label)
    for key in ledger.keys_under("balance_rest_before"):
        end, before = key.partition(".")[2], Name(key)
        random = balance_random(before, Name("samples_before"), Name("samples_after"))
        ledger.compute(f"balance_rest_random.{end}", random, "sample", balance_random.label, NO_SAMPLES)
        kept = balance_kept(Name(f"balance_rest_after.{end}"), before)
        ledger.compute(f"balance_rest_kept.{end}", kept, "1", balance_kept.label, NEVER_ZERO)


@formula("sample", message("Already labelled, kept"), zero=NO_SAMPLES)
def already_labelled_after(
    already_labelled_before: Expression, samples_before: Expression, samples_after: Expression
) -> Expression:
    """Labelled ones kept, if filtering removes labelled and unlabelled samples alike."""
    return already_labelled_before * samples_after / samples_before


def add_labelled_after(ledger: Ledger, outline: Outline) -> None:
    """Where nobody said which of the labelled samples were kept: the same share as of all, from none to all."""
    if outline.labelled_after_given:
        return
    figure = ledger.apply(already_labelled_after)
    labelled, removed, after = (
        ledger.value(key) for key in ("already_labelled_before", "samples_removed", "samples_after")
    )
    low, high = max(Decimal(0), labelled - removed), min(labelled, after)
    if figure.value is not None:
        # of counts near 10^18 the 35th digit of the value is rounded, perhaps past an end
        low, high = min(low, figure.value), max(high, figure.value)
    ledger.revise(replace(figure, basis="default", rests_on=None, low=low, high=high))


@formula("sample", message("Samples to label without filtering"))
def samples_to_label_before(samples_before: Expression, already_labelled_before: Expression) -> Expression:
    """What would have been labelled without filtering."""
    return samples_before - already_labelled_before


@formula("sample", message("Samples to label after filtering"))
def samples_to_label_after(samples_after: Expression, already_labelled_after: Expression) -> Expression:
    """What is still to be labelled."""
    return samples_after - already_labelled_after
