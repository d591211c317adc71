"""Energy from the files that a manifest names: what counts, what does not, and what is said of it."""

import json
import shutil
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.energy.record import Record
from reportgen.inputs.energy import meter_of
from reportgen.inputs.leaves import slugs
from reportgen.problems import InputError
from reportgen.rendering.report import Report
from tests.inputs.runs import FOUR_LINES

LOGS = Path(__file__).parents[2] / "sample_data" / "tool_logs"
SMI = "timestamp, power.draw [W]\n2026/11/21 20:00:00.000, {first}\n2026/11/21 20:01:00.000, {last}\n"


def report_of(folder: Path, energy: list[dict[str, Any]], **options: Any) -> Report:
    """The report of four lines and these records, in the folder."""
    (folder / "run.yaml").write_text(FOUR_LINES + f"energy: {json.dumps(energy)}\n")
    return reportgen.load(folder / "run.yaml", **options)


def logs(folder: Path, *names: str) -> None:
    """Put logs of the samples into the folder."""
    for name in names:
        source = LOGS / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / source.name)


def problems(folder: Path, energy: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the records."""
    with pytest.raises(InputError) as raised:
        report_of(folder, energy)
    return [str(problem).replace(f"{folder}/", "") for problem in raised.value.problems]


def test_a_measured_record_has_the_range_of_software_meters(tmp_path: Path) -> None:
    """3000.419 J of Zeus's windows, from 0.6 to 1.4 of it."""
    logs(tmp_path, "zeus/two_gpus.csv")
    figure = report_of(tmp_path, [{"file": "two_gpus.csv"}]).figures["energy.two_gpus"]

    assert figure.value is not None
    assert Decimal("3000.419") == round(figure.value * 3_600_000, 3)
    assert (round(figure.value * Decimal("0.6"), 20), round(figure.value * Decimal("1.4"), 20)) == (
        round(figure.low or Decimal(0), 20),
        round(figure.high or Decimal(0), 20),
    )
    assert ("measured", ("energy.two_gpus", "energy-software-accuracy")) == (figure.basis, figure.sources)
    assert "zeus: outermost windows, added up" == figure.note


def test_what_sampling_can_have_missed_widens_the_range(tmp_path: Path) -> None:
    """A ramp from 100 to 300 W in a minute: 12 kJ, 6 kJ more or less; so 0.6 of 6 to 1.4 of 18 kJ."""
    (tmp_path / "gpu.csv").write_text(SMI.format(first=100, last=300))
    figure = report_of(tmp_path, [{"file": "gpu.csv"}]).figures["energy.gpu"]

    assert [12000, 3600, 25200] == [
        round((value or Decimal(0)) * 3_600_000, 6) for value in (figure.value, figure.low, figure.high)
    ]


def test_a_wall_meter_is_not_as_far_off_as_software(tmp_path: Path) -> None:
    """Of the same ramp 6 to 18 kJ, which sampling can have missed, and no source of how far software is off."""
    (tmp_path / "gpu.csv").write_text(SMI.format(first=100, last=300))
    figure = report_of(tmp_path, [{"file": "gpu.csv", "meter": "wall"}]).figures["energy.gpu"]

    assert [6000, 18000] == [round((value or Decimal(0)) * 3_600_000, 6) for value in (figure.low, figure.high)]
    assert ("energy.gpu",) == figure.sources


def test_a_record_in_columns_of_ones_own_is_of_no_tool(tmp_path: Path) -> None:
    """Its source is called what it is."""
    (tmp_path / "own.csv").write_text("kwh\n2\n")
    report = report_of(tmp_path, [{"file": "own.csv", "columns": {"energy_kwh": "kwh"}}])

    assert {"title": "Record in a CSV file", "file": "own.csv"} == report.account.sources["energy.own"]


def test_the_corrected_figure_counts(tmp_path: Path) -> None:
    """4000 J and not the 2000 J that the tool says."""
    logs(tmp_path, "carbontracker/two_gpus")
    report = report_of(tmp_path, [{"file": "two_gpus"}])

    assert Decimal(4000) == round(report.figures.value("filtering_energy") * 3_600_000, -1)
    assert "energy_corrected" in {caveat.id for caveat in report.caveats}


def test_an_estimate_has_no_range(tmp_path: Path) -> None:
    """How far CodeCarbon's model of the memory is off, nobody says."""
    logs(tmp_path, "codecarbon/emissions.csv")
    figure = report_of(tmp_path, [{"file": "emissions.csv"}]).figures["energy.emissions"]

    assert ("estimate", None, None) == (figure.basis, figure.low, figure.high)
    assert Decimal("5.3817266928351116e-05") == figure.value


def test_zero_is_not_measured_and_hides_no_other_record(tmp_path: Path) -> None:
    """The sum is that of the other record, and names what is missing; alone there is none."""
    logs(tmp_path, "carbontracker/not_permitted", "codecarbon/emissions.csv")
    together = report_of(tmp_path, [{"file": "not_permitted"}, {"file": "emissions.csv"}])
    alone = report_of(tmp_path, [{"file": "not_permitted"}])

    assert Decimal("5.3817266928351116e-05") == together.figures["filtering_energy"].value
    assert ("energy.not_permitted",) == together.figures["filtering_energy"].missing
    assert "carbontracker: energy was not measured (it reported none, or zero)" == (
        alone.figures["energy.not_permitted"].reason
    )
    assert alone.figures["filtering_energy"].value is None
    assert "energy_zero" in {caveat.id for caveat in alone.caveats}


KWH = Decimal("0.5")


@pytest.mark.parametrize(
    ("record", "basis", "ends"),
    [
        # of a meter from 0.6 to 1.4 of it, or of what sampling can have missed
        (Record("t", KWH), "measured", ("0.3", "0.7")),
        (Record("t", KWH, low_kwh=Decimal("0.4"), high_kwh=Decimal("0.6")), "measured", ("0.24", "0.84")),
        # the sampling of the figure that was corrected is no range of the better one
        (Record("t", Decimal(9), corrected_kwh=KWH), "measured", ("0.3", "0.7")),
        (
            Record("t", Decimal(9), corrected_kwh=KWH, low_kwh=Decimal(8), high_kwh=Decimal(10)),
            "measured",
            ("0.3", "0.7"),
        ),
        # a lower bound has no upper one, and a range would hide that
        (Record("t", KWH, at_least=True), "measured", None),
        (Record("t", KWH, at_least=True, low_kwh=KWH), "measured", None),
        (Record("t", KWH, at_least=True, basis="estimate", low_kwh=KWH, high_kwh=KWH), "estimate", None),
        (Record("t", KWH, basis="estimate"), "estimate", None),
        (
            Record("t", KWH, basis="estimate", low_kwh=Decimal("0.4"), high_kwh=Decimal("0.6")),
            "estimate",
            ("0.4", "0.6"),
        ),
        (
            Record("t", Decimal(9), corrected_kwh=KWH, basis="estimate", low_kwh=Decimal(8), high_kwh=Decimal(10)),
            "estimate",
            None,
        ),
    ],
)
def test_the_range_of_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, basis: str, ends: tuple[str, str] | None
) -> None:
    """A measured figure has its meter's, an estimate its own, and a corrected one not that of the one it replaces."""
    monkeypatch.setattr("reportgen.energy.importers.read.read_records", lambda *_: [record])
    (tmp_path / "log").write_text("")
    figure = report_of(tmp_path, [{"file": "log"}]).figures["energy.log"]

    assert (KWH, basis) == (figure.value, figure.basis)
    by_software = ("energy-software-accuracy",) if ends and basis == "measured" else ()
    assert ("energy.log", *by_software) == figure.sources
    assert (tuple(map(Decimal, ends)) if ends else (None, None)) == (figure.low, figure.high)


