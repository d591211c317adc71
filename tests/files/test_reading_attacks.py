"""What the readers refuse: damaged and hostile files end in clear lines with their place, and in nothing else."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.files import nodes, read_yaml
from reportgen.files.document import Form, read_text
from reportgen.files.nodes import Node
from reportgen.problems import InputError
from tests.files.test_reading import JSON, TOML, YAML

DEEP = "lists and maps stand inside each other more than 64 levels deep (a manifest needs about five)"
MANY = "the file holds more than 100,000 values (a manifest names large files, it does not hold them)"
EMPTY = "(`reportgen init` writes one to begin with)"
ROOT = ":%d: a manifest is a map of keys and values, this is a %s (begin with the key `task`)"
OUT = "(write the value out)"
NO_VALUE = (
    "not YAML: mapping values are not allowed in this context "
    "(a text that holds ': ' stands in quotes; check the indentation above)"
)
NO_KEY = "a list or a map cannot be a key (a key is one text; a text that begins with [ or { stands in quotes)"
UTF8 = "(save it as UTF-8)"

# (form, content, the first problem after the file's name)
DAMAGED: list[tuple[Form, bytes, str]] = [
    ("yaml", b"", f": the file is empty {EMPTY}"),
    ("yaml", b" \n\t\n", f": the file is empty {EMPTY}"),
    ("yaml", b"# only a comment\n", f": the file holds no values {EMPTY}"),
    ("yaml", b"---\n", f": the file holds no values {EMPTY}"),
    ("yaml", b"\n- a\n- b\n", ROOT % (2, "list")),
    ("yaml", b"hello", ROOT % (1, "single value")),
    ("yaml", b"a: 1\nb: &x 2\nc: *x\n", f":2: the anchor '&x' is not read {OUT}"),
    ("yaml", b"a: 1\nc: *x\n", f":2: the alias '*x' is not read {OUT}"),
    ("yaml", b"*x : 1\n", f":1: the alias '*x' is not read {OUT}"),
    ("yaml", b"a:\n  - !!int 3\n", ":2: the tag '!!int' is not read (write the value without it)"),
    (
        "yaml",
        b"a: !!python/object/apply:os.system ['id']\n",
        ":1: the tag '!!python/object/apply:os.system' is not read (write the value without it)",
    ),
    ("yaml", b"a: ! x\n", ":1: the tag '!' is not read (write the value without it)"),
    ("yaml", b"a: 1\n<<: {b: 2}\n", ":2: a merge key '<<' is not read (write the values out)"),
    ("yaml", b"a: 1\nb: 2\n'a': 3\n", ":3: the key 'a' is given twice, first on line 1 (keep one)"),
    ("yaml", b"a:\n- b: {c: 1,\n   c: 2}\n", ":3: the key 'c' is given twice, first on line 2 (keep one)"),
    ("yaml", b"a: 1\n[b, c]: 1\n", f":2: {NO_KEY}"),
    ("yaml", b"{{a: 1}: 2}\n", f":1: {NO_KEY}"),
    ("yaml", b"?\n: 2\n", ":1: a key is missing before the ':' (write the key)"),
    ("yaml", b"a: 1\n---\nb: 2\n", ":2: a second document begins here (one manifest a file; remove the '---')"),
    ("yaml", b"%YAML 1.1\n---\na: 1\n", ":1: a YAML directive is not read here (leave the line out)"),
    (
        "yaml",
        b"a: 1\nb: 2: 3\n",
        ":2: not YAML: mapping values are not allowed in this context "
        "(a text that holds ': ' stands in quotes; check the indentation above)",
    ),
    (
        "yaml",
        "a:\u00a01\nb: 2\n".encode(),
        ":1: the blank after the colon is U+00A0, which ends no key (type a plain blank in its place)",
    ),
    (
        "yaml",
        "a: 1\nb:\u00a02\nc: 3\n".encode(),
        ":2: the blank after the colon is U+00A0, which ends no key (type a plain blank in its place)",
    ),
    # what stands in a text, or below, is not the cause
    ("yaml", 'a: "b:\u00a0c"\nd: e: 3\n'.encode(), f":2: {NO_VALUE}"),
    ("yaml", "a: b: 3\nc:\u00a0d\n".encode(), f":1: {NO_VALUE}"),
    (
        "yaml",
        b"a:\n\t- 1\n",
        ":2: not YAML: found character that cannot start any token "
        "(indent with spaces; a text that begins with @, ` or % stands in quotes)",
    ),
    ("yaml", b"a: 'x\n", ":1: not YAML: found unexpected end of stream (a quote is not closed)"),
    ("yaml", b'a: "\\x1b[31m"\n', ":1: the text holds the unprintable character U+001B (remove it)"),
    ("yaml", b"a: 1\nb: \xe9t\xe9\n", f":2: byte 8 of the file (0xE9) is not UTF-8 {UTF8}"),
    ("yaml", "a: 1\n".encode("utf-16"), f":1: the text is UTF-16 or UTF-32 {UTF8}"),
    (
        "yaml",
        b"a: 1\r\nb: \x00\r\n",
        ":2: the file holds the unprintable character U+0000; this looks like a binary file (a manifest is plain text)",
    ),
    ("yaml", b"a: \x1b[0m\n", ":1: the file holds the unprintable character U+001B (a manifest is plain text)"),
    ("json", b"\n", f": the file is empty {EMPTY}"),
    ("json", b"[1]", ROOT % (1, "list")),
    (
        "json",
        b'{\n"a": 1,\n}',
        ":3: not JSON: expected a key in double quotes, found '}' "
        "(something is missing before it, or there is a comma too many)",
    ),
    ("json", b'{"a": 1}\nx', ":2: not JSON: expected the end of the file, found 'x'"),
    (
        "json",
        b'{"a": 1 // one\n}',
        ":1: not JSON: expected ',' or '}', found '// one' "
        "(JSON has no comments; remove it, or save the file as .yaml)",
    ),
    (
        "json",
        b"{\n'a': 1}",
        ":2: not JSON: expected a key in double quotes, found ''a': 1}' (JSON writes texts and keys in double quotes)",
    ),
    ("json", b'{"a": 1,\n\n', ":1: not JSON: expected a key in double quotes, found the end of the file"),
    ("json", b'{"a": 1 "b": 2}', ":1: not JSON: expected ',' or '}', found '\"b\": 2}'"),
    ("json", b'{"a" 1}', ":1: not JSON: expected ':', found '1}'"),
    (
        "json",
        b'{"a": NaN}',
        ":1: not JSON: expected a value, found 'NaN}' (JSON has no such number; leave the key out, or write null)",
    ),
    (
        "json",
        b'{"a": -Infinity}',
        ":1: not JSON: expected a value, found '-Infinity}' "
        "(JSON has no such number; leave the key out, or write null)",
    ),
    ("json", b'{"a": 007}', ":1: not JSON: expected a value, found '007}' (JSON writes numbers as 0.5, -1 or 1e3)"),
    (
        "json",
        b'{"a": "x\n"}',
        ":1: not JSON: the text that begins here does not end on its line "
        '(close it with "; a line end inside is written \\n)',
    ),
    ("json", b'{"a": "\\x"}', ":1: not JSON: '\\x' is no escape of JSON (write \\\\ for a backslash)"),
    ("json", b'{"a": "x\ty"}', ":1: not JSON: a tab inside a text (write \\t)"),
    ("json", b'{"a": "\\ud800"}', ":1: the text holds the unprintable character U+D800 (remove it)"),
    ("json", b'{"a": [{"b": 1,\n"b": 2}]}', ":2: the key 'b' is given twice, first on line 1 (keep one)"),
    (
        "json",
        b'{"a": 1e99999999999999999999}',
        ":1: the number '1e99999999999999999999' is out of reach "
        "(at most 100 characters, and between 1e-999 and 1e999)",
    ),
    ("toml", b"# nothing\n", f": the file holds no values {EMPTY}"),
    ("toml", b"a = 1\nb = hello\n", ":2: not TOML: Invalid value (a text stands in quotes)"),
    ("toml", b"a = 1\n\n'a' = 2\n", ":3: the key 'a' is given twice, first on line 1 (keep one)"),
    ("toml", b"[t]\na = 1\n[u]\n[t]\n", ":4: the key 't' is given twice, first on line 1 (keep one)"),
    ("toml", b"a.b = 1\na.b.c = 2\n", ":2: the key 'b' is given twice, first on line 1 (keep one)"),
    ("toml", b"a = {b = 1, b = 2}\n", ":1: the key 'b' is given twice, first on line 1 (keep one)"),
    ("toml", b"a = [1]\n[[a]]\n", ":2: the key 'a' is given twice, first on line 1 (keep one)"),
    (
        "toml",
        b"a = 1\nb = 2 c = 3\n",
        ":2: not TOML: Expected newline or end of document after a statement (one key a line; a text stands in quotes)",
    ),
    ("toml", b"a = 1\nb 2\n", ":2: not TOML: Expected '=' after a key in a key/value pair (write key = value)"),
    ("toml", b'a = """x', ":1: not TOML: Unterminated string (close the quote)"),
    (
        "toml",
        b'a = "C:\\data"\n',
        ":1: not TOML: Unescaped '\\' in a string (write \\\\ for a backslash, or use single quotes)",
    ),
    ("toml", b"a = 1\n[t\nb = 2\n", ":2: not TOML: Expected ']' at the end of a table declaration"),
    ("toml", b'a = 1\nb = "x\n', ":2: not TOML: Illegal character '\\n'"),
    ("toml", b"a = 1\nb = [1,\n2\n\n", ":3: not TOML: Unclosed array"),
    (
        "toml",
        b"a = 1e5000\n",
        ":1: the number '1e5000' is out of reach (at most 100 characters, and between 1e-999 and 1e999)",
    ),
    (
        "toml",
        b"a = " + b"9" * 5000,
        f":1: '{'9' * 79}…' is no number or date of at most 100 characters (a text stands in quotes)",
    ),
]


