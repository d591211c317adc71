"""Fonts for what the report's own do not draw: those of installed fontpkg packages, where a page needs them.

What no package has either is left to the machine's fonts, which Pango finds by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import metadata, resources
from io import BytesIO
from pathlib import Path
from typing import Any

from reportgen.rendering.fonts_of_theme import FontFile, FontRefused, Fonts, package_fonts, read_font

_GROUP = "fontpkg.family"  # the entry points by which font packages make themselves known
_WEIGHTS = (400, 600)


def characters_of(value: Any) -> set[str]:
    """Every character of the texts in dicts, lists and texts."""
    if isinstance(value, str):
        return set(value)
    items: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {char for item in items for char in characters_of(item)}


def with_fallback(fonts: Fonts, characters: set[str]) -> Fonts:
    """The fonts, behind them those of installed packages that draw what the house's faces lack of the characters."""
    needed = {char for char in characters if char.isprintable() and not char.isspace()} - _house_characters()
    added: list[FontFile] = []
    faces: list[tuple[str, int, str]] = []
    assets: dict[str, bytes] = {}
    for path in _installed() if needed else ():
        drawn = needed & _characters_in(path)
        if not drawn:
            continue
        try:
            font = read_font(path.read_bytes())
        except (FontRefused, OSError):
            continue
        if font.italic:
            continue
        for weight in _WEIGHTS:
            asset = f"fallback-{len(added)}-{weight}{font.ending}"
            faces.append((font.family, weight, asset))
            assets[asset] = _at_weight(font.content, weight, frozenset(characters))
        added.append(font)
        needed -= drawn
    families = tuple(font.family for font in added)
    return replace(
        fonts,
        text=fonts.text + families,
        figures=fonts.figures + families,
        heading=fonts.heading + families,
        faces=(*fonts.faces, *faces),
        assets={**fonts.assets, **assets},
    )


@cache
def _at_weight(content: bytes, weight: int, characters: frozenset[str]) -> bytes:
    """The font, of a variable one what draws the characters, fixed at the weight and else as it is by default.

    WeasyPrint would measure a variable one at its own default and embed it at the weight and size of its first text, so
    that the widths in the PDF would not be those of the font (ISO 19005-3, 6.2.11.5).
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with TTFont(BytesIO(content), recalcTimestamp=False) as font:
        if "fvar" not in font:
            return content
        ends = {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in font["fvar"].axes}
        place = {tag: default for tag, (_, default, _) in ends.items()}
        if "wght" in ends:
            place["wght"] = min(max(ends["wght"][0], weight), ends["wght"][2])
        # the whole font takes a hundred times as long
        part = Subsetter(Options(layout_features=["*"], notdef_outline=True, name_IDs=["*"], name_languages=["*"]))
        part.populate(unicodes=map(ord, characters))
        part.subset(font)
        static = BytesIO()
        instantiateVariableFont(font, place, static=True).save(static)
        return static.getvalue()


def _installed() -> Iterator[Path]:
    """The font files of every installed font package, in the order of the packages' names."""
    points = metadata.entry_points(group=_GROUP)
    for name in sorted({point.dist.name for point in points if point.dist is not None}):
        try:
            yield from package_fonts(name)
        except FontRefused:
            continue


@cache
def _house_characters() -> frozenset[str]:
    with resources.as_file(resources.files("reportgen.rendering") / "fonts" / "InterReport-Regular.ttf") as path:
        return _characters_in(path)


def _characters_in(path: Path) -> frozenset[str]:
    """The characters that a font file draws, none for one that is damaged."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except Exception:  # whatever a broken file makes fontTools raise
        return frozenset()
