"""What each kind of value may look like, in YAML's untyped text and in the types of JSON and TOML."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reportgen.files.document import read_text
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes, suggestion
from reportgen.files.number_shapes import Count, Magnitude, Quantity, Share
from reportgen.files.shapes import (
    MISSING,
    Answer,
    CellsOf,
    Choice,
    Currency,
    Flag,
    Group,
    ListOf,
    OneOrMore,
    Sha256,
    Shape,
    TableOf,
    Text,
    given,
    needed,
)
from reportgen.files.time_shapes import Day, Duration, Moment, Span


def text(value: str) -> Node:
    """A scalar of YAML."""
    return Node("text", value, 3)


def string(value: str) -> Node:
    """A string of JSON or TOML."""
    return Node("string", value, 3)


def number(value: str) -> Node:
    """A number of JSON or TOML."""
    return Node("number", Decimal(value), 3)


def read(shape: Shape, node: Node) -> Any:
    """The value, which must be read without a problem."""
    notes = Notes("run.yaml", Node("map", {"x": node}, 1))
    value = shape.read(node, ("x",), notes)
    assert [] == notes.problems
    return value


def refused(shape: Shape, node: Node) -> str:
    """The one problem of a value, without its place."""
    notes = Notes("run.yaml", Node("map", {"x": node}, 1))
    assert MISSING is shape.read(node, ("x",), notes)
    [problem] = notes.problems
    assert "run.yaml:3: $.x" == problem.where
    return str(problem).partition("$.x: ")[2]


@pytest.mark.parametrize(
    ("shape", "value", "expected"),
    [
        # digits alone, from 0 to 10^18, exactly
        *((Count(), it, it) for it in ("0", "1", "110000", "999999999999999999", "1000000000000000000", "007")),
        # a decimal point and an exponent make a number, kept exactly
        *((Quantity(), "0.5", "0.5"), (Quantity(), ".5", "0.5"), (Quantity(), "5.", "5"), (Quantity(), "0", "0")),
        *((Quantity(), "1e-3", "0.001"), (Quantity(), "1E+3", "1000"), (Quantity(), "+2", "2")),
        # a bare number is in the field's unit, and a duration is read into it
        *((Span("hours"), "36", "36"), (Span("hours"), "36h", "36"), (Span("h"), "90 min", "1.5")),
        *((Span("hours"), "2 days", "48"), (Span("hours"), "PT36H", "36"), (Span("hours"), "1:30:00", "1.5")),
        *((Span("seconds"), "1.5 min", "90"), (Span("s"), "0.5", "0.5")),
        # ISO 8601 or seconds, up to ten years
        *((Duration(), "PT42M", "2520"), (Duration(), "PT1H30M", "5400"), (Duration(), "P1DT2H3M4S", "93784")),
        *((Duration(), "PT0.5S", "0.5"), (Duration(), "PT1.5H", "5400"), (Duration(), "P2D", "172800")),
        *((Duration(), "2520", "2520"), (Duration(), "0.25", "0.25"), (Duration(), "PT90M", "5400")),
        (Duration(), "315360000", "315360000"),
    ],
)
def test_what_is_read(shape: Shape, value: str, expected: str) -> None:
    """The number that a text of each shape says."""
    assert Decimal(expected) == read(shape, text(value))


# By shape and kind of node: texts that say none of its numbers.
NO_NUMBERS: list[tuple[Shape, Callable[[str], Node], tuple[str, ...]]] = [
    # points, exponents, commas, groups of other than three, other scripts, signs below zero and words
    (Count(), text, ("1e5", "5.0", "5.", "1,000", "1'000", "1_00", "1_0000", "1 000_000", "0 100", "0x10", "five")),
    (Count(), text, ("１２３", "٣", "", " 5", "5 ", "1E5", "²", "-1", "1000000000000000001", "nan", ".nan", "inf")),
    (Count(), text, ("-inf", "Infinity", "true", "null", "+-5", "9" * 400)),
    # JSON's 1e5 and 5.0 are no counts either
    (Count(), number, ("1e5", "5.0", "-1", "1e18000", "NaN", "Infinity")),
    # separators, commas, infinities, more digits than are kept and sizes beyond sense
    (Quantity(), text, ("1_000.5", "1,5", "１.５", "1.5.2", "1e", "e5", "nan", ".NaN", "inf", "-.inf", "0x1p3")),
    (Quantity(), text, ("1e99999", "", "~x", "1e31", "1e-31", "-0.1", "1." + "1" * 40, "yes")),
    # zero, negative, mixed-up and endless durations; months and years have no fixed length
    (Duration(), text, ("PT", "P", "P1DT", "42M", "PT42", "PT42m", "P1Y", "P1M", "P1W", "-PT1M", "PT-1M", "0")),
    (Duration(), text, ("PT1M30", "PT1S1M", "PT0S", "-5", "42:00", "soon", "", "PT٤M", "P4000D", "315360001")),
    (Duration(), text, ("PT" + "9" * 80 + "S",)),
]


@pytest.mark.parametrize(
    ("shape", "node"), [(shape, node_of(value)) for shape, node_of, values in NO_NUMBERS for value in values], ids=str
)
def test_what_is_refused(shape: Shape, node: Node) -> None:
    """With one problem, and without an error."""
    assert "" != refused(shape, node)


@pytest.mark.parametrize(
    "value", ["110_000", "110 000", "110\u00a0000", "110\u202f000", "110\u2009000", "110\u2007000"]
)
def test_counts_in_groups(value: str) -> None:
    """Blanks of every kind, or _, may stand between groups of three digits, in a string of JSON too."""
    assert Decimal(110000) == read(Count(), text(value))
    assert Decimal(110000) == read(Count(), string(value))
    assert Decimal(10**18) == read(Count(), text("1_000_000_000_000_000_000"))
    assert "out of bounds" in refused(Count(), text("1_000_000_000_000_000_001"))


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("1,200", "write 1200, or 1.2: the sign may be of thousands or of decimals"),
        ("1.200", "write 1200, or 1.2: the sign may be of thousands or of decimals"),
        ("110.000", "write 110000, or 110: the sign may be of thousands or of decimals"),
        ("1,200,000", "did you mean 1200000?"),
        ("1.200.000", "did you mean 1200000?"),
        ("1'200", "did you mean 1200?"),
        ("1.5", "digits without point or exponent"),
        ("5.0", "digits without point or exponent"),
        ("1e5", "digits without point or exponent"),
        ("11 00", "a whole number, such as 110000"),
    ],
)
def test_what_a_count_may_have_meant(value: str, hint: str) -> None:
    """What may be two numbers is answered with both, what can be one alone with that one."""
    assert refused(Count(), text(value)).endswith(f"({hint})")


def test_large_numbers_in_groups() -> None:
    """What may be large may be grouped too, or scientific."""
    for value in ("1_200_000", "1 200 000", "1.2e6"):
        assert Decimal(1200000) == read(Magnitude(), text(value))
    assert Draft202012Validator(Magnitude().schema()).is_valid("1 200 000")


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        *(("7B", "7e9"), ("7 b", "7e9"), ("1.5bn", "1.5e9"), ("2 Mrd", "2e9"), ("3G", "3e9")),
        *(("70k", "70e3"), ("12M", "12e6"), ("12 Mio", "12e6"), ("1t", "1e12")),
    ],
)
def test_a_large_number_in_words_is_told_in_digits(value: str, hint: str) -> None:
    """Thousands, millions, milliards and billions of English, and trillions, as a text of any form of file."""
    for node in (text(value), string(value)):
        assert f'expected a number, found "{value}" (did you mean {hint}?)' == refused(Magnitude(), node)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        *(("15%", "did you mean 0.15?"), ("90.5 %", "did you mean 0.905?"), ("100%", "did you mean 1?")),
        *(("101%", "a fraction from 0 to 1"), ("0%", "a fraction from 0 to 1")),
    ],
)
def test_a_percentage_is_told_as_the_share_that_it_is(value: str, hint: str) -> None:
    """Of what is more than all, or nothing, no share is guessed."""
    assert f'expected a number, found "{value}" ({hint})' == refused(Share(), text(value))
    assert "15 is too large: at most 1 (did you mean 0.15?)" == refused(Share(), text("15"))
    assert Decimal("0.15") == read(Share(), text("0.15"))


@pytest.mark.parametrize(
    ("node", "found"),
    [
        *((Node("boolean", True, 3), "true"), (Node("boolean", False, 3), "false"), (Node("null", None, 3), "nothing")),
        *((Node("map", {}, 3), "a group"), (Node("list", (), 3), "a list"), (number("0.50"), "0.50")),
    ],
    ids=str,
)
def test_what_stands_there_is_told_as_a_person_would(node: Node, found: str) -> None:
    """In place of a text: a truth value, nothing, a group, a list, a number as it is written."""
    assert f"expected text, found {found}" == refused(Text(), node)


def test_a_key_without_value_is_left_out_unless_it_is_a_question() -> None:
    """An optional one is as if it were not there; of a question nobody knows the answer."""

    @dataclass(frozen=True)
    class Asked:
        name: str | None = given(Text(), "its name")
        answer: bool | None = given(Answer(), "yes or no")

    nothing = Node("null", None, 3)
    assert Asked() == read(Group(Asked), Node("map", {"name": nothing}, 3))
    notes = Notes("run.yaml", Node("map", {}, 1))
    Group(Asked).read(Node("map", {"answer": nothing}, 3), (), notes)
    assert ["expected true or false, found nothing"] == [problem.message for problem in notes.problems]


def test_a_count_in_quotes_is_told_so() -> None:
    """JSON's "110000" is a text; the way out is said."""
    assert refused(Count(), string("110000")).endswith("(a number stands without quotes: 110000)")


