"""The section on money: from labelling everything to the net, the price that applies, and labelling time."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.axes import ticks_from_zero
from reportgen.charts.hours import HoursData
from reportgen.charts.waterfall import WaterfallData, WaterfallRow, lens_factor
from reportgen.factors.cost_table import PlacedRow
from reportgen.figures.units import unit_word
from reportgen.manifest.cost_row import CostRow, PricePart
from reportgen.page.parts import Block, Cell, Chart, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.words import LAYER_WORDS, cost_of_filtering, sentence, task_word
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import message

_COSTS = {
    "filtering_compute_cost": message("Compute"),
    "filtering_people_cost": message("People"),
    "filtering_licence_cost": message("Licence"),
    "filtering_energy_cost": message("Electricity"),
}
_TAX = {True: message("tax included"), False: message("without tax"), None: ""}


def money_section(w: Writer, number: int) -> Section:
    """The section; without a price it says what would fill it."""
    blocks: list[Block] = []
    if w.ledger.known("annotation_savings"):
        blocks.append(_waterfall(w))
    elif w.ledger["annotation_savings"].band:
        words = w.say(
            "It avoids {band} of labelling; costs before and after are withheld.", band=w.band("annotation_savings")
        )
        blocks.append(Note(w.say("The price is confidential."), words))
    else:
        reason = sentence(w.translated(w.ledger["annotation_savings"].reason or ""))
        words = w.say("{reason} A row with a price in a cost table gives one.", reason=reason)
        blocks.append(Note(w.say("No labelling cost is counted."), words))
    if facts := _facts(w):
        blocks.append(Facts(tuple(facts)))
    if w.account.rows:
        blocks.append(_prices(w))
    if w.ledger.known("annotator_hours_saved"):
        blocks.append(_hours(w))
    return Section("money", number, w.say("Money"), _finding(w), tuple(blocks))


def _finding(w: Writer) -> str:
    if w.ledger["gross_savings"].band:
        return w.say("Filtering avoids {band}, at a confidential price", band=w.band("gross_savings"))
    if not w.ledger.known("gross_savings"):
        return w.say("No price, no money counted")
    if w.ledger.known("annotation_savings") and w.ledger.value("annotation_savings") < 0:
        return w.say(
            "Labelling costs {amount} more after filtering", amount=w.money("annotation_savings", negated=True)
        )
    gross = w.headline_money("gross_savings")
    if not w.ledger.known("filtering_cost"):
        return w.say("Filtering avoids {gross}, gross; its own cost is not stated", gross=gross)
    cost = cost_of_filtering(w)
    if w.ledger.value("net_savings") < 0:
        return w.say("Filtering cost {cost} and avoids only {gross}", cost=cost, gross=gross)
    return w.say("Filtering cost {cost} and avoids {gross}", cost=cost, gross=gross)


def _waterfall(w: Writer) -> Chart:
    known_costs = [key for key in _COSTS if key in w.ledger["filtering_cost"].covers and w.ledger.value(key)]
    net = w.ledger.known("net_savings")
    signed = [*w.ledger["gross_savings"].covers, *(f"-{key}" for key in known_costs)] if net else []
    places = w.scale_of_sum(signed, "net_savings").places if net else w.minor_digits

    def row(key: str, label: str, sub: str, kind: str, negated: bool = False) -> WaterfallRow:
        value = -w.ledger.value(key) if negated else w.ledger.value(key)
        return WaterfallRow(label, sub, value, w.money(key, places, negated).text, kind)  # type: ignore[arg-type]

    before, after = w.count("samples_to_label_before"), w.count("samples_to_label_after")
    rows = [
        row("annotation_cost_before", w.say("Label every sample"), w.say("{count} to label", count=before), "total"),
        row(
            "annotation_cost_after",
            w.say("Label the samples kept"),
            w.say("{count} to label", count=after),
            "kept",
            negated=True,
        ),
    ]
    if w.ledger.known("training_cost_savings") and w.ledger.value("training_cost_savings"):
        rows.append(row("annotation_savings", w.say("Labelling avoided"), w.say("labelling not needed"), "gross"))
        rows.append(
            row("training_cost_savings", w.say("Training not needed"), w.say("GPU-hours on removed samples"), "gain")
        )
        rows.append(row("gross_savings", w.say("Avoided, gross"), w.say("labelling and training"), "gross"))
    else:
        rows.append(row("annotation_savings", w.say("Avoided, gross"), w.say("labelling not needed"), "gross"))
    rows += [row(key, w.say(_COSTS[key]), _cost_sub(w, key), "cost", negated=True) for key in known_costs]
    if net:
        rows.append(row("net_savings", w.say("Avoided, net"), w.say("gross less filtering"), "net"))
    factor = lens_factor(tuple(rows))
    lens = w.say("enlarged {factor} times", factor=w.numbers.whole(Decimal(factor))) if factor else None
    told = "; ".join(f"{item.label}: {item.text}" for item in rows)
    rail = w.say(
        "Each bar starts where the one above ended. Filled bars are money; the outlined bar is what is still spent."
    )
    if lens:
        rail += " " + w.say("What is too small to see at this scale is drawn once more, enlarged.")
    return Chart(
        title=w.say("From the cost of labelling everything to what is avoided, {currency}", currency=w.currency),
        sub="" if net else w.say("Gross: the filtering’s own cost is not stated, so there is no net"),
        data=WaterfallData(
            w.say("Waterfall in {currency}. {rows}.", currency=w.currency, rows=told), tuple(rows), lens
        ),
        rail_title=w.say("How to read"),
        rail=rail,
        note=_missing_note(w),
    )


def _cost_sub(w: Writer, key: str) -> str:
    if key == "filtering_compute_cost":
        return f"{w.duration('duration_s')} × {w.exact('compute_per_hour')}"
    if key == "filtering_people_cost":
        return f"{w.exact('person_hours')} × {w.exact('hourly_rate')}"
    if key == "filtering_energy_cost":
        return f"{w.scaled('filtering_energy_at_building')} × {w.exact('electricity_price')}"
    return w.say("of this run")


def _missing_note(w: Writer) -> str:
    missing = [w.say(_COSTS[key]) for key in w.ledger["filtering_cost"].missing if key in _COSTS]
    if not missing or not w.ledger.known("filtering_cost"):
        return ""
    return w.say("Not known and so not counted in the cost of filtering: {parts}.", parts=", ".join(missing))


def _facts(w: Writer) -> list[Fact]:
    facts = []
    if w.ledger.known("roi"):
        facts.append(
            Fact(w.rough("roi", 3), w.say("net, for each {currency} that filtering cost", currency=w.currency))
        )
    if _breaks_even(w):
        facts.append(
            Fact(
                w.rough("break_even_samples", 3),
                w.say("unlabelled samples removed pay for the run, as far as its cost is known"),
            )
        )
    if w.ledger.known("marginal_price") and not _at_minimum(w):
        facts.append(Fact(w.rate("marginal_price"), w.say("for labelling one sample more or less")))
    return facts


def _at_minimum(w: Writer) -> bool:
    """Whether the least that a batch costs is what is paid, so that one sample less saves nothing."""
    return w.ledger.known("minimum") and w.ledger.value("annotation_cost_after") <= w.ledger.value("minimum")


def _breaks_even(w: Writer) -> bool:
    """Whether the run has a break-even point that it could have reached."""
    if not w.ledger.known("break_even_samples") or not w.ledger.value("filtering_cost"):
        return False
    return w.ledger.value("break_even_samples") <= w.ledger.value("samples_to_label_before")


def _prices(w: Writer) -> Table:
    rows = [_price_row(w, placed, placed is w.account.rows[-1] and not _set(w)) for placed in w.account.rows]
    if _set(w):
        price = w.exact("annotation_price")
        rows.append(
            Row("--set", (Cell(amount=price), Cell(), Cell(mark="stated"), Cell(w.say("command line"))), style="on")
        )
    return Table(
        name="prices",
        title=w.say("Price for {task}: the layer that applies is in bold", task=task_word(w)),
        sub="",
        columns=(
            Column(w.say("Layer")),
            Column(w.say("Price"), right=True),
            Column(w.say("Range"), right=True),
            Column(w.say("Basis")),
            Column(w.say("Source")),
        ),
        groups=(("", tuple(rows)),),
        note="; ".join(map(w.translated, w.account.remarks)),
        rail_title=w.say("Why this price"),
        rail=w.say("Later layers win, a row whole. Currencies are never mixed without a stated rate."),
        wide=False,
    )


def _set(w: Writer) -> bool:
    return "annotation_price" in w.ledger and w.ledger["annotation_price"].layer == "command line"


def _price_row(w: Writer, placed: PlacedRow, applies: bool) -> Row:
    row = placed.row
    layer, style = w.translated(LAYER_WORDS[placed.layer]), "on" if applies else "off"
    if row.confidential and not w.account.internal:
        cells = (
            Cell(w.say("confidential")),
            Cell(),
            Cell(mark=row.basis),
            Cell(w.say("withheld"), small=_valid(w, row)),
        )
        return Row(layer, cells, style=style)

    def text(value: Decimal) -> str:
        return w.numbers.exact(value, w.minor_digits)

    unit = w.unit_text(f"{row.currency}/{row.unit}")
    price = (
        w.say("by tiers, {unit}", unit=unit) if row.tiers else w.say("not given, per {unit}", unit=unit_word(row.unit))
    )
    if row.parts:
        price = w.say("the sum of its parts")
    if row.price is not None:
        price = f"{text(row.price)}{numbers.NO_BREAK}{unit}"
    range_ = ""
    if row.low is not None and row.high is not None:
        range_ = f"{text(row.low)}{numbers.DASH}{text(row.high)}"
    tiers = "; ".join(
        w.say("{price} beyond", price=text(tier.price))
        if tier.up_to is None
        else w.say("{price} to {count}", price=text(tier.price), count=w.numbers.whole(tier.up_to))
        for tier in row.tiers
    )
    parts = "; ".join(_part(w, part, row.currency or "", text(part.price)) for part in row.parts)
    return Row(
        layer,
        (
            Cell(price, small=tiers or parts),
            Cell(range_),
            Cell(mark=row.basis),
            Cell(_source(w, placed), small=_terms(w, placed)),
        ),
        style=style,
    )


def _part(w: Writer, part: PricePart, currency: str, price: str) -> str:
    amount = f"{price}{numbers.NO_BREAK}{currency}/{w.translated(unit_word(part.unit))}"
    if part.share is None:
        return amount
    return w.say("{amount} for {share} of the samples", amount=amount, share=w.numbers.share(part.share))


def _source(w: Writer, placed: PlacedRow) -> str:
    """Who says so; a built-in row names one of the report's sources."""
    if placed.layer != "built-in":
        return placed.row.source or w.say("no source named")
    if placed.row.source == "lightly-report":
        return "Lightly, Interpreting the Report"
    cited = w.account.sources.get(placed.row.source or "", {})
    return str(cited.get("title") or placed.chosen or "")


