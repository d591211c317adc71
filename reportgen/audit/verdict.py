"""What is said of a report that was verified."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.audit.difference import Difference


@dataclass(frozen=True)
class Verdict:
    """What was found, and what was looked at.

    rederived, recomputed, withheld: figures that followed from their formulas, from a procedure, or are confidential.
    notes: what was not looked at, and why, each one line.
    """

    differences: tuple[Difference, ...]
    rederived: int
    recomputed: int
    withheld: int
    notes: tuple[str, ...] = ()
