"""`reportgen import`: what it prints, what it writes, and what it refuses."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.cli.import_ import _columns
from reportgen.cli.import_fields import _agreed
from tests.cli.running import FOUR_LINES, SAMPLES, Run, files_in

LOGS = SAMPLES / "tool_logs"
TWO_GPUS = LOGS / "carbontracker" / "two_gpus"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the command, with two logs in it."""
    shutil.copy(LOGS / "codecarbon" / "emissions.csv", tmp_path)
    shutil.copytree(TWO_GPUS, tmp_path / "logs")
    return tmp_path


def test_without_o_nothing_is_written(run: Run, folder: Path) -> None:
    """What was understood is printed, what is doubtful goes to standard error."""
    before = files_in(folder)
    done = run("import", "emissions.csv")

    assert 0 == done.code
    assert "emissions.csv: codecarbon 3.3.2\n  energy     53.8 mWh, estimate\n" in done.out
    assert "reportgen: emissions.csv: the memory's figure is a model of its size, 83 % of the energy\n" in done.err
    assert before == files_in(folder)


def test_json_is_a_list_of_records(run: Run, folder: Path) -> None:  # noqa: ARG001
    """Numbers are exact; a corrected figure stands beside the tool's own only where there is one."""
    records = json.loads(run("import", "--json", "emissions.csv", "logs").out, parse_float=str)

    assert ["codecarbon", "carbontracker"] == [record["tool"] for record in records]
    assert ["emissions.csv", "logs"] == [record["file"] for record in records]
    assert ["5.3817266928351116e-5", None] == [records[0]["energy_kwh"], records[0].get("corrected_kwh")]
    assert "0.001111152118987341772151898734177215" == records[1]["corrected_kwh"]
    assert 1 == records[1]["pue_included"]


def test_o_writes_a_manifest(run: Run, folder: Path) -> None:
    """The file by its path from the manifest, the duration that the record knows, and the flags; JSON stays JSON."""
    done = run("import", "logs", "-o", "run.yaml", "--task", "detection", "--samples-before", "10")

    assert 0 == done.code
    assert "task: detection\nsamples_before: 10\nduration: 10\nenergy:\n  - file: logs\n" == (
        (folder / "run.yaml").read_text()
    )
    assert "reportgen: run.yaml still lacks samples_after: add it, or give it to generate as a flag\n" in done.err
    assert done.out.endswith("\nrun.yaml\n")
    done = run("import", "--json", "logs", "-o", "json.yaml")
    assert ("carbontracker", True) == (json.loads(done.out)[0]["tool"], "json.yaml" in done.err.splitlines())


def test_what_was_imported_becomes_a_report(run: Run, folder: Path) -> None:
    """The manifest needs no further word; the energy is the corrected one."""
    run("import", "logs", "-o", "run.yaml")
    flags = ("--task", "detection", "--samples-before", "10", "--samples-after", "5")
    done = run("generate", "run.yaml", *flags, "--format", "json")

    assert (0, "report.json\n") == (done.code, done.out)
    figures = json.loads((folder / "report.json").read_text())["figures"]
    assert 0.001111152 == round(figures["filtering_energy"]["value"], 9)


def test_an_existing_manifest_is_completed(run: Run, folder: Path) -> None:
    """Comments stay; a record of several durations says none."""
    (folder / "run.yaml").write_text("# ours\n" + FOUR_LINES)
    done = run("import", "emissions.csv", "logs", "-o", "run.yaml")

    assert (0, "") == (done.code, "".join(line for line in done.err.splitlines() if "lacks" in line))
    assert (
        f"# ours\n{FOUR_LINES}energy:\n  - file: emissions.csv\n  - file: logs\n" == (folder / "run.yaml").read_text()
    )


def test_a_run_that_was_killed_is_recovered(run: Run, tmp_path: Path) -> None:
    """Its own log says the start too, which `measure` would have written; 6.000814 s are said to the millisecond."""
    shutil.copy(LOGS / "reportgen" / "killed.energy.jsonl", tmp_path)
    done = run("import", "killed.energy.jsonl", "-o", "killed.yaml")

    assert (
        'duration: 6.001\nstarted_at: "2026-11-25T22:22:37+00:00"\nenergy:\n  - file: killed.energy.jsonl\n'
        == (tmp_path / "killed.yaml").read_text()
    )
    assert "killed.yaml still lacks task, samples_before, samples_after" in done.err


