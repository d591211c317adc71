"""A folder that Hugging Face datasets saved with save_to_disk: its rows, split by split.

What was saved is counted, and never what dataset_info.json says: it still has the counts before a filter. Where a save
has a file of indices (before datasets 2.0), its rows are those that the indices choose of the whole table.
"""

from __future__ import annotations

from typing import Any

from reportgen.curation.arrow_rows import arrow_rows
from reportgen.curation.record import Count, Curation
from reportgen.curation.records.counts import name_of
from reportgen.energy.importers.json_file import json_value
from reportgen.files.source import Source
from reportgen.problems import excerpt

TOOL = "hf-datasets"

_DICT, _STATE = "dataset_dict.json", "state.json"
_NEITHER = "this folder holds no data set: name the one that holds all of its splits, or a split"
_PARTS = ("skip", "take")  # of a table, which nothing writes any more


def identify(source: Source) -> bool:
    if not source.is_folder:
        return False
    return source.inside(_DICT).is_there or _is_split(source)


def extract(source: Source) -> list[Curation]:
    """One record: the data set, which says nothing of a filter."""
    if not source.inside(_DICT).is_there:
        return [Curation(TOOL, "row", samples=_rows(source), filters=False)]
    listed = source.inside(_DICT)
    value = json_value(listed)
    splits = value.get("splits") if isinstance(value, dict) else None
    if not isinstance(splits, list) or not splits:
        listed.refuse(None, "it lists no splits", "is the file damaged?")
    parts = []
    for split in splits:
        name = name_of(split, "")
        folder = source.inside(name)
        if not name or not _is_split(folder):
            listed.refuse(None, f'the split "{excerpt(str(split))}" is not there', "copy the whole folder")
        parts.append(Count(name, _rows(folder)))
    return [Curation(TOOL, "row", samples=sum(it.samples for it in parts), parts=tuple(parts), filters=False)]


def _is_split(folder: Source) -> bool:
    state = folder.inside(_STATE)
    return state.is_there and '"_data_files"' in state.head


def _rows(folder: Source) -> int:
    """The rows of a split: of its indices, where it has any, else of its tables."""
    state = folder.inside(_STATE)
    value = json_value(state)
    if not isinstance(value, dict):
        state.refuse(None, _NEITHER)
    files = value.get("_indices_data_files") or value.get("_data_files")
    if not isinstance(files, list):
        state.refuse(None, "it lists no files of data", "is the file damaged?")
    return sum(arrow_rows(folder.inside(_file(state, it))) for it in files)


def _file(state: Source, entry: Any) -> str:
    name = entry.get("filename") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name or "\0" in name or any(key in entry for key in _PARTS):
        state.refuse(None, "a file of data is not named as a whole", "save it again with a newer version")
    return name
