"""The leaves of a report held against those that its inputs give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.audit.again import Again
from reportgen.audit.difference import Difference, stated
from reportgen.audit.rederive import close
from reportgen.audit.report_data import ReportData
from reportgen.figures.figure import Figure
from reportgen.inputs.audience import WITHHELD
from reportgen.inputs.keys import is_term
from reportgen.version import VERSION

_FIELDS = ("label", "unit", "basis", "layer", "sources", "chosen", "note", "replaces", "reason")
# What a withheld row decides beside the price's own terms: whose training counts.
_BY_ROW = ("factor_", "co2_per_sample")
# What the records that a report carries do not hold: the power of devices, and what was predicted.
_NOT_IN_RECORDS = ("device_peak.", "predicted_", "recorded_energy.", "sampling_bound.")
_OF_RECORDS = (
    *("record_duration.", "record_gaps.", "sampling_interval.", "device_energy.", "stage_energy.", "tool_intensity."),
    "reported_energy.",
)
_OF_RUNS = ("quality_", "training_samples", "training_kwh")
_OF_TABLE = ("unlabelled_before", "unlabelled_after")


@dataclass(frozen=True)
class HeldLeaves:
    """held: how many leaves are as the inputs give them. stated: keys of those that no carried input gives.

    other_version: how many built-in values were not held, as another version wrote the report.
    """

    held: int
    stated: tuple[str, ...]
    other_version: int
    differences: tuple[Difference, ...]


def held_leaves(report: ReportData, again: Again) -> HeldLeaves:
    """Each leaf with a value against the one that the inputs give."""
    leaves = {} if again.gathered is None else again.gathered.leaves.ledger
    found, taken = list[Difference](), list[str]()
    held = other = 0
    same_version = report.version == VERSION
    for key, figure in report.figures.items():
        if figure.expression is not None or figure.procedure is not None or figure.reason == WITHHELD:
            continue
        derived = leaves.get(key)
        if derived is None or _is_out_of_reach(key, figure, again):
            taken += [key] * (figure.value is not None)
        elif figure.layer == "built-in" and not same_version:
            other += 1
        else:
            held += figure.value is not None
            found += _compared(figure, derived)
    if again.gathered is not None and again.counted and not again.secret:
        found += [
            Difference(key, "is missing, and the inputs give it")
            for key in leaves
            if key not in report.figures and not _is_out_of_reach(key, leaves[key], again)
            if not _is_of_silent(key, report)
        ]
        found += _sources(report, again, same_version)
    return HeldLeaves(held, tuple(taken), other, tuple(found))


def _is_out_of_reach(key: str, figure: Figure, again: Again) -> bool:
    """Whether what decides the leaf is withheld or not carried."""
    if again.secret and (is_term(key) or key.startswith(_BY_ROW)):
        return True
    if key.startswith(_NOT_IN_RECORDS):
        return True
    of_records = key.startswith(("energy.", *_OF_RECORDS)) and not again.records
    of_runs = key.startswith(_OF_RUNS) and not again.runs
    of_table = key in _OF_TABLE and not again.counted
    return (of_records or of_runs or of_table) and figure.layer != "command line"


def _is_of_silent(key: str, report: ReportData) -> bool:
    """Whether the leaf is of a record that the report does not add, of which it says nothing more."""
    stem, _, end = key.partition(".")
    silent = {f"energy.{end}", f"energy.{end.rpartition('_')[0]}"}
    return f"{stem}." in _OF_RECORDS and any(it in report.figures and report.figures[it].value is None for it in silent)


def _compared(figure: Figure, derived: Figure) -> Iterator[Difference]:
    if figure.key.startswith("energy.") and figure.value is None:
        return  # which of two records of one time is added, their devices decide, which no report carries
    if not close(figure.value, derived.value):
        yield stated(figure.key, figure.value, derived.value)
    for end, said, again in (("low", figure.low, derived.low), ("high", figure.high, derived.high)):
        if not close(said, again):
            yield stated(figure.key, said, again, what=end)
    for field in _FIELDS:
        said, again = getattr(figure, field), getattr(derived, field)
        if field in ("basis", "layer", "sources", "chosen") and figure.value is None:
            continue
        if field == "note" and figure.key.startswith(("energy.", "evidence_runs.")):
            continue  # beside which other record it is added, and how runs were read, no report carries
        if said != again and (said or again):
            yield stated(figure.key, _said(said), _said(again), what=field)


def _said(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, str) else str(value)


def _sources(report: ReportData, again: Again, same_version: bool) -> Iterator[Difference]:
    """The sources that the leaves cite, as the inputs and this version's own facts name them."""
    assert again.gathered is not None
    listed = report.values.get("sources")
    if not isinstance(listed, dict) or not same_version:
        return
    leaves = [leaf for key, leaf in again.gathered.leaves.ledger.items() if key in report.figures]
    for identifier, source in again.gathered.leaves.sources.cited_by(leaves).items():
        if identifier in listed and listed[identifier] != source and isinstance(listed[identifier], dict):
            for name in dict.fromkeys([*source, *listed[identifier]]):
                said, derived = listed[identifier].get(name), source.get(name)
                if said != derived:
                    yield stated(f"sources.{identifier}", said, derived, what=name)
