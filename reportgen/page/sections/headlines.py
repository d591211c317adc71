"""The headline figures of the first page, each with its sum, its evidence and its range."""

from __future__ import annotations

from decimal import Decimal

from reportgen.figures.units import unit_word
from reportgen.inputs.assemble import Account
from reportgen.locale.language import Language
from reportgen.page.parts import Headline, Line
from reportgen.page.printer import Amount, Printer
from reportgen.page.sections.co2 import own_training
from reportgen.page.sections.evidence import energy_warning, evidence_warning
from reportgen.page.words import (
    BASIS_WORDS,
    FACTOR_WORDS,
    LONGEST_WORD,
    mark,
    metric_of,
    samples,
    shortened,
)
from reportgen.words import numbers

_SHORT_METRIC = 8


def headlines(account: Account, printer: Printer) -> tuple[Headline, ...]:
    """Cost, labelling time, CO2e and accuracy: labelling time and accuracy only where they are known."""
    ledger = account.ledger
    rows = [_money(account, printer)]
    if ledger.known("annotator_hours_saved"):
        rows.append(_hours(account, printer))
    rows.append(_co2(account, printer))
    if ledger.known("quality_after"):
        rows.append(_quality(account, printer))
    return tuple(rows)


def range_text(printer: Printer, key: str) -> str:
    """`range 31,900 to 41,100 EUR`; empty for a figure without a range."""
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
    remark = _joined(say("price"), _weakest(printer, key, basis), range_text(printer, key))
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
        _joined(
            say("time per label"), _weakest(printer, key, mark(ledger["seconds_per_unit"])), range_text(printer, key)
        ),
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
    unit = metric if len(metric) <= _SHORT_METRIC else ""
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
