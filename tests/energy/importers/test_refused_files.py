"""Files of which nothing certain is left, by tool: each is refused for its own reason, and the sentence says it."""

from __future__ import annotations

import gzip
import os
import plistlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.cells import Stages, later
from reportgen.energy.importers.read import read_records
from reportgen.energy.record import RecordedStage
from reportgen.problems import InputError, excerpt
from tests.energy.importers.sources import SAMPLES

DMON = "#Date       Time        gpu    pwr\n#YYYYMMDD   HH:MM:SS    Idx      W\n"


CUT = "(is the line cut off or damaged?)"
SACCT = "(write it with: sacct -P -j JOBID -o JobID,State,Start,End,ElapsedRaw,ConsumedEnergyRaw)"
SACCT_JSON = "(write it with: sacct --json -j JOBID)"
METRIC = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"
PMETRICS = "*** Sampled system activity (Sat Nov 21 20:17:42 2026 +0100) (1000.00ms elapsed) ***\n"
GADGET = "System Time,RDTSC,Elapsed Time (sec),Cumulative Processor Energy_0(Joules)\n"
CODECARBON = "duration,emissions,energy_consumed,country_iso_code,region,pue\n"
ECO2AI = "id,epoch,duration(s),power_consumption(kWh),CO2_emissions(kg)\n"
TRACKED = "2026-11-21 20:19:13 - "
TRACKER = f"{TRACKED}carbontracker version 2.4.7\n{TRACKED}The following components were found: GPU with device(s) A.\n"
JOBS = "JobID|State|Elapsed|ElapsedRaw|ConsumedEnergy|ConsumedEnergyRaw\n"
ONE_JOB = '{"jobs":[{"job_id":7,"tres":{"allocated":[{"type":"energy","count":"x"}]}}]}'
PERUN = ",run id,hostname,device_group,sensor,unit,magnitude,timestep,value\n"
JOULES = '{"unit" : "Joules", "event" : "power/energy-pkg/"'
UNENDED = "Expecting ',' delimiter"
ORIN = "RAM 2910/7620MB (lfb 5x4MB) SWAP 0/3810MB CPU [12%@1510,off] GR3D_FREQ 97%@[624] cpu@50.2C"
SMI = "write it with: nvidia-smi --query-gpu=timestamp,index,name,power.draw --format=csv -l 1"

