"""A formula has five readings that agree: value, arrays, text, spreadsheet and JavaScript, on 1,000 random ledgers."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from reportgen.figures.expression import Algebra, Name, Number, Operation, evaluate, show
from reportgen.figures.grammar import parse
from reportgen.figures.javascript import javascript
from reportgen.figures.spreadsheet import spreadsheet
from reportgen.precision import working_precision
from reportgen.rendering.sheet import Cell, Head, Sheet
from reportgen.rendering.write_xlsx import xlsx
from tests.figures.ledgers import RandomLedger, random_ledger
from tests.rendering.office import named_values, recalculated, without_cached_values

COUNT = 1000
ARRAYS = Algebra(number=float, minimum=np.minimum, maximum=np.maximum)


@cache
def ledgers() -> list[RandomLedger]:
    """The ledgers, the same in every run."""
    dice = random.Random(20)
    return [random_ledger(dice) for _ in range(COUNT)]


def apart(found: Callable[[int, str], object]) -> dict[str, tuple[object, Decimal]]:
    """What another reading gives otherwise, by ledger and key."""
    return {
        f"{number} {key}": (found(number, key), ledger.exact[key].value)
        for number, ledger in enumerate(ledgers())
        for key in ledger.formulas
        if not ledger.exact[key].agrees(found(number, key))
    }


def test_the_ledgers_hold_what_formulas_are_made_of() -> None:
    """Every operator, tiers, constants and negative values are among them, and most differ from each other."""
    texts = " ".join(show(it) for ledger in ledgers() for it in ledger.formulas.values())
    assert all(sign in texts for sign in (" + ", " - ", " * ", " / ", "min(", "max(", "-(", "(-"))
    values = {ledger.exact[key].value for ledger in ledgers() for key in ledger.formulas}
    assert len(values) > 3500
    assert 500 < sum(value < 0 for value in values)


def test_values_and_texts_agree() -> None:
    """The text read back gives the very value, to all 34 digits."""
    with working_precision():
        for ledger in ledgers():
            values = {key: it.value for key, it in ledger.exact.items()}
            for key, expression in ledger.formulas.items():
                assert values[key] == evaluate(expression, values) == evaluate(parse(show(expression)), values)


def test_arrays_agree() -> None:
    """Each formula over arrays of one value and its double gives the value first."""

    def arrays(number: int) -> dict[str, np.ndarray]:
        values = {key: np.array([float(it), 2 * float(it)]) for key, it in ledgers()[number].leaves.items()}
        with np.errstate(all="ignore"):
            for key, expression in ledgers()[number].formulas.items():
                values[key] = evaluate(expression, values, ARRAYS)
        return values

    found = [arrays(number) for number in range(COUNT)]
    assert {} == apart(lambda number, key: float(np.broadcast_to(found[number][key], 2)[0]))


def test_javascript_agrees() -> None:
    """Node.js runs all of them in one script."""
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    lines = ["const all = [];", "let v;"]
    for ledger in ledgers():
        lines.append(f"v = {json.dumps({key: float(it) for key, it in ledger.leaves.items()})};")
        lines += [f"v[{json.dumps(key)}] = {javascript(it)};" for key, it in ledger.formulas.items()]
        lines.append("all.push(v);")
    lines.append("console.log(JSON.stringify(all));")
    done = subprocess.run(["node", "-"], input="\n".join(lines), capture_output=True, text=True, timeout=60)
    assert 0 == done.returncode, done.stderr
    found: list[Mapping[str, float]] = json.loads(done.stdout)
    assert {} == apart(lambda number, key: found[number][key])


def test_a_spreadsheet_agrees(tmp_path: Path) -> None:
    """LibreOffice reckons all of them in one workbook, in which names have the ledger's number behind them."""

    def of(number: int, key: str) -> str:
        return f"{key}_of_{number}"

    rows = []
    for number, ledger in enumerate(ledgers()):
        rows += [[Cell(value=it, name=of(number, key))] for key, it in ledger.leaves.items()]
        for key, expression in ledger.formulas.items():
            named = parse(show(expression, lambda name, number=number: of(number, name)))  # type: ignore[misc]
            rows.append([Cell(value=Decimal(0), formula=spreadsheet(named), name=of(number, key))])
    written, empty = tmp_path / "written.xlsx", tmp_path / "ledgers.xlsx"
    written.write_bytes(xlsx([Sheet("Ledgers", (), [Head("Value", 20)], rows)], "Ledgers", None))
    without_cached_values(written, empty)
    found = named_values(recalculated(tmp_path, empty)[0])
    assert {} == apart(lambda number, key: found[of(number, key)])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Name("a") * (Name("b.c") + 2) - -Name("d"), 'v["a"] * (v["b.c"] + 2) - -v["d"]'),
        (Operation("max", (Name("a"), Number(Decimal("-0.50")))), 'Math.max(v["a"], -0.50)'),
        (Name("a") - Number(Decimal(-3)), 'v["a"] - (-3)'),
        (Operation("negate", (-Name("a"),)), '-(-v["a"])'),
        (Number(Decimal("1e18")) / Name("a"), '1000000000000000000 / v["a"]'),
    ],
)
def test_a_formula_as_javascript(expression: Operation, expected: str) -> None:
    """Names are looked up, functions are those of Math, and no sign runs into another to become `--`."""
    assert expected == javascript(expression)


def test_the_values_may_be_called_otherwise() -> None:
    """As where a page has a `v` already."""
    assert 'figures["a"] / 3600' == javascript(Name("a") / 3600, "figures")
