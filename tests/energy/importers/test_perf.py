"""Energy events of perf stat, held against joules added up by hand."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import perf
from tests.energy.importers.sources import joules, only, problem, sample, written

BLOCK = " Performance counter stats for 'system wide':\n\n"
NO_JOULES = "record:1: the number of Joules"
END = "\n       2.500000000 seconds time elapsed\n"


def test_package_and_memory_are_added_and_nothing_that_overlaps() -> None:
    """1,512 J + 288 J = 1,800 J = 0.0005 kWh; the cores are in the package, and psys holds it all."""
    source = sample("perf", "human.txt")

    record = only(perf.extract(source))

    assert perf.identify(source)
    assert Decimal("0.0005") == record.energy_kwh
    assert [("package", "cpu", 1512), ("DRAM", "ram", 288)] == [
        (device.name, device.kind, int(joules(device.energy_kwh))) for device in record.devices
    ]
    assert Decimal("60.001343899") == record.duration_s
    assert (datetime(2026, 3, 2, 9, 15), datetime(2026, 3, 2, 9, 16, 0, 1344)) == (record.started_at, record.ended_at)
    assert {"RAPL counter"} == {device.method for device in record.devices}
    assert any("energy-cores, energy-psys" in warning for warning in record.warnings)


def test_decimal_comma_and_thousands_with_points() -> None:
    """A German locale writes 1.512,00 Joules and 60,001343899 seconds."""
    source = sample("perf", "human_decimal_comma.txt")

    record = only(perf.extract(source))

    assert perf.identify(source)
    assert Decimal("0.00042") == record.energy_kwh
    assert Decimal("60.001343899") == record.duration_s


def test_intervals_are_added() -> None:
    """(19.50 + 19.25 + 21.25) + (3.50 + 3.75 + 4.75) = 60 + 12 J; the time is that of the last line."""
    source = sample("perf", "intervals.csv")

    record = only(perf.extract(source))

    assert perf.identify(source)
    assert 72 == joules(record.energy_kwh)
    assert Decimal("3.003657679") == record.duration_s
    assert record.interval_s is not None
    assert Decimal("1.001219226") == round(record.interval_s, 9)


def test_sockets_are_devices_and_each_counter_ran_the_whole_time() -> None:
    """237.60 J + 237.80 J; a line of one counter says how long the run took, where a line of all adds it up."""
    record = only(perf.extract(sample("perf", "sockets.csv")))

    assert Decimal("475.4") == joules(record.energy_kwh)
    assert ["package S0", "package S1"] == [device.name for device in record.devices]
    assert Decimal("10.002829651") == record.duration_s


def test_field_four_is_no_duration(tmp_path: Path) -> None:
    """Two sockets of 10 s each give 20 s of counter time, and the line does not say how many there were."""
    record = only(perf.extract(written(tmp_path, "475.42,Joules,power/energy-pkg/,20005659301,100.00,,\n")))

    assert Decimal("475.42") == joules(record.energy_kwh)
    assert record.duration_s is None
    assert 1 == len(record.warnings)
    assert record.warnings[0].endswith("(their nanoseconds are added up over sockets): the duration is unknown")


@pytest.mark.parametrize(
    "line",
    [
        "1234.50,Joules,power/energy-pkg/,2000,100.00,,",
        "1234.50;Joules;power/energy-pkg/;2000;100.00;;",
        "1234,50;Joules;power/energy-pkg/;2000;100,00;;",
        "1234,50,Joules,power/energy-pkg/,2000,100,00,,",
        "1234.50|Joules|power/energy-pkg/|2000|100.00||",
        "1234.50\tJoules\tpower/energy-pkg/\t2000\t100.00",
        "1234.50,Joules,power/energy-pkg/u,0.50%,2000,100.00,,",
        "          1,234.50 Joules power/energy-pkg/        ( +-  0.50% )",
        "          1.234,50 Joules power/energy-pkg/",
        "          1 234,50 Joules power/energy-pkg/",
        "          1\u202f234,50 Joules power/energy-pkg/",
        "          1'234.50 Joules power/energy-pkg/",
        "S0        1           1,234.50 Joules power/energy-pkg/",
        "1234.50 Joules ".rjust(200) + "power/energy-pkg/",
        '{"counter-value" : "1234,50", "unit" : "Joules", "event" : "power/energy-pkg/"}',
    ],
)
def test_every_separator_and_locale(tmp_path: Path, line: str) -> None:
    """1,234.5 J in each way to write it."""
    source = written(tmp_path, line + "\n")

    assert perf.identify(source)
    assert Decimal("1234.5") == joules(only(perf.extract(source)).energy_kwh)


@pytest.mark.parametrize(
    "lines",
    [
        "     1.000000000              19.50 Joules power/energy-pkg/\n"
        "     2.000000000    20.50 Joules power/energy-pkg/\n",
        "     1,000000000,19,50,Joules,power/energy-pkg/,1,100,00,,\n"
        "     2,000000000,20,50,Joules,power/energy-pkg/,1,,\n",
        "1.000000000,S0,1,9.50,Joules,power/energy-pkg/,1,,\n1.000000000,S1,1,10.00,Joules,power/energy-pkg/,1,,\n"
        "2.000000000,S0,1,10.50,Joules,power/energy-pkg/,1,,\n2.000000000,S1,1,10.00,Joules,power/energy-pkg/,1,,\n",
        "1.000000000,19.50,Joules,power/energy-pkg/,1,,\n2.000000000,20.50,Joules,power/energy-pkg/,1,,\n"
        "summary,40.00,Joules,power/energy-pkg/,2,,\n",
        "     1.000000000   19.50 Joules power/energy-pkg/\n     2.000000000   20.50 Joules power/energy-pkg/\n\n"
        + BLOCK
        + "             40.00 Joules power/energy-pkg/\n",
    ],
)
def test_every_form_of_intervals(tmp_path: Path, lines: str) -> None:
    """19.5 J, then 20.5 J; a summary below them is not counted again."""
    record = only(perf.extract(written(tmp_path, lines)))

    assert (Decimal(40), False) == (joules(record.energy_kwh), record.at_least)
    assert 2 == record.duration_s


@pytest.mark.parametrize(
    ("events", "expected_j"),
    [
        ({"pkg": "10.00", "psys": "30.00"}, 10),
        ({"psys": "30", "ram": "2.00"}, 30),
        ({"cores": "6.00", "gpu": "1.00", "ram": "2.00"}, 9),
        ({"cores": "6.00", "gpu": "1.00", "pkg": "10.00"}, 10),
    ],
)
def test_domains_that_overlap(tmp_path: Path, events: dict[str, str], expected_j: int) -> None:
    """psys counts only alone, and cores and the integrated GPU only where no package is there."""
    lines = [f"  {value} Joules power/energy-{domain}/\n" for domain, value in events.items()]

    assert expected_j == joules(only(perf.extract(written(tmp_path, BLOCK + "".join(lines) + END))).energy_kwh)


@pytest.mark.parametrize(
    ("domains", "expected"),
    [
        (("pkg", "ram"), {("package", "cpu"), ("DRAM", "ram")}),
        (("cores", "gpu", "ram"), {("cores", "cpu"), ("integrated GPU", "gpu"), ("DRAM", "ram")}),
        (("psys",), {("platform", "machine")}),
    ],
)
def test_a_domain_is_called_by_what_it_measures(
    tmp_path: Path, domains: tuple[str, ...], expected: set[tuple[str, str]]
) -> None:
    """Where no package is there, its parts stand by themselves."""
    lines = [f"  2.00 Joules power/energy-{domain}/\n" for domain in domains]
    record = only(perf.extract(written(tmp_path, BLOCK + "".join(lines) + END)))

    assert expected == {(device.name, device.kind) for device in record.devices}


@pytest.mark.parametrize("value", ["<not supported>", "<not counted>", "0.00 Joules"])
def test_not_counted_is_not_measured(tmp_path: Path, value: str) -> None:
    """No counter, and a counter that says zero, are no energy of the package and the memory."""
    lines = "".join(f"   {value} power/energy-{domain}/   \n" for domain in ("pkg", "ram"))
    source = written(tmp_path, f"{BLOCK}{lines}{END}")

    record = only(perf.extract(source))

    assert perf.identify(source)
    assert record.energy_kwh is None
    assert {("package", None), ("DRAM", None)} == {(device.name, device.energy_kwh) for device in record.devices}
    assert any("not measured" in warning for warning in record.warnings)


@pytest.mark.parametrize(("others", "said"), [(("ram",), "1 value says"), (("ram", "gpu"), "2 values say")])
def test_a_domain_that_is_not_supported_leaves_the_others(tmp_path: Path, others: tuple[str, ...], said: str) -> None:
    """Without DRAM counter the package alone is the figure, and that is said."""
    text = "9.00,Joules,power/energy-pkg/,1,,\n"
    text += "".join(f"<not supported>,Joules,power/energy-{domain}/,0,,\n" for domain in others)

    record = only(perf.extract(written(tmp_path, text)))

    assert 9 == joules(record.energy_kwh)
    assert [("DRAM", None)] == [(device.name, device.energy_kwh) for device in record.devices if device.kind == "ram"]
    assert f"{said} <not counted> or <not supported>: what would have stood there is in no sum" in record.warnings


@pytest.mark.parametrize(
    "text",
    [
        BLOCK + "  5.00 Joules power/energy-pkg/\n" + END + BLOCK + "  7.00 Joules power/energy-pkg/\n" + END,
        "5.00,Joules,power/energy-pkg/,1,,\n7.00,Joules,power/energy-pkg/,1,,\n",
        "5.00,Joules,power/energy-pkg/,1,,\n" + BLOCK + "  7.00 Joules power/energy-ram/\n" + END,
        "1.000 5.00 Joules power/energy-pkg/\n"
        + BLOCK
        + "  5.00 Joules power/energy-pkg/\n"
        + END
        + BLOCK
        + "  7.00 Joules power/energy-pkg/\n"
        + END,
        "# started on x\n5.00,Joules,power/energy-pkg/,1,,\n# started on x\n7.00,Joules,power/energy-pkg/,1,,\n",
        "1.000,2.00,Joules,power/energy-pkg/,1,,\n2.000,3.00,Joules,power/energy-pkg/,1,,\n1.000,7.00,Joules,power/energy-pkg/,1,,",
    ],
)
def test_runs_appended_to_one_file_are_records_of_their_own(tmp_path: Path, text: str) -> None:
    """5 J and 7 J are two runs, with or without a mark between them."""
    records = perf.extract(written(tmp_path, text))

    assert [5, 7] == [joules(record.energy_kwh) for record in records]


def test_a_mean_over_runs_says_so(tmp_path: Path) -> None:
    """perf stat -r prints the mean: the figure is that of one run."""
    text = " Performance counter stats for 'x' (10 runs):\n\n   5.00 Joules power/energy-pkg/  ( +-  1.00% )\n"
    text += "\n      1.5000 +- 0.0100 seconds time elapsed  ( +-  0.67% )\n"

    record = only(perf.extract(written(tmp_path, text)))

    assert 5 == joules(record.energy_kwh)
    assert Decimal("1.5") == record.duration_s
    assert any("10 runs" in warning for warning in record.warnings)


def test_other_events_are_passed_over(tmp_path: Path) -> None:
    """Cycles beside the energy are none of ours."""
    text = BLOCK + "   1,234,567   cycles   #  0.36 insn per cycle\n   5.00 Joules power/energy-pkg/\n" + END

    assert 5 == joules(only(perf.extract(written(tmp_path, text))).energy_kwh)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "record: there is no energy event in the file"),
        (BLOCK + END, "record: there is no energy event in the file"),
        ("5.00,Joules,power/ene", "record:1: no energy event is named in '5.00,Joules,power/ene'"),
        ("x,Joules,power/energy-pkg/,1,,\n", "record:1: the number of Joules is 'x', which is no number"),
        ("-5.00,Joules,power/energy-pkg/,1,,\n", "record:1: the number of Joules is -5.00, below zero"),
        ("5.00,Watts,power/energy-pkg/,1,,\n", "record:1: the unit is 'Watts', not Joules"),
        ("Joules,power/energy-pkg/,1,,\n", "record:1: the value or its unit is missing"),
        ("nan,Joules,power/energy-pkg/,1,,\n", "record:1: the number of Joules is 'nan', which is no number"),
        ("  1.234 Joules power/energy-pkg/\n", "record:1: '1.234' may have thousands or decimals"),
        ("  abc Joules power/energy-pkg/\n", "record:1: 'abc Joules' is no number of Joules"),
        (f"  {'9' * 31} Joules power/energy-pkg/\n", f"record:1: the number of Joules is '{'9' * 31}"),
        ("what,1,5.00,Joules,power/energy-pkg/,1,,\n", "record:1: 'what 1' before the value is not known here"),
        ("S0,1,2,5.00,Joules,power/energy-pkg/,1,,\n", "record:1: 'S0 1 2' before the value is not known here"),
        (
            "5.00,Joules,power/energy-pkg/,x,,\n",
            "record:1: the time that the counter ran is 'x', which is no number",
        ),
        ("5.00 Joules ".rjust(201) + "power/energy-pkg/\n", "record:1: the event stands more than 200 characters"),
        ("1 " * 200 + "x Joules power/energy-pkg/", "record:1: the event stands more than 200 characters"),
        (b"\xff,Joules,power/energy-pkg/\n", "record:1: the byte 0xFF here is not UTF-8"),
        (
            "315360001.0,5.00,Joules,power/energy-pkg/,1,,\n",
            "record:1: the time is 315360001.0 s, longer",
        ),
        ('{"counter-value" : "5.0", "event" : "power/energy-pkg/"', 'record:1: \'{"counter-value"'),
        ('{"counter-value" : "x", "unit" : "Joules", "event" : "power/energy-pkg/"}', "record:1: the number of Joules"),
        (
            '{"counter-value" : NaN, "unit" : "Joules", "event" : "power/energy-pkg/"}',
            f"{NO_JOULES} is 'NaN', which is",
        ),
        (
            '{"interval" : "x", "counter-value" : "5.0", "unit" : "Joules", "event" : "power/energy-pkg/"}',
            "record:1: the time is 'x', which is no number",
        ),
        (
            '{"counter-value" : "5", "unit" : "Joules", "event" : "power/energy-pkg/", "event-runtime" : "x"}',
            "record:1: the time that the counter ran is 'x', which is no number",
        ),
        ('{"counter-value" : "5.0", "unit" : "W", "event" : "power/energy-pkg/"}', "record:1: the unit is 'W'"),
        (
            '{"counter-value" : "5.0", "unit" : "Joules", "x" : "power/energy-pkg/"}',
            "record:1: no energy event is named",
        ),
    ],
)
def test_damage_is_said_in_one_line(tmp_path: Path, content: str | bytes, expected: str) -> None:
    """What is wrong, with its line."""
    assert problem(perf.extract, written(tmp_path, content)).startswith(expected)


def test_an_end_that_is_cut_off_is_said(tmp_path: Path) -> None:
    """Without its last line the human form says no duration."""
    record = only(perf.extract(written(tmp_path, BLOCK + "  5.00 Joules power/energy-pkg/\n")))

    assert record.duration_s is None
    assert "the line of the elapsed time is missing: is the end cut off?" in record.warnings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "power/energy-pkg/ is an event\n",
        "1,2,3\n",
        BLOCK + "  9 cycles\n",
        '{"counter-value" : "9", "event" : "cycles"}\n',
        '{"event" : "power/energy-pkg/"}\n',
    ],
)
def test_other_files_are_not_perfs(tmp_path: Path, text: str) -> None:
    """A file that measures no energy is somebody else's."""
    assert not perf.identify(written(tmp_path, text))


