"""JSON files of tools, whole and object by object: what is read of them, and what is said of one that is wrong."""

from __future__ import annotations

import gzip
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.energy.importers import json_file
from reportgen.energy.importers.json_stream import number_at, objects_in
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.energy.importers.sources import written

SOURCE = Source(Path("log.json"), "log.json", {})
DAMAGED = "(is the file damaged?)"


def said(content: str | bytes, folder: Path, name: str = "log.json") -> str:
    """Return what is said of the file."""
    with pytest.raises(InputError) as caught:
        json_file.json_value(written(folder, content, name))
    return str(caught.value)


def test_numbers_are_exact_and_what_is_none_is_null(tmp_path: Path) -> None:
    """A key that nobody needs is left out wherever it stands."""
    text = '{"a": 0.10, "b": [1, NaN, Infinity, null], "raw": [1], "c": {"raw": 2, "d": "x"}}'
    value = json_file.json_value(written(tmp_path, text), ["raw"])

    assert {"a": Decimal("0.10"), "b": [Decimal(1), None, None, None], "c": {"d": "x"}} == value
    assert isinstance(value["b"][0], Decimal)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "log.json: the file is empty (is this the tool's file?)"),
        (" \n", "log.json: the file is empty (is this the tool's file?)"),
        ('{\n"a": }', "log.json:2: not JSON: Expecting value (is the file cut off or damaged?)"),
        ("[" * 5000, "log.json: lists and maps stand inside each other too deep (is this the tool's file?)"),
        (b'{\n"a": "\xff"}', "log.json:2: the byte 0xFF here is not UTF-8 (is it damaged?)"),
    ],
)
def test_what_is_no_json_is_said(content: str | bytes, expected: str, tmp_path: Path) -> None:
    """With its line, where it has one."""
    assert expected == said(content, tmp_path)


def test_a_damaged_gzip_is_said(tmp_path: Path) -> None:
    """It was not copied whole."""
    told = said(gzip.compress(b'{"a": 1}')[:-4], tmp_path, "log.json.gz")
    assert told.startswith("log.json.gz: the gzip file is damaged: ")
    assert told.endswith(" (copy it again)")


def test_a_file_may_be_just_as_large_as_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte more is too much: here of 3 MB."""
    monkeypatch.setattr(json_file, "MOST_BYTES", 3_000_000)
    content = b'"' + b"x" * 2_999_998 + b'"'

    assert 2_999_998 == len(json_file.json_value(written(tmp_path, content)))
    assert "log.json: the file is larger than 3 MB (export fewer runs at a time)" == said(content + b" ", tmp_path)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal(-1), f"$.a is '-1', no number from zero on {DAMAGED}"),
        (True, f"$.a is 'True', no number from zero on {DAMAGED}"),
        ("1", f"$.a is '1', no number from zero on {DAMAGED}"),
        ({"b": Decimal(1)}, f"$.a is a map, no number from zero on {DAMAGED}"),
        ([Decimal(1)], f"$.a is a list, no number from zero on {DAMAGED}"),
        (Decimal("1e31"), f"$.a is '1E+31', which is beyond what is computed here: 1e-30 to 1e30 {DAMAGED}"),
    ],
)
def test_what_is_no_number_from_zero_on_is_said(value: Any, expected: str) -> None:
    """Where it stands, and what."""
    with pytest.raises(InputError) as caught:
        json_file.decimal(SOURCE, value, "$.a")
    assert f"log.json: {expected}" == str(caught.value)


def test_zero_is_a_number() -> None:
    """As any above it is."""
    assert [Decimal(0), Decimal("0.5")] == [json_file.decimal(SOURCE, it, "$.a") for it in (Decimal(0), Decimal("0.5"))]


def test_a_map_below_keys_is_empty_where_there_is_none() -> None:
    """What is something else is said with its whole path."""
    value = {"a": {"b": {"c": 1}, "d": None, "e": [1], "f": Decimal(7)}}

    assert {"c": 1} == json_file.entry(SOURCE, value, "$", "a", "b")
    assert [{}, {}] == [json_file.entry(SOURCE, value, "$", "a", key) for key in ("d", "x")]
    assert {} == json_file.entry(SOURCE, value, "$", "a", "f", "g")
    for key, shown in (("e", "a list"), ("f", "'7'")):
        with pytest.raises(InputError) as caught:
            json_file.entry(SOURCE, value, "$", "a", key)
        assert f"log.json: $.a.{key} is {shown}, not a map (is this the tool's file?)" == str(caught.value)


def test_objects_one_after_another_have_their_lines(tmp_path: Path) -> None:
    """In lists or on lines of their own; one that is cut is lost, and what is no object is passed over."""
    text = '[{"t": 1},\n {"t": 0.5}]\nkilled\n\n{"t": {"t": 2}}\n{"t": \n{"t": NaN}\n'
    lost = Losses()
    found = list(objects_in(written(tmp_path, text), re.compile(r'\{\s*"t"'), lost))

    expected: list[tuple[int, object]] = [(1, Decimal(1)), (2, Decimal("0.5")), (5, {"t": Decimal(2)}), (7, None)]
    assert expected == [(line, value["t"]) for line, value in found]
    assert 1 == lost.count
    [line] = lost.said(5, "no power")
    assert line.startswith("1 of 5 rows has no power (line 6: not JSON: ")


def test_a_number_below_keys() -> None:
    """What is none is said with its keys and its line."""
    assert Decimal("0.5") == number_at(SOURCE, 3, {"a": {"b": Decimal("0.5")}}, "a", "b")
    for value, shown in (
        ({"a": 1}, "None"),
        ({"a": {"b": Decimal(-1)}}, "-1"),
        ({"a": {"b": Decimal("1e31")}}, "1E+31"),
    ):
        with pytest.raises(InputError) as caught:
            number_at(SOURCE, 3, value, "a", "b")
        assert f"log.json:3: a.b is '{shown}', no number from zero on" == str(caught.value)
