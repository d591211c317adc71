"""The section on CO2e: avoided against spent, from energy step by step, and both ways to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.avoided_spent import AvoidedSpentData, BasisRow, Lens, lens_factor
from reportgen.charts.hours import round_ticks
from reportgen.figures.ledger import Ledger
from reportgen.inputs.assemble import Account
from reportgen.page import numbers
from reportgen.page.parts import Block, Cell, Chart, Column, Note, Row, Section, Table
from reportgen.page.printer import NOT_MEASURED, Amount, Printer, unit_text
from reportgen.page.words import CO2E, mark, sentence


@dataclass(frozen=True)
class _Basis:
    """A way to count what training avoids: its words, the keys of its figure, energy and net.

    energy and net are empty where its grid is not the run's, so that nothing may be subtracted from it.
    """

    label: str
    sub: str
    avoided: str
    energy: str = ""
    net: str = ""


def co2_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; without a factor it says what would fill it."""
    ledger = account.ledger
    blocks: list[Block] = []
    bases = _bases(account)
    if account.outline.by_steps:
        blocks.append(
            Note("None avoided.", "Training goes by a fixed number of steps; fewer samples train just as long.")
        )
    elif bases:
        blocks.append(_chart(account, printer, bases))
    else:
        reason = sentence(ledger["co2_savings"].reason or "")
        text = f"{reason} State your own training (factor: scenario or measured) to fill this section."
        blocks.append(Note("Nothing to count with.", text))
    if bases or ledger.known("filtering_co2"):
        blocks.append(_steps(account, printer, bases))
    blocks.append(_deductible(account, printer))
    if ledger.known("filtering_co2"):
        blocks.append(_methods(account, printer))
    return Section("co2", number, "CO₂", _finding(account, printer), tuple(blocks), new_page=False)


def _bases(account: Account) -> list[_Basis]:
    ledger, factor = account.ledger, account.outline.factor
    words = {
        "published": ("Published factor", "as published: US grid, no PUE"),
        "exact": ("Exact arithmetic", "same scenario, not rounded"),
        "own": ("Own training", "on the run’s own grid"),
    }
    found = []
    if ledger.known("training_co2_savings") and not account.outline.by_steps:
        sub = "published scenario’s energy" if factor in ("published", "exact") else "own training’s energy"
        found.append(
            _Basis("On the run’s own grid", sub, "training_co2_savings", "training_energy_savings", "net_co2_savings")
        )
    if factor in ("published", "exact") and ledger.known("co2_savings") and not account.outline.by_steps:
        found.append(_Basis(*words[factor], "co2_savings"))
    for name, (label, sub) in words.items():
        if f"co2_savings.{name}" in ledger and ledger.known(f"co2_savings.{name}"):
            own = ("training_energy_savings.own", "net_co2_savings.own") if name == "own" else ("", "")
            found.append(_Basis(label, sub, f"co2_savings.{name}", *own))
    return found


def _finding(account: Account, printer: Printer) -> str:
    ledger = account.ledger
    if ledger.known("net_co2_savings"):
        net = ledger["net_co2_savings"]
        assert net.value is not None
        if net.sign_uncertain:
            return f"{printer.scaled('net_co2_savings', sign=True)} {CO2E} net: too close to call"
        if net.value < 0:
            return f"Filtering emits more than it avoids: {printer.scaled('net_co2_savings')} {CO2E} net"
        avoided = f"{printer.scaled('net_co2_savings')} {CO2E} avoided, net"
        own = own_training(account, printer)
        return f"{avoided}, by the published scenario; {own}" if own else f"{avoided}, on the run’s own grid"
    if account.outline.by_steps:
        return f"No {CO2E} is avoided: training goes by steps"
    if ledger.known("co2_savings"):
        return f"{printer.scaled('co2_savings')} {CO2E} avoided by the {account.outline.factor} factor, gross"
    return f"What {CO2E} training avoids is not known"


def own_training(account: Account, printer: Printer) -> str:
    """What the own training says beside the published scenario that counts; empty without one."""
    key = "net_co2_savings.own"
    if key not in account.ledger or not account.ledger.known(key):
        return ""
    uncertain = ", sign uncertain" if account.ledger[key].sign_uncertain else ""
    return f"by your own training {printer.scaled(key, sign=True)}{uncertain}"


