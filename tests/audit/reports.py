"""The sample report in its three forms, each made once, and what changes them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from reportgen.audit.bundle import Bundle, bundle_of
from reportgen.audit.report_data import ReportData, report_data
from reportgen.audit.verdict import Verdict
from reportgen.files.json_text import dumps, loads
from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering.digest import with_digest
from reportgen.rendering.json_report import SCHEMA
from reportgen.rendering.report import Report
from tests.rendering.runs import SAMPLES, sample

Path_ = tuple[str | int, ...]


@cache
def report() -> Report:
    """The report of the sample run."""
    return sample()


@cache
def html() -> bytes:
    """report.html."""
    return report().html.encode()


@cache
def all_pages() -> tuple[bytes, ...]:
    """Pages that together carry files of every kind: the sample's, and those of runs, decisions and a project."""
    others = (load(SAMPLES / name / "run.yaml") for name in ("evidence", "decisions", "companies/halden"))
    return (html(), *(it.html.encode() for it in others))


@cache
def pdf() -> bytes:
    """report.pdf."""
    return report().pdf().content


@cache
def pdf_parts() -> Bundle:
    """What report.pdf is made of, as verify takes it apart."""
    return bundle_of(pdf(), "report.pdf")


def values() -> Any:
    """report.json as plain values, to be changed."""
    return loads(report().json)


def as_json(changed: Any, *, digest: bool = False) -> bytes:
    """The values as JSON; digest: with the digest that fits them."""
    return (dumps(with_digest(changed) if digest else changed) + "\n").encode()


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The place of every text, number, truth and null in it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))
    else:
        yield path


def at(value: Any, path: Path_) -> Any:
    """What stands there."""
    for key in path:
        value = value[key]
    return value


def put(value: Any, path: Path_, item: Any) -> None:
    """Put something else there."""
    at(value, path[:-1])[path[-1]] = item


def other(value: Any, dice: random.Random) -> Any:
    """A value that is a little other: a number, a letter, or something in place of nothing."""
    if value is None:
        return "something"
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return changed_text(value, dice) if value else "x"
    return value + dice.choice((1, -1, value.__class__("0.001")))


def changed_text(text: str, dice: random.Random) -> str:
    """The text with one of its letters or digits another one."""
    place = dice.choice([place for place, sign in enumerate(text) if sign.isalnum()] or [0])
    sign = dice.choice([it for it in ("0123456789" if text[place].isdigit() else "abcxyz") if it != text[place]])
    return text[:place] + sign + text[place + 1 :]


def is_found(check: Callable[[], Verdict]) -> bool:
    """Whether the check sees a difference, or that the file is no report."""
    try:
        return bool(check().differences)
    except InputError:
        return True


def made_of(values: Any) -> ReportData:
    """A report.json of these values, as verify reads it."""
    return report_data(as_json({"schema": SCHEMA, **values}), "report.json")
