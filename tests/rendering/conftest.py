"""Reports that several tests look at, made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from reportgen.rendering.pdf import PdfResult
from reportgen.rendering.report import Report
from tests.rendering import runs
from tests.rendering.chromium import Chromium

# The names of `reports`: every run that a whole report is looked at of.
NAMES = (
    *("sample", "four_lines", "nothing_known", "costs_more", "sign_open", "none", "small", "extreme", "marked_up"),
    *("halden", "nordlicht", "letter"),
)


@pytest.fixture(scope="session")
def reports() -> dict[str, Report]:
    """A report of each run by its name."""
    made = {name: runs.caveat_run(name) for name in ("nothing_known", "costs_more", "sign_open", "none")}
    made |= {"sample": runs.sample(), "four_lines": runs.four_lines()}
    made |= runs.awkward_reports()
    made |= {name: runs.company(name) for name in ("halden", "nordlicht")}
    made["letter"] = replace(made["sample"], look=made["halden"].look)
    assert set(NAMES) == set(made)
    return made


@pytest.fixture(params=NAMES)
def report(request: pytest.FixtureRequest, reports: dict[str, Report]) -> Report:
    """Each of the reports in turn."""
    return reports[request.param]


@pytest.fixture(scope="session")
def pdfs(reports: dict[str, Report]) -> dict[str, PdfResult]:
    """The PDF of some of the reports by its name."""
    return {name: reports[name].pdf() for name in ("sample", "four_lines", "costs_more", "sign_open")}


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Headless Chromium, started once."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("chromium is not installed")
    with Chromium(program, tmp_path_factory.mktemp("chromium")) as chromium:
        yield chromium
