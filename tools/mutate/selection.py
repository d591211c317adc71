"""Which tests run which line, from runs of the suite that coverage watches.

What is found is kept. Where since then only files of tests have changed, only those are run again.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

AT_IMPORT = ""  # the context of lines that run before the first test
NOTES = "MUTATE_NOTES"  # names the file in which recording.py leaves its notes
TOOLS = Path(__file__).resolve().parents[2]
WATCHED = ("reportgen", "templates", "sample_data", "tests")
# These hold what the code gave when they were last made, so that a slip would be adopted with them.
ADOPTED = ("tests/golden", "tests/test_docs.py::test_reference_page_is_up_to_date")
# What no reader of a report sees: the building of packages, the tests of tests and of tools.
BESIDE = ("tests/benchmarks", "tests/test_packaging.py", "tests/test_no_skips.py", "tests/test_mutate")
UNWATCHED = (*ADOPTED, *BESIDE, "tests/equivalent_mutants.toml")


@dataclass(frozen=True)
class Selection:
    """The tests that run each line.

    seconds: how long each test takes that passes when nothing is changed. lines: file, line (a text, as in JSON) and
    the tests by their place in `tests`.
    """

    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[str, Sequence[int]]]

    @cached_property
    def tests(self) -> list[str]:
        """All tests, the quickest first."""
        return sorted(self.seconds, key=lambda test: (self.seconds[test], test))

    def without(self, files: Container[str]) -> Selection:
        """The same without the tests of some files."""
        left = {test: time for test, time in self.seconds.items() if test.partition("::")[0] not in files}
        places = {test: place for place, test in enumerate(Selection(left, {}).tests)}
        lines = {
            file: {
                line: [places[self.tests[test]] for test in tests if self.tests[test] in left]
                for line, tests in numbers.items()
            }
            for file, numbers in self.lines.items()
        }
        return Selection(left, lines)

    def of(self, file: str, line: int, source: str) -> list[str]:
        """The tests that run the statement on a line, the quickest first; of what runs at import those of its file."""
        lines = self.lines.get(file, {})
        asked = statement_lines(source, line)
        found = {test for number in asked or map(int, lines) for test in lines.get(str(number), ())}
        return [self.tests[test] for test in sorted(found)]


def statement_lines(source: str, line: int) -> range:
    """The lines of the innermost statement that holds a line, or none where it runs when the module is imported.

    Of a statement with a body those before the body.
    """
    found = range(0)
    for function in _functions(ast.parse(source)):
        for node in ast.walk(function):
            if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and node is not function:
                own = _own_lines(node)
                if line in own and (not found or len(own) <= len(found)):
                    found = own
    return found


def _functions(tree: ast.AST) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _own_lines(node: ast.AST) -> range:
    body: list[ast.stmt] = getattr(node, "body", [])
    first = node.pattern.lineno if isinstance(node, ast.match_case) else node.lineno  # type: ignore[attr-defined]
    if isinstance(node, ast.Match):
        last = node.subject.end_lineno or first
    elif body:
        last = max(first, body[0].lineno - 1)
    else:
        last = node.end_lineno  # type: ignore[attr-defined]
    return range(first, last + 1)


def select(tree: Path, kept: Path, workers: int = 1) -> Selection:
    """What earlier runs left in the folder `kept` for this very tree, completed by a run of the tests that are new."""
    file, files = kept / "tests.json", hashes(tree)
    stored = (
        json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"files": {}, "seconds": {}, "lines": {}}
    )
    changed = {name for name in files.keys() | stored["files"].keys() if files.get(name) != stored["files"].get(name)}
    known = Selection(stored["seconds"], stored["lines"])
    if not changed:
        return known
    if not all(map(_is_test, changed)):
        known, changed = Selection({}, {}), set(filter(_is_test, files))
    kept.mkdir(exist_ok=True)
    found = merged(known.without(changed), *_record(tree, kept, sorted(changed & files.keys()), workers))
    file.write_text(json.dumps({"files": files, "seconds": found.seconds, "lines": found.lines}), encoding="utf-8")
    return found


def hashes(tree: Path) -> dict[str, str]:
    """Each file that decides which tests run which line, with a text that other contents do not have."""
    found = {}
    for path in sorted(path for name in WATCHED for path in (tree / name).rglob("*") if path.is_file()):
        name = path.relative_to(tree).as_posix()
        if "__pycache__" not in path.parts and not name.startswith(UNWATCHED):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return found


def merged(*selections: Selection) -> Selection:
    """All that several know, of which no two know one test."""
    seconds = {test: time for one in selections for test, time in one.seconds.items()}
    places = {test: place for place, test in enumerate(Selection(seconds, {}).tests)}
    lines: dict[str, dict[str, list[int]]] = {}
    for one in selections:
        for file, numbers in one.lines.items():
            for line, tests in numbers.items():
                known = lines.setdefault(file, {}).setdefault(line, [])
                known[:] = sorted([*known, *(places[one.tests[test]] for test in tests)])
    return Selection(seconds, lines)


def _is_test(name: str) -> bool:
    return Path(name).name.startswith("test_") and name.endswith(".py")


def _record(tree: Path, kept: Path, files: Sequence[str], workers: int) -> list[Selection]:
    """The tests of the files, watched by as many processes."""
    shares = [share for share in (files[n::workers] for n in range(workers)) if share]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda n: _watched(tree, kept / str(n), shares[n]), range(len(shares))))


def _watched(tree: Path, folder: Path, files: Sequence[str]) -> Selection:
    from coverage import CoverageData

    folder.mkdir(exist_ok=True)
    data, notes = folder / "coverage", folder / "notes.json"
    data.unlink(missing_ok=True)
    command = ["coverage", "run", f"--data-file={data}", "--source=reportgen", "-m", "pytest", "-q", *files]
    command += ["-p", "tools.mutate.recording", "-p", "no:cacheprovider", *(f"--deselect={name}" for name in ADOPTED)]
    own = {"PYTHONPATH": f"{tree}{os.pathsep}{TOOLS}", NOTES: str(notes), "CI": "true"}
    subprocess.run([sys.executable, "-m", *command], cwd=tree, env=os.environ | own, check=False)
    told = json.loads(notes.read_text(encoding="utf-8"))
    watched = CoverageData(str(data))
    watched.read()
    lines = {
        Path(file).relative_to(tree).as_posix(): watched.contexts_by_lineno(file) for file in watched.measured_files()
    }
    return resting(told["seconds"], told["uses"], set(told["failed"]), lines)


def resting(
    seconds: Mapping[str, float],
    uses: Mapping[str, Sequence[str]],
    failed: set[str],
    lines: Mapping[str, Mapping[int, Sequence[str]]],
) -> Selection:
    """Each line with the tests that rest on it: those that run it, or use what ran it; without tests that failed."""
    sound = {test: time for test, time in seconds.items() if test not in failed}
    places = {test: place for place, test in enumerate(Selection(sound, {}).tests)}
    users = defaultdict(set)
    for test, place in places.items():
        for context in _closure(test, uses):
            users[context].add(place)
    found = {
        file: {
            str(line): sorted({place for context in contexts if context != AT_IMPORT for place in users[context]})
            for line, contexts in numbers.items()
        }
        for file, numbers in lines.items()
    }
    return Selection(sound, found)


def _closure(context: str, uses: Mapping[str, Iterable[str]]) -> set[str]:
    found, new = {context}, [context]
    while new:
        more = set(uses.get(new.pop(), ())) - found
        found |= more
        new.extend(more)
    return found
