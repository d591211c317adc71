"""The headline figures of the first page, each with its sum, its evidence and its range."""

from __future__ import annotations

from reportgen.figures.units import unit_word
from reportgen.page.parts import Headline, Line
from reportgen.page.printer import Amount
from reportgen.page.sections.co2 import own_training
from reportgen.page.sections.evidence import energy_warning, evidence_warning
from reportgen.page.words import BASIS_WORDS, FACTOR_WORDS, LONGEST_WORD, mark, metric_of, samples, shortened
from reportgen.page.writer import Writer
from reportgen.words import numbers

_SHORT_METRIC = 8


def headlines(w: Writer) -> tuple[Headline, ...]:
    """Cost, labelling time, CO2e and accuracy: labelling time and accuracy only where they are known."""
    rows = [_money(w)]
    if w.ledger.known("annotator_hours_saved"):
        rows.append(_hours(w))
    rows.append(_co2(w))
    if w.ledger.known("quality_after"):
        rows.append(_quality(w))
    return tuple(rows)


def range_text(w: Writer, key: str) -> str:
    """`range 31,900 to 41,100 EUR`; empty for a figure without a range."""
    ends = w.ends(key, alone=True)
    if ends is None or w.ledger[key].low == w.ledger[key].high:
        return ""
    low, high, unit = ends
    return w.say("range {low} to {high}", low=low, high=f"{high}{numbers.NO_BREAK}{unit}")


def _sign(w: Writer, key: str) -> str:
    uncertain = w.ledger[key].sign_uncertain
    return w.say("Sign uncertain: the range spans zero") if uncertain else ""


def _weakest(w: Writer, key: str, shown: str) -> str:
    """The weakest evidence below the figure, where it is weaker than the mark that is shown."""
    rests_on = w.ledger[key].rests_on
    if not rests_on or rests_on == shown:
        return ""
    return w.say("weakest input: {basis}", basis=BASIS_WORDS[rests_on])


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _money(w: Writer) -> Headline:
    label = w.say("Cost avoided")
    if w.ledger["gross_savings"].band:
        return _banded(w, label)
    if not w.ledger.known("gross_savings"):
        reason = w.translated(w.ledger["gross_savings"].reason or "")
        return Headline(label, w.say("no price"), w.not_given(), "", reason, "", ())
    net = w.ledger.known("net_savings")
    key = "net_savings" if net else "gross_savings"
    parts = [part for part in w.ledger["gross_savings"].covers if part == "annotation_savings" or w.ledger.value(part)]
    signed = parts + (["-filtering_cost"] if net else [])
    places = w.scale_of_sum(signed, key).places
    names = {"annotation_savings": _labelling_line(w), "training_cost_savings": w.say("Training avoided")}
    lines = [Line(names[part], w.money(part, places)) for part in parts]
    if net:
        lines.append(Line(_filtering_line(w), w.money("filtering_cost", places, negated=True)))
        lines.append(Line(w.say("Net"), w.money(key, places), is_sum=True))
    else:
        lines.append(Line(w.say("Filtering"), Amount(w.say("not stated"), known=False)))
        if len(parts) > 1:
            lines.append(Line(w.say("Gross"), w.money(key, places), is_sum=True))
    basis = _price_basis(w)
    remark = _joined(w.say("price"), _weakest(w, key, basis), range_text(w, key))
    return Headline(
        label,
        w.say("net of filtering") if net else w.say("gross: the filtering’s own cost is not stated"),
        w.headline_money(key),
        basis,
        remark,
        _sign(w, key),
        tuple(lines),
    )


def _banded(w: Writer, label: str) -> Headline:
    """Of a confidential price totals alone, each as a band."""
    net = w.ledger["net_savings"].band is not None
    lines = [Line(w.say("Labelling avoided"), Amount(w.band("annotation_savings"), known=False))]
    if w.ledger.known("training_cost_savings") and w.ledger.value("training_cost_savings"):
        lines.append(Line(w.say("Training avoided"), w.money("training_cost_savings")))
    if net:
        lines.append(Line(_filtering_line(w), w.money("filtering_cost", negated=True)))
    return Headline(
        label,
        w.say("net of filtering") if net else w.say("gross: the filtering’s own cost is not stated"),
        Amount(w.band("net_savings" if net else "gross_savings"), known=False),
        "",
        w.say("a band: the price is confidential"),
        "",
        tuple(lines),
    )


def _filtering_line(w: Writer) -> str:
    missing = w.ledger["filtering_cost"].missing
    return w.say("Filtering, as far as known") if missing else w.say("Filtering")


def _price_basis(w: Writer) -> str:
    """The evidence of the price that applies, on which the saving stands or falls."""
    prices = (w.outline.price_keys[0], "annotation_price", "gross_savings")
    price = next(key for key in prices if key in w.ledger)
    return mark(w.ledger[price])


def _labelling_line(w: Writer) -> str:
    count = w.count("units_avoided")
    unit = shortened(unit_word(w.outline.counted), LONGEST_WORD)
    if not w.outline.counts_units:
        avoided = samples(w, "units_avoided")
    elif w.outline.counted == "sample":
        avoided = w.say("{count} labels", count=count)
    else:
        avoided = w.say("{count} units ({unit})", count=count, unit=w.translated(unit_word(unit)))
    if w.outline.seconds_in_unit is not None:
        return w.say("{units}, by labelling time", units=avoided)
    if w.outline.parts:
        return w.say("{units}, by the parts of the price", units=avoided)
    if len(w.outline.tier_bounds) == 1 and w.ledger.known("annotation_price"):
        return f"{avoided} × {w.exact('annotation_price').text}"
    return w.say("{units}, by price tiers", units=avoided)


