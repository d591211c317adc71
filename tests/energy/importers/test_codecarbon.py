"""CodeCarbon's files, held against the totals that the tool wrote and arithmetic by hand."""

import gzip
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import codecarbon, codecarbon_beside
from reportgen.energy.importers.codecarbon_rows import Run, runs_of
from reportgen.energy.importers.read import read_records
from reportgen.energy.importers.tool_table import ToolTable
from reportgen.energy.record import Record
from reportgen.files.source import Source
from tests.energy.importers.sources import SAMPLES, joules, only, problem, sample, written

HEADER = "timestamp,project_name,run_id,duration,emissions,cpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,"
NAMES = "energy_consumed,codecarbon_version,cpu_model,gpu_count,gpu_model,country_iso_code,region,pue\n"


def row(
    run: str = "a",
    second: int = 10,
    seconds: str = "10",
    kwh: str = "0.3",
    gpu: str = "0.1",
    model: str = "",
    pue: str = "1",
) -> str:
    """Return a row of a run with 0.1 kWh each of CPU and memory."""
    count = "2" if model else "0"
    energies = f"{seconds},0.03,10,36000,0.1,{gpu},0.1,{kwh}"
    return f"2026-11-21T20:00:{second:02},demo,{run},{energies},3.3.2,CPU X,{count},{model},DEU,berlin,{pue}\n"


def read(folder: Path, *rows: str) -> list[Record]:
    """Return the records of the rows."""
    return read_records(written(folder, HEADER + NAMES + "".join(rows), "emissions.csv").path)


@pytest.mark.parametrize(
    ("name", "printed_kwh", "version"),
    [
        ("emissions.csv", "5.3817266928351116e-05", "3.3.2"),
        ("emissions_flush.csv", "3.620906539272841e-05", "3.3.2"),
        ("emissions_tasks.csv", "4.735713348335481e-05", "3.3.2"),
        ("emissions_v2.3.4.csv", "8.555361603572883e-05", "2.3.4"),
    ],
)
def test_the_tools_own_total_is_reproduced(name: str, printed_kwh: str, version: str) -> None:
    """The energy of the run's last row, digit for digit; no PUE is in it."""
    record = only(codecarbon.extract(sample("codecarbon", name)))

    assert Decimal(printed_kwh) == record.energy_kwh
    assert (Decimal(1), version) == (record.pue_included, record.tool_version)


def test_a_pue_is_taken_out() -> None:
    """The tool multiplied by 1.2; the total times 1.2 is what it wrote, and so are the parts of the devices."""
    record = only(codecarbon.extract(sample("codecarbon", "emissions_pue.csv")))

    assert record.energy_kwh is not None
    assert Decimal("6.545278217314977e-05") == round(record.energy_kwh * Decimal("1.2"), 24)
    assert Decimal("5.3364269686666525e-05") == round((record.devices[1].energy_kwh or Decimal(0)) * Decimal("1.2"), 24)
    assert Decimal(1) == record.pue_included


def test_tasks_are_the_stages_of_their_run() -> None:
    """Three tasks of 2.5 s and 4.7357e-05 kWh together are one record, from their own file or from the run's row."""
    [file] = (SAMPLES / "codecarbon").glob("emissions_filter_*.csv")
    for name in (file.name, "emissions_tasks.csv"):
        record = only(codecarbon.extract(sample("codecarbon", name)))

        assert record.energy_kwh is not None
        assert Decimal("4.735713348335481e-05") == round(record.energy_kwh, 20)
        assert Decimal("7.5056601489999366") == record.duration_s
        assert ["load", "dedup", "score"] == [stage.name for stage in record.stages]
        assert Decimal(1) == record.pue_included


def test_the_row_of_a_run_with_tasks_has_the_last_ones_duration(tmp_path: Path) -> None:
    """Without the tasks beside it the duration is not known: 20 W of memory drew for 7.5 s, the row says 2.5 s."""
    text = (SAMPLES / "codecarbon" / "emissions_tasks.csv").read_text()
    record = only(codecarbon.extract(written(tmp_path, text, "emissions.csv")))

    assert (None, None) == (record.duration_s, record.started_at)
    assert any("that of the last one" in warning for warning in record.warnings)


def test_tasks_without_their_run_do_not_know_the_pue(tmp_path: Path) -> None:
    """The file of the tasks has no column for it."""
    [file] = (SAMPLES / "codecarbon").glob("emissions_filter_*.csv")
    record = only(codecarbon.extract(written(tmp_path, file.read_text(), file.name)))

    assert record.pue_included is None
    said = "the file of tasks does not say the PUE, nor does a file of its run beside it: one may be in the figure"
    assert said in record.warnings


