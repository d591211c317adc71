"""What the pages print, held against printed.json, and printed.json against the figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportgen.audit.difference import Difference, shown
from reportgen.audit.report_data import ReportData
from reportgen.locale.language import language_of, numbers_of
from reportgen.locale.parents import UnknownLocale, locale_of
from reportgen.precision import working_precision
from reportgen.rendering.page_text import PrintedPage, printed_page
from reportgen.rendering.printed import NAME, pages_of
from reportgen.words.counted import so_many
from reportgen.words.numbers import HOUSE, scaled

_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_MOST_SHOWN = 5  # numbers of a page, in one line


def page_differences(
    printed: Mapping[str, Any], pages: Sequence[Sequence[str]], report: ReportData
) -> Iterator[Difference]:
    """Where the pages, by their texts, printed.json and the figures do not go together."""
    found = [printed_page(texts) for texts in pages]
    listed = [it for it in _list(printed.get("pages")) if isinstance(it, dict)]
    if len(listed) != len(found):
        yield Difference(NAME, f"lists {so_many(len(listed), '# page', '# pages')}, and the file has {len(found):,}")
    for number, (page, said) in enumerate(zip(found, listed, strict=False), start=1):
        yield from _of_page(f"page {number}", page, said)
    for it in _list(printed.get("printed")):
        if isinstance(it, dict):
            yield from _of_figure(it, found, printed, report)


def _of_page(where: str, page: PrintedPage, said: Mapping[str, Any]) -> Iterator[Difference]:
    """Numbers as often as they are listed; where these are the same, the words around them too."""
    listed = Counter(str(it) for it in _list(said.get("numbers")))
    there = Counter(page.numbers)
    more, fewer = there - listed, listed - there
    if more:
        yield Difference(where, f"prints {_numbers(more)}, which {NAME} does not list")
    if fewer:
        yield Difference(where, f"does not print {_numbers(fewer)}, which {NAME} lists")
    if not more and not fewer and page.sha256 != said.get("sha256"):
        yield Difference(where, f"its words are not those that {NAME} was made for")


def _numbers(numbers: Counter[str]) -> str:
    told = [shown(number).strip('"') for number in sorted(numbers.elements())]
    left = len(told) - _MOST_SHOWN
    return ", ".join(told[:_MOST_SHOWN]) + (f" and {left} more" if left > 0 else "")


def _of_figure(
    it: Mapping[str, Any], pages: Sequence[PrintedPage], printed: Mapping[str, Any], report: ReportData
) -> Iterator[Difference]:
    key, text, size = it.get("key"), it.get("text"), it.get("size")
    figure = report.figures.get(key) if isinstance(key, str) else None
    if figure is None or not isinstance(text, str) or not isinstance(size, Decimal) or size <= 0:
        yield Difference(NAME, f"names {shown(key)}, which it cannot have printed")
        return
    rough = bool(it.get("unit")) or figure.value is None or figure.value != figure.value.to_integral_value()
    if figure.value is None or not _is_rounding(text, scaled(figure.value, size), printed, rough):
        yield Difference(figure.key, f"printed as {shown(text)}, which {shown(figure.value)} {figure.unit} is not")
    there = pages_of(text, pages)
    if [Decimal(page) for page in there] != list(_list(it.get("pages"))):
        yield Difference(figure.key, f"printed as {shown(text)} on pages {shown(it.get('pages'))}, found on {there}")


def _is_rounding(text: str, value: Decimal, printed: Mapping[str, Any], rough: bool) -> bool:
    """Whether the text, by the signs of its language, is the value rounded to the digits that it has, of either sign.

    rough: whether it may be rounded to three significant digits, as amounts in a sentence are, and counts are not.
    """
    signs = printed.get("signs")
    told = signs if isinstance(signs, dict) else {}
    decimal, group = (re.escape(str(told.get(name) or "")) or "(?!)" for name in ("decimal", "group"))
    digits = rf"(?P<whole>[0-9](?:{group}?[0-9])*)(?:{decimal}(?P<part>[0-9]+))?"
    match = re.fullmatch(
        rf"[+\u2212-]?(?P<before>%\u00a0?)?{digits}(?:\u00a0×\u00a010(?P<power>[{_SUPERSCRIPTS}]{{1,5}}))?"
        "(?P<behind>[\u00a0\u202f]?%)?",
        text,
    )
    if match is None:
        return text == _duration(value, printed, told)
    whole, part = re.sub("[^0-9]", "", match["whole"]), match["part"] or ""
    power = match["power"]
    exponent = int(power.translate(_SUPERSCRIPT)) if power and re.fullmatch("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+", power) else 0
    exponent -= 2 if match["before"] or match["behind"] else 0
    zeros = len(whole) - max(len(whole.rstrip("0")), 3)
    if rough and not part and zeros > 0:
        whole, exponent = whole[:-zeros], exponent + zeros
    with working_precision():
        last = Decimal(1).scaleb(exponent - len(part))
        # a count of which a part is not enough is rounded up, so that it may be off by all but one
        return abs(abs(value) - int(whole + part) * last) < last


def _duration(value: Decimal, printed: Mapping[str, Any], signs: Mapping[str, Any]) -> str | None:
    """The duration in the words of the page: those that are told with its signs, else those of its language."""
    times, locale = signs.get("times"), str(printed.get("locale"))
    try:
        if isinstance(times, list) and len(times) == len(HOUSE.times):
            return replace(numbers_of(locale_of(locale)), times=tuple(map(str, times))).duration(value)
        return language_of(locale).numbers.duration(value)
    except (UnknownLocale, ArithmeticError, ValueError):
        return None


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
