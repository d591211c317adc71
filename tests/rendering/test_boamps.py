"""NAME.boamps.json: valid, of what was measured and stated alone, the same each time, and without what is withheld."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

import reportgen
from reportgen.energy.importers.read import read_records
from reportgen.files.json_text import dumps, loads
from reportgen.precision import working_precision
from reportgen.rendering.report import Report
from tests.rendering.boamps_model import REPORT
from tests.rendering.runs import SAMPLES, company, extreme, given, marked_up, sample, small
from tests.rendering.test_confidential import SINGLE, TIERED, held, made, secrets_of

LOGS = SAMPLES / "tool_logs"
FOUR: dict[str, Any] = {"task": "object-detection", "samples_before": 110000, "samples_after": 72500, "duration": 2520}


@pytest.fixture(autouse=True)
def no_source_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the machine's own date."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def run(**more: Any) -> Report:
    """The report of four lines and more, files being looked for among the sample logs."""
    return reportgen.report(**FOUR, **more, allow_path=True)


def content(report: Report) -> dict[str, Any]:
    """The BoAmps report, its numbers as Decimals."""
    assert report.boamps.content is not None
    loaded: dict[str, Any] = loads(report.boamps.content)
    return loaded


def log(name: str, **more: Any) -> dict[str, Any]:
    """An entry of `energy` that names a sample log."""
    return {"file": str(LOGS / name), **more}


def marked(folder: Path) -> Report:
    """A run with markup in every text."""
    return given(folder, *marked_up())


RUNS: dict[str, Callable[[Path], Report]] = {
    "street scenes": lambda _: sample(),
    "Halden": lambda _: company("halden"),
    "four lines": lambda _: run(energy=[{"kwh": Decimal("0.41")}]),
    "tool logs": lambda _: reportgen.load(SAMPLES / "tool_logs.yaml"),
    "extreme": lambda folder: given(folder, extreme()),
    "small": lambda folder: given(folder, small()),
    "markup": marked,
    "no plain word": lambda folder: given(
        folder,
        {**FOUR, "task": "…", "energy": [{"kwh": 1}], "prices": [{"task": "…", "price": 1}]},
    ),
    "internal": lambda folder: made(folder, SINGLE, audience="internal", settings={"filtering_energy": "2"}),
}


@pytest.mark.parametrize("name", RUNS)
def test_every_run_gives_a_valid_report(tmp_path: Path, name: str) -> None:
    """Each has all that the model needs, in the model's types and words, and no field that it does not know."""
    boamps = RUNS[name](tmp_path).boamps.content
    assert boamps is not None
    found = list(Draft202012Validator(REPORT).iter_errors(json.loads(boamps)))
    assert [] == [f"{error.json_path}: {error.message}" for error in found]
    assert b"None" not in boamps
    assert boamps.endswith(b"}\n")


def test_the_model_of_the_tests_can_refuse() -> None:
    """A report without measures, with a word that is none, or with a count as text is not valid."""
    valid = json.loads(sample().boamps.content or b"")
    for path, wrong in (
        ("measures", []),
        ("quality", "best"),
        ("task", {}),
        ("infrastructure", {"infraType": "other"}),
    ):
        assert not Draft202012Validator(REPORT).is_valid({**valid, path: wrong})


@pytest.mark.parametrize("name", ["street scenes", "tool logs", "internal"])
def test_codecarbon_reads_it(tmp_path: Path, name: str) -> None:
    """The classes with which CodeCarbon writes BoAmps reports take every field, and give the same back."""
    package = find_spec("codecarbon")
    if package is None or not package.submodule_search_locations:
        pytest.skip("codecarbon is not installed; its classes cannot read our reports")
    path = Path(package.submodule_search_locations[0], "output_methods/boamps/models.py")
    spec = spec_from_file_location("boamps_models", path)
    assert spec is not None
    assert spec.loader is not None
    models = module_from_spec(spec)
    spec.loader.exec_module(models)
    ours = content(RUNS[name](tmp_path))
    assert ours == models.BoAmpsReport.from_dict(ours).to_dict()


