"""A chart for a program that draws its texts letter by letter, from left to right, as WeasyPrint does."""

from __future__ import annotations

import re
from html import escape, unescape

from reportgen.charts.arabic_forms import joined
from reportgen.charts.bidi import visual

# short vowels above and below Arabic letters, which print may leave out: letter by letter they would stand beside them
_VOWELS = re.compile("[\u064b-\u0652]")
_TEXT = re.compile(r"(<text[^>]*>)([^<]*)(?=</text>)")


def letter_by_letter(svg: str) -> str:
    """The SVG with the letters of each text in the order and form in which they are seen; its title stays as it is."""
    return _TEXT.sub(lambda found: found[1] + escape(visual(joined(_VOWELS.sub("", unescape(found[2]))))), svg)
