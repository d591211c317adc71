"""Which GPUs a command may use, by CUDA_VISIBLE_DEVICES, so that no others are measured.

NVIDIA_VISIBLE_DEVICES needs no reading: it is obeyed by the container's runtime, and NVML sees only what that lets in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

VARIABLE = "CUDA_VISIBLE_DEVICES"


@dataclass(frozen=True)
class Board:
    """A GPU as NVML lists it: its place there (by PCI address), name, UUID, and the UUIDs of its MIG instances."""

    index: int
    name: str
    uuid: str
    mig_uuids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visible:
    """The places of the GPUs in use, in NVML's order; why not all; and what is doubtful about the choice."""

    indices: tuple[int, ...]
    reason: str = ""
    notes: tuple[str, ...] = ()


def visible_boards(boards: Sequence[Board], environ: Mapping[str, str]) -> Visible:
    """The boards that CUDA shows to a command with this environment.

    As CUDA does, the list ends at the first entry that names nothing; an empty one means none.
    """
    listed = environ.get(VARIABLE)
    if listed is None:
        return Visible(tuple(board.index for board in boards))
    chosen: list[int] = []
    notes = []
    for entry in (part.strip() for part in listed.split(",")):
        board = _board(entry, boards)
        if board is None:
            if entry and entry not in ("-1", "NoDevFiles", "none"):
                notes.append(f'{VARIABLE} names "{entry}", which is no GPU here; it and what follows is not used')
            break
        if board.index not in chosen:
            chosen.append(board.index)
    by_number = any(part.strip().isdigit() for part in listed.split(","))
    if by_number and chosen and len({board.name for board in boards}) > 1 and not _in_pci_order(environ):
        notes.append(
            f"{VARIABLE} counts GPUs from the fastest, NVML by their PCI addresses: with unlike GPUs another one "
            "may be in use (set CUDA_DEVICE_ORDER=PCI_BUS_ID, or name them by UUID)"
        )
    return Visible(tuple(sorted(chosen)), f"{VARIABLE} does not name it", tuple(notes))


def _in_pci_order(environ: Mapping[str, str]) -> bool:
    return environ.get("CUDA_DEVICE_ORDER") == "PCI_BUS_ID"


def _board(entry: str, boards: Sequence[Board]) -> Board | None:
    """The board of a number, a UUID or its beginning, or a MIG instance's name in either of its forms."""
    if entry.isascii() and entry.isdigit():
        return next((board for board in boards if board.index == int(entry)), None)
    if entry.startswith("MIG-GPU-"):  # the older form: MIG-GPU-UUID/GPU INSTANCE/COMPUTE INSTANCE
        entry = entry.removeprefix("MIG-").split("/")[0]
    names = [(board.uuid, board) for board in boards]
    names += [(uuid, board) for board in boards for uuid in board.mig_uuids]
    if not entry.startswith(("GPU-", "MIG-")) or len(entry) <= len("GPU-"):
        return None
    matching = {board.index: board for uuid, board in names if uuid.startswith(entry)}
    return next(iter(matching.values())) if len(matching) == 1 else None
