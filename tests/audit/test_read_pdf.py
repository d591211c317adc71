"""What a PDF carries, and what was done to it after it was written."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

from reportgen.audit import read_pdf as module
from reportgen.audit.bundle import bundle_of
from reportgen.audit.signature import _told
from reportgen.problems import InputError


def written(*files: tuple[str, bytes]) -> PdfWriter:
    """A PDF of one page with these files."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files:
        writer.add_attachment(name, content)
    return writer


def content_of(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def refused(writer: PdfWriter) -> str:
    """Why it is no report."""
    with pytest.raises(InputError) as error:
        bundle_of(content_of(writer), "a.pdf")
    return str(error.value)


def test_a_pdf_of_another_hand_is_told_by_its_name() -> None:
    """It holds nothing to verify."""
    assert refused(written()).startswith("a.pdf: it holds nothing to verify (")


def test_a_pdf_without_a_seal_says_so() -> None:
    """Its files are read all the same."""
    bundle = bundle_of(content_of(written(("report.json", b"{}"))), "a.pdf")

    assert ("pdf", b"{}") == (bundle.kind, bundle.report)
    assert "the file has no seal, so that a change in its layout would not show" == bundle.broken


def test_two_files_of_one_name_are_refused() -> None:
    """Which of them would count?"""
    assert 'a.pdf: carries two files of the name "report.json" (no report does)' == refused(
        written(("report.json", b"{}"), ("report.json", b"{ }"))
    )


@pytest.mark.parametrize(("most", "is_read"), [(10, True), (9, False)])
def test_how_much_is_read(most: int, is_read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all files together: 2 and 8 bytes."""
    monkeypatch.setattr(module, "MOST_BYTES", most)
    writer = written(("report.json", b"{}"), ("a.csv", b"12345678"))
    if is_read:
        assert {"a.csv": b"12345678"} == bundle_of(content_of(writer), "a.pdf").files
    else:
        assert "carries more than 0 MB (is it a report of reportgen?)" in refused(writer)


def field(*rect: float, **more: Any) -> DictionaryObject:
    """A field to sign."""
    values: dict[str, Any] = {"/Subtype": NameObject("/Widget"), "/FT": NameObject("/Sig")}
    if rect:
        values["/Rect"] = ArrayObject(map(FloatObject, rect))
    values |= {f"/{name}": value for name, value in more.items()}
    return DictionaryObject({NameObject(name): value for name, value in values.items()})


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (None, True),
        ({}, True),
        ({"/Fields": ArrayObject([field(0, 0, 0, 0)])}, True),
        ({"/Fields": ArrayObject([field(0, 0, 5, 5)])}, False),
        ({"/Fields": ArrayObject([field()])}, False),
        ({"/Fields": ArrayObject([field(0, 0, 0, 0, A=DictionaryObject())])}, False),
        ({"/Fields": ArrayObject(), "/XFA": TextStringObject("x")}, False),
    ],
)
def test_a_form_that_asks_for_signatures_alone(form: dict[str, Any] | None, expected: bool) -> None:
    """Fields without extent on a page, and no page of its own."""
    asked = None if form is None else DictionaryObject({NameObject(name): it for name, it in form.items()})

    assert expected == module._asks_for_signatures_alone(asked)


BEFORE = content_of(written(("report.json", b"{}")))


def appended(**root: Any) -> bytes:
    """The PDF with entries of its catalogue changed behind it."""
    writer = PdfWriter(BytesIO(BEFORE), incremental=True)
    for name, value in root.items():
        writer.root_object[NameObject(f"/{name}")] = writer._add_object(value)
    return content_of(writer)


def redrawn() -> bytes:
    """The PDF with another page drawn in place of its own."""
    writer = PdfWriter(BytesIO(BEFORE), incremental=True)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(90)
    return content_of(writer)


SIGNED = DictionaryObject({NameObject("/Fields"): ArrayObject([field(0, 0, 0, 0)])})
XFA = DictionaryObject({NameObject("/XFA"): TextStringObject("x")})


@pytest.mark.parametrize(
    ("after", "expected"),
    [(BEFORE, True), (appended(AcroForm=SIGNED), True), (appended(AcroForm=XFA), False), (redrawn(), False)],
    ids=["nothing", "a field to sign", "a form of its own", "a page that is turned"],
)
def test_what_more_than_a_signature_changes(after: bytes, expected: bool) -> None:
    """Whatever a page shows, and a form that would show another page."""
    assert after.startswith(BEFORE)
    assert expected == module._adds_signatures_alone(BEFORE, PdfReader(BytesIO(after)))


def test_a_certificate_is_told_with_its_fingerprint() -> None:
    """In small letters without blanks, as openssl and sha256sum write it."""
    name = SimpleNamespace(human_friendly="Common Name: A. Person")
    days = {"not_valid_before": datetime(2026, 1, 2), "not_valid_after": datetime(2027, 1, 2)}
    certificate = SimpleNamespace(subject=name, issuer=name, sha256_fingerprint="AB 0C", **days)
    assert (
        "signed on 2026-03-04 by the signer's clock with the certificate of Common Name: A. Person, issued by itself, "
        "valid from 2026-01-02 to 2027-01-02, SHA-256 ab0c: the signature holds; whether the certificate is theirs "
        "was not looked at"
    ) == _told(certificate, datetime(2026, 3, 4))
