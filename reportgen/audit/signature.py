"""Who signed a PDF, and whether the signature holds."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from io import BytesIO

from reportgen.problems import excerpt, first_line

MOST_SIGNATURES = 10


@dataclass(frozen=True)
class Signatures:
    """broken: why they do not hold, or empty. notes: of each whose certificate it is, one line."""

    broken: str
    notes: tuple[str, ...] = ()


def signatures_of(content: bytes) -> Signatures:
    """The signatures of a PDF; the last must cover the whole file. No network is asked and nobody is trusted.

    Whether the certificate is that of the person it names, its fingerprint tells who knows it.
    """
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation import validate_pdf_signature
        from pyhanko.sign.validation.status import SignatureCoverageLevel
        from pyhanko_certvalidator import ValidationContext
    except ImportError:
        hint = "pip install 'filtering-savings-report[sign]'"
        return Signatures(f"a signature is looked at with pyHanko, which is not installed ({hint})")
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        found = PdfFileReader(BytesIO(content)).embedded_signatures
        if not found:
            return Signatures("it has no signature")
        if len(found) > MOST_SIGNATURES:
            return Signatures(f"it has more than {MOST_SIGNATURES} signatures")
        notes = []
        for place, signature in enumerate(found, start=1):
            nobody = ValidationContext(trust_roots=[], allow_fetching=False)
            # What came between two signatures our own reader looks at; pyHanko takes a minute over it.
            status = validate_pdf_signature(signature, nobody, skip_diff=True)
            if not (status.intact and status.valid):
                return Signatures("its signature is not that of its bytes")
            if place == len(found) and status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
                return Signatures("its signature does not cover the whole file")
            notes.append(_told(status.signing_cert, status.signer_reported_dt))
        return Signatures("", tuple(notes))
    except MemoryError:
        raise
    except Exception as error:  # whatever a signature from outside makes pyHanko raise
        return Signatures(f"its signature cannot be read: {first_line(error)}")


def _told(certificate: object, moment: object) -> str:
    subject, issuer = (getattr(certificate, name).human_friendly for name in ("subject", "issuer"))
    by = "by itself" if subject == issuer else f"by {excerpt(issuer)}"
    valid = "valid from {:%Y-%m-%d} to {:%Y-%m-%d}".format(
        *(getattr(certificate, f"not_valid_{name}") for name in ("before", "after"))
    )
    fingerprint = str(getattr(certificate, "sha256_fingerprint", "")).replace(" ", "").lower()
    when = f" on {moment:%Y-%m-%d} by the signer's clock" if moment else ""
    return (
        f"signed{when} with the certificate of {excerpt(subject)}, issued {by}, {valid}, SHA-256 {fingerprint}: "
        "the signature holds; whether the certificate is theirs was not looked at"
    )
