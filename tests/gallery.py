"""Contact sheets to look at: the PDF of every run, in each language and on each paper, as PNG files in out/gallery.

    python -m tests.gallery [--runs PART ...] [--languages NAME ...] [--papers NAME ...]

A run is chosen by a part of its name; whatever is not chosen is made whole, which takes long. Needs Pango and pdftoppm
(Debian and Ubuntu: poppler-utils).
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

from reportgen.locale.language import ENGLISH, language_of
from reportgen.rendering.report import Report
from tests.figures.runs import all_reports
from tests.golden.outputs import LOCALES
from tests.rendering.runs import awkward_reports

GALLERY = Path(__file__).resolve().parent.parent / "out" / "gallery"
LANGUAGES = (ENGLISH.tag, *LOCALES)
PAPERS = ("A4", "Letter")
DOTS_PER_INCH = 60
COLUMNS = 5
GAP = 12
DESK = (214, 219, 223)


def main() -> None:
    """Make the sheets that the command line asks for and say where each lies."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description="Contact sheets of reports.")
    parser.add_argument("--runs", nargs="+", default=[""], metavar="PART", help="runs with one of these in their name")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--papers", nargs="+", default=PAPERS, choices=PAPERS)
    asked = parser.parse_args()
    runs = {**all_reports(), **awkward_reports()}
    chosen = {name: report for name, report in runs.items() if any(part in name for part in asked.runs)}
    if not chosen:
        parser.error(f"no run has such a name; there are: {', '.join(runs)}")
    GALLERY.mkdir(parents=True, exist_ok=True)
    for name, report in chosen.items():
        plain = re.sub(r"[^\w.-]+", "-", name)
        for language in asked.languages:
            for paper in asked.papers:
                path = GALLERY / f"{plain}.{language}.{paper}.png"
                contact_sheet(pages_of(on_paper(report, language, paper))).save(path)
                print(path, flush=True)


def on_paper(report: Report, language: str, paper: str) -> Report:
    """The report in a language and on a paper."""
    return replace(report, language=language_of(language), look=replace(report.look, page_size=paper))


def pages_of(report: Report) -> list[Image.Image]:
    """The pages of the report's PDF as small pictures."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "report.pdf")
        pdf.write_bytes(report.pdf().content)
        subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), pdf, pdf.with_suffix("")], check=True)
        return [Image.open(page).convert("RGB") for page in sorted(pdf.parent.glob("*.ppm"))]


def contact_sheet(pages: list[Image.Image]) -> Image.Image:
    """The pages beside and below each other on a desk."""
    width, height = (max(size) + GAP for size in zip(*(page.size for page in pages), strict=True))
    rows = -(-len(pages) // COLUMNS)
    sheet = Image.new("RGB", (GAP + width * min(len(pages), COLUMNS), GAP + height * rows), DESK)
    for number, page in enumerate(pages):
        row, column = divmod(number, COLUMNS)
        sheet.paste(page, (GAP + column * width, GAP + row * height))
    return sheet


if __name__ == "__main__":
    main()
