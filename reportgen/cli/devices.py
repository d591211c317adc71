"""`reportgen devices`: what can be measured on this machine, and for what cannot, why and how to mend it."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command
from reportgen.cli.measuring import CPU_TDP, POWERCAP_FOLDER


@click.command("devices", cls=Command)
@POWERCAP_FOLDER
@CPU_TDP
def command(powercap: str, cpu_tdp: Decimal | None) -> int:
    """List what can be measured here; for what cannot, say why and how to mend it.

    The list is of what `reportgen measure` reads in the same environment, CUDA_VISIBLE_DEVICES included.
    """
    from reportgen.energy.meters.find import find_meters
    from reportgen.energy.record import ESTIMATE

    found = find_meters(os.environ, Path(powercap), cpu_tdp)
    measured = [meter.device for meter in found.meters if meter.device.basis != ESTIMATE]
    estimated = [meter.device for meter in found.meters if meter.device.basis == ESTIMATE]
    for device in measured:
        limit = "" if device.power_limit_w is None else f", limit {device.power_limit_w.normalize():f} W"
        click.echo(f"measured: {device.name} ({device.method}{limit})")
    for device in estimated:
        click.echo(f"estimated: {device.name}")
    for missing in found.not_measured:
        click.echo(f"not measured: {missing}")
        if missing.mend:
            click.echo(f"  to mend it: {missing.mend}")
    for note in found.notes:
        click.echo(f"note: {note}")
    found.close()
    return DONE
