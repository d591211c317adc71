"""The table "to add, touch" of CONTRIBUTING.md, walked in a copy of the tree: to touch what a row names is enough.

Each walk adds something small, makes the generated files anew as CONTRIBUTING.md says, uses what was added and runs the
tests that concern it. A row is right where the files touched by hand are those that it names, and no test fails.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.running import FOUR_LINES, environment

ROOT = Path(__file__).resolve().parent.parent
# What a checkout holds besides the project.
NOT_COPIED = shutil.ignore_patterns(
    *(".git", ".venv", ".*_cache", ".hypothesis", ".coverage", "__pycache__", "out", "build", "dist", "*.egg-info")
)


@dataclass(frozen=True)
class Addition:
    """A row of the table, walked: its first cell, and what is done by hand.

    new: whole files. edits: in which file what is put in place of what stands there once. made: Python that then
    makes generated files. manifest and project: a run that uses what was added. written and said: the file that its
    report is looked for in, and a text in it. tests: arguments of pytest.
    """

    row: str
    edits: Mapping[str, tuple[str, str]]
    written: str
    said: str
    tests: tuple[str, ...]
    new: Mapping[str, str] = field(default_factory=dict)
    made: tuple[tuple[str, ...], ...] = ()
    manifest: str = FOUR_LINES
    project: str = ""

    @property
    def touched(self) -> set[str]:
        """What is touched by hand, as the table would name it: a file, or the folder that a new one is laid in."""
        return {path.removeprefix("reportgen/") for path in (*self.edits, *(f"{Path(it).parent}/" for it in self.new))}


# Every text between brackets: no language, but nothing that a translator could forget either.
TRANSLATE = """
from babel.messages.pofile import read_po, write_po
path = "reportgen/locale/it.po"
head = open(path, encoding="utf-8").read().split("\\n\\n")[0]
with open(path, "rb") as file:
    catalogue = read_po(file, locale="it")
for entry in catalogue:
    if entry.id:
        entry.string = tuple(f"[{it}]" for it in entry.id) if isinstance(entry.id, tuple) else f"[{entry.id}]"
with open(path, "wb") as file:
    file.write(head.encode() + b"\\n\\n")
    write_po(file, catalogue, width=120, omit_header=True, include_lineno=False)
"""

PLAIN_LIST = '''"""A report as plain text: a line for each figure that has a value."""

from __future__ import annotations

from reportgen.figures.ledger import Ledger


def plain_list(ledger: Ledger) -> bytes:
    """Key, value and unit of each figure that has a value."""
    lines = [f"{it.key} = {it.value:f} {it.unit}\\\\n" for it in ledger.values() if it.value is not None]
    return "".join(lines).encode()
'''.replace("\\\\", "\\")

ADDITIONS = [
    Addition(
        row="a language",
        edits={"tools/make_catalogues.py": ('"fr": "n > 1"', '"fr": "n > 1", "it": "n != 1"')},
        made=(("tools/make_catalogues.py",), ("-c", TRANSLATE)),
        project='locale = "it_IT"\nformats = ["html"]\n',
        written="report.html",
        said="[Assumptions]",
        tests=("tests/locale",),
    ),
    Addition(
        row="an output format",
        new={"reportgen/rendering/plain_list.py": PLAIN_LIST},
        edits={
            "reportgen/rendering/formats.py": ('"boamps": "boamps.json"', '"boamps": "boamps.json", "text": "txt"'),
            "reportgen/rendering/report.py": (
                '        if "boamps" in formats:\n',
                '        if "text" in formats:\n'
                "            from reportgen.rendering.plain_list import plain_list\n\n"
                "            contents[f\"{name}.{ENDINGS['text']}\"] = plain_list(self.figures)\n"
                '        if "boamps" in formats:\n',
            ),
            "reportgen/factors/cost_table.py": ('"json", "boamps"))', '"json", "boamps", "text"))'),
        },
        made=(("tools/make_reference.py",),),
        project='formats = ["text"]\n',
        written="report.txt",
        said="samples_removed = 37500 sample\n",
        tests=("tests/test_imports.py", "tests/test_docs.py", "-k", "not readme and not leaf"),
    ),
]


@pytest.mark.parametrize("addition", ADDITIONS, ids=[addition.row for addition in ADDITIONS])
def test_the_files_that_a_row_names_are_enough(addition: Addition, tmp_path: Path) -> None:
    """What was added is used, its tests and the linter pass, and CONTRIBUTING.md names every file touched by hand."""
    tree = tmp_path / "tree"
    shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
    for name, content in addition.new.items():
        (tree / name).write_text(content, encoding="utf-8")
    for name, (old, new) in addition.edits.items():
        text = (tree / name).read_text(encoding="utf-8")
        assert 1 == text.count(old), f"{name}: {old}"
        (tree / name).write_text(text.replace(old, new), encoding="utf-8")
    for command in addition.made:
        python(*command, tree=tree)

    run = tmp_path / "run"
    run.mkdir()
    (run / "run.yaml").write_text(addition.manifest, encoding="utf-8")
    (run / "reportgen.toml").write_text(addition.project, encoding="utf-8")
    python("-m", "reportgen", "generate", str(run / "run.yaml"), "-o", str(run), tree=tree)
    assert addition.said in (run / addition.written).read_text(encoding="utf-8")

    python("-m", "ruff", "format", "--no-cache", "--quiet", *addition.new, *addition.edits, tree=tree)
    python("-m", "ruff", "check", "--no-cache", *addition.new, *addition.edits, tree=tree)
    python("-m", "pytest", "-p", "no:cacheprovider", *addition.tests, tree=tree)
    assert named_in(addition.row) == addition.touched


def named_in(row: str) -> set[str]:
    """The files and folders that the table names for what is to be added."""
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (cell,) = re.findall(rf"^\| {re.escape(row)} \| (.*) \|$", contributing, re.MULTILINE)
    return set(re.findall(r"`([\w.-]+/[\w./-]*)`", cell))


def python(*arguments: str, tree: Path) -> None:
    """Run Python in the copy; fail with what it says where it fails."""
    child = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment(PYTHONPATH=str(tree)), capture_output=True, text=True
    )
    assert 0 == child.returncode, child.stdout[-3000:] + child.stderr[-3000:]
