"""What holds on every page: each part is what its type says, no text says None, and sources are numbered from one."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen.charts.range_bar import RangeAxisData
from reportgen.page.parts import Table
from reportgen.rendering.report import Report
from tests.figures.runs import all_reports
from tests.page.made_runs import RANGED, Run, costs, energy, licence, model, report_of, texts_of


@cache
def reports() -> dict[str, Report]:
    return all_reports()


@cache
def page_of(name: str) -> Any:
    return replace(reports()[name], edition="full").page


@cache
def hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def is_of(value: Any, hint: Any) -> bool:
    """Whether the value is of the type, as far as that is a plain one, a union or a tuple."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return any(is_of(value, it) for it in arguments)
    if origin is typing.Literal:
        return value in arguments
    if origin is tuple and arguments[-1:] == (Ellipsis,):
        return isinstance(value, tuple) and all(is_of(it, arguments[0]) for it in value)
    if origin is tuple:
        return isinstance(value, tuple) and all(map(is_of, value, arguments))
    if hint in (str, bool, int, Decimal, type(None)):
        return isinstance(value, hint)
    return value is not None or hint is Any


def strangers(value: Any) -> Iterator[str]:
    """The fields below that are not of their types."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            held = getattr(value, field.name)
            if not is_of(held, hints(type(value))[field.name]):
                yield f"{type(value).__name__}.{field.name}: {held!r}"
            yield from strangers(held)
    elif isinstance(value, tuple):
        for it in value:
            yield from strangers(it)


@pytest.mark.parametrize("name", reports())
def test_every_part_of_a_page_is_what_it_says(name: str) -> None:
    """Templates, a company's own ones too, are told these types, and print what stands there."""
    page = page_of(name)
    assert [] == list(strangers((page.first, page.sections, page.appendix)))


@pytest.mark.parametrize("name", reports())
def test_no_text_says_none(name: str) -> None:
    """Neither a line nor what is read aloud of a chart holds Python's word for nothing."""
    assert [] == [text for text in texts_of(page_of(name)) if re.search(r"\bNone\b(?! avoided)", text)]


def table_of(page: Any, name: str) -> Table:
    """The one table of that name."""
    sections = (*page.sections, *page.appendix)
    [found] = [it for section in sections for it in section.blocks if isinstance(it, Table) and it.name == name]
    return found


@pytest.mark.parametrize("name", reports())
def test_a_table_of_one_group_has_no_title_for_it(name: str) -> None:
    """It has the table's own; only runs behind scores are a model's, which is named though it is the only one."""
    page = page_of(name)
    tables = [it for section in (*page.sections, *page.appendix) for it in section.blocks if isinstance(it, Table)]
    single = {table.name: table.groups[0][0] for table in tables if len(table.groups) == 1}
    assert {} == {name: title for name, title in single.items() if title and name != "score-runs"}


@pytest.mark.parametrize("name", reports())
def test_sources_are_numbered_from_one_and_named_by_their_number(name: str) -> None:
    """A reader who follows the number beside an input finds its source in the list."""
    page = page_of(name)
    numbers = [row.head for _, rows in table_of(page, "sources").groups for row in rows]
    assert "1" == numbers[0]
    assert sorted({int(number) for number in numbers}) == [int(number) for number in numbers]  # some may be left out

    named = [
        number
        for _, rows in table_of(page, "inputs").groups
        for row in rows
        for number in re.findall(r"(?:^|; )(\d+) ", row.cells[4].text)  # a title may hold a semicolon too
    ]
    assert named
    assert set(named) <= set(numbers)


def assumption(run: Run, head: str) -> Any:
    """The row of an input in the table of assumptions."""
    page = replace(report_of(run), edition="full").page
    [found] = [row for _, rows in table_of(page, "inputs").groups for row in rows if row.head == head]
    return found


