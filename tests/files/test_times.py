"""Durations as text: every form that people and tools write, one reader, and advice for what may be two things."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reportgen.evidence.runs import Columns
from reportgen.files.document import read_file
from reportgen.files.times import duration_hint, duration_in
from reportgen.manifest.read import from_values, read_manifest
from tests.evidence.making import runs_of

# Worked by hand: seconds of each text.
FORMS = [
    ("PT42M", "2520"),
    ("P1DT2H3M4.5S", "93784.5"),
    ("P0DT0H42M0S", "2520"),  # pandas' isoformat
    ("0:42:00", "2520"),
    ("1 day, 2:03:04", "93784"),
    ("2 days, 0:00:00.500000", "172800.5"),
    ("0 days 00:42:00", "2520"),
    ("1 days 02:03:04.500000", "93784.5"),
    ("1h 30min", "5400"),
    ("1h30m", "5400"),  # beside hours, m is minutes
    # none of a part is none of it
    ("0h 30min", "1800"),
    ("2h 0min 5s", "7205"),
    ("PT0H0M5S", "5"),
    ("0 days 0:00:05", "5"),
]
WITH_A_UNIT = [("42 min", "2520"), ("42minutes", "2520"), ("0.7 h", "2520"), ("2520 s", "2520"), ("2 days", "172800")]
WITH_A_UNIT += [("3h", "10800"), ("1.25 h", "4500")]


@pytest.mark.parametrize(("text", "seconds"), [*FORMS, *WITH_A_UNIT])
def test_a_manifest_and_a_table_read_the_same_seconds(tmp_path: Path, text: str, seconds: str) -> None:
    """What one of them takes for a duration the other does too."""
    document = f"task: classification\nsamples_before: 10\nsamples_after: 5\nduration: {text}\n"
    path = tmp_path / "run.yaml"
    path.write_text(document)
    manifest, _ = read_manifest(read_file(path), {})
    columns = Columns(("g",), "energy (kWh)", "acc", duration="took")
    runs = runs_of(tmp_path, f'g,energy (kWh),acc,took\na,1,0.9,"{text}"\n', columns)

    assert manifest is not None
    assert Decimal(seconds) == manifest.duration
    assert runs.duration is not None
    assert [float(seconds)] == list(runs.duration)


@pytest.mark.parametrize(
    "value",
    [
        timedelta(minutes=42),
        pd.Timedelta(minutes=42),
        pd.Timedelta(minutes=42).to_timedelta64(),
        np.timedelta64(2520 * 10**9, "ns"),
    ],
    ids=["timedelta", "pandas", "numpy", "nanoseconds"],
)
def test_pythons_own_durations(value: object) -> None:
    """In Python a timedelta is a duration, also in seconds."""
    for name in ("duration", "duration_s"):
        manifest, _ = from_values({"task": "x", "samples_before": 10, "samples_after": 5, name: value})
        assert manifest is not None
        assert Decimal(2520) == manifest.duration


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2m", "m may be minutes or months: did you mean 2 min? months are written in days"),
        ("2 M", "m may be minutes or months: did you mean 2 min? months are written in days"),
        ("P2M", "m may be minutes or months: did you mean 2 min? months are written in days"),
        ("42:00", "minutes and seconds are 0:42:00, hours and minutes 42:00:00"),
        ("2 months", "42 min, 1h30m, 0:42:00, PT42M, or seconds: 2520"),
        ("-1 days +23:18:00", "42 min, 1h30m, 0:42:00, PT42M, or seconds: 2520"),
        ("P1DT", "42 min, 1h30m, 0:42:00, PT42M, or seconds: 2520"),
        ("30 min 1h", "42 min, 1h30m, 0:42:00, PT42M, or seconds: 2520"),
        ("0,7 h", "did you mean 0.7 h?"),
        ("3:00", "minutes and seconds are 0:03:00, hours and minutes 3:00:00"),
        ("125:30", "minutes and seconds are 2:05:30, hours and minutes 125:30:00"),
        ("1,200 s", "write 1.2 s, or 1200 s: the comma may be either"),
        ("PT" + "9" * 10 + "S", "42 min, 1h30m, 0:42:00, PT42M, or seconds: 2520"),
    ],
)
def test_what_may_be_two_things_is_none(text: str, hint: str) -> None:
    """Minutes or months, hours or minutes: nothing is guessed, and each reading is told."""
    assert duration_in(text) is None
    assert hint == duration_hint(text)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.200", "write 1.2 s, or 1200 s: the point may be either"),
        ("1,200", "write 1.2 s, or 1200 s: the comma may be either"),
        ("1.200 min", "write 1.2 min, or 1200 min: the point may be either"),
    ],
)
def test_what_may_be_thousands_shows_both_readings(text: str, readings: str) -> None:
    """A sign before three digits is of thousands or of decimals; a last digit that is no zero is a meter's, 1.234 s."""
    for given in (text, text.replace("1", "15", 1)):
        _, notes = read_manifest(None, {"duration": given})
        told = readings.replace("1.2 ", "15.2 ").replace("1200", "15200")
        assert (readings if given == text else told) in [it.hint for it in notes.problems]
    _, notes = read_manifest(None, {"duration": "1.234"})
    assert not [it for it in notes.problems if "duration" in it.where]


@pytest.mark.parametrize("text", ["1_200 s", "1 200 s", "1\u00a0200\u00a0s", "1 200", "1\u202f200"])
def test_seconds_in_groups(text: str) -> None:
    """Blanks and _ group the digits of a duration as those of a count."""
    _, notes = read_manifest(None, {"duration": text})
    assert not [it for it in notes.problems if "duration" in it.where]


@pytest.mark.parametrize("text", ["2m", "42:00"])
def test_the_advice_stands_in_the_problem(text: str) -> None:
    """A manifest that says such a duration is answered with what to write."""
    _, notes = from_values({"task": "x", "samples_before": 10, "samples_after": 5, "duration": text})

    assert [f'report(): $.duration: expected a duration, found "{text}" ({duration_hint(text)})'] == list(
        map(str, notes.problems)
    )
