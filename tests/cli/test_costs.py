"""`reportgen costs show`, `init` and `check`."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from reportgen.drafts.starter_costs import STARTER
from reportgen.manifest.cost_row import CostRow
from tests.cli.running import FOUR_FLAGS, FOUR_LINES, STREET_SCENES, Run, files_in

COMPANY = STREET_SCENES / "company-costs.toml"
GOOGLE = "google-data-labeling-historical"
DATED = """
currency = "EUR"
[[prices]]
task = "od"
price = 0.9
source = "=cmd|' /C calc'!A0"
valid_to = 2026-06-30
confidential = true
[[prices]]
task = "cuboids"
price = 7
valid_from = 2026-07-01
"""


# init


def test_init_writes_a_table_that_passes_check(run: Run, tmp_path: Path) -> None:
    """As it stands, and with every comment taken away."""
    done = run("costs", "init")
    assert (0, "costs.toml\n", "") == (done.code, done.out, done.err)
    assert (0, "nothing found in 0 rows\n", "") == tuple(vars(run("costs", "check", "costs.toml")).values())
    bare = re.sub(r"(?m)^# (?=[\[a-z_]+\]* ?(=|$)|\[\[)", "", STARTER)
    (tmp_path / "bare.toml").write_text(bare, encoding="utf-8")
    done = run("costs", "check", "bare.toml", "--at", "2026-06-01")
    assert (0, "nothing found in 4 rows\n", "") == (done.code, done.out, done.err)
    assert 0 == run("check", *FOUR_FLAGS, "--costs", "bare.toml").code


def test_the_starter_names_every_field() -> None:
    """No field of a row is left for the reader to guess."""
    assert [] == [name for name in CostRow.__dataclass_fields__ if not re.search(rf"(?m)^# {name} = ", STARTER)]


def test_init_never_writes_over_a_file(run: Run, tmp_path: Path) -> None:
    """A file that is there stays, and so does a dead link; another ending than .toml is refused."""
    (tmp_path / "costs.toml").write_text("mine", encoding="utf-8")
    (tmp_path / "link.toml").symlink_to("nowhere")
    there = "is there already (choose another file with -o)"
    no_table = "the file is TOML or XLSX, and its name must say so (such as -o costs.toml or -o prices.xlsx)"
    for arguments, said in (
        ((), f"costs.toml: {there}"),
        (("-o", "link.toml"), f"link.toml: {there}"),
        (("-o", "costs.csv"), f"-o: {no_table}"),
    ):
        done = run("costs", "init", *arguments)
        assert (2, "", f"{said}\n") == (done.code, done.out, done.err)
    assert "mine" == (tmp_path / "costs.toml").read_text(encoding="utf-8")
    assert ["costs.toml", "link.toml"] == files_in(tmp_path)


# show


def test_show_prints_what_applies(run: Run) -> None:
    """Price, validity, layer, table, source and what was replaced, a line for each task."""
    done = run("costs", "show", "--costs", COMPANY)
    assert (0, "") == (done.code, done.err)
    lines = [re.split(r"  +", line) for line in done.out.splitlines()]
    assert ["task", "price", "valid", "layer", "table", "source", "replaces"] == lines[0]
    assert ["classification", "object-detection", "segmentation"] == [line[0] for line in lines[1:]]
    assert ["0.95 EUR/sample", "always", "company", "company-costs.toml"] == lines[2][1:5]
    assert "1.20 USD/sample, built-in lightly-2020" == lines[2][-1]
    assert ["6.00 USD/sample", "always", "built-in", "lightly-2020", "Interpreting the Report"] == lines[3][1:]


@pytest.mark.parametrize(("price", "shown"), [("1e-7", "0.0000001"), ("1e2", "100")])
def test_a_price_is_shown_in_plain_digits(run: Run, tmp_path: Path, price: str, shown: str) -> None:
    """Without a power of ten; of a table of times alone none is given."""
    row = f'currency = "EUR"\n[[prices]]\ntask = "boats"\nprice = {price}\n'
    (tmp_path / "t.toml").write_text(row, encoding="utf-8")
    done = run("costs", "show", "--costs", "t.toml", "--task", "boats")
    assert re.search(rf"(?m)^boats +{re.escape(shown)} EUR/sample +always +company", done.out), done
    assert "  not given the run's currency/hour  " in run("costs", "show", "--costs", "hourly-time-studies").out


def test_show_counts_the_confidential_rows(run: Run, tmp_path: Path) -> None:
    """The list itself shows them: whoever hands it on is told how many there are; without one nothing is said."""
    (tmp_path / "costs.toml").write_text(DATED, encoding="utf-8")
    done = run("costs", "show", "--costs", "costs.toml")
    said = "1 row is confidential: this list shows what a report for an external audience withholds"
    assert said in done.out.splitlines()
    assert 1 == json.loads(run("costs", "show", "--costs", "costs.toml", "--format", "json").out)["confidential_rows"]
    (tmp_path / "costs.toml").write_text(DATED.replace("confidential = true", ""), encoding="utf-8")
    assert "withholds" not in run("costs", "show", "--costs", "costs.toml").out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("run.yaml", "prices:\n  - {task: x, price: 1, currency: EUR, confidential: }\n"),
        ("run.json", '{"prices": [{"task": "x", "price": 1, "currency": "EUR",\n"confidential": null}]}'),
    ],
)
def test_confidential_is_not_left_open(run: Run, tmp_path: Path, name: str, text: str) -> None:
    """A key that is written and left empty in YAML or JSON is refused and not taken for no; an empty cell is no."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("check", name, *FOUR_FLAGS)
    hint = "write one of them, or leave the key out"
    assert 2 == done.code
    assert f"{name}:2: $.prices[0].confidential: expected true or false, found nothing ({hint})" in done.err
    (tmp_path / "costs.csv").write_text("task,price,currency,confidential\nx,1,EUR,\n", encoding="utf-8")
    assert 0 == run("check", *FOUR_FLAGS, "--costs", "costs.csv").code


