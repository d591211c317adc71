"""A cover that is taken to have room for the section to sign has it, on the shorter paper too."""

from __future__ import annotations

import pytest

from tests.gallery import on_paper
from tests.page.test_covers import report
from tests.rendering.layout.sheets import read_document


@pytest.mark.parametrize("language", ["en_US", "de_DE"])
@pytest.mark.parametrize("name", ["nothing cost", "nothing free", "net", "labelled", "everything"])
def test_signatures_stand_on_a_cover_with_room(name: str, language: str) -> None:
    """On Letter the three roles that sign stand on the first page."""
    shown = on_paper(report(name), language, "Letter")
    first = {word.text for word in read_document(shown.pdf().content).sheets[0].words}
    assert shown.page.signs_on_cover
    assert [] == [it.role for it in shown.page.signatures if f"{it.role}," not in first]
