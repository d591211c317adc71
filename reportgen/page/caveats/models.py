"""Caveats on stages, accuracy, scores and what else a reviewer asks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reportgen.figures.amounts import removes
from reportgen.figures.verdict import verdict
from reportgen.inputs.assemble import Account
from reportgen.page.caveats.caveat import Caveat, Rule, below_zero, known, unknown
from reportgen.page.words import changes_of_models, measured_after
from reportgen.words.message import message

_ROUNDED_S = Decimal("0.001")  # what a meter's durations are rounded to


def _mixed_denominators(account: Account) -> bool:
    return len({model.per for model in account.outline.models}) > 1


def _verdict(other: str, *verdicts: str) -> Callable[[Account], bool]:
    """Whether the training runs show just that against those before or on a random subset."""
    return lambda account: verdict(account.ledger, other) in verdicts


def _stated_otherwise(account: Account) -> bool:
    """Whether the manifest states an accuracy that is not the median of its runs, as far as it is written out."""
    for role in ("before", "after", "random"):
        stated, median = account.ledger[f"quality_{role}"], account.ledger.get(f"evidence_accuracy.{role}")
        if median is None or median.value is None or stated.value is None:
            continue
        places = max(0, -int(stated.value.as_tuple().exponent))
        if abs(stated.value - median.value) > Decimal("0.5").scaleb(-places):
            return True
    return False


def _fell(account: Account) -> bool:
    """Whether the accuracy of the run is lower, or of a model where none is stated for the run."""
    if account.ledger.known("quality_change"):
        return below_zero("quality_change")(account) and _verdict("before", "none")(account)
    return any(change.by < 0 for change in changes_of_models(account))


def _runs_without_accuracy(account: Account) -> bool:
    sides = account.evidence.sides if account.evidence else None
    return sides is not None and any(len(side.accuracies) < side.runs for side in sides.sides.values())


def _random_not_beaten(account: Account) -> bool:
    ledger = account.ledger
    keys = ("quality_after", "quality_random")
    return all(ledger.known(key) for key in keys) and ledger.value(keys[0]) <= ledger.value(keys[1])


def _some(key: str) -> Callable[[Account], bool]:
    """Whether there is one of the table of decisions that is counted here: a class or a source."""
    return lambda account: any(account.ledger.value(it) > 0 for it in account.ledger.keys_under(key))


def _component_swallows(account: Account) -> bool:
    """Whether more than half of all samples are in one set of near duplicates."""
    ledger = account.ledger
    return ledger.known("component_largest") and (
        ledger.value("component_largest") * 2 > ledger.value("samples_before")
    )


def _default_weight_of_cost(account: Account) -> bool:
    """Whether a score by cost was reckoned with a weight that nobody gave."""
    ledger = account.ledger
    return any(
        ledger.known(f"apec.{model.slug}") and ledger[model.beta_cost].basis == "default"
        for model in account.outline.models
    )


def _no_random(account: Account) -> bool:
    """Whether accuracy was measured on what a selection kept, and not on a random subset."""
    measured = known("quality_after")(account) and unknown("quality_random")(account)
    return measured and removes(account.ledger)


def _stages_longer(account: Account) -> bool:
    """Whether the stages took longer together than the run, by more than what milliseconds round off."""
    ledger = account.ledger
    stages = [ledger.value(key) for key in ledger.keys_under("stage_duration")]
    return sum(stages) > ledger.value("duration_s") + _ROUNDED_S * len(stages)


MODELS: tuple[Rule, ...] = (
    (
        lambda account: (
            "stages_unexplained" in account.ledger and account.ledger.value("stages_unexplained") > Decimal(0)
        ),
        Caveat(
            "unexplained",
            "Some removed samples belong to no stage.",
            "They count as removed, but no stage reports them.",
            ("stages_unexplained",),
            weight=1,
        ),
    ),
    (
        _some("balance_lost"),
        Caveat(
            "class_vanished",
            "Nothing is left of a class or source.",
            "A model trained on what was kept does not know it. Look at the table of what was cut most, and keep some.",
            weight=1,
        ),
    ),
    (
        _some("balance_nearly_lost"),
        Caveat(
            "class_nearly_vanished",
            "Less than a hundredth is left of a class or source.",
            "A model trained on what was kept may hardly know it. Look at the table of what was cut most, and keep "
            "more.",
            weight=1,
        ),
    ),
    (
        _component_swallows,
        Caveat(
            "component_swallows",
            "One set of near duplicates holds more than half of all samples.",
            "A threshold that is too loose chains samples that are not alike. Look at some of the set before they are "
            "removed.",
            ("component_largest",),
            weight=1,
        ),
    ),
    (
        _some("balance_below"),
        Caveat(
            "cut_below_random",
            "A class or source was cut more than by chance.",
            "Fewer of its samples are left than in 19 of 20 random subsets of equal size. A filter may do so on "
            "purpose: check that it did. Of many classes, one in twenty is cut this much by chance alone.",
            weight=1,
        ),
    ),
    (
        below_zero("stages_unexplained"),
        Caveat(
            "over_explained",
            "The stages name more samples than were removed.",
            "Stages overlap, or samples came back; the totals are those before and after.",
            ("stages_unexplained",),
            weight=1,
        ),
    ),
    (
        _stages_longer,
        Caveat(
            "stages_longer",
            "Together the stages take longer than the run.",
            "This is possible if stages overlap or ran side by side. Otherwise one of the durations is wrong, "
            "and with it what is paid by the hour.",
            ("duration_s",),
            advice="duration: from the start of the first stage to the end of the last",
        ),
    ),
    (
        lambda account: unknown("quality_after")(account) and removes(account.ledger) and not measured_after(account),
        Caveat(
            "accuracy_not_measured",
            "Accuracy after filtering was not measured.",
            "The saving holds only if models stay good. Published studies removed half of a data set at little loss, "
            "but on other data; train on a random subset of equal size too: where three tenths or less are kept, it "
            "beats most methods.",
            ("quality_after",),
            ("semdedup", "datacomp", "pruning-random"),
            weight=1,
        ),
    ),
    (
        _no_random,
        Caveat(
            "no_random_baseline",
            "There is no random subset to compare with.",
            "In a published comparison random subsets beat most methods where three tenths or less were kept; without "
            "one, nothing shows that the selection did better than chance.",
            ("quality_random",),
            ("pruning-random",),
        ),
    ),
    (
        _random_not_beaten,
        Caveat(
            "random_as_good",
            "A random subset of equal size did no worse.",
            "On this metric the selection did not beat chance.",
            ("quality_after", "quality_random"),
            weight=1,
        ),
    ),
    (
        _verdict("before", "few"),
        Caveat(
            "evidence_few",
            "There are too few training runs for a verdict.",
            "With fewer than five runs on a side a difference in accuracy can be chance, whatever its size. "
            "Train more often with different seeds.",
            ("quality_change", "evidence_p.before"),
            weight=1,
        ),
    ),
    (
        _verdict("before", "open"),
        Caveat(
            "evidence_open",
            "The training runs show no difference in accuracy.",
            "A difference as large as theirs arises by chance more often than once in twenty. That does not "
            "show that accuracy stayed the same: more runs may show a difference.",
            ("quality_change", "evidence_p.before"),
            weight=1,
        ),
    ),
    (
        _verdict("before", "lower"),
        Caveat(
            "evidence_lower",
            "The training runs show lower accuracy after filtering.",
            "Chance alone gives such a difference less often than once in twenty. Whether the saving is worth it is "
            "for the reader to judge.",
            ("quality_change", "evidence_p.before"),
            weight=1,
        ),
    ),
    (
        lambda account: _verdict("random", "few", "open")(account) and not _random_not_beaten(account),
        Caveat(
            "evidence_random_open",
            "The training runs do not show that the selection beats chance.",
            "They are too few, or their difference to a random subset of equal size is one that arises by chance.",
            ("evidence_p.random",),
            weight=1,
        ),
    ),
    (
        _stated_otherwise,
        Caveat(
            "evidence_differs",
            "An accuracy is stated that is not the median of the runs.",
            "The accuracy that was stated counts in the headline, the training runs stand beside it.",
            ("quality_after",),
            weight=1,
            advice="without quality: in the manifest the runs count",
        ),
    ),
    (
        lambda account: account.evidence is not None and bool(account.evidence.implausible),
        Caveat(
            "evidence_implausible",
            "Training runs imply a power that their devices cannot draw.",
            "Their energy divided by their time is too high or almost zero. A unit taken for another, or an "
            "energy multiplied by the time twice, can be the cause; reportgen training names the one that it "
            "suspects.",
            ("training_kwh",),
            weight=1,
        ),
    ),
    (
        _runs_without_accuracy,
        Caveat(
            "evidence_missing",
            "Some training runs have no accuracy.",
            "They are in no median and no test. Where they failed, the others may look better than the training is.",
            ("quality_after",),
        ),
    ),
    (
        lambda account: "predicted_training_energy" in account.ledger,
        Caveat(
            "training_predicted",
            "A training's energy is predicted from its first epochs.",
            "The range is that of the cheapest and the most expensive epoch so far; what changes later, such as the "
            "size of batches, is in none of them.",
            ("predicted_training_energy",),
        ),
    ),
    (
        _fell,
        Caveat(
            "accuracy_fell",
            "Accuracy fell after filtering.",
            "Whether the saving is worth it is for the reader to judge; the spread of trainings is not known here.",
            ("quality_change",),
            weight=1,
        ),
    ),
    (
        _mixed_denominators,
        Caveat(
            "mixed_denominators",
            "Scores per hour and per inference stand side by side.",
            "They are not comparable: energy per hour is mean power, in which a faster model earns no credit.",
            (),
        ),
    ),
    (
        lambda account: any(model.per == "hour" for model in account.outline.models),
        Caveat(
            "per_hour",
            "Energy per hour is mean power.",
            "A faster model earns no credit in an APC per hour.",
            (),
        ),
    ),
    (
        _default_weight_of_cost,
        Caveat(
            "apec_default_price",
            "APEC's default weight fits very cheap electricity.",
            message(
                "The weight is the author's, who counts {per_wh} cents for a Wh, {per_kwh} for a kWh: about a tenth of "
                "usual prices. At usual prices it weighs cost about ten times as much as in the paper.",
                per_wh=Decimal("0.00305"),
                per_kwh=Decimal("3.05"),
            ),
            (),
            ("apc-2020", "usual-electricity-price"),
            advice="apc: {beta_cost: ...} sets another",
        ),
    ),
    (
        lambda account: bool(account.outline.embodied),
        Caveat(
            "sci_boundary",
            "The software carbon intensity counts what is named.",
            "Its boundary is one run with the hardware that the manifest names; storage, networks and what is not "
            "named are outside of it. Compare only scores with one boundary.",
            (),
            ("sci-1-1",),
        ),
    ),
    (
        lambda account: any(model.checkpoints for model in account.outline.models),
        Caveat(
            "reconstructed_times",
            "TTCAPC and TTCAPEC are reconstructed.",
            "The paper's own definition was not available: ours is put together from the names and the author's code.",
            (),
            ("apc-2020",),
        ),
    ),
    (
        lambda account: account.manifest.started_at is None,
        Caveat(
            "no_date",
            "The run has no date.",
            "Prices and factors cannot be judged against the day of the run.",
            (),
            advice="started_at: in the manifest",
        ),
    ),
)
