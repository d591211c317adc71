"""Markdown for comments, and numbers for other tools."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.locale.language import language_of
from reportgen.page.parts import Block, Cell, Column, Fact, Facts, Note, Row, Section, Table
from reportgen.page.printer import Amount
from reportgen.rendering import markdown as rendering
from reportgen.rendering.report import Report
from tests.audit.reports import report
from tests.rendering.runs import extreme, given, marked_up

FOUR = {"task": "classification", "samples_before": 100, "samples_after": 40, "duration": 60}


def text(made: Report) -> str:
    """The report as Markdown."""
    return made.markdown.decode()


def test_the_cover_comes_first() -> None:
    """The title, the verdict and the account that adds up to it: 35,625 and 3 less 104."""
    lines = text(report()).replace("\u00a0", " ").splitlines()
    assert "# Street Scenes EU, batch 7" == lines[0]
    assert "## Avoided, net of filtering: EUR 35,500" in lines
    start = lines.index("| Costs |  | EUR |")
    assert [
        "|---|---|---:|",
        "| Labels not bought | 37,500 × 0.95 | 35,625 |",
        "| Training not run | 37,500 × 6.5 h ÷ 110,000 × 1.25 | 3 |",
        "| Filtering | 42 min × 2.50 + 1.5 h × 68.00 | −104 |",
        "| **Net** |  | **35,524** |",
    ] == lines[start + 1 : start + 6]


def test_every_row_of_a_table_has_its_cells() -> None:
    """A table that misses a cell is shown as text."""
    for table in re.findall(r"(?:^\|.*\n)+", text(report()), re.MULTILINE):
        assert 1 == len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}), table


def test_the_row_that_applies_is_bold() -> None:
    """As the title of the table of prices says."""
    (row,) = (line for line in text(report()).splitlines() if "Framework contract" in line)
    assert row.startswith("| **company** | **EUR\u00a00.95/sample** |")


def test_a_large_report_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room for all parts there are the first ones, whole, and the note that there are more."""
    rest = "There is no room for the rest here: it stands in the report."
    whole = text(report())
    assert rest not in whole
    assert len(given(tmp_path, extreme()).markdown) <= 60_000
    monkeypatch.setattr(rendering, "MOST_BYTES", len(whole.encode()) - 1)
    cut = rendering.markdown(report().page, report().language).decode()
    assert len(cut.encode()) < len(whole.encode())
    assert cut.endswith(f"\n{rest}\n")
    assert whole.startswith(cut.removesuffix(f"{rest}\n"))


def test_nothing_of_a_users_is_markup(tmp_path: Path) -> None:
    """Names full of markup, mentions and line ends stay the text that they are."""
    manifest, costs = marked_up()
    manifest["name"] = "@someone #12 `code` <img src=x> | **bold**\n# head"
    made = text(given(tmp_path, manifest, costs))
    escaped = r"# @<!-- -->someone #<!-- -->12 \`code\` \<img src=x\> \| \*\*bold\*\* #<!-- --> head"
    assert escaped == made.splitlines()[0]
    assert not re.search(r"(?<!\\)<(?!!-- -->|br>)", made)


def body(*blocks: Block) -> str:
    """What stands of a section of these blocks, below its heading."""
    made = replace(report().page, sections=(Section("s", 1, "Part", "What was found", blocks),), appendix=())
    found = rendering.markdown(made, report().language).decode().partition("\n## 1 Part: What was found\n\n")[2]
    return found.partition("\n## Caveats\n")[0]


