"""Markdown for comments, numbers for other tools, and the emissions of a model card."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.locale.language import language_of
from reportgen.rendering import markdown as rendering
from reportgen.rendering.annex_xi import annex_xi
from reportgen.rendering.model_card import model_card
from reportgen.rendering.report import Report
from tests.audit.reports import report
from tests.figures.runs import WEB_TEXT
from tests.rendering.runs import extreme, four_lines, given, marked_up

TRAINING = {"kwh": 2, "samples": 100}
FOUR = {"task": "classification", "samples_before": 100, "samples_after": 40, "duration": 60}


def text(made: Report) -> str:
    """The report as Markdown."""
    return made.markdown.decode()


def test_the_cover_comes_first() -> None:
    """The title, the verdict and the account that adds up to it: 35,625 and 3 less 104."""
    lines = text(report()).replace("\u00a0", " ").splitlines()
    assert "# Street Scenes EU, batch 7" == lines[0]
    assert "## Avoided, net of filtering: EUR 35,500" in lines
    start = lines.index("| Costs |  | EUR |")
    assert [
        "|---|---|---:|",
        "| Labels not bought | 37,500 × 0.95 | 35,625 |",
        "| Training not run | 37,500 × 6.5 h ÷ 110,000 × 1.25 | 3 |",
        "| Filtering | 42 min × 2.50 + 1.5 h × 68.00 | −104 |",
        "| **Net** |  | **35,524** |",
    ] == lines[start + 1 : start + 6]


def test_every_row_of_a_table_has_its_cells() -> None:
    """A table that misses a cell is shown as text."""
    for table in re.findall(r"(?:^\|.*\n)+", text(report()), re.MULTILINE):
        assert 1 == len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}), table


def test_the_row_that_applies_is_bold() -> None:
    """As the title of the table of prices says."""
    (row,) = (line for line in text(report()).splitlines() if "Framework contract" in line)
    assert row.startswith("| **company** | **EUR\u00a00.95/sample** |")


def test_a_large_report_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room for all parts there are the first ones, whole, and the note that there are more."""
    rest = "There is no room for the rest here: it stands in the report."
    whole = text(report())
    assert rest not in whole
    assert len(given(tmp_path, extreme()).markdown) <= 60_000
    monkeypatch.setattr(rendering, "MOST_BYTES", len(whole.encode()) - 1)
    cut = rendering.markdown(report().page, report().language).decode()
    assert len(cut.encode()) < len(whole.encode())
    assert cut.endswith(f"\n{rest}\n")
    assert whole.startswith(cut.removesuffix(f"{rest}\n"))


def test_nothing_of_a_users_is_markup(tmp_path: Path) -> None:
    """Names full of markup, mentions and line ends stay the text that they are."""
    manifest, costs = marked_up()
    manifest["name"] = "@someone #12 `code` <img src=x> | **bold**\n# head"
    made = text(given(tmp_path, manifest, costs))
    escaped = r"# @<!-- -->someone #<!-- -->12 \`code\` \<img src=x\> \| \*\*bold\*\* #<!-- --> head"
    assert escaped == made.splitlines()[0]
    assert not re.search(r"(?<!\\)<(?!!-- -->|br>)", made)


def test_it_speaks_the_language_of_the_page() -> None:
    """German words and German numbers."""
    made = text(replace(report(), language=language_of("de_DE")))
    assert "35.624" in made or "35.625" in made
    assert "**Was den Ausschlag gibt**" in made or "Nächste" in made


def test_metrics_are_numbers_by_key(tmp_path: Path) -> None:
    """Each figure with a value, exact, and nothing else."""
    made = report()
    made.save(tmp_path, ["metrics"])
    found = json.loads((tmp_path / "report.metrics.json").read_text(encoding="utf-8"), parse_float=Decimal)
    known = {key: figure.value for key, figure in made.figures.items() if figure.value is not None}
    assert known == found
    assert "net_savings" in found


def card(folder: Path, **more: Any) -> Any:
    """The model card of a run, read as YAML."""
    content = model_card(given(folder, {**FOUR, **more}).account).content
    return None if content is None else yaml.safe_load(content)


def test_a_model_card_has_what_a_training_emitted(tmp_path: Path) -> None:
    """2 kWh at a PUE of 1.5 and 0.4 kg/kWh are 1,200 g, whatever was saved."""
    found = card(tmp_path, training=TRAINING, grid={"zone": "DE", "intensity": Decimal("0.4"), "pue": Decimal("1.5")})
    source = f"reportgen {report_version()}: 2 kWh (stated) x PUE 1.5 x 0.4 kgCO2e/kWh, one training"
    assert {"co2_eq_emissions": {"emissions": 1200, "source": source, "geographical_location": "DE"}} == found


def test_a_model_card_names_the_hardware(tmp_path: Path) -> None:
    """How many and which, where both are known; its source tells no more digits than its emissions."""
    training = {"parameters": 10**9, "gpu": "H100 SXM", "tokens": 3 * 10**9}
    found = card(tmp_path, training=training)["co2_eq_emissions"]
    assert "H100 SXM" == found["hardware_used"]
    assert re.search(r": [0-9.]{1,8} kWh \(", found["source"])


def report_version() -> str:
    """Of reportgen, as report.json says it."""
    version: str = json.loads(report().json)["generator"]["version"]
    return version


def test_a_place_that_nobody_gave_is_left_out(tmp_path: Path) -> None:
    """The world's average is no location."""
    assert {"emissions", "source"} == set(card(tmp_path, training=TRAINING)["co2_eq_emissions"])


def test_without_a_training_of_ones_own_there_is_no_card(tmp_path: Path) -> None:
    """The published scenario is not the user's training: nothing is written, and what is missing is said."""
    made = four_lines()
    saved = made.save(tmp_path, ["model-card", "metrics"])
    assert ["report.metrics.json"] == [path.name for path in saved.paths]
    assert [text for text in saved.shortfalls if text.startswith("no model card: ")]


@pytest.mark.parametrize("name", ["md", "metrics", "model-card"])
def test_a_project_may_ask_for_each_format(tmp_path: Path, name: str) -> None:
    """What --format takes, reportgen.toml takes."""
    (tmp_path / "reportgen.toml").write_text(f'formats = ["{name}"]\n', encoding="utf-8")
    assert (name,) == given(tmp_path, FOUR).formats


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
