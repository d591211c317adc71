"""The walls between the rooms, read from the source: who imports what, who prints, where numbers are made."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "reportgen"
TEMPLATES = ROOT / "templates"
# The rooms from the lowest floor to the highest.
GROUND_FLOOR = ("version", "problems", "precision", "words", "files")
FLOORS = (
    *(("version", "problems", "precision"), ("words",), ("files",), ("charts",), ("figures",), ("locale",)),
    *(("manifest",), ("factors",), ("drafts",), ("energy",), ("evidence", "curation"), ("inputs",), ("page",)),
    *(("rendering",), ("audit",), ("generate",), ("measuring",), ("filter_run",), ("cli",)),
)
HEIGHTS = {room: height for height, floor in enumerate(FLOORS) for room in floor}
FACES = ("__init__.py", "__main__.py")  # the public API, and `python -m reportgen`
HEAVY = [
    *("weasyprint", "msgspec", "zstandard", "pypdf", "pandas", "numpy", "duckdb", "openpyxl", "xlsxwriter"),
    *("pyarrow", "pyhanko", "pynvml", "pyspark"),
]

ARITHMETIC_NODES = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
ARITHMETIC_FILTERS = {"sum", "round", "abs"}


def modules_below(*folders: Path) -> list[Path]:
    """Return the Python files in the folders."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def in_file(path: Path, line: int, what: str) -> str:
    """Return one finding as `path:line: what`."""
    return f"{path.relative_to(ROOT)}:{line}: {what}"


def imports(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of all that the source of a module in `package` imports.

    `from a import b` counts as `a.b`, since b may be a module; relative imports are resolved; imports inside
    functions count, as does `importlib.import_module("a")`.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            module = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and re.search(r"\b(import_module|__import__)$", ast.unparse(node.func)):
            yield from ((node.lineno, ast.literal_eval(arg)) for arg in node.args if isinstance(arg, ast.Constant))


@cache
def imports_in(path: Path) -> tuple[tuple[int, str], ...]:
    """Return line and dotted name of all that a file of the package imports."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    return tuple(imports(path.read_text(encoding="utf-8"), package))


def importers_of(module: str, allowed: Iterable[str]) -> list[str]:
    """Return where a module is imported, other than in the allowed files (paths below the package)."""
    return [
        in_file(path, line, f"imports {name}")
        for path in modules_below(PACKAGE)
        if path.relative_to(PACKAGE).as_posix() not in set(allowed)
        for line, name in imports_in(path)
        if name.split(".")[0] == module
    ]


def prints(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of all in the source that writes to a standard stream: print, sys.stdout, click.echo."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and re.fullmatch(
            r"print|(click\.)?(echo|secho|echo_via_pager)", ast.unparse(node.func)
        ):
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Attribute) and re.fullmatch(r"sys\.(__)?std(out|err)(__)?", ast.unparse(node)):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "sys":
            yield from ((node.lineno, f"sys.{alias.name}") for alias in node.names if alias.name.startswith("std"))


def template_arithmetic(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and operator or filter of all arithmetic in the source of a Jinja template."""
    tree = jinja2.Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]).parse(source)
    for operation in tree.find_all(ARITHMETIC_NODES):
        yield operation.lineno, type(operation).__name__.lower()
    for node in tree.find_all(nodes.Filter):
        if node.name in ARITHMETIC_FILTERS:
            yield node.lineno, f"filter {node.name}"


