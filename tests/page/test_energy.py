"""What a report says of the energy of filtering: curves, devices, stages and how a record came about."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from reportgen.charts.power import PowerData
from reportgen.generate import load
from reportgen.generate import report as report_of
from reportgen.page.parts import Chart, Note, Table
from reportgen.rendering.report import Report
from tests.figures.runs import FOUR, SAMPLES
from tests.page.made_runs import texts_of

MANIFEST = """
task: object-detection
samples_before: 1000
samples_after: 600
duration: PT10M
grid: {intensity: 0.5, pue: 1.5}
energy:
  - {file: power.csv}
"""
START = datetime(2026, 11, 3, 10, 0)

Kind = TypeVar("Kind")


def log(watts: dict[str, list[int]], step_s: int = 10) -> str:
    """Return a log as nvidia-smi writes it: the power of each GPU by its index, a sample each step."""
    rows = ["timestamp, index, name, power.draw [W]"]
    for tick in range(max(map(len, watts.values()))):
        stamp = START + timedelta(seconds=tick * step_s)
        rows += [f"{stamp:%Y/%m/%d %H:%M:%S}.000, {gpu}, L4, {power[tick]}.00 W" for gpu, power in watts.items()]
    return "\n".join(rows) + "\n"


def report(folder: Path, watts: dict[str, list[int]], step_s: int = 10) -> Report:
    """Return the report of a run whose energy stands in such a log."""
    (folder / "power.csv").write_text(log(watts, step_s), encoding="utf-8")
    (folder / "run.yaml").write_text(MANIFEST, encoding="utf-8")
    return load(folder / "run.yaml")


def blocks(made: Report, kind: type[Kind]) -> list[Kind]:
    """Return the blocks of a kind in the section on the run, and in the appendix on its records."""
    page = replace(made, edition="full").page
    sections = (section for section in (*page.sections, *page.appendix) if section.anchor in ("run", "records"))
    return [block for section in sections for block in section.blocks if isinstance(block, kind)]


def table(made: Report, title: str) -> Table:
    """Return the table with that title."""
    (found,) = (block for block in blocks(made, Table) if block.title.startswith(title))
    return found


def cells(made: Report, title: str) -> list[list[str]]:
    """Return the printed rows of a table: head and the text of each amount or word."""
    rows = [row for _, rows in table(made, title).groups for row in rows]
    return [[row.head, *(str(cell.amount or cell.text) for cell in row.cells)] for row in rows]


def test_devices_are_printed_with_their_energy(tmp_path: Path) -> None:
    """60 W and 30 W for 600 s are 10 Wh and 5 Wh, the larger first, and 15 Wh together."""
    made = report(tmp_path, {"0": [30] * 61, "1": [60] * 61})

    assert Decimal("0.015") == made.figures["filtering_energy"].value
    assert [["L4 1", "", "10.0", ""], ["L4 0", "", "5.0", ""]] == [
        [text.replace("\u00a0", " ") for text in row] for row in cells(made, "What each device drew")
    ]
    assert Decimal(60) == made.figures["device_power.power_2"].value
    assert Decimal(30) == made.figures["device_peak.power_1"].value


def test_devices_of_several_records_say_whose_they_are(tmp_path: Path) -> None:
    """Two logs may both know a GPU 0, and neither is the other's."""
    watts = {"0": [100] * 6, "1": [50] * 6}
    (tmp_path / "more.csv").write_text(log(watts).replace("2026/11/03", "2026/11/04"), encoding="utf-8")
    (tmp_path / "power.csv").write_text(log(watts), encoding="utf-8")
    (tmp_path / "run.yaml").write_text(MANIFEST + "  - {file: more.csv}\n", encoding="utf-8")
    rows = table(load(tmp_path / "run.yaml"), "What each device drew").groups[0][1]

    assert ["power.csv", "more.csv"] * 2 == [row.small.rpartition(" · ")[2] for row in rows]


def test_a_single_device_needs_no_table_of_devices(tmp_path: Path) -> None:
    """What one device drew stands in the table of records already."""
    assert not [it for it in blocks(report(tmp_path, {"0": [30] * 61}), Table) if it.title.startswith("What each dev")]