def test_rows_of_one_run_are_the_sum_so_far(tmp_path: Path) -> None:
    """The last row counts, what each one adds is a stage; another run_id is another run."""
    records = read(tmp_path, row(kwh="0.3"), row(second=20, seconds="20", kwh="0.5"), row(run="b", kwh="0.2"))

    assert [Decimal("0.5"), Decimal("0.2")] == [record.energy_kwh for record in records]
    assert [("flush 1", Decimal("0.3"), Decimal(10), Decimal(0)), ("flush 2", Decimal("0.2"), Decimal(10), 10)] == [
        (it.name, it.energy_kwh, it.duration_s, it.start_s) for it in records[0].stages
    ]
    assert Decimal(20) == records[0].duration_s


@pytest.mark.parametrize(
    ("pue", "kwh", "part_j"),
    [("1", "1.8", 360_000), ("1.2", "1.5", 300_000), ("9", "0.2", 40_000), ("10", "0.18", 36_000)],
)
def test_a_pue_of_one_to_ten_is_taken_out_of_everything(tmp_path: Path, pue: str, kwh: str, part_j: int) -> None:
    """Of 1.8 kWh in the file, of 0.1 kWh of each part, and of the stages that the rows are."""
    rows = (row(kwh="0.9", seconds="3600", pue=pue), row(second=20, seconds="3610", kwh="1.8", pue=pue))
    record = only(read(tmp_path, *rows))

    assert (Decimal(kwh), Decimal(1)) == (record.energy_kwh, record.pue_included)
    assert [Decimal(kwh) / 2] * 2 == [stage.energy_kwh for stage in record.stages]
    assert [part_j] * 3 == [joules(device.energy_kwh) for device in record.devices]


def test_without_devices_the_figure_is_an_estimate(tmp_path: Path) -> None:
    """The file does not say what it is made of, so nobody can call it measured."""
    text = "timestamp,run_id,duration,emissions,energy_consumed\n2026-11-21T20:00:10,a,10,0.03,0.3\n"
    [record] = read_records(written(tmp_path, text, "emissions.csv").path)

    assert ((), "estimate") == (record.devices, record.basis)


@pytest.mark.parametrize(("second", "runs"), [(20, 1), (23, 1), (24, 2), (17, 1), (16, 2)])
def test_rows_without_run_id_have_the_same_start_within_three_seconds(tmp_path: Path, second: int, runs: int) -> None:
    """The first row is written 10 s after the start, the second says that 20 s went by: near 20:00:20."""
    assert runs == len(read(tmp_path, row("", 10, "10", "0.3"), row("", second, "20", "0.5")))


@pytest.mark.parametrize(("seconds", "known"), [("30001", True), ("30000", True), ("29999", False)])
def test_a_duration_too_short_for_the_memory_is_left_out(tmp_path: Path, seconds: str, known: bool) -> None:
    """0.1 kWh at a constant 10 W took 36,000 s, and the file may say a fifth less: 30,000 s, not 29,999 s."""
    text = (HEADER + NAMES + row(seconds=seconds)).replace(",0.03,10,36000,", ",0.03,10,10,")
    [record] = read_records(written(tmp_path, text, "emissions.csv").path)

    assert known == (record.duration_s is not None)
    assert known == (not any("the duration is too short" in warning for warning in record.warnings))


@pytest.mark.parametrize(
    ("place", "told"),
    [("CAN,quebec", True), ("CAN,Quebec", True), ("CAN,ontario", False), ("DEU,quebec", False), (",", False)],
)
def test_only_quebec_in_canada_is_doubted(tmp_path: Path, place: str, told: bool) -> None:
    """The tool's own place where it knows none."""
    text = HEADER + NAMES + row(seconds="3600").replace("DEU,berlin", place)
    [record] = read_records(written(tmp_path, text, "emissions.csv").path)

    assert told == any("Quebec" in warning for warning in record.warnings)


def test_a_sum_that_shrinks_is_another_run(tmp_path: Path) -> None:
    """A tracker that was started again under its old run_id begins at zero."""
    records = read(tmp_path, row(kwh="0.3"), row(second=30, kwh="0.2"))

    assert [Decimal("0.3"), Decimal("0.2")] == [record.energy_kwh for record in records]


