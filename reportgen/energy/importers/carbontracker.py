"""carbontracker's logs: a folder of them, or any one of a run's files, which is read with those beside it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

from reportgen.energy.importers.bounded import bounded
from reportgen.energy.importers.carbontracker_files import output_sections, standard_sections
from reportgen.energy.importers.carbontracker_section import Consumption, Damage, Section
from reportgen.energy.importers.cells import MOST_RECORDS, measured, shown_name
from reportgen.energy.record import ESTIMATE, MEASURED, Device, Predicted, Record
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.words.message import message

TOOL = "carbontracker"

_NAME = re.compile(r"(?P<stem>.*_carbontracker)(?P<kind>|_output|_err)\.log")
_CONTENT = re.compile(
    r"^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - )?(?:carbontracker version \d|CarbonTracker: )", re.MULTILINE
)
# How carbontracker names what it reads a counter of; any other CPU is a share of a TDP.
_COUNTED_CPU = re.compile(r"(?:cpu|dram|package|core|uncore|ram)(?:[:-]?\d+)*", re.IGNORECASE)
_MOST_FILES = 100_000

_PUE_UNKNOWN = "the log that says the PUE is not there: a PUE, of 1.55 to 1.67, is in the figure"
_MEAN = (
    "carbontracker from 2.0.0 on takes the mean over a component's devices for their sum, so that it says too little"
)
_HALF_A_TDP = "the CPU's figure is half of a TDP by name, not a measurement"
_WORLD = "the tool found no location: its intensity is the world's average"


@dataclass(frozen=True)
class _Files:
    """The files of one run, or of several runs in one process; any of them may be missing."""

    standard: Source | None = None
    output: Source | None = None
    errors: Source | None = None


def identify(source: Source) -> bool:
    if source.is_folder:
        return bool(_runs_in(source))
    return bool(_NAME.fullmatch(source.path.name) or _CONTENT.search(source.head))


def extract(source: Source) -> list[Record]:
    """One record per run of the tracker."""
    if source.is_folder:
        runs = _runs_in(source)
        if not runs:
            source.refuse(None, "there is no log of carbontracker in the folder", "they end in _carbontracker.log")
        files = [_files(source.inside(stem)) for stem in runs]
    else:
        files = _files_of(source)
    records: dict[tuple[object, ...], Record] = {}
    damages: list[Damage] = []
    with working_precision():
        for run in files:
            for record in _records(run, damages):
                # several trackers of one process write into the first one's files too
                key = (record.started_at, record.energy_kwh, record.duration_s, len(record.stages))
                records.setdefault(key if record.started_at else (len(records),), record)
    if not records:
        if damaged := next((it for it in damages if it.lost.count), None):
            damaged.lost.refuse()
        source.refuse(
            None, "neither an epoch nor a consumption is in the log", "did the run end before its first epoch?"
        )
    return list(records.values())


def _runs_in(folder: Source) -> list[str]:
    """The stems of the runs in the folder, in the order of their names."""
    with os.scandir(folder.path) as entries:
        found = [_NAME.fullmatch(entry.name) for entry in islice(entries, _MOST_FILES) if not entry.is_dir()]
    stems = sorted({match["stem"] for match in found if match})
    if len(stems) > MOST_RECORDS:
        folder.refuse(None, f"more than {MOST_RECORDS:,} runs", "name a folder that holds only the runs you mean")
    return stems


def _files(stem: Source) -> _Files:
    named = [stem.beside(stem.path.name + kind + ".log") for kind in ("", "_output", "_err")]
    return _Files(*(source if source.is_there else None for source in named))


def _files_of(source: Source) -> list[_Files]:
    """The files of the run that this file belongs to."""
    if match := _NAME.fullmatch(source.path.name):
        return [_files(source.beside(match["stem"]))]
    if re.search(r"^(?:\S+ \S+ - )?carbontracker version \d", source.head, re.MULTILINE):
        return [_Files(standard=source)]
    # what a terminal showed: the run's own files may stand beside it
    printed = {section.actual.energy_text for section in output_sections(source, Damage()) if section.actual}
    folder = Source(source.path.parent, str(Path(source.name).parent))
    for stem in _runs_in(folder) if printed else ():
        run = _files(source.beside(stem))
        said = (
            {section.actual.energy_text for section in output_sections(run.output, Damage()) if section.actual}
            if run.output
            else ()
        )
        if printed <= set(said):
            return [run]
    return [_Files(output=source)]


def _records(files: _Files, damages: list[Damage]) -> list[Record]:
    """The records of a run's files; what is damaged in these is added to `damages`."""
    told, logged = Damage(), Damage()
    outputs = output_sections(files.output, told) if files.output else []
    limits = [section.actual.epochs if section.actual else None for section in outputs]
    standards = standard_sections(files.standard, limits, logged) if files.standard else []
    damages += [logged, told]
    errors = files.errors.head if files.errors else ""
    epochs = sum(section.epochs for section in standards)
    found = []
    for index in range(max(len(outputs), len(standards))):
        standard = standards[index] if index < len(standards) else None
        output = outputs[index] if index < len(outputs) else None
        actual = output.actual if output else None
        section = standard or output
        assert section is not None
        predicted = output.predicted if output else None
        if actual is not None or section.epochs or predicted is not None:
            # the log alone does not say whether the run ended; what the terminal showed does
            is_cut = section.interrupted or (output is not None and actual is None)
            record = _record(section, actual, errors, is_damaged=bool(logged.lost.count), is_cut=is_cut)
            record = _with_prediction(record, section, predicted, is_alone=actual is None and not section.epochs)
            aside = (*logged.warnings, *told.warnings, *told.lost.said(len(outputs) + told.lost.count, "no energy"))
            record = replace(record, warnings=(*record.warnings, *aside))
            # what the tool says at its end holds whatever its log has lost
            found += [record] if actual else bounded([record], logged.lost, epochs)
    return found


