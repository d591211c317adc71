"""Logs of nvidia-smi dmon, held against areas under power curves worked by hand."""

from datetime import datetime
from pathlib import Path

import pytest

from reportgen.energy.importers import nvidia_smi_dmon
from tests.energy.importers.sources import joules, only, problem, sample, written

CUT = "is the line cut off or damaged?"
AGAIN = "write it with: nvidia-smi dmon -s p -o DT"
NAMES, UNITS = "#Date       Time        gpu    pwr  gtemp\n", "#YYYYMMDD   HH:MM:SS    Idx      W      C\n"


def log(*rows: str) -> str:
    """Return a log with these rows under the header of dmon -o DT."""
    return NAMES + UNITS + "".join(f"{row}\n" for row in rows)


def test_a_log_with_times_is_energy() -> None:
    """(43 + 44) / 2 W x 1 s = 43.5 J, and half a watt second either way."""
    source = sample("nvidia-smi-dmon", "dated.txt")

    record = only(nvidia_smi_dmon.extract(source))

    assert nvidia_smi_dmon.identify(source)
    assert [43.5, 43, 44] == [float(joules(it)) for it in (record.energy_kwh, record.low_kwh, record.high_kwh)]
    assert 1 == record.duration_s
    assert datetime(2024, 5, 28, 10, 11, 12) == record.started_at
    assert "sampled power, trapezoid" == record.method
    assert any("whole watts" in warning for warning in record.warnings)


def test_each_gpu_has_its_curve_and_a_dash_is_no_value() -> None:
    """GPU 0: 300 J + 400 J + 400 J; GPU 1 has none at the second tick: 140 J after the gap of 4 s."""
    record = only(nvidia_smi_dmon.extract(sample("nvidia-smi-dmon", "two_gpus.txt")))

    assert [("GPU 0", 1100), ("GPU 1", 140)] == [(it.name, int(joules(it.energy_kwh))) for it in record.devices]
    assert [("gpu", "0"), ("gpu", "1")] == [(it.kind, it.identity.index) for it in record.devices]
    assert [4] == [gap.end_s - gap.start_s for gap in record.gaps]
    assert "the power of 1 sample could not be read" in record.warnings
    assert 2 == record.interval_s


def test_the_columns_are_those_of_the_header_above(tmp_path: Path) -> None:
    """A second dmon with other columns went on in the same file: 10 W x 1 s + 20 W between, 30 W x 1 s after."""
    other = "#Date Time gpu gtemp pwr\n#YYYYMMDD HH:MM:SS Idx C W\n"
    text = log("20261121 10:00:00 0 10 99", "20261121 10:00:01 0 10 99") + other
    text += "20261121 10:00:02 0 99 30\n20261121 10:00:03 0 99 30\n"

    assert 10 + 20 + 30 == joules(only(nvidia_smi_dmon.extract(written(tmp_path, text))).energy_kwh)


def test_times_of_day_may_pass_midnight(tmp_path: Path) -> None:
    """With -o T alone 23:59:59 and 00:00:01 are 2 s apart; the day is unknown, which is said."""
    text = "#Time gpu pwr\n#HH:MM:SS Idx W\n23:59:58 0 50\n23:59:59 0 50\n00:00:00 0 50\n00:00:01 0 50\n"

    record = only(nvidia_smi_dmon.extract(written(tmp_path, text)))

    assert 150 == joules(record.energy_kwh)
    assert 3 == record.duration_s
    assert record.started_at is None
    assert (
        "the log says no date (-o DT): its times of day are taken to be less than half a day apart",
        "dmon prints whole watts and whole seconds: what is finer is not in the log",
        "only GPUs are in it: the CPU, the memory and the rest of the machine are not",
    ) == record.warnings
    assert not any(
        "no date" in it for it in only(nvidia_smi_dmon.extract(sample("nvidia-smi-dmon", "dated.txt"))).warnings
    )


def test_a_banner_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    """100 W for 2 s, and nothing is lost."""
    source = written(tmp_path, "a banner\n" + log("20261121 10:00:00 0 100 35", "", " ", "20261121 10:00:02 0 100 35"))
    record = only(nvidia_smi_dmon.extract(source))

    assert nvidia_smi_dmon.identify(source)
    assert 200 == joules(record.energy_kwh)
    assert not record.at_least
    assert not any("no power" in warning for warning in record.warnings)


@pytest.mark.parametrize("name", ["pwr", "gpu", "Date", "Time"])
def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path, name: str) -> None:
    """Which of the two counts nobody knows."""
    text = f"#Date Time gpu pwr {name}\n20261121 10:00:00 0 1 2\n"

    told = f'record:1: two columns are called "{name}" (leave one of them out)'
    assert told == problem(nvidia_smi_dmon.extract, written(tmp_path, text))


