"""The section on CO2e: avoided against spent, from energy step by step, and both ways to count."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.range_bar import RangeAxisData, RangeHeadData, span_of
from reportgen.page.account import bar_of, ends_of, is_firm
from reportgen.page.parts import Account, AccountLine, Block, Cell, Column, Note, Row, Section, Table
from reportgen.page.products import product_of
from reportgen.page.sections.cover_second import co2_key
from reportgen.page.sections.sci import sci_blocks
from reportgen.page.words import CO2E, note_of, sentence, title_of
from reportgen.page.writer import Writer
from reportgen.words import numbers


@dataclass(frozen=True)
class _Basis:
    """A way to count what training avoids: its words, and the keys of what is avoided and of the net.

    net is empty where its grid is not the run's, so that nothing may be subtracted from it.
    """

    label: str
    avoided: str
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
    elif not bases:
        reason = sentence(w.translated(w.ledger["co2_savings"].reason or ""))
        text = w.say(
            "{reason} State your own training (factor: scenario or measured) to fill this section.", reason=reason
        )
        blocks.append(Note(w.say("Nothing to count with."), text))
    blocks += [_account(w, basis) for basis in bases]
    if not bases and w.ledger.known("filtering_co2"):
        blocks.append(_spent_alone(w))
    blocks.append(_deductible(w))
    if w.ledger.known("filtering_co2"):
        blocks.append(_methods(w))
    blocks += sci_blocks(w)
    return Section("co2", number, w.say("CO2"), _finding(w), tuple(blocks), new_page=False)


def _bases(w: Writer) -> list[_Basis]:
    """The ways to count, the one that leads first; those that stand beside it for comparison say so."""
    if w.outline.by_steps:
        return []
    published = w.outline.factor in ("published", "exact")
    found = []
    if w.ledger.known("training_co2_savings"):
        label = w.say("The published scenario, on the run's own grid") if published else w.say("Own training")
        found.append(_Basis(label, "training_co2_savings", "net_co2_savings"))
    if w.ledger.known("co2_savings.own"):
        found.append(_Basis(w.say("Own training"), "co2_savings.own", "net_co2_savings.own"))
    if published and w.ledger.known("co2_savings"):
        label = {
            "published": w.say("The published factor, as published: US grid, no PUE"),
            "exact": w.say("The published scenario, not rounded: US grid, no PUE"),
        }[w.outline.factor]
        found.append(_Basis(label, "co2_savings"))
    for end, label in (
        ("published", w.say("The published factor, as published: US grid, no PUE")),
        ("exact", w.say("The published scenario, not rounded: US grid, no PUE")),
    ):
        if w.ledger.known(f"co2_savings.{end}"):
            found.append(_Basis(label, f"co2_savings.{end}"))
    leading = co2_key(w)
    # one comparison is enough: what is left stands among the formulas
    return sorted(found, key=lambda basis: leading not in (basis.net, basis.avoided))[:2]


def _finding(w: Writer) -> str:
    key = co2_key(w)
    if w.outline.by_steps:
        if w.ledger.known("filtering_co2"):
            return w.say(
                "Training goes by steps and avoids none; the filtering emitted {amount}",
                amount=w.scaled("filtering_co2"),
            )
        return w.say("No CO2e is avoided: training goes by steps")
    figure = w.ledger[key]
    if figure.value is None:
        return w.say("What CO2e training avoids is not known")
    if not key.startswith("net_"):
        return w.say("{amount} CO2e avoided, gross: the filtering's own energy was not measured", amount=w.scaled(key))
    if figure.sign_uncertain:
        return w.say("{amount} CO2e net: too close to call", amount=w.scaled(key, sign=True))
    amount = w.scaled(key)
    if figure.value < 0:
        return w.say("Filtering emits more than it avoids: {amount} CO2e net", amount=amount)
    if key.endswith(".own") or w.outline.factor in ("scenario", "measured"):
        return w.say("{amount} CO2e avoided, net, by your own training", amount=amount)
    return w.say("{amount} CO2e avoided, net, by the published scenario", amount=amount)


def _account(w: Writer, basis: _Basis) -> Account:
    """What training avoids and filtering spent, on one grid, down to the net; alone where nothing may be subtracted."""
    netted = bool(basis.net) and w.ledger.known(basis.net)
    total = basis.net if netted else basis.avoided
    signed = [basis.avoided, *(["-filtering_co2"] if netted else [])]
    leads = co2_key(w) in (basis.net, basis.avoided)
    title = basis.label if leads else w.say("{basis} (for comparison)", basis=basis.label)
    return _lines(w, title, signed, total)


def _spent_alone(w: Writer) -> Account:
    return _lines(w, w.say("What filtering emitted"), ["-filtering_co2"], "")


def _lines(w: Writer, title: str, signed: list[str], total: str) -> Account:
    alone = signed[0].removeprefix("-")
    scale = w.scale_of_sum(signed, total) if len(signed) > 1 else w.scale_of([alone])
    span = span_of([end for name in (*signed, total) if name for end in ends_of(w, name)])
    words = {"filtering_co2": w.say("Filtering, spent")}
    spent_firm = w.ledger.known("filtering_co2") and is_firm(w, "filtering_energy")
    firm = {name: spent_firm if name == "-filtering_co2" else w.outline.factor == "measured" for name in signed}
    lines = []
    for name in signed:
        key, negated = name.removeprefix("-"), name.startswith("-")
        amount = w.on_scale(key, scale, negated=negated).bare
        label = words.get(key, w.say("Training avoided"))
        lines.append(
            AccountLine(
                label, product_of(w, key), amount, bar_of(w, name, span, f"{label}: {amount.text}", firm=firm[name])
            )
        )
    figure = w.ledger[total or alone]
    if len(signed) > 1:
        amount = w.on_scale(total, scale).bare
        label = w.say("Net")
        lines.append(
            AccountLine(
                label,
                "",
                amount,
                bar_of(w, total, span, f"{label}: {amount.text}", firm=all(firm.values())),
                is_net=True,
            )
        )
    spoken = w.say(
        "CO2e in {unit}. {rows}.", unit=scale.unit, rows="; ".join(f"{it.label}: {it.amount.text}" for it in lines)
    )
    spent = w.say("spent") if span.low < 0 else ""
    avoided = w.say("avoided") if span.high > 0 else ""
    assert figure.value is not None
    ends = [figure.low, figure.high] if figure.low != figure.high else []
    sign = 1 if total else -1
    values = [sign * value for value in (*ends, figure.value) if value]
    marks = tuple((value, w.numbers.significant(scale.of(value))) for value in values)
    note = ""
    if len(signed) == 1 and total and not w.ledger.known("filtering_co2"):
        note = w.say("Gross: the filtering's own energy was not measured.")
    return Account(
        title,
        f"{scale.unit} {CO2E}",
        RangeHeadData(spoken, span, spent, avoided),
        tuple(lines),
        RangeAxisData(spoken, span, marks),
        note,
    )


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
