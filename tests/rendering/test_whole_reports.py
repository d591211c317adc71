"""Whole reports: what the pages print is what report.json holds, and the PDF carries both."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, localcontext
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from reportgen.charts.dumbbells import DumbbellsData
from reportgen.charts.power import PowerData
from reportgen.charts.price_ruler import PriceRulerData
from reportgen.charts.score_curves import ScoreCurvesData
from reportgen.charts.score_timeline import TimelineData
from reportgen.charts.tornado import TornadoData
from reportgen.factors.facts import source
from reportgen.inputs.keys import GROUPS, place_of
from reportgen.page.parts import Account, Chart
from reportgen.rendering.pdf import PdfResult
from reportgen.rendering.report import Report
from tests.cli.running import environment
from tests.rendering import runs
from tests.rendering.fontconfig import isolated_fontconfig
from tests.rendering.layout.finders import overlapping_words
from tests.rendering.layout.sheets import read_document

NB = "\u00a0"
PDFS = ("sample", "four_lines", "costs_more", "sign_open")
with_pdf = pytest.mark.parametrize("name", PDFS)


def attached(result: PdfResult) -> dict[str, bytes]:
    return {name: contents[0] for name, contents in PdfReader(BytesIO(result.content)).attachments.items()}


def information(result: PdfResult) -> dict[str, str]:
    """The document's own data: title, dates."""
    return {str(name): str(text) for name, text in (PdfReader(BytesIO(result.content)).metadata or {}).items()}


def numbers(content: bytes) -> Any:
    """JSON with every number exact."""
    return json.loads(content, parse_float=Decimal, parse_int=Decimal)


# Every printed number is rounded once more here, from report.json, by none of reportgen's code.


def grouped(value: Decimal, places: int) -> str:
    """Half up to so many decimals (below zero: tens), grouped by threes."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign, digits, exponent = rounded.as_tuple()
    assert isinstance(exponent, int)
    whole = "".join(map(str, digits)) + "0" * max(exponent, 0)
    decimals = max(-exponent, 0)
    whole = whole.rjust(decimals + 1, "0")
    whole, fraction = (whole[:-decimals], whole[-decimals:]) if decimals else (whole, "")
    threes = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", whole)
    return ("−" if sign and rounded else "") + threes + (f".{fraction}" if fraction else "")


def power_of_ten(text: str) -> tuple[str, int] | None:
    """Mantissa and exponent of `1.23 × 10⁻⁶`."""
    mantissa, times, power = text.partition(f"{NB}×{NB}10")
    return (mantissa, int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")))) if times else None


def in_seconds(text: str) -> tuple[Decimal, Decimal]:
    """What `1 h 30 min` means, and the size of its last part."""
    sizes = {"d": 86400, "h": 3600, "min": 60, "s": 1}
    parts = [part.split(NB) for part in text.split(" ")]
    total = sum((Decimal(number.replace(",", "")) * sizes[unit] for number, unit in parts), Decimal(0))
    last, unit = parts[-1]
    # of two parts the second is cut, not rounded
    return total, sizes[unit] * Decimal(1).scaleb(Decimal(last).as_tuple().exponent)  # type: ignore[arg-type]


def is_rounding_of(text: str, value: Decimal, size: Decimal, unit: str) -> bool:
    """Whether the text is the value in a unit of that size, rounded half up; a page may turn its sign."""
    if unit == "" and re.search(f"{NB}(d|h|min|s)$", text):
        shown, step = in_seconds(text)
        return abs(shown - value) < step if " " in text else abs(shown - value) <= step / 2
    if text.endswith("%"):
        text, value = text.removesuffix("%"), value * 100
    text, value = text.removeprefix("+"), value / size
    if text.startswith("−") != (value < 0):
        value = -value
    if (power := power_of_ten(text)) is not None:
        mantissa, exponent = power
        return grouped(value.scaleb(-exponent), len(mantissa.partition(".")[2])) == mantissa
    whole, _, fraction = text.lstrip("−").partition(".")
    digits = whole.replace(",", "")
    # three figures at least are never rounded away
    tens = 0 if fraction else min(len(digits) - len(digits.rstrip("0")), max(0, len(digits) - 3))
    return any(grouped(value, places) == text for places in (len(fraction), *range(-tens, 0)))


@pytest.mark.parametrize("text", ["4.13", "35,500", "35,521", f"1.23{NB}×{NB}10⁻⁶", "500", f"42{NB}min", "34.1%"])
def test_the_second_rounding_tells_right_from_wrong(text: str) -> None:
    """The check below accepts a rounding of the value and nothing beside it."""
    right = {
        "4.13": ("4.125", "1", ""),
        "35,500": ("35521.25", "1", "EUR"),
        "35,521": ("35521.25", "1", "EUR"),
        f"1.23{NB}×{NB}10⁻⁶": ("0.0000012345", "1", ""),
        "500": ("0.0005", "1e-6", "mg"),
        f"42{NB}min": ("2520", "1", ""),
        "34.1%": ("0.3409091", "1", ""),
    }
    value, size, unit = right[text]
    with localcontext(Context(prec=100)):
        assert is_rounding_of(text, Decimal(value), Decimal(size), unit)
        for factor in ("1.02", "0.98", "10"):
            assert not is_rounding_of(text, Decimal(value) * Decimal(factor), Decimal(size), unit)


def ceiling(value: Decimal) -> Decimal:
    """The whole number at or above it."""
    return value.to_integral_value(ROUND_CEILING)


def test_printed_numbers_are_roundings_of_the_data(report: Report) -> None:
    """Each entry of printed.json is the value of its key in report.json, rounded half up once, in the unit it names."""
    figures = numbers(report.json)["figures"]
    assert report.page.printed
    with localcontext(Context(prec=100)):
        wrong = [
            item
            for item in report.page.printed
            if not is_rounding_of(item.text, figures[item.key]["value"], item.size, item.unit)
            # a part of a sample does not pay for a run
            and (item.key, item.text) != ("break_even_samples", grouped(ceiling(figures[item.key]["value"]), 0))
        ]
    assert [] == wrong


NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")


def tokens(text: str) -> set[str]:
    """The numbers in a text, without their commas and trailing zeros: 3,600 and 3600, 1.10 and 1.1 are the same."""
    found = (token.replace(",", "") for token in NUMBER.findall(text))
    return {token.rstrip("0").rstrip(".") if "." in token else token for token in found}


def texts_in(value: Any) -> Iterator[str]:
    """Every text and number that stands in a value of JSON, as text."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, (str, Decimal)):
        yield f"{value:f}" if isinstance(value, Decimal) else value


