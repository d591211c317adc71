"""`reportgen measure` as a process, on stand-ins for the hardware: what it measures, trouble, and prediction."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen.energy.record import Record
from reportgen.files.units import J_PER_KWH
from tests.cli.measuring import NO_POWERCAP, entries, logged, measure
from tests.cli.running import Done, Run, command, files_in, plain_environment
from tests.energy.meters.standins import compile_nvml, running, zone

# What it measures, in real time


@dataclass(frozen=True)
class Measured:
    """Three seconds on two GPUs with counter, one without, two packages and their memory."""

    done: Done
    record: Record
    folder: Path
    late_s: float


@pytest.fixture(scope="module")
def three_seconds(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """100 W, 300 W by counter; 50 W, from 2 s on 250 W, by power; packages of 60 and 40 W, memory of 10 W each."""
    folder = tmp_path_factory.mktemp("three-seconds")
    library = compile_nvml(folder)
    script = folder / "nvml.txt"
    script.write_text(
        "gpu GPU-1 A100\npower 0:100\ngpu GPU-2 A100\npower 0:300\n"
        "gpu GPU-3 K80\nenergy_error 3\npower 0:50 1.5:50 1.5:250\n"
    )
    root = folder / "powercap"
    watts = {
        zone(root, "intel-rapl:0", "package-0", 262_143_200_000): 60.0,  # wraps after two seconds
        zone(root, "intel-rapl:0:0", "dram", 1_000_000): 10.0,
        zone(root, "intel-rapl:1", "package-1", 5_000_000_000): 40.0,
        zone(root, "intel-rapl:1:0", "dram", 2_000_000): 10.0,
    }
    with running(watts) as counters:
        done = measure(
            *(folder, "--powercap", str(root), "--task", "segmentation"),
            *("--samples-before", "2975", "--samples-after", "2231", "--", "sleep", "3"),
            env=plain_environment(LD_LIBRARY_PATH=str(library.parent), NVML_STANDIN=str(script)),
        )
    return Measured(done, logged(folder), folder, counters.longest_pause_s)


@pytest.mark.parametrize(
    ("place", "watts"), [(0, 100), (1, 300), (3, 60), (4, 10), (5, 40), (6, 10)], ids=lambda number: str(number)
)
def test_counters_are_good_to_half_a_percent(place: int, watts: int, three_seconds: Measured) -> None:
    """In three real seconds, each counter against power times the duration; true of the stand-ins."""
    device, duration_s = three_seconds.record.devices[place], three_seconds.record.duration_s

    assert duration_s is not None
    assert device.energy_kwh is not None
    assert 3.0 <= float(duration_s) < 3.5
    late_s = three_seconds.late_s if device.kind != "gpu" else 0  # of the stand-in, not of the meter
    allowed_j = watts * (0.005 * float(duration_s) + late_s)
    assert watts * float(duration_s) == pytest.approx(float(device.energy_kwh * J_PER_KWH), abs=allowed_j)


def test_sampled_power_holds_the_truth_in_its_range(three_seconds: Measured) -> None:
    """50 W and from the middle on 250 W, seen once a second."""
    device = three_seconds.record.devices[2]
    truth_j = 50 * 1.5 + 250 * (float(three_seconds.record.duration_s or 0) - 1.5)

    assert "sampled power" == device.method
    assert device.low_kwh is not None
    assert device.high_kwh is not None
    assert float(device.low_kwh * J_PER_KWH) - 3 <= truth_j <= float(device.high_kwh * J_PER_KWH) + 3


def test_the_end_says_everything_on_standard_error(three_seconds: Measured) -> None:
    """Duration, sum, each device with its method, and the files; standard output is the command's own."""
    done = three_seconds.done

    assert (0, "") == (done.code, done.out)
    assert re.search(r"reportgen: 3\.\d s, energy ", done.err)
    assert "A100 (GPU 1): " in done.err
    assert "[energy counter]" in done.err
    assert "written: run.yaml, run.energy.jsonl" in done.err


def test_the_manifest_is_whole(three_seconds: Measured) -> None:
    """With the three flags nothing is missing, and the log is named as what was drawn."""
    written = entries(three_seconds.folder / "run.yaml")

    assert {"task", "samples_before", "samples_after", "duration", "started_at", "energy"} == set(written)
    assert "lacks" not in three_seconds.done.err
    assert "file: run.energy.jsonl" in (three_seconds.folder / "run.yaml").read_text()


