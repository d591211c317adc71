"""The list of formulas: from the leaves in a ledger to every figure of the report, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.figures import (
    amounts,
    annotation_cost,
    break_even,
    evidence,
    filtering,
    language_model,
    model_scores,
    net,
    samples,
    sci,
    storage,
    training,
)
from reportgen.figures.formula import Formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.precision import working_precision

# One figure, or a family of them, of which a run may have none, one for each of its stages, models or devices.
BOOK: tuple[Formula | Callable[[Ledger, Outline], None], ...] = (
    annotation_cost.add_conversions,
    evidence.add_permutation_tests,
    samples.samples_removed,
    samples.add_removed_of_training,
    samples.removed_share,
    amounts.add_amounts,
    samples.add_stages,
    samples.add_reasons,
    samples.add_balance,
    samples.add_labelled_after,
    samples.samples_to_label_before,
    samples.samples_to_label_after,
    annotation_cost.add_labelling,
    annotation_cost.annotation_savings,
    annotation_cost.add_units_avoided,
    annotation_cost.add_effective_price,
    annotation_cost.annotator_hours_saved,
    annotation_cost.add_marginal_price,
    language_model.add_size,
    training.add_training_per_sample,
    training.add_savings_of_training,
    training.training_co2_savings,
    training.add_other_factors,
    storage.add_storage,
    filtering.add_estimated_energy,
    filtering.add_filtering_energy,
    filtering.add_device_power,
    filtering.add_prediction_errors,
    filtering.mean_power,
    filtering.filtering_energy_at_building,
    filtering.filtering_co2,
    filtering.add_recorded_co2,
    filtering.add_equivalents,
    filtering.add_market_based,
    filtering.add_filtering_cost,
    net.add_net_savings,
    net.net_annotator_hours,
    net.add_net_energy,
    net.net_co2_savings,
    net.roi,
    net.add_own_training,
    net.add_net_by_given_factor,
    break_even.add_break_even,
    break_even.add_break_even_price,
    model_scores.add_scores,
    sci.add_sci,
    evidence.add_evidence,
    evidence.quality_change,
)


def complete(ledger: Ledger, outline: Outline) -> Ledger:
    """Add every computed figure to the ledger of leaves and return it."""
    # what is reckoned outside of formulas too: tier widths, break-even, the bounds of labelled samples
    with working_precision():
        for entry in BOOK:
            if isinstance(entry, Formula):
                ledger.apply(entry, currency=outline.currency)
            else:
                entry(ledger, outline)
    return ledger
