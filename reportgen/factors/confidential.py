"""Rows marked as confidential: until a report can withhold them, there is no report with them."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.factors.cost_table import PlacedRow
from reportgen.problems import Problem


def confidential_problems(rows: Sequence[PlacedRow]) -> list[Problem]:
    """A problem for each confidential row of any table: the report would print it or carry its file."""
    message = "the row is confidential, and this version cannot withhold it from a report and its attachments"
    hint = "leave this table out; `reportgen costs show` shows what applies without making a report"
    return [Problem(placed.where, message, hint) for placed in rows if placed.row.confidential]
