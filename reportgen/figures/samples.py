"""Counting samples: what the filtering removed, and what its stages account for."""

from __future__ import annotations

from reportgen.figures.expression import Expression, total


def samples_removed(samples_before: Expression, samples_after: Expression) -> Expression:
    """samples: before less after."""
    return samples_before - samples_after


def removed_share(samples_removed: Expression, samples_before: Expression) -> Expression:
    """1: removed over before."""
    return samples_removed / samples_before


def stages_unexplained(samples_removed: Expression, stages: list[Expression]) -> Expression:
    """samples: what no stage accounts for; below zero where stages name more than was removed."""
    return samples_removed - total(stages)


def stage_left(left_before: Expression, removed: Expression) -> Expression:
    """samples: what a stage leaves of what the stage before it left."""
    return left_before - removed


def stage_share(removed: Expression, samples_before: Expression) -> Expression:
    """1: what a stage removed over all samples before filtering."""
    return removed / samples_before


def already_labelled_after(
    already_labelled_before: Expression, samples_before: Expression, samples_after: Expression
) -> Expression:
    """samples: labelled ones kept, if filtering removes labelled and unlabelled samples alike."""
    return already_labelled_before * samples_after / samples_before


def samples_to_label_before(samples_before: Expression, already_labelled_before: Expression) -> Expression:
    """samples: what would have been labelled without filtering."""
    return samples_before - already_labelled_before


def samples_to_label_after(samples_after: Expression, already_labelled_after: Expression) -> Expression:
    """samples: what is still to be labelled."""
    return samples_after - already_labelled_after
