"""The workbook of a report with ranges: what was drawn and what turns a net round, as values that follow nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reportgen.files.json_text import loads
from tests.rendering.runs import load_sample


def test_what_was_drawn_stands_on_sheets_of_its_own() -> None:
    """Every quantile and turning point of report.json, none of them a formula, with number of draws and seed."""
    made = load_sample(ranges="all")
    book, values = load_workbook(BytesIO(made.xlsx())), loads(made.json)
    assert ["Stages", "Ranges", "Turning points"] == book.sheetnames[-3:]
    rows = {row[7]: row for row in book["Ranges"].iter_rows(min_row=5, values_only=True)}
    assert {*values["quantiles"]["figures"]} == {*rows}
    of_net, net = values["quantiles"]["figures"]["net_savings"], rows["net_savings"]
    assert [float(of_net[it]) for it in ("p5", "p50", "p95")] == list(net[2:5])
    assert f"100,000 draws, seed {values['quantiles']['seed']}" in str(book["Ranges"]["A2"].value)
    told = [(row[5], row[3]) for row in book["Turning points"].iter_rows(min_row=5, values_only=True)]
    points = [it for listed in values["turning_points"].values() for it in listed]
    assert [it["leaf"] for it in points] == [leaf for leaf, _ in told]
    # a workbook has 16 digits of a number
    assert pytest.approx([float(it["value"]) for it in points], rel=1e-15) == [value for _, value in told]
    cells = [cell for name in ("Ranges", "Turning points") for row in book[name].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    heads = {book[name]["A1"].value for name in ("Ranges", "Turning points")}
    assert {"A value that follows nothing: as reported."} == heads


def test_without_ranges_there_are_no_such_sheets() -> None:
    """Nothing was drawn, so that nothing is said of it."""
    assert "Stages" == load_workbook(BytesIO(load_sample().xlsx())).sheetnames[-1]
