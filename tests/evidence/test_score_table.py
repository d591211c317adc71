"""Tables of models and checkpoints: what is read, and what is wrong with a header, with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.evidence.score_table import CHECKPOINT_COLUMNS, MODEL_COLUMNS, ScoreTable
from reportgen.files.source import Source
from reportgen.problems import InputError

OF_MODELS = "model,accuracy,consumption"


def table(folder: Path, text: str, otherwise: str | None = None) -> ScoreTable:
    """The table of models with this text; otherwise: the decimal sign where no cell proves one."""
    (folder / "t.csv").write_text(text, encoding="utf-8")
    wanted = CHECKPOINT_COLUMNS if "time" in text else MODEL_COLUMNS
    return ScoreTable(Source(folder / "t.csv", "t.csv", comments=True), wanted, otherwise=otherwise)


@pytest.mark.parametrize(("otherwise", "wh"), [("comma", "1500"), ("point", "1.5")])
def test_a_sign_that_no_cell_proves_is_the_one_of_every_table(tmp_path: Path, otherwise: str, wh: str) -> None:
    """1.500 between semicolons may be either: what the user says of all tables decides, and a proof before it."""
    (row,) = table(tmp_path, "model;accuracy;consumption\na;1;1.500\n", otherwise).rows()
    (proven,) = table(tmp_path, "model;accuracy;consumption\na;0,5;1.500\n", otherwise).rows()

    assert (Decimal(wh), Decimal(1500)) == (row.numbers["consumption"], proven.numbers["consumption"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n\n", "t.csv: is empty (a CSV file with the columns model, accuracy, consumption)"),
        (f"\n{OF_MODELS}\n", "t.csv: there is no row below the header"),
        (
            f"\n{OF_MODELS},cost,price_per_kwh\na,1,1,1,1\n",
            "t.csv:2: both a cost and a price of electricity are given (leave one of them out)",
        ),
        (
            f"\n{OF_MODELS},consumption\na,1,1,1\n",
            't.csv:2: two columns are called "consumption" ("consumption" and "consumption": leave one of them out)',
        ),
        (
            f"\n{OF_MODELS},consumption (kWh)\na,1,1,1\n",
            't.csv:2: two columns hold consumption ("consumption" and "consumption (kWh)": leave one of them out)',
        ),
        (
            "\nmodel,accuracy,consumption (W/h)\na,1,1\n",
            't.csv:2: "consumption (W/h)" is power per hour: energy is Wh, kWh or J',
        ),
        ("\nmodel,acuracy,consumption\na,1,1\n", 't.csv:2: there is no column accuracy (did you mean "acuracy"?)'),
        (
            "\ntime,accuracy,consumption\n1,1,1\n",
            "t.csv:2: there is no column time_s (a time needs its unit: time_s, or time (min))",
        ),
    ],
)
def test_a_header_that_cannot_be_read_is_said_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    """On its second line, below a blank one; what is wrong with the file as a whole has none."""
    with pytest.raises(InputError) as caught:
        list(table(tmp_path, text).rows())
    assert [expected] == [str(problem) for problem in caught.value.problems]


IN_QUOTES = "numbers have a decimal point: 0.5; a name with a comma stands in double quotes"
NO_NUMBER = "accuracy: expected a number, found"
NO_COMMA = "accuracy: expected a number with a decimal comma, as others have, found"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{OF_MODELS}\na,0,5,1\n", f"the line has 4 cells, the header 3 ({IN_QUOTES})"),
        (f"{OF_MODELS}\na,0.5\n", "the line has 2 cells, the header 3 (is the line cut off or damaged?)"),
        (
            f"{OF_MODELS}\na;0.5;1;2\n".replace(",", ";"),
            "the line has 4 cells, the header 3 (is the line cut off or damaged?)",
        ),
        (f"{OF_MODELS}\na,,1\n", "accuracy is missing"),
        (f"{OF_MODELS}\n,0.5,1\n", "the model has no name"),
        ('model,consumption,accuracy\na,0.5,"0,5"\n', f'{NO_NUMBER} "0,5" (a decimal point: 0.5)'),
        (f"{OF_MODELS}\na,90.5%,1\n", f'{NO_NUMBER} "90.5%" (a fraction: did you mean 0.905?)'),
        ("model,accuracy (%),consumption\na,90 %,1\n", f'{NO_NUMBER} "90 %" (the column\'s name says percent: 90)'),
        (f"{OF_MODELS}\na,x,1\n", f'{NO_NUMBER} "x" (a number, such as 0.5)'),
        (
            f'{OF_MODELS}\na,0.5,"1,234,567"\n',
            'consumption: expected a number, found "1,234,567" (1234567 without a comma, if that is meant)',
        ),
        (f"{OF_MODELS}\na,90,1\n", "accuracy: 90 is too large: at most 1 (did you mean 0.9?)"),
        (f"{OF_MODELS}\na,0.5,-1\n", "consumption: -1 is too small: at least 0"),
        ("model;consumption;accuracy\na;0,1;0.5\n", f'{NO_COMMA} "0.5" (a number, such as 0,5)'),
        ("model;consumption;accuracy\na;0,1;90 %\n", f'{NO_COMMA} "90 %" (a fraction: did you mean 0,9?)'),
    ],
)
def test_a_cell_that_cannot_be_read_is_said_with_what_is_meant(tmp_path: Path, text: str, expected: str) -> None:
    """On the line below the header; an example is written with the sign that the table's numbers have."""
    with pytest.raises(InputError) as caught:
        list(table(tmp_path, text).rows())
    assert [f"t.csv:2: {expected}"] == [str(problem) for problem in caught.value.problems]


def test_every_column_that_is_missing_is_told_what_is_meant_by_it(tmp_path: Path) -> None:
    """A time without a unit is one; a name that is misspelt is asked about."""
    with pytest.raises(InputError) as caught:
        table(tmp_path, "time,acuracy,consumption\n1,1,1\n")
    assert [
        "t.csv:1: there is no column time_s (a time needs its unit: time_s, or time (min))",
        't.csv:1: there is no column accuracy (did you mean "acuracy"?)',
    ] == [str(problem) for problem in caught.value.problems]
