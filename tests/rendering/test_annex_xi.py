"""The page on the data and the training of a model (Annex XI): each line, its key, and what is not known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.rendering.annex_xi import annex_xi
from tests.audit.reports import report
from tests.figures.runs import WEB_TEXT
from tests.rendering.runs import given

FOUR = {"task": "classification", "samples_before": 100, "samples_after": 40, "duration": 60}
PUE_1 = {"grid": {"pue": 1}}


BARE = """\
# Annex XI: classification

## (c) Curation of the data

| What | Said | Key |
|---|---|---|
| Data set | not known: nobody stated its name |  |
| Tool | not known: nobody stated the tool |  |
| Steps | not known: nobody stated the steps and why each removes samples |  |

## (c) Number of data points

| What | Said | Key |
|---|---|---|
| Before filtering | 100 (stated) | `samples_before` |
| After filtering | 40 (stated) | `samples_after` |
| Removed | 60 (stated) | `samples_removed` |
| In the training | not known: samples of your own training not given | `training_samples` |

## (d) Computational resources and training time

| What | Said | Key |
|---|---|---|
| Floating point operations | not known: no record of the training counts them |  |
| GPUs | not known: GPUs of your own training not given | `training_gpus` |
| Duration of the training, in hours | not known: hours of your own training not given | `training_hours` |
| Duration of the filtering, in seconds | 60 (stated) | `duration_s` |

## (e) Energy of the training

| What | Said | Key |
|---|---|---|
| One training, without the building's overhead | not known: hours of your own training not given | `training_kwh` |
| The building's overhead (PUE) | 1.5 (stated) | `pue` |

## Energy of the filtering itself

| What | Said | Key |
|---|---|---|
| With overhead | not known: filtering energy was not measured | `filtering_energy_at_building` |

