"""Carbon intensities: the right zone, the right digits, and how a row was chosen."""

from __future__ import annotations

import csv
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest

from reportgen.factors.facts import load
from reportgen.factors.grid import GridChoice, find_grid, suggest_zones


def grid(zone: str | None) -> GridChoice:
    found = find_grid(zone)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["DE", "de", "DEU", "deu", "Germany", " germany "])
def test_a_country_goes_by_its_codes_and_its_name(text: str) -> None:
    """Alpha-2, alpha-3 and name give one row, whatever the case."""
    assert grid("DE") == grid(text)
    assert "DE" == grid(text).zone


def test_zone_no_is_norway() -> None:
    """NO is a country and not a refusal."""
    assert ("NO", "Norway") == (grid("NO").zone, grid("no").name)


def test_uk_is_the_united_kingdom() -> None:
    """The name in common use is not the ISO code."""
    assert grid("GB") == grid("UK")


def test_without_a_zone_the_world_applies_as_a_fallback() -> None:
    """The world's average is life-cycle, as the countries are, and is marked as a fallback."""
    world = grid(None)
    assert ("WORLD", 2024, Decimal("0.47305"), "life-cycle", "fallback") == (
        world.zone,
        world.year,
        world.kg_per_kwh,
        world.kind,
        world.chosen,
    )
    assert "exact" == grid("world").chosen


def test_the_newest_year_of_a_source_is_exact_and_a_lagging_country_is_not() -> None:
    """Ukraine's last year is 2022 while the same source has 2024 for others."""
    assert (2024, "exact") == (grid("FR").year, grid("FR").chosen)
    assert (2022, "older year") == (grid("UA").year, grid("UA").chosen)


@pytest.mark.parametrize("text", ["Germny", "GERMAY", "Atlantis", "", "europe-west33"])
def test_an_unknown_zone_gives_nothing(text: str) -> None:
    """Nothing is guessed: a mistyped zone is no zone."""
    assert find_grid(text) is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Germny", "DE"),
        ("germay", "DE"),
        ("Untied Kingdom", "GB"),
        ("Swedn", "SE"),
        ("europe-west33", "europe-west3"),
        ("us-egird", "US-EGRID"),
    ],
)
def test_a_mistyped_zone_is_suggested(text: str, zone: str) -> None:
    """The zone that was meant comes first."""
    assert zone == suggest_zones(text)[0]


def test_suggestions_are_zones_that_exist_and_few() -> None:
    """Each suggestion can be pasted, none comes twice, and nonsense has none."""
    suggested = suggest_zones("europe-west")
    assert len(set(suggested)) == len(suggested)
    assert 1 <= len(suggested) <= 5
    assert suggested == [grid(zone).zone for zone in suggested]
    assert [] == suggest_zones("qqqqqq")


def test_no_two_rows_share_a_name() -> None:
    """A zone, a code or a name leads to one row only."""
    rows = [*load("grid")["row"], *load("grid_regions")["row"]]
    countries = [row for row in rows if "alpha3" in row]
    names = Counter(
        [row["zone"].casefold() for row in rows]
        + [row["alpha3"].casefold() for row in countries]
        + [name.casefold() for row in countries for name in (row["name"], *row.get("also", []))]
    )
    assert [] == [name for name, count in names.items() if count > 1]


def test_intensities_are_plausible() -> None:
    """Every row is in kg (not g, not lb per MWh) and of a known kind."""
    for row in [*load("grid")["row"], *load("grid_regions")["row"]]:
        assert Decimal("0.001") < row["kg_per_kwh"] < Decimal("1.5"), row
        assert row["kind"] in {"life-cycle", "direct"}, row


def test_egrid_is_pounds_per_megawatt_hour_in_kilograms_per_kilowatt_hour() -> None:
    """770.9 lb/MWh x 0.45359237 kg/lb / 1000 is 0.3497 kg/kWh to four digits, and direct."""
    egrid = grid("US-EGRID")
    assert Decimal("770.9") * Decimal("0.45359237") / 1000 == egrid.kg_per_kwh
    assert Decimal("0.3497") == egrid.kg_per_kwh.quantize(Decimal("0.0001"))
    assert ("direct", 2023, "exact") == (egrid.kind, egrid.year, egrid.chosen)


@pytest.mark.parametrize(
    ("region", "g_per_kwh"),
    [
        ("us-central1", 413),
        ("us-east1", 576),
        ("us-west1", 79),
        ("europe-west1", 103),
        ("europe-west3", 276),
        ("europe-west4", 209),
        ("europe-north1", 39),
        ("europe-west9", 16),
        ("asia-south1", 679),
    ],
)
def test_google_regions_are_as_google_prints_them(region: str, g_per_kwh: int) -> None:
    """The 2024 values of Google's page, in whole grams."""
    assert g_per_kwh == whole_grams(grid(region).kg_per_kwh * 1000)
    assert "direct" == grid(region).kind


def whole_grams(g_per_kwh: Decimal) -> int:
    return int(g_per_kwh.quantize(Decimal(1), ROUND_HALF_UP))


def data_file(package: str, path: str) -> Path:
    """A data file of an installed package, found without importing it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"{package} is not installed; its data cannot be compared with ours")
    return Path(spec.submodule_search_locations[0], path)


def codecarbon_rows() -> dict[str, tuple[int, Decimal]]:
    """Year and g/kWh by alpha-3 code."""
    text = data_file("codecarbon", "data/private_infra/global_energy_mix.json").read_text("utf-8")
    rows = json.loads(text, parse_float=Decimal)
    return {code: (row["year"], Decimal(row["carbon_intensity"])) for code, row in rows.items()}


def carbontracker_rows() -> dict[str, tuple[int, Decimal]]:
    """Year and g/kWh by alpha-3 code."""
    text = data_file("carbontracker", "data/carbon-intensities.csv").read_text("utf-8")
    column = "Carbon intensity of electricity (gCO2eq/kWh)"
    rows = csv.DictReader(text.splitlines())
    return {row["Code"]: (int(row["Year"]), Decimal(row[column])) for row in rows}


def test_countries_agree_with_the_packages_that_carry_them() -> None:
    """Each country has the newest year of the two packages and every digit of that row."""
    codecarbon, carbontracker = codecarbon_rows(), carbontracker_rows()
    for row in load("grid")["row"]:
        theirs = [rows[row["alpha3"]] for rows in (carbontracker, codecarbon) if row["alpha3"] in rows]
        assert max(year for year, _ in theirs) == row["year"], row
        assert (row["year"], row["kg_per_kwh"] * 1000) in theirs, row


@pytest.mark.parametrize(
    ("alpha3", "g_per_kwh"),
    [
        ("USA", 369),
        ("FRA", 56),
        ("DEU", 381),
        ("GBR", 238),
        ("IND", 713),
        ("CHN", 582),
        ("SWE", 41),
        ("POL", 662),
        ("JPN", 485),
        ("CAN", 170),
        ("AUS", 549),
        ("ROU", 241),
        ("ESP", 174),
    ],
)
def test_the_packages_carry_the_publishers_2023(alpha3: str, g_per_kwh: int) -> None:
    """Our World in Data prints these whole grams for 2023: the packages are read in the right column and unit."""
    year, intensity = codecarbon_rows()[alpha3]
    assert (2023, g_per_kwh) == (year, whole_grams(intensity))
