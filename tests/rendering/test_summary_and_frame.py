"""The summary in report.json, and the figures as a data frame."""

from __future__ import annotations

import json
import math
import sys
from typing import Any

import pytest

import reportgen
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, ROUND


def summary(report: Report) -> list[dict[str, Any]]:
    found = json.loads(report.json)["summary"]
    assert isinstance(found, list)
    return found


def test_the_summary_is_the_cover_with_its_keys() -> None:
    """800 of labels and 96 of training less 200 of filtering are 696 EUR: said with the key of that figure."""
    first, second, *_ = summary(reportgen.report(**ROUND))
    assert {"kind": "verdict", "text": "Avoided, net of filtering: EUR 696"} == {
        it: first[it] for it in ("kind", "text")
    }
    assert "net_savings" == first["figures"][0]
    assert "Filtering removed 400 of 1,000 samples in 30 min and cost EUR 200." in str(second["text"])


@pytest.mark.parametrize("run", [FOUR, ROUND, {**ROUND, "samples_after": 1000}, {**ROUND, "samples_after": 0}])
def test_every_key_of_the_summary_is_a_figure(run: dict[str, Any]) -> None:
    """Whatever was filtered; and each sentence is one line of plain text that ends where it says something."""
    report = reportgen.report(**run)
    for it in summary(report):
        assert set(it["figures"]) <= set(report.figures)
        assert str(it["text"]).strip() == it["text"] != ""
        assert not {"\n", "\u00a0", "\u202f"} & set(str(it["text"]))


def test_what_decides_names_the_input_and_what_it_moves() -> None:
    """A price from 1.5 to 2.5 moves the 400 labels that are avoided by 200 either way."""
    rows = [{"task": "segmentation", "price": 2, "low": 1.5, "high": 2.5, "seconds_per_unit": 9}]
    report = reportgen.report(**{**ROUND, "prices": rows})
    decides = [it for it in summary(report) if it["kind"] == "decides"]
    assert ["annotation_price", "net_savings"] == decides[0]["figures"]
    assert "moves the result by −EUR 200 to +EUR 200" in str(decides[0]["text"])


def test_a_frame_has_a_row_for_each_figure() -> None:
    """696 EUR net as a number, in the columns that were promised."""
    report = reportgen.report(**ROUND)
    frame = report.to_frame()
    assert ["key", "label", "value", "low", "high", "unit", "basis"] == list(frame.columns)
    assert list(report.figures) == list(frame["key"])
    by_key = frame.set_index("key")
    assert (696.0, "EUR") == (by_key.loc["net_savings", "value"], by_key.loc["net_savings", "unit"])
    assert ["float64"] * 3 == [str(frame[name].dtype) for name in ("value", "low", "high")]


def test_unknown_is_no_number_in_a_frame() -> None:
    """Four lines state no cost of filtering: the net is NaN and not zero."""
    frame = reportgen.report(**FOUR).to_frame().set_index("key")
    assert math.isnan(frame.loc["net_savings", "value"])


def test_without_pandas_the_frame_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with the extra's name."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"needs pandas: pip install 'filtering-savings-report\[pandas\]'"):
        reportgen.report(**FOUR).to_frame()
