"""The files that `init` writes: a commented manifest and project settings, made from the fields themselves."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportgen.files.json_text import dumps, number_text
from reportgen.files.shapes import Group, ListOf, Shape, TableOf, fields_of
from reportgen.manifest.model import Manifest

_SKIPPED = ("schema",)
_PLAIN = re.compile(r"(?!null$)[A-Za-z0-9](?:(?:[A-Za-z0-9 _./-]|:(?=[0-9]))*[A-Za-z0-9])?", re.ASCII | re.IGNORECASE)


def starter_manifest(known: Mapping[str, Any]) -> str:
    """A run.yaml: the four needed lines, empty where they are not known, then every other field as a comment.

    known: values of needed fields: a text, or a number.
    """
    lines = [
        "# A filtering run. Four lines are enough; take the # away from what you know.",
        "# `reportgen check run.yaml` says what is wrong, `reportgen generate run.yaml -o out` makes the report.",
        "",
    ]
    for name, _, required, help_ in fields_of(Manifest):
        if required:
            value = f"{name}: {_scalar(known[name])}" if name in known else f"{name}:"
            lines += [f"{value:<34}# {help_}" if len(value) < 34 else f"{value}  # {help_}"]
    lines.append("")
    for name, shape, required, help_ in fields_of(Manifest):
        if not required and name not in _SKIPPED:
            lines += _commented(name, shape, help_)
    return "\n".join(lines) + "\n"


def _scalar(value: Any) -> str:
    """A value in YAML; a text in quotes where it could be taken for anything else."""
    if isinstance(value, Decimal):
        return number_text(value)
    return str(value) if _PLAIN.fullmatch(value) else dumps(value)


def _commented(name: str, shape: Shape, help_: str) -> list[str]:
    group = _group_of(shape)
    if group is None:
        example = "{object: 7.3}" if isinstance(shape, TableOf) else ""
        return [f"# {(name + ': ' + example).strip():<32}# {help_}"]
    indent = "  - " if isinstance(shape, ListOf) else "  "
    lines = [f"# {name + ':':<32}# {help_}"]
    for field, inner, _, inner_help in fields_of(group):
        mark = indent if indent == "  " or field == fields_of(group)[0][0] else "    "
        nested = _group_of(inner)
        inside = f": [{{{', '.join(known for known, *_ in fields_of(nested))}}}]" if nested else ""
        lines.append(f"# {mark + field + ':':<32}# {inner_help}{inside}")
    return lines


def _group_of(shape: Shape) -> type[Any] | None:
    if isinstance(shape, Group):
        return shape.kind
    return _group_of(shape.item) if isinstance(shape, ListOf) else None


def starter_project() -> str:
    """A reportgen.toml that is valid as it stands, with every setting as a comment."""
    return textwrap.dedent(
        """\
        # Settings of this project, for every run below this folder. Take the # away from what you know.

        # currency = "EUR"
        formats = ["html", "pdf", "json"]
        # costs = "prices.toml"      # cost tables in place of a costs.toml beside this file
        # theme = "theme.toml"       # colours, logo, fonts, page size
        # templates = "templates"    # your own in place of the built-in ones

        # [grid]
        # zone = "DE"              # country, EU, WORLD or a cloud's region: reportgen zones
        # site = "on-premises"     # or "cloud"
        # pue = 1.3                # your building's own

        # [[prices]]
        # task = "object-detection"
        # unit = "sample"
        # price = 0.95
        # low = 0.85
        # high = 1.10
        # seconds_per_unit = 190
        # basis = "contract"
        # source = "Framework contract, annex A"

        # [[rates]]
        # from = "USD"
        # to = "EUR"
        # rate = 0.92
        # source = "who published it"
        # date = 2026-11-02
        """
    )
