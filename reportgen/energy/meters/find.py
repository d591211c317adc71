"""Everything that can be measured on this machine, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from reportgen.energy.meters.cpu_load import find_cpu_estimate
from reportgen.energy.meters.meter import Found
from reportgen.energy.meters.nvml import find_gpus
from reportgen.energy.meters.ranks import several_recorders
from reportgen.energy.meters.rapl import POWERCAP, find_rapl


def find_meters(environ: Mapping[str, str], powercap: Path = POWERCAP, cpu_tdp_w: Decimal | None = None) -> Found:
    """The meters for a command with this environment: GPUs, CPU packages and memory, else an estimate for the CPU.

    powercap: where Linux shows RAPL. cpu_tdp_w: the TDP of all CPU packages together, for the estimate.
    """
    gpus, rapl = find_gpus(environ), find_rapl(powercap)
    found = [gpus, rapl]
    if not any(meter.device.kind == "cpu" for meter in rapl.meters):
        found.append(find_cpu_estimate(cpu_tdp_w))
    doubt = several_recorders(environ)
    return Found(
        tuple(meter for part in found for meter in part.meters),
        tuple(it for part in found for it in part.not_measured),
        (*(note for part in found for note in part.notes), *([doubt] if doubt else [])),
        gpus.close,
    )
