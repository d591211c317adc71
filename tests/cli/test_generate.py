"""`reportgen generate`: what it writes, what it says where, and its exit codes."""

from __future__ import annotations

import hashlib
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli.generate import _signer
from reportgen.problems import InputError
from reportgen.rendering.pdf import PdfResult, PdfUnavailable
from reportgen.rendering.report import Report
from tests.cli.running import FOUR_FLAGS, FOUR_LINES, STREET_SCENES, Run, files_in

COSTS = 'currency = "USD"\n[[prices]]\ntask = "object-detection"\nprice = {price}\n'


def report_of(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def figure(path: Path, key: str) -> dict[str, Any]:
    found: dict[str, Any] = report_of(path)["figures"][key]
    return found


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """The four-line manifest as run.yaml in the folder where the command runs."""
    path = tmp_path / "run.yaml"
    path.write_text(FOUR_LINES, encoding="utf-8")
    return path


def test_writes_three_files_and_prints_their_paths(run: Run, tmp_path: Path) -> None:
    """The sample run gives HTML, PDF and JSON, and standard output is their paths; standard error
    the SHA-256 of the PDF, for the record of who signed it."""
    done = run("generate", STREET_SCENES / "run.yaml", "--costs", STREET_SCENES / "company-costs.toml", "-o", "out")
    assert 0 == done.code
    digest = sha256((tmp_path / "out" / "report.pdf").read_bytes()).hexdigest()
    assert f"reportgen: the SHA-256 of report.pdf is {digest}\n" == done.err
    assert ["out/report.html", "out/report.pdf", "out/report.json"] == done.out.splitlines()
    assert ["report.html", "report.json", "report.pdf"] == files_in(tmp_path / "out")
    starts = [(tmp_path / line).read_bytes()[:9] for line in done.out.splitlines()]
    assert [b"<!DOCTYPE", b"%PDF-1.7\n", b'{\n  "sche'] == starts


def test_four_flags_do_without_a_file(run: Run, manifest: Path, tmp_path: Path) -> None:
    """Four flags give the figures of the same four lines in a file."""
    for arguments in ((*FOUR_FLAGS, "--name", "flags"), (manifest, "--name", "file")):
        assert (0, "") == ((done := run("generate", *arguments, "--format", "json")).code, done.err)
    by_flags, by_file = (report_of(tmp_path / f"{name}.json")["figures"] for name in ("flags", "file"))
    assert by_file == by_flags


def test_flags_complete_a_manifest(run: Run, tmp_path: Path) -> None:
    """What the manifest lacks may come as a flag."""
    (tmp_path / "run.yaml").write_text("task: classification\nsamples_before: 10\n", encoding="utf-8")
    done = run("generate", "run.yaml", "--samples-after", "4", "--duration", "90", "--format", "json")
    assert (0, "") == (done.code, done.err)
    assert [6, 90] == [figure(tmp_path / "report.json", key)["value"] for key in ("samples_removed", "duration_s")]


def test_a_flag_may_say_what_the_manifest_says(run: Run, manifest: Path) -> None:
    """A flag that repeats the manifest is no conflict."""
    assert 0 == run("generate", manifest, "--samples-after", "72500", "--format", "json").code


def test_a_flag_against_the_manifest_is_a_problem(run: Run, manifest: Path, tmp_path: Path) -> None:
    """A flag that says something else than the manifest is refused with both values and the line."""
    done = run("generate", manifest.name, "--samples-after", "1", "--format", "json")
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("run.yaml:3: $.samples_after: ")
    assert all(part in done.err for part in ("72500", "--samples-after says 1"))
    assert ["run.yaml"] == files_in(tmp_path)


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        ("json", ["report.json"]),
        ("json,html", ["report.html", "report.json"]),
        ("html,html", ["report.html"]),
        ("html, json", ["report.html", "report.json"]),
    ],
    ids=["one", "any order", "twice", "spaces"],
)
def test_format_takes_a_list(run: Run, manifest: Path, tmp_path: Path, formats: str, expected: list[str]) -> None:
    """Any subset of formats in any order is written once each."""
    done = run("generate", manifest, "--format", formats, "-o", "out")
    assert (0, expected) == (done.code, [Path(line).name for line in done.out.splitlines()])
    assert expected == files_in(tmp_path / "out")