def problems_of(content: str | bytes, form: Form) -> list[str]:
    """Return the problems of a text without the name of its file; none if it is read."""
    try:
        read_text(content, "run", form)
    except InputError as error:
        return [str(problem).removeprefix("run") for problem in error.problems]
    return []


@pytest.mark.parametrize(("form", "content", "expected"), DAMAGED)
def test_a_damaged_file_is_answered_with_its_place(form: Form, content: bytes, expected: str) -> None:
    """Each kind of damage gives one clear line with the file's line, what is wrong and what to do."""
    assert expected == problems_of(content, form)[0]


# By form: what a text looks like, and what to do about it.
HINTS: dict[Form, tuple[tuple[str, str], ...]] = {
    "yaml": (
        ("a: 1\nb\nc: 2\n", "check the colon, the quotes and the indentation of the lines above"),
        ("a: [1, 2\nb: 3\n", "close the bracket; a text that holds [ ] { } or , stands in quotes"),
        ("a: 1\n b: 2\n", "a text that holds ': ' stands in quotes; check the indentation above"),
        ("a:\n  b: 1\n c: 2\n", "check the indentation and the quotes of the lines above"),
        ('a: "\\q"\n', "write \\\\ for a backslash, or use single quotes"),
    ),
    "json": (
        ('{"a": 1 /* one */}', "JSON has no comments; remove it, or save the file as .yaml"),
        ('{"a": 1 # one\n}', "JSON has no comments; remove it, or save the file as .yaml"),
        ('{"a": [1, ]}', "something is missing before it, or there is a comma too many"),
        ('{"a": Infinity}', "JSON has no such number; leave the key out, or write null"),
        *((f'{{"a": {word}}}', "JSON writes true, false and null") for word in ("True", "False", "None")),
        ("{a: 1}", "JSON writes keys in double quotes"),
        *((f'{{"a": {word}}}', "JSON writes numbers as 0.5, -1 or 1e3") for word in ("+1", ".5", "-.5", "1.")),
        ('{"a": 1 1}', ""),
    ),
    "toml": (("a = 1\nb: 2\n", "write key = value"),),
}


