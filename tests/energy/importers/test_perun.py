"""perun's exports as the tool wrote them (PUE 1.2, 5 W overhead, two rounds), held against its own text report.

The report prints, for rounds 0 and 1: 208.894 J and 218.075 J for the host, 250.672 J and 261.690 J for all, which is
1.2 times as much.
"""

import gzip
import json
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.energy.importers import perun
from reportgen.energy.record import Record
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES, joules, only, problem, sample, written

CSV, BENCH = "app_2026-11-25T220027.csv", "app_2026-11-25T220027_bench.json"
HEADER = ",run id,hostname,device_group,sensor,unit,magnitude,timestep,value\n"


def tree() -> Any:
    """Return the sample's tree, to be changed."""
    return json.loads((SAMPLES / "perun" / "app.json").read_text())


def the_run(value: Any) -> Any:
    """Return the one run of a tree."""
    return next(iter(value["nodes"][0].values()))


def joule(value: float, unit: str = "J") -> dict[str, Any]:
    """Return the metrics of a node of so many joules."""
    return {"energy": {"value": value, "metric_md": {"unit": unit, "mag": 1}}}


def small(node: dict[str, Any], metadata: Any = None, name: str = "0") -> str:
    """Return a tree with one run r, whose one round is the node."""
    return json.dumps({"nodes": [{"r": {"metadata": metadata or {}, "nodes": [{name: node}]}}]})


def rounded(record: Record) -> list[tuple[str, Decimal]]:
    """Return the rounds with their energy in J as the tool prints it."""
    return [(s.name, round(joules(s.energy_kwh), 3)) for s in record.stages if s.name.startswith("round")]


def test_a_run_is_one_record_without_pue_and_its_rounds_are_stages() -> None:
    """208.894 J and 218.075 J, as printed for the host; the 250.672 J and 261.690 J for all hold the PUE."""
    source = sample("perun", "app.json")

    record = only(perun.extract(source))

    assert perun.identify(source)
    assert [("round 0", Decimal("208.894")), ("round 1", Decimal("218.075"))] == rounded(record)
    assert Decimal("426.968") == round(joules(record.energy_kwh), 3)
    assert 1 == record.pue_included
    assert "1.0.0" == record.tool_version
    assert Decimal("0.2748") == record.intensity_kg_per_kwh
    assert Decimal("5.694") == round(record.duration_s or Decimal(0), 3)
    assert datetime(2026, 11, 25, 22, 0, 27, 13553) == record.started_at
    assert not record.zone_known
    assert "near_duplicates" in [stage.name for stage in record.stages]


def test_the_overhead_is_an_estimate_of_its_own() -> None:
    """5 W x 5.694 s = 28.468 J that nothing measured; package and DRAM are sensors, and the host goes unnamed."""
    record = only(perun.extract(sample("perun", "app.json")))

    assert [
        ("cpu_0_package-0", "cpu", "measured"),
        ("ram_0_dram", "ram", "measured"),
        ("power overhead", "other", "estimate"),
    ] == [(device.name, device.kind, device.basis) for device in record.devices]
    assert Decimal("28.468") == round(joules(record.devices[2].energy_kwh), 3)
    assert "estimate" == record.basis
    assert ("a constant power overhead that the user named is in it: that part is an estimate",) == record.warnings
    assert "node-a" not in repr(record)


def test_without_overhead_nothing_is_an_estimate(tmp_path: Path) -> None:
    """The sensors alone: 398.501 J, as in the CSV."""
    value = tree()
    del the_run(value)["metadata"]["post-processing.power_overhead"]
    record = only(perun.extract(written(tmp_path, json.dumps(value))))

    assert (Decimal("398.501"), "measured", ()) == (
        round(joules(record.energy_kwh), 3),
        record.basis,
        record.warnings,
    )