def test_an_old_driver_lacks_functions(tmp_path: Path) -> None:
    """Without the energy function power is sampled; without MIG's there is no MIG."""
    library = compile_nvml(tmp_path, "NO_ENERGY", "NO_MIG")
    (tmp_path / "nvml.txt").write_text("gpu GPU-1 Tesla K80\npower 0:100\n")
    told = plain_environment(LD_LIBRARY_PATH=str(library.parent), NVML_STANDIN=str(tmp_path / "nvml.txt"))

    done = subprocess.run(
        command("devices", *NO_POWERCAP), cwd=tmp_path, env=told, capture_output=True, text=True, check=True
    )

    assert "measured: Tesla K80 (GPU 0) (sampled power, limit 400 W)" in done.stdout


def test_a_bare_machine_still_has_a_duration(tmp_path: Path) -> None:
    """No driver and no RAPL: what is estimated and what is not measured is said, and nothing is zero."""
    done = measure(tmp_path, *NO_POWERCAP, "--cpu-tdp", "65", "sleep", "0.3")
    record = logged(tmp_path)

    assert 0 == done.code
    assert ["estimate"] == [device.basis for device in record.devices]
    assert "CPU: estimated from its load and its TDP of 65 W, as given" in done.err
    assert "not a measurement" in done.err
    assert "not measured: CPU and memory: there is no none" in done.err
    assert "GPU" not in done.err  # there is none: nothing is missing
    assert "still lacks task, samples_before, samples_after" in done.err


def test_counts_and_times_as_people_write_them(tmp_path: Path) -> None:
    """Blanks and _ group the digits of a count, and an interval is a duration in any unit."""
    done = measure(
        *(tmp_path, *NO_POWERCAP, "--interval", "0.001 min", "--total-samples", "1 000", "--task", "classification"),
        *("--samples-before", "110 000", "--samples-after", "72_500", "--", "true"),
    )
    text = (tmp_path / "run.yaml").read_text()
    assert 0 == done.code
    assert "samples_before: 110000\nsamples_after: 72500\n" in text


# Trouble


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--interval", "soon", "true"), "'soon' is no interval"),
        (("--interval", "1ms", "true"), "out of reach"),
        (("--total-samples", "1,200", "true"), "write 1200, or 1.2"),
        (("--total-samples", "0", "true"), "Invalid value for '--total-samples': 0 is out of bounds"),
        (("--cpu-tdp", "0", "true"), "no power in W"),
        (("--bogus", "true"), "No such option"),
        ((), "Missing argument"),
        (("-o", "run.txt", "true"), "the ending does not say"),
        (("--samples-before", "many", "true"), '--samples-before: expected a number, found "many"'),
        (("--samples-before", "1", "--samples-after", "1x", "true"), "--samples-after: expected a number"),
        (("--samples-before", "10", "--samples-after", "20", "true"), "--samples-after: 20 after filtering is more"),
        (("-o", "old.yaml", "true"), "old.yaml:2: $.duration: is there already"),
        (("-o", "old.yaml", "--task", "classification", "true"), "old.yaml:1: $.task: is"),
        (("-o", "broken.yaml", "true"), "broken.yaml:1: "),
        (("-o", "seen.yaml", "true"), "seen.energy.jsonl: is there already"),
        (("-o", "plain/run.yaml", "true"), "plain/run.energy.jsonl: cannot be written"),
    ],
)
def test_what_cannot_be_set_up_is_125_and_nothing_ran(arguments: Sequence[str], expected: str, tmp_path: Path) -> None:
    """Said before the command starts, so that no hour of computing is lost to a slip of the pen."""
    (tmp_path / "old.yaml").write_text("task: object-detection\nduration: PT42M\n")
    (tmp_path / "broken.yaml").write_text("task: [\n")
    (tmp_path / "seen.energy.jsonl").write_text("precious")
    (tmp_path / "plain").write_text("a file")
    before = files_in(tmp_path)

    done = measure(tmp_path, *NO_POWERCAP, *arguments)

    assert 125 == done.code
    assert expected in done.err
    assert before == files_in(tmp_path)
    assert "precious" == (tmp_path / "seen.energy.jsonl").read_text()


