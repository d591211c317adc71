"""The section on CO2e: avoided against spent, from energy step by step, and both ways to count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.avoided_spent import AvoidedSpentData, BasisRow, Lens, lens_factor
from reportgen.charts.hours import round_ticks
from reportgen.figures.ledger import Ledger
from reportgen.inputs.assemble import Account
from reportgen.locale.language import Language
from reportgen.page.parts import Block, Cell, Chart, Column, Note, Row, Section, Table
from reportgen.page.printer import Amount, Printer
from reportgen.page.sections.sci import sci_blocks
from reportgen.page.words import CO2E, FACTOR_WORDS, mark, note_of, sentence, title_of
from reportgen.words import numbers


@dataclass(frozen=True)
class _Basis:
    """A way to count what training avoids: its words, those of its row in the table, the keys of figure, energy, net.

    energy and net are empty where its grid is not the run's, so that nothing may be subtracted from it.
    """

    label: str
    sub: str
    row: str
    avoided: str
    energy: str = ""
    net: str = ""


def co2_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; without a factor it says what would fill it."""
    ledger, say = account.ledger, printer.language.say
    blocks: list[Block] = []
    bases = _bases(account, printer.language)
    if account.outline.by_steps:
        blocks.append(
            Note(
                say("None avoided."), say("Training goes by a fixed number of steps; fewer samples train just as long.")
            )
        )
    elif bases:
        blocks.append(_chart(account, printer, bases))
    else:
        reason = sentence(printer.language.translated(ledger["co2_savings"].reason or ""))
        text = say(
            "{reason} State your own training (factor: scenario or measured) to fill this section.", reason=reason
        )
        blocks.append(Note(say("Nothing to count with."), text))
    if bases or ledger.known("filtering_co2"):
        blocks.append(_steps(account, printer, bases))
    blocks.append(_deductible(account, printer))
    if ledger.known("filtering_co2"):
        blocks.append(_methods(account, printer))
    blocks += sci_blocks(account, printer)
    return Section("co2", number, say("CO2"), _finding(account, printer), tuple(blocks), new_page=False)


def _bases(account: Account, language: Language) -> list[_Basis]:
    ledger, factor, say = account.ledger, account.outline.factor, language.say
    words = {
        "published": (
            say("Published factor"),
            say("as published: US grid, no PUE"),
            say("Training avoided, published factor"),
        ),
        "exact": (
            say("Exact arithmetic"),
            say("same scenario, not rounded"),
            say("Training avoided, exact arithmetic"),
        ),
        "own": (say("Own training"), say("on the run’s own grid"), say("Training avoided, own training")),
    }
    found = []
    if ledger.known("training_co2_savings") and not account.outline.by_steps:
        published = factor in ("published", "exact")
        sub = say("published scenario’s energy") if published else say("own training’s energy")
        keys = ("training_co2_savings", "training_energy_savings", "net_co2_savings")
        found.append(_Basis(say("On the run’s own grid"), sub, say("Training avoided, own grid"), *keys))
    if factor in ("published", "exact") and ledger.known("co2_savings") and not account.outline.by_steps:
        found.append(_Basis(*words[factor], "co2_savings"))
    for name, told in words.items():
        if f"co2_savings.{name}" in ledger and ledger.known(f"co2_savings.{name}"):
            own = ("training_energy_savings.own", "net_co2_savings.own") if name == "own" else ("", "")
            found.append(_Basis(*told, f"co2_savings.{name}", *own))
    return found


def _finding(account: Account, printer: Printer) -> str:
    ledger, say = account.ledger, printer.language.say
    if ledger.known("net_co2_savings"):
        net = ledger["net_co2_savings"]
        assert net.value is not None
        if net.sign_uncertain:
            return say("{amount} CO2e net: too close to call", amount=printer.scaled("net_co2_savings", sign=True))
        amount = printer.scaled("net_co2_savings")
        if net.value < 0:
            return say("Filtering emits more than it avoids: {amount} CO2e net", amount=amount)
        if own := own_training(account, printer):
            return say("{amount} CO2e avoided, net, by the published scenario; {own}", amount=amount, own=own)
        return say("{amount} CO2e avoided, net, on the run’s own grid", amount=amount)
    if account.outline.by_steps:
        return say("No CO2e is avoided: training goes by steps")
    if ledger.known("co2_savings"):
        factor = FACTOR_WORDS[account.outline.factor]
        return say("{amount} CO2e avoided by {factor}, gross", amount=printer.scaled("co2_savings"), factor=factor)
    return say("What CO2e training avoids is not known")