@pytest.mark.parametrize(
    ("metadata", "version", "factor"),
    [
        ({"perun_version": "2.1", "post-processing.emissions_factor": "500"}, "2.1", Decimal("0.5")),
        ({"perun_version": " ", "post-processing.emissions_factor": "0"}, None, Decimal(0)),
        ({"perun_version": 2, "post-processing.emissions_factor": "0.5"}, None, Decimal("0.0005")),
        ({"post-processing.emissions_factor": "-1"}, None, None),
        ({"post-processing.emissions_factor": "x"}, None, None),
        ({"post-processing.emissions_factor": 500}, None, None),
    ],
)
def test_what_a_run_was_told(
    tmp_path: Path, metadata: dict[str, Any], version: str | None, factor: Decimal | None
) -> None:
    """Its version, and g of CO2 per kWh as kg; what makes no sense was not told."""
    record = only(perun.extract(written(tmp_path, small({"metrics": joule(5)}, metadata))))

    assert (version, factor) == (record.tool_version, record.intensity_kg_per_kwh)


def test_what_has_no_name_is_called_so(tmp_path: Path) -> None:
    """A round and a watched function; a region lasts as long as it ran on average."""
    runs = ["x", {"type": "power", "mean": 1}, {"type": "runtime", "mean": 2.5}]
    node = {"metrics": joule(5), "regions": {" ": {"metrics": runs}, "f": {"metrics": 7}}}
    record = only(perun.extract(written(tmp_path, small(node, name=" "))))

    assert [("round ?", None), ("?", Decimal("2.5")), ("f", None)] == [(it.name, it.duration_s) for it in record.stages]


def test_regions_beyond_the_most_stages_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the round and its region one is shown."""
    monkeypatch.setattr("reportgen.energy.importers.cells.MOST_STAGES", 1)
    node = {"metrics": joule(5), "regions": {"f": {}}}

    said = only(perun.extract(written(tmp_path, small(node)))).warnings
    assert ("only the first 1 stages are shown, 1 are not; the sum holds them all",) == said


def test_the_csv_holds_the_sensors_alone() -> None:
    """Without 5 W of overhead: 208.894 - 13.936 = 194.958 J and 218.075 - 14.532 = 203.543 J."""
    source = sample("perun", CSV)

    record = only(perun.extract(source))

    assert perun.identify(source)
    assert [("round 0", Decimal("194.958")), ("round 1", Decimal("203.543"))] == rounded(record)
    assert Decimal("398.501") == round(joules(record.energy_kwh), 3)
    assert Decimal("5.694") == round(record.duration_s or Decimal(0), 3)
    assert ["cpu", "ram"] == [device.kind for device in record.devices]
    assert "node-a" not in repr(record)


def test_the_benchmark_list_is_a_mean_with_an_unknown_pue() -> None:
    """(250.672 + 261.690) / 2 = 256.181 J; nothing in the list says that 1.2 is in it."""
    source = sample("perun", BENCH)

    record = only(perun.extract(source))

    assert perun.identify(source)
    assert Decimal("256.181") == round(joules(record.energy_kwh), 3)
    assert record.pue_included is None
    assert any("mean over the rounds" in warning for warning in record.warnings)


def test_two_hosts_are_added(tmp_path: Path) -> None:
    """Each has its own package 0."""
    value = tree()
    first = next(iter(the_run(value)["nodes"][0].values()))
    first["nodes"][0]["secret-b"] = first["nodes"][0]["node-a"]
    the_run(value)["nodes"] = [{"0": first}]

    record = only(perun.extract(written(tmp_path, json.dumps(value))))

    assert Decimal("417.787") == round(joules(record.energy_kwh), 3)
    assert "cpu_0_package-0 of node 1" in [device.name for device in record.devices]
    assert "secret" not in repr(record)


def test_several_runs_are_several_records(tmp_path: Path) -> None:
    """perun adds each run of an application to the same file."""
    value = tree()
    value["nodes"][0]["later"] = the_run(value)

    assert 2 == len(perun.extract(written(tmp_path, json.dumps(value))))


def test_a_round_without_devices_is_read_without_its_pue(tmp_path: Path) -> None:
    """(250.672 + 261.690) / 1.2 = 426.968 J; without the PUE's key what is in it is unknown."""
    value = tree()
    for node in the_run(value)["nodes"][0].values():
        node["nodes"] = [{}]
    known = only(perun.extract(written(tmp_path, json.dumps(value))))
    del the_run(value)["metadata"]["post-processing.pue"]
    unknown = only(perun.extract(written(tmp_path, json.dumps(value))))

    assert Decimal("426.968") == round(joules(known.energy_kwh), 3)
    assert 1 == known.pue_included
    assert Decimal("512.362") == round(joules(unknown.energy_kwh), 3)
    assert unknown.pue_included is None
    del next(iter(the_run(value)["nodes"][0].values()))["metrics"]["energy"]
    second = only(perun.extract(written(tmp_path, json.dumps(value))))
    assert Decimal("261.690") == round(joules(second.energy_kwh), 3)


