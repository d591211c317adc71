"""MLflow's folders, held against areas under power curves worked by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import mlflow
from reportgen.energy.importers.mlflow_run import Sample, meter
from reportgen.energy.importers.read import read_records
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES, joules, only, problem, sample

RUN = ("mlflow", "mlruns", "431", "0f1e2d3c4b5a69788796a5b4c3d2e1f0")
START_MS = 1_772_442_900_000  # 2026-03-02 09:15 UTC


def run_in(folder: Path, meters: dict[str, list[tuple[int, str]]], name: str = "run", meta: str = "") -> Source:
    """Return a run with a file per meter, of seconds since the start and power in W."""
    run = folder / name
    (run / "metrics" / "system").mkdir(parents=True)
    (run / "meta.yaml").write_text(meta or "run_name: x\nstatus: 3\n")
    for key, samples in meters.items():
        path = run / "metrics" / "system" / f"{key}_power_usage_watts"
        path.parent.mkdir(exist_ok=True)
        lines = [f"{START_MS + 1000 * seconds} {power} {step}\n" for step, (seconds, power) in enumerate(samples)]
        path.write_text("".join(lines))
    return Source(run, name, {})


@pytest.mark.parametrize(
    "names",
    [RUN[:2], RUN[:3], RUN, (*RUN, "metrics"), (*RUN, "metrics", "system", "gpu_0_power_usage_watts")],
)
def test_a_run_is_one_record_whatever_is_named(names: tuple[str, ...]) -> None:
    """GPU 0: (100 + 300) / 2 x 10 s + 300 W x 20 s = 8,000 J, its lines out of order; GPU 1: 50 W x 30 s = 1,500 J."""
    source = sample(*names)

    record = only(mlflow.extract(source))

    assert mlflow.identify(source)
    assert 9500 == joules(record.energy_kwh)
    assert [("GPU 0", 8000), ("GPU 1", 1500)] == [
        (device.name, int(joules(device.energy_kwh))) for device in record.devices
    ]
    assert 30 == record.duration_s
    assert 10 == record.interval_s
    assert datetime(2026, 3, 2, 9, 15, 0, 500_000, tzinfo=UTC) == record.started_at
    assert datetime(2026, 3, 2, 9, 15, 30, 500_000, tzinfo=UTC) == record.ended_at
    assert record.zone_known
    assert "embed-and-deduplicate" in record.method
    assert () == record.warnings


@pytest.mark.parametrize(("meta", "told"), [("meta.yaml", "no run here"), ("other.yaml", "no tool known here")])
def test_the_meta_of_an_experiment_is_no_record(tmp_path: Path, meta: str, told: str) -> None:
    """It says nothing of a run, and stands beside the folders of runs: their folder is what to name."""
    run_in(tmp_path / "7", {"gpu_0": [(0, "20"), (10, "20")]})
    (tmp_path / "7" / meta).write_text("name: embed\n")
    with pytest.raises(InputError) as raised:
        read_records(tmp_path / "7" / meta)

    assert f"{tmp_path}/7/{meta}: {told}" in str(raised.value)
    assert (meta == "meta.yaml") == (f"(name its folder: {tmp_path}/7)" in str(raised.value))


def test_what_sampling_can_have_missed_is_the_range() -> None:
    """Half of 10 s times the step of 200 W is 1,000 J."""
    record = only(mlflow.extract(sample(*RUN)))

    assert 8500 == joules(record.low_kwh)
    assert 10_500 == joules(record.high_kwh)


def test_several_runs_are_several_records_the_oldest_first(tmp_path: Path) -> None:
    """Two runs of an experiment; a third without any GPU is none of ours. Two samples have an interval of 10 s."""
    run_in(tmp_path / "7", {}, "a")
    run_in(tmp_path / "7", {"gpu_0": [(100, "10"), (110, "10")]}, "b")
    run_in(tmp_path / "7", {"gpu_0": [(0, "20"), (10, "20")]}, "c")

    records = mlflow.extract(Source(tmp_path, "mlruns", {}))

    assert [200, 100] == [joules(record.energy_kwh) for record in records]
    assert [10, 10] == [record.interval_s for record in records]


@pytest.mark.parametrize("lacks", ["meta.yaml", "metrics/system"])
def test_a_run_is_known_by_its_meta_or_by_its_system_metrics(tmp_path: Path, lacks: str) -> None:
    """Either may be missing; without both, a folder of metrics is anybody's."""
    source = run_in(tmp_path, {})
    path = source.path / lacks
    path.rmdir() if path.is_dir() else path.unlink()

    assert mlflow.identify(source)


