"""What joins texts of a page is the language's: no module puts commas, stops or capitals between texts by itself."""

from __future__ import annotations

import ast
import re
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
    ("page/sections/formulas.py", "_marked"),  # keys, which stand in no text
    ("page/sections/energy_records.py", "_method_row"),  # a tool and its version
    ("page/sections/first_page.py", "_meta"),  # the same
    ("rendering/workbook.py", "number_format"),  # how a spreadsheet shows a number
    ("rendering/write_xlsx.py", "_validation"),  # of the sheet to fill in, which is English
    # what a problem says, which is English and on no page
    ("inputs/amounts.py", "_check_unit"),
    ("inputs/amounts.py", "_faults"),
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

# What writes files that are English throughout, and problems, which are English and on no page.
ENGLISH = {
    *("rendering/annex_xi.py", "rendering/boamps.py", "rendering/model_card.py", "rendering/price_list.py"),
    *("rendering/apc_pictures.py", "rendering/score_list.py", "rendering/pdf.py", "rendering/report.py"),
    *("rendering/theme.py", "rendering/html.py", "rendering/training.py", "rendering/zone_list.py"),
    *("rendering/starter_workbook.py", "inputs/manifest_words.py"),
    *(
        "rendering/context.py",
        "rendering/page_text.py",
        "rendering/user_templates.py",
    ),  # fonts; what a page printed, read back; templates
}


def joins_in(source: str) -> Iterator[tuple[str, str]]:
    """Yield each place of a module that joins texts, with the function around it."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if joins(node):
                    yield function.name, ast.unparse(node)


def joined_into_messages(source: str) -> Iterator[str]:
    """Yield what a module fills into a message as several texts that it joins."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("message", "message_of_count"):
            yield from (ast.unparse(node) for value in call.keywords for node in ast.walk(value) if joins(node))


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
    for name, source in modules("page", "inputs", "rendering"):
        for function, text in joins_in(source):
            if name not in ENGLISH and (name, function) not in ALLOWED:
                found[name, function] = text

    assert {} == found


def test_no_message_holds_texts_that_a_reader_of_files_joined() -> None:
    """Records, trainings and filters are told of in English, but for their messages: there names alone are joined."""
    rooms = modules("curation", "energy", "evidence", "figures", "factors", "manifest")
    found = {name: text for name, source in rooms for text in joined_into_messages(source)}

    assert {"energy/importers/boamps.py": "f\"{shown_name(method, '?')} {_text(measure, 'version')}\""} == found


def test_no_template_joins_texts_by_itself() -> None:
    """Neither a template nor a stylesheet has a stop, a comma or a colon of its own behind or before a text."""
    templates = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "templates").iterdir())}
    joins = re.compile(r"""\}\}[,;:](?= |<|\{)|content: "[,;:.] ?\"""")

    assert [] == [(name, found[0]) for name, text in templates.items() for found in joins.finditer(text)]


def modules(*rooms: str) -> Iterator[tuple[str, str]]:
    """Yield the modules of rooms by their names, with their source."""
    folder = ROOT / "reportgen"
    for path in sorted(path for room in rooms for path in (folder / room).rglob("*.py")):
        yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


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


def test_what_is_joined_into_a_message_is_found() -> None:
    """In what is filled in, however deep; the text itself and what is no message do not count."""
    source = """
a = message("{what}", what=", ".join(names))
b = message("{how}: {what}", how=said(f"{one}; {two}"), what=name)
c = warn(", ".join(names))
"""
    assert ["', '.join(names)", "f'{one}; {two}'"] == list(joined_into_messages(source))
