"""The table "to add, touch" of CONTRIBUTING.md, walked in a copy of the tree: to touch what a row names is enough.

Something small is added for each row, the generated files are made anew as CONTRIBUTING.md says, what was added is
used, and the tests that it concerns are run. A row is right where the files touched by hand are those that it names,
and no test fails.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
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

    new: whole files. edits: in which file what is put in place of what stands there once, in pairs. manifest and
    project: a run that uses what was added. written and said: the file in which its report is looked at, and a text
    in it.
    """

    row: str
    edits: Mapping[str, Sequence[tuple[str, str]]]
    written: str
    said: str
    new: Mapping[str, str] = field(default_factory=dict)
    manifest: str = FOUR_LINES
    project: str = 'formats = ["html", "json"]\n'

    @property
    def touched(self) -> set[str]:
        """The files that are touched by hand, as the table would name them."""
        return {path.removeprefix("reportgen/") for path in (*self.edits, *self.new)}


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

KEPT_SHARE = '''@formula("1", message("Share of samples kept"), zero=NO_SAMPLES)
def kept_share(samples_after: Expression, samples_before: Expression) -> Expression:
    """After over before."""
    return samples_after / samples_before


'''

IN_SHORT = '''"""The section that says how many samples were removed, and no more."""

from __future__ import annotations

from reportgen.page.parts import Fact, Facts, Section
from reportgen.page.writer import Writer


def in_short_section(w: Writer, number: int) -> Section:
    """The section."""
    fact = Fact(w.count("samples_removed"), w.say("samples removed"))
    return Section("in_short", number, w.say("In short"), w.say("The run in short"), (Facts((fact,)),))
'''

DOT = '''"""A dot."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.chart import ChartData
from reportgen.charts.palette import Palette
from reportgen.charts.svg import NARROW_WIDTH, WIDE_WIDTH, Svg


@dataclass(frozen=True)
class DotData(ChartData):
    """What the dot is called."""

    title: str

    def draw(self, palette: Palette, narrow: bool, font: str = "Inter Tabular") -> str:
        """The dot as SVG."""
        svg = Svg(NARROW_WIDTH if narrow else WIDE_WIDTH, 20, self.title, palette, font)
        svg.rect(2, 2, 16, 16, "accent")
        return svg.to_string()
'''

DOT_TEST = '''"""A dot is drawn."""

from reportgen.charts.dot import DotData
from reportgen.charts.palette import HOUSE_LIGHT


def test_a_dot_has_its_name() -> None:
    """The title is what those hear who do not see it."""
    assert "<title" in DotData("One dot.").draw(HOUSE_LIGHT, narrow=True)
'''

ADDITIONS = [
    Addition(
        row="a language",
        edits={"tools/make_catalogues.py": [('"fr")', '"fr", "it")')]},
        project='locale = "it_IT"\nformats = ["html"]\n',
        written="report.html",
        said="[Assumptions]",
    ),
    Addition(
        row="an output format",
        new={"reportgen/rendering/plain_list.py": PLAIN_LIST},
        edits={
            "reportgen/rendering/formats.py": [('"boamps": "boamps.json"', '"boamps": "boamps.json", "text": "txt"')],
            "reportgen/rendering/report.py": [
                (
                    '        if "boamps" in formats:\n',
                    '        if "text" in formats:\n'
                    "            from reportgen.rendering.plain_list import plain_list\n\n"
                    "            contents[f\"{name}.{ENDINGS['text']}\"] = plain_list(self.figures)\n"
                    '        if "boamps" in formats:\n',
                )
            ],
            "reportgen/factors/cost_table.py": [('"annex-xi")', '"annex-xi", "text")')],
        },
        project='formats = ["text"]\n',
        written="report.txt",
        said="samples_removed = 37500 sample\n",
    ),
    Addition(
        row="a formula",
        edits={
            "reportgen/figures/samples.py": [
                ('@formula("sample")\ndef stage_left', f'{KEPT_SHARE}@formula("sample")\ndef stage_left')
            ],
            "reportgen/figures/book.py": [
                ("    samples.add_stages,", "    samples.kept_share,\n    samples.add_stages,")
            ],
            "tests/figures/test_hand_values.py": [
                (
                    '        ("samples_removed", "400"),',
                    '        ("samples_removed", "400"),\n        ("kept_share", "0.6"),',
                )
            ],
        },
        written="report.json",
        said='"kept_share"',
    ),
    Addition(
        row="a leaf",
        edits={
            "reportgen/inputs/keys.py": [
                (
                    '    "machines": LeafKind(',
                    '    "threads": LeafKind(message("Threads that filtered"), "1", Count(1)),\n'
                    '    "machines": LeafKind(',
                )
            ],
            "reportgen/inputs/costs.py": [
                (
                    '    leaves.default("machines", costs.machines, 1)',
                    '    leaves.default("machines", costs.machines, 1)\n    leaves.default("threads", None, 1)',
                )
            ],
            "tests/figures/runs.py": [
                ('            "annotators": "2",', '            "annotators": "2",\n            "threads": "4",')
            ],
            "tests/inputs/test_keys.py": [
                ('    "1": "training_runs ', '    "1": "threads training_runs '),
                ('"0 1.5"): "number_in_unit ', '"0 1.5"): "threads number_in_unit '),
            ],
        },
        written="report.html",
        said="Threads that filtered",
    ),
    Addition(
        row="a section of the page",
        new={"reportgen/page/sections/in_short.py": IN_SHORT},
        edits={
            "reportgen/page/build.py": [
                (
                    "from reportgen.page.sections.models import",
                    "from reportgen.page.sections.in_short import in_short_section\n"
                    "from reportgen.page.sections.models import",
                ),
                ("else [money_section,", "else [in_short_section, money_section,"),
            ],
        },
        written="report.html",
        said="The run in short",
    ),
    Addition(
        row="a chart",
        new={"reportgen/charts/dot.py": DOT, "tests/charts/test_dot.py": DOT_TEST},
        edits={
            "reportgen/page/sections/run.py": [
                (
                    "from reportgen.charts.bars import kept_and_taken\n",
                    "from reportgen.charts.bars import kept_and_taken\nfrom reportgen.charts.dot import DotData\n",
                ),
                (
                    "from reportgen.page.parts import Block, Cell,",
                    "from reportgen.page.parts import Block, Cell, Chart,",
                ),
                (
                    "blocks: list[Block] = [_facts(w)]",
                    'blocks: list[Block] = [_facts(w), Chart("", "", DotData("One dot."))]',
                ),
            ],
        },
        manifest=FOUR_LINES + "stages: [{name: Near duplicates, removed: 37500}]\n",
        written="report.html",
        said="One dot.",
    ),
]


