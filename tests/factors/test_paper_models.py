"""The models that the author of APC measured: what he prints of a model follows from its single runs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.factors.paper_models import paper_cents_per_wh, paper_models


def test_the_models_with_their_accuracies_in_the_authors_order() -> None:
    """As fractions."""
    assert [
        ("VGG-19", Decimal("0.9056")),
        ("InceptionV3", Decimal("0.9341")),
        ("ResNet-50", Decimal("0.9349")),
        ("MobileNetV2", Decimal("0.9454")),
    ] == [(model.name, model.accuracy) for model in paper_models()]


def test_a_mean_is_that_of_the_single_runs_on_the_first_device() -> None:
    """To a tenth of a watt-hour, as the author prints most of them; on the faster board a model takes more."""
    for model in paper_models():
        first, second = model.wh_per_hour.values()
        runs = model.runs_wh_per_hour
        assert float(sum(runs) / len(runs)) == pytest.approx(float(first), abs=0.05)
        assert second > first
    assert ["Nvidia Jetson TX2", "Nvidia GTX 1060"] == list(paper_models()[0].wh_per_hour)


def test_the_authors_price_of_electricity() -> None:
    """0.00305 cents for a watt-hour."""
    assert Decimal("0.00305") == paper_cents_per_wh()