def test_the_schema_takes_what_is_read() -> None:
    """Editors that hold a file against the schema find no fault in groups, and do in what may be two numbers."""
    count, duration = Draft202012Validator(Count(1).schema()), Draft202012Validator(Duration().schema())
    for good in (110000, "110 000", "110_000", "1\u202f200\u202f000"):
        assert count.is_valid(good)
    for bad in (0, 1.5, "110000", "1,200", "1 000_000", "five"):
        assert not count.is_valid(bad)
    assert all(map(duration.is_valid, (2520, "PT42M", "3h", "42 min", "1h30m", "1:30:00", "2 days", "3 600")))
    assert not any(map(duration.is_valid, (0, "1,200", "soon")))
    hours = Draft202012Validator(Span("hours").schema())
    assert hours.is_valid(36)
    assert hours.is_valid("36h")
    assert not hours.is_valid("long")


@dataclass(frozen=True)
class Two:
    """A group of two fields, of which one is needed."""

    name: str = needed(Text(), "its name")
    share: Decimal | None = given(Quantity(low=Decimal(0), high=Decimal(1)), "its share")


# By shape: JSON that is read and that the schema takes, and JSON that neither takes.
OF_SCHEMAS: list[tuple[Shape, tuple[Any, ...], tuple[Any, ...]]] = [
    (Text(3), ("a", "abc"), ("", "abcd", 1, True, [])),
    (Choice(("a", "b")), ("a", "b"), ("c", 1, "")),
    (Flag(), (True, False), ("true", 1)),
    (Quantity(low=Decimal(0), high=Decimal(1)), (0, 1, 0.5), (-1, 2, "a", True)),
    (Quantity(low=Decimal(0), above=True), (1, 0.5), (0, -1, [])),
    (Magnitude(low=Decimal(1)), (1, 7e9, "1_200_000"), (0, "7B", True)),
    (Moment(), ("2026-11-12", "2026-11-12T09:14:00+01:00"), ("12.11.2026", 2026)),
    (Day(), ("2026-11-12",), (20261112, ["2026-11-12"], "2026-13-01", "12.11.2026")),
    (Currency(), ("EUR",), ("eur", "EURO", 978)),
    (Sha256(), ("0f" * 32, "AB" * 32), ("0f" * 31, "0g" * 32, "0f" * 33, 5)),
    (ListOf(Choice(("a",)), 2), ([], ["a"], ["a", "a"]), (["b"], ["a"] * 3, "a")),
    (OneOrMore(Choice(("a",))), ("a", ["a"]), ("b", ["b"], 1)),
    (TableOf(Count()), ({}, {"a": 1}), ({"a": "x"}, [1], 1)),
    (CellsOf(Text()), ({"a": "x"}, {"a": 1}), ({}, {"a": True}, {"a": []}, "x")),
    (Group(Two), ({"name": "a"}, {"name": "a", "share": 0.5}), ({}, {"share": 1}, {"name": "a", "x": 1}, "a")),
    (Group(Two, bare="name"), ("a", {"name": "a"}), ({}, "", 1)),
]


