"""One line of `perf stat`: the value of an energy event, in the human form or as CSV, whatever its locale."""

from __future__ import annotations

import re
from decimal import Decimal

from reportgen.energy.importers.cells import LONGEST_S, duration, number
from reportgen.energy.importers.perf_json import is_json_line, json_reading_of
from reportgen.energy.importers.perf_reading import EVENT, NOT_COUNTED, Reading, domain_of
from reportgen.files.number import number_in
from reportgen.files.source import Source
from reportgen.problems import excerpt

LONGEST_PREFIX = 200  # characters before the event

_ELAPSED = re.compile(r"\s*([0-9]+(?:[.,][0-9]+)?)\s+(?:\+-\s*[0-9.,]+\s+)?seconds time elapsed")
_COUNT = r"([0-9]{1,3}(?:[., '’\u00a0\u202f][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{2}))?"  # perf prints two decimals
_HUMAN = re.compile(rf"(.*?)(?:^|(?<=\s)){_COUNT}\s+Joules\s+$")
# How a line begins whose event is cut off or damaged: numbers, and where they were counted.
_FIELD = re.compile("[0-9.'’]+|(?:S|N|D|C|CPU|Node)[-A-Z0-9]*")
_CUT_UNIT = re.compile(r"(.*[0-9])[\s,;|]*(?:J|Jo|Jou|Joul|Joule)?\s*")
_AGAIN = "is the line cut off or damaged?"


def elapsed_s(text: str) -> Decimal | None:
    """The seconds of the line that ends the human form."""
    match = _ELAPSED.match(text)
    seconds = number_in(match.group(1).replace(",", ".")) if match else None
    return seconds if seconds is not None and seconds <= LONGEST_S else None


def reading_of(source: Source, line: int, text: str, among_readings: bool) -> Reading | None:
    """What the line says of an energy event; None where it is about something else, such as a program's own output.

    among_readings: whether it stands where perf prints them, so that a number alone is one that was cut off.
    """
    if is_json_line(text):
        return json_reading_of(source, line, text)
    match = EVENT.search(text)
    if match is None:
        if _lacks_event(text, among_readings):
            source.refuse(line, f"no energy event is named in '{excerpt(text.strip())}'", _AGAIN)
        return None
    if not re.search("[0-9]|Joules|<not ", text[: match.start()]):
        return None  # a command that names the event
    if match.start() > LONGEST_PREFIX:
        source.refuse(line, f"the event stands more than {LONGEST_PREFIX} characters into the line", _AGAIN)
    domain = domain_of(match)
    after = text[match.end() :]
    if text[match.start() - 1].isspace():
        return _human(source, line, domain, text[: match.start()], after)
    separator = text[match.start() - 1]
    before = [cell.strip() for cell in text[: match.start() - 1].split(separator)]
    return _csv(source, line, domain, before, after.split(separator)[1:], separator)


def _lacks_event(text: str, among_readings: bool) -> bool:
    """Whether a line that names no event is perf's all the same: its value, in Joules, and the event cut or damaged."""
    before, unit, after = text.partition("Joules")
    if not unit and among_readings and len(text) <= LONGEST_PREFIX and (match := _CUT_UNIT.fullmatch(text)):
        before, unit = match.group(1), "Joules"
    fields = re.findall("[A-Za-z0-9.'’<>-]+", before)
    if not unit or not fields or not all(map(_FIELD.fullmatch, fields)):
        return False
    after = after.strip(" \t,;|")
    return "energy" in after or after.startswith("power") or "power".startswith(after)


def _human(source: Source, line: int, domain: str, before: str, after: str) -> Reading:
    if match := NOT_COUNTED.search(before):
        joules, words = None, before[: match.start()].split()
    elif match := _HUMAN.match(before):
        joules = _grouped(source, line, match.group(2), match.group(3))
        words = match.group(1).split()
    else:
        source.refuse(line, f"'{excerpt(before.strip())}' is no number of Joules", _AGAIN)
    time_s, place, _ = _prefix(source, line, words)
    return Reading(domain, joules, time_s, place, None, "+-" in after)


def _grouped(source: Source, line: int, whole: str, decimals: str | None) -> Decimal:
    """A number with the thousands in groups; whether 1.234 is one of thousand cannot be told without decimals."""
    if decimals is None and not whole.isdecimal():
        source.refuse(
            line, f"'{excerpt(whole)}' may have thousands or decimals", "write it anew with LC_ALL=C perf stat"
        )
    return number(source, line, re.sub("[^0-9]", "", whole) + "." + (decimals or "0"), "the number of Joules")


def _csv(source: Source, line: int, domain: str, before: list[str], after: list[str], separator: str) -> Reading | None:
    if len(before) < 2:
        source.refuse(line, "the value or its unit is missing", _AGAIN)
    *prefix, value, unit = before
    comma = separator == "," and re.fullmatch("[0-9]{2}", value) and prefix and re.fullmatch("[0-9]+", prefix[-1])
    if comma:  # 475,42 in a locale with decimal comma, cut in two by the separator; perf prints two decimals
        value = f"{prefix.pop()}.{value}"
        if len(prefix) > 1 and re.fullmatch("[0-9]{9}", prefix[1]):
            prefix[:2] = [f"{prefix[0]}.{prefix[1]}"]
    if prefix and prefix[0] == "summary":
        return None
    joules = None
    if not NOT_COUNTED.fullmatch(value):
        if unit != "Joules":
            source.refuse(line, f"the unit is '{excerpt(unit)}', not Joules", _AGAIN)
        joules = number(source, line, value.replace(",", "."), "the number of Joules")
    time_s, place, is_alone = _prefix(source, line, prefix)
    counter_s = None
    times = [cell.strip() for cell in after if not cell.strip().endswith("%")]  # what has a % is the variance of -r
    if times and times[0]:
        counter_s = number(source, line, times[0], "the time that the counter ran").scaleb(-9)
    return Reading(domain, joules, time_s, place, counter_s if is_alone else None, len(times) < len(after))


def _prefix(source: Source, line: int, words: list[str]) -> tuple[Decimal | None, str, bool]:
    """What stands before the value: time (-I), socket, die, core or CPU, and whether it is of one counter alone."""
    time_s = None
    if words and re.fullmatch("[0-9]+[.,][0-9]+", words[0]):
        time_s = duration(source, line, words[0].replace(",", "."), "the time")
        words = words[1:]
    if not words:
        return time_s, "", False
    if not re.fullmatch("(?:S|N|D|C|CPU|Node)[-A-Z0-9]+", words[0]) or len(words) > 2:
        source.refuse(line, f"'{excerpt(' '.join(words))}' before the value is not known here", _AGAIN)
    return time_s, words[0], words[1:] in ([], ["1"])
