"""Formulas as trees and as text: both say the same, and what is no formula is refused loudly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportgen.figures.expression import (
    Algebra,
    Expression,
    Name,
    Number,
    Operation,
    evaluate,
    max_,
    min_,
    names,
    show,
    total,
)
from reportgen.figures.grammar import NAME, FormulaError, parse
from reportgen.precision import working_precision
from tests.figures.rederive import close, rederive

ARRAYS = Algebra(number=float, minimum=np.minimum, maximum=np.maximum)
A, B, C = Name("a"), Name("b"), Name("c")
VALUES = {"a": Decimal(7), "b": Decimal(3), "c": Decimal(2), "stage_left.2nd_pass": Decimal(11)}

LEAVES = st.one_of(
    st.sampled_from([Name(key) for key in VALUES]),
    st.decimals(0, 10**6, allow_nan=False, allow_infinity=False).map(lambda value: Number(abs(value))),
)
PAIRS = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}


def combined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Formulas over formulas."""
    pairs = st.builds(lambda sign, a, b: PAIRS[sign](a, b), st.sampled_from("+-*/"), inner, inner)
    calls = st.builds(
        lambda function, operands: function(*operands),
        st.sampled_from([min_, max_]),
        st.lists(inner, min_size=1, max_size=3),
    )
    return st.one_of(pairs, calls, inner.map(lambda operand: -operand))


FORMULAS = st.recursive(LEAVES, combined, max_leaves=20)


def value_of(text: str) -> Decimal:
    """The value of a formula's text."""
    with working_precision():
        value: Decimal = evaluate(parse(text), VALUES)
    return value


@given(FORMULAS)
def test_text_reads_back_as_the_same_tree(formula: Expression) -> None:
    """A tree's text parses to the very same tree, whatever the nesting."""
    assert formula == parse(show(formula))
    assert show(formula) == show(parse(show(formula)))


@given(FORMULAS)
def test_text_means_what_the_tree_means(formula: Expression) -> None:
    """The text, read by Python's parser, has the value that walking the tree gives."""
    with working_precision():
        try:
            expected = evaluate(formula, VALUES)
        except ArithmeticError:
            assume(False)
    assert close(expected, rederive(show(formula), VALUES))


@given(FORMULAS, st.lists(st.integers(1, 1000), min_size=2, max_size=5))
def test_arrays_give_the_same_as_decimals(formula: Expression, draws: list[int]) -> None:
    """numpy arrays in place of Decimals agree within 1e-12 of the largest number met on the way."""
    columns = {key: [Decimal(draw * (place + 1)) for draw in draws] for place, key in enumerate(VALUES)}
    met: list[Decimal] = []
    noting = Algebra(number=lambda value: Noted(value, met), minimum=min, maximum=max)
    expected = []
    with working_precision():
        try:
            for row in range(len(draws)):
                values = {key: Noted(column[row], met) for key, column in columns.items()}
                expected.append(evaluate(formula, values, noting).value)
        except ArithmeticError:
            assume(False)
    # where a difference cancels, or a divisor comes near zero, floats have no 12 digits to give
    assume(all(value == 0 or Decimal("1e-6") < abs(value) < Decimal("1e9") for value in met))
    arrays = {key: np.array([float(value) for value in column]) for key, column in columns.items()}
    with np.errstate(all="ignore"):
        actual = np.broadcast_to(evaluate(formula, arrays, ARRAYS), len(draws))
    largest = max(map(abs, met), default=Decimal(1))
    assume(all("/" not in show(formula) or value == 0 or abs(value) > largest / 1000 for value in met))
    for one, other in zip(expected, actual, strict=True):
        assert abs(float(one) - other) <= 1e-12 * float(largest)


