"""The ledger: figures in order, each once, with a reason for what is unknown and a way back to the leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.expression import Expression, Name, min_, total
from reportgen.figures.figure import Figure
from reportgen.figures.formula import NEVER_ZERO, formula
from reportgen.figures.ledger import Ledger
from tests.figures.ledgers import stated
from tests.figures.runs import FOUR, STREET_SCENES, run


def ledger_of(**values: int | None) -> Ledger:
    """A ledger of stated leaves; None has the reason that the leaf's name was not said."""
    return stated(values)


@pytest.mark.parametrize(
    ("bases", "said", "expected"),
    [
        (("measured", "estimate", "list"), None, "estimate"),
        (("contract", "contract"), None, "contract"),
        # a leaf whose basis nobody knows weighs nothing
        (("measured", "computed"), None, "measured"),
        (("measured", "estimate"), "stated", "stated"),
    ],
)
def test_a_computed_figure_rests_on_the_weakest_of_its_leaves(
    bases: tuple[str, ...], said: str | None, expected: str
) -> None:
    """Through another formula too; unless it is said on what."""
    ledger = Ledger()
    for place, basis in enumerate(bases):
        ledger.add(Figure(f"leaf_{place}", "A leaf", Decimal(1), "1", basis=basis))
    ledger.compute("half", total(Name(key) for key in ledger) / 2, "1", "Half")
    whole = ledger.compute("whole", Name("half") * 2, "1", "Whole", rests_on=said)
    assert ("computed", expected) == (whole.basis, whole.rests_on)


def test_a_key_is_added_once() -> None:
    """A second figure of the same key is a mistake of the house, not a silent replacement."""
    ledger = ledger_of(a=1)
    with pytest.raises(ValueError, match="a is in the ledger already"):
        ledger.absent("a", "1", "A", "why")


def test_unknown_makes_unknown() -> None:
    """A figure over an unknown one is unknown for the same reason, through any number of formulas; never zero."""
    ledger = ledger_of(a=0, b=None)
    ledger.compute("c", Name("a") * Name("b"), "1", "C")
    ledger.compute("d", Name("c") + 1, "1", "D")
    assert [(None, "b not said")] * 2 == [(ledger[key].value, ledger[key].reason) for key in "cd"]
    assert "a * b" == ledger["c"].formula


def test_division_by_zero_has_its_own_reason() -> None:
    """Zero over zero and one over zero are without value, for what the formula says; where it says never, a mistake."""
    ledger = ledger_of(a=0, b=1)
    assert "nothing there" == ledger.compute("c", Name("a") / Name("a"), "1", "C", "nothing there").reason
    assert "nothing there" == ledger.compute("d", Name("b") / Name("a"), "1", "D", "nothing there").reason
    with pytest.raises(ZeroDivisionError):
        ledger.compute("e", Name("b") / Name("a"), "1", "E", NEVER_ZERO)


@pytest.mark.parametrize(
    ("function", "refused"),
    [
        (lambda a, b: a / b, True),
        (lambda a, b: 1 + 2 * (a - b / (a + 1)), True),
        (lambda a, b: min_(a, 1 / b), True),
        (lambda a, b: -(a / 3 / b), True),
        (lambda a, b: a / 3600 * b, False),
        (lambda a, b: a * b - 1, False),
    ],
)
def test_what_divides_says_what_zero_means(function: Callable[..., Expression], refused: bool) -> None:
    """A formula that divides by a figure, wherever in it, is refused when it is made and when it is computed."""
    for make in (
        lambda: formula("1", key="c")(function),
        lambda: ledger_of(a=1, b=1).compute("c", function(Name("a"), Name("b")), "1", "C"),
    ):
        if refused:
            with pytest.raises(ValueError, match="c divides by a figure"):
                make()
        else:
            make()


def test_a_formula_says_all_of_its_figure() -> None:
    """Its key is the function's name or another, in the ledger with the end of a family; the currency is filled in."""

    @formula("{currency}/h", "Of all", key="other", zero="nothing there")
    def quotient(a: Expression, b: Expression) -> Expression:
        return a / b

    ledger = ledger_of(a=1, b=0)
    known = ledger.apply(quotient, Name("b"), Name("a"), currency="CHF")
    assert ("other", "CHF/h", "Of all", Decimal(0), None) == (
        *(known.key, known.unit, known.label, known.value, known.reason),
    )
    absent = ledger.apply(quotient, end="b", label="Of b")
    assert ("other.b", "/h", "Of b", None, "nothing there") == (
        *(absent.key, absent.unit, absent.label, absent.value, absent.reason),
    )


def test_a_formula_that_says_nothing_more() -> None:
    """Its key is the function's name; it has no label of its own, and makes nothing of a factor of zero."""

    @formula("h")
    def half(a: Expression) -> Expression:
        return a / 2

    assert ("half", "h", "", "", False) == (half.key, half.unit, half.label, half.zero, half.nothing)


