"""The script of the page's panel of assumptions, and what the page's policy allows it by."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from reportgen.files.shipped import template_folder


def script_of(what_if: Mapping[str, Any]) -> str:
    """The script for a page's `what_if`, as a template has it."""
    return f"{_panel()}whatIf((v) => {{\n{what_if['formulas']}\nreturn v;\n}});\n"


def policy_of(script: str) -> str:
    """The source by which a policy allows this script and no other: CSP 3, section 2.3.1, hash-source."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@cache
def _panel() -> str:
    return (template_folder() / "what_if.js").read_text(encoding="utf-8")