class Noted:
    """A Decimal that notes every value met on the way."""

    def __init__(self, value: Decimal, met: list[Decimal]) -> None:
        self.value, self.met = value, met
        met.append(value)

    def __add__(self, other: Noted) -> Noted:
        return Noted(self.value + other.value, self.met)

    def __sub__(self, other: Noted) -> Noted:
        return Noted(self.value - other.value, self.met)

    def __mul__(self, other: Noted) -> Noted:
        return Noted(self.value * other.value, self.met)

    def __truediv__(self, other: Noted) -> Noted:
        return Noted(self.value / other.value, self.met)

    def __neg__(self) -> Noted:
        return Noted(-self.value, self.met)

    def __lt__(self, other: Noted) -> bool:
        return self.value < other.value

    def __gt__(self, other: Noted) -> bool:
        return self.value > other.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", 13),
        ("(a + b) * c", 20),
        ("a - b - c", 2),
        ("a - (b - c)", 6),
        ("a / (b - 1) / c", Decimal("1.75")),
        ("a / ((b - 1) / c)", 7),
        ("-a + b", -4),
        ("-a * b", -21),
        ("--a", 7),
        ("a - -b", 10),
        ("-(a - b)", -4),
        ("min(a, b, c) + max(a, b)", 9),
        ("min(a)", 7),
        ("max(a - 10, 0)", 0),
        ("stage_left.2nd_pass - 1", 10),
        ("0.5*a", Decimal("3.5")),
        (" 1 ", 1),
    ],
)
def test_precedence(text: str, expected: Decimal | int) -> None:
    """Multiplication binds stronger than addition, minus the strongest, and equals go from the left."""
    assert expected == value_of(text)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (A - (B - C), "a - (b - c)"),
        ((A - B) - C, "a - b - c"),
        (A / (B / C), "a / (b / c)"),
        (A / (B * C), "a / (b * c)"),
        (A * (B + 1), "a * (b + 1)"),
        ((A + B) * C, "(a + b) * c"),
        ((A - B) / C, "(a - b) / c"),
        ((A + B) - C, "a + b - c"),
        ((A - B) + C, "a - b + c"),
        (A - (B + C), "a - (b + c)"),
        (A - B * C, "a - b * c"),
        (A * B + C, "a * b + c"),
        (A * (B / C), "a * (b / c)"),
        ((A / B) * C, "a / b * c"),
        (-(A * B), "-(a * b)"),
        (A * -B, "a * -b"),
        (A + (B + C), "a + (b + c)"),
        (-(A + B), "-(a + b)"),
        (-A * B, "-a * b"),
        (-parse("-a"), "-(-a)"),
        (2 - A, "2 - a"),
        (1 / A, "1 / a"),
        (2 * A + 1, "2 * a + 1"),
        (min_(max_(A - 3, 0), Decimal("0.5")), "min(max(a - 3, 0), 0.5)"),
        (A + Number(Decimal(-2)), "a + (-2)"),
        (A + 0, "a + 0"),
        (Number(Decimal(-2)), "-2"),
        (min_(A, -2), "min(a, -2)"),
        (Number(Decimal("1E+3")) * A, "1000 * a"),
    ],
)
def test_only_needed_parentheses_are_written(formula: Expression, expected: str) -> None:
    """The text has parentheses where they change the meaning, and nowhere else."""
    assert expected == show(formula)


def test_numbers_in_place_of_names() -> None:
    """The same walk writes a formula with its inputs' numbers put in."""
    assert "7 * (3 - 2)" == show(A * (B - C), name=lambda key: str(VALUES[key]))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a +", "* a", "a b", "(a", "a)", "()", "a,b", "min()", "min a", "max(a,)", "min(a b)"),
        *("a.b-c.d.e", "A", "_a", "a.", "a..b", ".5", "5.", "1e5", "1_000", "a ** b", "a // b", "a % b"),
        *("a < b", "a = b", "f(a)", "min", "a if b", "١", "a\u00a0+ b", "$a", "\x00", "a\n+ b"),
    ],
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    """Text outside the grammar raises FormulaError."""
    with pytest.raises(FormulaError):
        parse(text)


