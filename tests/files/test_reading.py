"""What the three readers make of good files: kinds, exact values, lines; and which files are opened at all."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import tempfile
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from reportgen.files import read_yaml
from reportgen.files.document import FORMS, MAX_BYTES, Form, read_file, read_text
from reportgen.files.nodes import Node, Reading
from reportgen.problems import InputError

YAML = """\
# a run
task: object-detection
samples_before: 110000
grid: {zone: NO, pue: 1.10}

stages:
  - name: blur
    removed: 1e5
  -
    name: "null"
  - ~
note: |
  two
  lines
quoted: '1:30'
empty:
? reviewed_by
: Null
"""
JSON = """\
{
  "task": "object-detection",
  "samples_before": 999999999999999999,
  "grid": {"zone": "NO", "pue": 1.10},
  "stages": [
    {"name": "blur",
     "removed": 1e5},
    true,
    null
  ],
  "note": "caf\\u00e9 \\ud83d\\ude00"
}
"""
TOML = '''\
# a run
task = "object-detection"
samples_before = 110_000
started_at = 2026-05-27 07:32:00Z
grid.zone = "NO"
grid.pue = 1.10
note = """
two # not a comment
[lines]
"""
"tool" = { name = "x]", version = '"' }
list = [
  1,  # first
  [2,
   3],
]

[training]
hours = 0x10

[training.gpu]
watts = +inf

[[stages]]
name = "blur"
reason.text = "r"

[[stages]]
[stages.cost]
price = 0.5
'''


def plain(node: Node) -> object:
    """Return a node as (kind, value) with the nodes in it likewise."""
    if isinstance(node.value, dict):
        return {key: plain(item) for key, item in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return (node.kind, node.value)


def lines(node: Node) -> object:
    """Return the lines of a tree: a map as {key: (line, inner)}, a list as [(line, inner)], a scalar as None."""
    if isinstance(node.value, dict):
        return {key: (item.line, lines(item)) for key, item in node.value.items()}
    if isinstance(node.value, tuple):
        return [(item.line, lines(item)) for item in node.value]
    return None


def problems_of(path: Path) -> list[str]:
    """Return the problems that reading a file raises, as lines."""
    with pytest.raises(InputError) as caught:
        read_file(path)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture(params=["libyaml", "python"])
def _yaml_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(read_yaml, "LOADER", yaml.SafeLoader)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")


@pytest.mark.usefixtures("_yaml_parser")
def test_yaml_scalars_stay_text_but_for_plain_nulls() -> None:
    """No YAML scalar is typed (NO, 1e5, 1:30 stay text), and only an unquoted null or nothing is null."""
    assert plain(read_text(YAML, "run.yaml", "yaml")) == {
        "task": ("text", "object-detection"),
        "samples_before": ("text", "110000"),
        "grid": {"zone": ("text", "NO"), "pue": ("text", "1.10")},
        "stages": [
            {"name": ("text", "blur"), "removed": ("text", "1e5")},
            {"name": ("text", "null")},
            ("null", None),
        ],
        "note": ("text", "two\nlines\n"),
        "quoted": ("text", "1:30"),
        "empty": ("null", None),
        "reviewed_by": ("null", None),
    }


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_each_way_of_writing_null_in_yaml(word: str) -> None:
    """The five plain spellings are null; in quotes each of them is text."""
    root = read_text(f"plain: {word}\nquoted: '{word}'\n", "run.yaml", "yaml")
    assert plain(root) == {"plain": ("null", None), "quoted": ("text", word)}


@pytest.mark.usefixtures("_yaml_parser")
def test_yaml_lines_are_those_of_the_keys() -> None:
    """An entry has the line of its key, an item of a list the line it begins on."""
    assert lines(read_text(YAML, "run.yaml", "yaml")) == {
        "task": (2, None),
        "samples_before": (3, None),
        "grid": (4, {"zone": (4, None), "pue": (4, None)}),
        "stages": (
            6,
            [
                (7, {"name": (7, None), "removed": (8, None)}),
                (10, {"name": (10, None)}),
                (11, None),
            ],
        ),
        "note": (12, None),
        "quoted": (15, None),
        "empty": (16, None),
        "reviewed_by": (17, None),
    }


def test_json_keeps_types_and_exact_numbers() -> None:
    """JSON numbers are Decimals of their exact text, and the other types stay what they are."""
    root = read_text(JSON, "run.json", "json")
    assert plain(root) == {
        "task": ("string", "object-detection"),
        "samples_before": ("number", Decimal(10**18 - 1)),
        "grid": {"zone": ("string", "NO"), "pue": ("number", Decimal("1.10"))},
        "stages": [
            {"name": ("string", "blur"), "removed": ("number", Decimal(100_000))},
            ("boolean", True),
            ("null", None),
        ],
        "note": ("string", "café 😀"),
    }
    assert isinstance(root.value, dict)
    assert isinstance(root.value["grid"].value, dict)
    assert str(root.value["grid"].value["pue"].value) == "1.10"


def test_json_lines() -> None:
    """Keys and items of JSON carry the line they stand on."""
    assert lines(read_text(JSON, "run.json", "json")) == {
        "task": (2, None),
        "samples_before": (3, None),
        "grid": (4, {"zone": (4, None), "pue": (4, None)}),
        "stages": (5, [(6, {"name": (6, None), "removed": (7, None)}), (8, None), (9, None)]),
        "note": (11, None),
    }


@pytest.mark.parametrize(("text", "form"), [("{a:\n1,\nb:\n [2,\n3]}", "yaml"), ('{"a":\n1,\n"b":\n [2,\n3]}', "json")])
def test_a_value_below_its_key_has_the_line_of_the_key(text: str, form: Form) -> None:
    """Where a value begins on a later line than its key, the entry's line is the key's."""
    assert {"a": (1, None), "b": (3, [(4, None), (5, None)])} == lines(read_text(text, "run", form))


def test_toml_keeps_types_and_exact_numbers() -> None:
    """TOML numbers are exact Decimals, infinity among them, and a date is text in ISO form."""
    assert plain(read_text(TOML, "run.toml", "toml")) == {
        "task": ("string", "object-detection"),
        "samples_before": ("number", Decimal(110_000)),
        "started_at": ("date", "2026-05-27T07:32:00+00:00"),
        "grid": {"zone": ("string", "NO"), "pue": ("number", Decimal("1.10"))},
        "note": ("string", "two # not a comment\n[lines]\n"),
        "tool": {"name": ("string", "x]"), "version": ("string", '"')},
        "list": [("number", Decimal(1)), [("number", Decimal(2)), ("number", Decimal(3))]],
        "training": {"hours": ("number", Decimal(16)), "gpu": {"watts": ("number", Decimal("Infinity"))}},
        "stages": [
            {"name": ("string", "blur"), "reason": {"text": ("string", "r")}},
            {"cost": {"price": ("number", Decimal("0.5"))}},
        ],
    }


def test_a_long_text_of_toml_goes_on_behind_a_backslash() -> None:
    """The end of a line and the blanks behind it are left out, and what stands below keeps its line."""
    root = read_text('a = """one \\\n    two"""\nb = 1\n', "run.toml", "toml")
    assert {"a": ("string", "one two"), "b": ("number", Decimal(1))} == plain(root)
    assert {"a": (1, None), "b": (3, None)} == lines(root)


def test_toml_lines_in_every_way_of_writing_tables() -> None:
    """Dotted keys, inline tables, long texts, [table] and [[array]]: each key has its own line."""
    assert lines(read_text(TOML, "run.toml", "toml")) == {
        "task": (2, None),
        "samples_before": (3, None),
        "started_at": (4, None),
        "grid": (5, {"zone": (5, None), "pue": (6, None)}),
        "note": (7, None),
        "tool": (11, {"name": (11, None), "version": (11, None)}),
        "list": (12, [(13, None), (14, [(14, None), (15, None)])]),
        "training": (18, {"hours": (19, None), "gpu": (21, {"watts": (22, None)})}),
        "stages": (
            24,
            [
                (24, {"name": (25, None), "reason": (26, {"text": (26, None)})}),
                (28, {"cost": (29, {"price": (30, None)})}),
            ],
        ),
    }


def test_toml_not_a_number_reaches_the_model() -> None:
    """TOML's nan is a number node, so that the model can refuse it with its place."""
    root = read_text("a = 1\nb = nan\n", "run.toml", "toml")
    assert isinstance(root.value, dict)
    node = root.value["b"]
    assert ("number", "NaN", 2) == (node.kind, str(node.value), node.line)