A key names its figure in report.json, with its formula, range and sources.
"""


def test_the_whole_page_of_four_lines(tmp_path: Path) -> None:
    """Each part with its head, each line with its key; what nobody stated is said."""
    assert BARE == annex_xi(given(tmp_path, {**FOUR, "grid": {"pue": Decimal("1.5")}}).account).decode()


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"name": "N", "dataset": "D"}, "# Annex XI: N"),
        ({"dataset": "D"}, "# Annex XI: D"),
        ({"dataset": "D"}, "| Data set | D |  |"),
        ({"tool": {"name": "T"}}, "| Tool | T |  |"),
        ({"tool": {"name": "T", "version": "2"}}, "| Tool | T 2 |  |"),
        (
            {"stages": [{"name": "S", "removed": 7}]},
            "| Step: S | 7 removed; not known: nobody stated why | `stage_removed.s` |",
        ),
        (
            {"energy": [{"kwh": Decimal("1234.567")}], **PUE_1},
            "| With overhead | 1.23 MWh (stated) | `filtering_energy_at_building` |",
        ),
        (
            {"energy": [{"kwh": Decimal("0.1")}], **PUE_1},
            "| With overhead | 0.000100 MWh (stated) | `filtering_energy_at_building` |",
        ),
        ({"training": {"kwh": 2, "samples": 100}}, "| In the training | 100 (stated) | `training_samples` |"),
    ],
)
def test_a_line_of_annex_xi(tmp_path: Path, more: dict[str, Any], line: str) -> None:
    """What is stated stands in it, an energy in MWh to three digits."""
    assert line in annex_xi(given(tmp_path, {**FOUR, **more}).account).decode().splitlines()


def test_annex_xi_has_curation_points_time_and_energy() -> None:
    """Of the sample: steps with reasons, 110,000 and 72,500 data points, 6.5 h on one GPU of 280 W: 1.82 kWh."""
    lines = annex_xi(report().account).decode().splitlines()
    assert "| Tool | curate-images 2.3 |  |" in lines
    assert (
        "| Step: Near duplicates | 18,300 removed; cosine similarity above 0.96 | `stage_removed.near_duplicates` |"
        in lines
    )
    assert "| Before filtering | 110,000 (stated) | `samples_before` |" in lines
    assert "| Duration of the training, in hours | 6.5 (stated) | `training_hours` |" in lines
    (energy,) = (line for line in lines if line.startswith("| One training"))
    assert "| 0.00182 MWh (" in energy
    # what one training takes on 1.82 kWh is to three digits, the filtering's 0.64175 kWh too
    assert any("| 0.000642 MWh (" in line for line in lines)


def test_each_row_of_annex_xi_has_its_name() -> None:
    """What a row is called in words and the figure that it shows belong together."""
    rows = [line.strip("| ").split(" | ") for line in annex_xi(report().account).decode().splitlines()]
    named = {row[-1]: row[0] for row in rows if len(row) == 3 and not row[0].startswith("Step: ")}
    assert {
        "`samples_before`": "Before filtering",
        "`samples_after`": "After filtering",
        "`samples_removed`": "Removed",
        "`training_samples`": "In the training",
        "`training_gpus`": "GPUs",
        "`training_hours`": "Duration of the training, in hours",
        "`duration_s`": "Duration of the filtering, in seconds",
        "`training_kwh`": "One training, without the building's overhead",
        "`pue`": "The building's overhead (PUE)",
    }.items() <= named.items()


def test_annex_xi_says_what_is_not_known(tmp_path: Path) -> None:
    """Of four lines: no tool, no step, no training and no energy, each said; of the sample none of these."""
    known, bare = (annex_xi(made.account).decode() for made in (report(), given(tmp_path, FOUR)))
    assert "| With overhead | not known: filtering energy was not measured | `filtering_energy_at_building` |" in bare
    for what in ("Tool", "Steps", "GPUs", "With overhead", "One training, without the building's overhead"):
        line = f"| {what} | not known"
        assert line in bare, what
        assert line not in known, what


def test_annex_xi_has_the_operations_of_a_language_model(tmp_path: Path) -> None:
    """6 x 8e9 x 15e12 = 7.2e23 and 748,677 GPU-hours; of four lines nothing of it."""
    text = {**WEB_TEXT, "amounts": {"token": {"before": 100_000, "after": 60_000}}}
    lines = annex_xi(given(tmp_path, text).account).decode().replace("\u00a0", " ").splitlines()
    flops = "| Floating point operations, 6 x parameters x tokens | 7.20 × 10²³ (default) | `training_flops` |"
    assert flops in lines
    assert "| GPU-hours | 749,000 (default) | `training_gpu_hours` |" in lines
    assert "| Tokens in the training | 15,000,000,000,000 (stated) | `training_tokens` |" in lines
    assert any(line.startswith("| GPU | ") for line in lines)
    assert "| Removed, by token | 40,000 (stated) | `amount_removed.token` |" in lines
    assert any(line.startswith("| One training, without the building's overhead |") for line in lines)
    text["training"] = {name: it for name, it in text["training"].items() if name != "tokens"}
    lines = annex_xi(given(tmp_path, text).account).decode().splitlines()
    assert any(
        line.startswith("| Floating point operations, 6 x parameters x tokens before filtering |") for line in lines
    )
    assert any(line.startswith("| One training on the data before filtering, without the building's") for line in lines)
    bare = annex_xi(given(tmp_path, FOUR).account).decode()
    assert "| Floating point operations | not known: no record of the training counts them |  |" in bare
    assert "GPU-hours" not in bare


def test_annex_xi_stays_one_page(tmp_path: Path) -> None:
    """Of 42 steps 40 stand in it, and that there are two more; of 40 all and nothing more."""
    for number, told in ((42, True), (40, False)):
        folder = tmp_path / str(number)
        folder.mkdir()
        stages = [{"name": f"Step <b>{place}</b>", "removed": 1} for place in range(number)]
        page = annex_xi(given(folder, {**FOUR, "stages": stages}).account).decode()
        assert 40 == page.count("| Step: ")
        assert told == ("| Steps | 2 more, in report.json |" in page)
        assert "<b>" not in page
