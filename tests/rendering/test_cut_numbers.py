"""No line ends within a number, however many digits it has."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from tests.gallery import on_paper
from tests.page.made_runs import report_of
from tests.rendering.layout.sheets import read_document

SPENT = {"energy": [{"kwh": Decimal("3.3"), "low": 2, "high": 5}], "costs": {"licence": 12345}}
RUNS: dict[str, dict[str, Any]] = {
    "all but seven": {"samples_before": 10**18, "samples_after": 7, **SPENT},
    "odd digits": {"samples_before": 10**18 - 63, "samples_after": 123456789012345678, **SPENT},
}


@pytest.mark.parametrize("language", ["en_US", "de_DE", "es_ES"])
@pytest.mark.parametrize("name", list(RUNS))
def test_no_number_is_cut(name: str, language: str) -> None:
    """Of up to nineteen digits none stands on a line of its own, and a sign of percent stands behind its number."""
    document = read_document(on_paper(report_of(RUNS[name]), language, "A4").pdf().content)
    cut = [
        (first.text, second.text)
        for sheet in document.sheets
        for first, second in pairwise(sheet.words)
        if (re.search(r"\d{3}[.,]$", first.text) and re.match(r"\d{3}\b", second.text))
        or (re.search(r"\d$", first.text) and second.text == "%" and second.box.top < first.box.bottom)
    ]
    assert [] == cut