@pytest.mark.parametrize("gpu", ["", "N/A"])
def test_a_part_that_a_later_row_does_not_say_has_not_shrunk(gpu: str, tmp_path: Path) -> None:
    """0.5 kWh are the run's sum so far, though the GPU's part of it is not known."""
    record = only(read(tmp_path, row(kwh="0.3"), row(second=20, seconds="20", kwh="0.5", gpu=gpu)))

    assert Decimal("0.5") == record.energy_kwh


@pytest.mark.parametrize("part", ["cpu", "gpu", "ram"])
def test_a_part_that_shrinks_is_of_another_run(part: str, tmp_path: Path) -> None:
    """The sum of the run alone has grown; 0.1 kWh of a part have become 0.05 kWh."""
    place = {"cpu": ",36000,0.1,", "gpu": ",0.1,0.1,0.1,0.5", "ram": ",0.1,0.5,"}[part]
    shrunk = row(second=20, seconds="20", kwh="0.5").replace(
        place, {"cpu": ",36000,0.05,", "gpu": ",0.1,0.05,0.1,0.5", "ram": ",0.05,0.5,"}[part]
    )

    assert [Decimal("0.3"), Decimal("0.5")] == [it.energy_kwh for it in read(tmp_path, row(kwh="0.3"), shrunk)]


def test_a_part_that_only_some_tasks_say_is_theirs(tmp_path: Path) -> None:
    """0.3 kWh and 0.4 kWh of two tasks one after the other; the GPU's 0.1 kWh stand in the second alone."""
    head = "timestamp,run_id,task_name,duration,emissions,gpu_energy,energy_consumed,gpu_count,gpu_model\n"
    tasks = "2026-11-21T20:00:10,a,load,10,0.03,,0.3,1,L4\n2026-11-21T20:00:30,a,,20,0.04,0.1,0.4,1,L4\n"
    record = only(codecarbon.extract(written(tmp_path, head + tasks, "emissions.csv")))

    assert (Decimal("0.7"), Decimal(30)) == (record.energy_kwh, record.duration_s)
    assert [Decimal("0.1")] == [device.energy_kwh for device in record.devices if device.kind == "gpu"]
    assert [("load", Decimal(10), Decimal(0)), ("task", Decimal(20), Decimal(10))] == [
        (it.name, it.duration_s, it.start_s) for it in record.stages
    ]


def test_a_long_version_is_cut(tmp_path: Path) -> None:
    """At forty characters."""
    record = only(read(tmp_path, row().replace("3.3.2", "3" * 41)))

    assert "3" * 40 == record.tool_version


def test_a_run_id_holds_whenever_its_rows_were_written(tmp_path: Path) -> None:
    """The second row says that the run began half a minute later, as after a suspension: the id is the run's."""
    record = only(read(tmp_path, row("a", 10, "10", "0.3"), row("a", 50, "20", "0.5")))

    assert Decimal("0.5") == record.energy_kwh


def test_rows_without_run_id_of_two_projects_are_two_runs(tmp_path: Path) -> None:
    """The other project's row would go on where the first one's ends."""
    other = row("", 20, "20", "0.5").replace("demo", "other")

    assert [Decimal("0.3"), Decimal("0.5")] == [it.energy_kwh for it in read(tmp_path, row("", 10, "10", "0.3"), other)]


def test_every_number_may_have_a_decimal_comma(tmp_path: Path) -> None:
    """A PUE of 1,2, and 0,12 kWh of a memory of 12,0 W: it took ten hours, and the run 9 h and 59 min."""
    text = "timestamp;run_id;duration;emissions;ram_power;ram_energy;energy_consumed;country_iso_code;pue\n"
    text += "2026-11-21T20:00:10;a;{};0,03;12,0;0,12;0,24;DEU;1,2\n"
    told, short = (
        only(codecarbon.extract(written(tmp_path, text.format(seconds), f"{name}.csv")))
        for name, seconds in (("told", "35940,0"), ("short", "3594,0"))
    )

    assert [Decimal("0.2")] * 2 == [told.energy_kwh, short.energy_kwh]
    assert [Decimal(35940), None] == [told.duration_s, short.duration_s]


@pytest.mark.parametrize("names", ["timestamp,run_id,duration", "timestamp,run_id,duration,emissions"])
def test_a_column_that_is_missing_is_named(names: str, tmp_path: Path) -> None:
    """The first of them, at the header."""
    told = problem(codecarbon.extract, written(tmp_path, f"{names}\n1,a,10,1\n", "emissions.csv"))
    assert "emissions.csv:1: the column energy_consumed is missing (is this CodeCarbon's file?)" == told


