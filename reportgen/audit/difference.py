"""What a check found: one thing that does not hold, with what the report says and what follows in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportgen.files.json_text import dumps
from reportgen.problems import excerpt

_LONGEST = 120


@dataclass(frozen=True)
class Difference:
    """where: a figure's key, a page, or a file. text: what does not hold, in one line."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def stated(where: str, said: Any, derived: Any, *, what: str = "") -> Difference:
    """The report states one thing and another follows. what: of the figure, where it is not the value."""
    name = f"{what} " if what else ""
    return Difference(where, f"{name}stated {shown(said)}, derived {shown(derived)}")


def shown(value: Any) -> str:
    """A value in a line: a number in its shortest exact form, nothing as `none`."""
    if value is None:
        return "none"
    text = value if isinstance(value, str) else " ".join(dumps(value).split())
    return excerpt(f'"{text}"' if isinstance(value, str) else text, _LONGEST)
