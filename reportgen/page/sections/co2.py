"""The section on CO2e: avoided against spent, from energy step by step, and both ways to count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.charts.avoided_spent import AvoidedSpentData
from reportgen.charts.avoided_spent_data import BasisRow, Lens, lens_factor, lens_ticks
from reportgen.page.parts import Block, Cell, Chart, Column, Note, Row, Section, Table
from reportgen.page.printer import Scale
from reportgen.page.sections.sci import sci_blocks
from reportgen.page.words import CO2E, FACTOR_WORDS, mark, note_of, sentence, title_of
from reportgen.page.writer import Writer
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


def co2_section(w: Writer, number: int) -> Section:
    """The section; without a factor it says what would fill it."""
    blocks: list[Block] = []
    bases = _bases(w)
    if w.outline.by_steps:
        blocks.append(
            Note(
                w.say("None avoided."),
                w.say("Training goes by a fixed number of steps; fewer samples train just as long."),
            )
        )
    elif bases:
        blocks.append(_chart(w, bases))
    else:
        reason = sentence(w.translated(w.ledger["co2_savings"].reason or ""))
        text = w.say(
            "{reason} State your own training (factor: scenario or measured) to fill this section.", reason=reason
        )
        blocks.append(Note(w.say("Nothing to count with."), text))
    if bases or w.ledger.known("filtering_co2"):
        blocks.append(_steps(w, bases))
    blocks.append(_deductible(w))
    if w.ledger.known("filtering_co2"):
        blocks.append(_methods(w))
    blocks += sci_blocks(w)
    return Section("co2", number, w.say("CO2"), _finding(w), tuple(blocks), new_page=False)


def _bases(w: Writer) -> list[_Basis]:
    factor = w.outline.factor
    words = {
        "published": (
            w.say("Published factor"),
            w.say("as published: US grid, no PUE"),
            w.say("Training avoided, published factor"),
        ),
        "exact": (
            w.say("Exact arithmetic"),
            w.say("same scenario, not rounded"),
            w.say("Training avoided, exact arithmetic"),
        ),
        "own": (w.say("Own training"), w.say("on the run’s own grid"), w.say("Training avoided, own training")),
    }
    found = []
    if w.ledger.known("training_co2_savings") and not w.outline.by_steps:
        published = factor in ("published", "exact")
        sub = w.say("published scenario’s energy") if published else w.say("own training’s energy")
        keys = ("training_co2_savings", "training_energy_savings", "net_co2_savings")
        found.append(_Basis(w.say("On the run’s own grid"), sub, w.say("Training avoided, own grid"), *keys))
    if factor in ("published", "exact") and w.ledger.known("co2_savings") and not w.outline.by_steps:
        found.append(_Basis(*words[factor], "co2_savings"))
    for name, told in words.items():
        if w.ledger.known(f"co2_savings.{name}"):
            own = ("training_energy_savings.own", "net_co2_savings.own") if name == "own" else ("", "")
            found.append(_Basis(*told, f"co2_savings.{name}", *own))
    return found


def _finding(w: Writer) -> str:
    if w.ledger.known("net_co2_savings"):
        net = w.ledger["net_co2_savings"]
        assert net.value is not None
        if net.sign_uncertain:
            return w.say("{amount} CO2e net: too close to call", amount=w.scaled("net_co2_savings", sign=True))
        amount = w.scaled("net_co2_savings")
        if net.value < 0:
            return w.say("Filtering emits more than it avoids: {amount} CO2e net", amount=amount)
        if own := own_training(w):
            return w.say("{amount} CO2e avoided, net, by the published scenario; {own}", amount=amount, own=own)
        return w.say("{amount} CO2e avoided, net, on the run’s own grid", amount=amount)
    if w.outline.by_steps:
        return w.say("No CO2e is avoided: training goes by steps")
    if w.ledger.known("co2_savings"):
        factor = FACTOR_WORDS[w.outline.factor]
        return w.say("{amount} CO2e avoided by {factor}, gross", amount=w.scaled("co2_savings"), factor=factor)
    return w.say("What CO2e training avoids is not known")


def own_training(w: Writer) -> str:
    """What the own training says beside the published scenario that counts; empty without one."""
    key = "net_co2_savings.own"
    if not w.ledger.known(key):
        return ""
    amount = w.scaled(key, sign=True)
    if w.ledger[key].sign_uncertain:
        return w.say("by your own training {amount}, sign uncertain", amount=amount)
    return w.say("by your own training {amount}", amount=amount)


def _chart(w: Writer, bases: list[_Basis]) -> Chart:
    scale = w.scale_of([*(basis.avoided for basis in bases), "filtering_co2", "net_co2_savings"])
    measured = w.ledger.known("filtering_co2")
    spent = scale.of(w.ledger.value("filtering_co2")) if measured else None
    rows = []
    for basis in bases:
        avoided_text = w.on_scale(basis.avoided, scale).text
        net = w.ledger.known(basis.net)
        low, high = (scale.ends_of(w.ledger[basis.net]) if net else None) or (None, None)
        rows.append(
            BasisRow(
                label=basis.label,
                sub=basis.sub,
                avoided=scale.of(w.ledger.value(basis.avoided)),
                avoided_text=avoided_text,
                spent=spent if net else None,
                spent_text="",
                net_text=w.on_scale(basis.net, scale, sign=True).text if net else w.say("gross"),
                low=low,
                high=high,
                emphasised=basis is bases[0],
                avoided_measured=w.outline.factor == "measured" and basis is bases[0],
                spent_measured=mark(w.ledger["filtering_co2"]) in ("measured", "stated", "contract")
                if measured
                else False,
            )
        )
    told = "; ".join(_told(w, row) for row in rows)
    rail = w.say(
        "To the right what training no longer emits, to the left what filtering emitted, on one scale. "
        "The black line is the net, the whisker its range."
    )
    if not measured:
        rail = w.say(
            "What training no longer emits. The filtering’s own energy was not measured, so every bar is gross."
        )
    return Chart(
        title=w.say("Avoided against spent") if measured else w.say("Avoided, gross"),
        sub=w.say("{unit} CO2e, location-based; outlined bars are estimates", unit=scale.unit),
        rail_title=w.say("How to read"),
        data=AvoidedSpentData(
            title=w.say("CO2e in {unit}. {rows}.", unit=scale.unit, rows=told),
            spent_word=w.say("spent") if measured else "",
            avoided_word=w.say("avoided"),
            net_word=w.say("net, {unit} CO2e", unit=scale.unit),
            rows=tuple(rows),
            lens=_lens(w, bases, tuple(rows), scale),
        ),
        rail=rail,
        note=w.say("Where a row is net, avoided and spent share PUE and grid; the others carry a grid of their own.")
        if measured and len(rows) > 1
        else "",
    )


def _told(w: Writer, row: BasisRow) -> str:
    if row.spent is None:
        return w.say("{basis}: {avoided} avoided, gross", basis=row.label, avoided=row.avoided_text)
    return w.say("{basis}: {avoided} avoided, {net} net", basis=row.label, avoided=row.avoided_text, net=row.net_text)


def _lens(w: Writer, bases: list[_Basis], rows: tuple[BasisRow, ...], scale: Scale) -> Lens | None:
    """The own training once more, enlarged, where it is too small to read beside the published scenario."""
    index = next((index for index, basis in enumerate(bases) if basis.net == "net_co2_savings.own"), None)
    if index is None or rows[index].spent is None:
        return None
    spent_range = scale.ends_of(w.ledger["filtering_co2"])
    factor = lens_factor(rows, index, None, spent_range)
    if factor is None:
        return None
    places = numbers.places_for(scale.of(w.ledger.value("filtering_co2")))
    spent = w.on_scale("filtering_co2", replace(scale, places=places)).text
    times = w.numbers.whole(Decimal(factor))
    return Lens(
        row=index,
        notes=(w.say("The same bar,"), w.say("enlarged {factor} times,", factor=times), w.say("with its range")),
        avoided_text=w.say("avoided {amount}", amount=rows[index].avoided_text),
        spent_text=w.say("spent {amount}", amount=spent),
        net_text=w.say("net {amount}", amount=w.scaled("net_co2_savings.own", sign=True)),
        sign_text=w.say("sign uncertain") if w.ledger["net_co2_savings.own"].sign_uncertain else "",
        avoided_range=None,
        spent_range=spent_range,
        ticks=lens_ticks(rows[index], spent_range, scale.unit, w.numbers),
    )


def _steps(w: Writer, bases: list[_Basis]) -> Table:
    scale = w.scale_of([*(basis.avoided for basis in bases), "filtering_co2"])
    energies = w.scale_of(["filtering_energy", "training_energy_savings"])
    dash = Cell(numbers.DASH, plain_dash=True)

    def own_grid(label: str, small: str, energy: str, co2: str) -> Row:
        if not w.ledger.known(co2):
            absent = Cell(amount=w.not_measured())
            return Row(label, (absent, dash, dash, dash, Cell()), small=small)
        places = max(0, numbers.places_for(energies.of(w.ledger.value(energy))))
        cells = (
            Cell(amount=w.on_scale(energy, replace(energies, places=places)).bare),
            Cell(amount=w.exact("pue")),
            Cell(amount=w.exact("grid_intensity").bare),
            Cell(amount=w.on_scale(co2, scale).bare),
            Cell(mark=mark(w.ledger[co2])),
        )
        return Row(label, cells, small=small)

    rows = [own_grid(w.say("Filtering, spent"), "", "filtering_energy", "filtering_co2")]
    for basis in bases:
        if basis.energy:
            rows.append(own_grid(basis.row, basis.sub, basis.energy, basis.avoided))
        else:
            amount = w.on_scale(basis.avoided, scale).bare
            small = _factor_words(w, basis.avoided)
            cells = (dash, dash, dash, Cell(amount=amount), Cell(mark=mark(w.ledger[basis.avoided])))
            rows.append(Row(basis.row, cells, small=small))
    return Table(
        name="co2-steps",
        title=w.say("From energy to CO2e, step by step"),
        sub="",
        columns=(
            Column(w.say("Step")),
            Column(w.say("Energy, {unit}", unit=energies.unit), right=True),
            Column("PUE", right=True),
            Column(w.say("Grid, g/kWh"), right=True),
            Column(f"{CO2E}, {scale.unit}", right=True),
            Column(w.say("Basis")),
        ),
        groups=(("", tuple(rows)),),
        note=w.say("Grid: {grid}.", grid=note_of(w, w.ledger["grid_intensity"]) or w.say("as stated")),
    )


def _factor_words(w: Writer, key: str) -> str:
    name = key.partition(".")[2]
    factor = f"co2_per_sample.{name}" if name else "co2_per_sample"
    return w.say("{factor} per sample", factor=f"{w.rough(factor, 5).text}{numbers.NO_BREAK}kg")


def _deductible(w: Writer) -> Note:
    words = w.say("Avoided emissions lie outside a greenhouse-gas inventory; what filtering emitted lies inside it.")
    if w.ledger.known("filtering_co2"):
        words = w.say(
            "Avoided emissions lie outside a greenhouse-gas inventory; the {amount} that filtering emitted lie inside "
            "it.",
            amount=w.scaled("filtering_co2"),
        )
    return Note(w.say("Not deductible from the inventory."), words)


def _methods(w: Writer) -> Table:
    grid_source = w.ledger["grid_intensity"].sources
    source = title_of(w, w.account.sources.get(grid_source[0], {})) if grid_source else ""
    note = note_of(w, w.ledger["grid_intensity"])
    location = Row(
        w.say("Location-based"),
        (
            Cell(amount=w.exact("grid_intensity")),
            Cell(amount=w.scaled("filtering_co2")),
            Cell("; ".join(part for part in (note, source) if part)),
        ),
    )
    if w.ledger.known("market_intensity"):
        market = Row(
            w.say("Market-based"),
            (
                Cell(amount=w.exact("market_intensity")),
                Cell(amount=w.scaled("filtering_co2_market")),
                Cell(w.say("as the manifest states it")),
            ),
        )
    else:
        dash = Cell(numbers.DASH, plain_dash=True)
        words = Cell(w.say("no supplier’s figure in the manifest"))
        market = Row(w.say("Market-based"), (Cell(amount=w.not_given()), dash, words))
    return Table(
        name="co2-methods",
        title=w.say("Filtering’s own emissions, by both methods"),
        sub="",
        columns=(
            Column(w.say("Method")),
            Column(w.say("Intensity"), right=True),
            Column(CO2E, right=True),
            Column(w.say("Source")),
        ),
        groups=(("", (location, market)),),
        rail_title=w.say("Two ways to count"),
        rail=w.say("Certificates never set the location-based figure to zero."),
        wide=False,
    )