@pytest.mark.parametrize("formats", ["", ",", "html,", "docx", "HTML", "html;json"])
def test_an_unknown_format_is_a_problem(run: Run, manifest: Path, tmp_path: Path, formats: str) -> None:
    """A format that is not one of four, or none at all, is refused and nothing is written."""
    done = run("generate", manifest, "--format", formats, "-o", "out")
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("--format: ")
    assert "html, pdf, json, xlsx, boamps" in done.err
    assert ["run.yaml"] == files_in(tmp_path)


def test_name_is_the_stem_of_every_file(run: Run, manifest: Path, tmp_path: Path) -> None:
    """--name with letters beyond ASCII and with dots names the files."""
    done = run("generate", manifest, "--format", "html,json", "--name", "Lauf 7.2 – März", "-o", "out")
    assert 0 == done.code
    assert ["Lauf 7.2 – März.html", "Lauf 7.2 – März.json"] == files_in(tmp_path / "out")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "../up", "/abs", "n" * 400, "ü" * 101, "a\nb", "a\x1b[2Jb", "a\u202eb"],
    ids=["empty", "dot", "dots", "folder", "up", "absolute", "long", "bytes", "line", "escape", "right to left"],
)
def test_a_name_that_is_no_file_name_is_a_problem(run: Run, manifest: Path, tmp_path: Path, name: str) -> None:
    """--name may not lead elsewhere, be too long for the system or hold what does not print."""
    done = run("generate", manifest, "--format", "json", "--name", name, "-o", "out")
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("--name: ")
    assert 1 == len(done.err.splitlines())
    assert ["run.yaml"] == files_in(tmp_path)


def test_the_longest_name_can_be_written(run: Run, manifest: Path, tmp_path: Path) -> None:
    """A name of 200 bytes is accepted and the system takes it."""
    assert 0 == run("generate", manifest, "--format", "json", "--name", "n" * 200).code
    assert (tmp_path / f"{'n' * 200}.json").is_file()


def test_set_replaces_an_input(run: Run, manifest: Path, tmp_path: Path) -> None:
    """--set puts a value in place of the built-in one, and the figure says so."""
    settings = ("--set", "annotation_price = 0.5")
    assert 0 == run("generate", manifest, *settings, "--format", "json").code
    price = figure(tmp_path / "report.json", "annotation_price")
    assert (0.5, "command line", 1.2) == (price["value"], price["layer"], price["replaces"]["value"])
    assert 18750 == figure(tmp_path / "report.json", "annotation_savings")["value"]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", "no KEY=VALUE (such as --set annotation_price=0.95)"),
        ("annotation_price", "no KEY=VALUE (such as --set annotation_price=0.95)"),
        ("annotation_price=", "no KEY=VALUE (such as --set annotation_price=0.95)"),
        ("=5", "no KEY=VALUE (such as --set annotation_price=0.95)"),
        ("annotation_price=cheap", "expected a number"),
        ("annotation_price=-1", "too small"),
        ("anotation_price=1", "annotation_price"),
        ("net_savings=1", "computed"),
        ("samples_after=200000", "more than"),
    ],
)
def test_a_wrong_setting_is_a_problem(run: Run, manifest: Path, tmp_path: Path, setting: str, expected: str) -> None:
    """--set with a key or value that cannot be taken is refused, naming the flag."""
    done = run("generate", manifest, "--set", setting, "--format", "json")
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("--set ")
    assert expected in done.err
    assert ["run.yaml"] == files_in(tmp_path)


def test_costs_on_the_command_line_beat_those_of_the_environment(
    run: Run, manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """$REPORTGEN_COSTS is a company table, and each --costs after it wins over the ones before."""
    for number in (1, 2, 3):
        (tmp_path / f"costs{number}.toml").write_text(COSTS.format(price=number), encoding="utf-8")
    monkeypatch.setenv("REPORTGEN_COSTS", str(tmp_path / "costs1.toml"))
    given: tuple[str, ...] = ()
    for number in (1, 2, 3):
        assert 0 == run("generate", manifest, *given, "--format", "json").code
        price = figure(tmp_path / "report.json", "annotation_price")
        assert (number, "company") == (price["value"], price["layer"])
        given = (*given, "--costs", f"costs{number + 1}.toml")


@pytest.mark.parametrize("by_environment", [False, True])
def test_a_missing_cost_table_is_a_problem(
    run: Run, manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_environment: bool
) -> None:
    """A cost table that is not there is refused, never passed over."""
    if by_environment:
        monkeypatch.setenv("REPORTGEN_COSTS", "gone.toml")
    done = run("generate", manifest, *(() if by_environment else ("--costs", "gone.toml")), "--format", "json")
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith("gone.toml: there is no such file")
    assert ["run.yaml"] == files_in(tmp_path)


def test_cost_tables_of_one_name_are_both_attached(run: Run, manifest: Path, tmp_path: Path) -> None:
    """Two tables of the same file name from two folders stand in the report under different names."""
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "costs.toml").write_text(COSTS.format(price=3), encoding="utf-8")
    done = run("generate", manifest, "--costs", "a/costs.toml", "--costs", "b/costs.toml", "--format", "pdf,json")
    assert 0 == done.code
    names = [file["name"] for file in report_of(tmp_path / "report.json")["inputs"]]
    assert ["run.yaml", "costs.toml", "costs-2.toml"] == names


