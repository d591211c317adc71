"""The built-in facts (TOML tables of this room) and the sources that they cite."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import ascii_lowercase
from types import MappingProxyType
from typing import Any

from reportgen.words.message import Message, message

NO_LICENCE = "none stated"
_OWN_LICENCE = "licence_says"
_NUMBER = re.compile(r"\{([0-9.]+)\}")


@dataclass(frozen=True)
class Source:
    """Where a fact comes from.

    mark: "seen" (the publisher's own page, paper or data), "secondary" (quoted elsewhere) or "derived" (our
    arithmetic or judgement). url, document: where it is, an address or the number or name of a document, at least one
    of them. retrieved: ISO 8601 date of reading. licence: of what was read, "none stated" where it says none.
    says: what of it is used. read_through: the copy that was read. derivation: of our own, in place of all these, how
    it was come by. What we say ourselves, these three, a licence that is no name and the title of what is derived, are
    messages.
    """

    id: str
    title: str
    publisher: str
    mark: str
    url: str | None = None
    document: str | None = None
    retrieved: str | None = None
    licence: str | None = None
    says: str | None = None
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
    return MappingProxyType({id_: Source(id=id_, **_said(row)) for id_, row in load("sources").items()})


def our_words(row: Mapping[str, str]) -> dict[str, Message]:
    """What we say ourselves of a source, by field: `{1.54}` in the table is a number in each language's own signs."""
    ours = ("says", "read_through", "derivation", _OWN_LICENCE, *(["title"] if row["mark"] == "derived" else []))
    return {"licence" if name == _OWN_LICENCE else name: _message(row[name]) for name in ours if name in row}


def _said(row: Mapping[str, str]) -> dict[str, str]:
    return {**{name: text for name, text in row.items() if name != _OWN_LICENCE}, **our_words(row)}


def _message(text: str) -> Message:
    numbers = _NUMBER.findall(text)
    places = dict(zip(ascii_lowercase, map(Decimal, numbers), strict=False))
    letters = iter(places)
    return message(_NUMBER.sub(lambda _: f"{{{next(letters)}}}", text), **places)


def source(id_: str) -> Source:
    """The declared source of that id; KeyError where there is none."""
    return sources()[id_]
