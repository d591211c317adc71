"""What the number format of a spreadsheet's cell says of its number: a currency, or that it is a percentage."""

from __future__ import annotations

import re
from functools import lru_cache

from reportgen.factors.money_signs import NO_SIGN, Sign, sign_of

# A literal text, a currency with its locale, a colour or a condition, one literal character, a blank of its width.
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]|\\(?P<one>.)|[_*].|(?P<bare>.)', re.DOTALL
)


@lru_cache(maxsize=1000)
def said_by(form: str) -> tuple[Sign, bool]:
    """The currency sign that the format shows beside a positive number, and whether it shows a percentage."""
    literal, percent = "", False
    for part in _PART.finditer(form):
        if part["bare"] == ";":
            break
        percent = percent or part["bare"] == "%"
        text = part["quoted"] or part["money"] or part["one"] or part["bare"] or ""
        # the places of digits are no text
        literal += " " if part["bare"] and part["bare"] in "0#?.,/ %-+" else text
        if part["money"]:
            literal = f" {part['money']} "
            break
    words = literal.split()
    return next((sign for word in words if (sign := sign_of(word)) is not NO_SIGN), NO_SIGN), percent
