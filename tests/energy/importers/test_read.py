"""From a file to its records: detection, and what is said where there is nothing to detect."""

import shutil
import tracemalloc
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.energy.importers import read
from reportgen.energy.importers.read import IMPORTERS, read_records
from reportgen.energy.record import Device, Record
from reportgen.files.source import Source
from reportgen.problems import InputError
from tests.energy.expected import COLUMNS, SAMPLES, samples

DAMAGED = {
    "text": b"x",
    "csv": b"a,b,c\n1,2\n",
    "mark alone": b"\xff\xfe",
    "utf-16": b"\xff\xfeh\0i\0",
    "nul": b"\0" * 100,
    "latin": b"\x80abc\n",
    "long": b"x" * 70_000,
    "quote": b'"open',
    "json": b"{}",
    "cut": b"[1",
}
SMI = "timestamp, power.draw [W]\n"


@dataclass
class Claiming:
    """An importer that claims everything and gives these records."""

    TOOL: str
    records: tuple[Record, ...] = ()

    def identify(self, source: Source) -> bool:  # noqa: ARG002 (the protocol's signature)
        return True

    def extract(self, source: Source) -> list[Record]:  # noqa: ARG002
        return list(self.records)


def problem(path: Path, tool: str | None = None, columns: dict[str, str] | None = None) -> str:
    """Return the one problem with the path, without the folder's name."""
    with pytest.raises(InputError) as raised:
        read_records(path, tool, columns)
    [found] = raised.value.problems
    return str(found).replace(str(path), path.name)


def test_tools_have_names_of_their_own() -> None:
    """--as and the lists of tools tell them apart by name."""
    assert len(IMPORTERS) == len({importer.TOOL for importer in IMPORTERS})


def test_two_that_claim_one_file_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is silently preferred; --as decides."""
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one"), Claiming("other", (Record("other", Decimal(1)),))))
    path = tmp_path / "log"
    path.write_text("x")

    assert "log: this can be a record of one and other (say which: --as one)" == problem(path)
    assert "other" == read_records(path, "other")[0].tool


def test_zero_is_not_measured_whatever_the_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of zero has no energy, nor has a device of zero; that is said."""
    record = Record("one", Decimal(0), devices=(Device("CPU", "cpu", Decimal("0.0")),))
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one", (record,)),))
    path = tmp_path / "log"
    path.write_text("x")

    [found] = read_records(path)

    assert (None, None) == (found.energy_kwh, found.devices[0].energy_kwh)
    assert ("the tool reports zero energy: it was not measured",) == found.warnings


def test_each_warning_of_a_record_stands_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that came again says how often; none is left out."""
    record = Record("one", Decimal(1), duration_s=Decimal(3600), warnings=("late", "cut off", "late"))
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one", (record,)),))
    (tmp_path / "log").write_text("x")

    assert ("late (and 1 more)", "cut off") == read_records(tmp_path / "log")[0].warnings


def test_a_device_of_zero_beside_another_is_not_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no zero in a table of devices, and the sum is at least what the other drew."""
    devices = (Device("CPU", "cpu", Decimal(0)), Device("GPU", "gpu", Decimal(2)))
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one", (Record("one", Decimal(2), devices=devices),)),))
    (tmp_path / "log").write_text("x")
    [found] = read_records(tmp_path / "log")

    assert [None, Decimal(2)] == [device.energy_kwh for device in found.devices]
    assert (Decimal(2), True) == (found.energy_kwh, found.at_least)
    assert "CPU: no energy, or zero, which was not measured" in found.warnings


@pytest.mark.parametrize(
    ("cpu", "warnings", "added"),
    [
        ("0", (), True),
        (None, (), True),
        (None, ("CPU: the counter cannot be read, not measured",), False),
        (None, ("CPU: the counter wrapped round",), True),
        (None, ("GPU: the memory is not measured",), True),
        ("0.1", (), False),
    ],
)
def test_of_a_device_without_energy_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpu: str | None, warnings: tuple[str, ...], added: bool
) -> None:
    """Where the tool's own warning does not say it of this device already."""
    devices = (Device("CPU", "cpu", None if cpu is None else Decimal(cpu)), Device("GPU", "gpu", Decimal("0.2")))
    record = Record("one", Decimal("0.2"), duration_s=Decimal(3600), devices=devices, warnings=warnings)
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one", (record,)),))
    (tmp_path / "log").write_text("x")
    [found] = read_records(tmp_path / "log")

    said = "CPU: no energy, or zero, which was not measured"
    assert (*warnings, *((said,) if added else ())) == found.warnings
    assert (cpu != "0.1") == found.at_least


