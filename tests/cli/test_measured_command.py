"""`reportgen measure` leaves the command it measures as it is: exit code, streams, environment, signals."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.measuring import NO_POWERCAP, logged, measure
from tests.cli.running import command, files_in, plain_environment


@pytest.mark.parametrize(
    ("measured", "code", "why_not"),
    [
        (("sh", "-c", "exit 3"), 3, ""),
        (("sh", "-c", "exit 125"), 125, ""),
        (("sh", "-c", "kill -9 $$"), 137, ""),
        (("sh", "-c", "kill -TERM $$"), 143, ""),
        (("no-such-command",), 127, "command not found"),
        (("./no-such-command",), 127, "command not found"),
        (("./plain",), 126, "Permission denied"),
        (("./bare-script", "a b"), 7, ""),
    ],
)
def test_the_exit_code_is_the_commands_own(measured: Sequence[str], code: int, why_not: str, tmp_path: Path) -> None:
    """128 + n for a signal, 126 and 127 as a shell has them; where nothing ran nothing is written."""
    (tmp_path / "plain").write_text("text")
    script = tmp_path / "bare-script"
    script.write_text('[ "$1" = "a b" ] && exit 7\n')  # without a line that says by what to run it
    script.chmod(0o755)

    done = measure(tmp_path, *NO_POWERCAP, "--", *measured)

    assert code == done.code
    assert (0 if why_not else 2) == len(files_in(tmp_path)) - 2
    assert bool(why_not) == (f"reportgen: {measured[0]}: {why_not}" in done.err.splitlines())


def test_standard_streams_are_the_commands_own(tmp_path: Path) -> None:
    """Bytes go through in both directions, and standard error has the command's lines among ours."""
    done = measure(tmp_path, *NO_POWERCAP, "--", "sh", "-c", "cat; echo to-error >&2", input="through\n")

    assert "through\n" == done.out
    assert "to-error\n" in done.err


def test_options_of_the_command_are_not_ours(tmp_path: Path) -> None:
    """Also without --, what stands behind the command's name belongs to it."""
    done = measure(tmp_path, *NO_POWERCAP, "echo", "--interval", "-o", "x", "--help")

    assert "--interval -o x --help\n" == done.out


def test_files_and_ignored_signals_are_handed_on(tmp_path: Path) -> None:
    """An open file of the caller's reaches the command; SIGPIPE kills it as without us."""
    told = " ".join(command("measure", *NO_POWERCAP))
    inner = 'echo hello >&7; yes | head -1 >/dev/null; echo "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", f"{told} -- bash -c '{inner}' 7>seven"],
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    assert "hello\n" == (tmp_path / "seven").read_text()
    assert "141\n" == done.stdout


def test_the_environment_is_the_callers(tmp_path: Path) -> None:
    """Without a locale Python gives itself one, which is not handed on; a file for progress is named if asked for."""
    told = {name: text for name, text in plain_environment().items() if name in ("PATH", "PYTHONPATH")}

    names = []
    for output, asked in (("one.yaml", ()), ("two.yaml", ("--total-samples", "5"))):
        done = measure(tmp_path, *NO_POWERCAP, "-o", output, *asked, "--", "env", env={**told, "OURS": "a b"})
        names.append({line.partition("=")[0] for line in done.out.splitlines()})

    assert [{*told, "OURS"}, {*told, "OURS", "REPORTGEN_PROGRESS"}] == names


COUNTING = """
import signal, sys, time
counts = {}
def count(number, frame):
    counts[number] = counts.get(number, 0) + 1
for name in sys.argv[1:]:
    signal.signal(getattr(signal, name), count)
print("ready", flush=True)
end = time.monotonic() + 20
while not counts and time.monotonic() < end:
    time.sleep(0.01)
time.sleep(0.2)
print(counts, flush=True)
sys.exit(9)
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"])
def test_a_signal_reaches_the_command_and_the_log_ends_well(name: str, tmp_path: Path) -> None:
    """What is sent to us is meant for it: it may end as it likes, and the measurement ends with it."""
    child = subprocess.Popen(
        command("measure", *NO_POWERCAP, "--", sys.executable, "-c", COUNTING, name),
        cwd=tmp_path,
        env=plain_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert "ready\n" == child.stdout.readline()
    child.send_signal(getattr(signal, name))
    out, _ = child.communicate(timeout=30)

    assert f"{{{int(getattr(signal, name))}: 1}}\n" == out
    assert 9 == child.returncode
    assert logged(tmp_path).ended_at is not None


TERMINAL = """
import os, pty, sys
process, terminal = pty.fork()
if process == 0:
    os.execv(sys.executable, [sys.executable, "-m", "reportgen", "measure", "--powercap", "none", "--",
                              sys.executable, "-c", sys.argv[1], "SIGINT"])
seen = b""
while b"ready" not in seen:
    seen += os.read(terminal, 1000)
os.write(terminal, b"\\x03")
try:
    while True:
        seen += os.read(terminal, 1000)
except OSError:  # the terminal is gone with its last process
    pass
print(seen.decode(), os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"""


def test_ctrl_c_reaches_the_command_once(tmp_path: Path) -> None:
    """The terminal sends it to both processes; we do not send it again, and do not end before the command."""
    done = subprocess.run(
        [sys.executable, "-c", TERMINAL, COUNTING],
        cwd=tmp_path,
        env=plain_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert "{2: 1}" in done.stdout
    assert "written: run.yaml" in done.stdout
    assert done.stdout.endswith(" 9\n")
