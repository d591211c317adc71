"""Mutants meet the tests: first each the nearest ones, then those left over, together, all that concern them.

First come the tests that killed another mutant of its file, then those that run the mutant's line: those in the file
named like its module, those of its own room, then others, the quickest first, as many as take `ALONE_S`. What survives
them meets the whole folder of its room and all tests that run its line, but for those of other rooms that take longer
than `PATIENT_S` each (browsers, PDFs, crowds of processes), with other survivors of its room beside it; a test that
fails is run with each of them alone, and those that it does not kill go on with the tests that are left. One mutant of
a batch could hide what another does; as they stand far from each other that is rare, and it makes a survivor of a
killed one, never the reverse.

A test that kills for the first time is run without the mutant too, and counts no more where it fails then as well.
"""

from __future__ import annotations

import itertools
import queue
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.mutate.bench import Bench, Result
from tools.mutate.mutants import Mutant, applied
from tools.mutate.patching import new_codes
from tools.mutate.selection import Selection

ALONE_S = 5.0  # how long the tests take together that each mutant meets alone
PATIENT_S = 0.2  # a test of another room that takes longer does not count
QUICKEST = 100  # tests that must pass before anything is changed
BATCH = 16  # survivors that are tried together
APART = 10  # lines between two of a batch in one file
# Tests may compute for this many times as long as they took, and some seconds more, before a mutant counts as one that
# hangs.
PATIENCE = 3.0
GRACE_S = 10.0


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Trial:
    """A mutant and the tests that concern it, the nearest and quickest first.

    at_import: whether it changes what a module does when it is imported.
    """

    mutant: Mutant
    tests: tuple[str, ...]
    at_import: bool = False


def trial(mutant: Mutant, source: str, selection: Selection) -> Trial:
    """The mutant with the tests that run its line, then the others in the folder of its room."""
    folder = f"tests/{room_of(mutant.file)}/"
    running = [
        test
        for test in selection.of(mutant.file, mutant.line, source)
        if selection.seconds[test] <= PATIENT_S or test.startswith(folder)
    ]
    beside = [test for test in selection.tests if test.startswith(folder)]
    near = sorted((test for test in running if test.startswith(folder)), key=lambda test: not _named_like(mutant, test))
    at_import = new_codes(source, applied(source, [mutant]), Path(mutant.file)) is None
    return Trial(mutant, tuple(dict.fromkeys([*near, *running, *beside])), at_import)


def _named_like(mutant: Mutant, test: str) -> bool:
    """Whether a test stands in the file that has its name from the mutant's module."""
    return Path(test.partition("::")[0]).stem == f"test_{Path(mutant.file).stem}"


def room_of(file: str) -> str:
    """The room of a file of the package, or the name of the module that stands beside the rooms."""
    return Path(file).parts[1].removesuffix(".py")


