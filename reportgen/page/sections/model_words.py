"""Words that the tables and charts of scores share: roles and weights."""

from __future__ import annotations

from reportgen.figures.figure import COMPUTED
from reportgen.figures.outline import ModelOutline
from reportgen.page.printer import Amount
from reportgen.page.words import CO2E
from reportgen.page.writer import Writer


def weights_text(w: Writer, model: ModelOutline) -> str:
    """The weights of a model's scores, and what its energy is for."""
    alpha, beta, cost = (w.exact(key).text for key in ("alpha", model.beta, model.beta_cost))
    weights = w.say("α = {alpha}, β = {beta} for energy, {cost} for cost", alpha=alpha, beta=beta, cost=cost)
    if model.per == "hour":
        return w.say("Per hour, so that a faster model earns no credit: {weights}", weights=weights)
    return w.say("Per inference: {weights}", weights=weights)


def emitted(w: Writer, key: str) -> str:
    """The CO2e of an energy, for the line below it; empty where there is none."""
    return f"{mass(w, key)} {CO2E}" if w.ledger.known(key) else ""


def mass(w: Writer, key: str) -> Amount:
    """The CO2e of an energy without these words, which its column says, nor what it is for."""
    if not w.ledger.known(key):
        return w.not_given()
    amount = w.scaled(key)
    return amount.with_unit(amount.unit.partition("/")[0].partition(" ")[0])


def bare(w: Writer, key: str) -> Amount:
    """A figure without its unit, which the column says: as it is given, or to four digits where it is computed."""
    if not w.ledger.known(key):
        return w.absent(key)
    digits = 4 if w.ledger[key].basis == COMPUTED else 7
    return w.rough(key, digits).bare
