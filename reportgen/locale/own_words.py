"""A company's own words: a folder of LANG.po files that add a language or change single texts of one of ours."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.files.opening import content_of
from reportgen.files.paths import is_below
from reportgen.locale.catalogue import Catalogue, key_of_entry, known_texts, translations
from reportgen.locale.parents import UnknownLocale, locale_of, with_parents
from reportgen.problems import InputError, Problem, excerpt, refuse
from reportgen.words.message import PLACE, text_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

MOST_ENTRIES = 1_000  # of a folder, of whatever kind
MOST_BYTES = 4_000_000  # of one file; ours have a tenth
MOST_FORMS = 10

_ENDING = ".po"
_LINE = re.compile(r'(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-9]\])\s+)?"(?:[^"\\]|\\.)*"')
_COUNTS = range(1001)  # which the rule of a header is tried with
_FEW = 2  # a form of so few counts may say them in words, as French has one for none and one
_AS_OURS = "reportgen templates words LANG writes such a file with all texts"


@dataclass(frozen=True)
class OwnWords:
    """catalogues: by locale, those that speak for the one asked for. read: their files. warnings: one line each."""

    catalogues: Mapping[str, Catalogue]
    read: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()


NO_OWN_WORDS = OwnWords({})


def read_own_words(folder: Path, locale: str, of_templates: Collection[str] = ()) -> OwnWords:
    """The catalogues in a folder that speak for the locale. Links that lead out of it are refused.

    of_templates: the texts that a company's own templates say. Raises InputError with every problem found, and
    UnknownLocale where there is no such locale.
    """
    asked = list(with_parents(str(locale_of(locale))))
    if not os.path.isdir(folder):
        refuse(str(folder), "is no folder of catalogues", _AS_OURS)
    entries = list(islice(folder.iterdir(), MOST_ENTRIES + 1))
    if len(entries) > MOST_ENTRIES:
        refuse(str(folder), f"holds more than {MOST_ENTRIES:,} files", "a folder that holds catalogues alone")
    paths = sorted(path for path in entries if path.suffix == _ENDING)
    if not paths:
        refuse(str(folder), "holds no catalogue", f"a file such as de.po or nl.po; {_AS_OURS}")
    problems: list[Problem] = []
    files = _by_locale(paths, problems)
    catalogues: dict[str, Catalogue] = {}
    warnings: list[str] = []
    for name in asked:
        if name in files:
            path, home = files[name], folder.resolve()
            try:
                catalogues[name] = _catalogue(_text(path, home), path, name)
            except InputError as error:
                problems += error.problems
            else:
                warnings += _of_nobody(path, catalogues[name], of_templates)
    if problems:
        raise InputError(problems)
    return OwnWords(catalogues, tuple(files[name] for name in catalogues), tuple(warnings))


def _by_locale(paths: Collection[Path], problems: list[Problem]) -> dict[str, Path]:
    """The files by the locales that they are named for."""
    files: dict[str, Path] = {}
    for path in paths:
        where = excerpt(str(path), 200)
        try:
            name = str(locale_of(path.stem))
        except UnknownLocale as error:
            problems.append(Problem(where, str(error), "named for a language or country: nl.po, de_CH.po"))
            continue
        if name in files:
            problems.append(Problem(where, f"is a second file for {name}", f"the first is {files[name].name}"))
        files[name] = path
    return files


def _text(path: Path, home: Path) -> str:
    where = excerpt(str(path), 200)
    try:
        if not is_below(path, home):
            refuse(where, "the link leads out of the folder")
        content = content_of(path, MOST_BYTES, home)
        if len(content) > MOST_BYTES:
            refuse(where, f"has more than {MOST_BYTES:,} bytes")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse(where, "is not in UTF-8", "msgconv --to-code=UTF-8")
    except OSError as error:
        refuse(where, f"cannot be read: {error.strerror or error}")


def _catalogue(text: str, path: Path, name: str) -> Catalogue:
    """The catalogue of a file's text. Raises InputError with what is wrong in it, line by line."""
    file = excerpt(str(path), 200)
    lines = [line.strip() for line in text.split("\n")]
    wrong = [
        Problem(f"{file}:{number}", f'"{excerpt(line)}" is no line of a catalogue', 'msgid "…" or msgstr "…"')
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith("#") and not _LINE.fullmatch(line)
    ]
    if wrong:
        raise InputError(wrong)
    found = _parsed(text, file, lines, name)
    form_of = _rule(found, f"{file}:{_header_line(lines)}")
    few = {form for form, times in Counter(map(form_of, _COUNTS)).items() if times <= _FEW}
    problems = [
        Problem(f"{file}:{entry.lineno}", message, hint)
        for entry in found
        if entry.id and not entry.fuzzy
        for message, hint in _faults(entry, found.num_plurals, few)
    ]
    if problems:
        raise InputError(problems)
    return Catalogue(translations(found), form_of)


