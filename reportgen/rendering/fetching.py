"""What a page may refer to: the files of given asset folders, by name, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from mimetypes import MimeTypes
from pathlib import Path
from urllib.parse import unquote

from reportgen.files.opening import content_of

SCHEME = "asset:"
SIZE_LIMIT = 16 * 1024 * 1024  # bytes; a logo or a face is far smaller

# The types that Python itself knows: the machine's own lists would make the result depend on the machine.
_MEDIA_TYPES = MimeTypes()


class AssetRefused(Exception):
    """The page refers to something it may not have; the message is one sentence without the address."""


def read_asset(url: str, folders: Sequence[Path]) -> tuple[bytes, str]:
    """Content and media type of `asset:NAME`, from the first of `folders` that has a file NAME.

    NAME is a plain file name, percent-encoded where needed; a fragment (#id) is passed over.
    Raises AssetRefused for any other address, a missing file, a link that leads out of its folder,
    and a file above SIZE_LIMIT bytes.
    """
    if not url.lower().startswith(SCHEME):
        raise AssetRefused("a report fetches nothing from outside; use asset:NAME or a data: address")
    name = unquote(url[len(SCHEME) :].partition("#")[0])
    if not name or name.startswith(".") or any(sign in '/\\:*?"<>|' or ord(sign) < 32 for sign in name):
        raise AssetRefused("not a plain file name")
    for folder in folders:
        path = (folder / name).resolve()
        if not path.is_file():
            continue
        if path.parent != folder.resolve():
            raise AssetRefused("the link leads out of its folder")
        try:
            content = content_of(path, SIZE_LIMIT, folder)
        except OSError as error:
            raise AssetRefused(f"cannot be read: {error.strerror}") from error
        if len(content) > SIZE_LIMIT:
            raise AssetRefused(f"larger than {SIZE_LIMIT // 1024**2} MiB")
        return content, _MEDIA_TYPES.guess_type(name)[0] or "application/octet-stream"
    raise AssetRefused("no asset folder has a file of that name")
