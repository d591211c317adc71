"""The lines of reportgen's own log: each an object by itself; one that cannot be read costs one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from reportgen.files.losses import Losses
from reportgen.files.number import number_in
from reportgen.files.source import Source
from reportgen.problems import InputError

NO_HEADER = "the header is missing: the file is empty or cut off in its first line"
_MOST = 2**63
_LONGEST_US = 315_360_000 * 1_000_000  # as a manifest's durations


class Lines:
    """The log's lines as objects, one after the other, and what they hold, typed.

    lost: the lines that cannot be read. has_hole: whether one of them came since this was last set to False. cut_off:
    whether the last one has no end and cannot be read. Raises, while it is gone through: InputError for a first line
    that cannot be read, and what `Source` raises for the whole file.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._number = 0
        self.lost = Losses()
        self.has_hole = self.cut_off = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        begun = False
        for number, text in enumerate(self._source.whole_lines(damaged=True), start=1):
            self._number = number
            if not text.strip():
                continue
            try:
                line = self._object(text)
            except InputError as error:
                if not begun:
                    self._source.refuse(1, NO_HEADER)
                self.cut_off = not text.endswith("\n")
                if not self.cut_off:
                    self.lose(error)
                continue
            begun = True
            yield line

    @property
    def number(self) -> int:
        """How many lines there were so far."""
        return self._number

    def lose(self, error: InputError) -> None:
        """Count the line that raised this."""
        self.lost.take(error)
        self.has_hole = True

    def _object(self, text: str) -> dict[str, Any]:
        self._source.check(self._number, text)
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            line = None
        if not isinstance(line, dict):
            self.refuse("the line is no JSON object", "is the log damaged?")
        return line

    def refuse(self, message: str, hint: str = "") -> NoReturn:
        self._source.refuse(self._number, message, hint)

    def seconds(self, line: dict[str, Any], name: str) -> Decimal:
        """Microseconds, as seconds."""
        value = self.whole(line, name)
        if value > _LONGEST_US:
            self.refuse(f'"{name}" is longer than ten years')
        return Decimal(value).scaleb(-6)

    def whole(self, line: dict[str, Any], name: str) -> int:
        """A whole number from 0 on."""
        value = line.get(name)
        if type(value) is not int or not 0 <= value < _MOST:
            self.refuse(f'"{name}" is no whole number from 0 on')
        return value

    def text(self, line: dict[str, Any], name: str) -> str:
        value = line.get(name)
        if not isinstance(value, str) or not value.isprintable():
            self.refuse(f'"{name}" is no text')
        return value

    def number_of(self, line: dict[str, Any], name: str) -> Decimal | None:
        """A number that is written as text; None where it is not there."""
        value = line.get(name)
        if value is None:
            return None
        number = number_in(value) if isinstance(value, str) else None
        if number is None or number < 0:
            self.refuse(f'"{name}" is no number from 0 on')
        return number

    def objects(self, line: dict[str, Any], name: str) -> list[dict[str, Any]]:
        value = line.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(f'"{name}" is no list of objects')
        return value
