"""CodeCarbon's files beside the one that is named: of a run its tasks, or its row; each file is read once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from reportgen.energy.importers.codecarbon_rows import NEEDED, Run, header_in, runs_of, table_of
from reportgen.files.source import Source
from reportgen.problems import InputError

_MOST_NEIGHBOURS = 1000  # names beside the file that are looked at for the run's other file


def is_codecarbons(source: Source) -> bool:
    """Whether the file's first line is one that CodeCarbon writes."""
    return set(header_in(source)).issuperset(NEEDED)


@dataclass(frozen=True)
class Beside:
    """The files beside the source, read as they are asked for; what is wrong with one that nobody named is not said."""

    source: Source
    _read: dict[tuple[str, bool], dict[str, Run]] = field(default_factory=dict)

    def tasks_of(self, run: Run) -> Run | None:
        """The run in the file of its tasks, which has the run's id in its name; None where there is none."""
        return self._found(run, is_tasks=True)

    def row_of(self, run: Run) -> Run | None:
        """The run in a file of whole runs; None where there is none."""
        return self._found(run, is_tasks=False)

    def _found(self, run: Run, *, is_tasks: bool) -> Run | None:
        run_id = run.cells.get("run_id")
        if not run_id:
            return None
        names = (name for name in self._names if is_tasks == (run_id in name))
        return next((other for name in names if (other := self._runs(name, is_tasks).get(run_id)) is not None), None)

    @cached_property
    def _names(self) -> list[str]:
        with os.scandir(self.source.path.parent) as entries:
            names = [entry.name for entry in islice(entries, _MOST_NEIGHBOURS) if entry.name.endswith(".csv")]
        return sorted(name for name in names if name != self.source.path.name)

    def _runs(self, name: str, is_tasks: bool) -> dict[str, Run]:
        """The last run of each id in the file, where it is of tasks or not as asked."""
        if (name, is_tasks) not in self._read:
            other = self.source.beside(name)
            try:
                is_one = is_codecarbons(other) and is_tasks == ("task_name" in header_in(other))
                runs = runs_of(table_of(other)) if is_one else []
            except InputError:
                runs = []
            self._read[name, is_tasks] = {run_id: run for run in runs if (run_id := run.cells.get("run_id"))}
        return self._read[name, is_tasks]
