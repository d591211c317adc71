"""CSVs with a column of power for each device, held against areas worked by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import wide_csv
from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Record
from reportgen.problems import InputError
from tests.energy.importers.sources import joules, only, problem, sample, written

OWN = "a device of its own, and what no column has is not in it"


def read(folder: Path, text: str, **columns: str) -> Record:
    """Return the record of the text."""
    return only(read_records(written(folder, text, "power.csv").path, None, columns))


def of_sample(name: str) -> Record:
    """Return the record of a sample log."""
    return only(read_records(sample("wide-csv", name).path))


def test_each_column_of_an_own_loop_is_a_device() -> None:
    """A CPU from the second row on and a GPU from the first: 310.825 J and 42.856 J, 9.824e-5 kWh together."""
    record = of_sample("power.csv")

    assert ["cpu", "gpu"] == [device.kind for device in record.devices]
    assert [Decimal("310.825"), Decimal("42.856")] == [round(joules(it.energy_kwh), 3) for it in record.devices]
    assert (False, Decimal("5.12753"), True) == (record.at_least, record.duration_s, record.zone_known)
    assert ("wide-csv", f"each column of power is taken for {OWN}") == (record.tool, record.warnings[1])
    assert ["cpu_watts", "gpu_watts"] == [device.identity.column for device in record.devices]


def test_a_blank_at_the_edge_is_in_the_range_alone() -> None:
    """The CPU's first cell is blank: 1.02591 s at 94.346 W, its highest, are 96.7905 J above what sampling missed."""
    record = of_sample("power.csv")
    bound_j = joules(record.energy_kwh) - joules(record.low_kwh)

    assert Decimal("96.7905") == round(joules(record.high_kwh) - joules(record.energy_kwh) - bound_j, 4)


def test_grafana_writes_the_unit_into_its_cells() -> None:
    """300 W to 301 W and 290 W to 280 W in 15 s are 8,782.5 J."""
    assert Decimal("8782.5") == joules(of_sample("grafana.csv").energy_kwh)


def test_least_and_highest_values_are_no_devices() -> None:
    """Of Weights & Biases' three columns one is a GPU: 55.1 W to 300.2 W in 15 s are 2,664.75 J."""
    record = of_sample("wandb_export.csv")

    assert (1, Decimal("2664.75")) == (len(record.devices), joules(record.energy_kwh))
    gpu = "run-1 - system/gpu.0.powerWatts"
    left_out = f"left out as limits, least or highest values: {gpu}__MIN, {gpu}__MAX"
    assert (f"each column of power is taken for {OWN}; {left_out}",) == record.warnings
    assert gpu == record.devices[0].identity.column
    with pytest.raises(InputError, match=r"the columns of power tell the devices apart \(leave devices= out\)"):
        read_records(sample("wide-csv", "wandb_export.csv").path, None, {"devices": "2"})


@pytest.mark.parametrize(("lines_before", "found"), [(0, True), (19, True), (20, False)])
def test_the_header_stands_within_twenty_lines(lines_before: int, found: bool, tmp_path: Path) -> None:
    """What a program printed may stand before it."""
    text = "loading\n" * lines_before + "time_s,a_w,b_w\n0,40,60\n1,40,60\n"

    assert found == wide_csv.identify(written(tmp_path, text, "power.csv"))


def test_a_total_is_counted_once() -> None:
    """Powerjoular's total is 17.62 W and 17.44 W at the ends of 0.117 s: 2.051 J, of its CPU and its GPU."""
    record = of_sample("powerjoular.csv")

    assert ["CPU Power", "GPU Power"] == [device.name for device in record.devices]
    assert Decimal("2.05101") == joules(record.energy_kwh)
    assert any("Total Power is CPU Power + GPU Power in every row" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("header", "cells", "expected_j"),
    [
        ("time,cpu_watts,gpu_watts", ("100", "200"), 600),
        ("timestamp,CPU Power (mW),GPU Power (mW)", ("100000", "200000"), 600),
        ("Date,gpu.0.powerWatts,gpu.1.powerWatts", ("100", "200"), 600),
        ("time;cpu_kw;gpu_kw", ("0,1", "0,2"), 600),
        ("time\tcpu\tgpu", ("100 W", "0.2 kW"), 600),
        *(
            (f"time,gpu0_w,gpu1_w,gpu0_{word}_w", ("100", "200", "400"), 600)
            for word in ("limit", "cap", "TDP", "max", "min", "enforced", "default")
        ),
    ],
)
def test_names_or_cells_say_the_unit(header: str, cells: tuple[str, ...], expected_j: int, tmp_path: Path) -> None:
    """Two devices for 2 s, in whichever unit; a limit is no device."""
    delimiter = next(sign for sign in ";\t," if sign in header)
    rows = [delimiter.join((f"2026-05-04 10:00:0{second}", *cells)) for second in (0, 1, 2)]
    record = read(tmp_path, "\n".join((header, *rows, "")))

    assert (Decimal(expected_j), 2) == (joules(record.energy_kwh), len(record.devices))