@pytest.mark.parametrize(("form", "text", "hint"), [(form, *case) for form, cases in HINTS.items() for case in cases])
def test_each_slip_of_syntax_has_its_hint(form: Form, text: str, hint: str) -> None:
    """What to do stands at the end of the line, in parentheses; nothing where nobody can say."""
    (problem,) = problems_of(text, form)
    assert problem.startswith((":1: not ", ":2: not ", ":3: not "))
    assert problem.endswith(f" ({hint})" if hint else "'")


def test_all_problems_of_a_yaml_file_are_shown_at_once() -> None:
    """What is refused without breaking the syntax does not hide what follows."""
    text = "a: &x 1\nb: *x\nc: !!int 3\na: 4\n[d]: 5\n<<: 6\nb: !t &u\n"
    assert [
        f":1: the anchor '&x' is not read {OUT}",
        f":2: the alias '*x' is not read {OUT}",
        ":3: the tag '!!int' is not read (write the value without it)",
        ":4: the key 'a' is given twice, first on line 1 (keep one)",
        f":5: {NO_KEY}",
        ":6: a merge key '<<' is not read (write the values out)",
        ":7: the key 'b' is given twice, first on line 2 (keep one)",
        f":7: the anchor '&u' is not read {OUT}",
        ":7: the tag '!t' is not read (write the value without it)",
    ] == problems_of(text, "yaml")


