"""Rows on their way through the plan of a query: what went in, what each step left, what came out."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.curation.record import Stage
from reportgen.words.counted import so_many

_GREW = "{name} makes {rows} more than there were: what comes out is no subset"
_SEVERAL = "{name} takes rows from several places whose counts are not all known: what went in is not known"
_TWICE = "{name} reads {source} more than once: the same rows are no more for it"
JOIN = "{name} may leave out rows and repeat others: is what comes out a subset of what went in?"


@dataclass
class Flow:
    """Rows from what is read up to one operator. before, rows: None where they are not known.

    limited: the place in `stages` of a limit, which counts nothing itself, with the rows that enter it. is_subset:
    False where groups come out, which are no samples. sources: what was read, by its name.
    """

    before: int | None = None
    rows: int | None = None
    stages: list[Stage] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unsettled: str = ""
    limited: tuple[int, int | None] | None = None
    is_subset: bool = True
    sources: tuple[str, ...] = ()


def passed(found: Flow, name: str, reason: str, rows: int | None, *, removes: bool) -> Flow:
    """The same flow with the rows of one more operator, which is a step where it left out any.

    removes: whether it is a step even where it left out none.
    """
    if rows is None:
        return found
    if found.limited is not None:
        place, entered = found.limited
        removed = None if entered is None or entered < rows else entered - rows
        found.stages[place] = Stage(found.stages[place].name, removed)
        found.limited = None
    elif found.rows is not None and rows > found.rows:
        found.unsettled = found.unsettled or _GREW.format(name=name, rows=so_many(rows - found.rows, "# row", "# rows"))
    elif removes or (found.rows is not None and rows != found.rows):
        removed = None if found.rows is None else found.rows - rows
        found.stages.append(Stage(name, removed, reason=reason or None))
    found.rows = rows
    return found


def added(name: str, flows: list[Flow]) -> Flow:
    """Several flows one after another, under one operator."""
    befores, rows = [it.before for it in flows], [it.rows for it in flows]
    known = None not in befores and None not in rows
    sources = [source for it in flows for source in it.sources]
    twice = next((it for place, it in enumerate(sources) if it in sources[:place]), None)
    unsettled = "" if twice is None else _TWICE.format(name=name, source=twice)
    return Flow(
        sum(it for it in befores if it is not None) if known else None,
        sum(it for it in rows if it is not None) if known else None,
        [stage for it in flows for stage in it.stages],
        [warning for it in flows for warning in it.warnings] + ([] if known else [_SEVERAL.format(name=name)]),
        next((it.unsettled for it in flows if it.unsettled), unsettled),
        None,
        all(it.is_subset for it in flows),
        tuple(sources),
    )