def test_a_run_without_any_energy_was_not_measured(tmp_path: Path) -> None:
    """That is said."""
    record = only(perun.extract(written(tmp_path, small({}))))

    assert record.energy_kwh is None
    assert any("not measured" in warning for warning in record.warnings)


def test_counters_in_the_csv_are_subtracted(tmp_path: Path) -> None:
    """Energy that perun has not made power of: 5,000,000 - 1,000,000 µJ."""
    rows = "0,0,a,cpu,package,J,1e-06,0.0,1000000\n1,0,a,cpu,package,J,1e-06,2.0,5000000\n"

    record = only(perun.extract(written(tmp_path, HEADER + rows)))

    assert 4 == joules(record.energy_kwh)
    assert 2 == record.duration_s


def test_samples_of_power_are_integrated(tmp_path: Path) -> None:
    """(100 + 300) / 2 W x 2 s; percent and bytes are no power."""
    rows = "0,0,a,gpu,GPU0,W,1.0,0.0,100\n1,0,a,gpu,GPU0,W,1.0,2.0,300\n2,0,a,gpu,GPU0,W,1.0,2.0,300\n"
    rows += "3,0,a,gpu,MEM,%,1.0,2.0,300\n4,0,a,gpu,MEM,%,1.0,2.0,hot\n"

    record = only(perun.extract(written(tmp_path, HEADER + rows)))

    assert 400 == joules(record.energy_kwh)
    assert ["gpu"] == [device.kind for device in record.devices]
    assert ("sampled power", False) == (record.method, record.at_least)


@pytest.mark.parametrize(
    ("group", "kind"), [("cpu", "cpu"), ("gpu", "gpu"), ("ram", "ram"), ("net", "other"), ("GPU", "other")]
)
def test_a_sensor_of_the_csv_is_of_its_group(tmp_path: Path, group: str, kind: str) -> None:
    """100 W for half a second of either of two hosts, whose names go nowhere; a sensor without name is its kind."""
    rows = "".join(f"0,0,{host},{group},,W,1.0,{second},100\n" for host in ("h1", "h2") for second in ("0.0", "0.5"))
    record = only(perun.extract(written(tmp_path, HEADER + rows)))

    devices = [(it.name, it.kind, int(joules(it.energy_kwh))) for it in record.devices]
    assert [(f"{kind} of node 0", kind, 50), (f"{kind} of node 1", kind, 50)] == devices
    assert Decimal("0.5") == record.duration_s


def test_a_sensor_of_the_csv_is_one_device_in_all_rounds(tmp_path: Path) -> None:
    """(100 + 300) / 2 W x 2 s, +- half of 2 s times 200 W, twice; its power begins anew in each round."""
    rows = "".join(f"0,{name},a,gpu,g,W,1.0,{s},{w}\n" for name in ("0", "") for s, w in ((0, 100), (2, 300)))
    record = only(perun.extract(written(tmp_path, HEADER + rows)))

    assert [800, 400, 1200] == [int(joules(it)) for it in (record.energy_kwh, record.low_kwh, record.high_kwh)]
    assert [("round 0", 400, Decimal(2)), ("round ?", 400, Decimal(2))] == [
        (it.name, int(joules(it.energy_kwh)), it.duration_s) for it in record.stages
    ]
    (device,) = record.devices
    assert [400, 1200] == [int(joules(it)) for it in (device.low_kwh, device.high_kwh)]
    assert device.power is None