@pytest.mark.parametrize(("text", "found"), [("a +", "the end"), ("a + )", r"\)"), ("a + max * b", r"\*")])
def test_what_is_no_formula_is_named(text: str, found: str) -> None:
    """The problem says what stands where something else was expected."""
    with pytest.raises(FormulaError, match=f"found '{found}'"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a + $b", "' $b' at 3 is no part of a formula"),
        ("a b", "expected an operator or the end at 1, found 'b'"),
        ("(a + b", "expected ')' at 6, found 'the end'"),
        ("min a", "expected '(' at 3, found 'a'"),
        ("a + * b", "expected '(' at 3, found '*'"),
    ],
)
def test_a_problem_of_a_formula_says_where(text: str, problem: str) -> None:
    """The place in the text, what was expected and what stands there."""
    with pytest.raises(FormulaError) as raised:
        parse(text)
    assert problem == str(raised.value)


def test_a_hyphen_is_never_part_of_a_name() -> None:
    """A name with a hyphen would read back as a difference, so that no name has one."""
    assert Name("near") - Name("dup") == parse("near-dup")
    assert None is NAME.fullmatch("near-dup")


@given(st.text("abmin.x09+-*/(), _", max_size=30))
def test_any_text_parses_or_is_refused(text: str) -> None:
    """Random text of the grammar's characters gives a tree that survives the round trip, or FormulaError."""
    try:
        formula = parse(text)
    except FormulaError:
        return
    assert formula == parse(show(formula))


@pytest.mark.parametrize("levels", [101, 5000])
@pytest.mark.parametrize(("opened", "closed"), [("(", ")"), ("-", ""), ("min(", ")"), ("max(1, ", ")")])
def test_deep_nesting_is_refused(opened: str, closed: str, levels: int) -> None:
    """A hundred levels are read; one more and thousands are a FormulaError and no RecursionError."""
    assert 7 == abs(value_of(opened * 100 + "a" + closed * 100))
    with pytest.raises(FormulaError, match="more than 100 levels"):
        parse(opened * levels + "a" + closed * levels)


@pytest.mark.parametrize(
    "branch",
    [
        lambda a: 1 if a else 2,
        lambda a: a and 1,
        lambda a: not a,
        lambda a: a < 1,
        lambda a: a <= 1,
        lambda a: a > 1,
        lambda a: 1 >= a,
        lambda a: min(a, 1),
        lambda a: max(1, a),
        lambda a: sorted([a, a]),
        lambda a: abs(a),
        lambda a: a**2,
        lambda a: a // 2,
    ],
)
def test_a_hidden_branch_fails_loudly(branch: Any) -> None:
    """A formula that asks for a truth value, a comparison or another operator raises TypeError."""
    with pytest.raises(TypeError):
        branch(A)


@pytest.mark.parametrize("constant", [0.5, True, "1", None, np.float64(2), np.int64(2), 1j])
def test_only_exact_constants(constant: Any) -> None:
    """Floats, booleans and everything else but ints and Decimals are refused as constants."""
    for use in (lambda: A + constant, lambda: A / constant, lambda: min_(A, constant)):
        with pytest.raises(TypeError):
            use()


def test_a_sum_of_a_thousand_terms_is_one_node() -> None:
    """A long sum is one level deep, so that evaluating, showing and parsing it do not recurse."""
    formula = total(Name(f"x{number}") for number in range(5000))
    assert isinstance(formula, Operation)
    assert 5000 == len(formula.operands) == len(list(names(formula)))
    assert formula == parse(show(formula))
    assert 5000 * 4999 // 2 == evaluate(formula, {f"x{number}": Decimal(number) for number in range(5000)})


def test_names_in_the_order_of_the_text() -> None:
    """Names come from left to right, as often as they occur."""
    assert ["b", "a", "b", "c"] == list(names(parse("b + a * min(b, 1) - c")))
