"""What a command of reportgen is: it has --problems, and whatever goes wrong in it is said once and ends it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.codes import FAILED, INPUT_WRONG

if TYPE_CHECKING:
    from reportgen.problems import Problem

OURSELVES = "reportgen"
_MOST_ALIKE = 20  # problems that say the same


class Command(click.Command):
    """A command that says what goes wrong as --problems asks; its function need not know."""

    wrong = INPUT_WRONG  # the exit code of a wrong input or call

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.append(
            click.Option(
                ["--problems"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help="How problems are written to standard error.",
            )
        )

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments; a wrong call is said and ends the program."""
        with told(form_in(args), self.wrong):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, whose context's object is the form of problems."""
        ctx.obj = ctx.params.pop("problems")
        with told(ctx.obj, self.wrong):
            return super().invoke(ctx)


class Commands(click.Group):
    """A group of such commands."""

    command_class = Command


def form_in(arguments: Sequence[str]) -> str:
    """The form that --problems asks for in arguments that may be wrong in other ways: text or json."""
    own = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    return "json" if "--problems=json" in own or ("--problems", "json") in pairwise(own) else "text"


@contextmanager
def told(form: str, wrong: int = INPUT_WRONG) -> Iterator[None]:
    """Say whatever goes wrong inside and end the program; `wrong` is the exit code of a wrong input or call."""
    try:
        yield
    except click.exceptions.Exit:  # nothing is wrong: click ends the program
        raise
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(wrong)
    except (Exception, KeyboardInterrupt) as caught:
        from reportgen.problems import InputError

        # Python 3.11 hides an interrupt that comes while a class is made behind an error of its own
        fault = caught.__cause__ if isinstance(caught.__cause__, KeyboardInterrupt) else caught
        if isinstance(fault, KeyboardInterrupt):
            click.echo(err=True)  # ends the line on which a terminal shows ^C
        is_wrong = isinstance(fault, InputError | click.ClickException)
        # where problems are no plain exit code 2, each line of text says who speaks
        show_problems(problems_of(fault), form, signed=not is_wrong or wrong != INPUT_WRONG)
        sys.exit(wrong if is_wrong else FAILED)


def problems_of(error: BaseException, after_write_error: str = "; nothing was written") -> Sequence[Problem]:
    """Every kind of error as problems."""
    from reportgen.files.writing import WriteError
    from reportgen.problems import InputError, Problem

    if isinstance(error, InputError):
        return error.problems
    if isinstance(error, WriteError):
        return [Problem(str(error.path), f"{error.reason}{after_write_error}")]
    if isinstance(error, click.ClickException):
        context = error.ctx if isinstance(error, click.UsageError) else None
        return [Problem(OURSELVES, " ".join(error.format_message().split()), f"Try '{_path(context)} --help'")]
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        return [Problem(OURSELVES, "interrupted; nothing was left half written")]
    if isinstance(error, OSError):
        # what the system refuses is no fault of ours: a folder that has gone, an output that is full
        text = f"failed, because the system refuses: {error}"
    else:
        text = f"failed, which is a fault of reportgen: {type(error).__name__}: {error}"
    return [Problem(OURSELVES, text.splitlines()[0])]


def _path(context: click.Context | None) -> str:
    return OURSELVES if context is None else context.command_path


def show_problems(problems: Sequence[Problem], form: str, *, signed: bool) -> None:
    """Each problem on a line of standard error, or all of them as one JSON list.

    signed: whether each line begins with the program's name. Of many that say the same the first are told, and how many
    more there are.
    """
    if form == "json":
        import json

        listed = [{"where": item.where, "message": item.message, "hint": item.hint} for item in problems]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2), err=True)
        return
    alike: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        kind = problem.message, problem.hint
        alike[kind] += 1
        if alike[kind] <= _MOST_ALIKE:
            signature = f"{OURSELVES}: " if signed and problem.where != OURSELVES else ""
            click.echo(f"{signature}{problem}", err=True)
    for (message, _), many in alike.items():
        if many > _MOST_ALIKE:
            click.echo(f"{OURSELVES}: and {many - _MOST_ALIKE:,} more: {message} (--problems json lists all)", err=True)
