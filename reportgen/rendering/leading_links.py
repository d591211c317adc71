"""Links within a page that lead nowhere, since a user's template leaves out the section that they lead to."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

# however a user's template writes it: id="a", id='a', id=a, and <a name="a">
_ID = re.compile(r"""\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TOP = "top"  # which a browser knows without an element of that name
_LINK = re.compile(r'<a\b[^>]*\shref="#([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_CONTENTS = re.compile(r'<p class="toc">.*?</p>', re.DOTALL)


def with_leading_links(html: str) -> str:
    """The page whose contents list only what is there, and in whose texts only links are left that lead somewhere."""
    places = {_TOP, *(unescape("".join(found)) for found in _ID.findall(html))}
    listed = _CONTENTS.sub(lambda found: _without(found[0], places, keep_text=False), html)
    return _without(listed, places, keep_text=True)


def _without(html: str, places: set[str], *, keep_text: bool) -> str:
    """The text without links to other places, whose own text may be kept."""

    def left(link: re.Match[str]) -> str:
        name = unescape(link[1])
        return link[0] if name in places or unquote(name) in places else link[2] if keep_text else ""

    return _LINK.sub(left, html)
