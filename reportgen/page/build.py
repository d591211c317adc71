"""The report model: everything that a page says, in order, chosen for this run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from reportgen.inputs.approval import Signed, signed
from reportgen.inputs.assemble import Account
from reportgen.inputs.audience import WITHHELD
from reportgen.locale.language import Language
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.edition import BRIEF, STANDARD
from reportgen.page.origins import Origins, with_origins
from reportgen.page.parts import Section
from reportgen.page.printer import Printed
from reportgen.page.sections.assumptions import assumptions_section, cited_numbers
from reportgen.page.sections.co2 import co2_section
from reportgen.page.sections.cover_room import has_room
from reportgen.page.sections.energy_records import records_section
from reportgen.page.sections.first_page import FirstPage, first_page
from reportgen.page.sections.formulas import Worked, worked_formulas
from reportgen.page.sections.glossary import glossary_section
from reportgen.page.sections.models import models_section, says_of_models, scores_section
from reportgen.page.sections.money import money_section
from reportgen.page.sections.ranges import ranges_section
from reportgen.page.sections.run import run_section
from reportgen.page.source_numbers import in_brackets
from reportgen.page.what_if import WhatIf, what_if
from reportgen.page.words import shortened
from reportgen.page.writer import Writer
from reportgen.words.message import message

MOST_FILES = 40
SUBJECT = message("Dataset filtering savings report")


@dataclass(frozen=True)
class Signature:
    """A line to sign."""

    role: Annotated[str, "Prepared, Reviewed or Approved"]
    name: Annotated[str, "who, or empty"]
    day: Annotated[str, "when, or empty"] = ""
    void: Annotated[bool, "whether it was given for other inputs"] = False


@dataclass(frozen=True)
class AttachedFile:
    """A file inside the PDF."""

    name: Annotated[str, "name inside the PDF"]
    description: Annotated[str, "what it is"]
    hash: Annotated[str, "SHA-256 in hex; empty for printed.json, which is made after the page"]


@dataclass(frozen=True)
class Page:
    """A whole report."""

    language: Annotated[str, "of the page, as HTML names it: en-GB"]
    direction: Annotated[
        str, "in which its lines run, as HTML names it: ltr, or rtl, for which stylesheets are mirrored"
    ]
    subject: Annotated[str, "what kind of document it is"]
    heading: Annotated[str, "whose report or what data"]
    first: Annotated[FirstPage, "the first page"]
    edition: Annotated[str, "brief, standard or full"]
    signs_on_cover: Annotated[bool, "whether the cover has room for the section to sign, which is then the first"]
    sections: Annotated[tuple[Section, ...], "the numbered sections of the body; none in brief"]
    sign_off_number: Annotated[int, "number of the section on what to know before signing"]
    appendix: Annotated[tuple[Section, ...], "the numbered sections behind it; none in brief"]
    formulas_number: Annotated[int, "number of the section on formulas"]
    formulas: Annotated[tuple[Worked, ...], "the computed figures; none in brief"]
    formulas_note: Annotated[str, "how many more there are, or empty"]
    caveats: Annotated[tuple[tuple[str, str], ...], "pairs of title and text"]
    signatures: Annotated[tuple[Signature, ...], "the lines to sign"]
    inputs: Annotated[str, "SHA-256 over all inputs, in hex"]
    confidential: Annotated[bool, "whether a confidential price is not among these"]
    files: Annotated[tuple[AttachedFile, ...], "what is attached to the PDF, the first of many"]
    files_note: Annotated[str, "how many more there are, or empty"]
    version: Annotated[str, "of reportgen"]
    printed: Annotated[tuple[Printed, ...], "each number as it was printed"]
    classification: Annotated[str, "internal, or empty"]
    withheld: Annotated[int, "figures without value for the sake of a confidential price"]
    origins: Annotated[Origins, "by key, the key at whose place report.html says what its number follows from"]
    what_if: Annotated[WhatIf | None, "what a reader may try on a screen, or None where nothing could be other"]


def page_of(
    account: Account,
    caveats: Sequence[Caveat],
    files: Sequence[AttachedFile],
    version: str,
    dated: date | None,
    minor_digits: int,
    language: Language,
    edition: str = STANDARD,
) -> Page:
    """The page of the account. dated: the report's date. minor_digits: decimals of its currency."""
    say, translated = language.say, language.translated
    writer = Writer(account, minor_digits, language, attached=bool(files))
    first = first_page(writer, caveats, dated)
    builders = [] if edition == BRIEF else [money_section, run_section, co2_section]
    if edition != BRIEF and says_of_models(writer):
        builders.append(models_section)
    if builders and account.draws is not None:
        builders.append(ranges_section)
    on_cover = bool(builders) and has_room(first)
    sections = tuple(build(writer, number) for number, build in enumerate(builders, start=2 if on_cover else 1))
    sign_off = 1 if on_cover else len(sections) + 1
    behind = len(sections) + 2
    appendix: tuple[Section, ...] = ()
    formulas: tuple[Worked, ...] = ()
    numbers: dict[str, int] = {}
    origins: Origins = {}
    further = 0
    if edition != BRIEF:
        compact = edition == STANDARD
        formulas, further = worked_formulas(writer, compact=compact)
        appendix = _appendix(writer, behind, compact, caveats, (first, sections, formulas))
        numbers = cited_numbers(writer, compact, caveats)
    manifest = account.manifest
    signatures = signed(manifest, account.inputs)
    if edition != BRIEF:
        origins, formulas, appendix, sections = with_origins(writer, formulas, appendix, sections, numbers)
    return Page(
        language=language.tag,
        direction=language.direction,
        subject=translated(SUBJECT),
        heading=shortened(manifest.dataset, 60) if manifest.dataset and manifest.name else say("Filtering run"),
        first=first,
        edition=edition,
        signs_on_cover=on_cover,
        sections=tuple(replace(section, new_page=False) for section in sections) if on_cover else sections,
        sign_off_number=sign_off,
        appendix=appendix,
        formulas_number=behind + len(appendix),
        formulas=formulas,
        formulas_note=writer.more(further),
        caveats=tuple(
            (say(caveat.title), say(caveat.text) + in_brackets(numbers, caveat.sources)) for caveat in caveats
        ),
        signatures=(
            _signature(say("Prepared"), signatures.get("prepared_by"), language),
            _signature(say("Reviewed"), signatures.get("reviewed_by"), language),
            _signature(say("Approved"), signatures.get("approved_by"), language),
        ),
        inputs=account.inputs,
        confidential=account.has_secrets,
        files=tuple(replace(file, description=translated(file.description)) for file in _shown(files)),
        files_note=_further_files(writer, len(files) - len(_shown(files))),
        version=version,
        printed=tuple(dict.fromkeys(writer.printed)),
        classification=say("internal") if account.internal else "",
        withheld=sum(figure.reason == WITHHELD for figure in account.ledger.values()),
        origins=origins,
        what_if=what_if(writer),
    )


