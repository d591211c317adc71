"""The lines of a metric in MLflow's folders as samples of power, in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.energy.importers.cells import instant, number
from reportgen.energy.importers.mlflow_run import Sample
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.files.table import CUT_OFF
from reportgen.problems import InputError

_LOOKED_AHEAD = 10_000  # lines in which the order may be mixed up


def samples_in(source: Source, lost: Losses) -> Iterator[Sample]:
    """The samples in the order of time, then of the lines; those that cannot be read are lost.

    A line without the step that others have is cut off, and its value may be too.
    """
    has_steps = any(len(text.split()) > 2 for _, text in sound_lines(source, Losses()))
    return _in_order(source, _in_lines(source, lost, has_steps), lost)


def _in_lines(source: Source, lost: Losses, has_steps: bool) -> Iterator[Sample]:
    before: Sample | None = None
    known_lost = 0
    for line, text in sound_lines(source, lost):
        if not text.strip():
            continue
        try:
            sample = _sample(source, line, text, has_steps)
        except InputError as error:
            lost.take(error)
            continue
        if lost.count > known_lost and before is not None:
            yield Sample(before.time_s, before.line, True, None)
        known_lost, before = lost.count, sample
        yield sample


def _in_order(source: Source, samples: Iterable[Sample], lost: Losses) -> Iterator[Sample]:
    ahead: list[Sample] = []
    given_s: Decimal | None = None
    for sample in samples:
        heapq.heappush(ahead, sample)  # no two have the first three of their parts in common
        if len(ahead) <= _LOOKED_AHEAD:
            continue
        first = heapq.heappop(ahead)
        if given_s is None or first.time_s >= given_s:
            given_s = first.time_s
            yield first
        elif not first.lost_behind:
            fault = f"the time goes back by more than {_LOOKED_AHEAD:,} lines"
            lost.add(source.place(first.line), fault, "sort the file by time")
    while ahead:
        yield heapq.heappop(ahead)


def _sample(source: Source, line: int, text: str, has_steps: bool) -> Sample:
    words = text.split()
    if len(words) not in (2, 3, 5):
        source.refuse(line, f"{len(words)} words, where a metric has time, value and step", CUT_OFF)
    if has_steps and len(words) == 2:
        source.refuse(line, "the step is missing", CUT_OFF)
    time_s = instant(source, line, words[0], "the time", 1000)
    is_number = words[1].lower() != "nan"
    return Sample(time_s, line, False, number(source, line, words[1], "the power") if is_number else None)