def known_numbers(report: Report, pages: int) -> set[str]:
    """What may stand on a page: what was printed, what report.json says in words, ranges, and ordinal numbers."""
    data = numbers(report.json)
    figures = data["figures"].values()
    words = [item.text for item in report.page.printed]
    for key in ("manifest", "costs", "sources", "caveats", "inputs", "generator"):
        words += texts_in(data[key])
    words += [str(figure[field]) for figure in figures for field in ("label", "note", "formula", "chosen", "replaces")]
    # who says so of a caveat
    words += [str(vars(source(name))) for caveat in report.caveats for name in caveat.sources]
    # ranges stand beside their figure, in full or with three digits, in the unit of its column
    ends = [end for figure in figures for end in (figure["low"], figure["high"]) if end is not None]
    with localcontext(Context(prec=100)):
        for end in (abs(end / size) for end in ends for size in map(Decimal, ("1e3", "1", "1e-3", "1e-6"))):
            words += [f"{end:f}", grouped(end, 0)]
            words += [grouped(end, digits - end.adjusted() if end else 0) for digits in (1, 2, 6)]
    leaves = [
        figure["basis"]
        for key, figure in data["figures"].items()
        if figure["basis"] not in (None, "computed") and place_of(key) in GROUPS
    ]
    # what decides a figure, at three digits
    for found in data["influences"].values():
        for change in (abs(it[name]) for it in found for name in ("at_low", "at_high")):
            # of CO2e in the unit that reads well
            for scaled in (change * size for size in (1, 1000)):
                words.append(grouped(scaled, 2 - scaled.adjusted() if scaled else 0))
    counts = [len(leaves), *(leaves.count(basis) for basis in leaves)]
    # sections and pages; sources are numbered
    counts += range(1, max(pages, len(data["sources"]), report.page.formulas_number + 1) + 1)
    # the scale of a chart is no figure
    panels = [panel for chart in charts(report) if isinstance(chart, PowerData) for panel in chart.panels]
    ticks = [panel.top_text for panel in panels]
    ticks += [text for chart in charts(report) if isinstance(chart, PowerData) for _, text in chart.ticks]
    scores = [chart for chart in charts(report) if isinstance(chart, ScoreCurvesData)]
    ticks += [text for chart in scores for _, text in (*chart.x_ticks, *chart.y_ticks)]
    ticks += [curve.label for chart in scores for curve in chart.curves]
    rows = [chart for chart in charts(report) if isinstance(chart, (PriceRulerData, TornadoData, DumbbellsData))]
    ticks += [text for chart in rows for _, text in chart.ticks]
    timelines = [chart for chart in charts(report) if isinstance(chart, TimelineData)]
    ticks += [text for chart in timelines for _, text in chart.ticks]
    ticks += [text for chart in timelines for panel in chart.panels for _, text in (panel.low, panel.high)]
    # a mark for which there is no room is not drawn, so that none is noted as printed
    blocks = [block for section in (*report.page.sections, *report.page.appendix) for block in section.blocks]
    ticks += [text for block in blocks if isinstance(block, Account) for _, text in block.axis.marks]
    return {token for text in (*words, *map(str, counts), *ticks) for token in tokens(text)}