def own_training(account: Account, printer: Printer) -> str:
    """What the own training says beside the published scenario that counts; empty without one."""
    key = "net_co2_savings.own"
    if key not in account.ledger or not account.ledger.known(key):
        return ""
    amount, say = printer.scaled(key, sign=True), printer.language.say
    if account.ledger[key].sign_uncertain:
        return say("by your own training {amount}, sign uncertain", amount=amount)
    return say("by your own training {amount}", amount=amount)


def _unit(ledger: Ledger, keys: Sequence[str]) -> tuple[str, Decimal, int]:
    """One unit for the column, with decimals for three digits of the largest."""
    values = [ledger.value(key) for key in keys if ledger.known(key)]
    unit, size = numbers.scale_for("kgCO2e", values)
    largest = max((abs(numbers.scaled(value, size)) for value in values), default=Decimal(0))
    return unit, size, max(0, numbers.places_for(largest)) if largest else 0


def _chart(account: Account, printer: Printer, bases: list[_Basis]) -> Chart:
    ledger, say = account.ledger, printer.language.say
    unit, size, places = _unit(ledger, [basis.avoided for basis in bases] + ["filtering_co2", "net_co2_savings"])
    measured = ledger.known("filtering_co2")
    spent = ledger.value("filtering_co2") if measured else None
    rows = []
    for basis in bases:
        avoided = ledger.value(basis.avoided)
        text = printer.in_unit(basis.avoided, unit, size, places).text
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
                net_text=printer.in_unit(basis.net, unit, size, places, sign=True).text if net else say("gross"),
                low=None if low is None or high is None else numbers.scaled(low, size),
                high=None if low is None or high is None else numbers.scaled(high, size),
                emphasised=basis is bases[0],
                avoided_measured=account.outline.factor == "measured" and basis is bases[0],
                spent_measured=mark(ledger["filtering_co2"]) in ("measured", "stated", "contract")
                if measured
                else False,
            )
        )
    told = "; ".join(_told(row, say) for row in rows)
    rail = say(
        "To the right what training no longer emits, to the left what filtering emitted, on one scale. "
        "The black line is the net, the whisker its range."
    )
    if not measured:
        rail = say("What training no longer emits. The filtering’s own energy was not measured, so every bar is gross.")
    return Chart(
        title=say("Avoided against spent") if measured else say("Avoided, gross"),
        sub=say("{unit} CO2e, location-based; outlined bars are estimates", unit=unit),
        rail_title=say("How to read"),
        data=AvoidedSpentData(
            title=say("CO2e in {unit}. {rows}.", unit=unit, rows=told),
            spent_word=say("spent") if measured else "",
            avoided_word=say("avoided"),
            net_word=say("net, {unit} CO2e", unit=unit),
            rows=tuple(rows),
            lens=_lens(account, printer, bases, tuple(rows), unit, size),
        ),
        rail=rail,
        note=say("Where a row is net, avoided and spent share PUE and grid; the others carry a grid of their own.")
        if measured and len(rows) > 1
        else "",
    )


def _told(row: BasisRow, say: Callable[..., str]) -> str:
    if row.spent is None:
        return say("{basis}: {avoided} avoided, gross", basis=row.label, avoided=row.avoided_text)
    return say("{basis}: {avoided} avoided, {net} net", basis=row.label, avoided=row.avoided_text, net=row.net_text)


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
    words, say = printer.numbers.exact(step), printer.language.say
    spent = printer.in_unit("filtering_co2", unit, size, numbers.places_for(reach[1])).text
    times = printer.numbers.whole(Decimal(factor))
    ticks = ((-step, f"{numbers.MINUS}{words}"), (Decimal(0), "0"), (step, f"+{words}\u202f{unit}"))
    return Lens(
        row=index,
        notes=(say("The same bar,"), say("enlarged {factor} times,", factor=times), say("with its range")),
        avoided_text=say("avoided {amount}", amount=rows[index].avoided_text),
        spent_text=say("spent {amount}", amount=spent),
        net_text=say("net {amount}", amount=printer.scaled("net_co2_savings.own", sign=True)),
        sign_text=say("sign uncertain") if ledger["net_co2_savings.own"].sign_uncertain else "",
        avoided_range=None,
        spent_range=spent_range,
        ticks=ticks,
    )


