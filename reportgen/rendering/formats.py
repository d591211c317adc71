"""What a report can be written as, light enough to be imported at start-up."""

# Each format with the ending of its file.
ENDINGS = {"html": "html", "pdf": "pdf", "json": "json", "boamps": "boamps.json"}
FORMATS = tuple(ENDINGS)
# What is written where nobody says.
DEFAULT_FORMATS = ("html", "pdf", "json")