@pytest.mark.parametrize(("shape", "good", "bad"), OF_SCHEMAS, ids=lambda it: type(it).__name__ if it else "")
def test_shape_and_schema_take_the_same(shape: Shape, good: tuple[Any, ...], bad: tuple[Any, ...]) -> None:
    """What an editor lets pass is read, and what it marks is a problem."""
    schema = shape.schema()
    Draft202012Validator.check_schema(schema)
    held = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for value, is_good in (*((value, True) for value in good), *((value, False) for value in bad)):
        root = read_text(json.dumps({"x": value}), "run.json", "json")
        assert isinstance(root.value, dict)
        notes = Notes("run.json", root)
        found = shape.read(root.value["x"], ("x",), notes)

        assert is_good == held.is_valid(value), value
        assert is_good == (found is not MISSING and not notes.problems), value


@pytest.mark.parametrize("value", ["2 days", "2d", "1 week", "2 Tage", "1 jour", "P2D", "1 day, 2:00:00", "1d 2h"])
def test_days_of_work_are_not_of_24_hours(value: str) -> None:
    """Where people work, a day may be of eight hours: it is asked for in hours."""
    assert refused(Span("hours", days=False), text(value)).endswith("(write hours, such as 16)")
    assert Decimal(16) == read(Span("hours", days=False), text("16h"))