@pytest.mark.parametrize(
    ("events", "missing"),
    [
        (("pkg",), False),
        (("pkg", "ram"), False),
        (("psys",), False),
        (("cores",), True),
        (("cores", "ram"), True),
        (("ram",), True),
    ],
)
def test_a_package_that_is_missing_is_told(tmp_path: Path, events: tuple[str, ...], missing: bool) -> None:
    """Cores and memory leave out the rest of the package; the package itself and the platform leave out nothing."""
    lines = "".join(f"             10.00 Joules power/energy-{event}/\n" for event in events)
    record = only(perf.extract(written(tmp_path, BLOCK + lines + END)))

    assert 10 * len(events) == joules(record.energy_kwh)
    text = "energy-pkg is missing: what the package drew beside its cores is in no figure"
    assert ((text,) if missing else ()) == record.warnings


def test_the_programs_own_joules_are_not_perfs() -> None:
    """12.74 J + 8.18 J = 20.92 J in 5.002 s; the 12.5 J that the program prints about itself are no reading."""
    record = only(perf.extract(sample("perf", "with_program_output.txt")))

    assert Decimal("20.92") == joules(record.energy_kwh)
    assert Decimal("5.001965465") == record.duration_s
    assert not record.at_least


@pytest.mark.parametrize(
    ("line", "is_lost"),
    [
        ("Total energy: 12.5 Joules (self-measured)", False),
        ("we used 12.5 Joules", False),
        ("+ perf stat -a -e power/energy-pkg/ -- ./run", False),
        ("12.5 Joules of heat", False),
        ("             12.74 Joules power/energ", True),
        ("             12.74 Joules", True),
        ("             12.74 Jou", True),
        ("             12.7", True),
        ("12.7".rjust(200), True),
        ("12.7".rjust(201), False),
        ("             12.74 Joules X", False),
        ("       1,234,567      cycles", False),
        ("              1,234 J/s", False),
        ("12.74,Joules,power/exergy-pkg/,1,,", True),
        ("12.74,Joules,pXwer/energy-pkg/,1,,", True),
        ("S0,1,12.74,Joules,power_core/en", True),
        ("S0        1       12.74 Joules pow", True),
        ("             1x.74 Joules power/energy-ram/", True),
    ],
)
def test_a_line_is_lost_where_it_was_perfs(tmp_path: Path, line: str, is_lost: bool) -> None:
    """What a program prints between perf's lines costs nothing; a damaged reading makes the 5 J a least figure."""
    record = only(perf.extract(written(tmp_path, f"{BLOCK}   5.00 Joules power/energy-pkg/\n{line}\n{END}")))

    assert 5 == joules(record.energy_kwh)
    assert is_lost == record.at_least
    assert is_lost == any("1 of 2 rows has no energy (line 4: " in warning for warning in record.warnings)


