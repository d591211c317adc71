"""No single change hides: of report.json, of the page, of what it carries, of the PDF's pages, each is found."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from reportgen.audit.verify import verdict_of, verify
from reportgen.rendering.carried import page_and_files, with_carried
from tests.audit.reports import (
    Path_,
    all_pages,
    as_json,
    at,
    changed_text,
    html,
    is_found,
    other,
    pdf_parts,
    places,
    put,
    report,
    values,
)

SEEDS = range(50)


def test_the_reports_themselves_hold() -> None:
    """Unchanged, JSON, HTML and PDF of the sample are consistent, so that what follows is seen for its change alone."""
    assert () == verify(report().json, "report.json").differences
    assert () == verify(html(), "report.html").differences
    assert () == verdict_of(pdf_parts(), "report.pdf").differences


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_of_a_value_of_the_json_is_found(seed: int) -> None:
    """One value of report.json that is another. Kinds take turns: each field of figures, used or not, and of sources
    (value, unit, label, range, source, title, day), each other part (manifest, prices, caveats, hashes, version).
    """
    dice, changed = random.Random(seed), values()
    kinds: dict[tuple[str | int, ...], list[Path_]] = {}
    for path in places(changed):
        kinds.setdefault((path[0], *path[2:3]) if path[0] in ("figures", "sources") else path[:1], []).append(path)
    assert len(kinds) <= len(SEEDS)
    path = dice.choice(kinds[sorted(kinds, key=str)[seed % len(kinds)]])
    put(changed, path, other(at(changed, path), dice))
    assert is_found(lambda: verify(as_json(changed), "report.json")), path


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_of_the_page_is_found(seed: int) -> None:
    """One character of report.html that is another, wherever it stands: in its words, its marks or what it carries."""
    dice, text = random.Random(seed), html().decode()
    if seed % 2:
        place = dice.randrange(len(text))
        text = text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]
    else:  # in the words that a reader sees
        head, mark, rest = text.partition("<main")
        words, end, tail = rest.partition('<template id="reportgen-carried"')
        text = head + mark + changed_text(words, dice) + end + tail
    assert is_found(lambda: verify(text.encode(), "report.html"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_of_a_file_that_the_page_carries_is_found(seed: int) -> None:
    """A byte of a file in a page that is sealed anew. The files take turns: manifests, cost tables, settings of a
    project, a record, checkpoints, runs, epochs, counts of decisions, report.json and printed.json.
    """
    dice, pages = random.Random(seed), all_pages()
    page, files = page_and_files(pages[seed % len(pages)].decode(), "report.html")
    assert files is not None
    names = sorted(files)
    assert len(names) * len(pages) <= len(SEEDS)
    name = names[seed // len(pages) % len(names)]
    text = files[name].decode()
    files[name] = changed_text(text, dice).encode()
    assert is_found(lambda: verify(with_carried(page, files).encode(), "report.html")), name


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_of_the_pdf_is_found_without_its_seal(seed: int) -> None:
    """A letter or digit of a page, or of a file that is attached, as one sees it who makes the PDF anew."""
    dice, parts = random.Random(seed), pdf_parts()
    assert parts.pages is not None
    if seed % 2:
        pages = [list(page) for page in parts.pages]
        page = dice.choice(pages)
        line = dice.choice([place for place, text in enumerate(page) if any(map(str.isalnum, text))])
        page[line] = changed_text(page[line], dice)
        changed = replace(parts, pages=pages)
    else:
        name = dice.choice(["report.json", *sorted(parts.files)])
        content = parts.report if name == "report.json" else parts.files[name]
        other_content = changed_text(content.decode(), dice).encode()
        changed = replace(parts, report=other_content)
        if name != "report.json":
            changed = replace(parts, files={**parts.files, name: other_content})
    assert is_found(lambda: verdict_of(changed, "report.pdf"))


def test_a_file_that_is_gone_or_new_is_found() -> None:
    """An attachment too few, or one too many."""
    parts = pdf_parts()
    fewer = {name: content for name, content in parts.files.items() if name != "company-costs.toml"}
    assert is_found(lambda: verdict_of(replace(parts, files=fewer), "report.pdf"))
    more = {**parts.files, "more.txt": b"more"}
    assert is_found(lambda: verdict_of(replace(parts, files=more), "report.pdf"))


def test_a_page_that_is_gone_is_found() -> None:
    """A PDF without its last page."""
    parts = pdf_parts()
    assert parts.pages is not None
    fewer = replace(parts, pages=parts.pages[:-1])
    assert is_found(lambda: verdict_of(fewer, "report.pdf"))
