"""The environment that a measured command is given: that of this process when it was started, and nothing beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.energy import command


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
