"""What the author of a report can do about a caveat: said on the terminal, never to who reads the report."""

from __future__ import annotations

import json
import re

import pytest

from reportgen.manifest.model import MANIFEST
from reportgen.page.caveats.caveat import Caveat
from reportgen.page.caveats.rules import RULES

CAVEATS = [caveat for _, caveat in RULES]
ADVISED = [caveat for caveat in CAVEATS if caveat.advice]


@pytest.mark.parametrize("caveat", CAVEATS, ids=lambda it: it.id)
def test_no_caveat_tells_its_reader_what_to_type(caveat: Caveat) -> None:
    """No option, no field with its colon, no name with an underscore stands in what is printed."""
    typed = re.compile(r"--[a-z]|\{[a-z_]+:|[a-z]_[a-z]|factor: |\b(?:say|Say|state|Give|give) [a-z]+:? ?[a-z]*[:_{]")
    assert None is typed.search(f"{caveat.title} {caveat.text}")


@pytest.mark.parametrize("caveat", ADVISED, ids=lambda it: it.id)
def test_what_is_advised_are_fields_of_a_manifest(caveat: Caveat) -> None:
    """Each word before a colon is one that a manifest knows, or the name of a column's kind or of a measure there."""
    names = {*re.findall(r'"([a-z_]+)": \{', json.dumps(MANIFEST.schema())), "devices", "token"}
    assert set(re.findall(r"([a-z_]+):", caveat.advice)) <= names
