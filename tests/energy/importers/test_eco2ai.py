"""eco2AI's emission.csv, held against sums worked by hand from what the tool itself wrote."""

import time
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import eco2ai
from tests.energy.importers.sources import joules, only, problem, sample, written

HEADER = "id,project_name,experiment_description,epoch,start_time,duration(s),power_consumption(kWh),CO2_emissions(kg),"
NAMES = "CPU_name,GPU_name,OS,region/country,cost\n"
CPU = '"Intel(R) Xeon(R) Processor/1 device(s), TDP:61.0"'


def line(run: str = "a", epoch: str = "N/A", kwh: str = "0.5", gpu: str = " 0 device(s)", start: str = "") -> str:
    """Return a row of 100 s."""
    return f"{run},demo,filter,{epoch},{start},100,{kwh},0.1,{CPU},{gpu},Linux,DK,0\n"


def test_the_epochs_of_a_training_are_one_run() -> None:
    """eco2AI starts from zero at each epoch: 1.7967.. + 1.8127.. + 1.8147..e-08 kWh in 4.987 s."""
    source = sample("eco2ai", "emission.csv")

    record = eco2ai.extract(source)[0]

    assert eco2ai.identify(source)
    assert Decimal("5.4242429977080060e-08") == record.energy_kwh
    assert Decimal("4.9871251583099364") == record.duration_s
    assert ["epoch 1", "epoch 2", "epoch 3"] == [stage.name for stage in record.stages]
    assert Decimal("3.325993776321411") == record.stages[2].start_s
    assert any("once an epoch" in warning for warning in record.warnings)


def test_a_run_without_epochs_is_its_row() -> None:
    """The tool's own total, digit for digit; its intensity is that of Denmark in its table, 188.653 g/kWh."""
    record = eco2ai.extract(sample("eco2ai", "emission.csv"))[1]

    assert Decimal("1.596775276620188e-05") == record.energy_kwh
    assert record.intensity_kg_per_kwh is not None
    assert Decimal("0.188653") == round(record.intensity_kg_per_kwh, 12)
    assert datetime(2026, 11, 25, 21, 45, 50) == record.started_at
    assert not record.zone_known
    assert "estimate" == record.basis


def test_a_blank_emission_says_no_intensity(tmp_path: Path) -> None:
    """Of 0.1 kg at 0.5 kWh it is 200 g/kWh."""
    records = [
        only(eco2ai.extract(written(tmp_path, HEADER + NAMES + line().replace(",0.1,", co2))))
        for co2 in (",0.1,", ",,")
    ]

    assert [Decimal("0.2"), None] == [record.intensity_kg_per_kwh for record in records]


def test_the_pue_is_unknown() -> None:
    """The first run was told a PUE of 1.2, the second none, and no column tells them apart."""
    records = eco2ai.extract(sample("eco2ai", "emission.csv"))

    assert [None, None] == [record.pue_included for record in records]


def test_the_gpus_are_named_one_by_one(tmp_path: Path) -> None:
    """Two boards of a kind are two devices; how much each of them drew is not in the file."""
    text = HEADER + NAMES + line(gpu="NVIDIA A100-SXM4-40GB 2 device(s)")

    record = only(eco2ai.extract(written(tmp_path, text)))

    assert [
        ("Intel(R) Xeon(R) Processor", "cpu", "estimate"),
        ("NVIDIA A100-SXM4-40GB 0", "gpu", "measured"),
        ("NVIDIA A100-SXM4-40GB 1", "gpu", "measured"),
        ("RAM", "ram", "estimate"),
    ] == [(device.name, device.kind, device.basis) for device in record.devices]
    assert {None} == {device.energy_kwh for device in record.devices}


@pytest.mark.parametrize(
    ("unit", "expected_j"), [("kWh", 1_800_000), ("kWTh", 1_800_000), ("Wh", 1_800), ("MWh", 1_800_000_000)]
)
def test_the_unit_is_the_one_in_the_columns_name(tmp_path: Path, unit: str, expected_j: int) -> None:
    """0.5 kWh, also as old versions spelled it, 0.5 Wh and 0.5 MWh."""
    record = only(eco2ai.extract(written(tmp_path, (HEADER + NAMES + line()).replace("(kWh)", f"({unit})"))))

    assert expected_j == joules(record.energy_kwh)


@pytest.mark.parametrize(
    ("gpu", "names"),
    [
        (" 0 device(s)", []),
        ("", []),
        ("NVIDIA L4", []),  # how many is not said
        ("NVIDIA L4 1 device(s)", ["NVIDIA L4 0"]),
        (" 2 device(s)", ["GPU 0", "GPU 1"]),
    ],
)
def test_as_many_gpus_as_the_row_says(gpu: str, names: list[str], tmp_path: Path) -> None:
    """By their name, where it has one."""
    record = only(eco2ai.extract(written(tmp_path, HEADER + NAMES + line(gpu=gpu))))

    assert names == [device.name for device in record.devices if device.kind == "gpu"]


def test_a_table_of_the_numbers_alone_is_read(tmp_path: Path) -> None:
    """Two runs, of which nothing says what they are, when they were or what they ran on."""
    text = "duration(s),power_consumption(kWh),CO2_emissions(kg)\n100,0.5,0.1\n200,0.25,0.1\n"
    records = eco2ai.extract(written(tmp_path, text))

    assert [Decimal("0.5"), Decimal("0.25")] == [it.energy_kwh for it in records]
    assert [100, 200] == [it.duration_s for it in records]
    for record in records:
        assert ["CPU", "RAM"] == [device.name for device in record.devices]
        assert (None, None, ()) == (record.started_at, record.ended_at, record.stages)
        assert not any("cannot be read" in warning for warning in record.warnings)


