"""The table of scores: accuracy per consumption and per cost, grouped by model: before, random, after."""

from __future__ import annotations

from decimal import Decimal

from reportgen.figures.outline import ModelOutline
from reportgen.figures.units import unit_word
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.page.printer import Amount
from reportgen.page.sections.model_words import bare, mass, weights_text
from reportgen.page.words import CO2E, grid_and_pue
from reportgen.page.writer import Writer

MOST_MODELS_SHOWN = 20
_ORDER = ("before", "random", "after")


def score_table(w: Writer) -> Table:
    """The models, the best score first, those of one name together: before, random, after."""
    named: dict[str, list[ModelOutline]] = {}
    for model in sorted(w.outline.models, key=lambda model: _best_first(w, model)):
        named.setdefault(model.name, []).append(model)
    shown: list[list[ModelOutline]] = []
    for models in named.values():
        if sum(map(len, shown)) + len(models) <= MOST_MODELS_SHOWN or not shown:
            shown.append(models[:MOST_MODELS_SHOWN])
    left_out = len(w.outline.models) - sum(map(len, shown))
    pers = sorted({model.per for model in w.outline.models})
    with_per = len(pers) > 1
    note = w.series(weights_text(w, model) for model in {model.per: model for model in w.outline.models}.values())
    note = w.say("{weights}. ct: hundredths of {currency}.", weights=note, currency=w.currency)
    with_co2 = any(w.ledger.known(f"model_co2.{model.slug}") for models in shown for model in models)
    if with_co2:
        note = w.paragraph((note, w.say("CO2e is the energy times {factors}.", factors=grid_and_pue(w))))
    groups: list[list[Row]] = []
    alone = False
    for models in shown:
        rows = [_row(w, model, with_per, with_co2) for model in sorted(models, key=_by_role)]
        if alone and len(rows) == 1:
            groups[-1] += rows
        else:
            groups.append(rows)
        alone = len(rows) == 1
    if left_out:
        note = w.paragraph((note, w.more(left_out)))
    return Table(
        name="scores",
        title=w.say("Accuracy per consumption (APC) and per energy cost (APEC)"),
        sub=w.say("From 0 to the accuracy itself: the nearer to it, the less the energy weighs"),
        columns=(
            Column(w.say("Model")),
            Column(w.say("Accuracy"), right=True),
            Column("Wh" if with_per else w.say("Wh per {per}", per=unit_word(pers[0])), right=True),
            *([Column(CO2E, right=True)] if with_co2 else []),
            Column(w.say("Cost, ct"), right=True),
            Column("APC", right=True),
            Column("APEC", right=True),
        ),
        groups=tuple(("", tuple(rows)) for rows in groups),
        note=note,
    )


def _best_first(w: Writer, model: ModelOutline) -> Decimal:
    key = f"apc.{model.slug}"
    return -w.ledger.value(key) if w.ledger.known(key) else Decimal(1)


def _by_role(model: ModelOutline) -> int:
    return _ORDER.index(model.role) if model.role in _ORDER else len(_ORDER)


def _emitted(w: Writer, slug: str) -> Amount:
    """What a model's energy emits; of one whose energy is not given, that it is not."""
    key = f"model_co2.{slug}"
    return mass(w, key) if w.ledger.known(key) else w.absent(f"consumption_wh.{slug}")


def _row(w: Writer, model: ModelOutline, with_per: bool, with_co2: bool) -> Row:
    slug = model.slug
    price = w.say("at {price}", price=w.exact(f"model_price.{slug}")) if model.priced else ""
    runs = ""
    if model.runs:
        runs = w.say_count("mean of {count} run", "mean of {count} runs", model.runs, count=model.runs)
    per = w.say("per {per}", per=unit_word(model.per)) if with_per else ""
    return Row(
        w.translated(model.title),
        (
            Cell(amount=w.fraction(f"accuracy.{slug}")),
            Cell(amount=bare(w, f"consumption_wh.{slug}")),
            *([Cell(amount=_emitted(w, slug))] if with_co2 else []),
            Cell(amount=bare(w, f"model_cost.{slug}"), small=price),
            Cell(amount=w.fraction(f"apc.{slug}")),
            Cell(amount=w.fraction(f"apec.{slug}")),
        ),
        small=w.series((per, runs)),
    )
