"""Scripts that the report's own faces lack are drawn by installed font packages."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reportgen.rendering.fallback_fonts import _at_weight, characters_of, with_fallback
from reportgen.rendering.fonts_of_theme import Fonts, package_fonts
from tests.cli.running import environment
from tests.rendering.fontconfig import isolated_fontconfig

CHILD = """
import json, sys
from dataclasses import replace
from io import BytesIO
from pypdf import PdfReader
import reportgen
name = sys.argv[1]
pdf = reportgen.report(task="segmentation", samples_before=10, samples_after=9, duration_s=1, name=name).pdf()
text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.content)).pages)
print(json.dumps([pdf.missing_glyphs, pdf.conforms, text]))
"""


def test_what_the_house_draws_needs_no_other_font() -> None:
    """Latin, Greek, Cyrillic and our signs are in the report's own faces."""
    fonts = Fonts()
    assert fonts == with_fallback(fonts, set("Größe Ωμέγα Привет ₂ − × ⁻⁶\u202f\u00a0"))


def test_a_script_is_taken_from_an_installed_package() -> None:
    """Thai comes from the package that has it, behind every family of the page, at both weights."""
    fonts = with_fallback(Fonts(), set("ภาพ"))

    assert ("Inter Report", "Noto Sans Thai") == fonts.text
    assert "Noto Sans Thai" == fonts.figures[-1] == fonts.heading[-1]
    assert {("Noto Sans Thai", 400), ("Noto Sans Thai", 600)} == {face[:2] for face in fonts.faces}
    with (
        TTFont(BytesIO(fonts.assets["fallback-0-400.ttf"])) as thin,
        TTFont(BytesIO(fonts.assets["fallback-0-600.ttf"])) as thick,
    ):
        assert [False, False] == ["fvar" in font for font in (thin, thick)]
        assert [400, 600] == [font["OS/2"].usWeightClass for font in (thin, thick)]
        assert set(map(ord, "ภาพ")) <= set(thin.getBestCmap())
        assert ord("ด") not in thin.getBestCmap(), "which no text has"


def test_a_font_of_one_weight_stays_as_it_is() -> None:
    """Nothing of it can be fixed, and the bytes of a file say what it is."""
    house = (resources.files("reportgen.rendering") / "fonts" / "InterReport-Regular.ttf").read_bytes()
    assert house == _at_weight(house, 600, frozenset("a"))


@pytest.mark.parametrize(("weight", "drawn"), [(50, 100), (100, 100), (900, 900), (950, 900)])
def test_a_weight_beyond_a_fonts_own_is_its_nearest(weight: int, drawn: int) -> None:
    """Noto Sans Thai draws 100 to 900."""
    (path,) = package_fonts("fontpkg-noto-sans-thai")
    with TTFont(BytesIO(_at_weight(path.read_bytes(), weight, frozenset("ภ")))) as font:
        assert drawn == font["OS/2"].usWeightClass


def test_what_no_package_has_is_left_to_the_machine() -> None:
    """A character that no installed package draws adds no font."""
    assert Fonts() == with_fallback(Fonts(), {"\u13a0"})  # Cherokee


def test_characters_are_found_wherever_they_stand() -> None:
    """Texts in dicts and lists count, numbers do not."""
    assert set("abc") == characters_of({"x": ["a", {"y": "bc"}], "n": 12, "none": None})


def test_thai_is_drawn_on_a_machine_without_fonts(tmp_path: Path) -> None:
    """A name in Thai has all its glyphs, stands in the PDF as text, and the file stays archival."""
    name = "ภาพถนน ชุดที่ ๗"
    given = environment(**isolated_fontconfig(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, name], env=given, capture_output=True, text=True, timeout=120, check=True
    )
    missing, conforms, text = json.loads(done.stdout)

    assert [] == missing
    assert conforms
    assert "ถนน" in text
