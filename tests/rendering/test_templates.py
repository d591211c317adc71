"""Templates of a user's own: what they can change, what they cannot do, and the contract of what they are given."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import pypdf
import pytest

from reportgen.page.build import Page
from reportgen.page.parts import Table
from reportgen.problems import InputError
from reportgen.rendering import html, limited
from reportgen.rendering.carried import page_and_files
from reportgen.rendering.context import Context, Drawing, ThemeContext, classes_of, context_of, help_of
from reportgen.rendering.html import render_html
from reportgen.rendering.limiting import CPU_S
from reportgen.rendering.look import HOUSE, read_look
from reportgen.rendering.report import Report
from reportgen.rendering.user_templates import read_templates
from tests.figures.runs import all_reports
from tests.rendering.runs import four_lines, load_sample

EXTENDS = '{% extends "builtin/report.html.j2" %}\n'


def with_templates(folder: Path, **texts: str) -> Report:
    """Four lines' report with templates of these names, `report` for report.html.j2."""
    for name, text in texts.items():
        (folder / f"{name}.html.j2").write_text(text, encoding="utf-8")
    report = four_lines()
    return Report(report.account, report.inputs, report.formats, read_look(None, folder))


def problem(folder: Path, **texts: str) -> str:
    """The one problem of rendering with these templates, without the folder's name."""
    with pytest.raises(InputError) as refused:
        _ = with_templates(folder, **texts).html
    (found,) = refused.value.problems
    return str(found).replace(f"{folder}/", "").replace(str(folder), "templates")


def test_one_block_is_overridden_and_the_rest_stays(tmp_path: Path) -> None:
    """A template that extends the built-in one of its name changes its block alone, and has the macros."""
    report = with_templates(
        tmp_path, report=EXTENDS + "{% block sign_off %}<p>{{ m.mark('stated') }} {{ page.version }}</p>{% endblock %}"
    )
    house = four_lines().html

    assert '<p><span class="b b-stated">stated</span> 0.' in report.html
    assert "What to know before signing" not in report.html
    assert house.split("<main>")[1].split('<p class="toc">')[0] in report.html


@pytest.mark.parametrize(
    ("block", "place"), [("sign_off", "sign-off"), ("appendix", "appendix"), ("formulas", "of-net_savings")]
)
def test_what_is_left_out_has_no_link(tmp_path: Path, block: str, place: str) -> None:
    """On screen and on paper each link within leads somewhere; what led to the section is text, and is not listed."""
    report = with_templates(tmp_path, report=EXTENDS + f"{{% block {block} %}}{{% endblock %}}")
    report = replace(report, account=load_sample().account)
    paper = render_html(context_of(report.page, report.look, paper=True), report.look.templates)

    assert f'href="#{place}"' in load_sample().html
    for text in (report.html, paper):
        links = set(re.findall(r'href="#([^"]+)"', text))
        assert links
        assert set() == links - set(re.findall(r' id="([^"]*)"', text))
    assert ("Before signing</b>" in report.html) == (block != "sign_off")


def test_a_section_and_a_macro_are_overridden(tmp_path: Path) -> None:
    """A block stands for each section in turn, and a macro of the user's serves the built-in page."""
    macros = '{% extends "builtin/macros.html.j2" %}'
    section = EXTENDS + "{% block section %}[{{ section.number }}]{{ super() }}{% endblock %}"
    report = with_templates(tmp_path, report=section, other=macros)

    # the first is the one to sign, on the cover
    assert all(f"[{number}]" in report.html for number in (2, 3, 4, 5))


def test_a_column_has_an_even_share_of_its_table(tmp_path: Path) -> None:
    """A template that sets widths itself finds them: the table of prices has five columns."""
    table = "{% for b in page.sections[0].blocks %}{% if b.kind == 'Table' and b.name == 'prices' %}"
    widths = "{% for column in b.columns %}{{ column.width }} {% endfor %}{% endif %}{% endfor %}"
    report = with_templates(tmp_path, report=table + widths)

    page, _ = page_and_files(report.html, "report.html")
    assert ["20.0"] * 5 == page.split()


