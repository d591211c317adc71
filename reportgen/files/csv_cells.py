"""Cells of the CSV files that are written here: a text that a spreadsheet would take for a formula is made harmless."""

from __future__ import annotations

from reportgen.files.number import is_number

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it; a number is none."""
    return _MARK + text if text.lstrip(_MARK).startswith(_FORMULA) and not is_number(text) else text


def unmarked(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith(_MARK) and text.lstrip(_MARK).startswith(_FORMULA) else text
