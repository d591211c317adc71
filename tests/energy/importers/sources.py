"""Records written for a test, and what an importer says of a damaged one."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.record import Record
from reportgen.files.source import Source
from reportgen.problems import InputError

SAMPLES = Path(__file__).resolve().parents[3] / "sample_data" / "tool_logs"


def sample(*names: str) -> Source:
    """Return a file or folder of the sample logs."""
    return Source(SAMPLES.joinpath(*names), names[-1], {})


def written(folder: Path, content: str | bytes, name: str = "record") -> Source:
    """Return a file that holds the content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Source(path, name, {})


def only(records: list[Record]) -> Record:
    """Return the one record that there is."""
    assert 1 == len(records)
    return records[0]


def joules(energy_kwh: Decimal | None) -> Decimal:
    """Return the energy in J to 9 digits after the point; it must be there."""
    assert energy_kwh is not None
    return round(energy_kwh * 3_600_000, 9)


def problem(extract: Callable[[Source], list[Record]], source: Source) -> str:
    """Return the one problem that an importer's `extract` has with a file."""
    with pytest.raises(InputError) as caught:
        extract(source)
    assert 1 == len(caught.value.problems)
    assert "\n" not in str(caught.value)
    return str(caught.value)
