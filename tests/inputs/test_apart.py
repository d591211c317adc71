"""Entries of one kind that have the same name are told apart on the page, for every audience."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.inputs.apart import told_apart
from tests.page.made_runs import energy, report_of, texts_of

GPUS = {"kwh": 1, "scope": "GPUs", "basis": "measured"}


def labels(records: list[dict[str, Any]]) -> list[str]:
    """The labels of a run's records of energy."""
    figures = report_of({"energy": records}).figures
    return [figure.label for key, figure in figures.items() if key.startswith("energy.")]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("a", "b"), ["GPUs, a", "GPUs, b"]),
        (("a", "a"), ["GPUs (1)", "GPUs (2)"]),
        (("a", ""), ["GPUs (1)", "GPUs (2)"]),
    ],
)
def test_equal_names_have_what_tells_them_apart(marks: tuple[str, str], expected: list[str]) -> None:
    """A mark of each where all have one and all differ, else numbers; a name that stands alone stays."""
    assert [*expected, "CPU"] == [str(it) for it in told_apart(["GPUs", "GPUs", "CPU"], [*marks, "c"])]


@pytest.mark.parametrize(
    ("names", "marks", "expected"),
    [
        (["GPU", "GPU", "GPU (1)"], ("", "", ""), ["GPU (2)", "GPU (3)", "GPU (1)"]),
        (["GPU", "GPU", "GPU, a"], ("a", "b", ""), ["GPU (1)", "GPU (2)", "GPU, a"]),
    ],
)
def test_no_name_is_given_that_another_entry_has(names: list[str], marks: tuple[str, ...], expected: list[str]) -> None:
    """A number that is taken is passed over, and so is a mark that would make the name of another entry."""
    assert expected == [str(it) for it in told_apart(names, marks)]


def test_eight_machines_have_eight_names() -> None:
    """Their hosts go by numbers, since outside readers see no host."""
    expected = [f"Energy drawn: GPUs, host {number}" for number in range(1, 9)]
    assert expected == labels([{**GPUS, "host": f"node{number}"} for number in range(1, 9)])


def test_records_without_host_go_by_their_source_or_number() -> None:
    """A source that each states and that differs tells them apart, and where nothing does a number."""
    assert ["Energy drawn: GPUs, meter A", "Energy drawn: GPUs, meter B"] == labels(
        [{**GPUS, "source": f"meter {letter}"} for letter in "AB"]
    )
    assert ["Energy drawn: record 1", "Energy drawn: record 2"] == labels([{"kwh": 1}, {"kwh": 2}])


def test_no_bar_of_the_tornado_has_the_name_of_another() -> None:
    """Each of three records with the range of software meters has a name of its own, in figures and in words."""
    run = {"energy": [{**GPUS, "host": it} for it in "abc"], "grid": {"intensity": 1, "pue": 1}}
    texts = set(texts_of(report_of(run).page.sections))
    assert {f"Energy drawn: GPUs, host {number}" for number in (1, 2, 3)} <= texts
    assert "Energy drawn: GPUs" not in texts


def test_devices_of_one_name_are_numbered() -> None:
    """Two estimates of the same board, and the embodied emissions of two."""
    figures = report_of({"energy": [{"gpu": "H100 SXM"}, {"gpu": "H100 SXM", "hours": 3}]}).figures
    assert {"Energy drawn: H100 SXM (1)", "Energy drawn: H100 SXM (2)"} <= {it.label for it in figures.values()}
    devices = [{"device": "A100", "kg": kg, "source": "a sheet"} for kg in (150, 160)]
    figures = report_of({"embodied": devices, **energy(kwh=1)}).figures
    assert {"Lifetime, A100 (1)", "Lifetime, A100 (2)"} <= {it.label for it in figures.values()}