def distribution(requirement: str) -> str:
    """Return the name of what a requirement asks for, as indexes write it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name.group()).lower()


# The walls


def test_every_room_has_a_floor() -> None:
    """A new room, or module beside the rooms, is put on a floor before anything can be built on it."""
    rooms = {path.name for path in PACKAGE.iterdir() if any(path.glob("*.py"))}
    modules = {path.stem for path in PACKAGE.glob("*.py") if path.name not in FACES}

    assert sorted(rooms | modules) == sorted(HEIGHTS)


def test_contributing_tells_each_room_on_its_floor() -> None:
    """The table of CONTRIBUTING.md has the rooms in the very order that this test holds."""
    told = re.findall(r"^\| (\d+) \| (`[^|]*) \|", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    rooms = {name: int(floor) for floor, names in told for name in re.findall(r"`(\w+)(?:\.py|/)`", names)}

    assert rooms == HEIGHTS


def test_rooms_import_from_lower_floors_alone() -> None:
    """No room imports from its own floor or a higher one, so that none can be in a circle with another."""
    upwards = [
        in_file(path, line, f"{own}/ imports {name}")
        for path in modules_below(PACKAGE)
        if (own := path.relative_to(PACKAGE).parts[0].removesuffix(".py")) in HEIGHTS
        for line, name in imports_in(path)
        if name.startswith("reportgen") and (room := f"{name}.".split(".")[1]) != own
        if HEIGHTS.get(room, len(FLOORS)) >= HEIGHTS[own]
    ]

    assert not upwards


@pytest.mark.parametrize(("room", "also_allowed"), [("figures", {"numpy"}), ("charts", set())])
def test_pure_rooms_import_the_ground_floor_alone(room: str, also_allowed: set[str]) -> None:
    """figures/ and charts/ know the standard library and the ground floor; figures/ may also draw with numpy."""
    allowed = sys.stdlib_module_names | also_allowed
    own = tuple(f"reportgen.{name}." for name in (room, *GROUND_FLOOR))
    files = modules_below(PACKAGE / room)

    strangers = [
        in_file(path, line, f"{room}/ imports {name}")
        for path in files
        for line, name in imports_in(path)
        if name.split(".")[0] not in allowed and not f"{name}.".startswith(own)
    ]

    assert files
    assert not strangers


@pytest.mark.parametrize(
    ("package", "modules"),
    [
        # of the extra `count`, each where it is needed
        ("zstandard", ["files/unpacking.py"]),
        ("msgspec", ["curation/datasets/coco.py"]),
        # Pango is needed for the PDF and for nothing else
        ("weasyprint", ["rendering/pdf.py", "rendering/fetching.py"]),
        # a PDF from outside is read in one place, which runs in a process of its own
        ("pypdf", ["audit/read_pdf.py"]),
        # one reads and nothing else, the other writes the report, the list of prices and the one to fill in
        ("openpyxl", ["factors/read_xlsx.py"]),
        ("xlsxwriter", ["rendering/write_xlsx.py"]),
        # whatever is not signed is written and verified without it
        ("pyhanko", ["rendering/sign.py", "audit/signature.py", "rendering/report.py", "cli/generate.py"]),
        ("pyarrow", ["evidence/read_parquet.py", "evidence/parquet_bounds.py", "curation/arrow_tables.py"]),
        # DuckDB's profiles and Spark's event logs are JSON
        ("duckdb", [f"curation/{it}.py" for it in ("records/lightly_studio", "decision_table", "decision_query")]),
        ("pyspark", ["curation/spark_table.py"]),
        # machines without an NVIDIA driver run everything but that meter
        ("pynvml", ["energy/meters/nvml.py"]),
        # every table is read by our own reader; pandas gets figures that are finished
        ("pandas", ["rendering/frame.py", "rendering/report.py"]),
    ],
)
def test_a_package_is_imported_where_it_is_needed_alone(package: str, modules: list[str]) -> None:
    """Without it everything else works."""
    assert not importers_of(package, modules)


def test_all_that_is_imported_is_installed() -> None:
    """Every package that the code imports is a dependency or an extra for users, or needed by one; none is `dev`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for_users = [
        it for name in ("count", "pandas", "parquet", "samples", "sign", "spark", "xlsx") for it in extras[name]
    ]
    declared = set(map(distribution, (*project["dependencies"], *for_users)))
    needed = {distribution(it) for name in declared for it in metadata.requires(name) or () if "extra ==" not in it}
    holders = metadata.packages_distributions()
    known = sys.stdlib_module_names | {"reportgen", "_typeshed"}  # the last is for type checkers alone
    strangers = [
        in_file(path, line, f"imports {name}")
        for path in modules_below(PACKAGE)
        for line, name in imports_in(path)
        if (top := name.split(".")[0]) not in known
        if not {distribution(holder) for holder in holders.get(top, ())} & (declared | needed)
    ]

    assert {"numpy", "pandas", "pyarrow", "openpyxl", "xlsxwriter", "duckdb"} <= declared
    assert not strangers


