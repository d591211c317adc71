"""Rows that give nothing: counted, named by their lines, and said beside what the other rows give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from reportgen.problems import InputError, Problem, one_line

_MOST_SHOWN = 3


@dataclass
class Losses:
    """The rows of one table that could not be read, the first ones with their problem.

    count: of rows. ran_together: rows that lost their line ends, so that one of those counted holds more than one.
    trailing: lines of rows that end early, in cells that nobody needs; they are read, and said.
    """

    count: int = 0
    ran_together: int = 0
    trailing: list[int] = field(default_factory=list)
    _first: list[Problem] = field(default_factory=list)

    def take(self, error: InputError, rows: int = 1) -> None:
        """Count the row that raised this; rows: as many as ran together in it, by its cells."""
        self.count += 1
        self.ran_together += rows - 1
        if len(self._first) < _MOST_SHOWN:
            self._first += error.problems[:1]

    def add(self, where: str, message: str, hint: str = "") -> None:
        """Count a row with this problem."""
        self.take(InputError([Problem(one_line(where), one_line(message), one_line(hint))]))

    def refuse(self) -> NoReturn:
        """Raise the problems of the first rows: no row is left."""
        raise InputError(self._first)

    @property
    def first(self) -> tuple[Problem, ...]:
        """The problems of the first rows that are lost."""
        return tuple(self._first)

    def listed(self, one: str, several: str, cost: str) -> list[str]:
        """How many are lost, with the first places; behind the count "line is damaged" of one, "lines are damaged"."""
        if not self.count:
            return []
        places = "; ".join(f"{_line(problem)}: {problem.message}" for problem in self._first)
        more = "; ..." if self.count > len(self._first) else ""
        return [f"{self.count:,} {one if self.count == 1 else several} ({places}{more}): {cost}"]

    def said(self, rows: int, lacking: str, cost: str = "") -> list[str]:
        """What a person must know of the rows that are lost, of so many in all; lacking: such as "no energy".

        cost: what follows from it, where that is another thing than that they are in no sum.
        """
        verb, in_no_sum = ("has", "it is in no sum") if self.count == 1 else ("have", "they are in no sum")
        what = f"of {rows:,} rows {verb} {lacking}"
        found = self.listed(what, what, cost or in_no_sum)
        if self.trailing:
            lines = ", ".join(map(str, self.trailing[:_MOST_SHOWN])) + (
                ", ..." if len(self.trailing) > _MOST_SHOWN else ""
            )
            plural = "" if len(self.trailing) == 1 else "s"
            found.append(f"line{plural} {lines}: fewer cells than the header; only the first ones are read")
        return found


def _line(problem: Problem) -> str:
    line = problem.where.rpartition(":")[2]
    return f"line {line}" if line.isdigit() else problem.where
