"""The finders find nothing on the reports: here each in one language and on one paper, by `make layout` in all."""

from __future__ import annotations

import pytest

from tests.rendering.layout.matrix import COMBINATIONS, WIDEST, look_at, rotated, samples, special_cases

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
