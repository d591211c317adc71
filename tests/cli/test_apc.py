"""`reportgen apc`: tables of models, checkpoints and pictures, as users' files are."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.charts.reading import assert_readable
from tests.cli.running import Run, files_in, process
from tests.figures import author

# The author's models on a Jetson TX2: accuracy, Wh per hour, the grid's price of it in cents, and his scores.
TX2 = (
    ("VGG-19", "0.9056", "10.4", "0.03172", "0.7595031829", "0.7001990248"),
    ("InceptionV3", "0.9341", "10.6", "0.03233", "0.7991488521", "0.7428085215"),
    ("ResNet-50", "0.9349", "9.8", "0.02989", "0.8091442562", "0.7557723202"),
    ("MobileNetV2", "0.9454", "8.88", "0.027084", "0.8348372295", "0.7865451114"),
)
HEAD = "model,accuracy,consumption"
FIELDS = ["model", "accuracy", "consumption", "cost", "alpha", "beta", "beta_cost", "apc", "apec"]


def written(folder: Path, text: str | bytes, name: str = "t.csv") -> str:
    """A file in the working directory, by its plain name."""
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def scores(run: Run, *arguments: str) -> list[dict[str, Any]]:
    """The scores as exact numbers."""
    done = run("apc", *arguments, "--format", "json")
    assert 0 == done.code, done.err
    rows: list[dict[str, Any]] = json.loads(done.out, parse_float=Decimal, parse_int=Decimal)
    return rows


def test_the_published_scores(run: Run, tmp_path: Path) -> None:
    """The author's models with his weights per hour, on the grid and at cost 0, to ten digits and in his order."""
    lines = [",".join(row[:4]) for row in TX2] + [f"{row[0]} solar,{row[1]},{row[2]},0" for row in TX2]
    file = written(tmp_path, HEAD + ",cost\n" + "\n".join(lines) + "\n")
    rows = scores(run, file, "--beta", "0.1", "--beta-cost", "50")
    assert [*(row[0] for row in TX2), *(f"{row[0]} solar" for row in TX2)] == [row["model"] for row in rows]
    assert [row[4] for row in TX2] * 2 == [f"{row['apc']:.10f}" for row in rows]
    assert [row[5] for row in TX2] == [f"{row['apec']:.10f}" for row in rows[:4]]
    assert [Decimal(row[1]) for row in TX2] == [row["apec"] for row in rows[4:]]


def test_a_row_has_every_field_unrounded(run: Run, tmp_path: Path) -> None:
    """The list has the columns of the contract, with the default weights; without a cost there is no APEC."""
    (row,) = scores(run, written(tmp_path, HEAD + "\nm,0.7,3\n"))
    assert FIELDS == list(row)
    assert [Decimal("0.1"), 1, 10, None, None] == [row[it] for it in ("alpha", "beta", "beta_cost", "cost", "apec")]
    # 3 * (0.9 * 0.3 + 0.1) = 1.11
    assert Decimal("0.3317535545023696682464454976303318") == row["apc"]


def test_a_rows_own_weight_counts_before_the_flag(run: Run, tmp_path: Path) -> None:
    """A blank cell takes the flag, a zero is a value."""
    file = written(tmp_path, HEAD + ",cost,alpha,beta,beta_cost\na,0.5,2,1,0.2,,\nb,0.5,2,1,,0,0\nc,0.5,0,0,,,\n")
    rows = scores(run, file, "--alpha", "0.3", "--beta", "4", "--beta-cost", "7")
    assert [("0.2", "4", "7"), ("0.3", "0", "0"), ("0.3", "4", "7")] == [
        tuple(str(row[it]) for it in ("alpha", "beta", "beta_cost")) for row in rows
    ]
    assert author.accuracy_per_consumption(2, 0.5, 0.2, 4) == pytest.approx(float(rows[0]["apc"]), rel=1e-12)
    assert author.accuracy_per_energy_cost(1, 0.5, 0.2, 7) == pytest.approx(float(rows[0]["apec"]), rel=1e-12)
    assert [Decimal("0.5")] * 4 == [rows[1]["apc"], rows[1]["apec"], rows[2]["apc"], rows[2]["apec"]]


