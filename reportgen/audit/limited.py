"""Looks at a report's file in a child process, whose time and memory are limited: the file may be anybody's."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from reportgen.audit.beside import looked_beside
from reportgen.audit.difference import Difference
from reportgen.audit.verdict import Verdict
from reportgen.files.document import read_bytes
from reportgen.problems import InputError, Problem, refuse
from reportgen.rendering.limiting import CPU_S, MEMORY_BYTES, printed_by_child

if TYPE_CHECKING:
    from reportgen.audit.report_data import ReportData

ENDINGS = (".pdf", ".html", ".htm", ".json")
MOST_BYTES = 100_000_000  # of the file


def verdict_on(path: Path) -> Verdict:
    """The verdict on the report in the file, and on what lies beside it.

    Raises InputError where it cannot be read, is no report, or takes more than a report may, RuntimeError for a fault
    of ours.
    """
    answer = _answer("verify", path)
    differences = tuple(Difference(**it) for it in answer["differences"])
    rederived, recomputed, withheld = (int(answer[name]) for name in ("rederived", "recomputed", "withheld"))
    others, notes = looked_beside(path.parent, answer["beside"])
    return Verdict((*differences, *others), rederived, recomputed, withheld, (*answer["notes"], *notes))


def files_of(path: Path) -> dict[str, bytes]:
    """report.json and what is carried beside it, by name. Raises as `verdict_on` does."""
    return {name: b64decode(content) for name, content in _answer("parts", path)["files"].items()}


def report_in(path: Path) -> ReportData:
    """The report in the file. Raises as `verdict_on` does."""
    from reportgen.audit.bundle import REPORT
    from reportgen.audit.report_data import report_data

    return report_data(files_of(path)[REPORT], path.name)


def _answer(job: str, path: Path) -> dict[str, Any]:
    content = read_bytes(path, ENDINGS, most=MOST_BYTES)
    arguments = (job, path.name, str(CPU_S), str(MEMORY_BYTES))
    try:
        printed = printed_by_child("reportgen.audit.child", *arguments, told=content, doing="checking")
    except TimeoutError:
        _refuse_endless(path)
    # ended by a signal: a limit was hit
    answer: dict[str, Any] = json.loads(printed) if printed is not None else {"exhausted": True}
    if "problems" in answer:
        raise InputError([Problem(*item) for item in answer["problems"]])
    if "exhausted" in answer:
        _refuse_endless(path)
    return answer


def _refuse_endless(path: Path) -> NoReturn:
    what = f"takes more than {CPU_S} seconds or {MEMORY_BYTES // 1024**2:,} MiB to read"
    refuse(str(path), what, "no report of reportgen does")
