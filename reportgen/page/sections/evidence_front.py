"""The sides of training runs by energy and accuracy: which of them no other beats in one without losing the other."""

from __future__ import annotations

from reportgen.charts.pareto import ParetoPoint, pareto_chart
from reportgen.evidence.pareto import pareto_front
from reportgen.page.parts import Chart
from reportgen.page.words import grid_and_pue, metric_of
from reportgen.page.writer import Writer


def front_chart(w: Writer, sides: dict[str, str]) -> Chart | None:
    """The chart of the medians; None unless two sides have energy and accuracy. sides: the name of each by its role."""
    roles = [role for role in sides if _known(w, role)]
    if len(roles) < 2:
        return None
    energies = [w.ledger.value(f"evidence_energy.{role}") for role in roles]
    scale = w.scale_of([f"evidence_energy.{role}" for role in roles])
    accuracies = [w.ledger.value(f"evidence_accuracy.{role}") for role in roles]
    scaled = list(map(scale.of, energies))
    fronts = pareto_front(list(zip(energies, accuracies, strict=True)))
    points = tuple(
        ParetoPoint(w.say(sides[role]), energy, accuracy, on_front)
        for role, energy, accuracy, on_front in zip(roles, scaled, accuracies, fronts, strict=True)
    )
    told = w.series(
        w.say(
            "{side}: {energy}, {accuracy}",
            side=sides[role],
            energy=w.scaled(f"evidence_energy.{role}"),
            accuracy=w.fraction(f"evidence_accuracy.{role}"),
        )
        for role in roles
    )
    return Chart(
        title=w.say("Accuracy against the energy of a training"),
        sub=w.say("Medians; filled: no other is better in one without being worse in the other"),
        data=pareto_chart(
            w.say("Accuracy against energy. {points}.", points=told),
            points,
            w.say("energy of a training, {unit}", unit=scale.unit),
            metric_of(w),
            w.numbers,
        ),
        note=w.say("Accuracy does not begin at zero. CO2e is the energy times {factors}.", factors=grid_and_pue(w)),
    )


def _known(w: Writer, role: str) -> bool:
    return w.ledger.known(f"evidence_energy.{role}") and w.ledger.known(f"evidence_accuracy.{role}")
