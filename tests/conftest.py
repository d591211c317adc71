"""Which tests are slow, and which may be skipped.

A test marked `slow` is left out by `make quick`: it opens a browser, draws PDFs, builds a wheel, starts many processes
or makes up many runs. With REPORTGEN_NO_SKIPS=1, as continuous integration sets it, a skipped test is a failed one. A
test marked `may_skip` is excepted: it needs a package that continuous integration does not install.
"""

import gc
import os
from collections.abc import Generator

import pytest
from hypothesis import settings

# A red run of continuous integration comes from the change and not from the dice; runs by hand keep throwing them.
settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")

# Tests with one of these fixtures are slow, and those whose names begin so.
SLOW_FIXTURES = {"browser", "pdfs", "elsewhere", "examples"}
SLOW_TESTS = (
    "tests/test_forks.py",
    "tests/test_mutate.py",
    "tests/test_mutate_in_place.py",
    "tests/test_packaging.py",
    "tests/test_to_add.py",
    "tests/audit/test_signature.py",
    "tests/charts/test_awkward_data.py::test_random_data_stays_readable",
    "tests/charts/test_runs.py::test_names_of_any_kind_stay_inside",
    "tests/cli/test_apc.py::test_a_long_table_comes_out_whole",
    "tests/cli/test_process.py",
    "tests/curation/test_spark_table.py",
    "tests/cli/test_devices.py",
    "tests/cli/test_measure.py",
    "tests/cli/test_measured_command.py",
    "tests/cli/test_generate.py::test_a_manifest_may_have_the_name_of_an_attachment",
    "tests/cli/test_generate.py::test_a_sign_that_no_font_has_is_told",
    "tests/cli/test_generate.py::test_cost_tables_of_one_name_are_both_attached",
    "tests/cli/test_generate.py::test_no_attach_attaches_nothing",
    "tests/cli/test_generate.py::test_writes_three_files_and_prints_their_paths",
    "tests/cli/test_look.py::test_a_theme_is_named_by_the_project_or_the_call",
    "tests/cli/test_other_commands.py::test_demo_makes_the_sample_report",
    "tests/cli/test_sign.py",
    "tests/energy/test_left_behind.py",
    "tests/energy/test_recorder.py",
    "tests/energy/test_recorder_log.py",
    "tests/energy/importers/test_any_damage.py",
    "tests/energy/importers/test_damaged_folders.py",
    "tests/energy/importers/test_random_logs.py",
    "tests/energy/importers/test_read.py::test_a_longer_file_takes_no_more_memory",
    "tests/factors/test_forms.py::test_damaged_tables_say_what_is_wrong",
    "tests/factors/test_forms.py::test_whatever",
    "tests/figures/test_five_readings.py::test_a_spreadsheet_agrees",
    "tests/figures/test_properties.py",
    "tests/files/test_locking.py",
    "tests/files/test_reading_attacks.py",
    "tests/golden/test_outputs.py::test_words_on_paper",
    "tests/inputs/test_no_traceback.py",
    "tests/page/test_arithmetic.py",
    "tests/rendering/layout/test_finders.py",
    "tests/rendering/layout/test_reports.py",
    "tests/rendering/test_boamps.py::test_it_is_written_only_when_asked_for",
    "tests/rendering/test_confidential.py",
    "tests/rendering/test_confidential_pairs.py",
    "tests/rendering/test_fallback_fonts.py",
    "tests/rendering/test_fonts.py::test_script_makes_the_committed_bytes",
    "tests/rendering/test_html_checkers.py",
    "tests/rendering/test_json.py::test_the_same_bytes_from_every_process",
    "tests/rendering/test_pdf.py",
    "tests/rendering/test_printed.py",
    "tests/rendering/test_read_files.py",
    "tests/rendering/test_recalculated.py",
    "tests/rendering/test_templates.py::test_a_",
    "tests/rendering/test_templates.py::test_an_overridden_header",
    "tests/rendering/test_templates.py::test_the_built_in_templates_use_documented_names_only",
    "tests/rendering/test_templates.py::test_what_a_template_does_wrong",
    "tests/rendering/test_templates.py::test_what_is_documented",
    "tests/rendering/test_theme.py::test_a_companys_report_is_its_own",
    "tests/rendering/test_theme.py::test_a_reader_may_not_smooth_a_picture",
    "tests/rendering/test_theme.py::test_a_font_that_unpacks_without_bounds_is_refused",
    "tests/rendering/test_theme.py::test_a_woff2_file_is_read",
    "tests/rendering/test_theme.py::test_font_files_reach_the_pdf",
    "tests/rendering/test_verapdf.py",
    "tests/rendering/test_whole_reports.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Make the markers known to --strict-markers."""
    config.addinivalue_line("markers", "may_skip: may be skipped even where REPORTGEN_NO_SKIPS=1 forbids it")
    config.addinivalue_line("markers", "slow: left out by `make quick`")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Find the tests without looking for garbage: of these thousands of objects none becomes any."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests, before -m chooses among them."""
    for item in items:
        if item.nodeid.startswith(SLOW_TESTS) or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


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