def _steps(account: Account, printer: Printer, bases: list[_Basis]) -> Table:
    ledger, say = account.ledger, printer.language.say
    unit, size, places = _unit(ledger, [basis.avoided for basis in bases] + ["filtering_co2"])
    energies = [key for key in ("filtering_energy", "training_energy_savings") if ledger.known(key)]
    energy_unit, energy_size = numbers.scale_for("kWh", [ledger.value(key) for key in energies])
    dash = Cell(numbers.DASH, plain_dash=True)

    def own_grid(label: str, small: str, energy: str, co2: str) -> Row:
        if not ledger.known(co2):
            absent = Cell(amount=printer.not_measured())
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

    rows = [own_grid(say("Filtering, spent"), "", "filtering_energy", "filtering_co2")]
    for basis in bases:
        if basis.energy:
            rows.append(own_grid(basis.row, basis.sub, basis.energy, basis.avoided))
        else:
            amount = Amount(printer.in_unit(basis.avoided, unit, size, places).text)
            small = _factor_words(printer, basis.avoided)
            cells = (dash, dash, dash, Cell(amount=amount), Cell(mark=mark(ledger[basis.avoided])))
            rows.append(Row(basis.row, cells, small=small))
    return Table(
        title=say("From energy to CO2e, step by step"),
        sub="",
        columns=(
            Column(say("Step"), 40),
            Column(say("Energy, {unit}", unit=energy_unit), 12, right=True),
            Column("PUE", 8, right=True),
            Column(say("Grid, g/kWh"), 12, right=True),
            Column(f"{CO2E}, {unit}", 12, right=True),
            Column(say("Basis"), 16),
        ),
        groups=(("", tuple(rows)),),
        note=say(
            "Grid: {grid}.", grid=note_of(ledger["grid_intensity"], account, printer.language) or say("as stated")
        ),
    )


def _factor_words(printer: Printer, key: str) -> str:
    name = key.partition(".")[2]
    factor = f"co2_per_sample.{name}" if name else "co2_per_sample"
    return printer.language.say("{factor} per sample", factor=f"{printer.rough(factor, 5).text}{numbers.NO_BREAK}kg")


def _deductible(account: Account, printer: Printer) -> Note:
    say = printer.language.say
    words = say("Avoided emissions lie outside a greenhouse-gas inventory; what filtering emitted lies inside it.")
    if account.ledger.known("filtering_co2"):
        words = say(
            "Avoided emissions lie outside a greenhouse-gas inventory; the {amount} that filtering emitted lie inside "
            "it.",
            amount=printer.scaled("filtering_co2"),
        )
    return Note(say("Not deductible from the inventory."), words)


def _methods(account: Account, printer: Printer) -> Table:
    ledger, say = account.ledger, printer.language.say
    grid_source = ledger["grid_intensity"].sources
    source = title_of(account.sources.get(grid_source[0], {}), printer.language) if grid_source else ""
    note = note_of(ledger["grid_intensity"], account, printer.language)
    location = Row(
        say("Location-based"),
        (
            Cell(amount=printer.exact("grid_intensity")),
            Cell(amount=printer.scaled("filtering_co2")),
            Cell("; ".join(part for part in (note, source) if part)),
        ),
    )
    if ledger.known("market_intensity"):
        market = Row(
            say("Market-based"),
            (
                Cell(amount=printer.exact("market_intensity")),
                Cell(amount=printer.scaled("filtering_co2_market")),
                Cell(say("as the manifest states it")),
            ),
        )
    else:
        dash = Cell(numbers.DASH, plain_dash=True)
        words = Cell(say("no supplier’s figure in the manifest"))
        market = Row(say("Market-based"), (Cell(amount=printer.not_given()), dash, words))
    return Table(
        title=say("Filtering’s own emissions, by both methods"),
        sub="",
        columns=(
            Column(say("Method"), 22),
            Column(say("Intensity"), 19, right=True),
            Column(CO2E, 14, right=True),
            Column(say("Source"), 45),
        ),
        groups=(("", (location, market)),),
        rail_title=say("Two ways to count"),
        rail=say("Certificates never set the location-based figure to zero."),
        wide=False,
    )
