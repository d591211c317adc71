"""Published trainings of language models, and what is taken of a training where nobody says it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.boards import boards, find_board
from reportgen.factors.trainings import PublishedTraining, board_in_node, published_trainings, utilisation

TRAININGS = {it.name: it for it in published_trainings()}
# What is further off than twice: small models on many GPUs, far below the utilisation of large ones.
MISSES = {"SmolLM2 360M", "SmolLM2 135M"}


def factor(it: PublishedTraining) -> float:
    """GPU-hours by 6 N D at the middle utilisation over those that were published, apart from the code."""
    board = find_board(it.gpu)
    assert board is not None
    assert board.peak_flops is not None
    flops = 6 * float(it.parameters) * float(it.tokens)
    return flops / (0.27 * float(board.peak_flops) * 3600) / float(it.gpu_hours)


@pytest.mark.parametrize("name", [name for name, it in TRAININGS.items() if it.decides])
def test_the_formula_lands_within_twice_of_the_trainings_that_its_utilisation_comes_from(name: str) -> None:
    """From a half to twice of the GPU-hours that the model's card says."""
    assert 0.5 <= factor(TRAININGS[name]) <= 2


def test_how_it_does_on_trainings_that_it_does_not_come_from() -> None:
    """Four of six within twice; the two that are not are the smallest models, and the page of the docs shows them."""
    others = {name for name, it in TRAININGS.items() if not it.decides}
    assert 6 == len(others)
    assert {name for name in others if not 0.5 <= factor(TRAININGS[name]) <= 2} == MISSES


@pytest.mark.parametrize(
    ("name", "per_million_tokens"),
    [
        ("Llama 3.1 8B", "0.0973"),
        ("Llama 3.1 70B", "0.467"),
        ("Llama 3.1 405B", "1.977"),
        ("Llama 4 Scout", "0.125"),
        ("Llama 4 Maverick", "0.108"),
        ("DeepSeek-V3", "0.180"),
    ],
)
def test_the_published_gpu_hours_of_a_million_tokens(name: str, per_million_tokens: str) -> None:
    """GPU-hours over tokens, worked by hand from the cards."""
    it = TRAININGS[name]
    expected = Decimal(per_million_tokens)
    assert expected == (it.gpu_hours / it.tokens * 10**6).quantize(expected)


def test_the_utilisation_lies_where_the_deciding_trainings_do() -> None:
    """Its low end is the lowest of them, 13.8 %; none of them is above its high end."""
    taken = utilisation()
    assert ("0.27", "0.14", "0.43") == (str(taken.value), str(taken.low), str(taken.high))
    reached = [0.27 * factor(it) for it in TRAININGS.values() if it.decides]
    assert "0.14" == f"{min(reached):.2f}"
    assert max(reached) < 0.43


@pytest.mark.parametrize(
    ("name", "watts"),
    [
        ("H100 SXM", ("970", "600", "1050")),
        # 400 x 1.39 = 556, x 600/970 = 343.9, x 1050/970 = 601.9
        ("A100 SXM", ("556", "344", "602")),
        # 350 x 1.39 = 486.5, x 600/970 = 300.9, x 1050/970 = 526.6
        ("H100 PCIe", ("487", "301", "527")),
    ],
)
def test_a_board_with_its_share_of_the_node(name: str, watts: tuple[str, str, str]) -> None:
    """Measured of an H100 SXM, by its board power of any other."""
    ranged = board_in_node(next(board for board in boards() if board.name == name))
    assert watts == (str(ranged.value), str(ranged.low), str(ranged.high))
