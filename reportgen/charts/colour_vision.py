"""How far apart two colours are to eyes that lack one kind of cone."""

from __future__ import annotations

from math import dist

from reportgen.charts.palette import linear_light

_Matrix = tuple[tuple[float, float, float], ...]

# On linear RGB, severity 1.0: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for
# simulation of color vision deficiency", IEEE TVCG 15(6), 2009, table 1.
_SEEN: dict[str, _Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
DEFICIENCIES = tuple(_SEEN)

# Linear sRGB to CIE XYZ, and its white point D65 (IEC 61966-2-1).
_TO_XYZ: _Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def difference(a: str, b: str, deficiency: str) -> float:
    """The CIE76 difference of two colours (`#RRGGBB`) as eyes with one of DEFICIENCIES see them."""
    return dist(_lab(_times(_SEEN[deficiency], linear_light(a))), _lab(_times(_SEEN[deficiency], linear_light(b))))


def _times(matrix: _Matrix, vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(factor * part for factor, part in zip(row, vector, strict=True)) for row in matrix)


def _lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of linear light, which is cut to what a screen can show."""
    xyz = _times(_TO_XYZ, tuple(min(1.0, max(0.0, share)) for share in light))
    ratios = (part / white for part, white in zip(xyz, _WHITE, strict=True))
    x, y, z = (ratio ** (1 / 3) if ratio > 216 / 24389 else (24389 / 27 * ratio + 16) / 116 for ratio in ratios)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
