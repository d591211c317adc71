"""The finders find nothing on the reports: here each in one language and on one paper, by `make layout` in all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.rendering.layout.finders import faults, overlapping_words, words_in
from tests.rendering.layout.matrix import COMBINATIONS, MARGINS, WIDEST, look_at, rotated, samples, special_cases
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


def test_every_combination_has_its_turn() -> None:
    """So many reports in a row as there are combinations of language and paper come in all of them."""
    names = [str(number) for number in range(len(COMBINATIONS))]
    assert sorted(COMBINATIONS) == sorted((language, paper) for _, language, paper in rotated(names))
    assert 10 == len(COMBINATIONS)


def test_markup_and_smallest_values_stay_in_their_places(elsewhere: tuple[Path, dict[str, Any]]) -> None:
    """Reports made by another process, without fonts of its own, are as sound as those of this one."""
    for name in ("small", "marked_up"):
        document = read_document((elsewhere[0] / f"{name}.pdf").read_bytes())
        known = words_in((elsewhere[0] / f"{name}.html").read_text(encoding="utf-8"))
        assert [] == list(map(str, faults(document, MARGINS["A4"], len(document.sheets), known)))


def test_names_at_their_longest_lie_on_nothing(elsewhere: tuple[Path, dict[str, Any]]) -> None:
    """Forty stages and sixty models whose names are as long as may be cover no other word."""
    document = read_document((elsewhere[0] / "extreme.pdf").read_bytes())
    assert [] == list(map(str, overlapping_words(document)))