def test_what_is_lost_is_told_of_all_that_the_file_holds(tmp_path: Path) -> None:
    """Two readings of a run and two of the next; the fifth, cut off below the mark of a third, is lost."""
    line = "5.00,Joules,power/energy-{},1,,\n"
    run = line.format("pkg/") + line.format("ram/")
    records = perf.extract(written(tmp_path, f"{run}# started on x\n{run}# started on y\n   12.74 Jou\n"))

    assert [10, 10] == [joules(record.energy_kwh) for record in records]
    assert any("1 of 5 rows has no energy (line 7: " in it for record in records for it in record.warnings)


@pytest.mark.parametrize(("seconds", "duration_s"), [("315360000.0", Decimal("315360000.0")), ("315360000.1", None)])
def test_no_run_took_longer_than_ten_years(tmp_path: Path, seconds: str, duration_s: Decimal | None) -> None:
    """What says so is damaged, and no duration."""
    text = f"{BLOCK}   5.00 Joules power/energy-pkg/\n\n  {seconds} seconds time elapsed\n"

    assert duration_s == only(perf.extract(written(tmp_path, text))).duration_s


def test_a_damaged_domain_still_counts_as_there(tmp_path: Path) -> None:
    """Without the package's value psys must not take its place: 8.18 J of memory are the least."""
    text = "  x Joules power/energy-pkg/\n  8.18 Joules power/energy-ram/\n  51.10 Joules power/energy-psys/\n"
    record = only(perf.extract(written(tmp_path, BLOCK + text + END)))

    assert Decimal("8.18") == joules(record.energy_kwh)
    assert (True, record.energy_kwh, None) == (record.at_least, record.low_kwh, record.high_kwh)