def charts(report: Report) -> list[object]:
    """The data of every chart of the sections."""
    sections = (*report.page.sections, *report.page.appendix)
    return [block.data for section in sections for block in section.blocks if isinstance(block, Chart)]


@with_pdf
def test_numbers_on_the_pages_are_those_of_the_data(
    reports: dict[str, Report], pdfs: dict[str, PdfResult], name: str
) -> None:
    """Every number that can be read from the PDF was printed from a figure, or stands in a text of report.json."""
    sheets = PdfReader(BytesIO(pdfs[name].content)).pages
    known = known_numbers(reports[name], len(sheets))
    hashes = [reports[name].page.inputs, *(file.hash for file in reports[name].page.files)]
    unknown = {}
    for number, sheet in enumerate(sheets, start=1):
        pieces: list[str] = []  # each by itself, or a number at the end of a line runs into the next line's
        sheet.extract_text(visitor_text=lambda text, *_, found=pieces: found.append(text))
        text = "\n".join(pieces)
        for digest in hashes:  # broken where its line ends
            text = re.sub(r"\s?".join(digest), "", text)
        if strange := tokens(text) - known:
            unknown[number] = strange
    assert {} == unknown


@with_pdf
def test_the_pdf_carries_its_data_and_inputs(reports: dict[str, Report], pdfs: dict[str, PdfResult], name: str) -> None:
    """Attached are report.json as it is written, the inputs byte for byte, and printed.json with the hash of each."""
    report, files = reports[name], attached(pdfs[name])
    assert report.json == files.pop("report.json")
    printed = json.loads(files.pop("printed.json"))
    assert {file.name: file.content for file in report.inputs} == files
    expected = {**files, "report.json": report.json}
    assert {file: hashlib.sha256(content).hexdigest() for file, content in expected.items()} == printed["attached"]


def test_the_sample_is_attached_byte_for_byte(pdfs: dict[str, PdfResult]) -> None:
    """run.yaml and the company's table come out of the PDF as they lie in the folder."""
    files = attached(pdfs["sample"])
    for name in ("run.yaml", "company-costs.toml"):
        assert (runs.STREET_SCENES / name).read_bytes() == files[name]


def test_save_writes_what_is_asked_for(reports: dict[str, Report], tmp_path: Path) -> None:
    """A report saves itself under a name, in the formats wished for and in no other."""
    saved = reports["four_lines"].save(tmp_path / "out", ["json", "html"], "run 7")
    assert ([tmp_path / "out" / "run 7.html", tmp_path / "out" / "run 7.json"], ()) == (
        list(saved.paths),
        saved.shortfalls,
    )
    assert reports["four_lines"].json == (tmp_path / "out" / "run 7.json").read_bytes()
    assert reports["four_lines"].html == (tmp_path / "out" / "run 7.html").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="unknown format 'docx'"):
        reports["four_lines"].save(tmp_path, ["docx"])


