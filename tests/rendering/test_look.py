"""A theme and a folder of templates become the look of a report, or all problems of both are said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT
from reportgen.problems import InputError
from reportgen.rendering.fonts_of_theme import Fonts
from reportgen.rendering.look import HOUSE, Look, read_look
from reportgen.rendering.user_templates import UserTemplates

TEXTS = {"organisation": "Halden AS", "footer": "For Halden", "classification": "Confidential", "page_size": "Letter"}


def theme(folder: Path, text: str) -> Path:
    """A theme file with this text."""
    path = folder / "theme.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("given", [*TEXTS, "all", "none"])
def test_texts_of_a_theme_are_those_of_the_look(tmp_path: Path, given: str) -> None:
    """Each that is given, and the house's where none is."""
    texts = {name: text for name, text in TEXTS.items() if given in (name, "all")}
    lines = ['schema = "reportgen/theme/1"', *(f'{name} = "{text}"' for name, text in texts.items())]
    path = theme(tmp_path, "\n".join(lines))
    assert replace(HOUSE, **texts) == (found := read_look(path, None))  # type: ignore[arg-type]
    assert (path,) == found.read


def test_the_houses_own() -> None:
    """Its colours on A4, and nobody's name."""
    assert HOUSE == read_look(None, None)
    assert (HOUSE_LIGHT, HOUSE_DARK, "A4", Fonts()) == (HOUSE.light, HOUSE.dark, HOUSE.page_size, HOUSE.fonts)
    nothing = (HOUSE.organisation, HOUSE.footer, HOUSE.classification, HOUSE.logo, HOUSE.warnings, HOUSE.read)
    assert ("", "", "", "", (), ()) == nothing


@pytest.mark.parametrize(
    ("look", "foreign"),
    [
        (HOUSE, False),
        (Look(organisation="O", page_size="Letter"), False),
        (Look(logo="data:x"), True),
        (Look(templates=UserTemplates("f", {"a.j2": ""})), True),
        (Look(fonts=Fonts(assets={"a.ttf": b"x"})), True),
        (Look(fonts=Fonts(text=("Georgia",))), False),
    ],
)
def test_what_comes_from_outside_is_rendered_under_limits(look: Look, foreign: bool) -> None:
    """A logo, templates or the bytes of a font; names and sizes are harmless."""
    assert foreign == look.foreign


def test_problems_of_theme_and_templates_come_together(tmp_path: Path) -> None:
    """One of each."""
    path = theme(tmp_path, 'page_size = "A5"\n')
    with pytest.raises(InputError) as refused:
        read_look(path, tmp_path / "none")
    first, second = (problem.where for problem in refused.value.problems)
    assert first.startswith(str(path))
    assert str(tmp_path / "none") == second


def test_every_file_of_a_look_is_listed(tmp_path: Path) -> None:
    """The theme, its logo and each template: what is read is never written over."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "page.css").write_text("p { margin: 0 }", encoding="utf-8")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="5" height="5"/></svg>'
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    path = theme(tmp_path, 'organisation = "O"\nlogo = "logo.svg"\n')
    found = read_look(path, own)
    assert {path, tmp_path / "logo.svg", own / "page.css"} == set(found.read)
    assert found.logo.startswith("data:image/")
    assert found.templates is not None
    assert {"page.css": "p { margin: 0 }"} == found.templates.texts