def _shown(files: Sequence[AttachedFile]) -> Sequence[AttachedFile]:
    """The first files and the last two, report.json and printed.json."""
    return files if len(files) <= MOST_FILES else (*files[: MOST_FILES - 2], *files[-2:])


def _further_files(w: Writer, count: int) -> str:
    if not count:
        return ""
    number = w.numbers.whole(Decimal(count))
    return w.say_count(
        "And {count} more; the hashes of all stand in printed.json, which is attached.",
        "And {count} more; the hashes of all stand in printed.json, which is attached.",
        count,
        count=number,
    )


def _signature(role: str, it: Signed | None, language: Language) -> Signature:
    if it is None:
        return Signature(role, "")
    return Signature(role, it.name, "" if it.day is None else language.day(it.day), it.is_void)


def _appendix(
    w: Writer, number: int, compact: bool, caveats: Sequence[Caveat], body: Sequence[object]
) -> tuple[Section, ...]:
    """The sections behind the body, the glossary of what stands in it last."""
    found = [assumptions_section(w, number, compact, caveats)]
    if not compact and (records := records_section(w, number + 1)) is not None:
        found.append(records)
    if (scores := scores_section(w, number + len(found), compact)) is not None:
        found.append(scores)
    said = [text for caveat in caveats for text in (w.say(caveat.title), w.say(caveat.text))]
    found.append(glossary_section(w, number + len(found), (*body, found, said)))
    return tuple(found)
