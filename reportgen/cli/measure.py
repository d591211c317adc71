"""`reportgen measure`: runs a command untouched and records what it takes."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.command import Command, problems_of, show_problems
from reportgen.cli.measuring import CPU_TDP, POWERCAP_FOLDER, interval, total
from reportgen.words.counted import so_many

if TYPE_CHECKING:
    from reportgen.energy.left_behind import Process
    from reportgen.energy.log import LogWriter
    from reportgen.energy.recorder import Recorder

NOT_SET_UP = 125
_MANIFEST = "run.yaml"  # where nobody names one
_MOST_NAMED = 5  # processes


class _Measure(Command):
    """A command whose wrong call exits with 125: 2 may be the measured command's own."""

    wrong = NOT_SET_UP


@click.command(
    "measure",
    cls=_Measure,
    context_settings={"allow_interspersed_args": False},
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Manifest to write. [default: run.yaml, or run-2.yaml and so on where that says its duration already]",
)
@click.option(
    "--interval",
    "interval_s",
    callback=interval,
    default="1s",
    metavar="D",
    show_default=True,
    help="Time between samples, such as 1s or 200ms.",
)
@click.option("--task", help="Task of the run, for the manifest.")
@click.option("--samples-before", metavar="N", help="Samples before filtering, for the manifest.")
@click.option("--samples-after", metavar="N", help="Samples after filtering, for the manifest.")
@click.option(
    "--total-samples",
    callback=total,
    metavar="N",
    help="Samples that the command will go through: predicts the whole run from the progress that it reports.",
)
@CPU_TDP
@POWERCAP_FOLDER
@click.argument("measured", nargs=-1, required=True, metavar="-- COMMAND...", type=click.UNPROCESSED)
@click.pass_obj
def command(
    problems: str,
    /,
    output: str | None,
    interval_s: Decimal,
    total_samples: int | None,
    cpu_tdp: Decimal | None,
    powercap: str,
    measured: tuple[str, ...],
    **flags: str | None,
) -> int:
    """Run a command and record its duration and the energy that this machine's devices draw meanwhile.

    The command is untouched: its input, output, signals and exit code are its own. Each sample goes at once into
    STEM.energy.jsonl beside the manifest, so that even a run that is killed can be read. When the command ends, the
    manifest is written, or one that is there is completed; what was measured is said on standard error.

    With --total-samples the command reports how many samples it has done: `reportgen.progress(n)` in Python, or a
    line with the number appended to the file that $REPORTGEN_PROGRESS names.

    Exit code: the command's own; 128 and the signal's number where a signal ended it; 125 where measuring could not
    be set up and the command was not started; 126 and 127 where it cannot be run or is not found.
    """
    from reportgen.energy.meters.find import find_meters
    from reportgen.energy.target import check_target, free_target
    from reportgen.measuring import open_log

    gc.enable()  # other commands end soon; this one may take days
    manifest = free_target(Path(_MANIFEST)) if output is None else Path(output)
    given = {name: text for name, text in flags.items() if text is not None}
    if not hasattr(os, "posix_spawnp"):
        _say("this system cannot run a command in a measured way; measure in Python: with reportgen.measure()")
        return NOT_SET_UP
    check_target(manifest, given)
    if output is None and manifest.name != _MANIFEST:
        _say(f"{_MANIFEST} has a duration already: this measurement goes into {manifest}")
    found = find_meters(os.environ, Path(powercap), cpu_tdp)

    from reportgen.energy.carbon_rate import carbon_rate
    from reportgen.energy.command import CommandNotStarted, Signals, environment, start, wait
    from reportgen.energy.left_behind import LeftBehind
    from reportgen.energy.prediction import Predictor
    from reportgen.energy.progress import ProgressFile
    from reportgen.energy.recorder import Recorder
    from reportgen.energy.summary import prediction_text

    with LeftBehind() as left, Signals() as signals:
        log = open_log(manifest)  # here, since nothing interrupts what is made from now on
        progress = ProgressFile(wanted=total_samples is not None)
        recorder = Recorder(
            found,
            interval_s,
            log,
            predictor=None if total_samples is None else Predictor(total_samples, carbon_rate(manifest)),
            on_prediction=lambda prediction: _say(prediction_text(prediction)),
            on_trouble=lambda trouble: _say(f"{log.path} cannot be written: {trouble}; the command goes on"),
            read_progress=progress.read,
        )
        recorder.start()
        try:
            code = wait(start(list(measured), {**environment(), **progress.environment}, signals), signals)
            recorder.stop(remark=left.note)  # which reads the command's last word on its progress
        except CommandNotStarted as error:
            recorder.stop()
            log.discard()
            _say(error.reason)
            return error.code
        finally:
            progress.remove()
        try:
            _finish(manifest, recorder, log, given, problems, left.found)
        except Exception as error:  # the exit code stays the command's
            _show(error, problems)
    return code


def _finish(
    manifest: Path,
    recorder: Recorder,
    log: LogWriter,
    flags: Mapping[str, str],
    problems: str,
    left: Sequence[Process],
) -> None:
    """Say what was measured, and write the manifest or say why not."""
    from reportgen.energy.summary import summary
    from reportgen.energy.target import write_measurement
    from reportgen.manifest.read import FLAGS, typed_flags

    record = recorder.measurement().record()
    for line in summary(record):
        _say(line)
    if left:
        more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        _say(f"still running: {', '.join(map(str, left[:_MOST_NAMED]))}{more}")
    if any(missing.mend for missing in recorder.found.not_measured):
        _say("`reportgen devices` says how to measure what was not")
    if log.lost_lines:
        lines = so_many(log.lost_lines, "# line", "# lines")
        _say(f"{lines} of {log.path} could not be written: {log.trouble}")
    if log.restored:
        _say(f"{log.path} was removed while it was written, and is written anew")
    if log.missing:
        _say(f"{log.path} {log.missing}; the manifest holds the energy, without its samples")
    kept = log.path if log.is_usable else None
    if kept is None:
        log.discard()  # an empty log would be in the way of the next measurement
    fields = typed_flags(flags)
    try:
        missing = write_measurement(manifest, record, kept, fields, FLAGS)
    except Exception as error:
        _show(error, problems)
        _say(f"{manifest} was not written" + (f"; the measurement is in {kept}" if kept else ""))
        return
    if missing:
        _say(f"{manifest} still lacks {', '.join(missing)}")
    _say(f"written: {manifest}" + (f", {kept}" if kept else ""))


def _show(error: Exception, problems: str) -> None:
    with suppress(OSError):
        show_problems(problems_of(error, after_write_error=""), problems, signed=True)


def _say(text: str) -> None:
    with suppress(OSError):  # nobody may be listening, and the command's exit code matters more
        click.echo(f"reportgen: {text}", err=True)
