"""The figures as a data frame, for a notebook or a sheet of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.figures.ledger import Ledger

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = ("key", "label", "value", "low", "high", "unit", "basis")


def frame_of(ledger: Ledger) -> DataFrame:
    """A row for each figure: COLUMNS, with value, low and high as 64-bit floats, NaN where there is none.

    The exact decimals are those of the ledger and of report.json. Raises ImportError without pandas (the extra
    `pandas`).
    """
    try:
        from pandas import DataFrame
    except ImportError as error:
        raise ImportError("to_frame() needs pandas: pip install 'filtering-savings-report[pandas]'") from error

    figures = list(ledger.values())
    frame = DataFrame({column: [getattr(figure, column) for figure in figures] for column in COLUMNS})
    numbers = dict.fromkeys(("value", "low", "high"), "float64")
    return frame.astype(numbers)