# Whose the file is said to be, what stands in it, and the whole sentence.
REFUSED: list[tuple[str, str | bytes, str]] = [
    (
        "boamps",
        "header_reportId,measures_0_powerConsumption\n",
        "log: there is no report below the header (name the file of the reports)",
    ),
    ("boamps", "{}", "log:1: there is no list of measures in the report (is this a BoAmps report?)"),
    (
        "boamps",
        '{"measures": [{"powerConsumption": 1,\n"unit": "BTU"}]}',
        "log:2: the unit 'BTU' is not known here (known: mWh, Wh, kWh, MWh, GWh, kJoule, MJoule, GJoule)",
    ),
    (
        "boamps",
        '{"measures": [{\n"powerConsumption": [1]}]}',
        "log:2: powerConsumption is no number (is this a BoAmps report?)",
    ),
    (
        "boamps",
        '{"measures": [{\n"powerConsumption": -1}]}',
        "log:2: powerConsumption is -1, below zero (a counter that was reset? remove the line)",
    ),
    (
        "boamps",
        '{"measures": [{"powerConsumption": 1,\n"measurementDuration": 315360001}]}',
        f"log:2: measurementDuration is 315360001 s, longer than ten years {CUT}",
    ),
    (
        "carbontracker",
        TRACKER,
        "log: neither an epoch nor a consumption is in the log (did the run end before its first epoch?)",
    ),
    (
        "carbontracker",
        f"{TRACKER}{TRACKED}Epoch 1:\n{TRACKED}Average power usage (W) for gpu: [1. 2\n",
        f"log:4: a list of powers does not end {CUT}",
    ),
    (
        "carbontracker",
        f"{TRACKER}{TRACKED}Epoch 1:\n{TRACKED}Duration: soon\n",
        "log:4: 'soon' is no duration such as 0:00:12 (is the line damaged?)",
    ),
    (
        "carbontracker",
        f"{TRACKER}{TRACKED}Epoch 1:\n{TRACKED}Average power usage (W) for g-u: 9\n",
        f"log:4: 'Average power usage (W) for g-u: 9' is no power {CUT}",
    ),
    (
        "carbontracker",
        "Actual consumption:\n\tTime:\t0:00:10\n\tEnergy:\t0.0008",
        f"log:3: the energy is '0.0008', not in kWh {CUT}",
    ),
    (
        "codecarbon",
        "duration,emissions,country_iso_code\n",
        "log:1: the column energy_consumed is missing (is this CodeCarbon's file?)",
    ),
    ("codecarbon", CODECARBON, "log: there is no run in the file (did the tracker end before it wrote?)"),
    (
        "codecarbon",
        f"{CODECARBON}10,0.1,0.5,XX\n",
        f"log:2: 4 cells of 6 are there, and 'XX' is no country_iso_code {CUT}",
    ),
    ("codecarbon", f"{CODECARBON}10,0.1,,DEU,berlin,1\n", f"log:2: energy_consumed is empty {CUT}"),
    (
        "codecarbon",
        f"{CODECARBON}10,0.1,0.5,DEU,berlin,0\n",
        "log:2: pue is 0, which no building has (is the line damaged?)",
    ),
    ("dcgm", "#Entity TOTEC\n", "log: there is no power or energy of a GPU in the file (dcgmi dmon -e 155,156)"),
    (
        "dcgm",
        "#Entity TOTEC\nID BTU\nGPU 0 1\n",
        f"log:3: the unit of {METRIC} is 'BTU', which is not known here (known: mJ, J, uJ, µJ)",
    ),
    (
        "dcgm",
        "#Entity POWER\nID hp\nGPU 0 1\n",
        "log:3: the unit of DCGM_FI_DEV_POWER_USAGE is 'hp', which is not known here (known: W, mW)",
    ),
    (
        "dcgm",
        "#Entity TOTEC\0\nGPU 0 1\n",
        "log:2: the header '#Entity ...' is missing (keep what dcgmi dmon prints, from the first line)",
    ),
    ("dcgm", "#Entity TOTEC\nID mJ\nGPU 0 1 1\n", f"log:3: the line has 4 words, the header asks for 3 {CUT}"),
    ("dcgm", "#Entity TOTEC\nID mJ\nGPU x 1\n", f"log:3: 'GPU x' is no GPU and its number {CUT}"),
    ("dcgm", f'{METRIC}{{gpu="0",UUI', f"log:1: '{METRIC}{{gpu=\"0\",UUI' is no sample of a metric {CUT}"),
    ("dcgm", f'{METRIC}{{gpu "0"}} 1\n', f"log:1: '{METRIC}{{gpu \"0\"}} 1' is no sample of a metric {CUT}"),
    (
        "eco2ai",
        "id\n",
        "log:1: the columns power_consumption(kWh) and duration(s) are missing (is this eco2AI's file?)",
    ),
    ("eco2ai", ECO2AI, "log: there is no run in the file (name the emission.csv that eco2AI wrote)"),
    ("eco2ai", f"{ECO2AI}a,x: 2,1,0.5,0.1\n", f"log:2: epoch is 'x: 2', neither N/A nor that of an epoch {CUT}"),
    (
        "eco2ai",
        ECO2AI.replace("kWh", "BTU"),
        "log:1: the unit in 'power_consumption(BTU)' is not known here (known: kWh, kWTh, Wh, MWh)",
    ),
    (
        "experiment-impact-tracker",
        '{"timestamp": 100.5, "rapl_power_draw_absolute": 40.0}\n',
        "log: there is no share of the process in the file (it is written as ..._attributable_power_draw)",
    ),
    ("nvidia-smi", "a,b\n", f"log:1: the columns timestamp and power.draw are missing ({SMI})"),
    ("nvidia-smi", "timestamp, index\n", f"log:1: a log of nvidia-smi without power.draw ({SMI})"),
    (
        "nvidia-smi",
        "timestamp, power.draw [hp]\n2026/11/21 20:00:00.000, 1\n",
        "log:1: the unit hp is not known here (known: mW, W, kW)",
    ),
    (
        "nvidia-smi",
        "timestamp, power.draw\n2026/11/21 20:00:00.000, 5\n",
        "log:2: '5' has no unit, and neither has the header (the column is power.draw)",
    ),
    (
        "nvidia-smi",
        "timestamp, power.draw [W]\n",
        "log: there is no sample in the file (did the tool end before it wrote?)",
    ),
    (
        "nvidia-smi",
        "timestamp, uuid, power.draw [W]\n2026/11/21 20:00:00.000, N/A, 5\n",
        "log:2: uuid is 'N/A', which names no device",
    ),
    (
        "nvidia-smi-dmon",
        " 20261121   20:00:00      0     50\n 20261121   20:00:01      0     50\n",
        "log:1: no header line such as '#Date Time gpu pwr' stands above it "
        "(write it with: nvidia-smi dmon -s p -o DT)",
    ),
    ("perf", "x\n", "log: there is no energy event in the file (perf stat -a -e power/energy-pkg/ -- COMMAND)"),
    (
        "perf",
        '{"counter-value" : "5.0", "unit" : "Joules", "x" : "power/energy-pkg/"}',
        'log:1: no energy event is named in \'{"counter-value" : "5.0", "unit" : "Joules", '
        f'"x" : "power/energy-pkg/"}}\' {CUT}',
    ),
    (
        "perf",
        '{"counter-value" : "5.0", "unit" : "W", "event" : "power/energy-pkg/"}',
        f"log:1: the unit is 'W', not Joules {CUT}",
    ),
    (
        "perf",
        f"{'1 ' * 101}Joules power/energy-pkg/\n",
        f"log:1: the event stands more than 200 characters into the line {CUT}",
    ),
    ("perf", '{"unit" : "Joules", "event" : "power/energy-pkg/"', f"log:1: '{JOULES}' is not JSON {CUT}"),
    (
        "perf",
        "  1.234 Joules power/energy-pkg/\n",
        "log:1: '1.234' may have thousands or decimals (write it anew with LC_ALL=C perf stat)",
    ),
    ("perf", "  abc Joules power/energy-pkg/\n", f"log:1: 'abc Joules' is no number of Joules {CUT}"),
    ("perf", "  5.0 Joules power/energy-\n", f"log:1: no energy event is named in '5.0 Joules power/energy-' {CUT}"),
    ("perf", "Joules,power/energy-pkg/,1,,\n", f"log:1: the value or its unit is missing {CUT}"),
    ("perf", "5.00,Watts,power/energy-pkg/,1,,\n", f"log:1: the unit is 'Watts', not Joules {CUT}"),
    (
        "perf",
        "what,1,5.00,Joules,power/energy-pkg/,1,,\n",
        f"log:1: 'what 1' before the value is not known here {CUT}",
    ),
    ("perun", "[]", "log: there is no run in the file (perun export perun_results/APP.hdf5 json)"),
    ("perun", "7", "log: $ is '7', not a map (is this the tool's file?)"),
    ("perun", b'{"id":\n"\xff"}', "log:2: the byte 0xFF here is not UTF-8 (is it damaged?)"),
    (
        "perun",
        "[" * 100_000,
        "log: lists and maps stand inside each other too deep (is this the tool's file?)",
    ),
    (
        "perun",
        '[{"name": "a - ENERGY", "unit": "cal", "value": 1}]',
        "log: $[0].unit is 'cal', which is not known here (is the file damaged?)",
    ),
    (
        "perun",
        '[{"name": "a - ENERGY", "unit": "J", "value": NaN}]',
        "log: $[0].value is 'None', no number from zero on (is the file damaged?)",
    ),
    ("perun", '{"id": "app",\n "type": 1', f"log:2: not JSON: {UNENDED} (is the file cut off or damaged?)"),
    ("perun", PERUN, "log: there is no sample in the file (perun export perun_results/APP.hdf5 csv)"),
    ("power-gadget", f"{GADGET}a,b\n", f"log:2: the line has 2 cells, the header 4 {CUT}"),
    (
        "powermetrics",
        "x\n",
        "log: there is no sample with power in it (powermetrics --samplers cpu_power,gpu_power)",
    ),
    ("powermetrics", f"{PMETRICS}Fan: 1200 rpm\n", "log:1: the sample has no power (is the log cut off or damaged?)"),
    (
        "powermetrics",
        PMETRICS.replace("Sat Nov 21", "soon"),
        "log:1: 'soon 20:17:42 2026 +0100' is no time (is the log cut off or damaged?)",
    ),
    (
        "powermetrics",
        PMETRICS.replace("ms elapsed", ""),
        f"log:1: '{PMETRICS.strip().replace('ms elapsed', '')}' does not say how long the sample is "
        "(is the log cut off or damaged?)",
    ),
    (
        "powermetrics",
        "<plist><key>elapsed_ns</key>",
        "log: sample 1 is no property list (is the log cut off or damaged?)",
    ),
    (
        "powermetrics",
        plistlib.dumps({"elapsed_ns": 1}),
        "log: sample 1 has no power (powermetrics --samplers cpu_power,gpu_power)",
    ),
    (
        "powermetrics",
        plistlib.dumps({"elapsed_ns": True, "processor": {"cpu_power": 1.0}}),
        "log: elapsed_ns of sample 1 is 'True', no number (is the log cut off or damaged?)",
    ),
    ("pyjoules", "a;b\n", "log:1: the header is not timestamp;tag;duration;package_0;... (is this pyJoules' CSV?)"),
    (
        "pyjoules",
        "timestamp;tag;duration;package_0\n",
        "log: there is no row in the file (name the CSV that pyJoules' CSVHandler wrote)",
    ),
    ("pyjoules", "timestamp;tag;duration;package_0\n1;x;1;nan\n", f"log:2: no domain has a value {CUT}"),
    (
        "pyjoules",
        "timestamp;tag;duration;package_0\n1e12;x;1;5\n",
        f"log:2: timestamp is 1000000000000 s, of no year from 1 to 9999 {CUT}",
    ),
    (
        "rocm-smi",
        "device,Current Socket Graphics Package Power (W)\ncard0,38.0\ncard0,40.0\n",
        "log:3: card0 is there twice, and without times its power is no energy "
        "(write it with: amd-smi metric -p -E --watch 1 --csv --file log.csv)",
    ),
    ("slurm", "x", f"log: there is no job in the file {SACCT}"),
    ("slurm", f"{JOBS}7|COMPLETED||33||-5\n", f"log:2: ConsumedEnergy is '-5', which is no number of joules {SACCT}"),
    (
        "slurm",
        f"{JOBS}7|COMPLETED||600||18446744073709551\n",
        "log:2: ConsumedEnergy is 18446744073709551 J, more than any computer draws in ten years "
        "(a counter that ran below zero? leave the row out)",
    ),
    ("slurm", f"{JOBS}7|COMPLETED|1 day||5|5\n", f"log:2: Elapsed is '1 day', not [D-]HH:MM:SS {SACCT}"),
    ("slurm", f"{JOBS}|COMPLETED||33||5\n", f"log:2: the job has no JobID {SACCT}"),
    ("slurm", "JobID|Elapsed\n7|00:00:33\n", f"log: the columns JobID and ConsumedEnergyRaw are missing {SACCT}"),
    ("slurm", "JobID ConsumedEnergyRaw\n7 5\n", f"log:2: the line of dashes below the header is missing {SACCT}"),
    (
        "slurm",
        "JobID ConsumedEnergyRaw\n----- -----------------\n12345678 5\n",
        f"log:3: '6' stands outside the columns {CUT}",
    ),
    (
        "slurm",
        '{"it": {"jobs": [{"job_id": 1, "tres": {}}]}}',
        f"log: there is no list of jobs in the file {SACCT_JSON}",
    ),
    ("slurm", '{"jobs": [{"job_id": 1, "tres": {}, "steps": 3}]}', f"log: $.jobs[0].steps is no list {SACCT_JSON}"),
    ("slurm", '{"jobs": [{"tres": {}, "job_id": null}]}', f"log: $.jobs[0] has no job_id {SACCT_JSON}"),
    ("slurm", ONE_JOB, f"log: $.jobs[0].tres.allocated.energy.count is 'x', no number {SACCT_JSON}"),
    (
        "tegrastats",
        f"11-21-2026 20:17:41 {ORIN}\n",
        "log:1: the line has no power of a rail (a board without power monitors, or a rail is cut off)",
    ),
    (
        "tegrastats",
        f"11-31-2026 20:17:41 {ORIN} VDD_IN 8000mW/1mW\n",
        "log:1: the line begins with no time such as 07-21-2026 16:33:42: "
        f"'{excerpt(f'11-31-2026 20:17:41 {ORIN} VDD_IN')}' {CUT}",
    ),
    (
        "wide-csv",
        "a,b\n1,2\n",
        "log: there is no column of time with two or more columns of power that say their unit "
        "(for one column: --columns time=NAME,power_w=NAME)",
    ),
    (
        "zeus",
        "a,b\n",
        "log:1: the header does not begin with start_time,window_name,elapsed_time (is this Zeus's log?)",
    ),
    (
        "zeus",
        "start_time,window_name,elapsed_time,g\n",
        "log:1: the column g is not known here (known: gpu0_energy and so on, in J)",
    ),
    (
        "zeus",
        "start_time,window_name,elapsed_time,gpu0_energy\n",
        "log: there is no window in the file (did the run end before its first window ended?)",
    ),
    (
        "csv",
        "t,p\n1,2\n",
        "log: a CSV of your own says nothing about its columns (such as --columns time=NAME,power_w=NAME; "
        "time is ISO 8601, time_s and time_ms are numbers)",
    ),
]


