"""The scores of listed models: of each, of each of its runs, and when its training reached them."""

from __future__ import annotations

from decimal import Decimal

from reportgen.figures.apc import apc, apec, cost_in_cents, mean
from reportgen.figures.expression import Name
from reportgen.figures.figure import Figure
from reportgen.figures.formula import NEVER_ZERO
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import ModelOutline, Outline
from reportgen.figures.ttcapc import PROCEDURE, Checkpoint, Grid, Reached, closest_apc, ttcapc
from reportgen.figures.units import unit_word
from reportgen.words.message import message

NOT_REACHED = message("no checkpoint reaches the target")


# What the scores take, and the key of the same of a run.
_OF_RUN = {"accuracy": "run_accuracy", "consumption_wh": "run_consumption_wh", "model_cost": "run_cost"}


def add_scores(ledger: Ledger, outline: Outline) -> None:
    """Add every model's scores."""
    for model in outline.models:
        _costs(ledger, model, outline.currency)
        _run_scores(ledger, model)
        _means(ledger, model)
        _scores(ledger, model)
        _emissions(ledger, model)
        if model.checkpoints:
            _times(ledger, model)


def _costs(ledger: Ledger, model: ModelOutline, currency: str) -> None:
    """The cost of energy at a price: of the model, or of each run where these give the energy."""
    if not model.priced:
        return
    price = Name(f"model_price.{model.slug}")
    unit = f"0.01 {currency}/{model.per}"
    if "consumption_wh" not in model.of_runs:
        label = message("Energy cost per {per}, {model}", per=unit_word(model.per), model=model.title)
        expression = cost_in_cents(Name(f"consumption_wh.{model.slug}"), price)
        ledger.compute(f"model_cost.{model.slug}", expression, unit, label)
        return
    for number, slug in enumerate(model.run_slugs(), start=1):
        label = message(
            "Energy cost per {per}, {model}, run {number}", per=unit_word(model.per), model=model.title, number=number
        )
        ledger.compute(f"run_cost.{slug}", cost_in_cents(Name(f"run_consumption_wh.{slug}"), price), unit, label)


def _by_runs(model: ModelOutline) -> tuple[str, ...]:
    """Which inputs of the scores each run has for itself."""
    priced = model.priced and "consumption_wh" in model.of_runs
    return (*model.of_runs, "model_cost") if priced else model.of_runs


def _of_run(model: ModelOutline, run: str, name: str) -> Name:
    return Name(f"{_OF_RUN[name]}.{run}") if name in _by_runs(model) else Name(f"{name}.{model.slug}")


def _run_scores(ledger: Ledger, model: ModelOutline) -> None:
    for number, run in enumerate(model.run_slugs(), start=1):
        accuracy = _of_run(model, run, "accuracy")
        words = {"per": unit_word(model.per), "model": model.title, "number": number}
        ledger.compute(
            f"run_apc.{run}",
            apc(_of_run(model, run, "consumption_wh"), accuracy, Name("alpha"), Name(model.beta)),
            "1",
            message("{score} per {per}, {model}, run {number}", score="APC", **words),
            NEVER_ZERO,
        )
        ledger.compute(
            f"run_apec.{run}",
            apec(_of_run(model, run, "model_cost"), accuracy, Name("alpha"), Name(model.beta_cost)),
            "1",
            message("{score} per {per}, {model}, run {number}", score="APEC", **words),
            NEVER_ZERO,
        )


def _means(ledger: Ledger, model: ModelOutline) -> None:
    """The means of what the runs give, and of their scores."""
    for name in ("accuracy", "consumption_wh", "model_cost"):
        if name in _by_runs(model):
            keys = [f"{_OF_RUN[name]}.{run}" for run in model.run_slugs()]
            label = message("{what}, {model}: mean of the runs", what=_WHAT[name], model=model.title)
            ledger.compute(f"{name}.{model.slug}", mean(list(map(Name, keys))), ledger[keys[0]].unit, label)
    for score, word in (("apc", "APC"), ("apec", "APEC")) if model.runs else ():
        keys = [f"run_{score}.{run}" for run in model.run_slugs()]
        words = {"score": word, "per": unit_word(model.per), "model": model.title}
        label = message("{score} per {per}, {model}: mean of the runs' scores", **words)
        ledger.compute(f"mean_{score}.{model.slug}", mean(list(map(Name, keys))), "1", label)


_WHAT = {
    "accuracy": message("Accuracy"),
    "consumption_wh": message("Energy"),
    "model_cost": message("Energy cost"),
}


