"""The colour roles of charts and pages, mixed from a theme's five colours."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEX_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Palette:
    """The colours of one theme in one mode, each as `#RRGGBB`, named by what they are for."""

    paper: str
    ink: str
    ink2: str  # labels
    ink3: str  # tick labels and sub-labels
    axis: str  # lines that carry meaning
    rule: str
    grid: str
    tint: str
    accent: str  # avoided or removed
    accent_t: str
    spent: str  # cost, or below zero
    spent_t: str
    kept: str  # context fill, never text


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#RRGGBB`, 0 to 255; raises ValueError for any other notation."""
    if not _HEX_COLOUR.fullmatch(colour):
        raise ValueError(f"a colour is written #RRGGBB, got {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, ground: str, share: float) -> str:
    """`share` (0 to 1) of a colour on a ground, channel by channel in sRGB, as `#RRGGBB`."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02X}" for above, below in pairs)


def derive(paper: str, ink: str, accent: str, spent: str, kept: str) -> Palette:
    """The palette of a theme's five colours (`#RRGGBB`); raises ValueError for any other notation.

    Mixed here and not in CSS, because WeasyPrint has no color-mix().
    """
    return Palette(
        paper=mix(paper, paper, 1),
        ink=mix(ink, paper, 1),
        ink2=mix(ink, paper, 0.74),
        ink3=mix(ink, paper, 0.635),
        axis=mix(ink, paper, 0.5),
        rule=mix(ink, paper, 0.2),
        grid=mix(ink, paper, 0.11),
        tint=mix(ink, paper, 0.045),
        accent=mix(accent, paper, 1),
        accent_t=mix(accent, paper, 0.16),
        spent=mix(spent, paper, 1),
        spent_t=mix(spent, paper, 0.16),
        kept=mix(kept, paper, 1),
    )


def linear_light(colour: str) -> tuple[float, float, float]:
    """Red, green and blue as shares of light, 0 to 1 (sRGB, IEC 61966-2-1)."""
    shares = [channel / 255 for channel in channels(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return red, green, blue


def _relative_luminance(colour: str) -> float:
    red, green, blue = linear_light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, 1 to 21 in either order (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_relative_luminance(a), _relative_luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


HOUSE_LIGHT = derive(paper="#FFFFFF", ink="#16202A", accent="#0B5A73", spent="#B5490F", kept="#C6CDD3")
HOUSE_DARK = derive(paper="#11171C", ink="#E9EDF0", accent="#63BBD3", spent="#F2965C", kept="#4A565F")
