"""The font files of a theme: read, matched with the weights that the page uses, and declared for the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

MOST_FONT_BYTES = 5_000_000
MOST_FONT_FILES = 24
ENDINGS = (".ttf", ".otf", ".woff2")
HOUSE_TEXT, HOUSE_FIGURES, HOUSE_HEADING = "Inter Report", "Inter Tabular", "Inter Report Display"
HOUSE_FAMILIES = (HOUSE_TEXT, HOUSE_FIGURES, HOUSE_HEADING)

_KINDS = {b"\x00\x01\x00\x00": ".ttf", b"true": ".ttf", b"OTTO": ".otf", b"wOF2": ".woff2"}
_UPRIGHT_ONLY = 0x01  # bit 0 of OS/2.fsSelection: italic
_RESTRICTED = 0x0002  # OS/2.fsType: may not be embedded


class FontRefused(Exception):
    """The file is no font that a report may carry; the message is one sentence."""


@dataclass(frozen=True)
class FontFile:
    """A font file: its family, the lowest and highest weight that it draws, and its bytes."""

    family: str
    low: int
    high: int
    italic: bool
    content: bytes
    ending: str


@dataclass(frozen=True)
class Fonts:
    """Families by role, as CSS lists of names, weights in hundreds, and the files that the PDF takes.

    faces: family, weight and asset of each face to declare. assets: the bytes by asset.
    """

    text: tuple[str, ...] = (HOUSE_TEXT,)
    figures: tuple[str, ...] = (HOUSE_FIGURES,)
    heading: tuple[str, ...] = (HOUSE_HEADING,)
    heading_weight: int = 600
    figure_weight: int = 600
    faces: tuple[tuple[str, int, str], ...] = ()
    assets: Mapping[str, bytes] = field(default_factory=dict)

    def stylesheet(self) -> str:
        """The faces as @font-face rules, which WeasyPrint takes."""
        return "".join(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url(asset:{asset}) }}\n'
            for family, weight, asset in self.faces
        )


def read_font(content: bytes) -> FontFile:
    """The font of a TTF, OTF or WOFF2 file. Raises FontRefused.

    A hostile file can use up much memory: rendering.limited.read_fonts reads what comes from outside.
    """
    from fontTools.ttLib import TTFont

    ending = _KINDS.get(content[:4])
    if ending is None:
        raise FontRefused("no TTF, OTF or WOFF2 font")
    if len(content) > MOST_FONT_BYTES:
        raise FontRefused(f"a font file has at most {MOST_FONT_BYTES:,} bytes")
    try:
        with TTFont(BytesIO(content), lazy=True) as font:
            family = font["name"].getBestFamilyName()
            low = high = int(font["OS/2"].usWeightClass)
            italic, kind = bool(font["OS/2"].fsSelection & _UPRIGHT_ONLY), font["OS/2"].fsType
            for axis in font["fvar"].axes if "fvar" in font else ():
                if axis.axisTag == "wght":
                    low, high = int(axis.minValue), int(axis.maxValue)
    except MemoryError as error:
        raise FontRefused("the font needs more memory than a font may have") from error
    except Exception as error:  # whatever a broken file makes fontTools raise
        raise FontRefused("the font is damaged") from error
    if not family:
        raise FontRefused("the font has no family name")
    if kind & _RESTRICTED:
        raise FontRefused(f"{family} forbids to be embedded (OS/2 fsType)")
    return FontFile(family, low, high, italic, content, ending)


def package_fonts(name: str) -> list[Path]:
    """The font files of an installed package such as fontpkg-inter. Raises FontRefused."""
    from importlib import metadata

    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError as error:
        raise FontRefused(f"no package {name} is installed: pip install {name}") from error
    found = [Path(str(file.locate())) for file in files if file.suffix.lower() in ENDINGS]
    if not found:
        raise FontRefused(f"the package {name} holds no TTF, OTF or WOFF2 files")
    return sorted(found)[:MOST_FONT_FILES]


def faces_of(files: Iterable[FontFile], wanted: Mapping[str, set[int]]) -> tuple[tuple[str, int, FontFile], ...]:
    """For each family and weight that is wanted and in the files, the file whose weight comes nearest.

    Every weight that the page uses is declared: one that is not would be taken from the machine's own fonts.
    """
    upright = [file for file in files if not file.italic]
    faces = []
    for family, weights in wanted.items():
        own = [file for file in upright if file.family == family]
        for weight in sorted(weights) if own else ():
            faces.append((family, weight, min(own, key=lambda file: max(file.low - weight, weight - file.high, 0))))
    return tuple(faces)
