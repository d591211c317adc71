"""From a file or folder to its records: which tool wrote it is detected, and two that claim one file are an error."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NoReturn, Protocol

from reportgen.energy.importers import (
    amd_smi,
    boamps,
    carbontracker,
    codecarbon,
    dcgm,
    eco2ai,
    impact_tracker,
    mlflow,
    nvidia_smi,
    nvidia_smi_dmon,
    own_log,
    perf,
    perun,
    plain_csv,
    power_gadget,
    powermetrics,
    pyjoules,
    rocm_smi,
    scaphandre,
    slurm,
    tegrastats,
    wide_csv,
    zeus,
)
from reportgen.energy.importers.own_columns import SETTINGS
from reportgen.energy.importers.unknown_file import what_to_do
from reportgen.energy.plausibility import judged
from reportgen.energy.record import Record
from reportgen.files.notes import suggestion
from reportgen.files.separator_line import is_comment
from reportgen.files.source import Source
from reportgen.problems import InputError, excerpt
from reportgen.words.counted import counted

ZERO = "the tool reports zero energy: it was not measured"
SILENT = "{device}: no energy, or zero, which was not measured"

_MOST_NEIGHBOURS = 200  # files and folders in a folder that are looked at to say which of them is a record


class Importer(Protocol):
    """A module of this folder: the tool it reads, whether a source is that tool's, and the records in it.

    `identify` looks at the name, the head and at most the names beside it, and raises nothing for readable files.
    `extract` raises InputError with the line that is wrong.
    """

    TOOL: str

    def identify(self, source: Source) -> bool: ...

    def extract(self, source: Source) -> list[Record]: ...


IMPORTERS: tuple[Importer, ...] = (
    carbontracker,
    codecarbon,
    zeus,
    nvidia_smi,
    slurm,
    plain_csv,
    wide_csv,
    eco2ai,
    perf,
    dcgm,
    mlflow,
    pyjoules,
    perun,
    boamps,
    own_log,
    nvidia_smi_dmon,
    power_gadget,
    tegrastats,
    impact_tracker,
    powermetrics,
    amd_smi,
    rocm_smi,
    scaphandre,
)


def read_records(
    path: Path,
    tool: str | None = None,
    columns: Mapping[str, str] | None = None,
    nodes: int | None = None,
    run: int | None = None,
    decimal: str | None = None,
) -> list[Record]:
    """The records of a file or folder, each judged by what its hardware can draw.

    tool: whose it is, else it is detected. columns: our names and the file's, which only a plain CSV has, and what is
    said of a table of samples as a whole. nodes: on how many machines a record was made that does not say so itself.
    run: which record of the file is taken, counted from 1; None: all. decimal: comma or point, of a table whose cells
    prove neither and of which the columns do not say it. Raises InputError.
    """
    source = readable(Source(path, str(path), dict(columns or {}), decimal=decimal))
    source = of_somebody(source, lambda it: bool(claims_of(it)))
    found = [_judged(_without_zero(record), nodes) for record in _extracted(source, tool)]
    if run is None:
        return found
    if not 1 <= run <= len(found):
        runs = "1 run" if len(found) == 1 else f"{len(found):,} runs"
        source.refuse(None, f"there is no run {run}", f"the file has {runs}, counted from 1")
    return [found[run - 1]]


def of_somebody(source: Source, is_known: Callable[[Source], bool]) -> Source:
    """The source, without the comments before its table where it is nobody's with them.

    What begins with # may be a tool's own header.
    """
    if source.is_folder or not is_comment(source.first_line) or is_known(source):
        return source
    return replace(source, comments=True)


def _extracted(source: Source, tool: str | None) -> list[Record]:
    """What the importer gives; where the tool that a person names is not the file's, the file's own is said."""
    importer = _importer(source, tool)
    try:
        return importer.extract(source)
    except InputError as error:
        claims = [it.TOOL for it in IMPORTERS if tool is not None and it.identify(source)]
        if len(claims) != 1 or claims[0] == tool:
            raise
        told = f"it looks like a record of {claims[0]}: leave out the tool {tool}"
        raise InputError([replace(problem, hint=told) for problem in error.problems[:1]]) from error


def _judged(record: Record, nodes: int | None) -> Record:
    """The record as a person can believe it or not, each of its warnings once."""
    found = judged(replace(record, nodes=nodes) if record.nodes is None and nodes is not None else record)
    return replace(found, warnings=tuple(counted(found.warnings)), implausible=tuple(counted(found.implausible)))


def _importer(source: Source, tool: str | None) -> Importer:
    importer = _importer_of(source, tool)
    if importer is not plain_csv and not source.columns.keys() <= _settings_of(importer):
        hint = f"leave out the columns, or the tool {importer.TOOL}"
        source.refuse(None, "columns are named for a plain CSV only", hint)
    return importer


def _settings_of(importer: Importer) -> set[str]:
    """What may be said of its files beside the names of columns."""
    if importer is tegrastats:
        return set(tegrastats.SETTINGS)
    return set(SETTINGS) if importer in (nvidia_smi, wide_csv) else set()


def _importer_of(source: Source, tool: str | None) -> Importer:
    known = {importer.TOOL: importer for importer in IMPORTERS}
    settings = _settings_of(known[tool]) if tool in known else set(SETTINGS)
    if not source.columns.keys() <= settings:
        if tool in (None, plain_csv.TOOL):
            return plain_csv
        source.refuse(None, "columns are named for a plain CSV only", f"leave out the columns, or the tool {tool}")
    if tool is not None:
        if tool not in known:
            source.refuse(None, f'"{excerpt(tool)}" is no tool that is known here', suggestion(tool, list(known)))
        return known[tool]
    claims = claims_of(source)
    if len(claims) > 1:
        names = " and ".join(importer.TOOL for importer in claims)
        source.refuse(None, f"this can be a record of {names}", f"say which: --as {claims[0].TOOL}")
    if not claims:
        refuse_unknown(source, sorted(known), _is_record)
    return claims[0]


def _folder_of(source: Source) -> Source:
    return Source(source.path.parent, source.name)


def claims_of(source: Source) -> list[Importer]:
    """The importers that take the source for their tool's."""
    return [importer for importer in IMPORTERS if importer.identify(source)]


