"""The first page, able to stand alone: what was filtered, the headline figures, a statement, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

from reportgen.charts.strip import Segment, StripData
from reportgen.inputs.assemble import Account
from reportgen.page import numbers
from reportgen.page.caveats import Caveat
from reportgen.page.co2 import own_training
from reportgen.page.parts import Headline, Line
from reportgen.page.printer import Amount, Printer
from reportgen.page.words import (
    CO2E,
    LONGEST_WORD,
    at_least,
    bases_of,
    mark,
    metric_of,
    plural,
    samples,
    shortened,
    typeset,
)

MOST_STAGES = 6
MOST_CAUTIONS = 4
LONGEST_META = 48
SHORT_METRIC = 8
LONG_TITLE, LONGEST_TITLE, SHORT_TITLE = 60, 160, 60


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


def first_page(account: Account, printer: Printer, caveats: Sequence[Caveat], dated: str | None) -> FirstPage:
    """The first page; `dated` is the report's own date, if it has one."""
    manifest = account.manifest
    title = manifest.name or manifest.dataset or f"Filtering run, {account.task.replace('-', ' ')}"
    before = printer.count("samples_before")
    weighty = [typeset(caveat.title.rstrip(".")) for caveat in caveats if caveat.weight == 1]
    return FirstPage(
        title=shortened(title, LONGEST_TITLE),
        title_short=shortened(title, SHORT_TITLE),
        title_is_long=len(title) > LONG_TITLE,
        meta=_meta(account, dated),
        lead=_lead(account, printer),
        strip_title=f"Where the {samples(before)} went",
        strip=strip(account, printer),
        headlines=tuple(_headlines(account, printer)),
        rests_on=tuple((basis, plural(count, "input")) for basis, count in bases_of(account.ledger)),
        cautions=tuple(weighty[:MOST_CAUTIONS]),
    )


def _meta(account: Account, dated: str | None) -> tuple[tuple[str, str], ...]:
    manifest = account.manifest
    tool = manifest.tool
    run = "date not stated"
    if manifest.started_at is not None:
        run = _moment_text(manifest.started_at)
    status = "not reviewed"
    if manifest.approved_by:
        status = "approved"
    elif manifest.reviewed_by:
        status = "reviewed, not yet approved"
    rows = [("Task", account.task.replace("-", " "))]
    if manifest.dataset and manifest.name:
        rows.append(("Data", shortened(manifest.dataset, LONGEST_META)))
    if tool is not None:
        rows.append(("Tool", shortened(f"{tool.name} {tool.version or ''}".strip(), LONGEST_META)))
    rows.append(("Run", run))
    if dated:
        rows.append(("Report", dated))
    return (*rows, ("Status", status))


def _moment_text(moment: datetime) -> str:
    """The day, and the time with its offset where one was given: midnight UTC is what a date alone is read as."""
    in_utc = moment.utcoffset() == timedelta()
    if in_utc and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%d, %H:%M} {'UTC' if in_utc else moment.isoformat()[-6:]}"


def _lead(account: Account, printer: Printer) -> str:
    ledger = account.ledger
    duration = printer.duration("duration_s")
    before, removed = printer.count("samples_before"), printer.count("samples_removed")
    if not ledger.value("samples_removed"):
        first = f"A filtering run of {duration} kept all {samples(before)}: nothing is saved."
        return f"{first} {_cost_sentence(account, printer)}".strip()
    first = f"A filtering run of {duration} set aside {removed} of {samples(before)}."
    return " ".join(
        part for part in (first, _money_sentence(account, printer), _co2_sentence(account, printer)) if part
    )


def _cost_sentence(account: Account, printer: Printer) -> str:
    if not account.ledger.known("filtering_cost"):
        return "What it cost is not stated."
    return f"It cost {at_least(account.ledger)}{printer.headline_money('filtering_cost')}."


