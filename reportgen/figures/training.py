"""The training that is avoided: its energy, CO2 and cost, by the factor that counts and by those beside it."""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.figures.formula import NEVER_ZERO, Formula, formula
from reportgen.figures.language_model import BY_SHARE, add_savings_of_share
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.words.message import message

NO_STEPS_SAVING = message("training runs for a fixed number of steps, so fewer samples save no training")
NO_TOKENS_SAVING = message("training reads a fixed number of tokens, so less data saves no training")
NO_SCHEDULE = message("schedule not stated")
_FACTOR_WORDS = {
    "published": message("published factor"),
    "exact": message("exact arithmetic"),
    "own": message("your own training"),
}
_PER_SAMPLE = message("Training CO2e of one sample")


_BUILT_IN = "built-in"


def given_factor(ledger: Ledger) -> bool:
    """Whether the CO2e of a sample is the company's own figure: given, and by nobody's publication.

    That of a unit is one where it counts, and not where it is only compared with.
    """
    counting = ledger.get("co2_per_sample")
    if counting is not None and "co2_per_unit" in counting.inputs:
        return given_per_unit(ledger)
    return counting is not None and _is_given(counting)


def given_per_unit(ledger: Ledger) -> bool:
    """Whether the published CO2e of a unit has the company's own figure in its place."""
    return "co2_per_unit" in ledger and _is_given(ledger["co2_per_unit"])


def _is_given(figure: Figure) -> bool:
    return figure.value is not None and figure.basis != COMPUTED and figure.layer != _BUILT_IN


def given_scenario(ledger: Ledger) -> bool:
    """Whether energy or samples in the published training's place are the company's own."""
    return any(ledger.known(key) and ledger[key].layer != _BUILT_IN for key in ("factor_kwh", "factor_samples"))


def factor_that_counts(ledger: Ledger, outline: Outline) -> str:
    """Where the CO2e of a sample comes from: published, exact, company, scenario or measured.

    company: a figure or a scenario of the company's in the place of the published one.
    """
    if given_factor(ledger) or (outline.factor == "exact" and given_scenario(ledger)):
        return "company"
    return outline.factor


def _is_published_scenario(ledger: Ledger) -> bool:
    """Whether all that the exact factor is reckoned from is as it was published."""
    keys = ("factor_kwh", "factor_samples", "factor_grid_intensity")
    return all(ledger.known(key) and ledger[key].layer == _BUILT_IN for key in keys)


@formula("kWh", message("Energy of one training"))
def training_kwh(training_hours: Expression, training_gpus: Expression, training_watts: Expression) -> Expression:
    """Hours times GPUs times watts per GPU."""
    return training_hours * training_gpus * training_watts / 1000


@formula("kWh/sample", message("Training energy of one sample"), zero=NEVER_ZERO)
def training_energy_per_sample(energy_kwh: Expression, samples: Expression) -> Expression:
    """The training's energy over the samples it was trained on."""
    return energy_kwh / samples


@formula("kWh/sample", message("Training energy of one sample"), key="training_energy_per_sample", zero=NEVER_ZERO)
def energy_per_sample_of_units(energy_kwh: Expression, samples: Expression, units: Expression) -> Expression:
    """The published training's energy over its images, times the images that a sample counts for."""
    return energy_kwh / samples * units


@formula("kgCO2e/sample", _PER_SAMPLE, key="co2_per_sample")
def co2_per_sample_of_units(co2_per_unit: Expression, units: Expression) -> Expression:
    """The published factor of an image, times the images that a sample counts for."""
    return co2_per_unit * units


@formula("kgCO2e/sample", _PER_SAMPLE, key="co2_per_sample", zero=NEVER_ZERO)
def exact_of_units(
    factor_kwh: Expression, factor_grid_intensity: Expression, factor_samples: Expression, units: Expression
) -> Expression:
    """The founding scenario's exact factor of an image, times the images that a sample counts for."""
    return factor_kwh * factor_grid_intensity / factor_samples * units


@formula("kgCO2e/sample", _PER_SAMPLE, key="co2_per_sample", zero=NEVER_ZERO)
def co2_per_sample_exact(
    factor_kwh: Expression, factor_grid_intensity: Expression, factor_samples: Expression
) -> Expression:
    """The founding scenario with its arithmetic done exactly, on its own grid and without PUE."""
    return factor_kwh * factor_grid_intensity / factor_samples


@formula("kgCO2e/sample", _PER_SAMPLE, key="co2_per_sample")
def co2_per_sample_own(
    training_energy_per_sample: Expression, pue: Expression, grid_intensity: Expression
) -> Expression:
    """The user's own training on the run's own grid."""
    return training_energy_per_sample * pue * grid_intensity


def add_training_per_sample(ledger: Ledger, outline: Outline) -> None:
    """Add what one sample of the training takes and emits, by the factor that counts."""
    if "training_kwh" not in ledger:
        ledger.apply(training_kwh)
    if outline.training_share:
        ledger.absent(training_energy_per_sample.key, "kWh/sample", training_energy_per_sample.label, BY_SHARE)
        return
    own = outline.factor in ("scenario", "measured")
    energy, samples = ("training_kwh", "training_samples") if own else ("factor_kwh", "factor_samples")
    if outline.factor_units and not own:
        ledger.apply(energy_per_sample_of_units, Name(energy), Name(samples), Name(outline.factor_units))
    else:
        ledger.apply(training_energy_per_sample, Name(energy), Name(samples))
    if "co2_per_unit" in ledger:
        end = "" if outline.factor == "published" else "published"
        label = message("Training CO2e of one sample, published factor") if end else ""
        inputs = (Name("co2_per_unit"), Name(outline.factor_units))
        ledger.apply(co2_per_sample_of_units, *inputs, end=end, label=label)
    if own:
        ledger.apply(co2_per_sample_own)
    elif outline.factor == "exact":
        _apply_exact(ledger, outline)


