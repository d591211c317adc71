"""One damaged row in the middle of a good file costs at most that row, and is said, in every importer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Record

CODECARBON = "timestamp,run_id,duration,emissions,energy_consumed,country_iso_code,region\n"
SLURM_COLUMNS = "       JobID    Elapsed ConsumedEnergyRaw \n------------ ---------- ----------------- \n"
ECO2AI = "id,epoch,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg),CPU_name,GPU_name\n"
DCGM = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"
CARBON = "2026-11-21 20:17:41 - "
PERUN = ",run id,hostname,device_group,sensor,unit,magnitude,timestep,value\n"


@dataclass(frozen=True)
class Good:
    """A good file: what stands above its rows, the rows, below them, and what they drew in J.

    least_j: what the others drew where the row in the middle says nothing. into: its place below the folder.
    """

    rows: tuple[str, ...]
    whole_j: str
    least_j: str
    head: str = ""
    foot: str = ""
    into: str = "log"


def kwh(joules: int) -> str:
    """Return as many J in kWh."""
    return f"{Decimal(joules) / 3_600_000:f}"


GOOD = {
    "codecarbon": Good(
        tuple(f"2026-11-21T20:00:{10 * n},{n},10,0.1,{n}.5,DEU,berlin\n" for n in (1, 2, 3)),
        "27000000",
        "18000000",
        CODECARBON,
        into="emissions.csv",
    ),
    "slurm, parsable": Good(
        tuple(f"{n}|COMPLETED|60|{1000 * n}\n" for n in (1, 2, 3)),
        "6000",
        "4000",
        "JobID|State|ElapsedRaw|ConsumedEnergyRaw\n",
    ),
    "slurm, in columns": Good(
        tuple(f"{n:>12} {'00:01:00':>10} {1000 * n:>17} \n" for n in (1, 2, 3)), "6000", "4000", SLURM_COLUMNS
    ),
    "eco2ai": Good(
        tuple(f"a,epoch: {n},2026-01-01 00:00:0{n},1,{kwh(1800 * n)},0.1,X,Y\n" for n in (1, 2, 3)),
        "10800",
        "7200",
        ECO2AI,
    ),
    "perf": Good(
        tuple(f"             {n}.50 Joules power/energy-pkg/\n" for n in (1, 2, 3)),
        "7.5",
        "5",
        " Performance counter stats for 'x':\n\n",
        "\n       2.500000000 seconds time elapsed\n",
    ),
    "perf, CSV": Good(
        tuple(f"     {n}.000000000,{n}.50,Joules,power/energy-pkg/,1000000000,100.00,,\n" for n in (1, 2, 3)),
        "7.5",
        "5",
        "# started on Mon Mar  2 09:15:00 2026\n\n",
    ),
    "perf, JSON": Good(
        tuple(
            f'{{"interval" : {n}.0, "counter-value" : "{n}.5", "unit" : "Joules", "event" : "power/energy-pkg/"}}\n'
            for n in (1, 2, 3)
        ),
        "7.5",
        "5",
    ),
    "dcgm": Good(tuple(f'{DCGM}{{gpu="0",UUID="a"}} {1000 * n}\n' for n in (1, 2, 5)), "4", "4"),
    "dcgm, dmon": Good(
        tuple(f"GPU 0 120.{n} {1000 * n}\n" for n in (1, 2, 5)),
        "4",
        "4",
        "#Entity   POWER   TOTEC\nID        W       mJ\n",
    ),
    "carbontracker": Good(
        tuple(f"{CARBON}Average power usage (W) for gpu: {100 * n}.0\n" for n in (1, 2, 3)),
        "6000",
        "4000",
        f"{CARBON}carbontracker version 1.2.5\n",
        into="x_carbontracker.log",
    ),
    "mlflow": Good(
        tuple(f"17724429{n}0000 100.0 {n}\n" for n in range(10, 15)),
        "4000",
        "2000",
        into="run/metrics/system/gpu_0_power_usage_watts",
    ),
    "pyjoules": Good(tuple(f"{n};x;1;{n}000000\n" for n in (1, 2, 3)), "6", "4", "timestamp;tag;duration;package_0\n"),
    "perun": Good(tuple(f"{n},0,a,cpu,p,W,1.0,{n},100\n" for n in range(1, 6)), "400", "200", PERUN),
    "zeus": Good(
        tuple(f"{10 * n}.0,x,5.0,{n}.5\n" for n in (1, 2, 3)),
        "7.5",
        "5",
        "start_time,window_name,elapsed_time,gpu0_energy\n",
    ),
}


def text_of(good: Good, row: str | None = None) -> bytes:
    """Return the file, the row in its middle replaced."""
    rows = list(good.rows)
    if row is not None:
        rows[len(rows) // 2] = row
    if good.into.startswith("x_carbontracker"):
        rows = [f"{CARBON}Epoch {n}:\n{CARBON}Duration: 0:00:10.00\n{it}" for n, it in enumerate(rows, start=1)]
    return (good.head + "".join(rows) + good.foot).encode("utf-8", "surrogateescape")


def read(folder: Path, good: Good, content: bytes) -> list[Record]:
    """Return the records of the file, in its place."""
    path = folder / good.into
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return read_records(path)


def drawn_j(records: list[Record]) -> Decimal:
    """Return what all records drew, in J."""
    return round(sum(((it.energy_kwh or Decimal(0)) for it in records), Decimal(0)) * 3_600_000, 6)


DAMAGE: dict[str, Callable[[str], str]] = {
    "a NUL": lambda row: f"\0{row[1:]}",
    "a byte that is no text": lambda row: f"{row[:3]}\udcff{row[3:]}",
    "cut in its middle": lambda row: f"{row[: len(row.rstrip()) // 2]}\n",
    "a value that is no number": lambda row: "".join("x" if it.isdigit() else it for it in row),
}


@pytest.mark.parametrize("tool", GOOD)
def test_the_good_files_are_whole(tmp_path: Path, tool: str) -> None:
    """What the rows drew is worked by hand, and nothing is lost."""
    records = read(tmp_path, GOOD[tool], text_of(GOOD[tool]))

    assert Decimal(GOOD[tool].whole_j) == drawn_j(records)
    assert not any(record.at_least for record in records)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("tool", GOOD)
def test_one_damaged_row_costs_at_most_itself(tmp_path: Path, tool: str, damage: str) -> None:
    """The others count in full, their sum is the least, and the row is said, by its line or as not measured."""
    good = GOOD[tool]
    row = DAMAGE[damage](good.rows[len(good.rows) // 2])
    records = read(tmp_path, good, text_of(good, row))

    assert Decimal(good.least_j) == drawn_j(records)
    said = [warning for record in records for warning in record.warnings]
    if any(record.at_least for record in records):
        assert all(record.high_kwh is None for record in records)
        assert any(" rows has no " in warning and "(line " in warning for warning in said)
    else:
        assert any("not measured" in warning for warning in said)


def test_one_damaged_measure_of_boamps_costs_itself(tmp_path: Path) -> None:
    """1 kWh and 3 kWh are there, the 2 kWh between them are not."""
    measures = [{"powerConsumption": value} for value in (1, "2x", 3)]
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"measures": measures}, indent=1))
    records = read_records(path)

    assert [1, 3] == [record.energy_kwh for record in records]
    assert all(record.at_least and record.high_kwh is None for record in records)
    assert all(any("1 of 3 rows has no energy (line 7: " in it for it in record.warnings) for record in records)
