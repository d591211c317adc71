"""A file that a report was made from: what the PDF carries and the page names by its hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.energy.record import Record
from reportgen.energy.record_json import record_values
from reportgen.figures.ledger import Ledger
from reportgen.figures.outline import Outline
from reportgen.files.document import Document
from reportgen.files.json_text import dumps, number_text
from reportgen.inputs.energy import FileRecord
from reportgen.inputs.evidence import Evidence
from reportgen.words.message import message

if TYPE_CHECKING:
    from reportgen.curation.decisions import Decisions
    from reportgen.evidence.sides import Side


# The manifest, cost tables by their layer, what was read of records of energy, training runs and epochs, checkpoints,
# and what was counted of the table of decisions.
ROLES = ("manifest", "company", "project", "record", "runs", "epochs", "checkpoints", "decisions")
_CHECKPOINT = ("checkpoint_s", "checkpoint_accuracy", "checkpoint_wh", "checkpoint_cost")


@dataclass(frozen=True)
class InputFile:
    """name: the plain file name. description: what the file is, in words. role: what it is for, one of `ROLES`."""

    name: str
    content: bytes
    description: str
    role: str

    @staticmethod
    def of(document: Document, description: str, role: str) -> InputFile:
        """The file that was read as `document`."""
        return InputFile(Path(document.name).name, document.content, description, role)

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return sha256(self.content).hexdigest()


def evidence_files(evidence: Evidence | None) -> list[InputFile]:
    """What stands for the table of training runs and for the file of epochs: the values that were read, and no more.

    A table of runs may hold names of people and machines; it is never attached itself.
    """
    files = []
    if evidence is not None and evidence.sides is not None:
        sides = {role: _side_values(side) for role, side in evidence.sides.sides.items()}
        told = [*evidence.notes, *evidence.implausible]
        content: dict[str, object] = {"file": evidence.file, "sides": sides, "notes": told}
        files.append(_runs_file(evidence.file, "runs", content))
    if evidence is not None and evidence.epochs_kwh:
        epochs: dict[str, object] = {"file": evidence.epochs_file, "epochs_kwh": list(evidence.epochs_kwh)}
        files.append(_runs_file(evidence.epochs_file, "epochs", epochs))
    return files


def _side_values(side: Side) -> dict[str, object]:
    return {
        "accuracies": list(side.accuracies),
        "energies_kwh": list(side.energies_kwh),
        "samples": list(side.samples),
    }


def _runs_file(file: str, kind: str, content: dict[str, object]) -> InputFile:
    description = message("what was read from {file}", file=file)
    return InputFile(f"{Path(file).stem}.{kind}.json", (dumps(content) + "\n").encode(), description, kind)


def decision_files(file: str, decisions: Decisions | None) -> list[InputFile]:
    """What stands for the table of decisions: its counts, and no sample of it. file: the table's name."""
    if decisions is None:
        return []
    content: dict[str, object] = {"samples_before": decisions.before, "samples_after": decisions.after}
    content["removed"] = None if decisions.removed is None else dict(decisions.removed)
    for name, balance in (("label", decisions.label), ("source", decisions.source)):
        content[name] = balance and {"before": dict(balance.before), "after": dict(balance.after)}
    content["sums"] = {name: both and list(both) for name, both in decisions.sums.items()}
    content["unknown"] = dict(decisions.unknown)
    content["largest_component"] = decisions.largest_component
    content["unlabelled"] = decisions.unlabelled and list(decisions.unlabelled)
    description = message("what was counted in {file}", file=file)
    return [InputFile("decisions.counts.json", (dumps(content) + "\n").encode(), description, "decisions")]


def checkpoint_files(ledger: Ledger, outline: Outline) -> list[InputFile]:
    """The checkpoints of each model's training as CSV, from which its TTCAPC can be reckoned: SLUG.checkpoints.csv."""
    files = []
    for model in outline.models:
        if not model.checkpoints:
            continue
        lines = ["time_s,accuracy,consumption,cost"]
        for slug in model.checkpoint_slugs():
            figures = [ledger.get(f"{key}.{slug}") for key in _CHECKPOINT]
            lines.append(",".join("" if it is None or it.value is None else number_text(it.value) for it in figures))
        content = "\n".join(lines) + "\n"
        description = message("checkpoints of {model}, for its TTCAPC", model=model.title)
        files.append(InputFile(f"{model.slug}.checkpoints.csv", content.encode(), description, "checkpoints"))
    return files


def record_files(records: Sequence[FileRecord], *, identified: bool = False) -> list[InputFile]:
    """What stands for each file of a tool: its records without whatever else the log holds, STEM.record.json.

    A log may name machines, users, paths and places; it is never attached itself. identified: whether devices have
    what their log identifies them by, for the company's own eyes.
    """
    files = []
    for (_, name), group in groupby(records, key=lambda it: (it.entry, it.file)):
        found = list(group)
        # the parts of one record stand next to each other
        whole = [it for it, _ in groupby((it.part_of or it.record, it.called, it.covers_less) for it in found)]
        content = dumps([_values(*it, name, identified=identified) for it in whole]) + "\n"
        description = message("what was read from {tool}'s {file}", tool=found[0].record.tool, file=name)
        files.append(InputFile(f"{Path(name).stem}.record.json", content.encode(), description, "record"))
    return files


def _values(record: Record, called: str, covers_less: bool, name: str, *, identified: bool) -> dict[str, Any]:
    """The record's values, what its key is made of where its file is called otherwise, and whether it has no range.

    It has none where another one that is not added beside it holds more.
    """
    values = record_values(record, name, identified=identified)
    if called != Path(name).stem:
        values["called"] = called
    return {**values, "covers_less": True} if covers_less else values
