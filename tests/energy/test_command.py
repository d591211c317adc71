"""A measured command: the environment, signals and arguments that it is given, and the exit code that it has."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportgen.energy import command

SLEEPS = ["sleep", "0.5"]
ENDS_WITH_7 = ["sh", "-c", "sleep 0.05; exit 7"]


@pytest.fixture
def signals() -> Iterator[command.Signals]:
    # what a shell starts in the background ignores some of them, what nohup starts SIGHUP, and so do its children
    before = {number: signal.signal(number, signal.SIG_DFL) for number in command.Signals().numbers}
    with command.Signals() as held:
        yield held
    for number, handler in before.items():
        signal.signal(number, handler)


def sent(number: int) -> None:
    """Send this thread the signal: the process may have others, which nobody told to hold it back."""
    signal.pthread_kill(threading.get_ident(), number)


def run(words: list[str], signals: command.Signals, environ: dict[str, str] | None = None) -> int:
    return command.wait(command.start(words, environ or {}, signals), signals)


@pytest.mark.parametrize(
    ("started_with", "expected"),
    [
        (b"HOME=/root\0LC_CTYPE=C.UTF-8\0", "C.UTF-8"),  # who started it said so
        (b"HOME=/root\0XLC_CTYPE=C.UTF-8\0", None),  # Python added it
        (b"", None),
        (None, "C.UTF-8"),  # a system that does not say with what it was started
    ],
)
def test_what_python_adds_to_its_own_environment_is_not_the_commands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, started_with: bytes | None, expected: str | None
) -> None:
    """A command finds the locale that it would find without the measurement."""
    path = tmp_path / "environ"
    if started_with is not None:
        path.write_bytes(started_with)
    monkeypatch.setattr(command, "_STARTED_WITH", str(path))
    monkeypatch.setenv("LC_CTYPE", "C.UTF-8")

    assert expected == command.environment().get("LC_CTYPE")


def test_without_a_locale_the_environment_is_this_process_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nobody set one, as in a container, there is nothing to take out."""
    path = tmp_path / "environ"
    path.write_bytes(b"HOME=/root\0")
    monkeypatch.setattr(command, "_STARTED_WITH", str(path))
    monkeypatch.delenv("LC_CTYPE", raising=False)

    assert dict(os.environ) == command.environment()


def test_the_system_is_asked_with_what_this_process_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locale that was set since then is not the command's, where the system remembers what there was."""
    started_with = Path("/proc/self/environ")
    known = not started_with.exists() or b"LC_CTYPE=" in started_with.read_bytes()
    monkeypatch.setenv("LC_CTYPE", "C.UTF-8")

    assert known == ("LC_CTYPE" in command.environment())


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("exit 0", 0),
        ("exit $CODE", 5),  # of its environment
        ("kill -TERM $$", 143),  # 128 + 15: nothing is held back from it
        ("kill -INT $$", 130),
        ("kill -PIPE $$; exit 0", 141),  # which Python ignores in itself
        ("kill -XFSZ $$; exit 0", 153),
    ],
)
def test_a_commands_exit_code_is_its_own(script: str, expected: int, signals: command.Signals) -> None:
    """Where a signal ended it, 128 more than the signal, as a shell has it."""
    assert expected == run(["sh", "-c", script], signals, {"CODE": "5"})


def test_a_script_that_says_no_interpreter_is_run_as_a_shell_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signals: command.Signals
) -> None:
    """With its arguments, by its path or found on the way of commands."""
    script = tmp_path / "filter-it"
    script.write_text("exit $1\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    assert [4, 6] == [run([str(script), "4"], signals), run(["filter-it", "6"], signals)]


@pytest.mark.parametrize(
    ("words", "reason", "code"),
    [
        (["no-such-command"], "no-such-command: command not found", 127),
        (["/etc/passwd/filter"], "/etc/passwd/filter: command not found", 127),
        (["/"], "/: Permission denied", 126),
        (["true", "\0"], "true: embedded null byte", 126),
    ],
)
def test_a_command_that_cannot_be_started_says_why(
    words: list[str], reason: str, code: int, signals: command.Signals
) -> None:
    """127 where it is not found and 126 where it cannot be run, as of a shell."""
    with pytest.raises(command.CommandNotStarted, match="^" + reason) as raised:
        command.start(words, {}, signals)
    assert (reason, code) == (raised.value.reason, raised.value.code)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"])
def test_what_somebody_sends_is_handed_on(name: str, signals: command.Signals) -> None:
    """The command ends by the signal that this process was sent."""
    number = getattr(signal, name)
    sent(number)

    assert 128 + number == run(SLEEPS, signals)


def test_what_the_terminal_sent_is_not_handed_on(monkeypatch: pytest.MonkeyPatch, signals: command.Signals) -> None:
    """Ctrl-C has reached the command already, and nothing was sent in the minute before it."""
    by_the_kernel = SimpleNamespace(si_signo=signal.SIGINT, si_code=0x80)
    told, wait = [None, by_the_kernel], signal.sigtimedwait
    monkeypatch.setattr(signal, "sigtimedwait", lambda *wanted: told.pop(0) if told else wait(*wanted))

    assert 7 == run(ENDS_WITH_7, signals)


@pytest.mark.parametrize(
    ("number", "words", "expected"), [(signal.SIGINT, ENDS_WITH_7, 7), (signal.SIGTERM, SLEEPS, 143)]
)
def test_where_nobody_says_who_sent_it_an_interrupt_is_the_terminals(
    number: int, words: list[str], expected: int, monkeypatch: pytest.MonkeyPatch, signals: command.Signals
) -> None:
    """As on macOS; any other signal is handed on."""
    monkeypatch.delattr(signal, "sigtimedwait")
    sent(number)

    assert expected == run(words, signals)


def test_other_children_that_end_are_no_zombies(signals: command.Signals) -> None:
    """An orphan of the command that ended before it is waited for too."""
    orphan = os.posix_spawnp("true", ["true"], {})

    assert 7 == run(ENDS_WITH_7, signals)
    with pytest.raises(ChildProcessError):
        os.waitpid(orphan, os.WNOHANG)


def test_signals_are_held_back_until_the_command_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came too late for it reaches nobody, and none is waited for; then all is as it was."""
    waited_s: list[float] = []
    wait = signal.sigtimedwait

    def waiting(numbers: set[int], seconds: float) -> object:
        waited_s.append(seconds)
        return wait(numbers, seconds)

    monkeypatch.setattr(signal, "sigtimedwait", waiting)
    came: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: came.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())

    def of_children(*_: object) -> None: ...

    children_before = signal.signal(signal.SIGCHLD, of_children)
    try:
        with command.Signals() as held:
            sent(signal.SIGUSR1)
            blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        after = signal.pthread_sigmask(signal.SIG_BLOCK, ()), signal.getsignal(signal.SIGCHLD)
    finally:
        signal.signal(signal.SIGUSR1, before)
        signal.signal(signal.SIGCHLD, children_before)

    assert {*held.numbers, signal.SIGCHLD} <= blocked
    assert ([], (mask, of_children)) == (came, after)
    assert [0, 0] == waited_s
