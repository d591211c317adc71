"""No manifest gives a traceback: a report whose report.json reads back, or problems of one line each.

About 2,000 manifests by default. REPORTGEN_EXAMPLES=N tries N of each of the four kinds instead:
`REPORTGEN_EXAMPLES=20000 pytest tests/inputs/test_no_traceback.py`.
"""

from __future__ import annotations

import os
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.files.json_text import dumps, loads
from reportgen.inputs.keys import KINDS
from tests.figures.runs import SAMPLES

EXAMPLES = os.environ.get("REPORTGEN_EXAMPLES")


def tries(default: int) -> settings:
    """The settings of a test that tries that many manifests."""
    return settings(
        max_examples=int(EXAMPLES or default),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *("", " ", "x" * 400, "x" * 1001, "<script>alert(1)</script>", "{{ 7 * 7 }}", "a\nb", "a\u2028b", "\u202e"),
            *(
                "\x00",
                "\ud800",
                "\ufeff",
                "模糊",
                "🏳️‍🌈",
                "e\u0301" * 99,
                "../../etc/passwd",
                "nan",
                "1e5",
                "１２",
                "1_0",
            ),
            *("$.task", "near-dup", "%s%n", "'; --", "PT42M", "2026-01-01", "9999-12-31", "EUR", "DE", "NO", "cloud"),
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(-3, 200000),
    st.sampled_from([0, 1, 10**18, 10**18 - 1, 10**18 + 1, -(10**18), 10**400, 0.1, 1e-300, 1e300, 2.5]),
    st.decimals(0, 4, places=3),
    st.floats(),
    st.sampled_from([Decimal("1e30"), Decimal("1e-30"), Decimal("-0"), Decimal("1e999999"), Decimal("9." + "9" * 33)]),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)


