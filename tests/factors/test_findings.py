"""What `costs check` finds in tables that can be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reportgen.factors.cost_table import COSTS
from reportgen.factors.findings import findings
from reportgen.factors.layers import open_table
from tests.factors.tables import write

AT = date(2026, 6, 1)
SOUND = 'currency = "EUR"\n[[prices]]\ntask = "x"\nprice = 1\nsource = "a contract"\n'


def found(folder: Path, text: str, at: date = AT, soon: int = 60) -> list[str]:
    """The findings, without the folder."""
    path = write(folder, "t.toml", text)
    return [str(item).replace(f"{folder}/", "") for item in findings(open_table(path, COSTS, "company"), at, soon)]


def test_a_sound_table(tmp_path: Path) -> None:
    """Nothing is found where nothing is wrong."""
    assert [] == found(tmp_path, SOUND)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("valid_to = 2026-05-31", "the price of x expired on 2026-05-31 (add a row that begins the day after)"),
        (
            "valid_to = 2026-06-01",
            "the price of x expires on 2026-06-01, in 0 days (add a row that begins the day after)",
        ),
        (  # a row that begins a day too late covers nothing of what is left
            'valid_to = 2026-06-30\n[[prices]]\ntask = "x"\nprice = 2\nsource = "y"\nvalid_from = 2026-07-02',
            "the price of x expires on 2026-06-30, in 29 days (add a row that begins the day after)",
        ),
        (
            "valid_to = 2026-06-02",
            "the price of x expires on 2026-06-02, in 1 day (add a row that begins the day after)",
        ),
        (
            "valid_to = 2026-07-31",
            "the price of x expires on 2026-07-31, in 60 days (add a row that begins the day after)",
        ),
        (
            "valid_from = 2026-06-01\nvalid_to = 2026-06-01",
            "the price of x expires on 2026-06-01, in 0 days (add a row that begins the day after)",
        ),
        *(
            (
                f"valid_from = {first}\nvalid_to = {last}",
                f"valid_to {last} is before valid_from {first} (are the two swapped?)",
            )
            for first, last in (("2026-06-02", "2026-06-01"), ("2026-05-02", "2026-05-01"))
        ),
        ("valid_from = 2026-06-02", "no price of x is valid on 2026-06-01 (this one is from 2026-06-02)"),
        ("review_share = 0.1", "review_share and review_price belong together (give both or none)"),
        ("tiers = [{price = 1}]", "a row has either a price or tiers (give one of them)"),
        (
            'unit = "obejct"',
            'the unit "obejct" is unknown (did you mean "object"? for a unit of your own give units_per_sample, in the '
            "row or as units_per_sample: {obejct: ...} in each manifest)",
        ),
        (
            'unit = "1M tokns"',
            'the unit "1M tokns" is unknown (did you mean "token"? for a unit of your own give units_per_sample, in '
            "the row or as units_per_sample: {tokn: ...} in each manifest)",
        ),
        (
            'unit = "1k images"',
            'the unit "1k images" is unknown (for a unit of your own give units_per_sample, in the row or as '
            "units_per_sample: {image: ...} in each manifest)",
        ),
        (
            'unit = "1m tokens"',
            'unit: "m" may be a million or a metre (write the number in digits: 1,000,000 tokens)',
        ),
        (
            'unit = "Bounding box"',
            'the unit "Bounding box" is unknown (for a unit of your own give units_per_sample, in the row or as '
            "units_per_sample: {bounding_box: ...} in each manifest)",
        ),
        (  # hours of nothing are a company's own
            'unit = "hours"',
            'the unit "hours" is unknown (did you mean "hour"? for a unit of your own give units_per_sample, in the '
            "row or as units_per_sample: {hours: ...} in each manifest)",
        ),
        (
            'tier_counts = "items"\nannotators = 2',
            "annotators: 2 change nothing, as tier_counts is items (an item is one unit, whoever labels it; else "
            "annotations)",
        ),
        (
            'currency = "USD"',
            'prices are in EUR and in USD, and no rate is given ([[rates]] from = "USD", to = "EUR", '
            "rate, source and date)",
        ),
    ],
)
def test_what_is_found(tmp_path: Path, more: str, expected: str) -> None:
    """Each finding stands at its row and says what to do."""
    assert [f"t.toml:2: $.prices[0]: {expected}"] == found(tmp_path, SOUND + more + "\n")


@pytest.mark.parametrize(
    "unit",
    [
        *("sample", "object", "label", "frame", "token", "character", "page", "document"),
        *(f"{of} {time}" for of in ("audio", "video") for time in ("hour", "minute")),
    ],
)
def test_what_everybody_counts_is_known(tmp_path: Path, unit: str) -> None:
    """One of them, or a thousand; the like of it is not, and is taken for a slip."""
    assert [] == found(tmp_path, f'{SOUND}unit = "{unit}"\n')
    assert [] == found(tmp_path, f'{SOUND}unit = "1,000 {unit}s"\n')
    # as a report reckons it, in capitals and with the number 1 too
    assert [] == found(tmp_path, f'{SOUND}unit = "{unit.title()}"\n')
    assert [] == found(tmp_path, f'{SOUND}unit = "1 {unit}"\n')
    [slip] = found(tmp_path, f'{SOUND}unit = "{unit}x"\n')
    assert f'is unknown (did you mean "{unit}"?' in slip


@pytest.mark.parametrize("unit", ["hour", "minute", "labelling hour", "labelling minute", "Hour", "1 minute"])
def test_the_labellers_time_is_known(tmp_path: Path, unit: str) -> None:
    """With how long labelling one sample takes."""
    assert [] == found(tmp_path, f'{SOUND}unit = "{unit}"\nseconds_per_unit = 5\n')


@pytest.mark.parametrize("unit", ["hour", "minute"])
@pytest.mark.parametrize("number", [2, 3, 100])
def test_a_price_of_several_hours_is_to_be_given_by_one(tmp_path: Path, number: int, unit: str) -> None:
    """It is refused from two on, with what to write."""
    [fault] = found(tmp_path, f'{SOUND}unit = "{number} {unit}s"\nseconds_per_unit = 5\n')
    assert f"unit: a price for {number} {unit}s (give that of one {unit})" in fault


@pytest.mark.parametrize(
    "more",
    [
        'tier_counts = "items"\nannotators = 1',
        "annotators = 2",
        "valid_to = 2026-08-01",
        'unit = "1k tokens"',
        'unit = "1M tokens"',
        'unit = "1,000 samples"',
        'unit = "token"',
        'unit = "1 Mio. Zeichen"\nunits_per_sample = 2600',
        'unit = "box"\nunits_per_sample = 4',
        'unit = "hour"\nseconds_per_unit = 5',
        'currency = "USD"\n[[rates]]\nfrom = "EUR"\nto = "USD"\nrate = 1.1',
        'valid_to = 2026-06-30\n[[prices]]\ntask = "x"\nprice = 2\nsource = "y"\nvalid_from = 2026-07-01',
        'valid_from = 2026-01-01\n[[prices]]\ntask = "x"\nprice = 2\nsource = "y"\nvalid_to = 2025-12-31',
    ],
)
def test_what_is_no_finding(tmp_path: Path, more: str) -> None:
    """A later end, known units and own ones with their number, a rate, a row that follows, a row of the past."""
    assert [] == found(tmp_path, SOUND + more + "\n")


def test_units_of_parts(tmp_path: Path) -> None:
    """Of a price of several parts each unit is looked at: one of the company's own needs its number."""
    parts = '[[prices]]\ntask = "x"\nsource = "a contract"\nparts = [{price = 1, unit = "wdiget"%s}, {price = 2}]\n'
    [said] = found(tmp_path, 'currency = "EUR"\n' + parts % "")
    assert 'the unit "wdiget" is unknown' in said
    assert [] == found(tmp_path, 'currency = "EUR"\n' + parts % ", units_per_sample = 3")


