"""JSON as it is written: for people indented, for a digest in the one text that equal values share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.files.json_text import canonical, dumps


@pytest.mark.parametrize(
    ("value", "indented", "shared"),
    [
        ({}, "{}", "{}"),
        ([], "[]", "[]"),
        (None, "null", "null"),
        (True, "true", "true"),
        (7, "7", "7"),
        (Decimal("0.50"), "0.5", "0.5"),
        ('ä"', '"ä\\""', '"ä\\""'),
        (["a", "b"], '["a", "b"]', '["a","b"]'),
        ([1, "a"], '[\n  1,\n  "a"\n]', '[1,"a"]'),
        ({"b": "x", "a": ()}, '{\n  "b": "x",\n  "a": []\n}', '{"a":[],"b":"x"}'),
        # what is inside stands two blanks further in, whatever it is in
        ([{"a": 1}], '[\n  {\n    "a": 1\n  }\n]', '[{"a":1}]'),
        ({"a": [[1]]}, '{\n  "a": [\n    [\n      1\n    ]\n  ]\n}', '{"a":[[1]]}'),
        ({"a": {"b": None}}, '{\n  "a": {\n    "b": null\n  }\n}', '{"a":{"b":null}}'),
    ],
)
def test_json_to_the_letter(value: Any, indented: str, shared: str) -> None:
    """Keys as they come, or in order and without a blank."""
    assert (indented, shared) == (dumps(value), canonical(value))
