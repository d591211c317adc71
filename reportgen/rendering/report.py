"""A finished report: its figures, and the files it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen.figures.ledger import Ledger
from reportgen.inputs.assemble import Account
from reportgen.rendering.input_file import InputFile
from reportgen.rendering.json_report import report_json
from reportgen.report.caveats import Caveat, caveats_of
from reportgen.version import VERSION

FORMATS = ("html", "pdf", "json")


@dataclass(frozen=True)
class Saved:
    """The files written, and in one line each what was asked for and is missing or degraded."""

    paths: tuple[Path, ...]
    shortfalls: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """account: the run's ledger with its words. inputs: the files it was made from."""

    account: Account
    inputs: tuple[InputFile, ...] = ()

    @property
    def figures(self) -> Ledger:
        """Every figure by key."""
        return self.account.ledger

    @cached_property
    def caveats(self) -> tuple[Caveat, ...]:
        """What a reader must know before believing."""
        return caveats_of(self.account)

    @cached_property
    def json(self) -> bytes:
        """report.json."""
        return report_json(self.account, self.caveats, self.inputs, VERSION)
