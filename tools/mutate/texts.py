"""Where a source says something to a person: changes there are not tried, as words are held by reading them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

# Whose texts a person reads: messages of the page, problems with their hints, and what is raised.
SPEAKING = re.compile(r"(^|\.)_?(say|say_count|message|refuse|Problem|\w+Error)$")
Place = tuple[int, int]  # line from 1, column from 0 in characters


@dataclass(frozen=True)
class Span:
    """A part of a source, its end left out."""

    start: Place
    end: Place

    def holds(self, place: Place) -> bool:
        """Whether the place lies within."""
        return self.start <= place < self.end


def spans_of_texts(source: str) -> list[Span]:
    """The docstrings, annotations and literal texts in the arguments of what speaks to a person."""
    lines = source.splitlines()
    return [_span(node, lines) for node in _texts(ast.parse(source))]


def _texts(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.Call) and SPEAKING.search(ast.unparse(node.func)):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from _literals(argument)


def _literals(node: ast.AST) -> Iterator[ast.expr]:
    """The literal texts in an argument; what is put into one goes with it."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _literals(child)


def _span(node: ast.expr, lines: list[str]) -> Span:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return Span(
        (node.lineno, _characters(lines[node.lineno - 1], node.col_offset)),
        (node.end_lineno, _characters(lines[node.end_lineno - 1], node.end_col_offset)),
    )


def _characters(line: str, utf8: int) -> int:
    return len(line.encode()[:utf8].decode())
