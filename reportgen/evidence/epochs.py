"""The energy of the first epochs of a training, to say what the whole will take."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.evidence.cells import NumberColumn, energy_unit_of, in_unit
from reportgen.evidence.combining import is_running_total
from reportgen.evidence.known_columns import EPOCHS
from reportgen.evidence.read_csv import read_csv
from reportgen.evidence.runs import exact
from reportgen.files.units import J_PER_KWH
from reportgen.precision import working_precision
from reportgen.problems import excerpt, refuse

FEWEST_EPOCHS = 2
_LEAST_TO_JUDGE = 4


def read_epochs(
    path: Path, energy: str, epoch: str | None, name: str, decimal: str | None = None, otherwise: str | None = None
) -> tuple[Decimal, ...]:
    """The kWh of each epoch of a CSV, in its order; decimal, otherwise: comma or point, as in `decimals_of`.

    Raises InputError, for a running total too.
    """
    column = NumberColumn(energy, "energy", energy_unit_of(energy, also_per=(*EPOCHS, "step")))
    table = read_csv(path, name, [column], [epoch] if epoch else [], decimal=decimal, otherwise=otherwise)
    numbers = table.numbers[energy]
    if epoch:
        _each_once([table.labels[epoch].values[code] for code in table.labels[epoch].codes if code >= 0], epoch, name)
    with working_precision():
        kwh = tuple(exact(value) * in_unit(column).size / J_PER_KWH for value in numbers if value > 0)
    if len(kwh) != len(numbers):
        refuse(name, f'"{excerpt(energy)}" is empty or zero in an epoch', "measure every epoch")
    if len(kwh) < FEWEST_EPOCHS:
        hint = "a single epoch does not show how much they vary"
        refuse(name, f"has {len(kwh)} of the {FEWEST_EPOCHS} epochs that a prediction needs", hint)
    # as the file has them, so that no conversion to kWh rounds one past the limit
    if len(numbers) >= _LEAST_TO_JUDGE and is_running_total([exact(value) for value in numbers]):
        hint = "give what each epoch drew by itself"
        refuse(name, f'"{excerpt(energy)}" grows like a running total', hint)
    return kwh


def _each_once(epochs: list[str], column: str, name: str) -> None:
    seen: set[str] = set()
    for epoch in epochs:
        if epoch in seen:
            hint = "one training, a line for each epoch"
            refuse(name, f'"{excerpt(column)}" is {excerpt(epoch)} twice', hint)
        seen.add(epoch)
