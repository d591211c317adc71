"""Slurm's accounting, held against joules and seconds worked by hand."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import slurm
from tests.energy.importers.sources import joules, only, problem, sample, written

AGAIN = "write it with: sacct -P -j JOBID -o JobID,State,Start,End,ElapsedRaw,ConsumedEnergyRaw"
HEADER = "JobID|State|Elapsed|ElapsedRaw|ConsumedEnergy|ConsumedEnergyRaw\n"


def test_a_job_is_its_own_row_and_not_the_sum_of_its_steps() -> None:
    """The job drew 1,080,000 J = 0.3 kWh in 42 minutes; .batch, .extern and step 0 are parts of that."""
    source = sample("slurm", "sacct_parsable.psv")

    record = slurm.extract(source)[0]

    assert slurm.identify(source)
    assert Decimal("0.3") == record.energy_kwh
    assert 2520 == record.duration_s
    (nodes,) = record.devices
    assert ("machine", Decimal("0.3"), "node sensor") == (nodes.kind, nodes.energy_kwh, nodes.method)
    assert "sacct's row of the job" == record.method
    assert ["batch", "extern", "0"] == [stage.name for stage in record.stages]
    assert [1_071_234, 1_080_000, 810_000] == [joules(stage.energy_kwh) for stage in record.stages]
    assert datetime(2026, 3, 2, 9, 15) == record.started_at
    assert not record.zone_known
    assert any("whole nodes" in warning for warning in record.warnings)


def test_several_jobs_are_several_records_and_zero_is_not_measured() -> None:
    """The second job has 0 J: no sensor, so no energy."""
    records = slurm.extract(sample("slurm", "sacct_parsable.psv"))

    assert [Decimal("0.3"), None] == [record.energy_kwh for record in records]
    assert any("not measured" in warning for warning in records[1].warnings)


def test_sacct_in_columns() -> None:
    """1.08M is 1,080,000 J, and a day, two hours, three minutes and four seconds are 93,784 s."""
    source = sample("slurm", "sacct_columns.txt")

    record = only(slurm.extract(source))

    assert slurm.identify(source)
    assert Decimal("0.3") == record.energy_kwh
    assert 93_784 == record.duration_s
    assert ["batch", "extern"] == [stage.name for stage in record.stages]


@pytest.mark.parametrize(
    ("text", "expected_j"),
    [
        ("2442", "2442"),
        ("2.44K", "2440"),
        ("2.44k", "2440"),
        ("1.5M", "1500000"),
        ("3G", "3000000000"),
        ("2T", "2000000000000"),
        ("0.003P", "3000000000000"),
    ],
)
def test_letters_are_thousands(tmp_path: Path, text: str, expected_j: str) -> None:
    """sacct divides by 1,000 for each letter, not by 1,024."""
    record = only(slurm.extract(written(tmp_path, f"JobID|ConsumedEnergy|Elapsed\n7|{text}|00:01:00\n")))

    assert Decimal(expected_j) == joules(record.energy_kwh)
    assert 60 == record.duration_s


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:33", "33"),
        (":33".rjust(40, "0"), "33"),
        ("01:00", "60"),
        ("01:01:01", "3661"),
        ("2-00:00:01", "172801"),
        ("00:01.250", "1.25"),
    ],
)
def test_elapsed_has_days_hours_minutes_and_seconds(tmp_path: Path, text: str, seconds: str) -> None:
    """As far as they are needed, from the right."""
    record = only(slurm.extract(written(tmp_path, f"JobID|ConsumedEnergy|Elapsed\n7|5|{text}\n")))

    assert Decimal(seconds) == record.duration_s


def test_the_raw_column_is_preferred(tmp_path: Path) -> None:
    """2442 J are 2442 J where the other column has rounded them to 2.44K."""
    record = only(slurm.extract(written(tmp_path, HEADER + "7|COMPLETED|00:00:33|33|2.44K|2442\n")))

    assert 2442 == joules(record.energy_kwh)


@pytest.mark.parametrize(
    "text", ["", "0", "nan", "N/A", "16?", "18.45?", *map(str, (2**64 - 1, 2**64 - 2, 2**32 - 1, 2**32 - 2))]
)
def test_no_value_is_not_measured(tmp_path: Path, text: str) -> None:
    """Nothing, zero and Slurm's ways to write "no value" are no energy."""
    record = only(slurm.extract(written(tmp_path, f"JobID|ElapsedRaw|ConsumedEnergyRaw|\n7|33|{text}|\n")))

    assert record.energy_kwh is None
    assert any("not measured" in warning for warning in record.warnings)


