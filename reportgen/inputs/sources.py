"""The sources that a report cites: built-in facts, the user's files and flags, each under an identifier."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from reportgen.words.message import message

MANIFEST = "manifest"
PROJECT = "project"
COMMAND_LINE = "command-line"
DEFAULT = "default"


class SourceList:
    """Sources by identifier, in the order in which they were first cited."""

    def __init__(self, manifest_name: str, project_name: str | None = None) -> None:
        self._cited: dict[str, dict[str, Any]] = {}
        self._own: dict[str, dict[str, Any]] = {
            MANIFEST: {"title": message("The run's manifest"), "file": PurePath(manifest_name).name},
            PROJECT: {"title": message("The project's settings"), "file": PurePath(project_name or "").name},
            COMMAND_LINE: {"title": message("Command line, --set")},
            DEFAULT: {"title": message("Default of reportgen")},
        }

    def declare(self, identifier: str, **described: Any) -> str:
        """Take a source of the user's, such as a row of a cost table, and return its identifier.

        That is `identifier`, numbered where another source has it, as with two tables of one layer.
        """
        source = {key: value for key, value in described.items() if value is not None}
        unique, number = identifier, 2
        while self._own.get(unique, source) != source:
            unique, number = f"{identifier}-{number}", number + 1
        self._own[unique] = source
        return unique

    def cite(self, identifier: str) -> None:
        """Mark the source as cited; KeyError where nobody declared it."""
        if identifier not in self._cited:
            self._cited[identifier] = self._own.get(identifier) or built_in_source(identifier)

    def cited(self) -> dict[str, dict[str, Any]]:
        """Every cited source."""
        return dict(self._cited)


def built_in_source(identifier: str) -> dict[str, Any]:
    """A source of our own facts as report.json describes it; KeyError for one that is not declared."""
    from reportgen.factors.facts import source

    described = asdict(source(identifier))
    return {key: value for key, value in described.items() if value is not None and key != "id"}
