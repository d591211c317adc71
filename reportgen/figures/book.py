"""The list of formulas: from the leaves in a ledger to every figure of the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.figures import annotation_cost, carbon, energy, money, samples
from reportgen.figures.annotation_cost import Terms, Tier
from reportgen.figures.break_even import add_break_even
from reportgen.figures.evidence import add_evidence
from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.filtering import NO_COST, add_filtering
from reportgen.figures.ledger import Formula, Ledger
from reportgen.figures.model_scores import add_scores
from reportgen.figures.outline import TIMES, Outline
from reportgen.figures.sci_book import add_sci
from reportgen.figures.units import unit_word
from reportgen.precision import working_precision
from reportgen.words.message import message

NO_SAMPLES = message("there were no samples before filtering")
_FACTOR_WORDS = {
    "published": message("published factor"),
    "exact": message("exact arithmetic"),
    "own": message("own training"),
}
NO_STEPS_SAVING = message("training runs for a fixed number of steps, so that fewer samples save no training")


def complete(ledger: Ledger, outline: Outline) -> Ledger:
    """Add every computed figure to the ledger of leaves and return it."""
    # tier widths and the bounds of labelled samples are reckoned outside of formulas
    with working_precision():
        _samples(ledger, outline)
        _annotation(ledger, outline)
        _training(ledger, outline)
        add_filtering(ledger, outline)
        _net(ledger, outline)
        add_scores(ledger, outline.models)
        add_sci(ledger, outline.embodied)
        add_evidence(ledger)
    ledger.compute(
        "quality_change",
        Name("quality_after") - Name("quality_before"),
        "1",
        message("Accuracy after filtering less before"),
    )
    return ledger


def _samples(ledger: Ledger, outline: Outline) -> None:
    ledger.apply(Formula("samples_removed", samples.samples_removed, "sample", message("Samples removed")))
    ledger.apply(
        Formula(
            "removed_share",
            samples.removed_share,
            "1",
            message("Share of samples removed"),
            zero_reason=NO_SAMPLES,
        )
    )
    if stages := ledger.keys_under("stage_removed"):
        ledger.compute(
            "stages_unexplained",
            samples.stages_unexplained(Name("samples_removed"), [Name(key) for key in stages]),
            "sample",
            message("Removed by no stage"),
        )
        _stages(ledger, stages)
    if not outline.labelled_after_given:
        _spread_labelled(ledger)
    ledger.apply(
        Formula(
            "samples_to_label_before",
            samples.samples_to_label_before,
            "sample",
            message("Samples to label without filtering"),
        )
    )
    ledger.apply(
        Formula(
            "samples_to_label_after",
            samples.samples_to_label_after,
            "sample",
            message("Samples to label after filtering"),
        )
    )


def _stages(ledger: Ledger, stages: list[str]) -> None:
    left = "samples_before"
    for key in stages:
        slug, label = key.partition(".")[2], ledger[key].label
        ledger.compute(
            f"stage_left.{slug}",
            samples.stage_left(Name(left), Name(key)),
            "sample",
            message("{stage}: left", stage=label),
        )
        ledger.compute(
            f"stage_share.{slug}",
            samples.stage_share(Name(key), Name("samples_before")),
            "1",
            message("{stage}: share of all", stage=label),
            zero_reason=NO_SAMPLES,
        )
        left = f"stage_left.{slug}"


def _spread_labelled(ledger: Ledger) -> None:
    """Nobody said which of the labelled samples were kept: assume the same share as of all, from none to all."""
    figure = ledger.compute(
        "already_labelled_after",
        samples.already_labelled_after(Name("already_labelled_before"), Name("samples_before"), Name("samples_after")),
        "sample",
        message("Already labelled, kept"),
        zero_reason=NO_SAMPLES,
    )
    labelled, removed, after = (
        ledger.value(key) for key in ("already_labelled_before", "samples_removed", "samples_after")
    )
    low, high = max(Decimal(0), labelled - removed), min(labelled, after)
    if figure.value is not None:
        # of counts near 10^18 the 35th digit of the value is rounded, perhaps past an end
        low, high = min(low, figure.value), max(high, figure.value)
    ledger.revise(replace(figure, basis="default", rests_on=None, low=low, high=high))


def _annotation(ledger: Ledger, outline: Outline) -> None:
    currency = outline.currency
    factors = [Name(key) for key in outline.unit_factors]
    if len(outline.tier_bounds) == 1:
        prices = ["annotation_price"]
    else:
        prices = [f"annotation_price_tier_{number + 1}" for number in range(len(outline.tier_bounds))]
    terms = Terms(
        [Tier(Name(key), bound) for key, bound in zip(prices, outline.tier_bounds, strict=True)],
        units_already_used=_name_if_known(ledger, "units_already_used"),
        review_share=_name_if_known(ledger, "review_share"),
        review_price=_name_if_known(ledger, "review_price"),
        discount=_name_if_known(ledger, "discount"),
        fixed_fee=_name_if_known(ledger, "fixed_fee"),
    )
    for side, word in (("before", message("without filtering")), ("after", message("after filtering"))):
        quantity: Expression = Name(f"samples_to_label_{side}")
        if factors:
            ledger.compute(
                f"units_{side}",
                annotation_cost.units(quantity, factors, outline.thousands),
                "unit",
                message("Units to label {word} ({unit})", word=word, unit=unit_word(outline.counted)),
            )
            quantity = Name(f"units_{side}")
        if outline.seconds_in_unit is not None:
            key, time_unit = TIMES[outline.seconds_in_unit]
            ledger.compute(
                f"{key}_{side}",
                annotation_cost.labelling_time(quantity, Name("seconds_per_unit"), outline.seconds_in_unit),
                time_unit,
                message("Labelling time {word}", word=word),
            )
            quantity = Name(f"{key}_{side}")
        ledger.compute(
            f"annotation_cost_{side}",
            annotation_cost.annotation_cost(quantity, terms),
            currency,
            message("Cost of labelling {word}", word=word),
        )
    ledger.apply(
        Formula(
            "annotation_savings",
            annotation_cost.annotation_savings,
            currency,
            message("Avoided annotation cost (estimate)"),
        )
    )
    measure = "units" if factors else "samples_to_label"
    ledger.compute(
        "units_avoided",
        annotation_cost.units_avoided(Name(f"{measure}_before"), Name(f"{measure}_after")),
        "unit" if factors else "sample",
        message("Not to be labelled ({unit})", unit=unit_word(outline.counted)),
    )
    ledger.apply(
        Formula(
            "annotator_hours_saved",
            annotation_cost.annotator_hours_saved,
            "h",
            message("Annotators' time not needed"),
        )
    )
    if len(prices) == 1:
        ledger.compute(
            "marginal_price",
            annotation_cost.marginal_price(Name(prices[0]), terms, factors, outline.thousands, _time_of_unit(outline)),
            f"{currency}/sample",
            message("Price of one sample more or less"),
        )


def _time_of_unit(outline: Outline) -> Expression | None:
    """What one labelled unit takes of a unit of time that is paid; None where time is not what is paid."""
    return None if outline.seconds_in_unit is None else Name("seconds_per_unit") / outline.seconds_in_unit


def _name_if_known(ledger: Ledger, key: str) -> Name | None:
    return Name(key) if ledger.known(key) else None


def _training(ledger: Ledger, outline: Outline) -> None:
    if "training_kwh" not in ledger:
        ledger.apply(Formula("training_kwh", energy.training_kwh, "kWh", message("Energy of one training")))
    own = outline.factor in ("scenario", "measured")
    energy_key, samples_key = ("training_kwh", "training_samples") if own else ("factor_kwh", "factor_samples")
    ledger.compute(
        "training_energy_per_sample",
        energy.training_energy_per_sample(Name(energy_key), Name(samples_key)),
        "kWh/sample",
        message("Training energy of one sample"),
    )
    if own:
        ledger.apply(
            Formula(
                "co2_per_sample", carbon.co2_per_sample_own, "kgCO2e/sample", message("Training CO2e of one sample")
            )
        )
    elif outline.factor == "exact":
        ledger.apply(
            Formula(
                "co2_per_sample", carbon.co2_per_sample_exact, "kgCO2e/sample", message("Training CO2e of one sample")
            )
        )
    _savings_of_training(ledger, outline)
    _other_factors(ledger, outline)


def _savings_of_training(ledger: Ledger, outline: Outline) -> None:
    formulas = (
        Formula("co2_savings", carbon.co2_savings, "kgCO2e", message("CO2e avoided, by the factor")),
        Formula("training_energy_savings", energy.training_energy_savings, "kWh", message("Training energy avoided")),
        Formula(
            "training_cost_savings",
            money.training_cost_savings,
            outline.currency,
            message("Avoided training cost (estimate)"),
            zero_reason=message("the training used no samples"),
        ),
    )
    for formula in formulas:
        if outline.by_steps:
            ledger.compute(formula.key, 0, formula.unit, formula.label, chosen=NO_STEPS_SAVING, rests_on="stated")
        else:
            ledger.apply(formula)
    ledger.apply(
        Formula(
            "training_co2_savings",
            carbon.training_co2_savings,
            "kgCO2e",
            message("CO2e avoided, training energy on the run's own grid"),
        )
    )


def _other_factors(ledger: Ledger, outline: Outline) -> None:
    """The same saving by the factors that were not chosen, to stand beside it."""
    if outline.by_steps:
        return
    if outline.factor != "exact" and ledger.known("factor_kwh"):
        ledger.compute(
            "co2_per_sample.exact",
            carbon.co2_per_sample_exact(Name("factor_kwh"), Name("factor_grid_intensity"), Name("factor_samples")),
            "kgCO2e/sample",
            message("Training CO2e of one sample, exact arithmetic"),
        )
    if outline.factor in ("published", "exact") and ledger.known("training_kwh") and ledger.known("training_samples"):
        ledger.compute(
            "training_energy_per_sample.own",
            energy.training_energy_per_sample(Name("training_kwh"), Name("training_samples")),
            "kWh/sample",
            message("Training energy of one sample, own training"),
        )
        ledger.compute(
            "co2_per_sample.own",
            carbon.co2_per_sample_own(Name("training_energy_per_sample.own"), Name("pue"), Name("grid_intensity")),
            "kgCO2e/sample",
            message("Training CO2e of one sample, own training"),
        )
    for name, word in _FACTOR_WORDS.items():
        if f"co2_per_sample.{name}" in ledger:
            ledger.compute(
                f"co2_savings.{name}",
                carbon.co2_savings(Name("samples_removed"), Name(f"co2_per_sample.{name}"), Name("training_runs")),
                "kgCO2e",
                message("CO2e avoided, {word}", word=word),
            )


def _own_training(ledger: Ledger) -> None:
    """The own training beside a published factor: on the run's PUE and grid, so that it may be netted."""
    if "co2_savings.own" in ledger:
        ledger.compute(
            "training_energy_savings.own",
            energy.training_energy_savings(
                Name("samples_removed"), Name("training_energy_per_sample.own"), Name("training_runs")
            ),
            "kWh",
            message("Training energy avoided, own training"),
        )
        ledger.compute(
            "net_co2_savings.own",
            Name("co2_savings.own") - Name("filtering_co2"),
            "kgCO2e",
            message("CO2e avoided by the own training, net of filtering"),
        )


