"""Try changes of the code against its tests: `make mutate [FILES=...] [ROOM=...] [N=...] [SEED=...] [WORKERS=...]`.

A seeded sample of each room's changes is tried, or every change of the files named. A change is killed by a test that
fails, or that does not end; what survives is printed with file, line and change. Texts that speak to a person are not
changed (tools/mutate/texts.py), and what tests/equivalent_mutants.toml lists is not tried. tests/golden and the
reference pages of tests/test_docs.py do not count as tests: both hold what the code gave when they were last made, so
that a slip would be adopted with them. A change that they alone see survives.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from tools.mutate import equivalents, selection
from tools.mutate.bench import Bench
from tools.mutate.campaign import Campaign, Outcome, room_of, trial
from tools.mutate.mutants import Mutant, drawn, mutants, spots
from tools.mutate.summary import scores, shown, table

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".mutate"


def main(arguments: Sequence[str]) -> None:
    """Draw, try and print."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutate", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="every change of these files, in place of a sample")
    parser.add_argument("--room", action="append", choices=sorted(rooms()), help="may be given again; all unless told")
    parser.add_argument("-n", type=int, default=300, help="changes to try in each room (300)")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1_000_000), help="of the samples; drawn unless told"
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="copies of the tree to run tests in; one a processor"
    )
    told = parser.parse_args(arguments)

    start = time.monotonic()
    known = equivalents.read(ROOT)
    files = [file.resolve() for file in told.files]
    changes = list(mutants(ROOT, spots(ROOT, files))) if files else sample(told.room, told.n, told.seed)
    same = [change for change in changes if any(equivalent.is_of(change) for equivalent in known)]
    outcomes: dict[Mutant, Outcome] = {}
    try:
        run([change for change in changes if change not in same], told.workers, outcomes)
        ended = ""
    except KeyboardInterrupt:
        ended = "interrupted: of the survivors some met the nearest tests only; "

    for change in sorted(outcomes, key=lambda change: (change.file, change.line)):
        if outcomes[change] is Outcome.SURVIVED:
            print(shown(change))
    print(table(scores(outcomes, same)))
    drawing = "every change of the files" if files else f"n {told.n} a room, seed {told.seed}"
    print(f"{ended}{drawing}; {time.monotonic() - start:.0f} s, workers: {told.workers}")
    for equivalent in equivalents.unmatched(ROOT, known):
        print(f"{equivalents.FILE}: no change of {equivalent.file} is {equivalent.before!r} -> {equivalent.after!r}")


def sample(chosen: Sequence[str] | None, n: int, seed: int) -> list[Mutant]:
    """As many changes of each room, or as it has; every room unless told which."""
    found: list[Mutant] = []
    for room, files in rooms().items():
        if chosen is None or room in chosen:
            found += itertools.islice(mutants(ROOT, drawn(spots(ROOT, files), seed)), n)
    return found


def rooms() -> dict[str, list[Path]]:
    """The files of each room, and of each module that stands beside the rooms."""
    found: dict[str, list[Path]] = {}
    for path in sorted((ROOT / "reportgen").rglob("*.py")):
        found.setdefault(room_of(path.relative_to(ROOT).as_posix()), []).append(path)
    return found


def run(changes: Sequence[Mutant], workers: int, outcomes: dict[Mutant, Outcome]) -> None:
    """Try each change in copies of the tree, and note what became of it."""
    sources = {change.file: (ROOT / change.file).read_text("utf-8") for change in changes}
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder, ExitStack() as stack:
        benches = [stack.enter_context(closing(Bench(ROOT, Path(folder, str(n))))) for n in range(workers)]
        chosen = selection.select(benches[0].tree, KEPT, workers)
        campaign = Campaign(benches, chosen)
        campaign.run([trial(change, sources[change.file], chosen) for change in changes], outcomes, tell)


def tell(progress: str) -> None:
    """Say how far the run is, in the place of what was said before."""
    if sys.stderr.isatty():
        progress = f"\r\033[K{progress}"
    print(progress, end="" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
