"""Values that a caller in Python gives, as the nodes that a file would give; what is no value is a problem."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from reportgen.files.nodes import MAX_DEPTH, MAX_NODES, Node
from reportgen.files.notes import show_path
from reportgen.problems import InputError, Problem

CALL = "report()"

_NULL = Node("null", None, None)
_Path = tuple[str | int, ...]


def nodes_of(values: Mapping[str, Any]) -> dict[str, Node]:
    """The nodes of the values by their names: numbers, texts, dates, lists and dicts, numpy's too.

    Floats are taken as they print: 0.1 is a tenth. Raises InputError for what is none of these, or is in itself.
    """
    reading = _Reading()
    nodes = {key: reading.node(value, (key,)) for key, value in values.items()}
    if reading.problems:
        raise InputError(reading.problems)
    return nodes


def check_argument(name: str, value: Any, kinds: tuple[type, ...], expected: str) -> None:
    """Raise InputError where the argument of the call is of none of these types. expected: these, in words."""
    if not isinstance(value, kinds):
        raise InputError([Problem(CALL, f"{name}: expected {expected}, found {_type_of(value)}")])


def settings_of(values: Any) -> dict[str, str]:
    """The texts of leaves by their keys, of a dict whose values may be numbers too. Raises InputError."""
    check_argument("settings", values, (Mapping,), "a dict of values by the keys of inputs")
    for key in values:
        check_argument("settings", key, (str,), "names that are text")
    nodes = nodes_of({f"settings.{key}": value for key, value in values.items()})
    texts = {}
    for key, node in zip(values, nodes.values(), strict=True):
        if not isinstance(node.value, (str, Decimal)):
            check_argument(f"settings.{key}", values[key], (), "a number or a text")
        texts[key] = str(node.value)
    return texts


@dataclass
class _Reading:
    """What was found wrong with the values, and how many they are."""

    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def node(self, value: Any, path: _Path) -> Node:
        self.count += 1
        if self.count > MAX_NODES:
            raise InputError([Problem(CALL, f"the values are more than {MAX_NODES:,}", "is one of them in itself?")])
        if len(path) > MAX_DEPTH:
            message = f"lists and dicts stand inside each other more than {MAX_DEPTH} levels deep"
            raise InputError([Problem(f"{CALL}: {show_path(path[:3])}", message, "is one of them in itself?")])
        if isinstance(value, Mapping):
            return Node("map", {key: self.node(value[key], (*path, key)) for key in self._keys(value, path)}, None)
        if isinstance(value, (list, tuple)):
            return Node("list", tuple(self.node(item, (*path, index)) for index, item in enumerate(value)), None)
        if (found := _single(value)) is not None:
            return found
        if hasattr(value, "tolist"):  # a number or an array of numpy, without importing numpy
            # of a time in nanoseconds numpy would give a bare number
            plain = (value.astype("m8[us]") if type(value).__name__ == "timedelta64" else value).tolist()
            if type(plain) is not type(value):
                return self.node(plain, path)
        self._note(path, f"expected a number, a text, a date, a list or a dict, found {_type_of(value)}")
        return _NULL

    def _keys(self, values: Mapping[Any, Any], path: _Path) -> Sequence[str]:
        for key in values:
            if not isinstance(key, str):
                self._note(path, f"expected names that are text, found {_type_of(key)}")
        return [key for key in values if isinstance(key, str)]

    def _note(self, path: _Path, message: str) -> None:
        self.problems.append(Problem(f"{CALL}: {show_path(path)}", message))


def _single(value: Any) -> Node | None:
    """The node of what is neither a list nor a dict; None for what a file cannot hold."""
    if value is None:
        return _NULL
    if isinstance(value, bool):
        return Node("boolean", value, None)
    if isinstance(value, (int, Decimal)):
        return Node("number", Decimal(value), None)
    if isinstance(value, float):  # numpy's too, whose own repr is no number
        return Node("number", Decimal(float.__repr__(value)), None)
    if isinstance(value, (datetime, date)):
        return Node("date", value.isoformat(), None)
    if isinstance(value, timedelta):  # pandas' too
        return Node("string", str(value), None)
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    return Node("string", value, None) if isinstance(value, str) else None


def _type_of(value: object) -> str:
    """The type in words; never the value, whose own words nobody knows to be harmless."""
    return f"a value of the type {type(value).__name__}"
