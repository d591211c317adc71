"""What `reportgen import` says of records that are hard to believe, or that speak of one time; each kind once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.cli import import_
from reportgen.cli.import_fields import listed
from tests.cli.running import FOUR_LINES, Done, Run

CODECARBON_1 = """\
timestamp,experiment_id,project_name,duration,emissions,energy_consumed,country_name,country_iso_code,region,on_cloud
2020-03-23T09:26:11,68f53844,gamma,34,8,8,USA,USA,Ohio,Y
2020-03-24T15:26:11,9288b395,delta,16,1,3,Taiwan,TWN,Changhua County,Y
2020-03-26T03:26:11,042a0aca,beta,540,2,3,Canada,CAN,Ontario,N
"""
ECO2AI = """\
id,project_name,experiment_description,epoch,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg),\
CPU_name,GPU_name,OS,region/country,cost
6abc,Default project name,none,N/A,2026-10-06 01:17:23,0.007401227951049805,0.002,7.844e-05,\
"CPU/1 device(s), TDP:45 method:tdp",CPU 0 device(s),Windows,CH/Ticino,0
"""
IMPOSSIBLE = """\
JobID|State|Start|End|ElapsedRaw|ConsumedEnergyRaw
4500002|COMPLETED|2023-10-24T01:00:00|2023-10-24T01:10:00|600|18446744073709551
4500003|COMPLETED|2023-10-24T02:00:00|2023-10-24T02:10:00|600|9000000000
"""
BETWEEN = """\
JobID         Partition               Start                 End ConsumedEnergyRaw
------------ ---------- ------------------- ------------------- -----------------
4500001        standard 2023-10-24T01:00:00 2023-10-24T02:00:00           1500000
4500002           small 2023-10-24T01:00:00 2023-10-24T01:10:00 18446744073709551
4500003        standard 2023-10-29T02:30:00 2023-10-29T02:30:00                 0
"""
RUN = "2026-11-21T20:17:41,9,1,{energy},{run},{mode},{energy},Xeon\n"
RUNS = "timestamp,duration,emissions,energy_consumed,run_id,tracking_mode,cpu_energy,cpu_model\n"


def imported(run: Run, folder: Path, **texts: str) -> Done:
    """What is said of files with these texts."""
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    return run("import", *(f"{name}.csv" for name in texts))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # 8 kWh in 34 s are 847 kW, 3 kWh in 16 s are 675 kW; the third draws the 20 kW that a machine may
        (CODECARBON_1, ["8 kWh in 34 s is 847 kW", "3 kWh in 16 s is 675 kW"]),
        (ECO2AI, ["0.002 kWh in 0.00740123 s is 973 kW"]),
        # 2^64 mJ are a counter below zero, which costs its row
        (IMPOSSIBLE, ["2,500 kWh in 600 s is 15,000 kW"]),
        # no duration: ten minutes from start to end
        (
            BETWEEN.replace("18446744073709551", " 9000000000000000"),
            ["2,500,000,000 kWh in 600 s is 15,000,000,000 kW"],
        ),
    ],
)
def test_a_record_beyond_its_hardware_is_exit_code_3(run: Run, tmp_path: Path, text: str, said: list[str]) -> None:
    """Whatever its scope: of a machine, of parts without figures, of a job's nodes."""
    done = imported(run, tmp_path, x=text)

    assert 3 == done.code
    lines = [line for line in done.err.splitlines() if "a machine draws 20 kW at most" in line]
    assert said == [line.partition("x.csv: ")[2].partition(", and a machine")[0] for line in lines]


