"""Every output of the runs that the tests know: what a refactoring must leave as it is.

`python -m tests.golden.outputs FOLDER` writes them as files, so that two states of the project can be compared.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

from reportgen.locale.language import ENGLISH, language_of
from reportgen.rendering.report import Report
from tests.figures.runs import all_reports, sample_report, sample_reports, sample_runs

LOCALES = ("de_DE", "en_US", "es_ES", "fr_FR")
# of whose pages all languages are looked at on paper too
ON_PAPER = "street_scenes"


def text_outputs() -> Iterator[tuple[str, bytes]]:
    """Name and content of report.json and the page of every run, and of the samples' pages in each language."""
    for name, report in all_reports().items():
        yield f"{name}.report.json", report.json
        yield f"{name}.html", report.html.encode()
    for name, report in sample_reports().items():
        for locale in LOCALES:
            yield f"{name}.{locale}.html", _in(report, locale).html.encode()


def papers() -> dict[str, tuple[Path, str]]:
    """What is looked at on paper, by name: manifest and locale of every sample, and of one in each language."""
    manifests = sample_runs()
    each = {name: (manifest, ENGLISH.name) for name, manifest in manifests.items()}
    return each | {f"{ON_PAPER}.{locale}": (manifests[ON_PAPER], locale) for locale in LOCALES}


def paper_words(manifest: Path, locale: str) -> str:
    """The words of one of these."""
    return words_of(_in(sample_report(manifest), locale))


def _in(report: Report, locale: str) -> Report:
    return replace(report, language=language_of(locale))


def words_of(report: Report) -> str:
    """The words of a report's PDF, as `words_on_pages` gives them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.pdf")
        file.write_bytes(report.pdf().content)
        return words_on_pages(file)


def words_on_pages(pdf: Path) -> str:
    """A line for each line of text: its height on the page, then each word after the place where it begins, in points.

    Needs pdftotext, of poppler-utils.
    """
    run = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True)
    lines: list[str] = []
    height = None
    for page, left, top, word in re.findall(
        r'(<page)|<word xMin="([\d.-]+)" yMin="([\d.-]+)"[^>]*>(.*?)</word>', run.stdout
    ):
        if page:
            lines.append("-- page --")
            height = None
            continue
        if height != round(float(top)):
            height = round(float(top))
            lines.append(f"{height}")
        lines[-1] += f" {round(float(left))}:{unescape(word)}"
    return "\n".join(lines) + "\n"


def write_outputs(folder: Path) -> None:
    """Write every output to a file below the folder."""
    for name, content in text_outputs():
        _write(folder / name, content)
    for name, (manifest, locale) in papers().items():
        _write(folder / f"{name}.pdf.txt", paper_words(manifest, locale).encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    write_outputs(Path(sys.argv[1]))
