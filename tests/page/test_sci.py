"""What a page says of the software carbon intensity: its parts, its boundary, and what it lacks."""

from __future__ import annotations

from pathlib import Path

from reportgen.generate import load
from reportgen.page.parts import Table
from reportgen.rendering.report import Report
from tests.inputs.runs import FOUR_LINES, write

# 2 kWh x 1.5 x 0.5 kg/kWh are 1.5 kg; a device of 876 kg over a year is 0.1 kg an hour.
ENERGY = "energy: [{kwh: 2, low: 2, high: 2}]\n"
MORE = """\
grid: {intensity: 0.5, pue: 1.5}
embodied:
  - {device: workstation, kg: 876, lifetime_years: 1, hours: 5, source: a maker's sheet}
"""


def report(folder: Path, more: str) -> Report:
    return load(write(folder, "run.yaml", FOUR_LINES + more))


def tables(made: Report) -> list[Table]:
    (section,) = (section for section in made.page.sections if section.anchor == "co2")
    return [block for block in section.blocks if isinstance(block, Table) and "carbon intensity" in block.title]


def test_parts_add_up_to_the_intensity(tmp_path: Path) -> None:
    """500 g of hardware and 1,500 g of electricity over 72,500 samples are 27.6 mg a sample."""
    (table,) = tables(report(tmp_path, ENERGY + MORE))
    assert "Software carbon intensity of filtering: 27.6\u00a0mg CO₂e per retained sample" == table.title
    device, embodied, operational = (row for _, rows in table.groups for row in rows)
    assert ("workstation", "1 of them; a maker's sheet") == (device.head, device.small)
    amounts = [row.cells[3].amount for row in (device, embodied, operational)]
    assert ["500", "500", "1,500"] == [amount.text for amount in amounts if amount]
    assert "Boundary: the filtering run alone" in table.note
    assert "Market-based measures, such as certificates, and avoided emissions never lower it." in table.note


def test_without_energy_there_is_no_intensity(tmp_path: Path) -> None:
    """Hardware alone is no intensity: the title says what is missing, and so does the row."""
    (table,) = tables(report(tmp_path, MORE))
    assert "Software carbon intensity of filtering: not known without its energy" == table.title
    operational = table.groups[0][1][-1]
    assert operational.cells[3].amount is not None
    assert "not measured" == operational.cells[3].amount.text


def test_the_hardware_is_among_the_assumptions(tmp_path: Path) -> None:
    """Each of its inputs stands in the table of inputs."""
    made = report(tmp_path, ENERGY + MORE)
    (section,) = (section for section in made.page.appendix if section.anchor == "assumptions")
    rows = [row for block in section.blocks if isinstance(block, Table) for _, rows in block.groups for row in rows]
    heads = [text for row in rows for text in (row.head, *(cell.text for cell in row.cells))]
    assert {"Embodied emissions, workstation", "Lifetime, workstation"} <= {head.partition(" [")[0] for head in heads}


def test_without_hardware_nothing_is_said(tmp_path: Path) -> None:
    """The intensity needs hardware; a report without any has no table for it and no caveat."""
    made = report(tmp_path, ENERGY)
    assert [] == tables(made)
    assert "sci_boundary" not in {caveat.id for caveat in made.caveats}