def test_the_sample_run() -> None:
    """Street Scenes: its log and what was stated, in the model's units; Germany's intensity is 342.06 g/kWh."""
    report = sample()
    boamps = content(report)
    assert "2026-11-12 09:14:00" == boamps["header"]["reportDatetime"]
    task = boamps["task"]
    assert ("preprocessing", "objectDetection") == (task["taskStage"], task["taskFamily"])
    assert [("input", 110000), ("output", 72500)] == [(it["dataUsage"], it["dataQuantity"]) for it in task["dataset"]]
    assert ("curate-images", "2.3") == (task["algorithms"][0]["framework"], task["algorithms"][0]["frameworkVersion"])
    assert [
        {
            "measurementMethod": "nvidia-smi",
            "gpuTrackingMode": "nvml",
            "powerConsumption": report.figures["energy.gpu_power"].value,
            # 42 minutes, to the first sample after them
            "measurementDuration": Decimal("2520.003"),
            "measurementDateTime": "2026-11-12 09:14:00",
        },
        {"measurementMethod": "load times board power of the CPU", "powerConsumption": Decimal("0.06")},
    ] == boamps["measures"]
    assert {"country": "Germany", "powerSourceCarbonIntensity": Decimal("342.06")} == boamps["environment"]
    name = "NVIDIA A100-SXM4-80GB"
    components = boamps["infrastructure"]["components"]
    assert [{"componentName": name, "componentType": "gpu", "nbComponent": 2}] == components
    assert task["taskDescription"].endswith(" Measure 2: estimate (CPU); no PUE in it.")
    assert () == report.boamps.missing


def test_a_record_says_how_it_was_measured() -> None:
    """CodeCarbon's row: its version, energy, duration, and beginning, which is 8.01 s before the end it writes."""
    boamps = content(run(energy=[log("codecarbon/emissions.csv")], started_at="2026-11-21"))
    mode = "counter or share of TDP (estimate)"
    assert [
        {
            "measurementMethod": "codecarbon",
            "version": "3.3.2",
            "cpuTrackingMode": mode,
            "powerConsumption": Decimal("5.3817266928351116E-5"),
            "measurementDuration": Decimal("8.010360457000047"),
            "measurementDateTime": "2026-11-21 20:16:29",
        }
    ] == boamps["measures"]
    components = boamps["infrastructure"]["components"]
    assert [
        {"componentName": "Intel(R) Xeon(R) Processor", "componentType": "cpu", "nbComponent": 1},
        {"componentType": "ram", "nbComponent": 1},
    ] == components


def test_devices_are_counted_once() -> None:
    """Two boards are two however many records speak of them, and another host's are further ones."""
    two = log("carbontracker/two_gpus")
    board = log("csv/too_much.csv", columns={"time": "time", "energy_kwh": "kwh", "device": "board"})
    for energy, expected in (([two], 2), ([two, board], 2), ([two, {**board, "host": "B"}], 3)):
        components = content(run(energy=energy))["infrastructure"]["components"]
        name = "NVIDIA A100-SXM4-40GB"
        assert [{"componentName": name, "componentType": "gpu", "nbComponent": expected}] == components


def test_how_gpus_were_read() -> None:
    """NVIDIA's sensors are read through NVML; of what any meter may have written nothing is said but that."""
    board = log("csv/too_much.csv", columns={"time": "time", "energy_kwh": "kwh", "device": "board"})
    names = ["carbontracker/two_gpus", "nvidia-smi/two_gpus.csv", "zeus/two_gpus.csv"]
    modes = [content(run(energy=[entry]))["measures"][0]["gpuTrackingMode"] for entry in (*map(log, names), board)]
    assert ["nvml", "nvml", "energy counter (measured)", "as the file says (measured)"] == modes


def test_whole_machines_have_no_name_but_a_number() -> None:
    """A node's sensor is a component of the machines that were stated; its name may be its host's."""
    entry = log("slurm/sacct_parsable.psv")
    boamps = content(run(energy=[entry], costs={"machines": 3}))
    assert [{"componentType": "machine", "nbComponent": 3}] == boamps["infrastructure"]["components"]