def test_the_curve_has_a_panel_a_device(tmp_path: Path) -> None:
    """Panels come in the order of energy, on one scale that ends above the highest peak."""
    made = report(tmp_path, {"0": [30] * 61, "1": [60] * 60 + [72]})
    (chart,) = blocks(made, Chart)
    assert isinstance(chart.data, PowerData)

    assert ["L4 1", "L4 0"] == [panel.label for panel in chart.data.panels]
    assert {Decimal(80)} == {panel.top for panel in chart.data.panels}
    assert "mean 60.1 W, highest 72.0 W" == chart.data.panels[0].sub.replace("\u00a0", " ")
    assert Decimal(600) == chart.data.end


def test_a_few_samples_make_no_curve(tmp_path: Path) -> None:
    """19 samples are a table and no chart."""
    assert [] == blocks(report(tmp_path, {"0": [30] * 19}, step_s=33), Chart)


def test_how_a_record_came_about_is_told(tmp_path: Path) -> None:
    """Sampled every 10 s; one step of 60 W can hide 300 J either way, 0.083 Wh."""
    made = report(tmp_path, {"0": [10] * 30 + [70] * 31})
    ((head, _, interval, bound, gaps, _),) = cells(made, "How each record came about")

    assert ["power.csv", "10 s", "±83.3 mWh", "–"] == [
        text.replace("\u00a0", " ") for text in (head, interval, bound, gaps)
    ]


def test_an_equivalence_is_one_modest_line(tmp_path: Path) -> None:
    """18 Wh x 1.5 x 0.5 kg/kWh are 13.5 g: 55.3 m by car (0.244 kg/km), 1.09 charges (12.4 g)."""
    made = report(tmp_path, {"0": [36] * 61, "1": [72] * 61})
    (note,) = (note for note in blocks(made, Note) if note.title.startswith("To picture"))

    assert "as much as 55.3 m by car, or as 1.09 smartphone charges (US EPA)" in note.text.replace("\u00a0", " ")


def test_one_charge_is_one() -> None:
    """12.4 g of 0.0248 kWh; French has the singular below two."""
    for g, locale, said in (
        ("0.0124", "en_GB", "or as 1 smartphone charge ("),
        ("0.0124", "fr_FR", "que 1 recharge de smartphone ("),
        ("0.0211", "fr_FR", "que 1,7 recharge de smartphone ("),
        ("0.0248", "fr_FR", "que 2 recharges de smartphone ("),
    ):
        drawn = {"energy": [{"kwh": Decimal(g)}], "grid": {"intensity": 1, "pue": 1}}
        page = report_of(**{**FOUR, **drawn}, locale=locale).page
        assert any(said in text.replace("\u00a0", " ") for text in texts_of(page.sections)), said


def test_a_comparison_below_one_is_left_out(tmp_path: Path) -> None:
    """15 Wh x 1.5 x 0.5 kg/kWh are 11.25 g: 46.1 m by car, and less than a charge of 12.4 g."""
    made = report(tmp_path, {"0": [30] * 61, "1": [60] * 61})
    (note,) = (note for note in blocks(made, Note) if note.title.startswith("To picture"))

    assert "the filtering emitted as much as 46.1 m by car (US EPA)." == note.text.replace("\u00a0", " ")


def test_one_whole_charge_is_told() -> None:
    """A kilowatt-hour at 12.4 g is one charge, and at 12.39 g it is none."""
    for intensity, expected in (("0.0124", True), ("0.01239", False)):
        made = report_of(**FOUR, energy=[{"kwh": 1}], grid={"intensity": Decimal(intensity), "pue": 1})
        (note,) = (note for note in blocks(made, Note) if note.title.startswith("To picture"))

        assert expected == ("smartphone charge" in note.text), note.text


def test_a_share_of_a_homes_year_is_told_from_a_thousandth_on() -> None:
    """A US home used 10,715 kWh in 2020: 10.715 kWh at the building are a thousandth of it, 10.714 a little less."""
    for kwh, expected in (("10.714", False), ("10.715", True)):
        made = report_of(**FOUR, energy=[{"kwh": Decimal(kwh)}], grid={"intensity": Decimal("0.5"), "pue": 1})
        (note,) = (note for note in blocks(made, Note) if note.title.startswith("To picture"))

        assert expected == ("Its energy is 0.10% of a US home’s electricity in a year" in note.text), note.text


