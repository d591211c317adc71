"""`reportgen verify`, `explain` and `compare`: what they say, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.audit.difference import Difference
from reportgen.audit.verdict import Verdict
from reportgen.cli.verify import lines_of
from reportgen.files.json_text import dumps, loads
from reportgen.generate import load
from tests.cli.running import FOUR_LINES, SAMPLES, STREET_SCENES, Run


def written(run: Run, folder: Path, *more: str) -> Path:
    """report.json of the sample, in the folder."""
    inputs = (STREET_SCENES / "run.yaml", "--costs", STREET_SCENES / "company-costs.toml")
    assert 0 == run("generate", *inputs, "--format", "html,json", "-o", folder, *more).code
    return folder / "report.json"


def test_verify_says_that_a_report_is_consistent(run: Run, tmp_path: Path) -> None:
    """One line with what was derived, and one for each thing that was held or could not be; exit code 0."""
    written(run, tmp_path)
    done = run("verify", "report.html")
    assert (0, "") == (done.code, done.err)
    lines = done.out.splitlines()
    assert (
        "report.html: internally consistent: 84 figures re-derived, 4 recomputed by procedure, 0 withheld as "
        in lines[0]
    )
    assert lines[0].endswith("; not a proof of who made it")
    files = "run.yaml, company-costs.toml, gpu-power.record.json, yolox_s_3.checkpoints.csv"
    assert f"  (119 inputs held against {files})" == lines[1]


def test_verify_ends_with_4_where_something_differs(run: Run, tmp_path: Path) -> None:
    """Each difference with its key, what is stated and what follows."""
    path = written(run, tmp_path)
    changed = loads(path.read_bytes())
    changed["figures"]["samples_removed"]["value"] = 37501
    path.write_text(dumps(changed), encoding="utf-8")
    done = run("verify", "report.json")
    assert (4, "") == (done.code, done.err)
    assert done.out.startswith("report.json: 2 differences; ")
    assert "  samples_removed: stated 37501 sample, derived 37500 sample\n" in done.out


def test_verify_ends_with_2_where_the_file_is_no_report(run: Run, tmp_path: Path) -> None:
    """A page that carries nothing, a manifest, a file that is not there: one line each."""
    written(run, tmp_path, "--no-attach")
    (tmp_path / "run.json").write_text('{"task": "classification"}', encoding="utf-8")
    for name, said in (
        ("report.html", "it holds nothing to verify"),
        ("run.json", "is no report.json of the schema reportgen/report/1"),
        ("gone.pdf", "there is no such file"),
    ):
        done = run("verify", name)
        assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines()))
        assert said in done.err


def test_verify_tells_a_stylesheet_beside_apart(run: Run, tmp_path: Path) -> None:
    """A page whose styles are a file of their own is as consistent as one that has them."""
    written(run, tmp_path, "--assets", "beside")
    assert 0 == run("verify", "report.html").code


def test_explain_tells_the_tree(run: Run, tmp_path: Path) -> None:
    """From the HTML as from the JSON; an unknown key is a wrong input."""
    written(run, tmp_path)
    by_json, by_html = (run("explain", "roi", f"report.{kind}") for kind in ("json", "html"))
    assert (0, "", by_json.out) == (by_html.code, by_html.err, by_html.out)
    assert by_json.out.startswith("roi: 342.4")
    done = run("explain", "roy", "report.json")
    assert (2, "", 'report.json: has no figure "roy" (did you mean roi?)\n') == (done.code, done.out, done.err)


def test_compare_says_what_differs(run: Run, tmp_path: Path) -> None:
    """Two manifests as a table: the input that was changed, and what follows: 37,600 removed in place of 37,500."""
    (tmp_path / "a.yaml").write_text(FOUR_LINES, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(FOUR_LINES.replace("72500", "72400"), encoding="utf-8")
    done = run("compare", "a.yaml", "b.yaml")
    assert (0, "") == (done.code, done.err)
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert lines[0].startswith("1 input and ")
    assert "samples_after 72,500 sample 72,400 sample −100 (−0.14%)" in lines
    assert "samples_removed 37,500 sample 37,600 sample +100 (+0.27%)" in lines
    assert 4 == run("compare", "a.yaml", "b.yaml", "--exit-code").code


PRICED = (
    "task: od\nsamples_before: 10\nsamples_after: {after}\nduration: 60\n"
    "prices: [{{task: od, price: 2, low: 1, {price}}}]\n"
)


def test_compare_aligns_its_columns_and_says_what_differs_beside_a_value(run: Run, tmp_path: Path) -> None:
    """Of a price that is the same its range, basis and source; a change with its sign and share; columns line up."""
    (tmp_path / "a.yaml").write_text(PRICED.format(after=4, price="high: 3, source: A"), encoding="utf-8")
    further = PRICED.format(after=5, price="high: 4, source: B, basis: contract")
    (tmp_path / "b.yaml").write_text(further, encoding="utf-8")
    inputs, _, results = run("compare", "a.yaml", "b.yaml").out.partition("\nResults\n")
    assert (
        """\