def _record(section: Section, actual: Consumption | None, errors: str, *, is_damaged: bool, is_cut: bool) -> Record:
    warnings: list[str] = []
    energy_kwh, pue = _own_figure(section, actual, warnings)
    best_kwh = _corrected(section, energy_kwh, warnings)
    devices = _devices(section, best_kwh)
    estimated = any(device.basis == ESTIMATE for device in devices)
    if estimated:
        warnings.append(_HALF_A_TDP)
    warnings += section.warnings
    if not energy_kwh:
        warnings.append(_zero_cause("the tool", errors))
    else:
        silent = [name.upper() for name, component_j in section.component_j.items() if not component_j]
        warnings += [_zero_cause(f"of {name} the tool", errors) for name in silent]
    if section.location_unknown:
        warnings.append(_WORLD)
    duration_s = section.duration_s or None
    if actual and actual.duration_s and (is_damaged or actual.epochs not in (None, section.epochs)):
        duration_s = actual.duration_s  # of the epochs some are missing
    at_least = bool(energy_kwh) and (section.lacks_power or is_cut)
    intensity_g = section.intensity_g
    if intensity_g is None and actual and actual.co2_g and actual.energy_kwh:
        intensity_g = actual.co2_g / actual.energy_kwh
    return Record(
        TOOL,
        measured(energy_kwh),
        pue_included=pue,
        tool_version=section.version,
        duration_s=duration_s,
        devices=devices,
        basis=ESTIMATE if estimated else MEASURED,
        intensity_kg_per_kwh=None if intensity_g is None else intensity_g / 1000,
        warnings=(*warnings, *section.stages.warnings),
        corrected_kwh=best_kwh if energy_kwh and best_kwh != energy_kwh else None,
        started_at=section.started_at,
        ended_at=section.ended_at,
        stages=tuple(section.stages.kept),
        method=message("mean power of an epoch times its duration"),
        at_least=at_least,
        low_kwh=energy_kwh if at_least else None,
    )


