"""docs/cost-of-filtering.md: each manifest of it makes a report with the figures that the page names."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.factors.boards import boards
from reportgen.factors.facts import load

PAGE = (Path(__file__).parents[2] / "docs" / "cost-of-filtering.md").read_text(encoding="utf-8")
MANIFESTS = dict(re.findall(r"```yaml\n# ([a-z]+)\.yaml\n(.*?)```", PAGE, re.DOTALL))


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("invoice", "filtering_cost", "4200.5"),
        ("parts", "filtering_api_cost", "348"),
        # 9 x 2 x 3.20 + 640 x 0.04 + 72 x 2.95 + 348 + 4 x 80
        ("parts", "filtering_cost", "963.6"),
        ("estimate", "energy.h100_sxm", "18.312"),
        # and 2 x 0.36 kW x 1.09 x 3 h and 0.3 kW x 1.09 x 3 h
        ("estimate", "filtering_energy", "21.6474"),
        ("storage", "storage_savings", "12852"),
        # 8,500 x 0.017082 x 3 x 2
        ("storage", "storage_energy_savings", "871.182"),
    ],
)
def test_a_manifest_gives_what_the_page_says(tmp_path: Path, name: str, key: str, expected: str) -> None:
    """The figures that stand beside it, worked by hand."""
    (tmp_path / "run.yaml").write_text(MANIFESTS[name], encoding="utf-8")
    assert Decimal(expected) == reportgen.load(tmp_path / "run.yaml").figures.value(key)


def test_the_range_of_the_first_estimate(tmp_path: Path) -> None:
    """16.8 kWh x (0.7 x 0.63 + 0.2) to (0.7 x 1.37 + 0.5): 10.8 to 24.5."""
    (tmp_path / "run.yaml").write_text(MANIFESTS["estimate"], encoding="utf-8")
    figure = reportgen.load(tmp_path / "run.yaml").figures["energy.h100_sxm"]
    assert (Decimal("10.7688"), Decimal("24.5112")) == (figure.low, figure.high)


def test_every_manifest_of_the_page_is_looked_at() -> None:
    """Each block is one of those above."""
    assert {"invoice", "parts", "estimate", "storage"} == set(MANIFESTS)
    assert PAGE.count("```yaml") == len(MANIFESTS)


def test_the_page_names_what_is_known() -> None:
    """Boards and processors of the tables, in their order."""
    text = " ".join(PAGE.split())
    assert f"Boards that are known here: {', '.join(board.name for board in boards())}." in text
    assert f"Processors: {', '.join(row['name'] for row in load('cpus')['row'])}." in text
