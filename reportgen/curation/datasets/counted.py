"""What was counted of a data set on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Tell = Callable[[int], None]  # told how many files or rows are done, now and then


def tell_nobody(_: int) -> None:
    return None


@dataclass(frozen=True)
class Counted:
    """A data set: its form in words, its samples; objects and bytes where the form has them, None where not known.

    classes: samples of each class, of forms with objects the objects of each; None where the form has none. unlabelled:
    samples without an object. warnings: what a person must know of the count, one line each.
    """

    form: str
    samples: int
    objects: int | None = None
    classes: Mapping[str, int] | None = None
    bytes: int | None = None
    unlabelled: int | None = None
    warnings: tuple[str, ...] = field(default=())
