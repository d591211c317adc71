"""From a file or folder to what a filtering tool says of its run; whose it is, is detected beside the energy tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from reportgen.curation.record import Curation, Training
from reportgen.curation.records import (
    cleanlab,
    cleanvision,
    cosmos_curate,
    data_juicer,
    data_prep_toolkit,
    datacomp,
    datatrove,
    dclm,
    dolma,
    duckdb,
    dvc,
    fastdup,
    hf_datasets,
    hf_trainer,
    imagededup,
    img2dataset,
    lightly,
    lightly_studio,
    nemo_curator,
    spark,
    text_dedup,
)
from reportgen.energy.importers.read import IMPORTERS as ENERGY
from reportgen.energy.importers.read import claims_of, of_somebody, readable, refuse_unknown
from reportgen.files.notes import suggestion
from reportgen.files.source import Source
from reportgen.problems import InputError, excerpt
from reportgen.words.counted import counted

Found = Curation | Training


class Reader(Protocol):
    """A module of this folder: the tool it reads, whether a source is that tool's, and what it says.

    `identify` looks at the name, the head and at most what lies in or beside it, and raises nothing for readable files.
    `extract` raises InputError with the line that is wrong.
    """

    TOOL: str

    def identify(self, source: Source) -> bool: ...

    def extract(self, source: Source) -> Sequence[Found]: ...


READERS: tuple[Reader, ...] = (
    dvc,
    datatrove,
    data_juicer,
    data_prep_toolkit,
    nemo_curator,
    spark,
    duckdb,
    hf_datasets,
    dolma,
    dclm,
    text_dedup,
    img2dataset,
    datacomp,
    cosmos_curate,
    cleanvision,
    cleanlab,
    imagededup,
    fastdup,
    lightly,
    hf_trainer,
    lightly_studio,
)


def reader_of(path: Path, tool: str | None) -> Reader | None:
    """The reader of the file or folder; None where it is an energy tool's.

    tool: whose it is, else it is detected. Raises InputError where nobody's, or several tools', it is.
    """
    source = of_somebody(readable(Source(path, str(path))), _is_record)
    known = {it.TOOL: it for it in READERS}
    if tool is not None:
        everyone = [*known, *(it.TOOL for it in ENERGY)]
        if tool not in everyone:
            source.refuse(None, f'"{excerpt(tool)}" is no tool that is known here', suggestion(tool, everyone))
        return known.get(tool)
    readers, importers = [it for it in READERS if it.identify(source)], claims_of(source)
    names = [*(it.TOOL for it in readers), *(it.TOOL for it in importers)]
    if len(names) > 1:
        source.refuse(None, f"this can be a record of {' and '.join(names)}", f"say which: --as {names[0]}")
    if not names:
        refuse_unknown(source, sorted([*known, *(it.TOOL for it in ENERGY)]), _is_record)
    return readers[0] if readers else None


def read_curation(path: Path, reader: Reader, run: int | None = None) -> list[Found]:
    """What the reader finds, each warning once. run: which record is taken, counted from 1, and settled with it.

    Raises InputError.
    """
    source = of_somebody(Source(path, str(path)), _is_record)
    try:
        found = [_told_once(record) for record in reader.extract(source)]
    except RecursionError:
        source.refuse(None, "lists and maps stand inside each other too deep", "is this the tool's file?")
    if not found:
        source.refuse(None, f"no run of {reader.TOOL} is in it")
    if run is None:
        return found
    if not 1 <= run <= len(found):
        runs = "1 run" if len(found) == 1 else f"{len(found):,} runs"
        source.refuse(None, f"there is no run {run}", f"the file has {runs}, counted from 1")
    taken = found[run - 1]
    return [replace(taken, unsettled="") if isinstance(taken, Curation) else taken]


def _told_once(record: Found) -> Found:
    return replace(record, warnings=tuple(counted(record.warnings)))


def _is_record(source: Source) -> bool:
    try:
        return any(it.identify(source) for it in READERS) or bool(claims_of(source))
    except InputError:  # one that may not be read
        return False
