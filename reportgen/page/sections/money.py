"""The section on money: from labelling everything to the net, the price that applies, and labelling time."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.hours import HoursData, round_ticks
from reportgen.charts.waterfall import WaterfallData, WaterfallRow, lens_factor
from reportgen.factors.cost_table import PlacedRow
from reportgen.figures.units import unit_word
from reportgen.inputs.assemble import Account
from reportgen.locale.language import Language
from reportgen.manifest.cost_row import CostRow
from reportgen.page.parts import Block, Cell, Chart, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Printer
from reportgen.page.words import LAYER_WORDS, cost_of_filtering, sentence, task_word
from reportgen.words import numbers
from reportgen.words.message import message

_COSTS = {
    "filtering_compute_cost": message("Compute"),
    "filtering_people_cost": message("People"),
    "filtering_licence_cost": message("Licence"),
    "filtering_energy_cost": message("Electricity"),
}
_TAX = {True: message("tax included"), False: message("without tax"), None: ""}


def money_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; without a price it says what would fill it."""
    ledger, say = account.ledger, printer.language.say
    blocks: list[Block] = []
    if ledger.known("annotation_savings"):
        blocks.append(_waterfall(account, printer))
    elif ledger["annotation_savings"].band:
        words = say(
            "It avoids {band} of labelling; costs before and after are withheld.",
            band=printer.band("annotation_savings"),
        )
        blocks.append(Note(say("The price is confidential."), words))
    else:
        reason = sentence(printer.language.translated(ledger["annotation_savings"].reason or ""))
        words = say("{reason} A row with a price in a cost table gives one.", reason=reason)
        blocks.append(Note(say("No labelling cost is counted."), words))
    if facts := _facts(account, printer):
        blocks.append(Facts(tuple(facts)))
    if account.rows:
        blocks.append(_prices(account, printer))
    if ledger.known("annotator_hours_saved"):
        blocks.append(_hours(printer))
    return Section("money", number, say("Money"), _finding(account, printer), tuple(blocks))


def _finding(account: Account, printer: Printer) -> str:
    ledger, say = account.ledger, printer.language.say
    if ledger["gross_savings"].band:
        return say("Filtering avoids {band}, at a confidential price", band=printer.band("gross_savings"))
    if not ledger.known("gross_savings"):
        return say("No price, no money counted")
    gross = printer.headline_money("gross_savings")
    if not ledger.known("filtering_cost"):
        return say("Filtering avoids {gross}, gross; its own cost is not stated", gross=gross)
    cost = cost_of_filtering(ledger, printer.language, printer.headline_money("filtering_cost"))
    if ledger.value("net_savings") < 0:
        return say("Filtering cost {cost} and avoids only {gross}", cost=cost, gross=gross)
    return say("Filtering cost {cost} and avoids {gross}", cost=cost, gross=gross)


def _waterfall(account: Account, printer: Printer) -> Chart:
    ledger, say = account.ledger, printer.language.say
    known_costs = [key for key in _COSTS if key in ledger["filtering_cost"].covers and ledger.value(key)]
    net = ledger.known("net_savings")
    signed = [*ledger["gross_savings"].covers, *(f"-{key}" for key in known_costs)] if net else []
    places = printer.column(signed, "net_savings")[2] if net else printer.minor_digits

    def row(key: str, label: str, sub: str, kind: str, negated: bool = False) -> WaterfallRow:
        value = -ledger.value(key) if negated else ledger.value(key)
        return WaterfallRow(label, sub, value, printer.money(key, places, negated).text, kind)  # type: ignore[arg-type]

    before, after = printer.count("samples_to_label_before"), printer.count("samples_to_label_after")
    rows = [
        row("annotation_cost_before", say("Label every sample"), say("{count} to label", count=before), "total"),
        row(
            "annotation_cost_after",
            say("Label the samples kept"),
            say("{count} to label", count=after),
            "kept",
            negated=True,
        ),
    ]
    if ledger.known("training_cost_savings") and ledger.value("training_cost_savings"):
        rows.append(row("annotation_savings", say("Labelling avoided"), say("labelling not needed"), "gross"))
        rows.append(
            row("training_cost_savings", say("Training not needed"), say("GPU-hours on removed samples"), "gain")
        )
        rows.append(row("gross_savings", say("Avoided, gross"), say("labelling and training"), "gross"))
    else:
        rows.append(row("annotation_savings", say("Avoided, gross"), say("labelling not needed"), "gross"))
    rows += [row(key, say(_COSTS[key]), _cost_sub(key, printer), "cost", negated=True) for key in known_costs]
    if net:
        rows.append(row("net_savings", say("Avoided, net"), say("gross less filtering"), "net"))
    factor = lens_factor(tuple(rows))
    lens = say("enlarged {factor} times", factor=printer.numbers.whole(Decimal(factor))) if factor else None
    told = "; ".join(f"{item.label}: {item.text}" for item in rows)
    rail = say(
        "Each bar starts where the one above ended. Filled bars are money; the outlined bar is what is still spent."
    )
    if lens:
        rail += " " + say("What is too small to see at this scale is drawn once more, enlarged.")
    return Chart(
        title=say("From the cost of labelling everything to what is avoided, {currency}", currency=printer.currency),
        sub="" if net else say("Gross: the filtering’s own cost is not stated, so there is no net"),
        data=WaterfallData(
            say("Waterfall in {currency}. {rows}.", currency=printer.currency, rows=told), tuple(rows), lens
        ),
        rail_title=say("How to read"),
        rail=rail,
        note=_missing_note(account, printer),
    )