def test_all_duplicates_of_a_toml_file_are_shown_at_once() -> None:
    """Where tomllib would stop at the first duplicate key, every one is shown."""
    assert [
        ":2: the key 'a' is given twice, first on line 1 (keep one)",
        ":5: the key 'c' is given twice, first on line 4 (keep one)",
    ] == problems_of("a = 1\na = 2\n[b]\nc = 1\nc = 2\n", "toml")


def test_the_number_of_problems_is_limited() -> None:
    """A file of nothing but duplicates is answered with a screenful: each line after the first is one, up to 20."""
    assert [2, 20, 20] == [len(problems_of("a: 1\n" * lines, "yaml")) for lines in (3, 21, 90_000)]


HOSTILE: list[tuple[Form, str, str]] = [
    ("yaml", "[" * 100_000, f":1: {DEEP}"),
    ("yaml", "[" * 9_000_000, f":1: {DEEP}"),
    ("yaml", "{a: " * 100_000, f":1: {DEEP}"),
    ("yaml", "- " * 100_000, f":1: {DEEP}"),
    ("yaml", "? " * 100_000, f":1: {NO_KEY}"),
    ("yaml", "\n".join(" " * depth + "a:" for depth in range(1_000)), f":65: {DEEP}"),
    ("yaml", "a: [" + "1," * 1_000_000 + "]", f":1: {MANY}"),
    ("yaml", "%TAG !a! x\n" * 100_000 + "---\na: 1", ":1: a YAML directive is not read here (leave the line out)"),
    ("yaml", "a: 1\n...\n" + "%TAG !a! x\n" * 100_000, ":3: a YAML directive is not read here (leave the line out)"),
    ("json", "[" * 100_000, f":1: {DEEP}"),
    ("json", '{"a":' * 100_000, f":1: {DEEP}"),
    ("json", '{"a":\n[' + "1," * 1_000_000 + "1]}", f":2: {MANY}"),
    (
        "json",
        '{"a":' + "9" * 9_000_000 + "}",
        f":1: the number '{'9' * 79}…' is out of reach (at most 100 characters, and between 1e-999 and 1e999)",
    ),
    ("toml", "a = " + "[" * 100_000, f":1: {DEEP}"),
    ("toml", "a = " + "{a=" * 100_000, f":1: {DEEP}"),
    ("toml", "a" + ".a" * 100_000 + " = 1", f":1: {DEEP}"),
    ("toml", "[" + "a." * 100_000 + "a]", f":1: {DEEP}"),
    ("toml", "\n".join(f"[[{'.'.join('a' * depth)}]]" for depth in range(1, 60)), f":32: {DEEP}"),
    ("toml", "a = [" + "1," * 1_000_000 + "]", f":1: {MANY}"),
    ("toml", "\n".join("a." * 60 + f"b{number} = 1" for number in range(20_000)), f":1640: {MANY}"),
]


@pytest.mark.parametrize(("form", "text", "expected"), HOSTILE)
def test_a_bomb_is_refused(form: Form, text: str, expected: str) -> None:
    """Depth and size are refused at the line where the bound is passed, so while the text streams."""
    assert expected == problems_of(text, form)[0]


@pytest.mark.parametrize(("form", "start", "end"), [("yaml", "a: ", ""), ("json", '{"a": ', "}"), ("toml", "a = ", "")])
def test_the_depth_limit_is_64(form: Form, start: str, end: str) -> None:
    """The root map and 63 lists in it are read, one list more is refused."""
    assert [] == problems_of(start + "[" * 63 + "]" * 63 + end, form)
    assert [f":1: {DEEP}"] == problems_of(start + "[" * 64 + "]" * 64 + end, form)


