"""Themes: what is read, what is refused with line and ratio, and what a theme changes of a report."""

from __future__ import annotations

import io
import os
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdf
import pytest

from reportgen.charts.palette import HOUSE_DARK, HOUSE_LIGHT
from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering import limited
from reportgen.rendering.fonts_of_theme import FontRefused, package_fonts, read_font
from reportgen.rendering.look import HOUSE, Look, read_look
from reportgen.rendering.report import Report
from tests.rendering.runs import SAMPLES, STREET_SCENES, company

COMPANIES = SAMPLES / "companies"
HOUSE_FONT = Path(__file__).parents[2] / "reportgen/rendering/fonts/InterReport-Regular.ttf"


def look(folder: Path, text: str) -> Look:
    """The look of a theme file with this text."""
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    return read_look(folder / "theme.toml", None)


def problems(folder: Path, text: str) -> list[str]:
    """The problems of a theme file with this text, without the folder's name."""
    with pytest.raises(InputError) as refused:
        look(folder, text)
    return [str(problem).replace(f"{folder}/", "") for problem in refused.value.problems]


def street_scenes(theme: Path | None = None, templates: Path | None = None) -> Report:
    """The sample run with its company's prices, and a theme or templates."""
    costs = [STREET_SCENES / "company-costs.toml"]
    return load(STREET_SCENES / "run.yaml", cost_tables=costs, theme=theme, templates=templates)


DAMAGED = {
    '[light]\naccent = "0B5A73"': "theme.toml:2: $.light.accent: expected a colour",
    '[light]\naccent = "#0B5A7"': "theme.toml:2: $.light.accent: expected a colour",
    "[light]\naccent = 7": "theme.toml:2: $.light.accent: expected a colour, found 7",
    'acent = "#0B5A73"': "theme.toml:1: $.acent: is unknown",
    '[light]\nacent = "#0B5A73"': 'theme.toml:2: $.light.acent: is unknown (did you mean "accent"?)',
    'page_size = "A5"': 'theme.toml:1: $.page_size: "A5" is none of A4, Letter',
    'organisation = "O"\nlogo = "../logo.svg"': "theme.toml:2: $.logo: ../logo.svg lies outside the theme's folder",
    'organisation = "O"\nlogo = "/etc/passwd"': "theme.toml:2: $.logo: /etc/passwd lies outside the theme's folder",
    'organisation = "O"\nlogo = "logo.svg"': "theme.toml:2: $.logo: there is no file logo.svg beside the theme",
    '[font]\ntext = "x;}body{"': 'theme.toml:2: $.font.text: "x;}body{" is no name of a font family',
    '[font]\ntext = "Comic Sans MS"': "theme.toml:2: $.font.text: the PDF has no font Comic Sans MS",
    "[font]\nheading_weight = 350": "theme.toml:2: $.font.heading_weight: 350 is no weight",
    '[font]\nfiles = ["theme.toml"]': "theme.toml:2: $.font.files[0]: theme.toml: no TTF, OTF or WOFF2 font",
    '[font]\npackage = "fontpkg-no-such-font"': "theme.toml:2: $.font.package: no package fontpkg-no-such-font is",
    '[font]\npackage = "../.."': 'theme.toml:2: $.font.package: "../.." is no name of a package',
}


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_theme_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    """Each fault is one problem with file, line and path."""
    (problem,) = problems(tmp_path, text)

    assert problem.startswith(DAMAGED[text])


def test_a_logo_that_is_a_pipe_is_called_one(tmp_path: Path) -> None:
    """It is there, nothing is read from it, and nobody waits."""
    os.mkfifo(tmp_path / "logo.svg")
    (problem,) = problems(tmp_path, 'organisation = "O"\nlogo = "logo.svg"')

    assert problem == "theme.toml:2: $.logo: logo.svg is a pipe, and no file that stays on disk"


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    """A theme with several faults is mended in one go."""
    found = problems(tmp_path, 'page_size = "A5"\nlogo = "x"\n[light]\nink = "red"\n')

    assert ["page_size", "ink", "logo", "logo"] == [re.findall(r"\$\.(?:light\.)?(\w+)", line)[0] for line in found]


