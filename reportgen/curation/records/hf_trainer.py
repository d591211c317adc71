"""A training that Hugging Face's Trainer recorded: all_results.json, train_results.json or trainer_state.json.

Its tokens are those that went in, with the padding that fills up a batch. Its operations are an estimate of 6 for each
parameter and token, as the Trainer makes it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Training
from reportgen.curation.records.counts import known_count
from reportgen.energy.importers.cells import LONGEST_S
from reportgen.energy.importers.json_file import json_value
from reportgen.files.number import within_bounds
from reportgen.files.source import Source

TOOL = "hf-trainer"

_RESULTS = re.compile(r'"train_runtime":')
_STATE = re.compile(r'"(?:best_model_checkpoint|is_world_process_zero|log_history)":')
_RATES = re.compile(r'"(?:train_samples_per_second|train_steps_per_second|train_loss|total_flos)":')

_PADDING = "tokens are those that went in, with the padding that fills up a batch"
_ESTIMATE = "operations are the Trainer's own estimate of 6 for each parameter and token"
_UNENDED = "the training has not ended: it says no run time, and what it has so far"


def identify(source: Source) -> bool:
    head = source.head
    if head.lstrip()[:1] != "{":
        return False
    is_state = '"global_step":' in head and _STATE.search(head) is not None
    return is_state or (_RESULTS.search(head) is not None and _RATES.search(head) is not None)


def extract(source: Source) -> list[Training]:
    """One record: the training."""
    value = json_value(source)
    if not isinstance(value, dict):
        source.refuse(None, "the file is no map", "is this the tool's file?")
    history = value.get("log_history")
    ends = [it for it in history if isinstance(it, dict) and "train_runtime" in it] if isinstance(history, list) else []
    said = {**value, **(ends[-1] if ends else {})}
    tokens = known_count(source, said.get("num_input_tokens_seen"), "$.num_input_tokens_seen") or None
    flop, duration_s = _positive(said.get("total_flos")), _positive(said.get("train_runtime"))
    warnings = []
    if tokens is not None:
        warnings.append(_PADDING)
    if flop is not None:
        warnings.append(_ESTIMATE)
    if duration_s is None:
        warnings.append(_UNENDED)
    return [
        Training(
            TOOL,
            flop=flop,
            tokens=tokens,
            samples=known_count(source, said.get("train_samples"), "$.train_samples"),
            epochs=_positive(said.get("epoch")),
            steps=known_count(source, value.get("global_step"), "$.global_step"),
            duration_s=duration_s if duration_s is not None and duration_s <= LONGEST_S else None,
            warnings=tuple(warnings),
        )
    ]


def _positive(value: Any) -> Decimal | None:
    """The number above zero; None of any other: zero was not counted."""
    if not isinstance(value, Decimal) or within_bounds(value) is None or value <= 0:
        return None
    return value
