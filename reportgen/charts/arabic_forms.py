"""Arabic letters in the form that they have beside their neighbours, each a character of its own.

Unicode's presentation forms are for what draws letter by letter; the forms come from the Unicode data in Python.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_BLOCKS = ((0xFB50, 0xFBEA), (0xFBFC, 0xFC00), (0xFE80, 0xFEFD))
_JOINERS = frozenset("\u0640\u200d")  # a stroke between letters, and its invisible kin
_LAM = "\u0644"


def joined(text: str) -> str:
    """The text with each Arabic letter in its form; lam with an alef behind it becomes one character."""
    if not any("\u0600" <= char <= "\u06ff" for char in text):
        return text
    forms = _forms()
    letters: list[str] = []
    for char in text:
        if letters and letters[-1] + char in forms:
            letters[-1] += char
        else:
            letters.append(char)
    # marks above and below stand between letters that join
    places = [index for index, letter in enumerate(letters) if unicodedata.category(letter[0]) != "Mn"]
    shown = letters.copy()
    for number, index in enumerate(places):
        before = letters[places[number - 1]] if number else ""
        after = letters[places[number + 1]] if number + 1 < len(places) else ""
        shown[index] = _form(letters[index], before, after)
    return "".join(shown)


def _form(letter: str, before: str, after: str) -> str:
    forms = _forms().get(letter)
    if not forms:
        return letter
    to_before = "final" in forms and (before in _JOINERS or "initial" in _forms().get(before, ()))
    to_after = "initial" in forms and (after in _JOINERS or "final" in _forms().get(after, ()))
    if to_before:
        return forms["medial" if to_after else "final"]
    if to_after:
        return forms["initial"]
    return letter if len(letter) == 1 else forms["isolated"]


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each letter, and of lam with an alef, by their names: isolated, initial, medial, final."""
    found: dict[str, dict[str, str]] = {}
    for code in (code for start, end in _BLOCKS for code in range(start, end)):
        name, *letters = unicodedata.decomposition(chr(code)).split() or ("",)
        whole = "".join(chr(int(letter, 16)) for letter in letters)
        if len(whole) == 1 or whole[:1] == _LAM:
            found.setdefault(whole, {})[name.strip("<>")] = chr(code)
    return found
