"""The software carbon intensity (SCI): hardware, operational and embodied emissions, and the boundary they are in."""

from __future__ import annotations

from reportgen.figures.outline import EmbodiedOutline
from reportgen.page.parts import Block, Cell, Column, Row, Table
from reportgen.page.printer import Amount
from reportgen.page.words import CO2E, mark, shortened, shortened_apart, title_of
from reportgen.page.writer import Writer

MOST_DEVICES_SHOWN = 12
_LONGEST_NAME = 60


def sci_blocks(w: Writer) -> list[Block]:
    """A table for what the filtering's and for what the training's hardware was reserved for; none without hardware."""
    return [_table(w, use) for use in ("filtering", "training") if _devices(w, use)]


def _devices(w: Writer, use: str) -> list[EmbodiedOutline]:
    return [device for device in w.outline.embodied if device.used_for == use]


def _table(w: Writer, use: str) -> Table:
    devices = _devices(w, use)
    shown = devices[:MOST_DEVICES_SHOWN]
    operational, embodied = ("filtering_co2" if use == "filtering" else "training_co2", f"embodied_co2.{use}")
    scale = w.scale_of([operational, embodied])

    def amount(key: str) -> Cell:
        return Cell(amount=w.on_scale(key, scale).bare if w.ledger.known(key) else None)

    names = shortened_apart([device.name for device in shown], _LONGEST_NAME)
    rows = [
        _device_row(w, device, name, amount(f"embodied.{device.slug}"))
        for device, name in zip(shown, names, strict=True)
    ]
    rows.append(
        Row(
            w.say("Embodied (M)"),
            (Cell(), Cell(), Cell(), amount(embodied), Cell(mark=mark(w.ledger[embodied]))),
            style="total",
        )
    )
    energy = w.say("electricity × PUE × grid, location-based")
    absent = Cell(amount=w.not_measured() if use == "filtering" else w.not_given())
    rows.append(
        Row(
            w.say("Operational (O)"),
            (
                *(Cell(), Cell(), Cell()),
                amount(operational) if w.ledger.known(operational) else absent,
                Cell(mark=mark(w.ledger[operational])) if w.ledger.known(operational) else Cell(),
            ),
            small=energy,
        )
    )
    left_out = len(devices) - len(shown)
    return Table(
        name="sci",
        title=_title(w, use),
        sub=_sub(w, use),
        columns=_columns(w, scale.unit),
        groups=(("", tuple(rows)),),
        note=_note(w, use, left_out),
    )


def _columns(w: Writer, unit: str) -> tuple[Column, ...]:
    return (
        Column(w.say("Hardware")),
        Column(w.say("One device, kg"), right=True),
        Column(w.say("Lifetime"), right=True),
        Column(w.say("Reserved"), right=True),
        Column(w.say("{name}, {unit}", name=CO2E, unit=unit), right=True),
        Column(w.say("Basis")),
    )


def _title(w: Writer, use: str) -> str:
    key = "sci.retained_sample" if use == "filtering" else "sci.training_run"
    if not w.ledger.known(key):
        return (
            w.say("Software carbon intensity of filtering: not known without its energy")
            if use == "filtering"
            else w.say("Software carbon intensity of a training: not known without its energy")
        )
    scaled = w.scaled(key)
    amount = Amount(scaled.text, scaled.unit.partition("/")[0])
    if use == "filtering":
        return w.say("Software carbon intensity of filtering: {amount} CO2e per retained sample", amount=amount)
    return w.say("Software carbon intensity of a training: {amount} CO2e per run", amount=amount)


def _sub(w: Writer, use: str) -> str:
    """By which standard, and the range."""
    standard = w.say("(O + M) per R, by ISO/IEC 21031")
    ends = w.ends("sci.retained_sample" if use == "filtering" else "sci.training_run")
    if ends is None:
        return standard
    low, high = w.numbers.ends_with_unit(*ends[:2], ends[2].partition("/")[0])
    return w.say("{standard}; {low} to {high} by the ranges of its inputs", standard=standard, low=low, high=high)


def _device_row(w: Writer, device: EmbodiedOutline, name: str, emitted: Cell) -> Row:
    slug = device.slug
    source = next(iter(w.ledger[f"embodied_kg.{slug}"].sources), "")
    key = f"embodied_count.{slug}"
    parts = [w.say_count("{count} of them", "{count} of them", w.ledger.value(key), count=w.count(key))]
    if w.ledger.value(f"embodied_share.{slug}") != 1:
        parts.append(w.say("{share} reserved", share=w.share(f"embodied_share.{slug}")))
    if w.ledger.value(f"embodied_utilisation.{slug}") != 1:
        parts.append(w.say("in use {share} of its life", share=w.share(f"embodied_utilisation.{slug}")))
    told = title_of(w, w.account.sources.get(source, {}))
    return Row(
        name,
        (
            Cell(amount=w.exact(f"embodied_kg.{slug}").bare),
            Cell(amount=w.exact(f"embodied_lifetime.{slug}")),
            Cell(amount=_hours(w, device)),
            emitted,
            Cell(mark=mark(w.ledger[f"embodied_kg.{slug}"])),
        ),
        small=w.series([*parts, shortened(told, 90)] if told else parts),
    )


def _hours(w: Writer, device: EmbodiedOutline) -> Amount:
    key = f"embodied_hours.{device.slug}"
    if key in w.ledger:
        return w.exact(key)
    return w.duration("duration_s") if device.used_for == "filtering" else w.exact("training_hours")


def _note(w: Writer, use: str, left_out: int) -> str:
    if use == "filtering":
        boundary = w.say(
            "Boundary: the filtering run alone, its electricity and the hardware named here; R is a retained sample."
        )
    else:
        boundary = w.say(
            "Boundary: one training of your own, its electricity and the hardware named here; R is a training run."
        )
    excluded = w.say(
        "Storage, networks and people are left out unless named. Market-based measures, such as certificates, and "
        "avoided emissions never lower it."
    )
    return w.paragraph((boundary, excluded, w.more(left_out)))
