"""What the filtering itself drew, emitted and cost: the figures that savings are net of."""

from __future__ import annotations

from reportgen.figures.expression import Expression, Name, total
from reportgen.figures.figure import Figure
from reportgen.figures.formula import Formula, formula
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.words.message import Message, message

NO_COST = message("filtering cost not stated")
ONE_INVOICE = message("the cost of filtering is one invoice")
NO_TIME = message("the run took no time")
ENDED_EARLY = message("the run ended early")


@formula("kWh", key="energy")
def estimated_energy(
    power: Expression, load: Expression, node_share: Expression, count: Expression, hours: Expression
) -> Expression:
    """What devices that no meter read are reckoned to have drawn: rated power by load and the rest of the machine."""
    return power * (load + node_share) * count * hours / 1000


def add_estimated_energy(ledger: Ledger, outline: Outline) -> None:
    """Add the estimate of each device that no meter read; one whose hours nobody gave ran as long as the filtering."""
    for device in outline.estimates:
        leaves = {it: Name(f"estimate_{it}.{device.slug}") for it in ("power", "load", "count", "hours")}
        hours = leaves["hours"] if leaves["hours"].key in ledger else Name("duration_s") / 3600
        energy = estimated_energy(leaves["power"], leaves["load"], Name("node_share"), leaves["count"], hours)
        label = message("Energy drawn: {scope}", scope=device.name)
        ledger.compute(f"energy.{device.slug}", energy, "kWh", label)


def add_filtering_energy(ledger: Ledger, _: Outline) -> None:
    """Add the sum of the records; one that was not measured, or overlaps with another, hides none of the others."""
    if not (records := ledger.keys_under("energy")):
        return
    known = [key for key in records if ledger.known(key)] or records
    ledger.compute(
        "filtering_energy",
        total(map(Name, known)),
        "kWh",
        message("Energy of filtering, without the building's overhead"),
        covers=tuple(known),
        missing=tuple(key for key in records if key not in known),
    )


@formula("W", message("Mean power of filtering"), key="filtering_mean_power", zero=NO_TIME)
def mean_power(filtering_energy: Expression, duration_s: Expression) -> Expression:
    """The mean over the run that the energy implies."""
    return filtering_energy * 3600000 / duration_s


def add_device_power(ledger: Ledger, _: Outline) -> None:
    """Add the mean power of each device whose peak is known, over its record."""
    for key in ledger.keys_under("device_energy"):
        end = key.partition(".")[2]
        duration = f"record_duration.{end.rpartition('_')[0]}"
        if ledger.known(duration) and f"device_peak.{end}" in ledger:
            label = message("Mean power of {device}", device=_device(ledger[key]))
            ledger.compute(f"device_power.{end}", mean_power(Name(key), Name(duration)), "W", label, NO_TIME)


def _device(figure: Figure) -> object:
    """The name of the device whose energy the figure is."""
    return figure.label.values["device"] if isinstance(figure.label, Message) else figure.label


@formula("1", message("Error of the predicted duration, as a share"), key="prediction_error_duration", zero=NO_TIME)
def duration_error(predicted: Expression, real: Expression) -> Expression:
    """How far the prediction was off, as a share of what it was of; above zero where it said too much."""
    return predicted / real - 1


@formula("1", message("Error of the predicted energy, as a share"), key="prediction_error_energy", zero=NO_TIME)
def energy_error(predicted: Expression, real: Expression) -> Expression:
    """How far the prediction was off, as a share of what it was of; above zero where it said too much."""
    return predicted / real - 1


def add_prediction_errors(ledger: Ledger, _: Outline) -> None:
    """Add how far what was predicted while the filtering ran is from what it took."""
    for kind, fact, error in (
        ("predicted_duration", "record_duration", duration_error),
        ("predicted_energy", "recorded_energy", energy_error),
    ):
        for key in ledger.keys_under(kind):
            end = key.partition(".")[2]
            if ended_early(ledger, end):
                ledger.absent(f"{error.key}.{end}", error.unit, error.label, ENDED_EARLY)
            else:
                ledger.apply(error, Name(key), Name(f"{fact}.{end}"), end=end)


def ended_early(ledger: Ledger, end: str) -> bool:
    """Whether a run ended before all that was predicted of it was done: what it took says nothing of the prediction."""
    keys = (f"done_samples.{end}", f"predicted_samples.{end}")
    return all(map(ledger.known, keys)) and ledger.value(keys[0]) < ledger.value(keys[1])


@formula("kWh", message("Energy of filtering with the building's overhead"))
def filtering_energy_at_building(filtering_energy: Expression, pue: Expression) -> Expression:
    """The devices' energy with the building's overhead."""
    return filtering_energy * pue


@formula("kgCO2e", message("CO2e of filtering, location-based"))
def filtering_co2(filtering_energy: Expression, pue: Expression, grid_intensity: Expression) -> Expression:
    """Energy at the meter times PUE times grid intensity."""
    return filtering_energy * pue * grid_intensity


@formula("km", message("Equivalent distance by car"), zero=message("a kilometre by car emits nothing"))
def equivalent_car_km(filtering_co2: Expression, car_km_co2: Expression) -> Expression:
    """As far as an average car emits as much."""
    return filtering_co2 / car_km_co2


