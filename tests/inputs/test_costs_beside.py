"""A costs.toml beside the run or its project, and the tables that a project names, are the company's prices."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.audit.verify import verify
from tests.inputs.runs import FOUR_LINES

PRICE = "annotation_price"
GOOGLE = "google-data-labeling-historical"


def table(folder: Path, price: str, name: str = "costs.toml", task: str = "object-detection") -> Path:
    """A table with one price in USD, in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f'currency = "USD"\n[[prices]]\ntask = "{task}"\nprice = {price}\n', encoding="utf-8")
    return path


def manifest(folder: Path, text: str = "") -> Path:
    """The run of four lines in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.yaml").write_text(FOUR_LINES + text, encoding="utf-8")
    return folder / "run.yaml"


def price(path: Path, **more: object) -> tuple[str, str | None]:
    """The price that applies to the run, and its layer."""
    figure = reportgen.load(path, **more).figures[PRICE]  # type: ignore[arg-type]
    return str(figure.value), figure.layer


def test_a_table_beside_the_run_is_used_and_cited(tmp_path: Path) -> None:
    """Without a word of the user's its price stands before the built-in one, as the company's, with its file."""
    path = manifest(tmp_path)
    assert ("1.20", "built-in") == price(path)
    table(tmp_path, "0.9")
    report = reportgen.load(path)
    figure = report.figures[PRICE]
    assert (Decimal("0.9"), "company") == (figure.value, figure.layer)
    assert "costs.toml" == report.account.sources[figure.sources[0]]["file"]
    assert ["run.yaml", "costs.toml"] == [file.name for file in report.files]
    assert ["the prices of "] == [line[:14] for line in report.said]


def test_a_table_without_prices_is_said_nowhere(tmp_path: Path) -> None:
    """What `costs init` writes has no price yet: nothing changes and nothing is said."""
    from reportgen.drafts.starter_costs import STARTER

    (tmp_path / "costs.toml").write_text(STARTER, encoding="utf-8")
    report = reportgen.load(manifest(tmp_path))
    assert () == report.said
    assert "built-in" == report.figures[PRICE].layer


def test_the_tables_lie_on_each_other_in_this_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$REPORTGEN_COSTS, costs.toml of the project, that of the run, --costs, the project's own, the manifest, --set."""
    path = manifest(tmp_path / "project" / "runs")
    monkeypatch.setenv("REPORTGEN_COSTS", str(table(tmp_path / "company", "0.1")))
    assert ("0.1", "company") == price(path)
    table(tmp_path / "project", "0.2")
    assert ("0.1", "company") == price(path)  # no project yet: nobody says that the folder is one
    (tmp_path / "project" / "reportgen.toml").write_text('locale = "en_US"\n', encoding="utf-8")
    assert ("0.2", "company") == price(path)
    table(tmp_path / "project" / "runs", "0.3")
    assert ("0.3", "company") == price(path)
    costs = [table(tmp_path, "0.4", "a.toml"), table(tmp_path, "0.5", "b.toml")]
    assert ("0.5", "company") == price(path, cost_tables=costs)
    own = 'currency = "USD"\n[[prices]]\ntask = "object-detection"\nprice = 0.6\n'
    (tmp_path / "project" / "reportgen.toml").write_text(own, encoding="utf-8")
    assert ("0.6", "project") == price(path, cost_tables=costs)
    manifest(tmp_path / "project" / "runs", "prices: [{task: detection, price: 0.7}]\n")
    assert ("0.7", "manifest") == price(path, cost_tables=costs)
    assert ("0.8", "command line") == price(path, cost_tables=costs, settings={PRICE: "0.8"})
    report = reportgen.load(path, cost_tables=costs)
    layers = [(it.name, it.role) for it in report.files]
    assert [
        *(
            ("run.yaml", "manifest"),
            ("costs.toml", "company"),
            ("costs-2.toml", "company"),
            ("costs-3.toml", "company"),
        ),
        *(("a.toml", "company"), ("b.toml", "company"), ("reportgen.toml", "project")),
    ] == layers
    assert () == verify(report.html.encode(), "report.html").differences


