"""Whose a recording is, by the number of the process."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence

import pytest

from reportgen.energy.owner import Owner

SAID = "this process is a fork of the one that is measured: what it says to the recorder does nothing"


@pytest.mark.parametrize(
    ("processes", "refused", "told"),
    [
        ([7, 7], [False, False], 0),
        ([8, 8, 8], [True, True, True], 1),  # a fork is told once
        ([8, 9, 9], [True, True, True], 2),  # and a fork of that one, once
        ([8, 7], [True, False], 1),
    ],
)
def test_a_fork_is_refused_and_told_once(
    processes: Sequence[int], refused: Sequence[bool], told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Process 7 began the recording."""
    monkeypatch.setattr(os, "getpid", lambda: 7)
    owner = Owner()
    found = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for process in processes:
            monkeypatch.setattr(os, "getpid", lambda process=process: process)
            found.append(owner.refuses())
            assert (process == 7) == owner.is_here
    monkeypatch.undo()

    assert refused == found
    assert [(SAID, RuntimeWarning)] * told == [(str(it.message), it.category) for it in caught]
