"""One way to open a file, read from the source: what opens one beside it is listed here, with the reason."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.test_imports import PACKAGE, in_file, modules_below

# Files below the package, and why they open one themselves.
OPENERS = {
    "files/opening.py": "is the one way",
    "files/locking.py": "its own lock",
    "files/writing.py": "what is written",
    "locale/sample_noun.py": "a table of the package",
    "curation/plain_tables.py": "a copy for a database",
    "energy/log.py": "the log that it writes",
    "energy/target.py": "a copy of that log",
    "energy/progress.py": "the file of a measuring process, written to",
    "energy/command.py": "/proc of this process",
    "energy/left_behind.py": "/proc",
    "energy/meters/cpu_load.py": "/proc/stat",
    "energy/meters/nvml.py": "/sys",
    "energy/meters/rapl.py": "/sys",
    "factors/read_xlsx.py": "a part of a workbook in memory",
    "charts/text_width.py": "ships with the package",
    "audit/child.py": "a pipe from the process that started it",
    "cli/generate.py": "the summary of a job, appended to",
    "cli/streams.py": "/dev/null, in the place of a closed stream",
    "cli/templates.py": "ships with the package",
    "factors/built_in.py": "ships with the package",
    "factors/facts.py": "ships with the package",
    "locale/catalogue.py": "ships with the package",
    "rendering/child.py": "a pipe from the process that started it",
    "rendering/fallback_fonts.py": "a font that the system names",
    "rendering/filling.py": "/proc of this process",
    "rendering/html.py": "ships with the package",
    "rendering/page_script.py": "ships with the package",
    "rendering/theme.py": "a font of a package that is installed",
}


def openings(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of all in the source that opens a file by its path."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if re.search(r"(^|\.)open$|\.(read_bytes|read_text|fdopen)$|^(FileIO|GzipFile)$", called):
                yield node.lineno, called


def test_all_files_are_opened_in_one_way() -> None:
    """A regular file below the folder it was found in is read, and nothing else waits or leaks."""
    found = {
        path.relative_to(PACKAGE).as_posix(): [in_file(path, *found) for found in openings(path.read_text("utf-8"))]
        for path in modules_below(PACKAGE)
    }
    opening = {name: lines for name, lines in found.items() if lines}

    assert not {name: lines for name, lines in opening.items() if name not in OPENERS}
    assert set(OPENERS) == set(opening)


@pytest.mark.parametrize(
    "source",
    [
        "open(path)",
        "with path.open('rb') as file: ...",
        "os.open(p, 0)",
        "gzip.open(p)",
        "p.read_bytes()",
        "a.read_text()",
    ],
)
def test_every_way_to_open_is_seen(source: str) -> None:
    """The function, the methods of a path, and those of gzip and os count."""
    assert list(openings(source))
