"""MLflow's SQLite store, held against areas under power curves worked by hand; hostile ones give one line."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import mlflow, mlflow_sqlite
from reportgen.files.source import Source
from tests.energy.importers.sources import joules, only, problem, sample

START_MS = 1_772_442_900_000  # 2026-03-02 09:15 UTC
OTHER = "this is no store of MLflow, or of another version (name mlflow.db or mlruns.db)"
# MLflow's, but that a value may be missing.
METRICS = """CREATE TABLE metrics (
    "key" VARCHAR(250) NOT NULL, value FLOAT, timestamp BIGINT NOT NULL, run_uuid VARCHAR(32) NOT NULL,
    step BIGINT DEFAULT '0' NOT NULL, is_nan BOOLEAN DEFAULT '0' NOT NULL,
    CONSTRAINT metric_pk PRIMARY KEY ("key", timestamp, step, run_uuid, value, is_nan)
)"""
RUNS = """CREATE TABLE runs (
    run_uuid VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(250), status VARCHAR(9), start_time BIGINT,
    end_time BIGINT, lifecycle_stage VARCHAR(20)
)"""
RUN = ("a1", "embed", "FINISHED", START_MS, START_MS + 30_000, "active")


def store(path: Path, samples: list[tuple[object, ...]], *runs: tuple[object, ...], schema: str = "") -> Source:
    """Return a store with these runs, and of (run, key, second, power) the samples; schema: else MLflow's own."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(schema or f"{METRICS};{RUNS}")
        if not schema:
            rows = [
                (key, power, START_MS + 1000 * second if isinstance(second, int) else second, run, step)
                for step, (run, key, second, power) in enumerate(samples)
            ]
            database.executemany(
                "INSERT INTO metrics (key, value, timestamp, run_uuid, step) VALUES (?, ?, ?, ?, ?)", rows
            )
            database.executemany("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)", runs or [RUN])
        database.commit()
    return Source(path, path.name, {})


def gpu(index: int, *samples: tuple[object, object], run: str = "a1", node: str = "") -> list[tuple[object, ...]]:
    """Return the samples (second, power) of a GPU."""
    return [(run, f"system/{node}gpu_{index}_power_usage_watts", second, power) for second, power in samples]


def test_a_run_of_a_store_is_read_as_from_folders() -> None:
    """GPU 0: (100 + 300) / 2 x 10 s + 300 W x 20 s = 8,000 J; GPU 1: 50 W x 30 s; a deleted run is none."""
    source = sample("mlflow", "mlflow.db")

    record = only(mlflow.extract(source))

    assert mlflow.identify(source)
    assert [("GPU 0", 8000), ("GPU 1", 1500)] == [(it.name, int(joules(it.energy_kwh))) for it in record.devices]
    assert [9500, 8500, 10_500] == [int(joules(it)) for it in (record.energy_kwh, record.low_kwh, record.high_kwh)]
    assert 30 == record.duration_s
    assert datetime(2026, 3, 2, 9, 15, tzinfo=UTC) == record.started_at
    assert "embed-and-deduplicate" in record.method
    assert () == record.warnings
    assert not record.at_least


def test_runs_are_records_the_oldest_first(tmp_path: Path) -> None:
    """100 J and 200 J; a run that is still marked as running, of whose 100 s 10 were sampled, says both."""
    samples = gpu(0, (50, 20.0), (60, 20.0), run="a1") + gpu(0, (0, 10.0), (10, 10.0), run="b2")
    running = ("b2", None, "RUNNING", START_MS, START_MS + 100_000, "active")

    first, second = mlflow.extract(store(tmp_path / "m.db", samples, RUN, running))

    assert [100, 200] == [int(joules(it.energy_kwh)) for it in (first, second)]
    assert "b2" in first.method
    assert "the run is not marked as ended: it was still running, or was killed" in first.warnings
    assert any("10 s of the 100 s" in warning for warning in first.warnings)