PROJECT = """
currency = "EUR"
formats = ["json"]
[grid]
zone = "SE"
[[prices]]
task = "object-detection"
price = 0.7
"""


def test_the_project_above_the_manifest_applies(run: Run, tmp_path: Path) -> None:
    """reportgen.toml above the manifest's folder gives currency, formats, grid and prices."""
    (tmp_path / "project" / "runs" / "7").mkdir(parents=True)
    (tmp_path / "project" / "reportgen.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "project" / "runs" / "7" / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    done = run("generate", "project/runs/7/run.yaml", "-o", "out")
    assert (0, "", ["report.json"]) == (done.code, done.err, files_in(tmp_path / "out"))
    report = report_of(tmp_path / "out" / "report.json")
    price, grid = (report["figures"][key] for key in ("annotation_price", "grid_intensity"))
    assert ("EUR", 0.7, "EUR/sample", "project") == (report["currency"], price["value"], price["unit"], price["layer"])
    assert grid["note"].startswith("Sweden")


def test_the_nearest_project_applies(run: Run, tmp_path: Path) -> None:
    """Of two reportgen.toml the one nearer to the manifest counts, and a table on the command line does not beat it."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "reportgen.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "runs" / "reportgen.toml").write_text(PROJECT.replace("0.7", "0.6"), encoding="utf-8")
    (tmp_path / "runs" / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    (tmp_path / "costs.toml").write_text(COSTS.format(price=3), encoding="utf-8")
    assert 0 == run("generate", "runs/run.yaml", "--costs", "costs.toml").code
    assert 0.6 == figure(tmp_path / "report.json", "annotation_price")["value"]


def test_a_fault_of_the_project_is_a_problem(run: Run, manifest: Path, tmp_path: Path) -> None:
    """An unknown key in reportgen.toml is refused with its line."""
    (tmp_path / "reportgen.toml").write_text('currency = "EUR"\ncurency = "EUR"\n', encoding="utf-8")
    done = run("generate", manifest, "--format", "json")
    assert (2, "") == (done.code, done.out)
    assert "reportgen.toml:2: $.curency: " in done.err
    assert ["reportgen.toml", "run.yaml"] == files_in(tmp_path)


def test_problems_as_json(run: Run, manifest: Path) -> None:
    """--problems json gives the same problems as one JSON list on standard error."""
    manifest.write_text(FOUR_LINES + "curency: EUR\ngrid: {zone: XX}\n", encoding="utf-8")
    wrong = ("generate", manifest.name, "--format", "docx", "--set", "x")
    as_text, as_json = run(*wrong), run(*wrong, "--problems", "json")
    assert (2, "", 2, "") == (as_text.code, as_text.out, as_json.code, as_json.out)
    listed = json.loads(as_json.err)
    assert [{"where", "message", "hint"}] * 4 == [set(item) for item in listed]
    shown = [f"{item['where']}: {item['message']}" + (item["hint"] and f" ({item['hint']})") for item in listed]
    assert as_text.err.splitlines() == shown


def test_all_that_is_wrong_with_a_call_is_said_at_once(run: Run, manifest: Path, tmp_path: Path) -> None:
    """Wrong options, a wrong setting, a missing table and a wrong manifest are shown together."""
    manifest.write_text(FOUR_LINES + "curency: EUR\n", encoding="utf-8")
    done = run("generate", manifest.name, "--format", "x", "--name", "a/b", "--set", "y", "--costs", "gone.toml")
    places = ["--format: ", "--name: ", "--set y: ", "run.yaml:5: ", "gone.toml: "]
    assert 2 == done.code
    assert [place for place in places if place not in done.err] == []
    assert len(places) == len(done.err.splitlines())
    assert ["run.yaml"] == files_in(tmp_path)


def test_an_input_is_not_written_over(run: Run, tmp_path: Path) -> None:
    """A manifest called report.json is not replaced by the report of that name."""
    given = '{"task": "classification", "samples_before": 10, "samples_after": 5, "duration": 5}'
    (tmp_path / "report.json").write_text(given, encoding="utf-8")
    done = run("generate", "report.json", "--format", "html,json")
    assert (2, "") == (done.code, done.out)
    assert "report.json: the report would be written over this input" in done.err
    assert given == (tmp_path / "report.json").read_text(encoding="utf-8")
    assert ["report.json"] == files_in(tmp_path)


def test_a_manifest_may_have_the_name_of_an_attachment(run: Run, tmp_path: Path) -> None:
    """A manifest called report.json is attached beside the report of that name."""
    given = '{"task": "classification", "samples_before": 10, "samples_after": 5, "duration": 5}'
    (tmp_path / "report.json").write_text(given, encoding="utf-8")
    assert 0 == run("generate", "report.json", "-o", "out").code
    assert "report-2.json" == report_of(tmp_path / "out" / "report.json")["inputs"][0]["name"]


def test_a_report_is_written_over(run: Run, tmp_path: Path) -> None:
    """A second run replaces the report of the first."""
    for after in ("100", "200"):
        flags = ("--task", "classification", "--samples-before", "500", "--samples-after", after, "--duration", "9")
        assert 0 == run("generate", *flags, "--format", "json").code
        assert int(after) == figure(tmp_path / "report.json", "samples_after")["value"]
    assert ["report.json"] == files_in(tmp_path)


def test_the_output_folder_is_made(run: Run, manifest: Path, tmp_path: Path) -> None:
    """-o may name a folder below folders that are not there yet."""
    done = run("generate", manifest, "--format", "json", "-o", "a/b c/ü")
    assert (0, "a/b c/ü/report.json\n") == (done.code, done.out)
    assert (tmp_path / "a" / "b c" / "ü" / "report.json").is_file()


def test_an_output_folder_that_is_a_file_fails(run: Run, manifest: Path, tmp_path: Path) -> None:
    """-o that names a file ends with exit code 1 and one line; the file stays."""
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    for folder in ("out", "out/below"):
        done = run("generate", manifest, "--format", "json", "-o", folder)
        assert (1, "", 1) == (done.code, done.out, len(done.err.splitlines()))
        assert "nothing was written" in done.err
    assert "mine" == (tmp_path / "out").read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [(), ("generate",), ("nope",), ("generate", "--nope"), ("generate", "a", "b")])
def test_a_wrong_call_is_told_in_short(run: Run, tmp_path: Path, wrong: tuple[str, ...]) -> None:
    """A call without what it needs, or with what nobody knows, ends with exit code 2 and no traceback."""
    done = run(*wrong)
    assert (2, "") == (done.code, done.out)
    assert "reportgen" in done.err
    assert "Traceback" not in done.err
    assert [] == files_in(tmp_path)


def test_without_pango_the_others_are_written(
    run: Run, manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no PDF can be made, HTML and JSON are written, the lack is said and the exit code is 3."""

    def no_pango(_: Report) -> PdfResult:
        raise PdfUnavailable("no PDF: Pango is missing; apt install it")

    monkeypatch.setattr(Report, "pdf", no_pango)
    done = run("generate", manifest, "-o", "out")
    assert (3, ["report.html", "report.json"]) == (done.code, files_in(tmp_path / "out"))
    assert ["out/report.html", "out/report.json"] == done.out.splitlines()
    assert done.err == "reportgen: no PDF: Pango is missing; apt install it\n"


def test_a_sign_that_no_font_has_is_told(run: Run, tmp_path: Path) -> None:
    """A PDF with a letter that no font has is written, but is no PDF/A: that is said, and the exit code is 3."""
    (tmp_path / "run.yaml").write_text(FOUR_LINES + "name: Lauf \U0001b0ff\n", encoding="utf-8")
    done = run("generate", "run.yaml", "--format", "pdf")
    assert (3, "report.pdf\n") == (done.code, done.out)
    assert done.err.startswith("reportgen: no font has \U0001b0ff (U+1B0FF): ")
    assert ["report.pdf", "run.yaml"] == files_in(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "run.json",
            json.dumps({"task": "detection", "samples_before": 110000, "samples_after": 72500, "duration": 2520}),
        ),
        ("run.toml", 'task = "object-detection"\nsamples_before = 110000\nsamples_after = 72500\nduration = "PT42M"\n'),
        ("run.yml", FOUR_LINES),
    ],
    ids=["JSON", "TOML", "YAML"],
)
def test_every_form_of_a_manifest_gives_the_same(run: Run, tmp_path: Path, name: str, text: str) -> None:
    """JSON, TOML and YAML of the same run give the same figures."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert 0 == run("generate", name, "--format", "json").code
    assert 0 == run("generate", *FOUR_FLAGS, "--format", "json", "--name", "flags").code
    assert report_of(tmp_path / "flags.json")["figures"] == report_of(tmp_path / "report.json")["figures"]


def test_a_boamps_report_lacks_what_nobody_stated(run: Run, manifest: Path) -> None:
    """Without energy it is not written and the others are, with exit code 3; with all that it needs the code is 0."""
    done = run("generate", manifest, "--format", "json,boamps")
    assert (3, "report.json\n") == (done.code, done.out)
    assert done.err.startswith("reportgen: no BoAmps report: ")
    assert 1 == len(done.err.splitlines())
    manifest.write_text(FOUR_LINES + "energy: [{kwh: 0.41}]\nstarted_at: 2026-11-12\n", encoding="utf-8")
    done = run("generate", manifest, "--format", "boamps")
    assert (3, "report.boamps.json\n", 1) == (done.code, done.out, len(done.err.splitlines()))
    with manifest.open("a", encoding="utf-8") as file:
        file.write("grid: {zone: DE}\n")
    done = run("generate", manifest, "--format", "boamps")
    assert (0, "report.boamps.json\n", "") == (done.code, done.out, done.err)


def test_a_boamps_report_never_takes_an_inputs_place(run: Run, tmp_path: Path) -> None:
    """A manifest of the name that the BoAmps report would have is kept, and the call refused."""
    text = json.dumps({"task": "detection", "samples_before": 3, "samples_after": 2, "duration": 1})
    (tmp_path / "report.boamps.json").write_text(text, encoding="utf-8")
    done = run("generate", "report.boamps.json", "--format", "boamps")
    assert (2, "", text) == (done.code, done.out, (tmp_path / "report.boamps.json").read_text(encoding="utf-8"))
    assert "written over this input" in done.err


def test_a_bug_is_told_in_one_line(run: Run, manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody thought of ends with exit code 1 and one line that owns up to it."""

    def broken(_: Report) -> PdfResult:
        raise ZeroDivisionError("first line\nsecond line")

    monkeypatch.setattr(Report, "pdf", broken)
    done = run("generate", manifest)
    assert (1, "", 1) == (done.code, done.out, len(done.err.splitlines()))
    assert done.err.startswith("reportgen: failed, which is a fault of reportgen: ZeroDivisionError: first line")
    assert ["run.yaml"] == files_in(tmp_path)


