"""A run that ended before all was done: its prediction was of the whole, and no error is said of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.energy.importers import own_log
from reportgen.energy.log import LogWriter
from reportgen.energy.meters.meter import Found
from reportgen.energy.prediction import Predictor
from reportgen.energy.record import Record
from reportgen.energy.recorder import Recorder
from reportgen.energy.summary import summary
from reportgen.files.source import Source
from tests.energy.meters.standins import HandClock
from tests.energy.recording import Rising, tick
from tests.figures.runs import FOUR
from tests.page.made_runs import texts_of


def recorded(folder: Path, stages: int) -> tuple[Record, Record]:
    """The record of so many stages of 100 of a thousand samples, and the same as its log has it."""
    clock, log = HandClock(), folder / "run.energy.jsonl"
    recorder = Recorder(Found((Rising(clock),)), Decimal(1), LogWriter(log), clock, Predictor(1000), lambda _: None)
    recorder.begin()
    for number in range(stages):
        stage = recorder.begin_stage(str(number))
        tick(recorder, clock, 2)
        recorder.end_stage(stage, samples=100)
    recorder.stop()
    (read,) = own_log.extract(Source(log, log.name, {}))
    return recorder.measurement().record(), read


@pytest.mark.parametrize(("stages", "expected"), [(6, True), (9, True), (10, False)])
def test_ended_early_is_less_than_all(tmp_path: Path, stages: int, expected: bool) -> None:
    """600 and 900 of 1,000 samples are not all of them, a thousand are; the log says it as the recorder does."""
    for record in recorded(tmp_path, stages):
        assert record.prediction is not None
        assert (Decimal(stages * 100), expected) == (record.prediction.done_samples, record.prediction.ended_early)


def figures_of(folder: Path, stages: int) -> reportgen.Report:
    """The report of a run with that record."""
    recorded(folder, stages)
    energy: list[dict[str, Any]] = [{"file": "run.energy.jsonl"}]
    return reportgen.report(**FOUR, energy=energy, energy_folder=folder)


@pytest.mark.parametrize(("stages", "expected"), [(9, "the run ended early"), (10, None)])
def test_no_error_is_said_of_a_prediction_of_the_whole(tmp_path: Path, stages: int, expected: str | None) -> None:
    """Twenty seconds were predicted for a thousand samples: 18 s for 900 of them are no error of 11 %."""
    figures = figures_of(tmp_path, stages).figures
    (key,) = figures.keys_under("prediction_error_duration")

    assert expected == figures[key].reason


@pytest.mark.parametrize(("stages", "expected"), [(9, True), (10, False)])
def test_the_page_says_that_it_ended_early(tmp_path: Path, stages: int, expected: bool) -> None:
    """After how many samples of how many, below the table of the prediction."""
    page = "\n".join(texts_of(figures_of(tmp_path, stages).page))
    assert expected == ("By its own progress the run ended early, after 900 of 1,000 samples" in page)


@pytest.mark.parametrize(("stages", "expected"), [(6, True), (10, False)])
def test_measure_says_it_too(tmp_path: Path, stages: int, expected: bool) -> None:
    """What the command line prints at the end names no error either."""
    record, _ = recorded(tmp_path, stages)
    told = "\n".join(summary(record))
    assert expected == ("ended early by its own progress, after 600 of 1,000 samples" in told)
    assert expected != ("predicted at" in told)
