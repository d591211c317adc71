"""What the records of energy say: power over time, devices and stages, and how each record came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from reportgen.charts.bars import bars_in_a_row
from reportgen.charts.power import (
    MOST_PANELS,
    PowerPanel,
    PowerSpan,
    PowerStage,
    in_a_row,
    power_chart,
    scale_above,
)
from reportgen.energy.record import MEASURED, Device, Record, identifying
from reportgen.inputs.energy import WALL, FileRecord
from reportgen.inputs.energy_details import MOST_PARTS
from reportgen.page.parts import Block, Cell, Chart, Column, Row, Section, Table
from reportgen.page.printer import Amount
from reportgen.page.writer import Writer
from reportgen.words import numbers
from reportgen.words.message import message

MOST_ROWS_SHOWN = 12  # devices, and stages
MOST_RECORDS_SHOWN, MOST_RECORDS_DRAWN = 20, 6
LEAST_SAMPLES = 20  # fewer make no curve
_FIRM = (MEASURED, "contract", "stated")
_KINDS = {
    "gpu": message("GPU"),
    "cpu": message("CPU"),
    "ram": message("memory"),
    "machine": message("machine"),
    "other": message("other"),
}


def record_blocks(w: Writer, *, compact: bool) -> list[Block]:
    """What the records say beside their energy: power over time, devices, stages, how each came about.

    compact: how each came about alone; what figures are computed from stands among the inputs.
    """
    counted = counted_records(w)
    methods: list[Block] = [_methods(w, counted)] if counted else []
    if compact:
        return methods
    wholes = _whole_records(counted)
    several = len(wholes) > 1
    blocks: list[Block] = [*_powers(w, wholes)]
    if rows := [row for parts in wholes for row in _device_rows(w, parts, several)]:
        blocks.append(_devices(w, rows))
    if rows := [row for file in counted for row in _stage_rows(w, file, several)]:
        blocks.append(_stages(w, rows))
    return [*blocks, *methods]


def records_section(w: Writer, number: int) -> Section | None:
    """The appendix on the records of energy; None without any."""
    blocks = record_blocks(w, compact=False)
    if not blocks:
        return None
    finding = w.say("What the records of energy say")
    return Section("records", number, w.say("Records"), finding, tuple(blocks), new_page=False)


def counted_records(w: Writer) -> list[FileRecord]:
    return [it for it in w.account.records if w.ledger.known(it.key)]


def _whole_records(files: Sequence[FileRecord]) -> list[list[FileRecord]]:
    """The measured and the estimated part of a record together; any other record by itself."""
    wholes: list[list[FileRecord]] = []
    for file in files:
        if wholes and file.part_of is not None and wholes[-1][0].part_of is file.part_of:
            wholes[-1].append(file)
        else:
            wholes.append([file])
    return wholes


def filled(basis: str) -> str:
    """The class of a bar: filled where it was measured or stated, else outlined."""
    return "r1" if basis in _FIRM else "est"


def end_of(file: FileRecord) -> str:
    return file.key.partition(".")[2]


def _devices_of(parts: Sequence[FileRecord]) -> list[tuple[Device, str]]:
    """The devices of a record's parts, each with the end of its figures' keys."""
    return [
        (device, f"{end_of(part)}_{number}")
        for part in parts
        for number, device in enumerate(part.record.devices[:MOST_PARTS], start=1)
    ]


def _powers(w: Writer, wholes: Sequence[list[FileRecord]]) -> list[Chart]:
    """The curves of the records that have enough samples, of many the first."""
    found = (chart for parts in wholes if (chart := _power(w, parts)))
    charts = list(islice(found, MOST_RECORDS_DRAWN + 1))
    if len(charts) <= MOST_RECORDS_DRAWN:
        return charts
    last = charts[MOST_RECORDS_DRAWN - 1]
    first = w.say("Only the first {most} records are drawn.", most=MOST_RECORDS_DRAWN)
    return [*charts[: MOST_RECORDS_DRAWN - 1], replace(last, note=w.paragraph((last.note, first)))]


def _power(w: Writer, parts: Sequence[FileRecord]) -> Chart | None:
    """Power over time of the devices that drew most; None where there are too few samples for a curve."""
    record = parts[0].part_of or parts[0].record
    curves = []
    for device, end in _devices_of(parts):
        key = f"device_peak.{end}"
        enough = device.power is not None and device.power.samples >= LEAST_SAMPLES
        if enough and w.ledger.known(key) and w.ledger.value(key):
            curves.append((device, end))
    if not curves:
        return None
    curves.sort(key=lambda curve: -(curve[0].energy_kwh or 0))
    shown = curves[:MOST_PANELS]
    # the same scale for all, so that panels can be compared
    scale = scale_above(max(w.ledger.value(f"device_peak.{end}") for _, end in shown), w.numbers)
    panels = tuple(
        PowerPanel(
            w.translated(device.name),
            _panel_words(w, end),
            tuple(PowerSpan(it.start_s, it.end_s, it.mean_w, it.low_w, it.high_w) for it in device.power.spans),
            *scale,
        )
        for device, end in shown
        if device.power is not None
    )
    told = w.series(w.labelled(panel.label, panel.sub) for panel in panels)
    note = ""
    if len(curves) > len(shown):
        note = w.say("Only the {most} devices that drew most are shown.", most=len(shown))
    return Chart(
        title=w.say("Power while filtering, device by device"),
        sub=w.say("{file}: time from the start of the record", file=parts[0].file),
        data=power_chart(
            w.say("Power over time. {devices}.", devices=told),
            panels,
            in_a_row(_stages_of(record))[:MOST_PARTS],
            w.numbers,
        ),
        rail_title=w.say("How to read"),
        rail=w.say(
            "The line is the mean, the band reaches from the lowest to the highest reading. Where both break off, "
            "nothing was recorded, and nothing is counted."
        ),
        note=note,
    )


def _panel_words(w: Writer, end: str) -> str:
    peak = w.scaled(f"device_peak.{end}")
    if w.ledger.known(f"device_power.{end}" if f"device_power.{end}" in w.ledger else ""):
        mean = w.scaled(f"device_power.{end}")
        return w.say("mean {mean}, highest {peak}", mean=mean, peak=peak)
    return w.say("highest {peak}", peak=peak)


def _stages_of(record: Record) -> list[PowerStage]:
    return [
        PowerStage(stage.name, stage.start_s, stage.start_s + stage.duration_s)
        for stage in record.stages
        if stage.start_s is not None and stage.duration_s is not None
    ]


_Part = tuple[str, str, str, str]  # key of its energy, name, second line, basis


def _device_rows(w: Writer, parts: Sequence[FileRecord], several: bool) -> list[_Part]:
    """The devices of a record's parts; where there are several records, which one says so."""
    devices = _devices_of(parts)
    rows = []
    for device, end in devices:
        key = f"device_energy.{end}"
        if key in w.ledger:
            kind, method = w.say(_KINDS[device.kind]), w.translated(device.method)
            small = w.say("{kind}; {method}", kind=kind, method=method) if method else kind
            small = " · ".join((small, *identifying(device))) if w.account.internal else small
            rows.append(
                (key, w.translated(device.name), f"{small} · {parts[0].file}" if several else small, device.basis)
            )
    return rows if len(devices) > 1 else []


