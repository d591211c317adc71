"""From the report model to HTML: one file, opened offline, or the same page for paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.charts.avoided_spent import AvoidedSpentData, draw_avoided_spent
from reportgen.charts.hours import HoursData, draw_hours
from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT, Palette
from reportgen.charts.strip import StripData, draw_strip
from reportgen.charts.waterfall import WaterfallData, draw_waterfall
from reportgen.page.build import Page
from reportgen.page.parts import Chart, Table
from reportgen.rendering.package_folders import template_folder

if TYPE_CHECKING:
    from jinja2 import Environment

_DRAW: dict[type[Any], Any] = {
    StripData: draw_strip,
    WaterfallData: draw_waterfall,
    AvoidedSpentData: draw_avoided_spent,
    HoursData: draw_hours,
}
_FONTS = (
    '--font-text:"Inter Report";--font-figures:"Inter Tabular";--font-heading:"Inter Report Display";'
    "--heading-weight:600;--figure-weight:300;--print-size:9.5pt;"
)
_CHART_FONT = "Inter Tabular, Inter, Helvetica Neue, Arial, sans-serif"


def html_page(page: Page, paper: bool = False) -> str:
    """The page as one HTML file. paper: for the PDF, without what only a screen needs."""
    from markupsafe import Markup

    template = _environment().get_template("report.html.j2")
    return template.render(
        page={**_plain(page, paper), "sign_off_number": page.formulas_number + 1},
        paper=paper,
        colours=Markup(_colours(dark=not paper)),
        page_css=Markup(_stylesheet("page.css")),
        web_css=Markup("" if paper else _stylesheet("web.css")),
    )


def print_stylesheet() -> str:
    """What only paper needs: page size, running heads, bookmarks, faces."""
    return _stylesheet("print.css")


@cache
def _stylesheet(name: str) -> str:
    return (template_folder() / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    """Templates in a sandbox, every text escaped, an unknown name an error."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(Path(template_folder())),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _colours(dark: bool) -> str:
    """The palette as custom properties; browsers take the dark one where the reader prefers it."""
    light = f":root{{{_FONTS}{_properties(HOUSE_LIGHT)}}}"
    if not dark:
        return light
    return f"{light}@media screen and (prefers-color-scheme:dark){{:root{{{_properties(HOUSE_DARK)}}}}}"


def _properties(palette: Palette) -> str:
    roles = ((field.name.replace("_", "-"), getattr(palette, field.name)) for field in fields(palette))
    return "".join(f"--{role}:{colour};" for role, colour in roles)


def _plain(value: Any, paper: bool) -> Any:
    """Dataclasses as dicts of texts, numbers and lists, charts drawn: a template gets nothing that can act."""
    if isinstance(value, Chart):
        return {**_fields(value, paper, without=("data",)), **_drawn(value.data, paper)}
    if type(value) in _DRAW:
        return _drawn(value, paper)
    if isinstance(value, Table):
        return {**_fields(value, paper), "short": value.short}
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value, paper)
    if isinstance(value, (tuple, list)):
        return [_plain(item, paper) for item in value]
    return value


def _fields(value: Any, paper: bool, without: tuple[str, ...] = ()) -> Mapping[str, Any]:
    found = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in without}
    return {"kind": type(value).__name__, **{name: _plain(item, paper) for name, item in found.items()}}


def _drawn(data: Any, paper: bool) -> dict[str, Any]:
    from markupsafe import Markup

    draw = _DRAW[type(data)]
    drawn = {"svg": Markup(draw(data, HOUSE_LIGHT, narrow=False, font=_CHART_FONT))}
    if not paper:
        drawn["narrow_svg"] = Markup(draw(data, HOUSE_LIGHT, narrow=True, font=_CHART_FONT))
    return drawn