ZEUS = "start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy\n1795292837.5,run,10,{first},{second}\n"


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ({"basis": "measured"}, ("0.3", "0.7")),  # it may have been software
        ({"basis": "measured", "meter": "software"}, ("0.3", "0.7")),
        ({"basis": "measured", "meter": "wall"}, None),
        ({"basis": "stated"}, None),
        ({"basis": "stated", "meter": "software"}, ("0.3", "0.7")),
        ({"basis": "stated", "meter": "wall"}, None),
        ({"basis": "estimate"}, None),
        ({"basis": "measured", "low": 0.4, "high": 0.6}, ("0.4", "0.6")),
    ],
)
def test_the_range_of_a_stated_energy(tmp_path: Path, said: dict[str, Any], ends: tuple[str, str] | None) -> None:
    """That of software meters where one read it or may have, unless it is given; the source is named then alone."""
    figure = report_of(tmp_path, [{"kwh": 0.5, **said}]).figures["energy.record"]

    assert (tuple(map(Decimal, ends)) if ends else (None, None)) == (figure.low, figure.high)
    assert (ends == ("0.3", "0.7")) == ("energy-software-accuracy" in figure.sources)


def test_a_lower_bound_is_said_and_has_no_range(tmp_path: Path) -> None:
    """One of two GPUs says nothing: 3600 J are at least what was drawn; where both do there is no doubt."""
    (tmp_path / "half.csv").write_text(ZEUS.format(first=3600, second=0))
    (tmp_path / "whole.csv").write_text(ZEUS.format(first=1800, second=1800))
    half, whole = (report_of(tmp_path, [{"file": name}]) for name in ("half.csv", "whole.csv"))

    figure = half.figures["energy.half"]
    assert (Decimal("0.001"), None, None) == (figure.value, figure.low, figure.high)
    assert ("energy.half",) == figure.sources
    assert "zeus: outermost windows, added up; at least this much: part of it could not be read" == figure.note
    assert half.figures["filtering_energy"].low is None
    assert [True, False] == ["energy_at_least" in {it.id for it in report.caveats} for report in (half, whole)]
    assert (Decimal("0.0006"), Decimal("0.0014")) == (
        whole.figures["energy.whole"].low,
        whole.figures["energy.whole"].high,
    )


