"""How a change is put into what is imported already: functions are given its code, and all else is left to others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.mutate.patching import Functions, new_codes

SOURCE = (
    "def steps(goal):\n    count = 0\n    while goal > 0:\n        goal -= 1\n        count += 1\n    return count\n"
)
KILLED = ("count += 1", "count += 2")


def test_function_is_given_the_code_of_the_change() -> None:
    """A change within a function, or within one that it makes, is a code for each function that holds it."""
    before = "LIMIT = 1\n\ndef f(x):\n    def g():\n        return x + 1\n    return g\n\ndef h():\n    return 3\n"

    codes = new_codes(before, before.replace("x + 1", "x - 1"), Path("m.py"))

    assert codes is not None
    assert ["f", "f.<locals>.g"] == sorted(code.co_qualname for code in codes)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("LIMIT = 1", "LIMIT = 2"),
        ("x=1", "x=None"),
        ("@cache\n", ""),
        ("size: int = 3", "size: int = 4"),
        ("1\n", "True\n"),
        ("2 * n", "3 * n"),
        ("4 * n", "5 * n"),
    ],
)
def test_change_of_what_importing_does_is_for_another_process(text: str, other: str) -> None:
    """A constant, a default, a decorator, the body of a class and what makes them run at import and never again."""
    before = (
        "from functools import cache\nLIMIT = 1\n\n@cache\ndef f(x=1):\n    return x\n\nclass C:\n    size: int = 3\n"
        "    sizes = {n: 4 * n for n in (1, 2)}\n\nSIZES = tuple(2 * n for n in (1, 2))\n"
    )

    assert text in before
    assert new_codes(before, before.replace(text, other, 1), Path("m.py")) is None


def test_a_live_function_does_what_the_change_says(tmp_path: Path) -> None:
    """Who holds the function runs the changed code; a file of the same text beside it stays as it was."""
    held: dict[str, Any] = {}
    for name in ("one.py", "two.py"):
        held[name] = {}
        exec(compile(SOURCE, str(tmp_path / name), "exec", dont_inherit=True), held[name])
    changes = new_codes(SOURCE, SOURCE.replace(*KILLED), tmp_path / "one.py")
    assert changes is not None

    found = Functions(tmp_path).of(tmp_path / "one.py", changes)
    assert found is not None
    for function, code in found:
        function.__code__ = code

    assert [2, 1] == [held[name]["steps"](1) for name in ("one.py", "two.py")]


def test_function_that_closes_over_other_names_is_for_another_process(tmp_path: Path) -> None:
    """What was made by a call at import cannot take a code that needs more of that call than it kept."""
    before = "def make(a, b):\n    def inner():\n        return a\n    return inner\n\nheld = make(1, 2)\n"
    held: dict[str, Any] = {}
    exec(compile(before, str(tmp_path / "m.py"), "exec", dont_inherit=True), held)
    codes = new_codes(before, before.replace("return a", "return b"), tmp_path / "m.py")
    assert codes is not None

    assert 1 == held["held"]()
    assert Functions(tmp_path).of(tmp_path / "m.py", codes) is None
