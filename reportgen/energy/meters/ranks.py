"""Whether several processes of one job are on this node, each of which may record the whole of it."""

from __future__ import annotations

from collections.abc import Mapping

# What a launcher gives each process: its place on the node, and how many there are.
_PLACES = ("SLURM_LOCALID", "LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "PALS_LOCAL_RANKID")
_SIZES = ("SLURM_STEP_TASKS_PER_NODE", "LOCAL_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS")


def several_recorders(environ: Mapping[str, str]) -> str | None:
    """A warning where the launcher's variables tell of several processes on this node, else None."""
    place = next((name for name in _PLACES if _number(environ.get(name)) > 0), None)
    size = next((name for name in _SIZES if _number(environ.get(name)) > 1), None)
    told_by = place or size
    if told_by is None:
        return None
    return (
        f"{told_by}={environ[told_by]}: several processes of this job are on this node, and each record is of the "
        "whole node; record in one of them and do not add their records up"
    )


def _number(text: str | None) -> int:
    """The first number of a text such as 4 or 4(x2); 0 where it begins with none."""
    digits = (text or "").split("(")[0].split(",")[0]
    return int(digits) if digits.isascii() and digits.isdigit() else 0
