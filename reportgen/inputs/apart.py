"""What entries of one kind are called where several have the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reportgen.words.message import message


def told_apart(names: Sequence[str], *marks: Sequence[str]) -> list[str]:
    """The names, each that several have with the first of its marks that tells all of those apart, else with a number.

    marks: of each kind one for every name, empty where it has none.
    """
    of_name = defaultdict(list)
    for place, name in enumerate(names):
        of_name[str(name)].append(place)
    told = list(names)
    for places in of_name.values():
        if len(places) == 1:
            continue
        telling = (kind for kind in marks if all(kind[it] for it in places) and _differ([kind[it] for it in places]))
        mark = next(telling, None)
        for number, place in enumerate(places, start=1):
            told[place] = _numbered(names[place], number) if mark is None else _marked(names[place], mark[place])
    return told


def _differ(marks: Sequence[str]) -> bool:
    return len({str(it) for it in marks}) == len(marks)


def _marked(name: str, mark: str) -> str:
    return message("{record}, {part}", record=name, part=mark) if name else mark


def _numbered(name: str, number: int) -> str:
    if not name:
        return message("record {number}", number=number)
    return message("{name} ({number})", name=name, number=number)
