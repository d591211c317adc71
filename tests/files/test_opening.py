"""The one way to open a file: regular ones alone, below the folder where they were found; what is packed in bounds."""

from __future__ import annotations

import gzip
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from reportgen.energy.importers.read import read_records
from reportgen.evidence.read import read_runs
from reportgen.evidence.runs import Columns
from reportgen.files.opening import OUTSIDE, opened, special_file
from reportgen.files.source import Source
from reportgen.files.unpacking import FREE_BYTES, MOST_TIMES
from reportgen.problems import InputError
from tests.energy.importers.sources import SAMPLES

COLUMNS = Columns(("arch",), "energy_kwh", "acc")


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """Nothing here waits for a pipe."""
    signal.alarm(60)
    yield
    signal.alarm(0)


def fault_of(path: Path, below: Path | None = None) -> str:
    """What is wrong with opening the path."""
    with pytest.raises(OSError, match=r"\w") as caught:
        opened(path, below).close()
    return caught.value.strerror or ""


def place_special(path: Path, kind: str) -> None:
    """Put a pipe, a loop of links or a link to a device at the path."""
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to({"loop": path.name, "device": os.devnull}[kind])


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("pipe", "this is a pipe, and no file that stays on disk"),
        ("device", "this is a device, and no file that stays on disk"),
        ("loop", os.strerror(40)),
    ],
)
def test_only_what_stays_on_disk_is_opened(tmp_path: Path, kind: str, fault: str) -> None:
    """A pipe is not waited for, a device not read, a loop of links not followed; nor is a folder a file."""
    place_special(tmp_path / "x", kind)

    assert fault == fault_of(tmp_path / "x")
    assert "this is a folder, and no file that stays on disk" == fault_of(tmp_path)


@pytest.mark.parametrize(
    ("mode", "word"),
    [
        (stat.S_IFREG, None),
        (stat.S_IFDIR, "a folder"),
        (stat.S_IFIFO, "a pipe"),
        (stat.S_IFSOCK, "a socket"),
        (stat.S_IFCHR, "a device"),
        (stat.S_IFBLK, "a device"),
        (0, "no file"),
    ],
)
def test_each_kind_of_path_has_its_word(mode: int, word: str | None) -> None:
    """Whatever its permissions; a regular file needs none."""
    assert word == special_file(mode | 0o644)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    """The error of the system knows the path, as those that open() raises do."""
    with pytest.raises(OSError, match="this is a folder") as caught:
        opened(tmp_path)
    assert str(tmp_path) == caught.value.filename


def test_what_was_found_is_opened_below_its_folder_alone(tmp_path: Path) -> None:
    """A link within the folder is followed, one out of it is not; a file that was named may be a link to anywhere."""
    folder = tmp_path / "found"
    folder.mkdir()
    for place in (folder, tmp_path):
        (place / "text").write_bytes(b"words")
    (folder / "in").symlink_to("text")
    (folder / "out").symlink_to(tmp_path / "text")

    assert "it leads out of the folder in which it was found" == OUTSIDE == fault_of(folder / "out", folder)
    for path, below in ((folder / "in", folder), (folder / "out", None)):
        with opened(path, below) as file:
            assert b"words" == file.read()


@pytest.mark.parametrize(
    ("source", "inside", "beside"),
    [
        (Source(Path("logs/run"), "run"), Path("logs/run"), Path("logs")),
        (Source(Path("logs/run"), "run", below=Path("logs")), Path("logs"), Path("logs")),
    ],
)
def test_what_stands_inside_or_beside_is_held_to_where_the_first_was_found(
    source: Source, inside: Path, beside: Path
) -> None:
    """Below a folder that a person named, that folder is the bound, or its parent; else the bound that was there."""
    found = source.inside("a", "b.csv")
    assert (Path("logs/run/a/b.csv"), str(Path("run/a/b.csv")), inside) == (found.path, found.name, found.below)
    found = source.beside("c.csv")
    assert (Path("logs/c.csv"), "c.csv", beside) == (found.path, found.name, found.below)


def run_of_mlflow(folder: Path) -> Path:
    """Return a run in MLflow's folders, whose parameter `arch` is not written yet."""
    run = folder / "mlruns" / "0" / "a"
    for kind in ("params", "metrics"):
        (run / kind).mkdir(parents=True)
    (run / "meta.yaml").write_text("status: 3\nlifecycle_stage: active\n")
    (run / "metrics" / "energy_kwh").write_text("1000 1.5 0\n")
    (run / "metrics" / "acc").write_text("1000 0.5 0\n")
    return run


