"""What the cover says, in lines of plain text: for a terminal, a log, or a notebook's cell."""

from __future__ import annotations

from reportgen.page.build import Page


def summary_lines(page: Page) -> tuple[str, ...]:
    """The verdict with what it rests on, CO2e and accuracy, what to know, and what would make it firmer."""
    verdict = page.first.verdict
    figure = f"{verdict.figure} {verdict.unit}".rstrip()
    lines = [f"{verdict.kicker}: {figure}", f"  {verdict.lead}"]
    for second in page.first.seconds:
        lines.append(f"{second.label}: {f'{second.figure} {second.unit}'.rstrip()}")
        lines += [f"  {part}" for part in (second.basis, second.text) if part]
    lines += [f"! {caution}" for caution in page.first.cautions]
    lines += [f"> {step}" for step in page.first.next]
    return tuple(line.replace("\u00a0", " ").replace("\u202f", " ") for line in lines)
