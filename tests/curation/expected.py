"""The expected record beside each sample: `python -m tests.curation.expected` writes all of them anew.

A sample is a file or a folder in sample_data/curation/TOOL; what is expected of it stands in NAME.expected.json, in the
form of `reportgen import --json`. Read the difference before committing it.
"""

from pathlib import Path

from reportgen.curation.record import Curation
from reportgen.curation.record_json import curation_values, training_values
from reportgen.curation.records.read import read_curation, reader_of
from reportgen.files.json_text import dumps

SAMPLES = Path(__file__).parents[2] / "sample_data" / "curation"
ENDING = ".expected.json"


def samples() -> list[Path]:
    """Every sample, a file or a folder."""
    return sorted(
        path for tool in SAMPLES.iterdir() if tool.is_dir() for path in tool.iterdir() if ENDING not in path.name
    )


def found(sample: Path) -> str:
    """What is read from the sample, as JSON."""
    reader = reader_of(sample, None)
    assert reader is not None
    values = [
        curation_values(it, sample.name) if isinstance(it, Curation) else training_values(it, sample.name)
        for it in read_curation(sample, reader)
    ]
    return dumps(values) + "\n"


def expected_file(sample: Path) -> Path:
    """Where it stands what is expected of the sample."""
    return sample.with_name(sample.name + ENDING)


if __name__ == "__main__":
    for sample in samples():
        expected_file(sample).write_text(found(sample), encoding="utf-8")
        print(expected_file(sample).relative_to(SAMPLES))