def test_tables_of_toml_inside_each_other_are_held_to_that_limit() -> None:
    """The root and x are two, and each [[...]] a list and a map more: 31 come to 64 and are read, 32 to 66."""
    lines = [f"[[x.{'.'.join('a' * many)}]]" for many in range(1, 33)]
    assert [] == problems_of("\n".join(lines[:31]), "toml")
    assert [f":32: {DEEP}"] == problems_of("\n".join(lines), "toml")


@pytest.mark.parametrize(
    ("form", "text", "values"),
    [
        ("yaml", "a: [1, 2]", 4),
        ("json", '{"a": [1, 2]}', 4),
        ("toml", "a = [1, 2]", 3),
    ],  # TOML's root is no value of it
)
def test_as_many_values_as_the_limit_says_are_read(
    form: Form, text: str, values: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The root, a list and its two numbers: read where so many are the most, refused where one fewer is."""
    for most in (values, values - 1):
        monkeypatch.setattr(nodes, "MAX_NODES", most)
        assert (most < values) == bool(problems_of(text, form))


def test_long_texts_from_the_file_are_cut() -> None:
    """A key of a million characters, given twice, makes a short message."""
    key = "k" * 1_000_000
    (line,) = problems_of(f'{{"{key}": 1, "{key}": 2}}', "json")
    assert len(line) < 150


# Pieces that make random texts look like manifests often enough to get past the first character.
PIECES = st.sampled_from(
    [
        *"[]{}:,\"'\\\n\t#&*!|>%@`?-~=.+_ aeN019",
        ": ",
        "- ",
        "\n  ",
        "a: ",
        "a = ",
        "[a]\n",
        "[[a]]\n",
        "a.b=1\n",
        '"a":',
        "null",
        "true",
        "nan",
        "inf",
        "<<: ",
        "---\n",
        "...\n",
        "1e9",
        '"""',
        "'''",
        "\\u0000",
        "\\ud800",
        "\\UFFFFFFFF",
        "\u2028",
        "\ufeff",
        "é",
        "\r\n",
        "\x85",
        "2026-01-01",
        "07:32:00",
        "0x1",
        "1_0",
        "!!int ",
        "&a ",
        "*a ",
    ]
)
FORMS_OF_TEXT = st.sampled_from([("yaml", YAML), ("json", JSON), ("toml", TOML)])


def check_any(content: str | bytes, form: Form) -> None:
    """Read; only InputError may come out, every problem on one printable line that begins with its place."""
    try:
        root = read_text(content, "run", form)
    except InputError as error:
        for problem in error.problems:
            assert str(problem).isprintable()
            assert problem.where.split(":")[0] == "run"
            assert len(str(problem)) < 400
    else:
        assert "map" == root.kind
        check_tree(root, len(content) + 1)


def check_tree(node: Node, most_lines: int) -> None:
    """Every node's kind fits its value, and its line is one the text can have."""
    kinds: dict[type, set[str]] = {
        str: {"text", "string", "date"},
        Decimal: {"number"},
        bool: {"boolean"},
        type(None): {"null"},
        tuple: {"list"},
        dict: {"map"},
    }
    assert node.kind in kinds[type(node.value)]
    assert node.line is None or 1 <= node.line <= most_lines
    for inner in node.value.values() if isinstance(node.value, dict) else ():
        check_tree(inner, most_lines)
    for inner in node.value if isinstance(node.value, tuple) else ():
        check_tree(inner, most_lines)


@settings(max_examples=700, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["yaml", "json", "toml"]))
def test_random_bytes_raise_nothing_but_input_errors(content: bytes, form: Form) -> None:
    """Any bytes at all are read or refused with clear lines."""
    check_any(content, form)


@settings(max_examples=1_500, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["yaml", "json", "toml"]), st.booleans())
@example('a: "\\UFFFFFFFF"', "yaml", True)
def test_random_text_raises_nothing_but_input_errors(text: str, form: Form, in_python: bool) -> None:
    """Texts made of the forms' own marks are read or refused, by YAML's parser in C and in Python alike."""
    loader = read_yaml.LOADER
    try:
        read_yaml.LOADER = yaml.SafeLoader if in_python else loader
        check_any(text, form)
    finally:
        read_yaml.LOADER = loader


