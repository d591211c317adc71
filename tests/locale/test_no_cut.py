"""No text of ours is cut, on paper and on a phone, however long a language makes it; names of users may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from reportgen.generate import load
from reportgen.locale.catalogue import read_catalogue
from reportgen.locale.language import language_of
from reportgen.rendering.context import context_of
from reportgen.rendering.report import Report
from tests.figures.runs import all_reports
from tests.rendering.runs import SAMPLES, caveat_run, sample

LOCALES = ("de_DE", "es_ES", "fr_FR")


@cache
def reports() -> dict[str, Report]:
    """Runs with many charts: prices side by side, inputs that decide, training runs, a price per thousand, storage."""
    return {
        "street_scenes": sample(),
        "costs_more": caveat_run("costs_more"),
        "evidence": load(SAMPLES / "evidence" / "run.yaml"),
        "by the thousand": all_reports()["by the thousand samples"],
        "web_text": load(SAMPLES / "any_data" / "web_text.yaml"),
        "by its size": all_reports()["a language model by its size"],
    }


def texts_of(value: Any) -> Iterator[str]:
    """Yield each text of a page, those of its drawings too, in the subscripts of the catalogue."""
    if isinstance(value, str):
        yield from (piece.strip() for piece in re.split(r"<[^>]*>", value))
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


def cut_texts(page: Any, ours: list[str]) -> set[str]:
    """The texts that end in an ellipsis within a text of ours; what is filled in may be cut, which is a user's."""
    found = set()
    for text in texts_of(page):
        stem, dots, _ = text.partition("…")
        if dots and len(stem) > 3 and any(own.startswith(stem) and own != stem for own in ours):
            found.add(text)
    return found


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "name", ["street_scenes", "costs_more", "evidence", "by the thousand", "web_text", "by its size"]
)
@pytest.mark.parametrize("paper", [True, False])
def test_no_text_of_ours_is_cut(name: str, locale: str, paper: bool) -> None:
    """Each stands whole in tables and charts, those of a phone too."""
    report = replace(reports()[name], language=language_of(locale))
    page = context_of(report.page, report.look, paper=paper)["page"]
    forms = [form for it in read_catalogue(locale[:2]).texts.values() for form in it]
    ours = [form.partition("{")[0].replace("CO2", "CO₂") for form in forms]

    assert set() == cut_texts(page, ours)
    assert not [text for text in texts_of(page) if re.search(r"/1.?000 \w*…", text)]


def test_a_cut_is_seen() -> None:
    """The start of a text of ours before dots is one, a name of a user's is none, nor is a whole text."""
    page = {"svg": "<text>Energie des Gebäu…</text><text>my-long-na…</text>", "text": "Energie"}

    assert {"Energie des Gebäu…"} == cut_texts(page, ["Energie des Gebäudes", "Energie"])
