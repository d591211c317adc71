"""The section on money: from labelling everything to the net, the price that applies, and labelling time."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.hours import HoursData, round_ticks
from reportgen.charts.waterfall import WaterfallData, WaterfallRow, lens_factor
from reportgen.factors.cost_row import CostRow
from reportgen.factors.cost_table import PlacedRow
from reportgen.factors.validity import days_of
from reportgen.inputs.assemble import Account
from reportgen.page import numbers
from reportgen.page.parts import Block, Cell, Chart, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Printer, unit_text
from reportgen.page.words import LAYER_WORDS, at_least, sentence

_COSTS = {
    "filtering_compute_cost": "Compute",
    "filtering_people_cost": "People",
    "filtering_licence_cost": "Licence",
    "filtering_energy_cost": "Electricity",
}


def money_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; without a price it says what would fill it."""
    ledger = account.ledger
    blocks: list[Block] = []
    if ledger.known("annotation_savings"):
        blocks.append(_waterfall(account, printer))
    elif ledger["annotation_savings"].band:
        words = f"It avoids {printer.band('annotation_savings')} of labelling; costs before and after are withheld."
        blocks.append(Note("The price is confidential.", words))
    else:
        reason = sentence(ledger["annotation_savings"].reason or "")
        blocks.append(Note("No labelling cost is counted.", f"{reason} A row with a price in a cost table gives one."))
    if facts := _facts(account, printer):
        blocks.append(Facts(tuple(facts)))
    if account.rows:
        blocks.append(_prices(account, printer))
    if ledger.known("annotator_hours_saved"):
        blocks.append(_hours(printer))
    return Section("money", number, "Money", _finding(account, printer), tuple(blocks))


def _finding(account: Account, printer: Printer) -> str:
    ledger = account.ledger
    if ledger["gross_savings"].band:
        return f"Filtering avoids {printer.band('gross_savings')}, at a confidential price"
    if not ledger.known("gross_savings"):
        return "No price, no money counted"
    gross = printer.headline_money("gross_savings")
    if not ledger.known("filtering_cost"):
        return f"Filtering avoids {gross}, gross; its own cost is not stated"
    cost = f"{at_least(ledger)}{printer.headline_money('filtering_cost')}"
    if ledger.value("net_savings") < 0:
        return f"Filtering cost {cost} and avoids only {gross}"
    return f"Filtering cost {cost} and avoids {gross}"


def _waterfall(account: Account, printer: Printer) -> Chart:
    ledger = account.ledger
    known_costs = [key for key in _COSTS if key in ledger["filtering_cost"].covers and ledger.value(key)]
    net = ledger.known("net_savings")
    signed = [*ledger["gross_savings"].covers, *(f"-{key}" for key in known_costs)] if net else []
    places = printer.column(signed, "net_savings")[2] if net else printer.minor_digits

    def row(key: str, label: str, sub: str, kind: str, negated: bool = False) -> WaterfallRow:
        value = -ledger.value(key) if negated else ledger.value(key)
        return WaterfallRow(label, sub, value, printer.money(key, places, negated).text, kind)  # type: ignore[arg-type]

    before, after = printer.count("samples_to_label_before"), printer.count("samples_to_label_after")
    rows = [
        row("annotation_cost_before", "Label every sample", f"{before} to label", "total"),
        row("annotation_cost_after", "Label the samples kept", f"{after} to label", "kept", negated=True),
    ]
    if ledger.known("training_cost_savings") and ledger.value("training_cost_savings"):
        rows.append(row("annotation_savings", "Labelling avoided", "labelling not needed", "gross"))
        rows.append(row("training_cost_savings", "Training not needed", "GPU-hours on removed samples", "gain"))
        rows.append(row("gross_savings", "Avoided, gross", "labelling and training", "gross"))
    else:
        rows.append(row("annotation_savings", "Avoided, gross", "labelling not needed", "gross"))
    rows += [row(key, _COSTS[key], _cost_sub(key, printer), "cost", negated=True) for key in known_costs]
    if net:
        rows.append(row("net_savings", "Avoided, net", "gross less filtering", "net"))
    factor = lens_factor(tuple(rows))
    lens = f"enlarged {numbers.fixed(Decimal(factor), 0)} times" if factor else None
    told = "; ".join(f"{item.label}: {item.text}" for item in rows)
    rail = "Each bar starts where the one above ended. Filled bars are money; the outlined bar is what is still spent."
    if lens:
        rail += " What is too small to see at this scale is drawn once more, enlarged."
    return Chart(
        title=f"From the cost of labelling everything to what is avoided, {printer.currency}",
        sub="" if net else "Gross: the filtering’s own cost is not stated, so there is no net",
        data=WaterfallData(f"Waterfall in {printer.currency}. {told}.", tuple(rows), lens),
        rail=rail,
        note=_missing_note(account),
    )


def _cost_sub(key: str, printer: Printer) -> str:
    if key == "filtering_compute_cost":
        return f"{printer.duration('duration_s')} × {printer.exact('compute_per_hour')}"
    if key == "filtering_people_cost":
        return f"{printer.exact('person_hours')} × {printer.exact('hourly_rate')}"
    if key == "filtering_energy_cost":
        return f"{printer.scaled('filtering_energy_at_building')} × {printer.exact('electricity_price')}"
    return "of this run"


def _missing_note(account: Account) -> str:
    missing = [_COSTS[key].lower() for key in account.ledger["filtering_cost"].missing if key in _COSTS]
    if not missing or not account.ledger.known("filtering_cost"):
        return ""
    return f"Not known and so not counted in the cost of filtering: {', '.join(missing)}."