@pytest.mark.parametrize("fault", ["5 J", "x", "", "-1 W", "ERR!"])
def test_one_odd_cell_makes_no_column_another(fault: str, tmp_path: Path) -> None:
    """Of cells that say W one says something else: the column stays a device, with a hole of two steps."""
    rows = [f"2026-05-04 10:00:0{at},100 W,{fault if at == 2 else '200 W'}\n" for at in range(6)]
    record = read(tmp_path, f"time,a,b\n{''.join(rows)}")

    assert [500, 600] == [joules(device.energy_kwh) for device in record.devices]
    assert (Decimal(1100), Decimal(1500)) == (joules(record.low_kwh), joules(record.high_kwh))


def test_columns_that_are_filled_in_turn_have_no_holes(tmp_path: Path) -> None:
    """Each row has the power of one device, as tables that were joined by their times do: 8 s at 100 W and at 200 W."""
    rows = [f"2026-05-04 10:00:{at:02},{'100' if at % 2 == 0 else ''},{'200' if at % 2 else ''}\n" for at in range(10)]
    record = read(tmp_path, f"time,a_w,b_w\n{''.join(rows)}")

    assert [800, 1600] == [joules(device.energy_kwh) for device in record.devices]
    assert () == record.gaps


@pytest.mark.parametrize(
    ("name", "size_s"),
    [("time_s", 1), ("time (ms)", Decimal("0.001")), ("elapsed_min", 60), ("Relative Time (Wall)", 1)],
)
def test_a_time_that_is_a_number_says_its_unit(name: str, size_s: Decimal, tmp_path: Path) -> None:
    """Two devices at 100 W in all for two units of time; Weights & Biases counts in seconds without saying so."""
    record = read(tmp_path, f"{name},a_w,b_w\n0,40,60\n1,40,60\n2,40,60\n")

    assert 200 * size_s == joules(record.energy_kwh)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "time,a_w,b_w\n1715331907.88,1,2\n",
            'in which unit the times of "time" are (say it: --columns time_s=time,power_w=a_w+b_w)',
        ),
        ("time,a_limit_w,b_limit_w\n2026-05-04 10:00:00,1,2\n", "power.csv:1: no column says what a device draws"),
        ("time,a_w\n2026-05-04 10:00:00,1\n", "there is no column of time with two or more columns of power"),
        ("step,a_w,b_w\n1,1,2\n", "there is no column of time with two or more columns of power"),
    ],
)
def test_what_cannot_be_read_is_said(content: str, expected: str, tmp_path: Path) -> None:
    """The one line says what is missing, and what to say."""
    assert expected in problem(wide_csv.extract, written(tmp_path, content, "power.csv"))


@pytest.mark.parametrize(
    "header",
    [
        "time,gpu_index,power_w,limit_w",  # a row for each device
        *(
            f"time,{device},power_w,memory_w"
            for device in ("name", "index", "gpu", "gpu_index", "gpu_id", "gpu_uuid", "gpu_name", "device", "Device ID")
        ),
        *(f"time,{device},power_w,memory_w" for device in ("uuid", "host", "Hostname", "node", "GPU index", "gpu-id")),
        "timestamp, index, power.draw [W], power.limit [W]",  # nvidia-smi's own
        "timestamp,cpu_power,gpu_power,ram_power",  # no unit
        "model,energy_w,power_w",  # no time
    ],
)
def test_other_tables_are_not_claimed(header: str, tmp_path: Path) -> None:
    """What has a row for each device, another tool's name, no unit or no time is no table of this kind."""
    cells = ",".join("1" for _ in header.split(",")[1:])
    assert not wide_csv.identify(written(tmp_path, f"{header}\n2026-05-04 10:00:00,{cells}\n", "power.csv"))


def test_columns_of_a_wide_table_are_named_with_plus_signs(tmp_path: Path) -> None:
    """2 s at 100 W and at 200 W; the total beside them is left out where it is named too."""
    text = "t,cpu,gpu,all\n" + "".join(f"{at},{100 + at},{200 - 3 * at},{300 - 2 * at}\n" for at in range(3))

    assert [202, 394] == [joules(it.energy_kwh) for it in read(tmp_path, text, time_s="t", power_w="cpu+gpu").devices]
    assert ["cpu", "gpu"] == [it.name for it in read(tmp_path, text, time_s="t", power_w="cpu + gpu + all").devices]


def test_a_column_whose_name_has_a_plus_sign_is_one(tmp_path: Path) -> None:
    """A name that the header has whole is not split."""
    assert 200 == joules(read(tmp_path, "t,a+b,a,b\n0,100,1,2\n2,100,1,2\n", time_s="t", power_w="a+b").energy_kwh)


def test_a_part_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Of the columns between plus signs the missing one."""
    with pytest.raises(InputError, match=r'there is no column "gpv" \(did you mean "gpu"'):
        read(tmp_path, "t,cpu,gpu\n0,1,2\n", time_s="t", power_w="cpu+gpv")
