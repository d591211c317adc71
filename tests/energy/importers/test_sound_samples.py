"""One odd row of sampled power costs one row: what is lost beside it, and which rows no device can have."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers.read import read_records
from reportgen.energy.importers.turns import Rhythm, Turns, rhythm_of
from reportgen.energy.record import Record
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES, joules, only

SMI = "timestamp, index, power.draw [W]\n"


def smi_row(second: float, power: str = "100.00", index: str = "0") -> str:
    """Return a row as nvidia-smi writes it."""
    return f"2026/05/04 10:00:{second:06.3f}, {index}, {power}\n"


def read(folder: Path, content: str | bytes, **columns: str) -> Record:
    """Return the record of the content."""
    path = folder / "gpu.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return only(read_records(path, None, columns))


def ends_j(record: Record) -> tuple[Decimal, Decimal]:
    """Return both ends of the range in J."""
    return joules(record.low_kwh), joules(record.high_kwh)


def test_a_lost_gpu_leaves_a_hole() -> None:
    """Three of 65 rows are of a lost GPU: 0.401 s of at most the highest power are not known."""
    record = only(read_records(SAMPLES / "nvidia-smi" / "gpu_is_lost.csv"))
    bound_j = joules(record.energy_kwh) - joules(record.low_kwh)

    assert record.warnings[0].startswith(
        "3 of 65 rows have no power (line 31: power.draw [W] is '[GPU is lost]'; line 32"
    )
    assert Decimal("0.401") == sum(gap.end_s - gap.start_s for gap in record.gaps)
    highest_w = record.devices[0].peak_w or Decimal(0)
    assert round(Decimal("0.401") * highest_w, 6) == round(
        joules(record.high_kwh) - joules(record.energy_kwh) - bound_j, 6
    )


@pytest.mark.parametrize(
    "odd",
    [
        smi_row(2, "N/A"),
        smi_row(2, "-3.00"),
        smi_row(2, "3?"),
        smi_row(2, ""),
        "\0" * 30 + "\n",
        "2026/05/04 10:00:02.\n",
        "2026/05/04 10:xx:02.000, 0, 100.00\n",
        "2026/05/04 10:00:02.000, , 100.00\n",
        "slurmstepd: error\n",
        smi_row(2, "100.00").rstrip("\n") + ", , 7\n",
        smi_row(2, "1e99"),
    ],
)
def test_an_odd_row_costs_one_row(odd: str, tmp_path: Path) -> None:
    """Five seconds at 100 W, of which the two beside the row are not known: 300 J to 500 J."""
    rows = [smi_row(second) for second in (0, 1)] + [odd] + [smi_row(second) for second in (3, 4, 5)]
    record = read(tmp_path, SMI + "".join(rows))

    assert (Decimal(300), (Decimal(300), Decimal(500))) == (joules(record.energy_kwh), ends_j(record))
    assert "1 of 6 rows has no " in record.warnings[0]
    assert "line 4: " in record.warnings[0]


def test_output_between_the_rows_costs_nothing(tmp_path: Path) -> None:
    """A banner in the middle is told, and since every step is whole nothing is missing."""
    rows = [smi_row(second) for second in range(6)]
    record = read(tmp_path, "driver 550\n\n" + SMI + "".join(rows[:3]) + "Mon May  4 10:00\n" + "".join(rows[3:]))

    assert (Decimal(500), Decimal(500)) == ends_j(record)
    assert record.warnings[0].startswith(
        "1 of 7 rows has no power that can be read (line 7: the line has 1 cell, the header 3)"
    )


@pytest.mark.parametrize(("step_s", "hole"), [(1.5, False), (1.501, True)])
def test_beside_a_lost_row_a_longer_step_is_a_hole(step_s: float, hole: bool, tmp_path: Path) -> None:
    """Up to one and a half intervals the row is of nobody; the others are 1 s apart, at 100 W."""
    seconds = [0, 1, 2, 2 + step_s, 3 + step_s, 4 + step_s]
    rows = [smi_row(second) for second in seconds]
    record = read(tmp_path, SMI + "".join(rows[:3]) + "x\n" + "".join(rows[3:]))

    assert Decimal(400) + (0 if hole else 150) == joules(record.energy_kwh)
    assert (Decimal(400) + Decimal(str(step_s)) * 100 if hole else Decimal(550)) == joules(record.high_kwh)


def test_a_step_that_is_no_longer_than_others_is_whole_without_a_lost_row(tmp_path: Path) -> None:
    """A sample that came late is bridged as ever, where no row was lost."""
    record = read(tmp_path, SMI + "".join(smi_row(second) for second in (0, 1, 2, 5, 6, 7)))

    assert (Decimal(700), Decimal(700)) == ends_j(record)


@pytest.mark.parametrize(("silence_s", "high_j"), [(5, 1400), (5.1, 900)])
def test_a_silence_after_a_lost_row_is_a_silence(silence_s: float, high_j: int, tmp_path: Path) -> None:
    """More than five seconds, where a row is 1 s, are no lost row's: a gap, which is in no bound."""
    seconds = [*range(5), *(4 + silence_s + second for second in range(6))]
    rows = [smi_row(second) for second in seconds]
    record = read(tmp_path, SMI + "".join(rows[:5]) + "x\n" + "".join(rows[5:]))

    assert (Decimal(900), Decimal(high_j)) == (joules(record.energy_kwh), joules(record.high_kwh))


