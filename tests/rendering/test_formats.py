"""What a report can be written as, and what it is written as where nobody says."""

from __future__ import annotations

from reportgen.rendering.formats import ASSETS, DEFAULT_FORMATS, ENDINGS, FORMATS


def test_the_formats_and_their_files() -> None:
    """As the README and the manual of the commands name them."""
    own = {
        "boamps": "boamps.json",
        "metrics": "metrics.json",
        "model-card": "model-card.yaml",
        "annex-xi": "annex-xi.md",
    }
    assert {**{name: name for name in ("html", "pdf", "json", "xlsx", "md")}, **own} == ENDINGS
    assert set(FORMATS) == set(ENDINGS)
    assert ("html", "pdf", "json") == DEFAULT_FORMATS
    assert ("inline", "beside") == ASSETS
