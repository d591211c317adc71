"""What a PDF says of itself for machines: that it is PDF/UA, which attachment is the report, and its seal."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from reportgen.rendering.pdf_metadata import SEAL, with_schemas

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EMPTY = f'<x><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about=""/></rdf:RDF></x>'.encode()
UA, OURS = "{http://www.aiim.org/pdfua/ns/id/}", "{urn:reportgen:pdf:1#}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA, PROPERTY = "{http://www.aiim.org/pdfa/ns/schema#}", "{http://www.aiim.org/pdfa/ns/property#}"
SAYS_UA = [(f"{UA}part", "1")]
SAYS_OURS = [
    (f"{OURS}DocumentFileName", "report.json"),
    (f"{OURS}Version", "reportgen/report/1"),
    (f"{OURS}Seal", "0" * 64),
]
UA_SCHEMA = (
    *("PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid"),
    [("part", "Integer", "internal", "The part of ISO 14289 the file follows")],
)
OUR_SCHEMA = (
    *("Report that re-derives itself", "urn:reportgen:pdf:1#", "reportgen"),
    [
        ("DocumentFileName", "Text", "internal", "The attached file that holds every figure"),
        ("Version", "Text", "internal", "The schema of that file"),
        ("Seal", "Text", "internal", "SHA-256 of the whole file, with zeros in place of this value"),
    ],
)


@pytest.mark.parametrize(
    ("pdfua", "report", "said", "described"),
    [
        (False, False, [], []),
        (True, False, SAYS_UA, [UA_SCHEMA]),
        (False, True, SAYS_OURS, [OUR_SCHEMA]),
        (True, True, SAYS_UA + SAYS_OURS, [UA_SCHEMA, OUR_SCHEMA]),
    ],
)
def test_a_pdf_says_what_it_is_and_describes_its_words(
    pdfua: bool, report: bool, said: list[tuple[str, str]], described: list[tuple[object, ...]]
) -> None:
    """Each property outside PDF/A's own schemas is described, by the words of ISO 19005-3 (6.6.2.3)."""
    root = ElementTree.fromstring(with_schemas(EMPTY, pdfua=pdfua, report=report))
    (rdf,) = root
    properties = [it for description in rdf for it in description]
    assert said == [(it.tag, it.text) for it in properties if not it.tag.startswith(EXTENSION)]
    lists = [it for it in properties if it.tag == f"{EXTENSION}schemas"]
    assert bool(described) == len(lists)
    found = []
    for schema in root.iterfind(f".//{EXTENSION}schemas/{{{RDF}}}Bag/{{{RDF}}}li"):
        words = [
            tuple(item.findtext(f"{PROPERTY}{name}") for name in ("name", "valueType", "category", "description"))
            for item in schema.iterfind(f"{SCHEMA}property/{{{RDF}}}Seq/{{{RDF}}}li")
        ]
        found.append((*(schema.findtext(f"{SCHEMA}{name}") for name in ("schema", "namespaceURI", "prefix")), words))
    assert described == found


def test_there_is_one_place_for_the_seal() -> None:
    """Before 64 zeros, once."""
    assert 1 == with_schemas(EMPTY, pdfua=True, report=True).count(SEAL + b"0" * 64)


def test_what_has_no_rdf_cannot_be_extended() -> None:
    """That would be another metadata than WeasyPrint's."""
    with pytest.raises(ValueError, match=r"^no rdf:RDF element$"):
        with_schemas(b"<x/>", pdfua=True, report=True)
