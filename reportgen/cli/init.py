"""`reportgen init`: files to begin with."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from reportgen.cli.codes import DONE
from reportgen.cli.command import Command
from reportgen.cli.outputs import refuse_no_folder, say_written
from reportgen.problems import refuse

_MANIFEST, _PROJECT = "run.yaml", "reportgen.toml"
_QUESTIONS = {
    "task": "Task (classification, object-detection, segmentation, or your own)",
    "samples_before": "Samples before filtering",
    "samples_after": "Samples after filtering",
    "duration": "How long the filtering took (3h, 42 min, 0:42:00)",
}


@click.command("init", cls=Command)
@click.option("-o", "--output", default=".", metavar="DIR", show_default=True, help="Folder to write into.")
@click.option("--task", help="Task of the run.")
@click.option("--samples-before", metavar="N", help="Samples before filtering.")
@click.option("--samples-after", metavar="N", help="Samples after filtering.")
@click.option("--duration", metavar="D", help="Duration of the filtering.")
def command(output: str, **flags: str | None) -> int:
    """Write a commented run.yaml and reportgen.toml to fill in.

    What a run needs and no flag says is asked for on a terminal; what is not answered stays empty, for measure, import
    and count to fill in. A file that is there already stays; where both are, nothing is written.
    """
    from reportgen.drafts.starter_manifest import starter_manifest, starter_project
    from reportgen.files.writing import write_whole

    refuse_no_folder(output)
    given = {name: text for name, text in flags.items() if text is not None}
    there = [name for name in (_MANIFEST, _PROJECT) if os.path.lexists(Path(output) / name)]
    if len(there) == 2 or (there == [_MANIFEST] and given):
        refuse(str(Path(output) / there[0]), "is there already", "choose another folder with -o")
    contents = {}
    if _MANIFEST not in there:
        contents[_MANIFEST] = starter_manifest(_answers(given)).encode()
    if _PROJECT not in there:
        contents[_PROJECT] = starter_project().encode()
    say_written(*write_whole(Path(output), contents))
    for name in there:
        click.echo(f"reportgen: {Path(output) / name} is there already, and stays as it is", err=True)
    return DONE


def _answers(flags: dict[str, str]) -> dict[str, Any]:
    """What flags say of the needed fields, and what is answered on a terminal. Raises InputError of a wrong flag."""
    from reportgen.manifest.read import typed_flags

    said = {name: _written(name, text, value) for name, text, value in _typed(flags, typed_flags(flags))}
    _check_order(said)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return said
    asked = [name for name in _QUESTIONS if name not in said]
    if asked:
        click.echo("What is not known yet is left empty by Enter.", err=True)
    for name in asked:
        if (answer := _asked(name, said)) is not None:
            said[name] = answer
    return said


def _typed(flags: dict[str, str], values: dict[str, Any]) -> list[tuple[str, str, Any]]:
    return [(name, flags[name], values[name]) for name in _QUESTIONS if name in flags]


def _written(name: str, text: str, value: Any) -> Any:
    """A count as a number, and a text as it was written, which the manifest reads as here."""
    return value if isinstance(value, Decimal) and name != "duration" else text.strip()


def _asked(name: str, said: dict[str, Any]) -> Any:
    """The answer to a question, which is put again after one that is wrong; None where there is none."""
    from reportgen.manifest.read import typed_flags
    from reportgen.problems import InputError

    while text := click.prompt(_QUESTIONS[name], default="", show_default=False, err=True).strip():
        try:
            answer = _written(name, text, typed_flags({name: text})[name])
            _check_order({**said, name: answer})
        except InputError as error:
            for problem in error.problems:
                click.echo(f"  {problem.message}" + (f" ({problem.hint})" if problem.hint else ""), err=True)
        else:
            return answer
    return None


def _check_order(said: dict[str, Any]) -> None:
    before, after = said.get("samples_before"), said.get("samples_after")
    if before is not None and after is not None and after > before:
        message = f"{after:,} after filtering is more than the {before:,} before"
        refuse("--samples-after", message, "filtering removes samples: are the two swapped?")
