"""Every output is what was recorded: `make golden` says in words what a change made of it, and records it anew."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.golden import golden
from tests.golden.outputs import paper_words, papers, text_outputs

PAPERS = papers()


def test_reports_and_pages_are_the_golden_ones() -> None:
    """report.json and the page of every run, and the samples' pages in each language, have the recorded hashes."""
    found, recorded = golden.hashes_of(text_outputs()), golden.recorded_hashes()

    assert found
    assert not {name for name in {*found, *recorded} if found.get(name) != recorded.get(name)}


def test_the_recorded_pages_are_those_of_the_samples() -> None:
    """No sample lacks its record, and no record has lost its sample."""
    assert {golden.page_file(name) for name in PAPERS} == set(golden.PAGES.glob("*.txt"))


@pytest.mark.may_skip
@pytest.mark.parametrize("name", PAPERS)
def test_words_on_paper_are_the_golden_ones(name: str) -> None:
    """Each word of a sample's PDF stands where it stood, to a point, under the libraries that placed it then."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    if golden.libraries() != json.loads(golden.LIBRARIES.read_text(encoding="utf-8")):
        pytest.skip("other versions of the libraries than those that the pages were recorded with")
    words = paper_words(*PAPERS[name])
    assert golden.page_file(name).read_text(encoding="utf-8").splitlines() == words.splitlines()
