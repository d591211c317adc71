"""BoAmps reports, held against the kWh that stand in them."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.energy.importers import boamps
from tests.energy.importers.sources import SAMPLES, joules, only, problem, sample, written


def report(**measure: Any) -> Any:
    """Return the sample with a unit, its one measure changed."""
    value = json.loads((SAMPLES / "boamps" / "report_with_unit.json").read_text())
    value["measures"][0] |= measure
    return value


def test_what_codecarbon_wrote_is_read_digit_for_digit() -> None:
    """4.735713348335481e-05 kWh; the time that CodeCarbon writes is the end of its 2.5 s."""
    source = sample("boamps", "report_of_codecarbon.json")

    record = only(boamps.extract(source))

    assert boamps.identify(source)
    assert Decimal("4.735713348335481e-05") == record.energy_kwh
    assert Decimal("2.5020721680000406") == record.duration_s
    assert datetime(2026, 11, 21, 20, 21, 55) == record.ended_at
    assert "as measured by codecarbon 3.3.2" == record.method
    assert ["cpu", "ram"] == [device.kind for device in record.devices]
    assert "estimate" == record.basis
    assert record.pue_included is None


def test_the_unit_of_old_versions_counts() -> None:
    """351 Wh in 42 minutes, by a wattmeter; 56 g/kWh."""
    record = only(boamps.extract(sample("boamps", "report_with_unit.json")))

    assert Decimal("0.351") == record.energy_kwh
    assert 2520 == record.duration_s
    assert Decimal("0.056") == record.intensity_kg_per_kwh
    assert "measured" == record.basis
    assert datetime(2026, 3, 2, 9, 15) == record.started_at
    assert datetime(2026, 3, 2, 9, 57) == record.ended_at
    assert not record.zone_known


def test_gpus_are_named_one_by_one_and_cores_are_not() -> None:
    """48 cores are one CPU; two boards are two."""
    record = only(boamps.extract(sample("boamps", "report_with_unit.json")))

    assert ["AMD EPYC 7402", "NVIDIA L4 0", "NVIDIA L4 1", "RAM"] == [device.name for device in record.devices]
    assert {None} == {device.energy_kwh for device in record.devices}


@pytest.mark.parametrize(
    ("unit", "expected_j"),
    [
        *(("mWh", Decimal("3.6")), ("Wh", 3_600), ("kWh", 3_600_000), ("MWh", 3_600_000_000)),
        *(("GWh", 3_600_000_000_000), ("kJoule", 1_000), ("MJoule", 1_000_000), ("GJoule", 1_000_000_000)),
    ],
)
def test_each_unit(tmp_path: Path, unit: str, expected_j: int | Decimal) -> None:
    """1 of each."""
    text = json.dumps(report(unit=unit, powerConsumption=1))

    assert expected_j == joules(only(boamps.extract(written(tmp_path, text))).energy_kwh)


def test_trackers_say_what_was_measured(tmp_path: Path) -> None:
    """rapl and nvml are counters; memory is a model, whatever stands there."""
    value = report(measurementMethod="codecarbon", cpuTrackingMode="intel_rapl", gpuTrackingMode="nvml")

    record = only(boamps.extract(written(tmp_path, json.dumps(value))))

    assert ["measured", "measured", "measured", "estimate"] == [device.basis for device in record.devices]
    assert "estimate" == record.basis


def test_several_measures_are_several_records_and_may_be_the_same_energy(tmp_path: Path) -> None:
    """Two methods looked at one task: their sum would be twice the energy."""
    value = report()
    value["measures"].append(value["measures"][0] | {"measurementMethod": "codecarbon", "powerConsumption": 340})

    records = boamps.extract(written(tmp_path, json.dumps(value)))

    assert [Decimal("0.351"), Decimal("0.34")] == [record.energy_kwh for record in records]
    said = "the report holds 2 measures of one task: where they are of the same devices they are the same energy again"
    assert all(said in record.warnings for record in records)


def test_seconds_since_1970_have_a_zone(tmp_path: Path) -> None:
    """Old versions wrote the time as a number."""
    record = only(boamps.extract(written(tmp_path, json.dumps(report(measurementDateTime=1772442900)))))

    assert datetime(2026, 3, 2, 9, 15, tzinfo=UTC) == record.started_at
    assert record.zone_known


def test_components_of_old_versions_say_their_kind_in_their_name(tmp_path: Path) -> None:
    """componentName gpu, with manufacturer, family and series."""
    value = report()
    parts = {"manufacturer": "NVIDIA", "family": "GeForce", "series": "rtx4080"}
    value["infrastructure"]["components"] = [{"componentName": "gpu", "nbComponent": 2, **parts}]

    record = only(boamps.extract(written(tmp_path, json.dumps(value))))

    assert ["NVIDIA GeForce rtx4080 0", "NVIDIA GeForce rtx4080 1"] == [device.name for device in record.devices]


@pytest.mark.parametrize("energy", [0, 0.0, None, ""])
def test_zero_and_nothing_are_not_measured(tmp_path: Path, energy: Any) -> None:
    """A report must hold a number, and a tool that found no device writes zero."""
    record = only(boamps.extract(written(tmp_path, json.dumps(report(powerConsumption=energy)))))

    assert record.energy_kwh is None
    assert "the file says no energy, or zero: it was not measured" in record.warnings


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: the file is empty (name the report)"),
        ('{\n"measures": [', "record:2: not JSON: expected a value, found the end of the file"),
        ("{}", "record:1: there is no list of measures in the report (is this a BoAmps report?)"),
        ('{\n"measures": []}', "record:2: there is no list of measures in the report (is this a BoAmps report?)"),
        ('{\n"measures": 7}', "record:2: there is no list of measures in the report (is this a BoAmps report?)"),
        ('{"measures": [{\n"powerConsumption": -1}]}', "record:2: powerConsumption is -1, below zero"),
        ('{"measures": [{\n"powerConsumption": "much"}]}', "record:2: powerConsumption is 'much', which is no number"),
        (
            '{"measures": [{\n"powerConsumption": [1]}]}',
            "record:2: powerConsumption is no number (is this a BoAmps report?)",
        ),
        (
            '{"measures": [{\n"powerConsumption": true}]}',
            "record:2: powerConsumption is no number (is this a BoAmps report?)",
        ),
        (
            '{"measures": [{"powerConsumption": 1,\n"measurementDuration": 315360001}]}',
            "record:2: measurementDuration is 315360001 s, longer than ten years",
        ),
        ('{"measures": [{"powerConsumption": 1,\n"unit": "BTU"}]}', "record:2: the unit 'BTU' is not known here"),
        ('{"measures": [{"powerConsumption":\nNaN}]}', "record:2: not JSON: expected a value, found 'NaN"),
        ("[" * 1000, "record:1: lists and maps stand inside each other more than 64 levels deep"),
        (b'{\n"measures": "\xff"}', "record:2: the byte 0xFF here is not UTF-8"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(boamps.extract, written(tmp_path, content)).startswith(expected)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_every_utf_is_read(tmp_path: Path, encoding: str) -> None:
    """With its mark, or without where JSON allows to tell."""
    content = json.dumps(report()).encode(encoding)

    assert Decimal("0.351") == only(boamps.extract(written(tmp_path, content))).energy_kwh


@pytest.mark.parametrize(
    ("text", "known"),
    [
        *(("", False), ("{}", False), ('{"measures": []}', False), ("measures,powerConsumption\n", False)),
        *(('{"powerConsumption": 1}', False), ('[{"measures": [{"powerConsumption": 1}]}]', False)),
        *(('{"measures": [{"powerConsumption": 1}]}', True), ('\n {"measures": [{"powerConsumption": 1}]}', True)),
    ],
)
def test_other_files_are_not_boamps(tmp_path: Path, text: str, known: bool) -> None:
    """Only a report with a measure."""
    assert known == boamps.identify(written(tmp_path, text))


@pytest.mark.parametrize(
    ("kind", "name", "count", "expected"),
    [
        ("GPU", "L4", 1, [("L4", "gpu")]),
        ("gpu", "L4", 2, [("L4 0", "gpu"), ("L4 1", "gpu")]),
        ("gpu", "L4", 256, [(f"L4 {index}", "gpu") for index in range(256)]),
        ("gpu", "L4", 257, [("L4", "gpu")]),  # more than any machine has: no count of boards
        ("cpu", "48 x EPYC", 48, [("EPYC", "cpu")]),
        ("ram", "ram", None, [("RAM", "ram")]),
        ("", "", None, [("OTHER", "other")]),
        ("Mainboard", "X570", None, [("X570", "other")]),
    ],
)
def test_each_kind_of_component(
    kind: str, name: str, count: int | None, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    """GPUs one by one, at most as many as a machine can have; a kind that is not known is another one."""
    value = report()
    value["infrastructure"]["components"] = [{"componentType": kind, "componentName": name, "nbComponent": count}]

    record = only(boamps.extract(written(tmp_path, json.dumps(value))))

    assert expected == [(device.name, device.kind) for device in record.devices]


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("yesterday", ["line 2: the time 'yesterday' cannot be read: when the run was is not known"]),
        ("", []),
        (None, []),
        ("2026-03-02T09:15:00", []),
    ],
)
def test_a_time_that_cannot_be_read_is_said(time: str | None, said: list[str], tmp_path: Path) -> None:
    """With its line; one that is not there is none."""
    text = f'{{"measures": [{{"powerConsumption": 1,\n"measurementDateTime": {json.dumps(time)}}}]}}'
    record = only(boamps.extract(written(tmp_path, text)))

    assert said == [warning for warning in record.warnings if "the time" in warning]


@pytest.mark.parametrize(
    ("method", "basis"), [("wattmeter", "measured"), ("a Wattmeter of ours", "measured"), ("codecarbon", "estimate")]
)
def test_a_wattmeter_measures_whatever_the_components_are(method: str, basis: str, tmp_path: Path) -> None:
    """Also where the report names none."""
    value = report(measurementMethod=method)
    value["infrastructure"]["components"] = []

    assert basis == only(boamps.extract(written(tmp_path, json.dumps(value)))).basis


@pytest.mark.parametrize(
    ("method", "duration", "began", "ended"),
    [
        ("codecarbon", 60, "09:14", "09:15"),  # which writes the end
        ("CodeCarbon", 60, "09:14", "09:15"),
        ("wattmeter", 60, "09:15", "09:16"),
        ("codecarbon", None, "09:15", None),
    ],
)
def test_when_the_run_was(method: str, duration: int | None, began: str, ended: str | None, tmp_path: Path) -> None:
    """From a time of 09:15, of the beginning or the end, and a minute."""
    value = report(
        measurementMethod=method, measurementDuration=duration, measurementDateTime="2026-03-02T09:15:00+01:00"
    )
    record = only(boamps.extract(written(tmp_path, json.dumps(value))))

    assert [began, ended] == [time and f"{time:%H:%M}" for time in (record.started_at, record.ended_at)]
    assert record.zone_known


def test_the_flat_csv_is_read_like_the_report() -> None:
    """0.0125 kWh in 45.25 s, of CodeCarbon, which writes the end; two GPUs, a CPU and memory; 25 g/kWh."""
    source = sample("boamps", "flattened.csv")

    record = only(boamps.extract(source))

    assert boamps.identify(source)
    assert Decimal("0.0125") == record.energy_kwh
    assert Decimal("45.25") == record.duration_s
    assert Decimal("0.025") == record.intensity_kg_per_kwh
    assert datetime(2026, 11, 21, 20, 21, 55) == record.ended_at
    assert "as measured by codecarbon 2.5.0" == record.method
    assert ["cpu", "gpu", "gpu", "ram"] == [device.kind for device in record.devices]


def test_each_row_of_the_csv_is_a_report_and_an_odd_one_costs_itself(tmp_path: Path) -> None:
    """1 kWh and 2 kWh, with points in the names as well; the second row has no number and is said with its line."""
    text = "header.reportId;measures.0.powerConsumption;measures.0.measurementDateTime\na;1;1700000000\nb;much;\nc;2;\n"

    records = boamps.extract(written(tmp_path, text))

    assert [1, 2] == [int(record.energy_kwh or 0) for record in records]
    assert datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC) == records[0].started_at
    assert all(record.at_least for record in records)
    for record in records:
        assert any("1 of 3 rows has no report" in it and "line 3" in it for it in record.warnings)


@pytest.mark.parametrize(
    ("name", "cell", "began", "said"),
    [
        ("measurementDateTime", "1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), None),
        ("measurementDateTime", "2026-03-02 09:15:00", datetime(2026, 3, 2, 9, 15), None),
        ("measurementDateTime", "soon", None, "soon"),
        ("measurementDateTime", "", None, None),
        ("measurementDateTime.zone", "UTC", None, "a map"),
        ("measurementDateTime.0", "9", None, "a list"),
    ],
)
def test_the_time_of_a_csv(name: str, cell: str, began: datetime | None, said: str | None, tmp_path: Path) -> None:
    """As a date or in seconds since 1970, and unknown otherwise."""
    text = f"measures.0.powerConsumption,measures.0.{name}\n1,{cell}\n"
    record = only(boamps.extract(written(tmp_path, text)))

    assert (Decimal(1), began) == (record.energy_kwh, record.started_at)
    fault = f"line 2: the time '{said}' cannot be read: when the run was is not known"
    assert ([fault] if said else []) == [it for it in record.warnings if it.startswith("line 2: the time")]


def test_a_csv_without_a_report_that_can_be_read_is_refused(tmp_path: Path) -> None:
    """A header alone, and a row without energy that is a number."""
    header = "header_reportId,measures_0_powerConsumption\n"

    assert "there is no report below the header" in problem(boamps.extract, written(tmp_path, header))
    assert "powerConsumption is 'x'" in problem(boamps.extract, written(tmp_path, header + "a,x\n", "b"))


def test_what_cannot_be_read_beside_the_energy_is_left_out_and_said(tmp_path: Path) -> None:
    """A carbon intensity that is no number is not known; the energy is what it is."""
    value = report()
    value["environment"]["powerSourceCarbonIntensity"] = "low"
    sound = only(boamps.extract(written(tmp_path, json.dumps(report()), "sound.json")))
    record = only(boamps.extract(written(tmp_path, json.dumps(value), "report.json")))

    assert sound.energy_kwh == record.energy_kwh
    assert [it for it in record.warnings if it not in sound.warnings] == [
        it for it in record.warnings if it.endswith(": it is left out")
    ]
    assert [True] == ["powerSourceCarbonIntensity" in it for it in record.warnings if it.endswith("left out")]
