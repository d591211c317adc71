"""Leaves of a training by its size: parameters, tokens, GPU-hours and the GPU, of which a language model is told."""

from __future__ import annotations

from typing import Any

from reportgen.factors.boards import Board, find_board, suggest_boards
from reportgen.factors.trainings import Ranged, board_in_node, utilisation
from reportgen.files.notes import Notes
from reportgen.inputs.leaves import Leaves
from reportgen.inputs.sources import DEFAULT
from reportgen.manifest.model import Training
from reportgen.problems import excerpt
from reportgen.words.message import message

_SIZES = ("parameters", "active_parameters", "tokens")
# What the removed share of a training is taken by, the first that the manifest has.
_MEASURES = ("token", "hour", "minute")
_NO_PEAK = message("the peak of the training's GPU is not known here")
_WITHOUT_HOST = message("as stated, without a share of the host")
_ALL_EPOCHS = message("all that the training reads, each epoch counted")


def share_of_training(leaves: Leaves, training: Training) -> str:
    """The key of the share of the training that the removed data takes; empty where the training is not told by its
    size, by GPU-hours or by what its data holds, or another factor is to count.
    """
    if training.factor in ("published", "exact") or training.co2_per_sample is not None:
        return ""
    measure = next((it for it in _MEASURES if f"amount_before.{it}" in leaves.ledger), None)
    timed = training.hours is not None and training.gpus is not None
    drawn = training.kwh is not None or timed
    in_hours = training.gpu_hours is not None or (drawn and measure is not None)
    if not is_sized(leaves, training) and (training.samples is not None or not in_hours):
        return ""
    return f"amount_share.{measure}" if measure else "removed_share"


def is_sized(leaves: Leaves, training: Training) -> bool:
    """Whether the model's parameters or the training's tokens are given."""
    return any(_is_given(leaves, training, name) for name in _SIZES)


def _is_given(leaves: Leaves, training: Training, name: str) -> bool:
    return getattr(training, name) is not None or leaves.set_or(f"training_{name}")


def board_of(leaves: Leaves, training: Training, notes: Notes) -> Board | None:
    """The board that the training runs on, None where none is named; one that is not known and needed is a problem."""
    if training.gpu is None:
        return None
    board = find_board(training.gpu)
    has_power = _is_given(leaves, training, "watts") or training.kwh is not None
    has_hours = training.gpu_hours is not None or None not in (training.hours, training.gpus)
    if board is None and not (has_power and (has_hours or leaves.set_or("gpu_peak_flops"))):
        problem = f'"{excerpt(training.gpu)}" is no GPU whose power and peak are known here'
        notes.add(("training", "gpu"), problem, suggest_boards(training.gpu))
    return board


def size_leaves(leaves: Leaves, training: Training, board: Board | None, notes: Notes) -> None:
    """Add parameters, tokens, utilisation and peak where the training is told by its size."""
    if training.gpu_hours is not None or leaves.set_or("training_gpu_hours"):
        leaves.stated("training_gpu_hours", training.gpu_hours)
    if not is_sized(leaves, training):
        return
    _parameters(leaves, training, notes)
    if _is_given(leaves, training, "tokens") or "amount_before.token" not in leaves.ledger:
        leaves.stated("training_tokens", training.tokens, note=_ALL_EPOCHS)
        if training.epochs is not None:
            leaves.stated("training_epochs", training.epochs)
    else:
        leaves.default("training_epochs", training.epochs, 1)
    if training.mfu is not None:
        leaves.stated("training_mfu", training.mfu)
    else:
        _ranged(leaves, "training_mfu", utilisation(), "default")
    if board is None or board.peak_flops is None:
        leaves.give("gpu_peak_flops", None, absent=_NO_PEAK if training.gpu else "")
    else:
        sources = (board.peak_source or board.source,)
        more: dict[str, Any] = {"basis": "literature", "layer": "built-in", "sources": sources}
        leaves.give("gpu_peak_flops", board.peak_flops, note=board.name, **more)


def _parameters(leaves: Leaves, training: Training, notes: Notes) -> None:
    whole, active = training.parameters, training.active_parameters
    if whole is not None and active is not None and active > whole:
        found = "is more than parameters"
        notes.add(("training", "active_parameters"), found, "those that work on a token: are the two swapped?")
    given = _is_given(leaves, training, "active_parameters")
    if _is_given(leaves, training, "parameters") or not given:
        leaves.stated("training_parameters", whole)
    if given or not leaves.ledger.known("training_parameters"):
        leaves.stated("training_active_parameters", active)
        return
    # of a dense model all work on each token
    note = message("as many as the model has")
    more: dict[str, Any] = {"basis": "default", "layer": "built-in", "sources": (DEFAULT,), "chosen": "default"}
    leaves.give("training_active_parameters", leaves.ledger.value("training_parameters"), note=note, **more)


def watts_leaf(leaves: Leaves, training: Training, board: Board | None, *, by_size: bool) -> None:
    """Add the mean power of a GPU: as stated, or that of its board with the share of the node."""
    if training.watts is not None or board is None or training.kwh is not None:
        leaves.stated("training_watts", training.watts, **({"note": _WITHOUT_HOST} if by_size else {}))
        return
    note = message("{board}, with its share of the node", board=board.name)
    _ranged(leaves, "training_watts", board_in_node(board), "estimate", note)


def _ranged(leaves: Leaves, key: str, ranged: Ranged, basis: str, note: str | None = None) -> None:
    more: dict[str, Any] = {"basis": basis, "layer": "built-in", "sources": ranged.sources, "chosen": "default"}
    leaves.give(key, ranged.value, low=ranged.low, high=ranged.high, note=note, **more)