class Campaign:
    """Benches, and what runs on them."""

    def __init__(self, benches: Sequence[Bench], selection: Selection) -> None:
        self._selection = selection
        self._sound: set[str] = set()  # the tests that pass where nothing is changed
        self._unsound: set[str] = set()
        self._killers: defaultdict[str, list[str]] = defaultdict(list)  # by the file of what they killed
        self._free: queue.SimpleQueue[Bench] = queue.SimpleQueue()
        self._benches = len(benches)
        for bench in benches:
            self._free.put(bench)

    def run(self, trials: Sequence[Trial], found: dict[Mutant, Outcome], tell: Callable[[str], None]) -> None:
        """Note in `found` what became of each mutant as soon as it is known; an error where unchanged tests fail."""
        quick = {test for one in trials for test in self._within(one.tests)}
        unchanged = self._run_all([], [test for test in self._selection.tests if test in quick][:QUICKEST])
        if unchanged.timed_out:
            raise RuntimeError(f"tests do not end in time, though nothing was changed:\n{unchanged.said}")
        if unchanged.failed:
            raise RuntimeError(f"a test fails though nothing was changed:\n{unchanged.said}")
        with ThreadPoolExecutor(self._benches) as pool:
            for done, (one, result) in enumerate(zip(trials, pool.map(self.meet_nearest, trials), strict=True), 1):
                found[one.mutant] = _outcome(result)
                tell(f"{done} of {len(trials)} met the nearest tests")
            left = batches([one for one in trials if found[one.mutant] is Outcome.SURVIVED])
            tell(f"{sum(map(len, left))} survived them")
            for done, outcomes in enumerate(pool.map(self._together, left), 1):
                found |= outcomes
                tell(f"{done} of {len(left)} batches of survivors met all tests that concern them")

    def meet_nearest(self, one: Trial) -> Result:
        """Run the tests that a mutant meets alone."""
        known = [test for test in self._killers[one.mutant.file] if test in one.tests]
        result = self._run([one], list(dict.fromkeys([*known, *self._within(one.tests)])))
        self._remember(result, [one])
        return result

    def _remember(self, result: Result, killed: Sequence[Trial]) -> None:
        for one in killed:
            if result.killer is not None and result.killer not in self._killers[one.mutant.file]:
                self._killers[one.mutant.file].append(result.killer)

    def _within(self, tests: Sequence[str]) -> list[str]:
        """The first tests, as many as take `ALONE_S` together."""
        times = itertools.accumulate(self._selection.seconds[test] for test in tests)
        return [test for test, time in zip(tests, times, strict=True) if time <= ALONE_S]

    def _together(self, batch: Sequence[Trial]) -> dict[Mutant, Outcome]:
        seconds = self._selection.seconds
        tests = sorted({test for one in batch for test in one.tests}, key=lambda test: (seconds[test], test))
        return self._left_by(tests, batch)

    def _left_by(self, tests: Sequence[str], batch: Sequence[Trial]) -> dict[Mutant, Outcome]:
        """Each mutant of a batch with its outcome: a test that fails is run with each alone, and the others go on."""
        result = self._run(batch, tests)
        if not result.failed or len(batch) == 1:
            self._remember(result, batch)
            return {one.mutant: _outcome(result) for one in batch}
        killed = [one for one in batch if result.killer in one.tests and self._run([one], [result.killer]).failed]
        self._remember(result, killed)
        rest = [one for one in batch if one not in killed]
        if not killed:
            middle = len(batch) // 2
            return self._left_by(tests, batch[:middle]) | self._left_by(tests, batch[middle:])
        found = {one.mutant: Outcome.KILLED for one in killed}
        if not rest:
            return found
        return found | self._left_by([test for test in tests if test not in result.passed], rest)

    def _run(self, batch: Sequence[Trial], tests: Sequence[str]) -> Result:
        while True:
            counting = [test for test in tests if test not in self._unsound]
            result = self._run_all(batch, counting)
            if result.killer is None or self._is_sound(result.killer):
                return result

    def _is_sound(self, test: str) -> bool:
        while test not in self._sound | self._unsound:
            result = self._run_all([], [test])
            if not result.failed:
                self._sound.add(test)
            else:  # of a file that runs in the place of a name that nothing has, it may be another that fails
                other = result.killer
                self._unsound.add(test if other is None or other in self._unsound else other)
        return test in self._sound

    def _run_all(self, batch: Sequence[Trial], tests: Sequence[str]) -> Result:
        if not tests:
            return Result(failed=False)
        bench = self._free.get()
        try:
            seconds = sum(self._selection.seconds.get(test, 0) for test in tests)
            mutants = [one.mutant for one in batch]
            return bench.run(mutants, tests, GRACE_S + PATIENCE * seconds, sorted(self._unsound))
        finally:
            self._free.put(bench)


def batches(trials: Iterable[Trial]) -> list[list[Trial]]:
    """The trials in batches, those of a room and with few tests together, and none near another.

    What acts at import makes all tests run where all is imported anew, so it stands by itself.
    """
    found: list[list[Trial]] = []
    for one in sorted(trials, key=lambda one: (one.at_import, room_of(one.mutant.file), len(one.tests))):
        fitting = (batch for batch in found if len(batch) < BATCH and all(_fit(one, other) for other in batch))
        batch = next(fitting, None)
        if batch is None:
            found.append([one])
        else:
            batch.append(one)
    return found


def _fit(one: Trial, other: Trial) -> bool:
    alike = one.at_import == other.at_import and room_of(one.mutant.file) == room_of(other.mutant.file)
    return alike and not _near(one, other)


def _near(one: Trial, other: Trial) -> bool:
    return one.mutant.file == other.mutant.file and abs(one.mutant.line - other.mutant.line) < APART


def _outcome(result: Result) -> Outcome:
    if result.timed_out:
        return Outcome.TIMEOUT
    return Outcome.KILLED if result.failed else Outcome.SURVIVED