@formula("1", message("Equivalent number of smartphone charges"), zero=message("charging a smartphone emits nothing"))
def equivalent_phone_charges(filtering_co2: Expression, phone_charge_co2: Expression) -> Expression:
    """As many times charging a smartphone as emit as much."""
    return filtering_co2 / phone_charge_co2


@formula(
    "1",
    message("Equivalent number of homes, by their electricity in a year"),
    zero=message("a home uses no electricity"),
)
def equivalent_home_years(filtering_energy_at_building: Expression, home_year_kwh: Expression) -> Expression:
    """As many homes use as much electricity in a year."""
    return filtering_energy_at_building / home_year_kwh


def add_recorded_co2(ledger: Ledger, _: Outline) -> None:
    """Add what each record of which CO2e was predicted emitted, on the run's own grid."""
    for key in ledger.keys_under("predicted_co2"):
        end = key.partition(".")[2]
        if f"recorded_energy.{end}" in ledger:
            energy = Name(f"recorded_energy.{end}")
            label = message("CO2e that a prediction refers to, on the run's own grid")
            ledger.compute(
                f"recorded_co2.{end}", filtering_co2(energy, Name("pue"), Name("grid_intensity")), "kgCO2e", label
            )


def add_equivalents(ledger: Ledger, _: Outline) -> None:
    """Add what everyday emissions are as much, where the run holds them against something."""
    if "car_km_co2" in ledger:
        ledger.apply(equivalent_car_km)
        ledger.apply(equivalent_phone_charges)
        ledger.apply(equivalent_home_years)


def add_market_based(ledger: Ledger, _: Outline) -> None:
    """Add what filtering emitted by the supplier's figure, where there is one."""
    if ledger.known("market_intensity"):
        emitted = filtering_co2(Name("filtering_energy"), Name("pue"), Name("market_intensity"))
        ledger.compute("filtering_co2_market", emitted, "kgCO2e", message("CO2e of filtering, market-based"))


@formula("{currency}", message("Compute of filtering"), nothing=True)
def filtering_compute_cost(duration_s: Expression, machines: Expression, compute_per_hour: Expression) -> Expression:
    """Hours of the run times machines times the price of a whole machine's hour."""
    return duration_s / 3600 * machines * compute_per_hour


@formula("{currency}", message("People's time for filtering"), nothing=True)
def filtering_people_cost(person_hours: Expression, hourly_rate: Expression) -> Expression:
    """Hours times rate."""
    return person_hours * hourly_rate


@formula("{currency}", message("Licence for filtering"))
def filtering_licence_cost(licence: Expression) -> Expression:
    """What the licence of this run cost."""
    return licence


@formula("{currency}", message("Electricity of filtering"), nothing=True)
def filtering_energy_cost(filtering_energy: Expression, pue: Expression, electricity_price: Expression) -> Expression:
    """Energy with the building's overhead times the price of electricity."""
    return filtering_energy * pue * electricity_price


@formula("{currency}", message("CPU-hours of filtering, paid"), nothing=True)
def filtering_cpu_cost(cpu_hours: Expression, price_per_cpu_hour: Expression) -> Expression:
    """Hours times the price of one."""
    return cpu_hours * price_per_cpu_hour


@formula("{currency}", message("GPU-hours of filtering, paid"), nothing=True)
def filtering_gpu_cost(gpu_hours: Expression, price_per_gpu_hour: Expression) -> Expression:
    """Hours times the price of one."""
    return gpu_hours * price_per_gpu_hour


@formula("{currency}", message("Model calls"))
def filtering_api_cost(
    api_input_tokens: Expression, api_price_in: Expression, api_output_tokens: Expression, api_price_out: Expression
) -> Expression:
    """Tokens sent and tokens written, each at its price of a million."""
    return (api_input_tokens * api_price_in + api_output_tokens * api_price_out) / 1000000


def add_filtering_cost(ledger: Ledger, outline: Outline) -> None:
    """Add the parts of the cost that apply and the sum of what is known; of one invoice its total."""
    if "filtering_cost_total" in ledger:
        for part in (filtering_compute_cost, filtering_people_cost, filtering_licence_cost, filtering_energy_cost):
            ledger.absent(part.key, outline.currency, part.label, ONE_INVOICE)
        parts = ["filtering_cost_total"]
    else:
        parts = _add_parts(ledger, outline)
    ledger.sum_of_known("filtering_cost", parts, outline.currency, message("Cost of filtering"), NO_COST)


def _add_parts(ledger: Ledger, outline: Outline) -> list[str]:
    """Add compute by machines and by the hour, calls, people, licence and, unless compute includes it, electricity."""

    def added(part: Formula) -> str:
        return ledger.apply(part, currency=outline.currency).key

    parts = [added(filtering_compute_cost)]
    by_the_hour = [part for part in (filtering_cpu_cost, filtering_gpu_cost) if part.names()[0].key in ledger]
    if by_the_hour and not ledger.known(filtering_compute_cost.key):
        parts = []  # what is paid by the hour of a core or a board is in no machine's price
    parts += map(added, by_the_hour)
    if "api_input_tokens" in ledger:
        parts.append(added(filtering_api_cost))
    parts += map(added, (filtering_people_cost, filtering_licence_cost))
    if outline.energy_in_compute:
        reason = message("the price of compute includes electricity")
        ledger.absent(filtering_energy_cost.key, outline.currency, filtering_energy_cost.label, reason)
    else:
        parts.append(added(filtering_energy_cost))
    return parts
