"""A theme file: what may stand in it, and what is wrong with it, all at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any

from reportgen.charts.colour_vision import DEFICIENCIES, difference
from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT, Palette, contrast, derive
from reportgen.files.document import read_file
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes
from reportgen.files.notes import Path as Place
from reportgen.files.number_shapes import number_of
from reportgen.files.opening import content_of, special_file
from reportgen.files.paths import is_below
from reportgen.files.shapes import MISSING, Choice, Group, ListOf, Shape, Text, describe, given
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt
from reportgen.rendering.fonts_of_theme import (
    HOUSE_FAMILIES,
    HOUSE_FIGURES,
    HOUSE_HEADING,
    HOUSE_TEXT,
    MOST_FONT_BYTES,
    MOST_FONT_FILES,
    FontFile,
    FontRefused,
    Fonts,
    faces_of,
    package_fonts,
)
from reportgen.rendering.limited import read_fonts
from reportgen.rendering.logo import MOST_PNG_BYTES, LogoRefused, data_uri

SCHEMA = "reportgen/theme/1"
LEAST_TEXT, LEAST_LINE = 4.5, 3.0  # contrast ratios, WCAG 2.2, 1.4.3 and 1.4.11
LEAST_DIFFERENCE = 20  # CIE76

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_FAMILY = re.compile("[A-Za-z][A-Za-z0-9 _-]{0,59}")
_PACKAGE = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Colour(Shape):
    """A colour, #RRGGBB."""

    def read(self, node: Node, path: Place, notes: Notes) -> Any:
        if node.kind in ("text", "string") and _COLOUR.fullmatch(str(node.value)):
            return node.value
        notes.add(path, f"expected a colour, found {describe(node)}", 'six hexadecimal digits, such as "#0B5A73"')
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_COLOUR.pattern}$"}


@dataclass(frozen=True)
class Families(Shape):
    """Names of font families, separated by commas; the first that is found is used."""

    def read(self, node: Node, path: Place, notes: Notes) -> Any:
        text = Text(300).read(node, path, notes)
        if text is MISSING:
            return text
        names = tuple(name.strip() for name in text.split(","))
        for name in names:
            if not _FAMILY.fullmatch(name):
                notes.add(path, f'"{excerpt(name)}" is no name of a font family', "letters, digits and blanks")
                return MISSING
        return names

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


@dataclass(frozen=True)
class Weight(Shape):
    """A weight of a font, in hundreds."""

    def read(self, node: Node, path: Place, notes: Notes) -> Any:
        value = number_of(node)
        if not isinstance(value, str) and value in range(100, 1000, 100):
            return int(value)
        notes.add(path, f"{describe(node)} is no weight", "100, 200 and so on to 900")
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"enum": list(range(100, 1000, 100))}


@dataclass(frozen=True)
class Colours:
    """Five colours, from which the others are mixed; those left out are the house's own."""

    paper: str | None = given(Colour(), "the ground")
    ink: str | None = given(Colour(), "text; greys are mixed from it and the paper")
    accent: str | None = given(Colour(), "avoided or removed, and the mark of a section")
    spent: str | None = given(Colour(), "cost, and what is below zero")
    kept: str | None = given(Colour(), "fill of what is kept, never text")


@dataclass(frozen=True)
class FontChoice:
    """Families by role; the PDF takes them from the files or the package, HTML names them."""

    text: tuple[str, ...] | None = given(Families(), "family of the text")
    figures: tuple[str, ...] | None = given(Families(), "family of tables and charts; digits of one width")
    heading: tuple[str, ...] | None = given(Families(), "family of headings and headline figures")
    heading_weight: int | None = given(Weight(), "weight of headings")
    figure_weight: int | None = given(Weight(), "weight of headline figures")
    files: tuple[str, ...] = given(
        ListOf(Text(200), MOST_FONT_FILES), "TTF, OTF or WOFF2 files beside the theme, 5 MB each at most", ()
    )
    package: str | None = given(Text(100), "an installed font package, such as fontpkg-source-serif-4")