def test_a_log_that_its_manifest_names_already_is_no_contradiction(run: Run, tmp_path: Path) -> None:
    """The duration in the manifest is that of the log to the millisecond, as `measure` wrote it."""
    shutil.copy(LOGS / "reportgen" / "finished.energy.jsonl", tmp_path)
    run("import", "finished.energy.jsonl", "-o", "run.yaml")
    before = (tmp_path / "run.yaml").read_bytes()

    assert 0 == run("import", "finished.energy.jsonl", "-o", "run.yaml").code
    assert before == (tmp_path / "run.yaml").read_bytes()
    assert b"  - name: near duplicates\n    removed: " in before


def test_what_was_not_measured_has_no_basis(run: Run, tmp_path: Path) -> None:
    """A counter that nobody might read is not measured, and said to be nothing else."""
    shutil.copytree(LOGS / "carbontracker" / "not_permitted", tmp_path / "logs")

    assert "  device     cpu:0: not measured\n" in run("import", "logs").out


def test_a_value_that_differs_is_a_problem(run: Run, folder: Path) -> None:
    """The manifest says 42 minutes, the record 10 s: the file stays; --duration says which one is meant."""
    (folder / "run.yaml").write_text(FOUR_LINES)
    done = run("import", "logs", "-o", "run.yaml")

    assert (2, "") == (done.code, done.out)
    assert (
        'run.yaml:4: $.duration: is "PT42M", but logs (--duration in its place keeps what is there) says 10.00'
        in done.err
    )
    assert FOUR_LINES == (folder / "run.yaml").read_text()
    assert 0 == run("import", "logs", "-o", "run.yaml", "--duration", "2520").code
    assert FOUR_LINES + "energy:\n  - file: logs\n" == (folder / "run.yaml").read_text()


def test_a_file_outside_the_manifests_folder_is_a_problem(run: Run, tmp_path: Path) -> None:
    """Unless it is allowed, for import and for generate."""
    (tmp_path / "runs").mkdir()
    shutil.copy(LOGS / "codecarbon" / "emissions.csv", tmp_path)
    (tmp_path / "runs" / "run.yaml").write_text(FOUR_LINES)
    call = ("import", "emissions.csv", "-o", "runs/run.yaml", "--duration", "2520")

    assert "emissions.csv: lies outside the folder of runs/run.yaml" in run(*call).err
    assert 0 == run(*call, "--allow-path").code
    refused = run("check", "runs/run.yaml")
    assert (2, "runs/run.yaml:6: $.energy[0].file: lies outside the manifest's folder") == (
        refused.code,
        refused.err.partition(" (")[0],
    )
    assert 0 == run("check", "runs/run.yaml", "--allow-path").code


def test_an_implausible_record_is_exit_code_3(run: Run, tmp_path: Path) -> None:
    """0.41 kWh in 42 minutes is 586 W, and one A100 draws 400 W: import says so, and so does generate."""
    shutil.copy(LOGS / "csv" / "too_much.csv", tmp_path)
    columns = ("--columns", "energy_kwh=kwh,duration_s=seconds,device=board")
    done = run("import", "too_much.csv", *columns, "-o", "run.yaml")
    made = run("generate", "run.yaml", "--task", "detection", "--samples-before", "2", "--samples-after", "1")

    for code, err in ((done.code, done.err), (made.code, made.err)):
        assert 3 == code
        assert "too_much.csv: 0.41 kWh in 2,520 s is 586 W, and the board can draw 400 W" in err


