"""The HTML file: well-formed, whole in itself, navigable, and with every text of the user's escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reportgen.factors.cost_table import COSTS
from reportgen.files.json_text import dumps
from reportgen.files.shapes import Group, ListOf, Shape, Text, fields_of
from reportgen.generate import load
from reportgen.generate import report as report_of
from reportgen.manifest.model import MANIFEST
from reportgen.problems import InputError
from reportgen.rendering import html as rendering
from reportgen.rendering.html import render_html
from reportgen.rendering.report import Report
from reportgen.rendering.user_templates import UserTemplates
from tests.rendering import runs
from tests.rendering.test_context import context

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ADDRESSES = ("href", "src", "srcset", "action", "data", "poster", "background", "xlink:href")


@dataclass
class Read(HTMLParser):
    """What stands in an HTML file; unclosed: elements that were opened and not closed, or closed out of order."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)

    def handle_data(self, data: str) -> None:
        (self.styles if self.open and self.open[-1] == "style" else self.texts).append(data)


def read(html: str) -> Read:
    parsed = Read()
    parsed.feed(html)
    parsed.close()
    return parsed


@pytest.fixture
def page(report: Report) -> Read:
    """Each report's HTML, read."""
    return read(report.html)


def test_every_element_is_closed(page: Read) -> None:
    """Elements nest and end as they should."""
    assert ([], []) == (page.misplaced, page.open)


def test_headings_lead_through_the_page(page: Read) -> None:
    """There is one h1, it comes first, and no level is skipped below it."""
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert (1, 1) == (levels.count(1), levels[0])
    assert [] == [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]


def test_ids_are_unique(page: Read) -> None:
    """No two elements have the same id, charts included."""
    counts = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [] == [name for name, count in counts.items() if count > 1]


def test_links_lead_somewhere(page: Read) -> None:
    """Each link goes to a place in this file that exists."""
    ids = {attributes.get("id") for _, attributes in page.elements}
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links
    assert [] == [link for link in links if not (link and link.startswith("#") and link[1:] in ids)]


def test_references_of_charts_and_labels_exist(page: Read) -> None:
    """What an element says labels or describes it is there."""
    ids = {attributes.get("id") for _, attributes in page.elements}
    referred = [
        name
        for _, attributes in page.elements
        for key in ("aria-labelledby", "aria-describedby", "for")
        for name in (attributes.get(key) or "").split()
    ]
    assert [] == [name for name in referred if name not in ids]