def _unit(ledger: Ledger, keys: Sequence[str]) -> tuple[str, Decimal, int]:
    """One unit for the column, with decimals for three digits of the largest."""
    values = [ledger.value(key) for key in keys if ledger.known(key)]
    unit, size = numbers.scale_for("kgCO2e", values)
    largest = max((abs(numbers.scaled(value, size)) for value in values), default=Decimal(0))
    return unit, size, max(0, numbers.places_for(largest)) if largest else 0


def _chart(account: Account, printer: Printer, bases: list[_Basis]) -> Chart:
    ledger = account.ledger
    unit, size, places = _unit(ledger, [basis.avoided for basis in bases] + ["filtering_co2", "net_co2_savings"])
    measured = ledger.known("filtering_co2")
    spent = ledger.value("filtering_co2") if measured else None
    rows = []
    for basis in bases:
        avoided = ledger.value(basis.avoided)
        text = printer.in_unit(basis.avoided, unit_text(unit), size, places).text
        net = bool(basis.net) and ledger.known(basis.net)
        low, high = (ledger[basis.net].low, ledger[basis.net].high) if net else (None, None)
        rows.append(
            BasisRow(
                label=basis.label,
                sub=basis.sub,
                avoided=numbers.scaled(avoided, size),
                avoided_text=text,
                spent=numbers.scaled(spent, size) if net and spent is not None else None,
                spent_text="",
                net_text=printer.in_unit(basis.net, unit, size, places, sign=True).text if net else "gross",
                low=None if low is None or high is None else numbers.scaled(low, size),
                high=None if low is None or high is None else numbers.scaled(high, size),
                emphasised=basis is bases[0],
                avoided_measured=account.outline.factor == "measured" and basis is bases[0],
                spent_measured=mark(ledger["filtering_co2"]) in ("measured", "stated", "contract")
                if measured
                else False,
            )
        )
    told = "; ".join(f"{row.label}: {row.avoided_text} avoided, {row.net_text} net" for row in rows)
    rail = (
        "To the right what training no longer emits, to the left what filtering emitted, on one scale. "
        "The black line is the net, the whisker its range."
    )
    if not measured:
        rail = "What training no longer emits. The filtering’s own energy was not measured, so every bar is gross."
    return Chart(
        title="Avoided against spent" if measured else "Avoided, gross",
        sub=f"{unit} {CO2E}, location-based; outlined bars are estimates",
        data=AvoidedSpentData(
            title=f"{CO2E} in {unit}. {told}.",
            spent_word="spent" if measured else "",
            avoided_word="avoided",
            net_word=f"net, {unit} {CO2E}",
            rows=tuple(rows),
            lens=_lens(account, printer, bases, tuple(rows), unit, size),
        ),
        rail=rail,
        note="Where a row is net, avoided and spent share PUE and grid; the others carry a grid of their own."
        if measured and len(rows) > 1
        else "",
    )


def _lens(
    account: Account, printer: Printer, bases: list[_Basis], rows: tuple[BasisRow, ...], unit: str, size: Decimal
) -> Lens | None:
    """The own training once more, enlarged, where it is too small to read beside the published scenario."""
    ledger = account.ledger
    index = next((index for index, basis in enumerate(bases) if basis.net == "net_co2_savings.own"), None)
    if index is None or rows[index].spent is None:
        return None
    filtering = ledger["filtering_co2"]
    spent_range = None
    if filtering.low is not None and filtering.high is not None:
        spent_range = (numbers.scaled(filtering.low, size), numbers.scaled(filtering.high, size))
    factor = lens_factor(rows, index, None, spent_range)
    if factor is None:
        return None
    reach = [
        spent_range[1] if spent_range else Decimal(0),
        Decimal(rows[index].spent or 0),
        Decimal(rows[index].avoided or 0),
    ]
    step = Decimal(repr(round_ticks(float(max(reach)), 2)[1])) if max(reach) else Decimal(1)
    words = numbers.exact(step)
    ticks = ((-step, f"{numbers.MINUS}{words}"), (Decimal(0), "0"), (step, f"+{words}\u202f{unit}"))
    return Lens(
        row=index,
        notes=("The same bar,", f"enlarged {factor:,} times,", "with its range"),
        avoided_text=f"avoided {rows[index].avoided_text}",
        spent_text=f"spent {printer.in_unit('filtering_co2', unit, size, numbers.places_for(reach[1])).text}",
        net_text=f"net {printer.scaled('net_co2_savings.own', sign=True)}",
        sign_text="sign uncertain" if ledger["net_co2_savings.own"].sign_uncertain else "",
        avoided_range=None,
        spent_range=spent_range,
        ticks=ticks,
    )