def test_show_judges_days_at_the_run(run: Run, tmp_path: Path) -> None:
    """With a dated manifest the rows of that day apply; those of other days are told below."""
    (tmp_path / "costs.toml").write_text(DATED, encoding="utf-8")
    (tmp_path / "run.yaml").write_text(FOUR_LINES + "started_at: 2026-05-01\n", encoding="utf-8")
    done = run("costs", "show", "run.yaml", "--costs", "costs.toml")
    assert re.search(r"(?m)^object-detection +0.9 EUR/sample +to 2026-06-30 confidential +company", done.out)
    assert re.search(r"(?m)^cuboids +none is valid$", done.out)
    assert "not valid on 2026-05-01: costs.toml:9: $.prices[1], cuboids, from 2026-07-01\n" in done.out
    undated = run("costs", "show", "--costs", "costs.toml")
    assert undated.out.endswith("no day is known: of a table's rows for a task the one that starts last applies\n")


def test_show_as_json(run: Run, tmp_path: Path) -> None:
    """Every field of the rows, exact, with place, expiry and the row that was replaced."""
    (tmp_path / "costs.toml").write_text(DATED, encoding="utf-8")
    done = run("costs", "show", "--costs", "costs.toml", "--task", "Detection", "--format", "json")
    [price] = json.loads(done.out)["prices"]
    assert ("object-detection", "2026-06-30") == (price["task"], price["expires"])
    applies, replaces = price["applies"], price["replaces"]
    assert (0.9, "EUR", "company", "costs.toml:3: $.prices[0]", True) == tuple(
        applies[key] for key in ("price", "currency", "layer", "where", "confidential")
    )
    assert (1.2, "built-in", "lightly-2020") == tuple(replaces[key] for key in ("price", "layer", "table"))


