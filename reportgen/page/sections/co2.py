"""The section on CO2e: avoided against spent, from energy step by step, and both ways to count."""

from __future__ import annotations

from reportgen.charts.range_bar import RangeAxisData, RangeHeadData, span_of
from reportgen.figures.storage import stores
from reportgen.figures.training import given_scenario
from reportgen.page.account import axis_marks, bar_of, ends_of, is_firm
from reportgen.page.parts import Account, AccountLine, Block, Cell, Column, Note, Row, Section, Table, without_blank_end
from reportgen.page.products import product_of
from reportgen.page.sections.cover_second import shown_co2
from reportgen.page.sections.money_charts import deciding
from reportgen.page.sections.sci import sci_blocks
from reportgen.page.ways import STORED, Way, leads, ways_shown
from reportgen.page.words import CO2E, estimated, leading_co2, note_of, title_of
from reportgen.page.writer import Writer
from reportgen.words.said import of_figure


def co2_section(w: Writer, number: int) -> Section:
    """The section; without a factor it says what would fill it."""
    blocks: list[Block] = []
    ways = ways_shown(w.account)
    if w.outline.by_steps:
        words = w.say("Training runs for a fixed number of steps; with fewer samples it takes just as long.")
        if w.outline.training_share:
            words = w.say("Training reads a fixed number of tokens; others take the place of those that were removed.")
        blocks.append(Note(w.say("Training avoids none.") if stores(w.ledger) else w.say("None avoided."), words))
    elif w.outline.schedule_open:
        words = w.say(
            "The training's schedule was not stated. By epochs, less data means less training; with a fixed "
            "number of steps or tokens it takes as long as before, and the gain is quality."
        )
        blocks.append(Note(w.say("Not known."), words))
    elif not ways and w.outline.skips_unlabelled and not w.ledger.known("samples_removed_trained"):
        reason = w.translated(w.ledger["samples_removed_trained"].reason or "")
        blocks.append(Note(w.say("Not known."), w.sentence(reason)))
    elif not ways:
        reason = w.sentence(w.translated(w.ledger["co2_savings"].reason or ""))
        text = w.say("{reason} A training of your own, described or measured, would fill this section.", reason=reason)
        blocks.append(Note(w.say("Nothing to count with."), text))
    netted = [way for way in ways if way.net and w.ledger.known(way.net)]
    blocks += [_account(w, way) for way in netted]
    if gross := [way for way in ways if way not in netted]:
        blocks.append(_gross(w, gross))
    if stores(w.ledger) and not netted:
        blocks.append(_stored_alone(w))
    if any(way.published for way in ways) and w.ledger.known("published_training_kwh"):
        blocks.append(_published_training(w))
    if (one := _one_training(w)) is not None:
        blocks.append(one)
    if (decides := deciding(w, leading_co2(w.account))) is not None:
        blocks.append(decides)
    if not ways and w.ledger.known("filtering_co2"):
        blocks.append(_spent_alone(w))
    blocks.append(_deductible(w))
    if w.ledger.known("filtering_co2"):
        blocks.append(_methods(w) if w.ledger.known("market_intensity") else _method(w))
    blocks += sci_blocks(w)
    return Section("co2", number, w.say("CO2"), _finding(w), tuple(blocks), new_page=False)


def _words_of(w: Writer, way: Way) -> str:
    """What the way counts by."""
    if way.kind == "own_grid":
        return _scenario(w)
    return {
        "given": w.say("The company's own factor, with its own grid and PUE"),
        "own": w.say("Your own training"),
        "storage": w.say("Storage"),
        "published": w.say("The published factor, as published: US grid, no PUE"),
        "exact": w.say("The published scenario, not rounded: US grid, no PUE"),
        "company": w.say("The company's scenario on the published factor's grid: US grid, no PUE"),
    }[way.kind]


def _scenario(w: Writer) -> str:
    """Whose training energy is taken on the run's own grid."""
    if w.outline.factor in ("scenario", "measured"):
        return w.say("Your own training")
    if given_scenario(w.ledger):
        return w.say("The company's scenario, on the run's own grid")
    return w.say("The published scenario, on the run's own grid")


def _none_trained(w: Writer) -> str:
    """The finding where training avoids none, and nothing is netted that storage avoids."""
    by_tokens = bool(w.outline.training_share)
    if stores(w.ledger):
        stored = w.scaled(STORED)
        if by_tokens:
            return w.say(
                "Storage avoids {amount} CO2e; training reads a fixed number of tokens and avoids none", amount=stored
            )
        return w.say(
            "Storage avoids {amount} CO2e; training runs for a fixed number of steps and avoids none", amount=stored
        )
    if not w.ledger.known("filtering_co2"):
        if by_tokens:
            return w.say("No CO2e is avoided: training reads a fixed number of tokens")
        return w.say("No CO2e is avoided: training runs for a fixed number of steps")
    emitted = estimated(w, w.scaled("filtering_co2"))
    if by_tokens:
        return w.say(
            "Training reads a fixed number of tokens and avoids none; the filtering emitted {amount}", amount=emitted
        )
    return w.say(
        "Training runs for a fixed number of steps and avoids none; the filtering emitted {amount}", amount=emitted
    )