def _steps(account: Account, printer: Printer, bases: list[_Basis]) -> Table:
    ledger = account.ledger
    unit, size, places = _unit(ledger, [basis.avoided for basis in bases] + ["filtering_co2"])
    energies = [key for key in ("filtering_energy", "training_energy_savings") if ledger.known(key)]
    energy_unit, energy_size = numbers.scale_for("kWh", [ledger.value(key) for key in energies])
    dash = Cell(numbers.DASH, plain_dash=True)

    def own_grid(label: str, small: str, energy: str, co2: str) -> Row:
        if not ledger.known(co2):
            absent = Cell(amount=Amount(NOT_MEASURED, known=False))
            return Row(label, (absent, dash, dash, dash, Cell()), small=small)
        value = numbers.scaled(ledger.value(energy), energy_size)
        digits = max(0, numbers.places_for(value)) if value else 0
        cells = (
            Cell(amount=Amount(printer.in_unit(energy, energy_unit, energy_size, digits).text)),
            Cell(amount=printer.exact("pue")),
            Cell(amount=Amount(printer.exact("grid_intensity").text)),
            Cell(amount=Amount(printer.in_unit(co2, unit, size, places).text)),
            Cell(mark=mark(ledger[co2])),
        )
        return Row(label, cells, small=small)

    rows = [own_grid("Filtering, spent", "", "filtering_energy", "filtering_co2")]
    for basis in bases:
        if basis.energy:
            word = "own grid" if basis is bases[0] else basis.label.lower()
            rows.append(own_grid(f"Training avoided, {word}", basis.sub, basis.energy, basis.avoided))
        else:
            amount = Amount(printer.in_unit(basis.avoided, unit, size, places).text)
            small = _factor_words(printer, basis.avoided)
            cells = (dash, dash, dash, Cell(amount=amount), Cell(mark=mark(ledger[basis.avoided])))
            rows.append(Row(f"Training avoided, {basis.label.lower()}", cells, small=small))
    return Table(
        title=f"From energy to {CO2E}, step by step",
        sub="",
        columns=(
            Column("Step", 40),
            Column(f"Energy, {energy_unit}", 12, right=True),
            Column("PUE", 8, right=True),
            Column("Grid, g/kWh", 12, right=True),
            Column(f"{CO2E}, {unit}", 12, right=True),
            Column("Basis", 16),
        ),
        groups=(("", tuple(rows)),),
        note=f"Grid: {account.ledger['grid_intensity'].note or 'as stated'}.",
    )


def _factor_words(printer: Printer, key: str) -> str:
    name = key.partition(".")[2]
    factor = f"co2_per_sample.{name}" if name else "co2_per_sample"
    return f"{printer.rough(factor, 5).text}{numbers.NO_BREAK}kg per sample"


def _deductible(account: Account, printer: Printer) -> Note:
    ledger = account.ledger
    spent = (
        f"the {printer.scaled('filtering_co2')} that filtering emitted lie"
        if ledger.known("filtering_co2")
        else "what filtering emitted lies"
    )
    return Note(
        "Not deductible from the inventory.",
        f"Avoided emissions lie outside a greenhouse-gas inventory; {spent} inside it.",
    )


def _methods(account: Account, printer: Printer) -> Table:
    ledger = account.ledger
    grid_source = ledger["grid_intensity"].sources
    source = str(account.sources.get(grid_source[0], {}).get("title", "")) if grid_source else ""
    note = ledger["grid_intensity"].note
    location = Row(
        "Location-based",
        (
            Cell(amount=printer.exact("grid_intensity")),
            Cell(amount=printer.scaled("filtering_co2")),
            Cell("; ".join(part for part in (note, source) if part)),
        ),
    )
    if ledger.known("market_intensity"):
        market = Row(
            "Market-based",
            (
                Cell(amount=printer.exact("market_intensity")),
                Cell(amount=printer.scaled("filtering_co2_market")),
                Cell("as the manifest states it"),
            ),
        )
    else:
        absent = Cell(amount=Amount("not given", known=False))
        market = Row(
            "Market-based", (absent, Cell(numbers.DASH, plain_dash=True), Cell("no supplier’s figure in the manifest"))
        )
    return Table(
        title="Filtering’s own emissions, by both methods",
        sub="",
        columns=(
            Column("Method", 22),
            Column("Intensity", 19, right=True),
            Column(CO2E, 14, right=True),
            Column("Source", 45),
        ),
        groups=(("", (location, market)),),
        rail_title="Two ways to count",
        rail="Certificates never set the location-based figure to zero.",
        wide=False,
    )