def test_no_sensor_is_not_measured(tmp_path: Path) -> None:
    """A machine where perun found only the load of the CPU."""
    record = only(perun.extract(written(tmp_path, HEADER + "0,0,a,cpu,CPU_USAGE_0,%,1.0,0.0,77\n")))

    assert record.energy_kwh is None
    assert any("not measured" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: the file is empty (is this the tool's file?)"),
        ('{"id": "app",\n "type": 1', "record:2: not JSON"),
        ("[" * 100_000, "record: lists and maps stand inside each other too deep"),
        ("[]", "record: there is no run in the file"),
        ("7", "record: $ is '7', not a map"),
        ('{"nodes": [{"r": 5}]}', "record: $.nodes.r is '5', not a map"),
        ('[{"name": "a - ENERGY", "unit": "cal", "value": 1}]', "record: $[0].unit is 'cal', which is not known"),
        ('[{"name": "a - ENERGY", "unit": "J", "value": NaN}]', "record: $[0].value is 'None', no number"),
        ('[{"name": "a - ENERGY", "unit": "J", "value": 1e999999}]', "record: $[0].value is 'None', no number"),
        (
            '[{"name": "a - ENERGY", "unit": "J", "value": 1e31}]',
            "record: $[0].value is '1E+31', which is beyond what is computed here: 1e-30 to 1e30 (is",
        ),
        (
            '[{"name": "a - RUNTIME", "unit": "ks", "value": 315360.001}]',
            "record: $[0].value is 315360001 s, longer than ten years",
        ),
        (small({"metrics": {"energy": 5}}), "record: $.nodes.r.nodes.0.metrics.energy is '5', not a map"),
        (small({"metrics": joule(5, "kJ")}), "record: $.nodes.r.nodes.0.metrics.energy is in 'kJ', not in J"),
        (small({"metrics": joule(-5)}), "record: $.nodes.r.nodes.0.metrics.energy.value is '-5', no number"),
        (
            small({"metrics": {"energy": {"metric_md": 5}}}),
            "record: $.nodes.r.nodes.0.metrics.energy.metric_md is '5', not a map",
        ),
        (
            small({"metrics": {"energy": {"value": 5, "metric_md": {"unit": "J", "mag": "k"}}}}),
            "record: $.nodes.r.nodes.0.metrics.energy.mag is 'k', no number",
        ),
        (
            small({"metrics": {"runtime": {"value": 315360001, "metric_md": {"unit": "s", "mag": 1}}}}),
            "record: $.nodes.r.nodes.0.metrics.runtime is 315360001 s, longer than ten years",
        ),
        (
            small({"metrics": {"runtime": {"value": 1, "metric_md": {"unit": "h", "mag": 1}}}}),
            "record: $.nodes.r.nodes.0.metrics.runtime is in 'h', not in s",
        ),
        (
            small({"regions": {"f": {"metrics": [{"type": "runtime", "mean": "x"}]}}}),
            "record: $.nodes.r.nodes.0.regions.f.runtime.mean is 'x', no number",
        ),
        (small({"regions": {"f": 5}}), "record: $.nodes.r.nodes.0.regions.f is '5', not a map"),
        (small({"nodes": [5]}), "record: $.nodes.r.nodes.0.nodes is '5', not a map"),
        (small({"nodes": [{"secret": 5}]}), "record: $.nodes.r.nodes.0.nodes[0] is '5', not a map"),
        (
            small({"nodes": [{"secret": {"nodes": [{"cpu": {"metrics": {"energy": 5}}}]}}]}),
            "record: $.nodes.r.nodes.0.nodes[0].nodes.cpu.metrics.energy is '5', not a map",
        ),
        (
            small({"nodes": [{"secret": {"metrics": {"runtime": 5}}}]}),
            "record: $.nodes.r.nodes.0.nodes[0].metrics.runtime is '5', not a map",
        ),
        (small({}, 5), "record: $.nodes.r.metadata is '5', not a map"),
        ("[5]", "record: $[0] is '5', not a map"),
        (
            '{"nodes": [{"r": {"nodes": [{"0": {"regions": 3}}]}}]}',
            "record: $.nodes.r.nodes.0.regions is '3', not a map (is this the tool's file?)",
        ),
        (b'{"id":\n"\xff"}', "record:2: the byte 0xFF here is not UTF-8"),
        (HEADER, "record: there is no sample in the file"),
        (HEADER + "0,0,a,cpu", "record:2: the line has 4 cells, the header 9"),
        (HEADER + "0,0,a,cpu,p,W,1.0,0.0,hot\n", "record:2: value is 'hot', which is no number"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line or its path in the tree."""
    assert problem(perun.extract, written(tmp_path, content)).startswith(expected)


@pytest.mark.parametrize(
    ("type_", "kind"), [("cpu", "cpu"), ("gpu", "gpu"), ("ram", "ram"), ("net", "other"), ("GPU", "other")]
)
def test_the_kind_of_a_sensor_is_its_devices(tmp_path: Path, type_: str, kind: str) -> None:
    """As perun calls it; the sample's package and DRAM stand as sensors of that type."""
    text = (SAMPLES / "perun" / "app.json").read_text()
    text = re.sub(r'"deviceType": "(cpu|ram)"', f'"deviceType": "{type_}"', text)
    record = only(perun.extract(written(tmp_path, text)))

    assert {kind} == {device.kind for device in record.devices if device.name != "power overhead"}


def test_another_unit_is_refused(tmp_path: Path) -> None:
    """An energy in Wh would be wrong by a factor of 3,600 if it were guessed."""
    text = (SAMPLES / "perun" / "app.json").read_text().replace('"unit": "J"', '"unit": "Wh"')

    with pytest.raises(InputError, match=r"\.metrics\.energy is in 'Wh', not in J \(which perun is it\?\)"):
        perun.extract(written(tmp_path, text))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"header": {}}', '[{"name": "speed - TIME", "unit": "s"}]', "time,power\n1,2\n"]
)
def test_other_files_are_not_peruns(tmp_path: Path, text: str) -> None:
    """Neither the tree nor the CSV's header nor a benchmark of energy."""
    assert not perun.identify(written(tmp_path, text))


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ("1,0,a,cpu,p,W,1.0,5.0,hot", "value is 'hot', which is no number"),
        ("1,0,a,cpu,p,W,1.0,0.5,100", "the time goes back"),
        ("1,0,a,cpu,p,J,1.0,5.0,100", "the unit is J, above it was W"),
        ("1,0,a,cpu,p,W,1.0,315360001,100", "timestep is 315360001 s, longer than ten years"),
        ("1,0,a,cpu", "the line has 4 cells, the header 9"),
        ("\0", "the file holds a NUL"),
    ],
)
def test_one_odd_row_of_the_csv_is_a_hole(tmp_path: Path, odd: str, said: str) -> None:
    """100 W for 1 s before it and for 1 s after it; nobody knows what was drawn between."""
    rows = "".join(f"0,0,a,cpu,p,W,1.0,{second},100\n" for second in (1, 2)) + odd + "\n"
    rows += "".join(f"0,0,a,cpu,p,W,1.0,{second},100\n" for second in (8, 9))
    record = only(perun.extract(written(tmp_path, HEADER + rows)))

    assert (Decimal(200), True) == (joules(record.energy_kwh), record.at_least)
    assert any(it.startswith(f"1 of 5 rows has no energy (line 4: {said}") for it in record.warnings)
    assert any("samples of power are missing once" in it for it in record.warnings)


