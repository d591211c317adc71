"""Measuring from Python: what is written, what is reported, and what stays as it was."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from decimal import ROUND_UP, Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen import InputError
from reportgen.energy.importers import own_log
from reportgen.energy.meters.meter import BY_COUNTER, BY_LOAD, Found, MeteredDevice, Reading
from reportgen.energy.record import ESTIMATE, Prediction
from reportgen.files.source import Source
from reportgen.measuring import MeasuredRun


class Steady:
    """A counter at 100 W of this machine's time."""

    def __init__(self, device: MeteredDevice) -> None:
        self.device = device
        self.begun_ns = time.monotonic_ns()

    def read(self) -> Reading:
        return Reading((time.monotonic_ns() - self.begun_ns) // 10)


GPU = MeteredDevice("gpu0", "A100 (GPU 0)", "gpu", BY_COUNTER)
CPU = MeteredDevice("cpu0", "CPU", "cpu", BY_LOAD, ESTIMATE, shares=(Decimal("0.5"), Decimal(2)))


def measured(output: Path | None = None, **options: Any) -> MeasuredRun:
    return reportgen.measure(output, interval_s=0.02, meters=Found((Steady(GPU), Steady(CPU))), **options)


def test_stages_and_energy_go_into_the_manifest(tmp_path: Path) -> None:
    """Name, duration and what was removed; the log stands beside it, and generate reads the whole."""
    with measured(tmp_path / "run.yaml") as run:
        with run.stage("all"), run.stage("near duplicates") as stage:
            time.sleep(0.05)
            stage.removed = 744
        with run.stage("count"):
            pass
    missing = run.write(tmp_path / "run.yaml", task="segmentation", samples_before=2975, samples_after=2231)
    text = (tmp_path / "run.yaml").read_text()
    [record] = own_log.extract(Source(tmp_path / "run.energy.jsonl", "run.energy.jsonl", {}))

    assert () == missing
    assert 1 == text.count("removed: 744")
    assert "- name: near duplicates" in text
    assert "- file: run.energy.jsonl" in text
    assert record == run.record
    assert ["all", "near duplicates", "count"] == [stage.name for stage in record.stages]


def test_without_a_manifest_the_log_is_kept_until_it_is_written(tmp_path: Path) -> None:
    """A notebook decides afterwards where the run belongs; a log that is there is never overwritten."""
    with measured() as run:
        time.sleep(0.03)
    run.write(tmp_path / "one.yaml")

    assert ["one.energy.jsonl", "one.yaml"] == sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(reportgen.InputError, match=r"one\.energy\.jsonl: is there already"):
        run.write(tmp_path / "one.yaml")


def test_the_log_that_is_kept_aside_goes_with_the_run() -> None:
    """Nothing is left in the system's folder for temporary files."""
    with measured() as run:
        pass
    log = run.log.path
    assert log.exists()
    del run

    assert not log.exists()
    assert not log.parent.exists()


def test_a_report_comes_straight_from_the_run() -> None:
    """Measured and estimated stand apart, the estimate with its range, and the sum rests on the weaker."""
    with measured() as run:
        time.sleep(0.05)
    report = run.report(task="segmentation", samples_before=2975, samples_after=2231)
    figures = report.figures
    gpu, cpu = figures["energy.run_energy"], figures["energy.run_energy_estimate"]

    assert ("measured", "estimate") == (gpu.basis, cpu.basis)
    assert run.record.devices[0].energy_kwh is not None
    assert gpu.value == pytest.approx(run.record.devices[0].energy_kwh, rel=Decimal("1e-8"))
    assert cpu.value is not None
    assert cpu.low == pytest.approx(cpu.value / 2, rel=Decimal("1e-8"))
    assert "estimate" == figures["filtering_energy"].rests_on
    assert figures["duration_s"].value == round(run.record.duration_s or 0, 3)


def test_a_fork_that_says_how_far_it_is_learns_in_which_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The warning names this file, where nothing comes of the call."""
    with measured() as run, monkeypatch.context() as forked:
        forked.setattr("os.getpid", lambda: 1)
        with pytest.warns(RuntimeWarning, match="a fork of the one") as told:
            run.progress(5)

    assert [__file__] == [it.filename for it in told]
    assert 0 == run.recorder.samples_done


def test_a_run_on_a_bare_machine_has_no_energy() -> None:
    """Not measured stays not measured: the figure has a reason and no zero."""
    with reportgen.measure(meters=Found()) as run:
        time.sleep(0.02)
    figures = run.report(task="segmentation", samples_before=2975, samples_after=2231).figures

    assert figures["filtering_energy"].value is None


def test_exceptions_pass_through_and_the_measurement_is_kept(tmp_path: Path) -> None:
    """A filter that fails fails as it would have; what it drew until then is known."""

    def filter_badly(run: MeasuredRun) -> float:
        with run, run.stage("divide"):
            time.sleep(0.03)
            return 1 / 0

    run = measured(tmp_path / "run.yaml")
    with pytest.raises(ZeroDivisionError):
        filter_badly(run)

    assert run.record.energy_kwh is not None
    assert run.record.stages[0].duration_s is not None
    assert not [thread for thread in threading.enumerate() if thread.name == "reportgen-recorder"]


@pytest.mark.parametrize("name", ["run.energy.jsonl", "run.yaml"])
def test_what_could_not_be_written_is_said_before_the_run(name: str, tmp_path: Path) -> None:
    """Not after hours of filtering."""
    (tmp_path / name).write_text("duration: 5\n")

    with pytest.raises(reportgen.InputError, match="is there already"):
        measured(tmp_path / "run.yaml")


def test_progress_predicts_the_run() -> None:
    """From a stage's samples or from progress, whichever the program tells."""
    told: list[Prediction] = []
    with measured(total_samples=1000, on_prediction=told.append) as run:
        for part in range(1, 4):
            time.sleep(0.03)
            run.progress(100 * part)
        with run.stage("shard 4") as stage:
            time.sleep(0.03)
            stage.samples = 100

    assert run.prediction is not None
    assert [replace(run.prediction, done_samples=None)] == told
    assert Decimal(400) == run.prediction.done_samples
    assert Decimal(400) == told[0].samples
    assert 0.2 < float(told[0].duration_s) < 2
    assert told[0].co2_kg is not None
    assert run.prediction == run.record.prediction


def test_threads_may_stage_and_report_at_once() -> None:
    """Eight threads with twenty stages each: none is lost and none fails."""
    with measured(total_samples=10**6) as run:

        def work(number: int) -> None:
            for part in range(20):
                with run.stage(f"{number}.{part}") as stage:
                    stage.removed = 1
                    run.progress(number * 100 + part)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert 160 == len(run.record.stages)
    assert all(stage.removed == 1 and stage.duration_s is not None for stage in run.record.stages)


def test_a_run_is_written_after_its_end(tmp_path: Path) -> None:
    """Inside the block its duration is not known yet."""
    with measured(tmp_path / "run.yaml") as run, pytest.raises(RuntimeError, match="after its `with` block"):
        run.write(tmp_path / "run.yaml")


def test_awkward_names_and_counts_do_no_harm(tmp_path: Path) -> None:
    """A name with line ends stays readable in the log; what is no count is said after the stage has ended."""
    import numpy

    with measured(tmp_path / "run.yaml") as run:
        with run.stage("near\nduplicates\x1b[31m" + "x" * 1000) as stage:
            stage.removed = numpy.int64(5)  # type: ignore[assignment]
        with pytest.raises(reportgen.InputError, match="stage b: removed is no count"), run.stage("b") as stage:
            stage.removed = -3
        with pytest.raises(reportgen.InputError, match="stage c: samples is no count"), run.stage("c") as stage:
            stage.samples = 2.5  # type: ignore[assignment]
    run.write(tmp_path / "run.yaml")
    [record] = own_log.extract(Source(tmp_path / "run.energy.jsonl", "run.energy.jsonl", {}))

    assert record == run.record
    assert ["near\\nduplicates\\x1b[31m", "b", "c"] == [stage.name[:26].rstrip("x") for stage in record.stages]
    assert [Decimal(5), None, None] == [stage.removed for stage in record.stages]
    assert all(stage.duration_s is not None for stage in record.stages)


@pytest.mark.parametrize(
    "options",
    [{"interval_s": 0}, {"interval_s": float("nan")}, {"interval_s": -1}, {"total_samples": 0}, {"cpu_tdp_w": 0}],
)
def test_wrong_numbers_are_said_before_the_run(options: dict[str, Any]) -> None:
    """One clear line each."""
    with pytest.raises(reportgen.InputError, match=next(iter(options))):
        reportgen.measure(meters=Found(), **options)


def test_a_run_is_used_in_its_order() -> None:
    """Not before its block, not twice; progress after the end changes nothing."""
    run = measured()
    with pytest.raises(RuntimeError, match="not being measured yet"):
        run.progress(5)
    with run:
        run.progress(5)
    energy_kwh = run.record.energy_kwh
    run.progress(9)

    assert energy_kwh == run.record.energy_kwh
    with pytest.raises(RuntimeError, match="once"), run:
        pass


def test_a_log_that_is_lost_is_said_and_the_energy_kept(tmp_path: Path) -> None:
    """Somebody took its name: the manifest holds the energy itself, and names no file."""
    run = measured(tmp_path / "run.yaml").__enter__()
    time.sleep(0.05)
    (tmp_path / "run.energy.jsonl").unlink()
    (tmp_path / "run.energy.jsonl").mkdir()
    with pytest.warns(RuntimeWarning, match="was removed while it was written"):
        run.__exit__(None, None, None)
    run.write(tmp_path / "run.yaml")
    text = (tmp_path / "run.yaml").read_text()

    assert "kwh: " in text
    assert "file: " not in text


def test_a_manifest_that_cannot_take_the_run_leaves_no_log_beside_it(tmp_path: Path) -> None:
    """Its duration differs, which is refused; once that is mended the same call succeeds."""
    (tmp_path / "run.yaml").write_text("duration: 5000\n")
    with measured() as run:
        time.sleep(0.02)
    with pytest.raises(reportgen.InputError, match="duration"):
        run.write(tmp_path / "run.yaml")
    refused = sorted(path.name for path in tmp_path.iterdir())
    (tmp_path / "run.yaml").unlink()
    run.write(tmp_path / "run.yaml")

    assert ["run.yaml"] == refused
    assert ["run.energy.jsonl", "run.yaml"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", ["output", "interval_s", "total_samples", "cpu_tdp_w", "powercap", "meters"])
@pytest.mark.parametrize("value", [object(), [1], b"x", {"a": 1}, 1j])
def test_an_argument_of_a_wrong_type_is_a_problem(name: str, value: object) -> None:
    """Whatever Python gives it, and so is one of `filtering`'s for `measure`."""
    wrong: dict[str, Any] = {name: value}
    more: dict[str, Any] = wrong if name == "output" else {"measuring": wrong}
    for call, given in ((reportgen.measure, wrong), (reportgen.filtering, more)):
        with pytest.raises(InputError, match=rf"{name}: expected .*, found a value of the type"):
            call(**given)
    with pytest.raises(InputError, match="measuring: expected a dict of arguments"):
        reportgen.filtering(measuring=[("interval_s", 1)])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["interval_s", "total_samples", "cpu_tdp_w"])
def test_a_number_of_too_many_digits_is_a_problem(name: str) -> None:
    """More than Python writes out; and NaN of decimals, which cannot be compared."""
    wrong: list[Any] = [10**5000]
    wrong += [] if name == "total_samples" else [Decimal("NaN"), Decimal("sNaN"), float("nan")]
    for value in wrong:
        with pytest.raises(InputError, match=f"{name} is"):
            reportgen.measure(**{name: value})


def test_the_callers_decimal_context_changes_no_measurement(tmp_path: Path) -> None:
    """Three digits, small exponents and every trap: the estimate of the CPU is reckoned as ever."""
    context = Context(prec=3, rounding=ROUND_UP, Emin=-9, Emax=9)
    for signal in context.traps:
        context.traps[signal] = True
    with localcontext(context):
        with reportgen.measure(tmp_path / "run.yaml", interval_s=0.02) as run, run.stage("a") as stage:
            stage.removed = 3
        record = run.record
        run.write(tmp_path / "run.yaml", task="segmentation", samples_before=10, samples_after=7)
        report = run.report(task="segmentation", samples_before=10, samples_after=7)
    assert run.record == record
    assert report.figures["samples_removed"].value == 3