def test_a_table_as_a_spreadsheet_saves_it(run: Run, tmp_path: Path) -> None:
    """A first line `sep=;` is none of the table, and a last cost that one row left blank another may leave out."""
    text = "sep=;\r\nmodel;accuracy;consumption;cost\r\na;0,5;2;1\r\nb;0,5;2;\r\nc;0,5;2\r\n"
    rows = scores(run, written(tmp_path, text))

    assert [("a", Decimal(1)), ("b", None), ("c", None)] == [(row["model"], row["cost"]) for row in rows]
    text = "sep=;\nmodel;accuracy;consumption;cost\na;0,5;2;1\nc;0,5;2\n"
    done = run("apc", written(tmp_path, text))
    assert (2, True) == (done.code, "t.csv:4: the line has 3 cells, the header 4" in done.err)


def test_csv_and_table(run: Run, tmp_path: Path) -> None:
    """CSV has the same values with blanks for what is not known; the table has the weights beside the scores."""
    file = written(tmp_path, HEAD + '\n"a, ""b""",1,10\n')
    rows = list(csv.reader(io.StringIO(run("apc", file, "--format", "csv").out)))
    assert [FIELDS, ['a, "b"', "1", "10", "", "0.1", "1", "10", "0.5", ""]] == rows
    table = run("apc", file).out.splitlines()
    assert "beta * consumption * ((1 - alpha) * (1 - accuracy) + alpha)" in table[0]
    assert ["APC", "APEC", "accuracy", "consumption", "cost", "alpha", "beta", "beta_cost", "model"] == table[3].split()
    assert ["0.5000", "not", "given", "1", "10", "not", "given", "0.1", "1", "10"] == table[4].split()[:10]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "t.csv: is empty (a CSV file with the columns model, accuracy, consumption)"),
        (HEAD + "\n", "t.csv: there is no row below the header"),
        ("model,accuracy\na,1\n", "t.csv:1: there is no column consumption (known: accuracy, model)"),
        ("model,acuracy,consumption\na,1,1\n", 't.csv:1: there is no column accuracy (did you mean "acuracy"?)'),
        (HEAD + ",accuracy\na,1,1,1\n", 't.csv:1: two columns are called "accuracy"'),
        (HEAD + ",consumption (kWh)\na,1,1,1\n", "t.csv:1: two columns hold consumption"),
        ("model,accuracy,consumption (kcal)\na,1,1\n", 't.csv:1: "kcal" in the column "consumption (kcal)"'),
        (HEAD + "\na,90.56,1\n", "t.csv:2: accuracy: 90.56 is too large: at most 1 (did you mean 0.9056?)"),
        (
            HEAD + "\na,90.56%,1\n",
            't.csv:2: accuracy: expected a number, found "90.56%" (a fraction: did you mean 0.9056?)',
        ),
        (HEAD + '\na,0.5,"1,000"\n', 'expected a number, found "1,000" (1000 without a comma, if that is meant)'),
        (HEAD + "\na,nan,1\n", "t.csv:2: accuracy: nan is no finite number"),
        (HEAD + "\na,0.5,-1\n", "t.csv:2: consumption: -1 is too small: at least 0"),
        (HEAD + "\na,0.5,10^18\n", 't.csv:2: consumption: expected a number, found "10^18"'),
        (HEAD + "\na,0.5,1e40\n", "t.csv:2: consumption: 1E+40 is beyond what is computed here"),
        (HEAD + "\na,0.5,\n", "t.csv:2: consumption is missing"),
        (HEAD + "\n,0.5,1\n", "t.csv:2: the model has no name"),
        (HEAD + "\na,0.5\n", "t.csv:2: the line has 2 cells, the header 3"),
        (HEAD + "\na,0,5,1\n", "t.csv:2: the line has 4 cells, the header 3 (numbers have a decimal point"),
        (
            "model;accuracy;consumption\na;0.5;1\nb;0,5;1\n",
            't.csv:3: accuracy: expected a number, found "0,5" (a decimal point: 0.5)',
        ),
        (
            "model;accuracy;consumption\na;0,5;1\nb;0.5;1\n",
            't.csv:3: accuracy: expected a number with a decimal comma, as others have, found "0.5"',
        ),
        (
            "model;accuracy;consumption\na;1;1.500\n",
            't.csv:2: "consumption" is 1.500, which may be 1.5 or 1500 (say --decimal comma or --decimal point',
        ),
        (HEAD + ',beta\na,0.5,1,"1\n', "t.csv:2: not CSV"),
        (b"\x89PNG\r\n\x1a\n\0\0", "t.csv:1: the byte 0x89 here is not UTF-8"),
        (HEAD.encode() + b"\na\0,1,1\n", "t.csv:2: the file holds a NUL"),
    ],
)
def test_a_wrong_table_is_one_line(run: Run, tmp_path: Path, text: str | bytes, expected: str) -> None:
    """Whatever is wrong is said with file and line, nothing is printed, and the exit code is 2."""
    done = run("apc", written(tmp_path, text), "--format", "json")
    assert (2, "") == (done.code, done.out)
    assert expected in done.err
    assert 1 == len(done.err.splitlines())


