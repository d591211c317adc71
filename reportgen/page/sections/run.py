"""The section on the filtering run: what each stage removed, how long it took, what energy it drew."""

from __future__ import annotations

from decimal import Decimal

from reportgen.inputs.assemble import Account
from reportgen.page.parts import Block, Cell, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Printer
from reportgen.page.sections.energy import energy_blocks
from reportgen.page.words import samples, shortened
from reportgen.words import numbers

MOST_STAGES_SHOWN = 40
# percent of a bar: below it a part would not be seen
_THINNEST = Decimal("0.9")


def run_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; without stages or energy it says what would fill it."""
    ledger, say = account.ledger, printer.language.say
    blocks: list[Block] = [_facts(account, printer)]
    if any(key.startswith("stage_removed.") for key in ledger):
        blocks.append(_stages(account, printer))
    else:
        blocks.append(Note(say("No stages given."), say("Stages in the manifest would say what removed the samples.")))
    blocks += energy_blocks(account, printer)
    return Section("run", number, say("The filtering run"), _finding(account, printer), tuple(blocks), new_page=False)


def _finding(account: Account, printer: Printer) -> str:
    ledger, say = account.ledger, printer.language.say
    removed = ledger.value("samples_removed")
    stages = [key for key in ledger if key.startswith("stage_removed.")]
    if not removed:
        return say("Nothing was removed")
    if not stages:
        return say("{share} of the samples were removed", share=printer.share("removed_share"))
    largest = max(stages, key=ledger.value)
    unexplained = ledger.value("stages_unexplained")
    stage = shortened(ledger[largest].label, 60)
    count = samples(printer.language, ledger.value(largest), printer.count(largest))
    if unexplained > 0:
        left = printer.count("stages_unexplained")
        return say(
            "“{stage}” removed most, {samples}; {count} remain unexplained", stage=stage, samples=count, count=left
        )
    if unexplained < 0:
        return say(
            "“{stage}” removed most, {samples}; the stages name more than was removed", stage=stage, samples=count
        )
    return say("“{stage}” removed most, {samples}", stage=stage, samples=count)


def _facts(account: Account, printer: Printer) -> Facts:
    ledger, say = account.ledger, printer.language.say
    facts = [Fact(printer.duration("duration_s"), say("from start to end"))]
    if ledger.known("removed_share"):
        count = samples(printer.language, ledger.value("samples_removed"), printer.count("samples_removed"))
        facts.append(Fact(printer.share("removed_share"), say("removed: {samples}", samples=count)))
    if ledger.known("filtering_energy"):
        words = say("drawn by the filtering")
        if ledger.known("filtering_mean_power"):
            words = say("drawn by the filtering, {power} on average", power=printer.scaled("filtering_mean_power"))
        facts.append(Fact(printer.scaled("filtering_energy"), words))
    return Facts(tuple(facts))


def _stages(account: Account, printer: Printer) -> Table:
    ledger, say = account.ledger, printer.language.say
    keys = [key for key in ledger if key.startswith("stage_removed.")]
    before = ledger.value("samples_before")
    shown = keys[:MOST_STAGES_SHOWN]
    timed = any(f"stage_duration.{key.partition('.')[2]}" in ledger for key in keys)
    first = Row(
        say("Before"),
        (Cell(), Cell(amount=printer.narrow_count("samples_before")), _bar(before, Decimal(0), before), Cell(), Cell()),
    )
    rows = [first, *(_stage_row(account, printer, key, before) for key in shown)]
    unexplained = ledger.value("stages_unexplained")
    if unexplained:
        label = say("Unexplained") if unexplained > 0 else say("Named more than once")
        amount = printer.negative_count("stages_unexplained")
        bar = _bar(ledger.value("samples_after"), max(unexplained, Decimal(0)), before, "open")
        rows.append(
            Row(
                label,
                (Cell(amount=amount), Cell(), bar, Cell(), Cell()),
                small=say("reported by no stage") if unexplained > 0 else "",
            )
        )
    after = printer.narrow_count("samples_after")
    last = (Cell(amount=printer.negative_count("samples_removed")), Cell(amount=after))
    share = Cell(amount=printer.share("removed_share")) if ledger.known("removed_share") else Cell()
    end = (_bar(ledger.value("samples_after"), Decimal(0), before), share, Cell())
    rows.append(Row(say("After"), (*last, *end), style="total"))
    if not timed:
        rows = [Row(row.head, row.cells[:4], row.small, row.style) for row in rows]
    widths = (28, 11, 11, 28, 11, 11) if timed else (30, 12, 12, 32, 14)
    titles = (say("Stage"), say("Removed"), say("Left"), "", say("Share of all"), say("Time"))
    columns = tuple(
        Column(title, width, right=bool(index and title), bar=not title)
        for index, (title, width) in enumerate(zip(titles, widths, strict=False))
    )
    left_out, say_count = len(keys) - len(shown), printer.language.say_count
    return Table(
        title=say("What each stage removed, and what was left"),
        sub=say("Samples; the dark end of a bar is what the stage removed"),
        columns=columns,
        groups=(("", tuple(rows)),),
        note=say_count(
            "{count} further stage stands in report.json.",
            "{count} further stages stand in report.json.",
            left_out,
            count=left_out,
        )
        if left_out
        else "",
    )


def _stage_row(account: Account, printer: Printer, key: str, before: Decimal) -> Row:
    ledger = account.ledger
    slug = key.partition(".")[2]
    left = max(ledger.value(f"stage_left.{slug}"), Decimal(0))
    time = f"stage_duration.{slug}"
    share = f"stage_share.{slug}"
    return Row(
        ledger[key].label,
        (
            Cell(amount=printer.negative_count(key)),
            Cell(amount=printer.narrow_count(f"stage_left.{slug}")),
            _bar(left, ledger.value(key), before),
            Cell(amount=printer.share(share)) if ledger.known(share) else Cell(),
            Cell(amount=printer.duration(time)) if time in ledger else Cell(),
        ),
        small=ledger[key].note or "",
    )


def _bar(kept: Decimal, taken: Decimal, whole: Decimal, kind: str = "r1") -> Cell:
    """What was kept in grey from the left, what was taken at its end, in percent of the whole."""
    if not whole:
        return Cell()
    kept_width = min(numbers.scaled(kept * 100, whole), Decimal(100))
    bars = [("k", "0", numbers.HOUSE.fixed(kept_width, 3))]
    if taken:
        width = min(max(numbers.scaled(taken * 100, whole), _THINNEST), Decimal(100))
        start = min(kept_width, 100 - width)
        bars.append((kind, numbers.HOUSE.fixed(start, 3), numbers.HOUSE.fixed(width, 3)))
    return Cell(bars=tuple(bars))
