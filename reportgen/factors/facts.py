"""The built-in facts (TOML tables of this room) and the sources that they cite."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

NO_LICENCE = "none stated"


@dataclass(frozen=True)
class Source:
    """Where a fact comes from.

    mark: "seen" (the publisher's own page, paper or data), "secondary" (quoted elsewhere) or "derived" (our
    arithmetic or judgement). url, document: where it is, an address or the number or name of a document, at least one
    of them. retrieved: ISO 8601 date of reading. licence: of what was read, "none stated" where it says none.
    read_through: the copy that was read. derivation: of our own, in place of all these, how it was come by.
    """

    id: str
    title: str
    publisher: str
    mark: str
    url: str | None = None
    document: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    read_through: str | None = None
    derivation: str | None = None


@cache
def load(name: str) -> Mapping[str, Any]:
    """The table NAME.toml of this room, numbers with a point as Decimal and never as float.

    Errors: FileNotFoundError where there is no such table.
    """
    # beside this file, also in a wheel: importlib.resources would cost every report 5 ms of start-up
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text, parse_float=Decimal))


@cache
def sources() -> Mapping[str, Source]:
    """Every declared source by its id, in the order of sources.toml."""
    return MappingProxyType({id_: Source(id=id_, **row) for id_, row in load("sources").items()})


def source(id_: str) -> Source:
    """The declared source of that id; KeyError where there is none."""
    return sources()[id_]
