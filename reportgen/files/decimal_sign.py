"""Which sign stands before the decimals of a file's numbers: told by the cells that can be read in one way only."""

from __future__ import annotations

import re
from decimal import Decimal

from reportgen.files.number import number_in
from reportgen.problems import excerpt, refuse

POINT, COMMA = ".", ","
SIGNS = {"point": POINT, "comma": COMMA}  # as a user names them

SAY_SIGN = "comma or point"

_OTHER = {POINT: COMMA, COMMA: POINT}
_NUMBER = re.compile(r"[+-]?(?P<body>[0-9.,]*[0-9])(?:[eE][+-]?[0-9]+)?")
_BLANKS = re.compile("(?<=[0-9])[\u00a0\u202f\u2009 '’](?=[0-9]{3}(?![0-9]))")


def sign_named(name: str | None, where: str = "decimal") -> str | None:
    """The decimal sign that a user names comma or point; None of None. Raises InputError of another name."""
    if name is not None and name not in SIGNS:
        refuse(where, f'"{excerpt(name)}" is no decimal sign', SAY_SIGN)
    return None if name is None else SIGNS[name]


def proof(text: str) -> str | None:
    """The decimal sign that a cell proves: `0,95` and `1.234,50` the comma, `0.95` and `12.3456` the point.

    None of a whole number, of `1.500` and `1,500`, which may be either, and of what is no number.
    """
    match = _NUMBER.fullmatch(_BLANKS.sub("", text.strip()))
    body = match["body"] if match else ""
    signs = [sign for sign in body if sign in _OTHER]
    if not signs:
        return None
    if len(set(signs)) == 2:
        last = signs[-1]
        return last if signs.count(last) == 1 and _is_grouped(body.split(last)[0], _OTHER[last]) else None
    [sign] = set(signs)
    if len(signs) > 1:
        return _OTHER[sign] if _is_grouped(body, sign) else None
    before, after = body.split(sign)
    return sign if len(after) != 3 or len(before) > 3 or before.startswith("0") or not before else None


def is_unclear(text: str) -> bool:
    """Whether the cell is another number under the other sign, and proves neither: `1.500`, `1,500`."""
    match = _NUMBER.fullmatch(_BLANKS.sub("", text.strip()))
    return match is not None and any(sign in match["body"] for sign in _OTHER) and proof(text) is None


def number_with(text: str, sign: str) -> Decimal | None:
    """The number that the cell is under this decimal sign, its thousands grouped or not; None where it is none."""
    plain = with_point(text, sign)
    return None if plain is None else number_in(plain)


def with_point(text: str, sign: str) -> str | None:
    """The cell under this decimal sign with a decimal point and without groups; None where its groups are none."""
    body = _BLANKS.sub("", text.strip())
    if _OTHER[sign] in body:
        whole = re.split(f"[{re.escape(sign)}eE]", body.lstrip("+-"))[0]
        if not _is_grouped(whole, _OTHER[sign]) or _OTHER[sign] in body[body.find(sign) :][1:] * (sign in body):
            return None
        body = body.replace(_OTHER[sign], "")
    return body.replace(sign, POINT)


def _is_grouped(whole: str, sign: str) -> bool:
    first, *groups = whole.split(sign)
    return bool(groups) and 1 <= len(first) <= 3 and not first.startswith("0") and all(len(it) == 3 for it in groups)