def _hours(w: Writer) -> Headline:
    net = w.ledger.known("net_annotator_hours")
    key = "net_annotator_hours" if net else "annotator_hours_saved"
    avoided, seconds = w.count("units_avoided"), w.exact("seconds_per_unit").text
    first = f"{avoided} × {seconds}{numbers.NO_BREAK}{w.numbers.times[-1]}"
    if net:
        scale = w.scale_of_sum(["annotator_hours_saved", "-person_hours"], key)
        lines: tuple[Line, ...] = (
            Line(first, w.on_scale("annotator_hours_saved", scale)),
            Line(w.say("People’s time for filtering"), w.on_scale("person_hours", scale, negated=True)),
            Line(w.say("Net"), w.on_scale(key, scale), is_sum=True),
        )
    else:
        lines = (Line(first, w.scaled("annotator_hours_saved", 4)),)
    return Headline(
        w.say("Labelling time not needed"),
        w.say("net of filtering") if net else w.say("gross"),
        w.scaled(key),
        mark(w.ledger["seconds_per_unit"]),
        _joined(w.say("time per label"), _weakest(w, key, mark(w.ledger["seconds_per_unit"])), range_text(w, key)),
        "",
        lines,
    )


def _co2(w: Writer) -> Headline:
    label = w.say("CO2e avoided")
    if w.ledger.known("net_co2_savings"):
        scale = w.scale_of_sum(["training_co2_savings", "-filtering_co2"], "net_co2_savings")
        energy = w.scaled("filtering_energy")
        lines: tuple[Line, ...] = (
            Line(w.say("Training avoided"), w.on_scale("training_co2_savings", scale)),
            Line(
                w.say("Filtering: {energy} × PUE × grid", energy=energy),
                w.on_scale("filtering_co2", scale, negated=True),
            ),
            Line(w.say("Net"), w.on_scale("net_co2_savings", scale), is_sum=True),
        )
        basis = mark(w.ledger["training_energy_per_sample"])
        remark = _joined(_beside(w), _weakest(w, "net_co2_savings", basis))
        amount = w.scaled("net_co2_savings")
        warning = _sign(w, "net_co2_savings")
        if own := own_training(w):
            warning = own[:1].upper() + own[1:]
        return Headline(
            label,
            w.say("net of filtering, on the run’s own grid"),
            amount,
            basis,
            remark,
            energy_warning(w) or warning,
            lines,
        )
    if not w.ledger.known("co2_savings"):
        reason = w.translated(w.ledger["co2_savings"].reason or "")
        return Headline(label, w.say("no factor"), Amount(w.say("not known"), known=False), "", reason, "", ())
    removed = samples(w, "samples_removed")
    factor = w.exact("co2_per_sample").text if w.ledger.known("co2_per_sample") else ""
    steps = w.say("training goes by steps")
    first = w.say("None: {reason}", reason=steps) if w.outline.by_steps else f"{removed} × {factor}{numbers.NO_BREAK}kg"
    lines = (Line(first, w.scaled("co2_savings", 4)), Line(w.say("Filtering"), w.not_measured()))
    return Headline(
        label,
        w.say("gross: the filtering’s own energy was not measured"),
        w.scaled("co2_savings"),
        mark(w.ledger["co2_per_sample"]),
        steps if w.outline.by_steps else w.translated(FACTOR_WORDS[w.outline.factor]),
        energy_warning(w),
        lines,
    )


def _beside(w: Writer) -> str:
    """The published factor beside the net, never subtracted from it."""
    if w.outline.by_steps:
        return w.say("training goes by steps")
    if w.outline.factor in ("published", "exact") and w.ledger.known("co2_savings"):
        gross = w.scaled("co2_savings")
        factor = FACTOR_WORDS[w.outline.factor]
        return w.say("scenario of {factor} ({gross} gross)", factor=factor, gross=gross)
    return w.say("energy of your own training")


def _quality(w: Writer) -> Headline:
    metric = metric_of(w)
    unit = metric if len(metric) <= _SHORT_METRIC else ""
    lines = [
        Line(word, w.fraction(key))
        for word, key in (
            (w.say("All samples"), "quality_before"),
            (w.say("Random subset of equal size"), "quality_random"),
        )
        if w.ledger.known(key)
    ]
    lines.append(Line(w.say("Samples kept"), w.fraction("quality_after"), is_sum=True))
    if w.ledger.known("quality_change"):
        change = w.fraction("quality_change", sign=True)
        amount = Amount(change.text, unit)
    else:
        amount = Amount(w.fraction("quality_after").text, unit)
    sub = w.say("{metric}, after filtering", metric=metric)
    if w.ledger.known("quality_change"):
        sub = w.say("{metric}, after filtering less before", metric=metric)
    basis = mark(w.ledger["quality_after"])
    remark = w.say("training runs") if w.ledger["quality_after"].basis == "measured" else w.say("in the manifest")
    return Headline(w.say("Accuracy"), sub, amount, basis, remark, evidence_warning(w), tuple(lines))
