"""Columns that are the sum of others, by values made for it."""

from decimal import Decimal

import pytest

from reportgen.energy.importers.sums import Sums

Rows = list[tuple[str | None, ...]]


def found(columns: list[str], rows: Rows) -> dict[str, list[str]]:
    """Return the columns that are sums in these rows, with their parts."""
    sums = Sums(columns)
    for row in rows:
        sums.add([None if text is None else Decimal(text) for text in row])
    return sums.found()


THREE: Rows = [("3.0", "1.0", "2.0"), ("4.5", "1.5", "3.0"), ("6.1", "2.1", "4.0")]


@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        (["a", "b", "c"], THREE, {"a": ["b", "c"]}),
        (["a", "b", "c"], THREE[:2], {}),  # in two rows by chance
        (["a", "b", "c"], [*THREE[:2], *THREE[:2]], {}),  # the same values again tell nothing
        (["total", "b", "c"], THREE[:1], {"total": ["b", "c"]}),  # its name says so
        (["a", "b", "c"], [*THREE, ("9.0", "1.0", "2.0")], {}),  # not in every row
        (["a", "b", "c"], [*THREE, (None, "1.0", "2.0"), ("9.0", "1.0", None)], {"a": ["b", "c"]}),
        (["a", "b", "c"], [*THREE, ("3.1", "1.0", "2.0")], {"a": ["b", "c"]}),  # 0.1 W of rounding
        (["a", "b", "c"], [*THREE, ("3.2", "1.0", "2.0")], {}),  # 0.15 W is the most
        (["a", "copy", "idle"], [(text, text, "0.0") for text in ("1.0", "2.0", "3.0")], {}),  # a copy is no sum
        (["b", "c", "d", "sum"], [("1.0", "2.0", "4.0", "6.0")], {"sum": ["c", "d"]}),
        (["a", "b"], [("1", "1"), ("2", "2"), ("3", "3")], {}),
    ],
)
def test_a_sum_is_one_in_every_row(columns: list[str], rows: Rows, expected: dict[str, list[str]]) -> None:
    """Within what each value was rounded by, in three rows of different values or by its name."""
    assert expected == found(columns, rows)


@pytest.mark.parametrize(("count", "parts"), [(9, 2), (10, 0)])
def test_of_many_columns_a_total_is_that_of_all_others(count: int, parts: int) -> None:
    """Of up to ten columns any set of the others is looked at, of eleven all of them together alone."""
    values = [[Decimal(10 * place + step) + Decimal("0.25") for place in range(count)] for step in range(1, 4)]
    some, all_of_them = Sums(["x"] * count + ["some"]), Sums(["x"] * count + ["whole"])
    for row in values:
        some.add([*row, row[0] + row[1]])
        all_of_them.add([*row, sum(row, Decimal(0))])

    assert parts == len(some.found().get("some", []))
    assert count == len(all_of_them.found()["whole"])
