"""What the record of a filtering tool is: counts before and after, stages, faults, and what is only flagged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# What is done with what a tool only flags: every flagged sample goes; it goes, but one of each set of duplicates stays;
# duplicates alone go, but for one of each set.
POLICIES = ("all", "keep-one", "duplicates")


@dataclass(frozen=True)
class Stage:
    """A step of the filtering, in the tool's words; removed in samples, None where the record does not say it."""

    name: str
    removed: int | None
    duration_s: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Count:
    """So many samples of one kind: a fault (unreadable, 404), a criterion counted on its own, a split of a data set."""

    name: str
    samples: int


@dataclass(frozen=True)
class Choice:
    """What is left where a person acts on a tool's flags in one way.

    name: one of `POLICIES`, or a tag. after: None where the record does not tell it. stages: what goes, by its reason.
    """

    name: str
    after: int | None
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Curation:
    """One run of a filter, or a data set that was counted.

    tool: who wrote the record; filters: whether it is also what filtered. unit: what is counted, such as document.
    before, after: samples, None where the record does not say it. samples: of a data set, of which no filtering is
    known; parts: its splits. removed: of a list of what goes, which says no more. stages: in order; what they leave
    over is unexplained. criteria: counted each on its own, so that one sample may be in several; no stages. faults:
    samples that were lost to errors and to no decision; they are in before and not in after. choices: of a tool that
    only flags; tagged: whether they are tags, of which a person says which one means kept. duration_s: of the work,
    without pauses. started_at, ended_at: with a zone where the record has one; zone_known says whether it has.
    warnings: each one line, for a person. unsettled: what a person must decide before the record counts, empty of
    nearly all.
    """

    tool: str
    unit: str = "sample"
    before: int | None = None
    after: int | None = None
    samples: int | None = None
    parts: tuple[Count, ...] = ()
    removed: int | None = None
    stages: tuple[Stage, ...] = ()
    criteria: tuple[Count, ...] = ()
    faults: tuple[Count, ...] = ()
    choices: tuple[Choice, ...] = ()
    tagged: bool = False
    bytes_before: int | None = None
    bytes_after: int | None = None
    duration_s: Decimal | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    zone_known: bool = False
    tool_version: str | None = None
    filters: bool = True
    warnings: tuple[str, ...] = ()
    unsettled: str = ""

    @property
    def unexplained(self) -> int | None:
        """What was removed beyond stages and faults, below zero where they say more; None where a count is unknown."""
        if self.before is None or self.after is None:
            return None
        return unexplained(self.before, self.after, self.stages, self.faults)


@dataclass(frozen=True)
class Training:
    """A training that a tool recorded: floating point operations, tokens that went in (padding too), samples, time."""

    tool: str
    flop: Decimal | None
    tokens: int | None
    samples: int | None
    epochs: Decimal | None
    steps: int | None
    duration_s: Decimal | None
    warnings: tuple[str, ...]


def unexplained(before: int, after: int, stages: tuple[Stage, ...], faults: tuple[Count, ...]) -> int:
    """What was removed beyond stages and faults, below zero where they say more."""
    explained = sum(stage.removed or 0 for stage in stages) + sum(fault.samples for fault in faults)
    return before - after - explained