def test_a_percent_sign_below_percent_is_not_divided_twice(run: Run, tmp_path: Path) -> None:
    """Below "accuracy (%)" the cell 90.56% is to be written as 90.56, which is then divided by 100."""
    done = run("apc", written(tmp_path, "model,accuracy (%),consumption\na,90.56%,1\n"))
    assert (2, "") == (done.code, done.out)
    assert "(the column's name says percent: 90.56)" in done.err


def test_a_name_keeps_to_its_row(run: Run, tmp_path: Path) -> None:
    """A line end or a terminal's escape in a model's name is shown as text in the table."""
    done = run("apc", written(tmp_path, HEAD + '\n"a\nb\x1b[31m",0.5,1\n'))
    assert done.out.endswith("  a\\nb\\x1b[31m\n")


def test_all_problems_of_a_table_are_said(run: Run, tmp_path: Path) -> None:
    """Every wrong row has its line; of many the first twenty, and rows before them are not printed."""
    lines = ["good,0.5,1", *(f"bad,{number},1" for number in range(50, 80))]
    done = run("apc", written(tmp_path, HEAD + "\n" + "\n".join(lines) + "\n"))
    assert (2, "") == (done.code, done.out)
    assert [f"t.csv:{line}" for line in range(3, 23)] == [
        line.rpartition(": accuracy")[0] for line in done.err.splitlines()
    ]


def test_units_are_converted_aloud(run: Run, tmp_path: Path) -> None:
    """Percent, kWh and EUR become a fraction, Wh and cents, each said; what is not read is named."""
    head = "Model;accuracy (%);consumption (kWh/inference);cost (EUR/inference);costs;note\n"
    file = written(tmp_path, head + "a;90.5;0.001;0.02;x;y\n")
    done = run("apc", file, "--format", "json")
    (row,) = json.loads(done.out, parse_float=Decimal, parse_int=Decimal)
    assert [Decimal("0.905"), 1, 2] == [row[it] for it in ("accuracy", "consumption", "cost")]
    assert 't.csv: "accuracy (%)" is read as a fraction: divided by 100' in done.err
    assert 't.csv: "consumption (kWh/inference)" is read as Wh: times 1000' in done.err
    assert 't.csv: "cost (EUR/inference)" is read as hundredths of the currency: times 100' in done.err
    assert 't.csv: not read: "costs" (did you mean cost?), "note"' in done.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("model,accuracy,consumption_wh_per_hour\na,0.9,10\n", "mean power, so that a faster model earns no credit"),
        (
            "model,accuracy,consumption (W),cost_per_inference\na,0.9,10,1\n",
            "consumption is per hour, cost per inference: scores of the two are not comparable",
        ),
        (HEAD + "\na,0.9,0.002\nb,0.9,7.2\n", "from 0.002 to 7.2 Wh: are all rows in Wh"),
        (HEAD + "\na,0.9,37440\n", "are these joules? 3600 J are 1 Wh"),
    ],
)
def test_what_is_hard_to_believe_is_said(run: Run, tmp_path: Path, text: str, expected: str) -> None:
    """Denominators and magnitudes that make scores meaningless are said beside the scores."""
    done = run("apc", written(tmp_path, text))
    assert 0 == done.code
    assert expected in done.err


