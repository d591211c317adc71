"""When trainings reached their scores: TTCAPC and TTCAPEC, reconstructed, as a table and over time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.score_timeline import MOST_TRAININGS, TimelineData, TimelinePanel
from reportgen.figures.model_scores import NOT_REACHED, ModelOutline, closest_scores
from reportgen.inputs.assemble import Account
from reportgen.page.axes import axis, time_ticks
from reportgen.page.parts import Block, Cell, Chart, Column, Row, Table
from reportgen.page.printer import Amount, Printer
from reportgen.page.sections.model_words import further_models, weights_text
from reportgen.precision import working_precision

MOST_ROWS = 20


def time_blocks(account: Account, printer: Printer) -> list[Block]:
    """The timeline and the table; nothing where no model has checkpoints."""
    models = [model for model in account.outline.models if model.checkpoints]
    if not models:
        return []
    drawn = [model for model in models if account.ledger.known(f"closest_apc.{model.slug}") or _scored(account, model)]
    blocks: list[Block] = [_timeline(drawn[:MOST_TRAININGS], printer, len(drawn))] if drawn else []
    return [*blocks, _table(models, printer)]


def _definition(printer: Printer) -> str:
    return printer.language.say(
        "The paper’s own definition of TTCAPC could not be had; this one is put together from the names and the "
        "author’s code. Closest APC: the score in the middle of the cell of accuracy and energy in which a "
        "checkpoint lies. TTCAPC: the time of the earliest checkpoint whose closest APC is at least the target. "
        "TTCAPEC is the same with the cost of the energy."
    )


def _scored(account: Account, model: ModelOutline) -> bool:
    return account.ledger[f"ttcapc.{model.slug}"].reason == NOT_REACHED


def _timeline(models: Sequence[ModelOutline], printer: Printer, count: int) -> Chart:
    say = printer.language.say
    series = [closest_scores(printer.ledger, model) for model in models]
    with working_precision():
        panels = tuple(_panel(model, points, printer) for model, points in zip(models, series, strict=True))
    end_s = max(points[-1][0] for points in series)
    told = "; ".join(f"{panel.label}: {panel.sub}" for panel in panels)
    note = say("Shown are {count} trainings, the first ones.", count=len(models)) if count > len(models) else ""
    return Chart(
        title=say("Score over training time (TTCAPC, reconstructed)"),
        sub=say(
            "Closest APC at each checkpoint, from the start of the training; the mark is where it reached the target"
        ),
        data=TimelineData(
            say("Closest APC over training time, reconstructed. {trainings}.", trainings=told),
            panels,
            end_s,
            time_ticks(end_s, printer.numbers),
        ),
        rail_title=say("Reconstructed"),
        rail=say("From the names and the author’s code; the definition stands below."),
        note=note,
    )


def _panel(model: ModelOutline, points: Sequence[tuple[Decimal, Decimal]], printer: Printer) -> TimelinePanel:
    ledger, say = printer.ledger, printer.language.say
    target = ledger.value(model.target) if model.target else points[-1][1]
    scores = [score for _, score in points]
    scale = axis(min(*scores, target), max(*scores, target), printer.numbers, 4)
    reached = None
    if ledger.known(f"ttcapc.{model.slug}"):
        reached = (ledger.value(f"ttcapc.{model.slug}"), ledger.value(f"closest_apc.{model.slug}"))
        time = printer.duration(f"ttcapc.{model.slug}")
        score = printer.fraction(f"closest_apc.{model.slug}")
        sub = say("TTCAPC {time}, APC {score}", time=time, score=score)
    else:
        sub = say("the target is not reached")
    target_text = (
        say("target {score}", score=printer.fraction(model.target))
        if model.target
        else say("the last checkpoint’s score")
    )
    return TimelinePanel(model.name, sub, tuple(points), scale.ticks[0], scale.ticks[-1], target, target_text, reached)


def _table(models: Sequence[ModelOutline], printer: Printer) -> Table:
    say = printer.language.say
    rows = tuple(_row(model, printer) for model in models[:MOST_ROWS])
    steps = say(
        "Reconstructed. Cells of {accuracy} by {energy}, or by {cost} for cost.",
        accuracy=printer.exact("accuracy_step"),
        energy=printer.exact("energy_step"),
        cost=printer.exact("cost_step"),
    )
    weights = list({model.per: weights_text(printer, model) for model in models}.values())
    note = " ".join([_definition(printer), steps, *(f"{text}." for text in weights)])
    if len(models) > MOST_ROWS:
        note += " " + further_models(printer.language, len(models) - MOST_ROWS)
    return Table(
        title=say("Time to the closest score, reconstructed"),
        sub=say(
            "How long each training took until its score was reached, by energy (TTCAPC) and by its cost (TTCAPEC)"
        ),
        columns=(
            Column(say("Model"), 28),
            Column("TTCAPC", 18, right=True),
            Column(say("Closest APC"), 18, right=True),
            Column("TTCAPEC", 18, right=True),
            Column(say("Closest APEC"), 18, right=True),
        ),
        groups=(("", rows),),
        note=note,
    )


def _row(model: ModelOutline, printer: Printer) -> Row:
    cells = []
    for score in ("apc", "apec"):
        cells.append(Cell(amount=_time(printer, f"ttc{score}.{model.slug}")))
        known = printer.ledger.known(f"closest_{score}.{model.slug}")
        cells.append(
            Cell(amount=printer.fraction(f"closest_{score}.{model.slug}")) if known else Cell("–", plain_dash=True)
        )
    checkpoints = printer.language.say_count(
        "{count} checkpoint", "{count} checkpoints", model.checkpoints, count=model.checkpoints
    )
    return Row(model.name, tuple(cells), small=checkpoints)


def _time(printer: Printer, key: str) -> Amount:
    if printer.ledger.known(key):
        return printer.duration(key)
    if printer.ledger[key].reason == NOT_REACHED:
        return Amount(printer.language.say("not reached"), known=False)
    return printer.absent(key)
