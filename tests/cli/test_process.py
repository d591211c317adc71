"""The command line as a process among others: pipes, signals, full disks, permissions, terminals without UTF-8."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli.streams import _Closed, _Output, prepare
from reportgen.energy.left_behind import running
from tests.cli.running import (
    FOUR_FLAGS,
    FOUR_LINES,
    SAMPLES,
    Done,
    command,
    console_script,
    environment,
    files_in,
    process,
    python,
)

NOBODY = 65534
POWER = "t,w\n2026-03-01T12:00:00Z,100\n2026-03-01T12:00:01Z,100\n"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a child as somebody else")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """The four-line manifest as run.yaml in a folder of its own."""
    path = tmp_path / "run.yaml"
    path.write_text(FOUR_LINES, encoding="utf-8")
    return path


def one_line(text: str) -> bool:
    """Whether the text is a single line, as a person should see of a failure."""
    return 1 == len(text.splitlines())


def test_module_and_console_script_are_one_program(manifest: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """`python -m reportgen` and the `reportgen` that is installed do and say the same."""
    script = console_script(tmp_path_factory.mktemp("bin"))
    done = subprocess.run(
        [script, "check", manifest.name], cwd=manifest.parent, env=environment(), capture_output=True, encoding="utf-8"
    )
    as_module = process("check", manifest.name, cwd=manifest.parent)
    assert (0, as_module.out, as_module.err) == (done.returncode, done.stdout, done.stderr)


def test_streams_of_the_system_stay_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What writes to one in our place and is closed leaves it to those who had it before."""
    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr(sys, "stdout", file)
        monkeypatch.setattr(sys, "stderr", None)
        prepare()
        print("ours")
        sys.stdout.close()
        os.write(file.fileno(), b"theirs")
    assert "ours\ntheirs" == (tmp_path / "out").read_text()


def test_a_reader_who_leaves_is_no_news(tmp_path: Path) -> None:
    """A closed pipe behind standard output changes nothing: neither a word nor the exit code, and files are written."""
    log = SAMPLES / "tool_logs" / "csv" / "too_much.csv"
    columns = ("--columns", "time=time,energy_kwh=kwh,duration_s=seconds,device=board")
    output = ("--allow-path", "-o", "run.yaml")
    for arguments, code in ((("schema", "report"), 0), (("--help",), 0), (("import", str(log), *columns, *output), 3)):
        reading, writing = os.pipe()
        os.close(reading)
        try:
            done = process(*arguments, cwd=tmp_path, capture_output=False, stdout=writing, stderr=subprocess.PIPE)
        finally:
            os.close(writing)
        assert code == done.code
        assert "pipe" not in done.err.lower()
    assert ["run.yaml"] == files_in(tmp_path)


