"""DataComp: the meta.json that its resharder writes beside the shards, or a subset of ids as NumPy saves it."""

from __future__ import annotations

import re

from reportgen.curation.record import Curation, Stage
from reportgen.curation.records.counts import count, count_in
from reportgen.energy.importers.json_file import json_value
from reportgen.files.opening import opened
from reportgen.files.source import Source

TOOL = "datacomp"

_META, _SUBSET = "meta.json", "sample_ids.npy"
_RESHARDED = re.compile(r'"(?:subset_file|processed_count)":.*"(?:output_count|output_dir)":', re.DOTALL)
_MAGIC = b"\x93NUMPY"
_ID_BYTES = 16  # two numbers of 64 bits
_LONGEST_HEAD = 10_000
_HEAD = re.compile(r"'descr':\s*\[\('f0',\s*'<u8'\),\s*\('f1',\s*'<u8'\)\].*'shape':\s*\((\d{1,18}),\)", re.DOTALL)


def identify(source: Source) -> bool:
    meta = source.inside(_META) if source.is_folder else source
    if not meta.is_there:
        return False
    return _RESHARDED.search(meta.head) is not None or _ids(meta) is not None


def extract(source: Source) -> list[Curation]:
    """One record: what was resharded, or the ids of a subset, of which nothing else is known."""
    meta = source.inside(_META) if source.is_folder else source
    head = _ids(meta)
    if head is not None:
        ids, begin = head
        with opened(meta.path, meta.below) as file:
            size = file.seek(0, 2)
        if size != begin + ids * _ID_BYTES:
            meta.refuse(None, "the list of ids is cut off or damaged", "copy it again")
        return [Curation(TOOL, samples=ids, filters=False)]
    value = json_value(meta)
    if not isinstance(value, dict):
        meta.refuse(None, "the file is no map", "is this the tool's file?")
    before, after = (count(meta, value.get(key), f"$.{key}") for key in ("processed_count", "output_count"))
    stages = (Stage("subset", before - after),) if after <= before else ()
    return [Curation(TOOL, before=before, after=after, stages=stages)]


def _ids(source: Source) -> tuple[int, int] | None:
    """How many ids the file holds, and where they begin; None of what is no such list."""
    try:
        with opened(source.path, source.below) as file:
            begin = file.read(12)
            if not begin.startswith(_MAGIC):
                return None
            width = 2 if begin[6] == 1 else 4
            length = int.from_bytes(begin[8 : 8 + width], "little")
            file.seek(8 + width)
            head = file.read(min(length, _LONGEST_HEAD)).decode("latin-1")
    except (OSError, IndexError):
        return None
    match = _HEAD.search(head)
    number = count_in(match[1]) if match else None
    return None if number is None else (number, 8 + width + length)
