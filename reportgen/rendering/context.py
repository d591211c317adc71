"""What a template is given: the documented contract, and its values for one report.

The names that stand in `page` are the fields of the page's dataclasses, each with its help beside it; what is made
of them on the way stands here. tools/make_reference.py writes docs/templates.md from both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_type_hints

from reportgen.charts.chart import ChartData
from reportgen.charts.letter_by_letter import letter_by_letter
from reportgen.charts.palette import Palette
from reportgen.page.build import Page
from reportgen.page.origins import Origins
from reportgen.page.parts import Account, Chart, Column, Row, Table
from reportgen.rendering.chart_links import with_links
from reportgen.rendering.html import WORDS
from reportgen.rendering.look import Look

NO_WORDS: Mapping[str, str] = MappingProxyType({})
_CHART_FALLBACK = ("Inter", "Helvetica Neue", "Arial", "sans-serif")
# the report's word for an internal audience, in each of our languages
INTERNAL = ("internal", "intern", "interne", "uso interno")
# Letter is shorter, and its first page stands alone all the same.
_PRINT_SIZES = {
    "A4": "--print-size:9.5pt;--print-row:.4rem;",
    "Letter": "--print-size:9pt;--print-row:.3rem;",
}


@dataclass(frozen=True)
class Drawing:
    """A chart as SVG, to be put into the page as it stands."""

    svg: Annotated[str, "476 or 650 units wide; numbers in it lead to `page.origins`"]
    narrow_svg: Annotated[str, "350 units wide, for phones; empty on paper"]


@dataclass(frozen=True)
class ThemeContext:
    """What the theme says; a text that it does not give is empty."""

    organisation: Annotated[str, "whose report it is"]
    footer: Annotated[str, "foot of the PDF's pages"]
    classification: Annotated[str, "the line of every page: internal for that audience, then the theme's"]
    page_size: Annotated[str, "A4 or Letter"]
    logo: Annotated[str, "the logo as a data: address"]
    dark: Annotated[bool, "whether there are colours for dark screens"]


@dataclass(frozen=True)
class Context:
    """The names at the top of every template."""

    page: Annotated[Page, "everything that the page says"]
    theme: Annotated[ThemeContext, "what the theme says"]
    paper: Annotated[bool, "whether the page is for the PDF"]
    colours: Annotated[str, "the theme's colours and fonts as CSS custom properties"]
    page_css: Annotated[str, "page.css"]
    web_css: Annotated[str, "web.css; empty on paper"]
    script: Annotated[str, "the script that unfolds numbers and works the panel `what_if`; empty on paper"]
    script_policy: Annotated[str, "what the page's policy allows that script by"]
    say: Annotated[
        Callable[..., str],
        'a text in the page\'s language, `{name}` in it filled in: `say("Made by reportgen {version}", version=...)`; '
        "one that no catalogue has, such as your own without words in --locale-dir, stays as it is",
    ]


# What a template finds beside the fields of a class; in place of a chart's data it finds a Drawing.
ADDED: dict[type[Any], dict[str, str]] = {
    Table: {
        "short": "whether it is kept on one page",
        "long": "whether it folds on a telephone",
        "vast": "whether a number is so long that the columns of values are to be wider",
    },
    Row: {"tall": "whether it may be broken over pages"},
    Column: {"width": "an even share of the table in percent; the widths of built-in tables stand in page.css"},
}
LEFT_OUT: dict[type[Any], tuple[str, ...]] = {Page: ("printed",), Chart: ("data",)}


def help_of(kind: type[Any]) -> dict[str, str]:
    """The help of each name that a template finds in a `kind` of the page, `kind` itself left out."""
    hints = get_type_hints(kind, include_extras=True)
    told = {name: str(get_args(hints[name])[1]) for name in _names(kind)}
    if kind is Chart:
        told |= help_of(Drawing)
    return told | ADDED.get(kind, {})


def classes_of(kind: type[Any]) -> list[type[Any]]:
    """`kind` and the dataclasses below it, in the order in which they are met; charts' own data left out."""
    found = [kind]
    for place in found:
        hints = get_type_hints(place)
        for name in _names(place):
            met = (one for one in _dataclasses_in(hints[name]) if not issubclass(one, ChartData))
            found += [one for one in met if one not in found]
    return found


def _dataclasses_in(hint: Any) -> list[type[Any]]:
    if is_dataclass(hint) and isinstance(hint, type):
        return [hint]
    return [found for argument in get_args(hint) for found in _dataclasses_in(argument)]


