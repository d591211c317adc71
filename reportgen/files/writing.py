"""Files that appear whole or not at all: written beside their targets, then renamed over them.

Several files are renamed one right after the other, when all are written, and only one process writes a file at a time.
No system renames several files at once: whoever looks between two renames, or a process that is killed there, sees some
of the new files beside some of the old ones.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from reportgen.files.locking import PATIENCE_S, Busy, lock_of, locked, sweep, temporary_of


class WriteError(Exception):
    """A file could not be written; `path` is the file asked for and `reason` says why, as one sentence."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write all of `contents` (file name to bytes) into `folder`, made if missing, or change nothing.

    Gives the paths in the order of `contents`. A link of that name is replaced, not what it points to. Another process
    that writes one of the files is waited for. What killed processes left in the folder is removed. Raises WriteError
    where the system refuses or the other process takes too long, ValueError for a name that is not a plain file name.
    """
    for name in contents:
        if name in ("", ".", "..") or Path(name).name != name:
            raise ValueError(f"{name!r} is not a plain file name")
    targets = {name: folder / name for name in contents}
    with ExitStack() as leftovers:  # tidied whatever happens
        _make_folder(folder, leftovers)
        for target in targets.values():
            if target.is_dir() and not target.is_symlink():
                raise WriteError(target, "a folder of that name exists")
        _lock(folder, list(targets.values()), leftovers)
        temporaries = {}
        for name, content in contents.items():
            temporaries[name] = _beside(targets[name], leftovers)
            with _explained(targets[name]):
                _write_synced(temporaries[name], content)
        with ExitStack() as undo:  # put back unless every file has got its name
            for target in targets.values():
                with _explained(target):
                    _keep_old(target, _beside(target, leftovers), undo)
            for name, target in targets.items():
                with _explained(target):
                    os.replace(temporaries[name], target)
            undo.pop_all()
        _sync_folder(folder)
    return list(targets.values())


def _make_folder(folder: Path, leftovers: ExitStack) -> None:
    """Make `folder` and its parents; those made are removed again if they stay empty."""
    if folder.exists() and not folder.is_dir():
        raise WriteError(folder, "not a folder")
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        leftovers.callback(_remove_if_empty, path)
        with _explained(path):
            path.mkdir(exist_ok=True)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _lock(folder: Path, targets: Sequence[Path], leftovers: ExitStack) -> None:
    """Take the locks of the files, in an order that all keep, and remove what is left over beside them."""
    held = []
    for target in sorted(targets):
        with _explained(target):
            try:
                if leftovers.enter_context(locked(lock_of(target), PATIENCE_S)):
                    held.append(lock_of(target))
            except Busy:
                reason = f"another process has been writing it for {PATIENCE_S} s: try again"
                raise WriteError(target, reason) from None
    sweep(folder, held)


def _beside(target: Path, leftovers: ExitStack) -> Path:
    """A name beside the file that nobody uses; what stands there in the end is removed."""
    path = temporary_of(target)
    leftovers.callback(_remove, path)
    return path


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep_old(target: Path, backup: Path, undo: ExitStack) -> None:
    """Note how to bring back what stands at `target`; the old file keeps its name until it is replaced."""
    if not os.path.lexists(target):
        undo.callback(_remove, target)
        return
    try:
        os.link(target, backup, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system, or a rule of the system, without hard links
        shutil.copy2(target, backup, follow_symlinks=False)
    undo.callback(os.replace, backup, target)


def _sync_folder(folder: Path) -> None:
    """Make the new names last through a power cut, where the system can sync a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an OSError into a WriteError about `path`, the file asked for, not the temporary one."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise WriteError(path, reason[:1].lower() + reason[1:]) from error