@settings(max_examples=1_200, deadline=None)
@given(FORMS_OF_TEXT, st.lists(st.tuples(st.integers(0, 600), st.integers(0, 12), PIECES), min_size=1, max_size=4))
def test_mutated_manifests_raise_nothing_but_input_errors(
    form_and_text: tuple[Form, str], changes: list[tuple[int, int, str]]
) -> None:
    """A good manifest with some characters replaced is read or refused."""
    form, text = form_and_text
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]
    check_any(text, form)


@settings(max_examples=300, deadline=None)
@given(FORMS_OF_TEXT, st.integers(0, 600))
def test_a_file_cut_anywhere_is_read_or_refused(form_and_text: tuple[Form, str], length: int) -> None:
    """A manifest whose end is missing, in the middle of a character too, raises nothing else."""
    form, text = form_and_text
    check_any(text.encode()[:length], form)


def to_python(node: Node) -> object:
    """Return a tree of nodes as the standard library's JSON decoder would give it."""
    if isinstance(node.value, dict):
        return {key: to_python(item) for key, item in node.value.items()}
    return [to_python(item) for item in node.value] if isinstance(node.value, tuple) else node.value


@settings(max_examples=800, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 260), st.integers(0, 5), PIECES), max_size=2))
def test_json_is_judged_as_by_the_standard_library(changes: list[tuple[int, int, str]]) -> None:
    """What is called "not JSON" is exactly what the strict standard decoder refuses, and the values agree."""
    text = JSON
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]

    def refuse_constant(name: str) -> None:
        raise ValueError(name)

    text = text.replace("\r\n", "\n").replace("\ufeff", "")
    try:
        expected = json.loads(text, parse_int=Decimal, parse_float=Decimal, parse_constant=refuse_constant)
    except (ValueError, InvalidOperation):  # the latter for an exponent that no Decimal has
        assert [] != problems_of(text, "json")
        return
    problems = problems_of(text, "json")
    assert not any("not JSON" in problem for problem in problems)
    if not problems:
        assert expected == to_python(read_text(text, "run", "json"))


NAMES = st.sampled_from(["a", "b", "c", '"d e"', "'f.g'"])
FILLERS = st.sampled_from(["", "\n", "# [no] = 1\n", "  \n\n"])


@st.composite
def toml_texts(draw: st.DrawFn) -> str:
    """Return a TOML text (often valid) whose numbers are each the line they stand on."""
    text = ""

    def value(depth: int) -> str:
        form = draw(st.integers(0, 5 if depth < 2 else 1))
        if form == 2:
            return "[" + draw(FILLERS) + f"@, {value(depth + 1)}\n, @]"
        if form == 3:
            return f"{{{draw(NAMES)} = {value(depth + 1)}}}"
        if form == 4:
            return '["""\n[x]\na = 1 \\" ""\n""""", @]'
        if form == 5:
            return "['''\n#'' '''  , @]"
        return "@"

    for _ in range(draw(st.integers(1, 8))):
        name = ".".join(draw(st.lists(NAMES, min_size=1, max_size=3)))
        kind = draw(st.integers(0, 3))
        text += draw(FILLERS)
        text += f"[{name}]\n" if kind == 0 else f"[[ {name} ]] # x\n" if kind == 1 else f"{name} = {value(0)}\n"
    return "\n".join(part.replace("@", str(line)) for line, part in enumerate(text.split("\n"), 1))


@settings(max_examples=1_000, deadline=None)
@given(toml_texts())
def test_a_toml_line_is_never_wrong(text: str) -> None:
    """In every valid TOML text whose numbers say their own line, each number in a list, and each key whose
    value begins on its line, has just that line."""
    try:
        root = read_text(text, "run.toml", "toml")
    except InputError:
        return

    def check(node: Node) -> None:
        assert node.line is not None
        if node.kind == "number":
            assert node.value == node.line
        for inner in node.value.values() if isinstance(node.value, dict) else ():
            check(inner)
        for inner in node.value if isinstance(node.value, tuple) else ():
            check(inner)

    check(root)


def test_a_key_of_toml_with_an_odd_character_is_refused_on_its_own_line() -> None:
    """Not on that of its table."""
    with pytest.raises(InputError) as raised:
        read_text('[training]\nhours = 1\n"\\u001b" = 2\n', "run.toml", "toml")
    [problem] = raised.value.problems
    assert "run.toml:3" == problem.where