@pytest.mark.parametrize(
    "arguments", [("schema", "report"), ("--help",), ("generate", *FOUR_FLAGS, "--format", "json")]
)
def test_a_closed_standard_output_is_a_failure(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """A result that can go nowhere is not done: exit code 1 and one line, which names what is written already."""
    shell = f"exec {shlex.join(command(*arguments))} >&-"
    done = subprocess.run(["sh", "-c", shell], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True)

    assert (1, True) == (done.returncode, one_line(done.stderr))
    assert "standard output is closed" in done.stderr
    assert ("written: report.json" in done.stderr) == (arguments[0] == "generate")


@pytest.mark.parametrize(
    ("closed", "arguments", "code", "out"),
    [
        ("2>&-", ("generate", *FOUR_FLAGS, "--format", "json"), 0, "report.json\n"),
        ("2>&-", ("generate", "--task", "x", "--format", "json"), 2, ""),
        ("2>&-", ("count", "photos"), 0, "photos: 1 sample"),
        ("<&-", ("generate", *FOUR_FLAGS, "--format", "json"), 0, "report.json\n"),
        ("<&-", ("init",), 0, "run.yaml\n"),
        ("<&- 2>&-", ("init",), 0, "run.yaml\n"),
    ],
)
def test_a_closed_input_or_standard_error_is_no_failure(
    closed: str, arguments: tuple[str, ...], code: int, out: str, tmp_path: Path
) -> None:
    """A service has neither: the exit code is that of what was done, and results are said as ever."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"a")
    shell = f"exec {shlex.join(command(*arguments))} {closed}"
    done = subprocess.run(["sh", "-c", shell], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True)

    assert code == done.returncode
    assert out in done.stdout


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    """What a library prints to descriptor 2 would else stand in the file that was opened next."""
    code = (
        "import os, sys; from reportgen.cli.streams import prepare; prepare(); "
        "file = open('report', 'w'); os.write(2, b'a warning'); os.write(1, b'a line'); "
        "print(file.fileno(), file=file)"
    )
    shell = f"exec {shlex.join([sys.executable, '-c', code])} <&- >&- 2>&-"
    assert 0 == subprocess.run(["sh", "-c", shell], cwd=tmp_path, env=environment()).returncode
    assert "3\n" == (tmp_path / "report").read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_files_that_are_written_before_a_full_standard_output_are_named(tmp_path: Path) -> None:
    """They stay, and standard error says so: a report, a manifest, pictures."""
    (tmp_path / "power.csv").write_text(POWER, encoding="utf-8")
    (tmp_path / "models.csv").write_text("model,accuracy,consumption\na,0.9,2\n", encoding="utf-8")
    columns = ("--columns", "time=t,power_w=w")
    for arguments, named in (
        (("generate", *FOUR_FLAGS, "--format", "html,json"), "written: report.html, report.json"),
        (("import", "power.csv", *columns, "-o", "run.yaml"), "written: run.yaml"),
        (("apc", "models.csv", "--curves", "curves"), "written: curves/"),
    ):
        with open("/dev/full", "wb") as full:
            done = process(*arguments, cwd=tmp_path, capture_output=False, stdout=full, stderr=subprocess.PIPE)
        assert 1 == done.code
        assert f"No space left on device; {named}" in done.err
    assert {"report.html", "report.json", "run.yaml", "curves"} < set(files_in(tmp_path))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_standard_error_changes_no_exit_code(tmp_path: Path) -> None:
    """What cannot be said anywhere is not said: a wrong input is 2 still."""
    with open("/dev/full", "wb") as full:
        done = process("check", "no.yaml", cwd=tmp_path, capture_output=False, stdout=subprocess.PIPE, stderr=full)
    assert (2, "") == (done.code, done.out)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_stream_that_is_full_or_closed_fails_once() -> None:
    """What comes after the failure that was told is taken, so that the end of the program tells it no second time."""
    with open("/dev/full", "wb") as full:
        for output, said in (
            (_Output(full.fileno(), BrokenPipeError), "No space left on device"),
            (_Closed(), "standard output is closed"),
        ):
            with pytest.raises(OSError, match=said):
                output.write(b"first")
            assert 6 == output.write(b"second")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_standard_output_is_told(tmp_path: Path) -> None:
    """Where standard output cannot take the result, the exit code is 1 and one line says why."""
    with open("/dev/full", "wb") as full:
        done = process("schema", "report", cwd=tmp_path, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert (1, True) == (done.code, one_line(done.err))
    assert "No space left on device" in done.err


# A shell that runs in the background ignores SIGINT, and its children with it, whatever they are to show here.
INTERRUPTED = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
import {module} as room
from reportgen.cli import main
called = room.{function}
def interrupted(*arguments, **more):
    os.kill(os.getpid(), signal.{name})
    return called(*arguments, **more)
room.{function} = interrupted
main()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(
    ("module", "function"),
    [
        ("reportgen.factors.layers", "read_table"),
        ("reportgen.rendering.pdf", "_laid_out"),
        ("reportgen.files.writing", "_write_synced"),
        ("reportgen.files.writing", "_keep_old"),
    ],
)
def test_an_interrupt_leaves_nothing_half_done(manifest: Path, module: str, function: str, name: str) -> None:
    """Ctrl-C, or SIGTERM, while reading, drawing or writing ends with exit code 1, one line and the old files."""
    (manifest.parent / "report.html").write_text("old", encoding="utf-8")
    (manifest.parent / "reportgen.toml").write_text('currency = "USD"\n', encoding="utf-8")
    before = files_in(manifest.parent)
    code = INTERRUPTED.format(module=module, function=function, name=name)
    formats = "html,pdf" if module.endswith("pdf") else "html,json"
    done = python("-c", code, "generate", manifest.name, "--format", formats, cwd=manifest.parent)
    assert (1, "") == (done.code, done.out)
    assert "reportgen: interrupted; nothing was left half written" == done.err.strip()
    assert before == files_in(manifest.parent)
    assert "old" == (manifest.parent / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "power.csv", "--columns", "time=t,power_w=w", "-o", "out.yaml"),
        ("apc", "models.csv", "--curves", "curves"),
        (
            "training",
            "models.csv",
            *("--group", "model", "--energy", "energy (kWh)", "--accuracy", "accuracy", "-o", "x"),
        ),
        ("costs", "show", "-o", "prices.txt"),
    ],
)
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_every_command_that_writes_tidies_up(arguments: tuple[str, ...], name: str, tmp_path: Path) -> None:
    """Ended while its file is written, it leaves neither that nor a temporary one, and says nothing of a result."""
    (tmp_path / "power.csv").write_text(POWER, encoding="utf-8")
    (tmp_path / "models.csv").write_text(
        "model,accuracy,consumption,energy (kWh)\na,0.9,2,1\nb,0.8,1,2\n", encoding="utf-8"
    )
    before = files_in(tmp_path)
    code = INTERRUPTED.format(module="reportgen.files.writing", function="_write_synced", name=name)
    # whatever started the tests may ignore SIGHUP, and what they start would with it
    heeding = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL)}
    done = python("-c", code, *arguments, cwd=tmp_path, **heeding)
    assert (1, "", "reportgen: interrupted; nothing was left half written") == (done.code, done.out, done.err.strip())
    assert before == files_in(tmp_path)


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    """Under nohup a terminal that goes away ends nothing."""
    code = INTERRUPTED.format(module="reportgen.files.writing", function="_write_synced", name="SIGHUP")
    ignoring = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)}
    done = python("-c", code, "generate", *FOUR_FLAGS, "--format", "json", cwd=tmp_path, **ignoring)
    assert (0, "report.json\n") == (done.code, done.out)


ENDLESS = "{% for a in range(90000) %}" * 3 + "{% endfor %}" * 3


def test_the_process_of_a_template_ends_with_its_command(manifest: Path) -> None:
    """SIGTERM while a template loops for ever: neither its process nor a file is left."""
    (manifest.parent / "mine").mkdir()
    (manifest.parent / "mine" / "report.html.j2").write_text(ENDLESS, encoding="utf-8")
    before = files_in(manifest.parent)
    arguments = command("generate", "run.yaml", "--templates", "mine", "--format", "html")
    parent = subprocess.Popen(
        arguments, cwd=manifest.parent, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 30
    while not (below := [it for it in running() if it.parent == parent.pid]) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    parent.terminate()
    _, told = parent.communicate(timeout=20)
    assert (1, "reportgen: interrupted; nothing was left half written") == (parent.returncode, told.strip())
    assert 1 == len(below)
    assert not [it for it in running() if it.number == below[0].number]
    assert before == files_in(manifest.parent)


def limited(kilobytes: int) -> Callable[[], None]:
    """For a child: files larger than so many kB cannot be written, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1000, kilobytes * 1000))

    return limit