def test_devices_of_no_known_kind_have_no_name() -> None:
    """The two racks of a plain CSV are two components of another kind: what they are called may be hosts' names."""
    boamps = content(run(energy=[log("csv/watts.csv", columns={"time": "when", "power_w": "draw", "device": "board"})]))
    assert [{"componentType": "other", "nbComponent": 2}] == boamps["infrastructure"]["components"]
    assert "rack" not in dumps(boamps)


def test_the_measures_add_up_to_the_energy_of_the_filtering() -> None:
    """Of the logs of many tools only what counts is a measure: no record twice, none of zero, the corrected one."""
    report = reportgen.load(SAMPLES / "tool_logs.yaml")
    measures = content(report)["measures"]
    assert ["carbontracker", "eco2ai", "eco2ai", "nvidia-smi", "zeus", "csv", "reportgen", "zeus", "nvidia-smi"] == [
        it["measurementMethod"] for it in measures
    ]
    # twice the mean of two boards, as the tool's own log has it
    assert Decimal("0.001111152118987341772151898734177215") == measures[0]["powerConsumption"]
    total = report.figures["filtering_energy"].value
    assert total is not None
    with working_precision():
        assert total == sum(it["powerConsumption"] for it in measures)
    assert any(line.endswith("not measured on this run: energy.not_permitted") for line in report.boamps.missing)
    description = content(report)["task"]["taskDescription"]
    assert "left out, so that the measures can be added up" in description
    assert 3 == description.count("whether a PUE is in it is not known")
    assert 6 == description.count("no PUE in it")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"energy": [{"kwh": 0}]},
        {"energy": [{"kwh": 1, "basis": "judgement"}]},
        {"energy": [{"kwh": 1, "basis": "literature"}]},
        {"energy": [log("carbontracker/not_permitted")]},
    ],
    ids=["none", "zero", "judgement", "literature", "not permitted"],
)
def test_without_a_measure_there_is_no_report(tmp_path: Path, more: dict[str, Any]) -> None:
    """One line says so and the other formats are written: zero and other people's figures are no measures."""
    saved = run(**more).save(tmp_path, ["json", "boamps"])
    assert ["report.json"] == [path.name for path in saved.paths]
    assert (
        "no BoAmps report: it must hold a measure, and no energy of this filtering was measured; "
        "state it under energy, or name a meter's file there",
    ) == saved.shortfalls


def test_what_is_no_measure_is_left_out_beside_one() -> None:
    """A judgement of 1 kWh beside a measured 2 kWh: 2 kWh are reported, and the other one is named."""
    energy = [{"kwh": 1, "basis": "judgement", "scope": "Fans"}, {"kwh": 2, "basis": "measured", "scope": "GPUs"}]
    report = run(energy=energy)
    assert [2] == [it["powerConsumption"] for it in content(report)["measures"]]
    assert any(line.endswith(": energy.fans") for line in report.boamps.missing)


def test_energy_by_set_is_a_measure() -> None:
    """A value that --set puts in the place of a record's is not that tool's; without any record it is the only one."""
    set_instead = run(energy=[log("codecarbon/emissions.csv")], settings={"energy.emissions": "0.5"})
    alone = run(settings={"filtering_energy": "0.5"})
    expected = [{"measurementMethod": "not stated", "powerConsumption": Decimal("0.5")}]
    assert expected == content(set_instead)["measures"] == content(alone)["measures"]


