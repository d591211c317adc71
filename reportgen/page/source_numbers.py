"""The numbers of the sources: of those alone that stand somewhere on the page, in the order of the report's list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reportgen.figures.figure import Figure
from reportgen.page.caveats.caveat import Caveat


def source_numbers(sources: Iterable[str], inputs: Sequence[Figure], caveats: Sequence[Caveat]) -> dict[str, int]:
    """The number of each source that an input, what it replaced or a caveat cites, from 1."""
    cited = {name for figure in inputs for name in figure.sources}
    cited |= {figure.replaces.source for figure in inputs if figure.replaces and figure.replaces.source}
    cited |= {name for caveat in caveats for name in caveat.sources}
    return {name: number for number, name in enumerate((it for it in sources if it in cited), start=1)}


def in_brackets(numbers: Mapping[str, int], names: Sequence[str]) -> str:
    """` [3, 5]` behind a text; nothing without a source."""
    found = sorted({numbers[name] for name in names if name in numbers})
    return f" [{', '.join(map(str, found))}]" if found else ""
