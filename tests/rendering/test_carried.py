"""What report.html and report.pdf carry, and the seals by which a change of a single byte shows."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader

from reportgen.files.json_text import canonical, loads
from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering.carried import is_sealed, page_and_files, with_carried
from reportgen.rendering.digest import BLANK, digest_of, seal_holds, sealed
from reportgen.rendering.printed import printed_json, with_pages
from tests.audit.reports import pdf, report
from tests.rendering.runs import SAMPLES

FILES = {"run.yaml": "task: Straße\n".encode(), "costs.xlsx": b"PK\x03\x04\xff\x00", "report.json": b"{}"}


def test_a_page_gives_back_what_it_carries() -> None:
    """Texts and other bytes come back as they were, and the page as it was."""
    page = "<html><body><p>1</p></body></html>"
    assert (page, FILES) == page_and_files(with_carried(page, FILES), "report.html")
    assert ("<p>1", FILES) == page_and_files(with_carried("<p>1", FILES), "report.html")
    assert (page, None) == page_and_files(page, "report.html")


def test_what_a_page_carries_stands_in_lines_of_120_signs() -> None:
    """No editor or mail server breaks lines of that length; the last is what is left."""
    files = {"noise": sha256(b"1").digest() * 10 + bytes(range(256))}
    first, *lines, last = with_carried("<body></body>", files).partition("<template")[2].splitlines()
    assert f' id="reportgen-carried" data-seal="{64 * "0"}">' == re.sub("[0-9a-f]{64}", "0" * 64, first)
    assert "</template>" == lines.pop()
    assert {120} == {len(line) for line in lines[:-1]}
    assert 0 < len(lines[-1]) <= 120
    assert "</body>" == last


def test_a_page_that_carries_something_already_is_refused() -> None:
    """As where a finished report was taken for a template: two sets of data would be one too many."""
    with pytest.raises(InputError, match="holds what another report carries"):
        with_carried(with_carried("<p>1", FILES), FILES)


def test_a_page_is_sealed() -> None:
    """The seal holds of the page as it was made, and not where one character is another."""
    page = with_carried("<html><body><p>1</p></body></html>", FILES)
    assert is_sealed(page)
    assert not is_sealed(page.replace("<p>1", "<p>2"))
    assert not is_sealed("<html></html>")


def test_the_sample_carries_its_data_within_24_kb() -> None:
    """report.html holds report.json, printed.json and the inputs, byte for byte, and grows by little."""
    made = report()
    page, files = page_and_files(made.html, "report.html")
    assert files is not None
    inputs = ["run.yaml", "company-costs.toml", "gpu-power.record.json", "yolox_s_3.checkpoints.csv"]
    assert [*inputs, "report.json", "printed.json"] == list(files)
    assert made.json == files["report.json"]
    assert [file.content for file in made.files] == list(files.values())[:4]
    assert len(made.html) - len(page) < 24_000


def test_no_attach_carries_nothing() -> None:
    """Who attaches nothing to the PDF hides nothing in the page."""
    made = load(SAMPLES / "four_lines.yaml", attach=False)
    assert "reportgen-carried" not in made.html
    assert b"reportgen:Seal" not in made.pdf().content


def test_a_seal_is_the_hash_with_zeros_in_its_place() -> None:
    """As one can reckon it without reportgen; a file has one place for it."""
    content = b"before seal=" + BLANK + b" after"
    with_seal = sealed(content, b"seal=")
    assert content.replace(BLANK, sha256(content).hexdigest().encode()) == with_seal
    assert seal_holds(with_seal, b"seal=")
    assert not seal_holds(with_seal.replace(b"after", b"later"), b"seal=")
    assert not seal_holds(b"none", b"seal=")
    with pytest.raises(ValueError, match="one place"):
        sealed(b"none", b"seal=")


def test_the_digest_of_a_json_is_of_its_values() -> None:
    """Keys in order, no blanks, numbers in their shortest form; the digest itself is left out."""
    values = loads('{"b": [1.50, true, null], "a": {"ü": "x"}, "digest": "none"}')
    assert '{"a":{"ü":"x"},"b":[1.5,true,null],"digest":"none"}' == canonical(values)
    assert sha256('{"a":{"ü":"x"},"b":[1.5,true,null]}'.encode()).hexdigest() == digest_of(values)


def test_printed_json_says_on_which_pages_a_number_stands() -> None:
    """A text is on the pages that have all of its numbers; one without numbers, or not printed, on none."""
    told = [{"key": "a", "text": "1 h 5 min"}, {"key": "b", "text": "7"}, {"key": "c", "text": "none"}]
    printed = loads(with_pages(printed_json({"printed": told}), [["5 of 1"], ["1", "6"], ["5", "1", "1"]]))
    assert [[1, 3], [], []] == [it["pages"] for it in printed["printed"]]
    assert [["1", "5"], ["1", "6"], ["1", "1", "5"]] == [page["numbers"] for page in printed["pages"]]
    assert printed["digest"] == digest_of(printed)


def test_a_pdf_says_which_attachment_is_the_report() -> None:
    """The XMP metadata, readable without unpacking, name the file, its schema and the seal of the whole PDF."""
    content = pdf()
    said = dict(re.findall(rb"<reportgen:(\w+)>([^<]*)</reportgen:", content))
    assert b"report.json" == said[b"DocumentFileName"]
    assert b"reportgen/report/1" == said[b"Version"]
    assert sha256(content.replace(said[b"Seal"], BLANK)).hexdigest().encode() == said[b"Seal"]
    reader = PdfReader(BytesIO(content))
    assert report().json == reader.attachments["report.json"][0]
