"""Training evidence as files: a table for a terminal, JSON, CSV, and the Pareto chart as SVG."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from reportgen.charts.axes import fixed_ticks
from reportgen.charts.palette import HOUSE_LIGHT
from reportgen.charts.pareto import ParetoData, ParetoPoint
from reportgen.evidence.comparison import Comparison
from reportgen.evidence.groups import RunGroup
from reportgen.evidence.statistics import METHOD, Spread
from reportgen.evidence.training import Training, group_of
from reportgen.files.csv_cells import harmless
from reportgen.files.json_text import dumps, number_text
from reportgen.problems import excerpt, refuse
from reportgen.words.numbers import DASH, HOUSE, NO_BREAK, scale_for, scaled

SCHEMA = "reportgen/training/1"
_WIDTH = 80  # of a terminal
_NUMBER_WIDTH = 14
_FONT = "Inter, Helvetica, Arial, sans-serif"  # of a picture on its own, which carries no font


def as_json(found: Training) -> bytes:
    """The evidence as values, unrounded; `saving` is a fraction of the worst group's energy per denominator."""
    best = found.best_against_worst
    columns = found.runs.columns
    return (
        dumps(
            {
                "schema": SCHEMA,
                "denominator": columns.denominator,
                "groups": [
                    _group(group, on_front, found) for group, on_front in zip(found.groups, found.on_front, strict=True)
                ],
                "best": group_of(found.groups[0], columns),
                "worst": group_of(found.groups[-1], columns),
                "saving": best and best.saving,
                "accuracy_lost": best and best.accuracy_lost,
                "accuracy_test": best and _test(best),
                "saving_label": best and _label(found),
                "co2": {
                    "grid_intensity": found.emissions.kg_per_kwh,
                    "pue": found.emissions.pue,
                    "grid": str(found.emissions),
                },
                "selecting": _selecting(found),
                "comparisons": [_comparison(one, found) for one in found.comparisons],
                "outliers": {"rule": found.rule and str(found.rule), "removed": found.removed},
                "columns": {
                    "group": list(columns.group),
                    "energy": columns.energy,
                    "energy_unit": found.runs.energy_unit.name,
                    "accuracy": columns.accuracy,
                    "per": columns.per,
                    "duration": columns.duration,
                    "device": columns.device,
                    "run": found.runs.told_apart_by,
                },
                "quartiles": METHOD,
                "warnings": list(found.warnings),
            }
        )
        + "\n"
    ).encode()