def test_what_nobody_stated_is_left_out_or_other() -> None:
    """Without date and country there is neither header nor environment, each said; kinds of data and site are other."""
    report = run(energy=[{"kwh": Decimal("0.41")}])
    boamps = content(report)
    assert ["task", "measures", "infrastructure"] == list(boamps)
    assert ["other", "other"] == [it["dataType"] for it in boamps["task"]["dataset"]]
    assert "other" == boamps["infrastructure"]["infraType"]
    assert [{"algorithmType": "dataFiltering"}] == boamps["task"]["algorithms"]
    assert [True, True] == [
        "no header" in report.boamps.missing[0] and "started_at" in report.boamps.missing[0],
        "no environment" in report.boamps.missing[1] and "zone" in report.boamps.missing[1],
    ]


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        ({"zone": "fr"}, {"country": "France", "powerSourceCarbonIntensity": Decimal("44.18")}),
        (
            {"zone": "DEU", "intensity": Decimal("0.05")},
            {"country": "Germany", "powerSourceCarbonIntensity": Decimal(50)},
        ),
        (
            {"zone": "US-EGRID"},
            {"country": "United States", "powerSourceCarbonIntensity": Decimal("349.674358033")},
        ),
        ({"zone": "eu-west-3"}, {"country": "France", "powerSourceCarbonIntensity": Decimal("44.18")}),
        (
            {"zone": "us-east-1"},
            {"country": "United States", "powerSourceCarbonIntensity": Decimal("270.48892363262")},
        ),
        ({"zone": "europe-west3"}, None),
        ({"zone": "EU"}, None),
        ({"zone": "WORLD"}, None),
        ({"intensity": Decimal("0.05")}, None),
    ],
    ids=[
        "country",
        "own intensity",
        "eGRID",
        "AWS region",
        "AWS region in the US",
        "Google region",
        "union",
        "world",
        "no zone",
    ],
)
def test_the_environment_has_a_country_or_is_none(grid: dict[str, Any], expected: dict[str, Any] | None) -> None:
    """A country by its name with its intensity in g/kWh; what is no country makes none up."""
    report = run(energy=[{"kwh": 1}], grid=grid)
    assert expected == content(report).get("environment")
    assert (expected is None) == any("no environment" in line for line in report.boamps.missing)


@pytest.mark.parametrize(("site", "expected"), [("on-premises", "onPremise"), ("cloud", "other")])
def test_the_infrastructure_is_the_site(site: str, expected: str) -> None:
    """On one's own premises, or in a cloud, of which the model asks what nobody stated: public or private."""
    boamps = content(run(energy=[{"kwh": 1}], grid={"site": site}))
    assert expected == boamps["infrastructure"]["infraType"]
    assert ("in a cloud" in boamps["task"]["taskDescription"]) == (site == "cloud")


def test_a_project_says_zone_and_site(tmp_path: Path) -> None:
    """What reportgen.toml says of the grid counts where the manifest says nothing of it."""
    (tmp_path / "reportgen.toml").write_text('[grid]\nzone = "FR"\nsite = "on-premises"\n', encoding="utf-8")
    for more, country in (({}, "France"), ({"grid": {"zone": "DE"}}, "Germany")):
        boamps = content(given(tmp_path, {**FOUR, "energy": [{"kwh": 1}], **more}))
        assert (country, "onPremise") == (boamps["environment"]["country"], boamps["infrastructure"]["infraType"])


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (("0.9", "1.1"), "high"),
        (("0.89", "1"), "medium"),
        (("1", "1.25"), "medium"),
        (("1", "1.26"), "low"),
        (("0.5", "1.5"), "low"),
        (("0.4", "1"), None),
        (None, None),
    ],
)
def test_the_quality_is_the_range(ends: tuple[str, str] | None, expected: str | None) -> None:
    """High is within 10 %, medium within 25 %, low within 50 %; without a range, or beyond, nothing is said."""
    entry = {"kwh": 1, **({"low": Decimal(ends[0]), "high": Decimal(ends[1])} if ends else {})}
    assert expected == content(run(energy=[entry])).get("quality")
    assert None is content(run(energy=[entry, {"kwh": 1, "source": "no range"}])).get("quality")


def test_the_same_run_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Identifier and date follow from the run; another run has another identifier, SOURCE_DATE_EPOCH another date."""
    first, again = sample().boamps.content, sample().boamps.content
    assert first == again
    identifier = content(sample())["header"]["reportId"]
    assert 5 == UUID(identifier).version
    other = reportgen.report(**{**FOUR, "samples_after": 72499}, energy=[{"kwh": 1}], started_at="2026-11-12")
    assert identifier != content(other)["header"]["reportId"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    header = content(sample())["header"]
    assert (identifier, "2027-01-15 08:00:00") == (header["reportId"], header["reportDatetime"])


@pytest.mark.parametrize("terms", [SINGLE, TIERED], ids=["single", "tiers"])
def test_no_price_is_in_it(tmp_path: Path, terms: dict[str, Any]) -> None:
    """Neither a confidential row's terms nor any other amount, external or internal; internal is marked."""
    for audience in ("external", "internal"):
        report = made(tmp_path, terms, audience=audience, settings={"filtering_energy": "2"})
        text = (report.boamps.content or b"").decode()
        assert [] == held(text, secrets_of(terms) | {"61", "3.17", "A. Writer", "EUR", "USD"})
        publisher = content(report)["header"].get("publisher")
        assert ({"confidentialityLevel": "internal"} if audience == "internal" else None) == publisher