def test_the_line_that_settles_it_is_said_and_taken(run: Run, tmp_path: Path) -> None:
    """15 MW are 750 machines' 20 kW: exit code 3 says so, and `nodes: 750` ends it; 749 do not."""
    job = "JobID|State|ElapsedRaw|ConsumedEnergyRaw\n4500003|COMPLETED|600|9000000000\n"
    done = imported(run, tmp_path, x=job)

    assert 3 == done.code
    assert "say nodes: 750 beside its file in the manifest if it was 750 machines" in done.err
    for nodes, code in ((750, 0), (749, 3)):
        (tmp_path / "run.yaml").write_text(f"{FOUR_LINES}energy:\n  - file: x.csv\n    nodes: {nodes}\n")
        assert code == run("generate", "run.yaml", "--format", "json").code


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("process", "x.csv: at the same time, of different devices (two processes): added up (and 2 more)"),
        ("machine", "x.csv: two records of Xeon, at the same time: they are not added up (and 2 more)"),
    ],
)
def test_trackers_of_processes_are_shares_of_one_machine(run: Run, tmp_path: Path, mode: str, said: str) -> None:
    """Four trackers at one time: of a process each they add up, of the machine they say the same; each is said once."""
    done = imported(
        run, tmp_path, x=RUNS + "".join(RUN.format(run=run, energy="0.000011", mode=mode) for run in "abcd")
    )

    assert 0 == done.code
    assert f"reportgen: {said}\n" in done.err
    assert 1 == done.err.count("at the same time")


@pytest.mark.parametrize(("mode", "expected"), [("process", "0.44"), ("machine", "0.11")])
def test_the_sum_holds_each_share_once(run: Run, tmp_path: Path, mode: str, expected: str) -> None:
    """0.11 kWh of each of four processes, or of one machine that four trackers watched."""
    rows = "".join(RUN.format(run=name, energy="0.11", mode=mode).replace(",9,1,", ",3600,1,") for name in "abcd")
    (tmp_path / "x.csv").write_text(RUNS + rows)
    (tmp_path / "run.yaml").write_text(f"{FOUR_LINES}energy:\n  - file: x.csv\n")
    run("generate", "run.yaml", "--format", "json")

    report = json.loads((tmp_path / "report.json").read_text(), parse_float=str)
    assert expected == report["figures"]["filtering_energy"]["value"]


def test_a_warning_of_many_records_is_said_once(run: Run, tmp_path: Path) -> None:
    """2,200 runs at one time: 2,199 are not added, in one line, and what is said of each is counted."""
    runs = "".join(RUN.format(run=number, energy="0.000011", mode="machine") for number in range(2200))
    done = imported(run, tmp_path, x=RUNS + runs)

    assert "two records of Xeon, at the same time: they are not added up (and 2,198 more)" in done.err
    assert "is a share of its TDP (and 2,199 more)" in done.err
    assert 2 == len(done.err.splitlines())


def test_a_lower_bound_is_printed_as_one(run: Run, tmp_path: Path) -> None:
    """Of two GPUs one says nothing: at least 1 Wh; where both speak there is no such word."""
    text = "start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy\n1795292837.5,run,10,3600,{}\n"

    assert "  energy     at least 1.00 Wh, measured\n" in imported(run, tmp_path, x=text.format(0)).out
    assert "at least" not in imported(run, tmp_path, x=text.format(1)).out


def test_without_any_time_it_is_said_that_nothing_was_judged(run: Run, tmp_path: Path) -> None:
    """A warning and exit code 0: nothing says that a megawatt hour is wrong."""
    text = "JobID|State|ConsumedEnergyRaw\n1|COMPLETED|3600000000\n"
    done = imported(run, tmp_path, x=text)

    assert 0 == done.code
    assert "x.csv: whether its power can be true was not judged" in done.err


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("ab", ["a", "b"]),
        ("abc", ["a", "b", "c"]),
        ("abcd", ["a", "b", "c (and 1 more)"]),
        ("aab", ["a", "b (and 1 more)"]),
        ("", []),
    ],
)
def test_of_lines_of_a_kind_the_first_three_are_said(lines: str, said: list[str]) -> None:
    """Each once, and with the last of them how many more there are."""
    assert said == import_._first(lines)


@pytest.mark.parametrize(
    ("names", "said"),
    [("a", "a"), ("abc", "a, b, c"), ("abcd", "a, b, c and 1 more"), ("a" * 1004, "a, a, a and 1,001 more")],
)
def test_of_names_the_first_three_are_listed(names: str, said: str) -> None:
    """And how many more there are; of three none is."""
    assert said == listed(names)