def test_other_encodings_and_line_ends(run: Run, tmp_path: Path) -> None:
    """A byte order mark, UTF-16, Windows line ends and blank lines are as good as any."""
    text = "\ufeff" + HEAD + "\r\n\r\nÜ,0.5,0\r\n"
    for encoded in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
        (row,) = scores(run, written(tmp_path, encoded))
        assert ("Ü", Decimal("0.5")) == (row["model"], row["apc"])


CHECKPOINTS = "time_s,accuracy,consumption,cost\n100,0.3,10,0.03\n200,0.7,10,0.03\n300,0.69,9.9,0.03\n"


def test_checkpoints(run: Run, tmp_path: Path) -> None:
    """The score of the last checkpoint is reached at 200 s already, and is a better one; the form is a contract."""
    done = run("apc", "--checkpoints", written(tmp_path, CHECKPOINTS), "--format", "json")
    values = json.loads(done.out)
    assert ["ttcapc_s", "closest_apc", "ttcapec_s", "closest_apec", "definition"] == list(values)
    # the middles of the cells from 0.70 and 10 Wh, and from 0.70 and 0 cents in steps of 0.05
    assert author.accuracy_per_consumption(10.05, 0.705) == pytest.approx(values["closest_apc"], rel=1e-12)
    assert author.accuracy_per_energy_cost(0.025, 0.705, b=10) == pytest.approx(values["closest_apec"], rel=1e-12)
    assert (200, 200, "reconstructed") == (values["ttcapc_s"], values["ttcapec_s"], values["definition"])
    for parameter in ("alpha 0.1", "beta 1", "beta cost 10", "accuracy step 0.01", "energy step 0.1", "cost step 0.05"):
        assert parameter in done.err


def test_steps_weights_and_target_of_checkpoints(run: Run, tmp_path: Path) -> None:
    """Coarse cells of 0.5 by 20 Wh put 0.7 and 0.69 into one: a middle of 0.75 and 10 Wh; a target may be missed."""
    file = written(tmp_path, CHECKPOINTS.replace(",cost", "").replace(",0.03", ""))
    steps = ("--accuracy-step", "0.5", "--energy-step", "20", "--beta", "0.1", "--alpha", "0.2")
    done = run("apc", "--checkpoints", file, *steps, "--format", "json")
    values = json.loads(done.out)
    assert author.accuracy_per_consumption(10, 0.75, 0.2, 0.1) == pytest.approx(values["closest_apc"], rel=1e-12)
    assert (200, None, None) == (values["ttcapc_s"], values["ttcapec_s"], values["closest_apec"])
    done = run("apc", "--checkpoints", file, "--target", "0.9", "--format", "json")
    assert {"definition": "reconstructed"} == {key: it for key, it in json.loads(done.out).items() if it is not None}
    assert (
        "TTCAPC   the target is not reached (reconstructed)" in run("apc", "--checkpoints", file, "--target", "1").out
    )
    assert "TTCAPEC  cost not given in every row" in run("apc", "--checkpoints", file).out
    rows = list(csv.reader(io.StringIO(run("apc", "--checkpoints", file, "--format", "csv").out)))
    assert ["ttcapc_s", "closest_apc", "ttcapec_s", "closest_apec", "definition"] == rows[0]
    assert ["200", "", "reconstructed"] == [rows[1][0], rows[1][2], rows[1][4]]