@pytest.mark.parametrize(
    ("run", "layer"), [(licence(1), "manifest"), ({**licence(1), "settings": {"licence": "2"}}, "--set")]
)
def test_an_input_names_the_layer_that_gave_it(run: Run, layer: str) -> None:
    """The manifest, or the command line over it."""
    assert layer == assumption(run, "Licence").cells[3].text


def test_an_input_that_replaces_another_says_which_in_a_unit_that_reads_well() -> None:
    """A run's own intensity stands for the one of its zone, which is said in g/kWh; a price in its own unit."""
    row = assumption({"grid": {"zone": "DE", "intensity": Decimal("0.4")}}, "Grid intensity")
    assert re.search(r"replaces \d{3}(\.\d+)?\s+g/kWh, built-in", row.cells[4].small.replace("\u00a0", " "))
    row = assumption({"settings": {"annotation_price": "0.9"}}, "Annotation price")
    assert "replaces USD 1.20/sample, built-in" in row.cells[4].small.replace("\u00a0", " ")
    row = assumption({"settings": {"pue": "1.2"}}, "PUE: the building’s energy over the computers’")
    assert "replaces 1.54, built-in" in row.cells[4].small


@pytest.mark.parametrize("name", ["inputs", "inputs-compact"])
def test_a_blank_range_is_explained(name: str) -> None:
    """What it means is said below the inputs, of twenty models too."""
    listed = [model(name=f"m{number}") for number in range(20)]
    report = report_of({"models": listed})
    table = table_of(replace(report, edition="full").page if name == "inputs" else report.page, name)
    assert table.note.startswith("A blank range means that the source gives none.")


def test_the_compact_table_of_inputs_has_each_value() -> None:
    """In the standard edition two inputs stand in a row, each with its value and unit."""
    table = table_of(report_of(licence(7)).page, "inputs-compact")
    amounts = {cell.amount.text for _, rows in table.groups for row in rows for cell in row.cells if cell.amount}
    assert {"110,000", "72,500", "42\u00a0min", "7.00"} <= amounts


def test_inputs_of_one_source_are_under_it_and_others_have_its_number() -> None:
    """What the manifest alone states has its name in the heading; beside a price of another each has its number."""
    for run, heading, label in (
        (costs(licence=7), "Stated · manifest · 1 ", "Licence"),
        (licence(7), "Stated · manifest", "Licence [1]"),
        (licence(7), "Stated · manifest", "Annotation price [3]"),
    ):
        table = table_of(report_of(run).page, "inputs-compact")
        name, rows = next((name, rows) for name, rows in table.groups if name.startswith("Stated · manifest"))
        assert name.startswith(heading)
        assert label in [text for row in rows for text in (row.head, row.cells[1].text)]


@pytest.mark.parametrize(
    ("run", "marks"),
    # a range that leads has two digits, and the value stands as in its column
    [(licence(1, RANGED), ["19,000", "56,000", "37,499"]), (licence(1), ["37,499"]), (licence(37500), [])],
)
def test_the_axis_of_the_cover_marks_what_it_shows(run: Run, marks: list[str]) -> None:
    """Both ends of a range and the value, 37,499 from 18,749 to 56,249; without a range the value, and never zero."""
    ledger = report_of(run).page.first.ledger
    assert ledger is not None
    assert ledger.axis is not None
    assert marks == [text for _, text in ledger.axis.marks]


GRID = {"grid": {"intensity": Decimal("0.4"), "pue": 1}}
OWN = {"samples": 110000, "kwh": Decimal("2.88")}


