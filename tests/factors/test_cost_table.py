"""Cost tables: what a row must hold, and what is wrong between its fields."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.factors.built_in import NAMES
from reportgen.factors.cost_table import COSTS, PROJECT, rate_between
from reportgen.factors.layers import open_table, read_layers
from reportgen.files.nodes import Node
from reportgen.files.notes import Notes
from reportgen.manifest.model import Rate
from reportgen.manifest.read import from_values

NOTES = Notes("run.yaml", Node("map", {}, None))


def problems_of(folder: Path, text: str, name: str = "costs.toml") -> list[str]:
    """What is wrong with a table, without the folder."""
    path = folder / name
    path.write_text(text)
    return [str(problem).replace(f"{folder}/", "") for problem in read_layers([path], folder, None, NOTES).problems]


def row(text: str) -> str:
    """A table of one row."""
    return 'currency = "EUR"\n[[prices]]\ntask = "detection"\n' + text


TIERS = "tiers = [{price = 2, up_to = 5}, {price = 1}]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a row has either a price or tiers (give one of them)"),
        ("price = 1\ntiers = [{price = 1}]", "a row has either a price or tiers (give one of them)"),
        ("price = 1\nreview_share = 0.1", "review_share and review_price belong together (give both or none)"),
        ("price = 1\nreview_price = 0.1", "review_share and review_price belong together (give both or none)"),
        ("price = 1\nlow = 2\nhigh = 3", "low 2 is above the price 1 (low <= price <= high)"),
        ("price = 1\nlow = 0\nhigh = 0.5", "high 0.5 is below the price 1 (low <= price <= high)"),
        ("price = 1\nlow = 0.5", "low and high are the two ends of a single price (give both or none)"),
        (
            "tiers = [{price = 1}]\nlow = 0.5\nhigh = 2",
            "low and high are the two ends of a single price (give both or none)",
        ),
        (
            "price = 1\ntier_rule = 'marginal'",
            "tier_rule says how tiers count, and the row has none (give tiers, or leave it out)",
        ),
        (
            "price = 1\nunits_per_month = 5",
            "units_per_month is the pace of tiers by month (a single price costs the same at any pace)",
        ),
        (
            f"{TIERS}\ntier_rule = 'reached'\nunits_per_month = 5",
            'units_per_month is the pace of marginal tiers (tier_rule = "marginal", or leave one out)',
        ),
        (
            f"{TIERS}\ntier_period = 'year'\nunits_per_month = 5",
            'units_per_month, and the tiers count by year (tier_period = "month", or leave one out)',
        ),
        ("price = 1\nunit = '2 hours'\nseconds_per_unit = 5", "unit: a price for 2 hours (give that of one hour)"),
        (
            "price = 1\ntimed_unit = 'box'",
            "timed_unit belongs to a price per hour or minute (the price is per sample)",
        ),
        (
            "price = 1\nunits_per_sample = 3",
            'units_per_sample of what? the price is per sample (name the unit, such as unit = "box")',
        ),
        (
            "price = 1\nunit = 'hour'\nseconds_per_unit = 5\ntimed_unit = 'minute'",
            "timed_unit is minute, which is a time itself (what takes the time, such as object)",
        ),
        (
            "price = 1\nunit = 'hour'\nseconds_per_unit = 5\nunits_per_sample = 3",
            'units_per_sample of what? the time is that of a whole sample (add timed_unit = "object")',
        ),
        (
            "price = 1\nunit = 'minute'",
            "a price per minute needs the time of what is labelled"
            " (give seconds_per_unit, how long labelling one sample takes)",
        ),
        (
            "tiers = [{price = 1}]\ntier_rule = 'reached'",
            "tier_rule says how tiers count, and the row has none (give tiers, or leave it out)",
        ),
        (
            "tiers = [{price = 1, up_to = 5}]",
            "the last tier ends, so that further units have no price (leave its up_to out)",
        ),
        (
            "tiers = [{price = 1}, {price = 2}]",
            "only the last tier may be without up_to (say where each other tier ends)",
        ),
        (
            "tiers = [{price = 1, up_to = 5}, {price = 2, up_to = 5}, {price = 3}]",
            "tiers are out of order (each up_to is above the one before)",
        ),
        (
            "tiers = [{price = 1, up_to = 9}, {price = 2, up_to = 5}, {price = 3}]",
            "tiers are out of order (each up_to is above the one before)",
        ),
    ],
)
def test_fields_that_do_not_fit_together(tmp_path: Path, text: str, expected: str) -> None:
    """Each is a problem of the row, on its line."""
    assert [f"costs.toml:2: $.prices[0]: {expected}"] == problems_of(tmp_path, row(text))


@pytest.mark.parametrize("ends", ["low = 1\nhigh = 3", "low = 0.5\nhigh = 1", "low = 1\nhigh = 1"])
def test_a_price_may_be_an_end_of_its_range(tmp_path: Path, ends: str) -> None:
    """Either of them, and both."""
    assert [] == problems_of(tmp_path, row(f"price = 1\n{ends}"))


def test_two_tiers_have_a_rule_and_a_pace(tmp_path: Path) -> None:
    """Two are the fewest whose counting may be named, and their pace."""
    assert [] == problems_of(tmp_path, row(f"{TIERS}\ntier_rule = 'marginal'\nunits_per_month = 5"))


A_NUMBER = "a number in currency per unit, such as 0.5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("price = -1", "-1 is too small: at least 0"),
        ("price = nan", f"NaN is no finite number ({A_NUMBER})"),
        ("price = true", f"expected a number, found true ({A_NUMBER})"),
        ('price = "1,20"', f'expected a number, found "1,20" ({A_NUMBER})'),
        ("price = 1\ndiscount = 20", "20 is too large: at most 1 (did you mean 0.2?)"),
        ("price = 1\nannotators = 0", "0 is out of bounds (from 1 to 10^18)"),
        (
            "price = 1\nbasis = 'guess'",
            '"guess" is none of contract, stated, list, literature, judgement, estimate (write one of them)',
        ),
        ("price = 1\nretrieved = 'soon'", 'expected a date, found "soon" (2026-11-12)'),
        ("price = 1\npirce = 2", 'is unknown (did you mean "price"?)'),
        ("price = 1\nconfidential = 'yes'", 'expected true or false, found "yes"'),
        ("price = 1\nvalid_to = '1.1.2027'", 'expected a date, found "1.1.2027" (2026-11-12)'),
        ("price = 1\nunit = ''", "is empty (give a text or leave the line out)"),
    ],
)
def test_values_of_a_row(tmp_path: Path, text: str, expected: str) -> None:
    """Prices, shares, counts and words of a row keep to their bounds; the last field of the row is told."""
    *_, last = text.splitlines()
    place = f"costs.toml:{4 + text.count(chr(10))}: $.prices[0].{last.split(' = ')[0]}"
    assert [f"{place}: {expected}"] == problems_of(tmp_path, row(text))


def test_a_row_needs_a_currency(tmp_path: Path) -> None:
    """A row takes the table's currency; without one there is nothing to take."""
    found = problems_of(tmp_path, '[[prices]]\ntask = "detection"\nprice = 1\n')
    hint = 'add currency = "EUR", to the row or to the top of the table'
    assert [f"costs.toml:1: $.prices[0]: the row has no currency ({hint})"] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('price = "0,95 EUR"', '.price: expected a number, found "0,95 EUR"'),
        ("tiers = [{price = -1}]", ".tiers[0].price: -1 is too small"),
        ("parts = 3", ".parts: expected a list"),
        ('price = 1\ncurrency = "€"', '.currency: "€" is no currency'),
        ("price = 1\nreview_share = 2\nreview_price = 1", ".review_share: 2 is too large"),
        ("price = 1\nlow = -1\nhigh = 3", ".low: -1 is too small"),
        ("price = 1\nper_month = 5\nmonths = 0", ".months: 0 is too small"),
        ("tiers = [{price = 1, up_to = 5}, {price = -1}]", ".tiers[1].price: -1 is too small"),
        ("tiers = [{price = 1, up_to = 0}, {price = 1}]", ".tiers[0].up_to: 0 is out of bounds"),
        ("tiers = [{price = 1, up_to = 5}, {price = -1}]\ntier_rule = 'marginal'", ".tiers[1].price: -1 is too small"),
        ("tiers = [{price = 1, up_to = 5}, {price = -1}]\nunits_per_month = 9", ".tiers[1].price: -1 is too small"),
        ("parts = [{price = 1, unit = 'hour', units_per_sample = -1}]", ".parts[0].units_per_sample: -1 is too small"),
        ("price = 1\nunit = 'hour'\nseconds_per_unit = -5", ".seconds_per_unit: -5 is too small"),
        ("price = 1\nunit = ''\nseconds_per_unit = 5\ntimed_unit = 'box'", ".unit: is empty"),
        (
            "price = 1\nunit = 'hour'\nseconds_per_unit = 5\ntimed_unit = ''\nunits_per_sample = 2",
            ".timed_unit: is empty",
        ),
    ],
)
def test_what_is_refused_is_not_missing_too(tmp_path: Path, text: str, expected: str) -> None:
    """A field with a problem of its own makes none of what another field needs it for."""
    currency = "" if "currency" in text else 'currency = "EUR"\n'
    (problem,) = problems_of(tmp_path, f'[[prices]]\ntask = "a"\n{currency}{text}')
    assert f"$.prices[0]{expected}" in problem