def _stage_rows(w: Writer, file: FileRecord, several: bool) -> list[_Part]:
    """The record's stages; where there are several records, which one says so."""
    rows = []
    for number, stage in enumerate(file.record.stages[:MOST_PARTS], start=1):
        key = f"stage_energy.{end_of(file)}_{number}"
        if key in w.ledger:
            rows.append((key, stage.name, file.file if several else "", file.record.basis))
    return rows


def _devices(w: Writer, parts: Sequence[_Part]) -> Table:
    return _parts(
        w,
        parts,
        w.say("What each device drew"),
        w.say("Device"),
        w.say("Of the records’ devices; measured ones are filled, estimated ones outlined."),
    )


def _stages(w: Writer, parts: Sequence[_Part]) -> Table:
    return _parts(
        w,
        parts,
        w.say("What each stage drew, by the records"),
        w.say("Stage"),
        w.say("Stages may nest or leave time between them, so they need not add up to the whole."),
    )


def _parts(w: Writer, parts: Sequence[_Part], title: str, head: str, rail: str) -> Table:
    """A table of parts on the scale of the largest, those that drew most first."""
    ordered = sorted(parts, key=lambda part: -w.ledger.value(part[0]))
    shown = ordered[:MOST_ROWS_SHOWN]
    largest = w.ledger.value(shown[0][0])
    scale = w.scale_of([part[0] for part in shown])
    rows = []
    for key, name, small, basis in shown:
        cells = (
            Cell(bars=bars_in_a_row([(filled(basis), w.ledger.value(key))], largest)),
            Cell(amount=w.on_scale(key, scale).bare),
            Cell(mark=basis),
        )
        rows.append(Row(name, cells, small=small))
    return Table(
        name="energy",
        title=title,
        sub="",
        columns=(
            Column(head),
            Column("", bar=True),
            Column(w.say("Energy, {unit}", unit=scale.unit), right=True),
            Column(w.say("Basis")),
        ),
        groups=(("", tuple(rows)),),
        rail_title=w.say("How to read"),
        rail=rail,
        wide=False,
        note=w.more(len(parts) - len(shown)),
    )