_NAMES: dict[type[Any], list[str]] = {}  # asked for by every object of a page


def _names(kind: type[Any]) -> list[str]:
    if kind not in _NAMES:
        _NAMES[kind] = [field.name for field in fields(kind) if field.name not in LEFT_OUT.get(kind, ())]
    return _NAMES[kind]


def _classification(page: Page, look: Look) -> str:
    """The word of the report and the line of the theme, each once: of a line that is that word in one of our languages
    the page's stands alone, one that has it among others says it already."""
    word, line = page.classification, look.classification
    if not word or re.search(rf"(?i)\b{re.escape(word)}\b", line):
        return line
    return word if not line or line.lower() in INTERNAL else f"{word} · {line}"


def context_of(page: Page, look: Look, paper: bool, words: Mapping[str, str] = NO_WORDS) -> dict[str, Any]:
    """The context but for the stylesheets: dicts, lists, texts, numbers and booleans, charts drawn as texts.

    words: the company's own for texts that templates say. They go with the context to where no file is read, and are
    no name of a template's.
    """
    theme = {field.name: getattr(look, field.name) for field in fields(ThemeContext)}
    theme |= {"dark": look.dark is not None, "classification": _classification(page, look)}
    sheet = _colours(look, dark=not paper)
    context = {
        "page": _plain(page, look, None if paper else page.origins),
        "theme": theme,
        "paper": paper,
        "colours": sheet,
    }
    return {**context, WORDS: dict(words)} if words else context


def _colours(look: Look, dark: bool) -> str:
    """Palette and fonts as custom properties; browsers take the dark palette where the reader prefers it."""
    fonts = look.fonts
    faces = {"text": fonts.text, "figures": fonts.figures, "heading": fonts.heading}
    families = "".join(f"--font-{role}:{_quoted(names)};" for role, names in faces.items())
    weights = f"--heading-weight:{fonts.heading_weight};--figure-weight:{fonts.figure_weight};"
    light = f":root{{{families}{weights}{_PRINT_SIZES[look.page_size]}{_properties(look.light)}}}"
    if not dark or look.dark is None:
        return light
    return f"{light}@media screen and (prefers-color-scheme:dark){{:root{{{_properties(look.dark)}}}}}"


def _quoted(names: tuple[str, ...]) -> str:
    return ",".join(f'"{name}"' for name in names)


def _properties(palette: Palette) -> str:
    roles = ((field.name.replace("_", "-"), getattr(palette, field.name)) for field in fields(palette))
    return "".join(f"--{role}:{colour};" for role, colour in roles)


def _plain(value: Any, look: Look, origins: Origins | None) -> Any:
    """Dataclasses as dicts of texts, numbers and lists, charts drawn: a template gets nothing that can act.

    origins: of the page's figures, to which numbers on charts lead; None on paper.
    """
    kind = type(value)
    if value is None or kind is str:
        return value
    if kind is tuple or kind is list:  # before what is asked of few
        return [_plain(item, look, origins) for item in value]
    if isinstance(value, Chart):
        return {**_fields(value, look, origins), **_drawn(value.data, look, origins)}
    if isinstance(value, ChartData):
        return _drawn(value, look, origins)
    if kind is Row:
        return {**_fields(value, look, origins), "tall": value.tall}
    if kind is Account and origins is not None:  # its pictures are hidden from who listens, and so hold no links
        return _fields(value, look, {})
    if isinstance(value, Table):
        width = round(100 / len(value.columns), 3)
        columns = [{**_fields(column, look, origins), "width": width} for column in value.columns]
        added = {name: getattr(value, name) for name in ADDED[Table]}
        return {**_fields(value, look, origins), "columns": columns, **added}
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value, look, origins)
    return value


def _fields(value: Any, look: Look, origins: Origins | None) -> dict[str, Any]:
    kind = type(value)
    return {"kind": kind.__name__, **{name: _plain(getattr(value, name), look, origins) for name in _names(kind)}}


def _drawn(data: ChartData, look: Look, origins: Origins | None) -> dict[str, str]:
    # names with digits in them are no plain identifiers
    families = (*(f"'{name}'" if " " in name else name for name in look.fonts.figures), *_CHART_FALLBACK)
    font = ", ".join(families)
    svg = data.draw(look.light, narrow=False, font=font)
    if origins is None:
        return {"svg": letter_by_letter(with_links(svg, {})), "narrow_svg": ""}  # browsers order letters themselves
    narrow = data.draw(look.light, narrow=True, font=font)
    return {"svg": with_links(svg, origins), "narrow_svg": with_links(narrow, origins)}
