"""What a caller in Python gives: values, what is none, and the caller's own way of reckoning."""

from __future__ import annotations

from decimal import ROUND_UP, Context, Decimal, FloatOperation, Inexact, Rounded, localcontext
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.problems import InputError
from reportgen.rendering.printed import printed_json
from tests.cli.running import STREET_SCENES

RUN: dict[str, Any] = {"task": "object-detection", "samples_before": 1000, "samples_after": 400, "duration": 60}


class Silent:
    """Something whose words cannot be had."""

    def __repr__(self) -> str:
        raise RuntimeError


def nested(kind: type, depth: int) -> Any:
    """Lists or dicts inside each other."""
    value: Any = 1
    for _ in range(depth):
        value = [value] if kind is list else {"a": value}
    return value


def circle() -> list[Any]:
    """A list that is in itself, twice: nobody can walk it to its end."""
    values: list[Any] = []
    values += [values, values]
    return values


def problems(**given: Any) -> list[str]:
    """What is wrong with a call."""
    with pytest.raises(InputError) as caught:
        reportgen.report(**{**RUN, **given})
    return [str(problem) for problem in caught.value.problems]


DEEP = "lists and dicts stand inside each other more than 64 levels deep (is one of them in itself?)"
NO_VALUE = "expected a number, a text, a date, a list or a dict, found a value of the type"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"stages": circle()}, f"report(): $.stages[0][0]: {DEEP}"),
        ({"stages": nested(list, 2000)}, f"report(): $.stages[0][0]: {DEEP}"),
        ({"grid": nested(dict, 2000)}, f"report(): $.grid.a.a: {DEEP}"),
        ({"stages": [1] * 100_001}, "report(): the values are more than 100,000 (is one of them in itself?)"),
        ({"name": Silent()}, f"report(): $.name: {NO_VALUE} Silent"),
        ({"name": b"bytes"}, f"report(): $.name: {NO_VALUE} bytes"),
        ({"stages": {1, 2}}, f"report(): $.stages: {NO_VALUE} set"),
        ({"costs": {Silent(): 1}}, "report(): $.costs: expected names that are text, found a value of the type Silent"),
        (
            {"settings": 5},
            "report(): settings: expected a dict of values by the keys of inputs, found a value of the type int",
        ),
        ({"settings": {5: "1"}}, "report(): settings: expected names that are text, found a value of the type int"),
        (
            {"settings": {"pue": [1]}},
            "report(): settings.pue: expected a number or a text, found a value of the type list",
        ),
        (
            {"cost_tables": 5},
            "report(): cost_tables: expected a path or a list of paths, found a value of the type int",
        ),
        ({"cost_tables": [5]}, "report(): cost_tables: expected a list of paths, found a value of the type int"),
        ({"theme": 5}, "report(): theme: expected a path, found a value of the type int"),
        ({"locale": 5}, "report(): locale: expected a text, found a value of the type int"),
        ({"attach": "no"}, "report(): attach: expected True or False, found a value of the type str"),
        ({"decimal": "dot"}, 'decimal: "dot" is no decimal sign (comma or point)'),
    ],
)
def test_what_is_no_value_is_a_problem(given: dict[str, Any], problem: str) -> None:
    """A circle, a depth, a crowd, a type and a word that says nothing end in one line with their place."""
    assert [problem] == problems(**given)


def test_sixty_levels_are_walked() -> None:
    """What is not too deep is read, and refused for what it is."""
    assert "levels deep" not in problems(stages=nested(list, 60))[0]


@pytest.mark.parametrize(
    "given", [{"samples_before": 10**5000}, {"settings": {"annotation_price": 10**5000}}], ids=["field", "setting"]
)
def test_a_number_of_5000_digits_is_out_of_bounds(given: dict[str, Any]) -> None:
    """Python itself would not write it down; one that is within bounds is taken as a number and as a text."""
    [problem] = problems(**given)
    assert "out of bounds" in problem or "is beyond what is computed here" in problem
    settings: list[Any] = [{"annotation_price": price} for price in (Decimal("0.5"), "0.5")]
    prices = [reportgen.report(**RUN, settings=it) for it in settings]
    assert prices[0].json == prices[1].json


@pytest.mark.parametrize(
    "context",
    [
        Context(prec=3),
        Context(prec=3, traps=[Inexact, Rounded, FloatOperation]),
        Context(prec=50, rounding=ROUND_UP, Emax=5, Emin=-5),
    ],
    ids=["three digits", "traps", "narrow"],
)
@pytest.mark.parametrize("run", [STREET_SCENES, STREET_SCENES.parent / "evidence"], ids=["street", "evidence"])
def test_the_callers_context_changes_nothing(run: Path, context: Context) -> None:
    """Its precision, rounding, bounds and traps are the caller's own: data, page and printed numbers are the same."""

    def outputs() -> tuple[bytes, str, bytes]:
        report = reportgen.load(run / "run.yaml", cost_tables=sorted(run.glob("company-costs.toml")))
        return report.json, report.html, printed_json(report._printed())

    expected = outputs()
    with localcontext(context):
        assert expected == outputs()


@pytest.mark.parametrize("value", [10**5000, {"a": {}}, ["external"], None], ids=["digits", "dict", "list", "none"])
def test_an_audience_of_a_wrong_type_is_a_problem(value: Any) -> None:
    """Also of `load`; what it is is not written out, which may take more digits or nesting than Python writes."""
    four: dict[str, Any] = {"task": "segmentation", "samples_before": 10, "samples_after": 7, "duration_s": 1}
    for call, given in ((reportgen.report, four), (reportgen.load, {})):
        with pytest.raises(InputError, match="audience: expected a text, found"):
            call(**given, audience=value)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ({"a": "1"}, 'flags: "a" is unknown'),
        ({"task": 1}, "flags: task: expected a text"),
        ({1: "segmentation"}, "flags: expected a dict of texts"),
    ],
)
def test_flags_of_load_are_checked(flags: Any, said: str) -> None:
    """Their names, and that they are texts, as the command line has them."""
    with pytest.raises(InputError, match=said):
        reportgen.load(flags=flags)


def test_a_cost_table_with_a_nul_in_its_name_is_a_problem() -> None:
    """No file of any system has one."""
    with pytest.raises(InputError, match="cannot be the name of a file"):
        reportgen.load(flags={"task": "segmentation"}, cost_tables="a\0b")