def test_a_missing_source(tmp_path: Path) -> None:
    """A price of which nobody can say where it comes from."""
    expected = ["t.toml:2: $.prices[0]: the row names no source (add source: a contract, a price list, a quote)"]
    assert expected == found(tmp_path, SOUND.replace('source = "a contract"\n', ""))


def test_how_far_to_look_ahead(tmp_path: Path) -> None:
    """`soon` is counted in days, and a table without end never expires."""
    text = SOUND + "valid_to = 2026-06-11\n"
    assert [1, 0] == [len(found(tmp_path, text, soon=days)) for days in (10, 9)]
    assert [] == found(tmp_path, SOUND, at=date.max, soon=36500)


def test_faults_and_findings_come_together(tmp_path: Path) -> None:
    """Overlapping days and tiers out of order are found in one go with what merely deserves a look."""
    text = SOUND.replace('source = "a contract"\n', "") + '[[prices]]\ntask = "x"\ntiers = [{price = 1}, {price = 2}]\n'
    messages = [finding.partition("]: ")[2].partition(" (")[0] for finding in found(tmp_path, text)]
    assert [
        "only the last tier may be without up_to",
        "a second row for x",
        "the row names no source",
        "the row names no source",
    ] == messages


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("valid_to = 2026-05-01", "valid_from = 2026-05-02\nvalid_to = 2026-05-31"), "expired on 2026-05-31"),
        (("valid_from = 2026-05-02\nvalid_to = 2026-05-31", "valid_to = 2026-05-01"), "expired on 2026-05-31"),
        (("valid_from = 2026-07-01\nvalid_to = 2026-07-31", "valid_from = 2026-08-01"), "this one is from 2026-07-01"),
        (("valid_from = 2026-08-01", "valid_from = 2026-07-01\nvalid_to = 2026-07-31"), "this one is from 2026-07-01"),
    ],
)
def test_of_several_prices_the_nearest_to_the_day_is_named(
    tmp_path: Path, days: tuple[str, str], expected: str
) -> None:
    """Of those that have expired the last, of those to come the first, in whichever order they stand."""
    row = '[[prices]]\ntask = "x"\nprice = 1\nsource = "a contract"\n'
    [said] = found(tmp_path, 'currency = "EUR"\n' + "".join(f"{row}{of_row}\n" for of_row in days))
    assert expected in said


def test_a_table_without_a_row_that_can_be_read_says_why(tmp_path: Path) -> None:
    """What is wrong with the file is found, though nothing of it is a table."""
    [said] = found(tmp_path, "prices = 3\n")
    assert "$.prices: expected a list" in said


def test_a_row_without_a_currency_leaves_no_gap_to_another(tmp_path: Path) -> None:
    """In which currency it is, nobody knows: that alone is told, and no rate is asked for."""
    row = '[[prices]]\ntask = "{}"\nprice = 1\nsource = "y"\n'
    [fault] = found(tmp_path, row.format("x") + row.format("z") + 'currency = "USD"\n')
    assert fault.startswith("t.toml:1: $.prices[0]: the row has no currency (")
