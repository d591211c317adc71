"""text-dedup's log: documents before and after, and how long it took in all.

Its log is laid out for a terminal: where that was narrow, a number stands on the line below its name.
"""

from __future__ import annotations

import re

from reportgen.curation.record import Curation, Stage
from reportgen.curation.records.counts import count_in
from reportgen.curation.records.ends import end_of
from reportgen.energy.importers.cells import LONGEST_S
from reportgen.energy.importers.json_file import text_of
from reportgen.files.number import number_in
from reportgen.files.source import Source

TOOL = "text-dedup"

_PLACE = re.compile(r"\b\w{1,60}\.py:\d{1,6}\b")  # of the line that logs, at the right edge
_TIMER = re.compile(r"\b(?:Loading|Preprocessing|Processing|MinHashing|SuffixArray|Filtering|Clustering|Saving)\s+:\s")
_COUNTS = re.compile(
    r"\bBefore\s*:\s*(?:(\d{1,19}) bytes\s*\()?(\d{1,19})\b.{0,400}?"
    r"\bAfter\s*:\s*(?:(\d{1,19}) bytes\s*\()?(\d{1,19})\b",
    re.DOTALL,
)
_TOTAL = re.compile(r"\bTotal(?: time)?\s*:\s*([\d.]{1,20})\s*s")


def identify(source: Source) -> bool:
    end = _PLACE.sub("", end_of(source))
    return _TIMER.search(end) is not None and _COUNTS.search(end) is not None


def extract(source: Source) -> list[Curation]:
    """One record for each run of the log."""
    text = _PLACE.sub("", text_of(source).replace("\r", "\n"))
    records = []
    begin = 0
    for match in _COUNTS.finditer(text):
        totals = _TOTAL.findall(text, begin, match.start())
        begin = match.end()
        bytes_before, before, bytes_after, after = (None if it is None else count_in(it) for it in match.groups())
        if before is None or after is None:
            continue
        seconds = number_in(totals[-1]) if totals else None
        records.append(
            Curation(
                TOOL,
                "document",
                before=before,
                after=after,
                stages=(Stage("duplicates", before - after),) if after <= before else (),
                bytes_before=bytes_before,
                bytes_after=bytes_after,
                duration_s=seconds if seconds is not None and 0 < seconds <= LONGEST_S else None,
            )
        )
    if not records:
        source.refuse(None, "no run of it says documents before and after", "did it end before it reported?")
    return records