def test_a_table_further_up_is_not_looked_for(tmp_path: Path) -> None:
    """Only beside the run and beside its reportgen.toml: a table of a folder above is nobody's."""
    table(tmp_path, "0.9")
    assert ("1.20", "built-in") == price(manifest(tmp_path / "runs"))


@pytest.mark.parametrize("twice", ["same path", "another path", "link"])
def test_a_file_named_twice_counts_once(tmp_path: Path, twice: str) -> None:
    """It stands where it was named last, whether found, linked or named, and is attached once."""
    path, found = manifest(tmp_path), table(tmp_path, "0.9")
    other = table(tmp_path, "0.4", "other.toml")
    (tmp_path / "link.toml").symlink_to(found)
    again = {"same path": found, "another path": tmp_path / "." / ".." / tmp_path.name / "costs.toml"}
    report = reportgen.load(path, cost_tables=[other, again.get(twice, tmp_path / "link.toml")])
    assert Decimal("0.9") == report.figures[PRICE].value
    assert 3 == len(report.files)
    assert () == report.said  # somebody named it
    assert ("0.4", "company") == price(path, cost_tables=[found, other])


def test_the_project_names_its_tables(tmp_path: Path) -> None:
    """`costs` of reportgen.toml stands in place of the costs.toml there, from its folder on, and that is said."""
    path = manifest(tmp_path / "runs")
    table(tmp_path, "0.9")
    table(tmp_path / "prices", "0.3", "labs.toml")
    table(tmp_path / "prices", "0.2", "more.toml")
    project = tmp_path / "reportgen.toml"
    project.write_text('costs = "prices/labs.toml"\n', encoding="utf-8")
    report = reportgen.load(path)
    assert Decimal("0.3") == report.figures[PRICE].value
    assert [f"{tmp_path}/costs.toml is not used: reportgen.toml names its cost tables"] == list(report.said)
    project.write_text('costs = ["prices/labs.toml", "prices/more.toml"]\n', encoding="utf-8")
    assert ("0.2", "company") == price(path)
    project.write_text('costs = ["prices/more.toml", "costs.toml"]\n', encoding="utf-8")
    assert ("0.9", "company") == price(path)
    assert () == reportgen.load(path).said
    project.write_text("costs = []\n", encoding="utf-8")
    assert ("1.20", "built-in") == price(path)
    table(tmp_path / "runs", "0.8")  # the run's own stays in use
    assert ("0.8", "company") == price(path)


def test_the_project_may_name_a_built_in_table(tmp_path: Path) -> None:
    """A name of ours is that table, unless a file of that name lies beside the project."""
    path = manifest(tmp_path, "units_per_sample: {object: 2}\n")
    (tmp_path / "reportgen.toml").write_text(f'costs = "{GOOGLE}"\n', encoding="utf-8")
    named = [row.chosen for row in reportgen.load(path).account.rows]
    assert GOOGLE == named[-1]
    table(tmp_path, "0.3", GOOGLE).replace(tmp_path / f"{GOOGLE}.toml")
    (tmp_path / GOOGLE).symlink_to(tmp_path / f"{GOOGLE}.toml")
    with pytest.raises(reportgen.InputError, match=f"{GOOGLE}: "):
        reportgen.load(path)  # the file, whose name does not say its form


def test_a_table_that_is_missing_or_wrong_is_a_problem(tmp_path: Path) -> None:
    """One that the project names and that is not there, and a costs.toml that is none, are said with their places."""
    path = manifest(tmp_path)
    (tmp_path / "reportgen.toml").write_text('costs = "none.toml"\n', encoding="utf-8")
    with pytest.raises(reportgen.InputError, match=r"none\.toml: there is no such file"):
        reportgen.load(path)
    (tmp_path / "reportgen.toml").unlink()
    (tmp_path / "costs.toml").write_text("cheap = true\n", encoding="utf-8")
    with pytest.raises(reportgen.InputError, match=r"costs.toml:1: \$.cheap: is unknown"):
        reportgen.load(path)
