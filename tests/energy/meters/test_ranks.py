"""When a launcher's variables tell of several recorders on a node."""

import pytest

from reportgen.energy.meters.ranks import several_recorders


@pytest.mark.parametrize(
    "environ",
    [
        {"SLURM_LOCALID": "3"},
        {"SLURM_LOCALID": "0", "SLURM_STEP_TASKS_PER_NODE": "4(x2)"},
        {"LOCAL_RANK": "1"},
        {"LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "8"},
        {"OMPI_COMM_WORLD_LOCAL_RANK": "2"},
    ],
)
def test_several_processes_on_a_node_are_warned_of(environ: dict[str, str]) -> None:
    """Each of them would record the whole node."""
    warning = several_recorders(environ)

    assert warning is not None
    assert "do not add" in warning


@pytest.mark.parametrize(
    "environ", [{}, {"SLURM_LOCALID": "0", "SLURM_STEP_TASKS_PER_NODE": "1"}, {"LOCAL_RANK": "0"}, {"LOCAL_RANK": "x"}]
)
def test_a_single_process_is_not_warned_of(environ: dict[str, str]) -> None:
    """Slurm sets its variables for a single task too."""
    assert several_recorders(environ) is None
