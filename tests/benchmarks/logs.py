"""Logs of every energy tool with so many rows, as the tool writes them: what `tests.benchmarks.readers` reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data" / "tool_logs"
NOON = datetime(2026, 11, 21, 12)
CARBON = "2026-11-21 20:17:41 - "
POWERMETRICS = """*** Sampled system activity ({time} +0100) (1000.00ms elapsed) ***

CPU Power: 2000 mW
GPU Power: 8000 mW
ANE Power: 500 mW
Combined Power (CPU + GPU + ANE): 10500 mW

"""


@dataclass(frozen=True)
class Log:
    """A tool's file: what stands above its rows, the row of a number, what stands below; rows: of the smallest one."""

    row: Callable[[int], str]
    head: str = ""
    foot: str = ""
    rows: int = 1_000
    into: str = "log"

    def write(self, folder: Path, rows: int) -> Path:
        """Write the file below the folder, and give what is to be read."""
        path = folder / self.into
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.head + "".join(map(self.row, range(rows))) + self.foot, encoding="utf-8")
        return folder / Path(self.into).parts[0]


def stamp(second: int) -> datetime:
    """The moment so many seconds after noon."""
    return NOON + timedelta(seconds=second)


def measure(number: int) -> str:
    """A measure of BoAmps, with the sign before all but the first."""
    return f'{", " if number else ""}{{"powerConsumption": {number + 1}}}'


def own_sample(number: int) -> str:
    """A line of our own log."""
    return f'{{"at_us":{number * 1_000_000},"energy_uj":{{"gpu0":{number * 90_000_000}}}}}\n'


OWN_HEAD = {
    "schema": "reportgen/energy-log/1",
    "version": "0.1.0",
    "started_at": NOON.isoformat() + "+00:00",
    "interval_us": 1_000_000,
    "monotonic_us": 0,
    "boottime_us": 0,
    "devices": [
        {"key": "gpu0", "name": "GPU 0", "kind": "gpu", "method": "energy counter", "basis": "measured", "counts": True}
    ],
    "not_measured": [],
    "notes": [],
}

LOGS = {
    "codecarbon": Log(
        lambda n: f"{stamp(10 * n).isoformat()},{n},10,0.1,0.5,DEU,berlin\n",
        "timestamp,run_id,duration,emissions,energy_consumed,country_iso_code,region\n",
        into="emissions.csv",
    ),
    "slurm": Log(lambda n: f"{n + 1}|COMPLETED|60|60000\n", "JobID|State|ElapsedRaw|ConsumedEnergyRaw\n"),
    "slurm, steps": Log(
        lambda n: f"7{'.' + str(n) if n else ''}|COMPLETED|60|1000\n", "JobID|State|ElapsedRaw|ConsumedEnergyRaw\n"
    ),
    "slurm, columns": Log(
        lambda n: f"{n + 1:>12} {'00:01:00':>10} {60000:>17} \n",
        f"{'JobID':>12} {'Elapsed':>10} {'ConsumedEnergyRaw':>17} \n{'-' * 12} {'-' * 10} {'-' * 17} \n",
    ),
    "eco2ai": Log(
        lambda n: f"a,epoch: {n},{stamp(n):%Y-%m-%d %H:%M:%S},1,0.0005,0.1,X,Y\n",
        "id,epoch,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg),CPU_name,GPU_name\n",
    ),
    "perf": Log(
        lambda n: f"     {n + 1}.000000000,1.50,Joules,power/energy-pkg/,1000000000,100.00,,\n",
        "# started on Mon Mar  2 09:15:00 2026\n\n",
    ),
    "perf, JSON": Log(
        lambda n: (
            f'{{"interval" : {n + 1}.0, "counter-value" : "1.5", "unit" : "Joules", "event" : "power/energy-pkg/"}}\n'
        )
    ),
    "dcgm": Log(lambda n: f'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{{gpu="0",UUID="a"}} {1000 * n}\n'),
    "dcgm, dmon": Log(lambda n: f"GPU 0 120.0 {1000 * n}\n", "#Entity   POWER   TOTEC\nID        W       mJ\n"),
    "carbontracker": Log(
        lambda n: (
            f"{CARBON}Epoch {n + 1}:\n{CARBON}Duration: 0:00:10.00\n{CARBON}Average power usage (W) for gpu: 100.0\n"
        ),
        f"{CARBON}carbontracker version 1.2.5\n",
        into="x_carbontracker.log",
    ),
    "mlflow": Log(
        lambda n: f"{1_772_442_900_000 + 10_000 * n} 100.0 {n}\n", into="run/metrics/system/gpu_0_power_usage_watts"
    ),
    "pyjoules": Log(lambda n: f"{n};x;1;1000000\n", "timestamp;tag;duration;package_0\n"),
    "perun": Log(
        lambda n: f"{n},0,a,cpu,p,W,1.0,{n},100\n",
        ",run id,hostname,device_group,sensor,unit,magnitude,timestep,value\n",
    ),
    "zeus": Log(lambda n: f"{10 * n}.0,x,5.0,1.5\n", "start_time,window_name,elapsed_time,gpu0_energy\n"),
    "boamps": Log(measure, '{"measures": [', "]}", into="report.json"),
    "nvidia-smi": Log(
        lambda n: f"{stamp(n):%Y/%m/%d %H:%M:%S}.000, 0, {100 + n % 50}.00 W\n", "timestamp, index, power.draw [W]\n"
    ),
    "nvidia-smi dmon": Log(
        lambda n: f" {stamp(n):%Y%m%d   %H:%M:%S}      0     43\n",
        "#Date       Time        gpu    pwr\n#YYYYMMDD   HH:MM:SS    Idx      W\n",
    ),
    "amd-smi": Log(
        lambda n: f"{1_795_292_261 + n},0,300,{5_000_100 + 300 * n}.5\n",
        "timestamp,gpu,socket_power,total_energy_consumption\n",
    ),
    "tegrastats": Log(
        lambda n: (
            f"{stamp(n):%m-%d-%Y %H:%M:%S} RAM 2910/7620MB (lfb 5x4MB) VDD_IN 8000mW/8000mW VDD_SOC 1500mW/1500mW\n"
        )
    ),
    "powermetrics": Log(lambda n: POWERMETRICS.format(time=f"{stamp(n):%a %b %d %H:%M:%S %Y}"), "Machine model: X\n\n"),
    "power gadget": Log(
        lambda n: f"{stamp(n):%H:%M:%S}:000, {n}, {n + 1}.000, 23.000, {23 * n}.000, {6 * n}.000\n",
        "System Time,RDTSC,Elapsed Time (sec),Processor Power_0(Watt),"
        "Cumulative Processor Energy_0(Joules),Cumulative Processor Energy_0(mWh)\n",
    ),
    "impact tracker": Log(
        lambda n: (
            f'{{"timestamp": {1_772_442_900 + 10 * n}.5, "rapl_power_draw_absolute": 40.0, "rapl_estimated_attributable'
            '_power_draw": 10.0, "nvidia_draw_absolute": 250.0, "nvidia_estimated_attributable_power_draw": 100.0}\n'
        ),
        into="run/impacttracker/data.json",
    ),
    "scaphandre": Log(
        lambda n: (
            f'{", " if n else ""}{{"host": {{"consumption": 20000000.0, "timestamp": {1_700_000_000 + 2 * n}.0}}, '
            '"consumers": [], "sockets": []}'
        ),
        "[",
        "]",
        into="report.json",
    ),
    "columns of power": Log(
        lambda n: f"{stamp(n).isoformat()}Z,73.0,8.4\n", "timestamp,cpu_watts,gpu_watts\n", into="power.csv"
    ),
    "reportgen": Log(own_sample, json.dumps(OWN_HEAD, separators=(",", ":")) + "\n", into="run.energy.jsonl"),
}


