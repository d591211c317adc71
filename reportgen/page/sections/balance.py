"""Classes and sources beside a random subset of equal size: charts of the shares kept, and the table of both ends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.charts.kept_shares import KeptShare, KeptSharesData
from reportgen.page.parts import Block, Cell, Chart, Column, Row, Table
from reportgen.page.writer import Writer

_KINDS = ("class", "source")


def balance_blocks(w: Writer) -> list[Block]:
    """A chart for classes and one for sources, and the table of both; none of a run without a table of decisions."""
    charts: list[Block] = [_chart(w, kind) for kind in _KINDS if _keys(w, kind)]
    return [*charts, _table(w)] if charts else []


def _keys(w: Writer, kind: str) -> list[str]:
    """What its figures' keys end in, those of which the least was kept first."""
    keys = (key.partition(".")[2] for key in w.ledger.keys_under("balance_before"))
    return [end for end in keys if end == kind or end.startswith(f"{kind}_")]


def _others(w: Writer, kind: str) -> str:
    return w.say_count(
        "{count} other", "{count} others", w.ledger.value(f"balance_rest.{kind}"), count=w.count(f"balance_rest.{kind}")
    )


def _chart(w: Writer, kind: str) -> Chart:
    ends = _keys(w, kind)
    rows = [_share(w, w.ledger[f"balance_before.{end}"].label, "balance", end) for end in ends]
    if f"balance_rest.{kind}" in w.ledger:
        rows.insert(len(rows) // 2, _share(w, _others(w, kind), "balance_rest", kind))
    title = w.say("How much of each class was kept") if kind == "class" else w.say("How much of each source was kept")
    told = w.series(w.labelled(row.label, row.text) for row in rows)
    return Chart(
        title=title,
        sub=w.say(
            "Share of samples kept; grey: what 9 of 10 random subsets of equal size keep, filled: outside of it, "
            "line: of all samples"
        ),
        data=KeptSharesData(
            w.labelled(title, told),
            tuple(rows),
            _part(w.ledger.value("samples_after"), w.ledger.value("samples_before")),
            tuple((Decimal(it) / 100, w.numbers.in_percent(str(it))) for it in range(0, 101, 25)),
        ),
        wide=True,
    )


def _share(w: Writer, label: str, stem: str, end: str) -> KeptShare:
    before, after, low, high = (
        w.ledger.value(f"{stem}_{it}.{end}") for it in ("before", "after", "random_low", "random_high")
    )
    ends = (_part(low, before), _part(high, before))
    return KeptShare(label, _part(after, before), *ends, str(w.share(f"{stem}_kept.{end}")))


def _part(many: Decimal, whole: Decimal) -> Decimal:
    return many / whole if whole else Decimal(0)


def _table(w: Writer) -> Table:
    groups = []
    notes = []
    for kind, head, rest in (
        (
            "class",
            w.say("By class"),
            w.say("Classes of which nothing is left: {lost} of {values}.", **_counts(w, "class")),
        ),
        (
            "source",
            w.say("By source"),
            w.say("Sources of which nothing is left: {lost} of {values}.", **_counts(w, "source")),
        ),
    ):
        ends = _keys(w, kind)
        if ends:
            rows = [_row(w, w.ledger[f"balance_before.{end}"].label, "balance", end) for end in ends]
            if f"balance_rest.{kind}" in w.ledger:
                rows.insert(len(rows) // 2, _row(w, _others(w, kind), "balance_rest", kind))
            groups.append((head, tuple(rows)))
            notes.append(rest)
            grades = {it: w.count(f"balance_{it}.{kind}") for it in ("nearly_lost", "below")}
            notes.append(
                w.say(
                    "Less than a hundredth left: {nearly_lost}. Of the others, fewer samples left than in 19 of 20 "
                    "random subsets: {below}.",
                    **grades,
                )
            )
            notes.append(_evenness(w, kind))
    titles = (
        w.say("Before"),
        w.say("After"),
        w.say("Random subset"),
        w.say("5th percentile"),
        w.say("95th percentile"),
    )
    return Table(
        name="balance",
        title=w.say("What was cut most and least, beside a random subset of equal size"),
        sub=w.say("Samples, counted in the table of decisions; a random subset is calculated, and none is drawn"),
        columns=(Column(""), *(Column(title, right=True) for title in titles)),
        groups=tuple(groups),
        note=w.paragraph(it for it in notes if it),
    )


def _evenness(w: Writer, kind: str) -> str:
    """How equally many samples the values have; nothing of one alone, or where nothing was kept."""
    keys = [f"balance_evenness_{it}.{kind}" for it in ("before", "after")]
    if not all(map(w.ledger.known, keys)):
        return ""
    before, after = map(w.fraction, keys)
    return w.say("Evenness: {before} before, {after} after; 1 means equally many of each.", before=before, after=after)


def _counts(w: Writer, kind: str) -> dict[str, Any]:
    if f"balance_values.{kind}" not in w.ledger:
        return {"lost": "", "values": ""}
    return {"lost": w.count(f"balance_lost.{kind}"), "values": w.count(f"balance_values.{kind}")}


def _row(w: Writer, head: str, stem: str, end: str) -> Row:
    parts = ("before", "after", "random", "random_low", "random_high")
    return Row(head, tuple(Cell(amount=w.count(f"{stem}_{it}.{end}")) for it in parts))
