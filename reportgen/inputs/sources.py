"""The sources that a report cites: built-in facts, the user's files and flags, each under an identifier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from reportgen.figures.figure import Figure
from reportgen.words.message import message

MANIFEST = "manifest"
PROJECT = "project"
COMMAND_LINE = "command-line"
DEFAULT = "default"


class SourceList:
    """The sources of one report by identifier: its own beside those of the built-in facts."""

    def __init__(self, manifest_name: str, project_name: str) -> None:
        self._own: dict[str, dict[str, Any]] = {
            MANIFEST: {"title": message("The run's manifest"), "file": PurePath(manifest_name).name},
            PROJECT: {"title": message("The project's settings"), "file": PurePath(project_name).name},
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

    def cited_by(self, figures: Iterable[Figure]) -> dict[str, dict[str, Any]]:
        """Every source of the figures and of what they replaced; KeyError for one that nobody declared."""
        cited: dict[str, dict[str, Any]] = {}
        for figure in figures:
            replaced = figure.replaces.source if figure.replaces else None
            for identifier in (*figure.sources, *([replaced] if replaced is not None else [])):
                if identifier not in cited:
                    cited[identifier] = self._own.get(identifier) or built_in_source(identifier)
        return cited


def built_in_source(identifier: str) -> dict[str, Any]:
    """A source of our own facts as report.json describes it; KeyError for one that is not declared."""
    from reportgen.factors.facts import source

    described = asdict(source(identifier))
    return {key: value for key, value in described.items() if value is not None and key != "id"}
