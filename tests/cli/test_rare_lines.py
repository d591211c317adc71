"""Lines that few calls bring about: each on a call that brings it about, and on a close one that must not."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest

from reportgen.audit.compare import Changed, Comparison, Side
from reportgen.cli import apc, compare, count
from reportgen.cli.outputs import say_written, write_one, written
from reportgen.files.writing import WriteError
from tests.cli.running import FOUR_FLAGS, Run

RUNS = "timestamp,duration,emissions,energy_consumed,run_id,tracking_mode,cpu_energy,cpu_model\n"


def of_machine(run: str, time: str) -> str:
    """CodeCarbon's file of nine seconds of a machine that ended at this time."""
    return f"{RUNS}2026-11-21T20:17:{time},9,1,0.00001,{run},machine,0.00001,Xeon\n"


@pytest.mark.parametrize(
    ("time", "gpu", "lost"),
    [
        ("45", False, " (4 s of it lie outside the other: in no sum)"),
        ("41", False, ""),
        ("37", False, " (4 s of it lie outside the other: in no sum)"),
        ("45", True, " (4 s of it lie outside the other; it alone has 1 x A100: in no sum)"),
    ],
)
def test_what_is_lost_with_a_record_that_is_left_out_is_said(
    run: Run, tmp_path: Path, time: str, gpu: bool, lost: str
) -> None:
    """Of two records of one machine four seconds apart those seconds and its own GPU; of one time nothing."""
    head, row = of_machine("b", time).splitlines()
    more = (",gpu_energy,gpu_count,gpu_model", ",0.00001,1,1 x A100") if gpu else ("", "")
    (tmp_path / "a.csv").write_text(of_machine("a", "41"))
    (tmp_path / "b.csv").write_text(f"{head}{more[0]}\n{row}{more[1]}\n")
    done = run("import", "a.csv", "b.csv")
    assert 0 == done.code
    assert f"at the same time: they are not added up, and b.csv is left out{lost}\n" in done.err


@pytest.mark.parametrize(("step", "said"), [("0.3", True), ("0.5", False), ("1", False)])
def test_a_last_cell_that_reaches_beyond_all_accuracy_is_said(run: Run, tmp_path: Path, step: str, said: bool) -> None:
    """Three steps of 0.3 end at 0.9 and the fourth at 1.2; two of 0.5 end at 1."""
    (tmp_path / "t.csv").write_text("time_s,accuracy,consumption_wh\n60,0.5,3\n120,0.6,3\n")
    done = run("apc", "--checkpoints", "t.csv", "--accuracy-step", step)
    assert 0 == done.code, done.err
    assert said == ("1 is no whole number of accuracy steps: the last cell reaches beyond it" in done.err)


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ("19ms", "'19ms' is out of reach: from 20ms to 3600s"),
        ("3600.1s", "'3600.1s' is out of reach: from 20ms to 3600s"),
        ("3:00", "'3:00' is no interval, such as 1s or 500ms"),
        ("1,5s", "'1,5s' is no interval, such as 1s or 500ms"),
    ],
)
def test_an_interval_that_nothing_is_sampled_at_is_refused(run: Run, interval: str, said: str) -> None:
    """Shorter than 20 ms, longer than an hour, or no time in seconds; the command is not started."""
    done = run("measure", "--interval", interval, "--", "false")
    assert (125, True) == (done.code, said in done.err)


@pytest.mark.parametrize("name", ["..", "/"])
def test_a_folder_is_no_name_of_a_file(tmp_path: Path, name: str) -> None:
    """What is to be written needs a name."""
    with pytest.raises(WriteError) as refused:
        write_one(tmp_path / name, b"x")
    assert f"{tmp_path / name}: is no name of a file" == str(refused.value)


def test_where_nothing_can_be_said_the_files_that_are_written_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk behind standard output: its error names each file; without a file it stays as it is."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(click, "echo", full)
    with pytest.raises(OSError, match=r"No space left on device; written: a\.json, b\.html$") as raised:
        say_written("a.json", Path("b.html"))
    assert 28 == raised.value.errno
    with pytest.raises(OSError, match=r"No space left on device$") as raised, written([]):
        full()
    assert "written" not in str(raised.value)


def test_an_import_that_writes_nothing_names_no_file_where_nothing_can_be_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk behind standard output, without -o: the system's words and no more."""
    (tmp_path / "a.csv").write_text(of_machine("a", "41"))
    echo = click.echo

    def full(text: object = None, *, err: bool = False, **more: Any) -> None:
        if not err:
            raise OSError(28, "No space left on device")
        echo(text, err=err, **more)

    monkeypatch.setattr(click, "echo", full)
    done = run("import", "a.csv")
    system = "[Errno 28] No space left on device"
    assert (1, f"reportgen: failed, because the system refuses: {system}\n") == (done.code, done.err)


