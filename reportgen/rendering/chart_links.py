"""The numbers on charts as links to where the page says what they follow from."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportgen.charts.svg import LINK

_LINKED = re.compile(rf'{LINK}([^"]*)">(.*?)</a>')
_PICTURE = ' role="img"'


def with_links(svg: str, origins: Mapping[str, str]) -> str:
    """The chart, in which a number leads to the place of its figure's origin, and nowhere without one.

    A chart with links is no picture: whatever stands in one is hidden from who listens, links too.
    """

    def led(found: re.Match[str]) -> str:
        key, text = found.groups()
        return f'{LINK}{origins[key]}">{text}</a>' if key in origins else text

    linked = _LINKED.sub(led, svg) if LINK in svg else svg
    return linked.replace(_PICTURE, "", 1) if LINK in linked else linked