def test_without_times_or_power_it_is_refused_with_what_to_add(tmp_path: Path) -> None:
    """Power alone is no energy, and times alone are none either."""
    untimed = written(tmp_path, "# gpu   pwr  gtemp\n# Idx     W      C\n    0    43     35\n    0    44     35\n")
    powerless = written(tmp_path, "#Date Time gpu sm mem\n#YYYYMMDD HH:MM:SS Idx % %\n20261121 10:00:00 0 1 2\n", "b")

    assert nvidia_smi_dmon.identify(untimed)
    told = f"record:1: power without times is no energy: the log has no column Time ({AGAIN})"
    assert told == problem(nvidia_smi_dmon.extract, untimed)
    told = f"b:1: this is a log of nvidia-smi dmon without power (pwr) ({AGAIN})"
    assert told == problem(nvidia_smi_dmon.extract, powerless)


# Rows with what is said of each.
ODD = {
    "20261121 10:00:01 0 -5 35": "pwr is -5, below zero (a counter that was reset? remove the line)",
    "20261121 10:00:01 0 x 35": f"pwr is 'x', which is no number ({CUT})",
    "20261121 10:00:01 x 9 35": f"gpu is 'x', no index of a GPU ({CUT})",
    "20261121 99:00:01 0 9 35": f"'20261121 99:00:01' is no time such as 20261121 20:17:41 ({CUT})",
    "GPU is lost": f"the line has 3 cells, the header 5 ({CUT})",
    "1\0": "the file holds a NUL; this looks like a binary file",
}


@pytest.mark.parametrize(("odd", "said"), ODD.items())
def test_of_a_log_with_an_odd_row_alone_the_fault_is_said(tmp_path: Path, odd: str, said: str) -> None:
    """Where, what, and what may have happened."""
    assert f"record:3: {said}" == problem(nvidia_smi_dmon.extract, written(tmp_path, log(odd)))


def test_an_odd_row_costs_one_row(tmp_path: Path) -> None:
    """100 W over 3 s, whatever stands in the second row: it is counted and named with its line."""
    for odd in ODD:
        rows = ["20261121 10:00:00 0 100 35", odd, "20261121 10:00:02 0 100 35", "20261121 10:00:03 0 100 35"]
        record = only(nvidia_smi_dmon.extract(written(tmp_path, log(*rows))))

        assert 300 == joules(record.energy_kwh)
        assert any("1 of 4 rows has no power" in it and "line 4" in it for it in record.warnings)


def test_a_last_row_without_its_end_is_judged_by_its_length(tmp_path: Path) -> None:
    """dmon pads its columns: a shorter last row is cut, one as long as those above is whole."""
    rows = " 20261121   10:00:00      0     10\n 20261121   10:00:01      0     10\n 20261121   10:00:02      0     10"
    text = "#Date       Time        gpu    pwr\n#YYYYMMDD   HH:MM:SS    Idx      W\n" + rows

    assert 20 == joules(only(nvidia_smi_dmon.extract(written(tmp_path, text))).energy_kwh)
    cut = only(nvidia_smi_dmon.extract(written(tmp_path, text[:-1])))
    assert 10 == joules(cut.energy_kwh)
    assert any("(line 5: the last line has no end: it is cut off)" in warning for warning in cut.warnings)


def test_another_table_of_nvidia_smi_is_not_taken(tmp_path: Path) -> None:
    """pmon lists processes, which have no power, and begins with the same words."""
    assert not nvidia_smi_dmon.identify(written(tmp_path, "#Date Time gpu pid type sm\n"))
    assert not nvidia_smi_dmon.identify(written(tmp_path, "timestamp, power.draw [W]\n"))


def test_a_unit_that_is_not_known_is_refused(tmp_path: Path) -> None:
    """pwr in mW is another figure than pwr in W."""
    text = "#Date Time gpu pwr\n#YYYYMMDD HH:MM:SS Idx mW\n20261121 10:00:00 0 1\n"

    told = f"record:2: the unit of pwr is mW, which is not known here ({AGAIN})"
    assert told == problem(nvidia_smi_dmon.extract, written(tmp_path, text))


def test_rows_without_a_sample_are_refused(tmp_path: Path) -> None:
    """Nothing certain is left where the only row is damaged, nor where there is none."""
    told = "record: there is no sample of power in the log (did the tool end before it wrote?)"
    assert told == problem(nvidia_smi_dmon.extract, written(tmp_path, log()))
    told = f"b:3: the line has 1 cell, the header 5 ({CUT})"
    assert told == problem(nvidia_smi_dmon.extract, written(tmp_path, log("20261121"), "b"))
