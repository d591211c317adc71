"""Changes put into modules that are imported already: functions are given the code that the changed source has.

What a module does while it is imported (constants and the comprehensions that make them, defaults, decorators, bodies
of classes) cannot be changed so.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import CodeType, FunctionType

Codes = dict[CodeType, CodeType]

AT_ONCE = ("<genexpr>", "<listcomp>", "<dictcomp>", "<setcomp>")  # run where they stand, and never again


class Functions:
    """The functions of a folder that exist now."""

    def __init__(self, folder: Path) -> None:
        self._of: defaultdict[str, list[FunctionType]] = defaultdict(list)
        gc.unfreeze()  # what is frozen is not found
        for found in gc.get_objects():
            if type(found) is FunctionType and found.__code__.co_filename.startswith(f"{folder}/"):
                self._of[found.__code__.co_filename].append(found)

    def of(self, file: Path, codes: Codes) -> list[tuple[FunctionType, CodeType]] | None:
        """The functions of a file with their new codes; None where one closes over other names than before."""
        found = [(it, codes[it.__code__]) for it in self._of[str(file)] if it.__code__ in codes]
        same = all(it.__code__.co_freevars == code.co_freevars for it, code in found)
        return found if same else None


def new_codes(before: str, after: str, file: Path) -> Codes | None:
    """The codes of functions that a change makes into others, or None where it changes what importing does."""
    codes: Codes = {}
    old, new = (compile(source, str(file), "exec", dont_inherit=True) for source in (before, after))
    return codes if _collect(old, new, codes) else None


def _collect(old: CodeType, new: CodeType, codes: Codes) -> bool:
    """Note the codes within that differ; whether the two stand for each other."""
    within = list(_inner(old)), list(_inner(new))
    in_function = bool(old.co_flags & 0x2)  # CO_NEWLOCALS: neither a module nor the body of a class
    if in_function and old != new:
        codes[old] = new
    elif not in_function and _own(old) != _own(new):
        return False
    if len(within[0]) != len(within[1]):
        return in_function
    return all(_collect(*pair, codes) for pair in zip(*within, strict=True))


def _own(code: CodeType) -> tuple[object, ...]:
    """What a code does itself, wherever it stands and whatever the functions do that it makes."""
    values = tuple(
        (type(value), _own(value) if isinstance(value, CodeType) else value)
        for value in code.co_consts
        if not isinstance(value, CodeType) or value.co_name in AT_ONCE
    )
    return code.co_name, code.co_code, values, code.co_names, code.co_varnames


def _inner(code: CodeType) -> Iterable[CodeType]:
    return (value for value in code.co_consts if isinstance(value, CodeType))