@pytest.mark.parametrize("word", ["tier", "part"])
@pytest.mark.parametrize("item", [1, 2])
def test_a_refused_cell_of_a_list_is_not_missing_too(tmp_path: Path, word: str, item: int) -> None:
    """The price of a tier, or of a part, that is a percentage: its column is told, and no more of it."""
    cells = {"task": "x", "currency": "EUR", f"{word}_1_price": "3", f"{word}_2_price": "2"}
    cells |= {"tier_1_up_to": "5"} if word == "tier" else {"part_1_unit": "sample", "part_2_unit": "object"}
    cells[f"{word}_{item}_price"] = "5 %"
    assert [f'costs.csv:2: {word}_{item}_price: "5 %" is a percentage (price is no share)'] == problems_of(
        tmp_path, f"{','.join(cells)}\n{','.join(cells.values())}\n", "costs.csv"
    )


@pytest.mark.parametrize("head", ["layer", "table", "replaces", "Replaces"])
def test_what_a_list_of_prices_says_of_its_rows_is_passed_over(tmp_path: Path, head: str) -> None:
    """`costs show` writes such a column; the row is the same without it, and no note is made of it."""
    path = tmp_path / "costs.csv"
    path.write_text(f"task,price,currency,{head}\nx,1,EUR,company\n")
    opened = open_table(path, COSTS, "company")
    assert ((), [("x", Decimal(1), None)]) == (
        opened.problems,
        [(placed.row.task, placed.row.price, placed.row.notes) for placed in opened.rows],
    )


