"""Reading a formula back from its text, so that a figure is checked by what the report says, not by our code.

formula  = term { ("+" | "-") term }
term     = factor { ("*" | "/") factor }
factor   = "-" factor | number | name | ("min" | "max") "(" formula { "," formula } ")" | "(" formula ")"
number   = digits [ "." digits ]
name     = [a-z][a-z0-9_]* [ "." [a-z0-9_]+ ]

Blanks may stand between any two of these.
"""

from __future__ import annotations

import re
from decimal import Decimal

from reportgen.figures.expression import Expression, Name, Number, max_, min_

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?")
_TOKEN = re.compile(rf" *(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>{NAME.pattern})|(?P<sign>[-+*/(),]))")
_DEEPEST = 100
_FUNCTIONS = {"min": min_, "max": max_}


class FormulaError(ValueError):
    """The text is no formula of the grammar."""


def parse(text: str) -> Expression:
    """The expression that the text writes. Raises FormulaError with the position of what does not fit."""
    reader = _Reader(text)
    expression = reader.formula(0)
    if reader.sign or reader.name or reader.number:
        raise reader.error("an operator or the end")
    return expression


class _Reader:
    """One token of look-ahead over the text."""

    def __init__(self, text: str) -> None:
        self.text = text.rstrip(" ")
        self.position = 0
        self.advance()

    def advance(self) -> None:
        self.start = self.position
        self.number = self.name = self.sign = ""
        if self.position == len(self.text):
            return
        match = _TOKEN.match(self.text, self.position)
        if not match:
            raise FormulaError(f"{self.text[self.position :][:20]!r} at {self.position} is no part of a formula")
        self.number, self.name, self.sign = (match[group] or "" for group in ("number", "name", "sign"))
        self.position = match.end()

    def error(self, expected: str) -> FormulaError:
        found = self.text[self.start : self.position].strip() or "the end"
        return FormulaError(f"expected {expected} at {self.start}, found {found[:20]!r}")

    def take(self, sign: str) -> None:
        if self.sign != sign:
            raise self.error(repr(sign))
        self.advance()

    def formula(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise FormulaError(f"more than {_DEEPEST} levels of parentheses")
        left = self.term(depth)
        while self.sign in ("+", "-"):
            sign = self.sign
            self.advance()
            right = self.term(depth)
            left = left + right if sign == "+" else left - right
        return left

    def term(self, depth: int) -> Expression:
        left = self.factor(depth)
        while self.sign in ("*", "/"):
            sign = self.sign
            self.advance()
            right = self.factor(depth)
            left = left * right if sign == "*" else left / right
        return left

    def factor(self, depth: int) -> Expression:
        if depth > _DEEPEST:
            raise FormulaError(f"more than {_DEEPEST} levels")
        if self.number:
            value = Decimal(self.number)
            self.advance()
            return Number(value)
        if self.name:
            return self.call_or_name(depth)
        if self.sign == "-":
            self.advance()
            return -self.factor(depth + 1)
        self.take("(")
        inner = self.formula(depth + 1)
        self.take(")")
        return inner

    def call_or_name(self, depth: int) -> Expression:
        name = self.name
        self.advance()
        if name not in _FUNCTIONS:
            return Name(name)
        self.take("(")
        operands = [self.formula(depth + 1)]
        while self.sign == ",":
            self.advance()
            operands.append(self.formula(depth + 1))
        self.take(")")
        return _FUNCTIONS[name](*operands)
