"""The built-in tasks and the other names that people write for them."""

from __future__ import annotations

from reportgen.factors.facts import load

TASKS: tuple[str, ...] = tuple(row["task"] for row in load("tasks")["row"])
# Those whose price and training the founding documents have.
PUBLISHED: tuple[str, ...] = tuple(row["task"] for row in load("tasks")["row"] if row.get("published"))
# Those whose data nobody labels.
UNLABELLED: tuple[str, ...] = tuple(row["task"] for row in load("tasks")["row"] if not row.get("labelled", True))

_BY_NAME = {name: row["task"] for row in load("tasks")["row"] for name in (row["task"], *row["aliases"])}


def canonical_task(text: str) -> str | None:
    """The built-in task that the text names, or None (it may be a company's own).

    Case does not matter; spaces and underscores read as hyphens.
    """
    return _BY_NAME.get("-".join(text.casefold().replace("_", " ").split()))
