"""The sides of training runs by energy and accuracy: which of them no other beats in one without losing the other."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.pareto import ParetoData, ParetoPoint
from reportgen.evidence.pareto import pareto_front
from reportgen.inputs.assemble import Account
from reportgen.page.axes import axis, fixed_ticks
from reportgen.page.parts import Chart
from reportgen.page.printer import Printer
from reportgen.page.words import metric_of
from reportgen.words import numbers


def front_chart(account: Account, printer: Printer, sides: dict[str, str]) -> Chart | None:
    """The chart of the medians; None unless two sides have energy and accuracy. sides: the name of each by its role."""
    ledger, say = account.ledger, printer.language.say
    roles = [role for role in sides if _known(printer, role)]
    if len(roles) < 2:
        return None
    energies = [ledger.value(f"evidence_energy.{role}") for role in roles]
    accuracies = [ledger.value(f"evidence_accuracy.{role}") for role in roles]
    unit, size = numbers.scale_for("kWh", energies)
    scaled = [numbers.scaled(energy, size) for energy in energies]
    fronts = pareto_front(list(zip(energies, accuracies, strict=True)))
    points = tuple(
        ParetoPoint(say(sides[role]), energy, accuracy, on_front)
        for role, energy, accuracy, on_front in zip(roles, scaled, accuracies, fronts, strict=True)
    )
    told = "; ".join(
        say(
            "{side}: {energy}, {accuracy}",
            side=sides[role],
            energy=printer.scaled(f"evidence_energy.{role}"),
            accuracy=printer.fraction(f"evidence_accuracy.{role}"),
        )
        for role in roles
    )
    return Chart(
        title=say("Accuracy against the energy of a training"),
        sub=say("Medians; filled: no other is better in one without being worse in the other"),
        data=ParetoData(
            say("Accuracy against energy. {points}.", points=told),
            points,
            say("energy of a training, {unit}", unit=unit),
            metric_of(ledger, printer.language),
            axis(Decimal(0), max(scaled), printer.numbers).ticks,
            fixed_ticks(min(accuracies), max(accuracies), printer.numbers),
        ),
        note=say("Accuracy does not begin at zero."),
    )


def _known(printer: Printer, role: str) -> bool:
    ledger = printer.ledger
    return ledger.known(f"evidence_energy.{role}") and ledger.known(f"evidence_accuracy.{role}")