def test_a_comma_in_the_values_alone_is_a_decimal_one(tmp_path: Path) -> None:
    """As a spreadsheet saves it: 100,5 W for two seconds."""
    rows = "".join(f"0;0;a;cpu;p;W;1;{second};100,5\n" for second in (1, 2, 3))
    record = only(perun.extract(written(tmp_path, HEADER.replace(",", ";") + rows)))

    assert Decimal(201) == joules(record.energy_kwh)


def test_a_sample_without_value_is_a_hole(tmp_path: Path) -> None:
    """100 W for 1 s before it and for 1 s after it."""
    rows = [(1, "100"), (2, "100"), (5, "nan"), (8, "100"), (9, "100")]
    text = HEADER + "".join(f"0,0,a,cpu,p,W,1.0,{second},{value}\n" for second, value in rows)
    record = only(perun.extract(written(tmp_path, text)))

    assert (Decimal(200), True) == (joules(record.energy_kwh), record.at_least)
    assert any("samples of power are missing once" in it for it in record.warnings)
    assert not any("no energy" in warning for warning in record.warnings)


def test_a_damaged_reading_of_a_counter_is_left_out(tmp_path: Path) -> None:
    """Between 4 J and 5 J the counter cannot have stood at 1 J; 7 J less 2 J are 5 J."""
    rows = "".join(f"0,0,a,cpu,p,J,1.0,{second},{value}\n" for second, value in enumerate((2, 4, 1, 5, 7)))
    record = only(perun.extract(written(tmp_path, HEADER + rows)))

    assert 5 == joules(record.energy_kwh)
    said = "1 reading of an energy counter stands below those before and after: damaged, and left out"
    assert said in record.warnings
    assert not any("wrapped" in warning for warning in record.warnings)


