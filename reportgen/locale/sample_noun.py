"""What a sample is called: `unit: document` of a manifest puts documents in the place of samples in every text.

A language's texts say sample in one word of one gender. Another noun takes that word's place, in its case and number,
and where its gender is another one, what agrees with it in these texts changes too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_PLACES = re.compile(r"(\{[a-z_]+\})")
_VOWEL = re.compile(r"[aeiouyàâéèêëîïôöûùh]", re.IGNORECASE)
_SAID = {
    "en": re.compile(r"\b(?P<article>[Aa] )?(?P<word>[Ss]ample)(?P<end>s?)\b"),
    "de": re.compile(r"\b(?P<word>Datenpunkt)(?P<end>en|e|s|)\b"),
    "fr": re.compile(r"\b(?:(?P<article>[DdLl])[’'])?(?P<word>[ÉéEe]chantillon)(?P<end>s?)\b"),
    "es": re.compile(r"\b(?P<word>[Mm]uestra)(?P<end>s?)\b"),
}
_GENDER = {"en": "", "de": "m", "fr": "m", "es": "f"}

# What agrees with the word for sample, by language and gender: found, and put in its place.
_AGREEING: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("de", "n"): (
        (r"\b([Jj])eder(?= Datenpunkt\b)", r"\1edes"),
        (r"\beinen ganzen(?= Datenpunkt\b)", "ein ganzes"),
        (r"\bein behaltener(?= Datenpunkt\b)", "ein behaltenes"),
        (r"\bentfernter(?= Datenpunkt\b)", "entferntes"),
        (r"(?<=Personen )ihn\b", "es"),
    ),
    ("de", "f"): (
        (r"\b([Kk])ein(?= Datenpunkt\b)", r"\1eine"),
        (r"\beinem entfernten(?= Datenpunkt\b)", "einer entfernten"),
        (r"\beines(?= Datenpunkts\b)", "einer"),
        (r"\bbehaltenem(?= Datenpunkt\b)", "behaltener"),
        (r"\b([Jj])eder(?= Datenpunkt\b)", r"\1ede"),
        (r"\beinen ganzen(?= Datenpunkt\b)", "eine ganze"),
        (r"\bein behaltener(?= Datenpunkt\b)", "eine behaltene"),
        (r"\bein(?= Datenpunkt\b)", "eine"),
        (r"\bentfernter(?= Datenpunkt\b)", "entfernte"),
        (r"(?<=Personen )ihn\b", "sie"),
    ),
    ("fr", "f"): (
        (r"\b([Uu]n|[Aa]ucun)(?= échantillon\b)", r"\1e"),
        (r"\b([Dd])’un(?= échantillon\b)", r"\1’une"),
        (r"\b([Tt])ous(?= les échantillons\b)", r"\1outes"),
        (r"(?<=échantillon n’a été )(écarté|conservé)\b", r"\1e"),
        (r"(?<=échantillons ont été )(écarté|conservé)s\b", r"\1es"),
        (r"\bannotés conservés\b", "annotées conservées"),
        (r"(?<=chantillon )(écarté|conservé|annoté)\b", r"\1e"),
        (r"(?<=chantillons )(non )?(écarté|conservé|annoté|traité)s\b", r"\1\2es"),
        (r"(?<=chantillons )restants\b", "restantes"),
        (r"(?<=chantillons non annotées )écartés\b", "écartées"),
        (r"\bles conservés et les écartés\b", "les conservées et les écartées"),
        (r"(?<=chantillon )entier\b", "entière"),
        (r"\bsont (conservé|supposé)s\b", r"sont \1es"),
        (r"\b(et \{removed\}|supposées) écartés\b", r"\1 écartées"),
        (r"\bétaient annotés\b", "étaient annotées"),
        (r"\b(combien d’entre) eux ont été conservés\b", r"\1 elles ont été conservées"),
        (r"\bils sont(?= supposé)", "elles sont"),
        (r"\bd’aucun à tous\b", "d’aucune à toutes"),
        (r"\bont été réintégrés\b", "ont été réintégrées"),
        (r"\b(?<=, )comptés\b", "comptées"),
        (r"\bnon indiqués\b", "non indiquées"),
        (r"\bsur lesquels\b", "sur lesquelles"),
        (r"\bsur tous\b(?! les)", "sur toutes"),
        (r"\bceux conservés\b", "celles conservées"),
        (r"(?<=chantillons )moyens\b", "moyennes"),
        (r"\bceux qui ont été écartés\b", "celles qui ont été écartées"),
        (r"\bqu’ils donnent\b", "qu’elles donnent"),
    ),
    ("es", "m"): (
        (r"\b(un)a(?= muestra\b)", r"\1"),
        (r"\b([Nn])inguna(?= muestra\b)", r"\1ingún"),
        (r"\bninguna a todas\b", "ninguno a todos"),
        (r"\b([Tt])odas\b(?! las unidades)", r"\1odos"),
        (r"\bcuántas(?= (?:muestras|de ellas)\b)", "cuántos"),
        (r"\b([Aa])lgunas(?= muestras\b)", r"\1lgunos"),
        (r"\b([Ll])as(?= (?:\{[a-z_]+\} )?(?:muestras\b|conservadas\b|retiradas\b|demás\b))", r"\1os"),
        (r"\blas(?= que se (?:refería|retiraron)\b)", "los"),
        (r"\b(conservada|retirada|eliminada|contada|procesada|apartada|etiquetada)(?=s?\b)", ""),
        (r"\bmuestra completa\b", "muestra completo"),
        (r"\bmuestras medias\b", "muestras medios"),
        (r"\bque otras\b", "que otros"),
        (r"^(muestras .*) no indicadas\b", r"\1 no indicados"),
        (r"\bla etiquetan\b", "lo etiquetan"),
        (r"\bellas\b", "ellos"),
    ),
}


# Texts that agree with the word without saying it, and what changes in them.
_AGREE_ALONE = frozenset(
    {
        *("{count} kept", "{count} removed", "Kept", "Removed", "kept", "all", "Unexplained", "Named more than once"),
        *("Label the samples kept", "reported by no stage", "Removed by no stage", "{stage}: left", "Left"),
        *("Already labelled before filtering", "Already labelled, kept", "Without a label, kept", "removed: {samples}"),
        "They count as removed, but no stage reports them.",
        "“{stage}” removed most, {samples}; {count} remains unexplained",
        "A filtering run of {duration} kept all {samples}: nothing is saved.",
    }
)
_ALONE: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("fr", "f"): (
        (r"(?<=onserv)é(?=s?\b)", "ée"),
        (r"(?<!n’a écart)(?<!en a écart)(?<=cart)é(?=s?\b)", "ée"),
        (r"(?<=nexpliqu)é(?=s?\b)", "ée"),
        (r"(?<=ompt)é(?=s?\b)", "ée"),
        (r"(?<=nnot)é(?=s?\b)", "ée"),
        (r"(?<=estant)(?=s\b)", "e"),
        (r"^Ils\b", "Elles"),
        (r"\baucun(?= des\b)", "aucune"),
        (r"\btous\b", "toutes"),
    ),
    ("es", "m"): ((r"(?<!asignad)(?<=ad)a(?=s?\b)", "o"), (r"\btodas\b", "todos"), (r"\blas\b", "los")),
}


@dataclass(frozen=True)
class Noun:
    """What a sample is called: one of them and many; in German its genitive and the dative of many too.

    gender: m, f or n in a language that has genders, else empty.
    """

    language: str
    one: str
    many: str
    gender: str = ""
    genitive: str = ""
    dative: str = ""

    def put_into(self, template: str, source: str) -> str:
        """The text with this noun in the place of the language's word for sample; its `{places}` stay.

        source: the English text that it says. What shows in Spanish, `muestra`, is no sample.
        """
        said = _SAID[self.language]
        if source in _AGREE_ALONE and self.gender != _GENDER[self.language]:
            for find, put in _ALONE.get((self.language, self.gender), ()):
                template = re.sub(find, put, template)
        if self.language == "es" and not _SAID["en"].search(_PLACES.sub("", source)):
            return template
        if not said.search(_PLACES.sub("", template)):
            return template
        if self.gender != _GENDER[self.language]:
            for find, put in _AGREEING.get((self.language, self.gender), ()):
                template = re.sub(find, put if put else _masculine, template)
        parts = _PLACES.split(template)
        return "".join(part if _PLACES.fullmatch(part) else said.sub(self._in_case, part) for part in parts)

    def _in_case(self, said: re.Match[str]) -> str:
        found = said.groupdict()
        word = {"": self.one, "s": self.many, "e": self.many, "en": self.dative}[found["end"]]
        if self.language == "de":
            return self.genitive if found["end"] == "s" else word
        if found["word"][0].isupper():
            word = word[:1].upper() + word[1:]
        article = found.get("article")
        if not article:
            return word
        if self.language == "en":
            return f"{article[0]}{'n' if word[0].lower() in 'aeio' else ''} {word}"
        return self._elided(article, word)

    def _elided(self, article: str, word: str) -> str:
        if _VOWEL.match(word):
            return f"{article}’{word}"
        full = {"d": "de", "l": "la" if self.gender == "f" else "le"}[article.lower()]
        return f"{article}{full[1:]} {word}"


def _masculine(found: re.Match[str]) -> str:
    return f"{found[1][:-1]}o"


@cache
def _nouns() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads((resources.files("reportgen.locale") / "nouns.toml").read_text(encoding="utf-8"))


def known_nouns() -> tuple[str, ...]:
    """What a sample may be called without saying more, sorted."""
    return tuple(sorted(_nouns()))


def noun_of(language: str, one: str, many: str | None, gender: str | None) -> Noun | None:
    """The noun in the language, de, en, es or fr; None for sample itself. Another language says sample.

    A word of the user's own stays as it is, in the gender that is given or else that its ending most often has.
    Raises KeyError for a word that is not known here and has no `many`.
    """
    if language not in _SAID or one == "sample":
        return None
    if many is None:
        return Noun(language, **_nouns()[one][language])
    own = _OWN.get(language)
    said = gender or (own(one) if own else "")
    if language != "de":
        return Noun(language, one, many, said)
    genitive = one if said == "f" else one + ("es" if re.search("(?:s|ß|x|z)$", one) else "s")
    return Noun(language, one, many, said, genitive, many if many.endswith(("n", "s")) else f"{many}n")


def _german(word: str) -> str:
    return "f" if re.search(r"(?:e|ung|heit|keit|schaft|ion|tät|ik)$", word) else "n"


def _french(word: str) -> str:
    return "f" if re.search(r"(?:e|ion|té)$", word) else "m"


def _spanish(word: str) -> str:
    return "f" if re.search(r"(?:a|ión|dad)$", word) else "m"


_OWN: Mapping[str, Callable[[str], str]] = {"de": _german, "fr": _french, "es": _spanish}
