"""What a template is given for one report, and what it becomes in this process: quick, where no limit is tried."""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT
from reportgen.files.shipped import template_folder
from reportgen.page.parts import Cell, Column, Row, Table
from reportgen.problems import InputError
from reportgen.rendering import user_templates
from reportgen.rendering.context import context_of
from reportgen.rendering.fonts_of_theme import Fonts
from reportgen.rendering.html import MOST_CHARACTERS, render_html
from reportgen.rendering.look import HOUSE, Look
from reportgen.rendering.paper import print_stylesheet
from reportgen.rendering.report import Report
from reportgen.rendering.user_templates import UserTemplates, builtin_names, read_templates, texts_said
from tests.rendering.runs import sample
from tests.rendering.test_templates import EXTENDS, WRONG


@cache
def report() -> Report:
    """The sample's report."""
    return sample()


def context(look: Look = HOUSE, paper: bool = False, **page: Any) -> dict[str, Any]:
    """The context of the sample, with these fields of its page."""
    return context_of(replace(report().page, **page), look, paper)


def filled(text: str, filling: AbstractContextManager[None] | None = None, **more: str) -> str:
    """The page of a user's report.html.j2 with this text, and of more templates."""
    texts = {"report.html.j2": text} | {f"{name}.html.j2": other for name, other in more.items()}
    return render_html(context(), UserTemplates("ours/", texts), filling)


def problem(text: str, **more: str) -> str:
    """The one problem of filling it in, without the folder's name."""
    with pytest.raises(InputError) as refused:
        filled(text, None, **more)
    (found,) = refused.value.problems
    assert str(found).startswith("ours")
    return str(found).removeprefix("ours/")


# The context


def test_a_context_is_plain_data() -> None:
    """JSON holds all of it, and a chart is its two drawings; on paper there is the wide one alone."""
    for paper in (False, True):
        made = context(paper=paper)
        assert json.loads(json.dumps(made)) == made
        assert ["page", "theme", "paper", "colours"] == list(made)
        assert paper == made["paper"]
        strip = made["page"]["first"]["strip"]
        assert {"svg", "narrow_svg"} == set(strip)
        assert strip["svg"].startswith("<svg")
        assert bool(strip["narrow_svg"]) != paper


def test_own_words_go_with_the_context_and_are_no_name_of_it() -> None:
    """They are said in place of the built-in text, and a template cannot ask for them."""
    words = {"Caveats": "What to beware of"}
    made = context_of(report().page, HOUSE, False, words)
    assert words == made["words"]
    assert "words" not in context()
    templates = UserTemplates("ours", {"report.html.j2": "{{ say('Caveats') }}{% if words is defined %}!{% endif %}"})
    assert "What to beware of" == render_html(made, templates)
    assert "Caveats" == render_html(context(), templates)


@pytest.mark.parametrize(
    ("page", "theme", "line"),
    [
        ("", "", ""),
        ("internal", "", "internal"),
        ("", "Confidential", "Confidential"),
        ("internal", "Confidential", "internal · Confidential"),
        ("internal", "Strictly Internal", "Strictly Internal"),
    ],
)
def test_a_classification_says_each_word_once(page: str, theme: str, line: str) -> None:
    """The report's word and the theme's line, and the line alone where it has the word."""
    made = context(replace(HOUSE, classification=theme), classification=page)
    assert line == made["theme"]["classification"]


def test_colours_and_fonts_are_custom_properties() -> None:
    """Light ones for all, dark ones for dark screens where there are some and never on paper."""
    fonts = replace(Fonts(), text=("Own", "Inter Report"), heading_weight=500, figure_weight=200)
    sheet = context(replace(HOUSE, fonts=fonts))["colours"]
    light, dark = sheet.split("@media screen and (prefers-color-scheme:dark){")
    start = '--font-text:"Own","Inter Report";--font-figures:"Inter Tabular";--font-heading:"Inter Report Display";'
    assert light.startswith(f":root{{{start}--heading-weight:500;--figure-weight:200;--print-size:9.5pt;")
    assert "--print-row:.4rem;" in light
    for palette, text in ((HOUSE_LIGHT, light), (HOUSE_DARK, dark)):
        assert f"--paper:{palette.paper};" in text
        assert f"--spent-t:{palette.spent_t};" in text
        assert 13 == text.count("#"), "of five colours given and eight mixed"
    assert dark.endswith("}}")


