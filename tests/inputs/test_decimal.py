"""The decimal sign that is said of a whole run: it answers for every table whose cells prove none, and for no other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from tests.inputs.runs import FOUR_LINES, problems_of, write

EVIDENCE = """\
evidence: {file: runs.csv, group: subset, energy: energy (kWh), accuracy: mAP, before: {subset: all}OWN,
  epochs: {file: epochs.csv, energy: energy (kWh), total: 3}}
"""
MODELS = "models: [{name: m, checkpoints: {file: c.csvOWN}}]\n"
ENERGY = "energy: [{file: log.csv, columns: {energy_kwh: kwh, duration_s: sOWN}}]\n"
WIDE = "energy: [{file: log.csvOWN}]\n"
WIDE_LOG = "elapsed (s);gpu0 (W);gpu1 (W)\n0;1.500;1.500\n3600;1.500;1.500\n"

# A manifest, its files, a figure, and its value if all signs are points or all are commas: `1.500` is 1.5 or 1,500.
TABLES = {
    "runs": (
        EVIDENCE,
        {
            "runs.csv": "subset;energy (kWh);mAP\nall;1.500;1\n",
            "epochs.csv": "epoch;energy (kWh)\n1;1.500\n2;1.500\n",
        },
        "evidence_energy.before",
        ("1.5", "1500"),
    ),
    "epochs": (
        EVIDENCE,
        {
            "runs.csv": "subset;energy (kWh);mAP\nall;1.500;1\n",
            "epochs.csv": "epoch;energy (kWh)\n1;1.500\n2;1.500\n",
        },
        "evidence_epochs_energy",
        ("3", "3000"),
    ),
    "checkpoints": (
        MODELS,
        {"c.csv": "time_s;accuracy;consumption\n1;1;1.500\n2;1;2.500\n"},
        "checkpoint_wh.m_1",
        ("1.5", "1500"),
    ),
    "own CSV": (ENERGY, {"log.csv": "kwh;s\n1.500;36000000\n"}, "energy.log", ("1.5", "1500")),
    "a column for each device": (WIDE, {"log.csv": WIDE_LOG}, "energy.log", ("0.003", "3")),
}


def prepared(folder: Path, case: str, own: str = "", change: tuple[str, str] = ("", "")) -> str:
    """The case's manifest, its files written; own: what it says of its files itself; change: of the files' text."""
    manifest, files, _, _ = TABLES[case]
    for name, content in files.items():
        write(folder, name, content.replace(*change) if change[0] else content)
    return FOUR_LINES + manifest.replace("OWN", own)


def value(folder: Path, case: str, text: str, decimal: str | None) -> Decimal | None:
    """The case's figure."""
    report = reportgen.load(write(folder, "run.yaml", text), decimal=decimal)
    return report.figures[TABLES[case][2]].value


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize(("decimal", "place"), [("point", 0), ("comma", 1)])
def test_it_answers_for_every_table(tmp_path: Path, case: str, decimal: str, place: int) -> None:
    """Tables of runs, of epochs, of checkpoints and of energy: without it each is a problem, with it a number."""
    text = prepared(tmp_path, case)

    assert any("--decimal" in problem for problem in problems_of(tmp_path, "run.yaml", text))
    assert Decimal(TABLES[case][3][place]) == value(tmp_path, case, text, decimal)


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize(("own", "decimal", "place"), [("point", "comma", 0), ("comma", "point", 1)])
def test_what_the_manifest_says_of_its_table_wins(
    tmp_path: Path, case: str, own: str, decimal: str, place: int
) -> None:
    """`decimal:` beside the file, or in its columns, is of that table."""
    said = f", columns: {{decimal: {own}}}" if case == "a column for each device" else f", decimal: {own}"
    assert Decimal(TABLES[case][3][place]) == value(tmp_path, case, prepared(tmp_path, case, said), decimal)


@pytest.mark.parametrize("case", TABLES)
def test_what_cells_prove_stays(tmp_path: Path, case: str) -> None:
    """A table whose cells prove the comma is read with it, also where the run's prices have the point."""
    text = prepared(tmp_path, case, change=("1.500", "1,50"))

    assert Decimal(TABLES[case][3][0]) == value(tmp_path, case, text, "point")


def test_commas_between_cells_leave_the_point(tmp_path: Path) -> None:
    """Said for other tables, the comma makes no thousands of a table that a program wrote."""
    text = prepared(tmp_path, "runs", change=(";", ","))

    assert Decimal("1.5") == value(tmp_path, "runs", text, "comma")


@pytest.mark.parametrize("name", ["dot", "", ","])
def test_another_name_is_a_problem(tmp_path: Path, name: str) -> None:
    """In Python too, where no option checks it."""
    expected = [f'decimal: "{name}" is no decimal sign (comma or point)']

    assert expected == problems_of(tmp_path, "run.yaml", FOUR_LINES, decimal=name)


def test_a_sheet_of_a_tool(tmp_path: Path) -> None:
    """A tool's table that a spreadsheet saved: without proof it has the tool's point, or what is said."""
    zeus = "start_time;window_name;elapsed_time;gpu0_energy\n1;w;36000;1.500\n"
    write(tmp_path, "zeus.csv", zeus)
    path = write(tmp_path, "run.yaml", FOUR_LINES + "energy: [{file: zeus.csv}]\n")
    joules = [reportgen.load(path, decimal=decimal).figures["energy.zeus"].value for decimal in (None, "comma")]

    assert ["1.50", "1500.00"] == [f"{kwh * 3_600_000:.2f}" for kwh in joules if kwh is not None]
