"""A signed PDF: who signed it and whether it holds; and what else stands behind what was written is found."""

from __future__ import annotations

import random
import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

from reportgen.audit.signature import signatures_of
from reportgen.audit.verdict import Verdict
from reportgen.audit.verify import verify
from reportgen.problems import InputError
from reportgen.rendering.sign import signed, signer_of
from tests.audit.reports import pdf
from tests.rendering.keys import PASSPHRASE, key_file, key_file_of
from tests.rendering.test_verapdf import validated


@cache
def signer() -> Any:
    """Who signs."""
    return signer_of(key_file(), PASSPHRASE, "key.p12")


@cache
def signed_report() -> bytes:
    """The sample's PDF, signed."""
    return signed(pdf(), signer())


def of(content: bytes) -> Verdict:
    """The verdict on a PDF."""
    return verify(content, "report.pdf")


def only(content: bytes) -> str:
    """The one thing that is wrong with it."""
    (difference,) = of(content).differences
    return str(difference)


def signed_after(change: Any) -> bytes:
    """The sample's PDF, changed and signed at once."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf()))
    change(writer)
    said = PdfSignatureMetadata(field_name="Other", md_algorithm="sha256")
    out: BytesIO = sign_pdf(writer, said, signer=signer())
    return out.getvalue()


def test_a_signature_is_told_and_is_no_difference() -> None:
    """What was written stands before it byte for byte; whose certificate it is and that it holds is said."""
    assert signed_report().startswith(pdf())
    verdict = of(signed_report())
    assert () == verdict.differences
    told = verdict.notes[0]
    assert "with the certificate of Common Name: C. Controller, issued by itself, valid from 2026-01-01 to 2036" in told
    assert told.endswith(": the signature holds; whether the certificate is theirs was not looked at")
    assert "signed" not in " ".join(of(pdf()).notes)


def test_it_is_still_archival_and_accessible(tmp_path: Path) -> None:
    """veraPDF finds nothing in the signed file either."""
    (tmp_path / "signed.pdf").write_bytes(signed_report())
    assert {("signed", "3a"): [], ("signed", "ua1"): []} == validated(tmp_path / "signed.pdf")


def test_a_second_signature_is_told_too() -> None:
    """Each by its own line."""
    other = signer_of(key_file("R. Reviewer", locked=False), "", "other.p12")
    out: BytesIO = sign_pdf(
        IncrementalPdfFileWriter(BytesIO(signed_report())),
        PdfSignatureMetadata(field_name="Second", md_algorithm="sha256"),
        signer=other,
        new_field_spec=SigFieldSpec("Second"),
    )
    verdict = of(out.getvalue())
    assert () == verdict.differences
    assert ["C. Controller", "R. Reviewer"] == [
        name for name in ("C. Controller", "R. Reviewer") if any(name in note for note in verdict.notes[:2])
    ]


def test_a_changed_signature_does_not_hold() -> None:
    """A byte of what was appended with it, which no seal of ours covers."""
    changed = signed_report().replace(b"/SigFlags 3", b"/SigFlags 1")
    assert "its signature is not that of its bytes" in only(changed)


def test_what_stands_behind_a_signature_is_found() -> None:
    """A comment after it, which it does not cover."""
    assert "its signature does not cover the whole file" in only(signed_report() + b"% a comment\n")
    assert "12 bytes were appended after it was written, such as a comment" in only(pdf() + b"% a comment\n")


def test_a_change_in_what_was_written_is_found() -> None:
    """Whatever is signed: the seal is of the report's own bytes."""
    changed = signed_report().replace(b"reportgen/report/1", b"reportgen/report/2", 1)
    assert any("not byte for byte as it was written" in str(it) for it in of(changed).differences)


def _other_language(writer: Any) -> None:
    writer.root["/Lang"] = generic.pdf_string("de")
    writer.update_root()


def _other_size(writer: Any) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300)))
    writer.update_container(page)


def _form_of_its_own(writer: Any) -> None:
    writer.root["/AcroForm"] = generic.DictionaryObject({generic.pdf_name("/XFA"): generic.pdf_string("<x/>")})  # type: ignore[no-untyped-call]
    writer.update_root()


def _seen(writer: Any) -> None:
    from pyhanko.sign.fields import append_signature_field

    append_signature_field(writer, SigFieldSpec("Other", box=(10, 10, 300, 300)))


@pytest.mark.parametrize("change", [_other_language, _other_size, _form_of_its_own, _seen])
def test_a_signature_that_changes_more_is_found(change: Any) -> None:
    """Whoever signs may not change the document, a page, bring a form of its own, or draw on a page."""
    assert "which change more than a signature does" in only(signed_after(change))


def test_a_pdf_that_nobody_signed_says_so() -> None:
    """It holds no signature that could be looked at."""
    assert "it has no signature" == signatures_of(pdf()).broken


def test_without_the_package_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature that nobody could look at is no sound one; an unsigned report needs no pyHanko."""
    content = signed_report()
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyhanko"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    assert "is looked at with pyHanko, which is not installed" in only(content)
    assert () == of(pdf()).differences


@pytest.mark.parametrize(
    ("key", "passphrase"),
    [(key_file(), "wrong"), (key_file(), ""), (key_file(), "\0"), (key_file()[:-9], "\0"), (b"no key", ""), (b"", "")],
)
def test_a_wrong_key_is_refused(key: bytes, passphrase: str) -> None:
    """In one line that says what is asked for."""
    with pytest.raises(InputError, match=r"key\.p12: is no PKCS #12 file .* or its passphrase is another"):
        signer_of(key, passphrase, "key.p12")


def test_a_damaged_key_file_is_refused_or_read(recwarn: pytest.WarningsRecorder) -> None:
    """Cut off or with bits changed, 200 times by the same dice: a key or one line, never a warning of a package."""
    dice = random.Random(14)
    for whole, passphrase in ((key_file(), PASSPHRASE), (key_file(locked=False), "")):
        refused = 0
        for _ in range(100):
            key = bytearray(whole[: dice.randrange(len(whole))] if dice.random() < 0.3 else whole + b"x")
            for _ in range(dice.choice([0, 1, 1, 3])):
                key[dice.randrange(len(key))] ^= 1 << dice.randrange(8) if key else 0
            try:
                signer_of(bytes(key), passphrase, "key.p12")
            except InputError:
                refused += 1
        assert 60 < refused < 100
    assert [] == [warning for warning in recwarn if "PKCS" in str(warning.message)]


def test_the_kinds_of_keys() -> None:
    """One of an elliptic curve signs; one of Ed25519, which takes another digest, is refused."""
    verdict = of(signed(pdf(), signer_of(key_file_of("ec"), "", "ec.p12")))
    assert () == verdict.differences
    assert "the signature holds" in verdict.notes[0]
    with pytest.raises(InputError, match=r"ed\.p12: its key is of the kind ed25519, .* \(take an RSA or EC key\)"):
        signer_of(key_file_of("ed"), "", "ed.p12")