DIFFERS = Changed("key", "", Side(), Side(), None, None, ())
WITHHELD = "confidential in both (compare the reports for audience internal)"


@pytest.mark.parametrize(
    ("inputs", "results", "withheld", "said"),
    [
        (1, 1, 0, "1 input and 1 result differ"),
        (0, 2, 0, "0 inputs and 2 results differ"),
        (0, 0, 1, f"no difference; not compared: 1 figure that is {WITHHELD}"),
        (2, 0, 2, f"2 inputs and 0 results differ; not compared: 2 figures that are {WITHHELD}"),
    ],
)
def test_how_many_figures_differ_or_are_not_compared(inputs: int, results: int, withheld: int, said: str) -> None:
    """One of each kind, and other numbers."""
    assert said == compare._head(Comparison((DIFFERS,) * inputs, (DIFFERS,) * results, withheld))


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("0.123456789012", "kWh", "0.123456789012 kWh"),
        ("1.234567890123", "1", "1.234568"),
    ],
)
def test_a_value_of_more_than_twelve_digits_is_compared_by_seven(value: str, unit: str, shown: str) -> None:
    """A person cannot compare more; of no unit nothing stands behind the number."""
    assert shown == compare._value(Side(Decimal(value), unit)).replace("\u00a0", " ")


ENERGIES = "subset,acc,energy (kWh)\n"
CALL = ("training", "t.csv", "--group", "subset", "--energy", "energy (kWh)", "--accuracy", "acc")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,,1\nb,0.6,2\n", "acc: not known on both sides; 1 run against 1 run"),
        ("a,0.6,1\nb,,2\n", "acc: not known on both sides; 1 run against 1 run"),
        ("a,0.5,1\nb,0.6,2\n", "acc: 0.100 lower, too few runs for a verdict; 1 run against 1 run"),
        ("a,0.6,1\nb,0.6,2\n", "acc: no difference of medians, too few runs for a verdict; 1 run against 1 run"),
        ("a,0.7,1\nb,0.6,2\n", "acc: 0.100 higher, too few runs for a verdict; 1 run against 1 run"),
    ],
)
def test_what_accuracy_a_saving_costs_is_said_or_not_known(run: Run, tmp_path: Path, rows: str, said: str) -> None:
    """Of a side without accuracy nothing is said to be lost or gained."""
    (tmp_path / "t.csv").write_text(ENERGIES + rows)
    assert f"  {said}\n" in run(*CALL).out


@pytest.mark.parametrize(
    ("kwh", "said"), [(9, "1 run left out as outliers (iqr:1.5)"), (1, "0 runs left out as outliers")]
)
def test_how_many_outliers_were_left_out_is_said(run: Run, tmp_path: Path, kwh: int, said: str) -> None:
    """Of five runs one that takes nine times as much lies outside; with all alike none does."""
    rows = [f"a,0.{number},1\n" for number in range(5, 9)]
    (tmp_path / "t.csv").write_text(ENERGIES + "".join(rows) + f"a,0.9,{kwh}\n")
    assert said in run(*CALL, "--outliers", "iqr:1.5").out
    assert "left out as outliers" not in run(*CALL).out


@pytest.mark.parametrize("step", ["accuracy", "energy", "cost"])
def test_a_step_of_zero_makes_no_cells(run: Run, tmp_path: Path, step: str) -> None:
    """Each of the three is above zero."""
    (tmp_path / "t.csv").write_text("time_s,accuracy,consumption_wh,cost\n60,0.5,3,1\n")
    done = run("apc", "--checkpoints", "t.csv", f"--{step}-step", "0")
    assert (2, True) == (done.code, "0 is too small: above 0" in done.err)


@pytest.mark.parametrize(
    ("time", "zone"), [("2026-11-21T20:17:41+00:00", "+00:00"), ("2026-11-21T20:17:41", " (no zone)")]
)
def test_a_start_says_whether_its_zone_is_known(run: Run, tmp_path: Path, time: str, zone: str) -> None:
    """A time with its offset is one everywhere, and one without is not."""
    (tmp_path / "t.csv").write_text(f"t,p\n{time},100\n{time.replace('41', '51')},100\n")
    done = run("import", "t.csv", "--columns", "time=t,power_w=p")
    assert f"  started    2026-11-21 20:17:41{zone}\n" in done.out


def test_a_table_of_runs_is_called_as_the_user_calls_it(run: Run, tmp_path: Path) -> None:
    """By its path from the working directory, in what is printed and in what is wrong with it."""
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "t.csv").write_text(ENERGIES + "a,0.5,1\nb,0.6,2\n")
    call = ("training", "study/t.csv", *CALL[2:])
    assert run(*call).out.startswith("study/t.csv: 2 runs in 2 groups\n")
    assert run(*call, "--where", "subset=c").err.startswith('study/t.csv: no run has "c" as subset')