def test_each_custom_property_is_read() -> None:
    """What a theme sets is in a rule of a stylesheet, or it would be set for nothing."""
    templates = template_folder()
    rules = "".join((templates / name).read_text(encoding="utf-8") for name in ("page.css", "print.css", "web.css"))
    set_here = set(re.findall(r"(--[\w-]+):", context(HOUSE)["colours"]))
    assert {"--figure-weight", "--ink"} < set_here
    assert [] == [name for name in sorted(set_here) if not re.search(rf"var\({name}[,)]", rules)]
    for bare in (context(replace(HOUSE, dark=None)), context(paper=True)):
        assert "@media" not in bare["colours"]
        assert bare["colours"].endswith("}")
    assert "--print-size:9pt;--print-row:.3rem;" in context(replace(HOUSE, page_size="Letter"))["colours"]
    assert [True, False] == [context(look)["theme"]["dark"] for look in (HOUSE, replace(HOUSE, dark=None))]


def test_paper_has_its_size_and_the_faces_of_the_theme() -> None:
    """A4 or Letter with their margins, then a rule for each face."""
    fonts = replace(Fonts(), faces=(("Own", 400, "theme-0.ttf"),))
    sheets = {size: print_stylesheet(size, fonts) for size in ("A4", "Letter")}
    assert "@page { size: A4; margin: 20mm 18mm 18mm 20mm }\n" in sheets["A4"]
    assert "@page { size: Letter; margin: 17mm 22mm 16mm 22mm }\n" in sheets["Letter"]
    face = '@font-face { font-family: "Own"; font-weight: 400; src: url(asset:theme-0.ttf) }\n'
    assert [True, True] == [sheet.endswith(face) for sheet in sheets.values()]
    own = print_stylesheet("A4", Fonts(), UserTemplates("ours", {"print.css": "p { margin: 0 }\n"}))
    assert "p { margin: 0 }\n@page { size: A4; margin: 20mm 18mm 18mm 20mm }\n" == own


def test_texts_of_charts_name_their_fonts() -> None:
    """The theme's family of figures first, in quotes where its name has a blank, then what a browser has."""
    fonts = replace(Fonts(), figures=("Own Tabular", "Plain"))
    svg = context(replace(HOUSE, fonts=fonts))["page"]["first"]["strip"]["svg"]
    assert "'Own Tabular', Plain, Inter, Helvetica Neue, Arial, sans-serif" in unescape(svg)


def test_a_table_says_whether_it_is_short_or_long() -> None:
    """As the table itself does, and each column has an even share to a thousandth of a percent."""
    page = report().page
    made = context()["page"]
    for name in ("sections", "appendix"):
        for section, plain in zip(getattr(page, name), made[name], strict=True):
            for block, told in zip(section.blocks, plain["blocks"], strict=True):
                assert type(block).__name__ == told["kind"]
                if isinstance(block, Table):
                    assert (block.short, block.long, block.vast) == (told["short"], told["long"], told["vast"])
                    assert {round(100 / len(block.columns), 3)} == {column["width"] for column in told["columns"]}


# Filling in


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_has_its_place(text: str) -> None:
    """The same as in a process of its own: file, line and reason."""
    assert problem(text).startswith(WRONG[text])


def test_the_place_is_the_last_of_the_users_templates() -> None:
    """Of one that is included that one; of the built-in page, which asks for what is not there, the user's folder."""
    assert problem("\n{% include 'other.html.j2' %}", other="\n\n{{ gone }}").startswith("other.html.j2:3: ")
    with pytest.raises(InputError) as refused:
        render_html({**context(), "theme": {}}, UserTemplates("ours/", {"other.html.j2": ""}))
    assert "ours" == refused.value.problems[0].where
    assert problem("{% extends 'other.html.j2' %}", other="{% if %}").startswith("other.html.j2:1: Expected an")


def test_a_block_that_nothing_prints_has_its_place() -> None:
    """The line, the template that lacks it and the name that was meant; one inside another is printed with it."""
    said = 'there is no block "sign_of" in builtin/report.html.j2: nothing of it is printed (did you mean "sign_off"?)'
    block = "{% block sign_of %}x{% endblock %}"
    assert f"report.html.j2:2: {said}" == problem(EXTENDS + block)
    assert "x" in filled(EXTENDS + f"{{% block sign_off %}}{block}{{% endblock %}}")
    lacking = 'there is no block "sign_of" in other.html.j2: nothing of it is printed'
    between = problem("{% extends 'other.html.j2' %}" + block, other=EXTENDS)
    assert between.startswith(f"report.html.j2:1: {lacking}")


