"""How a measured command says how far it is: a line with the number of samples done, in a file that is named to it.

`reportgen measure --total-samples N` names the file in REPORTGEN_PROGRESS. `reportgen.progress(n)` writes to it; so
does anything else that appends a line: `echo 5000 >> "$REPORTGEN_PROGRESS"`.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress

VARIABLE = "REPORTGEN_PROGRESS"
_LONGEST = 64 * 1024  # read at once; whoever writes more between two samples is read in turns


def progress(samples_done: int) -> None:
    """Say that so many samples of the whole are done by now; where nobody asks it does nothing."""
    path = os.environ.get(VARIABLE)
    if path:
        with suppress(OSError), open(path, "ab") as file:
            file.write(b"%d\n" % samples_done)


class ProgressFile:
    """The file that a command's progress is read from; where it is not wanted, or cannot be made, there is none.

    environment: what names it to the command.
    """

    def __init__(self, wanted: bool) -> None:
        self.environment: dict[str, str] = {}
        self._descriptor: int | None = None
        self._rest = b""
        if not wanted:
            return
        with suppress(OSError):
            self._descriptor, self._path = tempfile.mkstemp(prefix="reportgen-", suffix=".progress")
            self.environment = {VARIABLE: self._path}

    def read(self) -> int | None:
        """The highest number since the last reading; None where there is no new line. What is no number is ignored."""
        if self._descriptor is None:
            return None
        with suppress(OSError):
            self._rest += os.read(self._descriptor, _LONGEST)
        *lines, self._rest = self._rest.split(b"\n")
        self._rest = self._rest[-_LONGEST:]
        numbers = [int(line) for line in lines if len(line) < 20 and line.strip().isdigit()]
        return max(numbers, default=None)

    def remove(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            with suppress(OSError):
                os.unlink(self._path)
