"""The golden outputs: which there are, and what is recorded of each."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import reportgen

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "sample_data"
FOUR_LINES = HERE / "four_lines.json"
HASHES = HERE / "hashes.json"
LIBRARIES = HERE / "libraries.json"
PAGES = HERE / "pages"


def four_lines() -> str:
    """report.json of the least manifest there is, with the version of the generator masked."""
    text = reportgen.load(SAMPLES / "four_lines.yaml").json.decode()
    masked, count = re.subn(r'("generator": \{\s*"name": "reportgen",\s*"version": )"[^"]+"', r'\1"any"', text)
    assert 1 == count
    return masked


def hashes_of(outputs: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The hash of each output by its name."""
    return {name: sha256(content).hexdigest() for name, content in outputs}


def recorded_hashes() -> dict[str, str]:
    """The hashes that were written last."""
    found: dict[str, str] = json.loads(HASHES.read_text(encoding="utf-8"))
    return found


def page_file(name: str) -> Path:
    """Where the words of a PDF are recorded."""
    return PAGES / f"{name.replace('/', '-')}.txt"


def libraries() -> dict[str, str]:
    """The versions of what places the words on a page, and of what reads them back."""
    from weasyprint.text.ffi import pango

    pdftotext = subprocess.run(["pdftotext", "-v"], check=True, capture_output=True, text=True).stderr.split()[2]
    found = {name: version(name) for name in ("weasyprint", "pydyf", "fonttools", "tinycss2")}
    return found | {"pango": str(pango.pango_version()), "pdftotext": pdftotext}