def test_times_in_minutes_are_said(run: Run, tmp_path: Path) -> None:
    """A time in minutes becomes seconds aloud; one without a unit is a missing column."""
    done = run(
        "apc", "--checkpoints", written(tmp_path, "time (min),accuracy,consumption\n2,0.5,1\n"), "--format", "csv"
    )
    assert done.out.splitlines()[1].startswith("120,")
    assert '"time (min)" is read as s: times 60' in done.err
    done = run("apc", "--checkpoints", written(tmp_path, "time,accuracy,consumption\n2,0.5,1\n"))
    assert (2, "t.csv:1: there is no column time_s (a time needs its unit: time_s, or time (min))\n") == (
        done.code,
        done.err,
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), "reportgen apc: nothing to score"),
        (("t.csv", "--checkpoints", "t.csv"), "--checkpoints: is given beside a table of models"),
        (("t.csv", "--target", "0.5"), "--target: speaks of checkpoints, and none are given"),
        (("t.csv", "--energy-step", "5"), "--energy-step: speaks of checkpoints, and none are given"),
        (("t.csv", "--alpha", "10%"), '--alpha: expected a number, found "10%" (did you mean 0.1?)\n'),
        (("t.csv", "--alpha", "1.1"), "--alpha: 1.1 is too large: at most 1"),
        (("t.csv", "--beta", "-1"), "--beta: -1 is too small: at least 0"),
        (("--checkpoints", "t.csv", "--energy-step", "0"), "--energy-step: 0 is too small: above 0"),
        (("none.csv",), "none.csv: cannot be read"),
    ],
)
def test_wrong_calls(run: Run, tmp_path: Path, arguments: tuple[str, ...], expected: str) -> None:
    """A wrong option or a missing file is one line, with exit code 2."""
    written(tmp_path, HEAD + "\na,0.5,1\n")
    done = run("apc", *arguments)
    assert (2, "") == (done.code, done.out)
    assert expected in done.err


def test_curves_of_the_paper(run: Run, tmp_path: Path) -> None:
    """Without a table all of the paper's pictures are drawn, each of them readable, and their paths printed."""
    done = run("apc", "--curves", "out")
    names = {
        *("apc.svg", "apec.svg", "apc_grid.svg", "apc_models.svg", "apec_models.svg", "apc_runs.svg", "apec_runs.svg"),
        *(f"{score}_alpha_{alpha}.svg" for score in ("apc", "apec") for alpha in ("0", "0.25", "0.5")),
        *(f"{score}_beta_{beta}.svg" for score in ("apc", "apec") for beta in ("5", "100", "1000")),
        *("devices_apc_models.svg", "devices_apec_models.svg"),
    }
    assert names == set(files_in(tmp_path / "out"))
    assert {f"out/{name}" for name in names} == set(done.out.splitlines())
    for name in names:
        assert_readable((tmp_path / "out" / name).read_text(encoding="utf-8"))
    models = (tmp_path / "out" / "apec_models.svg").read_text(encoding="utf-8")
    for name in ("VGG-19", "0.700, renewable 0.906"):
        assert name in models


def test_curves_of_a_table(run: Run, tmp_path: Path) -> None:
    """The table's models are drawn, its rows of one name as runs; scores keep standard output to themselves."""
    file = written(tmp_path, HEAD + ",cost\na,0.9,1,1\na,0.9,2,2\nb,0.8,3,1\n")
    done = run("apc", file, "--curves", "out", "--format", "json")
    assert 3 == len(json.loads(done.out))
    assert "out/apc_models.svg" in done.err.splitlines()
    # mean energy 1.5 Wh and accuracy 0.9: 0.9 / (1.5 * 0.19 + 1)
    assert ">0.700<" in (tmp_path / "out" / "apc_models.svg").read_text(encoding="utf-8")
    assert {"apc_runs.svg", "apec_models.svg", "apec_runs.svg"} <= set(files_in(tmp_path / "out"))
    mixed = written(tmp_path, HEAD + ",beta\na,0.9,1,1\nb,0.9,2,2\n")
    done = run("apc", mixed, "--curves", "other")
    assert (2, "") == (done.code, done.out)
    assert "rows with different weights cannot share a picture" in done.err
    assert "other" not in files_in(tmp_path)


