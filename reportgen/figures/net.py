"""What is left of the savings after the filtering's own energy, emissions and cost."""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.filtering import NO_COST
from reportgen.figures.formula import formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.figures.storage import storage_co2_savings, storage_energy_savings, storage_savings
from reportgen.figures.training import given_factor, inputs_of, training_energy_savings
from reportgen.words.message import message


def add_net_savings(ledger: Ledger, outline: Outline) -> None:
    """Add what labelling and training save, and what is left of it; over what is known, naming what is not."""
    no_saving = message("neither annotation nor training has a price")
    savings, label = ["annotation_savings", "training_cost_savings"], message("Avoided cost, gross (estimate)")
    if outline.unlabelled:
        savings.remove("annotation_savings")
        no_saving = message("nothing is labelled, and the training that is avoided has no price")
    if storage_savings.key in ledger:
        savings.append(storage_savings.key)
    gross = ledger.sum_of_known("gross_savings", savings, outline.currency, label, no_saving)
    cost = ledger["filtering_cost"]
    label = message("Avoided cost, net of filtering (estimate)")
    covers, missing = gross.covers + cost.covers, gross.missing + cost.missing
    if cost.value is None or gross.value is None:
        reason = NO_COST if cost.value is None else no_saving
        ledger.absent("net_savings", outline.currency, label, reason, missing=missing)
    else:
        net = total(map(Name, gross.covers)) - Name("filtering_cost")
        ledger.compute("net_savings", net, outline.currency, label, covers=covers, missing=missing)


@formula("h", message("Annotators' time not needed, net of people's time for filtering"))
def net_annotator_hours(annotator_hours_saved: Expression, person_hours: Expression) -> Expression:
    """Annotators' hours saved less people's hours spent."""
    return annotator_hours_saved - person_hours


@formula("kWh", message("Energy avoided, net of filtering"))
def net_energy_savings(training_energy_savings: Expression, filtering_energy: Expression) -> Expression:
    """Training energy avoided less filtering energy spent."""
    return training_energy_savings - filtering_energy


def add_net_energy(ledger: Ledger, _: Outline) -> None:
    """Add the net of energies, with that of storage where the run speaks of it."""
    stored = storage_energy_savings.key
    if stored not in ledger:
        ledger.apply(net_energy_savings)
        return
    saved, parts = [training_energy_savings.key, stored], (Name("filtering_energy"),)
    known = [key for key in saved if key != stored or ledger.known(key)]
    ledger.compute(
        net_energy_savings.key,
        net_energy_savings(total(map(Name, known)), *parts),
        net_energy_savings.unit,
        net_energy_savings.label,
        covers=(*known, "filtering_energy"),
        missing=tuple(key for key in saved if key not in known),
    )


@formula("kgCO2e", message("CO2e avoided, net of filtering, on the run's own grid"))
def net_co2_savings(net_energy_savings: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """Both sides on one PUE and one grid, so that these never decide the sign."""
    return net_energy_savings * pue * grid_intensity


@formula("1", message("Return: net savings over cost of filtering"), zero=message("filtering cost nothing"))
def roi(net_savings: Expression, filtering_cost: Expression) -> Expression:
    """Net savings over the cost of filtering."""
    return net_savings / filtering_cost


def _with_storage(ledger: Ledger, key: str) -> Expression:
    """What training avoids, and storage where that is known."""
    stored = storage_co2_savings.key
    return Name(key) + Name(stored) if ledger.known(stored) else Name(key)


def add_net_by_given_factor(ledger: Ledger, _: Outline) -> None:
    """Add the net by the company's own CO2e of a sample, whose grid and PUE are not known to be the run's."""
    if not given_factor(ledger) or not ledger.known("filtering_co2"):
        return
    ledger.compute(
        "net_co2_savings.stated",
        _with_storage(ledger, "co2_savings") - Name("filtering_co2"),
        "kgCO2e",
        message("CO2e avoided by the company's own factor, net of filtering"),
    )


def add_own_training(ledger: Ledger, outline: Outline) -> None:
    """Add the own training beside a published factor: on the run's PUE and grid, so that it may be netted."""
    if "co2_savings.own" not in ledger:
        return
    own = "training_energy_per_sample.own"
    inputs = inputs_of(training_energy_savings, outline, training_energy_per_sample=own)
    label = message("Training energy avoided, your own training")
    ledger.apply(training_energy_savings, *inputs, end="own", label=label)
    ledger.compute(
        "net_co2_savings.own",
        _with_storage(ledger, "co2_savings.own") - Name("filtering_co2"),
        "kgCO2e",
        message("CO2e avoided by your own training, net of filtering"),
    )
