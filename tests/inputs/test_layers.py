"""Where a price comes from: built-in < company < project < manifest < --set; a row replaces a row whole."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.figures.figure import LAYERS, Figure, Replaced
from reportgen.rendering.formats import FORMATS
from tests.inputs.runs import load, problems, write

COMPANY = """
currency = "USD"
[[prices]]
task = "object-detection"
price = 0.9
low = 0.8
high = 1.1
basis = "contract"
source = "the contract"
seconds_per_unit = 20
"""
PROJECT = '[[prices]]\ntask = "object-detection"\ncurrency = "USD"\nprice = 0.7\nsource = "the project"\n'
MANIFEST = "prices: [{task: detection, price: 0.5, source: the offer}]\n"


def priced(folder: Path, layers: int) -> Figure:
    """The annotation price of a run with that many layers above the built-in one."""
    costs = [write(folder, "costs.toml", COMPANY)] if layers >= 1 else []
    if layers >= 2:
        write(folder, "reportgen.toml", PROJECT)
    settings = {"annotation_price": "0.3"} if layers >= 4 else {}
    text = MANIFEST if layers >= 3 else ""
    return load(folder, text, costs=costs, settings=settings).figures["annotation_price"]


@pytest.mark.parametrize(
    ("layers", "price", "layer", "was"),
    [
        (0, "1.20", "built-in", None),
        (1, "0.9", "company", "1.20"),
        (2, "0.7", "project", "0.9"),
        (3, "0.5", "manifest", "0.7"),
        (4, "0.3", "command line", "0.5"),
    ],
)
def test_later_layers_win(tmp_path: Path, layers: int, price: str, layer: str, was: str | None) -> None:
    """Each layer's price replaces that of the layer below, which it names."""
    figure = priced(tmp_path, layers)
    assert (Decimal(price), layer) == (figure.value, figure.layer)
    assert layer == LAYERS[layers]
    assert was == (str(figure.replaces.value) if figure.replaces else None)


def test_a_row_replaces_a_row_whole(tmp_path: Path) -> None:
    """The company's range, basis, source and labelling time do not stand beside the project's price."""
    figure = priced(tmp_path, 2)
    assert (None, None, "stated") == (figure.low, figure.high, figure.basis)
    report = load(tmp_path, costs=[tmp_path / "costs.toml"])
    assert None is report.figures["seconds_per_unit"].value
    sources = json.loads(report.json)["sources"]
    assert ["the project"] == [sources[source]["title"] for source in figure.sources]
    assert figure.replaces is not None
    assert "the contract" == sources[figure.replaces.source]["title"]


def test_a_price_in_place_of_tiers_replaces_no_price(tmp_path: Path) -> None:
    """Tiers are several prices: none of them is what was replaced."""
    tiers = '[[prices]]\ntask = "detection"\ntiers = [{up_to = 10, price = 2}, {price = 1}]\n'
    costs = write(tmp_path, "costs.toml", 'currency = "USD"\n' + tiers)
    figure = load(tmp_path, "prices: [{task: detection, price: 3}]\n", costs=[costs]).figures["annotation_price"]
    assert (Decimal(3), None) == (figure.value, figure.replaces)


def test_a_price_never_stands_beside_another_rows_source(tmp_path: Path) -> None:
    """Of two company tables the later one wins, and each of the two prices keeps its own source."""
    first = write(tmp_path, "first.toml", COMPANY)
    second = write(tmp_path, "second.toml", COMPANY.replace("0.9", "0.85").replace("the contract", "the new contract"))
    report = load(tmp_path, costs=[first, second])
    figure, sources = report.figures["annotation_price"], json.loads(report.json)["sources"]
    assert Decimal("0.85") == figure.value
    assert ["the new contract"] == [sources[source]["title"] for source in figure.sources]
    assert figure.replaces is not None
    assert ("company", "the contract") == (figure.replaces.layer, sources[figure.replaces.source]["title"])


def test_a_price_without_a_source_is_of_its_file(tmp_path: Path) -> None:
    """The report says that nobody named one, and in which table the price stands."""
    costs = write(tmp_path, "costs.toml", 'currency = "USD"\n[[prices]]\ntask = "object-detection"\nprice = 1\n')
    report = load(tmp_path, costs=[costs])
    [source] = report.figures["annotation_price"].sources
    assert "costs.toml, no source named" == str(report.account.sources[source]["title"])