@pytest.mark.parametrize(("sign", "unit"), [("comma", "kWh"), ("point", "MWh")])
def test_the_decimal_sign_that_is_said_counts(run: Run, tmp_path: Path, sign: str, unit: str) -> None:
    """No cell proves what 1,500 is: one and a half, or one thousand and five hundred."""
    (tmp_path / "t.csv").write_text("subset;acc;energy (kWh)\na;0;1,500\nb;0;1,500\n")
    done = run(*CALL, "--decimal", sign)
    assert (0, True) == (done.code, f"energy, {unit}" in done.out)
    assert 6 == done.out.count("1.50")  # of two groups the median and both quartiles


@pytest.mark.parametrize(("rule", "said"), [('tier_rule = "reached"\n', " for all units"), ("", "")])
def test_the_list_of_prices_says_whose_price_a_tier_is(run: Run, tmp_path: Path, rule: str, said: str) -> None:
    """Of tiers that are reached every unit has the last one's price; of others each has its own."""
    row = f'currency = "EUR"\n[[prices]]\ntask = "boats"\n{rule}tiers = [{{price = 2, up_to = 5}}, {{price = 1}}]\n'
    (tmp_path / "t.toml").write_text(row)
    done = run("costs", "show", "--costs", "t.toml", "--task", "boats")
    assert f"2 to 5, 1 beyond EUR/sample{said}  " in done.out


@pytest.mark.parametrize(("told", "day"), [(("--issued", "2026-07-03"), "2026-07-03"), ((), None)])
def test_the_day_of_issue_of_the_call_reaches_the_report(
    run: Run, tmp_path: Path, told: tuple[str, ...], day: str
) -> None:
    """Without one the report has no day, as nobody gave one."""
    assert 0 == run("generate", *FOUR_FLAGS, *told, "--format", "json").code
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (day, day) == (report["manifest"].get("issued"), report["reading"].get("issued"))


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("", "two records of device, at the same time: they are not added up, and b.csv is left out"),
        ("Z", "two records of device, perhaps at the same time: a clock says no zone, or a record names no device; "),
    ],
)
def test_what_is_perhaps_at_the_same_time_is_said_and_added_up(run: Run, tmp_path: Path, zone: str, said: str) -> None:
    """Two clocks without a zone are taken for one; beside one in UTC nobody knows what the other shows."""
    for name, end in (("a", zone), ("b", "")):
        text = "t,p\n2026-11-21T20:17:41{0},100\n2026-11-21T20:17:51{0},100\n"
        (tmp_path / f"{name}.csv").write_text(text.format(end))
    done = run("import", "a.csv", "b.csv", "--columns", "time=t,power_w=p")
    assert (0, True) == (done.code, f"reportgen: a.csv and b.csv: {said}" in done.err)


def test_a_picture_has_at_most_so_many_rows(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly as many are drawn, one more is refused, and no row is left out without a word."""
    monkeypatch.setattr(apc, "_MOST_DRAWN", 2)
    for many, code in ((2, 0), (3, 2)):
        (tmp_path / "t.csv").write_text("model,accuracy,consumption\n" + "a,0.9,1\n" * many)
        done = run("apc", "t.csv", "--curves", f"out{many}")
        assert (code, code == 2) == (done.code, "t.csv: more than 2 rows for a picture" in done.err)


def test_scores_beyond_what_is_kept_in_memory_are_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for the last row to be read waits on the disk then."""
    (tmp_path / "t.csv").write_text("model,accuracy,consumption\nnaïve,0.9,1\n", encoding="utf-8")
    expected = run("apc", "t.csv", "--format", "csv")
    monkeypatch.setattr(apc, "_KEPT_IN_MEMORY", 1)
    assert (0, True, expected.out) == (
        (done := run("apc", "t.csv", "--format", "csv")).code,
        "naïve" in done.out,
        done.out,
    )


@pytest.mark.parametrize(("terminal", "said"), [(True, ["a.csv: 20 so far", "a.csv: 1,234 so far"]), (False, [])])
def test_counting_says_on_a_terminal_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool, said: list[str]
) -> None:
    """Once a second, and nothing into a file."""
    times = iter((0.0, 0.9, 1.0, 1.0, 1.9, 2.0, 2.0) if terminal else (0.0,))
    monkeypatch.setattr("reportgen.cli.count.time.monotonic", lambda: next(times))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    tell = count._teller("a.csv")
    for done in (10, 20, 30, 1234):
        tell(done)
    assert [f"reportgen: {line}" for line in said] == capsys.readouterr().err.splitlines()


def test_a_file_named_through_a_link_is_named_from_the_manifests_folder(run: Run, tmp_path: Path) -> None:
    """The link leads into the folder, so that the manifest names what is beside it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "a.csv").write_text(of_machine("a", "41"))
    assert 0 == run("import", tmp_path / "link" / "a.csv", "-o", "real/run.yaml").code
    assert "file: a.csv\n" in (tmp_path / "real" / "run.yaml").read_text()
