"""A file that a report was made from: what the PDF carries and the page names by its hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from reportgen.energy.record_json import record_values
from reportgen.figures.message import message
from reportgen.inputs.energy import FileRecord
from reportgen.manifest.read_file import Document
from reportgen.rendering.json_text import dumps


@dataclass(frozen=True)
class InputFile:
    """name: the plain file name. description: what the file is, in words."""

    name: str
    content: bytes
    description: str

    @staticmethod
    def of(document: Document, description: str) -> InputFile:
        """The file that was read as `document`."""
        return InputFile(Path(document.name).name, document.content, description)

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return sha256(self.content).hexdigest()


def record_files(records: Sequence[FileRecord]) -> list[InputFile]:
    """What stands for each file of a tool: its records without whatever else the log holds, STEM.record.json.

    A log may name machines, users, paths and places; it is never attached itself.
    """
    files = []
    for (_, name), group in groupby(records, key=lambda it: (it.entry, it.file)):
        found = list(group)
        # the parts of one record stand next to each other
        whole = [record for record, _ in groupby(it.part_of or it.record for it in found)]
        content = dumps([record_values(record, name) for record in whole]) + "\n"
        description = message("what was read from {tool}'s {file}", tool=found[0].record.tool, file=name)
        files.append(InputFile(f"{Path(name).stem}.record.json", content.encode(), description))
    return files
