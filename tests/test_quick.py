"""`make quick`: what is left out of it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SLOW_TESTS

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("beginning", SLOW_TESTS)
def test_each_slow_test_exists(beginning: str) -> None:
    """The list of slow tests names modules that are there, and tests that stand in them."""
    path, _, name = beginning.partition("::")

    assert f"def {name or 'test_'}" in (ROOT / path).read_text(encoding="utf-8")
