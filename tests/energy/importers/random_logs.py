"""Random logs of sampled power whose energy is known, in every dialect, with faults in some of their rows."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

EPOCH = datetime(2026, 5, 4, 7, 30)
BANNERS = ("Mon May  4 07:30:00 2026", "[W] slurmstepd: error: cgroup, memory", "==> worker 3 restarted", "#", "GPU 0:")
GARBAGE = ("#@!", "12..5", "1e99", "x7f", "0x1F", "--", "1 2 3", "W", "5 J")


@dataclass(frozen=True)
class Sample:
    """What a device drew at a time, in ms and in hundredths of a W."""

    device: int
    time_ms: int
    power_cw: int


@dataclass(frozen=True)
class Log:
    """A file with what is said of its columns, and what is true of it.

    true_j: the area under straight lines through all samples. sampling_j: what sampling can have missed of it, either
    way. faults: its faulty rows. step_s: the longest between two samples of a device. row_w: the highest of a row.
    """

    text: bytes
    columns: dict[str, str]
    dialect: str
    devices: int
    true_j: Fraction
    sampling_j: Fraction
    faults: int
    step_s: Fraction
    row_w: Fraction


def random_log(seed: int, most_faults: float = 0.05) -> Log:
    """Return the log that this seed makes."""
    dice = random.Random(seed)
    name = dice.choice(list(DIALECTS))
    devices = 1 if name == "smi alone" else dice.randint(2 if name.startswith("wide") else 1, 16)
    ticks = _ticks(dice, devices, wide=name.startswith("wide"))
    curves = [[tick[device] for tick in ticks] for device in range(devices)]
    steps = [(a, b) for curve in curves for a, b in pairwise(curve)]
    header, rows, columns, cells = DIALECTS[name](dice, ticks)
    lines, faults = _with_faults(dice, rows, cells, dice.choice((0, most_faults / 2, most_faults)))
    peaks_cw = [max(it.power_cw for it in curve) for curve in curves]
    row_cw = sum(peaks_cw) if name.startswith("wide") else max(peaks_cw)
    text = header + "".join(lines)
    return Log(
        text.encode(),
        columns,
        name,
        devices,
        sum(
            (Fraction(b.time_ms - a.time_ms, 1000) * Fraction(a.power_cw + b.power_cw, 200) for a, b in steps),
            Fraction(),
        ),
        sum(
            (Fraction(b.time_ms - a.time_ms, 1000) * Fraction(abs(a.power_cw - b.power_cw), 200) for a, b in steps),
            Fraction(),
        ),
        faults,
        Fraction(max(b.time_ms - a.time_ms for a, b in steps), 1000),
        Fraction(row_cw, 100),
    )


def _ticks(dice: random.Random, devices: int, wide: bool) -> list[list[Sample]]:
    """Return the samples of each tick, a device after the other, at one time or some milliseconds apart."""
    interval_ms = dice.choice((100, 500, 1000, 2000, 10_000, 30_000))
    apart_ms = 0 if wide else dice.choice((0, 1, 2))
    powers = [dice.randint(2_000, 60_000) for _ in range(devices)]
    kinds = [dice.choice(("steady", "walk", "steps")) for _ in range(devices)]
    ticks, time_ms = [], 0
    for _ in range(dice.randint(6, 60)):
        ticks.append([Sample(device, time_ms + apart_ms * device, powers[device]) for device in range(devices)])
        time_ms += round(interval_ms * dice.uniform(0.85, 1.2))
        for device, kind in enumerate(kinds):
            if kind == "walk":
                powers[device] = min(70_000, max(1_000, powers[device] + dice.randint(-3_000, 3_000)))
            elif kind == "steps" and dice.random() < 0.2:
                powers[device] = dice.randint(2_000, 60_000)
    return ticks


# header, rows, what is said of the columns, and where in a row a power stands.
Written = tuple[str, list[list[str]], dict[str, str], str]


def _clock(sample: Sample, form: str) -> str:
    moment = EPOCH + timedelta(milliseconds=sample.time_ms)
    millis = f"{moment.microsecond // 1000:03}"
    return {
        "smi": f"{moment:%Y/%m/%d %H:%M:%S}.{millis}",
        "iso": f"{moment:%Y-%m-%dT%H:%M:%S}.{millis}+02:00",
        "local": f"{moment:%Y-%m-%d %H:%M:%S}.{millis}",
        "s": f"{sample.time_ms / 1000:.3f}",
    }[form]


def _watts(sample: Sample) -> str:
    return f"{sample.power_cw // 100}.{sample.power_cw % 100:02}"


def _smi(dice: random.Random, ticks: list[list[Sample]], key: Callable[[int], str], name: str) -> Written:
    unit = dice.choice((" W", ""))
    rows = [
        [_clock(it, "smi"), *([key(it.device)] if name else []), f"{_watts(it)}{unit}"] for tick in ticks for it in tick
    ]
    header = ", ".join(["timestamp", *([name] if name else []), "power.draw [W]"]) + "\n"
    return header, rows, {}, ", "


def _in_turn(dice: random.Random, ticks: list[list[Sample]]) -> Written:
    """Return rows that no column tells apart, of as many devices as is said."""
    header, rows, _, between = _smi(dice, ticks, str, "")
    return header, rows, {"devices": str(len(ticks[0]))}, between


def _plain(dice: random.Random, ticks: list[list[Sample]], delimiter: str) -> Written:
    form = dice.choice(("iso", "local", "s"))
    rows = [[_clock(it, form), _watts(it), f"gpu{it.device}"] for tick in ticks for it in tick]
    if delimiter == ";":  # with a decimal comma, also in times that are numbers
        rows = [
            [time.replace(".", ",") if form == "s" else time, power.replace(".", ","), name]
            for time, power, name in rows
        ]
    order = dice.sample(range(3), 3)
    rows = [[row[place] for place in order] for row in rows]
    header = delimiter.join(["when", "draw", "board"][place] for place in order) + "\n"
    return header, rows, {"time_s" if form == "s" else "time": "when", "power_w": "draw", "device": "board"}, delimiter


def _wide(dice: random.Random, ticks: list[list[Sample]], unit: str, named: bool) -> Written:
    form = dice.choice(("iso", "local"))
    names = [f"gpu{it.device}{'' if unit else '_watts'}" for it in ticks[0]]
    rows = [[_clock(tick[0], form), *(f"{_watts(it)}{unit}" for it in tick)] for tick in ticks]
    columns = {"time": "time", "power_w": "+".join(names)} if named else {}
    return ",".join(["time", *names]) + "\n", rows, columns, ","


DIALECTS: dict[str, Callable[[random.Random, list[list[Sample]]], Written]] = {
    "smi index": lambda dice, ticks: _smi(dice, ticks, str, "index"),
    "smi uuid": lambda dice, ticks: _smi(dice, ticks, lambda it: f"GPU-{it:08x}-3f1c", "uuid"),
    "smi name": lambda dice, ticks: _smi(dice, ticks, lambda it: f"NVIDIA RTX {4000 + it}", "name"),
    "smi alone": lambda dice, ticks: _smi(dice, ticks, str, ""),
    "smi in turn": lambda dice, ticks: _in_turn(dice, ticks),
    "plain comma": lambda dice, ticks: _plain(dice, ticks, ","),
    "plain semicolon": lambda dice, ticks: _plain(dice, ticks, ";"),
    "plain tab": lambda dice, ticks: _plain(dice, ticks, "\t"),
    "wide": lambda dice, ticks: _wide(dice, ticks, "", named=False),
    "wide units": lambda dice, ticks: _wide(dice, ticks, " W", named=False),
    "wide columns": lambda dice, ticks: _wide(dice, ticks, "", named=True),
}


def _with_faults(dice: random.Random, rows: list[list[str]], between: str, share: float) -> tuple[list[str], int]:
    """Return the lines, up to this share of them faulty, and how many are."""
    lines, faults = [], 0
    powers = [place for place in range(len(rows[0])) if _is_power([row[place] for row in rows])]
    for cells in rows:
        if dice.random() >= share:
            lines.append(between.join(cells) + "\n")
            continue
        faults += 1
        kind = dice.choice(("cell", "cell", "time", "nul", "nul in it", "cut", "joined", "negative", "banner"))
        place = dice.choice(powers)
        if kind in ("cell", "negative", "time"):
            cell = {
                "cell": dice.choice(("", "N/A", "[N/A]", "ERR!", "[Unknown Error]", *GARBAGE)),
                "negative": f"-{cells[place]}",
                "time": dice.choice((*GARBAGE, "")),
            }[kind]
            target = next(at for at, text in enumerate(cells) if at not in powers) if kind == "time" else place
            lines.append(between.join([*cells[:target], cell, *cells[target + 1 :]]) + "\n")
        elif kind == "nul":
            lines.append("\0" * 40 + "\n")
        elif kind == "nul in it":
            lines.append(between.join([*cells[:place], "\0" + cells[place], *cells[place + 1 :]]) + "\n")
        elif kind in ("cut", "joined"):
            line = between.join(cells)
            faults += kind == "joined"  # the row behind it is spoilt with it
            lines.append(line[: dice.randrange(1, len(line))] + ("\n" if kind == "cut" else ""))
        else:
            lines += [dice.choice(BANNERS) + "\n", between.join(cells) + "\n"]
    return lines, faults


def _is_power(column: list[str]) -> bool:
    """Return whether all cells are numbers with two decimals, as the powers alone are."""
    return all(re.fullmatch(r"[0-9]+[.,][0-9]{2}( W)?", text) for text in column)
