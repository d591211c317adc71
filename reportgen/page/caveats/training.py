"""Caveats on the training of a language model, told by its size."""

from __future__ import annotations

from decimal import Decimal

from reportgen.inputs.assemble import Account
from reportgen.page.caveats.caveat import Caveat, Rule, counts
from reportgen.page.words import mark
from reportgen.words.message import message

# At so many times the data's tokens, or that part of them, the training reads other data too, or not all of it.
_TOLD = Decimal("1.5")


def _saves(account: Account) -> bool:
    """Whether filtering saves energy or money of the training."""
    return counts("training_energy_savings")(account) or counts("training_cost_savings")(account)


def _estimated(account: Account) -> bool:
    """Whether a saving counts GPU-hours that follow from the model's size."""
    ledger = account.ledger
    hours = ledger.get("training_gpu_hours")
    by_size = hours is not None and "training_flops" in hours.inputs
    return bool(account.outline.training_share) and by_size and _saves(account)


def _by_samples(account: Account) -> bool:
    """Whether the removed share of a training is that of the samples, as its tokens are not known."""
    return account.outline.training_share == "removed_share" and _saves(account)


def _other_data(account: Account) -> bool:
    """Whether the training reads far more or fewer tokens than the data before filtering holds, in all its epochs."""
    ledger = account.ledger
    if account.outline.training_share != "amount_share.token" or not ledger.known("training_tokens"):
        return False
    epochs = ledger.value("training_epochs") if ledger.known("training_epochs") else 1
    held, read = ledger.value("amount_before.token") * epochs, ledger.value("training_tokens")
    return _saves(account) and not held / _TOLD <= read <= held * _TOLD


def _board_alone(account: Account) -> bool:
    """Whether the energy of a training told by its size rests on watts that somebody stated."""
    ledger = account.ledger
    energy = ledger["training_kwh"]
    stated = "training_watts" in energy.inputs and mark(ledger["training_watts"]) == "stated"
    return bool(account.outline.training_share) and stated and counts("training_energy_savings")(account)


def _bare_removed(account: Account) -> bool:
    """Whether it is known that samples without a label were removed."""
    ledger = account.ledger
    keys = ("unlabelled_before", "unlabelled_after")
    known = all(key in ledger and ledger.known(key) for key in keys)
    return known and ledger.value(keys[0]) > ledger.value(keys[1])


def _skipped(account: Account) -> bool:
    """Whether some of the removed samples save no training, as it would have passed over them."""
    return account.outline.skips_unlabelled and not account.outline.by_steps and _bare_removed(account)


def _skipped_unknown(account: Account) -> bool:
    """Whether the training passes over samples without a label, and how many of the removed ones are is not known."""
    skips = account.outline.skips_unlabelled and not account.outline.by_steps
    return skips and not account.ledger.known("samples_removed_trained")


def _bare_counted(account: Account) -> bool:
    """Whether removed samples without a label count as trained, and nobody said that the training reads them."""
    training = account.manifest.training
    open_ = training is None or training.skips_unlabelled is None
    saved = counts("training_energy_savings")(account) or counts("co2_savings")(account)
    return open_ and not account.outline.training_share and saved and _bare_removed(account)


TRAINING: tuple[Rule, ...] = (
    (
        _skipped_unknown,
        Caveat(
            "unlabelled_unknown",
            "Whether training is saved is not known: how many removed samples have no label is not stated.",
            "The training passes over samples without a label, so that removing them saves none of it; without their "
            "number no saving of training is counted.",
            ("samples_removed_trained", "training_energy_savings", "training_cost_savings", "co2_savings"),
            weight=1,
            advice="unlabelled: {before: ..., after: ...}, or samples: {objects: ...} of a table of decisions",
        ),
    ),
    (
        _skipped,
        Caveat(
            "unlabelled_skipped",
            "Removed samples without a label save no training.",
            "The training would have passed over them: its saving is counted by the other removed samples alone.",
            ("samples_removed_trained", "unlabelled_before", "unlabelled_after"),
        ),
    ),
    (
        _bare_counted,
        Caveat(
            "unlabelled_counted",
            "Removed samples without a label are counted as trained.",
            "Many trainings read images without an object as backgrounds. Some leave them out when they load the data: "
            "then removing them saves nothing, and the saving stated here is too high.",
            ("unlabelled_before", "unlabelled_after", "training_energy_savings", "co2_savings"),
            advice="training: {skips_unlabelled: true}, or false where it reads them",
        ),
    ),
    (
        _estimated,
        Caveat(
            "training_by_size",
            "The training is estimated from the model's size.",
            "Its operations are 6 × active parameters × tokens; its GPU-hours rest on the share of the GPU's "
            "peak that it reaches. Published whole trainings reach between one tenth and just over four "
            "tenths.",
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
        _other_data,
        Caveat(
            "training_of_other_data",
            "The training reads other tokens than this data holds.",
            "It is counted as if the removed share of the data were removed from all that the training reads. Where "
            "that is a mixture, less is saved; where it is a part of the data, that part decides.",
            ("training_tokens", "amount_before.token", "training_energy_savings"),
            weight=1,
            advice="training: {tokens: ...} of this data alone",
        ),
    ),
    (
        _board_alone,
        Caveat(
            "training_watts_stated",
            "The training's power is taken as stated, without a share of the host.",
            message(
                "Host, network and fans are left out unless the stated figure includes them; with them a "
                "board draws about {times} times its own power.",
                times=Decimal("1.4"),
            ),
            ("training_watts", "training_kwh"),
            ("node-share-judgement",),
        ),
    ),
)