def test_records_of_one_device_at_one_time_are_told(run: Run, folder: Path) -> None:
    """Two tools that watched the same GPUs are not added up."""
    (folder / "copy").mkdir()
    for path in (folder / "logs").iterdir():
        shutil.copy(path, folder / "copy")

    assert "logs and copy: two records of NVIDIA A100-SXM4-40GB 0, at the same time: they are not added up" in (
        run("import", "logs", "copy").err
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("gone.csv",), "gone.csv: there is no such file or folder\n"),
        (("emissions.csv", "--as", "codecabon"), 'is no tool that is known here (did you mean "codecarbon"?)\n'),
        (("emissions.csv", "--as", "zeus"), "emissions.csv:1: the header does not begin with start_time"),
        (("emissions.csv", "--columns", "time"), '--columns: "time" is no NAME=COLUMN'),
        (("emissions.csv", "-o", "run.txt"), "run.txt: the ending does not say how to write a manifest"),
        (("emissions.csv", "-o", "run.yaml", "--samples-before", "many"), "--samples-before: expected a number"),
        (("emissions.csv", "-o", "run.yaml", "--duration", "42m"), "--duration: expected a duration"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    run: Run, folder: Path, arguments: tuple[str, ...], expected: str
) -> None:
    """One line each, exit code 2."""
    before = files_in(folder)
    done = run("import", *arguments)

    assert (2, "") == (done.code, done.out)
    assert expected in done.err
    assert before == files_in(folder)


def test_every_problem_of_several_files_is_said(run: Run, folder: Path) -> None:  # noqa: ARG001
    """Not the first alone; as JSON on demand."""
    done = run("import", "one", "two", "--problems", "json")

    assert ["one", "two"] == [problem["where"] for problem in json.loads(done.err)]


