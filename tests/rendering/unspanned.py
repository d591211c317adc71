"""A page's HTML without the spans that keep units and names in one piece, so that a text can be looked for."""

import re


def unspanned(html: str) -> str:
    """The HTML as it was before they were put round them."""
    return re.sub(r'<span class="nw">([^<]*)</span>', r"\1", html)
