"""The list of formulas: from the leaves in a ledger to every figure of the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.figures import annotation_cost, carbon, energy, money, samples
from reportgen.figures.annotation_cost import Terms, Tier
from reportgen.figures.evidence import add_evidence
from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Formula, Ledger
from reportgen.figures.message import Message, message
from reportgen.figures.model_scores import ModelOutline, add_scores
from reportgen.figures.precision import working_precision
from reportgen.figures.sci_book import EmbodiedOutline, add_sci
from reportgen.figures.units import unit_word

NO_SAMPLES = message("there were no samples before filtering")
NO_COST = message("filtering cost not stated")
# The labelling time that is paid, its key and unit, by the seconds in the price's unit.
TIMES = {3600: ("labelling_hours", "h"), 60: ("labelling_minutes", "min")}
_FACTOR_WORDS = {
    "published": message("published factor"),
    "exact": message("exact arithmetic"),
    "own": message("own training"),
}
NO_STEPS_SAVING = message("training runs for a fixed number of steps, so that fewer samples save no training")


@dataclass(frozen=True)
class Outline:
    """Which formulas apply: what the inputs say in words rather than in numbers.

    tier_bounds: the upper bound of each price tier in units, None for the last; (None,) is a single price.
    unit_factors: keys of what turns samples into what is counted; thousands: whether a unit is 1,000 of those.
    seconds_in_unit: those in a unit of a price by time, for which seconds_per_unit is paid; None for other prices.
    factor: published, exact, scenario or measured.
    """

    currency: str
    price_unit: str = "sample"
    tier_bounds: tuple[Decimal | None, ...] = (None,)
    unit_factors: tuple[str, ...] = ()
    thousands: bool = False
    seconds_in_unit: int | None = None
    factor: str = "published"
    by_steps: bool = False
    labelled_after_given: bool = True
    energy_in_compute: bool = False
    models: tuple[ModelOutline, ...] = ()
    embodied: tuple[EmbodiedOutline, ...] = ()

    @property
    def counted(self) -> str:
        """What is labelled, one at a time: the unit of the price, or for a price by time what takes the time."""
        if self.seconds_in_unit is None:
            return self.price_unit
        return next((key.partition(".")[2] for key in self.unit_factors if "." in key), "sample")


def complete(ledger: Ledger, outline: Outline) -> Ledger:
    """Add every computed figure to the ledger of leaves and return it."""
    # tier widths and the bounds of labelled samples are reckoned outside of formulas
    with working_precision():
        _samples(ledger, outline)
        _annotation(ledger, outline)
        _training(ledger, outline)
        _filtering(ledger, outline)
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


def _slugs(ledger: Ledger, prefix: str) -> list[str]:
    return [key for key in ledger if key.startswith(prefix + ".")]


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
    if stages := _slugs(ledger, "stage_removed"):
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


def _filtering(ledger: Ledger, outline: Outline) -> None:
    records = _slugs(ledger, "energy")
    if records:
        # a record that was not measured, or that overlaps with another, hides none of the others
        known = [key for key in records if ledger.known(key)] or records
        ledger.compute(
            "filtering_energy",
            total(Name(key) for key in known),
            "kWh",
            message("Energy of filtering, at the meter"),
            covers=tuple(known),
            missing=tuple(key for key in records if key not in known),
        )
    for key in _slugs(ledger, "device_energy"):
        end = key.partition(".")[2]
        duration = f"record_duration.{end.rpartition('_')[0]}"
        if ledger.known(duration) and f"device_peak.{end}" in ledger:
            ledger.compute(
                f"device_power.{end}",
                energy.mean_power(Name(key), Name(duration)),
                "W",
                message("Mean power of {device}", device=_device(ledger[key])),
                zero_reason=message("the run took no time"),
            )
    _predictions(ledger)
    ledger.apply(
        Formula(
            "filtering_mean_power",
            energy.mean_power,
            "W",
            message("Mean power of filtering"),
            zero_reason=message("the run took no time"),
        )
    )
    ledger.apply(
        Formula(
            "filtering_energy_at_building",
            energy.filtering_energy_at_building,
            "kWh",
            message("Energy of filtering with the building's overhead"),
        )
    )
    ledger.apply(Formula("filtering_co2", carbon.filtering_co2, "kgCO2e", message("CO2e of filtering, location-based")))
    if "car_km_co2" in ledger:
        ledger.apply(Formula("equivalent_car_km", carbon.equivalent_car_km, "km", message("As far by car")))
        ledger.apply(
            Formula(
                "equivalent_phone_charges", carbon.equivalent_phone_charges, "1", message("As many smartphone charges")
            )
        )
    if ledger.known("market_intensity"):
        ledger.compute(
            "filtering_co2_market",
            carbon.filtering_co2(Name("filtering_energy"), Name("pue"), Name("market_intensity")),
            "kgCO2e",
            message("CO2e of filtering, market-based"),
        )
    currency = outline.currency
    ledger.apply(
        Formula("filtering_compute_cost", money.filtering_compute_cost, currency, message("Compute of filtering"))
    )
    ledger.apply(
        Formula("filtering_people_cost", money.filtering_people_cost, currency, message("People's time for filtering"))
    )
    ledger.compute("filtering_licence_cost", Name("licence"), currency, message("Licence for filtering"))
    if outline.energy_in_compute:
        ledger.absent(
            "filtering_energy_cost",
            currency,
            message("Electricity of filtering"),
            message("the price of compute includes electricity"),
        )
    else:
        ledger.apply(
            Formula("filtering_energy_cost", money.filtering_energy_cost, currency, message("Electricity of filtering"))
        )
    parts = [f"filtering_{part}_cost" for part in ("compute", "people", "licence", "energy")]
    if outline.energy_in_compute:
        parts.remove("filtering_energy_cost")
    _sum_of_known(ledger, "filtering_cost", parts, currency, message("Cost of filtering"), NO_COST)


def _device(figure: Figure) -> object:
    """The name of the device whose energy the figure is."""
    return figure.label.values["device"] if isinstance(figure.label, Message) else figure.label


def _predictions(ledger: Ledger) -> None:
    """How far what was predicted while the filtering ran is from what it took."""
    for kind, fact, label in (
        ("predicted_duration", "record_duration", message("Error of the predicted duration, as a share")),
        ("predicted_energy", "recorded_energy", message("Error of the predicted energy, as a share")),
    ):
        for key in _slugs(ledger, kind):
            end = key.partition(".")[2]
            ledger.compute(
                f"prediction_error_{kind.partition('_')[2]}.{end}",
                energy.prediction_error(Name(key), Name(f"{fact}.{end}")),
                "1",
                label,
                zero_reason=message("the run took no time"),
            )


def _sum_of_known(ledger: Ledger, key: str, parts: list[str], unit: str, label: str, reason: str) -> Figure:
    known = tuple(part for part in parts if ledger.known(part))
    missing = tuple(part for part in parts if part not in known)
    if not known:
        return ledger.absent(key, unit, label, reason, missing=missing)
    return ledger.compute(key, total(Name(part) for part in known), unit, label, covers=known, missing=missing)


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
    gross = _sum_of_known(
        ledger, "gross_savings", savings, currency, message("Avoided cost, gross (estimate)"), no_saving
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
    _break_even(ledger, outline)


def _break_even(ledger: Ledger, outline: Outline) -> None:
    key, label = "break_even_samples", message("Removed samples that pay for the filtering run")
    if "marginal_price" in ledger:
        ledger.apply(
            Formula(
                key, money.break_even_samples, "sample", label, zero_reason=message("the price of a sample is zero")
            )
        )
        return
    count = len(outline.tier_bounds)
    tiers = [f"annotation_price_tier_{number + 1}" for number in range(count)]
    inputs = ["filtering_cost", _priced_quantity(outline), *outline.unit_factors, *tiers]
    if outline.seconds_in_unit is not None:
        inputs.append("seconds_per_unit")
    inputs += [key for key in ("units_already_used", "review_share", "review_price", "discount") if ledger.known(key)]
    absent = next((ledger[name] for name in inputs if not ledger.known(name)), None)
    more = {"inputs": tuple(inputs), "procedure": "break_even_under_tiers/1"}
    if absent is not None:
        ledger.absent(key, "sample", label, absent.reason or "", **more)
        return
    value = _tiered_break_even(ledger, outline, tiers)
    if value is None:
        ledger.absent(key, "sample", label, message(message("removing every sample would not pay for the run")), **more)
    else:
        ledger.add(Figure(key, label, value, "sample", rests_on=ledger.weakest_of(tuple(inputs)), **more))  # type: ignore[arg-type]


def _priced_quantity(outline: Outline) -> str:
    """The key of the quantity that the price is for, without filtering."""
    if outline.seconds_in_unit is not None:
        return f"{TIMES[outline.seconds_in_unit][0]}_before"
    return "units_before" if outline.unit_factors else "samples_to_label_before"


def _tiered_break_even(ledger: Ledger, outline: Outline, tiers: list[str]) -> Decimal | None:
    def known(key: str, otherwise: int) -> Decimal:
        return ledger.value(key) if ledger.known(key) else Decimal(otherwise)

    per_sample = Decimal(1)
    for key in outline.unit_factors:
        per_sample *= ledger.value(key)
    if outline.thousands:
        per_sample /= 1000
    if outline.seconds_in_unit is not None:
        per_sample *= ledger.value("seconds_per_unit") / outline.seconds_in_unit
    if per_sample == 0:
        return None
    review = known("review_share", 0) * known("review_price", 0)
    prices = [(ledger.value(key) + review) * (1 - known("discount", 0)) for key in tiers]
    return money.break_even_under_tiers(
        ledger.value("filtering_cost"),
        ledger.value("samples_to_label_before") * per_sample,
        known("units_already_used", 0),
        per_sample,
        outline.tier_bounds,
        prices,
    )