@pytest.mark.parametrize(
    ("mode", "key", "colour", "told"),
    [
        ("light", "ink", "#3A3A3A", "tick labels, 63.5 % of ink"),
        ("light", "accent", "#777777", "accent (#777777) on paper (#FFFFFF) has a contrast of 4.47 (at least 4.5"),
        ("light", "spent", "#E5B04A", "spent (#E5B04A) on paper (#FFFFFF) has a contrast of 1.97"),
        ("dark", "accent", "#0B5A73", "accent (#0B5A73) on paper (#11171C) has a contrast of 2.34"),
    ],
)
def test_pale_text_is_refused_with_its_ratio(tmp_path: Path, mode: str, key: str, colour: str, told: str) -> None:
    """A colour that is too near its ground is named with the pair and the ratio, cut and never rounded up."""
    found = [line for line in problems(tmp_path, f'[{mode}]\n{key} = "{colour}"\n') if f"$.{mode}.{key}: " in line]

    assert told in found[0]


WHITE, GREY = "on paper (#FFFFFF)", "on tint (#F5F5F5)"


@pytest.mark.parametrize(
    ("mode", "colour", "told"),
    [
        # of black on white 21, of #767676 4.54 and of #777777 4.47: mixed from the ink and the paper
        ("light", "#1E1E1E", None),
        ("light", "#1F1F1F", f"tick labels, 63.5 % of ink (#717171) {GREY} has a contrast of 4.47"),
        ("light", "#464646", f"tick labels, 63.5 % of ink (#8A8A8A) {WHITE} has a contrast of 3.45"),
        ("light", "#474747", f"labels, 74 % of ink (#777777) {WHITE} has a contrast of 4.47"),
        ("light", "#767676", f"labels, 74 % of ink (#9A9A9A) {WHITE} has a contrast of 2.81"),
        ("light", "#777777", f"ink (#777777) {WHITE} has a contrast of 4.47"),
        ("dark", "#C8C8C8", None),
        ("dark", "#C0C0C0", "tick labels, 63.5 % of ink (#808284) on tint (#191F23) has a contrast of 4.31"),
        ("dark", "#787878", "ink (#787878) on paper (#11171C) has a contrast of 4.08"),
    ],
)
def test_one_ink_is_one_problem(tmp_path: Path, mode: str, colour: str, told: str | None) -> None:
    """The first text that cannot be read is named, of all that are mixed from the ink."""
    text = f'[{mode}]\nink = "{colour}"\n'
    if told is None:
        assert () == look(tmp_path, text).warnings
    else:
        assert [f"theme.toml:2: $.{mode}.ink: {told} (at least 4.5, WCAG AA)"] == problems(tmp_path, text)


@pytest.mark.parametrize(
    ("accent", "told"),
    [
        ("#004000", []),
        ("#004100", ["differ by 19.65 under protanopia"]),
        ("#006600", ["differ by 0.41 under protanopia", "differ by 19.89 under deuteranopia"]),
    ],
)
def test_colours_just_far_enough_apart_are_taken(tmp_path: Path, accent: str, told: list[str]) -> None:
    """A green that grows brighter beside the house's red: 20 is enough, for each deficiency by itself."""
    text = f'[light]\naccent = "{accent}"\n'
    if not told:
        assert accent == look(tmp_path, text).light.accent
        return
    start = f"theme.toml:1: $.light.spent: accent ({accent}) and spent (#B5490F) "
    assert [f"{start}{one} (at least 20 (CIE76))" for one in told] == problems(tmp_path, text)


@pytest.mark.parametrize(("accent", "warned"), [("#6A2C6C", True), ("#6A2C6D", False)])
def test_what_only_few_confuse_is_a_warning_below_20(tmp_path: Path, accent: str, warned: bool) -> None:
    """At 19.89 it is said, with the file, and a little farther apart it is not."""
    found = look(tmp_path, f'[light]\naccent = "{accent}"\nspent = "#8A5A00"\n')
    said = f"accent ({accent}) and spent (#8A5A00) differ by 19.89 under tritanopia, below 20 (CIE76)"
    assert ((f"{tmp_path}/theme.toml: {said}",) if warned else ()) == found.warnings


