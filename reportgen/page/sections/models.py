"""The section on models: accuracy before and after, and accuracy per consumption."""

from __future__ import annotations

from reportgen.figures.amounts import removes
from reportgen.page.parts import Block, Fact, Facts, Note, Section
from reportgen.page.printer import Amount
from reportgen.page.sections.evidence import evidence_blocks, evidence_finding
from reportgen.page.sections.model_chart import score_charts
from reportgen.page.sections.model_dumbbells import dumbbells
from reportgen.page.sections.model_runs import runs_table
from reportgen.page.sections.model_table import score_table
from reportgen.page.sections.model_times import time_blocks
from reportgen.page.words import changes_of_models, measured_after, metric_at_start, metric_of
from reportgen.page.writer import Writer

MOST_BESIDE_A_CHART = 12  # rows of models


def says_of_models(w: Writer) -> bool:
    """Whether there is something to say of models: where nothing was removed, only what somebody stated of some."""
    stated = bool(w.outline.models) or w.ledger.known("quality_after") or w.account.evidence is not None
    return stated or removes(w.ledger)


def models_section(w: Writer, number: int) -> Section:
    """The section; without models or accuracy it says what would fill it."""
    blocks: list[Block] = []
    if w.ledger.known("quality_after"):
        if not _is_a_models(w):
            blocks.append(Facts(tuple(_quality(w))))
    elif removes(w.ledger) and not measured_after(w.account):
        blocks.append(
            Note(
                w.say("Results of other studies."),
                w.say(
                    "Others removed half of a data set at little loss (SemDeDup, arXiv 2303.09540) or gained at "
                    "equal compute (DataComp, arXiv 2304.14108); on your data this was not checked. A random "
                    "subset of equal size is the comparison to make (arXiv 2302.06960)."
                ),
            )
        )
    blocks += evidence_blocks(w)
    if w.outline.models:
        compared = dumbbells(w)
        blocks += [] if compared is None else [compared]
        blocks += [score_table(w), *([] if _charts_stand_behind(w) else score_charts(w))]
    return Section("models", number, w.say("Models"), _finding(w), tuple(blocks), new_page=False)


def _charts_stand_behind(w: Writer) -> bool:
    """Whether scores over energy stand in the appendix: the body shows models once, before and after where it can.

    So they do where the models' table alone fills a page.
    """
    return len(w.outline.models) > MOST_BESIDE_A_CHART or dumbbells(w) is not None


def scores_section(w: Writer, number: int, compact: bool) -> Section | None:
    """The appendix on scores over energy where the body has no room for them, the runs behind a score and scores over
    training time; None without any.

    compact: without runs and times; what they are computed from stands among the inputs.
    """
    runs = None if compact else runs_table(w)
    times = [] if compact else time_blocks(w)
    blocks = [*(score_charts(w) if _charts_stand_behind(w) else []), *([] if runs is None else [runs]), *times]
    if not blocks:
        return None
    finding = w.say("Runs behind the scores, and scores over training time")
    if compact:
        finding = w.say("Scores over energy")
    return Section("scores", number, w.say("Scores"), finding, tuple(blocks), new_page=False)


def _finding(w: Writer) -> str:
    if told := evidence_finding(w):
        return told
    if w.ledger.known("quality_change"):
        change = w.fraction("quality_change", sign=True)
        metric = metric_at_start(w)
        return w.say("{metric} changed by {change} after filtering", metric=metric, change=change)
    if compared := changes_of_models(w.account):
        return w.say_count(
            "{count} model compared before and after: accuracy fell in {fell}",
            "{count} models compared before and after: accuracy fell in {fell}",
            len(compared),
            count=len(compared),
            fell=sum(change.by < 0 for change in compared),
        )
    if w.ledger.known("quality_after"):
        after, metric = w.fraction("quality_after"), metric_at_start(w)
        return w.say("{metric} of {after} after filtering; before it is not known", metric=metric, after=after)
    scored = [model for model in w.outline.models if w.ledger.known(f"apc.{model.slug}")]
    if scored:
        return w.say_count(
            "{count} model scored; accuracy after filtering not compared",
            "{count} models scored; accuracy after filtering not compared",
            len(scored),
            count=len(scored),
        )
    if measured_after(w.account):
        return w.say("Accuracy is known after filtering, and not before")
    return w.say("Accuracy after filtering was not measured")


def _is_a_models(w: Writer) -> bool:
    """Whether the accuracies before and after are those of a model that is compared below."""
    values = [w.ledger.value(key) if w.ledger.known(key) else None for key in ("quality_before", "quality_after")]
    found: dict[str, dict[str | None, object]] = {}
    for model in w.outline.models:
        if w.ledger.known(f"accuracy.{model.slug}"):
            found.setdefault(model.name, {})[model.role] = w.ledger.value(f"accuracy.{model.slug}")
    return None not in values and any([it.get("before"), it.get("after")] == values for it in found.values())


def _quality(w: Writer) -> list[Fact]:
    metric = metric_of(w)
    facts = []
    beside = [key for key in ("quality_before", "quality_random", "quality_after") if w.ledger.known(key)]
    for key, words in (
        ("quality_before", w.say("trained on all samples")),
        ("quality_random", w.say("trained on a random subset of equal size")),
        ("quality_after", w.say("trained on the samples kept")),
    ):
        facts.append(Fact(Amount(w.fraction(key, beside=beside).text, metric if w.ledger.known(key) else ""), words))
    return facts