def _group(group: RunGroup, on_front: bool, found: Training) -> dict[str, Any]:
    return {
        "group": group_of(group, found.runs.columns),
        "n": group.energy_kwh.n,
        "energy_kwh": _spread(group.energy_kwh),
        "accuracy": group.accuracy and {**_spread(group.accuracy), "n": group.accuracy.n},
        "duration_s": group.duration_s and {**_spread(group.duration_s), "n": group.duration_s.n},
        "co2_kg": {name: value and found.emissions.of(value) for name, value in _spread(group.energy_kwh).items()},
        "pareto": on_front,
        "outliers_removed": group.removed,
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {"median": spread.median, "p25": spread.p25, "p75": spread.p75}


def _comparison(one: Comparison, found: Training) -> dict[str, Any]:
    return {
        "a": one.a,
        "b": one.b,
        "denominator": found.runs.columns.denominator,
        "n": {"a": one.a_runs.energy_kwh.n, "b": one.b_runs.energy_kwh.n},
        "energy_kwh": {"a": one.a_runs.energy_kwh.median, "b": one.b_runs.energy_kwh.median},
        "saving": one.saving,
        "accuracy_lost": one.accuracy_lost,
        "accuracy_test": _test(one),
        "saving_label": _label(found),
    }


def _test(one: Comparison) -> dict[str, Any]:
    return {"verdict": one.verdict, "p": one.p}


def _selecting(found: Training) -> dict[str, Any]:
    """What all runs with an energy took, those that are not compared apart; of whole runs."""
    it, of = found.selecting, found.emissions.of
    return {
        "n": it.counted,
        "energy_kwh": it.counted_kwh,
        "co2_kg": of(it.counted_kwh),
        "aside": {
            "n": it.aside,
            "energy_kwh": it.aside_kwh,
            "co2_kg": None if it.aside_kwh is None else of(it.aside_kwh),
            "without_energy": it.unknown,
        },
    }


def _label(found: Training) -> str:
    return f"saving of energy per {found.runs.columns.denominator}, as a fraction"


def as_csv(found: Training) -> bytes:
    """A row for each group, numbers unrounded; what is not known is an empty cell."""
    columns = found.runs.columns
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    spreads = [
        f"{name}_{part}" for name in ("energy_kwh", "accuracy", "duration_s") for part in ("median", "p25", "p75")
    ]
    heads = [*map(harmless, columns.group), "n", "denominator", *spreads, "pareto", "outliers_removed"]
    writer.writerow([*heads, "co2_kg_median", "grid_kg_per_kwh", "pue"])
    for group, on_front in zip(found.groups, found.on_front, strict=True):
        numbers = [
            "" if spread is None else number_text(value)
            for spread in (group.energy_kwh, group.accuracy, group.duration_s)
            for value in ((spread.median, spread.p25, spread.p75) if spread else (Decimal(0),) * 3)
        ]
        front = "true" if on_front else "false"
        key = map(harmless, group.key)
        emitted = [found.emissions.of(group.energy_kwh.median), found.emissions.kg_per_kwh, found.emissions.pue]
        counts = [*numbers, front, group.removed, *map(number_text, emitted)]
        writer.writerow([*key, group.energy_kwh.n, harmless(columns.denominator), *counts])
    return text.getvalue().encode()


def as_text(found: Training) -> bytes:
    """A table for a terminal of 80 columns: medians, and below each its quartiles."""
    columns = found.runs.columns
    count = sum(group.energy_kwh.n for group in found.groups)
    time = ", time per run" if columns.duration else ""
    lines = [
        f"{excerpt(found.runs.name)}: {_counted(count, 'run')} in {_counted(len(found.groups), 'group')}",
        f"energy per {columns.denominator}{time}: medians, and below them the quartiles",
        *_table(found),
        "",
        "* on the Pareto front: no other takes less without scoring less",
        f"CO2e: {found.emissions}",
        *_all_runs(found),
    ]
    if found.best_against_worst:
        lines += ["", *_said(found.best_against_worst, found, "best against worst")]
    for one in found.comparisons:
        lines += ["", *_said(one, found, "as compared")]
    if found.rule is not None:
        lines += ["", f"{_counted(found.removed, 'run')} left out as outliers ({found.rule})"]
    return ("\n".join(lines).replace(NO_BREAK, " ") + "\n").encode()


def _all_runs(found: Training) -> list[str]:
    """What selecting took, of all runs that have an energy."""
    it = found.selecting
    lines = [f"all of them took {_amount(it.counted_kwh, found)}"]
    if it.aside_kwh is None:
        lines.append("rows that do not count: which of them are one run cannot be told, nor what they took")
    elif it.aside or it.unknown:
        every = f"left out or unfinished: {_counted(it.aside + it.unknown, 'run')}"
        took = f", {_amount(it.aside_kwh, found)} more"
        if it.unknown:
            took = f"; {HOUSE.whole(Decimal(it.aside))} with an energy{took}" if it.aside else ", none with an energy"
        lines.append(f"{every}{took}")
    return lines


def _amount(energy_kwh: Decimal, found: Training) -> str:
    """An energy with its CO2e."""
    parts = []
    for unit, value in (("kWh", energy_kwh), ("kgCO2e", found.emissions.of(energy_kwh))):
        name, size = scale_for(unit, [value])
        parts.append(f"{HOUSE.significant(scaled(value, size), 3)} {name}{' CO2e' if unit != 'kWh' else ''}")
    return ", ".join(parts)


def _counted(count: int, word: str) -> str:
    return f"{HOUSE.whole(Decimal(count))} {word}{'' if count == 1 else 's'}"


def _table(found: Training) -> list[str]:
    columns = found.runs.columns
    energies = [group.energy_kwh.median for group in found.groups]
    unit, size = scale_for("kWh", energies)
    heads = [f"energy, {unit}"]
    spreads: list[list[Spread | None]] = [[_in(group.energy_kwh, size) for group in found.groups]]
    emitted = [_emitted(group.energy_kwh, found) for group in found.groups]
    co2_unit, co2_size = scale_for("kgCO2e", [spread.median for spread in emitted])
    heads.append(f"CO2e, {co2_unit}")
    spreads.append([_in(spread, co2_size) for spread in emitted])
    durations = [group.duration_s for group in found.groups]
    if columns.duration is not None:
        time, seconds = _time_scale(durations)
        heads.append(f"time, {time}")
        spreads.append([spread and _in(spread, seconds) for spread in durations])
    heads.append(excerpt(columns.accuracy, _NUMBER_WIDTH - 1))
    spreads.append([group.accuracy for group in found.groups])
    room = _WIDTH - 2 - 6 - _NUMBER_WIDTH * len(heads)
    lines = ["", *_named("  ", " / ".join(columns.group), room)]
    lines[-1] += f"{'runs':>6}" + "".join(f"{head:>{_NUMBER_WIDTH}}" for head in heads)
    for place, group in enumerate(found.groups):
        mark = "*" if found.on_front[place] else " "
        cells = [_number(of[place]) for of in spreads]
        count = HOUSE.whole(Decimal(group.energy_kwh.n))
        lines += _named(f"{mark} ", " / ".join(group.key), room)
        lines[-1] += f"{count:>6}" + "".join(f"{cell:>{_NUMBER_WIDTH}}" for cell in cells)
        ranges = "".join(f"{_range(of[place]):>{_NUMBER_WIDTH}}" for of in spreads)
        lines.append(f"{'':<{room + 8}}{ranges}".rstrip())
    return lines


def _named(mark: str, name: str, room: int) -> list[str]:
    """The beginning of a row with its name, which stands on a line of its own where it is longer than its room."""
    if len(name) <= room:
        return [f"{mark}{name:<{room}}"]
    return [f"{mark}{excerpt(name, _WIDTH - len(mark))}", f"{'':<{room + len(mark)}}"]


def _emitted(energy: Spread, found: Training) -> Spread:
    of = found.emissions.of
    return Spread(energy.n, of(energy.median), of(energy.p25), of(energy.p75))


def _in(spread: Spread, size: Decimal) -> Spread:
    return Spread(spread.n, scaled(spread.median, size), scaled(spread.p25, size), scaled(spread.p75, size))


def _time_scale(durations: Sequence[Spread | None]) -> tuple[str, Decimal]:
    """The unit of time in which the longest median reads well, and how many seconds it is."""
    longest = max((spread.median for spread in durations if spread), default=Decimal(0))
    scales = (("h", Decimal(3600)), ("min", Decimal(60)))
    return next((scale for scale in scales if longest >= scale[1]), ("s", Decimal(1)))


def _number(spread: Spread | None) -> str:
    return "not known" if spread is None else _short(spread.median)


def _range(spread: Spread | None) -> str:
    return "" if spread is None else f"{_short(spread.p25)}{DASH}{_short(spread.p75)}"


def _short(value: Decimal) -> str:
    return HOUSE.significant(value, 3)


def _said(one: Comparison, found: Training, head: str) -> list[str]:
    """A comparison in words, with its denominator."""
    a, b = (_name(said) for said in (one.a, one.b))
    per = found.runs.columns.denominator
    if one.saving is None:
        what = "saving: not known"
    elif one.saving >= 0:
        what = f"saves {HOUSE.share(one.saving)} of the energy per {per}"
    else:
        what = f"takes {HOUSE.share(one.saving.copy_abs())} more energy per {per}"
    lost = one.accuracy_lost
    score = found.runs.columns.accuracy
    loses = f"{score}: {'not known on both sides' if lost is None else _changed(one, lost)}"
    counts = f"{_counted(one.a_runs.energy_kwh.n, 'run')} against {_counted(one.b_runs.energy_kwh.n, 'run')}"
    return [f"{head}:", f"  {a}", f"  {what}", f"  against {b}", f"  {loses}; {counts}"]


def _changed(one: Comparison, lost: Decimal) -> str:
    """A difference of accuracy, lost or gained only where the test shows one."""
    amount = HOUSE.significant(lost.copy_abs())
    match one.verdict:
        case "lower":
            return f"{amount} lost (permutation test, p = {_short(one.p or Decimal(0))})"
        case "higher":
            return f"{amount} gained (permutation test, p = {_short(one.p or Decimal(0))})"
    way = "no difference of medians" if not lost else f"{amount} {'lower' if lost > 0 else 'higher'}"
    match one.verdict:
        case "few":
            return f"{way}, too few runs for a verdict"
        case "open":
            return f"{way}, which may be chance (p = {_short(one.p or Decimal(0))})"
    return f"{way}, not tested"


def _name(said: dict[str, str]) -> str:
    return " / ".join(excerpt(f"{name}={value}", _WIDTH) for name, value in said.items())


def as_svg(found: Training) -> bytes:
    """The Pareto chart. Raises: InputError where no group has a score."""
    columns = found.runs.columns
    known = [
        (group, group.accuracy.median, on_front)
        for group, on_front in zip(found.groups, found.on_front, strict=True)
        if group.accuracy is not None
    ]
    if not known:
        message = f'no run has a number in "{excerpt(columns.accuracy)}", and the chart shows energy against it'
        refuse("--format svg", message, "choose another format, or another column")
    unit, size = scale_for("kWh", [group.energy_kwh.median for group, _, _ in known])
    points = tuple(
        ParetoPoint(" / ".join(group.key), scaled(group.energy_kwh.median, size), score, on_front)
        for group, score, on_front in known
    )
    energies = [Decimal(0), *(Decimal(point.energy) for point in points)]
    scores = [score for _, score, _ in known]
    data = ParetoData(
        f"{columns.accuracy} against energy per {columns.denominator}. CO2e: {found.emissions}",
        points,
        f"energy per {columns.denominator}, {unit} (median); CO2e: times {found.emissions.factors}",
        f"{columns.accuracy} (median)",
        fixed_ticks(min(energies), max(energies), HOUSE),
        fixed_ticks(min(scores), max(scores), HOUSE),
    )
    return (data.draw(HOUSE_LIGHT, narrow=False, font=_FONT) + "\n").encode()


WRITERS: dict[str, Callable[[Training], bytes]] = {"table": as_text, "json": as_json, "csv": as_csv, "svg": as_svg}