def test_a_currency_of_the_table_that_is_refused_is_told_once(tmp_path: Path) -> None:
    """Its rows have none for that reason alone; a row of a table without one is told (above)."""
    (problem,) = problems_of(tmp_path, 'currency = "euro"\n[[prices]]\ntask = "a"\nprice = 1\n')
    assert problem.startswith('costs.toml:1: $.currency: "euro" is no currency')


def test_a_row_behind_one_that_cannot_be_read_keeps_its_place(tmp_path: Path) -> None:
    """The first row has no task, and the third, on line 7, no currency."""
    middle = 'task = "a"\nprice = 1\ncurrency = "EUR"\n'
    rows = "[[prices]]\nprice = 1\n[[prices]]\n" + middle + '[[prices]]\ntask = "b"\nprice = 1\n'
    first, second = problems_of(tmp_path, rows)
    assert first.startswith("costs.toml:1: $.prices[0].task: is missing")
    assert second.startswith("costs.toml:7: $.prices[2]: the row has no currency")


def test_one_row_for_a_task(tmp_path: Path) -> None:
    """A second row for a task, under another of its names too, is a problem that names the first."""
    text = row("price = 1") + '\n[[prices]]\ntask = "Object Detection"\nprice = 2\n'
    assert [
        "costs.toml:5: $.prices[1]: a second row for object-detection (the first is at costs.toml:2: $.prices[0])"
    ] == [problem.replace("\n", "") for problem in problems_of(tmp_path, text)]