REFERENCE = ("tools/make_reference.py",)

# Rows that are walked in one copy, the Python that then makes generated files, and arguments of pytest. Together are
# rows that change no page of ours: what holds those as they are shown is left out.
WALKS = [
    (
        ("a language",),
        (("tools/make_catalogues.py",), ("-c", TRANSLATE)),
        ("tests/locale", "-k", "not decimal_number"),  # its words are the English ones in brackets
    ),
    (
        ("an output format", "a formula", "a leaf", "a chart"),
        (REFERENCE,),
        (
            *("tests/charts/test_dot.py", "tests/figures/test_hand_values.py", "tests/figures/test_unit_algebra.py"),
            *("tests/inputs/test_keys.py", "tests/inputs/test_settings.py", "tests/inputs/test_leaves_shown.py"),
            *("tests/test_docs.py", "tests/test_imports.py", "-k", "not shown"),
        ),
    ),
    (
        ("a section of the page",),
        (REFERENCE,),
        (  # those of tests/page that look at every section, whatever it is
            *(f"tests/page/test_{name}.py" for name in ("body", "companies", "short_forms", "sources")),
            *("tests/page/test_whole_pages.py", "tests/page/test_within_samples.py", "tests/test_imports.py"),
            *("-k", "not anchor"),
        ),
    ),
]


@pytest.mark.parametrize("addition", ADDITIONS, ids=[addition.row for addition in ADDITIONS])
def test_a_row_names_the_files_touched_by_hand(addition: Addition) -> None:
    """CONTRIBUTING.md names every file that is touched to add something, and no other."""
    assert set() == misnamed(named_in(addition.row), addition.touched)


@pytest.mark.parametrize(("rows", "made", "tests"), WALKS, ids=[", ".join(rows) for rows, *_ in WALKS])
def test_the_files_that_rows_name_are_enough(
    rows: Sequence[str], made: Sequence[Sequence[str]], tests: Sequence[str], tmp_path: Path
) -> None:
    """What was added is used, and the tests that it concerns and the linter pass."""
    additions = [addition for addition in ADDITIONS if addition.row in rows]
    tree = tmp_path / "tree"
    shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
    for addition in additions:
        add(addition, tree)
    for command in made:
        python(*command, tree=tree)

    for number, addition in enumerate(additions):
        run = tmp_path / str(number)
        run.mkdir()
        (run / "run.yaml").write_text(addition.manifest, encoding="utf-8")
        (run / "reportgen.toml").write_text(addition.project, encoding="utf-8")
        python("-m", "reportgen", "generate", str(run / "run.yaml"), "-o", str(run), tree=tree)
        assert addition.said in (run / addition.written).read_text(encoding="utf-8")

    files = sorted({name for addition in additions for name in (*addition.new, *addition.edits)})
    python("-m", "ruff", "format", "--no-cache", "--quiet", *files, tree=tree)
    python("-m", "ruff", "check", "--no-cache", *files, tree=tree)
    python("-m", "pytest", "-p", "no:cacheprovider", *tests, tree=tree)


def test_every_row_is_walked() -> None:
    """Each addition is in one of the walks."""
    assert sorted(addition.row for addition in ADDITIONS) == sorted(row for rows, *_ in WALKS for row in rows)


def add(addition: Addition, tree: Path) -> None:
    """Do in the copy what is done by hand."""
    for name, content in addition.new.items():
        (tree / name).write_text(content, encoding="utf-8")
    for name, pairs in addition.edits.items():
        text = (tree / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert 1 == text.count(old), f"{name}: {old}"
            text = text.replace(old, new)
        (tree / name).write_text(text, encoding="utf-8")


def misnamed(named: set[str], touched: set[str]) -> set[str]:
    """What a row names and nobody touched, and what was touched and no row names, by itself or by its folder."""

    def is_of(file: str, name: str) -> bool:
        return file == name or (name.endswith("/") and file.startswith(name))

    idle = {name for name in named if not any(is_of(file, name) for file in touched)}
    return idle | {file for file in touched if not any(is_of(file, name) for name in named)}


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
