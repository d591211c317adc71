"""What the cover says, sentence by sentence: for report.json, a terminal, a log, or a notebook's cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.page.caveats.caveat import Caveat
from reportgen.page.sections.cover_columns import weightiest, what_decides, what_next
from reportgen.page.sections.cover_second import SECONDS
from reportgen.page.sections.verdict import money_key, verdict
from reportgen.page.writer import Writer

VERDICT, BASIS, DECIDES, CAUTION, NEXT = "verdict", "basis", "decides", "caution", "next"
KINDS = (VERDICT, BASIS, DECIDES, CAUTION, NEXT)
_MARKS = dict(zip(KINDS, ("", "  ", "- ", "! ", "> "), strict=True))
_PLAIN = str.maketrans("\u00a0\u202f", "  ")


@dataclass(frozen=True)
class Sentence:
    """A sentence or two of the cover.

    kind: verdict (a figure and what it is), basis (what the verdict above it rests on), decides, caution or next.
    figures: the keys of the figures that it speaks of. advice: how the author of the report follows it, or empty.
    """

    kind: str
    text: str
    figures: tuple[str, ...] = ()
    advice: str = ""


def sentences(w: Writer, caveats: Sequence[Caveat]) -> tuple[Sentence, ...]:
    """The verdict, CO2e and accuracy with what each rests on, what decides the money, what to know, what to do next."""
    return tuple(_sentences(w, caveats))


def lines(found: Sequence[Sentence]) -> tuple[str, ...]:
    """The sentences in lines of a terminal, with the advice for who makes the report."""
    return tuple(_MARKS[it.kind] + it.text + (f" ({it.advice})" if it.advice else "") for it in found)


def _sentences(w: Writer, caveats: Sequence[Caveat]) -> Iterator[Sentence]:
    said = verdict(w)
    keys = _noted(w, money_key(w))
    yield _sentence(VERDICT, f"{said.kicker}: {said.amount}", keys)
    yield _sentence(BASIS, said.lead, keys)
    for key, build in SECONDS:
        if (second := build(w)) is not None:
            keys = _noted(w, key(w))
            yield _sentence(VERDICT, f"{second.label}: {second.figure} {second.unit}", keys)
            for text in filter(None, (second.basis, second.text)):
                yield _sentence(BASIS, text, keys)
    for it in what_decides(w):
        yield _sentence(DECIDES, it.text, it.figures)
    for caveat in weightiest(caveats):
        yield Sentence(CAUTION, w.say(caveat.title).translate(_PLAIN), caveat.figures, caveat.advice)
    for step in what_next(w):
        yield Sentence(NEXT, step.text.translate(_PLAIN), step.figures, step.advice)


def _sentence(kind: str, text: str, keys: tuple[str, ...]) -> Sentence:
    return Sentence(kind, text.translate(_PLAIN).rstrip(), keys)


def _noted(w: Writer, *first: str) -> tuple[str, ...]:
    """The keys that were printed since this was last asked, in order, after those given."""
    keys = tuple(dict.fromkeys((*first, *(it.key for it in w.printed))))
    w.printed.clear()
    return keys
