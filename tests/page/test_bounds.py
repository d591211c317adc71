"""A page stays readable however much it is made from: lists end, and say how much of them is in report.json alone."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.factors.meters import software_meter
from reportgen.page.parts import Cell, Chart, Column, Row, Table, without_blank_end
from reportgen.page.sections.model_chart import MOST_DRAWN
from reportgen.rendering.printed import printed_json
from reportgen.rendering.report import Report
from tests.page.test_energy import log

RUN: dict[str, Any] = {"task": "object-detection", "samples_before": 9000, "samples_after": 4000, "duration_s": 60}
MORE = re.compile(r"And ([0-9,]+) more")


def energy(count: int) -> dict[str, Any]:
    """So many records, each of a source of its own; the later the more."""
    return {"energy": [{"kwh": it + 1, "scope": f"machine {it}", "source": f"meter {it}"} for it in range(count)]}


def stages(count: int) -> dict[str, Any]:
    """So many stages."""
    return {"stages": [{"name": f"stage {it}", "removed": 1} for it in range(count)]}


def models(count: int) -> dict[str, Any]:
    """So many models, each with a score."""
    named = ({"name": f"model {it}", "accuracy": Decimal("0.5"), "consumption_wh": it + 1} for it in range(count))
    return {"models": [{**it, "per": "hour"} for it in named]}


def embodied(count: int) -> dict[str, Any]:
    """So many devices."""
    return {"embodied": [{"device": f"box {it}", "kg": 100, "lifetime_years": 4} for it in range(count)]}


def blocks(report: Report) -> list[Table | Chart]:
    """Every table and chart."""
    page = report.page
    every = (block for section in (*page.sections, *page.appendix) for block in section.blocks)
    return [block for block in every if isinstance(block, (Table, Chart))]


def table(report: Report, name: str) -> Table:
    """The table of that name."""
    return next(block for block in blocks(report) if isinstance(block, Table) and block.name == name)


def left_out(table: Table) -> int:
    """How many the table says that it leaves out."""
    found = MORE.search(table.note)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize(
    ("given", "name", "most"),
    [(energy, "energy", 20), (stages, "stages-untimed", 40), (models, "scores", 20), (embodied, "sci", 12)],
)
@pytest.mark.parametrize("over", [0, 1, 30])
def test_a_long_table_ends_and_says_how_many_more(given: Any, name: str, most: int, over: int) -> None:
    """At the bound nothing is left out or said; beyond it as many rows as at the bound stand there, and the rest is
    counted."""
    report = reportgen.report(**RUN, **given(most + over))
    shown = [row.head for _, rows in table(report, name).groups for row in rows]
    listed = [head for head in shown if re.match(r"(machine|stage|model|box) \d", head)]

    assert (most, over) == (len(listed), left_out(table(report, name)))


@pytest.mark.parametrize(("count", "more"), [(72, 0), (73, 2)])
def test_inputs_that_are_no_series_end_too(count: int, more: int) -> None:
    """Of models whose names do not count on, twelve of a kind have lines, and the first 120 others are in series."""
    named = [{"name": f"m{it}x", "accuracy": Decimal("0.5"), "consumption_wh": 1, "per": "hour"} for it in range(count)]
    shown = table(reportgen.report(**RUN, models=named), "series")

    assert (min(120, 2 * (count - 12)), more) == (sum(len(rows) for _, rows in shown.groups), left_out(shown))


def test_the_records_that_drew_most_are_shown_in_their_order() -> None:
    """Of 25 records, each larger than the one before, the last 20; the sum below holds all: 1 + 2 + ... + 25 = 325."""
    shown = table(reportgen.report(**RUN, **energy(25)), "energy")
    heads = [row.head for _, rows in shown.groups for row in rows]

    assert [f"machine {it}" for it in range(5, 25)] == heads[:20]
    assert "325" in shown.title


@pytest.mark.parametrize(("count", "hidden"), [(12, 0), (13, 1)])
def test_sources_of_inputs_that_are_left_out_are_left_out(count: int, hidden: int) -> None:
    """The list of inputs shows twelve of a kind; the source of the thirteenth stands in report.json alone."""
    report = reportgen.report(**RUN, **energy(count))
    titles = [row.cells[0].text for _, rows in table(report, "sources").groups for row in rows]

    assert [f"meter {it}" for it in range(12)] == [title for title in titles if title.startswith("meter")]
    assert hidden == left_out(table(report, "sources"))
    assert {"Default of reportgen"} <= set(titles)


def test_a_source_that_something_else_cites_stays() -> None:
    """Every measured record cites what is published of software meters: the thirteenth, and those that are shown."""
    measured = [{**it, "basis": "measured"} for it in energy(13)["energy"]]
    report = reportgen.report(**RUN, energy=measured)
    titles = [row.cells[0].text for _, rows in table(report, "sources").groups for row in rows]
    meters = software_meter().source

    assert meters in report.figures["energy.machine_12"].sources
    assert report.account.sources[meters]["title"] in titles
    assert "meter 12" not in titles


@pytest.mark.parametrize("attach", [True, False])
def test_without_attachments_the_page_says_what_is_missing(attach: bool) -> None:
    """A PDF without report.json does not send its reader there without saying so."""
    note = table(reportgen.report(**RUN, **energy(21), attach=attach), "energy").note

    assert ("And 1 more, in report.json." if attach else "And 1 more, in report.json, which is not attached.") == note


@pytest.mark.parametrize(
    ("count", "edition", "further"), [(6, "full", False), (7, "full", True), (7, "standard", False)]
)
def test_formulas_that_are_left_out_are_counted(count: int, edition: str, further: bool) -> None:
    """The full edition works out six figures of a kind; of a seventh model score and CO2e are counted."""
    report = reportgen.report(**RUN, **models(count), edition=edition)

    assert ("And 2 more, in report.json." if further else "") == report.page.formulas_note


@pytest.mark.parametrize(("count", "said"), [(MOST_DRAWN, False), (MOST_DRAWN + 1, True)])
def test_a_chart_draws_the_best_of_many_models(count: int, said: bool) -> None:
    """Up to 200 models are drawn; of more the best, which is said."""
    report = reportgen.report(**RUN, **models(count))
    notes = [block.note for block in blocks(report) if isinstance(block, Chart) and "Score over energy" in block.title]

    assert ["Only the 200 models with the best scores are drawn." if said else ""] == notes


@pytest.mark.parametrize("count", [6, 7])
def test_of_many_records_the_first_curves_are_drawn(tmp_path: Path, count: int) -> None:
    """Six records have their power drawn; of a seventh that is said."""
    names = [f"power{number}.csv" for number in range(count)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(log({"0": [100 + number] * 30}).replace("/11/03", f"/11/{number + 10}"), "utf-8")
    report = reportgen.report(**RUN, energy=[{"file": name} for name in names], energy_folder=tmp_path, edition="full")
    charts = [block for block in blocks(report) if isinstance(block, Chart) and "Power while" in block.title]

    assert 6 == len(charts)
    assert ["Only the first 6 records are drawn."] * (count > 6) == [chart.note for chart in charts if chart.note]


@pytest.mark.parametrize(("count", "note"), [(38, ""), (39, "And 1 more; the hashes")])
def test_of_many_attached_files_the_first_are_listed(count: int, note: str) -> None:
    """Forty files stand on the page, report.json and printed.json among them; the latter has the hash of every one."""
    sample = reportgen.report(**RUN)
    file = replace(_file(sample), content=b"x")
    report = replace(sample, inputs=tuple(replace(file, name=f"{number}.json") for number in range(count)))

    assert (40, "report.json", "printed.json") == (len(report.page.files), *(it.name for it in report.page.files[-2:]))
    assert note == report.page.files_note[: len("And 1 more; the hashes")]
    assert all(f'"{number}.json"' in printed_json(report._printed()).decode() for number in range(count))


def _file(report: Report) -> Any:
    from reportgen.rendering.input_file import InputFile

    return InputFile("name", report.json, "what it is", "record")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "", "")], ["Step"]),
        ([("a", "x", "")], ["Step", "How"]),
        ([("a", "", ""), ("b", "", "y")], ["Step", "How", "Low"]),
        ([("a", "", "y")], ["Step", "How", "Low"]),
    ],
)
def test_last_columns_without_a_word_go(rows: list[tuple[str, ...]], expected: list[str]) -> None:
    """One in which a single row says something stays, and so does all before it."""
    columns = tuple(Column(it) for it in ("Step", "How", "Low"))
    written = tuple(Row(head, tuple(map(Cell, cells))) for head, *cells in rows)

    shown = without_blank_end(Table("t", "", "", columns, (("", written),)))

    assert expected == [it.title for it in shown.columns]
    assert {len(expected) - 1} == {len(row.cells) for _, group in shown.groups for row in group}


@pytest.mark.parametrize(("ends", "expected"), [({}, 3), ({"low": Decimal("0.4"), "high": Decimal("0.6")}, 5)])
def test_costs_have_columns_for_ranges_where_one_has_a_range(ends: dict[str, Decimal], expected: int) -> None:
    """A price without a range leaves the last two columns empty, and with one they are filled."""
    price = {"task": "object-detection", "price": Decimal("0.5"), "currency": "USD", **ends}

    assert expected == len(table(reportgen.report(**RUN, prices=[price]), "money").columns)
