"""perun's benchmark list: the mean over a run's rounds, one map a metric."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from reportgen.energy.importers.cells import NO_ENERGY, bounded_s, measured
from reportgen.energy.importers.json_file import decimal, entry
from reportgen.energy.record import Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.units import J_PER_KWH
from reportgen.problems import InputError, excerpt
from reportgen.words.message import message

_LIST = re.compile(r'\s*\[\s*\{\s*"name":\s*"[^"]* - [A-Z_]+",\s*"unit":')
_ENERGY = re.compile(r'"name":\s*"[^"]* - ENERGY"')
_UNITS = {"ENERGY": "J", "RUNTIME": "s"}
_MAGNITUDES = {"p": -12, "n": -9, "µ": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12}
_BENCH_MEAN = (
    "the benchmark list holds the mean over the rounds of a run, and does not say which PUE was multiplied in: "
    "`perun export` to json says both"
)


def is_bench(source: Source) -> bool:
    """Whether the file looks like perun's benchmark list."""
    return bool(_LIST.match(source.head) and _ENERGY.search(source.head))


def bench_records(source: Source, values: list[Any], lost: Losses) -> list[Record]:
    """One record per entry of a run's energy, beside the entry of its run time; odd entries are lost."""
    found: dict[str, dict[str, Decimal]] = {}
    for index, item in enumerate(values):
        try:
            run, metric, value = _entry(source, item, index)
        except InputError as error:
            lost.take(error)
            continue
        if metric in _UNITS:
            found.setdefault(run, {})[metric] = value
    return [_bench_record(metrics) for metrics in found.values() if "ENERGY" in metrics]


def _entry(source: Source, item: Any, index: int) -> tuple[str, str, Decimal]:
    """The run, what was measured of it, and how much, in J or s; 0 of anything else."""
    name = str(entry(source, item, f"$[{index}]").get("name"))
    run, _, metric = name.rpartition(" - ")
    if metric not in _UNITS:
        return run, metric, Decimal(0)
    unit = str(item.get("unit"))
    magnitude, base = unit[:-1], unit[-1:]
    if base != _UNITS[metric] or magnitude not in _MAGNITUDES:
        source.refuse(None, f"$[{index}].unit is '{excerpt(unit)}', which is not known here", "is the file damaged?")
    value = decimal(source, item.get("value"), f"$[{index}].value").scaleb(_MAGNITUDES[magnitude])
    return run, metric, bounded_s(source, None, value, f"$[{index}].value") if base == "s" else value


def _bench_record(metrics: dict[str, Decimal]) -> Record:
    energy_kwh = measured(metrics["ENERGY"] / J_PER_KWH)
    return Record(
        "perun",
        energy_kwh,
        pue_included=None,
        duration_s=metrics.get("RUNTIME"),
        warnings=(_BENCH_MEAN,) if energy_kwh is not None else (_BENCH_MEAN, NO_ENERGY),
        method=message("energy of a round, integrated by perun"),
    )
