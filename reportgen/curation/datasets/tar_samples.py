"""Samples of WebDataset shards: a walk over the heads of a tar, no member is read.

A sample is what shares its name up to the first dot of the base name, folders included, and stands together.
"""

from __future__ import annotations

from typing import IO

from reportgen.files.source import Source
from reportgen.files.unpacking import GZIP_DAMAGE

_HEAD = 512
_LONG_NAME, _PAX = b"L", b"x"
_LONGEST_EXTENSION = 1 << 20
_BLOCK = 1 << 20  # bytes that are passed over at once in what is packed
_DAMAGED = "the tar file is cut off or damaged"


def tar_samples(source: Source) -> tuple[int, int]:
    """Samples, and bytes of their files. Raises InputError where the file cannot be read, or is damaged."""
    try:
        with source.binary() as file:
            return _walk(source, file)
    except GZIP_DAMAGE as error:
        source.refuse(None, f"the gzip file is damaged: {error}", "copy it again")
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
    except ValueError:
        source.refuse(None, _DAMAGED, "copy it again")


def _walk(source: Source, file: IO[bytes]) -> tuple[int, int]:
    end = None  # of what is packed nobody knows it before
    if file.seekable():
        end = file.seek(0, 2)
        file.seek(0)
    samples = total = at = 0
    last = name = b""
    while len(head := file.read(_HEAD)) == _HEAD and head.strip(b"\0"):
        if head[257:262] not in (b"ustar", b"\0" * 5):
            raise ValueError
        size = _size(head[124:136])
        kind, begin = head[156:157], at + _HEAD
        at = begin + -(-size // _HEAD) * _HEAD
        if end is not None and begin + size > end:
            raise ValueError
        if kind in (_LONG_NAME, _PAX):
            if size > _LONGEST_EXTENSION:
                raise ValueError
            content = file.read(size)
            begin += len(content)
            name = content.rstrip(b"\0") if kind == _LONG_NAME else _pax_name(content) or name
        elif kind in (b"0", b"\0"):
            key = _key(name or _name(head))
            total += size
            if key and key != last:
                samples, last = samples + 1, key
            name = b""
        else:
            name = b""
        if end is not None:
            file.seek(at)
        else:
            _pass_over(file, at - begin)
    if at and len(head) < _HEAD:  # the end is a block of zeros: without it nobody knows how many are missing
        raise ValueError
    if not at:
        source.refuse(None, "is no tar file, or an empty one")
    return samples, total


def _pass_over(file: IO[bytes], count: int) -> None:
    while count:
        block = file.read(min(count, _BLOCK))
        if not block:
            raise ValueError
        count -= len(block)


def _key(name: bytes) -> bytes:
    """Folders and the name up to its first dot; empty for what begins with a dot, or has none."""
    folder, slash, base = name.rpartition(b"/")
    stem, dot, _ = base.partition(b".")
    return folder + slash + stem if dot and stem else b""


def _name(head: bytes) -> bytes:
    name, prefix = head[:100].split(b"\0")[0], head[345:500].split(b"\0")[0]
    return prefix + b"/" + name if prefix and head[257:263] == b"ustar\0" else name


def _size(text: bytes) -> int:
    if text[0] & 128:
        return int.from_bytes(text[1:], "big")
    return int(text.strip(b"\0 ") or b"0", 8)


def _pax_name(content: bytes) -> bytes:
    while content:
        length = int(content.split(b" ", 1)[0])
        record, content = content[:length], content[length:]
        key, equals, value = record.partition(b" ")[2].partition(b"=")
        if length < 0 or not equals:
            raise ValueError
        if key == b"path":
            return value.rstrip(b"\n")
    return b""