# A machine without fonts of its own, another process, another order of hashes.
CHILD = """
import json, sys, tempfile
from pathlib import Path
from tests.rendering import runs

folder, found = Path(sys.argv[1]), {}
def given(name, *inputs):
    (folder / name).mkdir()
    return runs.given(folder / name, *inputs)
made = {
    "sample": runs.sample(),
    "extreme": given("extreme inputs", runs.extreme()),
    "small": given("small inputs", runs.small()),
    "marked_up": given("marked-up inputs", *runs.marked_up()),
}
for name, report in made.items():
    pdf = report.pdf()
    found[name] = [list(pdf.missing_glyphs), list(pdf.remarks), pdf.conforms]
    for ending, content in (("pdf", pdf.content), ("html", report.html.encode()), ("json", report.json)):
        (folder / f"{name}.{ending}").write_bytes(content)
print(json.dumps(found))
"""


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Reports made by another process without fonts: the folder of their files, and what was found of each PDF."""
    folder = tmp_path_factory.mktemp("elsewhere")
    given = environment(**isolated_fontconfig(tmp_path_factory.mktemp("fonts")), PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    done = subprocess.run([sys.executable, "-c", CHILD, folder], env=given, capture_output=True, text=True, timeout=120)
    # what is logged would stand in standard error
    assert (0, "") == (done.returncode, done.stderr)
    return folder, json.loads(done.stdout)


@pytest.mark.parametrize("name", ["sample", "extreme", "small", "marked_up"])
def test_every_pdf_is_archival(elsewhere: tuple[Path, dict[str, Any]], name: str) -> None:
    """However long, small or strange its texts, the PDF has every glyph and no remark, and calls itself PDF/A."""
    assert [[], [], True] == elsewhere[1][name]


@pytest.mark.parametrize("name", ["sample", "extreme", "small", "marked_up"])
def test_no_text_leaves_the_paper(elsewhere: tuple[Path, dict[str, Any]], name: str) -> None:
    """Every letter of the PDF stands inside its page, with a margin of 5 mm."""
    outside = []
    with pypdfium2.PdfDocument(elsewhere[0] / f"{name}.pdf") as document:
        for number, sheet in enumerate(document, start=1):
            (width, height), text = sheet.get_size(), sheet.get_textpage()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                # blanks have boxes without size
                if right > left and (min(left, bottom) < 14 or right > width - 14 or top > height - 14):
                    outside.append((number, text.get_text_range(max(0, index - 20), 21)))
    assert [] == outside


@pytest.mark.parametrize("name", ["sample", "extreme", "small", "marked_up"])
def test_no_text_covers_another(elsewhere: tuple[Path, dict[str, Any]], name: str) -> None:
    """No two words lie on each other, however many digits or words there are."""
    document = read_document((elsewhere[0] / f"{name}.pdf").read_bytes())
    assert [] == list(map(str, overlapping_words(document)))


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("name", ["sample", "extreme", "small", "marked_up"])
def test_another_program_finds_no_fault(elsewhere: tuple[Path, dict[str, Any]], name: str) -> None:
    """qpdf finds the structure of every PDF clean."""
    done = subprocess.run(["qpdf", "--check", elsewhere[0] / f"{name}.pdf"], capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)


def test_two_processes_write_the_same_bytes(
    elsewhere: tuple[Path, dict[str, Any]], reports: dict[str, Report], pdfs: dict[str, PdfResult]
) -> None:
    """Another process, time zone, hash seed and set of fonts changes no byte of HTML, JSON and PDF."""
    folder, report = elsewhere[0], reports["sample"]
    assert report.html.encode() == (folder / "sample.html").read_bytes()
    assert report.json == (folder / "sample.json").read_bytes()
    assert pdfs["sample"].content == (folder / "sample.pdf").read_bytes()


def test_a_second_report_of_one_process_is_the_same(reports: dict[str, Report], pdfs: dict[str, PdfResult]) -> None:
    """Made again after other reports, HTML, JSON and PDF have the same bytes: nothing of a report is left behind."""
    again = runs.four_lines()
    assert reports["four_lines"].html == again.html
    assert reports["four_lines"].json == again.json
    assert pdfs["four_lines"].content == again.pdf().content


def test_the_run_is_the_date_of_the_pdf(pdfs: dict[str, PdfResult], monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF is dated by its run, without one not at all, and by SOURCE_DATE_EPOCH before either."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    stamped = runs.four_lines().pdf()
    assert "D:20261112081400Z" == information(pdfs["sample"]).get("/CreationDate")
    assert "/CreationDate" not in information(pdfs["four_lines"])
    assert "D:20231114221320Z" == information(stamped).get("/CreationDate")


def test_the_title_of_the_pdf_is_the_runs(pdfs: dict[str, PdfResult]) -> None:
    """Title and language stand in the file's own data, and its outline names every section."""
    outline: Any = PdfReader(BytesIO(pdfs["sample"].content)).outline
    assert information(pdfs["sample"])["/Title"].startswith("Street Scenes EU, batch 7")
    heading, sections = outline
    assert "Street Scenes EU, batch 7" == heading["/Title"]
    assert [
        *("1 Costs", "2 The filtering run", "3 CO₂", "4 Models", "5 Before signing"),
        *("Appendix", "6 Assumptions", "7 Scores", "8 Glossary", "9 Formulas"),
    ] == [section["/Title"] for section in sections]


@with_pdf
def test_the_first_page_stands_alone(pdfs: dict[str, PdfResult], name: str) -> None:
    """Verdict, what decides it, what to know and to do and the contents share one page; the next begins with money."""
    first, second = (sheet.extract_text() for sheet in PdfReader(BytesIO(pdfs[name].content)).pages[:2])
    assert "What decides it" in first
    assert "Before signing" in first
    assert "Appendix" in first
    assert "Label every sample" in second