def test_a_blank_pue_is_one(tmp_path: Path) -> None:
    """The column is there, and nothing was multiplied."""
    record = only(read(tmp_path, row(pue="")))

    assert (Decimal("0.3"), Decimal(1)) == (record.energy_kwh, record.pue_included)


def test_rows_without_run_id_are_told_apart_by_their_start(tmp_path: Path) -> None:
    """Of three rows the second goes on where the first began, ten seconds later; the third began after both."""
    rows = (
        row("", 10, "10", "0.3"),
        row("", 20, "20", "0.5"),
        row("", 50, "20", "0.6"),
    )

    assert [Decimal("0.5"), Decimal("0.6")] == [record.energy_kwh for record in read(tmp_path, *rows)]


def test_quebec_is_flagged() -> None:
    """The tool takes it without a word where it has no network, as it had none here."""
    record = only(codecarbon.extract(sample("codecarbon", "emissions_quebec.csv")))

    assert any(warning.startswith("the grid is Quebec's") for warning in record.warnings)
    assert record.intensity_kg_per_kwh is not None
    assert Decimal("0.00394") == round(record.intensity_kg_per_kwh, 5)
    assert not any(
        "Quebec" in warning for warning in only(codecarbon.extract(sample("codecarbon", "emissions.csv"))).warnings
    )


def test_the_share_of_the_memorys_model_is_said() -> None:
    """83 % of the energy is a flat 20 W for memory: 4.4451e-05 of 5.3817e-05 kWh."""
    record = only(codecarbon.extract(sample("codecarbon", "emissions.csv")))

    assert "the memory's figure is a model of its size, 83 % of the energy" in record.warnings
    assert "estimate" == record.basis


def test_time_is_local_and_the_row_its_end(tmp_path: Path) -> None:
    """A row is written when the run ends."""
    record = only(read(tmp_path, row()))

    assert (datetime(2026, 11, 21, 20, 0, 0), datetime(2026, 11, 21, 20, 0, 10)) == (record.started_at, record.ended_at)
    assert not record.zone_known


def test_gpus_are_one_device_with_their_number(tmp_path: Path) -> None:
    """The file has one figure for all of them; a figure of zero is not measured."""
    model = "2 x NVIDIA A100-SXM4-40GB"
    read_one, read_zero = (only(read(tmp_path, row(gpu=gpu, model=model, seconds="3600"))) for gpu in ("0.1", "0.0"))

    assert ("2 x NVIDIA A100-SXM4-40GB", "gpu", Decimal("0.1"), "measured") == (
        read_one.devices[1].name,
        read_one.devices[1].kind,
        read_one.devices[1].energy_kwh,
        read_one.devices[1].basis,
    )
    assert read_zero.devices[1].energy_kwh is None
    assert f"{model}: no energy, or zero, which was not measured" in read_zero.warnings