def test_extern_stands_in_for_a_job_without_energy(tmp_path: Path) -> None:
    """.extern lasts as long as the job; .batch beside it is not added."""
    text = HEADER + "7|COMPLETED||33||\n7.batch|COMPLETED||33||2416\n7.extern|COMPLETED||33||2442\n"

    record = only(slurm.extract(written(tmp_path, text)))

    assert 2442 == joules(record.energy_kwh)
    assert 33 == record.duration_s
    said = "the job's own row has no energy; the figure is that of .extern, which lasts as long as the job"
    assert said in record.warnings


def test_a_step_whose_name_is_cut_is_known(tmp_path: Path) -> None:
    """In columns sacct ends with + what is too long; a step of the user's own is called as it is."""
    text = HEADER + "7|COMPLETED||33||\n7.batc+|COMPLETED||33||2416\n7.exte+|COMPLETED||33||2442\n"
    record = only(slurm.extract(written(tmp_path, text + "7.ext|COMPLETED||3||5\n7.pre+|COMPLETED||3||6\n")))

    assert 2442 == joules(record.energy_kwh)
    assert ["batch", "extern", "ext", "pre+"] == [stage.name for stage in record.stages]


def test_steps_alone_are_no_sum(tmp_path: Path) -> None:
    """Without the job's row and .extern nothing says what the job drew."""
    record = only(slurm.extract(written(tmp_path, HEADER + "7.batch|COMPLETED||33||2416\n7.0|COMPLETED||30||2000\n")))

    assert record.energy_kwh is None
    assert [2416, 2000] == [joules(stage.energy_kwh) for stage in record.stages]


def test_array_tasks_and_requeued_jobs_are_jobs_of_their_own(tmp_path: Path) -> None:
    """7_1 and 7_2 are two jobs, and 8, which ran twice, counts twice."""
    text = HEADER + "7_1|COMPLETED||9||10\n7_2|COMPLETED||9||20\n8|REQUEUED||9||30\n8|COMPLETED||9||40\n"

    records = slurm.extract(written(tmp_path, text))

    assert [10, 20, 30, 40] == [joules(record.energy_kwh) for record in records]


