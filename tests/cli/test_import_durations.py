"""The duration that an import puts into a manifest is that of the run, or none."""

from pathlib import Path

import pytest

from tests.cli.running import Run

HEADER = "timestamp, index, name, power.draw [W]\n"


def log(index: int, start_s: int, seconds: int) -> str:
    """Return rows of a board at 300 W, one a second."""
    times = (f"2026/01/03 15:{s // 60:02}:{s % 60:02}.000" for s in range(start_s, start_s + seconds + 1))
    return "".join(f"{time}, {index}, NVIDIA A100-SXM4-40GB, 300.00 W\n" for time in times)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([log(0, 0, 60)], "duration: 60"),
        ([log(0, 0, 60), log(1, 0, 60)], "duration: 60"),
        ([log(0, 0, 60), log(1, 29, 60)], "duration: 60"),
        ([log(0, 0, 60), log(1, 30, 60)], None),  # of 90 s, half of each is shared and no more
        ([log(0, 0, 60), log(1, 60, 60)], None),
        ([log(0, 0, 60) + log(0, 600, 60)], None),  # two runs of one file
        ([log(0, 0, 60), log(1, 0, 61)], None),
    ],
)
def test_records_of_one_duration_say_that_of_the_run_where_they_were_at_one_time(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[str], expected: str | None
) -> None:
    """Two runs of a minute, one after the other, are no filtering of a minute with the energy of both."""
    monkeypatch.chdir(tmp_path)
    for place, text in enumerate(files):
        Path(f"gpu{place}.csv").write_text(HEADER + text)
    done = run("import", *(f"gpu{place}.csv" for place in range(len(files))), "-o", "run.yaml")

    assert 0 == done.code
    lines = Path("run.yaml").read_text().splitlines()
    assert ([expected] if expected else []) == [line for line in lines if line.startswith("duration")]
    assert ("duration" in done.err) == (expected is None)