def test_a_task_with_a_line_end_stays_on_its_line(tmp_path: Path) -> None:
    """Whatever a task is called, a problem about it is one line."""
    text = row("price = 1").replace('"detection"', '"a\\nb"')
    text += '\n[[prices]]\ntask = "a\\nb"\nprice = 2\n'
    [problem] = problems_of(tmp_path, text)
    assert problem.isprintable()
    path = tmp_path / "one.toml"
    path.write_text(text.partition('\n[[prices]]\ntask = "a\\nb"\nprice = 2')[0])
    with pytest.raises(reportgen.InputError) as raised:
        reportgen.report(task="x", samples_before=1, samples_after=0, duration=1, cost_tables=[path])
    assert all(str(problem).isprintable() for problem in raised.value.problems)
    with pytest.raises(reportgen.InputError) as raised:
        reportgen.report(task="a\nb", samples_before=1, samples_after=0, duration=1, cost_tables=[path])
    assert all(str(problem).isprintable() for problem in raised.value.problems)


@pytest.mark.parametrize("name", ["costs.yaml", "costs.json"])
def test_other_forms_of_a_table(tmp_path: Path, name: str) -> None:
    """YAML and JSON are read as TOML is."""
    path = tmp_path / name
    path.write_text('{"currency": "EUR", "prices": [{"task": "od", "price": 0.95}]}')
    layers = read_layers([path], tmp_path, None, NOTES)
    assert () == layers.problems
    placed = layers.tables.rows[-1]
    assert ("object-detection", Decimal("0.95"), "EUR") == (placed.row.task, placed.row.price, placed.row.currency)


def test_rates_are_found_in_either_direction() -> None:
    """The last rate between the two currencies counts, and is told to be the other way round."""
    one, other = Rate("USD", "EUR", Decimal(2)), Rate("EUR", "USD", Decimal(3))
    assert (other, True) == rate_between((one, other), "USD", "EUR")
    assert (one, False) == rate_between((other, one), "USD", "EUR")
    assert None is rate_between((one,), "USD", "GBP")


def test_rates_of_the_manifest_count_beside_those_of_tables(tmp_path: Path) -> None:
    """And before them: 2 dollars a euro, where the table says 3."""
    path = tmp_path / "costs.toml"
    path.write_text('[[rates]]\nfrom = "EUR"\nto = "USD"\nrate = 3\n[[rates]]\nfrom = "GBP"\nto = "USD"\nrate = 4\n')
    run = {"task": "od", "samples_before": 1, "samples_after": 0, "duration": 1}
    manifest, notes = from_values({**run, "rates": [{"from": "EUR", "to": "USD", "rate": 2}]})
    tables = read_layers([path], tmp_path, manifest, notes).tables
    found = [rate_between(tables.rates, currency, "USD") for currency in ("EUR", "GBP")]
    assert [2, 4] == [rate[0].rate for rate in found if rate]


def test_the_manifests_rows_take_the_reports_currency(tmp_path: Path) -> None:
    """A row of the manifest that names no currency is in the run's, else the project's, else dollars."""
    values = {
        "task": "od",
        "samples_before": 1,
        "samples_after": 0,
        "duration": 1,
        "prices": [{"task": "od", "price": 1}],
    }

    def currency(**more: str) -> str | None:
        manifest, notes = from_values({**values, **more})
        placed = read_layers([], tmp_path, manifest, notes).tables.rows[-1]
        return placed.row.currency

    assert ("USD", "GBP") == (currency(), currency(currency="GBP"))
    (tmp_path / "reportgen.toml").write_text('currency = "SEK"\n')
    assert ("SEK", "GBP") == (currency(), currency(currency="GBP"))