def _cost_sub(key: str, printer: Printer) -> str:
    if key == "filtering_compute_cost":
        return f"{printer.duration('duration_s')} × {printer.exact('compute_per_hour')}"
    if key == "filtering_people_cost":
        return f"{printer.exact('person_hours')} × {printer.exact('hourly_rate')}"
    if key == "filtering_energy_cost":
        return f"{printer.scaled('filtering_energy_at_building')} × {printer.exact('electricity_price')}"
    return printer.language.say("of this run")


def _missing_note(account: Account, printer: Printer) -> str:
    say = printer.language.say
    missing = [say(_COSTS[key]) for key in account.ledger["filtering_cost"].missing if key in _COSTS]
    if not missing or not account.ledger.known("filtering_cost"):
        return ""
    return say("Not known and so not counted in the cost of filtering: {parts}.", parts=", ".join(missing))


def _facts(account: Account, printer: Printer) -> list[Fact]:
    ledger, say = account.ledger, printer.language.say
    facts = []
    if ledger.known("roi"):
        facts.append(
            Fact(
                printer.rough("roi", 3), say("net, for each {currency} that filtering cost", currency=printer.currency)
            )
        )
    if _breaks_even(account):
        facts.append(
            Fact(
                printer.rough("break_even_samples", 3),
                say("unlabelled samples removed pay for the run, as far as its cost is known"),
            )
        )
    if ledger.known("marginal_price"):
        amount = printer.money("marginal_price")
        facts.append(Fact(amount, say("for labelling one sample more or less")))
    return facts


def _breaks_even(account: Account) -> bool:
    """Whether the run has a break-even point that it could have reached."""
    ledger = account.ledger
    if not ledger.known("break_even_samples") or not ledger.value("filtering_cost"):
        return False
    return ledger.value("break_even_samples") <= ledger.value("samples_to_label_before")


def _prices(account: Account, printer: Printer) -> Table:
    say = printer.language.say
    rows = [
        _price_row(account, placed, placed is account.rows[-1] and not _set(account), printer)
        for placed in account.rows
    ]
    if _set(account):
        price = printer.exact("annotation_price")
        rows.append(
            Row("--set", (Cell(amount=price), Cell(), Cell(mark="stated"), Cell(say("command line"))), style="on")
        )
    return Table(
        title=say(
            "Price for {task}: the layer that applies is in bold", task=task_word(account.task, printer.language)
        ),
        sub="",
        columns=(
            Column(say("Layer"), 17),
            Column(say("Price"), 25, right=True),
            Column(say("Range"), 14, right=True),
            Column(say("Basis"), 15),
            Column(say("Source"), 29),
        ),
        groups=(("", tuple(rows)),),
        rail_title=say("Why this price"),
        rail=say("Later layers win, a row whole. Currencies are never mixed without a stated rate."),
        wide=False,
    )


def _set(account: Account) -> bool:
    ledger = account.ledger
    return "annotation_price" in ledger and ledger["annotation_price"].layer == "command line"


