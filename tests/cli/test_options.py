"""Options that say how something is read or shown: each beside the call without it, on what both print."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportgen.cli.main import COMMANDS
from tests.cli.running import FOUR_FLAGS, Run

PRICE = '[[prices]]\ntask = "boats"\nprice = 0.9\ncurrency = "EUR"\nsource = "y"\nvalid_to = 2026-06-30\n'
EXPIRES = "the price of boats expires on 2026-06-30, in "


@pytest.mark.parametrize(
    ("at", "soon", "said"),
    [
        # two months are 60 days from the first of May on
        ("2026-04-30", (), ""),
        ("2026-05-01", (), f"{EXPIRES}60 days"),
        ("2026-06-29", (), f"{EXPIRES}1 day (add"),
        ("2026-06-29", ("--soon", "0"), ""),
        ("2026-06-30", ("--soon", "0"), f"{EXPIRES}0 days"),
        ("2026-04-30", ("--soon", "61"), f"{EXPIRES}61 days"),
        ("2026-07-01", ("--soon", "0"), "the price of boats expired on 2026-06-30"),
    ],
)
def test_how_far_ahead_prices_are_looked_after(
    run: Run, tmp_path: Path, at: str, soon: tuple[str, ...], said: str
) -> None:
    """Sixty days unless told; the last day is one of validity still."""
    (tmp_path / "t.toml").write_text(PRICE)
    done = run("costs", "check", "t.toml", "--at", at, *soon)
    assert (4 if said else 0, "") == (done.code, done.err)
    assert said in done.out
    assert ("nothing found in 1 row\n" == done.out) == (not said)


@pytest.mark.parametrize(("sign", "price"), [("comma", "1.500"), ("point", "1500")])
def test_the_decimal_sign_of_a_table_of_prices(run: Run, tmp_path: Path, sign: str, price: str) -> None:
    """Of 1,500 no other cell proves what it is; without the sign it is refused."""
    (tmp_path / "t.csv").write_text("task;price;currency\nboats;1,500;EUR\n")
    show = ("costs", "show", "--costs", "t.csv", "--task", "boats")
    assert 2 == run(*show).code
    assert f" {price} EUR/sample" in " ".join(run(*show, "--decimal", sign).out.replace(",", "").split())


def test_how_problems_are_written_is_said_with_what_nobody_chose(run: Run) -> None:
    """Every command has the option; its default is text."""
    shown = " ".join(run("check", "--help").out.split())
    assert "--problems [text|json] How problems are written to standard error. [default: text]" in shown
    shown = " ".join(run("generate", "--help").out.split())
    assert "--templates DIR A folder of templates in place of " in shown


def test_a_name_that_is_none_of_a_file_is_refused_with_what_one_is(run: Run) -> None:
    """Neither a folder nor a long text."""
    for name in ("a/b", "..", "x" * 300):
        assert "--name: is no plain file name (a name without folder, at most " in (
            run("generate", *FOUR_FLAGS, "--name", name).err
        )


def test_every_command_is_listed_with_a_sentence(run: Run) -> None:
    """What it does: a verb in capital and small letters, and a full stop at the end."""
    listed = " ".join(run("--help").out.partition("Commands:\n")[2].split())
    assert " ".join(f"{name} {text}" for name, (_, text) in COMMANDS.items()) == listed
    assert [] == [text for _, text in COMMANDS.values() if not re.fullmatch(r"[A-Z][a-z]+[ ,].+[^.]\.", text)]


def test_the_counters_of_a_cpu_are_where_linux_has_them(run: Run) -> None:
    """The kernel's documentation (power/powercap) has the folder."""
    for command in ("measure", "devices"):
        assert "/sys/class/powercap" in run(command, "--help").out


RUNS = "subset,acc,energy,time\na,0.5,3.6,30\nb,0.5,7.2,60\n"
TRAINING = ("training", "t.csv", "--group", "subset", "--energy", "energy", "--accuracy", "acc", "--format", "json")


@pytest.mark.parametrize(
    ("energy", "duration", "kwh", "seconds"),
    [
        *(("MJ", "min", [1, 2], [1800, 3600]), ("Wh", "s", [0.0036, 0.0072], [30, 60])),
        *(
            ("kWh", "h", [3.6, 7.2], [108000, 216000]),
            ("J", None, [1e-6, 2e-6], None),
            ("kJ", None, [1e-3, 2e-3], None),
        ),
        *(("GJ", None, [1000, 2000], None), ("MWh", None, [3600, 7200], None)),
    ],
)
def test_units_that_the_call_says(
    run: Run, tmp_path: Path, energy: str, duration: str | None, kwh: list[float], seconds: list[float] | None
) -> None:
    """Columns whose names say none: 3.6 MJ are 1 kWh, 30 min are 1,800 s; without a unit nothing is guessed."""
    (tmp_path / "t.csv").write_text(RUNS)
    timed = ("--duration", "time", "--duration-unit", duration) if duration else ()
    done = run(*TRAINING, "--energy-unit", energy, *timed)
    assert 0 == done.code, done.err
    groups = {group["group"]["subset"]: group for group in json.loads(done.out)["groups"]}
    assert kwh == [groups[name]["energy_kwh"]["median"] for name in "ab"]
    expected: list[float | None] = [*seconds] if seconds else [None, None]
    assert expected == [(groups[name]["duration_s"] or {}).get("median") for name in "ab"]
    refused = run(*TRAINING)
    assert (2, True) == (refused.code, "--energy-unit: J, kJ, MJ, GJ, Wh, kWh, MWh" in refused.err)


@pytest.mark.parametrize(("step", "closest"), [("0.05", 0.025), ("2", 1)])
def test_the_width_of_a_cell_of_cost(run: Run, tmp_path: Path, step: str, closest: float) -> None:
    """The middle c of the first cell counts: at accuracy 0.705, 0.705 / (10 c (0.9 * 0.295 + 0.1) + 1)."""
    (tmp_path / "t.csv").write_text("time_s,accuracy,consumption,cost\n200,0.7,10,0.03\n")
    done = run("apc", "--checkpoints", "t.csv", "--cost-step", step, "--format", "json")
    expected = 0.705 / (10 * closest * (0.9 * 0.295 + 0.1) + 1)
    assert expected == pytest.approx(json.loads(done.out)["closest_apec"], rel=1e-12)


def test_the_edition_of_a_page(run: Run, tmp_path: Path) -> None:
    """The brief one has no appendix, the full one every formula with its numbers; standard where nobody says."""
    sizes = {}
    for edition in ("", "brief", "standard", "full"):
        told = ("--edition", edition) if edition else ()
        assert 0 == run("generate", *FOUR_FLAGS, "--format", "html", "--name", edition or "r", *told).code
        sizes[edition] = len(re.findall("<tr", (tmp_path / f"{edition or 'r'}.html").read_text(encoding="utf-8")))
    assert sizes["brief"] < sizes["standard"] == sizes[""] < sizes["full"]
