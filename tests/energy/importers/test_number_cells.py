"""The decimal sign of a table's numbers, proved by its cells or said by a person, and its times."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.number_cells import Cells, cells_in
from reportgen.files.source import Source
from reportgen.files.table import Row
from reportgen.files.units import power_unit
from reportgen.problems import InputError

POINT, COMMA, OPEN = Cells("."), Cells(","), Cells(".", proven=False)
EITHER = "no cell proves a decimal point or a decimal comma (say which: --decimal point or comma, or decimal=point in"


def told(
    texts: list[str], columns: dict[str, str] | None = None, delimiter: str = ";", decimal: str | None = None
) -> Cells:
    """Return what these cells of one column say, the first of them on line 2."""
    rows = [Row(line, {"p": text}) for line, text in enumerate(texts, start=2)]
    return cells_in(Source(Path("log"), "log", columns or {}, decimal=decimal), rows, ["p"], delimiter)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1.5"], POINT),
        (["1,5"], COMMA),
        (["1,5 W"], COMMA),
        (["7", ""], OPEN),
        # One of twenty-one that says otherwise is damaged.
        (["1.5"] * 20 + ["1,5"], POINT),
        (["1,5"] * 20 + ["1.5"], COMMA),
        # A thousand rows are asked.
        (["7"] * 999 + ["1,5"], COMMA),
        (["7"] * 1000 + ["1,5"], OPEN),
    ],
)
def test_cells_prove_the_decimal_sign(texts: list[str], expected: Cells) -> None:
    """Where semicolons part them; until one does, both are open."""
    assert expected == told(texts)


@pytest.mark.parametrize(
    ("texts", "delimiter", "decimal", "columns", "expected"),
    [
        (["7"], ";", "comma", {}, COMMA),
        (["1.234"], ";", "point", {}, POINT),
        (["7"], ",", "comma", {}, POINT),
        (["1.234"], ",", "comma", {}, POINT),
        (["1,234"], ",", "comma", {}, COMMA),
        (["1,234"], ",", None, {}, POINT),
        (["1.5"], ";", None, {"decimal": "comma"}, COMMA),
        (["1.5"], ";", "comma", {}, POINT),
    ],
)
def test_a_person_says_it_where_no_cell_does(
    texts: list[str], delimiter: str, decimal: str | None, columns: dict[str, str], expected: Cells
) -> None:
    """With a comma between cells it is no sign of numbers, but in quotes; for this file alone it is said in columns."""
    assert expected == told(texts, columns, delimiter, decimal)


@pytest.mark.parametrize(
    ("texts", "columns", "said"),
    [
        (["1.5"] * 19 + ["1,5"], {}, "log: some numbers have a decimal point, and others a decimal comma (say which: "),
        (["7", "1.234", "5.678"], {}, f"log:3: '1.234' is 1.234 or 1234: {EITHER}"),
        (["7", "1,234 W"], {}, f"log:3: '1,234' is 1234 or 1.234: {EITHER}"),
        (["7"], {"decimal": "x"}, 'log: "x" is no decimal sign (decimal=point or decimal=comma)'),
    ],
)
def test_what_nothing_proves_is_refused(texts: list[str], columns: dict[str, str], said: str) -> None:
    """With the first line of it, and what either sign would make of it."""
    with pytest.raises(InputError) as raised:
        told(texts, columns)

    assert str(raised.value).startswith(said)


@pytest.mark.parametrize("text", ["1.234", "1.234 W"])
def test_a_later_cell_that_is_open_is_refused(text: str) -> None:
    """Where the sign was proved it is read."""
    with pytest.raises(InputError) as raised:
        OPEN.amount(Source(Path("log"), "log"), 9, text, "p", power_unit, Decimal(1))

    assert str(raised.value).startswith(f"log:9: '1.234' is 1.234 or 1234: {EITHER}")
    assert Decimal("1.234") == POINT.amount(Source(Path("log"), "log"), 9, text, "p", power_unit, Decimal(1))
    assert Decimal(7) == OPEN.amount(Source(Path("log"), "log"), 9, "7 W", "p", power_unit, Decimal(1))


@pytest.mark.parametrize(
    ("text", "size", "expected"),
    [
        ("100000000000", "1", Decimal(10) ** 11),
        ("100000000001", "1", "'100000000001' is a time after the year 5000, by seconds since 1970 (say time_ms where"),
        (
            "100000000000001",
            "0.001",
            "'100000000000001' is a time after the year 5000, by seconds since 1970 (is the unit",
        ),
    ],
)
def test_a_number_of_a_time_is_before_the_year_5139(text: str, size: str, expected: Decimal | str) -> None:
    """Seconds that are milliseconds are beyond it; of a number no zone is known."""
    source = Source(Path("log"), "log")
    if isinstance(expected, Decimal):
        assert (expected, False) == POINT.time_s(source, 2, text, "t", Decimal(size))
        return
    with pytest.raises(InputError) as raised:
        POINT.time_s(source, 2, text, "t", Decimal(size))

    assert str(raised.value).startswith(f"log:2: {expected}")
