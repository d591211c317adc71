"""Leaves of the data by other measures than samples, and which of them a price is by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.factors.cost_units import SECONDS_IN, Pricing
from reportgen.factors.measures import measure, measure_for
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import AmountOutline
from reportgen.figures.units import measure_unit, measure_word
from reportgen.files.notes import Notes
from reportgen.inputs.leaves import Leaves
from reportgen.inputs.samples import OfTable, role_of
from reportgen.locale.language import Language, with_noun
from reportgen.locale.sample_noun import known_nouns
from reportgen.manifest.model import Manifest, SampleUnit
from reportgen.problems import excerpt
from reportgen.words.message import message

# Letters and what joins words: a word that stands in sentences, and no sentence or sign of its own.
_WORD = re.compile(r"[^\W\d_][\w .’'-]*")


@dataclass(frozen=True)
class DataAmounts:
    """measures: those that the manifest gives. some_labelled: whether a part of the samples has labels already.

    sample: what a sample is by the manifest's `unit`, as a price may count it.
    """

    measures: tuple[str, ...] = ()
    some_labelled: bool = False
    sample: str = ""

    def of(self, counted: str) -> AmountOutline | None:
        """The amount that says how much there is of what a price counts; None where no measure does."""
        found = measure_for(counted, self.measures)
        return AmountOutline(*found, shared=self.some_labelled) if found else None

    def is_sample(self, counted: str) -> bool:
        """Whether a sample is what a price counts."""
        return counted == "sample" or (bool(self.sample) and measure(counted) == self.sample)

    def is_unclear(self, units: Pricing) -> bool:
        """Whether the price may be for an hour of the labeller's or of a recording."""
        return units.seconds is not None and any(it in self.measures for it in SECONDS_IN)


def amount_leaves(leaves: Leaves, manifest: Manifest, counted: OfTable, notes: Notes) -> DataAmounts:
    """Add the amounts. What cannot be is noted: more after filtering, or some of no samples.

    counted: what the table of decisions says.
    """
    measures: list[str] = []
    sample = "" if manifest.unit is None else measure(manifest.unit.one)
    _check_unit(manifest.unit, sample, notes)
    for name, amount in (manifest.amounts or {}).items():
        end, place = measure(name), ("amounts", name)
        if end in measures:
            notes.add(place, f"names {end} a second time", "give it once")
            continue
        if end in ("sample", sample):
            notes.add(place, "are the samples themselves", "they stand in samples_before and samples_after")
            continue
        measures.append(end)
        _amount(leaves, end, amount.before, amount.after, "stated")
        _check(leaves, end, notes, {side: (*place, side) for side in ("before", "after")})
    for end, (before, after) in counted.amounts.items():
        measures.append(end)
        _amount(leaves, end, before, after, "measured")
        _check(leaves, end, notes, dict.fromkeys(("before", "after"), ("samples", role_of(end))))
    for end, many in counted.unknown.items():
        label = message("Samples without this value in the table of decisions ({unit})", unit=measure_word(end))
        leaves.stated(f"amount_unknown.{end}", many, label=label, basis="measured")
    return DataAmounts(tuple(measures), _some_labelled(leaves), sample)


def _amount(leaves: Leaves, end: str, before: Decimal, after: Decimal, basis: str) -> None:
    unit, word = measure_unit(end), measure_word(end)
    label = message("Amount before filtering ({unit})", unit=word)
    leaves.stated(f"amount_before.{end}", before, unit=unit, label=label, basis=basis)
    label = message("Amount after filtering ({unit})", unit=word)
    leaves.stated(f"amount_after.{end}", after, unit=unit, label=label, basis=basis)


def _check_unit(unit: SampleUnit | None, sample: str, notes: Notes) -> None:
    if unit is None:
        return
    for word in filter(None, (unit.one, unit.many)):
        if not _WORD.fullmatch(word):
            notes.add(("unit",), f"{excerpt(word)} is no word", "letters, such as tile; write {one: tile, many: tiles}")
            return
    if unit.many is None and sample not in (*known_nouns(), "sample"):
        hint = f"known: {', '.join(known_nouns())}; of your own  unit: {{one: {unit.one}, many: ...}}"
        notes.add(("unit",), f"{excerpt(unit.one)} is no word that is known here", hint)


def named(language: Language, unit: SampleUnit | None) -> Language:
    """The language, in which a sample is called as the manifest says."""
    if unit is None:
        return language
    return with_noun(language, unit.one if unit.many else measure(unit.one), unit.many, unit.gender)


def _some_labelled(leaves: Leaves) -> bool:
    key = "already_labelled_before"
    return leaves.ledger.known(key) and leaves.ledger.value(key) != 0


def _check(leaves: Leaves, end: str, notes: Notes, places: Mapping[str, tuple[str, ...]]) -> None:
    """Note what cannot be, of what --set gave as a fault of its own. places: of before and after in the manifest."""
    for side, fault, hint in _faults(leaves.ledger, end):
        key = f"amount_{side}.{end}"
        if leaves.ledger[key].layer == "command line":
            leaves.fault(key, fault, hint)
        else:
            notes.add(places[side], fault, hint)


def _faults(ledger: Ledger, end: str) -> Iterator[tuple[str, str, str]]:
    before, after = ledger.value(f"amount_before.{end}"), ledger.value(f"amount_after.{end}")
    if after > before:
        yield "after", f"{after:f} after filtering is more than the {before:f} before", "are the two swapped?"
    for side, amount in (("before", before), ("after", after)):
        if amount and ledger.value(f"samples_{side}") == Decimal(0):
            yield side, f"{amount:f} {side} filtering, in no sample", f"0, or the samples in samples_{side}"
