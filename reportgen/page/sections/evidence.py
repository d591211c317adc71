"""What training runs show: every run as a dot, a table of the sides, a verdict, and a training's prediction."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.runs import MOST_DOTS, RunsRow, runs_chart
from reportgen.figures.verdict import FEWEST_RUNS, SIGNIFICANT, verdict
from reportgen.page.parts import Block, Cell, Chart, Column, Note, Row, Table
from reportgen.page.printer import Scale
from reportgen.page.sections.evidence_front import front_chart
from reportgen.page.sections.model_words import emitted
from reportgen.page.words import grid_and_pue, metric_at_start, metric_of, shortened_apart
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import message

_ORDER = ("before", "random", "after")
_SHORT = {"before": message("All samples"), "random": message("Random subset"), "after": message("Samples kept")}
_LONGEST_COLUMN = 40


def evidence_blocks(w: Writer) -> list[Block]:
    """Chart, table and verdict of the runs, and the prediction from epochs; nothing without evidence."""
    blocks: list[Block] = []
    if _roles(w):
        blocks += [_chart(w), *_verdicts(w), _table(w)]
        front = front_chart(w, {role: _SHORT[role] for role in _roles(w)})
        blocks += [front] if front else []
    if "predicted_training_energy" in w.ledger:
        blocks.append(_prediction(w))
    return blocks


def evidence_finding(w: Writer) -> str:
    """What the runs show, as the section's heading; empty where they are not compared.

    Its change is that of the first page; where it is stated otherwise than the runs have it, they do not confirm it.
    """
    found = verdict(w.ledger, "before")
    if found == "none" or not w.ledger.known("quality_change"):
        return ""
    metric, change = metric_at_start(w), w.fraction("quality_change", sign=True)
    if found == "few":
        return w.say("{metric} changed by {change}: too few trainings for a verdict", metric=metric, change=change)
    if found == "open":
        return w.say("{metric} changed by {change}, which may be chance", metric=metric, change=change)
    if w.ledger.value("quality_change") != w.ledger.value("evidence_difference.before"):
        return ""
    if found == "higher":
        return w.say("{metric} is higher after filtering: {change}", metric=metric, change=change)
    return w.say("{metric} is lower after filtering: {change}", metric=metric, change=change)


def evidence_warning(w: Writer) -> str:
    """What speaks against the headline on accuracy: too few runs, or a difference that may be chance."""
    words = {"few": w.say("too few runs for a verdict"), "open": w.say("may be chance")}
    return words.get(verdict(w.ledger, "before"), "") if w.ledger.known("quality_change") else ""


def energy_warning(w: Writer) -> str:
    """What speaks against the headline on CO2e: that it rests on runs whose power no device can draw."""
    kwh, evidence = w.ledger.get("training_kwh"), w.account.evidence
    of_runs = kwh is not None and "evidence.runs" in kwh.sources and w.outline.factor in ("scenario", "measured")
    if evidence is None or not evidence.implausible or not of_runs:
        return ""
    return w.say("Training runs imply a power that their devices cannot draw.")


def _roles(w: Writer) -> list[str]:
    return [role for role in _ORDER if f"evidence_accuracy.{role}" in w.ledger]


def _chart(w: Writer) -> Chart:
    metric = metric_of(w)
    roles = _roles(w)
    rows = []
    for role in roles:
        side = w.account.evidence.side(role) if w.account.evidence else None
        assert side is not None
        median = w.fraction(f"evidence_accuracy.{role}")
        told = w.say_count(
            "median {median}, {count} run",
            "median {median}, {count} runs",
            len(side.accuracies),
            median=median,
            count=w.count(f"evidence_runs.{role}"),
        )
        values, median_value = tuple(side.accuracies), w.ledger.value(f"evidence_accuracy.{role}")
        rows.append(RunsRow(w.say(_SHORT[role]), values, median_value, told, role == "after"))
    spoken = w.series(w.labelled(row.label, row.text) for row in rows)
    data = runs_chart(w.say("{metric} of training runs. {rows}.", metric=metric, rows=spoken), rows, w.numbers)
    note = w.say("The axis does not begin at zero.") if data.low > 0 else ""
    if any(len(row.values) > MOST_DOTS for row in rows):
        more = w.say("Of sides with more than {most} runs, only that many, evenly chosen, are drawn.", most=MOST_DOTS)
        note = w.paragraph((note, more))
    return Chart(
        title=w.say("Every training run"),
        sub=metric,
        data=data,
        rail_title=w.say("How to read"),
        rail=w.say("Each dot is one training; the line is the median of its row."),
        note=note,
    )


def _table(w: Writer) -> Table:
    roles = _roles(w)
    energies = [f"evidence_energy{end}.{role}" for role in roles for end in ("", "_p75")]
    scale = w.scale_of(energies) if any(map(w.ledger.known, energies)) else None
    rows = []
    chosen = _chosen(w)
    for role in roles:
        cells = [
            Cell(amount=w.count(f"evidence_runs.{role}")),
            Cell(amount=w.fraction(f"evidence_accuracy.{role}")),
            _between(w, "evidence_accuracy", "p25", "p75", role),
            _between(w, "evidence_accuracy", "min", "max", role),
        ]
        if scale:
            cells.append(_energy(w, scale, role))
        rows.append(Row(w.say(_SHORT[role]), tuple(cells), small=chosen[role]))
    columns = [
        Column(w.say("Trained on")),
        Column(w.say("Runs"), right=True),
        Column(w.say("Median"), right=True),
        Column(w.say("Middle half"), right=True),
        Column(w.say("Lowest, highest"), right=True),
    ]
    if scale:
        columns.append(Column(w.say("Energy of a training, {unit}", unit=scale.unit), right=True))
    return Table(
        name="training-runs",
        title=w.say("The training runs side by side"),
        sub=metric_of(w),
        columns=tuple(columns),
        groups=(("", tuple(rows)),),
        note=_note(w, scale is not None),
    )


def _between(w: Writer, kind: str, low: str, high: str, role: str) -> Cell:
    """Two ends; nothing where a single training has none."""
    if not w.ledger.known(f"{kind}_{low}.{role}"):
        return Cell(numbers.DASH, plain_dash=True)
    return Cell(w.span(*(w.fraction(f"{kind}_{end}.{role}").text for end in (low, high))))


def _energy(w: Writer, scale: Scale, role: str) -> Cell:
    if not w.ledger.known(f"evidence_energy.{role}"):
        return Cell(numbers.DASH, plain_dash=True)
    ends = ""
    if w.ledger.known(f"evidence_energy_p25.{role}"):
        ends = w.span(*(w.on_scale(f"evidence_energy_{end}.{role}", scale).text for end in ("p25", "p75")))
    small = w.series((ends, emitted(w, f"evidence_co2.{role}")))
    return Cell(amount=w.on_scale(f"evidence_energy.{role}", scale).bare, small=small)


def _chosen(w: Writer) -> dict[str, str]:
    """By which cells the trainings of each side were chosen; different cells are cut to different texts."""
    stated = w.account.manifest.evidence
    cells = {role: (getattr(stated, role) if stated else None) or {} for role in _ORDER}
    told = [(role, column, text) for role, columns in cells.items() for column, text in columns.items()]
    shown = shortened_apart([text for _, _, text in told], _LONGEST_COLUMN)
    parts = [(role, w.labelled(column, text)) for (role, column, _), text in zip(told, shown, strict=True)]
    return {role: w.series(part for its, part in parts if its == role) for role in _ORDER}


def _note(w: Writer, with_energy: bool) -> str:
    parts = [w.say("From {file}.", file=w.account.evidence.file if w.account.evidence else "")]
    sides = w.account.evidence.sides if w.account.evidence else None
    if sides is not None and sides.others:
        parts.append(
            w.say_count(
                "{count} other run of the table is not shown.",
                "{count} other runs of the table are not shown.",
                sides.others,
                count=w.numbers.whole(Decimal(sides.others)),
            )
        )
    if sides is not None and sides.left_out:
        parts.append(
            w.say_count(
                "{count} row of the table is left out: damaged, or of a run that did not finish.",
                "{count} rows of the table are left out: damaged, or of runs that did not finish.",
                sides.left_out,
                count=w.numbers.whole(Decimal(sides.left_out)),
            )
        )
    if sides is not None and sides.joined:
        parts.append(
            w.say_count(
                "{count} row of the table is an epoch or a step of these trainings, recognised by {column}.",
                "{count} rows of the table are epochs or steps of these trainings, recognised by {column}.",
                sides.joined,
                count=w.numbers.whole(Decimal(sides.joined)),
                column=sides.told_apart_by,
            )
        )
    elif sides is not None and sides.told_apart_by is None:
        parts.append(w.say("Each row of the table counts as a separate training, independent of the others."))
    if sides is not None and sides.percent:
        parts.append(w.say("Percentages of the table are shown as fractions."))
    if with_energy:
        parts.append(
            w.say("Energy: median, with the middle half below it; the possible error of its meter is not included.")
        )
        parts.append(w.say("CO2e of the median: its energy times {factors}.", factors=grid_and_pue(w)))
    parts += _selecting(w)
    if w.ledger.known("evidence_energy_saved"):
        saved = w.share("evidence_energy_saved")
        parts.append(w.say("A training on the samples kept took {saved} less energy than one on all.", saved=saved))
    return w.paragraph(parts)


def _selecting(w: Writer) -> list[str]:
    """What all runs of the table took, and those of them that do not count."""
    if not w.ledger.known("evidence_total_co2"):
        return []
    parts = [
        w.say_count(
            "All together, {count} run took {energy} and emitted {co}.",
            "All together, {count} runs took {energy} and emitted {co}.",
            w.ledger.value("evidence_total_runs"),
            count=w.count("evidence_total_runs"),
            energy=w.scaled("evidence_total_energy"),
            co=w.scaled("evidence_total_co2"),
        )
    ]
    if w.ledger.known("evidence_total_co2.aside"):
        parts.append(
            w.say_count(
                "Besides them, {count} run that does not count took {energy} and emitted {co}.",
                "Besides them, {count} runs that do not count took {energy} and emitted {co}.",
                w.ledger.value("evidence_total_runs.aside"),
                count=w.count("evidence_total_runs.aside"),
                energy=w.scaled("evidence_total_energy.aside"),
                co=w.scaled("evidence_total_co2.aside"),
            )
        )
    if w.ledger.known("evidence_total_runs.unknown"):
        parts.append(
            w.say_count(
                "The energy of {count} more run is not known.",
                "The energy of {count} more runs is not known.",
                w.ledger.value("evidence_total_runs.unknown"),
                count=w.count("evidence_total_runs.unknown"),
            )
        )
    return parts


def _verdicts(w: Writer) -> list[Note]:
    """What the runs show against those before, and against those on a random subset."""
    found = [(role, verdict(w.ledger, role)) for role in ("before", "random")]
    return [_verdict(w, role, kind) for role, kind in found if kind != "none"]


def _verdict(w: Writer, role: str, kind: str) -> Note:
    runs = {"after": w.count("evidence_runs.after"), "others": w.count(f"evidence_runs.{role}")}
    within = w.count(f"evidence_within.{role}")
    if role == "before":
        title, overlap = (
            w.say("Against all samples:"),
            w.say(
                "Runs after filtering within the range of those before ({others}): {within} of {after}.",
                within=within,
                **runs,
            ),
        )
    else:
        title, overlap = (
            w.say("Against a random subset:"),
            w.say(
                "Runs after filtering within the range of those on a random subset ({others}): {within} of {after}.",
                within=within,
                **runs,
            ),
        )
    if kind == "few":
        told = w.say("no verdict. A verdict needs {fewest} runs on each side or more.", fewest=FEWEST_RUNS)
        return Note(title, w.paragraph((told, overlap)))
    words = {
        ("before", "open"): w.say("no difference is shown, which does not show that there is none."),
        ("before", "higher"): w.say("the runs show higher accuracy after filtering."),
        ("before", "lower"): w.say("the runs show lower accuracy after filtering."),
        ("random", "open"): w.say(
            "the runs do not show that the selection does better than chance, nor that it does not."
        ),
        ("random", "higher"): w.say("the runs show that the selection does better than chance."),
        ("random", "lower"): w.say("the runs show that the selection does worse than chance."),
    }
    test = w.say(
        "Two-sided permutation test of the difference of means: p = {p} ({assignments}); below {limit} counts as a "
        "difference.",
        p=_p(w, f"evidence_p.{role}"),
        assignments=w.translated(w.ledger[f"evidence_p.{role}"].note or ""),
        limit=SIGNIFICANT,
    )
    return Note(title, w.paragraph((words[role, kind], test, overlap)))


def _p(w: Writer, key: str) -> str:
    return w.rough(key, 2).text


def _prediction(w: Writer) -> Note:
    key = "predicted_training_energy"
    amount = w.scaled(key)
    ends = w.ends(key)
    if ends:
        low, high, unit = ends
        return Note(
            w.say("A training under way:"),
            w.say_count(
                "{amount} for all {total} epochs, judging by the first one; {ends} if each one to come is like it.",
                "{amount} for all {total} epochs, judging by the first {count}; {ends} if each one to come is like the "
                "one of them that took least or most.",
                w.ledger.value("evidence_epochs"),
                amount=amount,
                total=w.count("evidence_epochs_total"),
                count=w.count("evidence_epochs"),
                ends=w.between(low, high, unit),
            ),
        )
    return Note(
        w.say("A training under way:"),
        w.say_count(
            "{amount} for all {total} epochs, judging by the first one.",
            "{amount} for all {total} epochs, judging by the first {count}, which drew the same.",
            w.ledger.value("evidence_epochs"),
            amount=amount,
            total=w.count("evidence_epochs_total"),
            count=w.count("evidence_epochs"),
        ),
    )