def _net(ledger: Ledger, outline: Outline) -> None:
    currency = outline.currency
    savings = ["annotation_savings", "training_cost_savings"]
    no_saving = message("neither annotation nor training has a price")
    gross = ledger.sum_of_known(
        "gross_savings", savings, currency, message("Avoided cost, gross (estimate)"), no_saving
    )
    cost = ledger["filtering_cost"]
    label = message("Avoided cost, net of filtering (estimate)")
    covers, missing = gross.covers + cost.covers, gross.missing + cost.missing
    if cost.value is None or gross.value is None:
        reason = NO_COST if cost.value is None else no_saving
        ledger.absent("net_savings", currency, label, reason, missing=missing)
    else:
        expression = total(Name(part) for part in gross.covers) - Name("filtering_cost")
        ledger.compute("net_savings", expression, currency, label, covers=covers, missing=missing)
    ledger.compute(
        "net_annotator_hours",
        Name("annotator_hours_saved") - Name("person_hours"),
        "h",
        message("Annotators' time not needed, net of people's time for filtering"),
    )
    ledger.apply(
        Formula("net_energy_savings", energy.net_energy_savings, "kWh", message("Energy avoided, net of filtering"))
    )
    ledger.apply(
        Formula(
            "net_co2_savings",
            carbon.net_co2_savings,
            "kgCO2e",
            message("CO2e avoided, net of filtering, on the run's own grid"),
        )
    )
    ledger.apply(
        Formula(
            "roi",
            money.roi,
            "1",
            message("Return: net savings over cost of filtering"),
            zero_reason=message("filtering cost nothing"),
        )
    )
    _own_training(ledger)
    add_break_even(ledger, outline)