def test_json_by_intervals() -> None:
    """(19.50 + 19.25 + 21.25) + (3.50 + 3.75 + 4.75) = 60 + 12 J, as in the CSV of the same run."""
    source = sample("perf", "intervals.json")
    record = only(perf.extract(source))

    assert perf.identify(source)
    assert 72 == joules(record.energy_kwh)
    assert Decimal("3.003657679") == record.duration_s
    assert ["package", "DRAM"] == [device.name for device in record.devices]


@pytest.mark.parametrize(
    ("place", "ran_ns", "duration_s"),
    [
        ("S0,1", "10002829651", Decimal("10.002829651")),
        ("CPU0", "10002829651", Decimal("10.002829651")),
        ("S0,1", "", None),
        ("S0,4", "40011318604", None),
        ("S0,<4", "40011318604", None),
    ],
)
def test_how_long_one_counter_ran_is_how_long_the_run_took(
    tmp_path: Path, place: str, ran_ns: str, duration_s: Decimal | None
) -> None:
    """Of a line that says no time, or the times of four counters added up, nobody knows it, and that is said."""
    text = f"{place},237.60,Joules,power/energy-pkg/,{ran_ns},100.00,,\n"
    record = only(perf.extract(written(tmp_path, text)))

    assert duration_s == record.duration_s
    assert (duration_s is None) == any("the duration is unknown" in warning for warning in record.warnings)