def _apply_exact(ledger: Ledger, outline: Outline, end: str = "", label: str = "") -> None:
    if not outline.factor_units:
        ledger.apply(co2_per_sample_exact, end=end, label=label)
        return
    names = ("factor_kwh", "factor_grid_intensity", "factor_samples", outline.factor_units)
    ledger.apply(exact_of_units, *map(Name, names), end=end, label=label)


@formula("kgCO2e", message("CO2e avoided, by the factor"))
def co2_savings(samples_removed: Expression, co2_per_sample: Expression, training_runs: Expression) -> Expression:
    """Samples removed times the factor times training runs; only where training goes by epochs."""
    return samples_removed * co2_per_sample * training_runs


@formula("kWh", message("Training energy avoided"))
def training_energy_savings(
    samples_removed: Expression, training_energy_per_sample: Expression, training_runs: Expression
) -> Expression:
    """Samples removed times energy per sample times training runs; only where training goes by epochs."""
    return samples_removed * training_energy_per_sample * training_runs


@formula(
    "{currency}",
    message("Avoided training cost (estimate)"),
    zero=message("the training used no samples"),
    nothing=True,
)
def training_cost_savings(
    samples_removed: Expression,
    training_hours: Expression,
    training_gpus: Expression,
    training_samples: Expression,
    training_runs: Expression,
    gpu_price_per_hour: Expression,
) -> Expression:
    """The removed samples' share of the training's GPU-hours, times runs, times the price of a GPU-hour."""
    return samples_removed * training_hours * training_gpus / training_samples * training_runs * gpu_price_per_hour


@formula("{currency}", training_cost_savings.label, key="training_cost_savings", zero=training_cost_savings.zero)
def cost_of_gpu_hours(
    samples_removed: Expression,
    training_gpu_hours: Expression,
    training_samples: Expression,
    training_runs: Expression,
    gpu_price_per_hour: Expression,
) -> Expression:
    """The same of GPU-hours that are given as such."""
    return samples_removed * training_gpu_hours / training_samples * training_runs * gpu_price_per_hour


def inputs_of(saving: Formula, outline: Outline, **instead: str) -> tuple[Name, ...]:
    """The inputs of a saving of training, of the removed samples those that it would have read.

    instead: other keys in place of inputs.
    """
    named = {"samples_removed": outline.removed_of_training, **instead}
    return tuple(Name(named.get(it.key, it.key)) for it in saving.names())


def add_savings_of_training(ledger: Ledger, outline: Outline) -> None:
    """Add CO2, energy and money that training does not take.

    Zero where it goes by a fixed number of steps or tokens, not known where nobody said what it goes by and that is
    not to be assumed.
    """
    cost = cost_of_gpu_hours if "training_gpu_hours" in ledger else training_cost_savings
    if outline.training_share and not outline.by_steps and not outline.schedule_open:
        add_savings_of_share(ledger, outline)
        return
    for saving in (co2_savings, training_energy_savings, cost):
        unit = saving.unit.replace("{currency}", outline.currency)
        if outline.by_steps:
            reason = NO_TOKENS_SAVING if outline.training_share else NO_STEPS_SAVING
            ledger.compute(saving.key, 0, unit, saving.label, chosen=reason, rests_on="stated")
        elif outline.schedule_open:
            ledger.absent(saving.key, unit, saving.label, NO_SCHEDULE)
        else:
            ledger.apply(saving, *inputs_of(saving, outline), currency=outline.currency)


@formula("kgCO2e", message("CO2e avoided, training energy on the run's own grid"))
def training_co2_savings(
    training_energy_savings: Expression, pue: Expression, grid_intensity: Expression
) -> Expression:
    """The avoided training energy on the run's own grid."""
    return training_energy_savings * pue * grid_intensity


def add_other_factors(ledger: Ledger, outline: Outline) -> None:
    """Add the same saving by the factors that were not chosen, to stand beside it."""
    if outline.by_steps or outline.schedule_open:
        return
    if outline.factor == "published" and not given_factor(ledger) and _is_published_scenario(ledger):
        label = message("Training CO2e of one sample, exact arithmetic")
        _apply_exact(ledger, outline, "exact", label)
    if outline.factor in ("published", "exact") and ledger.known("training_kwh") and ledger.known("training_samples"):
        label = message("Training energy of one sample, your own training")
        inputs = (Name("training_kwh"), Name("training_samples"))
        energy = ledger.apply(training_energy_per_sample, *inputs, end="own", label=label)
        label = message("Training CO2e of one sample, your own training")
        ledger.apply(co2_per_sample_own, Name(energy.key), Name("pue"), Name("grid_intensity"), end="own", label=label)
    for name, word in _FACTOR_WORDS.items():
        if f"co2_per_sample.{name}" in ledger:
            saving = inputs_of(co2_savings, outline, co2_per_sample=f"co2_per_sample.{name}")
            ledger.apply(co2_savings, *saving, end=name, label=message("CO2e avoided, {word}", word=word))