def _with_prediction(record: Record, section: Section, told: Consumption | None, is_alone: bool) -> Record:
    """The record with what the tool foretold, which is in no sum; is_alone: nothing else of its energy is known."""
    if told is None:
        return record
    co2_kg = None if told.co2_g is None else told.co2_g / 1000
    predicted = Predicted(told.epochs, told.duration_s, told.energy_kwh / (section.pue or 1), co2_kg)
    if not is_alone:
        return replace(record, predicted=predicted)
    warning = "the log holds a prediction and no consumption: the energy was not measured"
    return replace(record, predicted=predicted, warnings=(warning,), duration_s=None)


def _own_figure(section: Section, actual: Consumption | None, warnings: list[str]) -> tuple[Decimal, Decimal | None]:
    """The tool's own energy without PUE, and the PUE that is left in it."""
    if section.interrupted:
        warnings.append("the training was interrupted: what was drawn after the last complete epoch is not in it")
    if actual is None:
        what = f"{section.epochs} complete epoch{'' if section.epochs == 1 else 's'}"
        warnings.append(f"the run did not end: its energy is rebuilt from {what}, as power times duration")
        return section.energy_j / J_PER_KWH, Decimal(1)
    if section.pue is None:
        warnings.append(_PUE_UNKNOWN)
        return actual.energy_kwh, None
    return actual.energy_kwh / section.pue, Decimal(1)


def _corrected(section: Section, energy_kwh: Decimal, warnings: list[str]) -> Decimal:
    """What the devices drew, where the tool took a mean over them for their sum; else the tool's own figure."""
    if not energy_kwh or not section.averaged:
        return energy_kwh
    devices = " and ".join(f"{len(section.devices[name])} devices of {name.upper()}" for name in section.averaged)
    if section.version is None:
        warnings.append(f"{devices}: {_MEAN}, if it was one of these; the log does not say")
        return energy_kwh
    factor = section.corrected_j / section.energy_j if section.energy_j else section.common_count
    if factor is None:
        warnings.append(f"{devices}: {_MEAN}; by how much, the log does not say")
        return energy_kwh
    warnings.append(f"{devices}: {_MEAN}: {_times(factor)}, which the corrected figure mends")
    return energy_kwh * factor


def _times(factor: Decimal) -> str:
    shown = factor.quantize(Decimal("0.01"))
    return f"{int(factor)} times" if factor == factor.to_integral_value() else f"about {shown} times"


def _zero_cause(subject: str, errors: str) -> str:
    said = f"{subject} reports zero energy: it was not measured"
    if "lack of read-permissions" in errors:
        return f"{said}, because it was not permitted to read the CPU's energy counters"
    if "does not support retrieval of power usages" in errors:
        return f"{said}, because the GPU does not tell its power"
    return said


def _devices(section: Section, best_kwh: Decimal) -> tuple[Device, ...]:
    """The devices with their parts of the energy, where the epochs say how it is divided."""
    parts = section.device_j()
    total_j = sum(parts.values(), Decimal(0))
    single = sum(len(names) for names in section.devices.values()) == 1
    found = []
    for component, names in section.devices.items():
        kinds = {"gpu": "gpu", "cpu": "cpu"}
        for index, name in enumerate(names):
            kind = "ram" if name.lower().startswith("dram") else kinds.get(component, "other")
            modelled = component == "cpu" and not _COUNTED_CPU.fullmatch(name)
            energy_kwh = best_kwh if single else None
            if total_j and (component, index) in parts:
                energy_kwh = parts[component, index] / total_j * best_kwh
            label = shown_name(name, component.upper())
            found.append(
                Device(
                    f"{label} {index}" if names.count(name) > 1 else label,
                    kind,
                    measured(energy_kwh),
                    ESTIMATE if modelled else MEASURED,
                    message("half of a TDP") if modelled else message("sampled power"),
                )
            )
    return tuple(found)
