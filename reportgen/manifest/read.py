"""From a manifest file, flags or Python values to the `Manifest`, with every problem and its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportgen.files.document import Document
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes
from reportgen.files.number_shapes import LARGEST_COUNT
from reportgen.files.shapes import MISSING, describe, fields_of
from reportgen.manifest.model import MANIFEST, Manifest
from reportgen.manifest.python_values import CALL, nodes_of
from reportgen.precision import working_precision
from reportgen.problems import InputError, one_line, refuse

# What `generate` takes as flags, so that four of them need no file.
FLAGS = {
    "task": "--task",
    "samples_before": "--samples-before",
    "samples_after": "--samples-after",
    "duration": "--duration",
}


def read_manifest(document: Document | None, flags: Mapping[str, str]) -> tuple[Manifest | None, Notes]:
    """The manifest of the file, completed by flags (texts by field name). None after a problem that hides it."""
    root = document.root if document else Node("map", {}, None)
    assert isinstance(root.value, dict)
    fields = dict(root.value)
    name = document.name if document else "command line"
    _refuse_mlflows(fields, name)
    open_ = [field for field in flags if field not in fields or fields[field].kind == "null"]
    used = {field: FLAGS[field] for field in open_}
    notes = Notes(name, Node("map", fields, root.line), used)
    for field, text in flags.items():
        if field in open_:
            fields[field] = Node("text", text, None)
        elif not _same(field, fields[field], text):
            notes.add((field,), f"is {describe(fields[field])}, but {FLAGS[field]} says {text}", "give it once")
    return _read(notes)


def _same(field: str, node: Node, text: str) -> bool:
    """Whether a flag's text and the file's value say one thing, each in its own way: 110 000 and 110000."""
    if str(node.value) == text:
        return True
    shape = next(shape for name, shape, _, _ in fields_of(Manifest) if name == field)
    with working_precision():
        said = [shape.read(it, (field,), Notes("", it)) for it in (node, Node("text", text, None))]
    return MISSING not in said and said[0] == said[1]


def _refuse_mlflows(fields: Mapping[str, Node], name: str) -> None:
    """Raise InputError where the file is MLflow's meta.yaml, none of whose fields is one of a manifest."""
    if "lifecycle_stage" in fields and "task" not in fields and {"artifact_uri", "artifact_location"} & fields.keys():
        what = "a run" if "artifact_uri" in fields else "an experiment"
        folder = one_line(str(Path(name).parent))
        hint = f"reportgen import {folder}, or reportgen training {folder}, read it; reportgen init writes a manifest"
        refuse(name, f"no manifest of a filtering run here: this is what MLflow says of {what}", hint)


def from_values(values: Mapping[str, Any]) -> tuple[Manifest | None, Notes]:
    """The manifest of Python values: numbers, texts, dates, lists and dicts under the manifest's names.

    Floats are taken as they print: 0.1 is a tenth. `duration_s` stands for `duration` in seconds. Raises InputError for
    what no file could hold.
    """
    fields = nodes_of(values)
    if "duration_s" in fields and "duration" not in fields:
        fields["duration"] = fields.pop("duration_s")
    return _read(Notes(CALL, Node("map", fields, None)))


def typed_flags(flags: Mapping[str, str]) -> dict[str, Any]:
    """The flags' values by field name, as a file would hold them. Raises InputError with the flag that is wrong."""
    notes = Notes("command line", Node("map", {}, None), {field: FLAGS[field] for field in flags})
    shapes = {name: shape for name, shape, _, _ in fields_of(Manifest)}
    with working_precision():
        values = {name: shapes[name].read(Node("text", text, None), (name,), notes) for name, text in flags.items()}
    if notes.problems:
        raise InputError(notes.problems)
    return values


# For needed fields that are wrong: the widest values, so that they cause no problem of their own.
_STAND_INS = {"task": "classification", "samples_before": str(LARGEST_COUNT), "samples_after": "0", "duration": "1"}


def with_stand_ins(notes: Notes) -> Manifest | None:
    """The manifest with something valid in place of needed fields that are wrong, to look for further problems.

    Never for a report: the problems that `notes` holds stay. None where even that gives no manifest.
    """
    assert isinstance(notes.root.value, dict)
    fields = dict(notes.root.value)
    trial = Notes(notes.name, notes.root)
    with working_precision():
        for name, shape, required, _ in fields_of(Manifest):
            if required and (name not in fields or shape.read(fields[name], (name,), trial) is MISSING):
                fields[name] = Node("text", _STAND_INS[name], None)
                if name.startswith("samples"):
                    fields.pop("already_labelled", None)
                if name == "task":
                    # the stand-in's price is in USD: no reason to ask for a rate
                    fields.pop("currency", None)
        manifest = MANIFEST.read(Node("map", fields, notes.root.line), (), trial)
    return None if manifest is MISSING else manifest


def _read(notes: Notes) -> tuple[Manifest | None, Notes]:
    with working_precision():
        manifest = MANIFEST.read(notes.root, (), notes)
    return (None if manifest is MISSING else manifest), notes
