"""Whatever goes wrong in any command is said as --problems asks: lines of text, or one JSON list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from reportgen.cli.command import problems_of
from reportgen.cli.main import COMMANDS
from reportgen.cli.measure import NOT_SET_UP
from tests.cli.running import FOUR_FLAGS, FOUR_LINES, Done, Run, process

NO_FILE = "there is no such file"
# What is wrong of each command, by its words, and what is said of it; `folder` has none of the files that are named,
# and a file `taken`.
WRONG = {
    "generate": ("missing.yaml", f"missing.yaml: {NO_FILE}"),
    "measure": (
        "-o run.txt -- true",
        "reportgen: run.txt: the ending does not say how to write a manifest (.yaml, .json, .toml)",
    ),
    "devices": (
        "--cpu-tdp hot",
        "reportgen: Invalid value for '--cpu-tdp': 'hot' is no power in W, such as 280 "
        "(Try 'reportgen devices --help')",
    ),
    "zones": ("Atlantis", 'reportgen zones: "Atlantis" is in the name of no zone (without a text all are listed)'),
    "check": ("missing.yaml", f"missing.yaml: {NO_FILE}"),
    "import": ("missing.csv", f"missing.csv: {NO_FILE} or folder"),
    "count": ("missing.csv", "missing.csv: is not there"),
    "apc": ("missing.csv", "missing.csv: cannot be read: No such file or directory"),
    "training": ("missing.csv --group a --energy b --accuracy c", f"missing.csv: {NO_FILE}"),
    "verify": ("missing.pdf", f"missing.pdf: {NO_FILE}"),
    "compare": ("missing.yaml missing.json", f"missing.yaml: {NO_FILE}"),
    "explain": ("net_savings missing.json", f"missing.json: {NO_FILE}"),
    "init": ("-o filled", "filled/run.yaml: is there already (choose another folder with -o)"),
    "costs show": (
        "--task nothing",
        '--task: "nothing" is no task that has a price (known: classification, object-detection, segmentation)',
    ),
    "costs init": ("-o taken", "taken: is there already (choose another file with -o)"),
    "costs check": ("missing.toml", f"missing.toml: {NO_FILE}"),
    "demo": ("--theme missing.toml", f"missing.toml: {NO_FILE}"),
    "templates list": (
        "surplus",
        "reportgen: Got unexpected extra argument (surplus) (Try 'reportgen templates list --help')",
    ),
    "templates copy": ("report.html.j3", 'report.html.j3: is no built-in template (did you mean "report.html.j2"?)'),
    "templates words": ("klingon", 'LANG: "klingon" is no locale (such as nl or pt_BR)'),
    "schema": (
        "reports",
        "reportgen: Invalid value for '[manifest|report|costs]': 'reports' is not one of 'manifest', 'report', 'costs'."
        " (Try 'reportgen schema --help')",
    ),
}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, by its words."""
    for name, (module, _) in COMMANDS.items():
        command = import_module(module).command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", of_group) for inner, of_group in command.commands.items())
        else:
            yield name, command


