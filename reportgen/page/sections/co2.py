"""The section on CO2e: avoided against spent, from energy step by step, and both ways to count."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.range_bar import RangeAxisData, RangeHeadData, span_of
from reportgen.figures.training import factor_that_counts, given_factor, given_scenario
from reportgen.page.account import bar_of, ends_of, is_firm
from reportgen.page.parts import Account, AccountLine, Block, Cell, Column, Note, Row, Section, Table
from reportgen.page.products import product_of
from reportgen.page.sections.sci import sci_blocks
from reportgen.page.words import CO2E, leading_co2, note_of, sentence, title_of
from reportgen.page.writer import Writer
from reportgen.words import numbers


@dataclass(frozen=True)
class _Basis:
    """A way to count what training avoids: its words, and the keys of what is avoided and of the net.

    net is empty where its grid is not the run's, so that nothing may be subtracted from it. published: whether it
    rests on the published training.
    """

    label: str
    avoided: str
    net: str = ""
    published: bool = False


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
    explained = next((basis for basis in bases if basis.published), None)
    blocks += [_account(w, basis, _published_training(w) if basis is explained else "") for basis in bases]
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
    kind = factor_that_counts(w.ledger, w.outline)
    found = []
    if given_factor(w.ledger) and w.ledger.known("co2_savings"):
        label = w.say("The company's own factor, with its own grid and PUE")
        found.append(_Basis(label, "co2_savings", "net_co2_savings.stated"))
    if w.ledger.known("training_co2_savings"):
        published = w.outline.factor in ("published", "exact") and not given_scenario(w.ledger)
        found.append(_Basis(_scenario(w), "training_co2_savings", "net_co2_savings", published))
    if w.ledger.known("co2_savings.own"):
        found.append(_Basis(w.say("Own training"), "co2_savings.own", "net_co2_savings.own"))
    if not given_factor(w.ledger) and kind not in ("scenario", "measured") and w.ledger.known("co2_savings"):
        label = {
            "published": w.say("The published factor, as published: US grid, no PUE"),
            "exact": w.say("The published scenario, not rounded: US grid, no PUE"),
            "company": w.say("The company's scenario on the published factor's grid: US grid, no PUE"),
        }[kind]
        found.append(_Basis(label, "co2_savings", published=kind != "company"))
    for end, label in (
        ("published", w.say("The published factor, as published: US grid, no PUE")),
        ("exact", w.say("The published scenario, not rounded: US grid, no PUE")),
    ):
        if w.ledger.known(f"co2_savings.{end}"):
            found.append(_Basis(label, f"co2_savings.{end}", published=True))
    leading = leading_co2(w.account)
    # one comparison is enough: what is left stands among the formulas
    return sorted(found, key=lambda basis: leading not in (basis.net, basis.avoided))[:2]


def _scenario(w: Writer) -> str:
    """Whose training energy is taken on the run's own grid."""
    if w.outline.factor in ("scenario", "measured"):
        return w.say("Own training")
    if given_scenario(w.ledger):
        return w.say("The company's scenario, on the run's own grid")
    return w.say("The published scenario, on the run's own grid")


def _finding(w: Writer) -> str:
    key = leading_co2(w.account)
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
    if key.endswith(".stated"):
        return w.say("{amount} CO2e avoided, net, by the company's own factor", amount=amount)
    if given_scenario(w.ledger):
        return w.say("{amount} CO2e avoided, net, by the company's scenario", amount=amount)
    return w.say("{amount} CO2e avoided, net, by the published scenario", amount=amount)


def _published_training(w: Writer) -> str:
    """What the published factor is of, and what a sample counts for in it."""
    if not w.ledger.known("published_training_kwh"):
        return ""
    told = w.say(
        "One published training: {emitted} from {energy}; {what}, for a good balance between training time and "
        "accuracy, not for peak accuracy.",
        emitted=w.exact("published_training_co2"),
        energy=w.exact("published_training_kwh"),
        what=note_of(w, w.ledger["published_training_kwh"]),
    )
    if not w.outline.factor_units:
        return f"{told} {w.say('Per image; each sample counts as one image.')}"
    count = w.exact(w.outline.factor_units).text
    return f"{told} {w.say('Per image; each sample counts as {count} images.', count=count)}"


def _account(w: Writer, basis: _Basis, explained: str) -> Account:
    """What training avoids and filtering spent, on one grid, down to the net; alone where nothing may be subtracted."""
    netted = bool(basis.net) and w.ledger.known(basis.net)
    total = basis.net if netted else basis.avoided
    signed = [basis.avoided, *(["-filtering_co2"] if netted else [])]
    leads = leading_co2(w.account) in (basis.net, basis.avoided)
    title = basis.label if leads else w.say("{basis} (for comparison)", basis=basis.label)
    return _lines(w, title, signed, total, explained)


def _spent_alone(w: Writer) -> Account:
    return _lines(w, w.say("What filtering emitted"), ["-filtering_co2"], "")


def _lines(w: Writer, title: str, signed: list[str], total: str, explained: str = "") -> Account:
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
        " ".join(filter(None, (note, explained))),
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
