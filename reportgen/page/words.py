"""Words that several sections share: bases, layers, units."""

from __future__ import annotations

from reportgen.figures.figure import BASES, COMPUTED, Figure
from reportgen.figures.ledger import Ledger

CO2E = "CO₂e"
LAYER_WORDS = {
    "built-in": "built-in",
    "company": "company",
    "project": "project",
    "manifest": "manifest",
    "command line": "--set",
}


def mark(figure: Figure) -> str:
    """The evidence of a figure: its basis, or for a computed one the weakest it rests on."""
    return (figure.rests_on or COMPUTED) if figure.basis == COMPUTED else figure.basis


def bases_of(ledger: Ledger) -> list[tuple[str, int]]:
    """How many leaves with a value there are of each basis, from the firmest."""
    leaves = [figure for figure in ledger.values() if figure.value is not None and figure.basis != COMPUTED]
    return [(basis, count) for basis in BASES if (count := sum(figure.basis == basis for figure in leaves))]


def plural(number: int, word: str) -> str:
    """`1 input`, `7 inputs`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def typeset(text: str) -> str:
    """Our own words as a page sets them: true apostrophes, CO₂ with its subscript."""
    return text.replace("'", "’").replace("CO2", "CO₂")


def label_of(figure: Figure) -> str:
    """A figure's label for the page; one that holds a user's name stays as it is."""
    return figure.label if "." in figure.key else typeset(figure.label)


LONGEST_WORD = 24


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def metric_of(ledger: Ledger) -> str:
    """The name of the accuracy's metric, short enough to stand as a unit."""
    return shortened(ledger["quality_after"].note or "accuracy", LONGEST_WORD)


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
