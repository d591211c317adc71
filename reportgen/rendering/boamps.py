"""NAME.boamps.json: the run's energy in BoAmps, Boavizta's data model for reports on the energy of AI tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from reportgen.energy.record import ESTIMATE, MEASURED, Device, Record
from reportgen.factors.grid import find_grid
from reportgen.figures.figure import COMPUTED, Figure
from reportgen.files.json_text import dumps, number_text
from reportgen.inputs.assemble import Account
from reportgen.inputs.energy import FileRecord
from reportgen.precision import working_precision
from reportgen.words.numbers import places_for, rounded

# As the model's own example and CodeCarbon's reports have it; the second is the schema's own identifier.
FORMAT_VERSION = "0.1"
SPECIFICATION = "https://raw.githubusercontent.com/Boavizta/BoAmps/main/model/report_schema.json"

# What a tool or a person read off the run; published, usual and guessed figures are no measures of it.
_BASES = (MEASURED, "stated", ESTIMATE)
# The model's three words for how far off the figures can be.
_QUALITIES = (("high", Decimal("0.1")), ("medium", Decimal("0.25")), ("low", Decimal("0.5")))
_PLACE_IN_NAME = re.compile(r"(?: (?:\(GPU [0-9]+\)|[0-9]{1,2}))?(?: of node [0-9]+)?$")
# A tool reads the sensors of NVIDIA's devices through NVML; these two files may hold what any meter said of them.
_NVIDIAS_TOOLS, _ANY_METER = ("nvidia-smi", "dcgm"), ("csv", "boamps")

NO_MEASURE = (
    "no BoAmps report: it must hold a measure, and no energy of this filtering was measured; "
    "state it under energy, or name a meter's file there"
)
NO_DATE = (
    "the BoAmps report has no header, and so no identifier, which needs a date: "
    "give started_at, or set SOURCE_DATE_EPOCH"
)
NO_COUNTRY = (
    "the BoAmps report has no environment, which needs a country: "
    "give grid: {zone: DE}, beside the intensity where that is known better"
)
LEFT_OUT = "the BoAmps report leaves out what was not measured on this run: {}"


@dataclass(frozen=True)
class Boamps:
    """A BoAmps report as UTF-8 JSON, None where nothing was measured, and one line each for what it lacks."""

    content: bytes | None
    missing: tuple[str, ...]


def boamps_report(account: Account, report_json: bytes, dated: datetime | None) -> Boamps:
    """The run's energy as a BoAmps report, of what the account's audience may see.

    report_json: report.json of the same account, which the identifier is made from. dated: the report's own date. What
    the model demands and nobody stated is "other", or left out together with the part that demands it.
    """
    figures = list(_measured(account))
    if not figures:
        return Boamps(None, (NO_MEASURE,))
    found = {record.key: record for record in account.records}
    # what --set puts in the place of a record's energy is not the record's
    records = [None if figure.layer == "command line" else found.get(figure.key) for figure in figures]
    with working_precision():
        report = {
            "header": _header(account, report_json, dated),
            "task": _task(account, figures, records),
            "measures": [_measure(*pair, account) for pair in zip(figures, records, strict=True)],
            "infrastructure": _infrastructure(account, [record for record in records if record is not None]),
            "environment": _environment(account),
            "quality": _quality(figures),
        }
    missing = [NO_DATE] if report["header"] is None else []
    missing += [NO_COUNTRY] if report["environment"] is None else []
    if left_out := _left_out(account, figures):
        missing.append(LEFT_OUT.format(", ".join(left_out)))
    content = dumps({name: part for name, part in report.items() if part is not None}) + "\n"
    return Boamps(content.encode(), tuple(missing))


def _measured(account: Account) -> Iterator[Figure]:
    """The energies that filtering_energy adds up, without those of zero, which is "not measured"."""
    for key in account.ledger["filtering_energy"].covers or ("filtering_energy",):
        figure = account.ledger[key]
        if figure.value and _basis(figure) in _BASES:
            yield figure


def _basis(figure: Figure) -> str | None:
    """The evidence of an energy; of devices that no meter read, that it is an estimate."""
    return figure.rests_on if figure.basis == COMPUTED else figure.basis


def _left_out(account: Account, figures: Sequence[Figure]) -> list[str]:
    """The keys of records that the report holds no measure of."""
    total = account.ledger["filtering_energy"]
    kept = {figure.key for figure in figures}
    overlapping = {record.key for record in account.records if record.overlap}
    return [key for key in (*total.covers, *total.missing) if key not in kept | overlapping]


def _header(account: Account, report_json: bytes, dated: datetime | None) -> dict[str, Any] | None:
    if dated is None:
        return None
    header: dict[str, Any] = {
        "formatVersion": FORMAT_VERSION,
        "formatVersionSpecificationUri": SPECIFICATION,
        # the same run always has the same one
        "reportId": str(uuid5(NAMESPACE_URL, f"sha256:{sha256(report_json).hexdigest()}")),
        "reportDatetime": _moment(dated),
    }
    # an external report is not said to be public: whom it is for is the company's to say
    return {**header, "publisher": {"confidentialityLevel": "internal"}} if account.internal else header


def _moment(at: datetime) -> str:
    """The date and time on the clock of the place: the model has no zone."""
    return at.replace(tzinfo=None, microsecond=0).isoformat(" ")


def _task(account: Account, figures: Sequence[Figure], records: Sequence[FileRecord | None]) -> dict[str, Any]:
    tool = account.manifest.tool
    algorithm = {"algorithmType": "dataFiltering"}
    if tool is not None:
        algorithm |= {"framework": tool.name} | ({"frameworkVersion": tool.version} if tool.version else {})
    samples = (("input", "samples_before"), ("output", "samples_after"))
    return {
        "taskStage": "preprocessing",
        "taskFamily": _camel_case(account.task),
        "algorithms": [algorithm],
        "dataset": [
            {"dataUsage": usage, "dataType": "other", "dataQuantity": account.ledger.value(key)}
            for usage, key in samples
        ],
        "taskDescription": " ".join(_description(account, figures, records)),
    }


def _camel_case(text: str) -> str:
    """`object-detection` as `objectDetection`, the spelling that the model asks for."""
    words = re.findall(r"[^\W_]+", text)
    return "".join([*words[:1], *(word[:1].upper() + word[1:] for word in words[1:])]) or text


def _description(account: Account, figures: Sequence[Figure], records: Sequence[FileRecord | None]) -> Iterator[str]:
    """Sentences on what the model has no fields for."""
    manifest = account.manifest
    named = f" {manifest.dataset}" if manifest.dataset else ""
    duration = number_text(account.ledger.value("duration_s"))
    yield f"Filtering of the data set{named} for {account.task}, in {duration} s."
    if keys := account.ledger.keys_under("stage_removed"):
        stages = (f"{account.ledger[key].label} ({number_text(account.ledger.value(key))} removed)" for key in keys)
        yield f"Stages: {', '.join(stages)}."
    yield 'What kind of data they are was not stated: dataType is "other" for that.'
    if account.site == "cloud":
        yield 'It ran in a cloud; whether a public or a private one was not stated: infraType is "other" for that.'
    elif account.site is None:
        yield 'Where it ran was not stated: infraType is "other" for that.'
    for number, (figure, found) in enumerate(zip(figures, records, strict=True), 1):
        yield f"Measure {number}: {'; '.join(_remarks(figure, found))}."
    if any(record.overlap for record in account.records):
        yield "Records of the same devices at the same time are left out, so that the measures can be added up."


def _remarks(figure: Figure, found: FileRecord | None) -> Iterator[str]:
    yield f"{_basis(figure)} ({figure.note})" if figure.note else str(_basis(figure))
    if figure.low is not None and figure.high is not None:
        low, high = (number_text(rounded(end, places_for(end))) for end in (figure.low, figure.high))
        yield f"from {low} to {high} kWh"
    if found is None or found.record.pue_included == 1:
        yield "no PUE in it"


def _measure(figure: Figure, found: FileRecord | None, account: Account) -> dict[str, Any]:
    record = found.record if found else None
    if record is None:
        return {"measurementMethod": _said_by(figure, account), "powerConsumption": figure.value}
    measure = {
        "measurementMethod": record.tool,
        "version": record.tool_version,
        "cpuTrackingMode": _tracking_mode(record, "cpu"),
        "gpuTrackingMode": _tracking_mode(record, "gpu"),
        "powerConsumption": figure.value,
        "measurementDuration": record.duration_s,
        "measurementDateTime": _moment(record.started_at) if record.started_at else None,
    }
    return {name: value for name, value in measure.items() if value is not None}


def _said_by(figure: Figure, account: Account) -> str:
    """Which meter or tool says so, in the words of whoever stated the figure."""
    if figure.basis == COMPUTED:
        return "rated power times load, with a share for the rest of the machine"
    stated = figure.sources[0]
    return str(account.sources[stated]["title"]) if stated.startswith(figure.key) else "not stated"


def _tracking_mode(record: Record, kind: str) -> str | None:
    """How the devices of that kind were measured, in the model's word where it has one."""
    modes = dict.fromkeys(_mode(device, record.tool) for device in record.devices if device.kind == kind)
    return ", ".join(modes) or None


