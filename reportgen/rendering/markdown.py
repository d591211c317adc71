"""The report as Markdown for a comment or the summary of a job: the cover, and of the body what there is room for.

GitHub drops a job's summary above 1,024 kB whole, and takes no comment above 64 kB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportgen.locale.language import Language
from reportgen.page.build import Page
from reportgen.page.parts import Account, Block, Cell, Chart, Facts, Note, Section, Table

MOST_BYTES = 60_000
_MARKS = re.compile(r"([\\`*_{}\[\]<>|~&])")
_REFERS = re.compile("([@#])")  # to people and threads, where nothing stands behind it
_LONGEST_TEXT = 2_000


def markdown(page: Page, language: Language) -> bytes:
    """The page as Markdown (CommonMark with GitHub's tables), UTF-8, at most `MOST_BYTES` long.

    Where there is no room for the rest, that is said. No text of a user's is markup in it.
    """
    rest = language.say("There is no room for the rest here: it stands in the report.") + "\n"
    room = MOST_BYTES - len(rest.encode())
    parts: list[str] = []
    for part in _parts(page, language):
        room -= len(part.encode()) + 1
        if room < 0:
            parts.append(rest)
            break
        parts.append(part)
    return "\n".join(parts).encode()


def _parts(page: Page, language: Language) -> Iterator[str]:
    """The parts of the text, the most important first, each ending in a line feed."""
    say, first = language.say, page.first
    yield f"# {escaped(first.title)}\n"
    if page.classification:
        yield f"**{escaped(page.classification)}**\n"
    yield f"{escaped(' · '.join(first.meta))}\n"
    verdict = first.verdict
    yield f"## {escaped(language.labelled(verdict.kicker, verdict.amount))}\n"
    yield f"{escaped(verdict.lead)}\n"
    if first.ledger is not None:
        yield _account(first.ledger)
    for second in first.seconds:
        told = language.labelled(second.label, language.paragraph([second.figure, second.unit]))
        basis = f"({escaped(second.basis)})" if second.basis else ""
        yield language.paragraph([f"**{escaped(told)}**", basis, escaped(second.text)]) + "\n"
    for title, lines in (
        (say("What decides it"), first.decides),
        (say("Know before signing"), first.cautions),
        (say("Next"), first.next),
    ):
        if lines:
            yield f"**{escaped(title)}**\n\n{_listed(lines)}"
    for section in page.sections:
        yield from _section(section, language)
    if page.caveats:
        caveats = [f"**{escaped(title)}** {escaped(text)}" for title, text in page.caveats]
        yield f"## {escaped(say('Caveats'))}\n\n" + "".join(f"- {caveat}\n" for caveat in caveats)
    secret = f" {escaped(say('The confidential price is not among them.'))}" if page.confidential else ""
    yield (
        f"{escaped(say('SHA-256 over all inputs, each with its value, range, unit and source:'))} "
        f"`{page.inputs}`{secret}\n"
    )


def _section(section: Section, language: Language) -> Iterator[str]:
    head = language.labelled(language.paragraph([str(section.number), section.name]), section.finding)
    yield f"## {escaped(head)}\n"
    for block in section.blocks:
        text = _block(block, language)
        if text:
            yield text


def _block(block: Block, language: Language) -> str:
    match block:
        case Facts(facts):
            return _listed([language.paragraph([str(fact.amount), fact.text]) for fact in facts])
        case Note(title, text):
            return f"> **{escaped(title)}** {escaped(text)}\n"
        case Table():
            return _table(block)
        case Account():
            return _account(block)
        case Chart():  # what it draws stands in a table or in the text beside it
            return ""


def _account(account: Account) -> str:
    rows = []
    for line in account.lines:
        cells = (line.label, line.factors, str(line.amount.bare if line.amount.unit == account.unit else line.amount))
        rows.append([f"**{escaped(cell)}**" if line.is_net and cell else escaped(cell) for cell in cells])
    heads = [escaped(account.title), "", escaped(account.unit)]
    return _rows(heads, rows, ["", "", "r"])


def _table(table: Table) -> str:
    """The table without its columns of bars."""
    shown = [place for place, column in enumerate(table.columns) if not column.bar]
    heads = [escaped(table.columns[place].title) for place in shown]
    rows: list[list[str]] = []
    for name, group in table.groups:
        if name:
            rows.append([f"**{escaped(name)}**", *[""] * (len(shown) - 1)])
        for row in group:
            cells = [_with_small(escaped(row.head), row.small), *map(_cell, row.cells)]
            cells += [""] * (len(table.columns) - len(cells))
            strong = row.style in ("on", "total")
            rows.append([f"**{cells[place]}**" if strong and cells[place] else cells[place] for place in shown])
    aligned = ["r" if table.columns[place].right else "" for place in shown]
    told = "".join(f"\n{escaped(text)}\n" for text in (table.note,) if text)
    return f"**{escaped(table.title)}**\n\n" + _rows(heads, rows, aligned) + told


def _cell(cell: Cell) -> str:
    text = str(cell.amount) if cell.amount is not None else cell.text or ("–" if cell.plain_dash else "")
    return _with_small(escaped(text), cell.small)


def _with_small(text: str, small: str) -> str:
    return f"{text}<br>{escaped(small)}" if small else text


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]], aligned: Sequence[str]) -> str:
    rule = "|".join("---:" if it else "---" for it in aligned)
    lines = [f"| {' | '.join(heads)} |", f"|{rule}|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def _listed(lines: Sequence[str]) -> str:
    return "".join(f"- {escaped(line)}\n" for line in lines)


def escaped(text: str) -> str:
    """The text on one line, of which nothing is markup, a mention or a reference."""
    line = re.sub("[\r\n\t ]+", " ", text)
    cut = line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"
    return _REFERS.sub(r"\1<!-- -->", _MARKS.sub(r"\\\1", cut))
