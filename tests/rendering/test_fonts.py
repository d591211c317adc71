"""The report's faces: their names, their characters, and that the script makes them."""

from __future__ import annotations

import runpy
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

REPOSITORY = Path(__file__).parents[2]
FACES = {
    "InterReport": "Inter Report",
    "InterTabular": "Inter Tabular",
    "InterDisplay": "Inter Report Display",
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


@pytest.fixture(scope="module", params=FACES)
def face(request: pytest.FixtureRequest) -> tuple[str, TTFont]:
    """Return the family name expected of a committed face, and the face."""
    with (files("reportgen.rendering") / "fonts" / f"{request.param}.woff2").open("rb") as stream:
        font = TTFont(stream)
        font.ensureDecompiled()
    return FACES[request.param], font


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """Return what tools/make_fonts.py defines."""
    return runpy.run_path(str(REPOSITORY / "tools" / "make_fonts.py"))


def test_family_name(face: tuple[str, TTFont]) -> None:
    """Each face carries the family name that style sheets call it by."""
    family, font = face
    assert family == font["name"].getBestFamilyName()


def test_weights_300_to_700_remain(face: tuple[str, TTFont]) -> None:
    """Each face is variable in weight from 300 to 700, regular by default, and in nothing else."""
    expected = [("wght", 300, 400, 700)]
    axes = [(axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue) for axis in face[1]["fvar"].axes]
    assert expected == axes


@pytest.mark.parametrize("purpose", NEEDED)
def test_needed_characters_have_glyphs(purpose: str, face: tuple[str, TTFont]) -> None:
    """No character that reports need is missing from any face."""
    present = face[1].getBestCmap()
    missing = [f"U+{ord(c):04X} {c}" for c in NEEDED[purpose] if ord(c) not in present]
    assert not missing


@pytest.mark.parametrize("weight", [300, 400, 600, 700])
def test_tabular_digits_have_one_width(weight: int) -> None:
    """The ten digits of the Tabular face are equally wide at every weight in use."""
    with (files("reportgen.rendering") / "fonts" / "InterTabular.woff2").open("rb") as stream:
        font = TTFont(stream)
        glyphs = font.getGlyphSet(location={"wght": weight})
        names = font.getBestCmap()
        widths = [glyphs[names[ord(digit)]].width for digit in "0123456789"]
    assert [widths[0]] * 10 == widths


def test_only_the_digits_are_tabular() -> None:
    """Apart from the digits, Report and Tabular show each character with the same glyph."""
    glyph_of = {}
    with as_file(files("reportgen.rendering") / "fonts") as folder:
        for name in ("InterReport", "InterTabular"):
            font = TTFont(folder / f"{name}.woff2")
            glyph_of[name] = {chr(c): font.getGlyphID(glyph) for c, glyph in font.getBestCmap().items()}
    report, tabular = glyph_of["InterReport"], glyph_of["InterTabular"]
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
    committed = {path: (REPOSITORY / path).read_bytes() for path in made}
    differing = [str(path) for path in made if committed[path] != made[path]]
    assert not differing
