"""The section on models: accuracy before and after, and accuracy per consumption."""

from __future__ import annotations

from reportgen.figures.outline import ModelOutline
from reportgen.figures.units import unit_word
from reportgen.page.parts import Block, Cell, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Amount
from reportgen.page.sections.evidence import evidence_blocks, evidence_finding
from reportgen.page.sections.model_chart import score_charts
from reportgen.page.sections.model_runs import runs_table
from reportgen.page.sections.model_times import time_blocks
from reportgen.page.sections.model_words import bare, further_models, small_words, weights_text
from reportgen.page.words import measured_after, metric_of
from reportgen.page.writer import Writer

MOST_MODELS_SHOWN = 20


def models_section(w: Writer, number: int) -> Section:
    """The section; without models or accuracy it says what would fill it."""
    blocks: list[Block] = []
    if w.ledger.known("quality_after"):
        blocks.append(Facts(tuple(_quality(w))))
    elif not measured_after(w.account):
        blocks.append(
            Note(
                w.say("Accuracy after filtering was not measured."),
                w.say(
                    "Others removed half of a data set at little loss (SemDeDup, arXiv 2303.09540) or gained at equal "
                    "compute (DataComp, arXiv 2304.14108); on your data nobody has looked. A random subset of equal "
                    "size is the comparison to make (arXiv 2302.06960)."
                ),
            )
        )
    blocks += evidence_blocks(w)
    if w.outline.models:
        blocks += score_charts(w)
        blocks.append(_table(w))
    return Section("models", number, w.say("Models"), _finding(w), tuple(blocks), new_page=False)


def scores_section(w: Writer, number: int) -> Section | None:
    """The appendix on the runs behind a score and on scores over training time; None without any."""
    runs = runs_table(w)
    blocks = [*([] if runs is None else [runs]), *time_blocks(w)]
    if not blocks:
        return None
    finding = w.say("Runs behind the scores, and scores over training time")
    return Section("scores", number, w.say("Scores"), finding, tuple(blocks), new_page=False)


def _finding(w: Writer) -> str:
    if told := evidence_finding(w):
        return told
    if w.ledger.known("quality_change"):
        change = w.fraction("quality_change", sign=True)
        metric = metric_of(w)
        return w.say("{metric} changed by {change} after filtering", metric=metric, change=change)
    scored = [model for model in w.outline.models if w.ledger.known(f"apc.{model.slug}")]
    if scored:
        return w.say_count(
            "{count} model scored; accuracy after filtering not compared",
            "{count} models scored; accuracy after filtering not compared",
            len(scored),
            count=len(scored),
        )
    return w.say("Accuracy after filtering was not measured")


def _quality(w: Writer) -> list[Fact]:
    metric = metric_of(w)
    facts = []
    for key, words in (
        ("quality_before", w.say("trained on all samples")),
        ("quality_random", w.say("trained on a random subset of equal size")),
        ("quality_after", w.say("trained on the samples kept")),
    ):
        facts.append(Fact(Amount(w.fraction(key).text, metric if w.ledger.known(key) else ""), words))
    return facts


def _table(w: Writer) -> Table:
    models = sorted(
        w.outline.models,
        key=lambda model: -w.ledger.value(f"apc.{model.slug}") if w.ledger.known(f"apc.{model.slug}") else 1,
    )
    shown = models[:MOST_MODELS_SHOWN]
    left_out = len(models) - len(shown)
    pers = sorted({model.per for model in models})
    note = "; ".join(weights_text(w, model) for model in {model.per: model for model in models}.values())
    note = w.say("{weights}. ct: hundredths of {currency}.", weights=note, currency=w.currency)
    if left_out:
        note += " " + further_models(w, left_out)
    return Table(
        name="scores",
        title=w.say("Accuracy per consumption (APC) and per energy cost (APEC)"),
        sub=w.say("From 0 to the accuracy itself: the nearer to it, the less the energy weighs"),
        columns=(
            Column(w.say("Model")),
            Column(w.say("Accuracy"), right=True),
            Column(w.say("Wh per {per}", per=unit_word(pers[0])) if len(pers) == 1 else "Wh", right=True),
            Column(w.say("Cost, ct"), right=True),
            Column("APC", right=True),
            Column("APEC", right=True),
        ),
        groups=(("", tuple(_row(w, model, len(pers) > 1) for model in shown)),),
        note=note,
    )


def _row(w: Writer, model: ModelOutline, with_per: bool) -> Row:
    slug = model.slug
    price = ""
    if model.priced:
        price = w.say("at {price}", price=w.exact(f"model_price.{slug}"))
    runs = ""
    if model.runs:
        runs = w.say_count("mean of {count} run", "mean of {count} runs", model.runs, count=model.runs)
    return Row(
        model.name,
        (
            Cell(amount=w.fraction(f"accuracy.{slug}")),
            Cell(amount=bare(w, f"consumption_wh.{slug}")),
            Cell(amount=bare(w, f"model_cost.{slug}"), small=price),
            Cell(amount=w.fraction(f"apc.{slug}")),
            Cell(amount=w.fraction(f"apec.{slug}")),
        ),
        small=", ".join(part for part in (small_words(w, model, with_per), runs) if part),
    )