def listed(done: Done) -> list[str]:
    """The problems of a JSON list on standard error, each as text says it."""
    found = json.loads(done.err)
    assert found
    assert [] == [item for item in found if ["where", "message", "hint"] != list(item)]
    return [f"{it['where']}: {it['message']}" + (f" ({it['hint']})" if it["hint"] else "") for it in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder in which commands run, with what is in their way."""
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    (tmp_path / "filled").mkdir()
    for name in ("run.yaml", "reportgen.toml"):
        (tmp_path / "filled" / name).write_text("a run", encoding="utf-8")
    return tmp_path


def test_every_command_has_the_option() -> None:
    """No command was added without --problems, and each is tried below."""
    without = [name for name, command in commands() if "--problems" not in {o for p in command.params for o in p.opts}]

    assert [] == without
    assert set(WRONG) == {name for name, _ in commands()}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_input_is_said_in_both_forms(run: Run, name: str) -> None:
    """A wrong input of every command ends with its code and one line, and the JSON list holds what that says."""
    arguments, said = WRONG[name]
    text = run(*name.split(), *arguments.split())
    as_json = run(*name.split(), "--problems", "json", *arguments.split())

    expected = NOT_SET_UP if name == "measure" else 2
    assert (expected, "", expected, "") == (text.code, text.out, as_json.code, as_json.out)
    assert f"{said}\n" == text.err
    assert [said.removeprefix("reportgen: ")] == [line.removeprefix("reportgen: ") for line in listed(as_json)]


@pytest.mark.parametrize("name", [*WRONG, "costs", "templates"])
def test_a_wrong_call_is_said_as_json(run: Run, name: str) -> None:
    """An unknown option or command is told in JSON too, if --problems stands anywhere in the call."""
    done = run(*name.split(), "--bogus", "--problems=json")

    assert (NOT_SET_UP if name == "measure" else 2) == done.code
    assert any("--bogus" in line and f"Try 'reportgen {name} --help'" in line for line in listed(done))


def test_a_command_that_is_none_is_said_as_json(run: Run) -> None:
    """What fails before any command is known follows --problems as well."""
    for words in (("generat", "--problems", "json"), ("costs", "shw", "--problems", "json"), ("--problems=json",)):
        done = run(*words)
        assert 2 == done.code
        assert any("No such " in line for line in listed(done))


def test_a_wrong_call_of_no_command_names_the_programs_own_help() -> None:
    """Also where click does not know in which command it was made."""
    for error in (click.ClickException("no such file"), click.UsageError("no such file")):
        assert ["reportgen: no such file (Try 'reportgen --help')"] == list(map(str, problems_of(error)))


def test_the_option_of_a_measured_command_is_its_own(run: Run) -> None:
    """What stands behind -- asks nothing of reportgen."""
    done = run("measure", "--bogus", "--", "true", "--problems", "json")

    assert (NOT_SET_UP, True) == (done.code, done.err.startswith("reportgen: No such option"))


def test_a_table_with_a_wrong_row_is_said_as_json_alone(run: Run, tmp_path: Path) -> None:
    """What would be said of a table's columns is not said beside the problem of a row, so that the list is JSON."""
    (tmp_path / "models.csv").write_text("model,accuracy,consumption (kWh),owner\na,0.9,x,b\n", encoding="utf-8")
    done = run("apc", "models.csv", "--problems", "json")

    assert (2, 1) == (done.code, len(listed(done)))


@pytest.mark.usefixtures("folder")
def test_what_the_system_refuses_is_said_as_json(run: Run) -> None:
    """A folder that is none of a file to write: exit code 1, and the place in the JSON list."""
    done = run("templates", "copy", "web.css", "-o", "taken", "--problems", "json")

    assert (1, ["taken: not a folder; nothing was written"]) == (done.code, listed(done))


def test_a_fault_is_said_as_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program's own is a problem of the list, without a traceback."""

    def broken(name: str) -> bytes:
        raise RuntimeError(f"{name}\nis broken")

    monkeypatch.setattr("reportgen.rendering.schemas.schema", broken)
    done = run("schema", "--problems", "json")

    assert (1, ["reportgen: failed, which is a fault of reportgen: RuntimeError: manifest"]) == (
        done.code,
        listed(done),
    )


def test_a_manifest_that_cannot_be_written_after_measuring_is_said_as_json(folder: Path) -> None:
    """The command's exit code stays, and standard error holds a JSON list among the lines of what was measured."""
    spoil = "import pathlib; pathlib.Path('run.yaml').write_text('duration: 3\\n')"
    done = process("measure", "--problems", "json", "--", "python3", "-c", spoil, cwd=folder)
    start, end = done.err.index("\n[\n") + 1, done.err.index("\n]\n") + 2

    assert 0 == done.code
    assert any("run.yaml" in line for line in listed(Done(0, "", done.err[start:end])))


class _Interrupting:
    """A member at whose naming Ctrl-C comes."""

    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


def test_an_interrupt_while_a_class_is_made_is_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As while modules are imported: Python 3.11 gives a RuntimeError for it, which is no fault of ours."""

    def load(*_: object, **__: object) -> object:
        return type("Made", (), {"member": _Interrupting()})

    monkeypatch.setattr("reportgen.generate.load", load)
    done = run("generate", *FOUR_FLAGS)
    assert (1, "", "reportgen: interrupted; nothing was left half written") == (done.code, done.out, done.err.strip())


@pytest.mark.parametrize(("entries", "more"), [(20, []), (21, ["1"]), (1000, ["980"])])
def test_many_problems_that_say_the_same_are_counted(run: Run, tmp_path: Path, entries: int, more: list[str]) -> None:
    """Twenty lines say where, one how many more there are; the list in JSON has all, and another problem its line."""
    rows = "  - {kwh: 1, tool: meter}\n" * entries
    (tmp_path / "run.yaml").write_text(f"{FOUR_LINES}nam: x\nenergy:\n{rows}", encoding="utf-8")
    said = run("check", "run.yaml").err.splitlines()
    alike = "speaks of a file, and none is named"

    assert min(entries, 20) == sum(f".tool: {alike} (" in line for line in said)
    assert [f"reportgen: and {many} more: {alike} (--problems json lists all)" for many in more] == said[21:]
    assert any("$.nam: " in line for line in said)
    assert entries + 1 == len(json.loads(run("check", "run.yaml", "--problems", "json").err))