def test_the_nearest_project_file_counts(tmp_path: Path) -> None:
    """reportgen.toml is looked for in the manifest's folder and above; the nearest one is read alone."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write(tmp_path, "reportgen.toml", PROJECT)
    assert Decimal("0.7") == load(inner).figures["annotation_price"].value
    write(tmp_path / "a", "reportgen.toml", PROJECT.replace("0.7", "0.6"))
    assert Decimal("0.6") == load(inner).figures["annotation_price"].value


def test_the_projects_grid_and_currency(tmp_path: Path) -> None:
    """The project's settings hold where the manifest says nothing, and are cited as the project's."""
    write(tmp_path, "reportgen.toml", 'currency = "EUR"\n[grid]\nintensity = 0.2\npue = 1.1\nmarket_intensity = 0.01\n')
    report = load(tmp_path, "prices: [{task: detection, price: 1}]\n")
    for key, value in (("grid_intensity", "0.2"), ("pue", "1.1"), ("market_intensity", "0.01")):
        figure = report.figures[key]
        assert (Decimal(value), "project", ("project",)) == (figure.value, figure.layer, figure.sources)
    assert "EUR/sample" == report.figures["annotation_price"].unit
    assert json.loads(report.json)["sources"]["project"]["file"].endswith("reportgen.toml")


def test_the_manifests_zone_beats_the_projects_intensity(tmp_path: Path) -> None:
    """A zone or a site in the manifest is stronger than a number of the project's: later layers win."""
    write(tmp_path, "reportgen.toml", "[grid]\nintensity = 0.2\npue = 1.1\n")
    figures = load(tmp_path, "grid: {zone: SE, site: cloud}\n").figures
    assert ("built-in", "built-in") == (figures["grid_intensity"].layer, figures["pue"].layer)
    assert Decimal("1.14") == figures["pue"].value


def test_a_bad_zone_is_said_where_it_stands(tmp_path: Path) -> None:
    """A zone that nobody knows is the problem of the file that has it."""
    write(tmp_path, "reportgen.toml", '[grid]\nzone = "Atlantis"\n')
    [problem] = problems(tmp_path)
    assert problem.startswith('reportgen.toml: $.grid.zone: "Atlantis" is no zone that is known here')


def test_a_project_may_name_every_format(tmp_path: Path) -> None:
    """What can be written can be what a project writes, and nothing else."""
    write(tmp_path, "reportgen.toml", f"formats = {[*FORMATS, 'docx']}\n")
    [problem] = problems(tmp_path)
    assert f'"docx" is none of {", ".join(FORMATS)} ' in problem


def test_problems_of_all_tables_come_at_once(tmp_path: Path) -> None:
    """A wrong company table, a wrong project file and a wrong manifest are told together."""
    costs = write(tmp_path, "costs.toml", '[[prices]]\ntask = "x"\nprice = 1\nlow = "1"\n')
    write(tmp_path, "reportgen.toml", "formats = ['docx']\n")
    found = problems(tmp_path, "grid: {pue: 0}\n", costs=[costs, tmp_path / "none.toml"])
    assert ["run.yaml:5", "costs.toml:4", "costs.toml:1", "none.toml", "reportgen.toml:1"] == [
        problem.partition(": ")[0] for problem in found
    ]


def test_units_used_before_mean_nothing_to_a_single_price(tmp_path: Path) -> None:
    """A single tier without bound is a price, whatever was used before."""
    text = "prices: [{task: detection, tiers: [{price: 2}], units_already_used: 5}]\n"
    report = load(tmp_path, text)
    assert Decimal(75000) == report.figures["annotation_savings"].value
    assert "units_already_used" not in report.figures
    assert Decimal(2) == report.figures["annotation_price"].value


def test_a_replaced_price_keeps_its_unit(tmp_path: Path) -> None:
    """A price per box that replaces one per sample says so."""
    text = "prices: [{task: detection, unit: box, units_per_sample: 7, price: 0.06}]\n"
    figure = load(tmp_path, text).figures["annotation_price"]
    assert "USD/box" == figure.unit
    assert Replaced(Decimal("1.20"), "USD/sample", "built-in", "lightly-report") == figure.replaces


def test_the_manifests_units_per_sample_beat_the_rows(tmp_path: Path) -> None:
    """How many boxes a sample has is the run's to say, before the table's."""
    text = "prices: [{task: detection, unit: box, units_per_sample: 7, price: 1}]\nunits_per_sample: {box: 2}\n"
    assert Decimal(75000) == load(tmp_path, text).figures["annotation_savings"].value


def test_a_unit_needs_a_number_per_sample(tmp_path: Path) -> None:
    """A price per box of which nobody says how many a sample has is a problem with the line to add."""
    [problem] = problems(tmp_path, "prices: [{task: detection, unit: box, price: 1}]\n")
    assert problem == (
        "run.yaml:5: $.prices[0]: the price is per box, and nobody said how many a sample has "
        "(add to the manifest  units_per_sample: {box: 2}, or the whole "
        "amounts: {box: {before: ..., after: ...}}, or  unit: box  if a sample is one)"
    )


@pytest.mark.parametrize(("kind", "expected"), [("pipe", "this is a pipe"), ("link", "there is no such file")])
def test_a_project_file_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path, kind: str, expected: str) -> None:
    """Its prices would be missed in silence: a pipe, and a link to nothing, are refused."""
    if kind == "pipe":
        os.mkfifo(tmp_path / "reportgen.toml")
    else:
        (tmp_path / "reportgen.toml").symlink_to(tmp_path / "gone")

    [problem] = problems(tmp_path)

    assert problem.startswith(f"reportgen.toml: {expected}")