def test_a_folder_that_cannot_be(run: Run, tmp_path: Path) -> None:
    """A file in the folder's place is said, and nothing is written."""
    written(tmp_path, "", "out")
    done = run("apc", "--curves", "out")
    assert (1, True) == (done.code, "nothing was written" in done.err)


def test_a_long_table_comes_out_whole(tmp_path: Path) -> None:
    """Thirty thousand rows, more than are kept in one piece, come out whole and in their order."""
    rows = "".join(f"model {number},0.{number:06},{number}\n" for number in range(30_000))
    written(tmp_path, HEAD + "\n" + rows)
    done = process("apc", "t.csv", "--format", "csv", cwd=tmp_path)
    lines = done.out.splitlines()
    assert (30_001, "model 29999") == (len(lines), lines[-1].partition(",")[0])


@pytest.mark.parametrize(
    ("text", "options", "consumption"),
    [
        ("model;accuracy;consumption\na;0,5;1.500\n", (), 1500),
        ("model;accuracy;consumption\na;0.5;1.500\n", (), 1.5),
        ("model;accuracy;consumption\na;1;1.500\n", ("--decimal", "comma"), 1500),
        ("model;accuracy;consumption\na;1;1.500\n", ("--decimal", "point"), 1.5),
        ("model,accuracy,consumption\na,1,1.500\n", (), 1.5),  # commas between cells leave the point to decimals
        ('model,accuracy,consumption\na,"0,5",1.500\n', (), 1500),  # unless a cell proves otherwise
        ("model;accuracy;consumption\na;1;1500\n", (), 1500),
    ],
)
def test_the_decimal_sign_is_proven_or_said(
    run: Run, tmp_path: Path, text: str, options: tuple[str, ...], consumption: float
) -> None:
    """By another cell, by the option, or by what separates cells where that is the comma."""
    done = run("apc", written(tmp_path, text), "--format", "json", *options)
    assert [consumption] == [model["consumption"] for model in json.loads(done.out)]


def test_pictures_that_cannot_be_written_print_no_scores(run: Run, tmp_path: Path) -> None:
    """A file stands where the folder should be: exit code 1, and standard output is empty."""
    (tmp_path / "models.csv").write_text("model,accuracy,consumption\na,0.9,2\n", encoding="utf-8")
    (tmp_path / "curves").write_text("mine", encoding="utf-8")
    done = run("apc", "models.csv", "--curves", "curves")

    assert (1, "", "reportgen: curves: not a folder; nothing was written\n") == (done.code, done.out, done.err)


def test_a_table_that_is_wrong_draws_no_pictures(run: Run, tmp_path: Path) -> None:
    """Checkpoints that cannot be scored: exit code 2, and the pictures beside them are not written."""
    (tmp_path / "training.csv").write_text("time_s,accuracy,consumption\n0,2,1\n", encoding="utf-8")
    done = run("apc", "--checkpoints", "training.csv", "--curves", "curves")

    assert (2, "") == (done.code, done.out)
    assert not (tmp_path / "curves").exists()


def test_the_decimal_sign_of_checkpoints_is_said(run: Run, tmp_path: Path) -> None:
    """1,500 is one and a half where the call says so; where nobody says it, it is asked for."""
    written(tmp_path, 'time_s,accuracy,consumption\n"1,500",1,"1,000"\n')
    call = ("apc", "--checkpoints", "t.csv", "--format", "csv")
    assert [2, 0] == [run(*call, *more).code for more in ((), ("--decimal", "comma"))]
    assert "1.5" in run(*call, "--decimal", "comma").out
