"""The first page, able to stand alone: the verdict, the account behind it, what else was found, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from reportgen.charts.strip import MAX_STAGES, Segment, StripData
from reportgen.inputs.approval import signed
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.parts import Account
from reportgen.page.sections.cover_columns import to_know, what_decides, what_next
from reportgen.page.sections.cover_ledger import cover_ledger
from reportgen.page.sections.cover_second import Second, seconds
from reportgen.page.sections.verdict import Verdict, verdict
from reportgen.page.words import TASK_WORDS, samples, shortened, task_word
from reportgen.page.writer import Writer

LONGEST_META = 48
LONG_TITLE, LONGEST_TITLE, SHORT_TITLE = 60, 160, 60


@dataclass(frozen=True)
class FirstPage:
    """The page that stands alone; a title that is cut stands whole under Assumptions."""

    title: Annotated[str, "name of the run, cut where it is very long"]
    title_short: Annotated[str, "the same for a running head"]
    title_is_long: Annotated[bool, "whether it needs a smaller size"]
    meta: Annotated[tuple[str, ...], "task, data, tool, day of the run, status"]
    verdict: Annotated[Verdict, "the figure at display size and its words"]
    ledger: Annotated[Account | None, "the account of money behind it, or None"]
    strip_title: Annotated[str, "heading of the strip"]
    strip: Annotated[StripData | None, "chart of where the samples went, or None where nothing was removed"]
    seconds: Annotated[tuple[Second, ...], "CO2e and accuracy"]
    decides: Annotated[tuple[str, ...], "what moves the figure, and by how much"]
    cautions: Annotated[tuple[str, ...], "what changes how the page is read"]
    next: Annotated[tuple[str, ...], "what would make it firmer"]


def first_page(w: Writer, caveats: Sequence[Caveat], dated: date | None) -> FirstPage:
    """The first page; `dated` is the report's own date, if it has one."""
    manifest = w.account.manifest
    task = task_word(w)
    title = manifest.name or manifest.dataset or w.say("Filtering run, {task}", task=task)
    return FirstPage(
        title=shortened(title, LONGEST_TITLE),
        title_short=shortened(title, SHORT_TITLE),
        title_is_long=len(title) > LONG_TITLE,
        meta=_meta(w, dated),
        verdict=verdict(w),
        ledger=cover_ledger(w),
        strip_title=w.say("Where the {samples} went", samples=samples(w, "samples_before")),
        strip=strip(w),
        seconds=seconds(w),
        decides=tuple(it.text for it in what_decides(w)),
        cautions=to_know(w, caveats),
        next=tuple(step.text for step in what_next(w)),
    )


def _meta(w: Writer, dated: date | None) -> tuple[str, ...]:
    manifest = w.account.manifest
    tool = manifest.tool
    task = task_word(w)
    # a company's own task stays as the company named it
    parts = [w.capital(task) if w.account.task in TASK_WORDS else task]
    if manifest.dataset and manifest.name:
        parts.append(shortened(manifest.dataset, LONGEST_META))
    if tool is not None:
        parts.append(shortened(f"{tool.name} {tool.version or ''}".strip(), LONGEST_META))
    if manifest.started_at is None:
        parts.append(w.say("date of the run not stated"))
    else:
        parts.append(w.say("run of {day}", day=w.language.moment(manifest.started_at)))
    if dated:
        parts.append(w.say("report of {day}", day=w.language.day(dated)))
    status = w.say("not reviewed")
    signatures = signed(manifest, w.account.inputs)
    if any(it.is_void for it in signatures.values()):
        status = w.say("signed for other inputs")
    elif manifest.approved_by:
        status = w.say("approved")
    elif manifest.reviewed_by:
        status = w.say("reviewed, not yet approved")
    return (*parts, status)


def strip(w: Writer) -> StripData | None:
    """Where the samples went, or None where nothing was removed."""
    if not w.ledger.value("samples_removed"):
        return None
    kept = Segment(w.say("Kept"), w.ledger.value("samples_after"), str(w.count("samples_after")))
    stages = [key for key in w.ledger if key.startswith("stage_removed.")]
    unexplained = w.ledger.value("stages_unexplained") if stages else Decimal(0)
    removed_text = str(w.count("samples_removed"))
    shown = 0 < len(stages) <= MAX_STAGES and unexplained >= 0
    if shown:
        parts = tuple(Segment(w.ledger[key].label, w.ledger.value(key), str(w.count(key))) for key in stages)
        rest = None
        if unexplained:
            rest = Segment(w.say("Unexplained"), unexplained, str(w.count("stages_unexplained")))
    else:
        parts, rest = (Segment(w.say("Removed"), w.ledger.value("samples_removed"), removed_text),), None
    words = {
        "samples": samples(w, "samples_before"),
        "kept": w.say_count("{count} kept", "{count} kept", w.ledger.value("samples_after"), count=kept.text),
        "removed": w.say_count(
            "{count} removed", "{count} removed", w.ledger.value("samples_removed"), count=removed_text
        ),
    }
    told = w.say("{samples}: {kept}, {removed}.", **words)
    if shown:
        named = [w.say("{number} {stage}", number=part.text, stage=part.label) for part in parts]
        if rest:
            named.append(w.say_count("{count} unexplained", "{count} unexplained", unexplained, count=rest.text))
        told = w.say("{samples}: {kept}, {removed} ({parts}).", **words, parts=w.listed(named))
    return StripData(
        title=told,
        kept=kept,
        removed=parts,
        unexplained=rest,
        narrow_left=words["kept"],
        narrow_right=words["removed"],
    )
