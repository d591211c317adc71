"""What can be wrong with a laid-out page: each finder looks at words and shapes alone, and says where it found what.

A place is the number of the page from 1 and the words there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from html import unescape

from tests.rendering.layout.sheets import Box, Document, Line, Mark, Sheet, Word

# Letters' boxes are of their ink: what they share is seen. Points, or a share of the smaller word's height.
SHARED_WIDTH, SHARED_HEIGHT = 0.6, 0.15
# How deep ink must reach into ink of another kind, and how far out of a clip or into the edge of the paper.
DEEP, OUT, EDGE = 0.8, 0.6, 14.0
INNER = 0.1  # of a word's width and height: what may touch its edge
FULL = 1 / 3
# A word with more letters, or a run of letters and signs, may be longer than its line, and is broken where that ends.
LONGEST, LONGEST_RUN = 30, 25
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_LETTERS = re.compile(r"[^\W\d_]+")
# letters alone up to the next blank: a hash or the name of a file may be cut anywhere
_ENDS_IN_LETTERS, _BEGINS_WITH_LETTERS = re.compile(r"(?<![\w./-])[^\W\d_]+$"), re.compile(r"[^\W\d_]+(?!\w)")
# where a line may end within a run: names of files, addresses, numbers in groups, words with hyphens
_IN_PIECES = re.compile(r"[-./_@,\u2010-\u2014×]")
# within a word, and between words
_INLINE, _TAG = re.compile(r"</?(b|i|a|strong|em|sub|sup)\b[^>]*>"), re.compile(r"<[^>]*>")
_UNIT_CUT = re.compile(r"[^\W\d_][\w.]{0,5}/")
_UNSEEN = re.compile(r"<(style|script|head)\b.*?</\1>|[\u00ad\u200b-\u200f]|&shy;", re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """Something wrong: what kind, on which page from 1, and at which words."""

    kind: str
    page: int
    text: str

    def __str__(self) -> str:
        return f"page {self.page}: {self.kind}: {self.text}"


@dataclass(frozen=True)
class Paper:
    """Where the text of a page stands: the margins above and below it, in points."""

    top: float
    bottom: float

    def has(self, word: Word, sheet: Sheet) -> bool:
        """Whether the word stands between the margins, and is no running head or foot."""
        return self.bottom < (word.box.bottom + word.box.top) / 2 < sheet.height - self.top


def overlapping_words(document: Document) -> Iterator[Fault]:
    """Words that lie on each other."""
    for number, sheet in enumerate(document.sheets, 1):
        # from the top down, so that only words of about one height are held against each other
        words = sorted(sheet.words, key=lambda word: -word.box.top)
        for index, word in enumerate(words):
            for other in words[index + 1 :]:
                if other.box.top <= word.box.bottom:
                    break
                shared = word.box.common(other.box)
                least = SHARED_HEIGHT * min(word.box.height, other.box.height)
                if shared.right - shared.left > SHARED_WIDTH and shared.height > least:
                    yield Fault("overlap", number, f"{word.text} | {other.text}")


def words_over_shapes(document: Document) -> Iterator[Fault]:
    """Words that a line runs through, or that stand half inside a bar.

    A word wholly inside a bar stands on it. What paper was laid over before the word was written is not seen.
    """
    for number, sheet in enumerate(document.sheets, 1):
        papers = [fill for fill in sheet.fills if fill.light]
        bars = [fill for fill in sheet.fills if not fill.light]
        for word in sheet.words:
            inner = word.box.shrunk(INNER)
            covers = [paper.order for paper in papers if inner.within(paper.box, 0)]
            hidden = max(covers, default=-1)
            if any(line.order > hidden and _crosses(line, inner) for line in sheet.lines):
                yield Fault("over a line", number, word.text)
            if any(bar.order > hidden and _half_inside(word.box, bar.box) for bar in bars):
                yield Fault("over a bar", number, word.text)


def _half_inside(word: Box, bar: Box) -> bool:
    """Whether a bar, or a rule as one of no height, cuts through the ink of a word."""
    if word.within(bar, DEEP):
        return False
    shared = word.shrunk(INNER).common(bar)
    return shared.right > shared.left and shared.top > shared.bottom


def _crosses(line: Line, box: Box) -> bool:
    """Whether the line runs through the box (Liang and Barsky's clipping)."""
    start, end = 0.0, 1.0
    across, along = line.x2 - line.x1, line.y2 - line.y1
    for step, room in (
        (-across, line.x1 - box.left),
        (across, box.right - line.x1),
        (-along, line.y1 - box.bottom),
        (along, box.top - line.y1),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            start = max(start, room / step)
        else:
            end = min(end, room / step)
    return start < end


def outside(document: Document) -> Iterator[Fault]:
    """Words that reach out of what the page shows of them, or too near to the edge of the paper."""
    for number, sheet in enumerate(document.sheets, 1):
        safe = Box(EDGE, EDGE, sheet.width - EDGE, sheet.height - EDGE)
        for word in sheet.words:
            if not word.box.within(word.clip, OUT):
                yield Fault("cut off", number, word.text)
            elif not word.box.within(safe, 0):
                yield Fault("at the edge of the paper", number, word.text)


def words_in(html: str) -> frozenset[str]:
    """Every run of letters in the text of a page, and every one of letters and signs that no file or address has."""
    text = unescape(_TAG.sub(" ", _INLINE.sub("", _UNSEEN.sub("", html))))
    return frozenset(_LETTERS.findall(text)) | {run for run in text.split() if not _IN_PIECES.search(run)}


def cut_words(document: Document, known: Set[str]) -> Iterator[Fault]:
    """Words that go on in the next line without a hyphen; known: the words of the page, as `words_in` gives them."""
    for number, sheet in enumerate(document.sheets, 1):
        for word, following in zip(sheet.words, sheet.words[1:], strict=False):
            run = word.text + following.text
            if run in known and len(run) <= LONGEST_RUN and _in_the_next_line(word.box, following.box):
                if not {word.text, following.text} <= known:
                    yield Fault("cut", number, f"{word.text} | {following.text}")
                continue
            end, begin = _ENDS_IN_LETTERS.search(word.text), _BEGINS_WITH_LETTERS.match(following.text)
            if end is None or begin is None or not _in_the_next_line(word.box, following.box):
                continue
            whole = end[0] + begin[0]
            if whole in known and len(whole) <= LONGEST and not {end[0], begin[0]} <= known:
                yield Fault("cut", number, f"{word.text} | {following.text}")


def parted_units(document: Document) -> Iterator[Fault]:
    """Units that end a line behind their slash, `EUR/`; an address or a path may."""
    for number, sheet in enumerate(document.sheets, 1):
        for word, following in zip(sheet.words, sheet.words[1:], strict=False):
            letter = following.text[:1].isalpha()
            if letter and _UNIT_CUT.fullmatch(word.text) and _in_the_next_line(word.box, following.box):
                yield Fault("unit parted", number, f"{word.text} | {following.text}")


def needless_hyphens(document: Document) -> Iterator[Fault]:
    """First words of a text that are hyphenated although the next line shows that they have room in one piece."""
    for number, sheet in enumerate(document.sheets, 1):
        for index, (word, following) in enumerate(zip(sheet.words, sheet.words[1:], strict=False)):
            if word.text[-1:] not in ("-", "\u2010") or not _in_the_next_line(word.box, following.box):
                continue
            before = sheet.words[index - 1].box if index else None
            is_first = abs(word.box.left - following.box.left) < 1
            if is_first and (before is None or not _in_the_next_line(before, word.box)):
                beside = [it.box for it in sheet.words[index + 1 :] if _in_line(following.box, it.box)]
                whole = word.box.right - word.box.left + following.box.right - following.box.left
                if whole < _end_of_run(beside) - following.box.left:
                    yield Fault("hyphen too soon", number, f"{word.text} | {following.text}")


def _in_line(word: Box, other: Box) -> bool:
    return abs(word.bottom - other.bottom) < 0.3 * word.height and other.left >= word.left


def _end_of_run(boxes: Sequence[Box]) -> float:
    """Where a line of words ends: the next column begins behind a gap wider than a blank."""
    end = boxes[0].right
    for box in boxes[1:]:
        if box.left - end > 0.6 * box.height:
            break
        end = max(end, box.right)
    return end


def _in_the_next_line(word: Box, following: Box) -> bool:
    drop = word.bottom - following.bottom
    return 0.5 * word.height < drop < 3 * max(word.height, following.height) and following.left < word.right


def unfilled_pages(document: Document, paper: Paper, body: int) -> Iterator[Fault]:
    """Pages less than a third full; the last of the body (the first `body` pages) and of the appendix may be."""
    for number, sheet in enumerate(document.sheets, 1):
        if number in (body, len(document.sheets)):
            continue
        room = sheet.height - paper.top - paper.bottom
        ink = [word.box.bottom for word in sheet.words if paper.has(word, sheet)]
        ink += [fill.box.bottom for fill in sheet.fills if not fill.light]
        filled = sheet.height - paper.top - min(ink, default=sheet.height - paper.top)
        if filled < FULL * room:
            yield Fault("nearly empty", number, f"{filled / room:.0%} full")


def stranded_headings(document: Document, paper: Paper) -> Iterator[Fault]:
    """Headings and heads of tables with nothing of what they head below them on their page."""
    for number, sheet in enumerate(document.sheets, 1):
        words = [word for word in sheet.words if paper.has(word, sheet)]
        headings: dict[int, list[Word]] = {}
        for word in words:
            if (tag := word.inside(*HEADINGS)) is not None:
                headings.setdefault(tag.number, []).append(word)
        for heading in headings.values():
            right, low = max(it.box.right for it in heading), min(it.box.bottom for it in heading)
            left = min(it.box.left for it in heading)
            below = (it for it in words if it.box.top < low and it.box.right > left and it.box.left < right + 72)
            if not any(not _heads(it) for it in below) and not any(fill.box.top < low for fill in sheet.fills):
                yield Fault("heading at the foot", number, " ".join(it.text for it in heading))


def _heads(word: Word) -> bool:
    return word.inside(*HEADINGS, "Caption", "THead") is not None


def strange_running_heads(document: Document, paper: Paper, right_of: float = 0.5) -> Iterator[Fault]:
    """Running heads at the right that name another section than the one at the top of the page.

    The outline says where each section begins. Its first entry is the document itself.
    """
    sections = document.outline[1:]
    for number, sheet in enumerate(document.sheets[1:], 2):
        above = [word for word in sheet.words if word.box.bottom > sheet.height - paper.top]
        head = " ".join(word.text for word in above if word.box.left > right_of * sheet.width)
        first = max((word.box.top for word in sheet.words if paper.has(word, sheet)), default=0.0)
        begun = [mark for mark in sections if _is_begun(mark, number - 1, first)]
        expected = begun[-1].title if begun else ""
        if _plain(head) != _plain(expected):
            yield Fault("running head of another section", number, f"{head!r} over {expected!r}")


def _is_begun(mark: Mark, page: int, first: float) -> bool:
    return mark.page < page or (mark.page == page and mark.top >= first - 1)


def _plain(text: str) -> str:
    return "".join(text.split())


def faults(document: Document, paper: Paper, body: int, known: Set[str]) -> list[Fault]:
    """Everything that the finders find, in the order of the pages."""
    finders: Sequence[Callable[[], Iterator[Fault]]] = (
        lambda: overlapping_words(document),
        lambda: words_over_shapes(document),
        lambda: outside(document),
        lambda: cut_words(document, known),
        lambda: parted_units(document),
        lambda: needless_hyphens(document),
        lambda: unfilled_pages(document, paper, body),
        lambda: stranded_headings(document, paper),
        lambda: strange_running_heads(document, paper),
    )
    return sorted((fault for find in finders for fault in find()), key=lambda fault: fault.page)
