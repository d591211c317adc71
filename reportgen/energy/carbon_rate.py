"""CO2e of a kWh at the meter, for a prediction: by a manifest's grid, else by the world's average."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

from reportgen.factors.grid import find_grid
from reportgen.factors.pue import find_pue
from reportgen.precision import working_precision
from reportgen.problems import InputError


def carbon_rate(manifest: Path | None) -> Decimal:
    """kgCO2e/kWh, PUE included. A manifest that is not there, or whose grid is wrong, says nothing."""
    zone = site = None
    intensity = pue = None
    if manifest is not None and os.path.lexists(manifest):
        from reportgen.files.document import read_file
        from reportgen.files.notes import Notes
        from reportgen.files.shapes import MISSING, Group
        from reportgen.manifest.model import Grid

        try:
            root = read_file(manifest).root
        except InputError:
            root = None
        entries = root.value if root is not None and isinstance(root.value, dict) else {}
        if root is not None and "grid" in entries:
            grid = Group(Grid).read(entries["grid"], (), Notes(str(manifest), root))
            if grid is not MISSING:
                zone, site, intensity, pue = grid.zone, grid.site, grid.intensity, grid.pue
    choice = find_grid(zone) or find_grid(None)
    assert choice is not None
    if pue is None:
        pue = find_pue(site or choice.site).value
    with working_precision():
        return (choice.kg_per_kwh if intensity is None else intensity) * pue
