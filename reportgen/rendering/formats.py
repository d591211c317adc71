"""What a report can be written as, light enough to be imported at start-up."""

# Each format with the ending of its file.
ENDINGS = {
    "html": "html",
    "pdf": "pdf",
    "json": "json",
    "xlsx": "xlsx",
    "boamps": "boamps.json",
    "md": "md",
    "metrics": "metrics.json",
    "model-card": "model-card.yaml",
    "annex-xi": "annex-xi.md",
}
FORMATS = tuple(ENDINGS)
# Where the page's styles are: in it, or in a file beside it.
INLINE, BESIDE = "inline", "beside"
ASSETS = (INLINE, BESIDE)
# What is written where nobody says.
DEFAULT_FORMATS = ("html", "pdf", "json")