def test_nodes_are_told_apart_and_not_named(tmp_path: Path) -> None:
    """GPU 0 of two nodes; what a node is called may be a host's name."""
    samples = gpu(0, (0, 5.0), (10, 5.0), node="host-b/") + gpu(0, (0, 5.0), (10, 5.0), node="host-a/")

    record = only(mlflow.extract(store(tmp_path / "m.db", samples)))

    assert ["GPU 0 of node 0", "GPU 0 of node 1"] == [device.name for device in record.devices]
    assert 100 == joules(record.energy_kwh)


def test_other_metrics_and_nan_are_no_power(tmp_path: Path) -> None:
    """Percentages, a load and a metric of the user's own of that name are left out; what is no number is a hole."""
    path = tmp_path / "m.db"
    own: list[tuple[object, ...]] = [
        ("a1", "gpu_0_power_usage_watts", 0, 9.0),
        ("a1", "gpu_0_power_usage_watts", 10, 9.0),
    ]
    own += [("a1", "system/gpu_0_power_usage_percentage", 0, 50.0), ("a1", "system/cpu_power_usage_watts_gpu_", 0, 1.0)]
    source = store(path, [*own, *gpu(0, (0, 10.0), (10, 10.0), (20, 0.0), (30, 10.0), (40, 10.0))])
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE metrics SET is_nan = 1 WHERE value = 0")
        database.commit()

    record = only(mlflow.extract(source))
    assert 200 == joules(record.energy_kwh)
    assert "GPU 0: 1 sample is no number: what was drawn between those beside is in no sum" in record.warnings


def test_a_run_with_a_metric_of_another_name_hides_none_after_it(tmp_path: Path) -> None:
    """The first run has what looks like the power of a GPU; that of the second is read."""
    runs = [(name, *RUN[1:]) for name in ("a0", "a1")]
    other = [("a0", "system/gpu_x_power_usage_watts", second, 9.0) for second in (0, 10)]
    record = only(mlflow.extract(store(tmp_path / "m.db", [*other, *gpu(0, (0, 10.0), (10, 10.0))], *runs)))

    assert 100 == joules(record.energy_kwh)


def test_a_store_without_power_says_how_to_have_it(tmp_path: Path) -> None:
    """Loss and accuracy are no energy."""
    message = problem(mlflow.extract, store(tmp_path / "m.db", [("a1", "loss", 0, 1.0)]))

    assert "m.db: no run here has the power of a GPU" in message
    assert "enable_system_metrics_logging" in message


def test_samples_in_a_log_beside_the_store_are_missed_and_said(tmp_path: Path) -> None:
    """While MLflow's server runs, SQLite may keep the newest rows in a file of its own: at least 100 J."""
    path = tmp_path / "m.db"
    store(path, gpu(0, (0, 10.0), (10, 10.0)))
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute(
            "INSERT INTO metrics SELECT key, 10, timestamp + 10000, run_uuid, 9, 0 FROM metrics WHERE step = 1"
        )
        writer.commit()
        before = sorted(tmp_path.iterdir())

        record = only(mlflow.extract(Source(path, path.name, {})))

        assert before == sorted(tmp_path.iterdir())
    assert 100 == joules(record.energy_kwh)
    assert record.at_least
    said = "m.db-wal: samples that are not yet in the database itself are in no sum"
    assert f"{said} (end MLflow's server, then import again)" in record.warnings


def test_a_store_whose_change_was_broken_off_is_refused(tmp_path: Path) -> None:
    """Its pages may be half of the old and half of the new; an empty journal is none."""
    source = store(tmp_path / "m.db", gpu(0, (0, 10.0), (10, 10.0)))
    (tmp_path / "m.db-journal").write_bytes(b"")
    assert 100 == joules(only(mlflow.extract(source)).energy_kwh)

    (tmp_path / "m.db-journal").write_bytes(b"x")
    said = "a change of the database was broken off: it may hold half of it (open it once with sqlite3, which mends it)"
    assert f"m.db: {said}" == problem(mlflow.extract, source)


