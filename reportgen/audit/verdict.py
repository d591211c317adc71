"""What is said of a report that was verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.audit.difference import Difference


@dataclass(frozen=True)
class Verdict:
    """What was found, and what was looked at.

    rederived, recomputed, withheld: figures that followed from their formulas, from a procedure, or are confidential.
    notes: what was not looked at, and why, each one line. beside: files that a page names and that were not looked at,
    each with its SHA-256.
    """

    differences: tuple[Difference, ...]
    rederived: int
    recomputed: int
    withheld: int
    notes: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
