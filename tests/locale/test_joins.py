"""What joins texts of a page is the language's: no module puts commas, stops or capitals between texts by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
JOINS = {" ", ", ", "; ", ": ", ". ", " – ", "–", " (", ") "}

# Names and signs that stand together in every language, by the function that puts them so.
ALLOWED = {
    ("page/source_numbers.py", "in_brackets"),  # [1, 2] behind what a source says
    ("page/summary.py", "_sentences"),  # lines of a terminal, English
    ("page/sections/verdict.py", "amount"),  # a number and its unit
    ("page/sections/assumptions.py", "_of_the_body"),  # what a key begins with
    ("page/sections/assumptions.py", "_group"),  # a source's number and name
    ("page/sections/assumptions.py", "_row"),  # the same
    ("page/sections/co2.py", "_account"),  # a unit and its gas
    ("page/sections/model_words.py", "emitted"),  # the same
    ("page/sections/energy_records.py", "_method_row"),  # a tool and its version
    ("page/sections/first_page.py", "_meta"),  # the same
    # what a problem says, which is English and on no page
    ("inputs/amounts.py", "_check_unit"),
    ("inputs/amounts.py", "_check"),
    ("inputs/annotation.py", "_none_valid"),
    ("inputs/annotation.py", "_rate"),
    ("inputs/annotation.py", "_unit_factors"),
    ("inputs/audience.py", "for_audience"),
    ("inputs/embodied.py", "_emissions"),
    ("inputs/energy.py", "_name"),
    ("inputs/leaves.py", "finish"),
    ("inputs/models.py", "_name"),
    ("inputs/price_amounts.py", "converted"),
    ("inputs/samples.py", "_balance"),
    ("inputs/told_devices.py", "_told"),
}


def joins_in(source: str) -> Iterator[tuple[str, str]]:
    """Yield each place of a module that joins texts, with the function around it."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if joins(node):
                    yield function.name, ast.unparse(node)


def joins(node: ast.AST) -> bool:
    """Whether it joins texts by a separator, adds one, or makes a first letter large."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(sign)), attr="join")):
            return sign in JOINS
        case (
            ast.BinOp(op=ast.Add(), left=ast.Constant(value=str(sign)))
            | ast.BinOp(op=ast.Add(), right=ast.Constant(value=str(sign)))
        ):
            return sign in JOINS or sign == "."
        case ast.JoinedStr(values=parts):
            inner = [part.value for part in parts[1:-1] if isinstance(part, ast.Constant)]
            last = parts[-1].value if parts and isinstance(parts[-1], ast.Constant) else ""
            return any(sign in JOINS for sign in inner) or (len(parts) > 1 and last in (".", ":", ")."))
        case ast.Call(func=ast.Attribute(value=ast.Subscript(), attr="upper" | "capitalize")):
            return True
    return False


def test_no_section_or_input_joins_texts_by_itself() -> None:
    """Lists, sentences, ranges and labels are made by the page's language: listed, paragraph, span, labelled ..."""
    found = {}
    rooms = (ROOT / "reportgen" / "page", ROOT / "reportgen" / "inputs")
    for path in sorted(path for room in rooms for path in room.rglob("*.py")):
        name = path.relative_to(ROOT / "reportgen").as_posix()
        for function, text in joins_in(path.read_text(encoding="utf-8")):
            if (name, function) not in ALLOWED:
                found[name, function] = text

    assert {} == found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('", ".join(parts)', True),
        ('" ".join(sentences)', True),
        ('"".join(letters)', False),
        ('", " + text', True),
        ('text + "."', True),
        ("text + suffix", False),
        ('f"{label}: {text}"', True),
        ('f"{text}."', True),
        ('f"{key}.{end}"', False),
        ('f"{first} {second}"', True),
        ('f"energy.{slug}"', False),
        ("text[:1].upper() + text[1:]", True),
    ],
)
def test_what_joins_is_found(line: str, expected: bool) -> None:
    """Separators, added stops and capitals are found however they are written; what makes a key is none of them."""
    assert expected == bool(list(joins_in(f"def f():\n    return {line}\n")))
