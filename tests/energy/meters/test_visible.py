"""Which GPUs CUDA_VISIBLE_DEVICES leaves, held against what CUDA's documentation says of it."""

import pytest

from reportgen.energy.meters.visible import Board, Visible, visible_boards

TWO = (Board(0, "A100", "GPU-aaaa-1"), Board(1, "A100", "GPU-bbbb-2", ("MIG-cccc-3", "MIG-dddd-4")))


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (None, (0, 1)),
        ("", ()),
        ("1", (1,)),
        ("1,0", (0, 1)),
        ("0, 1", (0, 1)),
        ("1,1", (1,)),
        ("GPU-bbbb-2", (1,)),
        ("GPU-b", (1,)),
        ("GPU-", ()),  # the beginning of both
        ("MIG-cccc-3", (1,)),
        ("MIG-GPU-bbbb-2/7/0", (1,)),
        ("-1", ()),
        ("NoDevFiles", ()),
        ("0,-1,1", (0,)),  # the list ends at what names nothing
        ("0,7,1", (0,)),
        ("GPU-ffff,0", ()),
        ("rubbish", ()),
        ("٣", ()),  # a digit, though none of ASCII
    ],
)
def test_only_what_cuda_shows_is_measured(listed: str | None, expected: tuple[int, ...]) -> None:
    """By number, UUID, the beginning of one, MIG instance in both forms; empty means none."""
    environ = {} if listed is None else {"CUDA_VISIBLE_DEVICES": listed}

    assert expected == visible_boards(TWO, environ).indices


@pytest.mark.parametrize("listed", ["", "-1", "NoDevFiles", "none", "0,-1", "0,none"])
def test_what_means_no_gpu_is_no_mistake(listed: str) -> None:
    """Whoever wants none says so in one of these words, and is told nothing."""
    assert () == visible_boards(TWO, {"CUDA_VISIBLE_DEVICES": listed}).notes


def test_a_name_of_no_gpu_is_said() -> None:
    """Somebody who mistyped a UUID learns why nothing is measured."""
    [note] = visible_boards(TWO, {"CUDA_VISIBLE_DEVICES": "GPU-ffff"}).notes

    assert ('CUDA_VISIBLE_DEVICES names "GPU-ffff", which is no GPU here; it and what follows is not used') == note
    assert "CUDA_VISIBLE_DEVICES does not name it" == visible_boards(TWO, {"CUDA_VISIBLE_DEVICES": "0"}).reason
    assert Visible((0, 1), "", ()) == visible_boards(TWO, {})


def test_numbers_among_unlike_gpus_are_doubtful() -> None:
    """CUDA numbers from the fastest unless told otherwise, NVML by PCI address."""
    unlike = (Board(0, "T4", "GPU-a"), Board(1, "H100", "GPU-b"))

    said = "counts GPUs from the fastest, NVML by their PCI addresses: with unlike GPUs another one may be in use"
    for listed in ("0", "1,0", "0, 1", "GPU-a,1", "0,GPU-b"):
        [note] = visible_boards(unlike, {"CUDA_VISIBLE_DEVICES": listed}).notes
        assert f"CUDA_VISIBLE_DEVICES {said} (set CUDA_DEVICE_ORDER=PCI_BUS_ID, or name them by UUID)" == note
    assert () == visible_boards(TWO, {"CUDA_VISIBLE_DEVICES": "0"}).notes
    assert () == visible_boards(unlike, {"CUDA_VISIBLE_DEVICES": "0", "CUDA_DEVICE_ORDER": "PCI_BUS_ID"}).notes
    assert () == visible_boards(unlike, {"CUDA_VISIBLE_DEVICES": "GPU-a"}).notes
