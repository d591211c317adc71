"""Every chart with data that is hard to draw: huge, tiny, empty, negative, and names of any kind."""

from __future__ import annotations

import random

import pytest

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.range_bar import RangeAxisData, RangeBarData, RangeHeadData, span_of
from reportgen.charts.score_dots import ScoreDot, ScoreDotsData
from reportgen.charts.strip import MAX_STAGES, Segment, StripData
from tests.charts.reading import assert_readable, read

NAMES = (
    "",
    "Near duplicates",
    "W" * 400,
    "Near-duplicate images whose cosine similarity lies above 0.96 in any of the three runs",
    "破損または読み取り不能な画像の処理費用",
    "Ошибочные изображения",
    "<script>alert('1')</script>",
    'a "quoted" & <b>bold</b> name',
    "🎉🎉🎉 party",
    "nul \x00 and\nline\tbreaks \ud800",
)
SEEDS = range(120)
TITLE = 'Title with <, & and "'


def amount(rng: random.Random) -> float:
    """Zero, or a number between 1e-12 and 1e18."""
    return rng.choice((0.0, 1.0, 10.0 ** rng.uniform(-12, 18), 10.0 ** rng.uniform(0, 4)))


def figure(value: float) -> str:
    """A text as reports print it."""
    return f"{value:,.2f}".replace("-", "−")


def random_strip(rng: random.Random) -> StripData:
    """A strip of any number of stages."""

    def segment() -> Segment:
        value = float(round(amount(rng)))
        return Segment(rng.choice(NAMES), value, f"{value:,.0f}")

    removed = tuple(segment() for _ in range(rng.randint(0, MAX_STAGES)))
    unexplained = segment() if rng.random() < 0.5 else None
    return StripData(TITLE, segment(), removed, unexplained, rng.choice(NAMES), rng.choice(NAMES))


def random_ledger(rng: random.Random) -> list[ChartData]:
    """The head, bars and axis of up to six rows on one zero line, with ranges or without."""
    rows: list[tuple[float, float | None, float | None]] = []
    for _ in range(rng.randint(1, 6)):
        value = rng.choice((1, 1, -1)) * amount(rng)
        ranged = rng.random() < 0.5
        rows.append((value, value - amount(rng) if ranged else None, value + amount(rng) if ranged else None))
    span = span_of([end for row in rows for end in row if end is not None])
    marks = tuple((end, figure(end)) for end in (*rows[-1][1:], rows[-1][0]) if end is not None)
    bars = [RangeBarData(TITLE, span, value, low, high) for value, low, high in rows]
    words = rng.choice(("spent", "ausgegeben")), rng.choice(("avoided", "vermieden"))
    return [RangeHeadData(TITLE, span, *words), *bars, RangeAxisData(TITLE, span, marks)]


def random_scores(rng: random.Random) -> ScoreDotsData:
    """Two or three scores of one model."""
    kinds = ("all", "kept") if rng.random() < 0.5 else ("random", "all", "kept")
    dots = tuple(ScoreDot(kind, value := rng.random(), f"{kind} {value:.3f}") for kind in kinds)
    return ScoreDotsData(TITLE, dots)


def drawings(seed: int) -> list[str]:
    """The charts of one seed in both widths."""
    rng = random.Random(seed)
    charts = [random_strip(rng), *random_ledger(rng), random_scores(rng)]
    return [chart.draw(HOUSE_LIGHT, narrow) for narrow in (False, True) for chart in charts]


@pytest.mark.parametrize("seed", SEEDS)
def test_random_data_stays_readable(seed: int) -> None:
    """Whatever the data, every chart is well-formed, titled, inside their box and without overlaps."""
    for svg in drawings(seed):
        assert_readable(svg)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_leader_of_a_strip_crosses_a_text(seed: int) -> None:
    """Slivers of any number and place get leaders that keep clear of every name and of each other."""
    rng = random.Random(seed)
    counts = [rng.choice((2, 10, 40, 300)) for _ in range(MAX_STAGES)]
    names = ("Exact duplicates", "Corrupt", "Low information", "Near duplicates", "Dark")
    removed = tuple(Segment(rng.choice(names), count, str(count)) for count in counts)
    kept = Segment("Kept", rng.choice((1, 500, 5000)), "kept")
    unexplained = Segment("Unexplained", 5, "5") if rng.random() < 0.5 else None
    svg = StripData(TITLE, kept, removed, unexplained, "", "").draw(HOUSE_LIGHT, narrow=False)
    assert_readable(svg)
    drawing = read(svg)
    leaders = [shape.box for shape in drawing.shapes if "s-ink3" in shape.roles]
    assert [] == [w.text for w in drawing.words for leader in leaders if leader.overlaps(w.box, 0.9)]


def test_same_data_gives_same_bytes() -> None:
    """Drawing twice gives the same bytes."""
    assert drawings(3) == drawings(3)
