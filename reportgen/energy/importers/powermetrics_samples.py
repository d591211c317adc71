"""The samples of `powermetrics`: blocks of text, or property lists with a NUL between them."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from xml.parsers.expat import ExpatError

from reportgen.energy.importers.cells import number, quoted_value
from reportgen.energy.importers.power_log import SoundLines
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.files.unpacking import GZIP_DAMAGE
from reportgen.problems import InputError, Problem, excerpt, one_line

_BEGIN = re.compile(r"\*\*\* Sampled system activity \((?P<time>[^()]*)\) \((?P<ms>[0-9.]+)ms elapsed\) \*\*\*\s*")
_MARK = "*** Sampled system activity ("
_POWER = re.compile(r"(?P<part>CPU|GPU|ANE|Package|Combined) Power(?: \(CPU \+ GPU \+ ANE\))?: +(?P<mw>\S+) mW\s*")
_INTEL = re.compile(r"Intel energy model derived package power \(CPUs\+GT\+SA\): +(?P<w>\S+?)W\s*")
_PLIST_KEYS = ("cpu_power", "gpu_power", "ane_power", "combined_power")  # in mW
_BLOCK = 1 << 20
_LONGEST = 64 << 20  # bytes of one property list
_CUT = "is the log cut off or damaged?"


@dataclass(frozen=True)
class Interval:
    """One sample, at a place of the log: the mean power of each part of the chip in W over length_s, up to ended_at."""

    place: str
    length_s: Decimal
    ended_at: datetime | None
    powers_w: dict[str, Decimal] = field(default_factory=dict)


def is_text(source: Source) -> bool:
    return _MARK in source.head


def is_plist(source: Source) -> bool:
    return "<plist" in source.head and "<key>elapsed_ns</key>" in source.head


def cut(source: Source, interval: Interval) -> InputError:
    """The problem of a sample that lacks what the ones before it have."""
    return InputError([Problem(f"{one_line(source.name)}{interval.place}", "a part of the chip has no power", _CUT)])


def of_text(source: Source, lost: Losses) -> Iterator[Interval]:
    """The samples of a log of text. Raises InputError where the file cannot be read."""
    begun: tuple[int, Interval] | None = None
    fault: InputError | None = None
    for line, text, whole in SoundLines(source, lost):
        try:
            if text.startswith(_MARK):
                yield from _ended(source, lost, begun, fault)
                begun, fault = None, None
                begun = line, _begun(source, line, text)
            elif begun is not None and whole:
                _take(source, line, text, begun[1].powers_w)
        except InputError as error:
            if begun is None:
                lost.take(error)
            fault = fault or error
    yield from _ended(source, lost, begun, fault)


def _ended(
    source: Source, lost: Losses, begun: tuple[int, Interval] | None, fault: InputError | None
) -> Iterator[Interval]:
    """The sample whose last line was read, if it holds power and no fault."""
    if begun is None:
        return
    line, interval = begun
    try:
        if fault is not None:
            raise fault
        if not interval.powers_w:
            source.refuse(line, "the sample has no power", _CUT)
    except InputError as error:
        lost.take(error)
        return
    yield interval


def _begun(source: Source, line: int, text: str) -> Interval:
    match = _BEGIN.fullmatch(text)
    if match is None:
        source.refuse(line, f"'{excerpt(text)}' does not say how long the sample is", _CUT)
    try:
        ended_at = datetime.strptime(match["time"].strip(), "%a %b %d %H:%M:%S %Y %z")
    except ValueError:
        source.refuse(line, f"'{excerpt(match['time'])}' is no time", _CUT)
    return Interval(f":{line}", number(source, line, match["ms"], "the length in ms") / 1000, ended_at)


def _take(source: Source, line: int, text: str, powers_w: dict[str, Decimal]) -> None:
    """The first figure of each part counts: the GPU's stands there twice."""
    if match := _POWER.fullmatch(text):
        powers_w.setdefault(match["part"].lower(), number(source, line, match["mw"], f"{match['part']} Power") / 1000)
    elif match := _INTEL.fullmatch(text):
        powers_w.setdefault("package", number(source, line, match["w"], "the package's power"))


def of_plists(source: Source, lost: Losses) -> Iterator[Interval]:
    """The samples of a log of property lists. Raises InputError where the file cannot be read."""
    for place, content in enumerate(_plists(source), start=1):
        try:
            yield _interval(source, place, content)
        except InputError as error:
            lost.take(error)


def _plists(source: Source) -> Iterator[bytes]:
    rest = b""
    try:
        with source.binary() as file:
            while block := file.read(_BLOCK):
                *whole, rest = (rest + block).split(b"\0")
                yield from filter(bytes.strip, whole)
                if len(rest) > _LONGEST:
                    source.refuse(None, f"a property list is longer than {_LONGEST >> 20} MB", "is it the right file?")
    except GZIP_DAMAGE as error:
        source.refuse(None, f"the gzip file is damaged: {error}", "copy it again")
    except OSError as error:
        source.refuse(None, f"cannot be read: {error.strerror or error}")
    if rest.strip():
        yield rest


def _interval(source: Source, place: int, content: bytes) -> Interval:
    try:
        value: Any = plistlib.loads(content.strip(), fmt=plistlib.FMT_XML)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        OverflowError,
    ):
        source.refuse(None, f"sample {place} is no property list", _CUT)
    sample = _map(value)
    processor = _map(sample.get("processor"))
    powers_w = {
        key.removesuffix("_power"): _number(source, place, processor, key) / 1000
        for key in _PLIST_KEYS
        if key in processor
    }
    if "package_watts" in processor:
        powers_w["package"] = _number(source, place, processor, "package_watts")
    if not powers_w:
        source.refuse(None, f"sample {place} has no power", "powermetrics --samplers cpu_power,gpu_power")
    ended_at = sample.get("timestamp")
    return Interval(
        f", sample {place}",
        _number(source, place, sample, "elapsed_ns").scaleb(-9),
        ended_at.replace(tzinfo=UTC) if isinstance(ended_at, datetime) else None,
        powers_w,
    )


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(source: Source, place: int, values: dict[str, Any], key: str) -> Decimal:
    value = values.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        source.refuse(None, f"{key} of sample {place} is {quoted_value(value)}, no number", _CUT)
    return number(source, None, repr(value), f"{key} of sample {place}")