def _scores(ledger: Ledger, model: ModelOutline) -> None:
    accuracy = Name(f"accuracy.{model.slug}")
    words = {"per": unit_word(model.per), "model": model.title}

    def label(score: str) -> str:
        if model.runs:
            return message("{score} per {per}, {model}: score of the runs' means", score=score, **words)
        return message("{score} per {per}, {model}", score=score, **words)

    by_energy = apc(Name(f"consumption_wh.{model.slug}"), accuracy, Name("alpha"), Name(model.beta))
    ledger.compute(f"apc.{model.slug}", by_energy, "1", label("APC"), NEVER_ZERO)
    by_cost = apec(Name(f"model_cost.{model.slug}"), accuracy, Name("alpha"), Name(model.beta_cost))
    ledger.compute(f"apec.{model.slug}", by_cost, "1", label("APEC"), NEVER_ZERO)


def _emissions(ledger: Ledger, model: ModelOutline) -> None:
    """Add what the model's energy, and that of each of its runs, emits on the run's own grid."""
    words = {"per": unit_word(model.per), "model": model.title}
    found = [(f"consumption_wh.{model.slug}", f"model_co2.{model.slug}", message("CO2e per {per}, {model}", **words))]
    if "consumption_wh" in model.of_runs:
        for number, run in enumerate(model.run_slugs(), start=1):
            label = message("CO2e per {per}, {model}, run {number}", number=number, **words)
            found.append((f"run_consumption_wh.{run}", f"run_co2.{run}", label))
    for energy, key, label in found:
        if ledger.known(energy):
            emitted = Name(energy) / 1000 * Name("pue") * Name("grid_intensity")
            ledger.compute(key, emitted, f"kgCO2e/{model.per}", label)


def _times(ledger: Ledger, model: ModelOutline) -> None:
    """When the training's closest scores reached the target: the procedure of `figures/ttcapc.py`."""
    for score, word in (("apc", "APC"), ("apec", "APEC")):
        names, step, beta = _timed_by(model, score)
        keys = [f"{name}.{slug}" for slug in model.checkpoint_slugs() for name in names]
        inputs = (*keys, "accuracy_step", step, "alpha", beta, *([model.target] if model.target else []))
        absent = next((ledger[key].reason for key in inputs if not ledger.known(key)), None)
        reached = None if absent is not None else reached_score(ledger, model, score)
        labels = (
            message("TTC{score}, {model}: time to the closest {score}, reconstructed", score=word, model=model.title),
            message("Closest {score} reached, {model}, reconstructed", score=word, model=model.title),
        )
        values = (reached.time_s, reached.score) if reached else (None, None)
        for key, value, unit, label in zip(
            (f"ttc{score}.{model.slug}", f"closest_{score}.{model.slug}"), values, ("s", "1"), labels, strict=True
        ):
            if value is None:
                ledger.absent(key, unit, label, absent or NOT_REACHED, inputs=inputs, procedure=PROCEDURE)
            else:
                weakest = ledger.weakest_of(inputs)
                ledger.add(Figure(key, label, value, unit, rests_on=weakest, inputs=inputs, procedure=PROCEDURE))


def _timed_by(model: ModelOutline, score: str) -> tuple[tuple[str, str, str], str, str]:
    """What the time to a score goes by: keys of a checkpoint, and those of the cells' size and of the weight."""
    if score == "apc":
        return ("checkpoint_s", "checkpoint_accuracy", "checkpoint_wh"), "energy_step", model.beta
    return ("checkpoint_s", "checkpoint_accuracy", "checkpoint_cost"), "cost_step", model.beta_cost


def reached_score(ledger: Ledger, model: ModelOutline, score: str) -> Reached | None:
    """When the training's closest apc or apec reached the target, and which it was; None where none did."""
    names, step, beta = _timed_by(model, score)
    checkpoints = [Checkpoint(*(ledger.value(f"{name}.{slug}") for name in names)) for slug in model.checkpoint_slugs()]
    grid = Grid(ledger.value("accuracy_step"), ledger.value(step), ledger.value("alpha"), ledger.value(beta))
    return ttcapc(checkpoints, grid, ledger.value(model.target) if model.target else None)


def closest_scores(ledger: Ledger, model: ModelOutline) -> list[tuple[Decimal, Decimal]]:
    """Time and closest APC of each checkpoint, in the order of time: what a timeline draws."""
    grid = Grid(*(ledger.value(key) for key in ("accuracy_step", "energy_step", "alpha", model.beta)))
    points = [
        (
            ledger.value(f"checkpoint_s.{slug}"),
            closest_apc(ledger.value(f"checkpoint_wh.{slug}"), ledger.value(f"checkpoint_accuracy.{slug}"), grid),
        )
        for slug in model.checkpoint_slugs()
    ]
    return sorted(points)
