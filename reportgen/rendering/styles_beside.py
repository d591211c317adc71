"""The page with its styles and its script in files beside it, for servers whose policy allows no others."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

_SHEET = re.compile(r"<style\b([^>]*)>(.*?)</style>\s*", re.DOTALL)
_MEDIA = re.compile(r'\bmedia="([^"]*)"')
_ATTRIBUTE = re.compile(r'(<[a-z][a-z0-9]*\b(?:[^<>"]|"[^"]*")*?) style="([^"]*)"')
_INLINE, _OWN = "style-src 'unsafe-inline'", "style-src 'self'"
_HEAD_END = "</head>"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_BY_HASH, _OWN_SCRIPT = re.compile(r"script-src 'sha256-[A-Za-z0-9+/=]+'"), "script-src 'self'"


def with_styles_beside(html: str, name: str) -> tuple[str, str]:
    """The page that links the stylesheet `name`, and that sheet: what style elements and attributes said.

    The page's own policy allows the stylesheets of the place that it lies at, in place of styles within it.
    """
    sheets: list[str] = []
    numbers: dict[str, int] = {}

    def sheet(found: re.Match[str]) -> str:
        media = _MEDIA.search(found[1])
        sheets.append(f"@media {media[1]} {{\n{found[2]}\n}}" if media else found[2])
        return ""

    def attribute(found: re.Match[str]) -> str:
        return f'{found[1]} data-style="{numbers.setdefault(found[2], len(numbers) + 1)}"'

    bare = _ATTRIBUTE.sub(attribute, _SHEET.sub(sheet, html)).replace(_INLINE, _OWN, 1)
    # "not of that name" gives a rule more weight than any class, as the attribute had
    rules = [f'[data-style="{number}"]:not(#_) {{ {style} }}' for style, number in numbers.items()]
    styles = "\n".join([*sheets, *rules]) + "\n"
    return bare.replace(_HEAD_END, f'<link rel="stylesheet" href={_named(name, styles)}>\n{_HEAD_END}', 1), styles


def with_script_beside(html: str, name: str) -> tuple[str, str]:
    """The page that runs the script `name`, and that script, empty where the page has none."""
    found = _SCRIPT.search(html)
    if found is None:
        return html, ""
    linked = f"{html[: found.start()]}<script src={_named(name, found[1])}></script>{html[found.end() :]}"
    return _BY_HASH.sub(_OWN_SCRIPT, linked, count=1), found[1]


def _named(name: str, content: str) -> str:
    """The file as an attribute's value, and its SHA-256 for `reportgen verify`.

    A browser's own check (`integrity`) would block it where a server sandboxes the page.
    """
    return f'"{quote(name)}" data-sha256="{sha256(content.encode()).hexdigest()}"'