def test_every_table_has_its_widths_in_the_stylesheet() -> None:
    """As many as it has columns at most, a hundred percent together, and none for a table that is no more."""
    rules = re.findall(r"^\.t-([\w-]+) \{ (--c1.*) \}$", html.stylesheet("page.css"), re.MULTILINE)
    widths = {name: list(map(int, re.findall(r"(\d+)%", rule))) for name, rule in rules}
    most: dict[str, int] = {"files": 2}
    reports = [*all_reports().values(), load_sample(ranges="all")]
    editions = (replace(report, edition=name) for report in reports for name in ("standard", "full"))
    for page in (report.page for report in editions):
        for table in (block for section in (*page.sections, *page.appendix) for block in section.blocks):
            if isinstance(table, Table):
                most[table.name] = max(most.get(table.name, 0), len(table.columns))

    assert most == {name: len(parts) for name, parts in widths.items()}
    assert {100} == {sum(parts) for parts in widths.values()}


def test_a_stylesheet_is_replaced(tmp_path: Path) -> None:
    """page.css of the user's takes the place of the built-in one."""
    (tmp_path / "page.css").write_text("body { margin: 0 }")

    assert "<style>body { margin: 0 }</style>" in with_templates(tmp_path).html


WRONG = {
    "{{ page.titel }}": "report.html.j2:1: 'dict object' has no attribute 'titel'",
    "\n\n{{ pages }}": "report.html.j2:3: 'pages' is undefined",
    "\n{% if %}": "report.html.j2:2: Expected an expression, got 'end of statement block' (TemplateSyntaxError)",
    "{{ ''.__class__.__mro__ }}": "report.html.j2:1: is not allowed: access to attribute '__class__' of 'str' object",
    "{{ page.__init__.__globals__ }}": "report.html.j2:1: is not allowed: access to attribute '__init__' of 'dict'",
    "{{ page.update({}) }}": "report.html.j2:1: is not allowed: ",
    '\n{% include "../../etc/passwd" %}': 'report.html.j2:2: there is no template "../../etc/passwd"',
    '{% include "/etc/passwd" %}': 'report.html.j2:1: there is no template "/etc/passwd"',
    '{% extends "builtin/base.html.j2" %}': 'report.html.j2:1: there is no template "builtin/base.html.j2"',
    '{% extends "report.html.j2" %}': "report.html.j2:1: calls or includes itself without end",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": "report.html.j2:1: calls or includes itself without end",
    "{{ [1, 2] | random }}": "report.html.j2:1: No filter named 'random'. (TemplateAssertionError)",
    "{{ lipsum() }}": "report.html.j2:1: 'lipsum' is undefined",
    "{{ 1 // 0 }}": "report.html.j2:1: integer division or modulo by zero (ZeroDivisionError)",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_a_template_does_wrong_is_one_line_with_its_place(tmp_path: Path, text: str) -> None:
    """Names, syntax, forbidden attributes and missing parents are problems with file and line."""
    assert problem(tmp_path, report=text).startswith(WRONG[text])


def test_a_misspelt_block_is_told(tmp_path: Path) -> None:
    """A block that the template it extends lacks would be printed nowhere: its line and the name that was meant."""
    text = EXTENDS + "{% block sign_of %}x{% endblock %}\n{% block sign_off %}y{% endblock %}"
    said = 'report.html.j2:2: there is no block "sign_of" in builtin/report.html.j2: nothing of it is printed'
    assert f'{said} (did you mean "sign_off"?)' == problem(tmp_path, report=text)


def test_a_block_between_two_templates_of_ones_own(tmp_path: Path) -> None:
    """A block inside another one, and one of a template in between, may have any name."""
    base = EXTENDS + "{% block sign_off %}{% block ours %}a{% endblock %}{% endblock %}"
    good = '{% extends "base.html.j2" %}{% block ours %}OURS{% endblock %}{% block section %}{% endblock %}'
    assert "OURS" in with_templates(tmp_path, base=base, report=good).html
    bad = '{% extends "base.html.j2" %}\n{% if page %}{% block theirs %}b{% endblock %}{% endif %}'
    assert problem(tmp_path, base=base, report=bad).startswith(
        'report.html.j2:2: there is no block "theirs" in base.html.j2: nothing of it is printed'
    )
    chosen = '{% extends (page and "base.html.j2") %}{% block theirs %}b{% endblock %}'
    assert "a" in with_templates(tmp_path, base=base, report=chosen).html  # nobody knows its blocks beforehand


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 9 ** (9 ** 9) }}",
    ],
)
def test_a_template_without_end_is_stopped(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop without end and a number without end are cut off by the limit of time."""
    monkeypatch.setattr(limited, "CPU_S", 1)

    assert "rendering was stopped: it takes at most 1 seconds" in problem(tmp_path, report=text)


def test_filling_in_has_less_time_than_the_page_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop without end is cut off when the templates' time is over, and not at the end of the page's minute."""
    monkeypatch.setattr(limited, "FILLING_CPU_S", 1)
    text = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    begin = monotonic()

    assert "filling in the templates takes 1 seconds and 512 MiB" in problem(tmp_path, report=text)
    assert monotonic() - begin < CPU_S / 2


@pytest.mark.parametrize(("megabytes", "is_refused"), [(50, False), (600, True)])
def test_filling_in_has_less_memory_than_the_page_as_a_whole(tmp_path: Path, megabytes: int, is_refused: bool) -> None:
    """A text of 600 MB, which the page as a whole has room for, is more than the templates may have; 50 MB are not."""
    text = f"{{% set text = 'a' * {megabytes * 10**6} %}}short"

    if is_refused:
        assert "needs more memory than a report may have" in problem(tmp_path, report=text)
    else:
        assert "short" in with_templates(tmp_path, report=text).html


@pytest.mark.parametrize("text", ["'a' * 10 ** 10", "'a' | center(9999999999)", "'%0999999999d' | format(1)"])
def test_a_text_without_bounds_is_stopped(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text larger than the limit of memory is refused, not waited for."""
    monkeypatch.setattr(limited, "MEMORY_BYTES", 512 * 1024**2)

    assert "memory" in (found := problem(tmp_path, report="{{ " + text + " }}")) or "rendering was stopped" in found


def test_a_page_without_bounds_is_refused(tmp_path: Path) -> None:
    """What fits into memory and is no page any more is refused too."""
    assert "the page has more than 64,000,000 characters" in problem(tmp_path, report="{{ 'a' * 70000000 }}")


def test_a_layout_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that WeasyPrint would lay out for hours is cut off, and no file of the report is written."""
    monkeypatch.setattr(limited, "CPU_S", 3)
    grid = '<div style="display:grid;grid-template-columns:repeat(5000,1fr)">'
    cells = "{% for a in range(20000) %}<i></i>{% endfor %}"
    report = with_templates(tmp_path, report=f"<!DOCTYPE html><title>a</title>{grid}{cells}</div>")

    with pytest.raises(InputError, match="rendering was stopped"):
        report.save(tmp_path / "out", ["html", "pdf"])
    assert not (tmp_path / "out").exists()


def test_a_fault_of_the_child_is_not_blamed_on_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the process fails by itself, no problem of the input is claimed."""
    monkeypatch.setattr(limited, "CPU_S", "no number")

    with pytest.raises(RuntimeError, match="the rendering process failed"):
        _ = with_templates(tmp_path, report=EXTENDS).html


def test_a_page_that_nests_without_end_is_no_pdf(tmp_path: Path) -> None:
    """Elements that WeasyPrint cannot lay out cost the PDF and nothing else."""
    report = with_templates(tmp_path, report="<!DOCTYPE html><title>a</title>" + "<div>" * 2000)
    saved = report.save(tmp_path / "out", ["html", "pdf"])

    assert ["report.html"] == [path.name for path in saved.paths]
    assert "nests its elements too deeply" in saved.shortfalls[0]


def test_a_system_without_limits_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where time and memory cannot be limited the report is made, and the user is told."""
    monkeypatch.setattr(limited, "find_spec", lambda name: None)  # noqa: ARG005
    report = with_templates(tmp_path, report=EXTENDS)

    assert 1 == len(report.save(tmp_path / "out", ["html"]).warnings)
    assert () == four_lines().save(tmp_path / "house", ["html"]).warnings


def test_an_overridden_header_keeps_foot_and_classification(tmp_path: Path) -> None:
    """What must stand on every page of the PDF hangs on no block."""
    (tmp_path / "theme.toml").write_text('footer = "The foot"\nclassification = "Internal"\n')
    (tmp_path / "t").mkdir()
    (tmp_path / "t/report.html.j2").write_text(EXTENDS + "{% block header %}{% endblock %}")
    house = four_lines()
    report = Report(house.account, house.inputs, (), read_look(tmp_path / "theme.toml", tmp_path / "t"))
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(report.pdf().content)).pages]

    assert 3 < len(texts)
    assert [] == [text for text in texts if "The foot" not in text or "Internal" not in text]


