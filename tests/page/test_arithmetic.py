"""Every line of arithmetic on the page holds: read back out of the HTML and evaluated against what stands beside it."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

import reportgen
from reportgen.locale.language import language_of
from reportgen.words.numbers import Numbers
from tests.figures.runs import FOUR, all_reports
from tests.page.made_runs import without_links
from tests.rendering.unspanned import unspanned

RUNS = 300
LOCALES = ("en_GB", "en_US", "de_DE", "fr_FR", "es_ES")
# In the figures' own units: kWh, and kg. Energy is in no other, since a price beside it, which has no unit, is for one.
SIZES = {
    "kWh": "1",
    "g/kWh": "1e-3",
    "t": "1000",
    "kg": "1",
    "g": "1e-3",
    "mg": "1e-6",
    "µg": "1e-9",
    "ng": "1e-12",
}
WORDS = {"trillion": 12, "Bio.": 12, "billones": 12, "mil millones": 9, "milliards": 9, "billions": 12}
WORDS |= {"billion": 9, "Mrd.": 9, "million": 6, "Mio.": 6, "millones": 6}
SECONDS = {"d": 86400, "j": 86400, "h": 3600, "Std.": 3600, "min": 60, "Min.": 60, "s": 1}
NUMBER = "[−+]?[\\d,.]+(\u00a0×\u00a010[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
_ROW = re.compile(r"<tr[^>]*>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", re.DOTALL)
_TABLES = re.compile(r'<table class="(?:ledger|t t-money[^"]*)">(.*?)</table>', re.DOTALL)


def texts(markup: str) -> list[str]:
    """The texts between tags, without charts."""
    plain = re.sub(r"<svg.*?</svg>", "", unspanned(markup), flags=re.DOTALL)
    return [html.unescape(text).strip() for text in re.split(r"<[^>]+>", plain) if text.strip()]


def number(text: str, numbers: Numbers) -> Decimal:
    """The number that a language writes so."""
    plain = re.sub("[\u00a0\u202f ]", "", text)
    plain = plain.replace(numbers.group, "") if numbers.group.strip() else plain
    power = re.fullmatch("(.*)×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", plain)
    if power:
        exponent = power[2].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
        return number(power[1], numbers).scaleb(int(exponent))
    return Decimal(plain.replace(numbers.decimal, ".").replace("−", "-"))


def factor(text: str, numbers: Numbers) -> Decimal:
    """A number with or without a unit; a duration in hours."""
    parts = re.findall(r"([−\d.,'\u00a0\u202f’]*\d)[\u00a0\u202f ]([A-Za-zµ.]+)", text)
    if parts and all(unit in SECONDS for _, unit in parts):
        return sum((number(count, numbers) * SECONDS[unit] for count, unit in parts), Decimal(0)) / 3600
    plain, _, unit = text.strip().rpartition("\u00a0") if re.search(r"[\u00a0][A-Za-zµ]", text) else (text, "", "")
    return number(plain, numbers) * size_of(unit)


def size_of(unit: str) -> Decimal:
    """How many of its figure's own unit it is."""
    for word, power in WORDS.items():
        if word in unit:
            return Decimal(10) ** power
    return Decimal(SIZES.get(unit.split(" ")[0], SIZES.get(unit.split("/")[0], "1")))


def value_of(line: str, numbers: Numbers) -> Decimal:
    """What a sum of products comes to."""
    total = Decimal(0)
    for product in re.split(r" \+ ", line):
        signs = re.findall("[×÷]", re.sub("×[\u00a0]10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", product))
        factors = re.split(r"[\u00a0 ][×÷] ", product)
        assert len(signs) == len(factors) - 1, product
        result = factor(factors[0], numbers)
        for sign, text in zip(signs, factors[1:], strict=True):
            result = result * factor(text, numbers) if sign == "×" else result / factor(text, numbers)
        total += result
    return total


def lines_of(report: reportgen.Report) -> Iterator[tuple[str, str, Decimal]]:
    """Each line of arithmetic of the accounts, with the amount beside it and the size of its unit."""
    for table in _TABLES.findall(without_links(report.html)):
        size = size_of(texts(re.search(r"<thead>.*?</thead>", table, re.DOTALL)[0])[1])  # type: ignore[index]
        heads = texts(re.search(r"<thead>.*?</thead>", table, re.DOTALL)[0])  # type: ignore[index]
        money = size_of(heads[2]) if len(heads) > 2 else Decimal(1)
        for head, cells in _ROW.findall(table):
            amounts = texts(cells)
            words = texts(head)[1:]
            if "t-money" not in table and words:
                yield words[0], amounts[0], size
            elif len(amounts) > 1 and re.search("[×÷]", amounts[0]):
                yield amounts[0], amounts[1], money


