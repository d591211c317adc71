"""Digests by which a change shows: of a JSON of ours by its values, of a file by all bytes but the digest itself."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from reportgen.files.json_text import canonical

BLANK = b"0" * 64  # what stands in place of a seal while the file is hashed


def digest_of(values: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the canonical text (UTF-8) of all values but `digest`."""
    rest = {key: value for key, value in values.items() if key != "digest"}
    return sha256(canonical(rest).encode("utf-8", "surrogatepass")).hexdigest()


def with_digest(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, and last of all their digest."""
    return {**values, "digest": digest_of(values)}


def sealed(content: bytes, before: bytes) -> bytes:
    """The file with its seal: the SHA-256 of all its bytes in place of the zeros that stand there, behind `before`.

    Raises ValueError where these zeros do not stand there once.
    """
    if content.count(before + BLANK) != 1:
        raise ValueError("a file has one place for its seal")
    return content.replace(before + BLANK, before + sha256(content).hexdigest().encode())


def seal_holds(content: bytes, before: bytes) -> bool:
    """Whether the seal behind `before` is that of the file."""
    place = content.find(before) + len(before)
    if place < len(before):
        return False
    blank = content[:place] + BLANK + content[place + len(BLANK) :]
    return content[place : place + len(BLANK)] == sha256(blank).hexdigest().encode()