def test_runs_below_a_folder_that_happens_to_be_called_metrics(tmp_path: Path) -> None:
    """That folder is of no run: it has neither meta nor system metrics."""
    run_in(tmp_path / "metrics" / "mlruns" / "7", {"gpu_0": [(0, "20"), (10, "20")]})

    assert 200 == joules(only(mlflow.extract(Source(tmp_path / "metrics" / "mlruns", "mlruns"))).energy_kwh)


def test_a_meter_of_a_node_may_be_named_and_nothing_lies_below_a_node(tmp_path: Path) -> None:
    """The run is one record, its GPU of 200 J; a file in a folder of the user's own is none of MLflow's."""
    source = run_in(tmp_path, {"node/gpu_0": [(0, "20"), (10, "20")]})
    path = source.path / "metrics" / "system" / "node" / "gpu_0_power_usage_watts"
    own = path.parent / "own" / path.name
    own.parent.mkdir()
    own.write_text(path.read_text())

    assert 200 == joules(only(mlflow.extract(Source(path, path.name))).energy_kwh)
    assert not mlflow.identify(Source(own, own.name))


@pytest.mark.parametrize("name", ["models", ".trash"])
def test_models_and_what_was_thrown_away_are_no_runs(tmp_path: Path, name: str) -> None:
    """MLflow's own folders, beside the runs and beside the experiments."""
    for folder in (tmp_path, tmp_path / "7"):
        run_in(folder, {"gpu_0": [(0, "20"), (10, "20")]}, name=name)
        run_in(folder / name, {"gpu_0": [(0, "20"), (10, "20")]})
    run_in(tmp_path / "7", {"gpu_0": [(0, "20"), (10, "20")]})

    assert 200 == joules(only(mlflow.extract(Source(tmp_path, "mlruns", {}))).energy_kwh)


def test_the_nodes_of_a_run_are_added(tmp_path: Path) -> None:
    """GPU 0 of either node; what a node is called may be a host's name, which goes nowhere."""
    samples = [(0, "100"), (10, "100")]
    source = run_in(tmp_path, {"secret-host/gpu_0": samples, "other-host/gpu_0": samples, "other-host/gpu_1": samples})

    record = only(mlflow.extract(source))

    assert 3000 == joules(record.energy_kwh)
    assert ["GPU 0 of node 0", "GPU 1 of node 0", "GPU 0 of node 1"] == [device.name for device in record.devices]
    assert "host" not in repr(record)


def test_a_run_that_was_resumed_has_a_gap(tmp_path: Path) -> None:
    """Samples every 10 s, then an hour of nothing: 100 W x 40 s, and the hour is in no sum."""
    seconds = [0, 10, 20, 3620, 3630, 3640]
    source = run_in(tmp_path, {"gpu_0": [(second, "100") for second in seconds]})

    record = only(mlflow.extract(source))

    assert 4000 == joules(record.energy_kwh)
    assert 3640 == record.duration_s
    assert [(20, 3620)] == [(int(gap.start_s), int(gap.end_s)) for gap in record.gaps]
    assert any("1 gap without samples, 3600 s" in warning for warning in record.warnings)


