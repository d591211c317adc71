"""The report model: everything that a page says, in order, chosen for this run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from reportgen.inputs.assemble import Account
from reportgen.inputs.audience import WITHHELD
from reportgen.locale.language import Language
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.edition import BRIEF, STANDARD
from reportgen.page.parts import Section
from reportgen.page.printer import Printed
from reportgen.page.sections.assumptions import assumptions_section
from reportgen.page.sections.co2 import co2_section
from reportgen.page.sections.energy import records_section
from reportgen.page.sections.first_page import FirstPage, first_page
from reportgen.page.sections.formulas import Worked, worked_formulas
from reportgen.page.sections.models import models_section, scores_section
from reportgen.page.sections.money import money_section
from reportgen.page.sections.run import run_section
from reportgen.page.words import shortened
from reportgen.page.writer import Writer
from reportgen.words.message import message

SUBJECT = message("Dataset filtering savings report")


@dataclass(frozen=True)
class Signature:
    """A line to sign."""

    role: Annotated[str, "Prepared, Reviewed or Approved"]
    name: Annotated[str, "who, or empty"]


@dataclass(frozen=True)
class AttachedFile:
    """A file inside the PDF."""

    name: Annotated[str, "name inside the PDF"]
    description: Annotated[str, "what it is"]
    hash: Annotated[str, "SHA-256 in hex"]


@dataclass(frozen=True)
class Page:
    """A whole report."""

    language: Annotated[str, "of the page, as HTML names it: en-GB"]
    subject: Annotated[str, "what kind of document it is"]
    heading: Annotated[str, "whose report or what data"]
    first: Annotated[FirstPage, "the first page"]
    edition: Annotated[str, "brief, standard or full"]
    sections: Annotated[tuple[Section, ...], "the numbered sections of the body; none in brief"]
    sign_off_number: Annotated[int, "number of the section on what to know before signing"]
    appendix: Annotated[tuple[Section, ...], "the numbered sections behind it; none in brief"]
    formulas_number: Annotated[int, "number of the section on formulas"]
    formulas: Annotated[tuple[Worked, ...], "the computed figures; none in brief"]
    caveats: Annotated[tuple[tuple[str, str], ...], "pairs of title and text"]
    signatures: Annotated[tuple[Signature, ...], "the lines to sign"]
    files: Annotated[tuple[AttachedFile, ...], "what is attached to the PDF"]
    version: Annotated[str, "of reportgen"]
    printed: Annotated[tuple[Printed, ...], "each number as it was printed"]
    classification: Annotated[str, "internal, or empty"]
    withheld: Annotated[int, "figures without value for the sake of a confidential price"]


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
    writer = Writer(account, minor_digits, language)
    first = first_page(writer, caveats, dated)
    builders = () if edition == BRIEF else (money_section, run_section, co2_section, models_section)
    sections = tuple(build(writer, number) for number, build in enumerate(builders, start=1))
    sign_off = len(sections) + 1
    appendix: tuple[Section, ...] = ()
    formulas: tuple[Worked, ...] = ()
    if edition != BRIEF:
        appendix = _appendix(writer, sign_off + 1, compact=edition == STANDARD)
        formulas = worked_formulas(writer, compact=edition == STANDARD)
    manifest = account.manifest
    return Page(
        language=language.tag,
        subject=translated(SUBJECT),
        heading=shortened(manifest.dataset, 60) if manifest.dataset and manifest.name else say("Filtering run"),
        first=first,
        edition=edition,
        sections=sections,
        sign_off_number=sign_off,
        appendix=appendix,
        formulas_number=sign_off + len(appendix) + 1,
        formulas=formulas,
        caveats=tuple((say(caveat.title), say(caveat.text)) for caveat in caveats),
        signatures=(
            Signature(say("Prepared"), manifest.prepared_by or ""),
            Signature(say("Reviewed"), manifest.reviewed_by or ""),
            Signature(say("Approved"), manifest.approved_by or ""),
        ),
        files=tuple(replace(file, description=translated(file.description)) for file in files),
        version=version,
        printed=tuple(dict.fromkeys(writer.printed)),
        classification=say("internal") if account.internal else "",
        withheld=sum(figure.reason == WITHHELD for figure in account.ledger.values()),
    )


def _appendix(w: Writer, number: int, compact: bool) -> tuple[Section, ...]:
    found = [assumptions_section(w, number, compact)]
    if not compact:
        for build in (records_section, scores_section):
            if (section := build(w, number + len(found))) is not None:
                found.append(section)
    return tuple(found)
