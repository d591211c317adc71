"""What decides a figure, reckoned again from its formulas, against what the report says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from reportgen.audit.difference import Difference, shown
from reportgen.audit.rederive import close
from reportgen.audit.report_data import ReportData
from reportgen.figures.figure import Figure
from reportgen.figures.influence import Influence, influences
from reportgen.rendering.json_report import DECIDED


def influence_differences(report: ReportData, figures: Mapping[str, Figure]) -> Iterator[Difference]:
    """Where `influences` of report.json is not what follows from the figures, which were derived again."""
    listed = report.values.get("influences")
    said = listed if isinstance(listed, dict) else {}
    for key in dict.fromkeys([*(name for name in DECIDED if name in figures), *said]):
        derived = influences(key, figures) if key in DECIDED and key in figures else None
        if derived is None:
            yield Difference(report.name, f"$.influences names {shown(key)}, of which it says nothing")
        elif not _same(said.get(key), derived):
            yield Difference(key, f"what decides it is stated as {shown(said.get(key))}, and is {_told(derived)}")


def _same(said: Any, derived: list[Influence]) -> bool:
    if not isinstance(said, list) or len(said) != len(derived):
        return False
    return all(
        isinstance(it, dict)
        and it.keys() == {"leaf", "at_low", "at_high"}
        and it["leaf"] == own.leaf
        and all(isinstance(it[end], Decimal) and close(it[end], getattr(own, end)) for end in ("at_low", "at_high"))
        for it, own in zip(said, derived, strict=True)
    )


def _told(derived: list[Influence]) -> str:
    return shown([[it.leaf, it.at_low, it.at_high] for it in derived])