def test_a_failure_writes_nothing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can fail comes before the manifest is written: here the judgement of overlap, which comes last."""

    def failing(_: object) -> None:
        raise OverflowError("too long")

    monkeypatch.setattr("reportgen.energy.overlap.overlaps", failing)
    before = files_in(folder)
    done = run("import", "emissions.csv", "-o", "run.yaml")

    assert (1, "") == (done.code, done.out)
    assert before == files_in(folder)


RUNS = "timestamp, index, power.draw [W]\n" + "".join(
    f"2026/11/21 {hour}:00:{second:02}.000, 0, 100.00 W\n" for hour in (20, 21) for second in range(0, 37, 4)
)


def test_each_run_of_a_log_is_a_record(run: Run, folder: Path) -> None:
    """Two runs of 36 s at 100 W an hour apart: 1 Wh each, and --run takes one of them."""
    (folder / "gpu.csv").write_text(RUNS)
    both, second = (json.loads(run("import", "--json", "gpu.csv", *more).out) for more in ((), ("--run", "2")))

    assert [0.001, 0.001] == [record["energy_kwh"] for record in both]
    assert ["2026-11-21T20:00:00", "2026-11-21T21:00:00"] == [record["started_at"] for record in both]
    assert second == both[1:]


def test_a_run_that_was_taken_stays_in_the_manifest(run: Run, folder: Path) -> None:
    """The manifest names it, and the report counts its 1 Wh alone; without it both are counted."""
    (folder / "gpu.csv").write_text(RUNS)
    flags = ("--task", "detection", "--samples-before", "10", "--samples-after", "5")
    run("import", "gpu.csv", "--run", "1", "-o", "one.yaml", *flags)
    run("import", "gpu.csv", "-o", "both.yaml", *flags, "--duration", "72")

    assert "  - file: gpu.csv\n    run: 1\n" in (folder / "one.yaml").read_text()
    for name, expected_kwh in (("one", 0.001), ("both", 0.002)):
        assert 0 == run("generate", f"{name}.yaml", "--format", "json", "-o", name).code
        figures = json.loads((folder / name / "report.json").read_text())["figures"]
        assert expected_kwh == pytest.approx(figures["filtering_energy"]["value"])


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "123456"])
def test_a_run_is_a_whole_number(run: Run, folder: Path, text: str) -> None:  # noqa: ARG001
    """Counted from 1."""
    done = run("import", "emissions.csv", "--run", text)

    assert 2 == done.code
    assert f'--run: "{text}" is no number of a run (a whole number from 1)' in done.err


IN_TURN = "timestamp, power.draw [W]\n" + "".join(
    f"2026/11/21 20:00:{second:02}.{place:03}, 100.00 W\n" for second in range(37) for place in range(4)
)


def test_devices_in_turn_are_doubted_until_somebody_says_how_many(run: Run, folder: Path) -> None:
    """Four at 100 W for 36 s are 4 Wh: exit code 3 with both readings, 0 with devices=4, which the manifest keeps."""
    (folder / "gpu.csv").write_text(IN_TURN)
    doubted = run("import", "gpu.csv")
    settled = run("import", "gpu.csv", "--columns", "devices=4", "-o", "run.yaml")

    assert (3, 0) == (doubted.code, settled.code)
    assert "the rows are of 4 devices in turn, 0.004 kWh in all; of one device they are 0.001 kWh: say" in doubted.err
    assert "energy     4.00 Wh, measured\n" in settled.out
    assert "in turn" not in settled.err
    assert "    columns: {devices: 4}\n" in (folder / "run.yaml").read_text()


def test_a_manifest_says_how_many_devices_there_are(run: Run, folder: Path) -> None:
    """As a number, without quotes."""
    (folder / "gpu.csv").write_text(IN_TURN)
    (folder / "run.yaml").write_text(
        "task: detection\nsamples_before: 10\nsamples_after: 5\nduration: 36\n"
        "energy: [{file: gpu.csv, columns: {devices: 4}}]\n"
    )

    assert 0 == run("generate", "run.yaml", "--format", "json", "-o", "out").code
    figures = json.loads((folder / "out" / "report.json").read_text())["figures"]
    assert 0.004 == pytest.approx(figures["filtering_energy"]["value"])


def test_the_range_says_what_it_is_of(run: Run, folder: Path) -> None:
    """Sampling alone, or the rows that were lost too."""
    (folder / "gpu.csv").write_text(RUNS)
    (folder / "odd.csv").write_text(RUNS.replace("100.00", "101.00").replace("20:00:08.000, 0, 101.00 W", "x", 1))

    assert "to 1.00 Wh, by sampling alone\n" in run("import", "gpu.csv").out
    assert ", by sampling and the rows that were lost\n" in run("import", "odd.csv").out


def test_the_decimal_sign_of_a_log_is_said(run: Run, tmp_path: Path) -> None:
    """`1.500` kWh is a problem, and by --decimal 1,500; the manifest does not keep it, and that is said."""
    (tmp_path / "log.csv").write_text("kwh;s\n1.500;36000000\n")
    columns = ("--columns", "energy_kwh=kwh,duration_s=s")

    assert (2, True) == ((done := run("import", "log.csv", *columns)).code, "--decimal point or comma" in done.err)
    assert "1.50 MWh" in run("import", "log.csv", *columns, "--decimal", "comma").out
    assert "1.50 kWh" in run("import", "log.csv", *columns, "--decimal", "point").out
    done = run("import", "log.csv", *columns, "--decimal", "comma", "-o", "run.yaml")
    assert "run.yaml does not say the decimal sign: say --decimal comma to generate and check too\n" in done.err


def test_the_decimal_sign_is_only_said_where_it_is_needed(run: Run, tmp_path: Path) -> None:
    """`1,5` kWh proves its own sign, so that generate reads the record as import did."""
    (tmp_path / "log.csv").write_text("kwh;s\n1,5;36000\n")
    columns = ("--columns", "energy_kwh=kwh,duration_s=s")

    done = run("import", "log.csv", *columns, "--decimal", "comma", "-o", "run.yaml")
    assert "1.50 kWh" in done.out
    assert "decimal" not in done.err


def test_a_duration_of_the_call_that_contradicts_the_manifest(run: Run, folder: Path) -> None:
    """It is named as the call's, and not as one that the call could replace."""
    (folder / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    done = run("import", "logs", "-o", "run.yaml", "--duration", "10s")
    assert 2 == done.code
    assert '$.duration: is "PT42M", but --duration says 10' in done.err


def test_of_two_records_the_one_that_knows_better_counts() -> None:
    """What differs is said, but for stages, which only a filter has more than one of."""
    kept = {"duration": Decimal(5), "samples_before": 9, "stages": [1]}
    other = {"duration": Decimal(6), "samples_before": 9, "stages": [2], "samples_after": 3}
    assert ["duration: 5 is taken, and not 6 of the other record"] == _agreed(kept, other)
    assert {"samples_after": 3} == other


def test_a_column_may_have_a_name_with_a_sign_of_equality() -> None:
    """What stands before the first one is our name of it."""
    assert {"power_w": "watts=gpu", "time": "t"} == _columns("power_w = watts=gpu, time=t")