def check(report: reportgen.Report, locale: str) -> int:
    """Hold every line of arithmetic against its amount; how many there were."""
    numbers = language_of(locale).numbers
    found = 0
    for line, amount, size in lines_of(report):
        told = line.split(";")[0].split(", ")[0] if re.search("[×÷]", line) else ""
        if not told or re.search("[A-Za-z]{4}", told):
            continue
        if own := re.search(r"[A-Z]{3}|[$€£¥]|(?<=\u00a0)[mµnk]?g", amount):
            size, amount = size_of(own[0]), amount.replace(own[0], "").strip("\u00a0").replace("−\u00a0", "−")
        printed = number(amount, numbers)
        places = -int(printed.as_tuple().exponent)
        half = Decimal(5).scaleb(-places - 1)
        expected = abs(value_of(told, numbers)) / size
        # a figure that was computed stands there with four digits
        rounded = Decimal("5e-4") if "Wh" in told or "/sample" in told else Decimal("1e-6")
        assert abs(expected - abs(printed)) <= half + expected * rounded, (line, amount)
        found += 1
    return found


def test_the_arithmetic_of_the_samples() -> None:
    """Every sample and every run of the tests, and the samples say some arithmetic at all."""
    assert sum(check(report, "en_GB") for report in all_reports().values()) > 60


@pytest.mark.parametrize(
    ("kwh", "expected"),
    [
        ("0.9", "0.9\u00a0kWh\u00a0× 2\u00a0× 50.00"),  # 90.00
        ("1500", "1,500\u00a0kWh\u00a0× 2\u00a0× 50.00"),  # 150,000.00
        ("1234.5678", "1,234.5678\u00a0kWh\u00a0× 2\u00a0× 50.00"),  # 123,456.78
    ],
)
def test_energy_beside_a_price_is_in_kwh(kwh: str, expected: str) -> None:
    """The line of what electricity cost can be reckoned as it stands, whatever the size of the energy."""
    costs = {"electricity_per_kwh": 50, "compute_includes_energy": False}
    run = {**FOUR, "costs": costs, "energy": [{"kwh": Decimal(kwh)}], "grid": {"pue": 2}}
    assert expected in [line.split(";")[0] for line, _, _ in lines_of(reportgen.report(**run))]


def made_up(rng: random.Random) -> dict[str, Any]:
    """A manifest with any terms of a price, any costs and any training."""

    def amount(most: int) -> Decimal:
        return Decimal(rng.randint(1, most * 1000)) / 1000

    def maybe(name: str, value: Any) -> dict[str, Any]:
        return {name: value} if rng.random() < 0.5 else {}

    before = rng.choice((5, 1000, 110000, 10**9))
    after = rng.randint(0, before)
    unit = rng.choice(("sample", "box", "1k tokens", "hour"))
    price: dict[str, Any] = {"task": "object-detection", "unit": unit, "price": amount(20)}
    if unit != "sample" and unit != "hour":
        price["units_per_sample"] = amount(300)
    if unit == "hour":
        price["seconds_per_unit"] = rng.randint(1, 900)
    price |= maybe("discount", Decimal(rng.randint(0, 90)) / 100) | maybe("annotators", rng.randint(1, 5))
    price |= maybe("fixed_fee", amount(500))
    if rng.random() < 0.4:
        price |= {"review_share": Decimal(rng.randint(0, 100)) / 100, "review_price": amount(5)}
    costs = maybe("person_hours", amount(40)) | maybe("hourly_rate", amount(120)) | maybe("licence", amount(900))
    costs |= maybe("compute_per_hour", amount(40)) | maybe("machines", rng.randint(1, 9))
    training = {
        "samples": before,
        "hours": amount(90),
        "gpus": rng.randint(1, 9),
        "watts": 300,
        "runs": rng.randint(1, 4),
    }
    return {
        **FOUR,
        "samples_before": before,
        "samples_after": after,
        "duration": rng.choice(("PT42M", "PT26H59M", "PT3S", 7261, Decimal("90.5"), 259200)),
        "currency": rng.choice(("USD", "EUR", "JPY")),
        "prices": [{**price, "currency": "USD"}],
        "rates": [{"from": "USD", "to": "EUR", "rate": Decimal("0.86")}, {"from": "USD", "to": "JPY", "rate": 151}],
        **maybe("costs", costs),
        **maybe("training", {**training, "gpu_price_per_hour": amount(9)}),
        **maybe("already_labelled", {"before": (before - after) // 3, "after": 0}),
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_the_arithmetic_of_made_up_runs(locale: str) -> None:
    """Three hundred runs with any terms of prices, machines, runs, units and currencies, a fifth in each language."""
    rng = random.Random(locale)
    found = 0
    for _ in range(RUNS // len(LOCALES)):
        report = reportgen.report(**made_up(rng), locale=locale)
        found += check(replace(report, edition="brief") if rng.random() < 0.5 else report, locale)
    assert found > RUNS // len(LOCALES)


def test_quantities_of_the_pages_agree_with_their_figures() -> None:
    """Every mass and energy of every sample, in a sentence as in a column, within two hundredths of its figure."""
    off = []
    for name, report in all_reports().items():
        for it in report.page.printed:
            figure = report.figures[it.key]
            if figure.value and it.unit.split(" ")[0] in SIZES and re.fullmatch(NUMBER, it.text):
                printed = number(it.text, language_of("en_GB").numbers) * it.size
                if abs(abs(printed) - abs(figure.value)) > abs(figure.value) / 50:
                    off.append((name, it.key, it.text, figure.value))
    assert [] == off
