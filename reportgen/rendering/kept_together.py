"""Units and names in one piece: a line of the page ends neither behind the slash of EUR/sample nor within A100-80GB,
nor between a minus and the sign of a currency.

Such a word has a span round it, so that what is copied holds its own signs alone. On paper, where an inline element
behind a no-break space lets WeasyPrint hyphenate the words before it at the wrong place, units and most names have word
joiners instead, which leave no sign in the PDF; names of letters, which it would hyphenate, have the span there too.
"""

from __future__ import annotations

import re

_LONGEST = 20  # letters: what is longer may have no line that holds it
_JOINER = "\N{WORD JOINER}"
# what is no text, and formulas over keys, which no line breaks within a key
_UNTOUCHED = re.compile(
    r"""(<!--.*?-->|<(?:style|script|title|textarea)\b.*?</(?:style|script|title|textarea)>|<dd class="key">.*?</dd>"""
    r"""|<[A-Za-z/!][^"'<>]*(?:(?:"[^"]*"|'[^']*')[^"'<>]*)*>)""",
    re.DOTALL,
)
# a unit, a name with a digit or a short end, a file, a name with a capital in it, our own; no part of an address or a
# path, which may end a line anywhere; first in one go what each of them has and few words have
_WHOLE = re.compile(
    r"(?<![\w/.:-])(?=\w*+[/._-]\w|[A-Z]?[a-z]++[A-Z]|reportgen)"
    r"(?:(?:[0-9][0-9.,]*|\w*)/[^\W\d_]\w*…?|(?=[\w-]*-)(?=[\w-]*[0-9])\w+(?:-\w+)+|[A-Z]\w+-[a-z]{1,2}"
    r"|(?<![\u00a0\u202f])(?P<letters>[^\W\d_]\w*(?:[._][^\W_]\w*)+|[A-Z]?[a-z]+[A-Z]\w{3,}|reportgen))"
    r"(?![\w/=-])"
)
_BREAKS = re.compile(r"(?<=[/-])(?=\w)")
# a line may end between them, as each is a sign that stands before a number
_SIGNED_MONEY = re.compile("([−+])([$\u00a2-\u00a5\u0e3f\u20a0-\u20cf])")


def kept_together(html: str, paper: bool) -> str:
    """The page, in whose texts such words may not be broken; tags, drawings and what is not shown stay as they are."""
    parts = _UNTOUCHED.split(html)
    piece = _joined if paper else _in_a_span
    signed = rf"\1{_JOINER}\2" if paper else r'<span class="nw">\g<0></span>'
    drawings = 0  # that the text stands in, as one may hold others
    for index, part in enumerate(parts):
        if index % 2:
            if part.startswith(("<svg", "</svg")):
                drawings += 1 if part[1] == "s" else -1
        elif part and not drawings:
            parts[index] = _SIGNED_MONEY.sub(signed, _WHOLE.sub(piece, part))
    return "".join(parts)


def _joined(word: re.Match[str]) -> str:
    if word["letters"]:
        return _in_a_span(word)
    return _BREAKS.sub(_JOINER, word[0]) if len(word[0]) <= _LONGEST else word[0]


def _in_a_span(word: re.Match[str]) -> str:
    return f'<span class="nw">{word[0]}</span>' if len(word[0]) <= _LONGEST else word[0]
