"""The first line `sep=;` by which a spreadsheet is told the sign between cells: it is no line of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_DECLARED = re.compile(r'\s*"?sep=(?P<sign>[^"\s]|\t)"?\s*', re.IGNORECASE)


def declared_sign(line: str) -> str | None:
    """The sign between cells that the line declares, and nothing else; None of any other line."""
    match = _DECLARED.fullmatch(line)
    return match["sign"] if match else None


def without_declaration(lines: Iterable[str]) -> Iterator[str]:
    """The lines, of which the first that is not blank keeps its end alone where it declares the sign between cells."""
    left = iter(lines)
    for line in left:
        yield line if declared_sign(line) is None else line[len(line.rstrip("\r\n")) :]
        if line.strip():
            break
    yield from left
