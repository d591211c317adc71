"""A key to sign with, its certificate signed by itself, in a PKCS #12 file."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

PASSPHRASE = "Grüne Wiese 7"


@cache
def key_file(name: str = "C. Controller", *, locked: bool = True) -> bytes:
    """The file; locked: by `PASSPHRASE`."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 7, datetime(2026, 1, 1), datetime(2036, 1, 1))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    lock = BestAvailableEncryption(PASSPHRASE.encode()) if locked else NoEncryption()
    return serialize_key_and_certificates(b"key", key, certificate, None, lock)


@cache
def key_file_of(kind: str) -> bytes:
    """A file without a passphrase whose key is EC, or Ed25519."""
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else ed25519.Ed25519PrivateKey.generate()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, kind)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 7, datetime(2026, 1, 1), datetime(2036, 1, 1))
    certificate = builder.sign(key, hashes.SHA256() if kind == "ec" else None)
    return serialize_key_and_certificates(b"key", key, certificate, None, NoEncryption())
