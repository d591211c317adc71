"""Storage that is not paid, and energy that it does not draw, once what filtering removed is deleted."""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name
from reportgen.figures.formula import formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.words.message import message

NOT_DELETED = message("what was removed is not deleted, so no storage is saved")
NO_AMOUNT = message("how many gigabytes were removed is not known")
_REMOVED = "amount_removed.gigabyte"


@formula("{currency}", message("Storage not paid (estimate)"), nothing=True)
def storage_savings(
    gigabytes: Expression,
    storage_per_gb_month: Expression,
    storage_months: Expression,
    storage_copies: Expression,
) -> Expression:
    """Gigabytes removed times the price of one for a month, months and copies."""
    return gigabytes * storage_per_gb_month * storage_months * storage_copies


@formula("kWh", message("Energy of storage avoided"), nothing=True)
def storage_energy_savings(
    gigabytes: Expression,
    storage_kwh_per_gb_year: Expression,
    storage_months: Expression,
    storage_copies: Expression,
) -> Expression:
    """Gigabytes removed times what one draws in a year, the months' part of it and copies."""
    return gigabytes * storage_kwh_per_gb_year * storage_months * storage_copies / 12


@formula("kgCO2e", message("CO2e of storage avoided, on the run's own grid"))
def storage_co2_savings(storage_energy_savings: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """The avoided energy of storage, taken to stand on the run's own grid."""
    return storage_energy_savings * pue * grid_intensity


def add_storage(ledger: Ledger, outline: Outline) -> None:
    """Add what storage saves; zero where what was removed is kept, and nothing where storage is not spoken of."""
    if outline.storage_kept is None:
        return
    for saving in (storage_savings, storage_energy_savings):
        unit = saving.unit.replace("{currency}", outline.currency)
        if outline.storage_kept:
            ledger.compute(saving.key, 0, unit, saving.label, chosen=NOT_DELETED, rests_on="stated")
        elif _REMOVED not in ledger:
            ledger.absent(saving.key, unit, saving.label, NO_AMOUNT)
        else:
            ledger.apply(saving, Name(_REMOVED), *saving.names()[1:], currency=outline.currency)
    ledger.apply(storage_co2_savings)


def stores(ledger: Ledger) -> bool:
    """Whether storage avoids any CO2e."""
    return ledger.known(storage_co2_savings.key) and ledger.value(storage_co2_savings.key) != 0