def test_a_running_job_says_so(tmp_path: Path) -> None:
    """Its figure still grows."""
    record = only(slurm.extract(written(tmp_path, HEADER + "7|RUNNING|00:00:33|33||100\n")))

    assert any("still running" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: there is no job in the file"),
        (HEADER, "record: there is no job in the file"),
        (HEADER + "7|COMPLETED|00:0", "record:2: the line has 3 cells, the header 6"),
        (HEADER + "7|COMPLETED||33||24x2\n", "record:2: ConsumedEnergy is '24x2', which is no number of joules"),
        (HEADER + "7|COMPLETED||33||-5\n", "record:2: ConsumedEnergy is '-5'"),
        (HEADER + "7|COMPLETED||33||1e5\n", "record:2: ConsumedEnergy is '1e5'"),
        (HEADER + "7|COMPLETED||315360001||5\n", "record:2: ElapsedRaw is 315360001 s, longer than ten years"),
        (HEADER + "7|COMPLETED|4000-00:00:00|||5\n", "record:2: Elapsed is 345600000 s, longer than ten years"),
        (HEADER + "|COMPLETED||33||5\n", "record:2: the job has no JobID"),
        (HEADER + f"7|COMPLETED|{':33'.rjust(41, '0')}||5|5\n", f"record:2: Elapsed is '{':33'.rjust(41, '0')}', not"),
        (HEADER + f"7|COMPLETED|{'9' * 31}:00||5|5\n", f"record:2: Elapsed is '{'9' * 31}', which is beyond what"),
        (
            "JobID|Start|End|ConsumedEnergyRaw\n7|2003-10-24T01:00:00|2023-10-24T01:00:00|5\n",
            "record:2: End less Start is 631152000 s, longer than ten years",
        ),
        (
            "JobID|AllocTRES|ElapsedRaw\n7|energy=x|9\n",
            "record:2: the energy in AllocTRES is 'x', which is no number of",
        ),
        (HEADER + "7|COMPLETED|1 day||5|5\n", "record:2: Elapsed is '1 day', not [D-]HH:MM:SS"),
        ("JobID|Elapsed\n7|00:00:33\n", "record: the columns JobID and ConsumedEnergyRaw are missing"),
        (HEADER.encode() + b"7|\xff||33||5\n", "record:2: the byte 0xFF here is not UTF-8"),
        ("JobID ConsumedEnergyRaw\n7 5\n", "record:2: the line of dashes below the header is missing"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(slurm.extract, written(tmp_path, content)).startswith(expected)


def test_a_number_of_joules_beyond_what_is_computed_is_named_by_its_column(tmp_path: Path) -> None:
    """It is a number of joules, and no reading."""
    told = problem(slurm.extract, written(tmp_path, f"{HEADER}7|COMPLETED||33||{'9' * 31}\n"))
    assert told.startswith(f"record:2: ConsumedEnergy is '{'9' * 31}', which is beyond what is computed here")


def test_columns_may_have_their_header_again_and_blank_lines(tmp_path: Path) -> None:
    """Two lists in one file: jobs of 10 J and 20 J, and no line that is damaged."""
    text = "JobID    ConsumedEnergyRaw\n-------- -----------------\n"
    text = f"\n{text}7                       10\n\n{text}8                       20\n"
    records = slurm.extract(written(tmp_path, text))

    assert [10, 20] == [joules(record.energy_kwh) for record in records]
    assert not any("rows" in warning for record in records for warning in record.warnings)


def test_utf_16_is_read(tmp_path: Path) -> None:
    """A shell on Windows writes UTF-16 with its mark."""
    content = ("\ufeff" + HEADER + "7|COMPLETED||33||2442\n").encode("utf-16-le")

    assert 2442 == joules(only(slurm.extract(written(tmp_path, content))).energy_kwh)


@pytest.mark.parametrize("text", ["JobID|State\n1|COMPLETED\n", "timestamp,power_w\n1,2\n", ""])
def test_other_files_are_not_slurms(tmp_path: Path, text: str) -> None:
    """Without job and energy a table is somebody else's."""
    assert not slurm.identify(written(tmp_path, text))


ENERGY = "ConsumedEnergyRaw"


@pytest.mark.parametrize(
    "header",
    [
        *(f"{name}|{ENERGY}" for name in ("JobID", "JobIDRaw", "JobName", "State", "Start", "End", "ElapsedRaw")),
        *(f"{name}|{ENERGY}" for name in ("Elapsed", "NNodes", "AllocNodes", "NodeList", "TRESUsageInTot")),
        "JobID|ConsumedEnergy",
        "State|AllocTRES",
    ],
)
def test_a_list_is_known_by_its_energy_and_one_more_column(tmp_path: Path, header: str) -> None:
    """Whatever -o named beside it."""
    assert slurm.identify(written(tmp_path, f"{header}\n"))


@pytest.mark.parametrize(
    "column",
    ["JobName", "Comment", "AdminComment", "SystemComment", "SubmitLine", "WorkDir", "Reason", "WCKey", "Extra"],
)
@pytest.mark.parametrize("cell", ["a|b", '"a'])
def test_a_text_may_hold_any_sign(tmp_path: Path, column: str, cell: str) -> None:
    """The sign between cells, and a quote, which sacct never writes about a cell."""
    text = f"JobID|{column}|ElapsedRaw|ConsumedEnergyRaw\n7|{cell}|9|5\n8|x|9|6\n"
    records = slurm.extract(written(tmp_path, text))

    assert [5, 6] == [joules(record.energy_kwh) for record in records]
    assert not any(record.at_least for record in records)


def test_a_name_may_hold_the_sign_between_cells() -> None:
    """`grep a|b` is one name: two jobs of 60,000 J each."""
    records = slurm.extract(sample("slurm", "sacct_pipe_in_name.psv"))

    assert [60_000, 60_000] == [joules(record.energy_kwh) for record in records]
    assert [60, 60] == [record.duration_s for record in records]
    assert not any(record.at_least for record in records)


def test_the_energy_among_the_resources() -> None:
    """TRESUsageInTot of the batch step holds 101,630 J; the job's own row has none."""
    source = sample("slurm", "sacct_tres.psv")
    record = only(slurm.extract(source))

    assert slurm.identify(source)
    assert (Decimal(101_630), Decimal(122)) == (joules(record.energy_kwh), record.duration_s)
    assert any("that of .batch" in warning for warning in record.warnings)
    assert not record.at_least


@pytest.mark.parametrize(("nodes", "at_least"), [("1", False), ("2", True), ("", False)])
def test_a_batch_step_is_of_the_first_node(tmp_path: Path, nodes: str, at_least: bool) -> None:
    """Of two nodes it holds one, so that the job drew at least as much."""
    text = f"JobID|NNodes|ElapsedRaw|ConsumedEnergyRaw\n7|{nodes}|9|\n7.batch|1|9|50\n"
    record = only(slurm.extract(written(tmp_path, text)))

    assert (Decimal(50), at_least, None) == (joules(record.energy_kwh), record.at_least, record.high_kwh)
    assert (record.energy_kwh if at_least else None) == record.low_kwh


@pytest.mark.parametrize(
    ("cell", "expected_j"),
    [
        ("billing=4,cpu=4,energy=2442,node=1", 2442),
        ("energy=2442", 2442),
        ("cpu=4,energy=2.442K", 2442),
        ("cpu=4,energy=18446744073709551614,node=1", None),
        ("cpu=4,node=1", None),
        ("gres/energy=7,cpu=1", None),
    ],
)
def test_alloc_tres(tmp_path: Path, cell: str, expected_j: int | None) -> None:
    """Its energy is in J, and 2^64 - 2 is no value."""
    record = only(slurm.extract(written(tmp_path, f"JobID|AllocTRES|ElapsedRaw\n7|{cell}|9\n")))

    assert expected_j == (None if record.energy_kwh is None else joules(record.energy_kwh))


@pytest.mark.parametrize(
    ("columns", "cells", "nodes"),
    [
        ("NNodes", "4", 4),
        ("AllocNodes", "3", 3),
        ("AllocTRES", "cpu=8,node=2", 2),
        ("NodeList", "nid[001234-001237,001240]", 5),
        ("NodeList", "n1,n2,login[1-3]", 5),
        ("NodeList", "rack[1-2]n[1-4]", 8),
        ("NodeList", "None assigned", None),
        ("NodeList", "nid[0012+", None),
        ("NNodes", "many", None),
        ("NNodes", "0", None),
    ],
)
def test_nodes_are_counted(tmp_path: Path, columns: str, cells: str, nodes: int | None) -> None:
    """In whichever column they stand."""
    record = only(slurm.extract(written(tmp_path, f"JobID|{columns}|ConsumedEnergyRaw\n7|{cells}|5\n")))

    assert nodes == record.nodes


def test_a_shifted_row_in_columns_is_no_row(tmp_path: Path) -> None:
    """1.08M shifted by one column would be 1.08 J; .extern has the 1,080,000 J too."""
    text = "JobID           JobName      State    Elapsed ConsumedEnergy \n"
    text += "------------ ---------- ---------- ---------- -------------- \n"
    text += " 4711         near-dupl+  COMPLETED 1-02:03:04          1.08M \n"
    text += "4711.batch        batch  COMPLETED 1-02:03:04          1.07M \n"
    text += "4711.extern      extern  COMPLETED 1-02:03:04          1.08M \n"
    record = only(slurm.extract(written(tmp_path, text)))

    assert (Decimal("0.3"), True) == (record.energy_kwh, record.at_least)
    assert (
        "1 of 3 rows has no energy (line 3: '+ D 4 M' stands outside the columns): it is in no sum" in record.warnings
    )
    assert problem(slurm.extract, written(tmp_path, "\n".join(text.split("\n")[:3]))).startswith("record:3: '+ D 4 M'")


@pytest.mark.parametrize("odd", ["7|COMPLETED|x", "7|COMPLETED||33||-5", "7|COMPLETED||33||5|6", "\0"])
def test_one_odd_row_costs_itself(tmp_path: Path, odd: str) -> None:
    """The jobs of 10 J and 20 J are there."""
    text = HEADER + "6|COMPLETED||9||10\n" + odd + "\n8|COMPLETED||9||20\n"
    records = slurm.extract(written(tmp_path, text))

    assert [10, 20] == [joules(record.energy_kwh) for record in records]
    assert all(record.at_least and record.high_kwh is None for record in records)
    assert all(any("1 of 3 rows has no energy (line 3: " in it for it in record.warnings) for record in records)


def test_a_counter_that_ran_below_zero_is_no_reading(tmp_path: Path) -> None:
    """2^64 mJ are more than any computer draws in ten years: the row costs itself, and the job of 9 GJ stays."""
    text = HEADER + "7|COMPLETED||600||18446744073709551\n8|COMPLETED||600||9000000000\n"
    record = only(slurm.extract(written(tmp_path, text)))
    said = "ConsumedEnergy is 18446744073709551 J, more than any computer draws in ten years"

    assert (Decimal(9_000_000_000), True) == (joules(record.energy_kwh), record.at_least)
    assert f"1 of 2 rows has no energy (line 2: {said}): it is in no sum" in record.warnings
    assert problem(slurm.extract, written(tmp_path, "\n".join(text.split("\n")[:2]))).startswith(f"record:2: {said}")


@pytest.mark.parametrize(("cell", "expected_j"), [("10P", 10**16), ("10.0000001P", None), ("18.45E", None)])
def test_the_most_that_is_a_reading(tmp_path: Path, cell: str, expected_j: int | None) -> None:
    """10^16 J, which are 30 MW for ten years, are read; more is none."""
    text = "JobID|State|Elapsed|ConsumedEnergy\n6|COMPLETED|00:00:09|10\n7|COMPLETED|00:10:00|" + cell + "\n"
    records = slurm.extract(written(tmp_path, text))

    assert [10, *([expected_j] if expected_j else [])] == [joules(record.energy_kwh) for record in records]


def test_columns_with_an_impossible_row(tmp_path: Path) -> None:
    """The job of 1,500,000 J is 0.4167 kWh in an hour, at least; the last one was not measured."""
    text = """\
JobID         Partition               Start                 End ConsumedEnergyRaw
------------ ---------- ------------------- ------------------- -----------------
4500001        standard 2023-10-24T01:00:00 2023-10-24T02:00:00           1500000
4500002           small 2023-10-24T01:00:00 2023-10-24T01:10:00 18446744073709551
4500003        standard 2023-10-29T02:30:00 2023-10-29T02:30:00                 0
"""
    measured, unmeasured = slurm.extract(written(tmp_path, text))

    assert (Decimal(1_500_000), Decimal(3600), True) == (
        joules(measured.energy_kwh),
        measured.duration_s,
        measured.at_least,
    )
    assert (None, None) == (unmeasured.energy_kwh, unmeasured.duration_s)


def test_the_duration_is_that_from_start_to_end(tmp_path: Path) -> None:
    """An hour where no other column says how long it took; a job that has not ended has none."""
    text = "JobID|Start|End|ConsumedEnergyRaw\n7|2023-10-24T01:00:00|2023-10-24T02:00:00|1500000\n"
    text += "8|2023-10-24T01:00:00|Unknown|5\n9|2023-10-24T01:00:00|24.10.2023|5\n"
    records = slurm.extract(written(tmp_path, text))

    assert [3600, None, None] == [record.duration_s for record in records]
    said = "the duration is that from Start to End: it is an hour off where the clock was changed between them"
    assert [True, False, False] == [said in record.warnings for record in records]
    assert [False, False, True] == [any("cannot be read" in it for it in record.warnings) for record in records]


def test_without_job_ids_each_row_is_a_job(tmp_path: Path) -> None:
    """A list made with -X has no steps; that this is taken for granted is said."""
    source = written(tmp_path, "JobName|ElapsedRaw|ConsumedEnergyRaw\ntrain|9|10\ntrain|9|20\n")
    records = slurm.extract(source)

    assert slurm.identify(source)
    assert [10, 20] == [joules(record.energy_kwh) for record in records]
    said = "without JobID each row is taken for a job: if the list was made without -X, steps are counted beside their "
    assert all(f"{said}jobs" in record.warnings for record in records)
    assert [("nodes of job of line 2", None), ("nodes of job of line 3", None)] == [
        (device.name, device.identity.job) for record in records for device in record.devices
    ]


@pytest.mark.parametrize("step", ["batch", "extern", "interactive"])
def test_without_job_ids_slurms_own_steps_are_known_by_their_names(tmp_path: Path, step: str) -> None:
    """The job of 10 J has one."""
    source = written(tmp_path, f"JobName|ElapsedRaw|ConsumedEnergyRaw\ntrain|9|10\n{step}|9|7\n")
    record = only(slurm.extract(source))

    assert 10 == joules(record.energy_kwh)
    assert [step] == [stage.name for stage in record.stages]


@pytest.mark.parametrize("column", ["Partition", "User"])
def test_without_job_ids_steps_are_known_by_a_blank_column(tmp_path: Path, column: str) -> None:
    """Two jobs of 10 J and 20 J, and nothing is counted twice; a step may lack even its name."""
    text = f"JobName|{column}|ElapsedRaw|ConsumedEnergyRaw\n"
    text += "train|gpu|9|10\nbatch||9|9\nextern||9|10\n||8|8\ntrain|gpu|9|20\nbatch||9|19\n"
    records = slurm.extract(written(tmp_path, text))

    assert [10, 20] == [joules(record.energy_kwh) for record in records]
    assert [["batch", "extern", "?"], ["batch"]] == [[stage.name for stage in record.stages] for record in records]


def test_without_job_ids_steps_that_cannot_be_told_are_refused(tmp_path: Path) -> None:
    """After .batch a row of another name may be a step or the next job."""
    text = "JobName|ElapsedRaw|ConsumedEnergyRaw\ntrain|9|10\nbatch|9|9\npython|8|8\n"

    said = "record:4: without JobID nobody can tell whether this is a job or a step of one"
    assert f"{said} ({AGAIN})" == problem(slurm.extract, written(tmp_path, text))


def test_sacct_as_json() -> None:
    """101,630 J in 122 s of a job whose steps say what they drew; a second one still runs on two nodes."""
    source = sample("slurm", "sacct.json")
    ended, running = slurm.extract(source)

    assert slurm.identify(source)
    assert (Decimal(101_630), Decimal(122), 1) == (joules(ended.energy_kwh), ended.duration_s, ended.nodes)
    assert ["batch", "0"] == [stage.name for stage in ended.stages]
    assert [101_630, 90_000] == [joules(stage.energy_kwh) for stage in ended.stages]
    assert datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC) == ended.started_at
    assert ended.zone_known
    assert (Decimal(5_000), 2, None) == (joules(running.energy_kwh), running.nodes, running.ended_at)
    assert any("still running" in warning for warning in running.warnings)


def json_job(more: str, job_id: int = 7) -> str:
    """Return a job of JSON, which ran for 9 s and drew 5 J where `more` does not say otherwise."""
    energy = "" if '"tres"' in more else ',"tres":{"allocated":[{"type":"energy","count":5}]}'
    time = "" if '"time"' in more else ',"time":{"elapsed":9}'
    return f'{{"job_id":{job_id}{energy}{time}{more}}}'


STEP = "$.jobs[0].steps[0]"


@pytest.mark.parametrize(
    ("job", "said"),
    [
        ("5", "$.jobs[0] is '5', not a map"),
        ('{"tres":{}}', "$.jobs[0] has no job_id"),
        ('{"job_id":"x"}', "$.jobs[0].job_id is 'x', no number"),
        (json_job(',"array":{"task_id":5}'), "$.jobs[0].array.task_id is '5', not a map"),
        (json_job(',"array":{"task_id":{"number":"x"}}'), "$.jobs[0].array.task_id.number is 'x', no number"),
        (json_job(',"allocation_nodes":"x"'), "$.jobs[0].allocation_nodes is 'x', no number"),
        (json_job(',"tres":5'), "$.jobs[0].tres is '5', not a map"),
        (json_job(',"tres":{"allocated":[5]}'), "$.jobs[0].tres.allocated is '5', not a map"),
        (
            json_job(',"tres":{"allocated":[{"type":"energy","count":"x"}]}'),
            "$.jobs[0].tres.allocated.energy.count is 'x', no number",
        ),
        (json_job(',"steps":5'), "$.jobs[0].steps is no list"),
        (json_job(',"time":5'), "$.jobs[0].time is '5', not a map"),
        (json_job(',"time":{"elapsed":"x"}'), "$.jobs[0].time.elapsed is 'x', no number"),
        (json_job(',"time":{"elapsed":315360001}'), "$.jobs[0].time.elapsed is 315360001 s, longer than ten years"),
        (json_job(',"time":{"start":"x"}'), "$.jobs[0].time.start is 'x', no number"),
        (json_job(',"steps":[5]'), f"{STEP} is '5', not a map"),
        (json_job(',"steps":[{"step":5}]'), f"{STEP}.step is '5', not a map"),
        (json_job(',"steps":[{"statistics":{"energy":5}}]'), f"{STEP}.statistics.energy is '5', not a map"),
        (
            json_job(',"steps":[{"statistics":{"energy":{"consumed":"x"}}}]'),
            f"{STEP}.statistics.energy.consumed is 'x', no number",
        ),
        (json_job(',"steps":[{"tres":{"requested":5}}]'), f"{STEP}.tres.requested is '5', not a map"),
        *(
            (
                json_job(f',"steps":[{{"tres":{{"{key}":{{"total":[{{"type":"energy","count":"x"}}]}}}}}}]'),
                f"{STEP}.tres.{key}.total.energy.count is 'x', no number",
            )
            for key in ("requested", "consumed")
        ),
    ],
)
def test_what_is_odd_in_json_is_said_with_its_place(tmp_path: Path, job: str, said: str) -> None:
    """It costs a job or a step; the next job of 10 J is read."""
    good = json_job(',"tres":{"allocated":[{"type":"energy","count":10}]}', 8)
    records = slurm.extract(written(tmp_path, f'{{"jobs":[{job},{good}]}}'))

    assert (Decimal(10), True) == (joules(records[-1].energy_kwh), records[-1].at_least)
    assert any("has no energy" in warning and said in warning for warning in records[-1].warnings)


@pytest.mark.parametrize(
    "energy",
    [
        '"statistics":{"energy":{"consumed":4}}',
        '"tres":{"requested":{"total":[{"type":"cpu","count":9},{"type":"energy","count":4}]}}',
        '"tres":{"consumed":{"total":[{"type":"energy","count":4}]}}',
    ],
)
@pytest.mark.parametrize("name", ['"7.batch"', '{"job_id":7,"step_id":"batch"}', '"batch"'])
def test_the_energy_of_a_step_of_json(tmp_path: Path, energy: str, name: str) -> None:
    """It stands in one of three places, and its name in one of three forms."""
    job = json_job(f',"steps":[{{"step":{{"id":{name}}},{energy}}}]')
    (stage,) = only(slurm.extract(written(tmp_path, f'{{"jobs":[{job}]}}'))).stages

    assert ("batch", Decimal(4)) == (stage.name, joules(stage.energy_kwh))


def test_a_step_of_json_without_a_name(tmp_path: Path) -> None:
    """It is a step all the same, and no job; blanks before the file are none of its marks."""
    source = written(tmp_path, f'\n {{"jobs":[{json_job(""","steps":[{"step":{"id":""}}]""")}]}}')

    assert slurm.identify(source)
    assert ["?"] == [stage.name for stage in only(slurm.extract(source)).stages]


@pytest.mark.parametrize(
    ("more", "job"),
    [
        ("", "7"),
        (',"array":{"task_id":{"set":true,"number":3}}', "7_3"),
        (',"array":{"task_id":{"set":false,"number":3}}', "7"),
        (',"array":{"task_id":{"set":true}}', "7"),
    ],
)
def test_a_job_of_json_may_be_a_task_of_an_array(tmp_path: Path, more: str, job: str) -> None:
    """Where its number is set."""
    (nodes,) = only(slurm.extract(written(tmp_path, f'{{"jobs":[{json_job(more)}]}}'))).devices

    assert (f"nodes of job {job}", job) == (nodes.name, nodes.identity.job)


@pytest.mark.parametrize(
    ("state", "is_running"),
    [
        ('"RUNNING"', True),
        ('["RUNNING"]', True),
        ('{"current":["RUNNING"]}', True),
        ('{"current":"running"}', True),
        ('["COMPLETED"]', False),
        ("[]", False),
        ("7", False),
    ],
)
def test_the_state_of_a_job_of_json(tmp_path: Path, state: str, is_running: bool) -> None:
    """A text, or a list of them, below "current" or not."""
    text = f'{{"jobs":[{json_job(f""","state":{state},"time":{{"start":0,"end":0}}""")}]}}'
    record = only(slurm.extract(written(tmp_path, text)))

    assert is_running == any("still running" in warning for warning in record.warnings)
    assert (None, None) == (record.started_at, record.ended_at)


@pytest.mark.parametrize("count", ['"x"', "-5", "1e31", "[1]"])
def test_one_odd_job_of_json_costs_itself(tmp_path: Path, count: str) -> None:
    """The other one is read."""
    job = '{"job_id":%s,"time":{"elapsed":9},"tres":{"allocated":[{"type":"energy","count":%s}]}}'
    text = '{"jobs":[' + job % (6, 10) + "," + job % (7, count) + "]}"
    record = only(slurm.extract(written(tmp_path, text)))

    assert (Decimal(10), True) == (joules(record.energy_kwh), record.at_least)
    assert any("1 of 2 rows has no energy" in it and "$.jobs[1].tres" in it for it in record.warnings)
    assert "$.jobs[0].tres" in problem(slurm.extract, written(tmp_path, '{"jobs":[' + job % (7, count) + "]}"))


@pytest.mark.parametrize(
    ("elapsed", "expected_s"),
    [
        ('{"set": true, "infinite": false, "number": 9}', 9),
        ('{"set": false, "infinite": false, "number": 9}', None),
        ('{"set": true, "infinite": true, "number": 9}', None),
        ('{"number": 9}', 9),
    ],
)
def test_a_number_of_json_that_is_not_set_or_infinite(tmp_path: Path, elapsed: str, expected_s: int | None) -> None:
    """Each of the two by itself takes the number's meaning away."""
    job = '{"job_id":6,"time":{"elapsed":' + elapsed + '},"tres":{"allocated":[{"type":"energy","count":10}]}}'
    record = only(slurm.extract(written(tmp_path, '{"jobs":[' + job + "]}")))

    assert (Decimal(10), expected_s) == (joules(record.energy_kwh), record.duration_s)


@pytest.mark.parametrize(
    ("said", "nodes"),
    [
        ('"allocation_nodes":4,"nodes":"n[1-2]"', 4),
        ('"allocation_nodes":{"set":true,"number":4}', 4),
        ('"allocation_nodes":0,"nodes":"n[1-2]"', 2),
        ('"nodes":"n[1-2]"', 2),
        ('"nodes":7', None),
    ],
)
def test_nodes_of_json_are_counted(tmp_path: Path, said: str, nodes: int | None) -> None:
    """By their number, else by the list of their names."""
    text = '{"jobs":[{"job_id":6,' + said + ',"tres":{"allocated":[{"type":"energy","count":10}]}}]}'
    assert nodes == only(slurm.extract(written(tmp_path, text))).nodes


def test_json_that_is_cut_off_is_refused_in_one_line(tmp_path: Path) -> None:
    """With its line."""
    text = '{"jobs": [\n{"job_id": 1, "tres": {}'

    assert problem(slurm.extract, written(tmp_path, text)).startswith("record:2: not JSON")


def test_jobs_that_are_no_list_are_somebody_elses(tmp_path: Path) -> None:
    """sacct writes a list of them."""
    assert not slurm.identify(written(tmp_path, '{"jobs": {"job_id": 1, "tres": {}}}'))
