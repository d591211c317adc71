"""Whatever the file is: one line says what is wrong with it, and no traceback, no loop and no bomb."""

from __future__ import annotations

import json
import lzma
import random
from base64 import b64encode
from pathlib import Path

import pytest

from reportgen.audit import limited
from reportgen.audit.compare import compared, comparison_values
from reportgen.audit.explain import explained
from reportgen.audit.limited import files_of, verdict_on
from reportgen.audit.report_data import report_data
from reportgen.audit.verify import verify
from reportgen.files.json_text import dumps
from reportgen.problems import InputError
from reportgen.rendering.carried import page_and_files, with_carried
from tests.audit.reports import as_json, at, html, is_found, other, pdf, places, put, report, values

FIGURE = {"label": "x", "value": 1, "unit": "1", "basis": "stated"}


def refused(content: bytes, name: str = "report.json") -> str:
    """What is said of a file that is no report, one line."""
    with pytest.raises(InputError) as caught:
        verify(content, name)
    (problem,) = caught.value.problems
    assert "\n" not in str(problem)
    return str(problem)


def damaged(content: bytes, dice: random.Random, *, cut: bool) -> bytes:
    """The file cut off, or with one bit that is another; not its last byte, which is a line feed."""
    place = dice.randrange(len(content) - 1)
    if cut:
        return content[:place]
    changed = bytearray(content)
    changed[place] ^= 1 << dice.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("seed", range(150))
@pytest.mark.parametrize("kind", ["json", "html"])
def test_damaged_files_are_told(kind: str, seed: int) -> None:
    """A file that was cut off, or of which a bit is another, is found out or refused."""
    content = report().json if kind == "json" else html()
    dice = random.Random(seed)
    content = damaged(content, dice, cut=not seed % 3)
    assert is_found(lambda: verify(content, f"report.{kind}"))


def test_what_is_no_report_is_told_by_its_own_name() -> None:
    """A JSON by the name of its file; what a page carries by the name that it has there."""
    schema = values() | {"schema": "of another kind"}
    assert refused(as_json(schema), "mine.json").startswith("mine.json: is no report.json of the schema")
    page, files = page_and_files(html().decode(), "mine.html")
    assert files is not None
    files["report.json"] = as_json(schema)
    told = refused(with_carried(page, files).encode(), "mine.html")
    assert told.startswith("report.json: is no report.json of the schema")


@pytest.mark.parametrize("seed", range(50))
def test_damaged_pdfs_are_told(seed: int) -> None:
    """A PDF that was cut off, or of which a bit is another, is found in any case: its seal is broken."""
    content, dice = pdf(), random.Random(seed)
    content = damaged(content, dice, cut=not seed % 3)
    assert is_found(lambda: verify(content, "report.pdf"))


@pytest.mark.parametrize("seed", range(50))
def test_damaged_reports_are_explained_and_compared_or_refused(seed: int) -> None:
    """Whatever explain and compare say of a report.json with another value or bit, each line prints as one."""
    dice, changed = random.Random(seed), values()
    path = dice.choice(list(places(changed)))
    put(changed, path, other(at(changed, path), dice))
    content = as_json(changed) if seed % 2 else damaged(report().json, dice, cut=False)
    try:
        told, sound = report_data(content, "report.json"), report_data(report().json, "report.json")
    except InputError as error:
        lines = [str(problem) for problem in error.problems]
    else:
        lines = [line for key in ("net_savings", "net_co2_savings") for line in explained(told, key)]
        for pair in ((told, sound), (sound, told)):
            lines += dumps(comparison_values(compared(*pair), ("a", "b"))).splitlines()
    assert all(line.isprintable() for line in lines)


