"""The data by other measures than samples: what is left of its tokens and hours, and prices that are by these."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.generate import load
from tests.figures.runs import FOUR, run, values_of

# 1,000 documents with 1,500 tokens each on average, of which 400 long ones are left.
TEXT: dict[str, Any] = {
    "task": "detection",
    "samples_before": 1000,
    "samples_after": 400,
    "duration": "PT1H",
    "amounts": {"token": {"before": Decimal("1.5e6"), "after": Decimal("1.2e6")}},
}


def price(**row: Any) -> dict[str, Any]:
    return {"prices": [{"task": "detection", **row}]}


def test_shares_by_each_measure() -> None:
    """60 % of the documents are gone and 20 % of the tokens: a removed one held 500 and not 1,500."""
    values = values_of(TEXT)
    assert Decimal("300000") == values["amount_removed.token"]
    assert Decimal("0.2") == values["amount_share.token"]
    assert (Decimal("0.8"), Decimal("0.4")) == (values["amount_kept.token"], values["amount_kept.sample"])
    assert Decimal(500) == values["amount_per_removed.token"]
    units = {key: figure.unit for key, figure in run(TEXT).figures.items() if key.startswith("amount_")}
    assert "token" == units["amount_before.token"] == units["amount_removed.token"]
    assert ("1", "token/sample") == (units["amount_share.token"], units["amount_per_removed.token"])


def test_a_price_by_tokens_takes_the_amount_before_an_average() -> None:
    """1.5 and 1.2 million tokens at 2.00 a million are 3.00 and 2.40; by the average stated beside it 5.00."""
    by_tokens = price(unit="1M tokens", price=2)
    average = {"units_per_sample": {"token": 2500}}
    assert Decimal("0.6") == values_of({**TEXT, **by_tokens})["annotation_savings"]
    assert Decimal("0.6") == values_of({**TEXT, **by_tokens, **average})["annotation_savings"]
    without = {name: value for name, value in TEXT.items() if name != "amounts"}
    # 600 samples x 2,500 tokens x 2 / 1,000,000
    assert Decimal(3) == values_of({**without, **by_tokens, **average})["annotation_savings"]


def test_an_amount_of_samples_that_are_labelled_in_part() -> None:
    """With half of the 1,000 and 100 of the 400 labelled, 750,000 and 900,000 tokens are to be paid: it cost more."""
    labelled = {"already_labelled": {"before": 500, "after": 100}}
    values = values_of({**TEXT, **price(unit="1k tokens", price=1), **labelled})
    assert (Decimal(750), Decimal(900)) == (values["annotation_cost_before"], values["annotation_cost_after"])
    assert Decimal(-150) == values["annotation_savings"]


def test_everything_is_removed() -> None:
    """Of no samples there is no amount, whether some were labelled or none."""
    gone = {**TEXT, "samples_after": 0, "amounts": {"token": {"before": 1000, "after": 0}}}
    for labelled, cost in ((0, 1), (500, Decimal("0.5"))):
        values = values_of({**gone, **price(unit="1k tokens", price=1), "already_labelled": labelled})
        assert [cost, 0] == [values[f"annotation_cost_{side}"] for side in ("before", "after")]


def test_nothing_is_removed() -> None:
    """An average of removed samples is not known where none was; the shares are."""
    figures = run({**TEXT, "samples_after": 1000, "amounts": {"token": {"before": 1000, "after": 1000}}}).figures
    assert "no sample was removed" == figures["amount_per_removed.token"].reason
    assert 0 == figures["amount_share.token"].value
    empty = run({**TEXT, "amounts": {"token": {"before": 0, "after": 0}}}).figures
    assert "there was none before filtering" == empty["amount_share.token"].reason


def test_hours_and_minutes_of_recordings() -> None:
    """50 hours fewer at 2 labellers are 100 at 10.00, or 6,000 minutes at 0.20; break-even counts removed calls."""
    calls = {**TEXT, "amounts": {"hour": {"before": 90, "after": 40}}, "costs": {"licence": 25}}
    hours = values_of({**calls, **price(unit="audio hour", price=10, annotators=2)})
    assert Decimal(1000) == hours["annotation_savings"]
    # a removed call has 50 / 600 hours and costs 1.6667: 15 pay for 25.00
    assert Decimal(15) == round(hours["break_even_samples"] or 0, 20)
    minutes = values_of({**calls, **price(unit="minute of audio", price=Decimal("0.2"), annotators=2)})
    assert Decimal(1200) == minutes["annotation_savings"]


def test_tiers_by_amount() -> None:
    """1,500 thousand tokens cost 1,000 x 2 + 500 x 1, the 1,200 left 1,000 x 2 + 200 x 1."""
    tiers = [{"price": 2, "up_to": 1000}, {"price": 1}]
    values = values_of({**TEXT, **price(unit="1k tokens", tiers=tiers), "costs": {"licence": 100}})
    assert (Decimal(2500), Decimal(2200)) == (values["annotation_cost_before"], values["annotation_cost_after"])
    # 100 thousand tokens pay for it, of which a removed document has a half
    assert Decimal(200) == values["break_even_samples"]


def test_input_and_output_of_a_judge() -> None:
    """Half off (0.3 million x 0.10 in + 600 x 100 out / 1 million x 0.50): 0.03."""
    parts = [
        {"unit": "1M input tokens", "price": Decimal("0.1")},
        {"unit": "1M output tokens", "price": Decimal("0.5"), "units_per_sample": 100},
    ]
    amounts = {"input_tokens": TEXT["amounts"]["token"]}
    values = values_of({**TEXT, "amounts": amounts, **price(parts=parts, discount=Decimal("0.5"))})
    assert Decimal("0.03") == values["annotation_savings"]
    # a removed document had 500 tokens and 100 of an answer: half of 0.00005 and 0.00005
    assert Decimal("0.00005") == values["marginal_price"]


def test_a_sample_by_its_own_name() -> None:
    """A price per document is one per sample where the manifest says that a sample is one, and is asked for else."""
    by_document = price(unit="document", price=1)
    assert Decimal(600) == values_of({**TEXT, **by_document, "unit": "document"})["annotation_savings"]
    assert (
        Decimal(600)
        == values_of({**TEXT, **by_document, "unit": {"one": "Document", "many": "papers"}})["annotation_savings"]
    )
    with pytest.raises(reportgen.InputError, match="or  unit: document  if a sample is one"):
        values_of({**TEXT, **by_document})


def test_minutes_of_recordings_under_tiers() -> None:
    """A removed call has 1.2 minutes, as 500 have 10 hours: 60.00 are 60 minutes above the first 600, or 50 calls."""
    calls = {
        **TEXT,
        "samples_before": 1000,
        "samples_after": 500,
        "amounts": {"hour": {"before": 20, "after": 10}},
        "costs": {"licence": 60},
    }
    values = values_of(
        {**calls, **price(unit="audio minute", price=None, tiers=[{"price": 2, "up_to": 600}, {"price": 1}])}
    )
    assert [1800, 1200] == [values[f"annotation_cost_{side}"] for side in ("before", "after")]
    assert Decimal(50) == round(values["break_even_samples"] or 0, 20)


def test_an_hour_alone_is_the_labellers() -> None:
    """Beside hours of data a price per hour has to say of which; without them, or with tokens, it is the labeller's."""
    by_hour = price(unit="hour", price=36, seconds_per_unit=100)
    [problem] = _problems({**TEXT, "amounts": {"hour": {"before": 9, "after": 4}}, **by_hour})
    assert "the price is per hour, and the manifest has hours of data too" in problem
    # 600 x 100 s / 3600 x 36
    assert Decimal(600) == values_of({**TEXT, **by_hour})["annotation_savings"]
    # 600 x 100 s / 60 x 0.6
    by_minute = price(unit="minute", price=Decimal("0.6"), seconds_per_unit=100)
    assert Decimal(600) == values_of({**TEXT, **by_minute})["annotation_savings"]
    said = price(unit="labelling hour", price=36, seconds_per_unit=100)
    assert (
        Decimal(600)
        == values_of({**TEXT, "amounts": {"hour": {"before": 9, "after": 4}}, **said})["annotation_savings"]
    )


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (
            {"token": {"before": 5, "after": 6}},
            "$.amounts.token.after: 6 after filtering is more than the 5 before (are the two swapped?)",
        ),
        ({"tokens": {"before": 5, "after": 5}, "token": {"before": 5, "after": 5}}, "names token a second time"),
        ({"sample": {"before": 5, "after": 5}}, "are the samples themselves"),
        ({"pages": {"before": 5, "after": 5}}, "are the samples themselves"),
        ({"token": {"before": -1, "after": -2}}, "-1 is too small: at least 0"),
        ({"token": {"before": 5}}, "$.amounts.token.after: is missing"),
    ],
)
def test_amounts_that_cannot_be(amounts: dict[str, Any], expected: str) -> None:
    """What is wrong with an amount is said with its place; as much as before is right."""
    found = _problems({**TEXT, "unit": "page", "amounts": amounts})
    assert any(expected in problem for problem in found), found
    assert [] == _problems({**TEXT, "unit": "page", "amounts": {"token": {"before": 5, "after": 5}}})


