"""The section on models: accuracy before and after, and accuracy per consumption."""

from __future__ import annotations

from reportgen.figures.book import ModelOutline
from reportgen.inputs.assemble import Account
from reportgen.page.parts import Block, Cell, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Amount, Printer
from reportgen.page.words import metric_of, plural

MOST_MODELS_SHOWN = 20


def models_section(account: Account, printer: Printer, number: int) -> Section:
    """The section; without models or accuracy it says what would fill it."""
    ledger = account.ledger
    blocks: list[Block] = []
    if ledger.known("quality_after"):
        blocks.append(Facts(tuple(_quality(account, printer))))
    else:
        blocks.append(
            Note(
                "Accuracy after filtering was not measured.",
                "Others removed half of a data set at little loss (SemDeDup, arXiv 2303.09540) or gained at equal "
                "compute (DataComp, arXiv 2304.14108); on your data nobody has looked. A random subset of equal size "
                "is the comparison to make (arXiv 2302.06960).",
            )
        )
    if account.outline.models:
        blocks.append(_table(account, printer))
    return Section("models", number, "Models", _finding(account, printer), tuple(blocks), new_page=False)


def _finding(account: Account, printer: Printer) -> str:
    ledger = account.ledger
    if ledger.known("quality_change"):
        metric = metric_of(ledger)
        change = printer.fraction("quality_change", sign=True)
        return f"{metric} changed by {change} after filtering"
    scored = [model for model in account.outline.models if ledger.known(f"apc.{model.slug}")]
    if scored:
        return f"{plural(len(scored), 'model')} scored; accuracy after filtering not compared"
    return "Accuracy after filtering was not measured"


def _quality(account: Account, printer: Printer) -> list[Fact]:
    ledger = account.ledger
    metric = metric_of(ledger)
    facts = []
    for key, words in (
        ("quality_before", "trained on all samples"),
        ("quality_random", "trained on a random subset of equal size"),
        ("quality_after", "trained on the samples kept"),
    ):
        facts.append(Fact(Amount(printer.fraction(key).text, metric if ledger.known(key) else ""), words))
    return facts


def _table(account: Account, printer: Printer) -> Table:
    ledger = account.ledger
    models = sorted(
        account.outline.models,
        key=lambda model: -ledger.value(f"apc.{model.slug}") if ledger.known(f"apc.{model.slug}") else 1,
    )
    shown = models[:MOST_MODELS_SHOWN]
    left_out = len(models) - len(shown)
    pers = sorted({model.per for model in models})
    note = "; ".join(_weights(printer, model) for model in {model.per: model for model in models}.values())
    more = f" {left_out} further models stand in report.json." if left_out else ""
    roles = {
        model.slug: stated.role for model, stated in zip(account.outline.models, account.manifest.models, strict=True)
    }
    return Table(
        title="Accuracy per consumption (APC) and per energy cost (APEC)",
        sub="From 0 to the accuracy itself: the nearer to it, the less the energy weighs",
        columns=(
            Column("Model", 32),
            Column("Accuracy", 14, right=True),
            Column(f"Wh per {pers[0]}" if len(pers) == 1 else "Wh", 14, right=True),
            Column("Cost, ct", 14, right=True),
            Column("APC", 13, right=True),
            Column("APEC", 13, right=True),
        ),
        groups=(("", tuple(_row(printer, model, roles[model.slug], len(pers) > 1) for model in shown)),),
        note=f"{note}. ct: hundredths of {printer.currency}.{more}",
    )


def _weights(printer: Printer, model: ModelOutline) -> str:
    alpha, beta, cost = (printer.exact(key).text for key in ("alpha", model.beta, model.beta_cost))
    speed = ", so that a faster model earns no credit" if model.per == "hour" else ""
    return f"Per {model.per}{speed}: α = {alpha}, β = {beta} for energy, {cost} for cost"


def _row(printer: Printer, model: ModelOutline, role: str | None, with_per: bool) -> Row:
    slug = model.slug
    small = ", ".join(part for part in (role, f"per {model.per}" if with_per else "") if part)
    return Row(
        model.name,
        (
            Cell(amount=printer.fraction(f"accuracy.{slug}")),
            Cell(amount=_bare(printer, f"consumption_wh.{slug}")),
            Cell(amount=_bare(printer, f"model_cost.{slug}")),
            Cell(amount=printer.fraction(f"apc.{slug}")),
            Cell(amount=printer.fraction(f"apec.{slug}")),
        ),
        small=small,
    )


def _bare(printer: Printer, key: str) -> Amount:
    if not printer.ledger.known(key):
        return printer.absent(key)
    return Amount(printer.rough(key).text)
