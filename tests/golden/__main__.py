"""Says in words what the outputs say otherwise than at a commit, then records them anew.

    python -m tests.golden [COMMIT]

COMMIT is HEAD unless given. Both states are rendered, which takes two minutes; read the difference before committing.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from html import unescape
from pathlib import Path

from tests.golden import golden
from tests.golden.outputs import write_outputs

ROOT = Path(__file__).parents[2]
MOST_LINES = 40  # of one output's difference
PAPER = ".pdf.txt"


def main(commit: str) -> None:
    """Render both states, print what differs, write the records."""
    with tempfile.TemporaryDirectory() as scratch:
        tree, old, new = (Path(scratch, name) for name in ("tree", "old", "new"))
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
        try:
            rendering = subprocess.Popen(
                [sys.executable, "-m", "tests.golden.outputs", old],
                cwd=tree,
                env={**os.environ, "PYTHONPATH": str(tree)},
            )
            write_outputs(new)
            if rendering.wait():
                sys.exit(f"{commit} could not be rendered")
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
        for line in differences(old, new):
            print(line)
        record(new)


def differences(old: Path, new: Path) -> Iterator[str]:
    """A heading for each output that is not the same, and below it the words that went and came."""
    names = sorted({path.relative_to(folder).as_posix() for folder in (old, new) for path in _files(folder)})
    for name in names:
        before, after = _text(old / name), _text(new / name)
        if before == after:
            continue
        lines = list(unified_diff(_words(name, before), _words(name, after), lineterm="", n=0))[2:]
        kind = "" if lines else ": the same words, in other places" if name.endswith(PAPER) else ": markup alone"
        yield f"== {name}{kind}"
        yield from lines[:MOST_LINES]
        if len(lines) > MOST_LINES:
            yield f"... and {len(lines) - MOST_LINES} more lines"


def _words(name: str, text: str) -> list[str]:
    """The lines of an output that a reader reads."""
    if name.endswith(PAPER):
        return [re.sub(r"^\d+ ?|(?<= )\d+:|^\d+:", "", line) for line in text.splitlines()]
    if name.endswith(".html"):
        bare = re.sub(r"(?s)<style.*?</style>", "", text)
        return [line for part in re.split(r"<[^>]*>", bare) if (line := " ".join(unescape(part).split()))]
    return text.splitlines()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def record(folder: Path) -> None:
    """Write the records of the outputs in the folder."""
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    hashes = golden.hashes_of((name, content) for name, content in named.items() if not name.endswith(PAPER))
    golden.HASHES.write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
    golden.LIBRARIES.write_text(json.dumps(golden.libraries(), indent=1) + "\n", encoding="utf-8")
    golden.FOUR_LINES.write_text(golden.four_lines(), encoding="utf-8")
    golden.PAGES.mkdir(exist_ok=True)
    for path in golden.PAGES.glob("*.txt"):
        path.unlink()
    for name, content in named.items():
        if name.endswith(PAPER):
            golden.page_file(name.removesuffix(PAPER)).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "HEAD")
