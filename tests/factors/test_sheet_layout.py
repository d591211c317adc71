"""What is hidden in a sheet and which cells are one, from XML as spreadsheets and their converters write it."""

from __future__ import annotations

from io import BytesIO

import pytest

from reportgen.factors.sheet_layout import Layout, layout_of


def layout(xml: str) -> Layout:
    """What a sheet of at most 9 rows and 5 columns holds."""
    return layout_of(BytesIO(f"<worksheet>{xml}</worksheet>".encode()), 9, 5)


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ('<row r="3" hidden="1"/><row r="4" hidden="true"/><row r="5" hidden="0"/><row r="6"/>', {3, 4}),
        # a row that does not say its number follows the one before it
        ('<row/><row hidden="1"/><row r="7"/><row hidden="1"/>', {2, 8}),
        # beyond the last row that a table may have nobody looks
        ('<row r="9" hidden="1"/><row r="10" hidden="1"/>', {9}),
    ],
)
def test_hidden_rows(rows: str, hidden: set[int]) -> None:
    """Those that say so, by their numbers."""
    assert hidden == layout(f"<sheetData>{rows}</sheetData>").hidden_rows


@pytest.mark.parametrize(
    ("columns", "hidden"),
    [
        # a column that has a width of its own is not hidden
        ('<col min="1" max="1" width="30"/><col min="2" max="3" hidden="1"/>', {2, 3}),
        ('<col min="4" max="16384" hidden="true"/>', {4, 5}),
        ('<col min="2" max="2" hidden="0"/>', set()),
    ],
)
def test_hidden_columns(columns: str, hidden: set[int]) -> None:
    """Those that say so, up to the last that a table may have."""
    assert hidden == layout(f"<cols>{columns}</cols>").hidden_columns


@pytest.mark.parametrize(
    ("row", "last", "parts"),
    [
        (1, 0, [None, None, None, None]),
        (2, 2, [None, (2, "B2:B3"), None, None]),
        (3, 4, [None, (2, "B2:B3"), None, (3, "D3:D4")]),
        (4, 4, [None, None, None, (3, "D3:D4")]),
        (5, 2, [None, (5, "B5:C6"), None, None]),
        (7, 0, [None, None, None, None]),
    ],
)
def test_cells_that_are_one(row: int, last: int, parts: list[tuple[int, str] | None]) -> None:
    """Over several rows; of a row its cell, by where it begins and its name, and the last column with one."""
    merged = ("D3:D4", "B5:C6", "B2:B3", "A8:B8", "F2:F4")
    cells = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    found = layout(f"<sheetData/><mergeCells>{cells}</mergeCells>")
    assert parts == [found.merged_at(column, row) for column in (1, 2, 3, 4)]
    assert last == found.merged_to(row)
