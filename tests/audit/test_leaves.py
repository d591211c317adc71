"""Which leaves of a report are held against its inputs, and in which of their fields."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportgen
from tests.audit.test_again import SMI, again, four
from tests.inputs.runs import FOUR_LINES, write


def energies(folder: Path, *entries: str, **texts: str) -> reportgen.Report:
    """The report of a run with these entries of energy and files."""
    for name, text in texts.items():
        write(folder, f"{name}.csv", text)
    return reportgen.load(write(folder, "run.yaml", FOUR_LINES + f"energy: [{', '.join(entries)}]\n"))


@pytest.mark.parametrize(
    ("key", "field", "value", "told"),
    [
        ("licence", "label", "Fees", 'label stated "Fees", derived "Licence"'),
        ("licence", "unit", "EUR", 'unit stated "EUR", derived "USD"'),
        ("samples_before", "value", Decimal(3), "stated 3, derived 110000"),
        ("samples_before", "basis", "measured", 'basis stated "measured", derived "stated"'),
        ("pue", "low", Decimal(1), "low stated 1, derived 1."),
        ("pue", "note", "ours", 'note stated "ours", derived "'),
    ],
)
def test_a_field_that_is_another_is_told(key: str, field: str, value: Any, told: str) -> None:
    """Of a figure without a value too, of which nothing says where it would be from."""
    found = again(four(), lambda it: it["figures"][key].update({field: value}))[1]
    assert [it for it in found if it.startswith(f"{key}: {told}")]


def test_an_energy_is_held_where_its_record_is_carried(tmp_path: Path) -> None:
    """A number that is another is told; of a log that is not there it is taken as stated."""
    made = energies(tmp_path, "{file: gpu.csv}", gpu=SMI)

    def change(it: Any) -> None:
        it["figures"]["energy.gpu"]["value"] = Decimal(9)

    assert any(it.startswith("energy.gpu: stated 9, derived 0.0016") for it in again(made, change)[1])
    assert [] == again(made, change, carried=False)[1]


def test_a_stated_energy_beside_a_log_that_is_not_there(tmp_path: Path) -> None:
    """Both are called alike: which is which without the log, nobody can tell."""
    made = energies(tmp_path, "{file: gpu.csv}", "{kwh: 3, scope: gpu}", gpu=SMI)
    assert {"energy.gpu", "energy.gpu_2"} <= made.figures.keys()
    assert [[], []] == [again(made, carried=it)[1] for it in (True, False)]


def test_what_only_devices_decide_is_not_held(tmp_path: Path) -> None:
    """Which of two records of one time is added, and beside which other one."""
    head = "timestamp, index, power.draw [W]\n"
    rows = [f"2026/11/21 20:0{minute}:00.000, {{0}}, 100\n" for minute in (0, 1)]
    one, two = (head + "".join(rows).format(gpu) for gpu in (0, 1))
    for other, told in ((two, "added to a.csv of the same time"), (one, "")):
        made = energies(tmp_path, "{file: a.csv}", "{file: b.csv}", a=one, b=other)
        assert bool(told) == (told != "" and told in (made.figures["energy.b"].note or ""))
        assert [] == again(made)[1]
