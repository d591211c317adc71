"""report.json: numbers in their shortest exact form, every field of the contract, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from decimal import Context, Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.files.json_text import dumps, loads, number_text
from tests.figures.runs import FOUR, OWN, STREET_SCENES, all_reports, run

# sign, digits and exponent of any number of up to 34 digits
NUMBERS = st.builds(
    lambda sign, digits, exponent: Decimal((sign, tuple(digits), exponent)),
    st.integers(0, 1),
    st.lists(st.integers(0, 9), min_size=1, max_size=34),
    st.integers(-60, 60),
)
FIELDS = [
    *("label", "value", "unit", "low", "high", "basis", "rests_on", "sources", "inputs", "formula", "layer"),
    *("replaces", "chosen", "note", "reason", "covers", "missing", "procedure"),
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("0.000", "0"),
        ("0E+9", "0"),
        ("0.1", "0.1"),
        ("0.10", "0.1"),
        ("45000.00", "45000"),
        ("1E+5", "100000"),
        ("1E+18", "1000000000000000000"),
        ("999999999999999999", "999999999999999999"),
        ("1E-12", "1e-12"),
        ("0.00011", "1.1e-4"),
        # as long either way, and plain is easier to read
        ("0.0012", "0.0012"),
        ("-0.0012", "-0.0012"),
        ("0.001", "1e-3"),
        ("0.01", "0.01"),
        ("-1.50", "-1.5"),
        ("-3E-9", "-3e-9"),
        ("1.234E-7", "1.234e-7"),
        ("1E+41", "1e41"),
        ("0.3409090909090909090909090909090909", "0.3409090909090909090909090909090909"),
    ],
)
def test_the_shortest_exact_text(value: str, text: str) -> None:
    """Trailing zeros go, whole numbers stay whole, small ones take an exponent where that is shorter."""
    assert text == number_text(Decimal(value))


@given(NUMBERS)
@example(Decimal("-0"))
@example(Decimal(10**18))
@example(Decimal("1.2345678901234567890123456789012345E-30"))
def test_numbers_read_back_exactly(value: Decimal) -> None:
    """Any number is one of JSON and reads back to an equal Decimal; writing that again gives the same text."""
    text = number_text(value)
    again = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    assert value == again == loads(text)
    assert text == number_text(again)
    # no shorter than what it says: a reader of floats gets the nearest one
    assert float(value) == float(text)


@given(NUMBERS)
def test_no_longer_than_either_notation(value: Decimal) -> None:
    """A fraction is written in the shorter of plain and scientific notation."""
    text = number_text(value)
    if "." in text or "e-" in text:
        assert len(text) <= len(f"{value.normalize(Context(prec=40)):f}")


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.text(), NUMBERS, st.integers()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=12,
)


@given(VALUES)
def test_any_tree_reads_back(value: Any) -> None:
    """Texts of any script, empty lists and nested groups survive; the result is JSON to the standard library."""
    assert value == loads(dumps(value).encode())


@pytest.mark.parametrize("value", [0.5, {1.5}, object(), b"x", Decimal("nan"), Decimal("inf"), [0.1]])
def test_what_is_no_json_is_refused(value: object) -> None:
    """A float, an infinity or an object never reaches a report."""
    with pytest.raises((TypeError, ValueError)):
        dumps(value)


def test_every_figure_has_every_field() -> None:
    """The fields of the contract are all there, null where they do not apply, for every figure of every run."""
    for name, report in all_reports().items():
        figures = loads(report.json)["figures"]
        assert list(report.figures) == list(figures), name
        assert {tuple(FIELDS)} == {tuple(figure) for figure in figures.values() if "band" not in figure}, name
        banded = {tuple(figure) for figure in figures.values() if "band" in figure}
        assert {(*FIELDS, "band")} >= banded, name


def test_values_are_the_ledgers_own() -> None:
    """Each number of report.json is the figure's, to the last digit."""
    for name in OWN:
        report = run(OWN[name])
        for key, figure in loads(report.json)["figures"].items():
            ours = report.figures[key]
            assert (ours.value, ours.low, ours.high) == (figure["value"], figure["low"], figure["high"]), (name, key)


def test_what_is_not_said_is_null() -> None:
    """Of a number of the manifest, and of one that follows from it alone, most fields say nothing."""
    figures = loads(run(FOUR).json)["figures"]
    stated, computed = figures["samples_before"], figures["samples_removed"]
    nothing = {"low", "high", "replaces", "chosen", "note", "reason", "procedure"}

    assert nothing | {"formula", "rests_on"} == {field for field, value in stated.items() if value is None}
    assert nothing | {"layer"} == {field for field, value in computed.items() if value is None}
    assert [["manifest"], [], [], []] == [stated[field] for field in ("sources", "inputs", "covers", "missing")]
    assert [[], [], []] == [computed[field] for field in ("sources", "covers", "missing")]


def test_the_parts_of_a_report() -> None:
    """Schema, figures, sources, manifest, costs, caveats and generator stand where the contract says."""
    report = loads(run(OWN["round numbers"]).json)
    assert "reportgen/report/1" == report["schema"]
    assert {"figures", "sources", "manifest", "costs", "caveats", "generator"} <= set(report)
    assert {"from": "USD", "to": "EUR", "rate": Decimal("0.86"), "source": "a bank"} == loads(
        run(OWN["another currency"]).json
    )["manifest"]["rates"][0]
    assert "segmentation" == report["manifest"]["task"]
    assert ["built-in", "manifest"] == [row["layer"] for row in report["costs"]["rows"]]


def test_it_ends_in_a_line_feed_and_is_utf_8() -> None:
    """Texts of the run stand in it as they are, in UTF-8."""
    content = run({**OWN["four lines"], "name": "Straßen – 模糊 <b>"}).json
    assert content.endswith(b"}\n")
    assert "Straßen – 模糊 <b>" in content.decode()


SCRIPT = """
import hashlib, reportgen, sys
report = reportgen.load(sys.argv[1], cost_tables=[sys.argv[2]])
print(hashlib.sha256(report.json).hexdigest())
"""


def test_the_same_bytes_from_every_process() -> None:
    """Two processes that order their sets differently write the same report.json."""
    run_, costs = STREET_SCENES / "run.yaml", STREET_SCENES / "company-costs.toml"
    digests = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(run_), str(costs)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert {hashlib.sha256(all_reports()["street_scenes"].json).hexdigest()} == digests
