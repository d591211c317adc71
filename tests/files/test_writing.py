"""Files appear whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.files.writing import WriteError, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX limits and modes")


def listing(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def in_child(code: str, folder: Path) -> str:
    """What `code` prints, run by another Python in `folder`, where write_whole and Path are known."""
    start = "import sys\nfrom pathlib import Path\nfrom reportgen.files.writing import WriteError, write_whole\n"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", start + code], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout.strip()


def test_writes_in_order_and_makes_the_folder(tmp_path: Path) -> None:
    """New files stand in a new folder, their paths given in the order asked, and nothing else beside them."""
    folder = tmp_path / "new" / "out"
    written = write_whole(folder, {"b.html": b"page", "a.json": b"{}"})
    assert [folder / "b.html", folder / "a.json"] == written
    assert {"b.html": b"page", "a.json": b"{}"} == listing(folder)


def test_replaces_old_files(tmp_path: Path) -> None:
    """Old files give way to new ones; files not named stay."""
    (tmp_path / "report.json").write_bytes(b"old")
    (tmp_path / "other").write_bytes(b"mine")
    write_whole(tmp_path, {"report.json": b"new"})
    assert {"report.json": b"new", "other": b"mine"} == listing(tmp_path)


@posix
def test_mode_follows_the_umask(tmp_path: Path) -> None:
    """A written file has the mode any new file gets, not that of a private temporary file."""
    old = os.umask(0o027)
    try:
        [path] = write_whole(tmp_path, {"report.json": b"{}"})
    finally:
        os.umask(old)
    assert 0o640 == stat.S_IMODE(path.stat().st_mode)


@posix
def test_replaces_a_link_not_its_target(tmp_path: Path) -> None:
    """A link of the file's name is replaced; what it pointed to keeps its content."""
    (tmp_path / "elsewhere").write_bytes(b"precious")
    (tmp_path / "report.json").symlink_to("elsewhere")
    write_whole(tmp_path, {"report.json": b"new"})
    assert not (tmp_path / "report.json").is_symlink()
    assert {"elsewhere": b"precious", "report.json": b"new"} == listing(tmp_path)


def test_a_folder_in_the_way_stops_all(tmp_path: Path) -> None:
    """A folder of one file's name is an error before any other file is touched."""
    (tmp_path / "first").write_bytes(b"old")
    (tmp_path / "second").mkdir()
    with pytest.raises(WriteError) as caught:
        write_whole(tmp_path, {"first": b"new", "second": b"new"})
    assert f"{tmp_path / 'second'}: a folder of that name exists" == str(caught.value)
    assert ["first", "second"] == sorted(path.name for path in tmp_path.iterdir())
    assert b"old" == (tmp_path / "first").read_bytes()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A file where the folder should be is said in one sentence."""
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(WriteError) as caught:
        write_whole(tmp_path / "out", {"a": b""})
    assert f"{tmp_path / 'out'}: not a folder" == str(caught.value)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "/a"])
def test_names_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    """A name that would lead elsewhere is refused."""
    with pytest.raises(ValueError, match="not a plain file name"):
        write_whole(tmp_path / "out", {name: b""})
    assert not (tmp_path / "out").exists()


@posix
def test_no_room_leaves_all_as_it_was(tmp_path: Path) -> None:
    """When the second file does not fit, the old files stay whole and nothing new is left."""
    (tmp_path / "small").write_bytes(b"old")
    (tmp_path / "large").write_bytes(b"old")
    said = in_child(
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_whole(Path('.'), {'small': b'new', 'large': bytes(100000)})\n"
        "except WriteError as error: print(error)",
        tmp_path,
    )
    assert "large: file too large" == said
    assert {"small": b"old", "large": b"old"} == listing(tmp_path)


@posix
def test_no_room_removes_the_new_folder(tmp_path: Path) -> None:
    """A folder made for files that did not fit is removed again."""
    said = in_child(
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_whole(Path('new/out'), {'large': bytes(100000)})\n"
        "except WriteError as error: print(error.path.name, error.reason)",
        tmp_path,
    )
    assert "large file too large" == said
    assert {} == listing(tmp_path)


@posix
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """Without the right to write, the reason is said and the old file stays; in an open folder it works."""
    tmp_path.chmod(0o755)
    for name, mode in (("locked", 0o555), ("open", 0o777)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.pdf").write_bytes(b"old")
        (tmp_path / name).chmod(mode)
    said = in_child(
        "import os\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "write_whole(Path('open'), {'report.pdf': b'new'})\n"
        "try: write_whole(Path('locked'), {'report.pdf': b'new'})\n"
        "except WriteError as error: print(error)",
        tmp_path,
    )
    assert f"{Path('locked/report.pdf')}: permission denied" == said
    assert {"report.pdf": b"old"} == listing(tmp_path / "locked")
    assert {"report.pdf": b"new"} == listing(tmp_path / "open")


def test_interrupt_while_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the second file is written leaves the old files and no other."""
    (tmp_path / "a").write_bytes(b"old")
    calls = []
    sync = os.fsync

    def interrupted(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise KeyboardInterrupt
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path, {"a": b"new", "b": b"new"})
    assert {"a": b"old"} == listing(tmp_path)


@pytest.mark.parametrize("without_links", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_interrupt_between_renames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_links: bool, after: bool
) -> None:
    """Ctrl-C around the second rename takes the first back, with or without hard links."""
    (tmp_path / "a").write_bytes(b"old a")
    (tmp_path / "b").write_bytes(b"old b")
    seen: list[str] = []
    replace = os.replace

    def interrupted(source: Path, target: Path) -> None:
        seen.append(target.name)
        if seen == ["new", "a", "b"]:
            if after:
                replace(source, target)
            raise KeyboardInterrupt
        replace(source, target)

    def refused(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "replace", interrupted)
    if without_links:
        monkeypatch.setattr(os, "link", refused)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path, {"new": b"1", "a": b"2", "b": b"3"})
    assert {"a": b"old a", "b": b"old b"} == listing(tmp_path)


def test_a_folder_that_cannot_be_synced_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems cannot open a folder, and some cannot sync one; the files stand there whole."""
    opened, synced = os.open, os.fsync

    def open_(path: str | Path, *rest: int, **more: int) -> int:
        if os.path.isdir(path):
            raise PermissionError("a folder")
        return opened(path, *rest, **more)

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError("a folder")
        synced(descriptor)

    for name, stand_in in (("open", open_), ("fsync", fsync)):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, stand_in)
            write_whole(tmp_path, {"report.json": name.encode()})
        assert {"report.json": name.encode()} == listing(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no /proc")
def test_a_folder_that_cannot_be_made_is_named() -> None:
    """Where the system takes no folder, as in /proc, it is the folder's path that the error has, and no file's."""
    folder = Path("/proc/reportgen")
    with pytest.raises(WriteError) as caught:
        write_whole(folder, {"a.json": b"{}"})
    assert folder == caught.value.path
