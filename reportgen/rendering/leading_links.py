"""Links within a page that lead nowhere, since a user's template leaves out the section that they lead to."""

from __future__ import annotations

import re

_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'<a\b[^>]*\shref="#([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_CONTENTS = re.compile(r'<p class="toc">.*?</p>', re.DOTALL)


def with_leading_links(html: str) -> str:
    """The page whose contents list only what is there, and in whose texts only links are left that lead somewhere."""
    places = set(_ID.findall(html))
    listed = _CONTENTS.sub(lambda found: _without(found[0], places, keep_text=False), html)
    return _without(listed, places, keep_text=True)


def _without(html: str, places: set[str], *, keep_text: bool) -> str:
    """The text without links to other places, whose own text may be kept."""
    return _LINK.sub(lambda link: link[0] if link[1] in places else link[2] if keep_text else "", html)
