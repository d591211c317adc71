"""Where a source says something to a person, or only guards itself: changes there are not tried.

Words are held by reading them; the `strict` of a `zip` can act only where the code around it is wrong already, and the
`encoding` of a file only where a machine's own is another.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# Calls of which some arguments, by their places, are for people: what a field is, the title and text of a caveat.
PLACES = {"given": slice(1, 2), "needed": slice(1, 2), "Caveat": slice(1, 3)}
PLACES |= {"_nullable": slice(1, 2), "_texts": slice(0, 1)}  # descriptions within a schema
DESCRIBED = "description"  # the key of a schema whose text is for people
TO_PEOPLE = {"help", "metavar", "advice"}  # keywords whose texts are printed: of options, and of what to do
# Whose texts a person reads: messages of the page, problems with their hints, and what is raised.
SPEAKING = re.compile(
    r"(^|\.)_?(say|say_count|message|refuse|Problem|\w+Error|\w+Refused|PdfFailed|PdfUnavailable|BadParameter|stop|note"
    r"|fail|notes\.add|place\.add)$"
)
NAMES = {"hint", "message"}  # of texts on their way to one of these


@dataclass(frozen=True, order=True)
class Span:
    """A part of a source, in characters, its end left out."""

    start: int
    end: int

    def meets(self, start: int, end: int) -> bool:
        """Whether a change from `start` to `end` touches it; one that only puts something in has no length."""
        return self.start < max(end, start + 1) and start < self.end


@cache
def spans_of_texts(source: str) -> list[Span]:
    """The docstrings, types and literal texts in the arguments of what speaks to a person, and guards."""
    lines = source.splitlines(keepends=True)
    starts = list(itertools.accumulate(map(len, lines), initial=0))

    def place(line: int, utf8: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:utf8].decode())

    return [
        Span(place(node.lineno, node.col_offset), place(node.end_lineno or 0, node.end_col_offset or 0))
        for node in _texts(ast.parse(source))
    ]


def _texts(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.Assign) and {ast.unparse(target) for target in node.targets} <= NAMES:
            yield from _literals(node.value)
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
            yield node
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "zip":
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "strict")
        elif isinstance(node, ast.Call) and (places := PLACES.get(ast.unparse(node.func))):
            yield from (literal for argument in node.args[places] for literal in _literals(argument))
        elif isinstance(node, ast.Dict):
            described = (value for key, value in zip(node.keys, node.values, strict=True) if _describes(key))
            yield from (literal for value in described for literal in _literals(value))
        elif isinstance(node, ast.keyword) and node.arg == "encoding":
            yield node.value
        elif isinstance(node, ast.keyword) and node.arg in TO_PEOPLE:
            yield from _literals(node.value)
        elif isinstance(node, ast.Call) and SPEAKING.search(ast.unparse(node.func)):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from _literals(argument)


def _describes(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == DESCRIBED


def _literals(node: ast.AST) -> Iterator[ast.expr]:
    """The literal texts in an argument; what is put into one goes with it."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _literals(child)