def _mode(device: Device, tool: str) -> str:
    nvidia = tool in _NVIDIAS_TOOLS or (device.name.startswith("NVIDIA") and tool not in _ANY_METER)
    if device.kind == "gpu" and device.basis == MEASURED and nvidia:
        return "nvml"
    if device.method.startswith("RAPL"):
        return "rapl"
    return f"{device.method} ({device.basis})" if device.method else device.basis


def _infrastructure(account: Account, records: Sequence[FileRecord]) -> dict[str, Any]:
    return {
        # a cloud may be public or private
        "infraType": "onPremise" if account.site == "on-premises" else "other",
        "components": list(_components(account, records)),
    }


def _components(account: Account, records: Sequence[FileRecord]) -> Iterator[dict[str, Any]]:
    """The devices that were measured, those of one name counted; without any, the machines as a whole."""
    hosts = [account.manifest.energy[record.entry].host for record in records]
    found = [(host, it) for host, record in zip(hosts, records, strict=True) for it in record.record.devices]
    if not found or any(device.kind == "machine" for _, device in found):
        yield {"componentType": "machine", "nbComponent": account.ledger.value("machines")}
    places: dict[tuple[str, str], dict[str | None, set[str]]] = {}
    for host, device in found:
        if device.kind == "machine":
            continue
        # what is of no kind that is known here may be named after its host
        name = "" if device.kind == "other" else _PLACE_IN_NAME.sub("", device.name)
        key = (device.kind, "" if name.lower() == device.kind else name)
        places.setdefault(key, {}).setdefault(host, set()).add(device.name.removeprefix(name))
    for (kind, name), of_hosts in places.items():
        # several records of a host may speak of one device, and some of them without its number
        count = sum(max(1, len(numbers - {""})) for numbers in of_hosts.values())
        yield {**({"componentName": name} if name else {}), "componentType": kind, "nbComponent": count}


def _environment(account: Account) -> dict[str, Any] | None:
    """Country and intensity; None where no country is known, as of a cloud's region or the world."""
    grid = find_grid(account.zone) if account.zone else None
    if grid is None or not grid.country:
        return None
    intensity = account.ledger.value("grid_intensity")
    return {"country": grid.country, "powerSourceCarbonIntensity": intensity * 1000}


def _quality(figures: Sequence[Figure]) -> str | None:
    """The model's word for the range of the sum; None where a part has none, or it is wider than any word."""
    value = low = high = Decimal(0)
    for figure in figures:
        if figure.value is None or figure.low is None or figure.high is None:
            return None
        value, low, high = value + figure.value, low + figure.low, high + figure.high
    off = max(high - value, value - low) / value
    return next((word for word, most in _QUALITIES if off <= most), None)
