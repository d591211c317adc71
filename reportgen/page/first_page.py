"""The first page, able to stand alone: what was filtered, the headline figures, a statement, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from reportgen.charts.strip import Segment, StripData
from reportgen.figures.message import message
from reportgen.figures.units import unit_word
from reportgen.inputs.assemble import Account
from reportgen.locale.language import Language
from reportgen.page import numbers
from reportgen.page.caveat import Caveat
from reportgen.page.co2 import own_training
from reportgen.page.evidence import energy_warning, evidence_warning
from reportgen.page.parts import Headline, Line
from reportgen.page.printer import Amount, Printer
from reportgen.page.words import (
    BASIS_WORDS,
    FACTOR_WORDS,
    LONGEST_WORD,
    bases_of,
    cost_of_filtering,
    inputs,
    mark,
    metric_of,
    samples,
    shortened,
    task_word,
)

MOST_STAGES = 6
MOST_CAUTIONS = 4
LONGEST_META = 48
SHORT_METRIC = 8
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
        headlines=tuple(_headlines(account, printer)),
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
            range=_range(printer, "net_co2_savings"),
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


def _headlines(account: Account, printer: Printer) -> list[Headline]:
    ledger = account.ledger
    rows = [_money(account, printer)]
    if ledger.known("annotator_hours_saved"):
        rows.append(_hours(account, printer))
    rows.append(_co2(account, printer))
    if ledger.known("quality_after"):
        rows.append(_quality(account, printer))
    return rows


def _range(printer: Printer, key: str) -> str:
    figure = printer.ledger[key]
    if figure.value is None or figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    if figure.unit == printer.currency:
        low, high = (printer.headline_text(end) for end in (figure.low, figure.high))
        unit = printer.currency
    else:
        unit, size = numbers.scale_for(figure.unit, [figure.low, figure.high])
        low, high = (printer.numbers.significant(numbers.scaled(end, size)) for end in (figure.low, figure.high))
    return printer.language.say("range {low} to {high}", low=low, high=f"{high}{numbers.NO_BREAK}{unit}")


def _sign(printer: Printer, key: str) -> str:
    uncertain = printer.ledger[key].sign_uncertain
    return printer.language.say("Sign uncertain: the range spans zero") if uncertain else ""


def _weakest(printer: Printer, key: str, shown: str) -> str:
    """The weakest evidence below the figure, where it is weaker than the mark that is shown."""
    rests_on = printer.ledger[key].rests_on
    if not rests_on or rests_on == shown:
        return ""
    return printer.language.say("weakest input: {basis}", basis=BASIS_WORDS[rests_on])


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _money(account: Account, printer: Printer) -> Headline:
    ledger, say = account.ledger, printer.language.say
    label = say("Cost avoided")
    if ledger["gross_savings"].band:
        return _banded(account, printer, label)
    if not ledger.known("gross_savings"):
        reason = printer.language.translated(ledger["gross_savings"].reason or "")
        return Headline(label, say("no price"), printer.not_given(), "", reason, "", ())
    net = ledger.known("net_savings")
    key = "net_savings" if net else "gross_savings"
    parts = [part for part in ledger["gross_savings"].covers if part == "annotation_savings" or ledger.value(part)]
    signed = parts + (["-filtering_cost"] if net else [])
    _, _, places = printer.column(signed, key)
    names = {"annotation_savings": _labelling_line(account, printer), "training_cost_savings": say("Training avoided")}
    lines = [Line(names[part], printer.money(part, places)) for part in parts]
    if net:
        lines.append(
            Line(_filtering_line(account, printer.language), printer.money("filtering_cost", places, negated=True))
        )
        lines.append(Line(say("Net"), printer.money(key, places), is_sum=True))
    else:
        lines.append(Line(say("Filtering"), Amount(say("not stated"), known=False)))
        if len(parts) > 1:
            lines.append(Line(say("Gross"), printer.money(key, places), is_sum=True))
    basis = _price_basis(account)
    remark = _joined(say("price"), _weakest(printer, key, basis), _range(printer, key))
    return Headline(
        label,
        say("net of filtering") if net else say("gross: the filtering’s own cost is not stated"),
        printer.headline_money(key),
        basis,
        remark,
        _sign(printer, key),
        tuple(lines),
    )


def _banded(account: Account, printer: Printer, label: str) -> Headline:
    """Of a confidential price totals alone, each as a band."""
    ledger, say = account.ledger, printer.language.say
    net = ledger["net_savings"].band is not None
    lines = [Line(say("Labelling avoided"), Amount(printer.band("annotation_savings"), known=False))]
    if ledger.known("training_cost_savings") and ledger.value("training_cost_savings"):
        lines.append(Line(say("Training avoided"), printer.money("training_cost_savings")))
    if net:
        lines.append(Line(_filtering_line(account, printer.language), printer.money("filtering_cost", negated=True)))
    return Headline(
        label,
        say("net of filtering") if net else say("gross: the filtering’s own cost is not stated"),
        Amount(printer.band("net_savings" if net else "gross_savings"), known=False),
        "",
        say("a band: the price is confidential"),
        "",
        tuple(lines),
    )


def _filtering_line(account: Account, language: Language) -> str:
    missing = account.ledger["filtering_cost"].missing
    return language.say("Filtering, as far as known") if missing else language.say("Filtering")


def _price_basis(account: Account) -> str:
    """The evidence of the price that applies, on which the saving stands or falls."""
    ledger = account.ledger
    price = next(key for key in ("annotation_price", "annotation_price_tier_1", "gross_savings") if key in ledger)
    return mark(ledger[price])


def _labelling_line(account: Account, printer: Printer) -> str:
    language, say = printer.language, printer.language.say
    count = printer.count("units_avoided")
    unit = shortened(unit_word(account.outline.counted), LONGEST_WORD)
    if not account.outline.unit_factors:
        avoided = samples(language, account.ledger["units_avoided"].value or Decimal(0), count)
    elif account.outline.counted == "sample":
        avoided = say("{count} labels", count=count)
    else:
        avoided = say("{count} units ({unit})", count=count, unit=language.translated(unit_word(unit)))
    if account.outline.seconds_in_unit is not None:
        return say("{units}, by labelling time", units=avoided)
    if len(account.outline.tier_bounds) == 1 and account.ledger.known("annotation_price"):
        return f"{avoided} × {printer.exact('annotation_price').text}"
    return say("{units}, by price tiers", units=avoided)


def _hours(account: Account, printer: Printer) -> Headline:
    ledger, say = account.ledger, printer.language.say
    net = ledger.known("net_annotator_hours")
    key = "net_annotator_hours" if net else "annotator_hours_saved"
    avoided, seconds = printer.count("units_avoided"), printer.exact("seconds_per_unit").text
    first = f"{avoided} × {seconds}{numbers.NO_BREAK}{printer.numbers.times[-1]}"
    if net:
        unit, size, places = printer.column(["annotator_hours_saved", "-person_hours"], key)
        lines: tuple[Line, ...] = (
            Line(first, printer.in_unit("annotator_hours_saved", unit, size, places)),
            Line(say("People’s time for filtering"), printer.in_unit("person_hours", unit, size, places, negated=True)),
            Line(say("Net"), printer.in_unit(key, unit, size, places), is_sum=True),
        )
    else:
        lines = (Line(first, printer.scaled("annotator_hours_saved", 4)),)
    return Headline(
        say("Labelling time not needed"),
        say("net of filtering") if net else say("gross"),
        printer.scaled(key),
        mark(ledger["seconds_per_unit"]),
        _joined(say("time per label"), _weakest(printer, key, mark(ledger["seconds_per_unit"])), _range(printer, key)),
        "",
        lines,
    )


def _co2(account: Account, printer: Printer) -> Headline:
    ledger, say = account.ledger, printer.language.say
    label = say("CO2e avoided")
    if ledger.known("net_co2_savings"):
        unit, size, places = printer.column(["training_co2_savings", "-filtering_co2"], "net_co2_savings")
        energy = printer.scaled("filtering_energy")
        lines: tuple[Line, ...] = (
            Line(say("Training avoided"), printer.in_unit("training_co2_savings", unit, size, places)),
            Line(
                say("Filtering: {energy} × PUE × grid", energy=energy),
                printer.in_unit("filtering_co2", unit, size, places, negated=True),
            ),
            Line(say("Net"), printer.in_unit("net_co2_savings", unit, size, places), is_sum=True),
        )
        basis = mark(ledger["training_energy_per_sample"])
        remark = _joined(_beside(account, printer), _weakest(printer, "net_co2_savings", basis))
        amount = printer.scaled("net_co2_savings")
        warning = _sign(printer, "net_co2_savings")
        if own := own_training(account, printer):
            warning = own[:1].upper() + own[1:]
        return Headline(
            label,
            say("net of filtering, on the run’s own grid"),
            amount,
            basis,
            remark,
            energy_warning(account, printer) or warning,
            lines,
        )
    if not ledger.known("co2_savings"):
        reason = printer.language.translated(ledger["co2_savings"].reason or "")
        return Headline(label, say("no factor"), Amount(say("not known"), known=False), "", reason, "", ())
    removed = samples(printer.language, ledger.value("samples_removed"), printer.count("samples_removed"))
    factor = printer.exact("co2_per_sample").text if ledger.known("co2_per_sample") else ""
    steps = say("training goes by steps")
    first = (
        say("None: {reason}", reason=steps) if account.outline.by_steps else f"{removed} × {factor}{numbers.NO_BREAK}kg"
    )
    lines = (Line(first, printer.scaled("co2_savings", 4)), Line(say("Filtering"), printer.not_measured()))
    return Headline(
        label,
        say("gross: the filtering’s own energy was not measured"),
        printer.scaled("co2_savings"),
        mark(ledger["co2_per_sample"]),
        steps if account.outline.by_steps else printer.language.translated(FACTOR_WORDS[account.outline.factor]),
        energy_warning(account, printer),
        lines,
    )


def _beside(account: Account, printer: Printer) -> str:
    """The published factor beside the net, never subtracted from it."""
    say = printer.language.say
    if account.outline.by_steps:
        return say("training goes by steps")
    if account.outline.factor in ("published", "exact") and printer.ledger.known("co2_savings"):
        gross = printer.scaled("co2_savings")
        factor = FACTOR_WORDS[account.outline.factor]
        return say("scenario of {factor} ({gross} gross)", factor=factor, gross=gross)
    return say("energy of your own training")


def _quality(account: Account, printer: Printer) -> Headline:
    ledger, say = account.ledger, printer.language.say
    metric = metric_of(ledger, printer.language)
    unit = metric if len(metric) <= SHORT_METRIC else ""
    lines = [
        Line(word, printer.fraction(key))
        for word, key in (
            (say("All samples"), "quality_before"),
            (say("Random subset of equal size"), "quality_random"),
        )
        if ledger.known(key)
    ]
    lines.append(Line(say("Samples kept"), printer.fraction("quality_after"), is_sum=True))
    if ledger.known("quality_change"):
        change = printer.fraction("quality_change", sign=True)
        amount = Amount(change.text, unit)
    else:
        amount = Amount(printer.fraction("quality_after").text, unit)
    sub = say("{metric}, after filtering", metric=metric)
    if ledger.known("quality_change"):
        sub = say("{metric}, after filtering less before", metric=metric)
    basis = mark(ledger["quality_after"])
    remark = say("training runs") if ledger["quality_after"].basis == "measured" else say("in the manifest")
    return Headline(say("Accuracy"), sub, amount, basis, remark, evidence_warning(account, printer), tuple(lines))
