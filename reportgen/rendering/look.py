"""How a report looks: a theme and a folder of templates, read and checked, or the house's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT, Palette
from reportgen.problems import InputError, Problem
from reportgen.rendering.fonts_of_theme import Fonts
from reportgen.rendering.user_templates import UserTemplates, read_templates


@dataclass(frozen=True)
class Look:
    """What a theme and templates change of a report; texts that are not given are empty.

    dark: None where dark screens show the light colours. logo: a data: address. warnings: one line each. read: the
    files that it was read from.
    """

    light: Palette = HOUSE_LIGHT
    dark: Palette | None = HOUSE_DARK
    organisation: str = ""
    footer: str = ""
    classification: str = ""
    page_size: str = "A4"
    logo: str = ""
    fonts: Fonts = field(default_factory=Fonts)
    templates: UserTemplates | None = None
    warnings: tuple[str, ...] = ()
    read: tuple[Path, ...] = field(default=(), compare=False)

    @property
    def foreign(self) -> bool:
        """Whether it brings templates, a picture or fonts from outside, which are rendered under limits."""
        return bool(self.templates or self.logo or self.fonts.assets)


HOUSE = Look()


def read_look(theme: Path | None, templates: Path | None) -> Look:
    """The look of a theme file and a folder of templates. Raises InputError with every problem of both."""
    problems: list[Problem] = []
    given: dict[str, object] = {}
    opened: list[Path] = []
    if theme is not None:
        from reportgen.rendering.theme import read_theme

        try:
            read = read_theme(theme)
        except InputError as error:
            problems += error.problems
        else:
            given = {"light": read.light, "dark": read.dark, "logo": read.logo, "fonts": read.fonts}
            texts = {
                "organisation": read.theme.organisation,
                "footer": read.theme.footer,
                "classification": read.theme.classification,
                "page_size": read.theme.page_size,
            }
            given |= {name: text for name, text in texts.items() if text is not None}
            given["warnings"] = read.warnings
            opened += read.read
    if templates is not None:
        try:
            given["templates"] = own = read_templates(templates)
            opened += own.read
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return Look(**given, read=tuple(opened))  # type: ignore[arg-type]
