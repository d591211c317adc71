"""Whatever happens to a sample of a filtering tool, it gives records or one clear line, never a traceback."""

import random
import shutil
from pathlib import Path

import pytest

from reportgen.curation.record import Curation
from reportgen.curation.records.read import READERS, read_curation
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.curation.expected import samples
from tests.energy.importers.test_any_damage import damaged

TOOLS = {it.TOOL: it for it in READERS}
_MOST_FILES = 12  # of a folder, each damaged


def files_of(sample: Path) -> list[Path]:
    """The files of a sample, some of the many."""
    return sorted(path for path in sample.rglob("*") if path.is_file())[:_MOST_FILES] if sample.is_dir() else [sample]


@pytest.mark.parametrize("sample", samples(), ids=lambda path: "/".join(path.parts[-2:]))
def test_a_damaged_sample_gives_records_or_one_line(tmp_path: Path, sample: Path) -> None:
    """30 times damaged by chance, always by the same dice; no count is below zero."""
    reader, dice = TOOLS[sample.parent.name], random.Random(sample.name)
    copy = tmp_path / sample.name
    if sample.is_dir():
        shutil.copytree(sample, copy)
    else:
        shutil.copy(sample, copy)
    places = [copy / path.relative_to(sample) for path in files_of(sample)]
    lines: list[str] = []
    for _ in range(30):
        path = dice.choice(places)
        whole = path.read_bytes()
        path.write_bytes(damaged(whole, dice))
        try:
            reader.identify(Source(copy, copy.name))
            found = read_curation(copy, reader)
        except InputError as error:
            lines += [str(problem) for problem in error.problems]
        else:
            lines += [warning for record in found for warning in record.warnings]
            for record in found:
                if isinstance(record, Curation):
                    counts = (record.before, record.after, record.samples, *(stage.removed for stage in record.stages))
                    assert all(it is None or it >= 0 for it in counts)
        path.write_bytes(whole)

    assert all("\n" not in line for line in lines)