def write_tasks(folder: Path, rows: int) -> Path:
    """CodeCarbon's runs, each with a file of its tasks beside them up to a hundred, and tasks as many as the runs."""
    head = "task_name,timestamp,run_id,duration,emissions,energy_consumed,country_iso_code,region\n"
    files = 100
    for number in range(files):
        tasks = (f"t{n},2026-11-21T20:00:00,run{number}x,1,0.1,0.5,DEU,berlin\n" for n in range(rows // files))
        (folder / f"emissions_run{number}x.csv").write_text(head + "".join(tasks), encoding="utf-8")
    runs = (f"{stamp(n).isoformat()},run{n}x,1,0.1,0.5,DEU,berlin\n" for n in range(rows))
    path = folder / "emissions.csv"
    path.write_text(head.partition(",")[2] + "".join(runs), encoding="utf-8")
    return path


def write_sqlite(folder: Path, rows: int) -> Path:
    """MLflow's store with a sample of a GPU's power in each row."""
    path = folder / "mlflow.db"
    path.unlink(missing_ok=True)
    store = sqlite3.connect(path)
    sample = sqlite3.connect(SAMPLES / "mlflow" / "mlflow.db")
    for (made,) in sample.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"):
        store.execute(made)
    store.execute("INSERT INTO runs VALUES ('a', 'a', 'FINISHED', 1, 2, 'active')")
    samples: Iterator[tuple[object, ...]] = (
        ("system/gpu_0_power_usage_watts", 100.0, 1_772_442_900_000 + 10_000 * n, "a", n, 0) for n in range(rows)
    )
    store.executemany("INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?)", samples)
    store.commit()
    store.close()
    sample.close()
    return path


def write_mlflow_runs(folder: Path, rows: int) -> Path:
    """A folder of MLflow with so many runs."""
    home = folder / "mlruns"
    for number in range(rows):
        run = home / "1" / f"r{number:06}"
        if run.exists():
            continue
        for name, text in (
            ("meta.yaml", "lifecycle_stage: active\nstatus: 3\nstart_time: 1\nend_time: 60001\n"),
            ("params/model", f"m{number % 10}"),
            ("metrics/energy (kWh)", f"1 {number + 1}e-3 0\n"),
            ("metrics/accuracy", "1 0.5 0\n"),
        ):
            (run / name).parent.mkdir(parents=True, exist_ok=True)
            (run / name).write_text(text, encoding="utf-8")
    return home
