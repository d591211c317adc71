"""Words that several sections share: bases, layers, units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.labels import names_apart
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.figures.training import given_factor
from reportgen.inputs.assemble import Account
from reportgen.inputs.run import grid_words
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import Message, message

CO2E = "CO₂e"
LAYER_WORDS = {
    "built-in": message("built-in", context="layer of costs"),
    "company": message("company", context="layer of costs"),
    "project": message("project", context="layer of costs"),
    "manifest": message("manifest", context="layer of costs"),
    "command line": "--set",
}
BASIS_WORDS = {
    "measured": message("measured", context="basis of a value"),
    "contract": message("contract", context="basis of a value"),
    "stated": message("stated", context="basis of a value"),
    "list": message("list", context="basis of a value"),
    "literature": message("literature", context="basis of a value"),
    "default": message("default", context="basis of a value"),
    "judgement": message("judgement", context="basis of a value"),
    "estimate": message("estimate", context="basis of a value"),
    COMPUTED: message("computed", context="basis of a value"),
}
FACTOR_WORDS = {
    "published": message("the published factor"),
    "exact": message("the exact factor"),
    "scenario": message("the factor of your scenario"),
    "measured": message("your measured factor"),
    "company": message("the company's own factor"),
}
TASK_WORDS = {
    "classification": message("classification"),
    "object-detection": message("object detection"),
    "segmentation": message("segmentation"),
    "language-modelling": message("language modelling"),
    "instruction-tuning": message("instruction tuning"),
    "preference": message("preference tuning"),
    "retrieval": message("retrieval"),
    "speech-recognition": message("speech recognition"),
    "video": message("video"),
    "tabular": message("tabular data"),
}


def grid_and_pue(w: Writer) -> str:
    """What CO2e of energies is counted with: `1.54 × 473.05 g/kWh, World 2024, life-cycle`."""
    product = w.exact("pue").text + f"{numbers.NO_BREAK}× " + str(w.exact("grid_intensity"))
    note = note_of(w, w.ledger["grid_intensity"])
    return w.say("{product}, {note}", product=product, note=note) if note else product


def leading_co2(account: Account) -> str:
    """The key of the CO2e that leads: of the own training where it is known and the manifest names no other factor,
    then by the company's own factor, then by the published scenario."""
    training, ledger = account.manifest.training, account.ledger
    net = "net_co2_savings.stated" if given_factor(ledger) else "net_co2_savings"
    names: tuple[str, ...] = (net, "co2_savings")
    if training is None or training.factor is None:
        names = ("net_co2_savings.own", net, "co2_savings.own", "co2_savings")
    return next((name for name in names if ledger.known(name)), "co2_savings")


def schedule_assumed(account: Account) -> bool:
    """Whether training is taken to go by epochs without anybody saying so."""
    training, outline = account.manifest.training, account.outline
    told = training is not None and (training.schedule is not None or training.budget is not None)
    return not told and not outline.schedule_open


def mark(figure: Figure) -> str:
    """The evidence of a figure: its basis, or for a computed one the weakest it rests on."""
    return (figure.rests_on or COMPUTED) if figure.basis == COMPUTED else figure.basis


def estimated(w: Writer, text: object) -> str:
    """The text of what filtering drew or emitted, with `(estimate)` where that is reckoned from rated power."""
    energies = w.ledger["filtering_energy"].covers
    reckoned = {f"energy.{device.slug}" for device in w.outline.estimates}.intersection(energies)
    if not reckoned:
        return str(text)
    if len(reckoned) < len(energies):
        return w.say("{amount} (in part an estimate)", amount=text)
    return w.say("{amount} (estimate)", amount=text)


def task_word(w: Writer) -> str:
    """The run's task in words; a company's own as the company named it."""
    task = w.account.task
    return w.translated(TASK_WORDS.get(task, task.replace("-", " ")))


def note_of(w: Writer, figure: Figure) -> str:
    """What a figure stands for, in words, empty where its label says it.

    Of a looked-up intensity the country has its name in the page's language.
    """
    grid = w.account.grid
    if figure.key == "grid_intensity" and grid is not None:
        return w.translated(grid_words(grid, w.language.territory(grid.zone, grid.name)))
    told = figure.label.values.values() if isinstance(figure.label, Message) else ()
    return "" if figure.note in told else w.translated(figure.note or "")


LONGEST_WORD = 24
_LETTER = 0.55  # the mean width of a letter, in its size


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def shortened_apart(texts: Sequence[str], longest: int) -> list[str]:
    """The texts, each cut to about `longest` letters; different ones are cut to different texts."""
    return names_apart(texts, 1, 400, [_LETTER * longest] * len(texts))


def metric_of(w: Writer) -> str:
    """The name of the accuracy's metric, short enough to stand as a unit."""
    return shortened(w.translated(w.ledger["quality_after"].note or message("accuracy")), LONGEST_WORD)


def metric_at_start(w: Writer) -> str:
    """The metric at the beginning of a sentence: `Accuracy`; a name of its own, such as mAP or acc, stays."""
    metric = metric_of(w)
    return w.capital(metric) if metric in ("accuracy", w.say("accuracy")) else metric


def title_of(w: Writer, source: Mapping[str, object]) -> str:
    """A source's title; one of the house's own in the page's language."""
    title = source.get("title", "")
    return w.translated(title) if isinstance(title, str) else str(title)


def full_title_of(w: Writer, source: Mapping[str, object]) -> str:
    """A source's title, with what of it is used behind it."""
    title, says = title_of(w, source), source.get("says")
    return w.labelled(title, w.translated(says)) if isinstance(says, str) else title


def samples(w: Writer, key: str) -> str:
    """`1 sample`, `37,500 samples`: a count of samples as it is printed."""
    value = w.ledger.value(key) if w.ledger.known(key) else Decimal(0)
    return w.say_count("{count} sample", "{count} samples", value, count=w.count(key))


def inputs(w: Writer, count: int) -> str:
    """`1 input`, `7 inputs`."""
    return w.say_count("{count} input", "{count} inputs", count, count=w.numbers.whole(Decimal(count)))


def cost_of_filtering(w: Writer) -> str:
    """What the filtering cost, `at least` that where parts of it are not known."""
    printed = w.headline_money("filtering_cost")
    return w.say("at least {cost}", cost=printed) if w.ledger["filtering_cost"].missing else str(printed)


def measured_after(account: Account) -> bool:
    """Whether some model has an accuracy after filtering."""
    return any(it.role == "after" and account.ledger.known(f"accuracy.{it.slug}") for it in account.outline.models)


@dataclass(frozen=True, order=True)
class ModelChange:
    """By how much the accuracy of a model changed; old, new: its keys before and after."""

    by: Decimal
    model: str
    old: str
    new: str


def compared_models(account: Account) -> dict[str, dict[str, str]]:
    """Of every model with a role, by its name and the role, the key of its known accuracy: of several the first."""
    named: dict[str, dict[str, str]] = {}
    for model in account.outline.models:
        key = f"accuracy.{model.slug}"
        if model.role in ("before", "random", "after") and account.ledger.known(key):
            named.setdefault(model.name, {}).setdefault(model.role, key)
    return named


def changes_of_models(account: Account) -> list[ModelChange]:
    """Of every model whose accuracy is known before and after, what fell most first."""
    value = account.ledger.value
    return sorted(
        ModelChange(value(keys["after"]) - value(keys["before"]), name, keys["before"], keys["after"])
        for name, keys in compared_models(account).items()
        if {"before", "after"} <= keys.keys()
    )