@pytest.mark.parametrize(("length", "is_cut"), [(167, False), (168, True)])
def test_what_is_said_of_a_template_is_short(length: int, is_cut: bool) -> None:
    """Two hundred characters, none of them a control: the sentence around the name has 33."""
    said = problem(f"{{{{ page.{'a' * length} }}}}").removeprefix("report.html.j2:1: ")
    assert 200 == len(said)
    assert said == f"'dict object' has no attribute '{'a' * 167}'" or is_cut
    assert is_cut == said.endswith("a…")
    assert 'there is no template "a b"' in problem("{% include 'a\\u0007b' %}")


def test_a_page_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many characters are a page, one more is none, wherever they come from."""
    assert 64_000_000 == MOST_CHARACTERS
    monkeypatch.setattr("reportgen.rendering.html.MOST_CHARACTERS", 1000)
    assert 1000 == len(filled("{{ 'a' * 1000 }}"))
    assert problem("{{ 'a' * 1001 }}").endswith("the page has more than 1,000 characters")


def test_filling_in_is_held_within_its_limits() -> None:
    """What holds it is entered for a user's templates; memory that runs out is a problem of theirs."""
    entered: list[str] = []

    class Held(AbstractContextManager[None]):
        def __enter__(self) -> None:
            entered.append("in")

        def __exit__(self, *_: object) -> None:
            entered.append("out")

    assert "a" == filled("a", Held())
    assert ["in", "out"] == entered

    class Exhausted(Held):
        def __enter__(self) -> None:
            raise MemoryError

    with pytest.raises(InputError, match="needs more memory than a report may have"):
        filled("a", Exhausted())
    assert "a" == filled("a", nullcontext())


def test_texts_are_escaped_and_drawings_and_styles_are_not() -> None:
    """Of a user's name every sign of markup; the page's own sheets stand as they are, web.css on screens alone."""
    text = "{{ page.first.title }}|{{ page.first.strip.svg }}|{{ colours }}|{{ page_css }}|{{ web_css }}"
    templates = UserTemplates("ours", {"report.html.j2": text, "page.css": "a > b {}", "web.css": "c > d {}"})
    first = replace(report().page.first, title="<b>&")
    for paper, web in ((False, "c > d {}"), (True, "")):
        made = context_of(replace(report().page, first=first), HOUSE, paper)
        title, svg, colours, page_css, web_css = render_html(made, templates).split("|")
        assert ("&lt;b&gt;&amp;", "a > b {}", web) == (title, page_css, web_css)
        assert svg.startswith("<svg ")
        assert ':root{--font-text:"' in colours


def test_blocks_of_templates_take_no_line() -> None:
    """A line that holds a statement alone is no line of the page."""
    assert "a\nb\n" == filled("a\n  {% if true %}\nb\n  {% endif %}\n")


# A user's folder


def test_what_a_template_says_is_found_in_its_source() -> None:
    """Texts in either quotes, with escapes, at the call of `say` alone; what is no text yet is passed over."""
    source = """{{ say("One") }} {{ say( 'Two' ) }}{{say("a \\"b\\"")}}{{ essay("No") }}{{ x.say("No") }}{{ say(name) }}
    {{ say("") }}{{ say('it\\'s {n}', n=1) }}{{ say("\\xZZ") }}{{ say("line
    end") }}"""
    assert ["One", "Two", 'a "b"', "it's {n}"] == list(texts_said(source))
    assert ("A", "B") == UserTemplates("f", {"a": "{{say('A')}}{{say('B')}}", "b": "{{say('A')}}"}).said


def test_a_folder_is_read_with_all_below_it(tmp_path: Path) -> None:
    """Templates and sheets by their names, `/` between folders; other files are passed over."""
    (tmp_path / "parts").mkdir()
    for name in ("report.html.j2", "parts/a.css", "notes.txt", "x.html"):
        (tmp_path / name).write_text(name)
    found = read_templates(tmp_path)
    assert {"report.html.j2": "report.html.j2", "parts/a.css": "parts/a.css"} == found.texts
    assert {tmp_path / "report.html.j2", tmp_path / "parts" / "a.css"} == set(found.read)
    assert str(tmp_path) == found.folder


