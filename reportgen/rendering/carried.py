"""What report.html carries, so that it proves itself: report.json, printed.json and the inputs, compressed, in a
`template` element, which browsers neither show nor run.

The element's text is base64 of xz (quicker than bzip2, and unlike zlib made by one library on every system) of a JSON:
by name the text of each file, or its base64 where it is no UTF-8. The page's seal is the SHA-256 of the whole page with
zeros in its place.
"""

from __future__ import annotations

import json
import lzma
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping

from reportgen.problems import refuse
from reportgen.rendering.digest import BLANK, seal_holds, sealed

MOST_BYTES = 100_000_000  # of all that a page carries, unpacked
_MOST_MEMORY = 64_000_000  # for unpacking it
# As long as matches can be, looked for in the quick way: two fifths of bzip2's time for a tenth more bytes.
_FILTERS = (
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 0,
        "dict_size": 2**18,
        "pb": 0,
        "mode": lzma.MODE_FAST,
        "mf": lzma.MF_HC4,
        "nice_len": 273,
        "depth": 96,
    },
)

_SEAL = b'<template id="reportgen-carried" data-seal="'
_CARRIED = re.compile(re.escape(_SEAL.decode()) + r'[0-9a-f]{64}">([A-Za-z0-9+/=\s]*)</template>\n?')
_END = re.compile(r"</body\s*>", re.ASCII | re.IGNORECASE)
_COLUMNS = 120


def with_carried(html: str, files: Mapping[str, bytes]) -> str:
    """The page with these files in it, by name, and with its seal.

    Raises InputError for a page whose template put such an element into it already.
    """
    if _SEAL.decode() in html:
        refuse("report.html.j2", "holds what another report carries", "leave the element reportgen-carried out of it")
    packed = b64encode(lzma.compress(_packed(files), filters=_FILTERS)).decode()
    lines = "\n".join(packed[place : place + _COLUMNS] for place in range(0, len(packed), _COLUMNS))
    element = f'{_SEAL.decode()}{BLANK.decode()}">\n{lines}\n</template>\n'
    ends = list(_END.finditer(html))
    place = ends[-1].start() if ends else len(html)
    return sealed(f"{html[:place]}{element}{html[place:]}".encode(), _SEAL).decode()


def page_and_files(html: str, name: str) -> tuple[str, dict[str, bytes] | None]:
    """The page without what it carries, and that, by name; None where it carries nothing.

    Raises InputError where what it carries cannot be unpacked; name: of the page, for the problem.
    """
    found = _CARRIED.search(html)
    if found is None:
        return html, None
    return html[: found.start()] + html[found.end() :], _unpacked(found[1], name)


def is_sealed(html: str) -> bool:
    """Whether nothing of the page was changed since it was made, ends of lines aside."""
    return seal_holds(html.encode("utf-8", "surrogatepass"), _SEAL)


def _packed(files: Mapping[str, bytes]) -> bytes:
    texts, others = {}, {}
    for name, content in files.items():
        try:
            texts[name] = content.decode()
        except UnicodeDecodeError:
            others[name] = b64encode(content).decode()
    return json.dumps({"texts": texts, "base64": others}, ensure_ascii=False).encode()


def _unpacked(packed: str, name: str) -> dict[str, bytes]:
    try:
        decompressor = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)
        content = decompressor.decompress(b64decode(packed), MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            refuse(name, f"what it carries is more than {MOST_BYTES // 1_000_000} MB", "is it a report of reportgen?")
        values = json.loads(content)
        files = {str(key): text.encode() for key, text in values["texts"].items()}
        return files | {str(key): b64decode(text, validate=True) for key, text in values["base64"].items()}
    except (lzma.LZMAError, ValueError, Base64Error, LookupError, TypeError, AttributeError, EOFError, RecursionError):
        refuse(name, "what it carries is damaged", "have it sent again")