def test_no_spans() -> None:
    """What is no duration, below the least or two durations is refused."""
    assert "0 is too small: above 0" == refused(Span("hours", above=True), text("0"))
    assert "0 is too small: above 0 hours" == refused(Span("hours", above=True), text("0 h"))
    assert "write 1.2 h, or 1200 h" in refused(Span("hours"), text("1.200 h"))
    assert "" != refused(Span("hours"), text("soon"))


def test_not_a_number_is_called_so() -> None:
    """NaN and infinities are told to be no finite number, in text and as TOML's own numbers."""
    for node in (text(".nan"), text("-inf"), number("NaN"), number("Infinity")):
        assert "is no finite number" in refused(Quantity(), node)


@pytest.mark.parametrize("shape", [Count(), Quantity(), Duration()])
@pytest.mark.parametrize("node", [Node("boolean", True, 3), Node("boolean", False, 3), Node("null", None, 3)])
def test_a_boolean_is_no_number(shape: Shape, node: Node) -> None:
    """true is not 1 and null is not 0."""
    assert ", found " in refused(shape, node)


@pytest.mark.parametrize("shape", [Count(), Quantity()])
def test_a_string_of_json_is_no_number(shape: Shape) -> None:
    """JSON says the types, so that "5" is a text."""
    assert refused(shape, string("5")).startswith('expected a number, found "5"')