@pytest.mark.parametrize("place", [0, 6])
def test_a_row_lost_at_an_end_is_in_the_range(place: int, tmp_path: Path) -> None:
    """Nothing says when it was: up to two intervals of 1 s at 100 W."""
    rows = [smi_row(second) for second in range(6)]
    record = read(tmp_path, SMI + "".join([*rows[:place], "x\n", *rows[place:]]))

    assert (Decimal(500), Decimal(700)) == ends_j(record)


@pytest.mark.parametrize(("odd_s", "energy_j"), [("59.000", 700), ("00.000", 700), ("05.100", 700), ("04.900", 900)])
def test_a_time_that_stands_alone_is_damaged(odd_s: str, energy_j: int, tmp_path: Path) -> None:
    """Nine seconds at 100 W, the row of 10:00:04 with another time, beyond its neighbours or not."""
    rows = [smi_row(second) for second in range(10)]
    rows[4] = f"2026/05/04 10:00:{odd_s}, 0, 100.00\n"
    record = read(tmp_path, SMI + "".join(rows))

    assert (Decimal(energy_j), Decimal(900)) == (joules(record.energy_kwh), joules(record.high_kwh))
    told = "1 of 10 rows has no power that can be read (line 6: the time is none of those before and after it)"
    assert (energy_j < 900) == any(warning.startswith(told) for warning in record.warnings)


@pytest.mark.parametrize(("samples", "devices"), [(9, 2), (10, 1)])
def test_a_name_that_comes_once_is_damaged(samples: int, devices: int, tmp_path: Path) -> None:
    """Beside a device with ten samples; beside one with nine it may be another."""
    rows = [smi_row(second) for second in range(samples)]
    record = read(tmp_path, SMI + "".join([*rows[:4], smi_row(3.5, index="O"), *rows[4:]]))

    assert devices == len(record.devices)
    told = "(line 6: no other row is of this device: its name is damaged)"
    assert (devices == 1) == any(told in warning for warning in record.warnings)
    assert (devices == 2) == record.at_least  # what the other drew nobody knows