def test_what_was_appended_to_a_pdf_is_told() -> None:
    """A comment or a signature leaves what was written before as it was, and that is said with how much it is."""
    found = [str(it) for it in verify(pdf() + b"% a remark\n", "report.pdf").differences]
    assert ["report.pdf: 11 bytes were appended after it was written, such as a comment"] == found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no report: neither a PDF nor an HTML page"),
        (b"\x00\x01\x02", "is no report"),
        (b"plain words", "is no report"),
        (b"{}", "is no report.json of the schema reportgen/report/1"),
        (b"{", "not JSON"),
        (b"{\xff}", "is no UTF-8"),
        (b'{"a": 1, "a": 2}', '"a" stands twice in one map'),
        (b'{"a": NaN}', "NaN is no number of a report"),
        (b'{"a": 1e999999999}', "is no number of a report"),
        (b'{"a": ' + b"[" * 100_000, "stand inside each other too deep"),
        (b"<html><body>a page</body></html>", "holds nothing to verify"),
        (b"%PDF-1.7\n%%EOF\n", "is damaged"),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, said: str) -> None:
    """The one line says what the file is not."""
    assert said in refused(content)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value", "1", "$.figures.net_savings.value: found 1, which it cannot be"),
        ("inputs", "samples_before", "$.figures.net_savings.inputs"),
        ("formula", "__import__('os')", "is no formula"),
        ("formula", "1 +", "is no formula"),
        ("formula", "(" * 200 + "1" + ")" * 200, "more than 100 levels"),
        ("formula", "1" + " + 1" * 6000, "has more than 5,000 operations"),
        ("reason", "none", "has either a value or a reason"),
    ],
)
def test_what_is_no_figure_is_refused(field: str, value: object, said: str) -> None:
    """A figure that reportgen could not have written is told with its key; nothing of it is run."""
    changed = values()
    changed["figures"]["net_savings"][field] = value
    assert said in refused(as_json(changed))


def test_figures_in_a_circle_are_told() -> None:
    """A figure rests on those before it alone, so that none can rest on itself."""
    changed = values()
    circle = {"one": "two + 1", "two": "one + 1", "three": "three + 1"}
    for key, formula in circle.items():
        changed["figures"][key] = {**FIGURE, "basis": "computed", "formula": formula, "inputs": [formula[:-4]]}
    found = {it.where for it in verify(as_json(changed), "report.json").differences if "it can rest on" in it.text}
    assert {"one", "three"} <= found


def test_division_by_zero_and_huge_numbers_are_told() -> None:
    """A formula that has no value is a difference to the value that is stated, and no failure."""
    changed = values()
    for key, formula in (("zero", "samples_before / 0"), ("huge", "e * e"), ("e", "1")):
        changed["figures"][key] = {**FIGURE, "basis": "computed", "formula": formula, "inputs": []}
    found = [str(it) for it in verify(as_json(changed), "report.json").differences]
    assert "zero: stated 1 1, derived no value" in found


def test_a_page_that_carries_a_bomb_is_refused() -> None:
    """What unpacks to more than a report may be is never unpacked whole."""
    packed = b64encode(lzma.compress(b"0" * 150_000_000, preset=0)).decode()
    page = f'<html><template id="reportgen-carried" data-seal="{"0" * 64}">{packed}</template></html>'
    assert "what it carries is more than 100 MB" in refused(page.encode(), "report.html")


NO_FILES = b'{"texts": {}, "base64": {}}'


@pytest.mark.parametrize(
    "packed",
    [
        "AAAA",
        b64encode(lzma.compress(b"[]")).decode(),
        b64encode(lzma.compress(NO_FILES, preset=9)).decode(),  # asks for a dictionary of 64 MiB
        "",
        "A",
    ],
)
def test_a_page_whose_data_are_damaged_is_refused(packed: str) -> None:
    """What is no base64, no xz or no list of files is said to be damaged."""
    page = f'<html><template id="reportgen-carried" data-seal="{"0" * 64}">{packed}</template></html>'
    assert "what it carries is damaged" in refused(page.encode(), "report.html")


def test_a_child_looks_at_the_file(tmp_path: Path) -> None:
    """The verdict and the files of a child process are those of this one."""
    path = tmp_path / "report.html"
    path.write_bytes(html())
    assert verify(html(), "report.html") == verdict_on(path)
    assert report().json == files_of(path)["report.json"]
    path.write_bytes(b"<html>")
    with pytest.raises(InputError, match=r"^report\.html: it holds nothing to verify"):
        verdict_on(path)


def test_a_file_that_takes_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that hits its limit ends in one line."""
    monkeypatch.setattr(limited, "MEMORY_BYTES", 64 * 1024**2)
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"schema": ["x" * 1000 for _ in range(50_000)]}), encoding="utf-8")
    with pytest.raises(InputError, match="takes more than 60 seconds or 64 MiB to read"):
        verdict_on(path)


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    """A file of another kind is not even opened."""
    (tmp_path / "report.docx").write_bytes(b"PK")
    with pytest.raises(InputError, match=r"one of \.pdf, \.html, \.htm, \.json"):
        verdict_on(tmp_path / "report.docx")
