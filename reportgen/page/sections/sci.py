"""The software carbon intensity (SCI): hardware, operational and embodied emissions, and the boundary they are in."""

from __future__ import annotations

from reportgen.figures.sci_book import EmbodiedOutline
from reportgen.inputs.assemble import Account
from reportgen.page.parts import Block, Cell, Column, Row, Table
from reportgen.page.printer import Amount, Printer
from reportgen.page.words import CO2E, mark, shortened, title_of
from reportgen.words import numbers

MOST_DEVICES_SHOWN = 12
_LONGEST_NAME = 60


def sci_blocks(account: Account, printer: Printer) -> list[Block]:
    """A table for what the filtering's and for what the training's hardware was reserved for; none without hardware."""
    return [_table(account, printer, use) for use in ("filtering", "training") if _devices(account, use)]


def _devices(account: Account, use: str) -> list[EmbodiedOutline]:
    return [device for device in account.outline.embodied if device.used_for == use]


def _table(account: Account, printer: Printer, use: str) -> Table:
    ledger, say = account.ledger, printer.language.say
    devices = _devices(account, use)
    shown = devices[:MOST_DEVICES_SHOWN]
    operational, embodied = ("filtering_co2" if use == "filtering" else "training_co2", f"embodied_co2.{use}")
    values = [ledger.value(key) for key in (operational, embodied) if ledger.known(key)]
    unit, size = numbers.scale_for("kgCO2e", values)
    largest = max(numbers.scaled(value, size) for value in values)
    places = max(0, numbers.places_for(largest)) if largest else 0

    def amount(key: str) -> Cell:
        return Cell(amount=Amount(printer.in_unit(key, unit, size, places).text) if ledger.known(key) else None)

    rows = [_device_row(account, printer, device, amount(f"embodied.{device.slug}")) for device in shown]
    rows.append(
        Row(
            say("Embodied (M)"),
            (Cell(), Cell(), Cell(), amount(embodied), Cell(mark=mark(ledger[embodied]))),
            style="total",
        )
    )
    energy = say("electricity × PUE × grid, location-based")
    absent = Cell(amount=printer.not_measured() if use == "filtering" else printer.not_given())
    rows.append(
        Row(
            say("Operational (O)"),
            (
                *(Cell(), Cell(), Cell()),
                amount(operational) if ledger.known(operational) else absent,
                Cell(mark=mark(ledger[operational])) if ledger.known(operational) else Cell(),
            ),
            small=energy,
        )
    )
    left_out = len(devices) - len(shown)
    return Table(
        title=_title(printer, use),
        sub=_sub(printer, use),
        columns=_columns(printer, unit),
        groups=(("", tuple(rows)),),
        note=_note(printer, use, left_out),
    )


def _columns(printer: Printer, unit: str) -> tuple[Column, ...]:
    say = printer.language.say
    return (
        Column(say("Hardware"), 34),
        Column(say("One device, kg"), 15, right=True),
        Column(say("Lifetime"), 12, right=True),
        Column(say("Reserved"), 14, right=True),
        Column(f"{CO2E}, {unit}", 11, right=True),
        Column(say("Basis"), 14),
    )


def _title(printer: Printer, use: str) -> str:
    ledger, say = printer.ledger, printer.language.say
    key = "sci.retained_sample" if use == "filtering" else "sci.training_run"
    if not ledger.known(key):
        return (
            say("Software carbon intensity of filtering: not known without its energy")
            if use == "filtering"
            else say("Software carbon intensity of a training: not known without its energy")
        )
    scaled = printer.scaled(key)
    amount = Amount(scaled.text, scaled.unit.partition("/")[0])
    if use == "filtering":
        return say("Software carbon intensity of filtering: {amount} CO2e per retained sample", amount=amount)
    return say("Software carbon intensity of a training: {amount} CO2e per run", amount=amount)


def _sub(printer: Printer, use: str) -> str:
    """By which standard, and the range."""
    say = printer.language.say
    standard = say("(O + M) per R, by ISO/IEC 21031")
    figure = printer.ledger["sci.retained_sample" if use == "filtering" else "sci.training_run"]
    if figure.value is None or figure.low is None or figure.high is None:
        return standard
    unit, size = numbers.scale_for(figure.unit, [figure.value])
    low, high = (printer.numbers.significant(numbers.scaled(end, size)) for end in (figure.low, figure.high))
    high = f"{high}{numbers.NO_BREAK}{unit.partition('/')[0]}"
    return say("{standard}; {low} to {high} by the ranges of its inputs", standard=standard, low=low, high=high)


def _device_row(account: Account, printer: Printer, device: EmbodiedOutline, emitted: Cell) -> Row:
    ledger, say, slug = account.ledger, printer.language.say, device.slug
    source = next(iter(ledger[f"embodied_kg.{slug}"].sources), "")
    parts = [say("{count} of them", count=printer.count(f"embodied_count.{slug}"))]
    if ledger.value(f"embodied_share.{slug}") != 1:
        parts.append(say("{share} reserved", share=printer.share(f"embodied_share.{slug}")))
    if ledger.value(f"embodied_utilisation.{slug}") != 1:
        parts.append(say("in use {share} of its life", share=printer.share(f"embodied_utilisation.{slug}")))
    told = title_of(account.sources.get(source, {}), printer.language)
    return Row(
        shortened(device.name, _LONGEST_NAME),
        (
            Cell(amount=Amount(printer.exact(f"embodied_kg.{slug}").text)),
            Cell(amount=printer.exact(f"embodied_lifetime.{slug}")),
            Cell(amount=_hours(printer, device)),
            emitted,
            Cell(mark=mark(ledger[f"embodied_kg.{slug}"])),
        ),
        small="; ".join([*parts, shortened(told, 90)] if told else parts),
    )


def _hours(printer: Printer, device: EmbodiedOutline) -> Amount:
    key = f"embodied_hours.{device.slug}"
    if key in printer.ledger:
        return printer.exact(key)
    return printer.duration("duration_s") if device.used_for == "filtering" else printer.exact("training_hours")


def _note(printer: Printer, use: str, left_out: int) -> str:
    say = printer.language.say
    if use == "filtering":
        boundary = say(
            "Boundary: the filtering run alone, its electricity and the hardware named here; R is a retained sample."
        )
    else:
        boundary = say(
            "Boundary: one training of your own, its electricity and the hardware named here; R is a training run."
        )
    excluded = say(
        "Storage, networks and people are left out unless named. Market-based measures, such as certificates, and "
        "avoided emissions never lower it."
    )
    more = printer.language.say_count(
        "{count} further device stands in report.json.",
        "{count} further devices stand in report.json.",
        left_out,
        count=left_out,
    )
    return " ".join([boundary, excluded, *([more] if left_out else [])])
