"""The expected record beside each sample log: `python -m tests.energy.expected` writes all of them anew.

A sample is a file or a folder in sample_data/tool_logs/TOOL; what is expected of it stands in NAME.expected.json, in
the form of `reportgen import --json`. Read the difference before committing it.
"""

from pathlib import Path

from reportgen.energy.importers.read import read_records
from reportgen.energy.record_json import record_values
from reportgen.files.json_text import dumps

SAMPLES = Path(__file__).parents[2] / "sample_data" / "tool_logs"
ENDING = ".expected.json"
# What the user says of a sample's columns.
COLUMNS = {
    "csv/watts.csv": {"time": "when", "power_w": "draw", "device": "board"},
    "csv/too_much.csv": {"time": "time", "energy_kwh": "kwh", "duration_s": "seconds", "device": "board"},
}


def samples() -> list[Path]:
    """Every sample log, a file or a folder."""
    return sorted(
        path for tool in SAMPLES.iterdir() if tool.is_dir() for path in tool.iterdir() if ENDING not in path.name
    )


def found(sample: Path) -> str:
    """What is read from the sample, as JSON."""
    records = read_records(sample, columns=COLUMNS.get(sample.relative_to(SAMPLES).as_posix()))
    return dumps([record_values(record, sample.name) for record in records]) + "\n"


def expected_file(sample: Path) -> Path:
    """Where it stands what is expected of the sample."""
    return sample.with_name(sample.name + ENDING)


if __name__ == "__main__":
    for sample in samples():
        expected_file(sample).write_text(found(sample), encoding="utf-8")
        print(expected_file(sample).relative_to(SAMPLES))
