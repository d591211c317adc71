"""A number as finance writes it, taken apart: "1.234,50 €", "10 %", "(1,200)", "1.200-"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportgen.factors.money_signs import NO_SIGN, Sign, sign_of

_BEFORE = re.compile(r"(?P<word>[^\W\d_]+\$|[^\W\d_]{1,5}\.?|[^\w\s().,+%-])\s*(?=[-+(.,0-9])")
_BEHIND = re.compile(r"(?<=[-).,0-9])\s*(?P<word>[^\W\d_]+\$|[^\W\d_]{1,5}\.?|[^\w\s().,+%'’-])")
_MINUS = re.compile("[\u2212\u2012\u2013]")  # the true minus, and dashes that stand for it
_NO_CENTS = re.compile(r"(?<=[0-9][.,])\s?(?:-{1,2}|\u2014)(?![0-9])")  # "5,-", "5.--": no cents, and no minus


@dataclass(frozen=True)
class Amount:
    """number: what is left of the text, with a minus before it where the text says so in any of the ways."""

    number: str
    sign: Sign = NO_SIGN
    percent: bool = False


def amount_in(text: str) -> Amount:
    """The parts of a cell's text; where it is no amount, number is the text as it stands.

    Brackets and a minus, wherever either stands, say below zero; both say it twice and not the opposite.
    """
    rest = _NO_CENTS.sub("00", _MINUS.sub("-", text.strip()))
    sign, percent, brackets, minus = NO_SIGN, False, False, False
    while True:
        left = rest
        if rest.startswith("(") and rest.endswith(")") and not brackets:
            rest, brackets = rest[1:-1].strip(), True
        if rest.endswith("%") and not percent:
            rest, percent = rest[:-1].rstrip(), True
        if re.fullmatch(r"[(0-9].*-", rest) and not minus:
            rest, minus = rest[:-1].rstrip(), True
        if rest.startswith("-") and not minus:
            rest, minus = rest[1:].lstrip(), True
        if sign is NO_SIGN:
            rest, sign = _without_sign(rest)
        if rest == left:
            break
    if not re.search("[0-9]", rest) or re.search(r"[^\W\d_]", re.sub(r"[eE](?=[+-]?[0-9]+$)", "", rest)):
        return Amount(text.strip())
    return Amount(f"-{rest}" if brackets or minus else rest, sign, percent)


def _without_sign(text: str) -> tuple[str, Sign]:
    for match in (_BEFORE.match(text), _last(text)):
        if match is not None and (sign := sign_of(match["word"])) is not NO_SIGN:
            return (text[: match.start()] + text[match.end() :]).strip(), sign
    return text, NO_SIGN


def _last(text: str) -> re.Match[str] | None:
    return next((match for match in _BEHIND.finditer(text) if match.end() == len(text)), None)
