"""Every text that names samples, with another noun in its place: as a reader of the language has read it.

.venv/bin/python -m tests.locale.sample_nouns     writes the list anew, to be read before it is committed
"""

from __future__ import annotations

from pathlib import Path

from reportgen.locale.catalogue import known_texts, read_catalogue
from reportgen.locale.sample_noun import noun_of
from reportgen.words.message import text_of

LIST = Path(__file__).with_name("sample_nouns.txt")
# A noun of each gender that a language has; where one begins with a vowel, that too.
NOUNS = (
    *(("en", "image"), ("en", "document"), ("de", "clip"), ("de", "document"), ("de", "page")),
    *(("fr", "document"), ("fr", "page"), ("fr", "image"), ("es", "document"), ("es", "page")),
)


def listed() -> str:
    """A heading for each noun, and below it the texts that it changes, a line each."""
    lines = []
    for language, one in NOUNS:
        noun = noun_of(language, one, None, None)
        assert noun is not None
        lines.append(f"[{language} {one}]")
        for key, plural in known_texts().items():
            source = text_of(key)
            english = (source, plural) if plural else (source,)
            forms = english if language == "en" else read_catalogue(language).texts[key]
            for form in dict.fromkeys(form.replace("'", "’") for form in forms):
                said = noun.put_into(form, source)
                lines += [said] if said != form else []
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    LIST.write_text(listed(), encoding="utf-8")