@pytest.mark.parametrize(("text", "form"), [(YAML, "yaml"), (JSON, "json"), (TOML, "toml")])
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(text: str, form: Form, line_end: str) -> None:
    """Windows and old Macintosh line ends give the same values and the same lines, with or without a BOM."""
    content = b"\xef\xbb\xbf" + text.replace("\n", line_end).encode()
    assert read_text(text, "run", form) == read_text(content, "run", form)


def test_a_line_is_what_an_editor_shows() -> None:
    """A line separator (U+2028) inside a text moves no line below it, though YAML itself would count it."""
    root = read_text('a: "x\u2028y"\nb: 1\n', "run.yaml", "yaml")
    assert {"a": (1, None), "b": (2, None)} == lines(root)


@pytest.mark.parametrize(("ending", "form"), FORMS.items())
def test_a_file_is_read_by_its_ending(tmp_path: Path, ending: str, form: str) -> None:
    """Each ending, in either case, chooses its reader, and the document keeps name and bytes."""
    content = {"yaml": b"task: x\n", "json": b'{"task": "x"}', "toml": b'task = "x"\n'}[form]
    for name in (f"run{ending}", f"RUN{ending.upper()}"):
        path = tmp_path / name
        path.write_bytes(content)
        document = read_file(path)
        assert (str(path), content) == (document.name, document.content)
        assert isinstance(document.root.value, dict)
        assert "x" == document.root.value["task"].value


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    """A symbolic link to a manifest reads like the manifest."""
    (tmp_path / "run.yaml").write_text("task: x\n")
    (tmp_path / "link.yaml").symlink_to("run.yaml")
    assert read_file(tmp_path / "run.yaml").root == read_file(tmp_path / "link.yaml").root


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    """A misspelt name is answered with the similar names of the folder."""
    (tmp_path / "run.yaml").touch()
    path = tmp_path / "rnu.yaml"
    assert [f"{path}: there is no such file (did you mean run.yaml?)"] == problems_of(path)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """Where the folder is missing too, that is the hint."""
    path = tmp_path / "gone" / "run.yaml"
    assert [f"{path}: there is no such file (the folder {tmp_path}/gone is not there either)"] == problems_of(path)