@dataclass(frozen=True)
class Theme:
    """How a company's reports look."""

    schema: str | None = given(Choice((SCHEMA,)), "version of this format")
    organisation: str | None = given(Text(120), "whose report it is; stands at the top left")
    footer: str | None = given(Text(120), "foot of every page of the PDF")
    classification: str | None = given(Text(40), "such as internal; stands on every page")
    page_size: str | None = given(Choice(("A4", "Letter")), "paper of the PDF")
    logo: str | None = given(Text(200), "PNG or SVG file beside the theme")
    light: Colours | None = given(Group(Colours), "colours on paper and on light screens")
    dark: Colours | None = given(Group(Colours), "colours on dark screens; none where only light is given")
    font: FontChoice | None = given(Group(FontChoice), "font families")


THEME = Group(Theme)


@dataclass(frozen=True)
class ReadTheme:
    """A theme that is in order, ready to be used. dark: None where dark screens show the light colours."""

    theme: Theme
    light: Palette
    dark: Palette | None
    logo: str
    fonts: Fonts
    warnings: tuple[str, ...]
    read: tuple[Path, ...]


@dataclass(frozen=True)
class _Beside:
    """Reads the files that a theme names. folder: the theme's. opened: those that were read."""

    folder: Path
    opened: list[Path] = field(default_factory=list)

    def content(self, name: str, most: int, note: Callable[[str], None]) -> bytes | None:
        """The bytes of a regular file in the theme's folder or below, or None after saying why not."""
        shown = excerpt(name)
        try:
            path = (self.folder / name).resolve()
            if not is_below(path, self.folder):
                note(f"{shown} lies outside the theme's folder")
            elif not path.exists():
                note(f"there is no file {shown} beside the theme")
            elif what := special_file(path.stat().st_mode):
                note(f"{shown} is {what}, and no file that stays on disk")
            elif path.stat().st_size > most:
                note(f"{shown} has more than {most:,} bytes")
            else:
                self.opened.append(path)
                return content_of(path, most, self.folder)
        except (OSError, ValueError) as error:
            note(f"{shown} cannot be read: {error}")
        return None


def read_theme(path: Path) -> ReadTheme:
    """The theme of a TOML, JSON or YAML file. Raises InputError with every problem found."""
    document = read_file(path)
    notes = Notes(document.name, document.root)
    with working_precision():
        theme = THEME.read(document.root, (), notes)
    if theme is MISSING:
        raise InputError(notes.problems)
    warnings: list[str] = []
    light = _palette(theme.light, HOUSE_LIGHT)
    dark = _palette(theme.dark, HOUSE_DARK) if theme.dark or not theme.light else None
    _check_colours("light", light, notes, warnings)
    if dark is not None:
        _check_colours("dark", dark, notes, warnings)
    beside = _Beside(path.parent)
    logo = _logo(theme, beside, notes)
    fonts = _fonts(theme.font or FontChoice(), beside, notes)
    if notes.problems:
        raise InputError(notes.problems)
    said = tuple(f"{path}: {text}" for text in warnings)
    return ReadTheme(theme, light, dark, logo, fonts, said, (path, *beside.opened))


def _palette(colours: Colours | None, house: Palette) -> Palette:
    chosen = colours or Colours()
    names = [field.name for field in fields(Colours)]
    return derive(**{name: getattr(chosen, name) or getattr(house, name) for name in names})


def _check_colours(mode: str, palette: Palette, notes: Notes, warnings: list[str]) -> None:
    texts = (
        ("ink", palette.ink, "ink", "paper"),
        ("ink", palette.ink2, "labels, 74 % of ink", "paper"),
        ("ink", palette.ink3, "tick labels, 63.5 % of ink", "paper"),
        ("ink", palette.ink3, "tick labels, 63.5 % of ink", "tint"),
        ("accent", palette.accent, "accent", "paper"),
        ("spent", palette.spent, "spent", "paper"),
    )
    pairs = [(*text, LEAST_TEXT) for text in texts]
    pairs.append(("ink", palette.axis, "axes, 50 % of ink", "paper", LEAST_LINE))
    faulty = set()
    for key, colour, name, ground, least in pairs:
        ratio = contrast(colour, getattr(palette, ground))
        if ratio < least and key not in faulty:  # one ink that is too pale is one problem
            faulty.add(key)
            shown = f"{name} ({colour}) on {ground} ({getattr(palette, ground)})"
            notes.add((mode, key), f"{shown} has a contrast of {_cut(ratio)}", f"at least {least}, WCAG AA")
    for deficiency in DEFICIENCIES:
        apart = difference(palette.accent, palette.spent, deficiency)
        if apart >= LEAST_DIFFERENCE:
            continue
        shown = f"accent ({palette.accent}) and spent ({palette.spent}) differ by {_cut(apart)} under {deficiency}"
        if deficiency == "tritanopia":
            warnings.append(f"{shown}, below {LEAST_DIFFERENCE} (CIE76)")
        else:
            notes.add((mode, "spent"), shown, f"at least {LEAST_DIFFERENCE} (CIE76)")


