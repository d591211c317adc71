"""Cells of the CSV files that are written here: a text that a spreadsheet would take for a formula is made harmless.

What reads a table takes the mark off again.
"""

from __future__ import annotations

from reportgen.files.number import is_number

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it; a number is none."""
    return _MARK + text if text.lstrip(_MARK).startswith(_FORMULA) and not is_number(text) else text


def may_be_marked(line: str) -> bool:
    """Whether a cell of the line may have the mark; where none has, nobody need look at each."""
    return any(_MARK + sign in line for sign in _FORMULA)


def unmarked(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith(_MARK) and text.lstrip(_MARK).startswith(_FORMULA) else text
