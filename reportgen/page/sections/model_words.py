"""Words that the tables and charts of scores share: roles and weights."""

from __future__ import annotations

from reportgen.figures.figure import COMPUTED
from reportgen.figures.model_scores import ROLES, ModelOutline
from reportgen.figures.units import unit_word
from reportgen.locale.language import Language
from reportgen.page.printer import Amount, Printer


def weights_text(printer: Printer, model: ModelOutline) -> str:
    """The weights of a model's scores, and what its energy is for."""
    alpha, beta, cost = (printer.exact(key).text for key in ("alpha", model.beta, model.beta_cost))
    say = printer.language.say
    weights = say("α = {alpha}, β = {beta} for energy, {cost} for cost", alpha=alpha, beta=beta, cost=cost)
    if model.per == "hour":
        return say("Per hour, so that a faster model earns no credit: {weights}", weights=weights)
    return say("Per inference: {weights}", weights=weights)


def further_models(language: Language, count: int) -> str:
    """That so many more models stand in report.json."""
    return language.say_count(
        "{count} further model stands in report.json.",
        "{count} further models stand in report.json.",
        count,
        count=count,
    )


def small_words(printer: Printer, model: ModelOutline, with_per: bool) -> str:
    """A model's role, and what its energy is for where that differs between models."""
    say = printer.language.say
    per = say("per {per}", per=unit_word(model.per)) if with_per else ""
    return ", ".join(part for part in (say(ROLES[model.role]) if model.role else "", per) if part)


def bare(printer: Printer, key: str) -> Amount:
    """A figure without its unit, which the column says: as it is given, or to four digits where it is computed."""
    if not printer.ledger.known(key):
        return printer.absent(key)
    digits = 4 if printer.ledger[key].basis == COMPUTED else 7
    return Amount(printer.rough(key, digits).text)
