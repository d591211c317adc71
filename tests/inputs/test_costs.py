"""What the filtering cost, as it is paid: by the invoice, the hour of a core or a board, and the token."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.inputs.runs import load, problems

BESIDE = "is given beside a total, which is all that the filtering cost (the total, or its parts)"
API = "costs: {api: {model: judge, input_tokens: 1.2e9, output_tokens: 0, price_in: 0.25, price_out: 0}}\n"


@pytest.mark.parametrize(
    "part",
    [
        "compute_per_hour: 1",
        "person_hours: 1",
        "hourly_rate: 60",
        "licence: 0",
        "electricity_per_kwh: 0.3",
        "cpu_hours: 1",
        "price_per_cpu_hour: 1",
        "gpu_hours: 1",
        "price_per_gpu_hour: 1",
        "compute_includes_energy: true",
        "api: {input_tokens: 1, output_tokens: 1, price_in: 1, price_out: 1}",
    ],
)
def test_a_part_beside_the_invoice_is_a_problem(tmp_path: Path, part: str) -> None:
    """Nobody knows whether the part is in the total already."""
    name = part.partition(":")[0]
    assert [f"run.yaml:5: $.costs.{name}: {BESIDE}"] == problems(tmp_path, f"costs: {{total: 9, {part}}}\n")


def test_a_part_that_is_set_beside_the_invoice_is_a_problem(tmp_path: Path) -> None:
    """On the command line too, whichever of the two stands there."""
    assert [f"--set licence: {BESIDE}"] == problems(tmp_path, "costs: {total: 9}\n", settings={"licence": "3"})
    assert [f"run.yaml:5: $.costs.licence: {BESIDE}"] == problems(
        tmp_path, "costs: {licence: 3}\n", settings={"filtering_cost_total": "9"}
    )


def test_machines_may_stand_beside_the_invoice(tmp_path: Path) -> None:
    """How many there were is no price."""
    figures = load(tmp_path, "costs: {total: 9, machines: 4}\n").figures
    assert (Decimal(9), Decimal(4)) == (figures["filtering_cost"].value, figures["machines"].value)


def test_the_invoice_may_be_set(tmp_path: Path) -> None:
    """In place of the manifest's, or where it has none."""
    for text in ("", "costs: {total: 8}\n"):
        figures = load(tmp_path, text, settings={"filtering_cost_total": "9.5"}).figures
        assert (Decimal("9.5"), "command line") == (
            figures["filtering_cost"].value,
            figures["filtering_cost_total"].layer,
        )


def test_hours_may_be_set_where_nobody_gave_them(tmp_path: Path) -> None:
    """Hours and price of boards on the command line are 72 x 3."""
    settings = {"gpu_hours": "72", "price_per_gpu_hour": "3"}
    assert Decimal(216) == load(tmp_path, settings=settings).figures["filtering_cost"].value


def test_tokens_may_be_scientific(tmp_path: Path) -> None:
    """1.2e9 tokens at 0.25 a million are 300; who was called stands beside them."""
    figures = load(tmp_path, API).figures
    assert Decimal(300) == figures["filtering_api_cost"].value
    assert (Decimal("1.2e9"), "token", "judge") == (
        figures["api_input_tokens"].value,
        figures["api_input_tokens"].unit,
        figures["api_input_tokens"].note,
    )


def test_calls_need_both_kinds_of_tokens_and_prices(tmp_path: Path) -> None:
    """What is left out would count as nothing: each that lacks is told."""
    found = problems(tmp_path, "costs: {api: {input_tokens: 1.2e9}}\n")
    assert [f"run.yaml:5: $.costs.api.{name}: is missing" for name in ("output_tokens", "price_in", "price_out")] == [
        it.partition(" (")[0] for it in found
    ]