def test_accent_and_spent_that_many_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    """A red and a green of one lightness are refused for those with protanopia or deuteranopia."""
    found = problems(tmp_path, '[light]\naccent = "#5A6B00"\nspent = "#8A5A00"\n')

    assert any("under deuteranopia" in line and "at least 20" in line for line in found)


def test_blue_and_green_are_a_warning(tmp_path: Path) -> None:
    """What only those with tritanopia confuse is said and taken, as the side and the sign say it too."""
    found = look(tmp_path, '[light]\naccent = "#6A2C5A"\nspent = "#8A5A00"\n')

    assert 1 == len(found.warnings)
    assert "differ by 17.37 under tritanopia" in found.warnings[0]


def test_what_a_theme_leaves_out_is_the_houses(tmp_path: Path) -> None:
    """Only the colours that are given change; light colours of one's own take the dark ones away."""
    green = look(tmp_path, '[light]\naccent = "#00693E"\n')

    assert ("#00693E", HOUSE_LIGHT.ink, HOUSE_LIGHT.spent) == (green.light.accent, green.light.ink, green.light.spent)
    assert green.dark is None
    assert '<meta name="color-scheme" content="light">' in street_scenes(tmp_path / "theme.toml").html
    assert HOUSE_DARK == look(tmp_path, 'footer = "F"\n').dark
    assert HOUSE == look(tmp_path, 'schema = "reportgen/theme/1"\n')


def test_the_charts_take_the_themes_colours(tmp_path: Path) -> None:
    """No colour of the house is left in a page with five colours of its own."""
    (tmp_path / "theme.toml").write_text(
        '[light]\npaper = "#FFFDF8"\nink = "#101418"\naccent = "#00693E"\nspent = "#A8337A"\nkept = "#BFD3C7"\n'
    )
    html = street_scenes(theme=tmp_path / "theme.toml").html
    house = {HOUSE_LIGHT.ink, HOUSE_LIGHT.accent, HOUSE_LIGHT.spent, HOUSE_LIGHT.kept, HOUSE_LIGHT.grid}

    assert set() == house & set(re.findall("#[0-9A-F]{6}", html))
    assert 5 < html.count('fill="#00693E"')


@pytest.mark.parametrize("name", ["halden", "nordlicht"])
def test_report_json_is_the_same_under_any_look(name: str, tmp_path: Path) -> None:
    """Neither theme nor templates change a byte of the figures."""
    folder = COMPANIES / name
    report = street_scenes(theme=folder / "theme.toml", templates=folder / "templates")
    report.save(tmp_path, ["json", "html"])

    assert street_scenes().json == (tmp_path / "report.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "size_mm", "line", "footer", "block"),
    [
        ("halden", (216, 279), "Internal", "Halden Mobility · Data platform", "For the controller"),
        ("nordlicht", (210, 297), "Confidential: research use only", "Klinik Nordlicht · Radiology", "No patient"),
    ],
)
def test_a_companys_report_is_its_own(name: str, size_mm: tuple[int, int], line: str, footer: str, block: str) -> None:
    """Paper, classification and foot stand on every page, logo and block in both formats, and the PDF is archival."""
    report = company(name)
    result = report.pdf()
    pages = pypdf.PdfReader(io.BytesIO(result.content)).pages
    texts = [page.extract_text() for page in pages]
    box = pages[0].mediabox

    assert (True, ()) == (result.conforms, result.remarks)
    assert size_mm == (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72))
    assert [] == [text for text in texts if line not in text or footer not in text]
    assert block in "".join(texts)
    assert "Appendix" in texts[0]
    for part in (f'aria-label="Classification">{line}</aside>', '<img src="data:image/', block):
        assert part in report.html