def _cut(number: float) -> str:
    """Two decimals, cut and not rounded: 4.499 must not read as 4.50."""
    return f"{int(number * 100) / 100:.2f}"


def _logo(theme: Theme, beside: _Beside, notes: Notes) -> str:
    if theme.logo is None:
        return ""
    if theme.organisation is None:
        notes.add(("logo",), "has no text for those who cannot see it", "give the organisation")
    content = beside.content(theme.logo, MOST_PNG_BYTES, lambda text: notes.add(("logo",), text))
    if content is None:
        return ""
    try:
        return data_uri(content)
    except LogoRefused as error:
        notes.add(("logo",), f"{excerpt(theme.logo)}: {error}")
        return ""


def _fonts(choice: FontChoice, beside: _Beside, notes: Notes) -> Fonts:
    files = _files(choice, beside, notes)
    roles = {
        "text": (choice.text or (), HOUSE_TEXT),
        "figures": (choice.figures or (), HOUSE_FIGURES),
        "heading": (choice.heading or (), HOUSE_HEADING),
    }
    known = {*HOUSE_FAMILIES, *(file.family for file in files)}
    for role, (names, _) in roles.items():
        if names and names[0] not in known and not notes.problems:
            hint = "known: " + ", ".join(sorted(known)) + "; others come with files = [...] or package = ..."
            notes.add(("font", role), f"the PDF has no font {names[0]}", hint)
    house = Fonts()
    heading_weight = choice.heading_weight or house.heading_weight
    figure_weight = choice.figure_weight or house.figure_weight
    wanted: dict[str, set[int]] = {}
    for role, (names, _) in roles.items():
        weights = {heading_weight, figure_weight} if role == "heading" else {400, 600}
        if names and names[0] not in HOUSE_FAMILIES:
            wanted.setdefault(names[0], set()).update(weights)
    faces = faces_of(files, wanted)
    used = {id(file): file for _, _, file in faces}
    names_of = {key: f"theme-{number}{file.ending}" for number, (key, file) in enumerate(used.items())}
    return Fonts(
        **{role: tuple(dict.fromkeys((*names, house_name))) for role, (names, house_name) in roles.items()},
        heading_weight=heading_weight,
        figure_weight=figure_weight,
        faces=tuple((family, weight, names_of[id(file)]) for family, weight, file in faces),
        assets={names_of[key]: file.content for key, file in used.items()},
    )


def _files(choice: FontChoice, beside: _Beside, notes: Notes) -> list[FontFile]:
    """The fonts of the theme's own files and of its package, without those that are refused."""
    found: list[tuple[Place, str, bytes]] = []
    for index, name in enumerate(choice.files):
        place: Place = ("font", "files", index)
        content = beside.content(name, MOST_FONT_BYTES, partial(notes.add, place))
        if content is not None:
            found.append((place, f"{excerpt(name)}: ", content))
    if choice.package is not None:
        place = ("font", "package")
        if not _PACKAGE.fullmatch(choice.package):
            notes.add(place, f'"{excerpt(choice.package)}" is no name of a package')
        else:
            try:
                found += [(place, f"{path.name}: ", path.read_bytes()) for path in package_fonts(choice.package)]
            except (FontRefused, OSError) as error:
                notes.add(place, str(error))
    try:
        read = read_fonts([content for _, _, content in found])
    except InputError as error:
        notes.add(("font",), error.problems[0].message)
        return []
    for (place, name, _), font in zip(found, read, strict=True):
        if isinstance(font, FontRefused):
            notes.add(place, f"{name}{font}")
    return [font for font in read if isinstance(font, FontFile)]
