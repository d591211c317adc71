"""Did the models stay good: their accuracy before and after filtering, a row each, and which of them fell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.axes import fixed_ticks
from reportgen.charts.dumbbells import Dumbbell, DumbbellsData
from reportgen.page.parts import Chart
from reportgen.page.sections.cover_second import fallen
from reportgen.page.words import compared_models, metric_of
from reportgen.page.writer import Writer

_MOST_ROWS = 20


@dataclass(frozen=True)
class _Scores:
    """A model of one name, and the keys of its known accuracies by role."""

    name: str
    keys: dict[str, str]

    @property
    def on_both(self) -> bool:
        """Whether it was trained before and after filtering."""
        return {"before", "after"} <= set(self.keys)

    def value(self, w: Writer, role: str) -> Decimal | None:
        return w.ledger.value(self.keys[role]) if role in self.keys else None


def dumbbells(w: Writer) -> Chart | None:
    """The chart of models that were trained before and after; None where none was trained on both."""
    models = _compared(w)
    if not any(model.on_both for model in models):
        return None
    shown = models[:_MOST_ROWS]
    rows = tuple(
        Dumbbell(
            model.name, model.value(w, "random"), model.value(w, "before"), model.value(w, "after"), _told(w, model)
        )
        for model in shown
    )
    values = [value for row in rows for value in (row.random, row.before, row.after) if value is not None]
    ticks = fixed_ticks(min(map(Decimal, values)), max(map(Decimal, values)), w.numbers)
    metric = metric_of(w) if w.ledger.known("quality_after") else w.say("accuracy")
    told = w.series(w.labelled(row.label, row.text) for row in rows)
    notes = [fallen(w), w.say("The axis does not begin at zero.") if ticks[0][0] else ""]
    if len(models) > len(shown):
        notes.append(w.more(len(models) - len(shown)))
    return Chart(
        title=w.say("Did the models stay good?"),
        sub=w.say(
            "{metric}; open: trained on all samples, filled: on those kept, tick: on a random subset of equal size",
            metric=metric,
        ),
        data=DumbbellsData(w.say("{metric} before and after. {rows}.", metric=metric, rows=told), rows, ticks),
        note=w.paragraph(notes),
        wide=True,
    )


def _compared(w: Writer) -> list[_Scores]:
    """Models with a role, by name; those that were trained on both sides first, each in the order of the manifest."""
    models = [_Scores(name, keys) for name, keys in compared_models(w.account).items()]
    return sorted(models, key=lambda model: not model.on_both)


def _told(w: Writer, model: _Scores) -> str:
    both = [model.keys[role] for role in ("before", "after") if role in model.keys]
    before, after = (
        w.fraction(model.keys[role], beside=both).text if role in model.keys else str(w.not_measured())
        for role in ("before", "after")
    )
    return w.say("{before} → {after}", before=before, after=after)
