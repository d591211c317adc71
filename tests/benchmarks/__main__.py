"""`make bench`: what the product claims of its speed, measured side by side in one interleaved run.

Each claim is a ratio of two commands or functions timed in turn on the same machine, so that a noisy machine slows
both; printed are the medians and their ratio, beside what is aimed at. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.measuring import bench_measuring
from tests.benchmarks.pages import bench_pages
from tests.benchmarks.ranges import bench_ranges
from tests.benchmarks.readers import bench_readers
from tests.benchmarks.records import bench_records
from tests.benchmarks.sampled import bench_sampled
from tests.benchmarks.scoring import bench_scoring
from tests.benchmarks.tables import bench_tables
from tests.benchmarks.training import bench_training

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data" / "street_scenes"
# The page that the visual direction was drawn as, by hand: a yardstick for what our own markup costs.
COMPARISON = Path(__file__).parent / "comparison"
COSTS = ["--costs", str(SAMPLE / "company-costs.toml")]

# WeasyPrint as its own documentation uses it, on the very page, stylesheet and variant of the report.
BARE = """
import sys, pathlib
from weasyprint import HTML, CSS
from weasyprint.text.fonts import FontConfiguration
folder = pathlib.Path(sys.argv[1])
fonts = FontConfiguration()
page = HTML(filename=str(folder / "paper.html"))
css = CSS(filename=str(folder / "print.css"), font_config=fonts)
page.write_pdf(str(folder / "bare.pdf"), stylesheets=[css], font_config=fonts, pdf_variant="pdf/a-3a")
"""


def seconds(command: Sequence[str]) -> float:
    """Wall time of a whole process."""
    start = time.perf_counter()
    # byte code is kept between runs, as for every installed program
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, cwd=ROOT, env=environment)
    return time.perf_counter() - start


def in_turn(rounds: int, *actions: Callable[[], float]) -> list[float]:
    """The median of each action over so many rounds, run in turn."""
    for action in actions:
        action()  # once unmeasured: byte code and file cache
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for found, action in zip(times, actions, strict=True):
            found.append(action())
    return [statistics.median(found) for found in times]


def claim(name: str, ours: float, theirs: float, goal: float) -> None:
    print(f"{name:<66} {ours:7.3f} s {theirs:7.3f} s   ratio {ours / theirs:5.2f}   aim {goal}")


def prepare(folder: Path) -> None:
    """The sample's page and stylesheet as files, with the faces beside them, for WeasyPrint alone."""
    import reportgen
    from reportgen.rendering.context import context_of
    from reportgen.rendering.html import render_html
    from reportgen.rendering.paper import print_stylesheet

    report = reportgen.load(SAMPLE / "run.yaml", cost_tables=[SAMPLE / "company-costs.toml"])
    (folder / "paper.html").write_text(render_html(context_of(report.page, report.look, paper=True)), encoding="utf-8")
    fonts = (ROOT / "reportgen" / "rendering" / "fonts").as_uri()
    css = print_stylesheet(report.look.page_size, report.look.fonts)
    (folder / "print.css").write_text(css.replace("asset:", f"{fonts}/"), encoding="utf-8")
    for name in ("page.html", "mock.css", "web.css", "print.css"):
        text = (COMPARISON / name).read_text(encoding="utf-8").replace("asset:", f"{fonts}/")
        (folder / "comparison" / name).parent.mkdir(exist_ok=True)
        (folder / "comparison" / name).write_text(text, encoding="utf-8")


def layout(page: Path, stylesheet: Path) -> tuple[float, int]:
    """Seconds of parsing and layout, and the pages, of an HTML file in WeasyPrint, warm."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    gc.collect()
    start = time.perf_counter()
    fonts = FontConfiguration()
    document = HTML(filename=str(page)).render(
        stylesheets=[CSS(filename=str(stylesheet), font_config=fonts)], font_config=fonts
    )
    return time.perf_counter() - start, len(document.pages)


def bench_processes(folder: Path, rounds: int) -> None:
    python, run = sys.executable, str(SAMPLE / "run.yaml")
    generate = [python, "-m", "reportgen", "generate", run, *COSTS, "-o", str(folder)]
    ours, bare = in_turn(rounds, lambda: seconds(generate), lambda: seconds([python, "-c", BARE, str(folder)]))
    claim("html, pdf and json, cold / bare WeasyPrint on the same page", ours, bare, 1.0)
    light = [*generate, "--format", "html,json"]
    ours, imports = in_turn(2 * rounds, lambda: seconds(light), lambda: seconds([python, "-c", "import jinja2, babel"]))
    claim("html and json, cold / python -c 'import jinja2, babel'", ours, imports, 3.5)
    ours, nothing = in_turn(
        2 * rounds,
        lambda: seconds([python, "-m", "reportgen", "--help"]),
        lambda: seconds([python, "-c", "pass"]),
    )
    claim("--help / python -c pass", ours, nothing, 5)


def bench_layout(folder: Path, rounds: int) -> None:
    per_page: dict[str, list[float]] = {"ours": [], "other": []}
    for _ in range(rounds):
        for name, page, css in (
            ("ours", folder / "paper.html", folder / "print.css"),
            ("other", folder / "comparison" / "page.html", folder / "comparison" / "print.css"),
        ):
            spent, pages = layout(page, css)
            per_page[name].append(spent / pages)
    ours, other = (statistics.median(per_page[name]) for name in ("ours", "other"))
    claim("layout of a page / of a page of the comparison page", ours, other, 0.7)


def bench_warm(folder: Path, rounds: int) -> None:
    import reportgen

    def again() -> float:
        start = time.perf_counter()
        report = reportgen.load(SAMPLE / "run.yaml", cost_tables=[SAMPLE / "company-costs.toml"])
        report.save(folder)
        return time.perf_counter() - start

    def bare() -> float:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        start = time.perf_counter()
        fonts = FontConfiguration()
        css = CSS(filename=str(folder / "print.css"), font_config=fonts)
        page = HTML(filename=str(folder / "paper.html"))
        page.write_pdf(str(folder / "bare.pdf"), stylesheets=[css], font_config=fonts, pdf_variant="pdf/a-3a")
        return time.perf_counter() - start

    again(), bare()
    ours, theirs = in_turn(rounds, again, bare)
    claim("a second report in the process / bare WeasyPrint, warm", ours, theirs, 1.1)


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what reportgen costs beside what it is built on.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", default=sys.executable, help="a Python that has codecarbon and carbontracker")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        print(f"{'':<66} {'ours':>9} {'other':>9}")
        bench_processes(folder, arguments.rounds)
        bench_layout(folder, arguments.rounds)
        bench_warm(folder, arguments.rounds)
    bench_scoring(rounds=arguments.rounds)
    bench_ranges(rounds=arguments.rounds)
    bench_measuring(arguments.tools, seconds=10, rounds=1)
    bench_training(rows=1_000_000, rounds=1)
    bench_tables(rows=200_000, rounds=arguments.rounds)
    bench_records(rounds=arguments.rounds)
    bench_sampled(rows=100_000, rounds=arguments.rounds, beside=None)
    bench_readers(rounds=arguments.rounds)
    bench_pages(rounds=arguments.rounds)


if __name__ == "__main__":
    main()
