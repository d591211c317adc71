"""Completing a manifest: what the file lacks is added to its text, which otherwise stays; what differs is a problem."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportgen.drafts.insert import insertions, new_text
from reportgen.factors.tasks import canonical_task
from reportgen.files.document import FORMS, Form, checked_text, read_file, read_text
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes, suggestion
from reportgen.files.shapes import MISSING, describe, fields_of
from reportgen.files.writing import write_whole
from reportgen.manifest.model import Manifest
from reportgen.manifest.python_values import nodes_of
from reportgen.manifest.read import FLAGS
from reportgen.precision import working_precision
from reportgen.problems import InputError, excerpt, refuse

# The one list that grows: its records are told apart by their files. Any other list is one value.
GROWING = "energy"

_SHAPES = {name: shape for name, shape, _, _ in fields_of(Manifest)}
_BOM = "\ufeff"


def complete_manifest(
    path: Path, additions: Mapping[str, Any], given_by: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Add to a manifest file what it lacks, or write a new one; gives the names of needed fields that it still lacks.

    additions: values under the manifest's names: texts, numbers, dates, lists and dicts; None is left out. Records of
    `energy` are added to those that are there, unless the same one is there. given_by: who says a value, by its name,
    for problems ("--samples-before"). The ending of the path gives the form.
    Raises InputError, with the file untouched, for a value that differs from the one that is there, for one that no
    manifest may have, for a file that is none, and for a text that nothing can be put into; WriteError where the system
    refuses.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        refuse(str(path), "the ending does not say how to write a manifest", ", ".join(FORMS))
    wanted = nodes_of({name: value for name, value in additions.items() if value is not None})
    _check(wanted, str(path), given_by or {})
    if not os.path.lexists(path):
        text, known = new_text(wanted, form), set(wanted)
        read_text(text, str(path), form)
        write_whole(path.parent, {path.name: text.encode()})
    else:
        known = _complete_file(path, form, wanted, given_by or {})
    return tuple(name for name in FLAGS if name not in known)


def _complete_file(path: Path, form: Form, wanted: Mapping[str, Node], given_by: Mapping[str, str]) -> set[str]:
    """Put what is wanted into the file that is there; gives the names of all that it then holds."""
    document = read_file(path)
    entries = _entries(document.root)
    notes = Notes(str(path), document.root)
    if entries and not entries.keys() & _SHAPES.keys():
        refuse(str(path), "is no manifest: no field of one stands in it", "name another file")
    for name in entries:
        if name not in _SHAPES:
            notes.add((name,), "is unknown", suggestion(name, list(_SHAPES)))
    lacking = {}
    for name, node in wanted.items():
        if name not in entries or entries[name].kind == "null":
            lacking[name] = node
        elif name == GROWING:
            lacking[name] = Node("list", _new_records(entries[name], node, notes), None)
        elif _typed(name, entries[name], notes) != _typed(name, node, Notes("", node)):
            said = f"{given_by.get(name, 'the record')} says {describe(node)}"
            notes.add((name,), f"is {describe(entries[name])}, but {said}", "give it once")
    if notes.problems:
        raise InputError(notes.problems)
    text = document.content.decode()
    changed = checked_text(text, str(path))
    for name, node in lacking.items():
        if node.value:
            changed = _with(changed, name, node, form, str(path))
    if changed != checked_text(text, str(path)):
        content = (_BOM if text.startswith(_BOM) else "") + changed.replace("\n", "\r\n" if "\r\n" in text else "\n")
        target = path.resolve()  # a link stays one
        write_whole(target.parent, {target.name: content.encode()})
    return {*wanted, *(name for name, node in entries.items() if node.kind != "null")}


def _with(text: str, name: str, node: Node, form: Form, file: str) -> str:
    """The text with this value in it: the first way to write it that reads back as nothing else."""
    before = _entries(read_text(text, file, form))
    expected = _typed(name, node, Notes(file, node))
    if name in before and before[name].kind == "list":
        expected = (*_typed(name, before[name], Notes(file, before[name])), *expected)
    for candidate in insertions(text, before, name, node, form):
        try:
            after = _entries(read_text(candidate, file, form))
        except InputError:
            continue
        others = {key: value for key, value in before.items() if key != name}
        if _bare(others) == _bare({key: value for key, value in after.items() if key != name}) and (
            name in after and _typed(name, after[name], Notes(file, after[name])) == expected
        ):
            return candidate
    lines = " ".join(new_text({name: node}, form).split())
    return refuse(file, f"cannot be completed as it is written: it lacks {name}", f"add {lines}")


def _new_records(there: Node, wanted: Node, notes: Notes) -> tuple[Node, ...]:
    """The wanted records that are not there yet, noting one that names the same file and says something else."""
    old, new = (_typed(GROWING, node, Notes("", node)) for node in (there, wanted))
    assert isinstance(wanted.value, tuple)
    if old is MISSING or len(old) < len(there.value if isinstance(there.value, tuple) else ()):
        _SHAPES[GROWING].read(there, (GROWING,), notes)
        return ()
    found = []
    for record, node in zip(new, wanted.value, strict=True):
        if record in old:
            continue
        if record.file is not None and record.file in {other.file for other in old}:
            notes.add((GROWING,), f"has another record of {excerpt(record.file)}", "keep one: take that record out")
        found.append(node)
    return tuple(found)


def _check(wanted: Mapping[str, Node], file: str, given_by: Mapping[str, str]) -> None:
    """Raise InputError for values that no manifest may have."""
    notes = Notes(file, Node("map", dict(wanted), None), given_by)
    for name, node in wanted.items():
        _typed(name, node, notes)
    if notes.problems:
        raise InputError(notes.problems)


def _typed(name: str, node: Node, notes: Notes) -> Any:
    with working_precision():
        value = _SHAPES[name].read(node, (name,), notes)
    return canonical_task(value) or value if name == "task" and isinstance(value, str) else value


def _entries(root: Node) -> dict[str, Node]:
    assert isinstance(root.value, dict)
    return root.value


def _bare(value: Any) -> Any:
    """Nodes as plain values without their lines, to compare."""
    if isinstance(value, Node):
        return value.kind, _bare(value.value)
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items()}
    return [_bare(item) for item in value] if isinstance(value, tuple) else value
