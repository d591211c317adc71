"""The table of runs: each with its own score, and both ways to sum them up."""

from __future__ import annotations

from reportgen.figures.model_scores import ModelOutline
from reportgen.figures.units import unit_word
from reportgen.inputs.assemble import Account
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.printer import Printer
from reportgen.page.sections.model_words import bare

MOST_MODELS = 6
MOST_RUNS = 10


def runs_table(account: Account, printer: Printer) -> Table | None:
    """The runs of each model that has several measurements; None where none has."""
    say = printer.language.say
    models = [model for model in account.outline.models if model.runs]
    if not models:
        return None
    shown = models[:MOST_MODELS]
    pers = sorted({model.per for model in shown})
    left_out = sum(model.runs for model in models) - sum(min(model.runs, MOST_RUNS) for model in shown)
    note = say(
        "The mean of scores is not the score of means, since a score falls ever more slowly with energy. "
        "The table above shows the score of means."
    )
    if left_out:
        note += " " + printer.language.say_count(
            "{count} further run stands in report.json.",
            "{count} further runs stand in report.json.",
            left_out,
            count=left_out,
        )
    return Table(
        title=say("Runs, each with its own score"),
        sub="",
        columns=(
            Column(say("Measurement"), 36),
            Column(say("Accuracy"), 14, right=True),
            Column(say("Wh per {per}", per=unit_word(pers[0])) if len(pers) == 1 else "Wh", 14, right=True),
            Column(say("Cost, ct"), 12, right=True),
            Column("APC", 12, right=True),
            Column("APEC", 12, right=True),
        ),
        groups=tuple((printer.language.translated(model.title), _rows(printer, model)) for model in shown),
        note=note,
    )


def _rows(printer: Printer, model: ModelOutline) -> tuple[Row, ...]:
    say, slug = printer.language.say, model.slug
    rows = [
        Row(say("Run {number}", number=number), _cells(printer, slug, run))
        for number, run in enumerate(model.run_slugs()[:MOST_RUNS], start=1)
    ]
    means = (Cell(), Cell(), Cell(), *(Cell(amount=printer.fraction(f"mean_{key}.{slug}")) for key in ("apc", "apec")))
    rows.append(Row(say("Mean of the scores"), means, style="on"))
    of_means = (
        Cell(amount=printer.fraction(f"accuracy.{slug}")),
        Cell(amount=bare(printer, f"consumption_wh.{slug}")),
        Cell(amount=bare(printer, f"model_cost.{slug}")),
        *(Cell(amount=printer.fraction(f"{key}.{slug}")) for key in ("apc", "apec")),
    )
    rows.append(Row(say("Score of the means"), of_means, style="on"))
    return tuple(rows)


def _cells(printer: Printer, slug: str, run: str) -> tuple[Cell, ...]:
    """A run's own values, or the model's where the run has none."""

    def key(of_run: str, of_model: str) -> str:
        return f"{of_run}.{run}" if f"{of_run}.{run}" in printer.ledger else f"{of_model}.{slug}"

    return (
        Cell(amount=printer.fraction(key("run_accuracy", "accuracy"))),
        Cell(amount=bare(printer, key("run_consumption_wh", "consumption_wh"))),
        Cell(amount=bare(printer, key("run_cost", "model_cost"))),
        Cell(amount=printer.fraction(f"run_apc.{run}")),
        Cell(amount=printer.fraction(f"run_apec.{run}")),
    )
