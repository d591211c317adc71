"""Hugging Face's Trainer: operations, tokens, samples and time of a training."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.curation.run_fields import training_fields
from reportgen.problems import InputError
from tests.curation.sources import sample, training_in, written


def test_results_have_samples_operations_and_time() -> None:
    """20,000 samples, three epochs, 1.57e16 FLOP in 412.87 s; no tokens are counted there."""
    record = training_in(sample("hf-trainer", "all_results.json"))

    assert (20_000, Decimal(3), Decimal("1.5677669376e16")) == (record.samples, record.epochs, record.flop)
    assert (Decimal("412.8706"), None, None) == (record.duration_s, record.tokens, record.steps)


def test_tokens_include_padding_and_that_is_said() -> None:
    """1,875 steps of 32 samples of 512 tokens: 30,720,000 went in, whatever they were."""
    record = training_in(sample("hf-trainer", "trainer_state.json"))

    assert (30_720_000, 1_875, Decimal("412.8706")) == (record.tokens, record.steps, record.duration_s)
    assert "tokens are those that went in, with the padding that fills up a batch" in record.warnings


def test_a_checkpoint_has_no_run_time(tmp_path: Path) -> None:
    """The state of a training that goes on: what it has so far, and that it has not ended."""
    state = {"global_step": 500, "epoch": 0.8, "is_world_process_zero": True, "log_history": [], "total_flos": 5e15}
    record = training_in(written(tmp_path / "trainer_state.json", json.dumps(state)))

    assert (500, None, Decimal("5000000000000000")) == (record.steps, record.duration_s, record.flop)
    assert any("has not ended" in it for it in record.warnings)


def test_zero_was_not_counted(tmp_path: Path) -> None:
    """A Trainer that was not asked for tokens writes 0 of them."""
    results = {"train_runtime": 5.5, "train_loss": 1.0, "total_flos": 0.0, "num_input_tokens_seen": 0}
    record = training_in(written(tmp_path / "train_results.json", json.dumps(results)))

    assert (None, None, Decimal("5.5"), ()) == (record.flop, record.tokens, record.duration_s, record.warnings)


def test_a_training_may_be_shorter_than_anything(tmp_path: Path) -> None:
    """Of half a second, and of a single one."""
    for seconds in ("0.5", "1"):
        results = f'{{"train_runtime": {seconds}, "train_loss": 1.0, "total_flos": 1.0}}'
        record = training_in(written(tmp_path / "train_results.json", results))
        assert (Decimal(seconds), Decimal(1)) == (record.duration_s, record.flop)


def test_a_training_gives_a_manifest_its_samples_and_hours() -> None:
    """412.87 s are 0.114686 h; what is not known is left out."""
    record = training_in(sample("hf-trainer", "all_results.json"))

    assert {"samples": 20_000, "hours": Decimal("0.114686")} == training_fields(record)
    assert {} == training_fields(replace(record, samples=0, duration_s=None))


@pytest.mark.parametrize(
    ("name", "key"), [("train_results.json", "train_samples"), ("trainer_state.json", "global_step")]
)
def test_a_count_that_is_none_is_named(tmp_path: Path, name: str, key: str) -> None:
    """With its place in the file."""
    value = {"train_runtime": 5.5, "epoch": 1.0, "log_history": [], "total_flos": 5e15, key: "many"}
    with pytest.raises(InputError, match=rf"{name}: \$\.{key} is 'many', no count \(is the file damaged\?\)"):
        training_in(written(tmp_path / name, json.dumps(value)))
