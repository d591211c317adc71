"""What entries of one kind are called where several have the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from itertools import count, islice

from reportgen.words.message import message


def told_apart(names: Sequence[str], *marks: Sequence[str]) -> list[str]:
    """The names, each that several have with the first of its marks that tells all of those apart, else with a number.

    marks: of each kind one for every name, empty where it has none. What an entry is called already no other one gets.
    """
    of_name = defaultdict(list)
    for place, name in enumerate(names):
        of_name[str(name)].append(place)
    told, taken = list(names), set(of_name)
    for places in of_name.values():
        if len(places) == 1:
            continue
        name = names[places[0]]
        by_mark = ([_marked(name, kind[it]) for it in places] for kind in marks if all(kind[it] for it in places))
        by_number = (it for number in count(1) if str(it := _numbered(name, number)) not in taken)
        fresh = next((it for it in by_mark if _differ(it, taken)), None) or list(islice(by_number, len(places)))
        for place, called in zip(places, fresh, strict=True):
            told[place] = called
            taken.add(str(called))
    return told


def _differ(names: Sequence[str], taken: Set[str]) -> bool:
    texts = {str(it) for it in names}
    return len(texts) == len(names) and texts.isdisjoint(taken)


def _marked(name: str, mark: str) -> str:
    return message("{record}, {part}", record=name, part=mark) if name else mark


def _numbered(name: str, number: int) -> str:
    if not name:
        return message("record {number}", number=number)
    return message("{name} ({number})", name=name, number=number)
