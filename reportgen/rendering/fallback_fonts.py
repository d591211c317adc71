"""Fonts for what the report's own do not draw: those of installed fontpkg packages, where a page needs them.

What no package has either is left to the machine's fonts, which Pango finds by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import metadata, resources
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
    added: list[tuple[str, FontFile]] = []
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
        added.append((f"fallback-{len(added)}{font.ending}", font))
        needed -= drawn
    families = tuple(font.family for _, font in added)
    return replace(
        fonts,
        text=fonts.text + families,
        figures=fonts.figures + families,
        heading=fonts.heading + families,
        faces=fonts.faces + tuple((font.family, weight, asset) for asset, font in added for weight in _WEIGHTS),
        assets={**fonts.assets, **{asset: font.content for asset, font in added}},
    )


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