@pytest.mark.parametrize(("rows", "refused"), [(49, True), (50, False)])
def test_rows_of_one_time_are_several_devices_unless_they_are_few(rows: int, refused: bool, tmp_path: Path) -> None:
    """One of 50 may be damaged; of 49 it is more than by chance."""
    text = "t,p,gpu_index\n" + "".join(f"{second},100,0\n" for second in range(rows - 1)) + f"{rows - 2},150,1\n"
    if refused:
        with pytest.raises(InputError, match=rf":{rows + 1}: rows at one time: .* \(name the .* device=gpu_index\)"):
            read(tmp_path, text, time_s="t", power_w="p")
    else:
        record = read(tmp_path, text, time_s="t", power_w="p")
        assert 100 * (rows - 2) == joules(record.energy_kwh)
        assert "line 51: another row of its device has this time and another power" in record.warnings[0]


@pytest.mark.parametrize("power", ["100", "150"])
def test_an_interval_of_nothing_is_refused(power: str, tmp_path: Path) -> None:
    """Two rows at each time of which nothing says whose they are, of one power or another."""
    text = "t,p\n" + "".join(f"{second},100\n{second},{power}\n" for second in range(2))

    with pytest.raises(InputError, match=r":3: rows at one time: .* or say how many they are: devices=2\)"):
        read(tmp_path, text, time_s="t", power_w="p")
    assert [100, int(power)] == [
        joules(it.energy_kwh) for it in read(tmp_path, text, time_s="t", power_w="p", devices="2").devices
    ]


@pytest.mark.parametrize(("step_s", "place"), [("-0.81", "0"), ("-0.8", "1"), ("0.8", "1"), ("0.81", "0")])
def test_a_step_that_is_longer_than_the_break_begins_a_period(step_s: str, place: str) -> None:
    """A step just as long is one within it, as where the rhythm was found; a clock may go back by either."""
    turns = Turns(Rhythm(3, Decimal("0.8")))
    turns.pass_over()  # of rows before the first one nobody knows whose they were

    assert ["0", place] == [turns.place(Decimal(time)) for time in ("5", Decimal(5) + Decimal(step_s))]


@pytest.mark.parametrize(("full", "found"), [(3, False), (4, True)])
def test_a_third_of_the_periods_have_all_their_rows(full: int, found: bool) -> None:
    """Of twelve periods of two devices, a second apart, four; the others lost a row each."""
    times = [Decimal(at) for at in range(13)] + [at + Decimal("0.01") for at in range(full)]

    assert (Decimal("0.8") if found else None) == rhythm_of(sorted(times), 2).break_s


@pytest.mark.parametrize("word", ["index", "uuid", "id", "device", "minor", "bus", "gpu"])
def test_the_column_that_tells_devices_apart_is_named(word: str, tmp_path: Path) -> None:
    """Where two rows are of one time and another power, one of these words in a name is where to look."""
    name = word if word == "gpu" else f"PCI {word.upper()}"
    rows = "".join(f"{second},{board},{board + 1}00\n" for second in range(3) for board in (0, 1))
    with pytest.raises(InputError) as raised:
        read(tmp_path, f"t,{name},p\n{rows}", time_s="t", power_w="p")

    assert str(raised.value).endswith(f"(name the column that tells them apart: device={name})")


def test_a_name_tells_devices_apart_where_each_has_its_own(tmp_path: Path) -> None:
    """Of nvidia-smi without an index: two boards of two names at one time; two of one name are in turn, and doubted."""
    header = "timestamp, name, power.draw [W]\n"
    rows = [
        f"2026/05/04 10:00:0{second}.000, {name}, 60\n" for second in range(6) for name in ("NVIDIA L4", "NVIDIA T4")
    ]
    two = read(tmp_path, header + "".join(rows))
    same = read(tmp_path, header + "".join(rows).replace("T4", "L4"))

    assert (["NVIDIA L4", "NVIDIA T4"], ()) == ([device.name for device in two.devices], two.implausible)
    assert ["NVIDIA L4 0", "NVIDIA L4 1"] == [device.name for device in same.devices]
    assert 1 == len(same.implausible)