@pytest.mark.parametrize(
    ("nothing", "leaves", "expected"),
    [
        (True, {"a": 0, "b": None, "c": 5}, (0, "0", "measured")),
        (True, {"a": None, "b": 0, "c": 5}, (0, "0", "measured")),
        (True, {"a": 2, "b": None, "c": 5}, (None, "a * b / c", None)),
        (False, {"a": 0, "b": None, "c": 5}, (None, "a * b / c", None)),
        # where all is known there is nothing to be chosen
        (True, {"a": 0, "b": 3, "c": 5}, (0, "a * b / c", "measured")),
        # nothing by what may be nothing
        (True, {"a": 0, "b": 3, "c": None}, (None, "a * b / c", None)),
    ],
)
def test_nothing_of_a_product_is_nothing(
    leaves: dict[str, int | None], expected: tuple[int | None, str, str | None], *, nothing: bool
) -> None:
    """A factor of zero makes a product zero whose other factor nobody gave, where the formula says so."""
    product = formula("EUR", "Product", key="p", zero="c is zero", nothing=nothing)(lambda a, b, c: a * b / c)
    ledger = Ledger()
    for key, value in leaves.items():
        ledger.add(replace(stated({key: value})[key], basis="measured" if value is not None else "computed"))
    figure = ledger.apply(product)
    assert expected == (figure.value, figure.formula, figure.rests_on)
    assert figure.chosen == ("zero of it, whatever else is not known" if figure.formula == "0" else None)


@pytest.mark.parametrize(
    ("sure", "more"),
    [
        (True, {}),
        (True, {"low": Decimal(0), "high": Decimal(0)}),
        (False, {"low": Decimal(0), "high": Decimal(1)}),
        (False, {"low": Decimal(-1), "high": Decimal(0)}),
        # a sum of which a part is not known
        (False, {"missing": ("part",)}),
    ],
)
def test_only_what_is_surely_nothing_makes_nothing(more: dict[str, Any], *, sure: bool) -> None:
    """A factor of zero that may be more does not."""
    ledger = Ledger()
    ledger.add(Figure("a", "A", Decimal(0), "1", basis="stated", **more))
    ledger.absent("b", "1", "B", "not said")
    product = ledger.apply(formula("1", key="p", nothing=True)(lambda a, b: a * b))
    assert (Decimal(0) if sure else None) == product.value


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("ab", (Decimal(5), None, ("a", "b"), ())),
        ("b", (Decimal(3), None, ("b",), ("a",))),
        ("", (None, "nobody said any", (), ("a", "b"))),
    ],
)
def test_a_sum_names_what_it_holds_and_lacks(known: str, expected: tuple[Any, ...]) -> None:
    """Of parts of which some, all or none are known."""
    ledger = stated({key: value if key in known else None for key, value in (("a", 2), ("b", 3))})
    found = ledger.sum_of_known("sum", ("a", "b"), "EUR", "The sum", "nobody said any")
    assert expected == (found.value, found.reason, found.covers, found.missing)


def test_only_the_last_figure_is_revised() -> None:
    """What others may rest on already stays as it is."""
    ledger = ledger_of(a=1, b=2)
    assert Decimal(5) == ledger.revise(replace(ledger["b"], value=Decimal(5))).value == ledger["b"].value
    with pytest.raises(ValueError, match="a is not the last figure of the ledger"):
        ledger.revise(ledger["a"])
    assert ("<Ledger: 2 figures>", "<Ledger: 0 figures>") == (repr(ledger), repr(Ledger()))


def test_the_trace_walks_down_to_the_leaves() -> None:
    """Each figure comes with its depth, before its inputs and after what uses it."""
    ledger = ledger_of(a=1, b=2)
    ledger.compute("c", Name("a") + Name("b"), "1", "C")
    ledger.compute("d", Name("c") * Name("a"), "1", "D")
    expected = [(0, "d"), (1, "c"), (2, "a"), (2, "b"), (1, "a")]
    assert expected == [(depth, figure.key) for depth, figure in ledger.trace("d")]
    with pytest.raises(KeyError):
        list(ledger.trace("nothing"))


def test_a_sample_traces_to_leaves_only() -> None:
    """Below the net savings of the sample stand prices, counts and hours, and nothing without an origin."""
    import reportgen

    report = reportgen.load(STREET_SCENES / "run.yaml", cost_tables=[STREET_SCENES / "company-costs.toml"])
    leaves = {figure.key for _, figure in report.figures.trace("net_savings") if not figure.inputs}
    expected = {
        *("annotation_price", "samples_before", "samples_after", "already_labelled_before", "already_labelled_after"),
        *("training_hours", "training_gpus", "training_samples", "training_runs", "gpu_price_per_hour"),
        *("duration_s", "machines", "compute_per_hour", "person_hours", "hourly_rate", "licence"),
    }
    assert expected == leaves


def test_a_thousand_stages() -> None:
    """The most stages that a manifest may name are computed and traced, though each builds on the one before."""
    stages = [{"name": f"stage {number}", "removed": 2} for number in range(1000)]
    figures = run({**FOUR, "stages": stages}).figures
    assert 108000 == figures["stage_left.stage_999"].value
    assert 35500 == figures["stages_unexplained"].value
    assert 2001 == len(list(figures.trace("stage_left.stage_999")))
