"""Samples without a label: where the training passes over them, removing them saves none of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.problems import InputError
from tests.figures.runs import FOUR, WEB_TEXT, run, values_of

SKIPS: dict[str, Any] = {"training": {"schedule": "epochs", "skips_unlabelled": True}}
BARE: dict[str, Any] = {"unlabelled": {"before": 30000, "after": 2500}}
PAID = {"samples": 80000, "kwh": 40, "hours": 10, "gpus": 2, "gpu_price_per_hour": 3}


def test_only_samples_with_a_label_save_training() -> None:
    """Of 37,500 removed 27,500 have none: 10,000 at 0.00011 kg and 28.8 kWh / 110,000; labels saved stay 45,000 USD."""
    values = values_of({**FOUR, **SKIPS, **BARE})
    assert Decimal(10000) == values["samples_removed_trained"]
    assert Decimal("1.1") == values["co2_savings"]
    assert 10000 * Decimal("28.8") / 110000 == pytest.approx(values["training_energy_savings"])
    assert Decimal(45000) == values["annotation_savings"]


def test_every_way_to_count_training_leaves_them_out() -> None:
    """The own training beside the published one: 10,000 of 80,000 samples of 40 kWh, and of 20 GPU-hours at 3 USD."""
    values = values_of({**FOUR, **BARE, "training": {**SKIPS["training"], **PAID}, "energy": [{"kwh": 1}]})
    assert Decimal(5) == values["training_energy_savings.own"]
    assert Decimal("7.5") == values["training_cost_savings"]
    exact = values["co2_per_sample.exact"]
    assert exact is not None
    assert 10000 * exact == values["co2_savings.exact"]


def test_their_number_may_be_unknown() -> None:
    """Then what training saves is not known, and not all of it; without a word on them all removed samples count."""
    figures = run({**FOUR, **SKIPS}).figures
    for key in ("co2_savings", "training_energy_savings", "training_cost_savings", "net_energy_savings"):
        assert figures[key].value is None
        assert "how many were removed is not stated" in (figures[key].reason or "")
    assert Decimal("4.125") == values_of({**FOUR, **BARE})["co2_savings"]


@pytest.mark.parametrize(("columns", "bare"), [("objects: boxes", (4, 1)), ("label: what", (3, 0))])
def test_a_table_of_decisions_says_how_many(columns: str, bare: tuple[int, int], tmp_path: Path) -> None:
    """Samples of no object, or of no class where objects are not counted."""
    rows = "kept,boxes,what\nyes,1,a\nyes,0,b\nno,0,\nno,0,\nno,0,\nno,5,a\n"
    (tmp_path / "d.csv").write_text(rows)
    manifest = "task: object-detection\nsamples_before: 6\nsamples_after: 2\nduration: 60\n"
    manifest += f"training: {{skips_unlabelled: true}}\nsamples: {{table: d.csv, kept: kept, {columns}}}\n"
    (tmp_path / "run.yaml").write_text(manifest)
    figures = reportgen.load(tmp_path / "run.yaml").figures

    assert list(bare) == [figures[f"unlabelled_{it}"].value for it in ("before", "after")]
    assert "measured" == figures["unlabelled_before"].basis
    assert 1 == figures["samples_removed_trained"].value
    (tmp_path / "run.yaml").write_text(f"{manifest}unlabelled: {{before: 5, after: 0}}\n")
    with pytest.raises(InputError, match="is 5, and the table of decisions has"):
        reportgen.load(tmp_path / "run.yaml")


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (
            {**FOUR, "unlabelled": {"before": 110001, "after": 0}},
            "110,001 samples without a label of 110,000 .at most all samples before",
        ),
        (
            {**FOUR, "unlabelled": {"before": 50000, "after": 12499}},
            "12,499 samples without a label cannot be kept .of 50,000, from 12,500 to",
        ),
        ({**FOUR, "unlabelled": {"before": 50, "after": 51}}, "51 samples without a label cannot be kept"),
        ({**FOUR, "labelling": "none", **BARE}, "is given beside labelling: none"),
        (
            {**WEB_TEXT, "training": {**WEB_TEXT["training"], "skips_unlabelled": True}},
            "is of a training by samples, and this one is by its size",
        ),
    ],
)
def test_what_cannot_be_is_refused(manifest: dict[str, Any], said: str) -> None:
    """More than all samples, fewer or more kept than can be, and where there are no labels or no single samples."""
    with pytest.raises(InputError, match=said):
        reportgen.report(**manifest)
