"""The section on money: from labelling everything to the net, the price that applies, and labelling time."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from reportgen.factors.cost_table import PlacedRow
from reportgen.factors.unit_count import behind_per
from reportgen.figures.units import unit_word
from reportgen.manifest.cost_row import CostRow, PricePart
from reportgen.page.account import money_scale, rounding_note
from reportgen.page.parts import Block, Cell, Column, Fact, Facts, Note, Row, Section, Table, without_blank_end
from reportgen.page.printer import Amount, Scale
from reportgen.page.products import cost_product, product_of
from reportgen.page.sections.cover_ledger import COST_WORDS, labelling_product
from reportgen.page.sections.money_charts import deciding, price_ruler
from reportgen.page.sections.verdict import display_ends, is_range, money_key
from reportgen.page.words import LAYER_WORDS, cost_of_filtering, task_word
from reportgen.page.writer import Writer
from reportgen.words.message import message
from reportgen.words.said import of_figure

_COSTS = {
    "filtering_cost_total": message("Filtering, one invoice"),
    "filtering_compute_cost": message("Compute"),
    "filtering_cpu_cost": message("CPU-hours"),
    "filtering_gpu_cost": message("GPU-hours"),
    "filtering_api_cost": message("Model calls"),
    "filtering_people_cost": message("People"),
    "filtering_licence_cost": message("Licence"),
    "filtering_energy_cost": message("Electricity"),
}
# What is avoided beside labelling.
_FURTHER = {"training_cost_savings": message("Training not run"), "storage_savings": message("Storage not paid")}
_TAX = {True: message("tax included"), False: message("without tax"), None: ""}

# What a price is paid with beside itself, where it has that.
_SHARES = ("review_share", "discount")
_PAID_WITH = ("review_share", "review_price", "discount", "minimum", "fixed_fee", "per_month", "months", "seats")


def money_section(w: Writer, number: int) -> Section:
    """The section; without a price it says what would fill it."""
    blocks: list[Block] = []
    if w.ledger.known("gross_savings"):
        ruler, decides = price_ruler(w), deciding(w, money_key(w))
        blocks += [block for block in (ruler, _account(w), decides) if block is not None]
    if w.ledger["annotation_savings"].band:
        words = w.say(
            "Filtering avoids {band} of labelling; costs before and after are withheld.",
            band=w.band("annotation_savings"),
        )
        blocks.append(Note(w.say("The price is confidential."), words))
    elif w.outline.unlabelled and not w.ledger.known("gross_savings"):
        words = w.say("The training that is avoided has no price: what a GPU-hour costs would give one.")
        if w.outline.schedule_open:
            words = w.say("Whether less data saves training is not stated.")
        blocks.append(Note(w.say("Nothing is labelled, so no labelling is counted."), words))
    elif not w.ledger.known("annotation_savings") and not w.outline.unlabelled:
        reason = w.sentence(w.translated(w.ledger["annotation_savings"].reason or ""))
        words = w.say("{reason} A row with a price in a cost table gives one.", reason=reason)
        blocks.append(Note(w.say("No labelling cost is counted."), words))
    if w.outline.storage_kept:
        words = w.say("What was removed is still stored. Only what is deleted no longer costs anything.")
        blocks.append(Note(w.say("No storage is saved."), words))
    if facts := _facts(w):
        blocks.append(Facts(tuple(facts)))
    if w.account.rows:
        blocks.append(_prices(w))
    return Section("money", number, w.say("Costs"), _finding(w), tuple(blocks))


def _finding(w: Writer) -> str:
    if w.ledger["gross_savings"].band:
        return w.say("Filtering avoids {band}, at a confidential price", band=w.band("gross_savings"))
    if not w.ledger.known("gross_savings"):
        if w.outline.unlabelled and w.ledger.known("filtering_cost"):
            return w.say("The filtering cost {cost}; what it avoided has no price", cost=cost_of_filtering(w))
        return w.say("No price, no money counted")
    if w.ledger.known("annotation_savings") and w.ledger.value("annotation_savings") < 0:
        return w.say(
            "Labelling costs {amount} more after filtering", amount=w.money("annotation_savings", negated=True)
        )
    gross = _gross_text(w)
    if not w.ledger.known("filtering_cost"):
        return w.say("Filtering avoids {gross}, gross; its own cost is not stated", gross=gross)
    cost = cost_of_filtering(w)
    if not w.ledger.value("gross_savings"):
        return w.say("The filtering cost {cost} and avoids nothing", cost=cost)
    if w.ledger.value("net_savings") < 0:
        return w.say("The filtering cost {cost} and avoids only {gross}", cost=cost, gross=gross)
    return w.say("The filtering cost {cost} and avoids {gross}", cost=cost, gross=gross)


def _gross_text(w: Writer) -> str:
    """What is avoided: the range where the cover says that in place of a point."""
    gross = w.ledger["gross_savings"]
    if not is_range(gross) or gross.low is None or gross.high is None:
        return str(w.headline_money("gross_savings"))
    low, high = display_ends(w, gross.low, gross.high, 2)
    return w.between(low, high, w.currency)


def _account(w: Writer) -> Table:
    """Every step from labelling all samples to the net: its arithmetic, amount and range, in amounts that add up."""
    costs = [key for key in _COSTS if key in w.ledger["filtering_cost"].covers and w.ledger.value(key)]
    net = w.ledger.known("net_savings")
    further = [key for key in _FURTHER if w.ledger.known(key) and w.ledger.value(key)]
    gross = w.ledger["gross_savings"].covers
    total = "net_savings" if net else "gross_savings"
    # the costs of labelling are the largest: the column's unit is theirs, its decimals those that add up
    labelled = w.ledger.known("annotation_savings")
    scale = money_scale(w, [*gross, *(f"-{key}" for key in costs if net)], total)
    if labelled:
        most = money_scale(w, ["annotation_cost_before", "-annotation_cost_after"], "annotation_savings")
        if most.size != 1 or scale.size != 1:
            scale = most
        scale = replace(scale, places=max(scale.places, most.places))

    def row(key: str, label: str, arithmetic: str, style: str = "", *, negated: bool = False) -> Row:
        low, high = _ends(w, key, scale, negated=negated)
        cells = (
            Cell(arithmetic),
            Cell(amount=w.on_scale(key, scale, negated=negated).bare),
            Cell(low),
            Cell(high),
        )
        return Row(label, cells, style=style)

    sums: list[tuple[list[str], str]] = []
    rows = []
    if labelled:
        sums.append((["annotation_cost_before", "-annotation_cost_after"], "annotation_savings"))
        before, after = (_to_label(w, f"samples_to_label_{side}") for side in ("before", "after"))
        rows += [
            row("annotation_cost_before", w.say("Label every sample"), before, "off"),
            row(
                "annotation_cost_after",
                w.say("Label the samples kept"),
                after,
                "off",
                negated=True,
            ),
            row(
                "annotation_savings",
                w.say("Labels not bought"),
                labelling_product(w),
                "" if further or net else "total",
            ),
        ]
    adds_up = len(further) + labelled > 1
    sums += [(list(gross), "gross_savings")] if adds_up else []
    sums += [(["gross_savings", *(f"-{key}" for key in costs)], "net_savings")] if net else []
    rows += [row(key, w.say(_FURTHER[key]), product_of(w, key)) for key in further]
    if adds_up:
        rows.append(row("gross_savings", w.say("Avoided, gross"), "", "" if net else "total"))
    if net:
        rows += [row(key, w.say(_COSTS[key]), cost_product(w, key), negated=True) for key in costs]
        rows.append(row("net_savings", w.say("Net", context="money"), "", "total"))
    table = Table(
        name="money",
        title=w.say("From the cost of labelling everything to what is avoided, {currency}", currency=scale.unit)
        if labelled
        else w.say("What is avoided and what the filtering cost, {currency}", currency=scale.unit),
        sub="" if net else w.say("Gross: the filtering’s own cost is not stated, so there is no net"),
        columns=(
            Column(w.say("Step")),
            Column(w.say("How")),
            Column(scale.unit, right=True),
            Column(w.say("Low"), right=True),
            Column(w.say("High"), right=True),
        ),
        groups=(("", tuple(rows)),),
        note=w.paragraph((_missing_note(w), rounding_note(w, sums, scale))),
    )
    return without_blank_end(table)


def _ends(w: Writer, key: str, scale: Scale, *, negated: bool) -> tuple[str, str]:
    figure = w.ledger[key]
    if figure.low is None or figure.high is None:
        return "", ""
    ends = w.ends_on(scale, *((-figure.high, -figure.low) if negated else (figure.low, figure.high)))
    return of_figure(ends[0], key), of_figure(ends[1], key)


def _missing_note(w: Writer) -> str:
    missing = [w.say(COST_WORDS[key]) for key in w.ledger["filtering_cost"].missing if key in COST_WORDS]
    if not missing or not w.ledger.known("filtering_cost"):
        return ""
    return w.say("Not known and so not counted in the cost of filtering: {parts}.", parts=w.listed(missing))


def _facts(w: Writer) -> list[Fact]:
    facts = []
    if w.ledger.known("roi"):
        facts.append(Fact(w.rough("roi", 3), _return_words(w)))
    if _breaks_even(w):
        facts.append(
            Fact(
                w.rounded_up("break_even_samples"),
                w.say_count(
                    "removed unlabelled sample covers the known cost of the run",
                    "removed unlabelled samples cover the known cost of the run",
                    w.ledger.value("break_even_samples").to_integral_value(ROUND_CEILING),
                ),
            )
        )
    if w.ledger.known("annotator_hours_saved"):
        facts.append(Fact(w.scaled("annotator_hours_saved"), _hours_words(w)))
    return facts


def _return_words(w: Writer) -> str:
    """What the return is; where it is -1 or begins there, what that means."""
    roi = w.ledger["roi"]
    assert roi.value is not None
    ends = (roi.value, roi.value) if roi.low is None or roi.high is None else (roi.low, roi.high)
    low, high = (of_figure(w.numbers.up_to_significant(end, 3), roi.key) for end in ends)
    words = w.say("net, for each {currency} spent on filtering", currency=w.currency)
    if low != high:
        words = w.say(
            "net, for each {currency} spent on filtering; {low} to {high}", currency=w.currency, low=low, high=high
        )
    if low == w.numbers.up_to_significant(Decimal(-1), 3):
        return w.say("{words} ({lowest}: nothing of it came back)", words=words, lowest=low)
    return words


def _to_label(w: Writer, key: str) -> str:
    return w.say_count("{count} to label", "{count} to label", w.ledger.value(key), count=w.count(key))


def _hours_words(w: Writer) -> str:
    """What the hours are: of so many labels at so many seconds, and their range."""
    seconds = w.numbers.with_unit(w.exact("seconds_per_unit").text, w.numbers.times[-1])
    count = w.count("units_avoided")
    ends = w.ends("annotator_hours_saved")
    if ends is None:
        return w.say_count(
            "of labelling time: {count} label at {time}",
            "of labelling time: {count} labels at {time}",
            w.ledger.value("units_avoided"),
            count=count,
            time=seconds,
        )
    low, high = w.numbers.ends_with_unit(*ends)
    return w.say_count(
        "of labelling time: {count} label at {time}; {low} to {high}",
        "of labelling time: {count} labels at {time}; {low} to {high}",
        w.ledger.value("units_avoided"),
        count=count,
        time=seconds,
        low=low,
        high=high,
    )


def _breaks_even(w: Writer) -> bool:
    """Whether what was removed reaches the break-even point of the run."""
    if not w.ledger.known("break_even_samples") or not w.ledger.value("filtering_cost"):
        return False
    spared = w.ledger.value("samples_to_label_before") - w.ledger.value("samples_to_label_after")
    return w.ledger.value("break_even_samples") <= spared


def _prices(w: Writer) -> Table:
    rows = [_price_row(w, placed, placed is w.account.rows[-1] and not _set(w)) for placed in w.account.rows]
    if _set(w):
        price = w.exact("annotation_price")
        rows.append(
            Row("--set", (Cell(amount=price), Cell(), Cell(mark="stated"), Cell(w.say("command line"))), style="on")
        )
    replaces = ""
    if len(rows) > 1:
        replaces = w.say("A later layer replaces the whole row. Currencies are never mixed without a stated rate.")
    remarks = w.series(map(w.translated, w.account.remarks))  # a file's name has no capital
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
        note=w.paragraph((replaces, remarks and w.say("{text}.", text=remarks))),
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
        return w.price_text(value, row.currency)

    unit = w.unit_text(f"{row.currency}/{behind_per(row.unit)}")
    price = (
        w.say("by tiers, {unit}", unit=unit)
        if row.tiers
        else w.say("not given, per {unit}", unit=unit_word(behind_per(row.unit)))
    )
    if row.parts:
        price = w.say("the sum of its parts")
    amount = None
    if row.price is not None:
        price = text(row.price)
        amount = Amount(price, unit, pieces=w.numbers.pieces(price, unit))
    range_ = ""
    if row.low is not None and row.high is not None:
        range_ = w.span(text(row.low), text(row.high))
    tiers = w.series(
        w.say("beyond: {price}", price=text(tier.price))
        if tier.up_to is None
        else w.say("up to {last}: {price}", price=text(tier.price), last=w.numbers.whole(tier.up_to))
        for tier in row.tiers
    )
    parts = w.series(_part(w, part, row.currency or "", text(part.price)) for part in row.parts)
    return Row(
        layer,
        (
            Cell(price, amount=amount, small=tiers or parts),
            Cell(range_),
            Cell(mark=row.basis),
            Cell(_source(w, placed), small=w.series((_terms(w, placed), _paid_with(w) if applies else ""))),
        ),
        style=style,
    )


def _paid_with(w: Writer) -> str:
    """The terms of the price that applies, without which nobody can reckon what is paid: `Discount: 10.0%`."""
    keys = [key for key in (*w.outline.unit_factors, *_PAID_WITH) if w.ledger.known(key)]
    return w.series(
        w.labelled(w.label(w.ledger[key]), w.share(key) if key in _SHARES else w.exact(key)) for key in keys
    )


def _part(w: Writer, part: PricePart, currency: str, price: str) -> str:
    amount = w.numbers.with_unit(price, f"{currency}/{w.translated(unit_word(behind_per(part.unit)))}")
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
        pace = w.say_count(
            "{count} unit a month",
            "{count} units a month",
            row.units_per_month,
            count=w.numbers.exact(row.units_per_month),
        )
    rule = w.say("all units at the tier reached") if row.tier_rule == "reached" else ""
    sheet = w.say("sheet {name}", name=placed.sheet) if placed.sheet else ""
    period = _tiers_by(w, row.tier_period) if row.tiers and row.tier_period else ""
    return w.series((_valid(w, row), tax, approved, period, rule, pace, sheet))


def _tiers_by(w: Writer, period: str) -> str:
    known = {"month": w.say("tiers by month"), "quarter": w.say("tiers by quarter"), "year": w.say("tiers by year")}
    return known.get(period.casefold(), w.say("tiers by {period}", period=period))


def _valid(w: Writer, row: CostRow) -> str:
    first = w.language.day(row.valid_from) if row.valid_from else ""
    last = w.language.day(row.valid_to) if row.valid_to else ""
    if first and last:
        return w.say("valid from {first} to {last}", first=first, last=last)
    if first:
        return w.say("valid from {first}", first=first)
    return w.say("valid to {last}", last=last) if last else ""