def test_a_json_number_is_no_text() -> None:
    """And 5 is no text, while YAML's untyped 5 may be one."""
    assert "expected text, found 5" == refused(Text(), number("5"))
    assert "5" == read(Text(), text("5"))


def test_a_number_of_any_size_is_judged() -> None:
    """Decimals as large as Python can hold them are refused without an arithmetic error."""
    for value in ("1e999999999", "-1e999999999", "1e-999999999"):
        assert "" != refused(Quantity(), number(value))
        assert "" != refused(Duration(), number(value))


def test_a_json_string_is_a_duration() -> None:
    """JSON's "PT42M" is one, its "2520" is not."""
    assert Decimal(2520) == read(Duration(), string("PT42M"))
    assert "" != refused(Duration(), string("2520"))


@pytest.mark.parametrize("value", ["2026-11-12", "2026-11-12T09:14:00+01:00", "2026-11-12T09:14:00Z", "2020-02-29"])
def test_moments(value: str) -> None:
    """Dates with and without a time have an offset once read: UTC where none is given."""
    moment = read(Moment(), text(value))
    assert None is not moment.tzinfo
    assert value[:10] == moment.date().isoformat()


def test_no_moment_lies_in_the_future() -> None:
    """A start further ahead than any time zone is refused by the machine's clock; an hour ahead is not."""
    now = datetime.now(UTC)
    for hours in (1, 23):
        assert now + timedelta(hours=hours) == read(Moment(), text((now + timedelta(hours=hours)).isoformat()))
    for hours in (25, 72):
        assert "lies in the future" in refused(Moment(), text((now + timedelta(hours=hours)).isoformat()))
    assert "lies in the future" in refused(Moment(), text("9999-12-31T23:59:59-14:00"))


@pytest.mark.parametrize(
    "value",
    ["1066-10-14", "1989-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-02-30", "12.11.2026", "today", ""],
)
def test_no_moments(value: str) -> None:
    """Days that never were, other notations and the Middle Ages are refused."""
    assert "" != refused(Moment(), text(value))
    assert datetime(1990, 1, 1, tzinfo=UTC) == read(Moment(), text("1990-01-01"))


def test_days() -> None:
    """A day is a date without a time."""
    assert date(2026, 11, 12) == read(Day(), Node("date", "2026-11-12", 3))
    for value in ("2026-11-12T09:00", "2026-13-01", "yesterday"):
        assert refused(Day(), text(value)).startswith("expected a date, found ")


