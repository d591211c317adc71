"""The first page, able to stand alone: what was filtered, the headline figures, a statement, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from reportgen.charts.strip import MAX_STAGES, Segment, StripData
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.parts import Headline
from reportgen.page.sections.co2 import own_training
from reportgen.page.sections.headlines import headlines, range_text
from reportgen.page.words import FACTOR_WORDS, bases_of, cost_of_filtering, inputs, samples, shortened, task_word
from reportgen.page.writer import Writer
from reportgen.words.message import message

MOST_CAUTIONS = 4
LONGEST_META = 48
LONG_TITLE, LONGEST_TITLE, SHORT_TITLE = 60, 160, 60
_AT_PRICE = {
    "built-in": message("At the built-in industry price"),
    "company": message("At the company’s price"),
    "project": message("At the project’s price"),
    "command line": message("At the price set on the command line"),
}


@dataclass(frozen=True)
class FirstPage:
    """The page that stands alone; a title that is cut stands whole under Assumptions."""

    title: Annotated[str, "name of the run, cut where it is very long"]
    title_short: Annotated[str, "the same for a running head"]
    title_is_long: Annotated[bool, "whether it needs a smaller size"]
    meta: Annotated[tuple[tuple[str, str], ...], "names with values: task, data, tool, run, status"]
    lead: Annotated[str, "the statement in words"]
    strip_title: Annotated[str, "heading of the strip"]
    strip: Annotated[StripData | None, "chart of where the samples went, or None where nothing was removed"]
    headlines: Annotated[tuple[Headline, ...], "the headline figures"]
    rests_on: Annotated[tuple[tuple[str, str], ...], "kinds of evidence with their number of inputs"]
    cautions: Annotated[tuple[str, ...], "what changes how a headline is read"]


def first_page(w: Writer, caveats: Sequence[Caveat], dated: date | None) -> FirstPage:
    """The first page; `dated` is the report's own date, if it has one."""
    manifest = w.account.manifest
    task = task_word(w)
    title = manifest.name or manifest.dataset or w.say("Filtering run, {task}", task=task)
    before = samples(w, "samples_before")
    weighty = [w.say(caveat.title).rstrip(".") for caveat in caveats if caveat.weight == 1]
    return FirstPage(
        title=shortened(title, LONGEST_TITLE),
        title_short=shortened(title, SHORT_TITLE),
        title_is_long=len(title) > LONG_TITLE,
        meta=_meta(w, dated),
        lead=_lead(w),
        strip_title=w.say("Where the {samples} went", samples=before),
        strip=strip(w),
        headlines=headlines(w),
        rests_on=tuple((basis, inputs(w, count)) for basis, count in bases_of(w.ledger)),
        cautions=tuple(weighty[:MOST_CAUTIONS]),
    )


def _meta(w: Writer, dated: date | None) -> tuple[tuple[str, str], ...]:
    manifest = w.account.manifest
    tool = manifest.tool
    run = w.say("date not stated")
    if manifest.started_at is not None:
        run = w.language.moment(manifest.started_at)
    status = w.say("not reviewed")
    if manifest.approved_by:
        status = w.say("approved")
    elif manifest.reviewed_by:
        status = w.say("reviewed, not yet approved")
    rows = [(w.say("Task"), task_word(w))]
    if manifest.dataset and manifest.name:
        rows.append((w.say("Data"), shortened(manifest.dataset, LONGEST_META)))
    if tool is not None:
        rows.append((w.say("Tool"), shortened(f"{tool.name} {tool.version or ''}".strip(), LONGEST_META)))
    rows.append((w.say("Run"), run))
    if dated:
        rows.append((w.say("Report"), w.language.day(dated)))
    return (*rows, (w.say("Status"), status))


def _lead(w: Writer) -> str:
    duration = w.duration("duration_s")
    before = samples(w, "samples_before")
    if not w.ledger.value("samples_removed"):
        kept = w.say(
            "A filtering run of {duration} kept all {samples}: nothing is saved.", duration=duration, samples=before
        )
        return f"{kept} {_cost_sentence(w)}"
    first = w.say(
        "A filtering run of {duration} set aside {count} of {samples}.",
        duration=duration,
        count=w.count("samples_removed"),
        samples=before,
    )
    return f"{first} {_money_sentence(w)} {_co2_sentence(w)}"


def _cost_sentence(w: Writer) -> str:
    if not w.ledger.known("filtering_cost"):
        return w.say("What it cost is not stated.")
    cost = cost_of_filtering(w)
    return w.say("It cost {cost}.", cost=cost)


