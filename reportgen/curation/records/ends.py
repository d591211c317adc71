"""The end of a log, where some tools say what came out: what a file is known by whose beginning is anybody's."""

from __future__ import annotations

from reportgen.files.opening import opened
from reportgen.files.source import HEAD_BYTES, Source


def end_of(source: Source) -> str:
    """The last 64 KiB of a file as text, what is no text replaced; empty of a folder and of what is packed."""
    try:
        if source.is_folder or source.is_compressed:
            return ""
        with opened(source.path, source.below) as file:
            file.seek(max(0, file.seek(0, 2) - HEAD_BYTES))
            return file.read(HEAD_BYTES).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return ""
