"""The names under which a report tells of the files that a manifest names: never where on the machine they lie."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, TypeVar

T = TypeVar("T")


def without_places(value: T) -> T:
    """The manifest, or a part of it, with the name alone of each file that it names by an absolute path."""
    found: Any = value
    if isinstance(value, tuple):
        found = tuple(map(without_places, value))
    elif is_dataclass(value) and not isinstance(value, type):
        told = {field.name: without_places(getattr(value, field.name)) for field in fields(value)}
        if isinstance(file := told.get("file"), str):
            told["file"] = _told(file)
        found = replace(value, **told)
    return value if found == value else found


def _told(file: str) -> str:
    paths = (PurePosixPath(file), PureWindowsPath(file))
    return next((path.name for path in paths if path.is_absolute() or path.drive), file)
