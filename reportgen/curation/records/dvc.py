"""DVC's dvc.lock: the files and bytes that went into a stage and came out of it, whatever filtered them.

DVC counts any file. Where its cache lies beside, the lists in it say whether what came out is part of what went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.curation.record import Curation, Stage
from reportgen.curation.records.counts import count_in, name_of
from reportgen.energy.importers.json_file import json_value
from reportgen.files.document import read_text
from reportgen.files.nodes import Node
from reportgen.files.source import Source
from reportgen.problems import InputError, excerpt
from reportgen.words.counted import so_many

TOOL = "dvc"

_LOCK = "dvc.lock"
_OUTPUT = re.compile(r"^ +(?:deps|outs):\n +- path: ", re.MULTILINE)
_HASH = re.compile(r"^ +(?:md5|etag|checksum): ", re.MULTILINE)
_LIST = re.compile(r"[0-9a-f]{32}\.dir")
_MOST_BYTES = 10_000_000

_ANY_FILE = "DVC counts files of any kind: are they the samples, each in one file, in {source} and {target}?"
_UNSURE = (
    "the lock has {count} stages that turn one folder into another, and the cache that says which of them leave out "
    "files is not beside it"
)
_NO_PART = (
    "# of the {after:,} files in {target} is not in {source}, by content or by name: it is no subset",
    "# of the {after:,} files in {target} are not in {source}, by content or by name: it is no subset",
)
_ALIKE = "of the {count:,} files in {folder} {distinct:,} differ in content"
_NO_FOLDER = "no stage of it turns a folder of files into another one, so that nothing is counted"
_HOW = "name the data set before filtering and the one after it"


@dataclass(frozen=True)
class _Folder:
    """A folder of data that a stage reads or writes."""

    path: str
    files: int
    bytes: int | None
    md5: str


def identify(source: Source) -> bool:
    lock = _lock(source)
    if lock is None:
        return False
    return _OUTPUT.search(lock.head) is not None and _HASH.search(lock.head) is not None


def extract(source: Source) -> list[Curation]:
    """One record for each stage that makes one folder of files from another, in the order of the lock."""
    lock = _lock(source) or source
    records = [
        _record(lock, name_of(name, "?"), *folders)
        for name, stage in _stages(lock)
        if (folders := _ends(lock, stage)) is not None
    ]
    if not records:
        source.refuse(None, _NO_FOLDER, _HOW)
    parts = [record for record, is_part in records if is_part]
    if len(records) == 1 or len(parts) == len(records):
        return [record for record, _ in records]
    if parts:
        return parts
    return [replace(record, unsettled=record.unsettled or _UNSURE.format(count=len(records))) for record, _ in records]


def _lock(source: Source) -> Source | None:
    """The lock that is named, or lies in the folder that is."""
    if not source.is_folder:
        return source
    lock = source.inside(_LOCK)
    return lock if lock.is_there else None


def _stages(lock: Source) -> Iterator[tuple[str, Node]]:
    with lock.binary() as file:
        content = file.read(_MOST_BYTES + 1)
    root = _map(read_text(content, lock.name, "yaml", whose="a lock of DVC"))
    # before version 2.0 of the format the stages stand at its top
    yield from (_map(root["stages"]) if "stages" in root else root).items()


def _ends(lock: Source, stage: Node) -> tuple[_Folder, _Folder] | None:
    """The one folder that the stage reads and the one that it writes; None of a stage with none or several."""
    entries = _map(stage)
    deps, outs = (_folders(lock, entries.get(key)) for key in ("deps", "outs"))
    return (deps[0], outs[0]) if len(deps) == 1 and len(outs) == 1 else None


def _folders(lock: Source, node: Node | None) -> list[_Folder]:
    found = []
    for item in node.value if node is not None and isinstance(node.value, tuple) else ():
        entry = _map(item)
        if "nfiles" not in entry:  # a single file: a script, a model, a table of samples
            continue
        files = _count(lock, entry["nfiles"], "nfiles")
        size = _count(lock, entry["size"], "size") if "size" in entry else None
        found.append(_Folder(name_of(_text(entry.get("path")), "?"), files, size, _text(entry.get("md5"))))
    return found


def _record(lock: Source, name: str, source: _Folder, target: _Folder) -> tuple[Curation, bool]:
    """The record of a stage, and whether the cache says that what came out is part of what went in."""
    warnings = [_ANY_FILE.format(source=source.path, target=target.path)]
    before, after = _listed(lock, source), _listed(lock, target)
    strangers, unsettled = None, ""
    if before is not None and after is not None:
        contents = {md5 for _, md5 in before}
        names = {path for path, _ in before}
        strangers = sum(md5 not in contents and path not in names for path, md5 in after)
        distinct = len(contents)
        if strangers:
            unsettled = so_many(strangers, *_NO_PART).format(after=target.files, source=source.path, target=target.path)
        if distinct < source.files:
            warnings.append(_ALIKE.format(count=source.files, folder=source.path, distinct=distinct))
    removed = source.files - target.files
    record = Curation(
        TOOL,
        "file",
        before=source.files,
        after=target.files,
        stages=(Stage(name, removed),) if removed >= 0 else (),
        bytes_before=source.bytes,
        bytes_after=target.bytes,
        filters=False,
        warnings=tuple(warnings),
        unsettled=unsettled,
    )
    return record, strangers == 0


def _listed(lock: Source, folder: _Folder) -> set[tuple[str, str]] | None:
    """Path and MD5 of each file of a folder, by the list in the cache beside the lock; None where it is not there."""
    if not _LIST.fullmatch(folder.md5):
        return None
    md5 = folder.md5
    for place in (("files", "md5"), ()):  # of DVC 3, and before it
        listed = lock.beside(".dvc").inside("cache", *place, md5[:2], md5[2:])
        if not listed.is_there:
            continue
        try:
            entries = json_value(listed)
        except InputError:  # what is left of it says nothing
            return None
        if not isinstance(entries, list):
            return None
        return {
            (str(it.get("relpath")), str(it.get("md5"))) for it in entries if isinstance(it, dict) and it.get("md5")
        }
    return None


def _map(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _text(node: Node | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""


def _count(lock: Source, node: Node, what: str) -> int:
    number = count_in(_text(node))
    if number is None:
        lock.refuse(node.line, f"{what} is '{excerpt(_text(node), 40)}', no count", "is the file damaged?")
    return number
