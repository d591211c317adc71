"""Text widths against the committed font itself."""

from __future__ import annotations

from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont

from reportgen.charts.text_width import text_width

LABELS = [
    "0123456789",
    "1\u202f234\u202f567,89\u00a0EUR",
    "−104 … +35.6 ± 0.2 %",
    "0.85–1.10 kg CO₂e",
    "Near duplicates → removed, ≥ 3 of 5 · “café” Größe",
]


@pytest.fixture(scope="module", params=[(400, "Regular"), (600, "SemiBold")])
def weighted_font(request: pytest.FixtureRequest) -> tuple[int, TTFont]:
    """Return a weight and the Tabular face of that weight."""
    weight, style = request.param
    with (files("reportgen.rendering") / "fonts" / f"InterTabular-{style}.ttf").open("rb") as stream:
        return weight, TTFont(stream, lazy=False)


@pytest.mark.parametrize("label", LABELS)
def test_width_is_that_of_the_committed_font(label: str, weighted_font: tuple[int, TTFont]) -> None:
    """The width of a label equals the sum of the font's own advance widths, within 1 %."""
    weight, font = weighted_font
    glyphs = font.getBestCmap()
    font_units = sum(font["hmtx"][glyphs[ord(character)]][0] for character in label)
    expected = font_units * 10 / font["head"].unitsPerEm
    assert pytest.approx(expected, rel=0.01) == text_width(label, 10, weight)


def test_width_of_unlisted_letters_is_near_the_fonts(weighted_font: tuple[int, TTFont]) -> None:
    """A Cyrillic and Greek label, outside the table, comes out within 10 % of the font's own width."""
    weight, font = weighted_font
    label = "Разметка данных Ενέργεια"
    glyphs = font.getBestCmap()
    expected = sum(font["hmtx"][glyphs[ord(c)]][0] for c in label) * 10 / font["head"].unitsPerEm
    assert pytest.approx(expected, rel=0.10) == text_width(label, 10, weight)


def test_width_grows_with_size() -> None:
    """Twice the font size gives twice the width, and no text has none."""
    assert pytest.approx(2 * text_width("35,521 EUR", 8.8)) == text_width("35,521 EUR", 17.6)
    assert text_width("", 10) == 0


def test_numbers_of_equal_length_are_equally_wide() -> None:
    """Any two numbers with the same digits and signs count are equally wide, so that columns align."""
    assert text_width("1,111.1", 10) == text_width("8,906.4", 10)


def test_semibold_letters_are_wider() -> None:
    """The semibold widths are their own and not the regular ones."""
    assert text_width("Near duplicates", 10, 400) < text_width("Near duplicates", 10, 600)


def test_unmeasured_weight_is_refused() -> None:
    """A weight without measured widths raises instead of giving another weight's numbers."""
    with pytest.raises(ValueError, match="no advance widths for weight 500"):
        text_width("kWh", 10, 500)
