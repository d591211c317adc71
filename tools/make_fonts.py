"""Make the report's faces and its table of character widths from the installed package fontpkg-inter.

    python tools/make_fonts.py [ROOT]

ROOT is where `reportgen/` lies; without it, this repository. Written below it, the same bytes on every run:

- `reportgen/rendering/fonts/*.ttf`: InterReport and InterTabular, Regular and SemiBold each, and
  InterDisplay, SemiBold,
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

# The versions the committed files were made with. Others may well round or order tables differently.
MADE_WITH = {"fontpkg-inter": "4.1.post1", "fonttools": "4.68.0"}

FONT_FOLDER = Path("reportgen/rendering/fonts")
WIDTHS_FILE = Path("reportgen/charts/advance_widths.json")

TEXT_POINTS, DISPLAY_POINTS = 14, 32  # ends of Inter's optical size axis
TEXT_WEIGHTS = (300, 700)  # Inter's weights around those of text
DIGITS = range(ord("0"), ord("9") + 1)
WINDOWS_ENGLISH = (3, 1, 0x409)  # platform, encoding and language of Inter's own name entries

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


def fixed(variable: bytes, **axes: float | tuple[float, float]) -> bytes:
    """Return a variable font with some axes fixed at a value or cut to a range, as the bytes of a TTF."""
    return to_bytes(instancer.instantiateVariableFont(from_bytes(variable), axes))


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


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the font its family and style in every name entry that identifies it."""
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {
        1: family,
        2: "Regular",
        3: f"{postscript};{MADE_WITH['fontpkg-inter']}",
        4: f"{family} {style}",
        6: postscript,
    }
    if style != "Regular":  # names 1 and 2 know no light or semibold: there each is a family of its own
        names |= {1: f"{family} {style}", 16: family, 17: style}
    table = font["name"]
    identifying = (1, 2, 3, 4, 6, 16, 17, 25)
    # From 256 on stands what the axes were called.
    table.names = [record for record in table.names if record.nameID not in identifying and record.nameID < 256]
    for name_id, text in names.items():
        table.setName(text, name_id, *WINDOWS_ENGLISH)


def face(instance: bytes, family: str, style: str, *, tabular: bool = False) -> bytes:
    """Return an instance under its own name as the bytes of a TTF, its digits of one width where tabular."""
    font = from_bytes(instance)
    if tabular:
        use_tabular_digits(font)
    rename(font, family, style)
    del font["STAT"]  # the font's place on its axes, of which none is left
    return to_bytes(font)


def advance_widths(text: bytes) -> str:
    """Return the width of each chart character by weight, in thousandths of an em, as JSON text.

    `text` still varies in weight, so that widths come without the rounding of the finished faces.
    "other" stands for the characters not listed: the mean width of the face's other letters.
    """
    font = from_bytes(text)
    use_tabular_digits(font)
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
    text = fixed(inter, opsz=TEXT_POINTS, wght=TEXT_WEIGHTS)
    regular, semibold = fixed(text, wght=400), fixed(text, wght=600)
    heading = fixed(inter, opsz=DISPLAY_POINTS, wght=600)
    # One file for each weight that page and charts use: WeasyPrint would unpack WOFF2, and compute the
    # weights of a variable font, anew for every report.
    faces = {
        "InterReport-Regular.ttf": face(regular, "Inter Report", "Regular"),
        "InterReport-SemiBold.ttf": face(semibold, "Inter Report", "SemiBold"),
        "InterTabular-Regular.ttf": face(regular, "Inter Tabular", "Regular", tabular=True),
        "InterTabular-SemiBold.ttf": face(semibold, "Inter Tabular", "SemiBold", tabular=True),
        "InterDisplay-SemiBold.ttf": face(heading, "Inter Report Display", "SemiBold"),
    }
    contents = {
        **{FONT_FOLDER / name: content for name, content in faces.items()},
        FONT_FOLDER / "OFL-Inter.txt": (files("fontpkg_inter") / "LICENSE").read_bytes(),
        WIDTHS_FILE: advance_widths(text).encode(),
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