def test_show_as_csv_and_xlsx(run: Run, tmp_path: Path) -> None:
    """Both hold the same cells under a cost table's own column names; a text is never a formula."""
    (tmp_path / "costs.toml").write_text(DATED, encoding="utf-8")
    arguments = ("costs", "show", "--costs", GOOGLE, "--costs", "costs.toml")
    rows = list(csv.DictReader(StringIO(run(*arguments, "--format", "csv").out)))
    by_task = {row["task"]: row for row in rows}
    assert ("0.870", "50000", "0.850") == tuple(
        by_task["segmentation"][f"tier_{end}"] for end in ("1_price", "1_up_to", "2_price")
    )
    od = by_task["object-detection"]
    assert ("0.9", "2026-06-30", "company", "costs.toml") == (od["price"], od["valid_to"], od["layer"], od["table"])
    assert f"0.063 to 50000, 0.049 beyond USD/object, built-in {GOOGLE}" == od["replaces"]
    assert (0, "list.xlsx\n") == (
        (done := run(*arguments, "--format", "xlsx", "-o", "list.xlsx")).code,
        done.out,
    )
    heads, *lines = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0].iter_rows()
    assert list(rows[0]) == [cell.value for cell in heads]
    assert not [cell for line in lines for cell in line if cell.data_type == "f"]
    shown = [{str(head.value): cell.value for head, cell in zip(heads, line, strict=True)} for line in lines]
    assert [row["task"] for row in rows] == [row["task"] for row in shown]
    # in a CSV, which knows no types, an apostrophe keeps a spreadsheet from running it
    assert (0.9, "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0") == (shown[1]["price"], shown[1]["source"], od["source"])


def test_a_list_as_csv_reads_back(run: Run, tmp_path: Path) -> None:
    """What `costs show` writes is a cost table that gives the same list, the mark of a harmless text taken off."""
    (tmp_path / "prices.toml").write_text(DATED, encoding="utf-8")
    assert 0 == run("costs", "show", "--costs", GOOGLE, "--costs", "prices.toml", "--format", "csv", "-o", "a.csv").code
    assert 0 == run("costs", "show", "--costs", "a.csv", "--format", "csv", "-o", "b.csv").code
    first, second = (
        list(csv.DictReader(StringIO((tmp_path / name).read_text(encoding="utf-8")))) for name in ("a.csv", "b.csv")
    )
    of_the_list = ("layer", "table", "replaces")
    assert [{key: cell for key, cell in row.items() if key not in of_the_list} for row in first] == [
        {key: cell for key, cell in row.items() if key not in of_the_list} for row in second
    ]
    document = json.loads(run("costs", "show", "--costs", "a.csv", "--task", "od", "--format", "json").out)
    assert "=cmd|' /C calc'!A0" == document["prices"][0]["applies"]["source"]


def test_a_list_with_parts(run: Run, tmp_path: Path) -> None:
    """Each part stands in the text, and the CSV of it reads back; a part's unit is checked as a row's."""
    row = (
        'currency = "USD"\n[[prices]]\ntask = "od"\nsource = "x"\nminimum = 9\n'
        'parts = [{unit = "1M tokns", price = 5}, {price = 0.5, share = 0.1}]\n'
    )
    (tmp_path / "a.toml").write_text(row, encoding="utf-8")
    done = run("costs", "show", "--costs", "a.toml", "--task", "od")
    assert "5 USD/1M tokns + 0.5 USD/sample of 0.1 of the samples" in done.out
    run("costs", "show", "--costs", "a.toml", "--task", "od", "--format", "csv", "-o", "b.csv")
    assert (
        done.out.splitlines()[1].split("company")[0]
        == (run("costs", "show", "--costs", "b.csv", "--task", "od").out.splitlines()[1].split("company")[0])
    )
    found = run("costs", "check", "a.toml").out
    assert 'the unit "1M tokns" is unknown (did you mean "token"?' in found