def _parsed(text: str, file: str, lines: list[str], name: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(StringIO(text), locale=name, ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        number = error.lineno + 1
        if "num_plurals" in str(error):
            forms = error.catalog.num_plurals
            hint = f"msgstr[0] to msgstr[{forms - 1}], or the header's Plural-Forms is another language's"
            refuse(f"{file}:{number}", f"has more plural forms than the header says, which is {forms}", hint)
        refuse(f"{file}:{number}", excerpt(str(error), 200))
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:  # whatever a header can make of Babel's reader
        hint = f"such as {plural_forms(name)}"
        refuse(f"{file}:{_header_line(lines)}", f"the header cannot be read: {excerpt(str(error))}", hint)


def _header_line(lines: list[str]) -> int:
    """The line of the rule of plurals, else of the header, else the first."""
    starts = ('"Plural-Forms', 'msgid ""')
    found = (number for start in starts for number, line in enumerate(lines, start=1) if line.startswith(start))
    return next(found, 1)


def plural_forms(name: str) -> str:
    """What a header says of a language's plurals."""
    from babel.messages.plurals import get_plural

    rule = get_plural(name)
    return f"Plural-Forms: nplurals={rule.num_plurals}; plural={rule.plural_expr};"


def _rule(found: Catalog, where: str) -> Callable[[int], int]:
    """Which form a count takes, by the header's rule, which never leads past its forms. Raises InputError."""
    forms, hint = found.num_plurals, f"such as {plural_forms(str(found.locale or 'en'))}"
    if not 1 <= forms <= MOST_FORMS:
        refuse(where, f"nplurals is {forms}, from 1 to {MOST_FORMS} is possible", hint)
    try:
        rule = c2py(found.plural_expr)
        taken = {rule(count) for count in _COUNTS}
    except (ValueError, ArithmeticError) as error:
        refuse(where, f"Plural-Forms has no rule that can be followed: {excerpt(str(error))}", hint)
    if not taken <= set(range(forms)):
        refuse(where, f"Plural-Forms leads to form {max(taken)}, and nplurals is {forms}", hint)

    def form_of(count: int) -> int:
        try:
            return min(max(rule(count), 0), forms - 1)
        except ArithmeticError:
            return forms - 1

    return form_of


def _faults(entry: Message, forms: int, few: Collection[int]) -> Iterator[tuple[str, str]]:
    """What is wrong with a translation, and what to do; few: the forms that hardly a count takes."""
    sources = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
    texts = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
    plural = known_texts().get(key_of_entry(entry))
    if plural is not None and (sources[1:] or ("",)) != (plural,):
        told = f'msgid_plural "{plural}"' if plural else "without msgid_plural"
        yield f'the text "{excerpt(sources[0])}" is not as reportgen says it', told
        return
    if not any(texts):
        return  # not translated, which is said once for all
    if not all(texts):
        there = sum(map(bool, texts))
        yield f"has {there} plural forms, and the header says {forms}", f"msgstr[0] to msgstr[{forms - 1}]"
        return
    yield from wrong_places(sources, texts, few)


def wrong_places(sources: tuple[str, ...], texts: tuple[str, ...], few: Collection[int]) -> Iterator[tuple[str, str]]:
    """Which places to be filled in a translation lacks or has too many, and what to do.

    few: the forms that hardly a count takes, which may say it in words.
    """
    wanted = Counter(PLACE.findall(sources[-1]))
    for form, text in enumerate(texts):
        found = Counter(PLACE.findall(text))
        optional = Counter({"count": wanted["count"]} if len(sources) > 1 and form in few else {})
        optional |= (wanted - Counter(PLACE.findall(sources[0]))) if form in few else Counter()
        lacking, more = wanted - optional - found, found - wanted
        which = f" in msgstr[{form}]" if len(texts) > 1 else ""
        if lacking:
            yield f"lacks {{{min(lacking)}}}{which}", "what stands in braces is filled in, and stays as it is"
        elif more:
            yield f"has {{{min(more)}}}{which}, which the text has not so often", "the names in braces are the text's"
        elif any(ord(sign) < 32 for sign in text):
            yield f"has a control character{which}", "one line of text"


def _of_nobody(path: Path, catalogue: Catalogue, of_templates: Collection[str]) -> Iterator[str]:
    """A warning where texts of the file are said by no page, so that a changed English text shows."""
    known = {*known_texts(), *map(text_of, known_texts()), *of_templates}
    unknown = [text_of(key) for key in catalogue.texts if key not in known]
    if unknown:
        are = "is 1 text that no page says" if len(unknown) == 1 else f"are {len(unknown):,} texts that no page says"
        yield f'{excerpt(str(path), 200)}: there {are}, the first: "{excerpt(unknown[0])}"'
