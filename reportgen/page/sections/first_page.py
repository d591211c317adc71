"""The first page, able to stand alone: what was filtered, the headline figures, a statement, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from reportgen.charts.strip import Segment, StripData
from reportgen.inputs.assemble import Account
from reportgen.locale.language import Language
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.parts import Headline
from reportgen.page.printer import Printer
from reportgen.page.sections.co2 import own_training
from reportgen.page.sections.headlines import headlines, range_text
from reportgen.page.words import (
    FACTOR_WORDS,
    bases_of,
    cost_of_filtering,
    inputs,
    samples,
    shortened,
    task_word,
)
from reportgen.words.message import message

MOST_STAGES = 6
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


def first_page(account: Account, printer: Printer, caveats: Sequence[Caveat], dated: date | None) -> FirstPage:
    """The first page; `dated` is the report's own date, if it has one."""
    manifest, language, say = account.manifest, printer.language, printer.language.say
    task = task_word(account.task, language)
    title = manifest.name or manifest.dataset or say("Filtering run, {task}", task=task)
    before = samples(language, account.ledger.value("samples_before"), printer.count("samples_before"))
    weighty = [say(caveat.title).rstrip(".") for caveat in caveats if caveat.weight == 1]
    return FirstPage(
        title=shortened(title, LONGEST_TITLE),
        title_short=shortened(title, SHORT_TITLE),
        title_is_long=len(title) > LONG_TITLE,
        meta=_meta(account, language, dated),
        lead=_lead(account, printer),
        strip_title=say("Where the {samples} went", samples=before),
        strip=strip(account, printer),
        headlines=headlines(account, printer),
        rests_on=tuple((basis, inputs(language, count)) for basis, count in bases_of(account.ledger)),
        cautions=tuple(weighty[:MOST_CAUTIONS]),
    )


def _meta(account: Account, language: Language, dated: date | None) -> tuple[tuple[str, str], ...]:
    manifest, say = account.manifest, language.say
    tool = manifest.tool
    run = say("date not stated")
    if manifest.started_at is not None:
        run = language.moment(manifest.started_at)
    status = say("not reviewed")
    if manifest.approved_by:
        status = say("approved")
    elif manifest.reviewed_by:
        status = say("reviewed, not yet approved")
    rows = [(say("Task"), task_word(account.task, language))]
    if manifest.dataset and manifest.name:
        rows.append((say("Data"), shortened(manifest.dataset, LONGEST_META)))
    if tool is not None:
        rows.append((say("Tool"), shortened(f"{tool.name} {tool.version or ''}".strip(), LONGEST_META)))
    rows.append((say("Run"), run))
    if dated:
        rows.append((say("Report"), language.day(dated)))
    return (*rows, (say("Status"), status))


def _lead(account: Account, printer: Printer) -> str:
    ledger, language, say = account.ledger, printer.language, printer.language.say
    duration = printer.duration("duration_s")
    before = samples(language, ledger.value("samples_before"), printer.count("samples_before"))
    if not ledger.value("samples_removed"):
        kept = say(
            "A filtering run of {duration} kept all {samples}: nothing is saved.", duration=duration, samples=before
        )
        return f"{kept} {_cost_sentence(account, printer)}"
    first = say(
        "A filtering run of {duration} set aside {count} of {samples}.",
        duration=duration,
        count=printer.count("samples_removed"),
        samples=before,
    )
    return f"{first} {_money_sentence(account, printer)} {_co2_sentence(account, printer)}"


def _cost_sentence(account: Account, printer: Printer) -> str:
    ledger, language = account.ledger, printer.language
    if not ledger.known("filtering_cost"):
        return language.say("What it cost is not stated.")
    cost = cost_of_filtering(ledger, language, printer.headline_money("filtering_cost"))
    return language.say("It cost {cost}.", cost=cost)


