"""dolma's mixer, as it logs: how many documents it dropped of each file. Its taggers count nothing."""

from __future__ import annotations

import re
from decimal import Decimal

from reportgen.curation.record import Curation, Stage
from reportgen.curation.records.counts import count_in, name_of
from reportgen.curation.records.work_time import work_time
from reportgen.energy.importers.times import clock_s
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source

TOOL = "dolma"

_LINE = re.compile(r"^\[(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) [A-Z]+ +dolma::(?:shard|mixer)\] (.*)", re.MULTILINE)
_DROPPED = re.compile(r"Dropped (\d+) of (\d+) documents from (.+)")
_SPLITTING = re.compile(r"Splitting (\d+) files for (.+) into \d+ shards")

_STAGE = "mixer"
_MISSING = "{done:,} of {files:,} files are done: what was dropped of the others is not known"
_TWICE = "{file} is in the log more than once: two streams read it, or two runs were logged"
_SECONDS = "its log has whole seconds: the duration is known to one, and of less than one not at all"
_NOTHING = "no file was mixed, or the tagger wrote this log, which counts nothing"


def identify(source: Source) -> bool:
    return _LINE.search(source.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record: all files of the log together."""
    lost = Losses()
    times: list[Decimal] = []
    files: dict[str, tuple[int, int]] = {}
    planned, unsettled = 0, ""
    for number, line in sound_lines(source, lost):
        match = _LINE.match(line)
        if match is None:
            continue
        if (time := clock_s(match[1].replace("Z", "+00:00"))) is not None:
            times.append(time[0])
        if splitting := _SPLITTING.fullmatch(match[2]):
            planned += count_in(splitting[1]) or 0
        elif dropped := _DROPPED.fullmatch(match[2]):
            gone, of, file = count_in(dropped[1]), count_in(dropped[2]), name_of(dropped[3], "?")
            if gone is None or of is None or gone > of:
                lost.add(source.place(number), "what was dropped of a file cannot be read")
                continue
            if file in files:
                unsettled = unsettled or _TWICE.format(file=file)
            before, after = files.get(file, (0, 0))
            files[file] = (before + of, after + of - gone)
        elif match[2].startswith("Dropped "):
            lost.add(source.place(number), "what was dropped of a file cannot be read")
    if not files:
        source.refuse(None, _NOTHING, "name the log of dolma mix")
    if len(files) < planned:
        unsettled = unsettled or _MISSING.format(done=len(files), files=planned)
    before, after = (sum(counts) for counts in zip(*files.values(), strict=True))
    worked = work_time([(min(times), max(times))] if times else [], zone_known=True)
    warnings = lost.listed("line is damaged", "lines are damaged", "what stands there is in no count")
    return [
        Curation(
            TOOL,
            "document",
            before=before,
            after=after,
            stages=(Stage(_STAGE, before - after),),
            duration_s=worked.duration_s,
            started_at=worked.started_at,
            ended_at=worked.ended_at,
            zone_known=True,
            warnings=(*warnings, *((_SECONDS,) if worked.started_at else ())),
            unsettled=unsettled,
        )
    ]
