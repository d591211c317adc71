"""What is wrong with an input: said as data, all of it at once, never as a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input.

    where: `file:line: $.path`, `file: $.path`, `file` or the flag, as a person would look for it.
    message: what is wrong. hint: what to do about it, or empty.
    """

    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


def one_line(text: str) -> str:
    """Return the text with every character that would not print, line ends included, written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def excerpt(text: str, longest: int = 80) -> str:
    """Return the text on one line, cut to so many characters."""
    shown = one_line(text[: longest + 1])
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def first_line(error: Exception) -> str:
    """The first line of what another package says of a fault, cut short; the kind of fault where it says nothing."""
    # a KeyError as text is the repr of what is missing
    said = str(error.args[0] if isinstance(error, KeyError) and error.args else error)
    return excerpt((said.strip() or type(error).__name__).splitlines()[0], 200)


class InputError(Exception):
    """The input or the call is wrong; carries every problem found, in the order of the input."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def refuse(where: str, message: str, hint: str = "") -> NoReturn:
    """Raise InputError with this one problem, each of its texts on one line."""
    raise InputError([Problem(one_line(where), one_line(message), one_line(hint))]) from None
