"""The training of a language model from its size, and what it saves where less data is read.

C = 6 N D: a parameter that works on a token takes two operations forward and four backward. Sources: Kaplan et al.,
arXiv 2001.08361, section 2.1; Hoffmann et al., arXiv 2203.15556. Of a mixture of experts N are the active parameters.
"""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name
from reportgen.figures.formula import NEVER_ZERO, formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.words.message import message

BY_SHARE = message("your own training counts by the share of the data, not by single samples")
_FLOPS = message("Operations of one training")
_GPU_HOURS = message("GPU-hours of one training of your own")


@formula("FLOP", _FLOPS)
def training_flops(training_active_parameters: Expression, training_tokens: Expression) -> Expression:
    """Six operations for each active parameter and each token that the training reads."""
    return 6 * training_active_parameters * training_tokens


@formula("FLOP", _FLOPS, key="training_flops")
def flops_of_data(training_active_parameters: Expression, tokens: Expression, epochs: Expression) -> Expression:
    """The same of all tokens before filtering, read in so many epochs."""
    return 6 * training_active_parameters * tokens * epochs


@formula("h", _GPU_HOURS, zero=NEVER_ZERO)
def training_gpu_hours(training_flops: Expression, training_mfu: Expression, gpu_peak_flops: Expression) -> Expression:
    """Operations over what the GPU computes in an hour: its peak times the share of it that is reached."""
    return training_flops / (training_mfu * gpu_peak_flops * 3600)


@formula("h", _GPU_HOURS, key="training_gpu_hours")
def gpu_hours_of_duration(training_hours: Expression, training_gpus: Expression) -> Expression:
    """Hours times GPUs."""
    return training_hours * training_gpus


@formula("kWh", message("Energy of one training of your own"), key="training_kwh")
def kwh_of_gpu_hours(training_gpu_hours: Expression, training_watts: Expression) -> Expression:
    """GPU-hours times the mean power of a GPU."""
    return training_gpu_hours * training_watts / 1000


def add_size(ledger: Ledger, outline: Outline) -> None:
    """Add operations, GPU-hours and energy of a training whose inputs do not give them.

    The first that is there counts: stated GPU-hours, hours times GPUs, operations.
    """
    if "training_tokens" in ledger:
        ledger.apply(training_flops)
    elif "training_active_parameters" in ledger:
        names = ("training_active_parameters", "amount_before.token", "training_epochs")
        ledger.apply(flops_of_data, *map(Name, names))
    if "training_gpu_hours" not in ledger:
        timed = ledger.known("training_hours") and ledger.known("training_gpus")
        if "training_flops" in ledger and not timed:
            ledger.apply(training_gpu_hours)
        elif outline.training_share:
            ledger.apply(gpu_hours_of_duration)
    if "training_kwh" not in ledger and "training_gpu_hours" in ledger:
        ledger.apply(kwh_of_gpu_hours)


def reads_unfiltered(ledger: Ledger, key: str) -> bool:
    """Whether the figure, such as training_kwh, is of a training on all tokens before filtering."""
    return key in ledger and any(figure.key == "amount_before.token" for _, figure in ledger.trace(key))


@formula("kWh", message("Training energy avoided"), key="training_energy_savings")
def energy_of_share(share: Expression, training_kwh: Expression, training_runs: Expression) -> Expression:
    """The removed share of the energy of each training."""
    return share * training_kwh * training_runs


@formula("{currency}", message("Avoided training cost (estimate)"), key="training_cost_savings")
def cost_of_share(
    share: Expression, training_gpu_hours: Expression, training_runs: Expression, gpu_price_per_hour: Expression
) -> Expression:
    """The removed share of the GPU-hours of each training, at the price of a GPU-hour."""
    return share * training_gpu_hours * training_runs * gpu_price_per_hour


@formula("kgCO2e", message("CO2e avoided, by your own training"), key="co2_savings")
def co2_of_share(
    share: Expression, training_kwh: Expression, training_runs: Expression, pue: Expression, grid_intensity: Expression
) -> Expression:
    """The removed share of what each training emits on the run's own grid."""
    return share * training_kwh * training_runs * pue * grid_intensity


# Each saving with the keys of its inputs after the share.
OF_SHARE = {
    co2_of_share: ("training_kwh", "training_runs", "pue", "grid_intensity"),
    energy_of_share: ("training_kwh", "training_runs"),
    cost_of_share: ("training_gpu_hours", "training_runs", "gpu_price_per_hour"),
}


def add_savings_of_share(ledger: Ledger, outline: Outline) -> None:
    """Add CO2, energy and money that training on the removed share of the data does not take."""
    for saving, names in OF_SHARE.items():
        inputs = (Name(outline.training_share), *map(Name, names))
        ledger.apply(saving, *inputs, currency=outline.currency)