def test_json_by_sockets(tmp_path: Path) -> None:
    """237.60 J + 237.80 J, each counted once over 10 s; what is no energy, and blanks before, are passed over."""
    line = '{"socket" : "%s", "%s" : 1, "counter-value" : "%s", "unit" : "Joules", "event" : "power/energy-pkg/", '
    line += '"event-runtime" : 10002829651, "pcnt-running" : 100.00}\n'
    cycles = '{"counter-value" : "123.0", "unit" : "", "event" : "cycles", "event-runtime" : 5}\n'
    text = "  " + line % ("S0", "aggregate-number", "237.600000") + cycles + line % ("S1", "counters", "237.800000")
    record = only(perf.extract(written(tmp_path, text)))

    assert Decimal("475.4") == joules(record.energy_kwh)
    assert ["package S0", "package S1"] == [device.name for device in record.devices]
    assert Decimal("10.002829651") == record.duration_s


@pytest.mark.parametrize("name", ["socket", "die", "cluster", "cache", "core", "node", "thread", "cpu"])
def test_json_names_where_it_was_counted(tmp_path: Path, name: str) -> None:
    """Each aggregation has its own key; a second line that is cut off behind it is lost."""
    line = f'{{"{name}" : "S7", "counter-value" : "5.0", "unit" : "Joules", "event" : "power/energy-pkg/"}}\n'
    record = only(perf.extract(written(tmp_path, f'{line}{{"{name}" : "S8", "cou')))

    assert (["package S7"], True) == ([device.name for device in record.devices], record.at_least)


