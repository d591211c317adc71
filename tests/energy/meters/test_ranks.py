"""When a launcher's variables tell of several recorders on a node."""

import pytest

from reportgen.energy.meters.ranks import several_recorders


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"SLURM_LOCALID": "3"}, "SLURM_LOCALID=3"),
        ({"SLURM_LOCALID": "0", "SLURM_STEP_TASKS_PER_NODE": "4(x2)"}, "SLURM_STEP_TASKS_PER_NODE=4(x2)"),
        ({"SLURM_LOCALID": "0", "SLURM_STEP_TASKS_PER_NODE": "2,1"}, "SLURM_STEP_TASKS_PER_NODE=2,1"),
        ({"LOCAL_RANK": "1"}, "LOCAL_RANK=1"),
        ({"LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "2"}, "LOCAL_WORLD_SIZE=2"),
        ({"LOCAL_RANK": "1", "LOCAL_WORLD_SIZE": "2"}, "LOCAL_RANK=1"),  # its place says more
        ({"OMPI_COMM_WORLD_LOCAL_RANK": "2"}, "OMPI_COMM_WORLD_LOCAL_RANK=2"),
        ({"OMPI_COMM_WORLD_LOCAL_SIZE": "2"}, "OMPI_COMM_WORLD_LOCAL_SIZE=2"),
        ({"MPI_LOCALRANKID": "1"}, "MPI_LOCALRANKID=1"),
        ({"MPI_LOCALNRANKS": "2"}, "MPI_LOCALNRANKS=2"),
        ({"PALS_LOCAL_RANKID": "1"}, "PALS_LOCAL_RANKID=1"),
    ],
)
def test_several_processes_on_a_node_are_warned_of(environ: dict[str, str], told: str) -> None:
    """Each of them would record the whole node."""
    assert (
        f"{told}: several processes of this job are on this node, and each record is of the whole node; "
        "record in one of them and do not add their records up"
    ) == several_recorders(environ)


SINGLE = {"LOCAL_WORLD_SIZE": "1", "OMPI_COMM_WORLD_LOCAL_SIZE": "1", "MPI_LOCALNRANKS": "1", "PALS_LOCAL_RANKID": "0"}


@pytest.mark.parametrize(
    "environ",
    [{}, {"SLURM_LOCALID": "0", "SLURM_STEP_TASKS_PER_NODE": "1"}, {"LOCAL_RANK": "0"}, {"LOCAL_RANK": "x"}, SINGLE],
)
def test_a_single_process_is_not_warned_of(environ: dict[str, str]) -> None:
    """Slurm sets its variables for a single task too."""
    assert several_recorders(environ) is None
