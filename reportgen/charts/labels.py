"""Names beside each other in a chart: cut to their room, and still told apart."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.svg import BOLD, ELLIPSIS, clean, line_width, shorten
from reportgen.charts.type_sizes import Sizes
from reportgen.words.said import in_lines as lines_of

_LONGEST_REMARK = 0.6  # of the line
_GAP = 12


def names_apart(names: Sequence[str], size: float, weight: int, rooms: Sequence[float]) -> list[str]:
    """Each name in at most its room, in the names' order; different names are cut to different texts.

    A name is cut at its end; where that leaves it like another one, in its middle; where that does too, both are
    numbered. A name without room for a letter is empty.
    """
    pairs = [(clean(name), room) for name, room in zip(names, rooms, strict=True)]
    whole = [name for name, _ in pairs]
    cut = [shorten(name, size, weight, room) for name, room in pairs]
    for index in _alike(whole, cut):
        cut[index] = _without_middle(whole[index], size, weight, rooms[index])
    alike = _alike(whole, cut)
    numbers = {name: number for number, name in enumerate(dict.fromkeys(whole[index] for index in alike), 1)}
    for index in alike:
        number = f" ({numbers[whole[index]]})"
        head = shorten(whole[index], size, weight, rooms[index] - line_width(number, size, weight))
        cut[index] = head + number if head else ""
    return cut


def in_lines(text: str, size: float, weight: int, room: float) -> tuple[str, ...]:
    """The text whole in at most two lines, broken at spaces; nothing where it needs more, or is empty."""
    cleaned = clean(text)
    text = text if cleaned == text else cleaned
    lines = [""]
    for word in cleaned.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and line_width(longer, size, weight) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    fits = len(lines) <= 2 and all(line_width(line, size, weight) <= room for line in lines)
    return lines_of(text, [line for line in lines if line]) if fits else ()


def names_with_remarks(lines: Sequence[tuple[str, str]], width: float, type_: Sizes) -> list[tuple[str, str]]:
    """Of each line its name, bold at the left end, and its remark at the right one, as long as the line has room."""
    remarks = [shorten(remark, type_.sub, 400, width * _LONGEST_REMARK) for _, remark in lines]
    rooms = [width - line_width(remark, type_.sub) - _GAP for remark in remarks]
    names = names_apart([name for name, _ in lines], type_.label, BOLD, rooms)
    return list(zip(names, remarks, strict=True))


def _alike(whole: Sequence[str], cut: Sequence[str]) -> list[int]:
    """The places of cut names that could as well stand for another name that is cut."""
    shortened = [index for index, text in enumerate(cut) if text and text != whole[index]]
    return [
        index
        for index in shortened
        if any(whole[other] != whole[index] and _could_be_one(cut[other], cut[index]) for other in shortened)
    ]


def _could_be_one(left: str, right: str) -> bool:
    """Whether what is left of two cut texts is the same as far as both go."""
    left_head, _, left_tail = left.partition(ELLIPSIS)
    right_head, _, right_tail = right.partition(ELLIPSIS)
    heads = left_head.startswith(right_head) or right_head.startswith(left_head)
    return heads and (left_tail.endswith(right_tail) or right_tail.endswith(left_tail))


def _without_middle(text: str, size: float, weight: int, room: float) -> str:
    """A text that is too long with as much of both ends as there is room for."""
    kept = min(len(shorten(text, size, weight, room)), len(text) // 2)
    while kept and line_width(shown := _ends(text, kept), size, weight) > room:
        kept -= 1
    return shown if kept else ""


def _ends(text: str, kept: int) -> str:
    return f"{text[:kept].rstrip()}{ELLIPSIS}{text[-kept:].lstrip()}"
