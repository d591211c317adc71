"""CleanVision: flags of images in issues.csv, or the folder that holds it. It removes nothing.

A flag is a quality (dark, blurry ...) or says that an image is one of a set of duplicates; sets are stored in a pickle
alone, which is never read. But the score of a duplicate is 1 over the size of its set, so that the scores of a set add
up to 1; and exact duplicates have the same qualities, all of a set or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from reportgen.curation.record import Choice, Count, Curation, Stage
from reportgen.curation.records.flag_tables import Flagged, FlagTable, counts_of, flag_table, flags_of
from reportgen.files.number import number_in
from reportgen.files.source import Source
from reportgen.precision import working_precision

TOOL = "cleanvision"

_FILE = "issues.csv"
_EXACT, _NEAR = "exact_duplicates", "near_duplicates"
_QUALITIES = {
    *("odd_size", "odd_aspect_ratio", "low_information", "light", "grayscale", "dark", "blurry"),
}
_LARGEST_SET = 1_000_000
_TOLERANCE = Decimal("0.001")  # of a set's size, whose score is written with 16 digits

_UNREADABLE = "images that could not be read are in no row and in no count"
_NO_SETS = "the scores do not tell the sets of duplicates: keep-one and duplicates are not known"
_PARTLY = "some of a set of near duplicates have other flags: by keep-one {least:,} to {most:,} are kept"


def identify(source: Source) -> bool:
    found = flags_of(_file(source))
    return bool(found & {_EXACT, _NEAR, *_QUALITIES}) and not found & {"label", "outlier", "near_duplicate", "non_iid"}


def extract(source: Source) -> list[Curation]:
    """One record: the images looked at, and how many each policy keeps."""
    table = flag_table(_file(source), (_EXACT, _NEAR))
    warnings = [_UNREADABLE, *table.warnings]
    with working_precision():
        choices = _choices(table, warnings)
    return [
        Curation(
            TOOL,
            "image",
            before=table.samples,
            criteria=tuple(Count(name, number) for name, number in counts_of(table)),
            choices=choices,
            warnings=tuple(warnings),
        )
    ]


def _file(source: Source) -> Source:
    return source.inside(_FILE) if source.is_folder and source.inside(_FILE).is_there else source


def _choices(table: FlagTable, warnings: list[str]) -> tuple[Choice, ...]:
    before, flagged = table.samples, table.flagged
    every = Choice("all", before - flagged, (Stage("flagged", flagged),))
    duplicates = _of(table.kinds, lambda flags: bool(flags & {_EXACT, _NEAR}))
    if not duplicates:
        return every, Choice("keep-one", before - flagged, every.stages), Choice("duplicates", before)
    sets = _sets(duplicates)
    if sets is None:
        warnings.append(_NO_SETS)
        return every, Choice("keep-one", None), Choice("duplicates", None)
    qualities = _of(table.kinds, lambda flags: bool(flags - {_EXACT, _NEAR})).total()
    alone = _of(duplicates, lambda flags: not flags - {_EXACT, _NEAR})
    least, most = _sets_left(duplicates, alone)
    extra = duplicates.total() - sets
    keep_one = Choice("keep-one", None)
    if least == most:
        gone = alone.total() - least
        left = before - qualities - gone
        keep_one = Choice("keep-one", left, (Stage("quality flags", qualities), Stage("duplicates", gone)))
    else:
        kept = before - qualities - alone.total()
        warnings.append(_PARTLY.format(least=kept + least, most=kept + most))
    return every, keep_one, Choice("duplicates", before - extra, (Stage("duplicates", extra),))


def _of(kinds: Counter[Flagged], belongs: Callable[[frozenset[str]], bool]) -> Counter[Flagged]:
    """Those kinds of samples whose flags are such."""
    return Counter({kind: count for kind, count in kinds.items() if belongs(kind.flags)})


def _sets(duplicates: Counter[Flagged]) -> int | None:
    """How many sets there are; None where an image is in two, or the scores do not add up to whole sets."""
    if any({_EXACT, _NEAR} <= kind.flags for kind in duplicates):
        return None
    total = 0
    for name in (_EXACT, _NEAR):
        for size, members in _sizes(name, duplicates).items():
            if size == 0 or members % size:
                return None
            total += members // size
    return total


def _sets_left(duplicates: Counter[Flagged], alone: Counter[Flagged]) -> tuple[int, int]:
    """How many sets, at least and at most, have an image without another flag. alone: these images."""
    least = most = 0
    for name in (_EXACT, _NEAR):
        members = _sizes(name, duplicates)
        for size, left in _sizes(name, alone).items():
            least += -(-left // size)
            # all images of an exact set have the same flags
            most += -(-left // size) if name == _EXACT else min(members[size] // size, left)
    return least, most


def _sizes(name: str, kinds: Counter[Flagged]) -> Counter[int]:
    """How many images are in sets of each size; 0 is the size of a set that no score tells."""
    sizes: Counter[int] = Counter()
    for kind, count in kinds.items():
        if name in kind.flags:
            sizes[_size(dict(kind.scores).get(name, ""))] += count
    return sizes


def _size(score: str) -> int:
    number = number_in(score.strip())
    if not number or not 0 < number <= Decimal("0.5"):
        return 0
    size = round(1 / number)
    return size if size <= _LARGEST_SET and abs(1 / number - size) <= _TOLERANCE * size else 0
