"""datatrove's logging folder, or its stats.json: documents read, dropped by each filter and reason, and written.

Blocks are known by the keys of their statistics: a reader counts `documents`, a filter `total`, `forwarded` and
`dropped`, a writer `total`; what counts lines (`line-...`) counts no documents. MinHash's four pipelines are four
folders, of which the last one alone removes anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.curation.record import Curation, Stage
from reportgen.curation.records.counts import count, name_of
from reportgen.curation.records.folders import files_in
from reportgen.curation.records.work_time import WorkTime, work_time
from reportgen.energy.importers.json_file import json_value
from reportgen.energy.importers.times import clock_s
from reportgen.files.losses import Losses
from reportgen.files.sound_rows import sound_lines
from reportgen.files.source import Source
from reportgen.problems import InputError
from reportgen.words.counted import so_many

TOOL = "datatrove"

_BLOCKS = re.compile(r'\s*\[\s*\{\s*"name":\s*"(?:[^"\\]|\\.)*",\s*"time_stats":')
_TIME = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,6}) \| ", re.ASCII)
_LAUNCH = "Launching pipeline for rank"
_DROPPED = "dropped_"

_UNFINISHED = "{done:,} of {tasks:,} tasks are complete: the counts are theirs alone"
_LAST_RANKS = "of a run that was resumed this file holds the last tasks alone: name the logging folder to be sure"
_NO_LOGS = "the logs of {lacking:,} of {ranks:,} tasks are not there: how long the work took is not known"
_NO_FILTER = "no block of this pipeline filters: it removed nothing itself"
_SPLIT = "{block} was given {documents} more than there were: it, or a block before it, makes several of one"


@dataclass
class _Block:
    """A block of the pipeline, its counts added up over the ranks."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)


