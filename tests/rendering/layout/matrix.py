"""Which reports are looked at, in which languages and on which papers, and what is found in each.

    python -m tests.rendering.layout.matrix [--runs PART ...] [--languages NAME ...] [--papers NAME ...]

makes every one (`make layout`), prints what is wrong with it, and ends with 1 where something is.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

from reportgen.page.edition import BRIEF, FULL
from reportgen.rendering.report import Report
from tests.figures.runs import OWN, report_of, run, sample_reports
from tests.gallery import LANGUAGES, PAPERS, on_paper
from tests.rendering.layout.finders import Fault, Paper, faults, words_in
from tests.rendering.layout.sheets import Document, read_document
from tests.rendering.runs import awkward_reports

WIDEST, LONGEST, BRIEFEST = "street_scenes", "extreme", "cover and page to sign"
COMBINATIONS = tuple(product(LANGUAGES, PAPERS))

_MM = 72 / 25.4
# As the stylesheet for paper sets them; the first page begins higher.
MARGINS = {"A4": Paper(20 * _MM, 18 * _MM), "Letter": Paper(17 * _MM, 16 * _MM)}

# Runs at the ends of what a report can say: nothing saved, everything removed, the most samples.
_SPECIAL = {
    "nothing removed": {**OWN["published beside own training"], "samples_after": 110000},
    "everything removed": {**OWN["round numbers"], "samples_after": 0},
    "everything labelled": {**OWN["round numbers"], "already_labelled": {"before": 1000, "after": 600}},
}


@cache
def samples() -> dict[str, Report]:
    """The reports of the sample runs by their names, a company's in its own look."""
    return sample_reports()


@cache
def special_cases() -> dict[str, Report]:
    """Reports that are hard to lay out, by their names, but for the longest."""
    reports = {name: run(manifest) for name, manifest in _SPECIAL.items()}
    reports |= {name: report_of(name) for name in ("nothing before", "the most samples", "a price with every term")}
    reports |= {"every formula": replace(samples()[WIDEST], edition=FULL)}
    reports |= {name: report for name, report in awkward_reports().items() if name != LONGEST}
    return reports | {BRIEFEST: replace(samples()[WIDEST], edition=BRIEF)}


def every_report() -> dict[str, Report]:
    """All of them, and the one of forty pages that is only now and then looked at in every language."""
    return {**samples(), **special_cases(), LONGEST: awkward_reports()[LONGEST]}


def look_at(report: Report, language: str, paper: str) -> list[Fault]:
    """What is wrong with the PDF of a report in a language and on a paper."""
    shown = on_paper(report, language, paper)
    document = read_document(shown.pdf().content)
    return faults(document, MARGINS[paper], body_of(shown, document), words_in(shown.html))


def body_of(report: Report, document: Document) -> int:
    """The number of pages before the appendix, whose bookmark has its name from the divider."""
    divider = re.search(r'id="appendix" data-label="([^"]+)"', report.html)
    if divider is None:
        return len(document.sheets)
    return next(mark.page for mark in document.outline if mark.title == divider[1])


def rotated(names: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each name with a language and a paper, which take turns."""
    for index, name in enumerate(names):
        yield (name, *COMBINATIONS[3 * index % len(COMBINATIONS)])


def main() -> int:
    """Look at every report that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.rendering.layout.matrix")
    parser.add_argument("--runs", nargs="+", default=[""], metavar="PART", help="runs with one of these in their name")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--papers", nargs="+", default=PAPERS, choices=PAPERS)
    asked = parser.parse_args()
    looked_at = found = 0
    for name, report in every_report().items():
        if not any(part in name for part in asked.runs):
            continue
        for language, paper in product(asked.languages, asked.papers):
            looked_at += 1
            for fault in look_at(report, language, paper):
                found += 1
                print(f"{name}, {language}, {paper}, {fault}", flush=True)
    print(f"{found} faults in {looked_at} reports")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
