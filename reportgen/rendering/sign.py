"""A PDF signed with somebody's key (PAdES, baseline B): bytes behind those that were written, and no ink on a page."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from reportgen.problems import excerpt, refuse

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

ENDINGS = (".p12", ".pfx")
FIELD = "Signature"
_KINDS = ("rsa", "ec", "dsa")  # those that sign a digest by SHA-256


def signer_of(key: bytes, passphrase: str, name: str) -> SimpleSigner:
    """Who signs: the key and its certificate in a PKCS #12 file; name: of the file.

    Raises InputError without pyHanko, or where the file or the passphrase is wrong.
    """
    try:
        from pyhanko.sign.signers import SimpleSigner
    except ImportError:
        hint = "pip install 'filtering-savings-report[sign]'"
        refuse("--sign", "signing needs the package pyhanko, which is not installed", hint)
    try:
        if "\0" in passphrase:  # no file has such a one, and what reads the file breaks down over it
            raise ValueError
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as of a file that is BER and no DER, which is read all the same
            signer: SimpleSigner = SimpleSigner.load_pkcs12_data(key, [], passphrase.encode() or None)
        certificate = signer.signing_cert
        kind = "" if certificate is None else certificate.public_key.algorithm
    except (ValueError, TypeError, AttributeError):
        # pyHanko tells a wrong passphrase from a file that is none in no way
        hint = "its passphrase stands in $REPORTGEN_SIGN_PASSPHRASE, or is asked for on a terminal"
        refuse(excerpt(name), "is no PKCS #12 file with key and certificate, or its passphrase is another", hint)
    if kind not in _KINDS:
        refuse(
            excerpt(name), f"its key is of the kind {excerpt(kind)}, which signs no PDF here", "take an RSA or EC key"
        )
    return signer


def signed(content: bytes, signer: SimpleSigner) -> bytes:
    """The PDF with a signature behind it, which every reader shows and none prints; its bytes differ each time."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    said = PdfSignatureMetadata(field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    # out of the page and not hidden, as PDF/A and PDF/UA want a field that nobody sees
    unseen = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    field = SigFieldSpec(FIELD, invis_sig_settings=unseen)
    out: BytesIO = sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), said, signer=signer, new_field_spec=field)
    return out.getvalue()
