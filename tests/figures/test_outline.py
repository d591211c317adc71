"""What an outline says of a run in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reportgen.figures.outline import ROLES, AmountOutline, ModelOutline
from tests.figures.runs import outline_of

TOKENS = AmountOutline("token", Decimal(1), shared=False)


def test_a_role_tells_models_of_one_name_apart() -> None:
    """It stands behind the name, in a word of the page's language; without one the name stands alone."""
    model = ("m", "ResNet", "hour", "beta", "beta_cost")
    titles = [str(ModelOutline(*model, role=role).title) for role in ("filter", "before", "after", "random", None)]
    assert ["ResNet, filter", "ResNet, before", "ResNet, after", "ResNet, random", "ResNet"] == titles
    assert {role: role for role in ("filter", "before", "after", "random")} == {it: str(ROLES[it]) for it in ROLES}


def test_runs_and_checkpoints_are_counted_from_one() -> None:
    """Those that there are, and none where nobody says how many."""
    none = ModelOutline("m", "M", "hour", "beta", "beta_cost")
    assert ([], []) == (none.run_slugs(), none.checkpoint_slugs())
    # and neither has it a role, a price of electricity or a score to reach
    assert (None, (), False, "") == (none.role, none.of_runs, none.priced, none.target)
    some = ModelOutline("m", "M", "hour", "beta", "beta_cost", runs=2, checkpoints=3)
    assert (["m_1", "m_2"], ["m_1", "m_2", "m_3"]) == (some.run_slugs(), some.checkpoint_slugs())


@pytest.mark.parametrize(
    ("more", "counted", "unit", "counts_units"),
    [
        ({}, "sample", "sample", False),
        ({"unit_factors": ("units_per_sample.box",), "price_unit": "box"}, "box", "unit", True),
        # a sample for each of several annotators is one to label
        ({"unit_factors": ("annotators",)}, "sample", "sample", True),
        ({"price_unit": "1k_samples", "number_in_unit": "number_in_unit"}, "1k_samples", "unit", True),
        ({"price_unit": "1k_tokens", "number_in_unit": "number_in_unit", "amount": TOKENS}, "1k_tokens", "unit", True),
        ({"price_unit": "token", "amount": TOKENS}, "token", "unit", True),
        (
            {"price_unit": "audio_hour", "unit_factors": ("units_per_sample.audio_hour",), "recorded": "hour"},
            "audio_hour",
            "hour",
            True,
        ),
        # by the hour it is what takes the time
        ({"price_unit": "hour", "seconds_in_unit": 3600}, "sample", "sample", False),
        ({"price_unit": "hour", "seconds_in_unit": 3600, "unit_factors": ("annotators",)}, "sample", "sample", True),
        (
            {"price_unit": "hour", "seconds_in_unit": 3600, "unit_factors": ("annotators", "units_per_sample.mask")},
            *("mask", "unit", True),
        ),
        ({"price_unit": "hour", "seconds_in_unit": 3600, "amount": TOKENS}, "token", "unit", True),
    ],
)
def test_what_is_counted_for_a_price(more: dict[str, Any], counted: str, unit: str, *, counts_units: bool) -> None:
    """Its name, its unit, and whether it is something else than samples, one by one."""
    outline = outline_of(**more)
    assert (counted, unit, counts_units) == (outline.counted, outline.counted_unit, outline.counts_units)


@pytest.mark.parametrize(
    ("bounds", "keys"),
    [
        ((None,), ("annotation_price",)),
        ((Decimal(9), None), ("annotation_price_tier_1", "annotation_price_tier_2")),
    ],
)
def test_each_tier_has_a_price(bounds: tuple[Decimal | None, ...], keys: tuple[str, ...]) -> None:
    """They are counted from one, where there are several."""
    assert keys == outline_of(tier_bounds=bounds).price_keys


@pytest.mark.parametrize(("skips", "key"), [(False, "samples_removed"), (True, "samples_removed_trained")])
def test_what_the_training_would_have_read(key: str, *, skips: bool) -> None:
    """Where it passes over samples without a label, these are not among the removed ones that count."""
    assert key == outline_of(skips_unlabelled=skips).removed_of_training
