"""Leaves on their way into the ledger: each with its layer and source, and with what --set puts in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportgen.figures.figure import Figure, Replaced
from reportgen.figures.ledger import Ledger
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes, either, nearest
from reportgen.files.shapes import MISSING
from reportgen.inputs.keys import KINDS, kind_of
from reportgen.inputs.sources import COMMAND_LINE, DEFAULT, MANIFEST, SourceList
from reportgen.problems import Problem, excerpt

_MOST_ALIKE = 5


class Leaves:
    """Gives leaves to a ledger. `settings` are the texts of --set by key; `problems` collects what is wrong with them.

    words: what fills `{currency}` and `{unit}` in a leaf's unit.
    """

    def __init__(self, settings: Mapping[str, str], sources: SourceList, currency: str) -> None:
        self.ledger = Ledger()
        self.sources = sources
        self.currency = currency
        self.problems: list[Problem] = []
        self._set_keys = frozenset(settings)
        self._settings = dict(settings)  # those that have met no leaf yet

    def stated(self, key: str, value: Decimal | None, **more: Any) -> None:
        """A value that the manifest states; None gives a figure without value."""
        self.give(key, value, **{"basis": "stated", "layer": "manifest", "sources": (MANIFEST,), **more})

    def default(self, key: str, stated: Decimal | None, otherwise: int | str, **more: Any) -> None:
        """The stated value, or the house's default."""
        if stated is not None:
            self.stated(key, stated, **more)
        else:
            more = {"basis": "default", "layer": "built-in", "sources": (DEFAULT,), "chosen": "default", **more}
            self.give(key, Decimal(otherwise), **more)

    def give(
        self,
        key: str,
        value: Decimal | None,
        *,
        label: str = "",
        unit: str = "",
        per: str = "",
        currency: str = "",
        absent: str = "",
        listed_in: str = "",
        **more: Any,
    ) -> None:
        """Add the leaf, or what --set says in its place; `listed_in` is the value's currency if it is not the run's."""
        kind = kind_of(key)
        assert kind is not None, key
        whole_unit = kind.unit.format(currency=currency or self.currency, unit=unit or "sample", per=per)
        figure = Figure(key, label or kind.label, value, whole_unit, reason="" if value is None else None, **more)
        if value is None:
            # nobody gave it, so that nothing can be said about where it came from
            figure = Figure(key, label or kind.label, None, whole_unit, reason=absent or kind.absent)
        listed_unit = kind.unit.format(currency=listed_in, unit=unit or "sample", per=per) if listed_in else whole_unit
        self.ledger.add(self._set(figure, listed_unit))

    def set_or(self, key: str) -> bool:
        """Whether --set gives the key."""
        return key in self._set_keys

    def fault(self, key: str, what: str, hint: str) -> None:
        """Note what is wrong with a value that --set gave."""
        self.problems.append(Problem(f"--set {key}", what, hint))

    def _set(self, figure: Figure, listed_unit: str) -> Figure:
        text = self._settings.pop(figure.key, None)
        if text is None:
            return figure
        kind = kind_of(figure.key)
        assert kind is not None
        node = Node("text", text, None)
        notes = Notes(f"--set {figure.key}", node)
        value = kind.shape.read(node, (), notes)
        if value is MISSING:
            self.problems += [replace(problem, where=f"--set {figure.key}") for problem in notes.problems]
            return figure
        replaced = None
        if figure.value is not None:
            replaced = Replaced(figure.value, listed_unit, figure.layer or "", next(iter(figure.sources), None))
        return Figure(
            figure.key,
            figure.label,
            value,
            figure.unit,
            basis="stated",
            sources=(COMMAND_LINE,),
            layer="command line",
            replaces=replaced,
            # what a look-up notes describes the value that it found
            note=None if figure.layer == "built-in" else figure.note,
        )

    def finish(self, computed: Mapping[str, Figure]) -> None:
        """Note every --set that met no leaf; `computed` are the figures of the whole ledger."""
        for key in self._settings:
            where = f"--set {excerpt(key)}"
            if key in computed:
                inputs = ", ".join(computed[key].inputs)
                hint = f"set one of its inputs: {inputs}" if inputs else ""
                self.problems.append(Problem(where, "is computed, not given", hint))
                continue
            close = nearest(key, [leaf for leaf in self.ledger if kind_of(leaf)] or KINDS)
            if key in KINDS:
                alike = [leaf for leaf in self.ledger if leaf.startswith((f"{key}_", f"{key}."))]
                hint = f"this run has {', '.join(alike[:_MOST_ALIKE])}" if alike else "its inputs stand in report.json"
                self.problems.append(Problem(where, "does not apply to this run", hint))
            else:
                hint = f"did you mean {either(close)}?" if close else "the keys of leaves stand in report.json"
                self.problems.append(Problem(where, "is no input of this run", hint))


def slugs(names: list[str], otherwise: str) -> list[str]:
    """Unique ends of keys for the names: lower case, digits and _, at most 60 long."""
    taken: dict[str, int] = {}  # and the number that the next one of that name is tried with
    for name in names:
        stem = slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:50].strip("_") or otherwise
        while slug in taken:
            slug = f"{stem}_{taken[stem]}"
            taken[stem] += 1
        taken[slug] = 2
    return list(taken)