@pytest.mark.parametrize(("first", "said"), [("0", "once"), ("5", "2 times")])
def test_a_counter_that_wrapped_says_how_often(tmp_path: Path, first: str, said: str) -> None:
    """From 4 J to 1 J it fell, and from 5 J to 4 J too."""
    values = enumerate((first, "4", "1", "3"))
    text = HEADER + "".join(f"0,0,a,cpu,p,J,1.0,{second},{value}\n" for second, value in values)
    record = only(perun.extract(written(tmp_path, text)))

    assert any(f"wrapped round {said}" in warning for warning in record.warnings)


def test_one_odd_sensor_of_the_tree_costs_itself(tmp_path: Path) -> None:
    """Without the package's energy of round 0 the rest is 426.968 J less what it had."""
    value = tree()
    whole = only(perun.extract(written(tmp_path, json.dumps(value))))
    metric = package(value, 0)["metrics"]["energy"]
    lost_j = Decimal(str(metric["value"])) * Decimal(str(metric["metric_md"]["mag"]))
    metric["value"] = -1
    record = only(perun.extract(written(tmp_path, json.dumps(value))))

    assert joules(whole.energy_kwh) - round(lost_j, 9) == joules(record.energy_kwh)
    assert (True, None) == (record.at_least, record.high_kwh)
    assert any("cpu_0_package-0.metrics.energy.value is '-1'" in warning for warning in record.warnings)
    assert "node-a" not in repr(record)


def package(value: Any, number: int) -> Any:
    """Return the package of a tree in one of its two rounds."""
    host = list(the_run(value)["nodes"][0].values())[number]["nodes"][0]["node-a"]
    return host["nodes"][0]["cpu"]["nodes"][0]["cpu_0_package-0"]


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ((0,), [("round 0", "41.787"), ("round 1", "218.075")]),
        ((0, 1), [("round 0", "41.787"), ("round 1", "43.610")]),
    ],
)
def test_a_sensor_that_says_zero_was_not_measured(
    tmp_path: Path, rounds: tuple[int, ...], expected: list[tuple[str, str]]
) -> None:
    """208.894 - 167.107 = 41.787 J and 218.075 - 174.465 = 43.610 J are left."""
    value = tree()
    for number in rounds:
        package(value, number)["metrics"]["energy"]["value"] = 0
    record = only(perun.extract(written(tmp_path, json.dumps(value))))

    assert [(name, Decimal(energy_j)) for name, energy_j in expected] == rounded(record)
    total_j = sum(Decimal(energy_j) for _, energy_j in expected)
    assert abs(total_j - joules(record.energy_kwh)) < Decimal("0.002")