def identify(source: Source) -> bool:
    if source.is_folder:
        files = [*files_in(source, r"stats\.json"), *files_in(source.inside("stats"), r"\d+\.json")[:1]]
        return any(_BLOCKS.match(it.head) for it in files)
    return _BLOCKS.match(source.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record: the run whose statistics these are, added up over its ranks."""
    folder = source if source.is_folder else _folder_of(source)
    ranks = files_in(folder.inside("stats"), r"\d+\.json") if folder is not None else []
    if folder is None or not ranks:
        alone = source.inside("stats.json") if source.is_folder else source
        return [_record(_added([_blocks(alone)]), WorkTime(), [_LAST_RANKS], "")]
    lost = Losses()
    blocks = _added(_sound(ranks, lost))
    if not blocks and lost.count:
        lost.refuse()
    warnings = lost.listed(
        "file of statistics cannot be read", "files of statistics cannot be read", "what stands there is in no count"
    )
    tasks, done = _tasks(folder), len(ranks) - lost.count
    unsettled = _UNFINISHED.format(done=done, tasks=tasks) if done < tasks else ""
    logs = files_in(folder.inside("logs"), r"task_\d+\.log")
    if len(logs) < len(ranks):
        warnings.append(_NO_LOGS.format(lacking=len(ranks) - len(logs), ranks=len(ranks)))
        logs = []
    return [_record(blocks, _worked(logs), warnings, unsettled)]


def _folder_of(source: Source) -> Source | None:
    """The logging folder of its stats.json."""
    folder = source.path.parent
    if source.path.name != "stats.json" or not (folder / "stats").is_dir():
        return None
    return Source(folder, str(folder), below=folder)


def _tasks(folder: Source) -> int:
    """How many tasks the run has, as far as it says so."""
    executor = folder.inside("executor.json")
    if not executor.is_there:
        return 0
    try:
        value = json_value(executor)
        return count(executor, value["world_size"], "world_size") if isinstance(value, dict) else 0
    except (InputError, KeyError):
        return 0


def _sound(ranks: Iterable[Source], lost: Losses) -> Iterator[list[tuple[str, dict[str, int]]]]:
    """The blocks of each rank that can be read."""
    for rank in ranks:
        try:
            yield _blocks(rank)
        except InputError as error:
            lost.take(error)


def _blocks(source: Source) -> list[tuple[str, dict[str, int]]]:
    """Name and counts of each block, in order."""
    value = json_value(source)
    if not isinstance(value, list):
        source.refuse(None, "the file is no list of blocks", "is this the tool's file?")
    blocks = []
    for place, block in enumerate(value):
        stats = block.get("stats") if isinstance(block, dict) else None
        if not isinstance(stats, dict):
            source.refuse(None, f"$[{place}] has no stats", "is the file damaged?")
        counts = {key: _count(source, it, f"$[{place}].stats.{key}") for key, it in stats.items() if _counts(key)}
        name = block.get("name")
        blocks.append((name_of(_plain(name) if isinstance(name, str) else name, f"block {place + 1}"), counts))
    return blocks


def _counts(key: str) -> bool:
    return key in ("documents", "total", "forwarded", "dropped") or key.startswith(_DROPPED)


def _count(source: Source, value: Any, path: str) -> int:
    """The count that is a plain number, or the total of several."""
    return count(source, value.get("total") if isinstance(value, dict) else value, path)


def _plain(name: str) -> str:
    """What a block is called, without its kind and without pictures: "Gopher Quality"."""
    kind, _, title = name.rpartition(": ")
    title = "".join(it for it in title if unicodedata.category(it) not in ("So", "Sk", "Mn", "Cf")).strip()
    return title or kind or name


def _added(ranks: Iterable[list[tuple[str, dict[str, int]]]]) -> list[_Block]:
    """The blocks with their counts added up: known by name, since one without statistics is missing in its rank."""
    added: list[_Block] = []
    places: dict[tuple[str, int], _Block] = {}
    for rank in ranks:
        seen: Counter[str] = Counter()
        before = -1
        for name, counts in rank:
            key = (name, seen[name])
            seen[name] += 1
            if key not in places:
                places[key] = _Block(name)
                added.insert(before + 1, places[key])
            before = next(place for place, it in enumerate(added) if it is places[key])
            places[key].counts.update(counts)
    return added


def _record(blocks: list[_Block], worked: WorkTime, warnings: list[str], unsettled: str) -> Curation:
    before: int | None = None
    after: int | None = None
    stages: list[Stage] = []
    for block in blocks:
        counts = block.counts
        if "documents" in counts:
            before, after = (counts["documents"] + (it or 0) for it in (before, after))
        if "total" not in counts:
            continue
        if after is not None and counts["total"] > after:
            unsettled = unsettled or _SPLIT.format(
                block=block.name, documents=so_many(counts["total"] - after, "# document", "# documents")
            )
        if "forwarded" in counts or "dropped" in counts:
            stages += _stages(block)
            after = counts["forwarded"] if "forwarded" in counts else counts["total"] - counts["dropped"]
        else:
            after = counts["total"]
    if before is not None and not stages:
        warnings = [*warnings, _NO_FILTER]
    return Curation(
        TOOL,
        "document",
        before=before,
        after=after,
        stages=tuple(stages),
        duration_s=worked.duration_s,
        started_at=worked.started_at,
        ended_at=worked.ended_at,
        zone_known=worked.zone_known,
        warnings=tuple(warnings),
        unsettled=unsettled,
    )


def _stages(block: _Block) -> Iterator[Stage]:
    """One stage for each reason; one without a reason for what is dropped beside them, or where nothing is."""
    reasons = {key.removeprefix(_DROPPED): it for key, it in block.counts.items() if key.startswith(_DROPPED)}
    left = block.counts["dropped"] - sum(reasons.values())
    for reason, removed in reasons.items():
        yield Stage(block.name if len(reasons) == 1 else f"{block.name}: {reason}", removed, reason=reason)
    if left > 0 or not reasons:
        yield Stage(block.name, max(left, 0))


def _worked(logs: Iterable[Source]) -> WorkTime:
    """The union of the times from the launch of a task to the last line of that attempt."""
    spans: list[tuple[Decimal, Decimal]] = []
    for log in logs:
        begun: Decimal | None = None
        last = Decimal(0)
        for _, line in sound_lines(log, Losses()):
            match = _TIME.match(line)
            found = clock_s(match[1]) if match else None
            if found is None:
                continue
            if _LAUNCH in line:
                if begun is not None:
                    spans.append((begun, last))
                begun = found[0]
            last = found[0]
        if begun is not None:
            spans.append((begun, last))
    return work_time(spans, zone_known=False)
