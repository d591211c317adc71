"""The glossary: a line for each term of the trade that stands on this page, and for no other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from reportgen.page.parts import Cell, Column, Row, Section, Table
from reportgen.page.words import BASIS_WORDS, CO2E
from reportgen.page.writer import Writer
from reportgen.words.message import message
from reportgen.words.said import Said

# Terms that are found by their word, in the page's language, and what each one means.
_TERMS = (
    (CO2E, message("CO2 equivalent: greenhouse gases, each counted as the CO2 that warms as much.")),
    (
        "PUE",
        message("Power usage effectiveness: a building's energy over that of its computers; cooling makes it above 1."),
    ),
    (
        message("life-cycle"),
        message("Of a grid: what its power plants emit, with fuel supply and construction."),
    ),
    (message("direct"), message("Of a grid: what its power plants emit, without fuel supply and construction.")),
    (message("Location-based"), message("By the grid that the building stands in, whatever was contracted.")),
    (message("Market-based"), message("By the contract with the supplier, certificates included.")),
    (
        "SCI",
        message("Software carbon intensity (ISO/IEC 21031): emissions of a unit of work, hardware's share in it."),
    ),
    ("APC", message("Accuracy per consumption: accuracy, lowered by the energy that a model takes.")),
    ("APEC", message("Accuracy per energy cost: the same with the cost of that energy.")),
    (
        "TTCAPC",
        message("Time to the closest APC: how long a training took until its score was reached; reconstructed."),
    ),
    ("α", message("How much energy still weighs in APC at full accuracy: 0 not at all, 1 as much as at none.")),
    ("β", message("How much a unit of energy, or of its cost, weighs in APC.")),
)
# What stands before an input's value in the tables.
_BASES = {
    "measured": message("Read from a meter or a tool, in this run or its trainings."),
    "contract": message("Agreed in a contract."),
    "stated": message("Stated by whoever gave the inputs, without proof here."),
    "list": message("From a published list of prices."),
    "literature": message("From a publication."),
    "default": message("Used because nothing else was stated."),
    "judgement": message("Assumed by judgement."),
    "estimate": message("Calculated from something else, such as a board's power."),
}


def glossary_section(w: Writer, number: int, page: Sequence[Any]) -> Section:
    """The terms that stand in these parts of the page, and the bases of its inputs."""
    text = "\n".join(_texts(page)).lower()
    rows = [
        (w.translated(word), w.say(meaning)) for word, meaning in _TERMS if _stands(w.translated(word).lower(), text)
    ]
    used = {figure.basis for figure in w.ledger.values() if figure.value is not None}
    bases = [(w.translated(BASIS_WORDS[basis]), w.say(text)) for basis, text in _BASES.items() if basis in used]
    head = (Column(w.say("Term")), Column(w.say("Meaning")))
    table = Table(
        name="glossary",
        title="",
        sub="",
        columns=(*head, *head),
        groups=(("", _pairs(rows)), (w.say("Bases, from the firmest to the weakest"), _pairs(bases))),
        flows=True,
    )
    return Section(
        "glossary", number, w.say("Glossary"), w.say("Terms that stand in this report"), (table,), new_page=False
    )


def _stands(word: str, text: str) -> bool:
    """Whether the text has it as a word of its own; the word comes first in the pattern, which is found faster so."""
    literal = re.escape(word)
    return re.search(rf"{literal}(?<!\w{literal})(?!\w)", text) is not None


def _pairs(terms: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    """Two terms a row, down the first column and then the second."""
    half = (len(terms) + 1) // 2
    rows = []
    for place, (word, meaning) in enumerate(terms[:half]):
        beside = terms[half + place] if half + place < len(terms) else ("", "")
        rows.append(Row(word, (Cell(meaning), *map(Cell, beside))))
    return tuple(rows)


def _texts(value: Any) -> list[str]:
    """Every text in parts of a page, in their order."""
    found: list[str] = []
    _gather(value, found)
    return found


def _gather(value: Any, found: list[str]) -> None:
    kind = type(value)
    if kind is str or kind is Said:
        found.append(value)
    elif kind is tuple or kind is list:
        for item in value:
            _gather(item, found)
    else:
        for name in _names(kind):
            _gather(getattr(value, name), found)


_NAMES: dict[type[Any], tuple[str, ...]] = {}  # asked for by every object of a page
_UNREAD = ("key", "inputs", "pieces", "ends")  # what links go by and unfold, and what stands beside in one piece


def _names(kind: type[Any]) -> tuple[str, ...]:
    """The names of a dataclass's fields that hold what is read; none of what is no dataclass."""
    if kind not in _NAMES:
        every = [field.name for field in fields(kind)] if is_dataclass(kind) else []
        _NAMES[kind] = tuple(name for name in every if name not in _UNREAD)
    return _NAMES[kind]
