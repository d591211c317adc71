"""Words that the tables and charts of scores share: roles and weights."""

from __future__ import annotations

from reportgen.figures.figure import COMPUTED
from reportgen.figures.outline import ROLES, ModelOutline
from reportgen.figures.units import unit_word
from reportgen.page.printer import Amount
from reportgen.page.writer import Writer


def weights_text(w: Writer, model: ModelOutline) -> str:
    """The weights of a model's scores, and what its energy is for."""
    alpha, beta, cost = (w.exact(key).text for key in ("alpha", model.beta, model.beta_cost))
    weights = w.say("α = {alpha}, β = {beta} for energy, {cost} for cost", alpha=alpha, beta=beta, cost=cost)
    if model.per == "hour":
        return w.say("Per hour, so that a faster model earns no credit: {weights}", weights=weights)
    return w.say("Per inference: {weights}", weights=weights)


def further_models(w: Writer, count: int) -> str:
    """That so many more models stand in report.json."""
    return w.say_count(
        "{count} further model stands in report.json.",
        "{count} further models stand in report.json.",
        count,
        count=count,
    )


def small_words(w: Writer, model: ModelOutline, with_per: bool) -> str:
    """A model's role, and what its energy is for where that differs between models."""
    per = w.say("per {per}", per=unit_word(model.per)) if with_per else ""
    return ", ".join(part for part in (w.say(ROLES[model.role]) if model.role else "", per) if part)


def bare(w: Writer, key: str) -> Amount:
    """A figure without its unit, which the column says: as it is given, or to four digits where it is computed."""
    if not w.ledger.known(key):
        return w.absent(key)
    digits = 4 if w.ledger[key].basis == COMPUTED else 7
    return w.rough(key, digits).bare
