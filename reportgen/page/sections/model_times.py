"""When trainings reached their scores: TTCAPC and TTCAPEC, reconstructed, as a table and over time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.score_timeline import MOST_TRAININGS, TimelinePanel, score_scale, timeline_chart
from reportgen.figures.model_scores import NOT_REACHED, closest_scores
from reportgen.figures.outline import ModelOutline
from reportgen.page.parts import Block, Cell, Chart, Column, Row, Table
from reportgen.page.printer import Amount
from reportgen.page.sections.model_words import weights_text
from reportgen.page.writer import Writer

MOST_ROWS = 20


def time_blocks(w: Writer) -> list[Block]:
    """The timeline and the table; nothing where no model has checkpoints."""
    models = [model for model in w.outline.models if model.checkpoints]
    if not models:
        return []
    drawn = [model for model in models if w.ledger.known(f"closest_apc.{model.slug}") or _scored(w, model)]
    blocks: list[Block] = [_timeline(w, drawn[:MOST_TRAININGS], len(drawn))] if drawn else []
    return [*blocks, _table(w, models)]


def _definition(w: Writer) -> str:
    return w.say(
        "The paper’s own definition of TTCAPC was not available; this one is put together from the names and the "
        "author’s code. Closest APC: the score in the middle of the cell of accuracy and energy in which a "
        "checkpoint lies. TTCAPC: the time of the earliest checkpoint whose closest APC is at least the target. "
        "TTCAPEC is the same with the cost of the energy."
    )


def _scored(w: Writer, model: ModelOutline) -> bool:
    return w.ledger[f"ttcapc.{model.slug}"].reason == NOT_REACHED


def _timeline(w: Writer, models: Sequence[ModelOutline], count: int) -> Chart:
    series = [closest_scores(w.ledger, model) for model in models]
    panels = tuple(_panel(w, model, points) for model, points in zip(models, series, strict=True))
    told = w.series(w.labelled(panel.label, panel.sub) for panel in panels)
    note = w.say("Only the first {most} trainings are shown.", most=len(models)) if count > len(models) else ""
    return Chart(
        title=w.say("Score over training time (TTCAPC, reconstructed)"),
        sub=w.say(
            "Closest APC at each checkpoint, from the start of the training; the mark is where it reached the target"
        ),
        data=timeline_chart(
            w.say("Closest APC over training time, reconstructed. {trainings}.", trainings=told), panels, w.numbers
        ),
        rail_title=w.say("Reconstructed"),
        rail=w.say("From the names and the author’s code; the definition stands below."),
        note=note,
    )


def _panel(w: Writer, model: ModelOutline, points: Sequence[tuple[Decimal, Decimal]]) -> TimelinePanel:
    target = w.ledger.value(model.target) if model.target else points[-1][1]
    scale = score_scale([target, *(score for _, score in points)], w.numbers)
    reached = None
    if w.ledger.known(f"ttcapc.{model.slug}"):
        reached = (w.ledger.value(f"ttcapc.{model.slug}"), w.ledger.value(f"closest_apc.{model.slug}"))
        time = w.duration(f"ttcapc.{model.slug}")
        score = w.fraction(f"closest_apc.{model.slug}")
        sub = w.say("TTCAPC {time}, APC {score}", time=time, score=score)
    else:
        sub = w.say("the target is not reached")
    target_text = (
        w.say("target {score}", score=w.fraction(model.target))
        if model.target
        else w.say("the last checkpoint’s score")
    )
    return TimelinePanel(model.name, sub, tuple(points), *scale, target, target_text, reached)


def _table(w: Writer, models: Sequence[ModelOutline]) -> Table:
    rows = tuple(_row(w, model) for model in models[:MOST_ROWS])
    steps = w.say(
        "Reconstructed. Cells of {accuracy} by {energy}, or by {cost} for cost.",
        accuracy=w.exact("accuracy_step"),
        energy=w.exact("energy_step"),
        cost=w.exact("cost_step"),
    )
    weights = list({model.per: weights_text(w, model) for model in models}.values())
    more = w.more(len(models) - len(rows))
    note = w.paragraph((_definition(w), steps, *map(w.sentence, weights), more))
    return Table(
        name="score-times",
        title=w.say("Time to the closest score, reconstructed"),
        sub=w.say(
            "How long each training took until its score was reached, by energy (TTCAPC) and by its cost (TTCAPEC)"
        ),
        columns=(
            Column(w.say("Model")),
            Column("TTCAPC", right=True),
            Column(w.say("Closest APC"), right=True),
            Column("TTCAPEC", right=True),
            Column(w.say("Closest APEC"), right=True),
        ),
        groups=(("", rows),),
        note=note,
    )


def _row(w: Writer, model: ModelOutline) -> Row:
    cells = []
    for score in ("apc", "apec"):
        cells.append(Cell(amount=_time(w, f"ttc{score}.{model.slug}")))
        known = w.ledger.known(f"closest_{score}.{model.slug}")
        cells.append(Cell(amount=w.fraction(f"closest_{score}.{model.slug}")) if known else Cell("–", plain_dash=True))
    checkpoints = w.say_count("{count} checkpoint", "{count} checkpoints", model.checkpoints, count=model.checkpoints)
    return Row(model.name, tuple(cells), small=checkpoints)


def _time(w: Writer, key: str) -> Amount:
    if w.ledger.known(key):
        return w.duration(key)
    if w.ledger[key].reason == NOT_REACHED:
        return Amount(w.say("not reached"), known=False)
    return w.absent(key)