def test_the_sheet_that_is_read_is_said(run: Run, tmp_path: Path) -> None:
    """`costs show` names it in each form, and says what is hidden; `costs check` finds that; --sheet chooses."""
    book = openpyxl.Workbook()
    for name, price in (("Prices", 1), ("Preise", 2)):
        sheet = book.create_sheet(name)
        for line in (("task", "price", "currency", "source"), ("od", price, "USD", "x")):
            sheet.append(line)
    book.worksheets[0].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    expected = 'a.xlsx: several sheets could be the table of prices: "Prices", "Preise" (--sheet "Prices" says which)\n'
    for arguments in (("costs", "show", "--costs"), ("costs", "check"), ("check", *FOUR_FLAGS, "--costs")):
        assert (2, expected) == ((done := run(*arguments, "a.xlsx")).code, done.err)
    show = ("costs", "show", "--costs", "a.xlsx", "--sheet", "Preise", "--task", "od")
    assert "2 USD/sample  always  company  a.xlsx, sheet Preise" in run(*show).out
    assert "a.xlsx: hidden sheets left out: Sheet\n" in run(*show).out
    document = json.loads(run(*show, "--format", "json").out)
    assert ("Preise", ["a.xlsx: hidden sheets left out: Sheet"]) == (
        document["prices"][0]["applies"]["sheet"],
        document["remarks"],
    )
    done = run("costs", "check", "a.xlsx", "--sheet", "Preise")
    finding = "a.xlsx: hidden sheets left out: Sheet (show it in the spreadsheet if it should count)\n"
    assert (4, finding) == (done.code, done.out)
    done = run("generate", *FOUR_FLAGS, "--costs", "a.xlsx", "--sheet", "Preise", "--format", "json")
    assert (0, "reportgen: a.xlsx: hidden sheets left out: Sheet\n") == (done.code, done.err)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert ("Preise", 2) == tuple(report["costs"]["rows"][-1][key] for key in ("sheet", "price"))


def test_xlsx_needs_a_file(run: Run, tmp_path: Path) -> None:
    """A workbook is no text for standard output."""
    done = run("costs", "show", "--format", "xlsx")
    assert (2, "", "--format xlsx: is no text for standard output (name a file with -o)\n") == (
        done.code,
        done.out,
        done.err,
    )
    assert [] == files_in(tmp_path)


def test_show_never_writes_over_an_input(run: Run, tmp_path: Path) -> None:
    """The list does not take the place of a table or manifest that it is made from."""
    (tmp_path / "costs.toml").write_text(DATED, encoding="utf-8")
    (tmp_path / "run.yaml").write_text(FOUR_LINES, encoding="utf-8")
    for name in ("costs.toml", "run.yaml"):
        before = (tmp_path / name).read_bytes()
        done = run("costs", "show", "run.yaml", "--costs", "costs.toml", "-o", name)
        assert (2, "") == (done.code, done.out)
        assert before == (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--costs", "gone.toml"), "gone.toml: there is no such file"),
        (
            ("--task", "segmentatoin"),
            '--task: "segmentatoin" is no task that has a price (did you mean "segmentation"?)',
        ),
        (("gone.yaml",), "gone.yaml: there is no such file"),
    ],
)
def test_what_show_cannot_read(run: Run, arguments: tuple[str, ...], expected: str) -> None:
    """Problems go to standard error, with exit code 2."""
    done = run("costs", "show", *arguments)
    assert (2, "") == (done.code, done.out)
    assert done.err.startswith(expected)