def problem(path: Path, tool: str | None = None, columns: dict[str, str] | None = None) -> str:
    """The first problem with the file."""
    with pytest.raises(InputError) as raised:
        read_records(path, tool, columns)
    return str(raised.value.problems[0]).replace(f"{path.parent}/", "")


@pytest.mark.parametrize(("tool", "content", "told"), REFUSED, ids=lambda it: str(it)[:60])
def test_a_file_is_refused_for_its_own_reason(tmp_path: Path, tool: str, content: str | bytes, told: str) -> None:
    """The sentence names where, what is wrong, and what to do."""
    path = tmp_path / "log"
    path.write_bytes(content.encode() if isinstance(content, str) else content)

    assert told == problem(path, tool)


@pytest.mark.parametrize(
    ("sample", "kept", "told"),
    [
        ("perun/app.json", slice(-300), "log.gz: the gzip file is damaged: Compressed file ended before the "),
        ("mlflow/mlflow.db", slice(None), "log.gz: a packed database is not read (unpack it first)"),
    ],
)
def test_of_a_packed_file_the_fault_is_said(tmp_path: Path, sample: str, kept: slice, told: str) -> None:
    """One that is cut off, and a database, which is not read in its gzip."""
    (tmp_path / "log.gz").write_bytes(gzip.compress((SAMPLES / sample).read_bytes(), mtime=0)[kept])

    assert problem(tmp_path / "log.gz", sample.partition("/")[0]).startswith(told)