def test_a_manifest_that_is_there_is_completed(tmp_path: Path) -> None:
    """Its lines and comments stay; duration, start and energy are added."""
    (tmp_path / "run.yaml").write_text("# ours\ntask: object-detection  # boxes\nenergy:\n  - kwh: 0.4\n")

    done = measure(tmp_path, *NO_POWERCAP, "true")
    text = (tmp_path / "run.yaml").read_text()

    assert 0 == done.code
    assert text.startswith(
        "# ours\ntask: object-detection  # boxes\nenergy:\n  - kwh: 0.4\n  - file: run.energy.jsonl\n"
    )
    assert "duration: " in text


@pytest.mark.parametrize(("blocks", "expected"), [(0, "was not written"), (1, "lines of run.energy.jsonl could not")])
def test_a_full_disk_is_said_and_the_command_goes_on(blocks: int, expected: str, tmp_path: Path) -> None:
    """No file may grow past so many blocks of 1024 bytes: the command ends as it would, with its own code."""
    told = " ".join(command("measure", *NO_POWERCAP, "--interval", "20ms"))
    shell = f"ulimit -f {blocks}; exec {told} -- sh -c 'sleep 1; echo done; exit 4'"
    done = subprocess.run(
        ["bash", "-c", shell], cwd=tmp_path, env=plain_environment(), capture_output=True, text=True, check=False
    )

    assert (4, "done\n") == (done.returncode, done.stdout)
    assert expected in done.stderr
    assert "File too large" in done.stderr
    assert "energy" in done.stderr
    # a log that holds nothing is not left in the way of the next measurement
    assert bool(blocks) == (tmp_path / "run.energy.jsonl").exists()