def _terms(w: Writer, placed: PlacedRow) -> str:
    """What else is to say of the row's price: its days, tax, who approved it, and the sheet it stands on."""
    row = placed.row
    tax = w.say(_TAX[row.tax_included])
    approved = w.say("approved by {name}", name=row.approved_by) if row.approved_by else ""
    pace = ""
    if row.units_per_month is not None:
        pace = w.say("{count} units a month", count=w.numbers.exact(row.units_per_month))
    rule = w.say("all units at the tier reached") if row.tier_rule == "reached" else ""
    sheet = w.say("sheet {name}", name=placed.sheet) if placed.sheet else ""
    period = w.say("tiers by {period}", period=row.tier_period) if row.tiers and row.tier_period else ""
    return "; ".join(part for part in (_valid(w, row), tax, approved, period, rule, pace, sheet) if part)


def _valid(w: Writer, row: CostRow) -> str:
    first = w.language.day(row.valid_from) if row.valid_from else ""
    last = w.language.day(row.valid_to) if row.valid_to else ""
    if first and last:
        return w.say("valid from {first} to {last}", first=first, last=last)
    if first:
        return w.say("valid from {first}", first=first)
    return w.say("valid to {last}", last=last) if last else ""


def _hours(w: Writer) -> Chart:
    figure = w.ledger["annotator_hours_saved"]
    assert figure.value is not None
    value = w.scaled("annotator_hours_saved")
    low_text, high_text, _ = w.ends("annotator_hours_saved") or ("", "", "")
    seconds = w.exact("seconds_per_unit")
    return Chart(
        title=w.say("About {time} of labelling time are not needed", time=value),
        sub=w.say(
            "{count} labels at {time}",
            count=w.count("units_avoided"),
            time=f"{seconds.text}{numbers.NO_BREAK}{w.numbers.times[-1]}",
        ),
        data=HoursData(
            title=w.say("Labelling time not needed: {time}.", time=value),
            value=figure.value,
            value_text=f"{value.text}\u202f{value.unit}",
            low=figure.low,
            high=figure.high,
            low_text=low_text,
            high_text=high_text,
            ticks=ticks_from_zero(max(figure.value, figure.high or figure.value), value.unit, w.numbers),
        ),
        rail_title=w.say("Evidence"),
        rail=w.say("From the seconds per unit of the price’s row, not from a time sheet of this run."),
    )
