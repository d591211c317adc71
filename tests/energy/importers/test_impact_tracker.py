"""experiment-impact-tracker's data.json, held against areas under power curves worked by hand."""

import json
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reportgen.energy.importers import impact_tracker
from reportgen.files.source import Source
from tests.energy.importers.sources import joules, only, problem, sample, written

RUN = ("experiment-impact-tracker", "run")
SHARE, WHOLE = "rapl_estimated_attributable_power_draw", "rapl_power_draw_absolute"


def line(time_s: float, share: object, whole: float = 40.0) -> str:
    """Return a sample of CPU and memory."""
    return json.dumps({"timestamp": time_s, WHOLE: whole, SHARE: share}) + "\n"


class Opened:
    """What ends the test where it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return pytest.fail, ("info.pkl was opened",)


@pytest.mark.parametrize("names", [RUN, (*RUN, "impacttracker"), (*RUN, "impacttracker", "data.json")])
def test_the_share_of_the_process_counts(names: tuple[str, ...]) -> None:
    """CPU: 150 J + 200 J; GPUs: 1,000 J + 1,500 J, without PUE; the whole drew 900 J and 5,050 J."""
    source = sample(*names)

    record = only(impact_tracker.extract(source))

    assert impact_tracker.identify(source)
    assert [("cpu", 350), ("gpu", 2500)] == [(it.kind, int(joules(it.energy_kwh))) for it in record.devices]
    assert 2850 == joules(record.energy_kwh)
    assert 1 == record.pue_included
    assert "estimate" == record.basis
    assert 20 == record.duration_s
    assert datetime(2026, 3, 2, 9, 15, 0, 500_000, tzinfo=UTC) == record.started_at
    assert any("the whole drew 900 J (CPU and memory) and 5050 J (GPUs)" in warning for warning in record.warnings)
    assert any("PUE of 1.58 only when it reports" in warning for warning in record.warnings)


def test_info_pkl_is_never_opened(tmp_path: Path) -> None:
    """A pickle runs whatever stands in it; that its times are missing is said."""
    (tmp_path / "impacttracker").mkdir()
    (tmp_path / "impacttracker" / "info.pkl").write_bytes(pickle.dumps(Opened()))
    (tmp_path / "impacttracker" / "data.json").write_text(line(100.5, 10.0) + line(110.5, 10.0))

    record = only(impact_tracker.extract(Source(tmp_path, "run", {})))

    assert 100 == joules(record.energy_kwh)
    assert any("info.pkl" in warning and "is not opened" in warning for warning in record.warnings)


def test_of_a_share_alone_the_whole_is_not_known(tmp_path: Path) -> None:
    """10 W for 10 s of the process; what the machine drew beside is not in the file."""
    text = "".join(json.dumps({"timestamp": time_s, SHARE: 10.0}) + "\n" for time_s in (100.5, 110.5))
    record = only(impact_tracker.extract(written(tmp_path, text)))

    assert 100 == joules(record.energy_kwh)
    said = "counted is the share that the tool reckons for the process; the whole drew what the file does not say"
    assert said in record.warnings


def test_an_odd_line_costs_one_line(tmp_path: Path) -> None:
    """10 W over 20 s, whatever stands in the second line."""
    for odd in (line(110.5, -1.0), line(110.5, "x"), line(110.5, float("nan")), '{"timestamp": 110.5\n', "killed\n"):
        text = line(100.5, 10.0) + odd + line(120.5, 10.0)
        record = only(impact_tracker.extract(written(tmp_path, text)))

        assert 200 == joules(record.energy_kwh)
        assert odd == "killed\n" or any("1 of 3 rows has no power" in it and "line 2" in it for it in record.warnings)


def test_a_line_that_is_cut_off_is_no_sample(tmp_path: Path) -> None:
    """The tool was killed while it wrote."""
    record = only(
        impact_tracker.extract(written(tmp_path, line(100.5, 10.0) + line(110.5, 10.0) + line(120.5, 90.0)[:70]))
    )

    assert 100 == joules(record.energy_kwh)
    assert any("line 3" in warning for warning in record.warnings)


def test_without_a_share_it_is_refused(tmp_path: Path) -> None:
    """What the whole machine drew is not the experiment's energy; a folder without the file is none of ours."""
    text = "".join(json.dumps({"timestamp": time_s, WHOLE: 40.0}) + "\n" for time_s in (100.5, 110.5))

    said = "record: there is no share of the process in the file (it is written as ..._attributable_power_draw)"
    assert said == problem(impact_tracker.extract, written(tmp_path, text))
    assert not impact_tracker.identify(Source(tmp_path, "x", {}))
    said = "x: there is no impacttracker/data.json (name the folder that was given to ImpactTracker)"
    assert said == problem(impact_tracker.extract, Source(tmp_path, "x", {}))
