"""Runs a command untouched: standard streams, files, signals and exit code are its own.

It stays in the terminal's foreground group beside this process, so that Ctrl-C reaches it from the terminal, once.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Mapping
from contextlib import suppress

NOT_FOUND, NOT_RUNNABLE = 127, 126  # as a shell has them
_KILLED = 128
_STARTED_WITH = "/proc/self/environ"  # what this process was given, whatever it did to it since

# Sent to this process by somebody, they are meant for the command.
_FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")
_BY_THE_KERNEL = 0x80  # si_code of a signal that the terminal sent, to the whole group
# Python ignores them in itself, and a command must not inherit that.
_IGNORED_BY_PYTHON = ("SIGPIPE", "SIGXFSZ")


class CommandNotStarted(Exception):
    """The command could not be started; code: what a shell would exit with."""

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Signals:
    """Holds back the signals that are meant for the command, from before it starts until it has ended.

    To be entered in the main thread before other threads begin: they inherit what is held back.
    """

    def __init__(self) -> None:
        self.numbers = {getattr(signal, name) for name in _FORWARDED if hasattr(signal, name)}
        self.before: set[int] = set()

    def __enter__(self) -> Signals:
        # where SIGCHLD is ignored, children vanish unseen; a handler of any kind ends that
        self._child_handler = signal.signal(signal.SIGCHLD, lambda *_: None)
        self.before = set(signal.pthread_sigmask(signal.SIG_BLOCK, {*self.numbers, signal.SIGCHLD}))
        return self

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "sigtimedwait"):  # what came too late for the command is no reason to end now
            while signal.sigtimedwait(self.numbers, 0) is not None:
                pass
        signal.pthread_sigmask(signal.SIG_SETMASK, self.before)
        signal.signal(signal.SIGCHLD, self._child_handler or signal.SIG_DFL)


def environment() -> dict[str, str]:
    """The environment that this process was started with: Python adds LC_CTYPE to its own where no locale is set."""
    given = dict(os.environ)
    try:
        with open(_STARTED_WITH, "rb") as file:
            first = file.read().split(b"\0")
    except OSError:
        return given
    if not any(entry.startswith(b"LC_CTYPE=") for entry in first):
        given.pop("LC_CTYPE", None)
    return given


def start(command: list[str], environ: Mapping[str, str], signals: Signals) -> int:
    """Start a command; its process id. Raises CommandNotStarted."""
    try:
        return _spawn(command[0], command, environ, signals)
    except OSError as error:
        if error.errno == errno.ENOEXEC:  # a script without a first line that says by what to run it
            path = shutil.which(command[0]) or command[0]
            with suppress(OSError):
                return _spawn("/bin/sh", ["/bin/sh", path, *command[1:]], environ, signals)
        missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
        reason = "command not found" if missing else error.strerror or str(error)
        raise CommandNotStarted(f"{command[0]}: {reason}", NOT_FOUND if missing else NOT_RUNNABLE) from None
    except ValueError as error:  # a NUL in an argument
        raise CommandNotStarted(f"{command[0]}: {error}", NOT_RUNNABLE) from None


def _spawn(file: str, command: list[str], environ: Mapping[str, str], signals: Signals) -> int:
    restored = [getattr(signal, name) for name in _IGNORED_BY_PYTHON if hasattr(signal, name)]
    return os.posix_spawnp(file, command, environ, setsigmask=signals.before, setsigdef=restored)


def wait(process: int, signals: Signals) -> int:
    """Wait for a command's end, handing on what is sent to this process; its exit code, or 128 + its signal.

    Other children that end meanwhile, as orphans of the command, are not left as zombies.
    """
    while True:
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended == process:
            return _code(status)
        if ended:
            continue
        if not hasattr(signal, "sigtimedwait"):
            number = signal.sigwait({*signals.numbers, signal.SIGCHLD})
            # such systems do not say who sent it: a Ctrl-C has reached the command already
            from_terminal = number == signal.SIGINT
        else:
            told = signal.sigtimedwait({*signals.numbers, signal.SIGCHLD}, 60)
            if told is None:
                continue
            number = told.si_signo
            from_terminal = told.si_code == _BY_THE_KERNEL
        if number != signal.SIGCHLD and not from_terminal:
            with suppress(OSError):
                os.kill(process, number)


def _code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return _KILLED - code if code < 0 else code
