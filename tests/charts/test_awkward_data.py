"""Every chart with data that is hard to draw: huge, tiny, empty, negative, and names of any kind."""

from __future__ import annotations

import random

import pytest

from reportgen.charts import waterfall
from reportgen.charts.avoided_spent import AvoidedSpentData
from reportgen.charts.avoided_spent_data import BasisRow, Lens, lens_factor
from reportgen.charts.axes import round_ticks
from reportgen.charts.hours import HoursData
from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.strip import MAX_STAGES, Segment, StripData
from reportgen.charts.waterfall import Kind, WaterfallData, WaterfallRow
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


def random_waterfall(rng: random.Random) -> WaterfallData:
    """A waterfall whose rows add up, with up to four costs and gains."""
    rows: list[WaterfallRow] = []

    def add(kind: Kind, value: float) -> float:
        rows.append(WaterfallRow(rng.choice(NAMES), rng.choice(NAMES), value, figure(value), kind))
        return value

    total = amount(rng)
    if rng.random() < 0.8:
        add("total", total)
        level = total + add("kept", -total * rng.random())
    else:
        level = total
    add("gross", level)
    for _ in range(rng.randint(0, 4)):
        kind: Kind = rng.choice(("cost", "cost", "cost", "gain"))
        size = rng.choice((amount(rng), level * rng.random(), level * 0.001 * rng.random()))
        level += add(kind, abs(size) if kind == "gain" else -abs(size))
    add("net", level)
    factor = waterfall.lens_factor(tuple(rows))
    return WaterfallData(TITLE, tuple(rows), None if factor is None else f"enlarged {factor:,} times")


def random_avoided_spent(rng: random.Random) -> AvoidedSpentData:
    """Up to seven bases, measured or not, and a lens for one of them where it can be had."""
    rows = []
    for _ in range(rng.randint(1, 7)):
        avoided = None if rng.random() < 0.2 else rng.choice((1, 1, 1, -1)) * amount(rng)
        spent = None if rng.random() < 0.2 else amount(rng)
        net = None if avoided is None or spent is None else avoided - spent
        width = amount(rng)
        ranged = net is not None and rng.random() < 0.4
        rows.append(
            BasisRow(
                label=rng.choice(NAMES),
                sub=rng.choice(NAMES),
                avoided=avoided,
                avoided_text="not measured" if avoided is None else figure(avoided),
                spent=spent,
                spent_text="not measured" if spent is None else figure(spent),
                net_text="–" if net is None else figure(net),
                low=net - width if ranged and net is not None else None,
                high=net + width if ranged and net is not None else None,
                emphasised=rng.random() < 0.5,
                avoided_measured=rng.random() < 0.5,
                spent_measured=rng.random() < 0.5,
            )
        )
    row = rng.randrange(len(rows))
    around = (amount(rng), 1e18) if rng.random() < 0.2 else None
    factor = lens_factor(tuple(rows), row, around)
    notes = ("The same bar,", f"enlarged {factor} times,", rng.choice(NAMES))
    ticks = tuple((value, figure(value)) for value in (-400.0, -0.2, 0.0, 0.2, 400.0))
    words = [rng.choice(NAMES) for _ in range(4)]
    lens = Lens(row, notes, words[0], words[1], words[2], words[3], around, None, ticks)
    return AvoidedSpentData(
        TITLE,
        "spent",
        rng.choice(("avoided", "vermieden")),
        "net, kg CO₂e",
        tuple(rows),
        lens if factor else None,
    )


def random_hours(rng: random.Random) -> HoursData:
    """A value on either side of zero, with a range or without."""
    value = rng.choice((1, 1, -1)) * amount(rng)
    ranged = rng.random() < 0.7
    low, high = value - amount(rng), value + amount(rng)
    ticks = tuple((tick, f"{tick:,.0f}") for tick in round_ticks(max(value, high if ranged else value)))
    return HoursData(
        title=TITLE,
        value=value,
        value_text=figure(value) + " h",
        low=low if ranged else None,
        high=high if ranged else None,
        low_text=figure(low) if ranged else "",
        high_text=figure(high) if ranged else "",
        ticks=ticks,
    )


def drawings(seed: int) -> list[str]:
    """The four charts of one seed in both widths."""
    rng = random.Random(seed)
    strip = random_strip(rng)
    money = random_waterfall(rng)
    carbon = random_avoided_spent(rng)
    hours = random_hours(rng)
    drawn = []
    for narrow in (False, True):
        drawn.append(strip.draw(HOUSE_LIGHT, narrow))
        drawn.append(money.draw(HOUSE_LIGHT, narrow))
        drawn.append(carbon.draw(HOUSE_LIGHT, narrow))
        drawn.append(hours.draw(HOUSE_LIGHT, narrow))
    return drawn


@pytest.mark.parametrize("seed", SEEDS)
def test_random_data_stays_readable(seed: int) -> None:
    """Whatever the data, all four charts are well-formed, titled, inside their box and without overlaps."""
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