def test_an_amount_in_no_sample() -> None:
    """Tokens of no sample are a slip; none of no sample are right."""
    gone = {**TEXT, "samples_after": 0}
    said = "$.amounts.token.after: 1200000 after filtering, in no sample (0, or the samples in samples_after)"
    assert any(said in problem for problem in _problems(gone))
    assert [] == _problems({**gone, "amounts": {"token": {"before": 5, "after": 0}}})


def test_set_gives_an_amount_and_is_checked(tmp_path: Path) -> None:
    """--set takes the place of a stated amount, and is named where it is wrong."""
    file = tmp_path / "run.yaml"
    file.write_text(
        "task: detection\nsamples_before: 10\nsamples_after: 5\nduration: 1h\namounts: {token: {before: 9, after: 3}}\n"
    )
    figures = load(file, settings={"amount_after.token": "6"}).figures
    assert Decimal(3) == figures["amount_removed.token"].value
    with pytest.raises(
        reportgen.InputError, match=r"--set amount_after\.token: 12 after .* more than the .* \(are the two swapped\?\)"
    ):
        load(file, settings={"amount_after.token": "12"})


def test_the_page_shows_kept_shares_side_by_side() -> None:
    """A run with amounts has the table of each measure; one without has none."""
    html = reportgen.report(**TEXT).html
    table = html[html.index("What is left, by each measure") :]
    table = table[: table.index("</table>")]
    assert all(it in table for it in ("Samples", "40.0", "Token", "1,500,000", "1,200,000", "80.0"))
    without = {name: value for name, value in TEXT.items() if name != "amounts"}
    assert "What is left, by each measure" not in reportgen.report(**without).html


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("1.047447986", "0.681669106", ["1.05", "0.68", "0.37"]),
        ("1.0472", "0.6738", ["1.047", "0.674", "0.373"]),  # 1.05 is not 0.67 and 0.37
        ("2000", "700", ["2,000", "700", "1,300"]),
        ("2000.25", "700", ["2,000", "700", "1,300"]),
    ],
)
def test_measures_have_the_digits_that_add_up(before: str, after: str, shown: list[str]) -> None:
    """Gigabytes to three digits of the largest, more where what is left and removed would not add up; the rest is
    exact in the appendix."""
    amounts = {"gigabyte": {"before": Decimal(before), "after": Decimal(after)}}
    page = reportgen.report(**{**TEXT, "amounts": amounts}).html
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page[page.index(">Gigabytes<") :], re.DOTALL)
    assert shown == [re.sub("<[^>]+>", "", cell).strip() for cell in cells[:3]]


def test_a_confidential_price_by_tokens_says_nothing_of_them() -> None:
    """The amounts are the manifest's own and stay; which of them the price is by is withheld."""
    row = {"task": "object-detection", "unit": "1M tokens", "price": 2, "confidential": True, "currency": "USD"}
    report = reportgen.report(**{**FOUR, "amounts": TEXT["amounts"], "prices": [row]})
    assert "amount_share.token" in report.figures
    assert not any("units_" in key for key in report.figures)
    assert "1M tokens" not in report.html


def _problems(manifest: dict[str, Any]) -> list[str]:
    try:
        values_of(manifest)
    except reportgen.InputError as error:
        return [str(problem) for problem in error.problems]
    return []