JOB = "JobID|State|ElapsedRaw|ConsumedEnergyRaw\n1|COMPLETED|3600|{joules}\n"


@pytest.mark.parametrize(
    ("record", "how"),
    [
        (Record("t", KWH, pue_included=Decimal(1)), "t"),
        (Record("t", KWH, pue_included=Decimal(1), method="a meter"), "t: a meter"),
        (Record("t", KWH, pue_included=None), "t; whether a PUE is in it is not known"),
        (Record("t", KWH, pue_included=Decimal("1.58")), "t; a PUE of 1.58 is in it"),
        (
            Record("t", KWH, pue_included=None, at_least=True, corrected_kwh=KWH),
            "t; at least this much: part of it could not be read; corrected for a defect of the tool; "
            "whether a PUE is in it is not known",
        ),
    ],
)
def test_how_a_record_came_about_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Record, how: str
) -> None:
    """Its tool and method, what is missing in it, and what the tool had put in."""
    monkeypatch.setattr("reportgen.energy.importers.read.read_records", lambda *_: [record])
    (tmp_path / "log").write_text("")
    assert how == str(report_of(tmp_path, [{"file": "log"}]).figures["energy.log"].note)


@pytest.mark.parametrize(
    ("joules", "nodes", "expected"),
    [
        (72_000_000, None, False),  # 20 kW for an hour
        (72_720_000, None, True),  # 20.2 kW
        (72_720_000, 2, False),
        (144_000_000, 2, False),
        (144_720_000, 2, True),
    ],
)
def test_nodes_say_how_much_a_record_can_be(tmp_path: Path, joules: int, nodes: int | None, expected: bool) -> None:
    """A job drew no more than 20 kW a machine, of which the manifest says the number; else it is on the first page."""
    (tmp_path / "sacct.psv").write_text(JOB.format(joules=joules))
    report = report_of(tmp_path, [{"file": "sacct.psv", **({} if nodes is None else {"nodes": nodes})}])

    assert expected == ("energy_implausible" in {caveat.id for caveat in report.caveats})
    assert expected == any(
        "a machine draws" in it or "machines draw" in it for it in report.save(tmp_path, ["json"]).shortfalls
    )


def test_nodes_are_of_a_file(tmp_path: Path) -> None:
    """A stated energy is no record that says too little, and no run is on no machine."""
    assert ["run.yaml:5: $.energy[0].nodes: speaks of a file, and none is named (name the file, or leave it out)"] == (
        problems(tmp_path, [{"kwh": 1, "nodes": 2}])
    )
    (tmp_path / "sacct.psv").write_text(JOB.format(joules=1))
    [said] = problems(tmp_path, [{"file": "sacct.psv", "nodes": 0}])
    assert said.startswith("run.yaml:5: $.energy[0].nodes: ")


def test_files_and_stated_records_are_added(tmp_path: Path) -> None:
    """6000 J from a log and a stated kWh."""
    (tmp_path / "a.csv").write_text(SMI.format(first=100, last=100))
    report = report_of(tmp_path, [{"kwh": 1, "scope": "CPU"}, {"file": "a.csv", "scope": "GPU"}])

    assert Decimal(3_606_000) == round(report.figures.value("filtering_energy") * 3_600_000, 6)
    assert "Energy drawn: GPU" == report.figures["energy.a"].label


