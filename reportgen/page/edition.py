"""How much of a report is printed; its data and attachments are the same in every edition."""

from __future__ import annotations

# brief: the cover and the signing page. standard: the body, inputs, sources and formulas, each said once. full: every
# input and formula by itself, the records of energy and the runs behind scores.
BRIEF, STANDARD, FULL = "brief", "standard", "full"
EDITIONS = (BRIEF, STANDARD, FULL)
