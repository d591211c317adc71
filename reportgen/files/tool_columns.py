"""Columns that known tools write without a unit in their names, and the unit that the tool has them in."""

from __future__ import annotations

from reportgen.files.units import ENERGY_UNITS, SECOND, Unit

_KINDS = ("metrics.", "params.", "tags.")  # as MLflow calls a value of another tool

# By name: the tool and its unit, by the tool's own documentation.
_ENERGIES: dict[str, tuple[str, Unit]] = {
    **dict.fromkeys(("energy_consumed", "cpu_energy", "gpu_energy", "ram_energy"), ("CodeCarbon", ENERGY_UNITS["kWh"])),
    "ConsumedEnergyRaw": ("Slurm", ENERGY_UNITS["J"]),
}
_TIMES: dict[str, tuple[str, Unit]] = {
    "duration": ("CodeCarbon", SECOND),
    **dict.fromkeys(("Runtime", "_runtime"), ("W&B", SECOND)),
    **dict.fromkeys(("train_runtime", "eval_runtime"), ("the Hugging Face trainer", SECOND)),
    "ElapsedRaw": ("Slurm", SECOND),
}


def energy_by_tool(name: str) -> tuple[str, Unit] | None:
    """The tool that writes a column of energy under just this name, and its unit; None for any other name."""
    return _ENERGIES.get(_bare(name))


def time_by_tool(name: str) -> tuple[str, Unit] | None:
    """The tool that writes a column of time under just this name, and its unit; None for any other name."""
    return _TIMES.get(_bare(name))


def _bare(name: str) -> str:
    return next((name.removeprefix(kind) for kind in _KINDS if name.startswith(kind)), name)