def test_one_sample_is_no_energy(tmp_path: Path) -> None:
    """Power without time."""
    record = only(mlflow.extract(run_in(tmp_path, {"gpu_0": [(0, "100")]})))

    assert record.energy_kwh is None
    assert ("one sample of power is no energy: it was not measured",) == record.warnings


def test_zero_is_not_measured(tmp_path: Path) -> None:
    """A GPU at 0 W was not read."""
    record = only(mlflow.extract(run_in(tmp_path, {"gpu_0": [(0, "0.0"), (10, "0.0")]})))

    assert record.energy_kwh is None
    assert any("not measured" in warning for warning in record.warnings)


def test_what_was_no_number_is_a_hole(tmp_path: Path) -> None:
    """MLflow logs nan as it comes: 100 W for 10 s before it and for 10 s after it, and nothing is drawn between."""
    samples = [(0, "100"), (10, "100"), (20, "nan"), (30, "nan"), (40, "100"), (50, "100")]
    record = only(mlflow.extract(run_in(tmp_path, {"gpu_0": samples})))

    assert 2000 == joules(record.energy_kwh)
    assert [(10, 40, "no power read")] == [(int(gap.start_s), int(gap.end_s), gap.reason) for gap in record.gaps]
    assert "GPU 0: 2 samples are no number: what was drawn between those beside is in no sum" in record.warnings


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("17724429x0000 900 2", "the time is '17724429x0000', which is no number"),
        ("1772442920000 9x 2", "the power is '9x', which is no number"),
        ("1772442920000 9", "the step is missing"),
        ("1772442920000 -9 2", "the power is -9, below zero"),
        ("9" * 30 + " 900 2", f"the time is {'9' * 27}.999 s, of no year from 1 to 9999"),
        ("\0", "the file holds a NUL"),
    ],
)
def test_a_damaged_line_is_a_hole_and_said(tmp_path: Path, line: str, said: str) -> None:
    """100 W for 10 s before it and for 10 s after it; of GPU 1 with 50 W for 50 s nothing is lost."""
    samples = [(0, "100"), (10, "100"), (20, "LOST"), (30, "nan"), (40, "100"), (50, "100")]
    source = run_in(tmp_path, {"gpu_0": samples, "gpu_1": [(0, "50"), (50, "50")]})
    path = source.path / "metrics" / "system" / "gpu_0_power_usage_watts"
    path.write_text("\n".join(line if "LOST" in it else it for it in path.read_text().split("\n")))
    record = only(mlflow.extract(source))

    assert [2000, 2500] == [joules(device.energy_kwh) for device in record.devices]
    assert (True, None) == (record.at_least, record.high_kwh)
    assert any(it.startswith(f"GPU 0: 1 of 6 rows has no power (line 3: {said}") for it in record.warnings)


def test_lines_without_any_step_are_an_old_form(tmp_path: Path) -> None:
    """Nothing is cut off where none has one."""
    source = run_in(tmp_path, {"gpu_0": [(0, "100"), (10, "100")]})
    path = source.path / "metrics" / "system" / "gpu_0_power_usage_watts"
    path.write_text("".join(f"{line.rsplit(' ', 1)[0]}\n" for line in path.read_text().splitlines()))
    record = only(mlflow.extract(source))

    assert (1000, False) == (int(joules(record.energy_kwh)), record.at_least)


def test_single_samples_of_two_gpus_have_no_interval(tmp_path: Path) -> None:
    """One is read at the start, the other ten seconds later: neither is energy."""
    record = only(mlflow.extract(run_in(tmp_path, {"gpu_0": [(0, "100")], "gpu_1": [(10, "100")]})))

    assert (None, None) == (record.energy_kwh, record.interval_s)


def test_a_run_without_meta_is_said(tmp_path: Path) -> None:
    """Whether it ended is then not known."""
    source = run_in(tmp_path, {"gpu_0": [(0, "100"), (10, "100")]})
    (source.path / "meta.yaml").unlink()
    record = only(mlflow.extract(source))

    assert 1000 == joules(record.energy_kwh)
    assert ("meta.yaml is left out, so that nobody knows whether the run ended: it is not there",) == record.warnings