def test_a_folder_names_the_manifests_in_it(tmp_path: Path) -> None:
    """A folder is refused with the names of the files in it that could be meant."""
    (tmp_path / "run.yaml").touch()
    (tmp_path / "notes.txt").touch()
    assert [f"{tmp_path}: this is a folder (name the file in it: run.yaml)"] == problems_of(tmp_path)
    for name in ("a.toml", "b.json", "c.yml"):
        (tmp_path / name).touch()
    (problem,) = problems_of(tmp_path)
    assert 3 == len([name for name in ("run.yaml", "a.toml", "b.json", "c.yml") if name in problem])  # no longer list
    (tmp_path / "empty").mkdir()
    assert [f"{tmp_path / 'empty'}: this is a folder (name a file)"] == problems_of(tmp_path / "empty")


def test_a_line_is_found_in_any_order() -> None:
    """Forwards as readers ask, and backwards; behind the end it is the last line that holds something."""
    reading = Reading("a\nbc\nd\n\n", "run.yaml")
    assert [1, 3, 2, 1, 2, 3] == [reading.line_at(index) for index in (0, 5, 3, 1, 2, 99)]


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    """A pipe, a socket and a device are named and refused; a pipe without a writer does not hang."""
    pipe, end = tmp_path / "pipe.yaml", tmp_path / "s.yaml"
    os.mkfifo(pipe)
    device = tmp_path / "device.yaml"
    device.symlink_to("/dev/zero")
    signal.alarm(5)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(end))
            for path, what in ((pipe, "a pipe"), (end, "a socket"), (device, "a device")):
                assert [f"{path}: this is {what} (name a file that stays on disk)"] == problems_of(path)
    finally:
        signal.alarm(0)