def _price_row(account: Account, placed: PlacedRow, applies: bool, printer: Printer) -> Row:
    row, say = placed.row, printer.language.say
    layer, style = printer.language.translated(LAYER_WORDS[placed.layer]), "on" if applies else "off"
    if row.confidential and not account.internal:
        cells = (
            Cell(say("confidential")),
            Cell(),
            Cell(mark=row.basis),
            Cell(say("withheld"), small=_valid(row, printer.language)),
        )
        return Row(layer, cells, style=style)

    def text(value: Decimal) -> str:
        return printer.numbers.exact(value, printer.minor_digits)

    unit = printer.unit_text(f"{row.currency}/{row.unit}")
    price = say("by tiers, {unit}", unit=unit) if row.tiers else say("not given, per {unit}", unit=unit_word(row.unit))
    if row.price is not None:
        price = f"{text(row.price)}{numbers.NO_BREAK}{unit}"
    range_ = ""
    if row.low is not None and row.high is not None:
        range_ = f"{text(row.low)}{numbers.DASH}{text(row.high)}"
    tiers = "; ".join(
        say("{price} beyond", price=text(tier.price))
        if tier.up_to is None
        else say("{price} to {count}", price=text(tier.price), count=printer.numbers.whole(tier.up_to))
        for tier in row.tiers
    )
    return Row(
        layer,
        (
            Cell(price, small=tiers),
            Cell(range_),
            Cell(mark=row.basis),
            Cell(_source(account, placed, printer), small=_terms(row, printer.language)),
        ),
        style=style,
    )


def _source(account: Account, placed: PlacedRow, printer: Printer) -> str:
    """Who says so; a built-in row names one of the report's sources."""
    if placed.layer != "built-in":
        return placed.row.source or printer.language.say("no source named")
    if placed.row.source == "lightly-report":
        return "Lightly, Interpreting the Report"
    cited = account.sources.get(placed.row.source or "", {})
    return str(cited.get("title") or placed.chosen or "")


def _terms(row: CostRow, language: Language) -> str:
    """What else the row says of its price: its days, tax and who approved it."""
    say = language.say
    tax = say(_TAX[row.tax_included])
    approved = say("approved by {name}", name=row.approved_by) if row.approved_by else ""
    period = say("tiers by {period}", period=row.tier_period) if row.tiers and row.tier_period else ""
    return "; ".join(part for part in (_valid(row, language), tax, approved, period) if part)


def _valid(row: CostRow, language: Language) -> str:
    first = language.day(row.valid_from) if row.valid_from else ""
    last = language.day(row.valid_to) if row.valid_to else ""
    if first and last:
        return language.say("valid from {first} to {last}", first=first, last=last)
    if first:
        return language.say("valid from {first}", first=first)
    return language.say("valid to {last}", last=last) if last else ""


def _hours(printer: Printer) -> Chart:
    figure = printer.ledger["annotator_hours_saved"]
    assert figure.value is not None
    value = printer.scaled("annotator_hours_saved")
    upper = max(figure.value, figure.high or figure.value)
    say, significant = printer.language.say, printer.numbers.significant
    ticks = tuple(
        (Decimal(repr(tick)), printer.numbers.up_to_significant(Decimal(repr(tick)), 4))
        for tick in round_ticks(float(upper))
    )
    ticks = (*ticks[:-1], (ticks[-1][0], f"{ticks[-1][1]}\u202fh"))
    low, high = figure.low, figure.high
    seconds = printer.exact("seconds_per_unit")
    return Chart(
        title=say("About {time} of labelling time are not needed", time=value),
        sub=say(
            "{count} labels at {time}",
            count=printer.count("units_avoided"),
            time=f"{seconds.text}{numbers.NO_BREAK}{printer.numbers.times[-1]}",
        ),
        data=HoursData(
            title=say("Labelling time not needed: {time}.", time=value),
            value=figure.value,
            value_text=f"{value.text}\u202f{value.unit}",
            low=low,
            high=high,
            low_text=significant(low) if low is not None else "",
            high_text=significant(high) if high is not None else "",
            ticks=ticks,
        ),
        rail_title=say("Evidence"),
        rail=say("From the seconds per unit of the price’s row, not from a time sheet of this run."),
    )