def _finding(w: Writer) -> str:
    key = leading_co2(w.account)
    if w.outline.by_steps and not (stores(w.ledger) and key.startswith("net_")):
        return _none_trained(w)
    figure = w.ledger[key]
    if figure.value is None:
        return w.say("How much CO2e training avoids is not known")
    if not key.startswith("net_"):
        return w.say("{amount} CO2e avoided, gross: the filtering's own energy was not measured", amount=w.scaled(key))
    if figure.sign_uncertain:
        number, unit = shown_co2(w, key)
        return w.say("{amount} CO2e net: too close to call", amount=w.numbers.with_unit(number, unit))
    amount = w.scaled(key)
    if figure.value < 0:
        return w.say("Filtering emits more than it avoids: {amount} CO2e net", amount=amount)
    if w.outline.by_steps:
        return w.say("{amount} CO2e avoided, net, by storage", amount=amount)
    if stores(w.ledger):
        return w.say("{amount} CO2e avoided, net, by training and storage", amount=amount)
    if key.endswith(".own") or w.outline.factor in ("scenario", "measured"):
        return w.say("{amount} CO2e avoided, net, by your own training", amount=amount)
    if key.endswith(".stated"):
        return w.say("{amount} CO2e avoided, net, by the company's own factor", amount=amount)
    if given_scenario(w.ledger):
        return w.say("{amount} CO2e avoided, net, by the company's scenario", amount=amount)
    return w.say("{amount} CO2e avoided, net, by the published scenario", amount=amount)


def _published_training(w: Writer) -> Note:
    """What the published factor is of, and what a sample counts for in it."""
    told = w.say(
        "{emitted} from {energy}; {what}, for a good balance between training time and accuracy, "
        "not for peak accuracy.",
        emitted=w.exact("published_training_co2"),
        energy=w.exact("published_training_kwh"),
        what=note_of(w, w.ledger["published_training_kwh"]),
    )
    counted = w.say("Per image; each sample counts as one image.")
    if w.outline.factor_units:
        count = w.exact(w.outline.factor_units).text
        counted = w.say_count(
            "Per image; each sample counts as {count} image.",
            "Per image; each sample counts as {count} images.",
            w.ledger.value(w.outline.factor_units),
            count=count,
        )
    return Note(w.say("One published training:"), w.paragraph((told, counted)))


def _one_training(w: Writer) -> Note | None:
    """What one training of the own model takes, step by step, as far as it is told by its size."""
    if not w.ledger.known("training_gpu_hours"):
        return None
    words: dict[str, object] = {
        "hours": w.scaled("training_gpu_hours").text,
        "energy": w.scaled("training_kwh") if w.ledger.known("training_kwh") else w.say("an energy that is not known"),
    }
    if "training_flops" in w.ledger["training_gpu_hours"].inputs:
        text = w.say("{flops}: {hours} GPU-hours and {energy}.", flops=w.scaled("training_flops"), **words)
    else:
        text = w.say("{hours} GPU-hours and {energy}.", **words)
    return Note(w.say("One training of your own:"), text)


def _label(w: Writer, way: Way) -> str:
    """The way in words, said to be a comparison where the headline quotes another."""
    words = _words_of(w, way)
    return words if leads(w.account, way) else w.say("{basis} (for comparison)", basis=words)


def _gross(w: Writer, ways: list[Way]) -> Table:
    """What training avoids where nothing may be subtracted from it: a row for each way to count."""
    scale = w.scale_of([way.avoided for way in ways])
    rows = []
    for way in ways:
        low, high = w.ledger[way.avoided].low, w.ledger[way.avoided].high
        shown = ("", "") if low is None or high is None else w.ends_on(scale, low, high)
        ends = (Cell(of_figure(end, way.avoided)) for end in shown)
        cells = (Cell(product_of(w, way.avoided)), Cell(amount=w.on_scale(way.avoided, scale).bare), *ends)
        rows.append(Row(_label(w, way), cells, style="on" if leads(w.account, way) else ""))
    measured = w.ledger.known("filtering_co2")
    table = Table(
        name="co2-gross",
        title=w.say("What training avoids"),
        sub="" if measured else w.say("Gross: the filtering's own energy was not measured."),
        columns=(
            Column(w.say("Way to count")),
            Column(w.say("How")),
            Column(f"{scale.unit}{'' if CO2E in scale.unit else f' {CO2E}'}", right=True),
            Column(w.say("Low"), right=True),
            Column(w.say("High"), right=True),
        ),
        groups=(("", tuple(rows)),),
    )
    return without_blank_end(table)