def test_a_rhythm_is_found_over_lost_rows(tmp_path: Path) -> None:
    """Sixteen devices in turn of which every fortieth row is lost."""
    rows = [f"2026/05/04 10:00:{at // 16:02}.{at % 16:03}, 100\n" for at in range(16 * 40)]
    rows = ["x\n" if at % 40 == 7 else row for at, row in enumerate(rows)]
    record = read(tmp_path, "timestamp, power.draw [W]\n" + "".join(rows))

    assert 16 == len(record.devices)
    assert "the rows are of 16 devices in turn" in record.implausible[0]


@pytest.mark.parametrize(("devices", "expected_j"), [("1", 2490), ("4", 9900)])
def test_a_person_says_how_many_devices_there_are(devices: str, expected_j: int, tmp_path: Path) -> None:
    """Four at 100, 200, 300 and 400 W, 20 ms apart in a period of 100 ms for 9.9 s; or one that goes up and down."""
    rows = [
        f"2026/05/04 10:00:{tick // 10:02}.{tick % 10 * 100 + place * 20:03}, {100 * (place + 1)}\n"
        for tick in range(100)
        for place in range(4)
    ]
    record = read(tmp_path, "timestamp, power.draw [W]\n" + "".join(rows), devices=devices)

    assert (Decimal(expected_j), ()) == (joules(record.energy_kwh), record.implausible)
    assert int(devices) == len(record.devices)
    assert not any("taken for one device" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    ("content", "columns", "expected"),
    [
        (SMI + smi_row(0), {"devices": "4"}, "the column index tells the devices apart (leave devices= out)"),
        (
            SMI.replace("index, ", "") + "2026/05/04 10:00:00, 1\n",
            {"devices": "0"},
            'devices is "0", which is no number of devices (such as devices=4)',
        ),
        ("time,a_w,b_w\n2026-05-04 10:00:00,1,2\n", {"devices": "2"}, "the columns of power tell the devices apart"),
        (SMI + smi_row(0), {"decimal": "dot"}, '"dot" is no decimal sign (decimal=point or decimal=comma)'),
    ],
)
def test_what_is_said_of_a_table_must_fit(content: str, columns: dict[str, str], expected: str, tmp_path: Path) -> None:
    """A number of devices where nothing tells them apart, and one of two decimal signs."""
    with pytest.raises(InputError) as raised:
        read(tmp_path, content, **columns)
    assert expected in str(raised.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_log_may_have_gone_through_other_programs(
    encoding: str, packed: bool, delimiter: str, tmp_path: Path
) -> None:
    """Saved as UTF-16, compressed, with another sign between its cells and padded names: 2 s at 100 W."""
    text = (" " + SMI + "".join(smi_row(second) for second in range(3))).replace(", ", f" {delimiter} ")
    content = text.encode(encoding)

    assert Decimal(200) == joules(read(tmp_path, gzip.compress(content) if packed else content).energy_kwh)


@pytest.mark.parametrize(
    ("cells", "said", "expected_j"),
    [
        (("119,5", "119,5"), {}, Decimal("119.5")),
        (("119.5 W", "119.5 W"), {}, Decimal("119.5")),
        (("1.500", "1.500"), {"decimal": "comma"}, 1500),
        (("1.500", "1.500"), {"decimal": "point"}, Decimal("1.5")),
        (("1.500", "2.500,0"), {}, 2000),
        (("1.500", "1.2345"), {}, Decimal("1.36725")),
    ],
)
def test_a_decimal_sign_is_proven_or_said(
    cells: tuple[str, str], said: dict[str, str], expected_j: Decimal, tmp_path: Path
) -> None:
    """A second between two powers, in a table without commas between its cells."""
    text = "t;p\n" + "".join(f"{second};{cell}\n" for second, cell in enumerate(cells))

    assert expected_j == joules(read(tmp_path, text, time_s="t", power_w="p", **said).energy_kwh)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "t;p\n0;1.500\n",
            ":2: '1.500' is 1.500 or 1500: no cell proves a decimal point or a decimal comma (say which",
        ),
        ("t;p\n0;1.5\n1;1,5\n", "some numbers have a decimal point, and others a decimal comma (say which"),
    ],
)
def test_an_unclear_decimal_sign_is_refused(text: str, expected: str, tmp_path: Path) -> None:
    """Both readings are said, and what to add."""
    with pytest.raises(InputError) as raised:
        read(tmp_path, text, time_s="t", power_w="p")
    assert expected in str(raised.value)


