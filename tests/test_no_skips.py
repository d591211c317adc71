"""What tests/conftest.py does with skipped tests."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SKIPPING_TESTS = """
import pytest

def test_that_skips():
    pytest.skip("no printer here")

@pytest.mark.may_skip
def test_that_may_skip():
    pytest.skip("no plotter here")

@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    assert False

def test_that_passes():
    pass
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a folder with this project's conftest.py and four tests, two of which skip."""
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(SKIPPING_TESTS)
    return pytester


def test_skip_is_a_failure_that_names_its_reason(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no skip is allowed, the skipping test fails with its reason; may_skip and xfail stand."""
    monkeypatch.setenv("REPORTGEN_NO_SKIPS", "1")

    result = project.runpytest("--strict-markers")

    result.assert_outcomes(failed=1, skipped=1, xfailed=1, passed=1)
    result.stdout.fnmatch_lines(["*_ test_that_skips _*", "Skipped: no printer here (REPORTGEN_NO_SKIPS=1*"])


def test_skips_are_allowed_by_default(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a developer's machine, where a program may be missing, skipped tests stay skipped."""
    monkeypatch.delenv("REPORTGEN_NO_SKIPS", raising=False)

    result = project.runpytest("--strict-markers")

    result.assert_outcomes(skipped=2, xfailed=1, passed=1)


def test_module_that_skips_itself_is_a_failure(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no skip is allowed, a module skipped because an import is missing fails the run."""
    monkeypatch.setenv("REPORTGEN_NO_SKIPS", "1")
    project.makepyfile(test_absent="import pytest\npytest.importorskip('no_such_package')\n")

    result = project.runpytest("--strict-markers", "test_absent.py")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*could not import 'no_such_package'*REPORTGEN_NO_SKIPS=1*"])
