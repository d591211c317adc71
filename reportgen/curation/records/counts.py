"""Counts in a tool's record: whole numbers from zero on, and the texts beside them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from reportgen.energy.importers.cells import shown_name
from reportgen.files.number import MAX_NUMBER_LENGTH
from reportgen.files.number_shapes import LARGEST_COUNT
from reportgen.files.source import Source
from reportgen.problems import excerpt

_DIGITS = re.compile(r"[0-9]{1,3}(?:[,_ ][0-9]{3})+|[0-9]+")


def count(source: Source, value: Any, path: str, line: int | None = None) -> int:
    """The whole number from 0 to 10^18 that a value of JSON is. Raises InputError, at the line where one is given."""
    if isinstance(value, Decimal) and value.is_finite() and 0 <= value <= LARGEST_COUNT and value == int(value):
        return int(value)
    return source.refuse(line, f"{path} is '{excerpt(str(value), 40)}', no count", "is the file damaged?")


def known_count(source: Source, value: Any, path: str) -> int | None:
    """The count, or None where the file has none there. Raises InputError."""
    return None if value is None else count(source, value, path)


def count_in(text: str) -> int | None:
    """The count that a text is, thousands apart or not; None where it is none, or beyond 10^18."""
    text = text.strip()
    if len(text) > MAX_NUMBER_LENGTH or not _DIGITS.fullmatch(text):
        return None
    number = int(re.sub("[,_ ]", "", text))
    return number if number <= LARGEST_COUNT else None


def name_of(value: Any, otherwise: str) -> str:
    """A name on one line and not too long; otherwise, where it is no text or blank."""
    return shown_name(value, otherwise) if isinstance(value, str) else otherwise