def test_a_full_disk_leaves_the_old_files(manifest: Path) -> None:
    """Where a file cannot be written whole, the exit code is 1, one line says which, and the old report stands."""
    for name in ("report.html", "report.json"):
        (manifest.parent / name).write_text("old", encoding="utf-8")
    before = files_in(manifest.parent)
    done = process(
        "generate", manifest.name, "--format", "html,json", cwd=manifest.parent, preexec_fn=limited(kilobytes=8)
    )
    assert (1, "", True) == (done.code, done.out, one_line(done.err))
    assert done.err.startswith("reportgen: report.html: ")
    assert before == files_in(manifest.parent)
    assert ["old", "old"] == [(manifest.parent / name).read_text(encoding="utf-8") for name in before[:2]]


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that everybody may enter, with run.yaml in it; pytest's own are root's alone."""
    with tempfile.TemporaryDirectory(prefix="reportgen-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
        yield folder


# Everything is imported and read before the change of user: Python itself may lie where nobody else may read.
AS_NOBODY = f"""
import os
import reportgen.cli.check, reportgen.cli.generate
from reportgen import cli, report
warm = report(task="classification", samples_before=2, samples_after=1, duration_s=1)
warm.html, warm.json
import reportgen.files.writing
{{before}}
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
cli.main()
"""


def as_nobody(*arguments: str, cwd: Path, before: str = "") -> Done:
    """Run the command line as a user without rights; before: Python that root runs first."""
    return python("-c", AS_NOBODY.format(before=before), *arguments, cwd=cwd)


@as_root
def test_a_folder_that_may_not_be_written_fails(shared_folder: Path) -> None:
    """An output folder without permission ends with exit code 1 and one line."""
    for output in (".", "new"):
        done = as_nobody("generate", "run.yaml", "--format", "json", "-o", output, cwd=shared_folder)
        assert (1, "", True) == (done.code, done.out, one_line(done.err))
        assert "permission denied; nothing was written" in done.err
    assert ["run.yaml"] == files_in(shared_folder)


@as_root
def test_a_current_folder_that_may_not_be_read(shared_folder: Path) -> None:
    """In a folder that may not be listed or entered, the four flags and an open output folder are enough."""
    (shared_folder / "closed").mkdir()
    (shared_folder / "open").mkdir()
    (shared_folder / "open").chmod(0o777)
    given = (*FOUR_FLAGS, "--format", "html,json", "-o", str(shared_folder / "open"))
    done = as_nobody("generate", *given, cwd=shared_folder / "closed", before="os.chmod('.', 0)")
    assert (0, "") == (done.code, done.err)
    assert ["report.html", "report.json"] == files_in(shared_folder / "open")


@as_root
def test_a_project_file_that_may_not_be_read_is_a_problem(shared_folder: Path) -> None:
    """A reportgen.toml without permission is refused, not passed over: its prices would be missed."""
    (shared_folder / "reportgen.toml").write_text("formats = []", encoding="utf-8")
    (shared_folder / "reportgen.toml").chmod(0)
    done = as_nobody("check", "run.yaml", cwd=shared_folder)
    assert (2, "") == (done.code, done.out)
    assert "reportgen.toml: the file may not be read" in done.err


def test_a_current_folder_that_has_gone_is_told(tmp_path: Path) -> None:
    """In a folder that was removed meanwhile, one line says so, without a traceback."""
    (tmp_path / "gone").mkdir()
    code = "import os; os.rmdir(os.getcwd()); import reportgen.cli; reportgen.cli.main()"
    done = python("-c", code, "generate", *FOUR_FLAGS, "--format", "json", "-o", str(tmp_path), cwd=tmp_path / "gone")
    assert (1, "", True) == (done.code, done.out, one_line(done.err))
    assert "No such file or directory" in done.err


def hash_line(path: Path) -> str:
    """What the error stream says of a PDF, for who keeps its hash in a record."""
    return f"reportgen: the SHA-256 of {path.name} is {hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def test_no_home_and_no_path_are_needed(manifest: Path) -> None:
    """Without HOME, PATH and locale a whole report is made."""
    bare = {"PYTHONPATH": environment()["PYTHONPATH"]}
    done = process("generate", manifest.name, "-o", "out", cwd=manifest.parent, env=bare)
    assert (0, hash_line(manifest.parent / "out" / "report.pdf")) == (done.code, done.err)
    assert ["report.html", "report.json", "report.pdf"] == files_in(manifest.parent / "out")


TERMINALS = {
    "C": {"LC_ALL": "C"},
    "ascii": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    "ascii, strict": {"PYTHONIOENCODING": "ascii:strict"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
}


@pytest.mark.parametrize("terminal", TERMINALS.values(), ids=TERMINALS)
def test_names_beyond_ascii_on_any_terminal(tmp_path: Path, terminal: dict[str, str]) -> None:
    """Paths and problems with names that the terminal cannot show are told somehow, and the exit codes stand."""
    (tmp_path / "Läufe →.yaml").write_text(FOUR_LINES, encoding="utf-8")
    (tmp_path / "wrong→.yaml").write_text(FOUR_LINES + 'grid: {zone: "Größe→"}\n', encoding="utf-8")
    given: dict[str, Any] = {"cwd": tmp_path, "env": environment(**terminal), "errors": "replace"}
    done = process("generate", "Läufe →.yaml", "--format", "json", "-o", "Übersicht→", "--name", "März", **given)
    assert (0, "") == (done.code, done.err)
    assert 1 == len(done.out.splitlines())
    assert ["März.json"] == files_in(tmp_path / "Übersicht→")
    for arguments in (
        ("check", "wrong→.yaml"),
        ("check", "wrong→.yaml", "--problems", "json"),
        ("check", "ganz→.yaml"),
    ):
        wrong = process(*arguments, **given)
        assert (2, "") == (wrong.code, wrong.out)
        assert "Traceback" not in wrong.err
        assert "fault" not in wrong.err


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    """Names of bytes that are not UTF-8, which the system allows, are escaped in the report and work as paths."""
    name = os.fsdecode(b"lauf-\xff.yaml")
    (tmp_path / name).write_text(FOUR_LINES, encoding="utf-8")
    given: dict[str, Any] = {"env": environment(LC_ALL="C.UTF-8"), "errors": "surrogateescape"}
    done = process("generate", name, "-o", os.fsdecode(b"out-\xfe"), cwd=tmp_path, **given)
    folder = tmp_path / os.fsdecode(b"out-\xfe")
    assert (0, hash_line(folder / "report.pdf")) == (done.code, done.err)
    assert ["report.html", "report.json", "report.pdf"] == files_in(folder)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert r"lauf-\udcff.yaml" == report["inputs"][0]["name"]
