"""What the filtering itself drew, emitted and cost: the figures that savings are net of."""

from __future__ import annotations

from reportgen.figures import carbon, energy, money
from reportgen.figures.expression import Name, total
from reportgen.figures.figure import Figure
from reportgen.figures.ledger import Formula, Ledger
from reportgen.figures.outline import Outline
from reportgen.words.message import Message, message

NO_COST = message("filtering cost not stated")


def add_filtering(ledger: Ledger, outline: Outline) -> None:
    """Add the filtering's energy, CO2e and cost, and how far its predictions were off."""
    records = ledger.keys_under("energy")
    if records:
        # a record that was not measured, or that overlaps with another, hides none of the others
        known = [key for key in records if ledger.known(key)] or records
        ledger.compute(
            "filtering_energy",
            total(Name(key) for key in known),
            "kWh",
            message("Energy of filtering, at the meter"),
            covers=tuple(known),
            missing=tuple(key for key in records if key not in known),
        )
    for key in ledger.keys_under("device_energy"):
        end = key.partition(".")[2]
        duration = f"record_duration.{end.rpartition('_')[0]}"
        if ledger.known(duration) and f"device_peak.{end}" in ledger:
            ledger.compute(
                f"device_power.{end}",
                energy.mean_power(Name(key), Name(duration)),
                "W",
                message("Mean power of {device}", device=_device(ledger[key])),
                zero_reason=message("the run took no time"),
            )
    _predictions(ledger)
    ledger.apply(
        Formula(
            "filtering_mean_power",
            energy.mean_power,
            "W",
            message("Mean power of filtering"),
            zero_reason=message("the run took no time"),
        )
    )
    ledger.apply(
        Formula(
            "filtering_energy_at_building",
            energy.filtering_energy_at_building,
            "kWh",
            message("Energy of filtering with the building's overhead"),
        )
    )
    ledger.apply(Formula("filtering_co2", carbon.filtering_co2, "kgCO2e", message("CO2e of filtering, location-based")))
    if "car_km_co2" in ledger:
        ledger.apply(Formula("equivalent_car_km", carbon.equivalent_car_km, "km", message("As far by car")))
        ledger.apply(
            Formula(
                "equivalent_phone_charges", carbon.equivalent_phone_charges, "1", message("As many smartphone charges")
            )
        )
    if ledger.known("market_intensity"):
        ledger.compute(
            "filtering_co2_market",
            carbon.filtering_co2(Name("filtering_energy"), Name("pue"), Name("market_intensity")),
            "kgCO2e",
            message("CO2e of filtering, market-based"),
        )
    currency = outline.currency
    ledger.apply(
        Formula("filtering_compute_cost", money.filtering_compute_cost, currency, message("Compute of filtering"))
    )
    ledger.apply(
        Formula("filtering_people_cost", money.filtering_people_cost, currency, message("People's time for filtering"))
    )
    ledger.compute("filtering_licence_cost", Name("licence"), currency, message("Licence for filtering"))
    if outline.energy_in_compute:
        ledger.absent(
            "filtering_energy_cost",
            currency,
            message("Electricity of filtering"),
            message("the price of compute includes electricity"),
        )
    else:
        ledger.apply(
            Formula("filtering_energy_cost", money.filtering_energy_cost, currency, message("Electricity of filtering"))
        )
    parts = [f"filtering_{part}_cost" for part in ("compute", "people", "licence", "energy")]
    if outline.energy_in_compute:
        parts.remove("filtering_energy_cost")
    ledger.sum_of_known("filtering_cost", parts, currency, message("Cost of filtering"), NO_COST)


def _device(figure: Figure) -> object:
    """The name of the device whose energy the figure is."""
    return figure.label.values["device"] if isinstance(figure.label, Message) else figure.label


def _predictions(ledger: Ledger) -> None:
    """How far what was predicted while the filtering ran is from what it took."""
    for kind, fact, label in (
        ("predicted_duration", "record_duration", message("Error of the predicted duration, as a share")),
        ("predicted_energy", "recorded_energy", message("Error of the predicted energy, as a share")),
    ):
        for key in ledger.keys_under(kind):
            end = key.partition(".")[2]
            ledger.compute(
                f"prediction_error_{kind.partition('_')[2]}.{end}",
                energy.prediction_error(Name(key), Name(f"{fact}.{end}")),
                "1",
                label,
                zero_reason=message("the run took no time"),
            )