@pytest.mark.parametrize("held_open", [False, True])
def test_a_pipe_put_in_place_after_the_check_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held_open: bool
) -> None:
    """If the file turns into a pipe between being looked at and being opened, reading still ends."""
    path = tmp_path / "run.yaml"
    os.mkfifo(path)
    writer = os.open(path, os.O_RDWR) if held_open else None
    regular = os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, 5, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda *_args, **_options: regular)
    signal.alarm(5)
    try:
        assert [f"{path}: the file cannot be read: this is a pipe, and no file that stays on disk"] == problems_of(path)
    finally:
        signal.alarm(0)
        if writer is not None:
            os.close(writer)


def problems_as_nobody(path: Path) -> list[str]:
    """Return problems_of(path) as seen by a process without root's rights."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            try:
                read_file(path)
                found = ["it was read"]
            except InputError as error:
                found = [str(problem) for problem in error.problems]
            os.write(writer, json.dumps(found).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with open(reader, "rb") as result:
        content = result.read()
    os.waitpid(child, 0)
    return [str(line) for line in json.loads(content)]


def test_a_file_without_permission_is_said() -> None:
    """A file that may not be read, and one in a folder that may not be entered, are problems."""
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        base.chmod(0o755)  # tmp_path lies where nobody may not enter
        files = [base / "open.yaml", base / "closed.yaml", base / "folder" / "run.yaml"]
        files[2].parent.mkdir()
        for path in files:
            path.write_text("task: x\n")
        files[1].chmod(0)
        files[2].parent.chmod(0)
        said = ": the file may not be read (ask for the permission to read it and its folder)"
        found = [problems_as_nobody(path) for path in files]
        files[2].parent.chmod(0o700)
    assert [["it was read"], [f"{files[1]}{said}"], [f"{files[2]}{said}"]] == found


@pytest.mark.parametrize(
    ("name", "what"),
    [("run.txt", "the ending '.txt'"), ("run", "a name without ending"), (".yaml", "a name without ending")],
)
def test_an_unknown_ending_lists_the_known_ones(tmp_path: Path, name: str, what: str) -> None:
    """A file whose ending says nothing about its form is refused with the endings that do."""
    path = tmp_path / name
    path.write_text("task: x\n")
    expected = f"{path}: {what} does not say how to read the file (one of .yaml, .yml, .json, .toml)"
    assert [expected] == problems_of(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """50 MB are refused by the file's size; the file is sparse, so that reading it would be all zeros."""
    path = tmp_path / "run.yaml"
    with open(path, "wb") as file:
        file.truncate(50_000_000)
    expected = f"{path}: the file is larger than 10 MB (a manifest names large files, it does not hold them)"
    assert [expected] == problems_of(path)


def test_a_file_that_grew_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the size said before was too small, one byte more than the limit is all that is read."""
    path = tmp_path / "run.yaml"
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    small = os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, 5, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda *_args, **_options: small)
    tracemalloc.start()
    try:
        (line,) = problems_of(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert f"{path}: the file is larger than 10 MB (a manifest names large files, it does not hold them)" == line
    assert peak < 40_000_000


@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_large_text_is_refused(as_bytes: bool) -> None:
    """The limit holds for texts that come from no file, and for a file that grew while it was read."""
    text = "#" * (MAX_BYTES + 1)
    with pytest.raises(InputError, match="larger than 10 MB"):
        read_text(text.encode() if as_bytes else text, "run.yaml", "yaml")


@pytest.mark.parametrize("name", ["a\nb.yaml", "a\x1b[31m.yaml", "\udcff.yaml", "x" * 5_000 + ".yaml", "a\0b.yaml"])
def test_a_strange_name_is_shown_escaped_on_one_line(tmp_path: Path, name: str) -> None:
    """Line ends, escapes and undecodable bytes in a path reach the message only as escapes."""
    (line,) = problems_of(tmp_path / name)
    assert line.isprintable()
    assert re.match(re.escape(f"{tmp_path}/"), line)


def test_a_link_to_nothing_is_not_taken_for_what_was_meant(tmp_path: Path) -> None:
    """It bears the name that was asked for, and what it leads to is not there."""
    path = tmp_path / "run.yaml"
    path.symlink_to(tmp_path / "gone.yaml")
    assert [f"{path}: there is no such file (it is a link to what is not there)"] == problems_of(path)