def test_reports_of_one_band_are_the_same_bytes(tmp_path: Path) -> None:
    """The identifier is made from what an external audience sees, so that it cannot tell prices apart."""
    settings = {"filtering_energy": "2"}
    reports = [made(tmp_path / str(number), terms, settings=settings) for number, terms in enumerate([SINGLE, TIERED])]
    assert 1 == len({report.boamps.content for report in reports})


def test_no_place_or_machine_is_told(tmp_path: Path) -> None:
    """A record's coordinates, project and host, and the manifest's host and people, are in no BoAmps report."""
    text = (LOGS / "codecarbon/emissions.csv").read_text(encoding="utf-8")
    head, row = text.splitlines()[:2]
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    cells |= {"longitude": "12.5683", "latitude": "55.6761", "project_name": "geheim-project", "region": "hovedstaden"}
    (tmp_path / "emissions.csv").write_text(f"{head}\n{','.join(cells.values())}\n", encoding="utf-8")
    energy = [{"file": "emissions.csv", "host": "node-geheim"}]
    report = given(tmp_path, {**FOUR, "energy": energy, "prepared_by": "Q. Geheim", "started_at": "2026-11-21"})
    written = (report.boamps.content or b"").decode().lower()
    for word in ("12.56", "55.67", "geheim", "hovedstaden", "linux", str(tmp_path).lower()):
        assert word not in written


def test_it_is_written_only_when_asked_for(tmp_path: Path) -> None:
    """By default there are three files, and a fourth where it is asked for."""
    assert "report.boamps.json" not in {path.name for path in sample().save(tmp_path, name="report").paths}
    saved = sample().save(tmp_path, ["boamps"], "run")
    assert (["run.boamps.json"], ()) == ([path.name for path in saved.paths], saved.shortfalls)
    assert sample().boamps.content == (tmp_path / "run.boamps.json").read_bytes()


def test_reading_it_back_gives_the_same_energy(tmp_path: Path) -> None:
    """Named as the record of another run, it says the energy, duration and country's intensity that were written."""
    shutil.copytree(LOGS / "carbontracker/two_gpus", tmp_path / "two_gpus")
    energy = [{"file": "two_gpus"}, {"kwh": Decimal("0.25"), "source": "a plug", "basis": "measured"}]
    report = given(tmp_path, {**FOUR, "energy": energy, "grid": {"zone": "FR"}})
    report.save(tmp_path, ["boamps"])
    records = read_records(tmp_path / "report.boamps.json", None, None)
    assert [Decimal("0.001111152118987341772151898734177215"), Decimal("0.25")] == [it.energy_kwh for it in records]
    assert [Decimal(10), None] == [it.duration_s for it in records]
    assert [Decimal("0.04418")] * 2 == [it.intensity_kg_per_kwh for it in records]
    assert ["NVIDIA A100-SXM4-40GB 0", "NVIDIA A100-SXM4-40GB 1"] == [device.name for device in records[0].devices]


def test_what_no_meter_read_says_that_it_is_an_estimate() -> None:
    """Eight boards for the 42 minutes of the run: 5.6 kW x 1.09 x 0.7 h, and how it was reckoned."""
    boamps = content(run(energy=[{"gpu": "H100 SXM", "count": 8}]))
    method = "rated power times load, with a share for the rest of the machine"
    assert [{"measurementMethod": method, "powerConsumption": Decimal("4.2728")}] == boamps["measures"]
    assert " Measure 1: estimate; from 1.96 to 5.88 kWh; no PUE in it." in boamps["task"]["taskDescription"]