def _money_sentence(account: Account, printer: Printer) -> str:
    ledger = account.ledger
    if ledger["annotation_savings"].band:
        return f"At a confidential price this avoids {printer.band('annotation_savings')} of labelling."
    if not ledger.known("gross_savings"):
        return "Labelling has no price here, so no money is counted."
    origin = {
        "built-in": "At the built-in industry price",
        "company": "At the company’s price",
        "project": "At the project’s price",
        "command line": "At the price set on the command line",
    }.get(_price_layer(account), "At the price in the manifest")
    gross = printer.headline_money("gross_savings")
    trains = ledger.known("training_cost_savings") and ledger.value("training_cost_savings")
    what = "labelling and training" if trains else "labelling"
    first = f"{origin} this avoids {gross} of {what}"
    if not ledger.known("net_savings"):
        return f"{first}; what the run cost is not stated."
    uncertain = (
        " Within the ranges it may also cost more than it saves." if ledger["net_savings"].sign_uncertain else ""
    )
    return f"{first}; the run cost {at_least(ledger)}{printer.headline_money('filtering_cost')}.{uncertain}"


def _price_layer(account: Account) -> str:
    for key in ("annotation_price", "annotation_price_tier_1", "listed_price", "listed_price_tier_1"):
        if key in account.ledger and account.ledger[key].layer:
            return account.ledger[key].layer or ""
    return ""


def _co2_sentence(account: Account, printer: Printer) -> str:
    ledger = account.ledger
    if account.outline.by_steps:
        first = "Training goes by a fixed number of steps, so no training energy is saved"
        if not ledger.known("filtering_co2"):
            return f"{first}."
        return f"{first}; the filtering emitted {printer.scaled('filtering_co2')} {CO2E}."
    if not ledger.known("net_co2_savings"):
        if not ledger.known("co2_savings"):
            return "Its effect on CO₂e is not known."
        avoided = f"By the {account.outline.factor} factor it avoids {printer.scaled('co2_savings')} {CO2E}, gross"
        return f"{avoided}: the energy of filtering was not measured."
    net = ledger["net_co2_savings"]
    assert net.value is not None
    if net.sign_uncertain:
        change = printer.scaled("net_co2_savings", sign=True)
        return f"Whether it saves CO₂e is uncertain: {change} net, {_range(printer, 'net_co2_savings')}."
    if net.value < 0:
        return f"It emits more than it avoids: {printer.scaled('net_co2_savings')} {CO2E} net."
    own = own_training(account, printer)
    beside = f"by the published scenario; {own}" if own else ""
    return f"Net of its own energy it avoids {printer.scaled('net_co2_savings')} {CO2E} {beside}".rstrip() + "."