def test_the_log_is_not_attached_but_what_was_read_from_it(tmp_path: Path) -> None:
    """A log may name places and users; the record that stands for it names none."""
    text = (LOGS / "codecarbon" / "emissions.csv").read_text().replace("filter-demo", "secret-project")
    (tmp_path / "emissions.csv").write_text(text.replace(",,,,Linux", ",hideout,,,Linux").replace("Denmark", "Nowhere"))
    report = report_of(tmp_path, [{"file": "emissions.csv"}])

    assert ["run.yaml", "emissions.record.json"] == [file.name for file in report.files]
    [record] = json.loads(report.files[1].content)
    assert ("emissions.csv", "codecarbon") == (record["file"], record["tool"])
    for word in (b"secret-project", b"hideout", b"Nowhere", b"8bc7d125"):
        assert word not in report.files[1].content
        assert word not in report.json


def test_an_implausible_record_is_a_shortfall(tmp_path: Path) -> None:
    """The report is made, and saving it says what is hard to believe."""
    logs(tmp_path, "csv/too_much.csv")
    columns = {"energy_kwh": "kwh", "duration_s": "seconds", "device": "board"}
    report = report_of(tmp_path, [{"file": "too_much.csv", "columns": columns}])
    saved = report.save(tmp_path / "out", ["json"])

    assert 1 == len(saved.shortfalls)
    assert saved.shortfalls[0].startswith("too_much.csv: 0.41 kWh in 2,520 s is 586 W")
    assert "energy_implausible" in {caveat.id for caveat in report.caveats}


@pytest.mark.parametrize(
    ("record", "key", "label", "source"),
    [
        ({"kwh": 1, "scope": "All GPUs", "source": "a meter"}, "all_gpus", "Energy drawn: All GPUs", "a meter"),
        ({"kwh": 1, "source": "a meter"}, "a_meter", "Energy drawn", "a meter"),
        ({"kwh": 1}, "record", "Energy drawn", "The run's manifest"),
    ],
)
def test_a_stated_record_is_called_by_what_it_covers(
    tmp_path: Path, record: dict[str, Any], key: str, label: str, source: str
) -> None:
    """Else by where it comes from, which is its source in either case, and else it has no name."""
    report = report_of(tmp_path, [record])
    figure = report.figures[f"energy.{key}"]
    assert (label, None, None) == (figure.label, figure.low, figure.high)
    assert source == json.loads(report.json)["sources"][figure.sources[0]]["title"]


