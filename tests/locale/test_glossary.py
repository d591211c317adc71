"""One word for one concept in each language: what readers of finance and reporting misread stands in no catalogue."""

from __future__ import annotations

import re

import pytest

from reportgen.locale.catalogue import read_catalogue

# Words that are not said, and the word that is said in their place.
NOT_SAID = {
    "de": {
        r"\bStichprobe": "Datenpunkt",
        r"zufällige Teilmenge": "Zufallsauswahl",
        r"\b[Vv]orgabe": "Standardwert",
        r"\beingebaut": "mitgeliefert",
        r"[Ww]erkzeug": "Tool",
        r"in Intervallen": "in Abständen",
        r"(?:einsparung|Energie des Gebäudes) durch ": "geteilt durch: durch is by",
        r"vermeidet (?:nur )?\{gross\}": "vermeidet Kosten von: money is not avoided",
        r"Vermiedene Kosten, brutto": "vor Abzug der Filterkosten: brutto and netto are words of tax",
    },
    "es": {
        r"[Nn]o consta": "no indicado",
        r"(?<!doble )\bprecisión": "exactitud",
        r"[Ii]ntensidad de la red": "intensidad de carbono de la red",
        r"\bcertificad": "garantías de origen",
        r"\bestándar de reportgen": "predeterminado",
        r"ahorro neto entre|entre la de los equipos|energía entre el": "dividido por: entre is between",
        r"^Se omite si": "No se revela si: omite si is omitted if",
        r"Error muestreo": "Error de muestreo",
        r"evita \{gross\} en|y evita \{gross\}": "evita un gasto de: money is not avoided",
    },
    "fr": {
        r"non déclaré": "non indiqué",
        r"(?<!double )\bprécision": "exactitude",
        r"\bcertificat": "garanties d’origine",
        r"\b[Ll]a table des co": "le tableau",
        r"éch\.": "échantillonnage",
        r"\b1k ": "1 000",
        r"(?:sur le|propre) réseau": "mix électrique",
    },
}


@pytest.mark.parametrize(
    ("language", "wrong", "right"),
    [(language, *words) for language, table in NOT_SAID.items() for words in table.items()],
)
def test_a_word_that_misleads_is_not_said(language: str, wrong: str, right: str) -> None:
    """None of the texts of the catalogue has it, in none of its forms."""
    texts = [text for forms in read_catalogue(language).texts.values() for text in forms]

    assert (right, []) == (right, [text for text in texts if re.search(wrong, text)])
