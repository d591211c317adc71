"""What lies beside a page, its stylesheet and its script, held against the hashes by which the page names them.

A browser shows what they make of the page, so that a page by itself is no whole report where it names them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from reportgen.audit.difference import Difference
from reportgen.files.opening import content_of
from reportgen.problems import one_line

MOST_BYTES = 10_000_000  # of each
_NAMED = re.compile(r'<(?:script src|link rel="stylesheet" href)="([^"<>]+)"(?: data-sha256="([0-9a-f]{64})")?>')
_NAME = re.compile(r"[^/\\\x00]+\.(?:css|js)", re.IGNORECASE)


def named_beside(page: str) -> dict[str, str]:
    """The files that the page names, each with its SHA-256 in hex, or an empty text where it says none."""
    return {unquote(name): digest for name, digest in _NAMED.findall(page)}


def looked_beside(folder: Path, named: Mapping[str, str]) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """The files in the folder that are not those that a page names, and what of it was not looked at, each one line.

    Nothing is opened but a stylesheet or a script in that very folder. Ends of lines may be those of another system.
    One that is not there is no difference: a page that was sent alone shows the same words and numbers without it. What
    is there and cannot be read is one, as a browser may read it.
    """
    found, notes = list[Difference](), list[str]()
    for name, digest in named.items():
        shown = one_line(name)
        if not digest or not _NAME.fullmatch(name):
            notes.append(f"{shown} beside the page not looked at: the page does not say which file it is")
            continue
        try:
            content = content_of(folder / name, MOST_BYTES, folder)
        except FileNotFoundError:
            notes.append(f"{shown} is not beside the page, which names it: a browser shows the page without it")
            continue
        except (OSError, ValueError):
            found.append(Difference(shown, "is not the file that the page was made with: it cannot be read there"))
            continue
        if sha256(content.replace(b"\r\n", b"\n")).hexdigest() != digest:
            found.append(Difference(shown, "is not the file that the page was made with: its SHA-256 is another"))
        else:
            notes.append(f"{shown} beside the page held against its hash")
    return tuple(found), tuple(notes)