@pytest.mark.parametrize("energy_kwh", [None, Decimal(0)])
def test_one_figure_for_all_devices_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, energy_kwh: Decimal | None
) -> None:
    """Where the tool says what no device drew by itself, none of them is missing from the sum."""
    devices = (Device("CPU", "cpu", energy_kwh), Device("GPU", "gpu", None))
    record = Record("one", Decimal(2), duration_s=Decimal(3600), devices=devices)
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one", (record,)),))
    (tmp_path / "log").write_text("x")
    [found] = read_records(tmp_path / "log")

    assert (False, ()) == (found.at_least, found.warnings)
    assert [None, None] == [device.energy_kwh for device in found.devices]


def test_on_how_many_machines_a_record_was_made_is_said_where_it_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second record says that it was two."""
    records = (Record("one", Decimal(2)), Record("one", Decimal(2), nodes=2))
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one", records),))
    (tmp_path / "log").write_text("x")

    assert [4, 2] == [record.nodes for record in read_records(tmp_path / "log", nodes=4)]
    assert [None, 2] == [record.nodes for record in read_records(tmp_path / "log")]


@pytest.mark.parametrize(("runs", "held"), [(1, "1 run"), (2, "2 runs")])
def test_a_run_is_taken_by_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: int, held: str) -> None:
    """They are counted from 1; how many there are is said where there is none of that number."""
    records = tuple(Record("one", Decimal(number)) for number in range(1, runs + 1))
    monkeypatch.setattr(read, "IMPORTERS", (Claiming("one", records),))
    path = tmp_path / "log"
    path.write_text("x")

    for number in range(1, runs + 1):
        assert [number] == [record.energy_kwh for record in read_records(path, run=number)]
    for number in (0, runs + 1):
        with pytest.raises(InputError) as raised:
            read_records(path, run=number)
        said = f"log: there is no run {number} (the file has {held}, counted from 1)"
        assert said == str(raised.value.problems[0]).replace(str(path), "log")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("log.txt", b"hello\n", "log.txt: no tool known here writes such a file (known: "),
        ("log.csv", b"a,b\n1,2\n", "--columns time=NAME,power_w=NAME)"),
        (
            "log.bin",
            b"\x7fELF\0\0",
            "log.bin: this is a binary file, and no record (name the text file that the tool wrote, unpacked)",
        ),
        ("empty", b"", "empty: the file is empty (did the tool end before it wrote?)"),
        ("blank", b" \n\n", "blank: the file is empty"),
        ("gone", None, "gone: there is no such file or folder"),
        ("x" * 300, None, "cannot be read: File name too long"),
    ],
)
def test_what_is_no_record_is_said(tmp_path: Path, name: str, content: bytes | None, expected: str) -> None:
    """One line, with the tools that are known."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    assert expected in problem(path)


def test_a_folder_that_is_no_record_names_the_file_that_is(tmp_path: Path) -> None:
    """The folder in which a tool wrote its file is close to right."""
    assert f"{tmp_path.name}: the folder is empty" == problem(tmp_path)
    (tmp_path / "gpu.csv").write_text(SMI)
    (tmp_path / "notes.txt").write_text("x")

    assert f"{tmp_path.name}: this folder is no record of a tool that is known here (name a file in it: gpu.csv)" == (
        problem(tmp_path)
    )
    for name in "abc":
        (tmp_path / f"{name}.csv").write_text(SMI)
    assert problem(tmp_path).endswith("(name a file in it: a.csv, b.csv, c.csv)")


def test_a_folder_of_nobodys_files_names_the_tools(tmp_path: Path) -> None:
    """None of what is in it is a record."""
    (tmp_path / "notes.txt").write_text("x")

    said = "this folder is no record of a tool that is known here (known: amd-smi, boamps, "
    assert problem(tmp_path).startswith(f"{tmp_path.name}: {said}")


def test_an_unknown_tool_has_a_suggestion(tmp_path: Path) -> None:
    """A slip of the pen is mended."""
    path = tmp_path / "log"
    path.write_text("x")

    assert 'log: "codecabon" is no tool that is known here (did you mean "codecarbon"?)' == problem(path, "codecabon")


@pytest.mark.parametrize(
    ("content", "tool", "expected"),
    [
        (
            SMI + "2026/11/21, 1\n",
            "codecarbon",
            "(it looks like a record of nvidia-smi: leave out the tool codecarbon)",
        ),
        (SMI + "2026/11/21, much\n", "nvidia-smi", "log.csv:2: power.draw [W] is 'much', which is no number"),
        ("a,b\n1,2\n", "codecarbon", "(is this CodeCarbon's file?)"),
    ],
)
def test_another_tool_than_the_file_s_is_said(tmp_path: Path, content: str, tool: str, expected: str) -> None:
    """Whose the file is, where it is known; of a damaged file of the tool that is named, its damage."""
    path = tmp_path / "log.csv"
    path.write_text(content)

    assert expected in problem(path, tool)