def test_what_stands_before_a_sensor_hides_it_not(tmp_path: Path) -> None:
    """One without energy and one that is damaged; the 5 J of the third are the least."""
    sensors = {"blind": {}, "odd": {"metrics": joule(-1)}, "p": {"metrics": joule(5)}}
    host = {"nodes": [{"empty": {}, "cpu": {"metrics": joule(5), "nodes": [sensors]}}]}
    record = only(perun.extract(written(tmp_path, small({"nodes": [{"secret": host}]}))))

    assert (Decimal(5), True) == (joules(record.energy_kwh), record.at_least)


def test_a_round_without_run_time_leaves_the_duration_unknown(tmp_path: Path) -> None:
    """That of the other round alone would make the power twice as high."""
    value = tree()
    del next(iter(the_run(value)["nodes"][0].values()))["metrics"]["runtime"]

    assert only(perun.extract(written(tmp_path, json.dumps(value)))).duration_s is None


def test_one_odd_entry_of_the_benchmark_list_costs_itself(tmp_path: Path) -> None:
    """The energy of run a is there, that of run b is damaged."""
    entries = [{"name": f"{run} - ENERGY", "unit": "J", "value": value} for run, value in (("a", 5), ("b", -5))]
    record = only(perun.extract(written(tmp_path, json.dumps(entries))))

    assert (Decimal(5), True) == (joules(record.energy_kwh), record.at_least)
    assert any(it.startswith("1 of 2 rows has no energy (") and "$[1].value is '-5'" in it for it in record.warnings)


def test_a_mean_of_zero_was_not_measured(tmp_path: Path) -> None:
    """That is said beside what a mean is."""
    entries = [{"name": "a - ENERGY", "unit": "J", "value": 0}]
    record = only(perun.extract(written(tmp_path, json.dumps(entries))))

    assert (None, 2) == (record.energy_kwh, len(record.warnings))
    assert "not measured" in record.warnings[1]


@pytest.mark.parametrize(
    ("prefix", "power"),
    [("p", 12), ("n", 9), ("µ", 6), ("m", 3), ("", 0), ("k", -3), ("M", -6), ("G", -9), ("T", -12)],
)
def test_the_units_of_the_benchmark_list(tmp_path: Path, prefix: str, power: int) -> None:
    """perun writes 5 J and 7 s in whatever multiple gives few digits."""
    entries = [
        {"name": "a - ENERGY", "unit": f"{prefix}J", "value": float(f"5e{power}")},
        {"name": "a - RUNTIME", "unit": f"{prefix}s", "value": float(f"7e{power}")},
        {"name": "a - POWER", "unit": "W", "value": 1},
    ]
    record = only(perun.extract(written(tmp_path, json.dumps(entries))))

    assert (Decimal(5), Decimal(7)) == (joules(record.energy_kwh), record.duration_s)
    assert not record.at_least


@pytest.mark.parametrize(("metric", "unit"), [("ENERGY", "s"), ("RUNTIME", "J"), ("ENERGY", "XJ"), ("ENERGY", "")])
def test_another_unit_of_the_benchmark_list_costs_its_entry(tmp_path: Path, metric: str, unit: str) -> None:
    """Run b is as it should be."""
    entries = [
        {"name": f"a - {metric}", "unit": unit, "value": 1},
        {"name": "b - ENERGY", "unit": "J", "value": 5},
    ]
    record = only(perun.extract(written(tmp_path, json.dumps(entries))))

    assert (Decimal(5), True) == (joules(record.energy_kwh), record.at_least)
    assert any(f"$[0].unit is '{unit}', which is not known here" in warning for warning in record.warnings)


def test_an_export_may_be_compressed(tmp_path: Path) -> None:
    """As the plain file: 426.968 J."""
    content = gzip.compress((SAMPLES / "perun" / "app.json").read_bytes())
    record = only(perun.extract(written(tmp_path, content, "app.json.gz")))

    assert Decimal("426.968") == round(joules(record.energy_kwh), 3)
