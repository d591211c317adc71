"""The sign of decimals in tables of runs: proven by a cell, said by the user, or a problem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.evidence.making import SIMPLE, problems_of, runs_of

# Handed kind: 72.500 samples and 1.500 kWh of a file whose cells are separated by semicolons.
GERMAN = "g;energy (kWh);acc;images\na;{energy};{acc};72.500\n"
SAY = "say --decimal comma or --decimal point (decimal: comma in a manifest)"
OF_GERMAN = replace(SIMPLE, per="images", per_is_size=True)


@pytest.mark.parametrize(
    ("energy", "acc", "said", "expected"),
    [
        ("1.500", "0,95", None, ("1500", "0.95", "72500")),
        ("1.234,5", "1", None, ("1234.5", "1", "72500")),
        ("1.500", "1", "comma", ("1500", "1", "72500")),
        ("1.500", "1", "point", ("1.5", "1", "72.5")),
        ("1,5 MJ", "1", None, ("0.4166666666666667", "1", "72500")),
    ],
)
def test_a_decimal_comma_is_proven_or_said(
    tmp_path: Path, energy: str, acc: str, said: str | None, expected: tuple[str, str, str]
) -> None:
    """One cell proves it for all, also for a column of whole numbers."""
    runs = runs_of(tmp_path, GERMAN.format(energy=energy, acc=acc), replace(OF_GERMAN, decimal=said))
    assert runs.per is not None
    assert tuple(map(float, expected)) == (runs.energy[0], runs.accuracy[0], runs.per[0])


@pytest.mark.parametrize(
    ("energy", "acc", "expected"),
    [
        ("1.500", "1", f'"energy (kWh)" is 1.500, which may be 1.5 or 1500 ({SAY})'),
        ("2", "1", f'"images" is 72.500, which may be 72.5 or 72500 ({SAY})'),
        # the point is proven, but nobody trains on 72.5 samples
        ("2", "0.95", f'"images" is 72.500, which may be 72.5 or 72500 ({SAY})'),
        (
            "1,5",
            "0.95",
            '"acc" is 0.95, with a decimal point, and others have a comma (write them all with the same sign)',
        ),
    ],
)
def test_what_no_cell_proves_is_a_problem_with_both_readings(
    tmp_path: Path, energy: str, acc: str, expected: str
) -> None:
    """What separates the cells proves nothing."""
    assert [f"runs.csv:2: {expected}"] == problems_of(tmp_path, GERMAN.format(energy=energy, acc=acc), OF_GERMAN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("g,energy (kWh),acc\na,1.500,1\n", 1.5),  # commas between cells leave the point to decimals
        ('g,energy (kWh),acc\na,"1,5",1\n', 1.5),
        ('g,energy (kWh),acc\na,"1,500",0.5\n', 1500),
        ('g,energy (kWh),acc\na,"1,234.5",1\n', 1234.5),
        ("g;energy (kWh);acc\na;1\u00a0500;0,5\n", 1500),
        ("g;energy (kWh);acc\na;1500;1\n", 1500),
    ],
)
def test_numbers_as_locales_write_them(tmp_path: Path, text: str, expected: float) -> None:
    """Thousands grouped, and a decimal comma in quotes."""
    assert expected == runs_of(tmp_path, text).energy[0]


@pytest.mark.parametrize(
    ("accuracy", "said"), [("0.9", "0.5 with a decimal point"), ("0,9", "0,5 with a decimal comma")]
)
def test_what_is_no_number_is_asked_for_with_the_sign_of_the_file(tmp_path: Path, accuracy: str, said: str) -> None:
    """Whoever mends the cell needs no second word for it."""
    (problem,) = problems_of(tmp_path, f"g;energy (kWh);acc\na;x;{accuracy}\n")
    assert f"which is no number (write {said}, and nothing where the number is not known)" in problem


def test_a_number_in_quotes_that_nothing_proves_is_a_problem(tmp_path: Path) -> None:
    """1,500 between commas may be either."""
    (problem,) = problems_of(tmp_path, 'g,energy (kWh),acc\na,"1,500",1\n')
    assert '"energy (kWh)" is 1,500, which may be 1.5 or 1500' in problem


def test_a_label_proves_no_decimal_sign(tmp_path: Path) -> None:
    """The version 1.10 says nothing of how numbers are written."""
    assert "which may be 1.5 or 1500" in problems_of(tmp_path, "g;energy (kWh);acc\n1.10;1.500;1\n")[0]


@pytest.mark.parametrize(
    ("energy", "acc", "otherwise", "expected"),
    [
        ("1.500", "1", "comma", (1500, 72500)),
        ("1.500", "1", "point", (1.5, 72.5)),
        ("1.500", "0,95", "point", (1500, 72500)),  # a cell proves the comma of this table
        ("2", "0.95", "point", (2, 72.5)),  # who says the point, and has it proven, means 72.5
        ("2", "0.95", "comma", None),
        ("2", "0.95", None, None),
    ],
)
def test_a_sign_that_is_said_of_every_table_decides_what_no_cell_proves(
    tmp_path: Path, energy: str, acc: str, otherwise: str | None, expected: tuple[float, float] | None
) -> None:
    """As --decimal says it of all files of a run; nobody trains on 72.5 samples unless it agrees with the cells."""
    text, columns = GERMAN.format(energy=energy, acc=acc), replace(OF_GERMAN, otherwise_decimal=otherwise)
    if expected is None:
        assert [f'runs.csv:2: "images" is 72.500, which may be 72.5 or 72500 ({SAY})'] == problems_of(
            tmp_path, text, columns
        )
        return
    runs = runs_of(tmp_path, text, columns)
    assert runs.per is not None
    assert expected == (runs.energy[0], runs.per[0])


def test_between_commas_a_count_may_have_decimals(tmp_path: Path) -> None:
    """There a point is one of decimals, as it is in the energy beside it."""
    runs = runs_of(tmp_path, "g,energy (kWh),acc,images\na,1.500,0.95,72.500\n", OF_GERMAN)
    assert runs.per is not None
    assert (1.5, 72.5) == (runs.energy[0], runs.per[0])
