"""Numbers on charts lead to the places that the page has for them."""

from __future__ import annotations

import pytest

from reportgen.rendering.chart_links import with_links

DRAWN = '<svg role="img"><text>kept <a class="of" href="#of-a_2">2</a> of <a class="of" href="#of-b">3</a></text></svg>'


@pytest.mark.parametrize(
    ("origins", "expected"),
    [
        ({}, '<svg role="img"><text>kept 2 of 3</text></svg>'),
        ({"b": "b"}, '<svg><text>kept 2 of <a class="of" href="#of-b">3</a></text></svg>'),
        ({"a_2": "a_1"}, '<svg><text>kept <a class="of" href="#of-a_1">2</a> of 3</text></svg>'),
    ],
)
def test_only_what_has_a_place_is_a_link(origins: dict[str, str], expected: str) -> None:
    """A point of a series leads to its first; a chart without a link stays the picture that it is."""
    assert expected == with_links(DRAWN, origins)