def test_the_named_gpus_are_held_against_their_boards(tmp_path: Path) -> None:
    """0.1 kWh in 10 s is 36 kW: not two boards of 400 W."""
    source = written(tmp_path, HEADER + NAMES + row(model="2 x NVIDIA A100-SXM4-40GB"), "emissions.csv")
    record = only(read_records(source.path))

    assert any("36,000 W, and the 2 boards can draw 800 W" in text for text in record.implausible)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEADER + NAMES, "emissions.csv: there is no run in the file"),
        (HEADER + NAMES + row()[:60] + "\n", "emissions.csv:2: the line has"),
        (HEADER + NAMES + row(kwh="x"), "emissions.csv:2: energy_consumed is 'x', which is no number"),
        (HEADER + NAMES + row(kwh="nan"), "emissions.csv:2: energy_consumed is 'nan', which is no number"),
        (HEADER + NAMES + row(kwh=""), "emissions.csv:2: energy_consumed is empty"),
        (HEADER + NAMES + row(kwh="-1"), "emissions.csv:2: energy_consumed is -1, below zero"),
        (HEADER + NAMES + row(kwh="N/A"), "emissions.csv:2: energy_consumed is 'N/A', which is no number"),
        (
            HEADER + NAMES + row(seconds="1e16"),
            "emissions.csv:2: duration is 10000000000000000 s, longer",
        ),
        (HEADER + NAMES + row(seconds="315360000.1"), "emissions.csv:2: duration is 315360000.1 s, longer than ten"),
        (HEADER + NAMES + row(pue="0"), "emissions.csv:2: pue is 0, which no building has (is the line damaged?)"),
        (
            HEADER + NAMES + row(pue="0.99"),
            "emissions.csv:2: pue is 0.99, which no building has (is the line damaged?)",
        ),
        (
            HEADER + NAMES + row(pue="10.1"),
            "emissions.csv:2: pue is 10.1, which no building has (is the line damaged?)",
        ),
        (HEADER + NAMES + row(pue="11"), "emissions.csv:2: pue is 11, which no building has (is the line damaged?)"),
        ((HEADER + NAMES + row()).encode().replace(b"demo", b"d\xe9mo"), "emissions.csv:2: the byte 0xE9"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(codecarbon.extract, written(tmp_path, content, "emissions.csv")).startswith(expected)


@pytest.mark.parametrize("more", [b"\n\xff", b",duration\nt,a,0.1,0.1,5,5\n"])
def test_a_broken_file_beside_it_does_no_harm(tmp_path: Path, more: bytes) -> None:
    """A file that nobody named is only looked at; what is wrong with its rows or its header is its own affair."""
    (tmp_path / "emissions_x_a.csv").write_bytes(b"task_name,run_id,energy_consumed,emissions,duration" + more)

    assert Decimal("0.3") == only(read(tmp_path, row())).energy_kwh
    assert codecarbon.identify(Source(tmp_path / "emissions.csv", "emissions.csv", {}))


def test_an_appended_row_without_its_empty_cells() -> None:
    """Version 3.3.0 wrote 35 cells below 38 names; up to the country they are aligned, and the PUE is beyond."""
    whole, appended = codecarbon.extract(sample("codecarbon", "emissions_appended.csv"))

    assert Decimal("1.9551033787544136e-05") == whole.energy_kwh
    assert Decimal("2.8722553680891e-05") == appended.energy_kwh
    assert Decimal("4.060157915000673") == appended.duration_s
    assert [Decimal(1), None] == [it.pue_included for it in (whole, appended)]
    assert not whole.at_least
    assert not appended.at_least
    assert "line 3: fewer cells than the header; only the first ones are read" in appended.warnings
    assert "the row lacks cells, of which one is the PUE: one may be in the figure" in appended.warnings


@pytest.mark.parametrize(("country", "sound"), [("DEU", True), ("Germany", False), ("", False), ("DE", False)])
def test_a_short_row_is_aligned_where_its_country_stands_in_its_place(
    tmp_path: Path, country: str, sound: bool
) -> None:
    """Any other row that is short lacks a cell nobody knows."""
    text = "timestamp,run_id,duration,emissions,energy_consumed,country_iso_code,region,pue\n"
    text += f"2026-11-21T20:00:10,a,10,0.03,0.3,DEU,berlin,1\n2026-11-21T20:00:30,b,10,0.02,0.2,{country},berlin\n"
    records = codecarbon.extract(written(tmp_path, text, "emissions.csv"))

    assert [Decimal("0.3"), Decimal("0.2")][: 1 + sound] == [record.energy_kwh for record in records]
    assert sound != records[0].at_least


def test_a_row_that_lacks_cells_keeps_those_of_its_run(tmp_path: Path) -> None:
    """The PUE of 1.2 stands in the first row of the run, and is in the energy of the second."""
    text = "timestamp,run_id,duration,emissions,energy_consumed,country_iso_code,region,pue\n"
    text += "2026-11-21T20:00:10,a,10,0.03,0.12,DEU,berlin,1.2\n2026-11-21T20:00:30,a,30,0.06,0.24,DEU,berlin\n"
    record = only(codecarbon.extract(written(tmp_path, text, "emissions.csv")))

    assert (Decimal("0.2"), Decimal(1)) == (record.energy_kwh, record.pue_included)


def test_a_table_that_a_spreadsheet_saved() -> None:
    """Semicolons, and 0,1 + 0,8 + 0,01 = 0,91 kWh in 3600,5 s."""
    record = only(codecarbon.extract(sample("codecarbon", "emissions_excel.csv")))

    assert (Decimal("0.91"), Decimal("3600.5")) == (record.energy_kwh, record.duration_s)
    assert [Decimal("0.1"), Decimal("0.8"), Decimal("0.01")] == [it.energy_kwh for it in record.devices]


def test_version_1_is_read_and_a_day_that_never_was_is_said() -> None:
    """It knows no devices; 31 April is no day."""
    records = codecarbon.extract(sample("codecarbon", "emissions_v1.csv"))

    assert [8, 3, 3] == [record.energy_kwh for record in records]
    assert [34, 16, 49] == [record.duration_s for record in records]
    assert [True, True, False] == [it.started_at is not None for it in records]
    said = "line 4: the time '2020-04-31T03:26:11' cannot be read: when the run was is not known"
    assert (said,) == records[2].warnings


@pytest.mark.parametrize("kwh", ["", "N/A", "-1", "1e31", "x"])
def test_one_row_without_energy_costs_itself(tmp_path: Path, kwh: str) -> None:
    """0.3 kWh of the one run and 0.2 kWh of the other are there, and the sum is at least that."""
    rows = row("a", 10, kwh="0.3") + row("b", 20, kwh=kwh) + row("c", 30, kwh="0.2")
    records = codecarbon.extract(written(tmp_path, HEADER + NAMES + rows, "emissions.csv"))

    assert [Decimal("0.3"), Decimal("0.2")] == [record.energy_kwh for record in records]
    assert [(True, Decimal("0.3"), None), (True, Decimal("0.2"), None)] == [
        (record.at_least, record.low_kwh, record.high_kwh) for record in records
    ]
    assert all(any(it.startswith("1 of 3 rows has no energy (line 3: ") for it in r.warnings) for r in records)


def test_a_device_without_a_value_is_blank(tmp_path: Path) -> None:
    """N/A of the GPU takes nothing from the row."""
    record = only(read(tmp_path, row(gpu="N/A", kwh="0.2", seconds="3600")))

    assert (Decimal("0.2"), False) == (record.energy_kwh, record.at_least)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_any_encoding_and_padded_names(tmp_path: Path, encoding: str) -> None:
    """A shell on Windows writes UTF-16, with and without its mark."""
    text = (HEADER + NAMES).replace(",", " , ") + row()
    record = only(codecarbon.extract(written(tmp_path, gzip.compress(text.encode(encoding)), "emissions.csv.gz")))

    assert Decimal("0.3") == record.energy_kwh


@pytest.mark.parametrize(
    ("mode", "run", "expected"),
    [("process", "a", ["a", None, "a"]), ("process", "", ["2", None, "2"]), ("machine", "a", [None] * 3)],
)
def test_in_process_mode_cpu_and_memory_are_a_process_share(
    tmp_path: Path, mode: str, run: str, expected: list[str | None]
) -> None:
    """By the run's id, or else its line; a GPU is read whole in either mode."""
    head = (HEADER + NAMES).rstrip("\n") + ",tracking_mode\n"
    text = head + row(run, model="NVIDIA A100").rstrip("\n") + f",{mode}\n"
    record = only(read_records(written(tmp_path, text, "emissions.csv").path))

    assert ["cpu", "gpu", "ram"] == [device.kind for device in record.devices]
    assert expected == [device.identity.process for device in record.devices]


def test_a_file_beside_it_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many runs look for their tasks' other half: 40 runs of tasks have their PUE from one reading of it."""
    head = (
        "timestamp,project_name,run_id,duration,emissions,energy_consumed,cpu_energy,gpu_energy,ram_energy,country_name"
    )
    ids = [f"run-{number:02d}" for number in range(40)]
    row = "2026-11-21T20:21:55,x,{},10,0.1,0.5,0.5,0,0,France"
    tasks = [f"{row.format(name)},t" for name in ids]
    (tmp_path / "tasks.csv").write_text("\n".join([f"{head},task_name", *tasks, ""]))
    (tmp_path / "emissions.csv").write_text("\n".join([f"{head},pue", *(f"{row.format(name)},2" for name in ids), ""]))
    read: list[str] = []

    def counted(table: ToolTable) -> list[Run]:
        read.append(table.source.path.name)
        return runs_of(table)

    monkeypatch.setattr(codecarbon_beside, "runs_of", counted)

    records = codecarbon.extract(Source(tmp_path / "tasks.csv", "tasks.csv", {}))

    assert [Decimal("0.25")] * 40 == [record.energy_kwh for record in records]
    assert ["emissions.csv"] == read


@pytest.mark.parametrize(("kwh", "said"), [("0", True), ("0.3", False)])
def test_a_run_of_zero_was_not_measured(tmp_path: Path, kwh: str, said: bool) -> None:
    """Zero is no energy that anything drew: it is not known, and the record says so."""
    record = only(read(tmp_path, row(kwh=kwh)))

    assert said == (record.energy_kwh is None)
    assert said == ("the tool reports zero energy: it was not measured" in record.warnings)