COLUMNS = (Column("What"), Column("How much", right=True), Column("", bar=True))
KG = Amount("1,200", "kg")
ROWS = (
    Row("Plain", (Cell(amount=KG), Cell())),
    Row("Text", (Cell("a|b", small="second"),), small="below"),
    Row("Dash", (Cell(plain_dash=True), Cell()), style="on"),
    Row("None", (Cell(),), style="off"),
    Row("Sum", (Cell(amount=KG),), style="total"),
)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Facts((Fact(KG, "saved"), Fact(Amount("3"), "left"))), "- 1,200\u00a0kg saved\n- 3 left\n"),
        (Note("Note_", "what is *said*"), "> **Note\\_** what is \\*said\\*\n"),
        (
            Table("t", "Title", "sub", COLUMNS, (("", ROWS[:2]), ("Group", ROWS[2:]))),
            "**Title**\n\n| What | How much |\n|---|---:|\n"
            "| Plain | 1,200\u00a0kg |\n| Text<br>below | a\\|b<br>second |\n| **Group** |  |\n"
            "| **Dash** | **–** |\n| None |  |\n| **Sum** | **1,200\u00a0kg** |\n",
        ),
        (
            Table("t", "Title", "sub", COLUMNS[:1], (("", ()),), note="A <note>"),
            "**Title**\n\n| What |\n|---|\n\nA \\<note\\>\n",
        ),
    ],
)
def test_each_kind_of_block(block: Block, expected: str) -> None:
    """A list, a quotation, a table without its bars; a row of a table that is short has all its cells."""
    assert expected == body(block)


def test_figures_beside_the_first_have_what_they_rest_on() -> None:
    """The label with its figure, then in brackets what it rests on, then what it means."""
    lines = text(report()).replace("\u00a0", " ").splitlines()
    (co2,) = (line for line in lines if line.startswith("**CO₂e"))
    assert co2.startswith("**CO₂e: −3 to +160 g, sign uncertain** (Your own training, as stated; grid: Germany")
    assert ") Training avoids 297 g, filtering emitted 220 g." in co2
    first = report().page.first
    bare = replace(report().page, first=replace(first, seconds=tuple(replace(it, basis="") for it in first.seconds)))
    found = rendering.markdown(bare, report().language).decode().replace("\u00a0", " ")
    assert "**CO₂e: −3 to +160 g, sign uncertain** Training avoids 297 g" in found


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("a\r\n\t b", "a b"),
        ("\\`*_{}[]<>|~&", "".join(f"\\{sign}" for sign in "\\`*_{}[]<>|~&")),
        ("@a #1", "@<!-- -->a #<!-- -->1"),
        ("x" * 2000, "x" * 2000),
        ("x" * 2001, "x" * 1999 + "…"),
    ],
)
def test_a_text_is_one_line_without_markup(given_: str, shown: str) -> None:
    """Cut after 2,000 signs."""
    assert shown == rendering.escaped(given_)


def test_what_is_classified_says_so_below_its_title() -> None:
    """And nothing stands there where it is not."""
    for classification in ("internal", ""):
        made = rendering.markdown(replace(report().page, classification=classification), report().language).decode()
        assert bool(classification) == ("\n\n**internal**\n\n" in made)


@pytest.mark.parametrize("confidential", [True, False])
def test_the_end_names_the_inputs(confidential: bool) -> None:
    """Their hash, and whether a confidential price is not among them."""
    made = rendering.markdown(replace(report().page, confidential=confidential), report().language).decode()
    secret = " The confidential price is not among them." if confidential else ""
    head = "SHA-256 over all inputs, each with its value, range, unit and source:"
    assert made.endswith(f"\n{head} `{report().page.inputs}`{secret}\n")


def test_it_speaks_the_language_of_the_page() -> None:
    """German words and German numbers."""
    made = text(replace(report(), language=language_of("de_DE")))
    assert "35.624" in made or "35.625" in made
    assert "**Was den Ausschlag gibt**" in made or "Nächste" in made


def test_metrics_are_numbers_by_key(tmp_path: Path) -> None:
    """Each figure with a value, exact, and nothing else."""
    made = report()
    made.save(tmp_path, ["metrics"])
    found = json.loads((tmp_path / "report.metrics.json").read_text(encoding="utf-8"), parse_float=Decimal)
    known = {key: figure.value for key, figure in made.figures.items() if figure.value is not None}
    assert known == found
    assert "net_savings" in found


@pytest.mark.parametrize("name", ["md", "metrics", "model-card"])
def test_a_project_may_ask_for_each_format(tmp_path: Path, name: str) -> None:
    """What --format takes, reportgen.toml takes."""
    (tmp_path / "reportgen.toml").write_text(f'formats = ["{name}"]\n', encoding="utf-8")
    assert (name,) == given(tmp_path, FOUR).formats