@pytest.mark.parametrize("name", ["counters", "aggregate-number", "cpu-count"])
@pytest.mark.parametrize(("count", "duration_s"), [(1, 10), (2, None)])
def test_json_says_of_how_many_counters_a_line_is(
    tmp_path: Path, name: str, count: int, duration_s: int | None
) -> None:
    """Of one, its time is that of the run; of two it is added up. Each version of perf calls them otherwise."""
    line = f'{{"socket" : "S0", "{name}" : {count}, "counter-value" : "5.0", "unit" : "Joules", '
    line += '"event" : "power/energy-pkg/", "event-runtime" : 10000000000}\n'

    assert duration_s == only(perf.extract(written(tmp_path, line))).duration_s


def test_json_says_what_was_not_counted_and_what_is_a_mean(tmp_path: Path) -> None:
    """9 J of the package, none of the memory; a variance stands beside means of perf stat -r."""
    text = '{"counter-value" : "9.0", "unit" : "Joules", "event" : "power/energy-pkg/", "variance" : 0.5}\n'
    text += '{"counter-value" : "<not supported>", "unit" : "", "event" : "power/energy-ram/"}\n'
    record = only(perf.extract(written(tmp_path, text)))

    assert 9 == joules(record.energy_kwh)
    assert any("<not supported>" in warning for warning in record.warnings)
    said = "the figures are means over repeated runs (perf stat -r): they are of one run, not of all"
    assert said in record.warnings


@pytest.mark.parametrize("line", ["12.5", "12.5 J", "0", "7 | 8"])
def test_numbers_that_a_program_prints_before_perf_does_are_its_own(tmp_path: Path, line: str) -> None:
    """perf's readings begin below its own mark."""
    record = only(perf.extract(written(tmp_path, f"{line}\n{BLOCK}   5.00 Joules power/energy-pkg/\n{END}{line}\n")))

    assert (Decimal(5), False) == (joules(record.energy_kwh), record.at_least)


def test_a_line_of_json_that_is_cut_off_is_lost(tmp_path: Path) -> None:
    """One that a program prints is not."""
    whole = '{"counter-value" : "5.0", "unit" : "Joules", "event" : "power/energy-pkg/"}\n'
    for line in ('{"interval" : 2.0, "counter-va', '{"in', "{", whole.replace("power", "po-er").strip()):
        assert only(perf.extract(written(tmp_path, f"{whole}{line}\n"))).at_least
    others = only(perf.extract(written(tmp_path, whole + '{"loss": 0.\n{"core": 1}\n')))

    assert not others.at_least
