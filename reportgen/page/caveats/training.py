"""Caveats on the training of a language model, told by its size."""

from __future__ import annotations

from reportgen.inputs.assemble import Account
from reportgen.page.caveats.caveat import Caveat, Rule, counts
from reportgen.page.words import mark


def _estimated(account: Account) -> bool:
    """Whether a saving counts GPU-hours that follow from the model's size."""
    ledger = account.ledger
    hours = ledger.get("training_gpu_hours")
    by_size = hours is not None and "training_flops" in hours.inputs
    saved = counts("training_energy_savings")(account) or counts("training_cost_savings")(account)
    return bool(account.outline.training_share) and by_size and saved


def _by_samples(account: Account) -> bool:
    """Whether the removed share of a training is that of the samples, as its tokens are not known."""
    saved = counts("training_energy_savings")(account) or counts("training_cost_savings")(account)
    return account.outline.training_share == "removed_share" and saved


def _board_alone(account: Account) -> bool:
    """Whether the energy of a training told by its size rests on watts that somebody stated."""
    ledger = account.ledger
    energy = ledger["training_kwh"]
    stated = "training_watts" in energy.inputs and mark(ledger["training_watts"]) == "stated"
    return bool(account.outline.training_share) and stated and counts("training_energy_savings")(account)


TRAINING: tuple[Rule, ...] = (
    (
        _estimated,
        Caveat(
            "training_by_size",
            "The training is estimated from the model's size.",
            "Its operations are 6 x active parameters x tokens; its GPU-hours rest on the share of the GPU's peak that "
            "it reaches. Whole trainings that were published reach from a tenth to over four tenths.",
            ("training_flops", "training_gpu_hours", "training_kwh"),
            ("kaplan-2020", "hoffmann-2022"),
            weight=1,
            advice="training: {gpu_hours: ...} or {kwh: ...}",
        ),
    ),
    (
        _by_samples,
        Caveat(
            "training_by_samples",
            "The removed share of the training is that of the samples.",
            "Filters do not remove average samples: the removed ones may hold more tokens than others, or fewer.",
            ("removed_share", "training_energy_savings", "training_cost_savings"),
            weight=1,
            advice="amounts: {token: {before: ..., after: ...}}",
        ),
    ),
    (
        _board_alone,
        Caveat(
            "training_watts_stated",
            "The training's power is taken as stated, without a share of the host.",
            "Host, network and fans are left out unless whoever stated it counted them; with them a board draws about "
            "1.4 times its own power.",
            ("training_watts", "training_kwh"),
            ("node-share-judgement",),
        ),
    ),
)