@pytest.mark.parametrize("kind", ["pipe", "device", "loop"])
def test_a_parameter_of_mlflow_is_a_file(tmp_path: Path, kind: str) -> None:
    """What is none ends in one line with its place."""
    place_special(run_of_mlflow(tmp_path) / "params" / "arch", kind)

    with pytest.raises(InputError, match="params/arch: cannot be read: "):
        read_runs(tmp_path / "mlruns", COLUMNS)


@pytest.mark.parametrize("linked", ["params/arch", "params", "metrics", "meta.yaml"])
def test_no_link_leads_out_of_a_run(tmp_path: Path, linked: str) -> None:
    """The text of a file outside is shown nowhere, though a link in the run leads to it; linked: file or folder."""
    run = run_of_mlflow(tmp_path)
    (run / "params" / "arch").write_text("SECRET")
    path, outside = run / linked, tmp_path / "outside"
    path.rename(outside)
    path.symlink_to(outside)

    with pytest.raises(InputError) as caught:
        read_runs(tmp_path / "mlruns", COLUMNS)

    assert OUTSIDE in str(caught.value)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("outside", [True, False])
def test_a_log_beside_the_named_one_stays_in_its_folder(tmp_path: Path, outside: bool) -> None:
    """Carbontracker's second log is read in its folder, and refused where it is a link out of it."""
    standard = next((SAMPLES / "carbontracker" / "two_gpus").glob("*_carbontracker.log"))
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / standard.name).write_bytes(standard.read_bytes())
    other = standard.with_name(standard.name.replace(".log", "_output.log"))
    beside = folder / other.name
    target = (tmp_path if outside else folder) / "other.txt"
    target.write_bytes(other.read_bytes())
    beside.symlink_to(target)

    if outside:
        with pytest.raises(InputError, match=OUTSIDE):
            read_records(folder / standard.name)
    else:
        assert read_records(standard)[0].energy_kwh == read_records(folder / standard.name)[0].energy_kwh


def test_a_pipe_beside_a_table_of_codecarbon_is_passed_over(tmp_path: Path) -> None:
    """The neighbour that nobody named is not waited for."""
    sample = next((SAMPLES / "codecarbon").glob("*.csv"))
    (tmp_path / "emissions.csv").write_bytes(sample.read_bytes())
    os.mkfifo(tmp_path / "other.csv")

    assert len(read_records(sample)) == len(read_records(tmp_path / "emissions.csv"))


Pack = Callable[[bytes], bytes]
PACKS = {"gzip": gzip.compress, "Zstandard": zstandard.ZstdCompressor().compress}


def packed_source(folder: Path, content: bytes) -> Source:
    """Return a file of this packed content."""
    (folder / "log").write_bytes(content)
    return Source(folder / "log", "log")


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_what_is_packed_unpacks_to_so_much_and_no_more(tmp_path: Path, pack: Pack) -> None:
    """Of as many bytes as may be for its size every line is read; where there is one more, it ends in one line."""
    line = b"0" * 999 + b"\n"
    beyond = 4_000  # lines, of which each packs to so little that the bound is reached soon
    while len(line) * beyond <= FREE_BYTES + MOST_TIMES * len(pack(line * beyond)):
        beyond += 100

    assert beyond - 100 == sum(1 for _ in packed_source(tmp_path, pack(line * (beyond - 100))).lines())
    with pytest.raises(InputError, match=r"log: cannot be read: it unpacks to more than [0-9,]+ bytes"):
        list(packed_source(tmp_path, pack(line * beyond)).lines())


def test_without_the_library_of_a_packing_the_way_to_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zstandard is optional; what installs it is named. A file that is damaged is one line too."""
    source = packed_source(tmp_path, PACKS["Zstandard"](b"a,b\n" * 9)[:-3])
    with pytest.raises(InputError, match="log: cannot be read: the Zstandard file is cut off: copy it again"):
        list(source.lines())
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(InputError, match=r"log: is from Zstandard \(pip install 'filtering-savings-report\[count\]'"):
        list(source.lines())


@pytest.mark.parametrize(
    ("kind", "is_there"), [("file", True), ("pipe", True), ("link", True), ("folder", False), ("none", False)]
)
def test_what_bears_the_name_is_there_whether_or_not_it_can_be_read(tmp_path: Path, kind: str, is_there: bool) -> None:
    """A pipe, or a link to nothing, is no list that was never written; kind: what bears the name."""
    path = tmp_path / "list.txt"
    if kind == "file":
        path.touch()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to("gone")
    elif kind == "folder":
        path.mkdir()

    assert is_there == Source(tmp_path, "run").inside("list.txt").is_there