def test_an_empty_epoch_is_no_training(tmp_path: Path) -> None:
    """pandas writes the tool's N/A back as nothing; a row written twice replaces the first."""
    record = only(eco2ai.extract(written(tmp_path, HEADER + NAMES + line(epoch="", kwh="0.25") + line(epoch=""))))

    assert Decimal("0.5") == record.energy_kwh
    assert not record.stages


def test_rows_without_id_follow_their_epochs(tmp_path: Path) -> None:
    """Old versions wrote no id: epochs 1, 2 are a run, and 1 again is the next."""
    rows = [line(run="", epoch=f'"epoch: {epoch}, "') for epoch in (1, 2, 1)]

    records = eco2ai.extract(written(tmp_path, HEADER + NAMES + "".join(rows)))

    assert [Decimal(1), Decimal("0.5")] == [record.energy_kwh for record in records]


def test_zero_is_not_measured(tmp_path: Path) -> None:
    """A run of 0 kWh read no device."""
    record = only(eco2ai.extract(written(tmp_path, HEADER + NAMES + line(kwh="0.0"))))

    assert record.energy_kwh is None
    assert any("not measured" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: there is no run in the file"),
        (HEADER + NAMES, "record: there is no run in the file"),
        (HEADER + NAMES + line()[:20], "record:2: the line has 6 cells, the header 13"),
        (HEADER + NAMES + line(epoch='"epoch: 1'), "record:2: not CSV"),
        (HEADER + NAMES + line(kwh="nan"), "record:2: power_consumption(kWh) is 'nan', which is no number"),
        (HEADER + NAMES + line(kwh="-1"), "record:2: power_consumption(kWh) is -1, below zero"),
        (
            HEADER + NAMES + line(kwh="1e999999"),
            "record:2: power_consumption(kWh) is '1e999999', which is beyond what is computed here: 1e-30 to 1e30",
        ),
        (
            (HEADER + NAMES + line()).replace("(kWh)", "(BTU)"),
            "record:1: the unit in 'power_consumption(BTU)' is not known here (known: kWh, kWTh, Wh, MWh)",
        ),
        ((HEADER + NAMES + line()).replace("(s)", "(min)"), "record:1: the unit in 'duration(min)' is not known here"),
        (
            (HEADER + NAMES + line()).replace("(kg)", "(g)"),
            "record:1: the unit in 'CO2_emissions(g)' is not known here",
        ),
        ((HEADER + NAMES).encode() + b"\xe9", "record:2: the byte 0xE9 here is not UTF-8"),
        ("id,epoch\na,1\n", "record:1: the columns power_consumption(kWh) and duration(s) are missing"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(eco2ai.extract, written(tmp_path, content)).startswith(expected)


@pytest.mark.parametrize(("seconds", "sound"), [("315360000", True), ("315360001", False), ("1e29", False)])
def test_a_duration_beyond_ten_years_is_odd(tmp_path: Path, seconds: str, sound: bool) -> None:
    """Ten years of 365 days are the longest; the row costs itself."""
    text = HEADER + NAMES + line() + line("b").replace(",100,", f",{seconds},")
    records = eco2ai.extract(written(tmp_path, text))

    assert 1 + sound == len(records)
    assert sound != records[0].at_least


@pytest.mark.parametrize(
    "odd",
    [
        line("a", "epoch: 2", "x"),
        line("a", "epoch: 2", "-1"),
        line("a", "epoch: 2", ""),
        line("a", "epXch: 2"),
        line("a", "epoch: 2").replace("demo,", "demo,,,"),
        "a,demo\n",
        "\0\n",
    ],
)
def test_one_odd_row_costs_itself(tmp_path: Path, odd: str) -> None:
    """0.5 kWh of the first epoch and 0.25 kWh of the third are there."""
    text = HEADER + NAMES + line("a", "epoch: 1") + odd + line("a", "epoch: 3", "0.25")
    record = only(eco2ai.extract(written(tmp_path, text)))

    assert (Decimal("0.75"), Decimal("0.75"), None) == (record.energy_kwh, record.low_kwh, record.high_kwh)
    assert record.at_least
    assert any("1 of 3 rows has no energy (line 3: " in warning for warning in record.warnings)


def test_a_table_that_a_spreadsheet_saved(tmp_path: Path) -> None:
    """Semicolons, padded names, a decimal comma that 0,5 proves, and no CO2."""
    text = HEADER.replace(",", "; ") + NAMES.replace(",", "; ")
    text += 'a;demo;filter;N/A;2026-01-01 00:00:00;100,25;0,5;N/A;"X/1 device(s), TDP:61,0";0 device(s);Linux;DK;0\n'
    source = written(tmp_path, text)
    record = only(eco2ai.extract(source))

    assert eco2ai.identify(source)
    assert (Decimal("0.5"), Decimal("100.25"), None) == (
        record.energy_kwh,
        record.duration_s,
        record.intensity_kg_per_kwh,
    )


def test_a_time_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """31 April is no day; no time at all is nothing to say."""
    text = HEADER + NAMES + line(start="2026-04-31 00:00:00") + line("b")
    said = [any("cannot be read" in it for it in record.warnings) for record in eco2ai.extract(written(tmp_path, text))]

    assert [True, False] == said


@pytest.mark.parametrize("gpu", ["9" * 60_000, "a" + " " * 60_000 + "b"])
def test_a_long_name_of_a_device_is_read_at_once(tmp_path: Path, gpu: str) -> None:
    """Digits or blanks that no number of devices follows: 30 kB of them took 7 to 10 s."""
    source = written(tmp_path, HEADER + NAMES + line(gpu=gpu))
    start = time.process_time()
    record = only(eco2ai.extract(source))

    assert time.process_time() - start < 2
    assert ["cpu", "ram"] == [device.kind for device in record.devices]
