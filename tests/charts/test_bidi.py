"""Right-to-left names for a program that draws letter by letter: their order, their forms, and nothing else changed."""

from __future__ import annotations

import ctypes
import ctypes.util
import unicodedata
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.charts.arabic_forms import joined
from reportgen.charts.bidi import visual
from reportgen.charts.letter_by_letter import letter_by_letter

FROM_LEFT_TO_RIGHT = 0x110  # FRIBIDI_PAR_LTR
# Letters and signs of every kind that the rules tell apart, in two alphabets: signs on marks are read differently.
HEBREW_ARABIC = "אבגabcملاصدبگ12٣ ,.-+%€/<«»"
BRACKETS, MARKS = "()[]{}", "\u05b0\u064e"


@cache
def _fribidi() -> Any:
    return ctypes.CDLL(ctypes.util.find_library("fribidi") or "libfribidi.so.0")


def by_fribidi(text: str) -> str:
    """The text as FriBidi, which Pango uses, orders and joins it, but for the forms of letters that stand alone."""
    array = ctypes.c_uint32 * (len(text) + 1)
    given_, seen = array(*map(ord, text)), array()
    _fribidi().fribidi_log2vis(
        given_, len(text), ctypes.byref(ctypes.c_uint32(FROM_LEFT_TO_RIGHT)), seen, None, None, None
    )
    shown = "".join(map(chr, seen)).rstrip("\0").replace("\ufeff", "")
    return "".join(unicodedata.normalize("NFKC", char) if _stands_alone(char) else char for char in shown)


def _stands_alone(char: str) -> bool:
    name, *letters = unicodedata.decomposition(char).split() or [""]
    return name == "<isolated>" and len(letters) == 1


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("מודל 12", "12 לדומ"),
        ("כפילויות מדויקות 7,500", "7,500 תוקיודמ תויוליפכ"),
        ("מודל (beta) 2.1", "לדומ (beta) 2.1"),
        ("(מודל) v2", "(לדומ) v2"),
        ("מודל (12)", "(12) לדומ"),
        ("model אב", "model בא"),
        ("שָלום", "םולשָ"),
        ("−12 model, 3%", "−12 model, 3%"),
    ],
)
def test_hebrew_from_left_to_right(text: str, seen: str) -> None:
    """Hebrew letters turn round, numbers and Latin words stay, brackets open to their own side, marks follow theirs."""
    assert seen == visual(text)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        # noon initial, meem medial, waw final; thal alone, for waw joins to nothing behind it; jeem alone
        ("نموذج", "\ufee7\ufee4\ufeee\u0630\u062c"),
        # meem initial, kaf medial, reh final; reh alone; teh marbuta alone
        ("مكررة", "\ufee3\ufedc\ufeae\u0631\u0629"),
        # alef alone, lam with alef as one, here joined to beh before it
        ("الابلا", "\u0627\ufefb\ufe91\ufefc"),
        # a mark does not part letters; the stroke joins; what keeps letters apart does
        ("بَب", "\ufe91\u064e\ufe90"),
        ("بـ", "\ufe91\u0640"),
        ("ب\u200cب", "ب\u200cب"),
        ("model 7", "model 7"),
    ],
)
def test_arabic_letters_have_the_form_of_their_place(text: str, forms: str) -> None:
    """Letters are initial, medial, final or alone by what they join to, worked by hand from the Unicode code charts."""
    assert forms == joined(text)


@settings(max_examples=400, deadline=None)
@given(st.text(HEBREW_ARABIC + BRACKETS, max_size=14) | st.text(HEBREW_ARABIC + MARKS, max_size=14))
def test_as_fribidi_has_it(text: str) -> None:
    """Order and forms are those of FriBidi, of which every PDF's other texts come."""
    assert by_fribidi(text) == visual(joined(text))


def test_only_what_is_drawn_changes() -> None:
    """A chart's texts are put in order, escaped as before, and its title, which is read aloud, stays as it was."""
    svg = '<svg><title>מודל 12</title><text x="1">מודל &lt; 12 ב</text><text x="2">a &amp; b</text></svg>'
    expected = '<svg><title>מודל 12</title><text x="1">ב 12 &gt; לדומ</text><text x="2">a &amp; b</text></svg>'
    assert expected == letter_by_letter(svg)
