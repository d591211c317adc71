"""A report of a table of decisions carries what was counted in it, and is held against that."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import reportgen
from reportgen.audit.carried_values import decisions_of
from reportgen.audit.verify import verify
from reportgen.files.json_text import loads
from reportgen.problems import InputError
from reportgen.rendering.carried import page_and_files, with_carried
from reportgen.rendering.report import Report
from tests.rendering.runs import SAMPLES


@cache
def decided() -> Report:
    return reportgen.load(SAMPLES / "decisions" / "run.yaml")


def test_each_count_of_the_table_is_held() -> None:
    """None is taken as stated: the page carries the counts, and no row of the table."""
    verdict = verify(decided().html.encode(), "report.html")

    assert () == verdict.differences
    assert "decisions.counts.json" in verdict.notes[0]
    assert not any("stated" in note for note in verdict.notes)
    [content] = [it.content for it in decided().inputs if it.role == "decisions"]
    assert {"samples_before": 200, "samples_after": 129} == {
        key: it for key, it in loads(content.decode()).items() if key.startswith("samples_")
    }
    assert b"scene-" not in content


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"tram": 4', '"tram": 5', "balance_before.class_tram"),
        ('"car": 63', '"car": 66', "balance_after.class_car"),
        ('"pedestrian": 50', '"pedestrian": 45', "balance_random_low.class_pedestrian"),
        ('"bus": 9', '"bus": 0', "balance_lost.class"),
    ],
)
def test_other_counts_are_found(old: str, new: str, key: str) -> None:
    """What the page carries and its figures say is held against each other, the ends of the random band too."""
    page, files = page_and_files(decided().html, "report.html")
    assert files is not None
    content = files["decisions.counts.json"].decode()
    assert old in content
    files["decisions.counts.json"] = content.replace(old, new).encode()

    assert key in {it.where for it in verify(with_carried(page, files).encode(), "report.html").differences}


def test_without_what_was_counted_the_figures_are_as_stated() -> None:
    """report.json alone carries nothing."""
    assert () == verify(decided().json, "report.json").differences


@pytest.mark.parametrize(
    ("key", "value"),
    [("samples_before", None), ("removed", []), ("label", {"before": {}}), ("sums", {"bytes": [1]}), ("unknown", 3)],
)
def test_counts_of_another_form_are_refused(key: str, value: Any) -> None:
    """One that was changed by hand."""
    [content] = [it.content for it in decided().inputs if it.role == "decisions"]
    values = loads(content.decode())
    assert 200 == decisions_of(values, "a.json").before
    with pytest.raises(InputError, match="is no list of counts"):
        decisions_of({**values, key: value}, "a.json")
