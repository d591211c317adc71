"""`reportgen zones`: what it lists, by what text, in which form, and that it can be piped."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from reportgen.factors.facts import load
from tests.cli.running import FOUR_FLAGS, Run, command, environment


def zones(text: str) -> list[str]:
    """The zones of a table: the first word of each line below the head."""
    return [line.split()[0] for line in text.splitlines()[1:]]


def test_without_a_text_every_zone_is_listed(run: Run) -> None:
    """As many lines as the tables have rows, the first of them a head, each zone once."""
    done = run("zones")
    listed = zones(done.out)
    tables = ("grid", "grid_egrid", "grid_regions", "cloud_regions")
    assert (0, "") == (done.code, done.err)
    assert sum(len(load(table)["row"]) for table in tables) == len(listed) == len(set(listed))
    assert len(listed) > 380
    assert {"DE", "EU", "WORLD", "US-EGRID", "US-SRVC", "europe-west3", "eu-central-1", "westeurope"} <= set(listed)


def test_a_line_has_zone_name_year_value_kind_and_source(run: Run) -> None:
    """The values as the sources print them, unrounded; the table has a head and lines up."""
    head, germany = run("zones", "DE").out.splitlines()[:2]
    assert ["zone", "name", "year", "kgCO2e/kWh", "kind", "source"] == head.split()
    assert ["DE", "Germany", "2024", "0.34206", "life-cycle", "Ember,", "CO2.js"] == germany.split()
    assert head.index("year") == germany.index("2024")


@pytest.mark.parametrize("text", ["DE", "deu", "Germany", "Deutschland", "Allemagne", " de "])
def test_a_zones_name_lists_what_stands_on_its_grid(run: Run, text: str) -> None:
    """Germany and the regions of AWS and Azure there, and not Denmark, Sweden or Delhi."""
    assert ["DE", "eu-central-1", "eusc-de-east-1", "germanynorth", "germanywestcentral"] == zones(
        run("zones", text).out
    )


def test_a_country_lists_its_parts(run: Run) -> None:
    """The United States with eGRID's nation and subregions, and the regions that stand on them."""
    listed = zones(run("zones", "us").out)
    assert {"US", "US-EGRID", "US-SRVC", "us-east-1", "eastus", "us-gov-east-1"} <= set(listed)
    assert not {"us-east1", "AU", "australiaeast"} & set(listed)  # Google's has its own figure


@pytest.mark.parametrize("text", ["CAMX", "us-camx"])
def test_a_part_of_a_country_lists_what_stands_on_it(run: Run, text: str) -> None:
    """California's subregion and the regions of AWS and Azure there, and not the rest of the country."""
    assert ["US-CAMX", "us-west-1", "westus"] == zones(run("zones", text).out)


def test_a_region_lists_itself(run: Run) -> None:
    """A region's full name is that region, with the grid it stands on."""
    lines = run("zones", "eu-west-3").out.splitlines()
    assert 2 == len(lines)
    assert "AWS, Paris: grid of FR" in lines[1]


@pytest.mark.parametrize(
    ("text", "zone"), [("frankf", "germanywestcentral"), ("EGRID", "US-RMPA"), ("co2.js", "WORLD"), ("oslo", "")]
)
def test_any_other_text_is_looked_for(run: Run, text: str, zone: str) -> None:
    """In names and sources; what stands nowhere is a wrong input."""
    done = run("zones", text)
    assert (0 if zone else 2) == done.code
    assert not zone or zone in zones(done.out)


def test_a_text_that_stands_nowhere_is_told_what_was_meant(run: Run) -> None:
    """Nothing is listed; the likeliest zone is named."""
    done = run("zones", "Germny")
    assert (2, "") == (done.code, done.out)
    assert 'reportgen zones: "Germny" is in the name of no zone (did you mean DE?)\n' == done.err
    assert "without a text all are listed" in run("zones", "qqqqqq").err


def test_the_list_as_json_and_csv(run: Run) -> None:
    """Exact numbers with all names and the sources in full; the same zones as lines of CSV."""
    listed = json.loads(run("zones", "DE", "--format", "json").out)
    assert "reportgen/zones/1" == listed["schema"]
    germany, region = listed["zones"][:2]
    assert (["DE", "DEU", "Germany"], 0.34206, "Germany") == (
        germany["names"],
        germany["kg_per_kwh"],
        germany["country"],
    )
    assert ("AWS, Frankfurt", "DE") == (region["name"], region["grid"])
    assert ["ember-co2js", "aws-regions"] == region["sources"]
    assert "CC BY-SA 4.0" == listed["sources"]["ember-co2js"]["licence"]
    lines = list(csv.DictReader(io.StringIO(run("zones", "DE", "--format", "csv").out)))
    assert [zone["zone"] for zone in listed["zones"]] == [line["zone"] for line in lines]
    assert ("0.34206", "Germany") == (lines[0]["kg_per_kwh"], lines[0]["name"])


def test_every_value_of_a_region(run: Run) -> None:
    """Of a region of AWS its place, and the grid that it stands on; the world is no country; sources have no blanks."""
    listed = json.loads(run("zones", "eu-central-1", "--format", "json").out)
    assert {
        "zone": "eu-central-1",
        "names": ["eu-central-1", "AWS eu-central-1"],
        "name": "AWS, Frankfurt",
        "grid": "DE",
        "grid_name": "Germany",
        "country": "Germany",
        "year": 2024,
        "kg_per_kwh": 0.34206,
        "kind": "life-cycle",
        "chosen": "exact",
        "sources": ["ember-co2js", "aws-regions"],
        "read_from": "CO2.js 0.19.0, data/output/average-intensities.json",
    } == listed["zones"][0]
    fields = {"title", "says", "publisher", "mark", "document", "retrieved", "licence", "read_through"}
    assert fields == set(listed["sources"]["aws-regions"])
    assert {*fields, "url"} == set(listed["sources"]["ember-co2js"])
    world = json.loads(run("zones", "WORLD", "--format", "json").out)["zones"][0]
    assert ("World", "World", None) == (world["name"], world["grid_name"], world["country"])
    assert (
        "zone,name,grid,year,kg_per_kwh,kind,source\n"
        'eu-central-1,"AWS, Frankfurt",DE,2024,0.34206,life-cycle,ember-co2js\n'
    ) == run("zones", "eu-central-1", "--format", "csv").out


def test_a_reader_who_leaves_is_no_failure(tmp_path: Path) -> None:
    """`reportgen zones | head -1` ends quietly."""
    with subprocess.Popen(
        command("zones"), cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("zone ")
        process.stdout.close()
        assert "" == process.stderr.read()
    assert 0 == process.returncode


@pytest.mark.parametrize(
    ("zone", "meant"), [("us-east-9", "us-east-1 or us-east-2"), ("us-south", "a country's code"), ("Germny", "DE")]
)
def test_an_unknown_zone_of_a_run_points_to_the_list(run: Run, tmp_path: Path, zone: str, meant: str) -> None:
    """The problem names what may have been meant, of the same provider, and the command that lists all."""
    (tmp_path / "run.yaml").write_text(f"grid: {{zone: {zone}}}\n", encoding="utf-8")
    done = run("check", "run.yaml", *FOUR_FLAGS)
    assert 2 == done.code
    assert f'"{zone}" is no zone that is known here' in done.err
    assert meant in done.err
    assert "reportgen zones lists all" in done.err
    assert "us-east1" not in done.err