def refuse_unknown(source: Source, known: list[str], is_record: Callable[[Source], bool]) -> NoReturn:
    """Raise InputError for a source that is nobody's, with what can be done. known: the tools whose it could be."""
    tools = f"known: {', '.join(known)}"
    if source.is_folder:
        names = [name for name in _entries_in(source) if is_record(source.inside(name))]
        hint = f"name a file in it: {', '.join(map(excerpt, names[:3]))}" if names else tools
        source.refuse(None, "this folder is no record of a tool that is known here", hint)
    if source.path.name == mlflow.META and ("lifecycle_stage" in source.head or mlflow.identify(_folder_of(source))):
        folder = Path(source.name).parent
        source.refuse(None, "no run here: this is what MLflow says of a run", f"name its folder: {folder}")
    if "\0" in source.head:
        source.refuse(None, "this is a binary file, and no record", "name the text file that the tool wrote, unpacked")
    source.refuse(None, "no tool known here writes such a file", what_to_do(source, known))


def readable(source: Source) -> Source:
    """The same source. Raises InputError where nothing is there that can be read."""
    path = source.path
    try:
        if not path.exists():
            source.refuse(None, "there is no such file or folder")
        if path.is_dir():
            if not any(path.iterdir()):
                source.refuse(None, "the folder is empty")
        elif not path.is_file():
            source.refuse(None, "this is neither a file nor a folder", "name a file that stays on disk")
        elif not source.head.strip():
            source.refuse(None, "the file is empty", "did the tool end before it wrote?")
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
    except ValueError:  # a NUL in the path
        source.refuse(None, "this cannot be the name of a file")
    return source


def _entries_in(folder: Source) -> list[str]:
    with os.scandir(folder.path) as entries:
        return sorted(entry.name for entry in islice(entries, _MOST_NEIGHBOURS) if entry.is_file() or entry.is_dir())


def _is_record(source: Source) -> bool:
    try:
        return bool(claims_of(source))
    except InputError:  # one that may not be read
        return False


def _without_zero(record: Record) -> Record:
    """The record with None where the tool says zero: nothing that runs draws nothing.

    A device without energy beside others is told, since the sum does not hold it: it is at least so much.
    """
    devices = tuple(replace(it, energy_kwh=None) if it.energy_kwh == 0 else it for it in record.devices)
    if record.energy_kwh == 0:
        return replace(record, devices=devices, energy_kwh=None, warnings=(*record.warnings, ZERO))
    split = any(it.energy_kwh is not None for it in devices)  # else the tool has one figure for all of them
    silent = [it.name for it in devices if split and it.energy_kwh is None]
    if not silent:
        return record if devices == record.devices else replace(record, devices=devices)
    fresh = [SILENT.format(device=name) for name in silent if not _is_told(name, record.warnings)]
    return replace(record, devices=devices, at_least=True, warnings=(*record.warnings, *fresh))


def _is_told(device: str, warnings: Iterable[str]) -> bool:
    return any(it.startswith(f"{device}: ") and "not measured" in it for it in warnings)
