"""What reading sampled power and CodeCarbon's rows takes, in ratios of `csv.reader` alone and of another checkout.

    python -m tests.benchmarks.sampled [--rows N] [--rounds N] [--beside CHECKOUT]

The logs are of eight GPUs, plain (a row per GPU and tick, named by an index or by a UUID) and wide (a column per GPU);
emissions.csv has a run in each row, a twentieth as many. Each is read in a process of its own, in turn with the others,
so that a noisy machine slows all of them; printed is the least CPU time of each, without imports. Of another checkout
only what it can read is compared. Nothing is asserted but that both give the same energy.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GPUS = 8
MOST_OF_BEFORE = 1.3
START = datetime(2026, 11, 21, 20, 17, 41)
ALONE = "csv.reader alone"

OURS = """
import sys, time
from decimal import Decimal
from pathlib import Path
from reportgen.energy.importers.read import read_records
from reportgen.problems import InputError
start = time.process_time()
try:
    records = read_records(Path(sys.argv[1]))
except InputError:
    sys.exit()
print(time.process_time() - start, sum((it.energy_kwh for it in records), Decimal(0)))
"""
CSV = """
import csv, sys, time
start = time.process_time()
rows = sum(1 for _ in csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
print(time.process_time() - start, rows)
"""


def write_plain(path: Path, rows: int, device: str) -> None:
    """Write a log of nvidia-smi with a row for each GPU and second; device: the column that names the GPU."""
    chance = random.Random(1)
    names = [f"GPU-{gpu:08x}-3c1d-4f9a-8f50-0123456789ab" if device == "uuid" else str(gpu) for gpu in range(GPUS)]
    with path.open("w", encoding="utf-8") as file:
        file.write(f"timestamp, {device}, name, power.draw [W], utilization.gpu [%]\n")
        for row in range(rows):
            at = START + timedelta(seconds=row // GPUS, milliseconds=row % GPUS)
            file.write(
                f"{at:%Y/%m/%d %H:%M:%S}.{at.microsecond // 1000:03}, {names[row % GPUS]}, NVIDIA A100-SXM4-40GB, "
                f"{chance.uniform(60, 400):.2f} W, {chance.randrange(101)} %\n"
            )


def write_wide(path: Path, rows: int) -> None:
    """Write a log with a column of power for each GPU, of as many powers as a plain one of so many rows."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(f"time,{','.join(f'gpu{gpu}_power_w' for gpu in range(GPUS))}\n")
        for tick in range(rows // GPUS):
            powers = ",".join(f"{chance.uniform(60, 400):.2f}" for _ in range(GPUS))
            file.write(f"{(START + timedelta(seconds=tick)).isoformat()},{powers}\n")


def write_emissions(path: Path, rows: int) -> None:
    """Write CodeCarbon's file, a run of a minute in each row."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "timestamp,project_name,run_id,duration,emissions,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,"
            "ram_energy,energy_consumed,country_name,country_iso_code,region,os,python_version,codecarbon_version,"
            "cpu_count,cpu_model,gpu_count,gpu_model,ram_total_size,tracking_mode,on_cloud,pue\n"
        )
        for row in range(rows):
            cpu, gpu, ram = (chance.uniform(1e-4, 1e-3) for _ in range(3))
            file.write(
                f"{(START + timedelta(minutes=row)).isoformat()},p,run {row},60,{chance.uniform(1e-5, 1e-4)},"
                f"42.5,200,5.9,{cpu},{gpu},{ram},{cpu + gpu + ram},Germany,DEU,berlin,Linux,3.11.4,2.4.1,"
                "8,Intel Xeon,1,1 x NVIDIA A100,15.7,machine,N,1.0\n"
            )


def measured(code: str, root: Path, path: Path) -> tuple[float, str] | None:
    """CPU seconds of reading and what it gave, with the package that lies in root; None where it cannot read that."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    child = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(child, cwd=root, env=environment, check=True, capture_output=True, text=True)
    if not done.stdout:
        return None
    seconds, told = done.stdout.split()
    return float(seconds), told


def bench_sampled(rows: int, rounds: int, beside: Path | None) -> None:
    """Print for each file the CPU seconds of each reader, and ours over theirs."""
    readers = {"reportgen": (OURS, ROOT), ALONE: (CSV, ROOT)}
    if beside:
        readers[str(beside)] = (OURS, beside)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.csv" for name in ("plain-index", "plain-uuid", "wide", "emissions")]
        write_plain(paths[0], rows, "index")
        write_plain(paths[1], rows, "uuid")
        write_wide(paths[2], rows)
        write_emissions(paths[3], rows // 20)
        for path in paths:
            bench_file(path, readers, rounds)


def bench_file(path: Path, readers: dict[str, tuple[str, Path]], rounds: int) -> None:
    """Print the least CPU seconds of each reader of the file, and ours over it."""
    found: dict[str, list[tuple[float, str]]] = {name: [] for name in readers}
    for _ in range(rounds):
        for name, (code, root) in readers.items():
            if one := measured(code, root, path):
                found[name].append(one)
    energies = {told for name, all_of_it in found.items() if name != ALONE for _, told in all_of_it}
    assert 1 == len(energies), f"they disagree: {energies}"
    ours_s = min(found["reportgen"])[0]
    for name, all_of_it in found.items():
        if not all_of_it:
            print(f"{path.stem:<12} {name:<40} cannot read it: not compared")
            continue
        least_s = min(all_of_it)[0]
        aim = "" if name in ("reportgen", ALONE) else f"   aim {MOST_OF_BEFORE}"
        print(f"{path.stem:<12} {name:<40} {least_s:7.3f} s   ratio {ours_s / least_s:6.2f}{aim}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what reading sampled power and CodeCarbon's rows takes.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beside", type=Path, help="another checkout of this repository")
    options = parser.parse_args()
    bench_sampled(options.rows, options.rounds, options.beside and options.beside.resolve())


if __name__ == "__main__":
    main()
