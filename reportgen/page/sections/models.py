"""The section on models: accuracy before and after, and accuracy per consumption."""

from __future__ import annotations

from reportgen.figures.model_scores import ModelOutline
from reportgen.figures.units import unit_word
from reportgen.inputs.assemble import Account
from reportgen.page.parts import Block, Cell, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Amount, Printer
from reportgen.page.sections.evidence import evidence_blocks, evidence_finding
from reportgen.page.sections.model_chart import score_charts
from reportgen.page.sections.model_runs import runs_table
from reportgen.page.sections.model_times import time_blocks
from reportgen.page.sections.model_words import bare, further_models, small_words, weights_text
from reportgen.page.words import measured_after, metric_of

MOST_MODELS_SHOWN = 20


def models_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; without models or accuracy it says what would fill it."""
    ledger, say = account.ledger, printer.language.say
    blocks: list[Block] = []
    if ledger.known("quality_after"):
        blocks.append(Facts(tuple(_quality(account, printer))))
    elif not measured_after(account):
        blocks.append(
            Note(
                say("Accuracy after filtering was not measured."),
                say(
                    "Others removed half of a data set at little loss (SemDeDup, arXiv 2303.09540) or gained at equal "
                    "compute (DataComp, arXiv 2304.14108); on your data nobody has looked. A random subset of equal "
                    "size is the comparison to make (arXiv 2302.06960)."
                ),
            )
        )
    blocks += evidence_blocks(account, printer)
    if account.outline.models:
        blocks += score_charts(account, printer)
        blocks.append(_table(account, printer))
        if (runs := runs_table(account, printer)) is not None:
            blocks.append(runs)
        blocks += time_blocks(account, printer)
    return Section("models", number, say("Models"), _finding(account, printer), tuple(blocks), new_page=False)


def _finding(account: Account, printer: Printer) -> str:
    ledger, say = account.ledger, printer.language.say
    if told := evidence_finding(account, printer):
        return told
    if ledger.known("quality_change"):
        change = printer.fraction("quality_change", sign=True)
        metric = metric_of(ledger, printer.language)
        return say("{metric} changed by {change} after filtering", metric=metric, change=change)
    scored = [model for model in account.outline.models if ledger.known(f"apc.{model.slug}")]
    if scored:
        return printer.language.say_count(
            "{count} model scored; accuracy after filtering not compared",
            "{count} models scored; accuracy after filtering not compared",
            len(scored),
            count=len(scored),
        )
    return say("Accuracy after filtering was not measured")


def _quality(account: Account, printer: Printer) -> list[Fact]:
    ledger, say = account.ledger, printer.language.say
    metric = metric_of(ledger, printer.language)
    facts = []
    for key, words in (
        ("quality_before", say("trained on all samples")),
        ("quality_random", say("trained on a random subset of equal size")),
        ("quality_after", say("trained on the samples kept")),
    ):
        facts.append(Fact(Amount(printer.fraction(key).text, metric if ledger.known(key) else ""), words))
    return facts


def _table(account: Account, printer: Printer) -> Table:
    ledger, say = account.ledger, printer.language.say
    models = sorted(
        account.outline.models,
        key=lambda model: -ledger.value(f"apc.{model.slug}") if ledger.known(f"apc.{model.slug}") else 1,
    )
    shown = models[:MOST_MODELS_SHOWN]
    left_out = len(models) - len(shown)
    pers = sorted({model.per for model in models})
    note = "; ".join(weights_text(printer, model) for model in {model.per: model for model in models}.values())
    note = say("{weights}. ct: hundredths of {currency}.", weights=note, currency=printer.currency)
    if left_out:
        note += " " + further_models(printer.language, left_out)
    return Table(
        title=say("Accuracy per consumption (APC) and per energy cost (APEC)"),
        sub=say("From 0 to the accuracy itself: the nearer to it, the less the energy weighs"),
        columns=(
            Column(say("Model"), 32),
            Column(say("Accuracy"), 14, right=True),
            Column(say("Wh per {per}", per=unit_word(pers[0])) if len(pers) == 1 else "Wh", 14, right=True),
            Column(say("Cost, ct"), 14, right=True),
            Column("APC", 13, right=True),
            Column("APEC", 13, right=True),
        ),
        groups=(("", tuple(_row(printer, model, len(pers) > 1) for model in shown)),),
        note=note,
    )


def _row(printer: Printer, model: ModelOutline, with_per: bool) -> Row:
    slug = model.slug
    price = ""
    if model.priced:
        price = printer.language.say("at {price}", price=printer.exact(f"model_price.{slug}"))
    runs = ""
    if model.runs:
        runs = printer.language.say_count("mean of {count} run", "mean of {count} runs", model.runs, count=model.runs)
    return Row(
        model.name,
        (
            Cell(amount=printer.fraction(f"accuracy.{slug}")),
            Cell(amount=bare(printer, f"consumption_wh.{slug}")),
            Cell(amount=bare(printer, f"model_cost.{slug}"), small=price),
            Cell(amount=printer.fraction(f"apc.{slug}")),
            Cell(amount=printer.fraction(f"apec.{slug}")),
        ),
        small=", ".join(part for part in (small_words(printer, model, with_per), runs) if part),
    )
