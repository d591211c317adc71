"""What the documents say is so: examples run, reference pages are those of the code, named paths exist."""

from __future__ import annotations

import doctest
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click
import pytest
from PIL import Image

from reportgen.audit.procedures import KNOWN
from reportgen.cli import codes
from reportgen.cli.main import COMMANDS
from reportgen.factors.cost_table import COSTS, PROJECT
from reportgen.figures import grammar
from reportgen.figures.figure import BASES
from reportgen.files.shapes import Group, ListOf, Shape, fields_of
from reportgen.manifest.model import MANIFEST
from reportgen.version import VERSION
from tests.cli.running import console_script, environment
from tests.figures.runs import all_reports

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
# Followed from top to bottom, each in a folder of its own, so that what it shows can be pasted as it stands.
GUIDE = (
    "README.md",
    *(
        f"docs/{name}.md"
        for name in (
            *("filtering", "measuring", "counting", "filters", "prices", "trainings", "look", "review", "check"),
            *("what-is-counted", "problems", "requirements", "cost-of-filtering"),
        )
    ),
)
REFERENCE_PAGES = (
    "commands.md",
    "manifest.md",
    "cost-table.md",
    "figures.md",
    "theme.md",
    "templates.md",
    "language-models.md",
)
LARGEST_PICTURE = 250_000

# Not run: what installs, and what would run these tests within themselves.
NOT_RUN = ("pip install filtering-savings-report", "make report", "make test")

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What stands for a word in capitals at the end of a leaf's key.
KEY_WORDS = {
    "SLUG": "[a-z0-9_]+",
    "UNIT": "[a-z0-9_]+",
    "PART": "[a-z0-9_]+",
    "FROM_TO": "[a-z]{3}_[a-z]{3}",
    "N": "[1-9][0-9]*",
}
# of a PDF, which another version of a library draws otherwise: the README has three points for it
HASH = re.compile("(?<=the SHA-256 of report.pdf is )[0-9a-f]{64}")
FILE_NAME = re.compile(r"# ([\w-]+\.(?:yaml|toml|py|csv))\n")


# Examples


def text_of(name: str) -> str:
    """Return the text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Example:
    """A command of a page with what is shown below it, and how it went when it was run."""

    command: str
    shown: str
    printed: str
    code: int


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield language and content of each fenced block."""
    for match in BLOCK.finditer(text):
        yield match[1], match[2]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the lines shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


@pytest.fixture(scope="session")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the commands `reportgen` and `python`."""
    folder = tmp_path_factory.mktemp("bin")
    console_script(folder)
    (folder / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (folder / "python").chmod(0o755)
    return folder


def follow(text: str, folder: Path, scripts: Path) -> list[Example]:
    """Follow a page from top to bottom in an empty folder: write each file that it shows, run each command."""
    found: list[Example] = []
    for language, block in blocks(text):
        name = FILE_NAME.match(block)
        if name:
            # a CSV has no comments: the line with its name is not in it
            content = block.partition("\n")[2] if name[1].endswith(".csv") else block
            (folder / name[1]).write_text(content, encoding="utf-8")
        elif language == "console":
            for command, shown in commands(block):
                if command not in NOT_RUN:
                    found.append(run(command, shown, folder, scripts, found[-1].code if found else 0))
    return found


def run(command: str, shown: str, folder: Path, scripts: Path, last_code: int) -> Example:
    """Run a command as a shell would that finds `reportgen` in `scripts`, after one that ended with `last_code`."""
    path = os.pathsep.join([str(scripts), os.environ["PATH"]])
    child = subprocess.run(
        ["bash", "-c", f"(exit {last_code}); {command}"],
        cwd=folder,
        env=environment(PATH=path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Example(command, shown, child.stdout, child.returncode)


@pytest.mark.skipif(os.name == "nt", reason="the commands of the pages are those of a POSIX shell")
@pytest.mark.parametrize("name", [name for name in GUIDE if "```console" in text_of(name)])
def test_commands_print_what_is_shown(name: str, tmp_path: Path, scripts: Path) -> None:
    """Each command of a page prints the very lines below it, the page alone having been followed from its top.

    It succeeds, unless the page asks for its code.
    """
    for tool in ("pdfdetach", "pdftotext", "qpdf"):  # the first two are of poppler-utils
        if tool in text_of(name) and shutil.which(tool) is None:
            pytest.skip(f"{tool} is missing")
    examples = follow(text_of(name), tmp_path, scripts)
    asked = [example.command == "echo $?" for example in examples[1:]] + [False]

    assert [(example.command, example.shown) for example in examples] == [
        (example.command, HASH.sub("…", example.printed)) for example in examples
    ]
    assert [] == [example.command for example, ask in zip(examples, asked, strict=True) if example.code and not ask]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, scripts: Path) -> Path:
    """Return the folder with the sample report."""
    folder = tmp_path_factory.mktemp("sample")
    assert 0 == run("reportgen demo -o sample", "", folder, scripts, 0).code
    return folder / "sample"


@pytest.mark.parametrize("name", [name for name in GUIDE if "```pycon" in text_of(name)])
def test_python_examples_hold(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python session of a page gives the values that it shows."""
    monkeypatch.chdir(tmp_path)
    session = "\n".join(block for language, block in blocks(text_of(name)) if language == "pycon")
    test = doctest.DocTestParser().get_doctest(session, {}, name, name, 0)

    results = doctest.DocTestRunner().run(test)

    assert results.attempted >= 6
    assert 0 == results.failed


