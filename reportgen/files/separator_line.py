"""What stands before a table of text: `sep=;`, which tells a spreadsheet the sign between cells, and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_DECLARED = re.compile(r'\s*"?sep=(?P<sign>[^"\s]|\t)"?[\s,;|]*', re.IGNORECASE)
# The first name of a header may begin with #, without a blank: `#,model` or `#run;model`.
_COMMENT = re.compile(r"\s*#(?!(?:[^\s#][^,;\t|]*)?[,;\t|])")


def declared_sign(line: str) -> str | None:
    """The sign between cells that the line declares, and nothing else; None of any other line."""
    match = _DECLARED.fullmatch(line)
    return match["sign"] if match else None


def is_comment(line: str) -> bool:
    """Whether the line before a table is one of comment: `# exported on Monday`."""
    return _COMMENT.match(line) is not None


def sign_before(lines: Iterable[str], *, comments: bool) -> str | None:
    """The sign that is declared before the table; None without one. comments: whether lines of comment stand there."""
    for line in lines:
        if line.strip() and not (comments and is_comment(line)):
            return declared_sign(line)
    return None


def without_declaration(lines: Iterable[str], *, comments: bool) -> Iterator[str]:
    """The lines, of which one before the table that declares the sign between cells keeps its end alone.

    comments: whether lines of comment before the table are left out in the same way.
    """
    left = iter(lines)
    declared = False
    for line in left:
        if not declared and declared_sign(line) is not None:
            declared = True
        elif not (comments and is_comment(line)):
            yield line
            if line.strip():
                break
            continue
        yield line[len(line.rstrip("\r\n")) :]
        if declared and not comments:
            break
    yield from left
