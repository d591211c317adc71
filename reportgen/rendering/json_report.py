"""report.json: every figure with its way back, the sources, the run and the prices; no page and no locale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from reportgen.factors.cost_table import PlacedRow, Project
from reportgen.figures.draws import Draws
from reportgen.figures.figure import Figure
from reportgen.figures.influence import influences
from reportgen.figures.turning import turning_points
from reportgen.files.json_text import dumps
from reportgen.inputs.audience import INTERNAL
from reportgen.inputs.keys import can_be
from reportgen.manifest.cost_row import CostRow
from reportgen.manifest.model import Signatory
from reportgen.rendering.digest import with_digest
from reportgen.rendering.input_file import InputFile

if TYPE_CHECKING:  # verify reads a report without any page
    from reportgen.inputs.assemble import Account
    from reportgen.page.caveats.caveat import Caveat
    from reportgen.page.summary import Sentence

SCHEMA = "reportgen/report/1"
# The figures of which it is said what decides them.
DECIDED = ("gross_savings", "net_savings", "net_co2_savings", "net_co2_savings.own", "net_co2_savings.stated")

# Those of which it is said what turns them round.
TURNED = tuple(key for key in DECIDED if key.startswith("net_"))


@dataclass(frozen=True)
class Reading:
    """What the inputs were read with, beside what they say: a reader of the report needs it to read them again.

    decimal, sheet: what was said of tables that do not say it themselves. project: the settings of reportgen.toml.
    withheld: how many of the files read are not attached. issued: the day of issue that was told in place of the
    manifest's.
    """

    decimal: str | None = None
    sheet: str | None = None
    project: Project | None = None
    withheld: int = 0
    issued: date | None = None


NOTHING_SAID = Reading()


def report_json(
    account: Account,
    summary: Sequence[Sentence],
    caveats: Sequence[Caveat],
    inputs: Sequence[InputFile],
    version: str,
    reading: Reading = NOTHING_SAID,
) -> bytes:
    """The report's data as UTF-8 JSON of the schema `reportgen/report/1`, ending in a line feed."""
    report = {
        "schema": SCHEMA,
        **({"audience": INTERNAL} if account.internal else {}),
        "task": account.task,
        "currency": account.outline.currency,
        "summary": [{"kind": it.kind, "text": it.text, "figures": it.figures} for it in summary],
        "figures": {key: _figure(figure) for key, figure in account.ledger.items()},
        "sources": account.sources,
        "manifest": plain(account.manifest),
        "costs": {"task": account.task, "rows": [row_values(placed) for placed in account.rows]},
        "influences": {key: plain(influences(key, account.ledger)) for key in DECIDED if key in account.ledger},
        **_ranges(account),
        "caveats": [plain(caveat) for caveat in caveats],
        "inputs": [
            {"name": file.name, "role": file.role, "sha256": file.hash, "bytes": len(file.content)} for file in inputs
        ],
        "inputs_sha256": account.inputs,
        "reading": _reading(reading, account.confidential),
        "generator": {"name": "reportgen", "version": version},
    }
    return (dumps(with_digest(report)) + "\n").encode()


def _ranges(account: Account) -> dict[str, Any]:
    """Where they were asked for: quantiles of the figures, and the inputs that turn a net round by themselves."""
    if account.draws is None:
        return {}
    turned = {key: turning_points(key, account.ledger, can_be) for key in TURNED if key in account.ledger}
    return {"quantiles": quantiles(account.draws), "turning_points": {key: plain(it) for key, it in turned.items()}}


def quantiles(draws: Draws) -> dict[str, Any]:
    """The draws as report.json has them; lists that are empty are there too."""
    return {**plain(draws), "drawn": list(draws.drawn), "judgement": list(draws.judgement)}


def _reading(reading: Reading, confidential: bool) -> dict[str, Any]:
    """How the inputs were read: of the project what figures may rest on, its currency and grid.

    confidential: whether a table is withheld, of whose sheets and numbers nothing is said.
    """
    project = reading.project
    settings = {"currency": project.currency, "grid": plain(project.grid)} if project else {}
    return {
        "decimal": None if confidential else reading.decimal,
        "sheet": None if confidential else reading.sheet,
        "project": {key: value for key, value in settings.items() if value is not None},
        "withheld": reading.withheld,
        **({} if reading.issued is None else {"issued": reading.issued.isoformat()}),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    """Every field of the contract, null where it does not apply; `key` is the figure's name in `figures`."""
    return {
        "label": figure.label,
        "value": figure.value,
        "unit": figure.unit,
        "low": figure.low,
        "high": figure.high,
        "basis": figure.basis if figure.value is not None else None,
        "rests_on": figure.rests_on,
        "sources": figure.sources,
        "inputs": figure.inputs,
        "formula": figure.formula,
        "layer": figure.layer,
        "replaces": plain(figure.replaces),
        "chosen": figure.chosen,
        "note": figure.note,
        "reason": figure.reason,
        "covers": figure.covers,
        "missing": figure.missing,
        "procedure": figure.procedure,
        **({"band": {"low": figure.band[0], "high": figure.band[1]}} if figure.band else {}),
    }


def row_values(placed: PlacedRow) -> dict[str, Any]:
    """A cost row with its layer, file and sheet."""
    file = PurePath(placed.file).name if placed.file else None
    named = {key: value for key, value in (("chosen", placed.chosen), ("sheet", placed.sheet)) if value}
    return {"layer": placed.layer, "file": file, **named, **plain(placed.row)}


def plain(value: Any) -> Any:
    """Dataclasses as dicts without what was not given, dates as ISO 8601 text; everything else as it is."""
    if isinstance(value, Signatory) and value == Signatory(value.name):
        return value.name
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name.rstrip("_"): getattr(value, field.name) for field in fields(value)}
        if isinstance(value, CostRow):  # what is withheld of it is empty
            found = {name: item for name, item in found.items() if item != ""}
        return {name: plain(item) for name, item in found.items() if item is not None and item != ()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if value is None or isinstance(value, (str, bool, int, Decimal)):
        return value
    raise TypeError(f"{type(value).__name__} in a report")
