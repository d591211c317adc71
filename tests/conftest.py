"""With REPORTGEN_NO_SKIPS=1, as continuous integration sets it, a skipped test is a failed one.

A test marked `may_skip` is excepted: it needs a package that continuous integration does not install.
"""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# A red run of continuous integration comes from the change and not from the dice; runs by hand keep throwing them.
settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known to --strict-markers."""
    config.addinivalue_line("markers", "may_skip: may be skipped even where REPORTGEN_NO_SKIPS=1 forbids it")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skips itself; an expected failure counts as "skipped" to pytest, and passes."""
    report = yield
    if not hasattr(report, "wasxfail") and item.get_closest_marker("may_skip") is None:
        _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that skips itself as a whole."""
    report = yield
    _forbid_skip(report)
    return report


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped" and os.environ.get("REPORTGEN_NO_SKIPS") == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason} (REPORTGEN_NO_SKIPS=1 allows no skip)"