RANGE = "low and high are the two ends of a range (give both or none)"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"kwh": 2, "low": 1, "high": 3}, ""),
        ({"kwh": 2, "low": 2, "high": 2}, ""),
        ({"kwh": 2, "low": 2, "high": 3}, ""),
        ({"kwh": 2, "low": 1, "high": 2}, ""),
        ({"kwh": 2, "low": 2.01, "high": 3}, "2 kWh lies outside its own range (low <= kwh <= high)"),
        ({"kwh": 2, "low": 1, "high": 1.99}, "2 kWh lies outside its own range (low <= kwh <= high)"),
        ({"kwh": 2, "low": 3, "high": 1}, "2 kWh lies outside its own range (low <= kwh <= high)"),
        ({"kwh": 2, "low": 1}, RANGE),
        ({"kwh": 2, "high": 3}, RANGE),
    ],
)
@pytest.mark.parametrize("basis", ["measured", "stated", "estimate"])
def test_a_stated_range_holds_its_value(tmp_path: Path, record: dict[str, Any], expected: str, basis: str) -> None:
    """Its ends included; what is stated so is the figure's range, whatever the basis."""
    if expected:
        assert [f"run.yaml:5: $.energy[0]: {expected}"] == problems(tmp_path, [{**record, "basis": basis}])
        return
    figure = report_of(tmp_path, [{**record, "basis": basis}]).figures["energy.record"]
    assert (basis, record["low"], record["high"]) == (figure.basis, figure.low, figure.high)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {"scope": "GPU"},
            "$.energy[0].kwh: is missing "
            "(energy that the filtering drew, without PUE; or name a file, or a gpu or cpu for an estimate)",
        ),
        ({"file": "a.csv", "kwh": 1}, "$.energy[0].kwh: is given beside a file, which says it (give one of the two)"),
        *(
            ({"file": "a.csv", name: value}, f"$.energy[0].{name}: is given beside a file, which says it")
            for name, value in {"low": 1, "high": 1, "source": "a meter"}.items()
        ),
        *(
            ({"kwh": 1, name: value}, f"$.energy[0].{name}: speaks of a file, and none is named")
            for name, value in {"tool": "zeus", "run": 2, "columns": {"time": "t"}}.items()
        ),
        (
            {"kwh": 1, "basis": "estimate", "meter": "software"},
            "$.energy[0].meter: is given beside basis: estimate, which no meter read (leave one of them out)",
        ),
        ({"file": "a.csv", "run": 0}, "$.energy[0].run: "),
        ({"file": "a.csv", "run": 2}, "a.csv: there is no run 2 (the file has 1 run, counted from 1)"),
        ({"file": "a.csv", "columns": "t"}, "expected columns with values, found"),
        ({"file": "a.csv", "columns": {}}, "such as {time: t, power_w: watts}"),
        ({"file": "gone.csv"}, "$.energy[0].file: gone.csv: there is no such file or folder"),
        (
            {"file": "../a.csv"},
            "$.energy[0].file: lies outside the manifest's folder (lay it there, or say --allow-path)",
        ),
        ({"file": "/etc/hostname"}, "$.energy[0].file: lies outside the manifest's folder"),
        ({"file": "a.csv", "tool": "zeuss"}, '"zeuss" is no tool that is known here (did you mean "zeus"?)'),
        ({"file": "a.csv", "columns": {"time_s": "t", "power_w": "p"}}, 'a.csv:1: there is no column "p"'),
        (
            {"file": "b.csv"},
            "b.csv: no tool known here writes such a file (say columns: {time: timestamp, power_w: Power (W)})",
        ),
        ({"file": "b.csv", "columns": {"time": "timestamp"}}, "(such as columns: {time: NAME, power_w: NAME}; time is"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, record: dict[str, Any], expected: str) -> None:
    """The place in the manifest, and the line of the log where there is one."""
    (tmp_path / "a.csv").write_text(SMI.format(first=1, last=1))
    (tmp_path / "b.csv").write_text("timestamp;Power (W)\n2026-01-01T00:00:00Z;5\n")
    [problem] = problems(tmp_path, [record])

    assert problem.startswith("run.yaml:5: $.energy[0]")
    assert expected in problem


def test_a_link_that_leaves_the_folder_is_outside(tmp_path: Path) -> None:
    """Where the name leads counts, not where it stands."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "a.csv").write_text(SMI.format(first=1, last=1))
    (inside / "a.csv").symlink_to(tmp_path / "a.csv")

    assert "outside" in problems(inside, [{"file": "a.csv"}])[0]
    assert report_of(inside, [{"file": "a.csv"}], allow_path=True).figures.known("filtering_energy")


def test_files_are_read_from_python_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names start from the working directory."""
    monkeypatch.chdir(tmp_path)
    logs(tmp_path, "zeus/two_gpus.csv")
    report = reportgen.report(
        task="detection", samples_before=10, samples_after=5, duration_s=8, energy=[{"file": "two_gpus.csv"}]
    )

    assert Decimal("3000.419") == round(report.figures.value("filtering_energy") * 3_600_000, 3)


def codecarbon(folder: Path, consumed: str) -> Report:
    """The report of a GPU that CodeCarbon read (0.3 kWh) and the rest that it models (0.1 + 0.05 kWh)."""
    header = (
        "timestamp,run_id,duration,emissions,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,gpu_count,"
    )
    row = f"2026-11-21T20:00:00,one,600,0.1,0.1,0.3,0.05,{consumed},Germany,1,"
    (folder / "emissions.csv").write_text(
        f"{header}codecarbon_version,cpu_model,gpu_model\n{row}3.3.2,Some CPU,1 x NVIDIA L4\n", encoding="utf-8"
    )
    return report_of(folder, [{"file": "emissions.csv"}])


def test_measured_and_estimated_devices_of_a_record_stand_apart(tmp_path: Path) -> None:
    """Two figures, each with its own basis."""
    figures = codecarbon(tmp_path, "0.45").figures
    measured, estimated = figures["energy.emissions"], figures["energy.emissions_estimate"]

    assert (Decimal("0.3"), "measured") == (measured.value, measured.basis)
    assert (Decimal("0.15"), "estimate") == (estimated.value, estimated.basis)
    # the meter's range for the one, none for the other
    assert (Decimal("0.18"), Decimal("0.42")) == (measured.low, measured.high)
    assert estimated.low is None
    said = "Energy drawn: emissions.csv"
    assert [f"{said}, measured part", f"{said}, estimated part"] == [measured.label, estimated.label]
    assert (Decimal("0.45"), "estimate") == (figures["filtering_energy"].value, figures["filtering_energy"].rests_on)


