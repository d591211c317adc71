"""What to do about a file, as whoever wrote a manifest can do it."""

from __future__ import annotations

import shlex

import pytest
import yaml

from reportgen.energy.importers.own_columns import say_columns
from reportgen.inputs.manifest_words import in_manifest_words


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        ("say --columns time=t,power_w=a+b", "say columns: {time: t, power_w: a+b}"),
        ('say --columns "time_ms=Time (ms),power_w=P"', "say columns: {time_ms: Time (ms), power_w: P}"),
        ('say --columns "time=a: b,power_w=it\'s {x}"', "say columns: {time: 'a: b', power_w: 'it''s {x}'}"),
        ("such as --columns time=NAME,power_w=NAME; time is", "such as columns: {time: NAME, power_w: NAME}; time is"),
        ("say it: --as tegrastats --columns interval_s=1", "say it: tool: tegrastats, columns: {interval_s: 1}"),
        ("say which: --as wide-csv", "say which: tool: wide-csv"),
        ("--run 2, or run: 2 in a manifest, takes it alone", "run: 2, takes it alone"),
        ("--run COL, or run: COL in a manifest", "run: COL"),
        (
            "say --run id if they are, else name it: --run COL, or run: COL in a manifest",
            "say run: id if they are, else name it: run: COL",
        ),
        ("with --energy-unit: J, kWh, or energy_unit in a manifest", "with energy_unit: J, kWh"),
        ("with --duration-unit: s, h, or duration_unit in a manifest", "with duration_unit: s, h"),
        ("say --energy-unit", "say energy_unit"),
        (
            "--decimal point or comma, or decimal=point in --columns",
            "--decimal point or comma, or columns: {decimal: point}",
        ),
        ("copy it again", "copy it again"),
    ],
)
def test_options_of_a_command_become_fields(hint: str, expected: str) -> None:
    """Columns, tool, run, units and the decimal sign; what is no option of a command that reads the file stays."""
    assert expected == in_manifest_words(hint)


@pytest.mark.parametrize(
    "columns",
    [
        {"time": "timestamp", "power_w": "power_w"},
        {"time_ms": "Time (ms)", "power_mw": "Power (mW)+x"},
        {"time": "Zeit: lokal", "power_w": "l'énergie [W]"},
    ],
)
def test_columns_are_said_as_a_shell_and_as_yaml_read_them(columns: dict[str, str]) -> None:
    """What is suggested can be pasted: one word for the shell, a mapping of the same for a manifest."""
    said = say_columns(columns)
    option, given = shlex.split(said)
    read = dict(pair.split("=", 1) for pair in given.split(","))

    assert ("--columns", columns, {"columns": columns}) == (option, read, yaml.safe_load(in_manifest_words(said)))
