"""The script of the page, which unfolds numbers and works the panel of assumptions, and what a policy allows it by."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from reportgen.files.shipped import template_folder


def script_of(page: Mapping[str, Any]) -> str:
    """The script for a page, as a template has it; empty where it has neither a panel nor a number that unfolds."""
    unfolding = _shipped("unfold.js") if page["origins"] else ""
    if page["what_if"] is None:
        return unfolding
    return f"{unfolding}{_shipped('what_if.js')}whatIf((v) => {{\n{page['what_if']['formulas']}\nreturn v;\n}});\n"


def policy_of(script: str) -> str:
    """The source by which a policy allows this script and no other: CSP 3, section 2.3.1, hash-source."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


@cache
def _shipped(name: str) -> str:
    return (template_folder() / name).read_text(encoding="utf-8")
