"""The report's faces: names, weights, characters, how the PDF asks for them, and that the script makes them."""

from __future__ import annotations

import re
import runpy
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from reportgen.files.shipped import template_folder

REPOSITORY = Path(__file__).parents[2]
FACES = {
    "InterReport-Regular.ttf": ("Inter Report", "Regular", 400),
    "InterReport-SemiBold.ttf": ("Inter Report", "SemiBold", 600),
    "InterTabular-Regular.ttf": ("Inter Tabular", "Regular", 400),
    "InterTabular-SemiBold.ttf": ("Inter Tabular", "SemiBold", 600),
    "InterDisplay-SemiBold.ttf": ("Inter Report Display", "SemiBold", 600),
}
NEEDED = {
    "spaces, hyphens and dashes": "\u0020\u00a0\u2009\u202f\u2010\u2011–—",
    "signs of reckoning": "+−±×÷·=≈≠≤≥<>%‰√∑∫∆",
    "arrows and subscripts": "←↑→↓₀₁₂₃²³",
    "currencies": "€$£¥¢₣₤₦₩₪₫₱₴₸₹₺₽₿",
    "quotation and other marks": "‘’‚“”„«»‹›…•†‡§¶©®™°µ№¿¡",
    "shapes": "■□●○◆◇▲▼✓✗",
    "Western European": "ÀÂÄÅÆÇÉÈÊËÍÎÏÑÓÔÖØŒÚÛÜŸßẞàâäåæçéèêëíîïñóôöøœúûüÿÐÞðþ",
    "Central and Eastern European": "ĄĆĘŁŃŚŹŻąćęłńśźżČĎĚŇŘŠŤŮŽčďěňřšťůžŐŰőűĐđĢĶĻŅģķļņĖėŲų",
    "Romanian with comma below": "ȘșȚțĂăÂâÎî",
    "Turkish and Maltese": "ĞğİıŞşĠġĦħ",
    "Greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊΐ",
    "Russian": "".join(map(chr, range(0x0410, 0x0450))) + "Ёё",
    "Ukrainian, Belarusian, Serbian and Macedonian": "ҐґЄєІіЇїЎўЂђЈјЉљЊњЋћЏџЃѓЅѕЌќ",
}


def committed(name: str) -> TTFont:
    """Return the font in a file of the package."""
    with (files("reportgen.rendering") / "fonts" / name).open("rb") as stream:
        return TTFont(stream, lazy=False)


@pytest.fixture(scope="module", params=FACES)
def face(request: pytest.FixtureRequest) -> tuple[str, TTFont]:
    """Return the file name of a committed face, and the face."""
    return request.param, committed(request.param)


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """Return what tools/make_fonts.py defines."""
    return runpy.run_path(str(REPOSITORY / "tools" / "make_fonts.py"))


def test_family_style_and_weight(face: tuple[str, TTFont]) -> None:
    """Each face carries the family that style sheets call it by, its style and the number of its weight."""
    name, font = face
    names = font["name"]
    assert FACES[name] == (names.getBestFamilyName(), names.getBestSubFamilyName(), font["OS/2"].usWeightClass)


def test_faces_are_told_apart_by_their_names() -> None:
    """No two faces share their full name, their PostScript name or their entry in a four-style menu."""
    tables = [committed(name)["name"] for name in FACES]
    for name_ids in ((4,), (6,), (1, 2)):
        given = {tuple(table.getDebugName(name_id) for name_id in name_ids) for table in tables}
        assert len(FACES) == len(given)


def test_neither_axes_nor_hinting_remain(face: tuple[str, TTFont]) -> None:
    """Each face is one fixed weight without instructions, so that a PDF takes it as it is."""
    superfluous = {"fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "fpgm", "prep", "cvt "}
    assert set() == superfluous & set(face[1].keys())


@pytest.mark.parametrize(
    ("thin", "thick"),
    [
        ("InterReport-Regular.ttf", "InterReport-SemiBold.ttf"),
        ("InterTabular-Regular.ttf", "InterTabular-SemiBold.ttf"),
    ],
)
def test_heavier_faces_are_drawn_heavier(thin: str, thick: str) -> None:
    """The bar of the heavier face is wider by more than a third: its weight is drawn, not merely stated."""
    bars = [font["glyf"][font.getBestCmap()[ord("|")]] for font in (committed(thin), committed(thick))]
    thin_bar, thick_bar = (bar.xMax - bar.xMin for bar in bars)
    assert thin_bar * 4 / 3 < thick_bar


def test_print_style_sheet_asks_for_each_face() -> None:
    """The style sheet of the PDF names each file once, with the family and the weight that are in it."""
    style = (template_folder() / "print.css").read_text(encoding="utf-8")
    rule = r'@font-face \{ font-family: "(.+?)"; font-weight: (\d+); src: url\(asset:(.+?)\)'
    asked = sorted((name, family, int(weight)) for family, weight, name in re.findall(rule, style))
    assert sorted((name, family, weight) for name, (family, _, weight) in FACES.items()) == asked
    assert len(FACES) == style.count("@font-face")


@pytest.mark.parametrize("purpose", NEEDED)
def test_needed_characters_have_glyphs(purpose: str, face: tuple[str, TTFont]) -> None:
    """No character that reports need is missing from any face."""
    present = face[1].getBestCmap()
    missing = [f"U+{ord(c):04X} {c}" for c in NEEDED[purpose] if ord(c) not in present]
    assert not missing


@pytest.mark.parametrize("style", ["Regular", "SemiBold"])
def test_tabular_digits_have_one_width(style: str) -> None:
    """The ten digits of the Tabular face are equally wide at each of its weights."""
    font = committed(f"InterTabular-{style}.ttf")
    names = font.getBestCmap()
    widths = [font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"]
    assert [widths[0]] * 10 == widths


@pytest.mark.parametrize("style", ["Regular", "SemiBold"])
def test_only_the_digits_are_tabular(style: str) -> None:
    """Apart from the digits, Report and Tabular show each character with the same glyph."""
    report, tabular = (
        {chr(code): font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()}
        for font in (committed(f"InterReport-{style}.ttf"), committed(f"InterTabular-{style}.ttf"))
    )
    assert set("0123456789") == {c for c in report if report[c] != tabular[c]}


def test_licence_lies_beside_the_faces() -> None:
    """The Open Font License stands in the fonts' folder, its copyright line reserving no font name."""
    expected = "Copyright 2020 The Inter Project Authors (https://github.com/rsms/inter)"
    licence = (files("reportgen.rendering") / "fonts" / "OFL-Inter.txt").read_text(encoding="utf-8")
    assert expected == licence.splitlines()[0]
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_script_makes_the_committed_bytes(script: dict[str, Any], tmp_path: Path) -> None:
    """Run anew, the script gives the committed fonts, licence and widths byte for byte."""
    installed = {package: version(package) for package in script["MADE_WITH"]}
    if installed != script["MADE_WITH"]:
        pytest.skip(f"faces were made with {script['MADE_WITH']}, installed is {installed}")
    made = {path.relative_to(tmp_path): path.read_bytes() for path in script["make"](tmp_path)}
    differing = [str(path) for path, content in made.items() if (REPOSITORY / path).read_bytes() != content]
    assert not differing
