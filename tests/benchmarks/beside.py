"""The sample's report here beside that of another checkout of the project, in turn and in one run.

    git worktree add /tmp/then 37af501
    python -m tests.benchmarks.beside /tmp/then [--rounds N]

Both are run by this Python and with its libraries. Printed is the least processor time of each, which a busy machine
disturbs least: of the PDF, of its layout by page (parsing and painting left out), and of HTML and JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
TIMED = """
import gc, json, sys, time
from pathlib import Path
root = Path(sys.argv[1])
sys.path.insert(0, str(root))
import reportgen
from reportgen.rendering import pdf
assert Path(reportgen.__file__).is_relative_to(root)
sample = root / "sample_data" / "street_scenes"
pages, laid_out = [], pdf._laid_out
def timed(*given):
    begun = time.process_time()
    document = laid_out(*given)
    pages.append((len(document.pages), time.process_time() - begun))
    return document
pdf._laid_out = timed
found = []
for _ in range(3):  # the first is not counted: byte code, faces, dictionaries
    report = reportgen.load(sample / "run.yaml", cost_tables=[sample / "company-costs.toml"])
    gc.collect()
    begun = time.process_time()
    report.html, report.json
    text_s = time.process_time() - begun
    begun = time.process_time()
    report.pdf()
    found.append((time.process_time() - begun, pages[-1][1] / pages[-1][0], text_s))
print(json.dumps([pages[-1][0], found[1:]]))
"""


def seconds(checkout: Path) -> tuple[int, list[list[float]]]:
    """The number of pages, and each time's seconds for the PDF, a page's layout, and HTML with JSON."""
    command = [sys.executable, "-c", TIMED, str(checkout)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd="/", env=environment, check=True, capture_output=True, text=True)
    pages, found = json.loads(done.stdout)
    return pages, found


def main() -> None:
    """Print the times of both checkouts and the ratio of ours to the other's."""
    parser = argparse.ArgumentParser(description="Time the sample's report here and in another checkout, in turn.")
    parser.add_argument("other", type=Path, help="the other checkout's folder")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    found: dict[Path, list[list[float]]] = {HERE: [], asked.other.resolve(): []}
    pages = {}
    for _ in range(asked.rounds):
        for checkout, times in found.items():
            pages[checkout], more = seconds(checkout)
            times += more
    (ours, ours_s), (theirs, theirs_s) = (
        (pages[it], [min(all_) for all_ in zip(*found[it], strict=True)]) for it in found
    )
    print(f"{'pages':<24} {ours:9d} {theirs:9d}")
    for name, one, other in zip(("PDF, s", "layout of a page, s", "HTML and JSON, s"), ours_s, theirs_s, strict=True):
        print(f"{name:<24} {one:9.3f} {other:9.3f}   ratio {one / other:5.2f}")


if __name__ == "__main__":
    main()
