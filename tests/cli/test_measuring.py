"""What options of `measure` and `devices` take, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest

from reportgen.cli.measuring import interval, total, watts
from reportgen.problems import InputError, Problem
from tests.cli.running import Run

CONTEXT, OPTION = click.Context(click.Command("measure")), click.Option(["--it"])


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        *((interval, text, value) for text, value in (("0.5", "0.5"), (" 1s ", "1"), ("20ms", "0.02"), ("1h", "3600"))),
        *((total, "1", "1"), (total, "110 000", "110000")),
        *((watts, "280", "280"), (watts, "0.125", "0.125")),
    ],
)
def test_what_is_taken(read: Callable[..., Any], text: str, expected: str) -> None:
    """A number of seconds or a duration, a count, a power."""
    assert Decimal(expected) == read(CONTEXT, OPTION, text)


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (interval, "soon", "'soon' is no interval, such as 1s or 500ms"),
        (interval, "19ms", "'19ms' is out of reach: from 20ms to 3600s"),
        (interval, "3601", "'3601' is out of reach: from 20ms to 3600s"),
        (total, "0", "0 is out of bounds"),
        *((watts, text, f"{text!r} is no power in W, such as 280") for text in ("0", "2 kW", "-1", "\u0662\u0668")),
    ],
)
def test_what_is_refused(read: Callable[..., Any], text: str, said: str) -> None:
    """With the call that it is of, so that the option is named."""
    with pytest.raises(click.BadParameter) as refused:
        read(CONTEXT, OPTION, text)
    assert said in refused.value.message
    assert (CONTEXT, OPTION) == (refused.value.ctx, refused.value.param)


def test_what_cannot_be_measured_is_listed(run: Run, tmp_path: Path) -> None:
    """Of a machine without RAPL: what is lacking, and how to mend it."""
    lines = run("devices", "--powercap", tmp_path).out.splitlines()
    assert [line for line in lines if line.startswith("not measured: ") and len(line) > 30]


def test_what_is_measured_goes_by_the_call(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where RAPL is, and the power of a CPU that can only be estimated."""
    seen: list[tuple[Any, ...]] = []

    def found(_: object, *given: object) -> None:
        seen.append(given)
        raise InputError([Problem("here", "stops")])

    monkeypatch.setattr("reportgen.energy.meters.find.find_meters", found)
    done = run("measure", "--cpu-tdp", "280", "--powercap", "p", "--", "true")
    assert (125, True) == (done.code, "here: stops" in done.err)
    assert [(Path("p"), Decimal(280))] == seen


def test_co2_is_predicted_by_the_manifest_that_is_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its grid is that of the run."""
    seen: list[Path] = []

    def rate(manifest: Path) -> None:
        seen.append(manifest)
        raise InputError([Problem("here", "stops")])

    monkeypatch.setattr("reportgen.energy.carbon_rate.carbon_rate", rate)
    assert "here: stops" in run("measure", "--total-samples", "10", "-o", "own.yaml", "--", "true").err
    assert [Path("own.yaml")] == seen
