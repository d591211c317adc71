"""Boards by their names: what each draws and computes, and what to write for one that is not known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.boards import board_power_w, boards, find_board, machine_power, suggest_boards, tolerance


@pytest.mark.parametrize(
    ("name", "known_as", "teraflops"),
    [
        ("H100 SXM", "H100 SXM", "989.4"),
        ("h100", "H100 SXM", "989.4"),
        ("NVIDIA H100 80GB HBM3", "H100 SXM", "989.4"),
        ("NVIDIA H100 PCIe", "H100 PCIe", "756"),
        ("H800", "H800 SXM", "989.4"),
        ("NVIDIA A100-SXM4-80GB", "A100 SXM", "312"),
        ("RTX 4090", "RTX 4090", "165.2"),
        ("Tesla V100-SXM2-16GB", "V100 SXM2", None),
    ],
)
def test_a_boards_peak_is_dense_bf16_where_it_has_one(name: str, known_as: str, teraflops: str | None) -> None:
    """The makers' figures without sparsity; a Volta board has no BF16 and no peak."""
    board = find_board(name)
    assert board is not None
    assert known_as == board.name
    assert (None if teraflops is None else Decimal(teraflops) * 10**12) == board.peak_flops
    assert (board.peak_flops is None) == (board.peak_source is None)


def test_every_board_is_found_by_its_own_name() -> None:
    """What the hint of an unknown board says to write is read as that board."""
    assert [board.name for board in boards()] == [(find_board(board.name) or board).name for board in boards()]
    assert None not in [find_board(board.name) for board in boards()]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("H100SXM", 'did you mean "H100 SXM"?'),
        ("NVIDIA GeForce RTX4090", 'did you mean "RTX 4090"?'),
        ("L40T", 'did you mean "L40"?'),
        *((f"{maker} L40T", 'did you mean "L40"?') for maker in ("NVIDIA", "Tesla", "Intel(R)", "AMD Instinct")),
    ],
)
def test_an_unknown_board_is_told_the_nearest(written: str, hint: str) -> None:
    """A name written together or mistyped is answered with the board that it is nearest to."""
    assert board_power_w(written) is None
    assert hint == suggest_boards(written)


def test_a_board_near_to_none_is_told_all() -> None:
    """Where nothing is near, all that are known are named."""
    hint = suggest_boards("accelerator of ours")
    assert hint.startswith("known: P100 PCIe, P100 SXM2, ")
    assert hint.endswith("MI300X")


def test_what_a_power_is_held_against_cites_its_source() -> None:
    """A tenth above a board's limit, and from 1 W to 20 kW where no board is known."""
    held, machine = tolerance(), machine_power()
    assert (Decimal("1.1"), Decimal(1), Decimal(20000)) == (held.factor, machine.least_w, machine.most_w)
    assert ["board-power-tolerance", "machine-power-judgement"] == [held.source, machine.source]