@pytest.mark.parametrize(
    ("said", "cell", "expected_j"),
    [(None, "1.500", "1.5"), ("comma", "1.500", "1.5"), ("comma", '"1,500"', "1.5")],
)
def test_between_commas_a_point_is_a_point(tmp_path: Path, said: str | None, cell: str, expected_j: str) -> None:
    """Whatever is said of the file; a comma in quotes is what is said of it. A second each."""
    (tmp_path / "log.csv").write_text(f"t,p\n0,{cell}\n1,{cell}\n")
    record = only(read_records(tmp_path / "log.csv", columns={"time_s": "t", "power_w": "p"}, decimal=said))

    assert Decimal(expected_j) == joules(record.energy_kwh)


@pytest.mark.parametrize(
    ("said", "fault", "expected_j"),
    [
        ("comma", "line 2: p is '1.5', which is no number", "3.75"),  # 1.5 W to 2 W, and 2 W
        ("point", "line 3: p is '1,5', which is no number", "2"),
    ],
)
def test_where_cells_prove_either_sign_a_person_says_which(
    tmp_path: Path, said: str, fault: str, expected_j: str
) -> None:
    """--decimal, as the refusal asks for: the cell of the other sign is lost."""
    (tmp_path / "log.csv").write_text("t;p\n0;1.5\n1;1,5\n2;2\n3;2\n")
    record = only(read_records(tmp_path / "log.csv", columns={"time_s": "t", "power_w": "p"}, decimal=said))

    assert any(fault in warning for warning in record.warnings)
    assert Decimal(expected_j) == joules(record.energy_kwh)


@pytest.mark.parametrize(("said", "expected_j"), [("comma", 1500), ("point", "1.5")])
def test_what_is_said_of_the_decimals_of_every_file_holds_where_no_cell_proves_them(
    tmp_path: Path, said: str, expected_j: str
) -> None:
    """--decimal, of a table with semicolons: 1.500 W for a second."""
    (tmp_path / "log.csv").write_text("t;p\n0;1.500\n1;1.500\n")
    record = only(read_records(tmp_path / "log.csv", columns={"time_s": "t", "power_w": "p"}, decimal=said))

    assert Decimal(expected_j) == joules(record.energy_kwh)


@pytest.mark.parametrize(("points", "refused"), [(19, True), (20, False)])
def test_one_cell_of_the_other_sign_is_damaged(points: int, refused: bool, tmp_path: Path) -> None:
    """Of twenty and more; of fewer nobody knows which is meant."""
    text = "t;p\n" + "".join(f"{second};1.5\n" for second in range(points)) + f"{points};1,5\n"
    if refused:
        with pytest.raises(InputError, match="others a decimal comma"):
            read(tmp_path, text, time_s="t", power_w="p")
    else:
        assert Decimal("28.5") == joules(read(tmp_path, text, time_s="t", power_w="p").energy_kwh)


def test_identity_is_carried(tmp_path: Path) -> None:
    """Index and bus id of nvidia-smi; of one's own table the device's number, and the column."""
    header = "timestamp, index, pci.bus_id, power.draw [W]\n"
    rows = [f"2026/05/04 10:00:0{second}, 3, 00000000:3B:00.0, 100\n" for second in range(2)]
    gpu = read(tmp_path, header + "".join(rows)).devices[0].identity
    own = read(tmp_path, "t,n,p\n0,2,100\n1,2,100\n", time_s="t", device="n", power_w="p").devices[0].identity

    assert ("3", "00000000:3B:00.0", None) == (gpu.index, gpu.uuid, gpu.column)
    assert ("2", None, "p") == (own.index, own.uuid, own.column)
