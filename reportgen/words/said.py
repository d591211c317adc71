"""A text that knows which of its parts are printed of figures, through every sentence that it is put into."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

_MAP = "said"


class Said(str):
    """A text in pieces, each with the key of the figure that it is printed of, or an empty one.

    It is an ordinary text to everything but the template that makes links of it. What puts it into a longer text by
    other means than `+`, `together` and the templates of `filled` makes a plain text of it: links are lost, and no
    word is.
    """

    pieces: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self

    def __add__(self, other: str) -> str:
        return together((self, other))

    def __radd__(self, other: str) -> str:
        return together((other, self))


def of_figure(text: str, key: str) -> str:
    """The text, printed of the figure with that key; an empty one is of none."""
    return _said([(str.__str__(text), key)] if text else [])


def like(text: str, number: str) -> str:
    """The text, printed of the figure that the number in it is printed of, if that is known."""
    return of_figure(text, number.pieces[0][1]) if isinstance(number, Said) and len(number.pieces) == 1 else text


def joined(between: str, parts: Iterable[str]) -> str:
    """The parts as one text, `between` between them."""
    text = ""
    for place, part in enumerate(parts):
        text = together((text, between, part) if place else (part,))
    return text


def together(parts: Iterable[str]) -> str:
    """The parts as one text, a plain one where nothing of them is printed of a figure."""
    parts = list(parts)
    if not any(isinstance(part, Said) for part in parts):  # as most
        return "".join(parts)
    pieces: list[tuple[str, str]] = []
    for part in parts:
        for text, key in part.pieces if isinstance(part, Said) else ((part, ""),):
            if pieces and not key and not pieces[-1][1]:
                pieces[-1] = (pieces[-1][0] + text, "")
            elif text:
                pieces.append((text, key))
    return _said(pieces)


def plain_of(text: str, keys: Collection[str]) -> str:
    """The text, in which what is printed of these figures is as any other words."""
    if not isinstance(text, Said):
        return text
    return together(of_figure(piece, "" if key in keys else key) for piece, key in text.pieces)


def in_lines(text: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of the text, broken at single spaces, with what they are printed of; else as they are."""
    if not isinstance(text, Said) or " ".join(lines) != text:
        return tuple(lines)
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    return tuple(_between(text, start, start + len(line)) for start, line in zip(starts, lines, strict=True))


def as_data(value: Any) -> Any:
    """The value for JSON, in which texts of figures are maps; below lists and dicts too."""
    if isinstance(value, dict):
        return {name: as_data(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_data(item) for item in value]
    return {_MAP: value.pieces} if isinstance(value, Said) else value


def from_data(value: Any) -> Any:
    """The value that `as_data` made this of."""
    if isinstance(value, list):
        return [from_data(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {_MAP} and isinstance(value[_MAP], list):
        return _said([(text, key) for text, key in value[_MAP]])
    return {name: from_data(item) for name, item in value.items()}


def _between(text: Said, start: int, end: int) -> str:
    pieces: list[tuple[str, str]] = []
    for piece, key in text.pieces:
        if within := piece[max(start, 0) : max(end, 0)]:
            pieces.append((within, key))
        start, end = start - len(piece), end - len(piece)
    return _said(pieces)


def _said(pieces: list[tuple[str, str]]) -> str:
    text = "".join(it for it, _ in pieces)
    if not any(key for _, key in pieces):
        return text
    made = Said(text)
    made.pieces = tuple(pieces)
    return made