def test_meta_says_whether_the_run_ended_and_what_the_samples_miss(tmp_path: Path) -> None:
    """A run of 100 s of which 10 s were sampled; one still marked as running."""
    meta = f"run_name: x\nstatus: 1\nstart_time: {START_MS}\nend_time: {START_MS + 100_000}\n"

    record = only(mlflow.extract(run_in(tmp_path, {"gpu_0": [(0, "100"), (10, "100")]}, meta=meta)))

    assert any("not marked as ended" in warning for warning in record.warnings)
    assert any("10 s of the 100 s" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("run_s", "status", "said"),
    [
        ("100.001", 3, ("the samples cover 90 s of the 100 s that the run took",)),
        ("100", 3, ()),
        ("", 1, ("the run is not marked as ended: it was still running, or was killed",)),
    ],
)
def test_samples_of_less_than_nine_tenths_of_the_run_are_said(
    tmp_path: Path, run_s: str, status: int, said: tuple[str, ...]
) -> None:
    """90 s of 100.001 s are less, 90 s of 100 s are not; a run that still goes on has no end to hold them against."""
    end = f"end_time: {START_MS + int(Decimal(run_s) * 1000)}" if run_s else "end_time: null"
    meta = f"run_name: x\nstatus: {status}\nstart_time: {START_MS}\n{end}\n"
    samples = [(second, "100") for second in (0, 50, 90)]

    assert said == only(mlflow.extract(run_in(tmp_path, {"gpu_0": samples}, meta=meta))).warnings


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        (
            'run_name: !!python/object/apply:os.system ["exit"]\n',
            "the tag '!!python/object/apply:os.system' is not read",
        ),
        ("- a list\n", "a run's meta.yaml is a map of keys and values, this is a list"),
        ("", "the file is empty"),
        ("LINK", "the file cannot be read: it leads out of the folder in which it was found"),
    ],
)
def test_a_meta_that_cannot_be_read_is_said_and_builds_no_objects(tmp_path: Path, meta: str, said: str) -> None:
    """A tag that would run a command and a link out of the run are not followed; the energy is read all the same."""
    source = run_in(tmp_path, {"gpu_0": [(0, "100"), (10, "100")]}, meta=meta)
    (source.path / "meta.yaml").write_text(meta)
    if meta == "LINK":
        (source.path / "meta.yaml").rename(tmp_path / "other")
        (source.path / "meta.yaml").symlink_to(tmp_path / "other")
    record = only(mlflow.extract(source))

    assert 1000 == joules(record.energy_kwh)
    assert (f"meta.yaml is left out, so that nobody knows whether the run ended: {said}",) == record.warnings


@pytest.mark.parametrize(("name", "shown"), [("embed", "embed"), ("[1, 2]", "run"), ("", "run")])
def test_a_run_without_a_name_is_called_as_its_folder(tmp_path: Path, name: str, shown: str) -> None:
    """So is one whose name is no text."""
    meta = f"run_name: {name}\nstatus: 3\n"
    record = only(mlflow.extract(run_in(tmp_path, {"gpu_0": [(0, "100"), (10, "100")]}, meta=meta)))

    assert f"sampled power of the run {shown}" == record.method