@pytest.mark.parametrize("name", GUIDE)
def test_every_block_is_checked(name: str) -> None:
    """No block is of a kind that these tests pass over: it is a named file, a console, a session or JSON."""
    text = text_of(name)
    unchecked = [
        block
        for language, block in blocks(text)
        if language not in ("console", "pycon", "json") and not FILE_NAME.match(block)
    ]

    assert not unchecked
    assert text.count("\n```") == 2 * len(list(blocks(text)))


def test_the_readme_is_read_in_one_go() -> None:
    """It has fewer than 250 lines, and every other page is found from it by the list of pages."""
    listed = set(re.findall(r"\]\(([\w-]+\.(?:md|ipynb))\)", text_of("docs/README.md")))

    assert README.count("\n") < 250
    assert "](docs/README.md)" in README
    assert {path.name for path in (ROOT / "docs").iterdir() if path.suffix in (".md", ".ipynb")} == {
        "README.md",
        *listed,
    }


@pytest.mark.skipif(os.name == "nt", reason="the README's commands are those of a POSIX shell")
def test_figures_shown_are_those_of_the_sample(sample: Path) -> None:
    """Each field of a figure in the JSON excerpt stands so in the sample's report.json."""
    text = text_of("docs/what-is-counted.md")
    (excerpt,) = (json.loads(block) for language, block in blocks(text) if language == "json")
    figures = json.loads((sample / "report.json").read_text(encoding="utf-8"))["figures"]
    further = {value for key in excerpt for name, value in figures[key].items() if name not in excerpt[key] if value}

    assert excerpt
    assert excerpt == {key: {name: figures[key][name] for name in shown} for key, shown in excerpt.items()}
    assert set() == further


@pytest.mark.skipif(os.name == "nt", reason="the README's commands are those of a POSIX shell")
def test_the_attachments_are_named(sample: Path) -> None:
    """The table of attachments is what the sample's PDF carries."""
    from pypdf import PdfReader

    table = text_of("docs/review.md").partition("| attachment |")[2].partition("\n\n")[0]

    assert set(re.findall(r"^\| `([\w.-]+)` \|", table, re.MULTILINE)) == set(
        PdfReader(sample / "report.pdf").attachments
    )


def test_every_procedure_is_described() -> None:
    """What no formula says can be followed by hand: the table has each procedure that `verify` knows."""
    table = text_of("docs/check.md").partition("| procedure |")[2].partition("\n\n")[0]

    assert sorted(KNOWN) == sorted(re.findall(r"^\| `([a-z_]+/\d+)` \|", table, re.MULTILINE))


def test_every_exit_code_is_listed() -> None:
    """The table of exit codes is that of cli/codes.py."""
    table = text_of("docs/problems.md").partition("| exit code |")[2].partition("\n\n")[0]

    assert sorted(value for name, value in vars(codes).items() if name.isupper()) == [
        int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)
    ]