def test_the_store_is_not_written_to(tmp_path: Path) -> None:
    """It may stand where nobody may write; nothing is made beside it."""
    path = tmp_path / "m?#%20.db"
    source = store(path, gpu(0, (0, 10.0), (10, 10.0)))
    before = path.read_bytes()
    path.chmod(0o400)
    tmp_path.chmod(0o500)

    assert 100 == joules(only(mlflow.extract(source)).energy_kwh)
    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("CREATE TABLE other (x)", f"it has no plain table metrics: {OTHER}"),
        (f"CREATE VIEW metrics AS SELECT 1 AS key;{RUNS}", f"it has no plain table metrics: {OTHER}"),
        (f"CREATE VIRTUAL TABLE metrics USING fts5(key);{RUNS}", f"it has no plain table metrics: {OTHER}"),
        (METRICS, f"it has no plain table runs: {OTHER}"),
        (f"{METRICS};CREATE TABLE runs (run_uuid, name)", "its table runs has no column status"),
        (
            f"{RUNS};CREATE TABLE metrics (value, timestamp, run_uuid, step, is_nan, key AS (upper(run_uuid)) VIRTUAL)",
            "its table metrics has no column key",
        ),
    ],
)
def test_another_schema_gives_one_line(tmp_path: Path, schema: str, expected: str) -> None:
    """Another tool's database, views, virtual tables, computed columns: none is asked for anything."""
    assert expected in problem(mlflow.extract, store(tmp_path / "m.db", [], schema=schema))


@pytest.mark.parametrize(
    ("second", "power", "expected"),
    [
        (0, b"\0\1", "a value in the table metrics is no number but bytes (is the database damaged?)"),
        (0, "hot", "a value in the table metrics is no number but a text (is the database damaged?)"),
        (0, None, "a value in the table metrics is no number but nothing (is the database damaged?)"),
        (0, -5.0, "a value in the table metrics is -5.0, below zero"),
        (0, float("inf"), "a value in the table metrics is 'inf', which is no number"),
        (10**12, 1.0, "a timestamp is 1001772442900 s, of no year from 1 to 9999"),
        ("soon", 1.0, "a timestamp in the table metrics is no number but a text"),
    ],
)
def test_a_cell_of_another_type_gives_one_line(tmp_path: Path, second: object, power: object, expected: str) -> None:
    """SQLite lets anything stand in any column."""
    assert expected in problem(mlflow.extract, store(tmp_path / "m.db", gpu(0, (second, power), (10, 1.0))))


def test_a_run_whose_id_is_no_text_gives_one_line(tmp_path: Path) -> None:
    """SQLite lets bytes stand in a column of texts."""
    samples: list[tuple[object, ...]] = [(b"a1", "system/gpu_0_power_usage_watts", 0, 1.0)]
    source = store(tmp_path / "m.db", samples, (b"a1", *RUN[1:]))

    said = "m.db: run_uuid in the table metrics is no text but bytes (is the database damaged?)"
    assert said == problem(mlflow.extract, source)


def test_a_run_without_end_and_two_samples_of_one_time(tmp_path: Path) -> None:
    """10 W for 10 s; how long the run took is not known."""
    samples = gpu(0, (0, 10.0), (10, 10.0), (10, 10.0))
    record = only(mlflow.extract(store(tmp_path / "m.db", samples, ("a1", None, "KILLED", START_MS, None, "active"))))

    assert 100 == joules(record.energy_kwh)
    assert () == record.warnings


def test_no_function_of_the_file_is_run_and_nothing_is_written(tmp_path: Path) -> None:
    """As SQLite says it of the open database: no trust in its schema, queries alone, sorts in memory, checked cells."""
    path = store(tmp_path / "m.db", []).path
    with closing(mlflow_sqlite._opened(path)) as database:
        names = ("trusted_schema", "query_only", "temp_store", "cell_size_check")
        found = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert [0, 1, 2, 1] == found