def test_columns_are_for_a_table_of_ones_own(tmp_path: Path) -> None:
    """Who names columns beside a tool's file is told which of the two to leave out."""
    path = tmp_path / "emissions.csv"
    path.write_bytes(next(SAMPLES.glob("codecarbon/**/emissions.csv")).read_bytes())
    told = problem(path, "codecarbon", {"time": "a", "power_w": "b"})
    assert "columns are named for a plain CSV only (leave out the columns, or the tool codecarbon)" in told


def test_what_is_neither_file_nor_folder_is_refused(tmp_path: Path) -> None:
    """A pipe would be waited for without end."""
    os.mkfifo(tmp_path / "pipe")
    assert "this is neither a file nor a folder (name a file that stays on disk)" in problem(tmp_path / "pipe")


def test_a_row_of_dmon_whose_gpu_is_no_index_costs_itself(tmp_path: Path) -> None:
    """Of three rows a second apart the one in the middle is lost, and said."""
    rows = [f" 20261121   20:00:0{second}      {gpu}     50\n" for second, gpu in ((0, "0"), (1, "x"), (2, "0"))]
    (tmp_path / "log").write_text(DMON + "".join(rows), encoding="utf-8")
    [record] = read_records(tmp_path / "log")
    assert any("gpu is 'x', no index of a GPU" in it for it in record.warnings)


@pytest.mark.parametrize(
    ("count", "told"),
    [(1000, ()), (1002, ("only the first 1,000 stages are shown, 2 are not; the sum holds them all",))],
)
def test_stages_beyond_the_most_are_counted(count: int, told: tuple[str, ...]) -> None:
    """Of 1,002 stages 1,000 are kept and two are said; of 1,000 none is."""
    stages = Stages()
    for number in range(count):
        stages.add(RecordedStage(str(number), None, None))
    assert (1000, told) == (len(stages.kept), stages.warnings)


def test_there_is_no_time_after_the_last_day() -> None:
    """A duration that leads beyond the year 9999 leaves the end unknown."""
    start = datetime(9999, 12, 31, 23, 59, 58)
    assert datetime(9999, 12, 31, 23, 59, 59) == later(start, Decimal(1))
    assert later(start, Decimal(3)) is None
    assert later(None, Decimal(1)) is None
