"""A file that a report was made from: what the PDF carries and the page names by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportgen.manifest.read_file import Document


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
