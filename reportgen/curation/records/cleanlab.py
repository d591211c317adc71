"""cleanlab Datalab: flags of samples in issues.csv, or the folder that it saved. It removes nothing.

Which samples are near duplicates of each other stands in a pickle alone, which is never read: only what goes where
every flagged sample goes is known.
"""

from __future__ import annotations

from reportgen.curation.record import Choice, Count, Curation, Stage
from reportgen.curation.records.flag_tables import counts_of, flag_table, flags_of
from reportgen.files.source import Source

TOOL = "cleanlab"

_FILE = "issues.csv"
_OWN = {
    *("label", "outlier", "near_duplicate", "non_iid", "class_imbalance", "underperforming_group", "null"),
    *("data_valuation", "identifier_column", "spurious_correlations"),
}
_DUPLICATE = "near_duplicate"

_NO_SETS = "which near duplicates belong together stands in a pickle alone: keep-one and duplicates are not known"


def identify(source: Source) -> bool:
    return bool(flags_of(_file(source)) & _OWN)


def extract(source: Source) -> list[Curation]:
    """One record: the samples looked at, and how many each policy keeps."""
    table = flag_table(_file(source))
    before, flagged = table.samples, table.flagged
    all_ = Choice("all", before - flagged, (Stage("flagged", flagged),))
    has_duplicates = any(_DUPLICATE in kind.flags for kind in table.kinds)
    others = (None, None) if has_duplicates else (before - flagged, before)
    keep_one = Choice("keep-one", others[0], () if has_duplicates else all_.stages)
    return [
        Curation(
            TOOL,
            before=before,
            criteria=tuple(Count(name, number) for name, number in counts_of(table)),
            choices=(all_, keep_one, Choice("duplicates", others[1])),
            warnings=(*table.warnings, *((_NO_SETS,) if has_duplicates else ())),
        )
    ]


def _file(source: Source) -> Source:
    return source.inside(_FILE) if source.is_folder and source.inside(_FILE).is_there else source
