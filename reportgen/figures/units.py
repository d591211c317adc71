"""The units a figure may carry: a short fixed list, and amounts of a currency."""

from __future__ import annotations

import re

from reportgen.words.message import Message, message

# What data holds beside samples, by the name of its measure; one of a company's own is a unit.
_MEASURES = {
    **{name: name for name in ("token", "character", "word", "hour", "minute", "second", "object", "frame", "page")},
    "gigabyte": "GB",
}
PLAIN = frozenset(
    (
        *_MEASURES.values(),
        *(f"{unit}/sample" for unit in _MEASURES.values()),
        *("s/hour", "s/minute", "s/second"),
        *("1", "sample", "unit", "unit/sample", "sample/unit", "s", "s/sample", "s/unit", "min", "h", "W", "GB"),
        *("year", "kWh", "kWh/GB", "kWh/sample", "Wh", "Wh/hour", "Wh/inference", "hour/Wh", "inference/Wh"),
        *("parameter", "token", "FLOP", "FLOP/s"),
        *("km", "kgCO2e", "kgCO2e/sample", "kgCO2e/unit", "kgCO2e/hour", "kgCO2e/inference", "kgCO2e/kWh", "kgCO2e/km"),
    )
)
# Units of counts, which stand in the label of what is counted and not behind its number.
COUNTS = frozenset((*_MEASURES.values(), *("1", "parameter", "sample", "unit", "unit/sample", "sample/unit"))) - {
    "token",
    "GB",
}
_CURRENCY = re.compile(r"(?:0\.01 )?[A-Z]{3}(?:/[A-Za-z0-9_-]+)?|(?:hour|inference)/0\.01 [A-Z]{3}")


def is_unit(text: str) -> bool:
    """Whether the text is a unit of the house: one of `PLAIN`, an ISO 4217 code (EUR), or one of it per something
    (EUR/sample, EUR/h, EUR/USD); `0.01 EUR/hour` is hundredths of the currency per hour, `hour/0.01 EUR` one over it.
    """
    return text in PLAIN or _CURRENCY.fullmatch(text) is not None


def measure_word(measure: str) -> str:
    """The word for one of what an amount counts, as `unit_word` says it."""
    return unit_word(measure.replace("_", " "))


def measure_unit(measure: str) -> str:
    """The unit of an amount by that measure."""
    return _MEASURES.get(measure, "unit")


# What is counted for a price, as a page says it; a company's own unit stays as the company wrote it.
_WORDS: dict[str, Message] = {
    "sample": message("sample"),
    "object": message("object"),
    "label": message("label", context="unit"),
    "unit": message("unit", context="unit"),
    "frame": message("frame"),
    "minute": message("minute"),
    "hour": message("hour"),
    "inference": message("inference"),
    "run": message("run", context="unit"),
    "token": message("token"),
    "character": message("character"),
    "word": message("word", context="unit"),
    "second": message("second", context="unit"),
    "page": message("page", context="unit"),
    "document": message("document"),
    "gigabyte": message("gigabyte"),
    "GB": message("GB"),
    "MB": message("MB"),
    "kB": message("kB"),
    "B": message("B", context="byte"),
    "parameter": message("parameter"),
    "input token": message("input token"),
    "output token": message("output token"),
    "audio hour": message("audio hour"),
    "audio minute": message("audio minute"),
    "video hour": message("video hour"),
    "video minute": message("video minute"),
    "1k tokens": message("1k tokens"),
    "1k characters": message("1k characters"),
    "1k samples": message("1k samples"),
    "1M tokens": message("1M tokens"),
    "1M input tokens": message("1M input tokens"),
    "1M output tokens": message("1M output tokens"),
    "1M characters": message("1M characters"),
}


def unit_word(unit: str) -> str:
    """The word for what a price counts: a message for one that the house knows, else the text itself.

    A number and what it counts, `1M_characters`, are two words.
    """
    words = unit.replace("_", " ") if unit[:1].isdigit() or unit.startswith(("audio_", "video_")) else unit
    return _WORDS.get(words, words)
