"""Font files read, refused and matched with the weights that a page uses."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from reportgen.files.shipped import template_folder
from reportgen.rendering.fonts_of_theme import (
    HOUSE_FAMILIES,
    MOST_FONT_BYTES,
    FontFile,
    FontRefused,
    Fonts,
    faces_of,
    package_fonts,
    read_font,
)

FACES = Path(__file__).parents[2] / "reportgen" / "rendering" / "fonts"


def test_the_houses_families_are_those_of_its_faces() -> None:
    """As their files name them, and as the stylesheet for paper declares them."""
    declared = (template_folder() / "print.css").read_text(encoding="utf-8")
    families = {read_font(path.read_bytes()).family for path in FACES.glob("*.ttf")}
    assert families == set(HOUSE_FAMILIES)
    assert [] == [family for family in HOUSE_FAMILIES if f'font-family: "{family}"' not in declared]
    fonts = Fonts()
    assert ((HOUSE_FAMILIES[0],), (HOUSE_FAMILIES[1],), (HOUSE_FAMILIES[2],)) == (
        fonts.text,
        fonts.figures,
        fonts.heading,
    )
    assert (600, 600, "") == (fonts.heading_weight, fonts.figure_weight, fonts.stylesheet())


@cache
def house() -> bytes:
    """One of its faces."""
    return (FACES / "InterReport-Regular.ttf").read_bytes()


def changed(**fields: Any) -> bytes:
    """The face with other fields of its table OS/2."""
    with TTFont(BytesIO(house())) as font:
        for name, value in fields.items():
            setattr(font["OS/2"], name, value)
        saved = BytesIO()
        font.save(saved)
        return saved.getvalue()


def test_a_font_says_its_family_and_weight() -> None:
    """Its bytes stay what they are."""
    assert FontFile("Inter Report", 400, 400, False, house(), ".ttf") == read_font(house())
    assert (700, 700, True) == (
        (read := read_font(changed(usWeightClass=700, fsSelection=1))).low,
        read.high,
        read.italic,
    )


def test_a_variable_font_draws_all_weights_between_two() -> None:
    """Those of its axis."""
    (path,) = package_fonts("fontpkg-noto-sans-thai")
    font = read_font(path.read_bytes())
    assert ("Noto Sans Thai", 100, 900) == (font.family, font.low, font.high)


@pytest.mark.parametrize(("kind", "refused"), [(0, False), (2, True), (4, False), (8, False)])
def test_a_font_that_may_not_be_embedded_is_refused(kind: int, refused: bool) -> None:
    """OS/2.fsType 2; print and preview, and editable, may."""
    if refused:
        with pytest.raises(FontRefused, match=r"^Inter Report forbids to be embedded \(OS/2 fsType\)$"):
            read_font(changed(fsType=kind))
    else:
        assert "Inter Report" == read_font(changed(fsType=kind)).family


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no TTF, OTF or WOFF2 font"),
        (b"wOFF" + b"\x00" * 50, "no TTF, OTF or WOFF2 font"),
        (b"true" + b"\x00" * MOST_FONT_BYTES, "a font file has at most 5,000,000 bytes"),
        (b"OTTO" + b"\x00" * (MOST_FONT_BYTES - 4), "the font is damaged"),
        (b"\x00\x01\x00\x00" + b"\xff" * 99, "the font is damaged"),
    ],
)
def test_what_is_no_font_is_refused(content: bytes, told: str) -> None:
    """In one sentence."""
    with pytest.raises(FontRefused, match=f"^{told}$"):
        read_font(content)


def face(family: str, low: int, high: int, italic: bool = False) -> FontFile:
    """A font file of these weights, whose bytes say them."""
    return FontFile(family, low, high, italic, f"{low}-{high}".encode(), ".ttf")


FILES = [face("A", 400, 400), face("A", 700, 700), face("A", 600, 600, italic=True), face("B", 200, 500)]


@pytest.mark.parametrize(
    ("family", "weight", "nearest"),
    [("A", 400, "400-400"), ("A", 549, "400-400"), ("A", 551, "700-700"), ("A", 900, "700-700"), ("A", 100, "400-400")]
    + [("B", weight, "200-500") for weight in (100, 300, 900)],
)
def test_each_weight_has_the_nearest_upright_face(family: str, weight: int, nearest: str) -> None:
    """One that is italic counts for nothing."""
    ((told, at, found),) = faces_of(FILES, {family: {weight}})
    assert (family, weight, nearest) == (told, at, found.content.decode())


def test_faces_stand_in_the_order_of_their_weights() -> None:
    """Of a family that no file has there are none."""
    found = faces_of(FILES, {"A": {600, 300, 400}, "C": {400}, "B": {400}})
    assert [("A", 300), ("A", 400), ("A", 600), ("B", 400)] == [it[:2] for it in found]


def test_faces_are_declared_for_paper() -> None:
    """One rule each, with family, weight and file."""
    fonts = Fonts(faces=(("A", 400, "a.ttf"), ("B", 700, "b.otf")))
    rules = '@font-face { font-family: "A"; font-weight: 400; src: url(asset:a.ttf) }\n'
    rules += '@font-face { font-family: "B"; font-weight: 700; src: url(asset:b.otf) }\n'
    assert rules == fonts.stylesheet()


class Listed:
    """A file of a package, as its metadata have it."""

    def __init__(self, name: str) -> None:
        self.name, self.suffix = name, Path(name).suffix

    def locate(self) -> str:
        """Where it lies."""
        return f"/site/{self.name}"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["b.ttf", "a.OTF", "c.woff2", "d.woff", "e.py"], ["a.OTF", "b.ttf", "c.woff2"]),
        ([f"{number:02}.ttf" for number in range(25)], [f"{number:02}.ttf" for number in range(24)]),
    ],
)
def test_the_fonts_of_a_package(monkeypatch: pytest.MonkeyPatch, names: list[str], expected: list[str]) -> None:
    """In the order of their names, the first 24."""
    monkeypatch.setattr(metadata, "files", lambda _: [Listed(name) for name in names])
    assert [Path("/site", name) for name in expected] == package_fonts("some-fonts")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fontpkg-none-such", "no package fontpkg-none-such is installed: pip install fontpkg-none-such"),
        ("click", "the package click holds no TTF, OTF or WOFF2 files"),
    ],
)
def test_a_package_without_fonts_is_refused(name: str, told: str) -> None:
    """One that is not installed with what to do."""
    with pytest.raises(FontRefused, match=f"^{told}$"):
        package_fonts(name)