@pytest.mark.parametrize(
    ("limit", "files", "told"),
    [("MOST_FILES", 100, "holds 101 templates"), ("MOST_ENTRIES", 10_000, "holds more than 4 files")],
)
def test_a_folder_of_templates_has_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, files: int, told: str
) -> None:
    """A hundred templates and ten thousand files of any kind, exactly."""
    assert files == getattr(user_templates, limit)
    if limit == "MOST_ENTRIES":
        monkeypatch.setattr(user_templates, limit, files := 4)
    for number in range(files):
        (tmp_path / f"{number}.css").write_text("")
    assert files == len(read_templates(tmp_path).texts)
    (tmp_path / ("last.css" if limit == "MOST_FILES" else "last.txt")).write_text("")
    with pytest.raises(InputError, match=told):
        read_templates(tmp_path)


def test_a_template_has_a_limit_and_must_be_a_file(tmp_path: Path) -> None:
    """256,000 bytes are taken; a folder with the name of a template is none; all problems come at once."""
    (tmp_path / "page.css").write_bytes(b"a" * 256_000)
    assert 256_000 == len(read_templates(tmp_path).texts["page.css"])
    (tmp_path / "report.html.j2").mkdir()
    (tmp_path / "web.css").write_bytes(b"\xff")
    with pytest.raises(InputError) as refused:
        read_templates(tmp_path)
    assert ["is no regular file", "is not in UTF-8"] == [it.message for it in refused.value.problems]


def test_the_built_in_templates_are_named_where_there_is_none(tmp_path: Path) -> None:
    """Sorted, templates and stylesheets alone."""
    names = builtin_names()
    assert sorted(names) == names
    assert {"report.html.j2", "page.css", "web.css", "print.css"} <= set(names)
    assert not [name for name in names if not re.search(r"\.(j2|css)$", name)]
    with pytest.raises(InputError) as refused:
        read_templates(tmp_path)
    assert f"files named as those they replace: {', '.join(names)}" == refused.value.problems[0].hint


def test_a_template_that_extends_the_built_in_one_renders_here() -> None:
    """As the page of the house does, but for what it overrides."""
    assert "OURS" in filled(EXTENDS + "{% block sign_off %}OURS{% endblock %}")
    house = render_html(context())
    assert house.startswith("<!DOCTYPE html>")
    assert "OURS" not in house


def test_paper_has_one_set_of_type_sizes() -> None:
    """Every size in the stylesheets is, at the 9.5 pt of text on A4, one of eight; charts have their own 7 to 8."""
    sheet = "".join((template_folder() / name).read_text(encoding="utf-8") for name in ("page.css", "print.css"))
    at_a_time = dict(re.findall(r"(--[\w-]+): ([\d.]+)rem", sheet))  # a later one, for paper, wins
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split("@font-face")[0]
    found = set()
    for size in re.findall(r"font(?:-size)?: (?:[\w() -]+ )?(var\(--[\w-]+\)|[\d.]+(?:rem|pt))(?=[/; }])", rules):
        name = size.removeprefix("var(").removesuffix(")")
        in_pt = size.removesuffix("pt") if size.endswith("pt") else None
        in_rem = at_a_time.get(name) or size.removesuffix("rem")
        found.add(float(in_pt) if in_pt else round(2 * 9.5 * float(in_rem)) / 2)
    assert {54, 40, 18, 16, 13.5, 9.5, 8, 7.5} == found


def test_a_row_with_a_long_text_may_be_broken() -> None:
    """One of 251 letters in its head, below it or in a cell; a table that has such a row is not kept on one page."""
    kept, broken = "a" * 250, "a" * 251
    whole = Row(kept, (Cell(kept, small=kept),), small=kept)
    rows = (Row(broken, ()), Row("", (), small=broken), Row("", (Cell(broken),)), Row("", (Cell(small=broken),)))
    assert [False, True, True, True, True] == [row.tall for row in (whole, *rows)]
    table = Table("money", "", "", (Column(""),), (("", (whole,)),))
    assert [True, False] == [it.short for it in (table, replace(table, groups=(("", (whole, rows[0])),)))]
