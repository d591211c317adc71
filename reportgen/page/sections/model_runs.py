"""The table of runs: each with its own score, and both ways to sum them up."""

from __future__ import annotations

from reportgen.figures.outline import ModelOutline
from reportgen.figures.units import unit_word
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.sections.model_words import bare, emitted
from reportgen.page.words import grid_and_pue
from reportgen.page.writer import Writer

MOST_MODELS = 6
MOST_RUNS = 10


def runs_table(w: Writer) -> Table | None:
    """The runs of each model that has several measurements; None where none has."""
    models = [model for model in w.outline.models if model.runs]
    if not models:
        return None
    shown = models[:MOST_MODELS]
    pers = sorted({model.per for model in shown})
    left_out = sum(model.runs for model in models) - sum(min(model.runs, MOST_RUNS) for model in shown)
    note = w.say(
        "The mean of scores is not the score of means, since a score falls ever more slowly with energy. "
        "The table above shows the score of means."
    )
    if any(f"run_co2.{run}" in w.ledger for model in shown for run in model.run_slugs()):
        note = w.paragraph(
            (note, w.say("CO2e, below the energy: the energy times {factors}.", factors=grid_and_pue(w)))
        )
    return Table(
        name="score-runs",
        title=w.say("Runs, each with its own score"),
        sub="",
        columns=(
            Column(w.say("Measurement")),
            Column(w.say("Accuracy"), right=True),
            Column(w.say("Wh per {per}", per=unit_word(pers[0])) if len(pers) == 1 else "Wh", right=True),
            Column(w.say("Cost, ct"), right=True),
            Column("APC", right=True),
            Column("APEC", right=True),
        ),
        groups=tuple((w.translated(model.title), _rows(w, model)) for model in shown),
        note=w.paragraph((note, w.more(left_out))),
    )


def _rows(w: Writer, model: ModelOutline) -> tuple[Row, ...]:
    slug = model.slug
    rows = [
        Row(w.say("Run {number}", number=number), _cells(w, slug, run))
        for number, run in enumerate(model.run_slugs()[:MOST_RUNS], start=1)
    ]
    means = (Cell(), Cell(), Cell(), *(Cell(amount=w.fraction(f"mean_{key}.{slug}")) for key in ("apc", "apec")))
    rows.append(Row(w.say("Mean of the scores"), means, style="on"))
    of_means = (
        Cell(amount=w.fraction(f"accuracy.{slug}")),
        Cell(amount=bare(w, f"consumption_wh.{slug}")),
        Cell(amount=bare(w, f"model_cost.{slug}")),
        *(Cell(amount=w.fraction(f"{key}.{slug}")) for key in ("apc", "apec")),
    )
    rows.append(Row(w.say("Score of the means"), of_means, style="on"))
    return tuple(rows)


def _cells(w: Writer, slug: str, run: str) -> tuple[Cell, ...]:
    """A run's own values, or the model's where the run has none."""

    def key(of_run: str, of_model: str) -> str:
        return f"{of_run}.{run}" if f"{of_run}.{run}" in w.ledger else f"{of_model}.{slug}"

    return (
        Cell(amount=w.fraction(key("run_accuracy", "accuracy"))),
        Cell(amount=bare(w, key("run_consumption_wh", "consumption_wh")), small=emitted(w, f"run_co2.{run}")),
        Cell(amount=bare(w, key("run_cost", "model_cost"))),
        Cell(amount=w.fraction(f"run_apc.{run}")),
        Cell(amount=w.fraction(f"run_apec.{run}")),
    )
