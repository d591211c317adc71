"""Whether the cover leaves room to sign on it: how far down the page what stands on it comes, estimated in points."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.page.sections.first_page import FirstPage

# The lowest end of a cover below which a page still holds the signatures and a few caveats.
LOWEST_END = 596

# Heights as templates/page.css sets them on paper: lines with their leading, blocks with their margins.
_TO_LEAD, _TO_LEAD_OF_LONG, _LEAD_LINE = 200, 186, 19  # a long figure is set smaller
_HEAD_AND_AXIS, _ACCOUNT_LINE = 50, 22
_STRIP, _SECOND = 69, 57
_COLUMN_LABEL, _COLUMN_LINE, _BETWEEN_SENTENCES = 15, 11.4, 4
_CONTENTS = 22
# How many characters a line holds.
_OF_TITLE, _OF_META, _OF_LEAD, _OF_COLUMN = 80, 120, 70, 42


def has_room(first: FirstPage) -> bool:
    """Whether the section to sign begins on the cover, since otherwise much of it would stay white."""
    return _end(first) <= LOWEST_END


def _end(first: FirstPage) -> float:
    """How far down the page the cover comes, in points."""
    end: float = _TO_LEAD_OF_LONG if first.verdict.is_long else _TO_LEAD
    end += _LEAD_LINE * _lines([first.verdict.lead], _OF_LEAD)
    end += _LEAD_LINE * (_lines([first.title], _OF_TITLE) - 1)
    end += _COLUMN_LINE * (_lines([" · ".join(first.meta)], _OF_META) - 1)
    if first.ledger is not None:
        end += _HEAD_AND_AXIS + _ACCOUNT_LINE * len(first.ledger.lines)
    if first.strip is not None:
        end += _STRIP
    end += _SECOND * len(first.seconds)
    return end + _COLUMN_LABEL + max(map(_column, (first.decides, first.cautions, first.next))) + _CONTENTS


def _column(sentences: Sequence[str]) -> float:
    return _COLUMN_LINE * _lines(sentences, _OF_COLUMN) + _BETWEEN_SENTENCES * len(sentences)


def _lines(texts: Sequence[str], width: int) -> int:
    return sum(-(-len(text) // width) for text in texts)
