"""Values of text columns as a user names them: text for text, and what may be meant where none is the same."""

from __future__ import annotations

from collections.abc import Collection

from reportgen.files.notes import suggestion
from reportgen.files.number import number_in
from reportgen.problems import excerpt

_MOST_SHOWN = 40
_LONGEST_SHOWN = 40


def nearest(text: str, values: Collection[str]) -> str:
    """What to do where no value is this text: the one that is the same number is meant, such as `1.0` by `1`, or the
    one that is written alike."""
    number = number_in(text)
    same = [value for value in sorted(values) if number is not None and number_in(value) == number]
    if same:
        return f'did you mean "{excerpt(same[0])}"?'
    return suggestion(text, [excerpt(value, _LONGEST_SHOWN) for value in sorted(values)[:_MOST_SHOWN]])
