"""Regions of AWS and Azure: the grid of their place, said as such, and never another provider's."""

from __future__ import annotations

import pytest

from reportgen.factors.facts import load
from reportgen.factors.grid import all_zones, find_grid
from reportgen.factors.zone_names import suggest_zones


@pytest.mark.parametrize(
    ("region", "zone", "said", "place"),
    [
        ("eu-central-1", "DE", "AWS eu-central-1", "Frankfurt"),
        ("EU-CENTRAL-1", "DE", "AWS eu-central-1", "Frankfurt"),
        ("AWS eu-west-1", "IE", "AWS eu-west-1", "Ireland"),
        ("ap-east-1", "HK", "AWS ap-east-1", "Hong Kong"),
        ("us-east-1", "US-SRVC", "AWS us-east-1", "N. Virginia"),
        ("us-west-2", "US-NWPP", "AWS us-west-2", "Oregon"),
        ("us-gov-west-1", "US-NWPP", "AWS us-gov-west-1", "GovCloud (US-West)"),
        ("us-gov-east-1", "US-RFCW", "AWS us-gov-east-1", "GovCloud (US-East)"),
        ("westeurope", "NL", "Azure westeurope", "Netherlands"),
        ("West Europe", "NL", "Azure westeurope", "Netherlands"),
        ("North Europe", "IE", "Azure northeurope", "Ireland"),
        ("westus3", "US-AZNM", "Azure westus3", "Phoenix"),
        ("belgiumcentral", "BE", "Azure belgiumcentral", "Belgium"),
    ],
)
def test_a_region_has_the_grid_of_its_place(region: str, zone: str, said: str, place: str) -> None:
    """The country's, in the United States the eGRID subregion's; which region it was, and where, is kept."""
    found, own = find_grid(region), find_grid(zone)
    assert found is not None
    assert own is not None
    assert (zone, said, place) == (found.zone, found.region, found.region_place)
    assert (own.kg_per_kwh, own.year) == (found.kg_per_kwh, found.year)
    assert "" == own.region


def test_a_region_cites_where_it_is_and_how_its_subregion_was_found() -> None:
    """A country needs the provider's list alone, a subregion our derivation too, a country of its own neither."""
    found = {zone: find_grid(zone) for zone in ("eu-west-3", "eastus", "us-gov-west-1", "FR")}
    assert {
        "eu-west-3": ("aws-regions",),
        "eastus": ("azure-regions", "us-region-subregions"),
        "us-gov-west-1": ("aws-regions", "us-govcloud-subregions"),
        "FR": (),
    } == {zone: choice.region_sources for zone, choice in found.items() if choice is not None}


def test_every_region_stands_on_a_grid_that_is_there() -> None:
    """No row points to a zone that no table has, or to another region; a US subregion says how it was found."""
    grids = {zone.zone for zone in all_zones() if not zone.choice.region}
    for row in load("cloud_regions")["row"]:
        assert row["grid"] in grids, row
        assert row["grid"].startswith("US-") == ("grid_source" in row), row
        # the nation's mean stands for no region of which a subregion is known
        assert row["grid"] not in ("US", "US-EGRID"), row


@pytest.mark.parametrize(
    ("text", "first"),
    [("us-east-3", "us-east-1"), ("us-esat-1", "us-east-1"), ("us-east-1a", "us-east-1"), ("us-east9", "us-east1")],
)
def test_a_mistyped_region_is_offered_its_own_providers(text: str, first: str) -> None:
    """A hyphen before the number is AWS's way of writing, none is Google's; each is offered its own regions alone."""
    providers = {zone.zone: zone.provider for zone in all_zones()}
    suggested = suggest_zones(text)
    assert first == suggested[0]
    assert {providers[first]} == {providers[zone] for zone in suggested}


@pytest.mark.parametrize(
    "text", ["us-ashburn-1", "eu-frankfurt-1", "us-south", "us-east", "eu-de", "cn-hangzhou", "me-east-1", "fr-par-1"]
)
def test_another_clouds_region_is_offered_none(text: str) -> None:
    """Regions of Oracle, IBM, Alibaba and Scaleway are no zones here, and are not taken for one of AWS or Google."""
    assert None is find_grid(text)
    suggested = suggest_zones(text)
    assert [] == [zone.zone for zone in all_zones() if zone.provider and zone.zone in suggested]


def test_a_mistyped_azure_region_is_offered_azures() -> None:
    """Written in one word or with blanks."""
    assert "westus3" == suggest_zones("westus33")[0]
    assert "ukwest" == suggest_zones("UK Wesst")[0]