def test_a_reader_may_not_smooth_a_picture() -> None:
    """Each picture of the PDF says that it is not to be interpolated, as PDF/A asks (ISO 19005-3, 6.2.8)."""
    pages = pypdf.PdfReader(io.BytesIO(company("nordlicht").pdf().content)).pages
    resources: list[Any] = [page["/Resources"].get_object() for page in pages]
    drawn = [it.get_object() for found in resources for it in found.get("/XObject", {}).values()]
    smooth = [it.get("/Interpolate") for it in drawn if it["/Subtype"] == "/Image"]
    assert smooth
    assert {False} == {getattr(it, "value", it) for it in smooth}


def test_font_files_reach_the_pdf(tmp_path: Path) -> None:
    """A family of a file beside the theme is embedded, under every weight that the page uses."""
    from fontTools.ttLib import TTFont

    with TTFont(HOUSE_FONT) as font:
        for number in (1, 4, 6, 16):
            font["name"].setName("Outer", number, 3, 1, 0x409)
        font.save(tmp_path / "own.ttf")
    text = '[font]\ntext = "Outer, Georgia"\nheading = "Outer"\nfiles = ["own.ttf"]\n'
    text += "heading_weight = 500\nfigure_weight = 300\n"
    fonts = look(tmp_path, text).fonts

    report = street_scenes(theme=tmp_path / "theme.toml")
    result = report.pdf()
    resources: Any = pypdf.PdfReader(io.BytesIO(result.content)).pages[0]["/Resources"]
    embedded = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}

    assert [300, 400, 500, 600] == [weight for _, weight, _ in fonts.faces]
    assert ("Outer", "Georgia", "Inter Report") == fonts.text
    assert result.conforms
    assert any("Outer" in name for name in embedded)
    assert '--font-text:"Outer","Georgia","Inter Report";' in report.html


def test_a_font_that_unpacks_without_bounds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A WOFF2 file of a few thousand bytes that holds a gigabyte is refused with its line, by the limit of memory."""
    brotli = import_module("brotli")

    packed = brotli.compress(bytes(10**9), quality=1)
    table = b"\x3f" + b"junk" + b"\x83\xdc\xd6\xcb\x00"  # one table of 10^9 bytes, its length in base 128
    size = (48 + len(table) + len(packed)).to_bytes(4)
    head = b"wOF2\x00\x01\x00\x00" + size + b"\x00\x01" + b"\x00" * 6 + len(packed).to_bytes(4) + b"\x00" * 24
    (tmp_path / "bomb.woff2").write_bytes(head + table + packed)
    monkeypatch.setattr(limited, "MEMORY_BYTES", 512 * 1024**2)

    (problem,) = problems(tmp_path, '[font]\nfiles = ["bomb.woff2"]\n')
    assert problem.startswith("theme.toml:2: $.font.files[0]: bomb.woff2: the font needs more memory")


def test_a_woff2_file_is_read(tmp_path: Path) -> None:
    """A font as the web has it serves the PDF too."""
    from fontTools.ttLib import TTFont

    with TTFont(HOUSE_FONT) as font:
        for number in (1, 16):
            font["name"].setName("Outer", number, 3, 1, 0x409)
        font.flavor = "woff2"
        font.save(tmp_path / "own.woff2")
    fonts = look(tmp_path, '[font]\ntext = "Outer"\nfiles = ["own.woff2"]\n').fonts

    assert (("Outer", 400, "theme-0.woff2"), ("Outer", 600, "theme-0.woff2")) == fonts.faces
    assert (True, ()) == ((result := street_scenes(tmp_path / "theme.toml").pdf()).conforms, result.remarks)


def test_an_installed_package_gives_its_files() -> None:
    """The fonts of an installed font package are found by the package's name."""
    families = {read_font(path.read_bytes()).family for path in package_fonts("fontpkg-inter")}

    assert {"Inter"} == families


@pytest.mark.parametrize(
    "content",
    [b"", b"wOFF", b"wOF2" + b"\x00" * 99, b"\x00\x01\x00\x00" + b"\xff" * 200, HOUSE_FONT.read_bytes()[:3000]],
)
def test_a_file_that_is_no_font_is_refused(content: bytes) -> None:
    """Nothing, another format, noise and half a font are refused in one line."""
    with pytest.raises(FontRefused):
        read_font(content)
