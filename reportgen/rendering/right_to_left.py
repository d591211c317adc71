"""A page that runs from right to left: its stylesheets mirrored, and its signs kept before their numbers.

The stylesheets are written for a page that runs from left to right; charts and bars keep that direction in every page.
"""

from __future__ import annotations

import re

_SIDES = {"left": "right", "right": "left"}
# a side by itself or as a part of a name: margin-left, border-right-color, @top-left, `float: left`, `to right`
_SIDE = re.compile(r"(?<![\w#.-])((?:[a-z]+-)*)(left|right)(?![\w(])")
_KEPT = re.compile(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", re.DOTALL)
# margin: and padding: with a value for each side, in the order top, right, bottom, left
_FOUR = re.compile(r"((?:margin|padding): )([^\s;}]+) ([^\s;}]+) ([^\s;}]+) ([^\s;}]+)")
# of letters that are joined no distance is changed
_JOINED = "\n* { letter-spacing: 0 !important }\n"
_MARK = "\N{LEFT-TO-RIGHT MARK}"
_SIGNED = re.compile("(?<![\\w\u200e])[+\u2212](?=[0-9])")


def mirrored(css: str) -> str:
    """The stylesheet with left and right exchanged; comments, texts and addresses stay as they are."""
    parts, end = [], 0
    for kept in _KEPT.finditer(css):
        parts += [_turned(css[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _turned(css[end:]), _JOINED])


def _turned(css: str) -> str:
    exchanged = _SIDE.sub(lambda side: side[1] + _SIDES[side[2]], css)
    return _FOUR.sub(r"\1\2 \5 \4 \3", exchanged)


def with_marks(html: str) -> str:
    """The page with a mark before each signed number, without which its sign would stand behind it among such words."""
    return _SIGNED.sub(lambda sign: _MARK + sign[0], html)
