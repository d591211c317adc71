"""A formula as JavaScript: an expression over the values of an object, which a browser or Node.js evaluates."""

from __future__ import annotations

from reportgen.figures.expression import Expression, show


def javascript(expression: Expression, values: str = "v") -> str:
    """The formula as a JavaScript expression; `values` is the variable that holds each figure's number by its key.

    It calls nothing but Math.min and Math.max. Numbers are binary ones of 53 bits: it agrees with the exact value
    within 1e-12 of the largest term.
    """
    return show(expression, lambda key: f'{values}["{key}"]', function=lambda name: f"Math.{name}")