def _methods(w: Writer, files: Sequence[FileRecord]) -> Table:
    """How each record came about, and what is doubtful in it."""
    return Table(
        name="record-methods",
        title=w.say("How each record came about"),
        sub="",
        columns=(
            Column(w.say("Record")),
            Column(w.say("Method")),
            Column(w.say("Interval"), right=True),
            Column(w.say("Sampling error"), right=True),
            Column(w.say("Gaps"), right=True),
            Column(w.say("PUE, grid")),
        ),
        groups=(("", tuple(_method_row(w, file) for file in files[:MOST_RECORDS_SHOWN])),),
        note=w.paragraph((_sampling_note(w, files), w.more(max(0, len(files) - MOST_RECORDS_SHOWN)))),
    )


def _sampling_note(w: Writer, files: Sequence[FileRecord]) -> str:
    told = w.say(
        "Sampling error: what may have been missed between two readings, either way; changes faster than the "
        "interval cannot be seen."
    )
    if all(file.meter == WALL or file.record.basis != MEASURED for file in files):
        return told
    return w.paragraph((told, w.say("How far software meters are from a wall meter comes on top.")))


def _method_row(w: Writer, file: FileRecord) -> Row:
    record, end = file.record, end_of(file)
    dash = Cell(numbers.DASH, plain_dash=True)

    def given(key: str, amount: Amount | None = None) -> Cell:
        if f"{key}.{end}" not in w.ledger:
            return dash
        return Cell(amount=amount or w.duration(f"{key}.{end}"))

    bound = dash
    if f"sampling_bound.{end}" in w.ledger and w.ledger.value(f"sampling_bound.{end}"):
        amount = w.scaled(f"sampling_bound.{end}")
        bound = Cell(amount=Amount(f"±{amount.text}", amount.unit))
    tool = f"{record.tool} {record.tool_version}" if record.tool_version else record.tool
    pue = w.say("no PUE")
    if record.pue_included is None:
        pue = w.say("PUE not known")
    elif record.pue_included != 1:
        pue = w.say("PUE {pue}", pue=record.pue_included)
    grid = ""
    if f"tool_intensity.{end}" in w.ledger:
        grid = w.say("the tool’s grid: {intensity}, not used here", intensity=w.exact(f"tool_intensity.{end}"))
    corrected = ""
    if f"reported_energy.{end}" in w.ledger:
        corrected = w.say("corrected: the tool says {energy}", energy=w.scaled(f"reported_energy.{end}"))
    small = " · ".join(text for text in (corrected, w.translated(file.apart)) if text)
    return Row(
        file.file,
        (
            Cell(w.translated(record.method) or w.say("as the tool reports it"), small=small),
            given("sampling_interval"),
            bound,
            given("record_gaps"),
            Cell(pue, small=grid),
        ),
        small=tool,
    )
