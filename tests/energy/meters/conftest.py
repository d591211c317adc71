"""NVIDIA's library as a stand-in: in this process for the meters alone, in others for the whole command."""

from __future__ import annotations

import ctypes
import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.energy.meters.standins import HandClock, compile_nvml

Script = Callable[[str], None]


@pytest.fixture(scope="session")
def nvml_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-in, compiled once a session."""
    return compile_nvml(tmp_path_factory.mktemp("nvml"))


@pytest.fixture
def script(nvml_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Say what the stand-in plays, in this process; the real pynvml loads it, since its name is taken already."""
    ctypes.CDLL(str(nvml_library))
    path = tmp_path / "nvml.txt"
    monkeypatch.setenv("NVML_STANDIN", str(path))
    for name in [name for name in os.environ if name.startswith("CUDA_")]:
        monkeypatch.delenv(name)

    def say(text: str) -> None:
        path.write_text(textwrap.dedent(text))

    return say


class PlayedClock(HandClock):
    """A clock by hand that the stand-in goes by too."""

    path = Path()

    def go_on(self, seconds: float, asleep: bool = False) -> None:
        super().go_on(seconds, asleep)
        self.path.write_text(f"{self.now_s - 1000:.6f}")


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlayedClock:
    """Time that the test lets go on, for the recorder and the stand-in alike."""
    played = PlayedClock()
    played.path = tmp_path / "clock.txt"
    played.path.write_text("0")
    monkeypatch.setenv("NVML_STANDIN_CLOCK", str(played.path))
    return played
