"""The day of issue: which of its sources counts, and what follows it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import reportgen
from reportgen.generate import load
from tests.figures.runs import FOUR

FLAGS = {"task": "detection", "samples_before": "110000", "samples_after": "72500", "duration": "PT42M"}
MORNING = datetime(2026, 6, 30, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_source_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a date of the environment's."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_the_order_of_its_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stated day comes first, then SOURCE_DATE_EPOCH, then the run's own moment; without any there is none."""
    run = {**FOUR, "started_at": "2026-06-30T08:00:00+00:00"}
    assert MORNING == reportgen.report(**run).issued
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert datetime(2027, 1, 15, 8, 0, tzinfo=UTC) == reportgen.report(**run).issued
    assert datetime(2026, 7, 2, tzinfo=UTC) == reportgen.report(**run, issued=date(2026, 7, 2)).issued
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert reportgen.report(**FOUR).issued is None


@pytest.mark.parametrize(("seconds", "counts"), [(-1, False), (0, True)])
def test_no_source_date_dates_a_report_before_its_run(
    monkeypatch: pytest.MonkeyPatch, seconds: int, counts: bool
) -> None:
    """SOURCE_DATE_EPOCH a second before the run's start is passed over, and dates no page; that of its start counts."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MORNING.timestamp()) + seconds))
    report = reportgen.report(**FOUR, started_at=MORNING.isoformat())

    assert MORNING == report.issued
    assert counts == ("report of 30\u00a0Jun\u00a02026" in report.page.first.meta)


def test_the_call_counts_before_the_manifest() -> None:
    """--issued puts its day in the place of the manifest's, and into report.json."""
    report = load(flags=FLAGS, issued="2026-07-03")
    assert datetime(2026, 7, 3, tzinfo=UTC) == report.issued
    assert b'"issued": "2026-07-03"' in report.json


def test_today_is_written_as_its_date() -> None:
    """The day by the machine's clock, and no word that would change from day to day."""
    before = datetime.now().astimezone().date()
    report = load(flags=FLAGS, issued="today")
    after = datetime.now().astimezone().date()

    assert report.account.manifest.issued in (before, after)
    assert b"today" not in report.json


@pytest.mark.parametrize("issued", ["tomorrow", "2026-13-01", "", "01.07.2026"])
def test_what_is_no_day(issued: str) -> None:
    """Nothing is dated by a guess."""
    with pytest.raises(reportgen.InputError, match=r"--issued: .* is no date"):
        load(flags=FLAGS, issued=issued)


@pytest.mark.parametrize(
    ("started", "issued", "fits"),
    [
        ("2026-07-01T13:00:00", "2026-07-01", True),
        ("2026-07-01T13:00:00", "2026-06-30", False),
        ("2026-07-01T08:00:00+09:00", "2026-06-30", True),  # elsewhere it was the day before
        ("2026-07-01T08:00:00+09:00", "2026-06-29", False),
    ],
)
def test_no_report_is_issued_before_its_run(tmp_path: Path, started: str, issued: str, fits: bool) -> None:
    """Neither by the manifest, which names its line, nor by --issued."""
    lines = [*(f"{key}: {value}" for key, value in FLAGS.items()), f"started_at: {started}", f"issued: {issued}"]
    for text, told in (("\n".join(lines), None), ("\n".join(lines[:-1]), issued)):
        path = tmp_path / "run.yaml"
        path.write_text(text, encoding="utf-8")
        if fits:
            assert issued == str(load(path, issued=told).account.manifest.issued)
            continue
        with pytest.raises(reportgen.InputError, match="is before the run, which started on 2026-07-01") as caught:
            load(path, issued=told)
        assert ("--issued" if told else f"{path}:6: $.issued") == caught.value.problems[0].where


def test_the_cover_names_a_stated_day_alone() -> None:
    """The day of issue stands on the cover where somebody stated it; the run's own day stands there anyway."""
    stated = reportgen.report(**FOUR, started_at="2026-06-30", issued=date(2026, 7, 2)).page.first.meta
    unstated = reportgen.report(**FOUR, started_at="2026-06-30").page.first.meta

    assert "report of 2\u00a0Jul\u00a02026" in stated
    assert not [text for text in unstated if text.startswith("report of")]