def test_a_killed_recorder_leaves_a_log_that_reads(tmp_path: Path) -> None:
    """kill -9 of reportgen itself: what was measured until then is there."""
    child = subprocess.Popen(
        command("measure", *NO_POWERCAP, "--interval", "20ms", "--", "sh", "-c", "echo ready; exec sleep 0.8"),
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    assert "ready\n" == child.stdout.readline()
    time.sleep(0.3)
    child.kill()
    child.wait()
    child.stdout.close()
    record = logged(tmp_path)

    assert record.ended_at is None
    assert record.duration_s is not None
    assert 0.2 < float(record.duration_s) < 5


@pytest.mark.parametrize("step", ["target.write_measurement", "summary.summary"])
def test_what_fails_after_the_command_is_said_as_problems_asks(
    run: Run, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A fault while the manifest is written, or before, with the command's own exit code."""

    def failing(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(f"reportgen.energy.{step}", failing)
    done = run("measure", *NO_POWERCAP, "--problems", "json", "--", "sh", "-c", "exit 6")

    assert 6 == done.code
    assert '"message": "failed, which is a fault of reportgen: RuntimeError: broken"' in done.err


def test_nobody_listening_does_not_change_the_exit_code(tmp_path: Path) -> None:
    """Standard error is closed, or full: the command's code counts."""
    told = " ".join(command("measure", *NO_POWERCAP))
    for closing in ("2>&-", "2>/dev/full"):
        done = subprocess.run(
            ["bash", "-c", f"{told} -o {len(closing)}.yaml -- sh -c 'exit 6' {closing}"],
            cwd=tmp_path,
            env=plain_environment(),
            check=False,
        )
        assert 6 == done.returncode


# Prediction

# Both go on once the log has what they said, so that on a busy machine too the recorder knows of every part.
REPORTING = """
import pathlib, time, reportgen
for done in range(100, 1100, 100):
    time.sleep(0.06)
    reportgen.progress(done)
    while done < 1000 and f'"progress":{done}}}' not in pathlib.Path("run.energy.jsonl").read_text():
        time.sleep(0.005)
"""
SHELL = """
for n in 10 20 x 30 40 50 60 70 80 90; do
    sleep 0.06; echo $n >> "$REPORTGEN_PROGRESS"
    until [ $n = x ] || grep -q '"progress":'$n'}' run.energy.jsonl; do sleep 0.01; done
done
"""


def test_progress_predicts_the_whole_run(tmp_path: Path) -> None:
    """Said once, early, and held against the truth at the end; the log keeps it."""
    done = measure(
        *(tmp_path, *NO_POWERCAP, "--interval", "20ms", "--total-samples", "1000", "--cpu-tdp", "100"),
        *("--", sys.executable, "-c", REPORTING),
    )
    record = logged(tmp_path)
    prediction = record.prediction

    assert 1 == done.err.count("the whole run is expected to take")
    assert re.search("at 40 % of the samples, the whole run is .* s.*; .* J.*; .* g CO2e", done.err)
    assert re.search(r"predicted at 40 %: .* s, took .* s; .* J, drew .* J", done.err)
    assert prediction is not None
    assert prediction.done_samples is not None
    assert (1000, False) == (int(prediction.done_samples), prediction.ended_early)
    assert prediction.duration_low_s <= prediction.duration_s <= prediction.duration_high_s
    # four tenths of the samples are done, the rest is expected to go as they did
    assert float(prediction.at_s) * 2.5 == pytest.approx(float(prediction.duration_s), rel=1e-6)
    assert 4 * 0.06 <= prediction.at_s < (record.duration_s or 0)


def test_a_shell_reports_progress_too(tmp_path: Path) -> None:
    """A line with a number is enough; what is no number is ignored. It ends at 90 of 100, and that is no error."""
    done = measure(tmp_path, *NO_POWERCAP, "--interval", "20ms", "--total-samples", "100", "--", "sh", "-c", SHELL)

    assert "at 40 % of the samples" in done.err
    assert "ended early by its own progress, after 90 of 100 samples" in done.err
    assert "predicted at" not in done.err


def test_progress_outside_of_measuring_does_nothing(tmp_path: Path) -> None:
    """A script that reports progress runs alone as well."""
    done = subprocess.run(
        [sys.executable, "-c", "import reportgen; reportgen.progress(5)"],
        cwd=tmp_path,
        env=plain_environment(),
        check=False,
    )

    assert 0 == done.returncode
    assert [] == files_in(tmp_path)


def test_the_log_is_json_lines(three_seconds: Measured) -> None:
    """Each line is an object by itself, the first one the header."""
    lines = [json.loads(line) for line in (three_seconds.folder / "run.energy.jsonl").read_text().splitlines()]

    assert "reportgen/energy-log/1" == lines[0]["schema"]
    assert lines[-1]["end"] is True
    assert 4 <= sum("energy_uj" in line for line in lines) <= 6


# What the command does to the measurement


def test_a_log_that_the_command_removes_is_written_anew(tmp_path: Path) -> None:
    """The open file holds it still: it stands beside its manifest at the end, whole, and that is said."""
    done = measure(tmp_path, *NO_POWERCAP, "--", "sh", "-c", "rm run.*")

    assert 0 == done.code
    assert "run.energy.jsonl was removed while it was written, and is written anew" in done.err
    assert logged(tmp_path).ended_at is not None
    assert "file: run.energy.jsonl" in (tmp_path / "run.yaml").read_text()


def test_a_log_that_is_lost_is_said(tmp_path: Path) -> None:
    """Where another file took its name the manifest holds the energy itself, and the file stays."""
    script = "sleep 0.2; rm run.energy.jsonl; echo theirs > run.energy.jsonl"
    done = measure(tmp_path, *NO_POWERCAP, "--cpu-tdp", "65", "--", "sh", "-c", script)
    written = (tmp_path / "run.yaml").read_text()

    assert 0 == done.code
    assert "run.energy.jsonl was removed while it was written, and cannot be written anew" in done.err
    assert "kwh: " in written
    assert "file: " not in written
    assert "theirs\n" == (tmp_path / "run.energy.jsonl").read_text()


def test_what_still_runs_is_said_and_kept(tmp_path: Path) -> None:
    """A launcher that puts the work into the background ends at once: its measurement says so, also in the log."""
    done = measure(tmp_path, *NO_POWERCAP, "--", "sh", "-c", "sleep 2 >/dev/null 2>&1 &")
    said = "1 process of the command still ran when it ended: what it does from then on is not measured"

    assert 0 == done.code
    assert f"reportgen:   {said}\n" in done.err
    assert re.search(r"reportgen: still running: sleep \(process \d+\)\n", done.err)
    assert said in logged(tmp_path).warnings
    assert "process " not in (tmp_path / "run.energy.jsonl").read_text().replace("1 process of", "")


def test_a_command_that_waits_for_its_children_has_nothing_left(tmp_path: Path) -> None:
    """Children that ended, also as orphans, are no news."""
    done = measure(tmp_path, *NO_POWERCAP, "--", "sh", "-c", "(true &) ; sleep 0.1 & wait")

    assert 0 == done.code
    assert "still" not in done.err.replace("still lacks", "")
