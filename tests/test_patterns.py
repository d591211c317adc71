"""Patterns that look for a line, read from the source: none whose time grows with the pairs of what it is given."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_imports import PACKAGE, in_file, modules_below

# `^` stands at each line: a blank that may be a line's end makes each of them go through all that follow it.
_OVER_LINES = re.compile(r"\^(?:\(\?:|\()*(?:\\s|\[[^\]]*\\s[^\]]*\])[*+]")
# Of many of the one and none of the other, each place of the one is tried with each of the other.
_PAIRS = re.compile(r"\.[*+][^|()]*[^|().?*+][^|()]*\.[*+][^|()]*[^|().?*+$]")


def faults(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of the patterns that look for a line and are slow on some."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not ast.unparse(node.func).startswith("re.") or not node.args:
            continue
        pattern, given = ast.unparse(node.args[0]), ast.unparse(node)
        if re.search(r"\bre\.M(?:ULTILINE)?\b|\(\?[a-z]*m", given):
            text = ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else pattern
            if _OVER_LINES.search(text) or _PAIRS.search(text):
                yield node.lineno, pattern


def test_no_line_is_looked_for_slowly() -> None:
    """A file of blank lines took 30 s to be told apart."""
    found = {
        path.relative_to(PACKAGE).as_posix(): [in_file(path, *it) for it in faults(path.read_text("utf-8"))]
        for path in modules_below(PACKAGE)
    }

    assert not {name: lines for name, lines in found.items() if lines}


@pytest.mark.parametrize(
    ("source", "is_seen"),
    [
        (r're.compile(r"^\s*\{", re.MULTILINE)', True),
        (r're.compile(r"^(?:\s+a)?", re.M)', True),
        (r're.search(r"(?m)^[\s,]*a", text)', True),
        (r're.compile(r"^a.*b.*c", re.MULTILINE)', True),
        (r're.compile(r"^\s*\{")', False),
        (r're.compile(r"^[ \t]*\{", re.MULTILINE)', False),
        (r're.compile(r"^a(?=.*b).*c", re.MULTILINE)', False),
        (r're.compile(r"^a (.*)", re.MULTILINE)', False),
    ],
)
def test_each_such_pattern_is_seen(source: str, is_seen: bool) -> None:
    """By its flag or in its text; blanks that end no line, and one text after the other, are quick."""
    assert is_seen == bool(list(faults(source)))
