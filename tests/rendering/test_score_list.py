"""Scores as a table, as JSON and as CSV: their digits, what is not known, and when a training reached its target."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.evidence.scores import ScoredModel, TrainingScores
from reportgen.figures.ttcapc import Reached
from reportgen.rendering.score_list import models_as_csv, models_as_json, models_as_table, training_text

TENTH, HUNDRED, FIFTY = Decimal("0.1"), Decimal(100), Decimal(50)
KNOWN = ScoredModel(
    *("v5", Decimal("0.9"), Decimal("2.50"), Decimal(3), TENTH, HUNDRED, FIFTY, Decimal("0.12345"), Decimal("0.5"))
)
WITHOUT_COST = replace(KNOWN, model="=v6\n", consumption=Decimal("12345.678"), cost=None, apec=None)


def test_models_as_json() -> None:
    """Every number exact, null for what is not known, one model a line."""
    text = "".join(models_as_json([KNOWN, WITHOUT_COST]))
    fields = '"accuracy": 0.9, "consumption": 2.5, "cost": 3, "alpha": 0.1, "beta": 100, "beta_cost": 50'
    assert f'[\n  {{"model": "v5", {fields}, "apc": 0.12345, "apec": 0.5}},\n  {{"model": "=v6\\n", ' in text
    assert (None, None) == tuple(json.loads(text)[1][it] for it in ("cost", "apec"))
    assert text.endswith("}\n]\n")


def test_models_as_csv() -> None:
    """The same columns, an empty cell for what is not known, and no cell that is a formula."""
    heads, known, without = "".join(models_as_csv([KNOWN, replace(WITHOUT_COST, model="=v6")])).splitlines()
    assert "model,accuracy,consumption,cost,alpha,beta,beta_cost,apc,apec" == heads
    assert "v5,0.9,2.5,3,0.1,100,50,0.12345,0.5" == known
    assert without.endswith("=v6,0.9,12345.678,,0.1,100,50,0.12345,")
    assert not without.startswith("=")


def test_models_as_a_table() -> None:
    """Scores to four decimals, all else to seven digits, in columns of twelve signs; the name last, on its line."""
    formula, more, blank, heads, known, without = "".join(models_as_table([KNOWN, WITHOUT_COST])).splitlines()
    assert (
        "APC = accuracy / (beta * consumption * ((1 - alpha) * (1 - accuracy) + alpha) + 1)"
        == formula.partition(";")[0]
    )
    assert ("in place of consumption (Wh) and beta", "") == (more, blank)
    titles = ["APC", "APEC", "accuracy", "consumption", "cost", "alpha", "beta", "beta_cost"]
    assert "".join(title.rjust(12) for title in titles) + "  model" == heads
    cells = ["0.1235", "0.5000", "0.9", "2.5", "3", "0.1", "100", "50"]
    assert "".join(cell.rjust(12) for cell in cells) + "  v5" == known
    assert ("not given", "12,345.68", "not given") == tuple(without[at : at + 12].strip() for at in (12, 36, 48))


REACHED, BY_COST = Reached(Decimal("3600.5"), Decimal("0.61234567")), Reached(Decimal(1200), Decimal("0.5"))


@pytest.mark.parametrize(
    ("scores", "lines"),
    [
        (
            TrainingScores(REACHED, BY_COST, True),
            ("3,600.5 s, at a closest APC of 0.6123", "1,200 s, at a closest APEC of 0.5000"),
        ),
        (
            TrainingScores(replace(REACHED, time_s=Decimal("12345.678")), None, False),
            ("12,345.68 s, at a closest APC of 0.6123", "cost not given in every row"),
        ),
        (TrainingScores(None, None, True), ("the target is not reached", "the target is not reached")),
        (TrainingScores(None, None, False), ("the target is not reached", "cost not given in every row")),
    ],
)
def test_when_a_training_reached_its_target(scores: TrainingScores, lines: tuple[str, str]) -> None:
    """Seconds and the score there to four decimals, or why there is none, each with how it is defined."""
    by_energy, by_cost = lines
    expected = f"TTCAPC   {by_energy} (reconstructed)\nTTCAPEC  {by_cost} (reconstructed)\n"
    assert expected == training_text(scores, "table")


def test_times_as_json_and_csv() -> None:
    """Exact, with null or an empty cell where there is none."""
    scores = TrainingScores(REACHED, None, False)
    names = ["ttcapc_s", "closest_apc", "ttcapec_s", "closest_apec", "definition"]
    values = [3600.5, 0.61234567, None, None, "reconstructed"]
    assert dict(zip(names, values, strict=True)) == json.loads(training_text(scores, "json"))
    assert ",".join(names) + "\n3600.5,0.61234567,,,reconstructed\n" == training_text(scores, "csv")
    both = json.loads(training_text(TrainingScores(REACHED, BY_COST, True), "json"))
    assert (1200, 0.5) == (both["ttcapec_s"], both["closest_apec"])
