"""What a PDF says about itself in its XMP metadata, where WeasyPrint cannot say it."""

from __future__ import annotations

_END = b"</rdf:RDF>"

# PDF/A allows a property outside its own schemas only where the file itself describes the schema
# (ISO 19005-3, 6.6.2.3); pdfuaid is one (ISO 14289-1, 5).
_PDFUA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def with_pdfua(rdf: bytes) -> bytes:
    """The RDF of a PDF/A file, extended to say that the file is PDF/UA-1 as well.

    There can be one rdf:RDF element only, so the statement goes inside it.
    """
    head, end, tail = rdf.rpartition(_END)
    if not end:
        raise ValueError("no rdf:RDF element")
    return head + _PDFUA + end + tail