def test_every_basis_is_listed_in_order() -> None:
    """The kinds of evidence stand from the firmest to the weakest, as figures rank them."""
    assert ", ".join(BASES) in " ".join(text_of("docs/what-is-counted.md").split())


def test_picture_is_a_small_image() -> None:
    """The README's picture exists, is a PNG and does not weigh the repository down."""
    (name,) = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    picture = ROOT / name

    with Image.open(picture) as image:
        assert "PNG" == image.format
    assert picture.stat().st_size <= LARGEST_PICTURE


# All documents


@pytest.mark.parametrize("name", [*GUIDE, "docs/README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/manifest.md"])
def test_links_lead_to_files(name: str) -> None:
    """Each relative link of a document leads to a file."""
    document = ROOT / name
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8"))
    relative = [link for link in links if "://" not in link]

    assert not [link for link in relative if not (document.parent / link).is_file()]


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_named_make_targets_exist(text: str) -> None:
    """Each `make X` of a document is a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^\$ )make ([a-z]+)", text, re.MULTILINE))

    assert named
    assert set() == named - targets


@pytest.mark.parametrize("text", [*map(text_of, GUIDE), CONTRIBUTING], ids=[*GUIDE, "CONTRIBUTING"])
def test_named_options_exist(text: str) -> None:
    """Each --option in running text is one of a command of reportgen."""
    spans = re.findall(r"`((?:reportgen |--)[^`\n]*)`", BLOCK.sub("", text))
    named = {option for span in spans for option in re.findall(r"--[a-z-]+", span)}

    assert set() == named - {option for name in COMMANDS for option in options(name)} - {"--help"}


# The reference pages


@pytest.fixture(scope="module")
def made_anew() -> dict[str, str]:
    """Return the reference pages as the code gives them now."""
    pages: Callable[[], dict[str, str]] = runpy.run_path(str(ROOT / "tools/make_reference.py"))["pages"]
    return pages()


def page(name: str) -> str:
    """Return a reference page as it is committed."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", REFERENCE_PAGES)
def test_reference_page_is_up_to_date(name: str, made_anew: dict[str, str]) -> None:
    """The committed page is the one that tools/make_reference.py makes; run it where this fails."""
    assert made_anew[name] == page(name)


def test_every_reference_page_is_tested(made_anew: dict[str, str]) -> None:
    """The tool makes the pages that are compared here, and no others."""
    assert set(REFERENCE_PAGES) == set(made_anew)


def options(name: str) -> list[str]:
    """Return the options of a command of reportgen."""
    command: click.Command = import_module(COMMANDS[name][0]).command
    commands = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    parameters = [parameter for found in commands for parameter in found.params]
    return [option for parameter in parameters for option in parameter.opts if option.startswith("-")]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    """Each command has a section in docs/commands.md, in which each of its options stands at the head of a line."""
    section = page("commands.md").partition(f"\n## reportgen {name}\n")[2].partition("\n## ")[0]
    heads = re.findall(r"^  (-[-\w]+(?:, -[-\w]+)*)", section, re.MULTILINE)
    documented = {option for head in heads for option in head.split(", ")}

    assert section
    assert set() == set(options(name)) - documented


def names_below(shape: Shape) -> Iterator[str]:
    """Yield the name of each field in the group or list of groups, and in groups inside it."""
    inner = shape.item if isinstance(shape, ListOf) else shape
    if isinstance(inner, Group):
        for name, field_shape, _, help_ in fields_of(inner.kind):
            assert help_, name
            yield name
            yield from names_below(field_shape)


@pytest.mark.parametrize(("name", "group"), [("manifest.md", MANIFEST), ("cost-table.md", PROJECT)])
def test_every_field_is_documented(name: str, group: Group) -> None:
    """Each field that a file may have stands in a table of its page; a cost table's stand on the cost table's page."""
    tables = page(name) if group is PROJECT else page(name) + page("cost-table.md")
    documented = set(re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE))
    expected = set(names_below(COSTS if group is PROJECT else group))

    assert len(expected) > 20
    assert set() == expected - documented