@pytest.mark.parametrize(
    ("value", "hint"),
    [("eur", 'did you mean "EUR"?'), ("€", "an ISO 4217 code"), ("EURO", "an ISO 4217 code"), ("XX1", "an ISO")],
)
def test_currencies(value: str, hint: str) -> None:
    """Only ISO 4217 codes in capitals are currencies."""
    assert "JPY" == read(Currency(), text("JPY"))
    assert hint in refused(Currency(), text(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [*((it, True) for it in ("true", "True", "TRUE")), *((it, False) for it in ("false", "False", "FALSE"))],
)
def test_flags(value: str, expected: bool) -> None:
    """true and false in YAML's spellings; JSON's own booleans."""
    assert expected is read(Flag(), text(value))
    assert expected is read(Flag(), Node("boolean", expected, 3))


@pytest.mark.parametrize("value", ["yes", "no", "on", "1", "0", "NO", "y"])
def test_no_flags(value: str) -> None:
    """yes and NO are words, not truth values."""
    assert refused(Flag(), text(value)).startswith("expected true or false")
    assert refused(Flag(), string("true")).startswith("expected true or false")


def test_texts() -> None:
    """A text is kept as it stands, markup and scripts included, up to its length."""
    for value in ("<b>&amp;</b>", "模糊 \u200f x", " padded ", "two\nlines", "x" * 1000):
        assert value == read(Text(), string(value))
    assert "is empty (give a text or leave the line out)" == refused(Text(), string("  "))
    assert "has 1,001 characters (at most 1,000)" == refused(Text(), string("x" * 1001))


def test_a_day_of_toml_may_stand_for_a_text() -> None:
    """A name such as 2026-06-02, without quotes, is a day to TOML and a text to us."""
    assert "2026-06-02" == read(Text(), Node("date", "2026-06-02", 3))


def test_choices() -> None:
    """One of the words, else all of them or the likeliest."""
    shape = Choice(("epochs", "steps"))
    assert "steps" == read(shape, text("steps"))
    assert '"step" is none of epochs, steps (did you mean "steps"?)' == refused(shape, text("step"))
    assert '"x" is none of epochs, steps (write one of them)' == refused(shape, text("x"))


def test_lists_and_tables() -> None:
    """Too many entries, another kind and names outside the rules are refused; the good entries are read."""
    assert (Decimal(1), Decimal(2)) == read(ListOf(Count()), Node("list", (text("1"), text("2")), 3))
    assert "has 3 entries (at most 2)" == refused(ListOf(Count(), 2), Node("list", (text("1"),) * 3, 3))
    assert "expected a list, found a group (of one: - before it, or [ ] around it)" == refused(
        ListOf(Count()), Node("map", {}, 3)
    )
    assert {"box": Decimal(7)} == read(TableOf(Quantity()), Node("map", {"box": text("7")}, 3))
    assert "expected names with values, found a list" == refused(TableOf(Quantity()), Node("list", (), 3))
    notes = Notes("run.yaml", Node("map", {}, 1))
    table = Node("map", {"Box": text("1"), "a-b": text("1"), "": text("1"), "x" * 61: text("1"), "ok": text("2")}, 3)
    assert {"box": Decimal(1), "ok": Decimal(2)} == TableOf(Quantity()).read(table, (), notes)
    assert ["is no name"] * 3 == [problem.message for problem in notes.problems]
    twice = Notes("run.yaml", Node("map", {}, 1))
    TableOf(Quantity()).read(Node("map", {"GB": text("1"), "gb": text("2")}, 3), (), twice)
    assert ["is gb once more"] == [problem.message for problem in twice.problems]


def test_a_problem_is_one_line_whatever_stands_in_the_file() -> None:
    """Line ends, bells and half characters in names and values are escaped, long ones cut."""
    notes = Notes("a\nb.yaml", Node("map", {}, 1))
    notes.add(("x\ny\u2028", 3), "a\rb", "\x07\ud800")
    [problem] = notes.problems
    assert str(problem).isprintable()
    assert r"a\nb.yaml:1: $.x\ny\u2028[3]: a\rb (\x07\ud800)" == str(problem)
    assert len(refused(Count(), text("9" * 5000))) < 120
    assert len(refused(Choice(("a",)), text("9" * 999))) < 160


def test_suggestions() -> None:
    """The likeliest word, or all of them in order."""
    assert 'did you mean "samples_after"?' == suggestion("sampels_after", ["samples_before", "samples_after"])
    assert "known: a, b" == suggestion("zzz", iter(["b", "a"]))


@pytest.mark.parametrize(("count", "more"), [(40, ""), (41, ", ...")])
def test_of_many_names_forty_are_told_and_the_nearest_of_all(count: int, more: str) -> None:
    """Where none is alike the first forty stand there; where one is, it is found wherever it stands."""
    known = [f"column {number:03}" for number in range(count)]
    assert f"known: {', '.join(known[:40])}{more}" == suggestion("zzz", known)
    assert 'did you mean "zebra"?' == suggestion("zebr", [*known, "zebra"])


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\x07"])
def test_a_character_that_would_turn_or_hide_what_follows_is_refused(char: str) -> None:
    """Marks that reverse what follows, digits of figures included, and control characters are no text."""
    notes = Notes("run.json", Node("map", {}, None))
    assert MISSING is Text().read(Node("string", f"near{char}duplicates", 3), (), notes)
    assert f"holds the control character U+{ord(char):04X}" == notes.problems[0].message