def _money_sentence(account: Account, printer: Printer) -> str:
    ledger, language, say = account.ledger, printer.language, printer.language.say
    if ledger["annotation_savings"].band:
        return say("At a confidential price this avoids {band} of labelling.", band=printer.band("annotation_savings"))
    if not ledger.known("gross_savings"):
        return say("Labelling has no price here, so no money is counted.")
    origin = _AT_PRICE.get(_price_layer(account), message("At the price in the manifest"))
    gross = printer.headline_money("gross_savings")
    trains = ledger.known("training_cost_savings") and ledger.value("training_cost_savings")
    if not ledger.known("net_savings"):
        if trains:
            return say(
                "{origin} this avoids {gross} of labelling and training; what the run cost is not stated.",
                origin=origin,
                gross=gross,
            )
        return say(
            "{origin} this avoids {gross} of labelling; what the run cost is not stated.", origin=origin, gross=gross
        )
    cost = cost_of_filtering(ledger, language, printer.headline_money("filtering_cost"))
    if trains:
        told = say(
            "{origin} this avoids {gross} of labelling and training; the run cost {cost}.",
            origin=origin,
            gross=gross,
            cost=cost,
        )
    else:
        told = say(
            "{origin} this avoids {gross} of labelling; the run cost {cost}.", origin=origin, gross=gross, cost=cost
        )
    if ledger["net_savings"].sign_uncertain:
        told += " " + say("Within the ranges it may also cost more than it saves.")
    return told


def _price_layer(account: Account) -> str:
    for key in ("annotation_price", "annotation_price_tier_1", "listed_price", "listed_price_tier_1"):
        if key in account.ledger and account.ledger[key].layer:
            return account.ledger[key].layer or ""
    return ""


def _co2_sentence(account: Account, printer: Printer) -> str:
    ledger, say = account.ledger, printer.language.say
    if account.outline.by_steps:
        if not ledger.known("filtering_co2"):
            return say("Training goes by a fixed number of steps, so no training energy is saved.")
        return say(
            "Training goes by a fixed number of steps, so no training energy is saved; the filtering emitted {amount} "
            "CO2e.",
            amount=printer.scaled("filtering_co2"),
        )
    if not ledger.known("net_co2_savings"):
        if not ledger.known("co2_savings"):
            return say("Its effect on CO2e is not known.")
        return say(
            "By {factor} it avoids {amount} CO2e, gross: the energy of filtering was not measured.",
            factor=FACTOR_WORDS[account.outline.factor],
            amount=printer.scaled("co2_savings"),
        )
    net = ledger["net_co2_savings"]
    assert net.value is not None
    if net.sign_uncertain:
        return say(
            "Whether it saves CO2e is uncertain: {amount} net, {range}.",
            amount=printer.scaled("net_co2_savings", sign=True),
            range=range_text(printer, "net_co2_savings"),
        )
    amount = printer.scaled("net_co2_savings")
    if net.value < 0:
        return say("It emits more than it avoids: {amount} CO2e net.", amount=amount)
    if own := own_training(account, printer):
        return say(
            "Net of its own energy it avoids {amount} CO2e by the published scenario; {own}.", amount=amount, own=own
        )
    return say("Net of its own energy it avoids {amount} CO2e.", amount=amount)


def strip(account: Account, printer: Printer) -> StripData | None:
    """Where the samples went, or None where nothing was removed."""
    ledger, say = account.ledger, printer.language.say
    if not ledger.value("samples_removed"):
        return None
    kept = Segment(say("Kept"), ledger.value("samples_after"), str(printer.count("samples_after")))
    stages = [key for key in ledger if key.startswith("stage_removed.")]
    unexplained = ledger.value("stages_unexplained") if stages else Decimal(0)
    removed_text = str(printer.count("samples_removed"))
    if stages and len(stages) <= MOST_STAGES and unexplained >= 0:
        parts = tuple(Segment(ledger[key].label, ledger.value(key), str(printer.count(key))) for key in stages)
        rest = None
        if unexplained:
            rest = Segment(say("Unexplained"), unexplained, str(printer.count("stages_unexplained")))
    else:
        parts, rest = (Segment(say("Removed"), ledger.value("samples_removed"), removed_text),), None
    words = {"count": printer.count("samples_before"), "kept": kept.text, "removed": removed_text}
    told = say("Of {count} samples, {kept} are kept and {removed} removed.", **words)
    if stages:
        named = ", ".join(f"{part.text} {part.label}" for part in (*parts, *([rest] if rest else [])))
        told = say("Of {count} samples, {kept} are kept and {removed} removed: {parts}.", **words, parts=named)
    return StripData(
        title=told,
        kept=kept,
        removed=parts,
        unexplained=rest,
        narrow_left=say("{count} kept", count=kept.text),
        narrow_right=say("{count} removed", count=removed_text),
    )
