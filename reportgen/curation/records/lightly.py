"""The Lightly worker's lists of file names: corrupt, duplicates, removed, and what was sampled."""

from __future__ import annotations

from reportgen.curation.record import Count, Curation, Stage
from reportgen.files.source import Source

TOOL = "lightly"

_FOLDER = "filenames"
_CORRUPT, _DUPLICATE, _REMOVED = (f"{it}_filenames.txt" for it in ("corrupt", "duplicate", "removed"))
_SAMPLED, _WITHOUT_POOL = "sampled_filenames.txt", "sampled_filenames_excluding_datapool.txt"

_POOL = "what was sampled is listed without the datapool: samples that were in it before are in no count"
_NO_LIST = "{name} is not there: nothing is known to have gone so"


def identify(source: Source) -> bool:
    folder = _lists(source)
    if folder is None:
        return False
    return any(folder.inside(it).is_there for it in (_SAMPLED, _WITHOUT_POOL)) and any(
        folder.inside(it).is_there for it in (_CORRUPT, _DUPLICATE, _REMOVED)
    )


def extract(source: Source) -> list[Curation]:
    """One record: the sum of the lists is what went in."""
    folder = _lists(source) or source
    warnings: list[str] = []
    corrupt, duplicates, removed = (_names(folder, it, warnings) for it in (_CORRUPT, _DUPLICATE, _REMOVED))
    sampled = _SAMPLED
    if not folder.inside(_SAMPLED).is_there:
        sampled = _WITHOUT_POOL
        warnings.append(_POOL)
    after = _names(folder, sampled, warnings)
    return [
        Curation(
            TOOL,
            "image",
            before=corrupt + duplicates + removed + after,
            after=after,
            stages=(Stage("duplicates", duplicates), Stage("not selected", removed)),
            faults=(Count("corrupt", corrupt),) if corrupt else (),
            warnings=tuple(warnings),
        )
    ]


def _lists(source: Source) -> Source | None:
    """The folder of the lists: the one that is named, or below it."""
    if not source.is_folder:
        return None
    below = source.inside(_FOLDER)
    return below if below.path.is_dir() else source


def _names(folder: Source, name: str, warnings: list[str]) -> int:
    """How many names a list has; none where it is not there, which is said."""
    file = folder.inside(name)
    if not file.is_there:
        warnings.append(_NO_LIST.format(name=name))
        return 0
    return sum(bool(line.strip()) for _, line in file.lines())
