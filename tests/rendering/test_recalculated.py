"""LibreOffice opens the workbook and reckons it: the same figures as reported, and others for other inputs."""

from __future__ import annotations

from functools import cache

import pytest

import reportgen
from reportgen.figures.spreadsheet import cell_name
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, report_of, run, sample_report, sample_runs
from tests.figures.sized import sized_values
from tests.rendering.office import named_values, recalculated, without_cached_values

# Tiers, minimum, review and discount; months; models, training, energy and stages; a formula that is cut into parts.
MANY = [{"name": f"{'Stage ' * 8}{number}", "removed": number} for number in range(1, 301)]
CHANGED = {"annotation_price": "0.5", "hourly_rate": "80.25", "pue": "1.1", "samples_after": "60000"}


@cache
def reports() -> dict[str, Report]:
    """The reports whose workbooks are reckoned, by the name of their file."""
    return {
        "sample": sample_report(sample_runs()["street_scenes"]),
        "months": report_of("tiers by month at a pace"),
        "tiers": report_of("tiers with every term"),
        "price": report_of("a price with every term"),
        "stages": run({**FOUR, "stages": MANY}),
    }


@pytest.fixture(scope="module")
def reckoned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What the named cells hold after LibreOffice, of each report and of the sample with other inputs; in one run."""
    folder = tmp_path_factory.mktemp("office")
    written = folder / "written.xlsx"
    books = []
    for name, report in reports().items():
        written.write_bytes(report.xlsx())
        books.append(folder / f"{name}.xlsx")
        without_cached_values(written, books[-1])
    written.write_bytes(reports()["sample"].xlsx())
    books.append(folder / "changed.xlsx")
    without_cached_values(written, books[-1], {key: float(value) for key, value in CHANGED.items()})
    return {book.stem: named_values(book) for book in recalculated(folder, *books)}


@pytest.mark.parametrize("name", ["sample", "months", "tiers", "price", "stages"])
def test_a_spreadsheet_gives_every_figure(reckoned: dict[str, dict[str, object]], name: str) -> None:
    """Its numbers deleted first, every cell holds the figure within 1e-12 of its largest term."""
    expected = sized_values(reports()[name].figures)
    wrong = {
        key: (value.value, reckoned[name][cell_name(key)])
        for key, value in expected.items()
        if not value.agrees(reckoned[name][cell_name(key)])
    }
    assert {} == wrong


def test_changed_inputs_give_what_generate_gives(reckoned: dict[str, dict[str, object]]) -> None:
    """Other prices, PUE and samples: every figure is that of `generate --set`, but what a procedure gives.

    0.5 x 50,000 + 6.5 x 1.25 x 50,000 / 110,000 - 1.75 - 1.5 x 80.25 = 25,000 + 3.69 - 122.13 = 24,881.57
    """
    path = sample_runs()["street_scenes"]
    tables = sorted(path.parent.glob("*costs.toml"))
    anew = reportgen.load(path, cost_tables=tables, settings=CHANGED)
    assert 24881.57 == round(float(str(reckoned["changed"]["net_savings"])), 2)
    still = {key for key, figure in anew.figures.items() if figure.procedure}
    wrong = {
        key: (value.value, reckoned["changed"][cell_name(key)])
        for key, value in sized_values(anew.figures).items()
        if key not in still and not value.agrees(reckoned["changed"][cell_name(key)])
    }
    assert {} == wrong


def test_the_sum_of_many_stages_was_cut(reckoned: dict[str, dict[str, object]]) -> None:
    """300 stages remove 1 + 2 + ... + 300 = 45,150 samples of the 37,500 that were removed: 7,650 too many."""
    assert "stages_unexplained__2" in reckoned["stages"]
    assert -7650 == reckoned["stages"]["stages_unexplained"]
