"""printed.json holds what the pages print and nothing else: each number of it stands in the PDF that carries it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from reportgen.locale.language import language_of
from reportgen.rendering.digest import digest_of
from reportgen.rendering.printed import printed_json, with_pages
from reportgen.rendering.report import Report
from tests.rendering.runs import awkward_reports, sample
from tests.rendering.test_confidential import ALL, made

_BLANK = re.compile(r"[\s\u00a0\u2009\u202f\u200b\u2060\u00ad]+")


def pages(report: Report) -> str:
    """The text of every page, with one plain blank wherever there is any."""
    document = pypdfium2.PdfDocument(report.pdf().content)
    return _BLANK.sub(" ", " ".join(page.get_textpage().get_text_range() for page in document))


def printed(report: Report) -> list[dict[str, Any]]:
    """The entries of printed.json."""
    found: list[dict[str, Any]] = json.loads(printed_json(report._printed()))["printed"]
    return found


def lacking(report: Report) -> list[tuple[str, str]]:
    """The entries whose number no page has as one by itself: "2.5" is not in "12.5" nor in "2.51"."""
    text = pages(report)
    # a number breaks over lines at its group signs, which may be blanks
    return [
        (entry["key"], entry["text"])
        for entry in printed(report)
        if not re.search(
            r"(?<![\d.,])" + r" ?".join(map(re.escape, _BLANK.sub("", entry["text"]))) + r"(?![\d]|[.,]\d)", text
        )
    ]


def test_what_the_pages_print_completes_printed_json() -> None:
    """The pages of each figure, from 1, the numbers of each page with its hash, and the digest of all."""
    values = {"inputs": "a", "printed": [{"key": "k", "text": "7 of 12"}, {"key": "none", "text": "no number"}]}
    told = json.loads(printed_json(values))
    assert {"schema": "reportgen/printed/1", **values} == told
    whole = json.loads(with_pages(printed_json(values), [["12 of 7"], ["7"], ["7", "12"]]))
    found = [("12", "7"), ("7",), ("12", "7")]
    texts = [b"12 of 7", b"7", b"7\n12"]
    assert {
        **told,
        "printed": [
            {"key": "k", "text": "7 of 12", "pages": [1, 3]},
            {"key": "none", "text": "no number", "pages": []},
        ],
        "pages": [
            {"numbers": list(numbers), "sha256": sha256(text).hexdigest()}
            for numbers, text in zip(found, texts, strict=True)
        ],
        "digest": digest_of(whole),
    } == whole


@pytest.mark.parametrize("edition", ["brief", "standard", "full"])
def test_each_number_of_printed_json_stands_on_a_page(edition: str) -> None:
    """In each edition of the sample."""
    assert [] == lacking(replace(sample(), edition=edition))


@pytest.mark.parametrize("name", ["small", "extreme", "marked_up"])
def test_so_it_does_on_awkward_runs(name: str) -> None:
    """With small and huge numbers, many models and markup in names."""
    assert [] == lacking(awkward_reports()[name])


@pytest.mark.parametrize("locale", ["de_DE", "fr_FR"])
def test_so_it_does_in_other_languages(locale: str) -> None:
    """With a decimal comma, and with blanks between groups of digits."""
    assert [] == lacking(replace(sample(), language=language_of(locale)))


@pytest.mark.parametrize("terms", ALL)
def test_of_a_confidential_price_nothing_that_is_withheld_is_printed(tmp_path: Path, terms: str) -> None:
    """No figure without value for others is in printed.json, and what is in it stands on the pages."""
    report = made(tmp_path, ALL[terms])
    withheld = {key for key, figure in report.figures.items() if figure.value is None}

    assert "annotation_price" in withheld
    assert set() == withheld & {entry["key"] for entry in printed(report)}
    assert [] == lacking(report)


def test_a_number_that_no_page_has_is_found() -> None:
    """The search tells a number from a part of another one."""
    report = sample()
    first = report.page.printed[0]
    text = next(entry.text for entry in report.page.printed if len(entry.text) > 4)
    other = replace(report)
    other.__dict__["page"] = replace(report.page, printed=(replace(first, key="cut", text=text[:-1]),))

    assert [("cut", text[:-1])] == lacking(other)
