"""The sizes of the texts on charts: one set, on paper that of the page, whatever units a chart is drawn in.

A chart is drawn in units of its own and then laid out in the width of the page, of what is left beside the rail, or of
the picture in a row.
"""

from __future__ import annotations

from dataclasses import dataclass

# In points, as templates/page.css has them on paper: labels and notes, and what is smaller than these.
SMALL, MICRO = 8.0, 7.5
# How wide charts are laid out, in points.
OVER_PAGE, BESIDE_RAIL, IN_ROW = 487.5, 380.0, 213.0


@dataclass(frozen=True)
class Sizes:
    """The two text sizes of a chart, in its own units: of names and figures, and of axes and remarks."""

    label: float
    sub: float


# Phones show a narrow chart at about its own width, and seldom have its face: what they have instead is up to so many
# times as wide.
NARROW = Sizes(label=12.5, sub=11)
WIDER = 1.15


def on_paper(units: float, points: float) -> Sizes:
    """The sizes of a chart that is so many of its own units wide and laid out so many points wide."""
    return Sizes(label=round(SMALL * units / points, 1), sub=round(MICRO * units / points, 1))