@pytest.mark.parametrize(
    ("field", "longest"), [("name", 200), ("theme", 200), ("templates", 200), ("locale", 40), ("locale_dir", 200)]
)
def test_what_a_table_says_of_itself_has_a_greatest_length(tmp_path: Path, field: str, longest: int) -> None:
    """As long it is taken, and a sign longer it is refused."""
    path = tmp_path / "reportgen.toml"
    row = 'currency = "EUR"\n[[prices]]\ntask = "x"\nprice = 1\n'
    path.write_text(f'{field} = "{"x" * longest}"\n{row}', encoding="utf-8")
    opened = open_table(path, PROJECT, "project")
    assert ("x" * longest, ()) == (getattr(opened.table, field), opened.problems)

    path.write_text(f'{field} = "{"x" * (longest + 1)}"\n{row}', encoding="utf-8")
    [problem] = open_table(path, PROJECT, "project").problems
    assert f"$.{field}: has {longest + 1} characters (at most {longest})" in str(problem)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (f"costs = {['a'] * 100}", ""),
        (f"costs = {['a'] * 101}", "$.costs: has 101 entries (at most 100)"),
        (f"costs = ['{'a' * 400}']", ""),
        (f"costs = ['{'a' * 401}']", "$.costs[0]: has 401 characters (at most 400)"),
        *((f"edition = '{word}'", "") for word in ("brief", "standard", "full")),
        ("edition = 'short'", '$.edition: "short" is none of brief, standard, full (write one of them)'),
        ("formats = ['html', 'pdf', 'json', 'xlsx', 'boamps', 'md', 'metrics', 'model-card', 'annex-xi']", ""),
        (
            "formats = ['docx']",
            '$.formats[0]: "docx" is none of html, pdf, json, xlsx, boamps, md, metrics, model-card, annex-xi'
            " (write one of them)",
        ),
    ],
)
def test_what_a_project_may_say(tmp_path: Path, given: str, fault: str) -> None:
    """So many tables with names of such a length, one of three editions, and the files that generate writes."""
    path = tmp_path / "reportgen.toml"
    path.write_text(f"{given}\n", encoding="utf-8")
    found = open_table(path, PROJECT, "project").problems
    assert ([f"reportgen.toml:1: {fault}"] if fault else []) == [str(it).replace(f"{tmp_path}/", "") for it in found]


def test_a_table_that_is_not_there_may_be_a_built_in_one(tmp_path: Path) -> None:
    """A name without an ending is told those that there are; what ends as a file does was meant as one."""
    first, second = read_layers([Path("lightly2020"), Path("lightly.toml")], tmp_path, None, NOTES).problems
    assert f"lightly2020: there is no such file (built-in tables: {', '.join(NAMES)})" == str(first)
    assert "lightly.toml: there is no such file" == str(second)


def test_a_project_names_its_tables(tmp_path: Path) -> None:
    """They count in place of the costs.toml beside it, which is said; one that names none has that."""
    for name, price in (("named", 2), ("costs", 3)):
        (tmp_path / f"{name}.toml").write_text(row(f"price = {price}"))
    for text, price, said in (
        ("costs = ['named.toml']", 2, f"{tmp_path}/costs.toml is not used: reportgen.toml names its cost tables"),
        ("", 3, f"the prices of {tmp_path}/costs.toml are used, which lies beside the run or its project"),
    ):
        (tmp_path / "reportgen.toml").write_text(text or "currency = 'EUR'")
        layers = read_layers([], tmp_path, None, NOTES)
        assert ([Decimal(price)], [said]) == (
            [placed.row.price for placed in layers.tables.rows if placed.layer == "company"],
            list(layers.said),
        )


def test_a_price_counts_on_the_day_on_which_the_run_began(tmp_path: Path) -> None:
    """1 until the end of 2024, and 2 from then on; of a run whose day nobody says the later one."""
    path = tmp_path / "costs.toml"
    second = '[[prices]]\ntask = "detection"\nprice = 2\nvalid_from = 2025-01-01\n'
    path.write_text(row(f"price = 1\nvalid_to = 2024-12-31\n{second}"))
    for started, price in (("2024-12-31", 1), ("2025-01-01", 2), (None, 2)):
        values = {"task": "detection", "samples_before": 1, "samples_after": 0, "duration": 1, "started_at": started}
        manifest, notes = from_values({name: value for name, value in values.items() if value is not None})
        tables = read_layers([path], tmp_path, manifest, notes).tables
        assert price == tables.for_task("object-detection")[-1].row.price


def test_the_rates_of_a_companys_table_convert_its_prices(tmp_path: Path) -> None:
    """2 EUR at 1.1 USD are 2.2 USD a sample: 400 of 1,000 samples less save 880 USD."""
    path = tmp_path / "costs.toml"
    rates = '[[rates]]\nfrom = "EUR"\nto = "USD"\nrate = 1.1\n'
    path.write_text(f'currency = "EUR"\n{rates}[[prices]]\ntask = "x"\nprice = 2\n', encoding="utf-8")
    run: dict[str, Any] = {"task": "x", "samples_before": 1000, "samples_after": 600, "duration": 60, "currency": "USD"}
    figures = reportgen.report(cost_tables=path, **run).figures
    assert (Decimal("1.1"), Decimal(880)) == (figures["rate.eur_usd"].value, figures["annotation_savings"].value)
