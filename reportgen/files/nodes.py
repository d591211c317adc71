"""The tree of nodes a manifest is read into, each with its line, and what the three readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NoReturn

from reportgen.files.number import MAX_EXPONENT, MAX_NUMBER_LENGTH
from reportgen.problems import InputError, Problem, excerpt, one_line

Kind = Literal["text", "string", "number", "boolean", "null", "date", "list", "map"]

MAX_DEPTH = 64  # lists and maps inside each other
MAX_NODES = 100_000
MAX_PROBLEMS = 20  # more than this helps nobody

# What neither a page nor a terminal should be handed: C0 (but tab and line ends), DEL, C1, half surrogate
# pairs, a byte order mark inside the text and the two code points that XML refuses.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Node:
    """One value of a manifest.

    kind: "text" is a YAML scalar, untyped; JSON and TOML give string, number, boolean, null and date.
    value: str (text, string, date in ISO form), Decimal (number), bool, None, a tuple of nodes (list) or a
    dict of nodes in the order of the file (map).
    line: counted from 1, where the value begins; for a map's entry, where its key stands; None if unknown.
    place: of a cell of a workbook, `Prices!B7`, in place of the line.
    """

    kind: Kind
    value: str | bool | Decimal | tuple[Node, ...] | dict[str, Node] | None
    line: int | None
    place: str = ""


class Reading:
    """One file being read: its text, the problems found so far, and how many values it holds."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self._name = one_line(name)
        self._problems: list[Problem] = []
        self._nodes = 0
        self._end = len(text.rstrip())
        self._index, self._line = 0, 1  # the last place asked for

    def line_at(self, index: int) -> int:
        """Return the line, from 1, of a character; past the last one, the last line that holds something."""
        index = min(index, self._end)
        # Counted from the last place asked for: readers ask in order, and a table of all line ends of a
        # hostile file would be forty times its size.
        if index >= self._index:
            self._line += self.text.count("\n", self._index, index)
        else:
            self._line -= self.text.count("\n", index, self._index)
        self._index = index
        return self._line

    def note(self, line: int | str | None, message: str, hint: str = "") -> None:
        """Record a problem of a line, or of a place such as `Prices!B7`; with the twentieth the reading ends.

        Raises: InputError with the problems so far once there are too many.
        """
        where = self._name if line is None else f"{self._name}:{one_line(str(line))}"
        self._problems.append(Problem(where, one_line(message), one_line(hint)))
        if len(self._problems) >= MAX_PROBLEMS:
            raise InputError(self._problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those recorded so far."""
        return tuple(self._problems)

    def stop(self, line: int | str | None, message: str, hint: str = "") -> NoReturn:
        """Record a problem after which nothing more can be read, and raise InputError with all of them."""
        self.note(line, message, hint)
        raise InputError(self._problems)

    def finish(self) -> None:
        """Raise InputError if any problem was recorded."""
        if self._problems:
            raise InputError(self._problems)

    def admit(self, line: int | None, depth: int) -> None:
        """Count one value standing at this depth of lists and maps, itself included.

        Raises: InputError at the first value too deep or too many, before anything is built from it.
        """
        self.check_depth(line, depth)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self.stop(
                line,
                f"the file holds more than {MAX_NODES:,} values",
                "a manifest names large files, it does not hold them",
            )

    def check_depth(self, line: int | None, depth: int) -> None:
        """Raise InputError if this is too many lists and maps inside each other."""
        if depth > MAX_DEPTH:
            self.stop(
                line,
                f"lists and maps stand inside each other more than {MAX_DEPTH} levels deep",
                "a manifest needs about five",
            )

    def string(self, kind: Literal["text", "string"], value: str, line: int | None) -> Node:
        """Return the node of a text, noting a forbidden character that an escape brought into it."""
        self.check_characters(value, line)
        return Node(kind, value, line)

    def check_characters(self, value: str, line: int | None) -> None:
        """Note the first forbidden character of a text or a key."""
        if match := FORBIDDEN.search(value):
            self.note(line, f"the text holds the unprintable character U+{ord(match.group()):04X}", "remove it")

    def number(self, value: Decimal | None, text: str, line: int | None) -> Node:
        """Return the node of a number; None, a number out of reach, is noted with its text."""
        if value is None:
            self.note(
                line,
                f"the number '{excerpt(text)}' is out of reach",
                f"at most {MAX_NUMBER_LENGTH} characters, and between 1e-{MAX_EXPONENT} and 1e{MAX_EXPONENT}",
            )
        return Node("number", value, line)

    def note_duplicate(self, key: str, line: int | None, first: int | None) -> None:
        """Note a key given twice in one map, with both lines."""
        self.note(line, f"the key '{excerpt(key)}' is given twice, first on line {first}", "keep one")
