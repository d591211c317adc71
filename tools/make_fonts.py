"""Make the report's three faces and its table of character widths from the installed package fontpkg-inter.

    python tools/make_fonts.py [ROOT]

ROOT is where `reportgen/` lies; without it, this repository. Written below it, the same bytes on every run:

- `reportgen/rendering/fonts/InterReport.woff2`, `InterTabular.woff2` and `InterDisplay.woff2`,
- `reportgen/rendering/fonts/OFL-Inter.txt`, their licence,
- `reportgen/charts/advance_widths.json`, what charts need to know how wide a text is.

Source: Inter by Rasmus Andersson, SIL Open Font License 1.1, as packaged by fontpkg-inter. Its licence names
no Reserved Font Name, so the faces may carry "Inter" in their names; licence and trademark entries stay in.
"""

from __future__ import annotations

import argparse
import io
import json
from importlib.resources import files
from pathlib import Path
from statistics import mean

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# The versions the committed files were made with. Others may well compress or order tables differently.
MADE_WITH = {"fontpkg-inter": "4.1.post1", "fonttools": "4.68.0", "Brotli": "1.2.1"}

FONT_FOLDER = Path("reportgen/rendering/fonts")
WIDTHS_FILE = Path("reportgen/charts/advance_widths.json")

WEIGHTS = (300, 700)
TEXT_POINTS, DISPLAY_POINTS = 14, 32  # ends of Inter's optical size axis
DIGITS = range(ord("0"), ord("9") + 1)

CHARACTERS = {
    *range(0x0020, 0x007F),  # ASCII
    *range(0x00A0, 0x0250),  # Latin-1, Latin Extended-A and -B
    *range(0x0300, 0x030D), 0x0323, 0x0326, 0x0327, 0x0328,  # marks of names written with separate accents
    *range(0x0384, 0x03CF),  # Greek
    *range(0x0400, 0x0460), 0x0490, 0x0491,  # Cyrillic, with the Ukrainian ghe
    *range(0x1E80, 0x1E86), 0x1E9E, 0x1EF2, 0x1EF3,  # Welsh, German capital sharp s
    *map(ord, "\u2002\u2003\u2007\u2009\u200a\u200b\u202f"),  # spaces
    *map(ord, "\u2010\u2011‒–—―‘’‚“”„†‡•…‰′″‹›⁄"),  # punctuation; U+2011 is the hyphen that does not break
    *range(0x2070, 0x2072), *range(0x2074, 0x208F),  # superscripts and subscripts
    *range(0x20A0, 0x20C0),  # currencies
    *map(ord, "№™ℓΩ←↑→↓↔∂∆∏∑−∕√∞∫≈≠≤≥"),
    *map(ord, "■□▲△▶▼◆◇○●✓✗"),
}  # fmt: skip

# No `calt`: in Inter it shows "50x4" as "50×4" and "a->b" with an arrow, and names must stand as written.
LAYOUT_FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk", "tnum", "zero"]

# Charts draw text in these two weights; the widths cover what their labels are made of.
CHART_WEIGHTS = (400, 600)
CHART_CHARACTERS = [
    *map(chr, range(0x0020, 0x007F)),
    *map(chr, range(0x00A0, 0x00AD)),
    *map(chr, range(0x00AE, 0x0100)),  # without the soft hyphen, which Inter lacks
    *"\u2009\u2011\u202f–—‘’“”„•…‰₂€←→−≈≠≤≥αβΔμ",
]


def to_bytes(font: TTFont) -> bytes:
    """Return the font as the bytes of its file."""
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def from_bytes(content: bytes) -> TTFont:
    """Return the font in a file's bytes; saving it again leaves its dates as they are."""
    return TTFont(io.BytesIO(content), recalcTimestamp=False)


def subset_of_inter() -> bytes:
    """Return variable Inter with the report's characters alone, as the bytes of a TTF."""
    font = from_bytes((files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf").read_bytes())
    options = subset.Options(layout_features=LAYOUT_FEATURES, name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    return to_bytes(font)


def at_optical_size(inter: bytes, points: float) -> bytes:
    """Return variable Inter at one optical size, its weight axis cut to WEIGHTS, as the bytes of a TTF."""
    return to_bytes(instancer.instantiateVariableFont(from_bytes(inter), {"opsz": points, "wght": WEIGHTS}))


def use_tabular_digits(font: TTFont) -> None:
    """Point the characters 0 to 9 at their `tnum` glyphs, so that SVG text aligns without font features."""
    substitutions: dict[str, str] = {}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    substitutions |= getattr(subtable, "ExtSubTable", subtable).mapping
    proportional = font.getBestCmap()
    tabular = {digit: substitutions[proportional[digit]] for digit in DIGITS}
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            cmap.cmap.update(tabular)


def rename(font: TTFont, family: str) -> None:
    """Give the font its family name in every name entry that identifies it."""
    postscript = family.replace(" ", "")
    names = {
        1: family,
        3: f"{postscript}-Regular;{MADE_WITH['fontpkg-inter']}",
        4: f"{family} Regular",
        6: f"{postscript}-Regular",
        16: family,
        25: postscript,
    }
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def face(instance: bytes, family: str, *, tabular: bool = False) -> bytes:
    """Return an instance under its own family name as woff2, its digits of one width where tabular."""
    font = from_bytes(instance)
    if tabular:
        use_tabular_digits(font)
    rename(font, family)
    font.flavor = "woff2"
    return to_bytes(font)


def advance_widths(tabular: bytes) -> str:
    """Return the width of each chart character by weight, in thousandths of an em, as JSON text.

    "other" stands for the characters not listed: the mean width of the face's other letters.
    """
    font = from_bytes(tabular)
    em = font["head"].unitsPerEm
    glyph_names = {chr(code): name for code, name in font.getBestCmap().items()}
    result = []
    for weight in CHART_WEIGHTS:
        glyphs = font.getGlyphSet(location={"wght": weight})
        widths = {character: glyphs[name].width * 1000 / em for character, name in glyph_names.items()}
        listed = {character: round(widths[character]) for character in CHART_CHARACTERS}
        other = round(mean(widths[c] for c in widths if c.isalpha() and c not in listed))
        table = {"other": other, "characters": listed}
        result.append(f'"{weight}":{json.dumps(table, ensure_ascii=False, separators=(",", ":"))}')
    return "{\n" + ",\n".join(result) + "\n}\n"


def make(root: Path) -> list[Path]:
    """Write faces, licence and widths below a root folder and return the paths written."""
    inter = subset_of_inter()
    text, display = at_optical_size(inter, TEXT_POINTS), at_optical_size(inter, DISPLAY_POINTS)
    tabular = face(text, "Inter Tabular", tabular=True)
    contents = {
        FONT_FOLDER / "InterReport.woff2": face(text, "Inter Report"),
        FONT_FOLDER / "InterTabular.woff2": tabular,
        FONT_FOLDER / "InterDisplay.woff2": face(display, "Inter Report Display"),
        FONT_FOLDER / "OFL-Inter.txt": (files("fontpkg_inter") / "LICENSE").read_bytes(),
        WIDTHS_FILE: advance_widths(tabular).encode(),
    }
    for path, content in contents.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return [root / path for path in contents]


def main() -> None:
    """Make everything below the root folder named on the command line and print what was written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).resolve().parents[1])
    for path in make(parser.parse_args().root):
        print(f"{path} {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