def leaf_patterns() -> list[re.Pattern[str]]:
    """Return what matches the keys of docs/figures.md's first table, which --set takes."""
    table = page("figures.md").partition("## Leaves")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)
    patterns = []
    for key in re.findall(r"`([^`]+)`", " ".join(cells)):
        pattern = re.escape(key)
        for word, meaning in KEY_WORDS.items():
            pattern = re.sub(rf"(?<=[._]){word}$", meaning, pattern)
        patterns.append(re.compile(pattern))
    return patterns


def test_every_leaf_is_documented() -> None:
    """Whatever a run gives, each figure that no formula made has its key among those that --set takes."""
    patterns = leaf_patterns()
    leaves = {
        key
        for report in all_reports().values()
        for key, figure in report.figures.items()
        if figure.layer is not None and figure.expression is None
    }

    assert len(leaves) > 40
    assert [] == sorted(key for key in leaves if not any(pattern.fullmatch(key) for pattern in patterns))


def test_no_leaf_is_documented_in_vain() -> None:
    """Each key of the table of leaves is met in some run."""
    keys = {key for report in all_reports().values() for key in report.figures}

    assert [] == [pattern.pattern for pattern in leaf_patterns() if not any(map(pattern.fullmatch, keys))]


# CONTRIBUTING and CHANGELOG


def named_paths(text: str) -> set[str]:
    """Return what looks like a path in the code spans of a text: with a slash, or a file with a known ending."""
    spans = re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))
    return {span for span in spans if re.fullmatch(r"[\w.-]+(/[\w.*-]+)*/?", span) and is_path(span)}


def is_path(span: str) -> bool:
    """Whether a code span is meant as a path of this repository, and not of something that is made."""
    made = ("report.json", "report.html", "report.pdf", "run.yaml", "reportgen.toml", "out/", "printed.json")
    endings = (".py", ".toml", ".md", ".sh", ".txt", ".j2", ".css", ".json")
    return span not in made and not span.startswith(".venv/") and ("/" in span or span.endswith(endings))


def test_contributing_names_only_what_exists() -> None:
    """Each file and folder that CONTRIBUTING.md names is in the repository, from its root or from the package's."""
    named = named_paths(CONTRIBUTING)
    missing = {
        path for path in named if not any(list(root.glob(path.rstrip("/"))) for root in (ROOT, ROOT / "reportgen"))
    }

    assert len(named) > 40
    assert set() == missing


def test_contributing_names_every_room() -> None:
    """Each folder of the package, and each folder beside it that is worked in, has its line."""
    rooms = {f"{path.parent.name}/" for path in (ROOT / "reportgen").glob("*/__init__.py")}
    beside = {"templates/", "sample_data/", "tests/", "tests/benchmarks/", "tools/", "docs/"}
    rows = set(re.findall(r"^\| (?:\d+ \| )?`([\w/]+/)` \|", CONTRIBUTING, re.MULTILINE))

    assert rooms
    assert rooms | beside == rows


def test_contributing_states_the_grammar_as_the_code_does() -> None:
    """The grammar of formulas in CONTRIBUTING.md is that of figures/grammar.py, word for word."""
    stated = [block for language, block in blocks(CONTRIBUTING) if language == "text"]
    rules = re.findall(r"^\w+ += .+$", grammar.__doc__ or "", re.MULTILINE)

    assert 5 == len(rules)
    assert ["\n".join(rules) + "\n"] == [block for block in stated if block.startswith("formula")]


def test_changelog_has_this_version() -> None:
    """The newest section is the unreleased one or this version's, and this version has a section."""
    sections = re.findall(r"^## \[?([\w.]+)\]?", CHANGELOG, re.MULTILINE)

    assert sections[0] in ("Unreleased", VERSION)
    assert VERSION in sections


def test_changelog_names_every_command() -> None:
    """No command was added without a word to those who use it."""
    assert [] == [name for name in COMMANDS if f"`reportgen {name}" not in CHANGELOG]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_documents_name_no_machine(name: str) -> None:
    """No path of somebody's machine stands in a document."""
    text = (ROOT / name).read_text(encoding="utf-8")

    assert not re.findall(r"(?:^|[\s`(])/(?:home|Users|tmp|root|work|var|opt)\b", text, re.MULTILINE)
