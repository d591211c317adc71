"""The finders find nothing on the reports: here each in one language and on one paper, by `make layout` in all."""

from __future__ import annotations

import pytest

from tests.gallery import on_paper
from tests.rendering.layout.finders import unfilled_pages
from tests.rendering.layout.matrix import (
    BRIEFEST,
    COMBINATIONS,
    MARGINS,
    WIDEST,
    body_of,
    look_at,
    rotated,
    samples,
    special_cases,
)
from tests.rendering.layout.sheets import read_document

# The longest words, the most digits' signs and the widest money beside what takes turns.
WIDE = (("de_DE", "A4"), ("fr_FR", "Letter"))


@pytest.mark.parametrize(("language", "paper"), COMBINATIONS)
def test_nothing_is_wrong_with_the_reports(language: str, paper: str) -> None:
    """Samples and special cases take turns in languages and papers, and on none of their pages is anything found."""
    reports = {**samples(), **special_cases()}
    turns = [name for name, *turn in rotated(list(reports)) if turn == [language, paper]]
    turns += [WIDEST] if (language, paper) in WIDE else []
    found = [(name, str(fault)) for name in turns for fault in look_at(reports[name], language, paper)]
    assert turns
    assert [] == found


@pytest.mark.parametrize(("language", "paper"), COMBINATIONS)
@pytest.mark.parametrize(
    ("name", "most_of_body", "most"), [(WIDEST, 6, 10), (BRIEFEST, 2, 2), ("four_lines.yaml", 3, 6)]
)
def test_reports_are_short(name: str, most_of_body: int, most: int, language: str, paper: str) -> None:
    """Everywhere the sample has at most six pages of body and ten in all, in brief two, the run of four lines three
    and six.
    """
    report = on_paper({**samples(), **special_cases()}[name], language, paper)
    document = read_document(report.pdf().content)
    assert body_of(report, document) <= most_of_body
    assert len(document.sheets) <= most
    assert [] == list(unfilled_pages(document, MARGINS[paper], body_of(report, document)))


def test_no_page_is_begun_for_a_few_lines() -> None:
    """On A4 the run that reaches a dearer tier ends with its fifth page; nine lines of formulas once began a sixth."""
    report = on_paper(samples()["caveats/dearer_tier.yaml"], "en_US", "A4")
    assert 5 == len(read_document(report.pdf().content).sheets)


def test_every_combination_has_its_turn() -> None:
    """So many reports in a row as there are combinations of language and paper come in all of them."""
    names = [str(number) for number in range(len(COMBINATIONS))]
    assert sorted(COMBINATIONS) == sorted((language, paper) for _, language, paper in rotated(names))
    assert 10 == len(COMBINATIONS)
