"""Scores on one line: form tells what was trained on, and no two texts touch."""

from __future__ import annotations

import re

from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.score_dots import ScoreDot, ScoreDotsData


def drawn(*dots: tuple[str, float]) -> str:
    """The chart of scores by kind."""
    return ScoreDotsData("t", tuple(ScoreDot(kind, value, f"{kind} {value}") for kind, value in dots)).draw(
        HOUSE_LIGHT, narrow=False
    )


def test_form_tells_what_was_trained_on() -> None:
    """All samples open, those kept filled, a random subset as a tick, in ink alone: 30 units are left at the ends."""
    svg = drawn(("random", 0.1), ("all", 0.2), ("kept", 0.3))
    assert [("30", "M30 7L30 17")] == [(x, path) for path, x in re.findall(r'd="(M(\d+) 7L\d+ 17)"', svg)]
    assert [("194", "f-ink"), ("112", "f-paper")] == re.findall(r'<circle cx="([\d.]+)"[^>]*class="(f-\w+) s-ink"', svg)


def test_texts_of_near_scores_stand_below_each_other() -> None:
    """Two that would touch are a line apart; two far apart share a line."""
    rows = re.findall(r'<text x="[\d.]+" y="([\d.]+)"', drawn(("all", 0.5), ("kept", 0.5)))
    assert ["29", "40"] == sorted(rows)
    assert ["29", "29"] == re.findall(r'<text x="[\d.]+" y="([\d.]+)"', drawn(("all", 0.1), ("kept", 0.5)))
