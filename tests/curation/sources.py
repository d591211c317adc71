"""What tests of filtering tools have in common: samples, written records, and the run that records join to."""

from pathlib import Path

import pytest

from reportgen.curation.chain import Run, joined
from reportgen.curation.record import Curation, Training
from reportgen.curation.records.read import read_curation, reader_of
from reportgen.problems import InputError, Problem
from tests.curation.expected import SAMPLES


def sample(*names: str) -> Path:
    """Return a file or folder of the samples."""
    return SAMPLES.joinpath(*names)


def records_in(path: Path, run: int | None = None) -> list[Curation]:
    """Return the records of a filter in a file or folder, whose tool is detected."""
    reader = reader_of(path, None)
    assert reader is not None
    found = read_curation(path, reader, run)
    return [it for it in found if isinstance(it, Curation)]


def record_in(path: Path) -> Curation:
    """Return the one record that there is."""
    (record,) = records_in(path)
    return record


def training_in(path: Path) -> Training:
    """Return the one record of a training that there is."""
    reader = reader_of(path, None)
    assert reader is not None
    (record,) = read_curation(path, reader)
    assert isinstance(record, Training)
    return record


def written(path: Path, text: str) -> Path:
    """Return the file, with the text in it and the folders above it made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run_of(*records: Curation) -> Run:
    """Return the run that the records join to, named a, b, c ..."""
    found = joined([(chr(97 + place), record) for place, record in enumerate(records)])
    assert isinstance(found, Run), found
    return found


def fault_of(*records: Curation) -> str:
    """Return why the records do not join."""
    found = joined([(chr(97 + place), record) for place, record in enumerate(records)])
    assert isinstance(found, Problem)
    return str(found)


def refusal(path: Path) -> str:
    """Return the one problem with which a file is refused."""
    with pytest.raises(InputError) as caught:
        records_in(path)
    (problem,) = caught.value.problems
    return str(problem)


def removed(record: Curation | Run) -> dict[str, int | None]:
    """Return what each stage removed, by its name."""
    return {stage.name: stage.removed for stage in record.stages}