def test_the_year_of_more_than_a_home_is_told_in_homes() -> None:
    """10,714.9 kWh at the building are a home's year all but for a little, 10,715 one and 21,430 two."""
    for kwh, expected in (
        ("10714.9", "Its energy is 99.9991% of a US home’s electricity in a year"),
        ("10715", "Its energy is the electricity of 1 US home in a year"),
        ("21430", "Its energy is the electricity of 2 US homes in a year"),
        ("10715.1", "Its energy is the electricity of 1 US home in a year"),  # 1.00001 of them
    ):
        made = report_of(**FOUR, energy=[{"kwh": Decimal(kwh)}], grid={"intensity": Decimal("0.5"), "pue": 1})
        (note,) = (note for note in blocks(made, Note) if note.title.startswith("To picture"))

        assert expected in note.text.replace("\u00a0", " ")


def test_the_log_is_not_attached_but_what_was_read_of_it(tmp_path: Path) -> None:
    """A log may name hosts and paths: the PDF has its record alone."""
    made = report(tmp_path, {"0": [30] * 61})

    assert ["run.yaml", "power.record.json"] == [file.name for file in made.files]


def test_measured_and_estimated_devices_of_one_record_stand_together(tmp_path: Path) -> None:
    """A GPU's counter and an estimated CPU: one chart and one table of devices, though they are two figures."""
    devices = [
        {"key": "gpu0", "name": "L4 (GPU 0)", "kind": "gpu", "method": "energy counter", "basis": "measured"},
        {"key": "cpu0", "name": "CPU", "kind": "cpu", "method": "estimate from load", "basis": "estimate"},
    ]
    header: dict[str, object] = {
        "schema": "reportgen/energy-log/1",
        "version": "0",
        "started_at": "2026-11-03T10:00:00+00:00",
        "interval_us": 1_000_000,
        "devices": [{**device, "counts": True} for device in devices],
    }
    lines = [header] + [
        {"at_us": second * 1_000_000, "energy_uj": {"gpu0": second * 50_000_000, "cpu0": second * 20_000_000}}
        for second in range(31)
    ]
    (tmp_path / "run.energy.jsonl").write_text(
        "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines), encoding="utf-8"
    )
    (tmp_path / "run.yaml").write_text(MANIFEST.replace("power.csv", "run.energy.jsonl"), encoding="utf-8")
    made = load(tmp_path / "run.yaml")
    (chart,) = blocks(made, Chart)
    rows = table(made, "What each device drew").groups[0][1]

    assert isinstance(chart.data, PowerData)
    assert ["L4 (GPU 0)", "CPU"] == [panel.label for panel in chart.data.panels]
    assert ["L4 (GPU 0)", "CPU"] == [row.head for row in rows]
    assert ["GPU; energy counter", "CPU; estimate from load"] == [row.small for row in rows]


@pytest.mark.parametrize(("audience", "said"), [("internal", "GPU; sampled power · GPU-7"), ("external", "")])
def test_a_device_is_told_apart_by_its_number_inside_the_company(tmp_path: Path, audience: str, said: str) -> None:
    """Its serial number is for the company's own eyes alone."""
    rows = ["timestamp, index, uuid, name, power.draw [W]"]
    for tick in range(61):
        rows += [f"2026/11/03 10:{tick // 6:02}:{tick % 6}0.000, {gpu}, GPU-{7 + gpu}, L4, 30.00 W" for gpu in (0, 1)]
    (tmp_path / "power.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "run.yaml").write_text(MANIFEST, encoding="utf-8")
    made = load(tmp_path / "run.yaml", audience=audience)
    small = [row.small for row in table(made, "What each device drew").groups[0][1]]

    assert bool(said) == (said in small)
    assert bool(said) == any("GPU-8" in text for text in small)


@pytest.mark.parametrize(("total", "early"), [("2301", True), ("2300", False)])
def test_a_run_that_ended_early_is_told_of(tmp_path: Path, total: str, early: bool) -> None:
    """2,300 samples were done: of 2,301 one was not, and of 2,300 nothing is to be said."""
    record = SAMPLES / "tool_logs" / "reportgen" / "finished.energy.jsonl"
    text = record.read_text(encoding="utf-8").replace('"total_samples":"2975"', f'"total_samples":"{total}"')
    (tmp_path / "run.energy.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "run.yaml").write_text(MANIFEST.replace("power.csv", "run.energy.jsonl"), encoding="utf-8")
    note = table(load(tmp_path / "run.yaml"), "How good the prediction was").note

    expected = (
        "By its own progress the run ended early, after 2,300 of 2,301 samples; the prediction is for all of them."
    )
    assert (expected if early else "") == note