@pytest.mark.parametrize(
    ("consumed", "apart"),
    [
        ("0.45", True),
        # the last digits of a float, a thousand millionth of it, are no energy
        ("0.4500000004", True),
        ("0.4499999996", True),
        ("0.4500000005", False),
        ("0.4499999995", False),
        ("0.5", False),
        ("0.4", False),
    ],
)
def test_a_record_whose_devices_do_not_add_up_stays_whole(tmp_path: Path, consumed: str, apart: bool) -> None:
    """What the tool says in all counts, as the estimate that it is; its parts would lose or add the difference."""
    figures = codecarbon(tmp_path, consumed).figures
    assert apart == ("energy.emissions_estimate" in figures)
    assert Decimal("0.45" if apart else consumed) == figures["filtering_energy"].value
    assert ("measured" if apart else "estimate") == figures["energy.emissions"].basis


@pytest.mark.parametrize(
    ("tool", "meter"),
    [("csv", None), ("wide-csv", None), ("boamps", None), ("codecarbon", "software"), ("nvidia-smi", "software")],
)
def test_what_read_a_record(tool: str, meter: str | None) -> None:
    """A tool reads sensors of the machine; of tables and reports of one's own nobody knows what did."""
    assert meter == meter_of(Record(tool, KWH, pue_included=Decimal(1)))


def test_ends_of_keys_are_unique() -> None:
    """Names alike are numbered past a name that is such a number, in a time that does not grow with their pairs."""
    start = time.process_time()
    many = slugs(["run"] * 20_000, "record")

    assert ["a", "a_2", "a_3", "record", "a_4", "a_2_2"] == slugs(["A", "a 2", "a", "?", "a", "a_2"], "record")
    assert ("run_20000", 20_000) == (many[-1], len(set(many)))
    assert time.process_time() - start < 2


def test_records_that_overlap_are_not_added(tmp_path: Path) -> None:
    """Of two logs of one GPU in one minute the first counts, unless they are of two machines."""
    for name, watts in (("a.csv", 100), ("b.csv", 110)):
        (tmp_path / name).write_text(SMI.format(first=watts, last=watts))
    one = report_of(tmp_path, [{"file": "a.csv"}, {"file": "b.csv"}])
    two = report_of(tmp_path, [{"file": "a.csv", "host": "x"}, {"file": "b.csv", "host": "y"}])

    assert 6000 == round(one.figures.value("filtering_energy") * 3_600_000, 9)
    assert "not added: a.csv covers GPU 0 for the same time" == one.figures["energy.b"].reason
    assert "energy_overlap" in {caveat.id for caveat in one.caveats}
    assert 12600 == round(two.figures.value("filtering_energy") * 3_600_000, 9)
    assert "added to a.csv of the same time: other devices (two hosts)" in (two.figures["energy.b"].note or "")


def test_a_record_that_is_not_added_covers_no_other(tmp_path: Path) -> None:
    """A covers B and B meets C: B is left out, and C counts, which nothing that counts has covered.

    100 W from 20:00:00 to 20:01:00, 20:00:30 to 20:01:30 and 20:01:10 to 20:02:10 are 6 kJ each, of which two count.
    """
    for name, start, end in (("a", "00:00", "01:00"), ("b", "00:30", "01:30"), ("c", "01:10", "02:10")):
        rows = "".join(f"2026/11/21 20:{time}.000, 100\n" for time in (start, end))
        (tmp_path / f"{name}.csv").write_text("timestamp, power.draw [W]\n" + rows)
    figures = report_of(tmp_path, [{"file": f"{name}.csv"} for name in "abc"]).figures

    # of 30 s beyond it nothing is in its own figure
    assert [None, Decimal("0.001")] == [figures[f"energy.{name}"].low for name in "ac"]
    assert (
        "not added: a.csv covers GPU 0 for the same time; 30 s of it lie outside that time"
        == figures["energy.b"].reason
    )
    assert 12000 == round(figures.value("filtering_energy") * 3_600_000, 9)
    assert (("energy.a", "energy.c"), ("energy.b",)) == (
        figures["filtering_energy"].covers,
        figures["filtering_energy"].missing,
    )