2 inputs and 14 results differ

Inputs
  key                      first        second   difference
  samples_after         4 sample      5 sample  +1 (+25.0%)
  annotation_price  2 USD/sample  2 USD/sample            0
  annotation_price: range 1 to 3, then 1 to 4
  annotation_price: basis stated, then contract
  annotation_price: source A, then B
""".splitlines()
        == inputs.replace("\u00a0", " ").splitlines()
    )
    assert "  annotation_savings: range 6 to 18, then 5 to 20\n" in results
    assert "basis" not in results
    assert "removed_share 0.6 0.5 −0.1 (−16.7%)" in " ".join(results.replace("\u00a0", " ").split())  # has no unit
    # of more than twelve digits seven are shown: 6 x 28.8 / 110,000
    assert "0.001570909 kWh" in " ".join(results.split())
    markdown = run("compare", "a.yaml", "b.yaml", "--format", "md").out.replace("\u00a0", " ").splitlines()
    assert [
        "2 inputs and 14 results differ",
        "",
        "### Inputs",
        "",
        "| key | first | second | difference | what |",
        "|---|---:|---:|---:|---|",
        "| `samples_after` | 4 sample | 5 sample | +1 (+25.0%) |  |",
        "| `annotation_price` | 2 USD/sample | 2 USD/sample | 0 | range 1 to 3, then 1 to 4; basis stated, then "
        "contract; source A, then B |",
        "",
        "### Results",
    ] == markdown[:10]


def test_compare_says_why_a_value_is_gone(run: Run, tmp_path: Path) -> None:
    """A training that only one of two manifests has: `none` with the reason, on the side that lacks it."""
    (tmp_path / "a.yaml").write_text(FOUR_LINES, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"{FOUR_LINES}costs: {{licence: 5}}\n", encoding="utf-8")
    lines = [" ".join(line.split()) for line in run("compare", "a.yaml", "b.yaml").out.splitlines()]
    assert "filtering_cost none 5 USD" in lines
    (said,) = (line for line in lines if line.startswith("filtering_cost: "))
    assert said.startswith("filtering_cost: first: ")
    turned = [" ".join(line.split()) for line in run("compare", "b.yaml", "a.yaml").out.splitlines()]
    assert "filtering_cost 5 USD none" in turned
    assert said.replace("first", "second") in turned


def test_compare_as_markdown_and_json(run: Run, tmp_path: Path) -> None:
    """A table of Markdown in which no user's text is markup, and a JSON with both sides in full."""
    (tmp_path / "a.yaml").write_text(FOUR_LINES, encoding="utf-8")
    row = '{task: object-detection, price: 1, currency: USD, source: "<b>a|b</b>"}'
    (tmp_path / "b.yaml").write_text(f"{FOUR_LINES}prices: [{row}]\n", encoding="utf-8")
    markdown = run("compare", "a.yaml", "b.yaml", "--format", "md").out
    assert "| `annotation_price` | 1.2 USD/sample | 1 USD/sample | −0.2 (−16.7" in markdown
    assert "\\<b\\>a\\|b\\</b\\>" in markdown
    told = json.loads(run("compare", "a.yaml", "b.yaml", "--format", "json").out)
    assert "annotation_price" == told["inputs"][0]["key"]