def test_the_extra_all_takes_the_others_for_users_together() -> None:
    """What tests and mutation need is in none of them."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [f"filtering-savings-report[{','.join(sorted(set(extras) - {'all', 'dev', 'mutate'}))}]"] == extras["all"]


def test_only_cli_prints() -> None:
    """Outside cli/ results are returned and problems raised, so that reportgen is quiet as a library."""
    printing = [
        in_file(path, line, f"uses {what}")
        for path in modules_below(PACKAGE)
        if not path.is_relative_to(PACKAGE / "cli")
        for line, what in prints(path.read_text(encoding="utf-8"))
    ]

    assert not printing


def test_templates_do_no_arithmetic() -> None:
    """Every number on a page is a figure; a template only places it."""
    templates = sorted(TEMPLATES.rglob("*.j2"))

    arithmetic = [
        in_file(path, line, f"template computes ({what})")
        for path in templates
        for line, what in template_arithmetic(path.read_text(encoding="utf-8"))
    ]

    assert templates
    assert not arithmetic


@pytest.mark.parametrize(
    "statement",
    [
        "import reportgen",
        "import reportgen.cli",
        "import sys, reportgen.cli; sys.argv = ['reportgen', '--help']; reportgen.cli.main()",
    ],
)
def test_starting_up_imports_nothing_heavy(statement: str) -> None:
    """Importing reportgen and `reportgen --help` import none of the heavy packages."""
    child = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", statement],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {line.split("|")[-1].strip() for line in child.stderr.splitlines() if "|" in line}

    assert not child.returncode, child.stderr.splitlines()[-1]
    assert "reportgen" in imported
    assert not imported & set(HEAVY)


# The readers that the walls rest on


def test_every_way_to_import_is_seen() -> None:
    """Relative, renamed and late imports, and import_module, count as imports."""
    source = """
import a.b as c
from d import e
from . import f
from .g import h
from ..charts import bar
def late():
    import i
    importlib.import_module("j.k")
"""

    names = [name for _, name in imports(source, "reportgen.figures")]

    assert sorted(
        ["a.b", "d.e", "reportgen.figures.f", "reportgen.figures.g.h", "reportgen.charts.bar", "i", "j.k"]
    ) == sorted(names)


@pytest.mark.parametrize(
    "source",
    [
        "print('x')",
        "sys.stdout.write('x')",
        "json.dump(x, sys.stderr)",
        "click.echo('x')",
        "from click import secho\nsecho('x')",
        "from sys import stderr",
    ],
)
def test_every_way_to_print_is_seen(source: str) -> None:
    """A call of print or click.echo counts, as does any use of a standard stream."""
    assert list(prints(source))


@pytest.mark.parametrize(
    "expression",
    ["a + b", "a - b", "a * b", "a / b", "a // b", "a % b", "a ** b", "values | sum", "x | round(2)"],
)
def test_every_template_operator_is_seen(expression: str) -> None:
    """Each arithmetic operator counts, wherever it stands; its line is given."""
    source = "{% if true %}\n{% set x = " + expression + " %}\n{% endif %}"

    lines = [line for line, _ in template_arithmetic(source)]

    assert [2] == lines


def test_templates_may_concatenate_and_count() -> None:
    """Joining texts, lengths and the numbers of a loop are no arithmetic."""
    source = "{% for x in xs if xs | length > 1 %}{{ loop.index ~ '. ' ~ x }}{% endfor %}"

    assert not list(template_arithmetic(source))
