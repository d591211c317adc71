"""How wide a text is when drawn, so that charts can place labels without laying them out."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_UNITS_PER_EM = 1000


@cache
def _advance_widths() -> dict[int, tuple[dict[str, int], int]]:
    """Return by weight the known characters' widths and that of any other, in thousandths of an em."""
    text = (Path(__file__).parent / "advance_widths.json").read_text(encoding="utf-8")
    return {int(weight): (table["characters"], table["other"]) for weight, table in json.loads(text).items()}


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of one line of text set in Inter Tabular, in the unit of its font size.

    The sum of the characters' advance widths: kerning is left out, which overstates most labels by up to 2 %
    and numbers not at all. Characters outside the table (Greek and Cyrillic words, say) count with the mean
    width of such letters. Raises ValueError for a weight other than 400 and 600, the two that charts use.
    Source: advance_widths.json, measured from the font by tools/make_fonts.py.
    """
    tables = _advance_widths()
    if weight not in tables:
        raise ValueError(f"no advance widths for weight {weight}: charts use {sorted(tables)}")
    widths, other = tables[weight]
    return sum(widths.get(character, other) for character in text) * size / _UNITS_PER_EM