def test_columns_are_for_a_plain_csv(tmp_path: Path) -> None:
    """Another tool's file says itself what its columns are."""
    path = tmp_path / "log"
    path.write_text("x")

    assert "log: columns are named for a plain CSV only" in problem(path, "zeus", {"time": "t"})


@pytest.mark.parametrize(
    ("tool", "settings", "whose"),
    [
        ("nvidia-smi", {"devices": "1"}, ""),
        ("nvidia-smi", {"decimal": "point"}, ""),
        ("nvidia-smi", {"interval_s": "1"}, "nvidia-smi"),
        ("zeus", {"devices": "1"}, "zeus"),
        ("tegrastats", {"devices": "1"}, "tegrastats"),
        (None, {"devices": "1"}, ""),
    ],
)
def test_what_is_said_of_a_table_as_a_whole_is_for_tables(
    tmp_path: Path, tool: str | None, settings: dict[str, str], whose: str
) -> None:
    """How many devices and which decimal sign, of a log of nvidia-smi too: its one row is read, and is no energy."""
    path = tmp_path / "log.csv"
    path.write_text(SMI + "2026/11/21 20:17:41.000, 1.00 W\n")
    if whose:
        said = f"columns are named for a plain CSV only (leave out the columns, or the tool {whose})"
        assert f"log.csv: {said}" == problem(path, tool, settings)
    else:
        assert [None] == [record.energy_kwh for record in read_records(path, tool, settings)]


@pytest.mark.parametrize("tool", [importer.TOOL for importer in IMPORTERS])
@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_what_is_forced_on_a_tool_ends_in_a_problem(tmp_path: Path, tool: str, content: bytes) -> None:
    """--as with a file of something else is wrong input, never a fault of the program."""
    path = tmp_path / "log"
    path.write_bytes(content)

    assert problem(path, tool).startswith("log:")


def peak_of(path: Path, rows: int) -> int:
    """Return the most bytes that reading so many samples of one GPU takes at once, the record's curve included."""
    with path.open("w") as file:
        file.write("timestamp, index, name, power.draw [W]\n")
        for second in range(rows):
            stamp = f"2026/11/21 {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"
            file.write(f"{stamp}, 0, NVIDIA A100-SXM4-40GB, {200 + second % 2}.00 W\n")
    tracemalloc.start()
    [record] = read_records(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Decimal("200.5") * (rows - 1) == round((record.energy_kwh or Decimal(0)) * 3_600_000, 9)
    return peak


def test_a_longer_file_takes_no_more_memory(tmp_path: Path) -> None:
    """16,000 samples take as much as 4,000, so that a file may be of any size."""
    path = tmp_path / "gpu.csv"
    short = peak_of(path, 4_000)

    assert peak_of(path, 16_000) < short * 1.1


@pytest.mark.parametrize("log", samples(), ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_no_sample_is_claimed_twice(log: Path) -> None:
    """Each is the record of one tool, that of its folder; what a user says of a CSV's columns decides for those."""
    source = Source(log, log.name)

    claims = [importer.TOOL for importer in IMPORTERS if importer.identify(source)]

    assert ([] if log.parent.name == "csv" else [log.parent.name]) == claims


TABLES = [path for path in samples() if path.suffix == ".csv"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_line_that_says_the_sign_between_cells_changes_nothing(tmp_path: Path, path: Path) -> None:
    """`sep=,`, which a spreadsheet needs and some write, is no line of any tool's table."""
    columns = COLUMNS.get(path.relative_to(SAMPLES).as_posix())
    content = path.read_bytes()
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    first = next(line for line in content.splitlines() if line.strip())
    sign = max(b",;\t|", key=first.count)
    declared = shutil.copytree(path.parent, tmp_path / "beside") / path.name  # some tools' files know each other
    declared.write_bytes(mark + b"sep=" + bytes([sign]) + b"\r\n" + content.removeprefix(mark))

    found, expected = read_records(declared, None, columns), read_records(path, None, columns)

    assert [_figures(record) for record in expected] == [_figures(record) for record in found]


def _figures(record: Record) -> tuple[object, ...]:
    """What a record says, without what stands for a line of its file."""
    devices = [(device.name, device.kind, device.energy_kwh, device.power) for device in record.devices]
    return record.tool, record.energy_kwh, record.duration_s, record.started_at, record.at_least, devices
