"""Notes: what is wrong with an input, gathered while it is read, each with its place as a person would look for it."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.files.nodes import Node
from reportgen.problems import Problem, excerpt, one_line

Path = tuple[str | int, ...]
_MOST_ALIKE = 3
_MOST_KNOWN = 40  # names that are listed where none is alike
_MOST_COMPARED = 10_000  # names of which the nearest is looked for


class Notes:
    """Collects problems while an input is read; `name` is the file as the user called it."""

    def __init__(self, name: str, root: Node, flags: Mapping[str, str] | None = None) -> None:
        self.name = one_line(name)
        self.root = root
        self.flags = flags or {}
        self.problems: list[Problem] = []
        self._refused: set[Path] = set()
        self._left_out: set[Path] = set()

    def where(self, path: Path) -> str:
        """`run.yaml:7: $.stages[1].removed`, or the flag that gave the value."""
        if path and path[0] in self.flags:
            return self.flags[str(path[0])]
        line = _line(self.root, path)
        place = self.name if line is None else f"{self.name}:{one_line(str(line))}"
        return f"{place}: {show_path(path)}"

    def add(self, path: Path, message: str, hint: str = "") -> None:
        self._refused.add(path)
        self.problems.append(Problem(self.where(path), one_line(message), one_line(hint)))

    def refuse(self, paths: Iterable[Path]) -> None:
        """Take it that a problem of each of the values there is noted elsewhere."""
        self._refused |= set(paths)

    def refused(self, path: Path) -> bool:
        """Whether a problem of the value there, or inside it, is noted: it then lacks for that reason alone."""
        return any(noted[: len(path)] == path for noted in self._refused)

    def leave_out(self, entries: Iterable[Path]) -> None:
        """Note entries of a list that could not be read, so that those behind them keep their numbers."""
        self._left_out |= set(entries)

    def numbers(self, path: Path) -> Iterator[int]:
        """The numbers that the entries of this list which were read have in the file, from 0, without end."""
        return (index for index in itertools.count() if (*path, index) not in self._left_out)


def show_path(path: Path) -> str:
    """`$.stages[1].removed`."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{excerpt(step)}" for step in path)


def _line(node: Node, path: Path) -> int | str | None:
    """The line, or the place of a cell, of the value or of the innermost one around it."""
    line: int | str | None = node.line
    for step in path:
        if node.kind == "map" and isinstance(node.value, dict) and step in node.value:
            node = node.value[str(step)]
        elif node.kind == "list" and isinstance(node.value, tuple) and isinstance(step, int):
            node = node.value[step]
        else:
            break
        line = node.place or node.line or line
    return line


def suggestion(word: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """`did you mean "x"?`, or the list of what is known, its first names where there are many."""
    known = list(known)
    if meant := [f'"{name}"' for name in nearest(word, known)]:
        return f"did you mean {either(meant)}?"
    return f"known: {', '.join(sorted(known)[:_MOST_KNOWN])}" + (", ..." if len(known) > _MOST_KNOWN else "")


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """What a word may have meant: the one that is most like it, else up to three that hold all its words.

    So `price` is `annotation_price`, where no name looks like it.
    """
    known = list(itertools.islice(known, _MOST_COMPARED))
    asked = _words(word)
    if close := difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6):
        return close
    return [name for name in known if asked and asked <= _words(name)][:_MOST_ALIKE]


def either(names: list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.lower()))