@pytest.mark.parametrize(
    ("training", "said"),
    [
        # 37,500 x 28.8 / 110,000 kWh x 0.4 are 3.927 kg, of 2.88 kWh a tenth of it; the run drew 0.1 kWh
        ({}, "Training avoids 3.93 kg, filtering emitted 40.0 g."),
        (OWN, "Training avoids 393 g, filtering emitted 40.0 g."),
        ({**OWN, "factor": "measured"}, "Training avoids 393 g, filtering emitted 40.0 g."),
    ],
)
def test_the_cover_says_what_the_training_in_the_lead_avoids(training: dict[str, Any], said: str) -> None:
    """The published scenario, or the run's own training where its energy is stated."""
    page = report_of({**energy(kwh=Decimal("0.1")), **GRID, "training": training}).page
    texts = [text.replace("\u00a0", " ") for text in texts_of(page.first)]
    assert any(said in text for text in texts), [text for text in texts if "avoids" in text]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"training": OWN}, "Your own training, as stated"),
        ({"training": {**OWN, "factor": "measured"}}, "Your own training, as stated"),
        ({"training": {"factor": "measured"}, "samples": "images"}, "Your own training, measured"),
        ({"training": {"factor": "exact"}}, "The published scenario"),  # of whose energy the net is
    ],
)
def test_the_cover_says_what_the_avoided_side_rests_on(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    """What the manifest says of a training is stated; what runs of it measured is measured."""
    rows = [f"{side},0.9,18,{images}" for side, images in (("all", 1000), ("kept", 500)) for _ in range(2)]
    table = tmp_path / "runs.csv"
    table.write_text("\n".join(["subset,mAP,energy (MJ),images", *rows]), encoding="utf-8")
    stated = {"file": str(table), "group": "subset", "accuracy": "mAP", "energy": "energy (MJ)"}
    sides = {"before": {"subset": "all"}, "after": {"subset": "kept"}}
    run = {**energy(kwh=Decimal("0.1")), **GRID, "training": more["training"], "allow_path": True}
    if "samples" in more:
        run |= {"evidence": {**stated, **sides, "samples": more["samples"]}}
    kinds = {"Your own training, as stated", "Your own training, measured", "The exact factor", "The published factor"}
    kinds.add("The published scenario")
    found = {kind for text in texts_of(report_of(run).page.first) for kind in kinds if text.startswith(kind)}
    assert {said} == found


def axes_of(value: Any) -> Iterator[RangeAxisData]:
    """Every axis of a range in a page."""
    if isinstance(value, RangeAxisData):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from axes_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for it in value:
            yield from axes_of(it)


@pytest.mark.parametrize(
    ("drawn", "training", "marks"),
    [
        # 392.7 g avoided by 0.9818 kWh at 0.4, less 40 g
        (energy(kwh=Decimal("0.1")), OWN, ["353 g"]),
        (energy(kwh=Decimal("0.1"), low=Decimal("0.05"), high=Decimal("0.2")), OWN, ["313", "373 g", "353"]),
        (energy(kwh=Decimal("0.1"), low=Decimal("0.05"), high=Decimal(2)), OWN, ["−410 g", "370", "353"]),
        # 3.927 kg less 4.8 kg, and less 40 g
        (energy(kwh=12), {}, ["−873 g"]),
        (energy(kwh=Decimal("0.1")), {}, ["3.89 kg"]),
    ],
)
def test_the_axis_of_net_co2_marks_what_it_shows(drawn: Run, training: dict[str, Any], marks: list[str]) -> None:
    """Both ends of a range and the value last, in one unit that stands once, at the longest of them."""
    [axis] = axes_of(report_of({**drawn, **GRID, "training": training}).page.first.seconds)
    assert marks == [text.replace("\u00a0", " ") for _, text in axis.marks]


def decimals(text: str) -> int:
    """How many decimals a number of an English text has."""
    number = re.search(r"\d[\d,]*(?:\.(\d+))?", text)
    return len(number[1] or "") if number else 0


@pytest.mark.parametrize("name", list(reports()))
def test_the_marks_of_an_axis_have_equal_decimals(name: str) -> None:
    """On every cover and in every account; a mark below the last decimal of the others has its own."""
    for axis in axes_of((page_of(name).first, page_of(name).sections)):
        texts = [text for _, text in axis.marks if "×" not in text and not text.lstrip("−+").startswith("0.0")]
        assert len({decimals(text) for text in texts}) <= 1, texts
