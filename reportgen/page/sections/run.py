"""The section on the filtering run: what each stage removed, how long it took, what energy it drew."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.bars import kept_and_taken
from reportgen.figures.amounts import removed_measure
from reportgen.figures.units import measure_word
from reportgen.page.parts import Block, Cell, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Scale
from reportgen.page.sections.amounts import amounts_table, per_sample_table
from reportgen.page.sections.balance import balance_blocks
from reportgen.page.sections.energy import energy_blocks
from reportgen.page.words import estimated, samples, shortened
from reportgen.page.writer import Writer

MOST_STAGES_SHOWN = 40


def run_section(w: Writer, number: int) -> Section:
    """The section; without stages or energy it says what would fill it."""
    staged = any(key.startswith("stage_removed.") for key in w.ledger)
    counted = any(key.startswith(("balance_before.", "component_largest")) for key in w.ledger)
    amounts = amounts_table(w)
    if not staged and not counted and amounts is None and not w.ledger.known("filtering_energy"):
        # heading and cover have said what there is
        words = w.say("What removed the samples, and what energy that took, is not known.")
        note = Note(w.say("No stages and no energy given."), words)
        return Section("run", number, w.say("The filtering run"), _finding(w), (note,), new_page=False)
    blocks: list[Block] = [_facts(w)]
    blocks += [it for it in (amounts, per_sample_table(w)) if it is not None]
    if staged:
        blocks.append(_stages(w))
    else:
        blocks.append(
            Note(w.say("No stages given."), w.say("Stages in the manifest would say what removed the samples."))
        )
    if w.ledger.keys_under("reason_removed"):
        blocks.append(_reasons(w))
    blocks += balance_blocks(w)
    blocks += energy_blocks(w)
    return Section("run", number, w.say("The filtering run"), _finding(w), tuple(blocks), new_page=False)


def _finding(w: Writer) -> str:
    removed = w.ledger.value("samples_removed")
    stages = [key for key in w.ledger if key.startswith("stage_removed.")]
    if not removed and (end := removed_measure(w.ledger)):
        share, unit = w.share(f"amount_share.{end}"), w.translated(measure_word(end))
        return w.say("No sample was removed, but {share} of what they hold ({unit})", share=share, unit=unit)
    if not removed:
        return w.say("Nothing was removed")
    if not stages:
        return w.say("{share} of the samples were removed", share=w.share("removed_share"))
    largest = max(stages, key=w.ledger.value)
    unexplained = w.ledger.value("stages_unexplained")
    stage = shortened(w.ledger[largest].label, 60)
    count = samples(w, largest)
    if unexplained > 0:
        left = w.count("stages_unexplained")
        return w.say_count(
            "“{stage}” removed most, {samples}; {count} remains unexplained",
            "“{stage}” removed most, {samples}; {count} remain unexplained",
            unexplained,
            stage=stage,
            samples=count,
            count=left,
        )
    if unexplained < 0:
        return w.say(
            "“{stage}” removed most, {samples}; the stages name more than was removed", stage=stage, samples=count
        )
    return w.say("“{stage}” removed most, {samples}", stage=stage, samples=count)


def _facts(w: Writer) -> Facts:
    facts = [Fact(w.duration("duration_s"), w.say("from start to end"))]
    if w.ledger.known("removed_share"):
        count = samples(w, "samples_removed")
        facts.append(Fact(w.share("removed_share"), w.say("removed: {samples}", samples=count)))
    if w.ledger.known("component_largest"):
        facts.append(Fact(w.count("component_largest"), w.say("in the largest set of near duplicates")))
    if w.ledger.known("filtering_energy"):
        words = w.say("drawn by the filtering")
        if w.ledger.known("filtering_mean_power"):
            words = w.say("drawn by the filtering, {power} on average", power=w.scaled("filtering_mean_power"))
        facts.append(Fact(w.scaled("filtering_energy"), estimated(w, words)))
    return Facts(tuple(facts))


def _stages(w: Writer) -> Table:
    keys = [key for key in w.ledger if key.startswith("stage_removed.")]
    before = w.ledger.value("samples_before")
    shown = keys[:MOST_STAGES_SHOWN]
    scale = w.count_scale([*keys, "stages_unexplained"], "samples_removed", before)
    timed = any(f"stage_duration.{key.partition('.')[2]}" in w.ledger for key in keys)
    first = Row(
        w.say("Before"),
        (
            Cell(),
            Cell(amount=w.on_scale("samples_before", scale).bare),
            Cell(bars=kept_and_taken(before, Decimal(0), before)),
            Cell(),
            Cell(),
        ),
    )
    rows = [first, *(_stage_row(w, key, before, scale) for key in shown)]
    unexplained = w.ledger.value("stages_unexplained")
    if unexplained:
        label = w.say("Unexplained") if unexplained > 0 else w.say("Named more than once")
        amount = w.on_scale("stages_unexplained", scale, negated=True).bare
        bar = Cell(bars=kept_and_taken(w.ledger.value("samples_after"), max(unexplained, Decimal(0)), before, "open"))
        rows.append(
            Row(
                label,
                (Cell(amount=amount), Cell(), bar, Cell(), Cell()),
                small=w.say("reported by no stage") if unexplained > 0 else "",
            )
        )
    after = w.on_scale("samples_after", scale).bare
    last = (Cell(amount=w.on_scale("samples_removed", scale, negated=True).bare), Cell(amount=after))
    share = Cell(amount=w.share("removed_share")) if w.ledger.known("removed_share") else Cell()
    end = (Cell(bars=kept_and_taken(w.ledger.value("samples_after"), Decimal(0), before)), share, Cell())
    rows.append(Row(w.say("After"), (*last, *end), style="total"))
    if not timed:
        rows = [Row(row.head, row.cells[:4], row.small, row.style) for row in rows]
    titles = (w.say("Stage"), w.say("Removed"), w.say("Left"), "", w.say("Share of all"), w.say("Time"))
    columns = tuple(
        Column(title, right=bool(index and title), bar=not title)
        for index, title in enumerate(titles if timed else titles[:-1])
    )
    return Table(
        name="stages" if timed else "stages-untimed",
        title=w.say("What each stage removed, and what was left"),
        sub=w.say("Samples in {scale}; the dark end of a bar is what the stage removed", scale=scale.unit)
        if scale.unit
        else w.say("Samples; the dark end of a bar is what the stage removed"),
        columns=columns,
        groups=(("", tuple(rows)),),
        note=w.more(len(keys) - len(shown)),
    )


def _reasons(w: Writer) -> Table:
    """What the table of decisions says beside the stages: the same samples by the reason for which each was removed."""
    keys = w.ledger.keys_under("reason_removed")
    removed, unexplained = w.ledger.value("samples_removed"), w.ledger.value("reasons_unexplained")
    scale = w.count_scale([*keys, "reasons_unexplained"], "samples_removed", removed)
    rows = []
    for key in keys:
        share, bar = f"reason_share.{key.partition('.')[2]}", kept_and_taken(Decimal(0), w.ledger.value(key), removed)
        shown = Cell(amount=w.share(share)) if w.ledger.known(share) else Cell()
        rows.append(Row(w.ledger[key].label, (Cell(amount=w.on_scale(key, scale).bare), Cell(bars=bar), shown)))
    if unexplained:
        bar = kept_and_taken(Decimal(0), unexplained, removed, "open")
        amount = Cell(amount=w.on_scale("reasons_unexplained", scale).bare)
        rows.append(Row(w.say("Without a reason"), (amount, Cell(bars=bar), Cell())))
    whole = Cell(amount=w.share("removed_share")) if w.ledger.known("removed_share") else Cell()
    rows.append(
        Row(w.say("Removed"), (Cell(amount=w.on_scale("samples_removed", scale).bare), Cell(), whole), style="total")
    )
    titles = (w.say("Reason"), w.say("Removed"), "", w.say("Share of all"))
    return Table(
        name="reasons",
        title=w.say("The same samples by the reason for which each was removed"),
        sub=w.say("Samples in {scale}, as the table of decisions has them", scale=scale.unit)
        if scale.unit
        else w.say("Samples, as the table of decisions has them"),
        columns=tuple(Column(title, right=bool(index and title), bar=not title) for index, title in enumerate(titles)),
        groups=(("", tuple(rows)),),
    )


def _stage_row(w: Writer, key: str, before: Decimal, scale: Scale) -> Row:
    slug = key.partition(".")[2]
    left = max(w.ledger.value(f"stage_left.{slug}"), Decimal(0))
    time = f"stage_duration.{slug}"
    share = f"stage_share.{slug}"
    return Row(
        w.ledger[key].label,
        (
            Cell(amount=w.on_scale(key, scale, negated=True).bare),
            Cell(amount=w.on_scale(f"stage_left.{slug}", scale).bare),
            Cell(bars=kept_and_taken(left, w.ledger.value(key), before)),
            Cell(amount=w.share(share)) if w.ledger.known(share) else Cell(),
            Cell(amount=w.duration(time)) if time in w.ledger else Cell(),
        ),
        small=w.ledger[key].note or "",
    )