def test_the_environments_table_is_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As generate takes it."""
    monkeypatch.setenv("REPORTGEN_COSTS", str(COMPANY))
    assert "0.95 EUR/sample" in run("costs", "show", "--task", "od").out


# check


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (DATED, ("--at", "2026-06-01"), 4),
        ('[[prices]]\ntask = "x"\nprice = 1\ncurrency = "EUR"\nsource = "y"\n', (), 0),
        ('[[prices]]\ntask = "x"\nprice = true\n', (), 4),
        ('formats = ["json"]\n', (), 4),
        ("[[prices]\n", (), 2),
        ("", (), 2),
    ],
    ids=["expires", "sound", "a bad value", "a project's setting", "no TOML", "empty"],
)
def test_exit_codes_of_check(run: Run, tmp_path: Path, text: str, arguments: tuple[str, ...], code: int) -> None:
    """0 without and 4 with findings, which go to standard output; 2 for what cannot be read, on standard error."""
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    done = run("costs", "check", "t.toml", *arguments)
    assert code == done.code
    assert (code != 2, code == 2) == (bool(done.out), bool(done.err))


def test_check_takes_several_files_of_all_forms(run: Run, tmp_path: Path) -> None:
    """Each file's findings come with its name; one that cannot be read does not hide those of the others."""
    (tmp_path / "a.csv").write_text("task;price;currency\nx;0,5;EUR\n", encoding="utf-8")
    (tmp_path / "reportgen.toml").write_text('formats = ["json"]\n[grid]\nzone = "DE"\n', encoding="utf-8")
    done = run("costs", "check", "a.csv", "reportgen.toml", "--decimal", "comma")
    expected = "a.csv:2: $.prices[0]: the row names no source (add source: a contract, a price list, a quote)\n"
    assert (4, expected, "") == (done.code, done.out, done.err)
    done = run("costs", "check", "a.csv", "gone.toml", "--costs-decimal", "comma")
    assert (2, expected) == (done.code, done.out)
    assert done.err.startswith("gone.toml: there is no such file")


def test_generate_takes_names_and_decimal_commas(run: Run, tmp_path: Path) -> None:
    """A second run with a built-in table writes over its own report; --costs-decimal reaches the CSV."""
    for _ in range(2):
        done = run("generate", *FOUR_FLAGS, "--costs", "lightly-2020", "--format", "json", "-o", "out")
        assert (0, "out/report.json\n", "") == (done.code, done.out, done.err)
    (tmp_path / "a.csv").write_text("task;price;currency\nod;0,5;USD\n", encoding="utf-8")
    assert 2 == run("check", *FOUR_FLAGS, "--costs", "a.csv", "--decimal", "point").code
    assert 0 == run("check", *FOUR_FLAGS, "--costs", "a.csv").code
    assert 0 == run("check", *FOUR_FLAGS, "--costs", "a.csv", "--costs-decimal", "comma").code


def test_commands_say_which_table_they_found(run: Run, tmp_path: Path) -> None:
    """generate, check and costs show use it alike and say so on standard error; one that is named is not said."""
    (tmp_path / "run.yaml").write_text(
        "task: detection\nsamples_before: 10\nsamples_after: 5\nduration: 60\n", encoding="utf-8"
    )
    table = 'currency = "USD"\n[[prices]]\ntask = "detection"\nprice = 0.9\n'
    (tmp_path / "costs.toml").write_text(table, encoding="utf-8")
    said = "reportgen: the prices of costs.toml are used, which lies beside the run or its project\n"
    assert (0, said) == ((done := run("generate", "run.yaml", "--format", "json")).code, done.err)
    assert (0, said) == ((done := run("check", "run.yaml")).code, done.err)
    for arguments in ((), ("run.yaml",)):
        done = run("costs", "show", *arguments)
        assert (0, said) == (done.code, done.err)
        assert "0.9 USD/sample" in done.out
    assert "" == run("check", "run.yaml", "--costs", "costs.toml").err
    (tmp_path / "costs.toml").unlink()
    assert "" == run("check", "run.yaml").err


def test_a_list_for_standard_output(run: Run, tmp_path: Path) -> None:
    """`-o -` is standard output, which no workbook fits."""
    assert run("costs", "show").out == run("costs", "show", "-o", "-").out
    assert 2 == run("costs", "show", "--format", "xlsx", "-o", "-").code
    assert [] == files_in(tmp_path)
