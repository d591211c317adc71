"""Whatever happens to a sample log, it gives records or one clear line, never a traceback."""

import random
from pathlib import Path

import pytest

from reportgen.energy.importers.read import IMPORTERS
from reportgen.energy.record import Record
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES, written

TOOLS = {it.TOOL: it for it in IMPORTERS}
LOGS = sorted(
    path
    for path in SAMPLES.glob("*/*")
    if path.is_file() and path.parent.name in TOOLS and ".expected." not in path.name
)
PIECES = (b"\0", b"\xff", b"-", b"nan", b"1e999", b"9" * 40, b'"', b",", b";", b"|", b"\n", b"", b"{", b"]", b"null")


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Return the content cut off, or with something else in a place, or with two lines changed over."""
    at = dice.randrange(len(content) + 1)
    kind = dice.randrange(3)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + dice.choice(PIECES) + content[at + dice.randrange(12) :]
    lines = content.split(b"\n")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


@pytest.mark.parametrize("log", LOGS, ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_a_damaged_log_gives_records_or_one_line(tmp_path: Path, log: Path) -> None:
    """30 times damaged by chance, always by the same dice; no energy is below zero or not a number."""
    importer, dice = TOOLS[log.parent.name], random.Random(log.name)
    lines: list[str] = []
    records: list[Record] = []
    for _ in range(30):
        source = written(tmp_path, damaged(log.read_bytes(), dice), log.name)
        try:
            importer.identify(source)
            records += importer.extract(source)
        except InputError as error:
            lines += [str(problem) for problem in error.problems]

    assert all("\n" not in line for line in [*lines, *(warning for record in records for warning in record.warnings)])
    assert all(record.energy_kwh is None or 0 <= record.energy_kwh < record.energy_kwh + 1 for record in records)
