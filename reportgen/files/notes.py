"""Notes: what is wrong with an input, gathered while it is read, each with its place as a person would look for it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from reportgen.files.nodes import Node
from reportgen.problems import Problem, excerpt, one_line

Path = tuple[str | int, ...]


class Notes:
    """Collects problems while an input is read; `name` is the file as the user called it."""

    def __init__(self, name: str, root: Node, flags: Mapping[str, str] | None = None) -> None:
        self.name = one_line(name)
        self.root = root
        self.flags = flags or {}
        self.problems: list[Problem] = []

    def where(self, path: Path) -> str:
        """`run.yaml:7: $.stages[1].removed`, or the flag that gave the value."""
        if path and path[0] in self.flags:
            return self.flags[str(path[0])]
        line = _line(self.root, path)
        place = self.name if line is None else f"{self.name}:{line}"
        return f"{place}: {show_path(path)}"

    def add(self, path: Path, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.where(path), one_line(message), one_line(hint)))


def show_path(path: Path) -> str:
    """`$.stages[1].removed`."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{excerpt(step)}" for step in path)


def _line(node: Node, path: Path) -> int | None:
    line = node.line
    for step in path:
        if node.kind == "map" and isinstance(node.value, dict) and step in node.value:
            node = node.value[str(step)]
        elif node.kind == "list" and isinstance(node.value, tuple) and isinstance(step, int):
            node = node.value[step]
        else:
            break
        line = node.line or line
    return line


def suggestion(word: str, known: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """`did you mean "x"?`, or the list of what is known."""
    known = list(known)
    close = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else "known: " + ", ".join(sorted(known))
