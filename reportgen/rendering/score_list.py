"""Scores as a table for people, as JSON or as CSV: texts one row at a time, so that a table may have any length."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from reportgen.evidence.scores import ScoredModel, TrainingScores
from reportgen.figures.ttcapc import RECONSTRUCTED
from reportgen.files.csv_cells import harmless
from reportgen.files.json_text import number_text
from reportgen.problems import one_line
from reportgen.words.numbers import HOUSE

Writer = Callable[[Iterable[ScoredModel]], Iterator[str]]

_NAMES = tuple(field.name for field in fields(ScoredModel))
_FORMULA = (
    "APC = accuracy / (beta * consumption * ((1 - alpha) * (1 - accuracy) + alpha) + 1); APEC: cost and beta_cost\n"
    "in place of consumption (Wh) and beta\n"
)
_WIDE = 12  # characters of a column of numbers
_COLUMNS = (("APC", "apc"), ("APEC", "apec"), *((name, name) for name in _NAMES[1:7]))


def _json_value(value: Any) -> str:
    return number_text(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def models_as_json(models: Iterable[ScoredModel]) -> Iterator[str]:
    """A list of objects, numbers exact, null for what is not known."""
    before = "[\n  "
    for model in models:
        pairs = [f'"{name}": {_json_value(getattr(model, name))}' for name in _NAMES]
        yield f"{before}{{{', '.join(pairs)}}}"
        before = ",\n  "
    yield "\n]\n"


def models_as_csv(models: Iterable[ScoredModel]) -> Iterator[str]:
    """The same columns, numbers exact, an empty cell for what is not known."""
    yield _csv_line(_NAMES)
    for model in models:
        yield _csv_line(getattr(model, name) for name in _NAMES)


def models_as_table(models: Iterable[ScoredModel]) -> Iterator[str]:
    """Scores to four decimals with the weights that apply, the model's name last, since it may be of any length."""
    yield _FORMULA + "\n"
    yield "".join(f"{title:>{_WIDE}}" for title, _ in _COLUMNS) + "  model\n"
    for model in models:
        cells = (_cell(name, getattr(model, name)) for _, name in _COLUMNS)
        yield "".join(f"{cell:>{_WIDE}}" for cell in cells) + f"  {one_line(model.model)}\n"


def _cell(name: str, value: Decimal | None) -> str:
    if value is None:
        return "not given"
    return HOUSE.fixed(value, 4) if name in ("apc", "apec") else HOUSE.up_to_significant(value, 7)


def _csv_line(values: Iterable[Any]) -> str:
    texts = ["" if it is None else number_text(it) if isinstance(it, Decimal) else harmless(str(it)) for it in values]
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(texts)
    return line.getvalue()


MODEL_WRITERS: dict[str, Writer] = {"table": models_as_table, "json": models_as_json, "csv": models_as_csv}


def training_values(scores: TrainingScores) -> dict[str, Decimal | str | None]:
    """The two times with the closest score at each, None where there is none, and how they are defined."""
    by_energy, by_cost = scores.apc, scores.apec
    return {
        "ttcapc_s": by_energy.time_s if by_energy else None,
        "closest_apc": by_energy.score if by_energy else None,
        "ttcapec_s": by_cost.time_s if by_cost else None,
        "closest_apec": by_cost.score if by_cost else None,
        "definition": RECONSTRUCTED,
    }


def training_text(scores: TrainingScores, form: str) -> str:
    """The two times as a table, as JSON or as CSV."""
    values = training_values(scores)
    if form == "json":
        return "{\n" + ",\n".join(f'  "{name}": {_json_value(value)}' for name, value in values.items()) + "\n}\n"
    if form == "csv":
        return _csv_line(values) + _csv_line(values.values())
    rows = (("TTCAPC", scores.apc, True), ("TTCAPEC", scores.apec, scores.has_cost))
    lines = []
    for name, reached, known in rows:
        if reached is not None:
            score = "APC" if name == "TTCAPC" else "APEC"
            time_s = HOUSE.up_to_significant(reached.time_s, 7)
            text = f"{time_s} s, at a closest {score} of {HOUSE.fixed(reached.score, 4)}"
        else:
            text = "the target is not reached" if known else "cost not given in every row"
        lines.append(f"{name:<8} {text} ({RECONSTRUCTED})\n")
    return "".join(lines)
