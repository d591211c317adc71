"""Writes the golden reports anew: `python -m tests.golden`, then read what changed."""

from tests.golden.golden import FOUR_LINES, four_lines

FOUR_LINES.write_text(four_lines(), encoding="utf-8")
