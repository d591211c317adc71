"""A small PDF is signed: by which digest, in which way, and where nobody sees it."""

from __future__ import annotations

from importlib import import_module
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter

from reportgen.rendering.sign import signed, signer_of
from tests.rendering.keys import key_file_of


def test_how_a_pdf_is_signed() -> None:
    """By PAdES with SHA-256, in a field that prints and lies out of the page; the PDF itself stays in front."""
    cms = import_module("asn1crypto.cms")
    blank = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(blank)
    made = signed(blank.getvalue(), signer_of(key_file_of("ec"), "", "key.p12"))
    assert made.startswith(blank.getvalue())
    reader = PdfReader(BytesIO(made))
    field: Any = reader.get_fields()["Signature"].indirect_reference  # type: ignore[index]
    widget = field.get_object()
    signature = widget["/V"].get_object()
    printed, hidden = 4, 2  # ISO 32000-1, 12.5.3
    assert ("/ETSI.CAdES.detached", printed) == (signature["/SubFilter"], widget["/F"] & (printed | hidden))
    left, bottom, right, top = map(float, widget["/Rect"])
    assert right <= 0 or top <= 0 or left >= 100 or bottom >= 100
    (signer,) = cms.ContentInfo.load(bytes(signature["/Contents"]))["content"]["signer_infos"]
    assert "sha256" == signer["digest_algorithm"]["algorithm"].native