def test_a_report_is_compared_with_its_manifest(run: Run, tmp_path: Path) -> None:
    """A report.json against the manifest that it was made from, and a manifest in JSON: nothing differs."""
    four = SAMPLES / "four_lines.yaml"
    assert 0 == run("generate", four, "--format", "json").code
    done = run("compare", four, "report.json", "--exit-code")
    assert (0, "no difference\n") == (done.code, done.out)
    manifest = {"task": "object-detection", "samples_before": 110000, "samples_after": 72500, "duration": "PT42M"}
    (tmp_path / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "no difference\n" == run("compare", "run.json", "run.json").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"schema": "reportgen/report/1"}', "$.figures is no map of"),
        ('{"schema": "reportgen/report/2", "figures": {}}', "is no report.json of the schema reportgen/report/1"),
        ('{"samples_before": 5}', "$.task: is missing"),
    ],
)
def test_json_that_names_figures_or_the_schema_is_read_as_a_report(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    """Either is enough, so that a damaged report is not told that it lacks the lines of a manifest."""
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    done = run("compare", "a.json", "a.json")
    assert (2, "") == (done.code, done.out)
    assert said in done.err


@pytest.mark.parametrize(("size", "said"), [(100_000_000, "not JSON"), (100_000_001, "is larger than 100 MB")])
def test_a_file_of_any_size_is_compared_or_told(run: Run, tmp_path: Path, size: int, said: str) -> None:
    """100 MB are read, and no byte more, as by verify."""
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(size)
    done = run("compare", "a.json", "a.json")
    assert (2, "") == (done.code, done.out)
    assert said in done.err
    if size > 100_000_000:
        assert done.err == run("verify", "a.json").err


def test_what_is_confidential_in_both_is_not_said_to_be_the_same(run: Run, tmp_path: Path) -> None:
    """Another confidential price moves no figure that is shown: that nothing was compared of it is said and counted."""
    row = "{task: object-detection, price: 0.24, currency: EUR, source: x, confidential: true}"
    manifest = f"{FOUR_LINES}currency: EUR\nprices: [{row}]\n"
    (tmp_path / "a.yaml").write_text(manifest, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(manifest.replace("0.24", "0.25"), encoding="utf-8")
    told = json.loads(run("compare", "a.yaml", "b.yaml", "--format", "json").out)
    assert ([], []) == (told["inputs"], told["results"])
    assert run("compare", "a.yaml", "b.yaml").out.startswith(
        f"no difference; not compared: {told['withheld']} figures "
    )
    # nor is the hash that a signature names over it, which is said
    checked = [run("check", name).out.splitlines()[1:3] for name in ("a.yaml", "b.yaml")]
    assert checked[0] == checked[1]
    assert checked[0][1].startswith("  (the confidential price is not among them")
    run("generate", "a.yaml", "--format", "json", "--audience", "internal", "-o", "a")
    run("generate", "b.yaml", "--format", "json", "--audience", "internal", "-o", "b")
    inside = json.loads(run("compare", "a/report.json", "b/report.json", "--format", "json").out)
    assert ("annotation_price", 0) == (inside["inputs"][0]["key"], inside["withheld"])


def test_check_prints_the_hash_and_what_is_void(run: Run, tmp_path: Path) -> None:
    """What check prints is what a signature names; once an input is another, check says that it is void."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    counts, line = run("check", "run.yaml").out.splitlines()[:2]
    figures = load(tmp_path / "run.yaml").figures.values()
    known, unknown = (sum((figure.value is None) == lacks for figure in figures) for lacks in (False, True))
    assert f"no problems: {known} figures have a value, {unknown} have a reason for none" == counts
    assert unknown > 10
    digest = line.removeprefix("SHA-256 over all inputs: ")
    assert 64 == len(digest)
    signed = f"{FOUR_LINES}reviewed_by: {{name: B. Check, inputs: {digest}}}\n"
    (tmp_path / "run.yaml").write_text(signed, encoding="utf-8")
    assert "reviewed_by: void" not in run("check", "run.yaml").out
    done = run("check", "run.yaml", "--set", "annotation_price=1")
    assert (0, True) == (done.code, "reviewed_by: void, as the inputs have changed since B. Check signed\n" in done.out)


@pytest.mark.parametrize(
    ("number", "head"),
    [
        (1, "a.pdf: 1 difference; 5 figures re-derived, 2 recomputed by procedure, 0 withheld as confidential"),
        (2, "a.pdf: 2 differences; 5 figures re-derived, 2 recomputed by procedure, 0 withheld as confidential"),
    ],
)
def test_how_many_differences_there_are(number: int, head: str) -> None:
    """And each on a line of its own, with what was looked at behind them."""
    found = tuple(Difference(f"key {place}", "differs") for place in range(number))
    lines = lines_of(Verdict(found, 5, 2, 0, ("noted",), {}), "a.pdf")
    assert [head, *(f"  {it}" for it in found), "  (noted)"] == lines


def test_json_that_is_none_is_compared_by_its_name(run: Run, tmp_path: Path) -> None:
    """At its line."""
    (tmp_path / "a.json").write_text("{\n", encoding="utf-8")
    assert "a.json:2: not JSON" in run("compare", "a.json", "a.json").err