def strip(account: Account, printer: Printer) -> StripData | None:
    """Where the samples went, or None where nothing was removed."""
    ledger = account.ledger
    if not ledger.value("samples_removed"):
        return None
    kept = Segment("Kept", ledger.value("samples_after"), str(printer.count("samples_after")))
    stages = [key for key in ledger if key.startswith("stage_removed.")]
    unexplained = ledger.value("stages_unexplained") if stages else Decimal(0)
    removed_text = str(printer.count("samples_removed"))
    if stages and len(stages) <= MOST_STAGES and unexplained >= 0:
        parts = tuple(Segment(ledger[key].label, ledger.value(key), str(printer.count(key))) for key in stages)
        rest = None
        if unexplained:
            rest = Segment("Unexplained", unexplained, str(printer.count("stages_unexplained")))
    else:
        parts, rest = (Segment("Removed", ledger.value("samples_removed"), removed_text),), None
    told = ", ".join(f"{part.text} {part.label}" for part in (*parts, *([rest] if rest else [])))
    return StripData(
        title=f"Of {printer.count('samples_before')} samples, {kept.text} are kept and {removed_text} removed: {told}.",
        kept=kept,
        removed=parts,
        unexplained=rest,
        narrow_left=f"{kept.text} kept",
        narrow_right=f"{removed_text} removed",
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
        low, high = (numbers.significant(numbers.scaled(end, size)) for end in (figure.low, figure.high))
    return f"range {low} to {high}{numbers.NO_BREAK}{unit}"


def _sign(printer: Printer, key: str) -> str:
    return "Sign uncertain: the range spans zero" if printer.ledger[key].sign_uncertain else ""


def _weakest(printer: Printer, key: str, shown: str) -> str:
    """The weakest evidence below the figure, where it is weaker than the mark that is shown."""
    rests_on = printer.ledger[key].rests_on
    return f"weakest input {rests_on}" if rests_on and rests_on != shown else ""


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _money(account: Account, printer: Printer) -> Headline:
    ledger = account.ledger
    label = "Cost avoided"
    if ledger["gross_savings"].band:
        return _banded(account, printer, label)
    if not ledger.known("gross_savings"):
        reason = ledger["gross_savings"].reason or ""
        return Headline(label, "no price", Amount("not given", known=False), "", reason, "", ())
    net = ledger.known("net_savings")
    key = "net_savings" if net else "gross_savings"
    parts = [part for part in ledger["gross_savings"].covers if part == "annotation_savings" or ledger.value(part)]
    signed = parts + (["-filtering_cost"] if net else [])
    _, _, places = printer.column(signed, key)
    names = {"annotation_savings": _labelling_line(account, printer), "training_cost_savings": "Training avoided"}
    lines = [Line(names[part], printer.money(part, places)) for part in parts]
    if net:
        lines.append(Line(_filtering_line(account), printer.money("filtering_cost", places, negated=True)))
        lines.append(Line("Net", printer.money(key, places), is_sum=True))
    else:
        lines.append(Line("Filtering", Amount("not stated", known=False)))
        if len(parts) > 1:
            lines.append(Line("Gross", printer.money(key, places), is_sum=True))
    basis = _price_basis(account)
    remark = _joined("price", _weakest(printer, key, basis), _range(printer, key))
    return Headline(
        label,
        "net of filtering" if net else "gross: the filtering’s own cost is not stated",
        printer.headline_money(key),
        basis,
        remark,
        _sign(printer, key),
        tuple(lines),
    )


def _banded(account: Account, printer: Printer, label: str) -> Headline:
    """Of a confidential price totals alone, each as a band."""
    ledger = account.ledger
    net = ledger["net_savings"].band is not None
    lines = [Line("Labelling avoided", Amount(printer.band("annotation_savings"), known=False))]
    if ledger.known("training_cost_savings") and ledger.value("training_cost_savings"):
        lines.append(Line("Training avoided", printer.money("training_cost_savings")))
    if net:
        lines.append(Line(_filtering_line(account), printer.money("filtering_cost", negated=True)))
    return Headline(
        label,
        "net of filtering" if net else "gross: the filtering’s own cost is not stated",
        Amount(printer.band("net_savings" if net else "gross_savings"), known=False),
        "",
        "a band: the price is confidential",
        "",
        tuple(lines),
    )


def _filtering_line(account: Account) -> str:
    return "Filtering, as far as known" if account.ledger["filtering_cost"].missing else "Filtering"


def _price_basis(account: Account) -> str:
    """The evidence of the price that applies, on which the saving stands or falls."""
    ledger = account.ledger
    price = next(key for key in ("annotation_price", "annotation_price_tier_1", "gross_savings") if key in ledger)
    return mark(ledger[price])


def _labelling_line(account: Account, printer: Printer) -> str:
    avoided = printer.count("units_avoided")
    unit = shortened(account.outline.counted, LONGEST_WORD)
    word = "samples" if not account.outline.unit_factors else "labels" if unit == "sample" else f"units ({unit})"
    if word == "samples":
        word = samples(avoided).rpartition(" ")[2]
    if account.outline.seconds_in_unit is not None:
        return f"{avoided} {word}, by labelling time"
    if len(account.outline.tier_bounds) == 1 and account.ledger.known("annotation_price"):
        return f"{avoided} {word} × {printer.exact('annotation_price').text}"
    return f"{avoided} {word}, by price tiers"


def _hours(account: Account, printer: Printer) -> Headline:
    ledger = account.ledger
    net = ledger.known("net_annotator_hours")
    key = "net_annotator_hours" if net else "annotator_hours_saved"
    avoided, seconds = printer.count("units_avoided"), printer.exact("seconds_per_unit").text
    first = f"{avoided} × {seconds}{numbers.NO_BREAK}s"
    if net:
        unit, size, places = printer.column(["annotator_hours_saved", "-person_hours"], key)
        lines: tuple[Line, ...] = (
            Line(first, printer.in_unit("annotator_hours_saved", unit, size, places)),
            Line("People’s time for filtering", printer.in_unit("person_hours", unit, size, places, negated=True)),
            Line("Net", printer.in_unit(key, unit, size, places), is_sum=True),
        )
    else:
        lines = (Line(first, printer.scaled("annotator_hours_saved", 4)),)
    return Headline(
        "Labelling time not needed",
        "net of filtering" if net else "gross",
        printer.scaled(key),
        mark(ledger["seconds_per_unit"]),
        _joined("time per label", _weakest(printer, key, mark(ledger["seconds_per_unit"])), _range(printer, key)),
        "",
        lines,
    )


def _co2(account: Account, printer: Printer) -> Headline:
    ledger = account.ledger
    label = f"{CO2E} avoided"
    if ledger.known("net_co2_savings"):
        unit, size, places = printer.column(["training_co2_savings", "-filtering_co2"], "net_co2_savings")
        energy = printer.scaled("filtering_energy")
        lines: tuple[Line, ...] = (
            Line("Training avoided", printer.in_unit("training_co2_savings", unit, size, places)),
            Line(
                f"Filtering: {energy} × PUE × grid", printer.in_unit("filtering_co2", unit, size, places, negated=True)
            ),
            Line("Net", printer.in_unit("net_co2_savings", unit, size, places), is_sum=True),
        )
        basis = mark(ledger["training_energy_per_sample"])
        remark = _joined(_beside(account, printer), _weakest(printer, "net_co2_savings", basis))
        amount = printer.scaled("net_co2_savings")
        warning = _sign(printer, "net_co2_savings")
        if own := own_training(account, printer):
            warning = own[:1].upper() + own[1:]
        return Headline(
            label,
            "net of filtering, on the run’s own grid",
            amount,
            basis,
            remark,
            warning,
            lines,
        )
    if not ledger.known("co2_savings"):
        return Headline(
            label, "no factor", Amount("not known", known=False), "", ledger["co2_savings"].reason or "", "", ()
        )
    removed = printer.count("samples_removed")
    factor = printer.exact("co2_per_sample").text if ledger.known("co2_per_sample") else ""
    first = (
        "None: training goes by steps"
        if account.outline.by_steps
        else f"{removed} samples × {factor}{numbers.NO_BREAK}kg"
    )
    lines = (Line(first, printer.scaled("co2_savings", 4)), Line("Filtering", Amount("not measured", known=False)))
    return Headline(
        label,
        "gross: the filtering’s own energy was not measured",
        printer.scaled("co2_savings"),
        mark(ledger["co2_per_sample"]),
        "training goes by steps" if account.outline.by_steps else f"factor, {account.outline.factor}",
        "",
        lines,
    )


def _beside(account: Account, printer: Printer) -> str:
    """The published factor beside the net, never subtracted from it."""
    if account.outline.by_steps:
        return "training goes by steps"
    if account.outline.factor in ("published", "exact") and printer.ledger.known("co2_savings"):
        gross = printer.scaled("co2_savings")
        return f"scenario of the {account.outline.factor} factor ({gross} gross)"
    return f"energy of your own training ({account.outline.factor})"


def _quality(account: Account, printer: Printer) -> Headline:
    ledger = account.ledger
    metric = metric_of(ledger)
    unit = metric if len(metric) <= SHORT_METRIC else ""
    lines = [
        Line(word, printer.fraction(key))
        for word, key in (("All samples", "quality_before"), ("Random subset of equal size", "quality_random"))
        if ledger.known(key)
    ]
    lines.append(Line("Samples kept", printer.fraction("quality_after"), is_sum=True))
    if ledger.known("quality_change"):
        change = printer.fraction("quality_change", sign=True)
        amount = Amount(change.text, unit)
    else:
        amount = Amount(printer.fraction("quality_after").text, unit)
    sub = f"{metric}, after filtering" + (" less before" if ledger.known("quality_change") else "")
    return Headline("Accuracy", sub, amount, mark(ledger["quality_after"]), "in the manifest", "", tuple(lines))
