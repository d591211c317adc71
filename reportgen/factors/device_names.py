"""Finding a device in a table by its name, as a driver or a person gives it, and what to write for one not in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

_MAKERS = {"nvidia", "geforce", "tesla", "amd", "instinct", "intel", "cpu", "processor", "r", "tm"}


def row_named(name: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The first row all of whose `words` stand in the name; None without one."""
    words = set(_words(name))
    return next((row for row in rows if words.issuperset(row["words"])), None)


def suggest_name(name: str, known: Sequence[str]) -> str:
    """What to write in place of an unknown name: `did you mean "L40S"?`, or all that are known."""
    squeezed = {_squeezed(it): it for it in known}
    close = difflib.get_close_matches(_squeezed(name), squeezed, n=1, cutoff=0.6)
    return f'did you mean "{squeezed[close[0]]}"?' if close else "known: " + ", ".join(known)


def _words(name: str) -> list[str]:
    return re.split(r"[^a-z0-9]+", name.lower())


def _squeezed(name: str) -> str:
    """The name as far as it tells devices apart: "rtx4090" of "NVIDIA GeForce RTX 4090"."""
    return "".join(word for word in _words(name) if word not in _MAKERS)