# The folder


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A template is a file of its folder: a link to another place is not followed."""
    (tmp_path / "t").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "t/report.html.j2").symlink_to(tmp_path / "secret")

    with pytest.raises(InputError, match=r"report\.html\.j2: the link leads out of the folder"):
        read_templates(tmp_path / "t")


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff", "is not in UTF-8"), (b"a" * 256_001, "has more than 256,000 bytes")],
)
def test_a_file_that_is_no_template_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    """Size and encoding are looked at before anything is run."""
    (tmp_path / "page.css").write_bytes(content)

    with pytest.raises(InputError, match=told):
        read_templates(tmp_path)


def test_a_folder_without_templates_is_a_slip(tmp_path: Path) -> None:
    """A wrong folder is said, and not taken for one that overrides nothing."""
    with pytest.raises(InputError, match="holds no template"):
        read_templates(tmp_path)
    with pytest.raises(InputError, match="is no folder of templates"):
        read_templates(tmp_path / "gone")


# The contract


class Seen(dict[str, Any]):
    """A group of the context that notes which of its names a template asks for."""

    asked: set[tuple[str, str]]

    def __getitem__(self, name: str) -> Any:
        if kind := kind_of(self):
            self.asked.add((kind, name))
        return super().__getitem__(name)


def documented() -> set[tuple[str, str]]:
    """Class and name of everything that docs/templates.md tells of the page."""
    return {(kind.__name__, name) for kind in (*classes_of(Page), Drawing) for name in help_of(kind)}


def kind_of(value: dict[str, Any]) -> str:
    """The class that a mapping of a context stands for; empty for one by key."""
    return str(value.get("kind", "Drawing" if "svg" in value else ""))


def names_in(value: Any) -> Iterator[tuple[str, str]]:
    """Class and name of everything in a context, but for `kind`."""
    if isinstance(value, dict) and (kind := kind_of(value)):
        yield from ((kind, name) for name in value if name != "kind")
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from names_in(item)


@pytest.fixture(scope="module")
def contexts() -> list[dict[str, Any]]:
    """The context of every sample and of the runs that the figures are tested with, for screen."""
    return [context_of(report.page, HOUSE, paper=False) for report in all_reports().values()]


def test_what_is_documented_is_given_and_what_is_given_is_documented(contexts: list[dict[str, Any]]) -> None:
    """The reference has every name of the context and no other."""
    given = {pair for context in contexts for pair in names_in(context["page"])}

    assert documented() == given
    assert set(help_of(ThemeContext)) == set(contexts[0]["theme"])
    assert set(help_of(Context)) == {*contexts[0], "page_css", "web_css", "say", "script", "script_policy"}


def test_the_built_in_templates_use_documented_names_only(
    contexts: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the built-in page asks for stands in the reference."""
    asked: set[tuple[str, str]] = set()
    marked = html._marked

    def noting(value: Any) -> Any:
        found = marked(value)
        return _noted(found)

    def _noted(value: Any) -> Any:
        if isinstance(value, dict):
            seen = Seen({name: _noted(item) for name, item in value.items()})
            seen.asked = asked
            return seen
        return [_noted(item) for item in value] if isinstance(value, list) else value

    monkeypatch.setattr(html, "_marked", noting)
    for context in contexts[:6]:
        html.render_html({**context, "theme": {"kind": "ThemeContext", **context["theme"]}})

    known = documented() | {("ThemeContext", name) for name in help_of(ThemeContext)}
    assert set() == {(kind, name) for kind, name in asked if name != "kind"} - known
    assert 50 < len(asked)


def test_no_name_hides_behind_a_method_of_dict() -> None:
    """A template finds `x.items` of a group as the method; no name of the context may be one."""
    assert set() == {name for _, name in documented()} & set(dir(dict))