def test_nothing_comes_from_outside(page: Read) -> None:
    """No attribute and no stylesheet names an address outside of this file."""
    addresses = [
        value
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if name in ADDRESSES and value and not value.startswith(("#", "data:"))
    ]
    css = " ".join(page.styles + [attributes.get("style") or "" for _, attributes in page.elements])
    assert [] == addresses
    assert [] == [url for url in re.findall(r"url\(\s*['\"]?([^)'\"]*)", css) if not url.startswith(("#", "data:"))]
    assert "@import" not in css
    assert [] == [tag for tag, _ in page.elements if tag in ("link", "iframe", "object", "embed", "form", "base")]
    assert [] == [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert [{}] == [dict(attributes) for tag, attributes in page.elements if tag == "script"]


def test_says_what_it_is(page: Read) -> None:
    """Language, character set, viewport, title and a policy that forbids all but its own styles and its one script."""
    metas = [attributes for tag, attributes in page.elements if tag == "meta"]
    policy = next(meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    allowed = re.fullmatch(r".*; img-src data:(; script-src 'sha256-[A-Za-z0-9+/=]{44}')?", policy)
    assert allowed is not None
    assert any(tag == "script" for tag, _ in page.elements) == bool(allowed[1])
    assert "en-GB" == dict(page.elements[0][1])["lang"]
    assert "utf-8" == metas[0]["charset"]
    assert any(meta.get("name") == "viewport" for meta in metas)
    assert 1 == sum(tag == "title" for tag, _ in page.elements) - sum(tag == "svg" for tag, _ in page.elements)


def test_each_chart_has_a_text(page: Read) -> None:
    """A chart, an image or one with links, has a title for those who do not see it."""
    tags = [tag for tag, _ in page.elements]
    for index, tag in enumerate(tags):
        if tag == "svg":
            assert "title" in tags[index + 1 : index + 3]


def test_table_cells_belong_to_columns(page: Read) -> None:
    """Every header cell says what it heads."""
    scopes = {attributes.get("scope") for tag, attributes in page.elements if tag == "th"}
    assert {"col", "row", "rowgroup"} >= scopes


@pytest.mark.parametrize("words", [text for text in runs.MARKUP if any(sign in text for sign in "<>&{'\"")])
def test_markup_of_the_user_is_text(reports: dict[str, Report], words: str) -> None:
    """Markup in any field of the manifest and of the cost table stands in the page as text, none of it as markup."""
    parsed = read(reports["marked_up"].html)
    shown = "\n".join(parsed.texts)
    plain = " ".join(words.split())
    assert plain in " ".join(shown.split())


def test_markup_of_the_user_becomes_no_element(reports: dict[str, Report]) -> None:
    """The page full of markup has the elements of other pages, no attribute that acts, and 49 stands nowhere."""
    parsed = read(reports["marked_up"].html)
    known = {tag for name in ("sample", "costs_more") for tag, _ in read(reports[name].html).elements}
    assert set() == {tag for tag, _ in parsed.elements} - known
    names = {name for _, attributes in parsed.elements for name in attributes}
    assert set() == {name for name in names if name.startswith("on") or name == "srcdoc"}
    assert 0 == sum("{{49}}" in text or re.search(r"\b49\b", text) is not None for text in parsed.texts)


def texts_of(shape: Shape, path: str = "") -> Iterator[str]:
    """The paths of all fields below the shape that take a free text."""
    if isinstance(shape, Group):
        for name, inner, _, _ in fields_of(shape.kind):
            yield from texts_of(inner, f"{path}.{name}")
    elif isinstance(shape, ListOf):
        yield from texts_of(shape.item, f"{path}[]")
    elif isinstance(shape, Text):
        yield path


def marked_up_in(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all texts with markup in the value."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from marked_up_in(item, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from marked_up_in(item, f"{path}[]")
    elif isinstance(value, str) and "<script>" in value:
        yield path


def test_every_text_of_the_user_was_marked_up() -> None:
    """The run full of markup has it in every field of a manifest and a cost table that takes a free text."""
    manifest, costs = runs.marked_up()
    # tasks, zone, files and tools must be known ones; the manifest's own prices and rates are those of the table
    known = {".task", ".grid.zone", ".prices[].task", ".prices[].like", ".energy[].file", ".energy[].tool"}
    known |= {".models[].checkpoints.file", ".training.factor_per", ".training.gpu"}
    known |= {".unit.one", ".unit.many"}  # letters alone, or refused
    # evidence and samples name files and their columns: see test_columns_with_markup_escape and the one below it;
    # of devices that no meter read and of a model that is called see test_names_of_devices_with_markup_escape
    elsewhere = (".prices", ".rates", ".evidence", ".samples", ".energy[].gpu", ".energy[].cpu", ".costs.api")
    of_manifest = {path for path in texts_of(MANIFEST) if not path.startswith(elsewhere)}
    assert of_manifest - known == set(marked_up_in(manifest))
    assert set(texts_of(COSTS)) - known == set(marked_up_in(costs))


def test_names_of_devices_with_markup_escape(tmp_path: Path) -> None:
    """A board, a processor and a model that is called, which are named by the user, reach the page as text alone."""
    manifest, costs = runs.marked_up()
    text = " ".join(runs.MARKUP)[:200]
    energy = [{kind: {"name": f"{kind} {text}"[:200], "tdp_watts": 300}} for kind in ("gpu", "cpu")]
    api = {"model": f"model {text}"[:200], "input_tokens": 1, "output_tokens": 1, "price_in": 1, "price_out": 1}
    report = runs.given(tmp_path, {**manifest, "energy": energy, "costs": {"api": api}}, costs)
    for kind in ("gpu", "cpu"):
        assert f"{kind} &lt;script&gt;alert(1)" in report.html
    assert "<script>alert(1)" not in report.html


def test_parts_of_a_price_with_markup_escape(tmp_path: Path) -> None:
    """The unit of a part, which is among labels and prices, reaches the page as text alone."""
    manifest, costs = runs.marked_up()
    report = runs.given(tmp_path, {**manifest, "task": "classification"}, costs)
    assert "the sum of its parts" in report.html
    assert "EUR\u00a01.00/&lt;script&gt;alert(1)" in report.html
    assert "<script>alert(1)" not in report.html


def test_columns_with_markup_escape(tmp_path: Path) -> None:
    """Columns and cells of a table of training runs reach the page as text alone."""
    column, cell = "<script>alert(1)</script>", "<b>&amp;"
    rows = [f"{subset},1,0.{number}" for subset in (cell, "kept") for number in range(1, 7)]
    (tmp_path / "runs.csv").write_text("\n".join([f"subset,kWh,{column}", *rows, ""]), encoding="utf-8")
    four = {"task": "classification", "samples_before": 9, "samples_after": 4, "duration": 60}
    evidence = {
        "file": "runs.csv",
        "group": "subset",
        "energy": "kWh",
        "accuracy": column,
        "before": {"subset": cell},
        "after": {"subset": "kept"},
    }
    manifest = {**four, "evidence": evidence}
    (tmp_path / "run.json").write_text(dumps(manifest), encoding="utf-8")
    html = load(tmp_path / "run.json").html
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;b&gt;&amp;amp;" in html
    assert "<script>alert" not in html
    assert ([], []) == ((parsed := read(html)).misplaced, parsed.open)


def test_decisions_with_markup_escape(tmp_path: Path) -> None:
    """Columns and classes of a table of decisions reach the page as text alone."""
    column, cell = "<script>alert(1)</script>", "<b>&amp;"
    rows = [f"{number},{'yes' if number < 4 else 'no'},{cell}" for number in range(9)]
    (tmp_path / "decisions.csv").write_text("\n".join([f"id,kept,{column}", *rows, ""]), encoding="utf-8")
    four = {"task": "classification", "samples_before": 9, "samples_after": 4, "duration": 60}
    samples = {"table": "decisions.csv", "kept": "kept", "label": column, "id": "id"}
    (tmp_path / "run.json").write_text(dumps({**four, "samples": samples}), encoding="utf-8")
    html = load(tmp_path / "run.json").html
    assert "&lt;b&gt;&amp;amp;" in html
    assert "<script>alert" not in html
    assert ([], []) == ((parsed := read(html)).misplaced, parsed.open)


def test_titles_of_charts_escape(reports: dict[str, Report]) -> None:
    """A stage's name stands escaped in the title of the chart that shows it."""
    titles = re.findall(r"<title>(.*?)</title>", reports["marked_up"].html, re.DOTALL)
    with_markup = [title for title in titles if "alert(1)" in title]
    assert len(with_markup) >= 3
    assert [] == [title for title in with_markup if "<" in title or "&lt;script&gt;" not in title]


def test_lone_pieces_of_text_do_no_harm() -> None:
    """Texts given in Python with line ends, marks of direction and emoji make a page as any other."""
    name = "a\nb\tc\u200f\u200ed\ue000 \U0001f600 \u200b"
    html = report_of(task="classification", samples_before=9, samples_after=4, duration_s=1, name=name).html
    assert ([], []) == ((parsed := read(html)).misplaced, parsed.open)


def test_remarks_that_follow_each_other_share_a_box(reports: dict[str, Report]) -> None:
    """Of the three remarks on CO2e the first two end without a margin; the one on what it equals stands alone."""
    boxes = re.findall(r'<div class="note wide( joined)?"><b>(.*?)</b>', reports["sample"].html)
    assert [
        ("", "To picture it:"),
        (" joined", "One published training:"),
        (" joined", "Not deductible from the inventory."),
        ("", "Counted by the mix of the grid (location-based):"),
        ("", "Not given:"),
    ] == boxes


def test_a_report_shows_itself_in_a_notebook(reports: dict[str, Report]) -> None:
    """A notebook gets the page in a frame that runs nothing."""
    frame = reports["marked_up"]._repr_html_()
    parsed = read(frame)
    assert ["iframe"] == [tag for tag, _ in parsed.elements]
    attributes = parsed.elements[0][1]
    assert "sandbox" in attributes
    base = '\n<base href="about:srcdoc">'
    assert 1 == (attributes["srcdoc"] or "").count(base)
    assert reports["marked_up"].html == (attributes["srcdoc"] or "").replace(base, "")


SHEETS = UserTemplates(
    "ours",
    {"page.css": "p { left: 0 }\n", "web.css": "b { left: 0 }\n", "report.html.j2": "{{ page_css }}|{{ web_css }}"},
)


@pytest.mark.parametrize(("direction", "side"), [("ltr", "left"), ("rtl", "right")])
def test_styles_of_a_page_are_mirrored_where_it_runs_to_the_left(direction: str, side: str) -> None:
    """The user's own as well as ours; those of a screen are left out on paper."""
    screen, paper = (
        render_html(context(paper=on_paper, direction=direction), SHEETS).partition("|") for on_paper in (False, True)
    )
    assert screen[0].startswith(f"p {{ {side}: 0 }}\n")
    assert screen[2].startswith(f"b {{ {side}: 0 }}\n")
    assert (screen[0], "") == (paper[0], paper[2])


def test_words_of_the_companys_are_said_in_the_pages_language() -> None:
    """Those that come with the context; no template can ask for them by their name."""
    own = UserTemplates("ours", {"report.html.j2": "{{ say('Caveats') }} {{ words is defined }}"})
    assert "Beware False" == render_html({**context(), "words": {"Caveats": "Beware"}}, own)
    assert "Caveats False" == render_html(context(), own)


@pytest.mark.parametrize(
    ("asked", "told"),
    [("{'items': 3}.items", "3"), ("{'a': 3}.items() | length", "1"), ("{'a': 3}.b is defined", "False")],
)
def test_a_name_of_a_map_is_found_before_what_the_map_can_do(asked: str, told: str) -> None:
    """A field called `items` is that field; what a map has no such name for is its method, or not defined."""
    own = UserTemplates("ours", {"report.html.j2": "{{ " + asked + " }}"})
    assert told == render_html(context(), own)


@pytest.mark.parametrize(("lines", "fits"), [(16, True), (17, False)])
def test_a_page_of_more_signs_than_any_report_has_is_refused(
    lines: int, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the limit; where it is met, the page is made."""
    monkeypatch.setattr(rendering, "MOST_CHARACTERS", 16)
    own = UserTemplates("ours", {"report.html.j2": "x" * lines})
    if fits:
        assert "x" * lines == render_html(context(), own)
    else:
        with pytest.raises(InputError, match=r"^ours: the page has more than 16 characters$"):
            render_html(context(), own)


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{ nothing.here }}", "ours/report.html.j2:1: 'nothing' is undefined"),
        ("a\n{{ 1 / 0 }}", "ours/report.html.j2:2: division by zero (ZeroDivisionError)"),
        (
            "a\n{% if %}",
            "ours/report.html.j2:2: Expected an expression, got 'end of statement block' (TemplateSyntaxError)",
        ),
        ("{% include 'gone.j2' %}", 'ours/report.html.j2:1: there is no template "gone.j2"'),
        (
            "{{ ().__class__ }}",
            "ours/report.html.j2:1: is not allowed: access to attribute '__class__' of 'tuple' object is unsafe.",
        ),
        ("{% include 'report.html.j2' %}", "ours/report.html.j2:1: calls or includes itself without end"),
    ],
)
def test_what_a_template_does_wrong_is_said_with_its_line(template: str, problem: str) -> None:
    """In one line."""
    with pytest.raises(InputError) as refused:
        render_html(context(), UserTemplates("ours/", {"report.html.j2": template}))
    assert [problem] == [str(it) for it in refused.value.problems]
