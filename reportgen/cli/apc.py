"""`reportgen apc`: accuracy per consumption and per energy cost, the time to reach it in a training, and the curves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command
from reportgen.cli.outputs import refuse_input, written
from reportgen.problems import InputError, Problem, refuse

if TYPE_CHECKING:
    from reportgen.evidence.score_table import ScoreTable
    from reportgen.evidence.scores import ScoredModel
    from reportgen.rendering.apc_pictures import Weights

FORMATS = ("table", "json", "csv")
_WEIGHTS = ("alpha", "beta", "beta_cost")
_STEPS = ("accuracy_step", "energy_step", "cost_step")
_KEPT_IN_MEMORY = 16_000_000  # bytes of output that wait for the last row to be read
_BLOCK = 1 << 20
_MOST_DRAWN = 1000  # rows of a table whose models are drawn
_Kept = tempfile.SpooledTemporaryFile[str]


@click.command("apc", cls=Command)
@click.argument("table", required=False, type=click.Path(), metavar="[TABLE.csv]")
@click.option("--checkpoints", type=click.Path(), metavar="FILE.csv", help="Checkpoints of a training, for TTCAPC.")
@click.option("--curves", type=click.Path(), metavar="DIR", help="Draw the paper's pictures as SVG into this folder.")
@click.option(
    "--alpha", metavar="A", help="Weight of consumption at full accuracy, where a row has none. [default: 0.1]"
)
@click.option("--beta", metavar="B", help="Weight of energy in Wh, where a row has none. [default: 1]")
@click.option(
    "--beta-cost",
    metavar="B",
    help="Weight of cost in cents, where a row has none; the default is the author's, whose electricity costs 0.00305 "
    "cents a Wh, about a tenth of usual prices. [default: 10]",
)
@click.option("--accuracy-step", metavar="S", help="Height of a cell, with --checkpoints. [default: 0.01]")
@click.option("--energy-step", metavar="S", help="Width of a cell in Wh, with --checkpoints. [default: 0.1]")
@click.option("--cost-step", metavar="S", help="Width of a cell in cents, with --checkpoints. [default: 0.05]")
@click.option("--target", metavar="T", help="Score to reach, with --checkpoints. [default: the last checkpoint's]")
@click.option(
    "--decimal", type=click.Choice(["comma", "point"]), help="The decimal sign. [default: the one that cells prove]"
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True, help="As what.")
def command(
    table: str | None,
    checkpoints: str | None,
    curves: str | None,
    decimal: str | None,
    format_: str,
    **numbers: str | None,
) -> int:
    """Score models by accuracy and energy.

    TABLE.csv has the columns model, accuracy (a fraction) and consumption (Wh), and may have cost (cents), alpha, beta
    and beta_cost; a row's own weight counts, else the option, else the default. A column may name its unit, such as
    "consumption (kWh)": what is converted is said. Zero is a value. Each row gets APC and, with a cost, APEC.

    --checkpoints reads time_s, accuracy, consumption and cost, and gives the time to the closest APC and APEC. The
    paper's own definition could not be had: ours is reconstructed from the author's code.

    --curves draws the models of TABLE.csv, rows of one name as runs, or without one the paper's.
    """
    from reportgen.files.writing import write_whole

    given = _numbers(numbers)
    _check_call(table, checkpoints, curves, given)
    pictures = {} if curves is None else _pictures(table, given, decimal)
    with tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY, "w+", encoding="utf-8", newline="") as kept:
        # all that can fail comes before anything is written or said
        said: list[str] = []
        if table is not None:
            said = _scores(table, given, decimal, format_, kept)
        if checkpoints is not None:
            said = _training(checkpoints, given, decimal, format_, kept)
        for name in pictures:
            refuse_input(Path(curves or ".") / name, [file for file in (table, checkpoints) if file], "another folder")
        paths = [] if curves is None else write_whole(Path(curves), pictures)
        with written(paths):
            kept.seek(0)
            while block := kept.read(_BLOCK):
                click.echo(block, nl=False)
            for path in paths:  # beside scores, which standard output carries alone
                click.echo(path, err=table is not None or checkpoints is not None)
    for line in said:
        click.echo(f"reportgen: {line}", err=True)
    return DONE


def _numbers(texts: dict[str, str | None]) -> dict[str, Decimal]:
    """The options that are numbers, by name."""
    from reportgen.files.nodes import Node
    from reportgen.files.notes import Notes
    from reportgen.files.number_shapes import Quantity, Share
    from reportgen.files.shapes import MISSING
    from reportgen.precision import working_precision

    share, step = Share(), Quantity(above=True)
    shapes = {
        "alpha": share,
        "beta": Quantity(),
        "beta_cost": Quantity(),
        "target": share,
        "accuracy_step": Share(above=True),
        "energy_step": step,
        "cost_step": step,
    }
    numbers, problems = {}, []
    for name, text in texts.items():
        if text is None:
            continue
        node = Node("text", text, None)
        notes = Notes(f"--{name.replace('_', '-')}", node)
        with working_precision():
            value = shapes[name].read(node, (), notes)
        problems += [Problem(notes.name, it.message, it.hint) for it in notes.problems]
        if value is not MISSING:
            numbers[name] = value
    if problems:
        raise InputError(problems)
    return numbers


def _check_call(table: str | None, checkpoints: str | None, curves: str | None, given: dict[str, Decimal]) -> None:
    if table is None and checkpoints is None and curves is None:
        hint = "reportgen apc models.csv, --checkpoints training.csv, or --curves DIR"
        refuse("reportgen apc", "nothing to score", hint)
    if table is not None and checkpoints is not None:
        hint = "leave one of them out"
        refuse("--checkpoints", "is given beside a table of models: two results", hint)
    if checkpoints is None:
        alone = [name for name in (*_STEPS, "target") if name in given]
        if alone:
            option = f"--{alone[0].replace('_', '-')}"
            refuse(option, "speaks of checkpoints, and none are given", "add --checkpoints")


def _opened(file: str, wanted: tuple[str, ...], decimal: str | None) -> ScoreTable:
    from reportgen.evidence.score_table import ScoreTable
    from reportgen.files.source import Source

    return ScoreTable(Source(Path(file), file, comments=True), wanted, decimal)


def _how_read(file: str, table: ScoreTable, wanted: tuple[str, ...]) -> list[str]:
    """Which units of a table without a problem were converted, and what is not read."""
    header = table.header
    lines = [f"{file}: {said}" for said in header.said]
    pers = {name: header.per(name) for name in ("consumption", "cost") if header.per(name)}
    if len(set(pers.values())) > 1:
        hint = "scores of the two are not comparable"
        lines.append(f"{file}: consumption is per {pers['consumption']}, cost per {pers['cost']}: {hint}")
    elif "hour" in pers.values():
        what = " and ".join(name for name in pers)
        lines.append(
            f"{file}: {what} per hour: mean power, so that a faster model earns no credit (the author's weights then "
            "are --beta 0.1 --beta-cost 50)"
        )
    if header.ignored:
        lines.append(f"{file}: not read: {', '.join(_shown(name, wanted) for name in header.ignored)}")
    return lines


def _shown(name: str, wanted: tuple[str, ...]) -> str:
    """A column that is not read, with the one that may be meant."""
    from difflib import get_close_matches

    from reportgen.problems import excerpt

    close = get_close_matches(name.lower(), wanted, n=1, cutoff=0.75)
    return f'"{excerpt(name)}"' + (f" (did you mean {close[0]}?)" if close else "")


def _scores(file: str, given: dict[str, Decimal], decimal: str | None, format_: str, kept: _Kept) -> list[str]:
    """Keep the scores of every row, one at a time; what is to be said of them."""
    from reportgen.evidence.score_table import MODEL_COLUMNS
    from reportgen.evidence.scores import scored_models
    from reportgen.rendering.score_list import MODEL_WRITERS

    table = _opened(file, MODEL_COLUMNS, decimal)
    doubts = _Doubts()
    models = doubts.watched(scored_models(table.rows(), {name: given[name] for name in _WEIGHTS if name in given}))
    for text in MODEL_WRITERS[format_](models):
        kept.write(text)
    return [*_how_read(file, table, MODEL_COLUMNS), *(f"{file}: {doubt}" for doubt in doubts.said())]


class _Doubts:
    """What is hard to believe of consumptions, seen row by row."""

    def __init__(self) -> None:
        self._least = self._most = Decimal(0)

    def watched(self, models: Iterable[ScoredModel]) -> Iterator[ScoredModel]:
        for model in models:
            if energy := model.consumption:
                self._least = min(self._least or energy, energy)
                self._most = max(self._most, energy)
            yield model

    def said(self) -> Iterator[str]:
        if self._least and self._most >= 1000 * self._least:
            yield (
                f"consumption goes from {self._least:f} to {self._most:f} Wh: are all rows in Wh, and for the same "
                "(an inference, or an hour)?"
            )
        elif self._least >= 1000:
            yield f"consumption is {self._least:f} Wh and more: are these joules? 3600 J are 1 Wh"


def _training(file: str, given: dict[str, Decimal], decimal: str | None, format_: str, kept: _Kept) -> list[str]:
    """Keep when a training reached its score; what is to be said of it."""
    from reportgen.evidence.score_table import CHECKPOINT_COLUMNS
    from reportgen.evidence.scores import STEPS, WEIGHTS, training_scores
    from reportgen.rendering.score_list import training_text
    from reportgen.words.numbers import HOUSE

    table = _opened(file, CHECKPOINT_COLUMNS, decimal)
    steps = {name: given[name] for name in _STEPS if name in given}
    weights = {name: given[name] for name in _WEIGHTS if name in given}
    target = given.get("target")
    scores = training_scores(table.rows(), weights, steps, target)
    kept.write(training_text(scores, format_))
    used = {**WEIGHTS, **weights, **STEPS, **steps}
    told = [f"{name.replace('_', ' ')} {HOUSE.exact(value)}" for name, value in used.items()]
    told.append("target: the last checkpoint's" if target is None else f"target {HOUSE.exact(target)}")
    said = [
        *_how_read(file, table, CHECKPOINT_COLUMNS),
        f"{file}: reconstructed: the earliest time at which the score in the middle of the checkpoint's cell of "
        f"accuracy and energy (or cost) is at least the target; {', '.join(told)}",
    ]
    if (1 / used["accuracy_step"]) % 1:
        said.append("1 is no whole number of accuracy steps: the last cell reaches beyond it")
    return said


def _pictures(table: str | None, given: dict[str, Decimal], decimal: str | None) -> dict[str, bytes]:
    """The pictures by file name: those of no model, and those of the table's models or else the author's."""
    from reportgen.rendering.apc_pictures import general_pictures

    return {
        **general_pictures(_weights(given)),
        **(_paper_pictures() if table is None else _own(table, given, decimal)),
    }


def _weights(given: dict[str, Decimal], per: str = "") -> Weights:
    from reportgen.evidence.scores import WEIGHTS
    from reportgen.rendering.apc_pictures import Weights

    used = {**WEIGHTS, **given}
    return Weights(used["alpha"], used["beta"], used["beta_cost"], per)


def _paper_pictures() -> dict[str, bytes]:
    """The author's models with his weights: on one device, its runs, and all devices beside each other."""
    from reportgen.factors.paper_models import paper_cents_per_wh, paper_models
    from reportgen.figures.apc import ALPHA, BETAS
    from reportgen.rendering.apc_pictures import DrawnModel, Weights, model_pictures

    price, models = paper_cents_per_wh(), paper_models()
    weights = Weights(ALPHA, *BETAS["hour"], "hour")
    end = Decimal(20)  # of the paper's axis, Wh

    def drawn(name: str, accuracy: Decimal, energies_wh: Iterable[Decimal]) -> DrawnModel:
        return DrawnModel(name, tuple((accuracy, wh, wh * price) for wh in energies_wh))

    first = [drawn(it.name, it.accuracy, [next(iter(it.wh_per_hour.values()))]) for it in models]
    runs = [drawn(it.name, it.accuracy, it.runs_wh_per_hour) for it in models]
    devices = [
        drawn(f"{it.name}, {device}", it.accuracy, [wh]) for it in models for device, wh in it.wh_per_hour.items()
    ]
    of_runs = {name: svg for name, svg in model_pictures(runs, weights, "", end).items() if name.endswith("_runs.svg")}
    return {**model_pictures(first, weights, "", end), **of_runs, **model_pictures(devices, weights, "devices_")}


def _own(file: str, given: dict[str, Decimal], decimal: str | None) -> dict[str, bytes]:
    """The table's models, rows of one name as runs."""
    from reportgen.evidence.score_table import MODEL_COLUMNS
    from reportgen.evidence.scores import scored_models
    from reportgen.rendering.apc_pictures import DrawnModel, Weights, model_pictures

    table = _opened(file, MODEL_COLUMNS, decimal)
    runs: dict[str, list[tuple[Decimal, Decimal, Decimal | None]]] = {}
    weights = set()
    per = table.header.per("consumption")
    for count, model in enumerate(scored_models(table.rows(), given), start=1):
        if count > _MOST_DRAWN:
            refuse(file, f"more than {_MOST_DRAWN:,} rows for a picture", "name fewer models")
        runs.setdefault(model.model, []).append((model.accuracy, model.consumption, model.cost))
        weights.add((model.alpha, model.beta, model.beta_cost))
    if len(weights) > 1:
        hint = "leave the columns out and give --alpha, --beta, --beta-cost"
        refuse(file, "rows with different weights cannot share a picture", hint)
    drawn = [DrawnModel(name, tuple(of_model)) for name, of_model in runs.items()]
    return model_pictures(drawn, Weights(*weights.pop(), per))