@pytest.mark.parametrize(
    ("intervals_s", "silent_s", "is_gap"),
    [
        ([10] * 3, 200, False),
        ([10] * 3, 201, True),
        ([1] * 3, 60, False),
        ([1] * 3, 61, True),
        ([1, 1, 10, 10], 100, False),
        ([1, 1, 1, 10], 100, True),
        ([0, 10, 0, 0, 0, 10], 100, False),
        ([1] * 500 + [10] * 500 + [1] * 3, 100, False),
    ],
)
def test_a_silence_of_twenty_intervals_and_a_minute_is_a_gap(
    intervals_s: list[int], silent_s: int, is_gap: bool
) -> None:
    """The usual interval is the middle one of the first thousand between two times that differ."""
    times_s = [sum(intervals_s[:number]) for number in range(len(intervals_s) + 1)]
    times_s.append(times_s[-1] + silent_s)

    def samples(_: Losses) -> Iterator[Sample]:
        return (Sample(Decimal(time_s), line, False, Decimal(9)) for line, time_s in enumerate(times_s))

    assert is_gap == bool(meter("GPU 0", samples).power.gaps)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1772442900500 100.0 0 x", "4 words, where a metric has time, value and step"),
        ("1772442900500", "1 words, where a metric has time, value and step"),
        ("soon 100.0 0", "the time is 'soon', which is no number"),
        ("1772442900500 -5 0", "the power is -5, below zero"),
        ("1772442900500 hot 0", "the power is 'hot', which is no number"),
        ("1772442900500 1\0 0", "the file holds a NUL"),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, line: str, expected: str) -> None:
    """What is wrong, with the file as it was named and its line."""
    source = run_in(tmp_path, {"gpu_0": [(0, "100")]})
    path = source.path / "metrics" / "system" / "gpu_0_power_usage_watts"
    path.write_text(path.read_text() + line)

    message = problem(mlflow.extract, source)

    assert message.startswith(f"run/metrics/system/gpu_0_power_usage_watts:2: {expected}")


def test_a_run_without_power_says_how_to_have_it(tmp_path: Path) -> None:
    """System metrics without nvidia-ml-py hold the CPU alone."""
    source = run_in(tmp_path, {})

    assert mlflow.identify(source)
    assert problem(mlflow.extract, source).startswith("run: no run here has the power of a GPU")


def test_a_line_mixed_up_beyond_reach_is_lost(tmp_path: Path) -> None:
    """Order is mended within 10,000 lines, so that memory stays bounded; the last line here belongs to the front."""
    samples = [(second, "100") for second in [*range(1, 10_010), 0]]
    record = only(mlflow.extract(run_in(tmp_path, {"gpu_0": samples})))

    assert (1_000_800, True) == (int(joules(record.energy_kwh)), record.at_least)
    assert any("the time goes back by more than 10,000 lines" in warning for warning in record.warnings)


def test_other_folders_are_not_mlflows(tmp_path: Path) -> None:
    """Neither an empty folder nor one with metrics of another kind, nor a file beside them."""
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "power.csv").write_text("time,power\n")

    assert not mlflow.identify(Source(tmp_path, "x", {}))
    assert not mlflow.identify(Source(tmp_path / "metrics" / "power.csv", "x", {}))
    assert not mlflow.identify(Source(SAMPLES / "slurm", "x", {}))


def test_a_meter_that_is_a_link_to_nothing_is_not_taken_for_none(tmp_path: Path) -> None:
    """Its energy would be missed in silence."""
    source = run_in(tmp_path, {"gpu_0": [(0, "100"), (10, "100")]})
    (source.path / "metrics/system/gpu_1_power_usage_watts").symlink_to("gone")

    with pytest.raises(InputError, match="gpu_1_power_usage_watts: cannot be read: No such file"):
        mlflow.extract(source)


def test_a_link_to_a_run_is_not_followed_and_said(tmp_path: Path) -> None:
    """The run beside it counts, and its record says what is left out: beside the experiment, and in it."""
    run_in(tmp_path / "mlruns" / "7", {"gpu_0": [(0, "100"), (10, "100")]})
    run_in(tmp_path, {"gpu_0": [(0, "100"), (10, "100")]}, "other")
    for place in ("one", "7/two"):
        (tmp_path / "mlruns" / place).symlink_to(tmp_path / "other")

    [record] = mlflow.extract(Source(tmp_path / "mlruns", "mlruns"))

    assert "2 links to folders are not followed (one, two): what is in them is left out" in record.warnings