def often(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly the right thing, now and then anything."""
    return st.integers(0, 79).flatmap(lambda die: ANYTHING if die == 40 else right)


def group(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any subset of the fields, now and then with one of another name."""
    optional = {name.rstrip("_"): often(field) for name, field in fields.items()}
    known = st.fixed_dictionaries({}, optional=optional)
    odd = st.builds(lambda fields, key, value: {**fields, key: value}, known, TEXTS, ANYTHING)
    return st.integers(0, 39).flatmap(lambda die: odd if die == 20 else known)


COUNTS = st.one_of(st.integers(0, 120000), st.sampled_from([0, 1, 10**18]))
AMOUNTS = st.one_of(st.decimals(0, 500, places=3), st.sampled_from([0, Decimal("1e-30"), Decimal("1e30"), 0.1]))
SHARES = st.decimals(0, 1, places=3)
NAMES = st.one_of(st.sampled_from(["a", "A", "b b", "x" * 400, "模糊", "<b>"]), st.text(min_size=1, max_size=5))
CURRENCIES = st.sampled_from(["USD", "EUR", "JPY"])
TASKS = st.sampled_from(["classification", "detection", "object-detection", "segmentation", "lidar"])
UNITS = st.sampled_from(["sample", "box", "1k tokens", "模", "Box", "hour", "minute", "Hour"])
DAYS = st.sampled_from(["2025-01-01", "2026-11-12", "2027-01-01", "0001-01-01", "9999-12-31"])
TIERS = st.builds(
    lambda prices, bounds: [
        *({"price": price, "up_to": bound} for price, bound in zip(prices, sorted(bounds), strict=False)),
        {"price": prices[-1]},
    ],
    st.lists(AMOUNTS, min_size=4, max_size=4),
    st.sets(st.integers(1, 10**6), max_size=3),
)
ROWS = st.builds(
    lambda row, price, task: {**row, **price, "task": task},
    group(
        unit=UNITS,
        tier_counts=st.sampled_from(["annotations", "items"]),
        units_already_used=COUNTS,
        units_per_sample=AMOUNTS,
        annotators=st.integers(1, 5),
        fixed_fee=AMOUNTS,
        discount=SHARES,
        currency=CURRENCIES,
        seconds_per_unit=AMOUNTS,
        timed_unit=UNITS,
        valid_from=DAYS,
        valid_to=DAYS,
        like=TASKS,
        tax_included=st.booleans(),
        approved_by=NAMES,
        confidential=st.booleans(),
        source=NAMES,
        basis=st.just("list"),
    ),
    st.one_of(
        st.builds(lambda price: {"price": price}, AMOUNTS),
        st.builds(lambda price: {"price": price, "low": 0, "high": 10**30}, AMOUNTS),
        st.builds(lambda tiers: {"tiers": tiers}, TIERS),
        st.builds(lambda price, share: {"price": price, "review_price": price, "review_share": share}, AMOUNTS, SHARES),
    ),
    TASKS,
)
MANIFESTS = st.builds(
    lambda four, more: {**more, **four},
    st.fixed_dictionaries(
        {
            "task": often(TASKS),
            "samples_before": often(st.one_of(st.integers(50000, 120000), COUNTS)),
            "samples_after": often(st.one_of(st.integers(0, 50000), COUNTS)),
            "duration": often(st.sampled_from(["PT42M", 1, 0.5, "P10D", 2520])),
        }
    ),
    group(
        name=NAMES,
        started_at=st.sampled_from(["2026-11-12", "2026-11-12T09:14:00+01:00"]),
        currency=CURRENCIES,
        tool=group(name=NAMES, version=NAMES),
        stages=st.lists(group(name=NAMES, removed=COUNTS, duration=st.just("PT1M"), reason=NAMES), max_size=3),
        already_labelled=st.one_of(st.integers(0, 50000), group(before=COUNTS, after=COUNTS)),
        units_per_sample=st.dictionaries(st.sampled_from(["box", "1k_tokens", "unit", "Box"]), AMOUNTS, max_size=2),
        training=group(
            schedule=st.sampled_from(["epochs", "steps"]),
            factor=st.sampled_from(["published", "exact", "scenario", "measured"]),
            runs=COUNTS,
            samples=st.integers(1, 9),
            hours=AMOUNTS,
            gpus=st.integers(1, 8),
            watts=AMOUNTS,
            kwh=AMOUNTS,
            gpu_price_per_hour=AMOUNTS,
        ),
        energy=st.lists(group(kwh=AMOUNTS, source=NAMES, scope=NAMES, basis=st.just("measured")), max_size=3),
        grid=group(
            zone=st.sampled_from(["DE", "NO", "WORLD", "europe-west3"]),
            intensity=SHARES,
            market_intensity=SHARES,
            pue=st.decimals(1, 10, places=2),
            site=st.sampled_from(["cloud", "on-premises"]),
        ),
        costs=group(
            machines=st.integers(1, 9),
            compute_per_hour=AMOUNTS,
            compute_includes_energy=st.booleans(),
            person_hours=AMOUNTS,
            hourly_rate=AMOUNTS,
            licence=AMOUNTS,
            electricity_per_kwh=AMOUNTS,
        ),
        rates=st.lists(group(**{"from": CURRENCIES, "to": CURRENCIES, "rate": AMOUNTS, "source": NAMES}), max_size=2),
        prices=st.lists(ROWS, max_size=2),
        models=st.lists(
            group(
                name=NAMES,
                accuracy=SHARES,
                consumption_wh=AMOUNTS,
                cost=AMOUNTS,
                per=st.sampled_from(["hour", "inference"]),
            ),
            max_size=3,
        ),
        apc=group(alpha=SHARES, beta=AMOUNTS, beta_cost=AMOUNTS),
        quality=group(metric=NAMES, before=SHARES, after=SHARES, random_baseline=SHARES),
    ),
)
SETTINGS = st.dictionaries(
    st.one_of(
        st.sampled_from(sorted(KINDS)), st.sampled_from(["roi", "energy.a", "stage_removed.a", "beta.hour"]), TEXTS
    ),
    st.one_of(st.integers(0, 200000).map(str), st.decimals(0, 1, places=2).map(str), TEXTS),
    max_size=3,
)
# what else a page of the manifest's text may hold
PIECES = [
    *(b":", b"\n", b" ", b"-", b"[", b"]", b"{", b"}", b'"', b"'", b"#", b"\xff", b"\xc3", b"\x00", b"0", b"9", b"e"),
    *(
        b"1e9",
        b"-1",
        b"null",
        b"~",
        b"true",
        b"\xe2\x80\xa8",
        b"\xef\xbb\xbf",
        b"task",
        b"samples_after: 5\n",
        b"&a ",
        b"*a",
    ),
]
TEXTS_OF_RUNS = [path.read_bytes() for path in sorted(SAMPLES.glob("**/*.yaml"))]


def check_problems(error: reportgen.InputError) -> None:
    """There is at least one problem, each on one printable line."""
    assert error.problems
    for problem in error.problems:
        assert str(problem).isprintable(), str(problem)
        assert len(str(problem)) < 1000


def outcome(manifest: dict[str, Any] | None, path: Path | None = None, **more: Any) -> bool:
    """Whether the manifest gives a report; whatever it gives must keep to the rules."""
    try:
        report = reportgen.load(path, **more) if path else reportgen.report(**(manifest or {}), **more)
        content = report.json
    except reportgen.InputError as error:
        check_problems(error)
        return False
    figures = loads(content)["figures"]
    assert list(report.figures) == list(figures)
    for key, figure in figures.items():
        assert (figure["value"] is None) == bool(figure["reason"]), key
        assert figure["low"] is None or figure["low"] <= figure["value"] <= figure["high"], key
    return True


@tries(700)
@given(MANIFESTS, SETTINGS)
def test_manifests_in_python(manifest: dict[str, Any], set_: dict[str, str]) -> None:
    """Right and wrong fields in any mixture, with settings that fit or do not."""
    manifest.pop("costs", None)  # in Python it names the cost tables; the next test has it
    outcome(manifest, settings=set_)


@tries(500)
@given(MANIFESTS, SETTINGS)
def test_manifests_in_files(manifest: dict[str, Any], set_: dict[str, str]) -> None:
    """The same as JSON, as far as it can be written."""
    try:
        text = dumps(with_decimals(manifest)).encode()
    except (ValueError, TypeError):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.json")
        path.write_bytes(text)
        outcome(None, path, settings=set_)


@tries(400)
@given(
    st.sampled_from(TEXTS_OF_RUNS),
    st.lists(st.tuples(st.integers(0, 2200), st.integers(0, 9), st.sampled_from(PIECES)), min_size=1, max_size=4),
)
def test_damaged_texts(text: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    """The samples with some of their bytes replaced."""
    for place, length, piece in changes:
        place %= len(text)
        text = text[:place] + piece + text[place + length :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.yaml")
        path.write_bytes(text)
        outcome(None, path)


@tries(400)
@given(st.lists(ROWS, max_size=3), CURRENCIES, TASKS, SETTINGS)
@example([{"task": "a\nb", "price": 1}], "USD", "lidar", {})
def test_cost_tables(rows: list[dict[str, Any]], currency: str, task: str, set_: dict[str, str]) -> None:
    """Company tables of right and wrong rows."""
    try:
        text = dumps(with_decimals({"currency": currency, "prices": rows})).encode()
    except (ValueError, TypeError):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "costs.json")
        path.write_bytes(text)
        four = {"task": task, "samples_before": 9000, "samples_after": 4000, "duration": 60}
        outcome(four, cost_tables=[path], settings=set_)


def with_decimals(value: Any) -> Any:
    """The value with its floats as Decimals, which the house's JSON writes."""
    if isinstance(value, dict):
        return {key: with_decimals(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_decimals(item) for item in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def test_good_manifests_are_among_them() -> None:
    """The strategy above is no heap of nonsense: a fair part of what it builds gives a report."""
    good = 0

    @settings(max_examples=100, deadline=None, database=None, derandomize=True)
    @given(MANIFESTS)
    def count(manifest: dict[str, Any]) -> None:
        nonlocal good
        manifest.pop("costs", None)
        good += outcome(manifest)

    count()
    assert good >= 10