def _spent_alone(w: Writer) -> Note:
    words = w.say(
        "{amount} CO2e: {product}.",
        amount=estimated(w, w.scaled("filtering_co2")),
        product=product_of(w, "filtering_co2"),
    )
    if ends := w.ends("filtering_co2"):
        low, high = w.numbers.ends_with_unit(*ends)
        words = w.paragraph((words, w.say("Range {low} to {high}.", low=low, high=high)))
    return Note(w.say("What filtering emitted:"), words)


def _stored_alone(w: Writer) -> Note:
    """What storage avoids where it is in no account."""
    words = w.say("{amount} CO2e: {product}.", amount=w.scaled(STORED), product=product_of(w, STORED))
    return Note(w.say("What storage avoids:"), words)


def _account(w: Writer, way: Way) -> Account:
    """What training avoids and filtering spent, on one grid, down to the net."""
    counted = [way.avoided, *([STORED] if stores(w.ledger) and way.avoided != STORED else [])]
    signed, total = [*counted, "-filtering_co2"], way.net
    scale = w.scale_of_sum(signed, total)
    span = span_of([end for name in (*signed, total) for end in ends_of(w, name)])
    labels = {
        way.avoided: w.say("Training avoided"),
        STORED: w.say("Storage avoided"),
        "-filtering_co2": estimated(w, w.say("Filtering, emitted")),
    }
    firm = {
        way.avoided: w.outline.factor == "measured",
        STORED: False,
        "-filtering_co2": is_firm(w, "filtering_energy"),
    }
    lines = []
    for name in signed:
        key, negated = name.removeprefix("-"), name.startswith("-")
        amount = w.on_scale(key, scale, negated=negated).bare
        bar = bar_of(w, name, span, w.labelled(labels[name], amount.text), firm=firm[name])
        lines.append(AccountLine(labels[name], product_of(w, key), amount, bar))
    amount, label = w.on_scale(total, scale).bare, w.say("Net")
    bar = bar_of(w, total, span, w.labelled(label, amount.text), firm=all(firm[name] for name in signed))
    lines.append(AccountLine(label, "", amount, bar, is_net=True))
    spoken = w.say(
        "CO2e in {unit}. {rows}.", unit=scale.unit, rows=w.series(w.labelled(it.label, it.amount.text) for it in lines)
    )
    figure = w.ledger[total]
    marks = axis_marks(w, figure, scale)
    spent, avoided = (w.say("emitted") if span.low < 0 else ""), (w.say("avoided") if span.high > 0 else "")
    return Account(
        _label(w, way),
        f"{scale.unit} {CO2E}",
        RangeHeadData(spoken, span, spent, avoided),
        tuple(lines),
        RangeAxisData(spoken, span, marks),
        leads=way.net == leading_co2(w.account),
    )


def _deductible(w: Writer) -> Note:
    words = w.say("Avoided emissions lie outside a greenhouse-gas inventory; what filtering emitted lies inside it.")
    if w.ledger.known("filtering_co2"):
        words = w.say(
            "Avoided emissions lie outside a greenhouse-gas inventory; the {amount} that filtering emitted lie inside "
            "it.",
            amount=estimated(w, w.scaled("filtering_co2")),
        )
    return Note(w.say("Not deductible from the inventory."), words)


def _grid(w: Writer) -> str:
    """Whose intensity it is, and who says so."""
    sources = w.ledger["grid_intensity"].sources
    source = title_of(w, w.account.sources.get(sources[0], {})) if sources else ""
    return w.series((note_of(w, w.ledger["grid_intensity"]), source))


def _method(w: Writer) -> Note:
    """The one way to count that there is, in a sentence."""
    words = w.say(
        "{intensity} ({grid}). No supplier’s figure is stated, so there is no market-based one.",
        intensity=w.exact("grid_intensity"),
        grid=_grid(w),
    )
    return Note(w.say("Counted by the mix of the grid (location-based):"), words)


def _methods(w: Writer) -> Table:
    location = Row(
        w.say("Location-based"),
        (
            Cell(amount=w.exact("grid_intensity")),
            Cell(amount=w.scaled("filtering_co2")),
            Cell(_grid(w)),
        ),
    )
    market = Row(
        w.say("Market-based"),
        (
            Cell(amount=w.exact("market_intensity")),
            Cell(amount=w.scaled("filtering_co2_market")),
            Cell(w.say("as the manifest states it")),
        ),
    )
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
