"""Quantiles and turning points, reckoned again from the formulas, against what the report says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from reportgen.audit.difference import Difference, shown, stated
from reportgen.audit.rederive import close
from reportgen.audit.report_data import ReportData
from reportgen.figures.draws import COUNT, RANGES, draw
from reportgen.figures.figure import Figure
from reportgen.figures.turning import turning_points
from reportgen.inputs.keys import can_be
from reportgen.rendering.json_report import TURNED, plain, quantiles

_MOST_SEED = 2**63


def range_differences(report: ReportData, figures: Mapping[str, Figure]) -> Iterator[Difference]:
    """Where `quantiles` and `turning_points` of report.json are not what follows from the figures; none without them.

    The draws are made again by the seed, as many as are stated and no more than reportgen makes.
    """
    said, points = (report.values.get(name) for name in ("quantiles", "turning_points"))
    if said is None and points is None:
        return
    if not isinstance(said, dict) or not isinstance(points, dict) or not _can_be_drawn(said):
        yield Difference(report.name, "$.quantiles and $.turning_points are not such as reportgen makes them")
        return
    derived = quantiles(draw(figures, str(said["ranges"]), int(said["n"]), int(said["seed"])))
    yield from _unlike("quantiles", said, derived)
    turned = {key: plain(turning_points(key, figures, can_be)) for key in TURNED if key in figures}
    yield from _unlike("turning_points", points, turned)


def _can_be_drawn(said: Mapping[str, Any]) -> bool:
    counts = [said.get(name) for name in ("n", "seed")]
    whole = all(isinstance(it, Decimal) and it == it.to_integral_value() for it in counts)
    return whole and 0 < said["n"] <= COUNT and 0 <= said["seed"] < _MOST_SEED and said.get("ranges") in RANGES


def _unlike(where: str, said: Any, derived: Any) -> Iterator[Difference]:
    """The first thing below each key that is stated otherwise."""
    if isinstance(said, dict) and isinstance(derived, dict):
        for key in dict.fromkeys([*said, *derived]):
            yield from _unlike(f"{where}.{key}", said.get(key), derived.get(key))
    elif not _same(said, derived):
        yield stated(where, shown(said), shown(derived))


def _same(said: Any, derived: Any) -> bool:
    if isinstance(said, Decimal) and isinstance(derived, (int, Decimal)):
        return close(said, Decimal(derived))
    if isinstance(said, list) and isinstance(derived, list):
        return len(said) == len(derived) and all(_same(a, b) for a, b in zip(said, derived, strict=True))
    if isinstance(said, dict) and isinstance(derived, dict):
        return said.keys() == derived.keys() and all(_same(it, derived[key]) for key, it in said.items())
    return bool(said == derived)
