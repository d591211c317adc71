"""BoAmps reports as flat CSV, a report a row, as BoAmps' own converter writes them: each as the tree it was made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportgen.files.losses import Losses
from reportgen.files.nodes import Node
from reportgen.files.number import number_in
from reportgen.files.sound_rows import sound_rows
from reportgen.files.source import Source
from reportgen.files.table import cells_of, delimiter_of, refuse_doubled

# The keys on the way to a value, with the places in lists: measures_0_powerConsumption, and with points instead.
_ENERGY = re.compile(r"measures(?P<sign>[_.])0(?P=sign)powerConsumption")
_WHEN = "measurementDateTime"


def is_csv(source: Source) -> bool:
    """Whether the first line names the energy of a report's first measure."""
    return any(map(_ENERGY.fullmatch, cells_of(source.first_line, _delimiter(source))))


def reports_in(source: Source, lost: Losses) -> Iterator[Node]:
    """The report of each row; the rows that cannot be read are lost."""
    sign = "_"

    def needed(names: list[str]) -> list[str]:
        nonlocal sign
        refuse_doubled(source, 1, names, names)  # all that is there is read
        sign = next(match["sign"] for match in map(_ENERGY.fullmatch, names) if match)
        return [name for name in names if _ENERGY.fullmatch(name)]

    for row in sound_rows(source, _delimiter(source), lost, needed):
        tree: dict[str, Any] = {}
        for name, cell in row.cells.items():
            *way, key = name.split(sign)
            place = tree
            for step in way:
                inner = place.setdefault(step, {})
                place = inner if isinstance(inner, dict) else {}
            if cell:
                place.setdefault(key, cell)
        yield _node(tree, row.line)


def _delimiter(source: Source) -> str:
    return delimiter_of(source.first_line, lambda name: _ENERGY.fullmatch(name) is not None, source.declared_sign)


def _node(value: Any, line: int) -> Node:
    """The node of a cell or of what stands below a key; what has numbers for keys is a list."""
    if isinstance(value, dict):
        nodes = {key: _moment(inner, line) if key == _WHEN else _node(inner, line) for key, inner in value.items()}
        if nodes and all(key.isdecimal() for key in nodes):
            return Node("list", tuple(nodes.values()), line)
        return Node("map", nodes, line)
    return Node("string", value, line)


def _moment(value: Any, line: int) -> Node:
    """The node of a time, which old versions wrote as seconds since 1970."""
    number = number_in(value) if isinstance(value, str) else None
    return _node(value, line) if number is None else Node("number", number, line)
