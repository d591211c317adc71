"""What `reportgen import` reads: each file with its records, of energy, of a filter or of a training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.problems import InputError, Problem

if TYPE_CHECKING:
    from reportgen.curation.record import Curation, Training
    from reportgen.energy.record import Record


@dataclass(frozen=True)
class Asked:
    """What the user says of all files: the tool, the run, and of tables of energy their columns and decimal sign.

    policy: what is removed of what a tool only flags. kept: which tag means kept.
    """

    tool: str | None
    columns: dict[str, str]
    run: int | None
    decimal: str | None
    policy: str | None
    kept: str | None


@dataclass(frozen=True)
class Read:
    """A file as the user named it, and its records, which are all of one kind."""

    file: str
    records: list[Record] = field(default_factory=list)
    curations: list[Curation] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)


def read_all(files: Sequence[str], asked: Asked) -> list[Read]:
    """Each file once. Raises InputError with the problems of all of them."""
    reads: list[Read] = []
    problems: list[Problem] = []
    for file in dict.fromkeys(files):
        try:
            reads.append(_read(file, asked))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    _check_flags(reads, asked)
    return reads


def _read(file: str, asked: Asked) -> Read:
    from reportgen.curation.chain import decided
    from reportgen.curation.record import Curation, Training
    from reportgen.curation.records.read import read_curation, reader_of
    from reportgen.energy.importers.read import read_records

    reader = None if asked.columns else reader_of(Path(file), asked.tool)
    if reader is None:
        return Read(file, read_records(Path(file), asked.tool, asked.columns, run=asked.run, decimal=asked.decimal))
    found = read_curation(Path(file), reader, asked.run)
    curations = [decided(it, asked.policy, asked.kept) for it in found if isinstance(it, Curation)]
    return Read(file, curations=curations, trainings=[it for it in found if isinstance(it, Training)])


def needs_decimal_sign(reads: Sequence[Read], asked: Asked) -> bool:
    """Whether some record of energy, which a report reads again, is another one or none without the sign asked for."""
    if asked.decimal is None:
        return False
    without = replace(asked, decimal=None)
    for read in reads:
        try:
            if read.records and _read(read.file, without).records != read.records:
                return True
        except InputError:
            return True
    return False


def _check_flags(reads: Sequence[Read], asked: Asked) -> None:
    """Raise InputError where a flag speaks of a choice that no record has."""
    tagged = [it.tagged for read in reads for it in read.curations if it.choices]
    problems = []
    if asked.policy is not None and False not in tagged:
        problems.append(Problem("--policy", "none of the records only flags samples", "leave it out"))
    if asked.kept is not None and True not in tagged:
        problems.append(Problem("--kept", "none of the records has tags", "leave it out"))
    if problems:
        raise InputError(problems)


def placed_curations(reads: Sequence[Read]) -> list[tuple[str, Curation]]:
    """The records of filters, each beside its file."""
    return [(read.file, record) for read in reads for record in read.curations]
