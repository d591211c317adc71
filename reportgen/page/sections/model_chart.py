"""The chart of scores: the models over curves of equal accuracy, before and after filtering."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.score_curves import Mark, ScoreModel, ScorePoint, score_chart
from reportgen.figures.apc import apc
from reportgen.figures.outline import ModelOutline
from reportgen.figures.units import unit_word
from reportgen.page.parts import Chart
from reportgen.page.sections.model_words import weights_text
from reportgen.page.words import grid_and_pue
from reportgen.page.writer import Writer
from reportgen.precision import working_precision
from reportgen.words import numbers

MOST_LABELLED = 12  # models, by name; of more, so many as below
FEW_LABELLED = 5
MOST_DRAWN = 200
_MARKS: dict[str | None, Mark] = {
    "before": "open",
    "random": "dash",
    "after": "filled",
    "filter": "filled",
    None: "filled",
}


def score_charts(w: Writer) -> list[Chart]:
    """A chart for models per inference and one for those per hour; none where no model has a score and energy."""
    with working_precision():
        return [
            _chart(w, shown)
            for per in ("inference", "hour")
            if (shown := [it for it in w.outline.models if it.per == per and _drawn(w, it)])
        ]


def _drawn(w: Writer, model: ModelOutline) -> bool:
    return w.ledger.known(f"apc.{model.slug}")


def _chart(w: Writer, models: Sequence[ModelOutline]) -> Chart:
    per = models[0].per
    energies = [w.ledger.value(f"consumption_wh.{model.slug}") for model in models]
    # in the unit that reads best; the weight goes with it: APC(k c, beta / k) = APC(c, beta)
    unit, size_kwh = numbers.scale_for("kWh", [energy / 1000 for energy in energies])
    size_wh = size_kwh * 1000
    alpha, beta = float(w.ledger.value("alpha")), float(w.ledger.value(models[0].beta) * size_wh)
    every = _models(w, models, size_wh)
    drawn = every[:MOST_DRAWN]
    told = w.series(w.say("{name} {score}", name=model.label, score=model.sub) for model in drawn if model.label)
    weights = weights_text(w, models[0])
    return Chart(
        title=w.say("Score over energy, with curves of equal accuracy"),
        sub=w.say("{weights}. CO2e is the energy times {factors}.", weights=weights, factors=grid_and_pue(w)),
        data=score_chart(
            drawn,
            [w.ledger.value(f"accuracy.{model.slug}") for model in models],
            lambda energy, accuracy: float(apc(energy, accuracy, alpha, beta)),
            w.numbers,
            title=w.say("APC over energy per {per}. {models}.", per=unit_word(per), models=told),
            x_title=w.say("energy per {per}", per=unit_word(per)),
            x_unit=unit,
            y_title="APC",
            curves_title=w.say("accuracy"),
        ),
        rail_title=w.say("How to read"),
        rail=w.say(
            "Higher is better. Open: before filtering; filled: after, or a model by itself; dash: a random subset of "
            "equal size. Along a grey curve accuracy is the same, and only energy changes the score."
        ),
        note=w.say("Only the {most} models with the best scores are drawn.", most=MOST_DRAWN)
        if len(every) > MOST_DRAWN
        else "",
    )


def _models(w: Writer, models: Sequence[ModelOutline], size_wh: Decimal) -> tuple[ScoreModel, ...]:
    """Models of one name as one, by their roles, those with the best scores first."""
    named: dict[str, list[ModelOutline]] = {}
    for model in sorted(models, key=lambda it: -w.ledger.value(f"apc.{it.slug}")):
        named.setdefault(model.name, []).append(model)
    labelled = len(named) if len(named) <= MOST_LABELLED else FEW_LABELLED
    compared = any(model.role == "after" for model in models)
    drawn = []
    for number, (name, parts) in enumerate(named.items()):
        points = tuple(
            ScorePoint(
                w.ledger.value(f"consumption_wh.{part.slug}") / size_wh,
                w.ledger.value(f"apc.{part.slug}"),
                _MARKS[part.role],
            )
            for part in parts
        )
        drawn.append(
            ScoreModel(name, _told(w, parts, compared), points) if number < labelled else ScoreModel("", "", points)
        )
    return tuple(drawn)


def _told(w: Writer, parts: Sequence[ModelOutline], compared: bool) -> str:
    """The scores of a model: before and after, on a random subset, or the one that there is.

    compared: whether some model has a score after filtering, so that one without was not measured.
    """
    texts = {part.role: w.fraction(f"apc.{part.slug}").text for part in parts}
    if "before" in texts and "after" in texts:
        told = w.say("{before} → {after}", before=texts["before"], after=texts["after"])
    elif compared and "before" in texts:
        told = w.say("{before} → {after}", before=texts["before"], after=w.not_measured())
    else:
        told = w.listed(text for role, text in texts.items() if role != "random")
    if "random" not in texts:
        return told
    random = w.say("random subset {score}", score=texts["random"])
    return w.say("{scores}, {random}", scores=told, random=random) if told else random
