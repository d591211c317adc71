"""Writes docs/report.png: the first two pages of the sample report, side by side.

    python tools/make_picture.py

Needs Pango and pdftoppm (Debian and Ubuntu: poppler-utils). The report's own sample run is rendered for it.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

import reportgen
from reportgen.files.shipped import sample_run_folder

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "report.png"
PAGES = (1, 2)
PAGE_WIDTH = 760  # pixels; two pages and their margins fill a README's column at twice its resolution
GAP = 16
COLOURS = 64  # the pages hold few colours; a palette keeps the file small
DESK = (214, 219, 223)


def main() -> None:
    """Render the sample run's PDF, take its first pages and write the picture."""
    folder = sample_run_folder()
    report = reportgen.load(folder / "run.yaml", cost_tables=[folder / "company-costs.toml"])
    with tempfile.TemporaryDirectory() as scratch:
        pdf = Path(scratch) / "report.pdf"
        pdf.write_bytes(report.pdf().content)
        pages = [page_image(pdf, number) for number in PAGES]
    PICTURE.parent.mkdir(exist_ok=True)
    side_by_side(pages).quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE} {PICTURE.stat().st_size} bytes")


def page_image(pdf: Path, number: int) -> Image.Image:
    """One page of the PDF, PAGE_WIDTH pixels wide."""
    stem = pdf.with_name(f"page-{number}")
    size = ["-scale-to-x", str(PAGE_WIDTH), "-scale-to-y", "-1"]
    pages = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", *pages, *size, str(pdf), str(stem)], check=True)
    with Image.open(stem.with_suffix(".ppm")) as image:
        return image.convert("RGB")


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """The pages on a desk, a gap around each."""
    height = max(page.height for page in pages) + 2 * GAP
    desk = Image.new("RGB", (GAP + sum(page.width + GAP for page in pages), height), DESK)
    left = GAP
    for page in pages:
        desk.paste(page, (left, GAP))
        left += page.width + GAP
    return desk


if __name__ == "__main__":
    main()