def test_what_is_too_large_gives_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name of 2 MB, more samples than are read, more GPUs, and work without end."""
    samples = gpu(0, (0, 10.0), (10, 10.0)) + gpu(1, (0, 10.0), (10, 10.0))
    huge = store(tmp_path / "a.db", samples, ("a1", "x" * 2_000_000, "FINISHED", 0, 0, "active"))
    source = store(tmp_path / "b.db", samples)

    assert "the database cannot be read: string or blob too big" in problem(mlflow.extract, huge)
    monkeypatch.setattr(mlflow_sqlite, "MOST_SAMPLES", 2)
    assert 200 == joules(only(mlflow.extract(source)).energy_kwh)
    monkeypatch.setattr(mlflow_sqlite, "MOST_SAMPLES", 1)
    said = "b.db: more than 1 samples of system/gpu_0_power_usage_watts (export the runs that you mean)"
    assert said == problem(mlflow.extract, source)
    monkeypatch.setattr(mlflow_sqlite, "MOST_METERS", 1)
    assert "b.db: more than 1 GPUs of runs (export the runs that you mean)" == problem(mlflow.extract, source)
    monkeypatch.setattr(mlflow_sqlite, "_STEPS", 1)
    monkeypatch.setattr(mlflow_sqlite, "_MOST_LOOKS", 3)
    assert "the database cannot be read: interrupted" in problem(mlflow.extract, source)


def test_a_damaged_store_gives_one_line(tmp_path: Path) -> None:
    """Cut after its first page, or nothing but the mark."""
    source = store(tmp_path / "m.db", gpu(0, *[(second, 1.0) for second in range(2000)]))
    source.path.write_bytes(source.path.read_bytes()[:8192])
    (tmp_path / "n.db").write_bytes(b"SQLite format 3\0")

    assert "the database cannot be read" in problem(mlflow.extract, source)
    said = "n.db: the database cannot be read: file is not a database (is it damaged, or another tool's?)"
    assert said == problem(mlflow.extract, Source(tmp_path / "n.db", "n.db", {}))


def test_an_index_out_of_order_gives_one_line(tmp_path: Path) -> None:
    """Two samples whose places in the index were changed over would seem to run backwards."""
    source = store(tmp_path / "m.db", gpu(0, (10, 7.0), (20, 7.0)))
    content = bytearray(source.path.read_bytes())
    early, late = ((START_MS + 1000 * second).to_bytes(6, "big") for second in (10, 20))
    places = content.rindex(early), content.rindex(late)  # in the index, which stands behind the table
    for place, moment in zip(places, (late, early), strict=True):
        content[place : place + 6] = moment
    source.path.write_bytes(content)

    said = "m.db: the index of the table metrics is out of order (mend it: sqlite3 mlflow.db REINDEX)"
    assert said == problem(mlflow.extract, source)


def test_a_first_row_that_cannot_be_read_makes_no_hole(tmp_path: Path) -> None:
    """10 W for 10 s after it, at least."""
    record = only(mlflow.extract(store(tmp_path / "m.db", gpu(0, (0, "hot"), (10, 10.0), (20, 10.0)))))

    assert (Decimal(100), True) == (joules(record.energy_kwh), record.at_least)
    assert () == record.gaps


def test_a_row_that_cannot_be_read_is_a_hole(tmp_path: Path) -> None:
    """10 W for 10 s before it and for 10 s after it; nobody knows what was drawn between."""
    samples = gpu(0, (0, 10.0), (10, 10.0), (20, "hot"), (30, 10.0), (40, 10.0))
    record = only(mlflow.extract(store(tmp_path / "m.db", samples)))

    assert 200 == joules(record.energy_kwh)
    assert (True, None) == (record.at_least, record.high_kwh)
    assert any(it.startswith("GPU 0: 1 of 5 rows has no power (") for it in record.warnings)
    assert not any("no number:" in it for it in record.warnings)