def _money_sentence(w: Writer) -> str:
    if w.ledger["annotation_savings"].band:
        return w.say("At a confidential price this avoids {band} of labelling.", band=w.band("annotation_savings"))
    if not w.ledger.known("gross_savings"):
        return w.say("Labelling has no price here, so no money is counted.")
    origin = _AT_PRICE.get(_price_layer(w), message("At the price in the manifest"))
    if w.ledger.known("annotation_savings") and w.ledger.value("annotation_savings") < 0:
        more = w.money("annotation_savings", negated=True)
        return w.say(
            "{origin} labelling costs {amount} more after filtering, since a dearer tier is reached.",
            origin=origin,
            amount=more,
        )
    gross = w.headline_money("gross_savings")
    trains = w.ledger.known("training_cost_savings") and w.ledger.value("training_cost_savings")
    if not w.ledger.known("net_savings"):
        if trains:
            return w.say(
                "{origin} this avoids {gross} of labelling and training; what the run cost is not stated.",
                origin=origin,
                gross=gross,
            )
        return w.say(
            "{origin} this avoids {gross} of labelling; what the run cost is not stated.", origin=origin, gross=gross
        )
    cost = cost_of_filtering(w)
    if trains:
        told = w.say(
            "{origin} this avoids {gross} of labelling and training; the run cost {cost}.",
            origin=origin,
            gross=gross,
            cost=cost,
        )
    else:
        told = w.say(
            "{origin} this avoids {gross} of labelling; the run cost {cost}.", origin=origin, gross=gross, cost=cost
        )
    if w.ledger["net_savings"].sign_uncertain:
        told += " " + w.say("Within the ranges it may also cost more than it saves.")
    return told


def _price_layer(w: Writer) -> str:
    of_table = [f"listed_{key.removeprefix('annotation_')}" for key in w.outline.price_keys]
    for key in (*w.outline.price_keys, *of_table):
        if key in w.ledger and w.ledger[key].layer:
            return w.ledger[key].layer or ""
    return ""


def _co2_sentence(w: Writer) -> str:
    if w.outline.by_steps:
        if not w.ledger.known("filtering_co2"):
            return w.say("Training goes by a fixed number of steps, so no training energy is saved.")
        return w.say(
            "Training goes by a fixed number of steps, so no training energy is saved; the filtering emitted {amount} "
            "CO2e.",
            amount=w.scaled("filtering_co2"),
        )
    if not w.ledger.known("net_co2_savings"):
        if not w.ledger.known("co2_savings"):
            return w.say("Its effect on CO2e is not known.")
        return w.say(
            "By {factor} it avoids {amount} CO2e, gross: the energy of filtering was not measured.",
            factor=FACTOR_WORDS[w.outline.factor],
            amount=w.scaled("co2_savings"),
        )
    net = w.ledger["net_co2_savings"]
    assert net.value is not None
    if net.sign_uncertain:
        return w.say(
            "Whether it saves CO2e is uncertain: {amount} net, {range}.",
            amount=w.scaled("net_co2_savings", sign=True),
            range=range_text(w, "net_co2_savings"),
        )
    amount = w.scaled("net_co2_savings")
    if net.value < 0:
        return w.say("It emits more than it avoids: {amount} CO2e net.", amount=amount)
    if own := own_training(w):
        return w.say(
            "Net of its own energy it avoids {amount} CO2e by the published scenario; {own}.", amount=amount, own=own
        )
    return w.say("Net of its own energy it avoids {amount} CO2e.", amount=amount)


def strip(w: Writer) -> StripData | None:
    """Where the samples went, or None where nothing was removed."""
    if not w.ledger.value("samples_removed"):
        return None
    kept = Segment(w.say("Kept"), w.ledger.value("samples_after"), str(w.count("samples_after")))
    stages = [key for key in w.ledger if key.startswith("stage_removed.")]
    unexplained = w.ledger.value("stages_unexplained") if stages else Decimal(0)
    removed_text = str(w.count("samples_removed"))
    if stages and len(stages) <= MAX_STAGES and unexplained >= 0:
        parts = tuple(Segment(w.ledger[key].label, w.ledger.value(key), str(w.count(key))) for key in stages)
        rest = None
        if unexplained:
            rest = Segment(w.say("Unexplained"), unexplained, str(w.count("stages_unexplained")))
    else:
        parts, rest = (Segment(w.say("Removed"), w.ledger.value("samples_removed"), removed_text),), None
    words = {"count": w.count("samples_before"), "kept": kept.text, "removed": removed_text}
    told = w.say("Of {count} samples, {kept} are kept and {removed} removed.", **words)
    if stages:
        named = ", ".join(f"{part.text} {part.label}" for part in (*parts, *([rest] if rest else [])))
        told = w.say("Of {count} samples, {kept} are kept and {removed} removed: {parts}.", **words, parts=named)
    return StripData(
        title=told,
        kept=kept,
        removed=parts,
        unexplained=rest,
        narrow_left=w.say("{count} kept", count=kept.text),
        narrow_right=w.say("{count} removed", count=removed_text),
    )