@pytest.mark.parametrize(("epoch", "expected"), [("1700000000", True), ("²", False), ("soon", False), ("", False)])
def test_source_date_epoch_dates_the_page(
    run: Run, manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, expected: bool
) -> None:
    """SOURCE_DATE_EPOCH is the report's own date; what is no number of seconds is passed over."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert 0 == run("generate", manifest, "--format", "html").code
    assert expected == ("14\u00a0Nov\u00a02023" in (tmp_path / "report.html").read_text(encoding="utf-8"))


def test_help_and_version(run: Run) -> None:
    """Every command explains itself on standard output."""
    assert "reportgen, version" in run("--version").out
    for command in ((), ("generate",), ("check",), ("init",), ("demo",), ("schema",)):
        done = run(*command, "--help")
        assert (0, "", True) == (done.code, done.err, done.out.startswith("Usage: reportgen"))


def test_a_confidential_price_is_for_an_internal_audience(run: Run, manifest: Path, tmp_path: Path) -> None:
    """By default and with --audience external it is withheld, with internal it is shown; another word is refused."""
    table = COSTS.format(price="0.9371") + "confidential = true\n"
    (tmp_path / "costs.toml").write_text(table, encoding="utf-8")
    common = ("generate", manifest, "--costs", "costs.toml", "--format", "json")
    for arguments, expected in (((), None), (("--audience", "external"), None), (("--audience", "internal"), 0.9371)):
        assert (0, "") == ((done := run(*common, *arguments)).code, done.err)
        assert expected == figure(tmp_path / "report.json", "annotation_price")["value"]
    assert 2 == run(*common, "--audience", "everybody").code


def test_no_attach_attaches_nothing(run: Run, manifest: Path, tmp_path: Path) -> None:
    """The PDF has no embedded file, and with attachments it has."""
    for arguments, expected in (((), True), (("--no-attach",), False)):
        assert 0 == run("generate", manifest, "--format", "pdf", *arguments).code
        assert expected == (b"/EmbeddedFile" in (tmp_path / "report.pdf").read_bytes())


def test_assets_beside_writes_stylesheet_and_script_too(run: Run, manifest: Path, tmp_path: Path) -> None:
    """NAME.css and NAME.js lie beside NAME.html, which links them, and are named as written; by default none is."""
    assert 0 == run("generate", manifest, "--format", "html").code
    assert not (tmp_path / "report.css").exists()
    done = run("generate", manifest, "--format", "html", "--assets", "beside", "--name", "run-7")
    assert (0, ["run-7.html", "run-7.css", "run-7.js"]) == (done.code, done.out.split())
    page, style = (tmp_path / "run-7.html").read_text(encoding="utf-8"), (tmp_path / "run-7.css").read_bytes()
    assert 1 == page.count('<link rel="stylesheet" href="run-7.css"')
    assert f'data-sha256="{hashlib.sha256(style).hexdigest()}"' in page
    assert ".bar" in (tmp_path / "run-7.css").read_text(encoding="utf-8")
    assert 2 == run("generate", manifest, "--assets", "elsewhere").code


def test_ci_appends_to_the_summary_of_the_job(
    run: Run, manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the file holds already stays; where none is named, or it cannot be written, the exit code is 3."""
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert (0, "") == ((done := run("generate", manifest, "--format", "md", "--ci")).code, done.err)
    assert f"before\n{(tmp_path / 'report.md').read_text(encoding='utf-8')}" == summary.read_text(encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    done = run("generate", manifest, "--format", "md", "--ci")
    assert (3, 1) == (done.code, len(done.err.splitlines()))
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    done = run("generate", manifest, "--format", "md", "--ci")
    assert (3, "reportgen: $GITHUB_STEP_SUMMARY is not set, and nothing was appended to it\n") == (done.code, done.err)


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("-", "-o -: names standard output, and what is written are files (name a folder: -o out)"),
        (
            "out/q3.pdf",
            "-o out/q3.pdf: is the name of a file, and -o takes a folder (say -o out --name q3 --format pdf)",
        ),
        ("r.JSON", "-o r.JSON: is the name of a file, and -o takes a folder (say -o . --name r --format json)"),
        *(
            (f"r.{form}", f"-o r.{form}: is the name of a file, and -o takes a folder (name its folder: -o .)")
            for form in ("yaml", "yml", "toml", "htm", "css", "j2", "YAML")
        ),
    ],
)
def test_a_file_where_a_folder_is_wanted(run: Run, manifest: Path, tmp_path: Path, output: str, told: str) -> None:
    """-o takes a folder: a file or standard output is refused with what to say, and nothing is written."""
    done = run("generate", manifest, "-o", output)
    assert (2, "", [told]) == (done.code, done.out, done.err.splitlines())
    for command in (("init",), ("demo",), ("templates", "copy", "page.css")):
        assert 2 == run(*command, "-o", output).code
    assert ["run.yaml"] == files_in(tmp_path)


def test_a_folder_may_be_called_like_a_file(run: Run, manifest: Path, tmp_path: Path) -> None:
    """One that is there is taken, and so is a name with a point that is no ending of ours."""
    (tmp_path / "q3.pdf").mkdir()
    assert 0 == run("generate", manifest, "-o", "q3.pdf", "--format", "json").code
    assert 0 == run("generate", manifest, "-o", "v1.2", "--format", "json").code


def test_a_passphrase_is_asked_for_by_the_name_of_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, where the environment says none."""
    asked: list[str] = []

    def prompt(text: str, **_: object) -> str:
        asked.append(text)
        return ""

    monkeypatch.delenv("REPORTGEN_SIGN_PASSPHRASE", raising=False)
    monkeypatch.setattr("click.prompt", prompt)
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.chdir(tmp_path)  # a long path would be cut
    Path("key.p12").write_bytes(b"no key")
    with pytest.raises(InputError):
        _signer("key.p12", ("pdf",))
    assert ["Passphrase of key.p12"] == asked
