"""Standard streams and signals, as the command line takes them."""

from __future__ import annotations

import io
import signal
from pathlib import Path

import pytest

from reportgen.cli.interrupts import ended_as_by_ctrl_c
from reportgen.cli.streams import _wrapped


@pytest.mark.parametrize(("errors", "expected"), [("strict", "backslashreplace"), ("replace", "replace")])
def test_a_sign_that_a_terminal_has_not_is_spelt_out(tmp_path: Path, errors: str, expected: str) -> None:
    """An arrow is \\u2192 there, unless somebody set it otherwise."""
    with (tmp_path / "out").open("w", encoding="ascii", errors=errors) as stream:
        wrapped = _wrapped(stream, BrokenPipeError)
        assert expected == wrapped.errors
        wrapped.write("a \u2192 b")
        wrapped.flush()
    assert {"strict": "a \\u2192 b", "replace": "a ? b"}[errors] == (tmp_path / "out").read_text()


def test_what_is_no_stream_of_bytes_stays() -> None:
    """As one in memory does."""
    stream = io.StringIO()
    assert stream is _wrapped(stream, BrokenPipeError)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_command_ends_by_these_signals_as_by_ctrl_c(name: str) -> None:
    """So that it tidies up; afterwards they do what they did, and one that is ignored stays so."""
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with ended_as_by_ctrl_c():
            assert signal.default_int_handler is signal.getsignal(number)
        assert signal.SIG_DFL is signal.getsignal(number)
        signal.signal(number, signal.SIG_IGN)
        with ended_as_by_ctrl_c():
            assert signal.SIG_IGN is signal.getsignal(number)
    finally:
        signal.signal(number, before)
