"""Whose a recording is: the process's that began it, and never that of a fork of it."""

from __future__ import annotations

import os
import warnings

FORKED = "this process is a fork of the one that is measured: what it says to the recorder does nothing"


class Owner:
    """The process that this was made in; a fork of it is told, once, that nothing is recorded from there.

    A fork has the recorder's files but not its thread, and its lock as it was at that moment, perhaps held for ever:
    so it is asked before the lock is taken.
    """

    def __init__(self) -> None:
        self._process = self._told = os.getpid()

    @property
    def is_here(self) -> bool:
        """Whether this process is the owner."""
        return os.getpid() == self._process

    def refuses(self) -> bool:
        """Whether this process is a fork, which is warned the first time."""
        if self.is_here:
            return False
        if self._told != os.getpid():
            self._told = os.getpid()
            warnings.warn(FORKED, RuntimeWarning, stacklevel=5)  # the line that called a run's `progress`
        return True
