"""A report verified: what it states against what follows from what it carries. The conductor of the room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from reportgen.audit.again import gathered_again
from reportgen.audit.bundle import REPORT, Bundle, bundle_of
from reportgen.audit.decided import influence_differences
from reportgen.audit.difference import Difference, shown, stated
from reportgen.audit.drawn import range_differences
from reportgen.audit.leaves import held_leaves
from reportgen.audit.pages import page_differences
from reportgen.audit.procedures import recomputed
from reportgen.audit.rederive import rederived
from reportgen.audit.report_data import ReportData, json_values, report_data
from reportgen.audit.verdict import Verdict
from reportgen.inputs.approval import inputs_hash
from reportgen.rendering.digest import digest_of
from reportgen.rendering.printed import NAME as PRINTED
from reportgen.rendering.printed import SCHEMA as PRINTED_SCHEMA
from reportgen.words.counted import so_many


def verify(content: bytes, name: str) -> Verdict:
    """The verdict on a report: a PDF, an HTML page or a report.json; name: of the file.

    Raises InputError where the file is no report, or holds nothing to verify.
    """
    return verdict_of(bundle_of(content, name), name)


def verdict_of(bundle: Bundle, name: str) -> Verdict:
    """The verdict on a report that was taken apart. Raises InputError where its parts are no report's."""
    report = report_data(bundle.report, name if bundle.kind == "json" else REPORT)
    values = rederived(report)
    again = gathered_again(report, bundle.files)
    leaves = held_leaves(report, again)
    outline = None if again.gathered is None else again.gathered.outline
    by_procedure = recomputed(values.by_procedure, values.ledger, outline, report)
    found = [
        *values.differences,
        *again.differences,
        *leaves.differences,
        *by_procedure.differences,
        # of figures that do not hold nothing more can be said
        *(() if values.differences else influence_differences(report, values.ledger)),
        *(() if values.differences else range_differences(report, values.ledger)),
        *_of_inputs(report),
        *_of_files(bundle, report),
        *_of_pages(bundle, report),
        *_of_digest(report.values, report.name),
        *([Difference(name, bundle.broken)] if bundle.broken else []),
    ]
    notes = _notes(bundle, report, again.held, leaves.held, leaves.stated, leaves.other_version, by_procedure.unknown)
    return Verdict(
        tuple(dict.fromkeys(found)), values.count, by_procedure.count, report.withheld, tuple(notes), bundle.beside
    )


def _of_digest(values: Mapping[str, Any], name: str) -> Iterator[Difference]:
    if "digest" not in values:
        yield Difference(name, "has no digest, so that a change in what nothing rests on would not show")
    elif values["digest"] != digest_of(values):
        yield Difference(name, "is not as it was written: its digest is that of another content")


def _of_inputs(report: ReportData) -> Iterator[Difference]:
    """The hash over the inputs, which signatures are given for; an internal report's may leave out what others do not
    see."""
    if report.values.get("audience") is not None and report.has_secret_rows:
        return
    listed = report.values.get("sources")
    sources = {key: it for key, it in listed.items() if isinstance(it, dict)} if isinstance(listed, dict) else {}
    derived, said = inputs_hash(report.figures, sources), report.values.get("inputs_sha256")
    if said != derived:
        yield stated("inputs_sha256", said, derived)


def _of_files(bundle: Bundle, report: ReportData) -> Iterator[Difference]:
    """What is carried against the hashes that report.json lists."""
    listed = report.values.get("inputs")
    names = set()
    for it in listed if isinstance(listed, list) else ():
        if not isinstance(it, dict) or not isinstance(it.get("name"), str):
            yield Difference(report.name, f"$.inputs lists {shown(it)}, which is no file")
            continue
        names.add(it["name"])
        content = bundle.files.get(it["name"])
        if bundle.kind == "json":
            continue
        if content is None:
            yield Difference(it["name"], "is listed in report.json, and is not carried")
        elif sha256(content).hexdigest() != it.get("sha256"):
            yield Difference(it["name"], "is not the file that report.json lists: its SHA-256 is another")
    for name in bundle.files:
        if name not in names and name != PRINTED:
            yield Difference(name, "is carried, and report.json does not list it")


def _of_pages(bundle: Bundle, report: ReportData) -> Iterator[Difference]:
    """The pages and printed.json, which holds the hashes of the files too."""
    if bundle.pages is None:
        return
    if bundle.printed is None:
        yield Difference(PRINTED, "is not carried, so that nothing says what the pages should print")
        return
    printed = json_values(bundle.printed, PRINTED)
    if printed.get("schema") != PRINTED_SCHEMA:
        yield Difference(PRINTED, f"is not of the schema {PRINTED_SCHEMA}")
    yield from _of_digest(printed, PRINTED)
    attached = printed.get("attached")
    hashes = {name: sha256(content).hexdigest() for name, content in bundle.files.items() if name != PRINTED}
    hashes[REPORT] = sha256(bundle.report).hexdigest()
    for name in dict.fromkeys([*hashes, *(attached if isinstance(attached, dict) else {})]):
        if not isinstance(attached, dict) or attached.get(name) != hashes.get(name):
            yield Difference(name, f"is not the file that {PRINTED} lists")
    yield from page_differences(printed, bundle.pages, report)


def _notes(
    bundle: Bundle,
    report: ReportData,
    files: tuple[str, ...],
    held: int,
    stated: tuple[str, ...],
    other_version: int,
    unknown: tuple[str, ...],
) -> Iterator[str]:
    """Who signed it, what was held against what, and what was not."""
    yield from bundle.notes
    against = ", ".join(dict.fromkeys(files)) or "the manifest and the prices in report.json"
    yield f"{so_many(held, '# input', '# inputs')} held against {against}"
    if stated:
        inputs, them = so_many(len(stated), "# input", "# inputs"), "it" if len(stated) == 1 else "them"
        yield f"{inputs} taken as stated, since no file that is carried gives {them}: {_some(stated)}"
    if other_version:
        values = so_many(other_version, "# built-in value", "# built-in values")
        yield f"{values} not held: reportgen {shown(report.version)} wrote the report"
    if unknown:
        figures = so_many(len(unknown), "# figure of a procedure", "# figures of procedures")
        yield f"{figures} that cannot be computed again: {_some(unknown)}"
    reading = report.values.get("reading")
    withheld = reading.get("withheld") if isinstance(reading, dict) else None
    if isinstance(withheld, Decimal) and withheld:
        yield f"{so_many(int(withheld), '# input file', '# input files')} withheld"
    if bundle.kind == "json":
        yield "no page was looked at: this file has none"


def _some(keys: tuple[str, ...]) -> str:
    return ", ".join(keys[:3]) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")
