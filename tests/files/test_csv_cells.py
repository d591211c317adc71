"""Cells of CSV files that a spreadsheet does not run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.files.csv_cells import harmless, unmarked


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1 555", "'+1 555"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("-1.5", "-1.5"),
        ("+2e3", "+2e3"),
        ("a=1", "a=1"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run(text: str, written: str) -> None:
    """A text that begins as a formula does gets an apostrophe; a number stays a number."""
    assert written == harmless(text)


@given(st.text(alphabet="'=+-@\ta1", max_size=6))
def test_the_mark_comes_off_again(text: str) -> None:
    """Whatever is written is read as it was."""
    assert text == unmarked(harmless(text))