def _facts(account: Account, printer: Printer) -> list[Fact]:
    ledger = account.ledger
    facts = []
    if ledger.known("roi"):
        facts.append(Fact(printer.rough("roi", 3), f"net, for each {printer.currency} that filtering cost"))
    if _breaks_even(account):
        facts.append(
            Fact(
                printer.rough("break_even_samples", 3),
                "unlabelled samples removed pay for the run, as far as its cost is known",
            )
        )
    if ledger.known("marginal_price"):
        amount = printer.money("marginal_price")
        facts.append(Fact(amount, "for labelling one sample more or less"))
    return facts


def _breaks_even(account: Account) -> bool:
    """Whether the run has a break-even point that it could have reached."""
    ledger = account.ledger
    if not ledger.known("break_even_samples") or not ledger.value("filtering_cost"):
        return False
    return ledger.value("break_even_samples") <= ledger.value("samples_to_label_before")


def _prices(account: Account, printer: Printer) -> Table:
    rows = [
        _price_row(account, placed, placed is account.rows[-1] and not _set(account), printer.minor_digits)
        for placed in account.rows
    ]
    if _set(account):
        price = printer.exact("annotation_price")
        rows.append(Row("--set", (Cell(amount=price), Cell(), Cell(mark="stated"), Cell("command line")), style="on"))
    return Table(
        title=f"Price for {account.task.replace('-', ' ')}: the layer that applies is in bold",
        sub="",
        columns=(
            Column("Layer", 17),
            Column("Price", 25, right=True),
            Column("Range", 14, right=True),
            Column("Basis", 15),
            Column("Source", 29),
        ),
        groups=(("", tuple(rows)),),
        rail_title="Why this price",
        rail="Later layers win, a row whole. Currencies are never mixed without a stated rate.",
        wide=False,
    )


def _set(account: Account) -> bool:
    ledger = account.ledger
    return "annotation_price" in ledger and ledger["annotation_price"].layer == "command line"


def _price_row(account: Account, placed: PlacedRow, applies: bool, minor_digits: int) -> Row:
    row = placed.row
    if row.confidential and not account.internal:
        valid = f"valid {days}" if (days := days_of(row)) else ""
        cells = (Cell("confidential"), Cell(), Cell(mark=row.basis), Cell("withheld", small=valid))
        return Row(LAYER_WORDS[placed.layer], cells, style="on" if applies else "off")

    def text(value: Decimal) -> str:
        return numbers.exact(value, minor_digits)

    price = f"by tiers, {unit_text(f'{row.currency}/{row.unit}')}" if row.tiers else f"not given, per {row.unit}"
    if row.price is not None:
        price = f"{text(row.price)}{numbers.NO_BREAK}{unit_text(f'{row.currency}/{row.unit}')}"
    range_ = ""
    if row.low is not None and row.high is not None:
        range_ = f"{text(row.low)}{numbers.DASH}{text(row.high)}"
    tiers = "; ".join(
        f"{text(tier.price)} {'beyond' if tier.up_to is None else f'to {numbers.whole(tier.up_to)}'}"
        for tier in row.tiers
    )
    return Row(
        LAYER_WORDS[placed.layer],
        (
            Cell(price, small=tiers),
            Cell(range_),
            Cell(mark=row.basis),
            Cell(_source(account, placed), small=_terms(row)),
        ),
        style="on" if applies else "off",
    )


def _source(account: Account, placed: PlacedRow) -> str:
    """Who says so; a built-in row names one of the report's sources."""
    if placed.layer != "built-in":
        return placed.row.source or "no source named"
    if placed.row.source == "lightly-report":
        return "Lightly, Interpreting the Report"
    cited = account.sources.get(placed.row.source or "", {})
    return str(cited.get("title") or placed.chosen or "")


def _terms(row: CostRow) -> str:
    """What else the row says of its price: its days, tax and who approved it."""
    tax = {True: "tax included", False: "without tax", None: ""}[row.tax_included]
    approved = f"approved by {row.approved_by}" if row.approved_by else ""
    period = f"tiers by {row.tier_period}" if row.tiers and row.tier_period else ""
    valid = f"valid {days}" if (days := days_of(row)) else ""
    return "; ".join(part for part in (valid, tax, approved, period) if part)


def _hours(printer: Printer) -> Chart:
    figure = printer.ledger["annotator_hours_saved"]
    assert figure.value is not None
    value = printer.scaled("annotator_hours_saved")
    upper = max(figure.value, figure.high or figure.value)
    ticks = tuple(
        (Decimal(repr(tick)), numbers.up_to_significant(Decimal(repr(tick)), 4)) for tick in round_ticks(float(upper))
    )
    ticks = (*ticks[:-1], (ticks[-1][0], f"{ticks[-1][1]}\u202fh"))
    low, high = figure.low, figure.high
    seconds = printer.exact("seconds_per_unit")
    return Chart(
        title=f"About {value} of labelling time are not needed",
        sub=f"{printer.count('units_avoided')} labels at {seconds.text}{numbers.NO_BREAK}s",
        data=HoursData(
            title=f"Labelling time not needed: {value}.",
            value=figure.value,
            value_text=f"{value.text}\u202f{value.unit}",
            low=low,
            high=high,
            low_text=numbers.significant(low) if low is not None else "",
            high_text=numbers.significant(high) if high is not None else "",
            ticks=ticks,
        ),
        rail_title="Evidence",
        rail="From the seconds per unit of the price’s row, not from a time sheet of this run.",
    )
