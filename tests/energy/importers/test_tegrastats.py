"""Logs of tegrastats, held against areas under power curves worked by hand."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import tegrastats
from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Record
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.energy.importers.sources import joules, only, problem, sample, written

RAM = "RAM 2910/7620MB (lfb 5x4MB) SWAP 0/3810MB CPU [12%@1510,off] GR3D_FREQ 97%@[624] cpu@50.2C"


def log(folder: Path, *lines: str, end: str = "\n") -> Source:
    """Return a log of these lines; {} in a line stands for what tegrastats says of memory and clocks."""
    return written(folder, "\n".join(line.format(RAM) for line in lines) + end)


def read(folder: Path, *lines: str, end: str = "\n") -> Record:
    """Return the record of such a log."""
    return only(tegrastats.extract(log(folder, *lines, end=end)))


def test_the_rails_of_an_agx_orin_are_added() -> None:
    """2.7975 J + 0.799 J + 3.265 J in 1 s: the 5 V input cannot hold the two others, which together exceed it."""
    source = sample("tegrastats", "agx_orin.log")

    record = only(tegrastats.extract(source))

    assert tegrastats.identify(source)
    assert [("VDD_GPU_SOC", "gpu", 2.7975), ("VDD_CPU_CV", "cpu", 0.799), ("VIN_SYS_5V0", "other", 3.265)] == [
        (device.name, device.kind, float(joules(device.energy_kwh))) for device in record.devices
    ]
    assert 6.8615 == float(joules(record.energy_kwh))
    assert 1 == record.duration_s
    assert datetime(2025, 7, 21, 16, 33, 42) == record.started_at
    assert any("VIN_SYS_5V0 is the module's 5 V input" in warning for warning in record.warnings)


def test_the_input_of_a_board_holds_its_other_rails() -> None:
    """Lines half a second apart: 4.5 J + 5 J + 5.5 J of VDD_IN; the rails within it are said and not added."""
    record = only(tegrastats.extract(sample("tegrastats", "orin_nano.log")))

    assert [("VDD_IN", "machine", 15)] == [(it.name, it.kind, int(joules(it.energy_kwh))) for it in record.devices]
    assert 15 == joules(record.energy_kwh)
    assert Decimal("1.5") == record.duration_s
    within = "VDD_CPU_GPU_CV in VDD_IN (6 J), VDD_SOC in VDD_IN (2.25 J)"
    assert f"not added, since another rail holds it: {within}" in record.warnings
    assert not any("VIN_SYS_5V0" in warning for warning in record.warnings)


def test_the_memorys_rail_of_an_agx_orin_is_within_its_5_v(tmp_path: Path) -> None:
    """10 J + 5 J; the 1 J of the memory is part of the 5 J."""
    rails = "VDD_GPU_SOC 10000mW/1mW VIN_SYS_5V0 5000mW/1mW VDDQ_VDD2_1V8AO 1000mW/1mW"
    record = read(tmp_path, f"11-21-2026 20:17:41 {{}} {rails}", f"11-21-2026 20:17:42 {{}} {rails}")

    assert 15 == joules(record.energy_kwh)
    assert any("VDDQ_VDD2_1V8AO in VIN_SYS_5V0 (1 J)" in warning for warning in record.warnings)


@pytest.mark.parametrize("rails", ["POM_5V_IN 6000/1 POM_5V_GPU 2000/1", "GPU 1000/1 CPU 2000/1 SYS5V 3000/1"])
def test_older_boards_write_milliwatts_without_unit(tmp_path: Path, rails: str) -> None:
    """6 J: of the input of a Nano, and of the rails of an AGX Xavier, none of which holds another."""
    record = read(tmp_path, f"11-21-2026 20:17:41 {{}} {rails}", f"11-21-2026 20:17:42 {{}} {rails}")

    assert 6 == joules(record.energy_kwh)


def test_without_times_the_interval_must_be_said(tmp_path: Path) -> None:
    """Power alone is no energy; with the interval 8 W over 2 x 0.5 s are 8 J, and that it was said is said."""
    source = log(tmp_path, "{} VDD_IN 8000mW/1mW", "{} VDD_IN 8000mW/1mW", "{} VDD_IN 8000mW/1mW")

    [record] = read_records(source.path, "tegrastats", {"interval_s": "0.5"})

    assert "record: the lines have no times" in problem(tegrastats.extract, source)
    assert "--columns interval_s=1" in problem(tegrastats.extract, source)
    assert 8 == joules(record.energy_kwh)
    assert 1 == record.duration_s
    assert record.started_at is None
    assert "the lines have no times: they are taken to be 0.5 s apart, as was said" in record.warnings


def test_what_is_no_interval_is_refused(tmp_path: Path) -> None:
    """Zero, a word, and a column of another importer."""
    source = log(tmp_path, "{} VDD_IN 8000mW/1mW")
    say = "say the interval that tegrastats was started with: --as tegrastats --columns interval_s=1"
    for columns, said in (
        ({"interval_s": "0"}, f"interval_s is 0 ({say} (--interval is in ms, 1000 if not given))"),
        ({"interval_s": "x"}, "interval_s is 'x', which is no number (is the line cut off or damaged?)"),
        ({"time": "t"}, "columns are named for a plain CSV only (leave out the columns, or the tool tegrastats)"),
    ):
        with pytest.raises(InputError) as raised:
            read_records(source.path, "tegrastats", columns)
        assert f"{source.path}: {said}" == str(raised.value)


def test_an_odd_line_costs_one_line(tmp_path: Path) -> None:
    """8 W over 2 s, whatever stands between: it is counted and named."""
    good = [
        "11-21-2026 20:17:41 {} VDD_IN 8000mW/1mW VDD_SOC 1mW/1mW",
        "11-21-2026 20:17:43 {} VDD_IN 8000mW/1mW VDD_SOC 1mW/1mW",
    ]
    for odd in ("killed", "11-21-2026 20:17:42 {} VDD_IN 8000mW/1mW", "11-21-2026 20:17:42 {}", "\0"):
        record = read(tmp_path, good[0], odd, good[1])

        assert 16 == joules(record.energy_kwh)
        assert any("1 of 3 rows has no power" in it and "line 2" in it for it in record.warnings)


def test_a_time_that_is_none_is_an_odd_line(tmp_path: Path) -> None:
    """The 31st of November costs its line; what has no time at all beside lines with one does too."""
    lines = [f"11-21-2026 20:17:4{second} {{}} VDD_IN 8000mW/1mW" for second in (1, 2, 3)]
    record = read(tmp_path, lines[0], "11-31-2026 20:17:42 {} VDD_IN 9000mW/1mW", "{} VDD_IN 9000mW/1mW", *lines[1:])

    assert 16 == joules(record.energy_kwh)
    assert 2 == record.duration_s
    assert any("2 of 5 rows have no power" in warning for warning in record.warnings)


def test_a_last_line_that_is_cut_is_no_value(tmp_path: Path) -> None:
    """80 of 8000 mW is the head of a number: 8 W over 1 s remain."""
    lines = [f"11-21-2026 20:17:4{second} {{}} VDD_IN 8000mW/8000mW" for second in (1, 2)]
    record = read(tmp_path, *lines, "11-21-2026 20:17:43 {} VDD_IN 80", end="")

    assert 8 == joules(record.energy_kwh)
    assert any("line 3" in warning for warning in record.warnings)


def test_a_board_without_power_monitors_is_refused(tmp_path: Path) -> None:
    """Its lines have temperatures and clocks, but no rail."""
    assert "has no power of a rail" in problem(tegrastats.extract, log(tmp_path, "11-21-2026 20:17:41 {}"))


def test_the_input_of_an_agx_thor_holds_its_rails_and_one_may_be_below_zero(tmp_path: Path) -> None:
    """23 W x 2 s of VIN; the idle GPU's rail is below zero once, which costs that reading and no line."""
    rails = "VDD_GPU {}mW/10mW VDD_CPU_SOC_MSS 6000mW/6000mW VIN_SYS_5V0 6500mW/6500mW VIN 23000mW/23000mW"
    lines = [f"11-21-2026 20:17:4{at} {RAM} {rails.format(gpu)}" for at, gpu in ((1, 10), (2, -392), (3, 10))]

    record = only(tegrastats.extract(written(tmp_path, "\n".join(lines) + "\n")))

    assert 46 == joules(record.energy_kwh)
    assert ["VIN"] == [device.name for device in record.devices]
    assert "the power of 1 sample could not be read" in record.warnings
    assert not any("rows" in warning for warning in record.warnings)


def test_a_clock_that_stands_still_is_refused(tmp_path: Path) -> None:
    """1,000 lines of one second are an interval of 1 ms, the least that there is; 1,001 are no log with times."""
    line = "11-21-2026 20:17:41 {} VDD_IN 8000mW/1mW"

    record = read(tmp_path, *[line] * 1000)

    assert 7.992 == float(joules(record.energy_kwh))
    told = problem(tegrastats.extract, log(tmp_path, *[line] * 1001))
    assert "more than 1,000 lines of one second (did the clock stand still? without times, say the interval: " in told
