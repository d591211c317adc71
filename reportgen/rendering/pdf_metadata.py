"""What a PDF says about itself in its XMP metadata, where WeasyPrint cannot say it."""

from __future__ import annotations

from reportgen.rendering.digest import BLANK

# What a machine looks for: the name of the attached report and its schema, and the seal of the whole file, the SHA-256
# of its bytes with zeros in the seal's place.
NAMESPACE = "urn:reportgen:pdf:1#"
REPORT = "report.json"
SEAL = b"<reportgen:Seal>"
_SCHEMA = "reportgen/report/1"

_END = b"</rdf:RDF>"
_PDFUA = '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\n<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n'
_CARRIED = f"""\
<rdf:Description rdf:about="" xmlns:reportgen="{NAMESPACE}">
<reportgen:DocumentFileName>{REPORT}</reportgen:DocumentFileName>
<reportgen:Version>{_SCHEMA}</reportgen:Version>
{SEAL.decode()}{BLANK.decode()}</reportgen:Seal>
</rdf:Description>
"""


def with_schemas(rdf: bytes, *, pdfua: bool, report: bool) -> bytes:
    """The RDF of a PDF file, extended by what its own schemas have no word for.

    pdfua: say that the file is PDF/UA-1. report: say which attachment is the report, and leave a place for the seal.
    There can be one rdf:RDF element only, and one list of schemas in it, so that both go inside of it at once.
    """
    head, end, tail = rdf.rpartition(_END)
    if not end:
        raise ValueError("no rdf:RDF element")
    said, schemas = "", ""
    if pdfua:
        said += _PDFUA
        schemas += _schema(
            "PDF/UA identification schema",
            "http://www.aiim.org/pdfua/ns/id/",
            "pdfuaid",
            (("part", "Integer", "The part of ISO 14289 the file follows"),),
        )
    if report:
        said += _CARRIED
        schemas += _schema(
            "Report that re-derives itself",
            NAMESPACE,
            "reportgen",
            (
                ("DocumentFileName", "Text", "The attached file that holds every figure"),
                ("Version", "Text", "The schema of that file"),
                ("Seal", "Text", "SHA-256 of the whole file, with zeros in place of this value"),
            ),
        )
    if schemas:
        said += _EXTENSIONS.replace("SCHEMAS", schemas)
    return head + said.encode() + end + tail


# PDF/A allows a property outside its own schemas only where the file itself describes the schema
# (ISO 19005-3, 6.6.2.3); pdfuaid is one (ISO 14289-1, 5).
_EXTENSIONS = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>SCHEMAS</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def _schema(name: str, namespace: str, prefix: str, properties: tuple[tuple[str, str, str], ...]) -> str:
    listed = "".join(
        f"""<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{property_}</pdfaProperty:name>
<pdfaProperty:valueType>{type_}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description>
</rdf:li>"""
        for property_, type_, description in properties
    )
    return f"""<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{listed}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
