"""Opening a manifest: which files are read at all, as which form, and what their bytes may be."""

from __future__ import annotations

import codecs
import difflib
import os
import stat
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal, NoReturn

from reportgen.files.nodes import FORBIDDEN, Node, Reading
from reportgen.files.opening import content_of, special_file
from reportgen.problems import excerpt, refuse

Form = Literal["yaml", "json", "toml"]

MAX_BYTES = 10_000_000
FORMS: dict[str, Form] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".toml": "toml"}

NO_SUCH_FILE = "there is no such file"

_SAVE_AS_UTF8 = "save it as UTF-8"
_BEGIN = "`reportgen init` writes one to begin with"
_DAMAGED = "is the file cut off or damaged?"
_MAX_NEIGHBOURS = 1_000  # names looked at to say what may have been meant


@dataclass(frozen=True)
class Document:
    """A manifest or a table as it was read: the name the user gave, the file's bytes, and the root map.

    sheet: of a workbook, the one that was read. remarks: what of it was left out, each one line.
    """

    name: str
    content: bytes
    root: Node
    sheet: str = ""
    remarks: tuple[str, ...] = ()


def read_file(path: Path) -> Document:
    """Read a manifest file; its ending says the form, its root is a map.

    Raises: InputError with one problem or several, each on one line with its place.
    """
    name = str(path)
    content = read_bytes(path, FORMS)
    return Document(name, content, read_text(content, name, FORMS[path.suffix.lower()]))


def read_text(text: str | bytes, name: str, form: Form, whose: str | None = None) -> Node:
    """Read the text (or its bytes, UTF-8) of a manifest and return its root map; name is for the problems.

    whose: what a tool wrote and is read in place of a manifest. Raises: InputError with one problem or several, each on
    one line with its place.
    """
    hint = _DAMAGED if whose else _BEGIN
    reading = Reading(checked_text(text, name), name)
    if not reading.text.strip():
        reading.stop(None, "the file is empty", hint)
    root = _parse(reading, form)
    if root is None:
        reading.stop(None, "the file holds no values", hint)
    if root.kind != "map":
        what = "a list" if root.kind == "list" else "a single value"
        hint = _DAMAGED if whose else "begin with the key `task`"
        reading.note(root.line, f"{whose or 'a manifest'} is a map of keys and values, this is {what}", hint)
    reading.finish()
    return root


def _parse(reading: Reading, form: Form) -> Node | None:
    # Each reader imports its parser, and a run needs one of the three.
    if form == "yaml":
        from reportgen.files.read_yaml import read_yaml

        return read_yaml(reading)
    if form == "json":
        from reportgen.files.read_json import read_json

        return read_json(reading)
    from reportgen.files.read_toml import read_toml

    return read_toml(reading)


def read_bytes(path: Path, endings: Collection[str], below: Path | None = None, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file of at most so many that has one of the endings.

    below: the folder in which its name was found, where nobody named it. Raises: InputError with the one problem.
    """
    name = str(path)
    try:
        status = path.stat()
        _refuse_all_but_files(path, name, status, endings)
        if path.suffix.lower() not in endings:
            ending = f"the ending '{excerpt(path.suffix)}'" if path.suffix else "a name without ending"
            refuse(name, f"{ending} does not say how to read the file", f"one of {', '.join(endings)}")
        if status.st_size > most:
            _refuse_size(name, most)
        return content_of(path, most, below)
    except FileNotFoundError:
        refuse(name, NO_SUCH_FILE, _similar_names(path))
    except PermissionError:
        refuse(name, "the file may not be read", "ask for the permission to read it and its folder")
    except OSError as error:
        refuse(name, f"the file cannot be read: {error.strerror or error}")
    except ValueError:  # a NUL in the path
        refuse(name, "this cannot be the name of a file")


def _refuse_all_but_files(path: Path, name: str, status: os.stat_result, endings: Collection[str]) -> None:
    mode = status.st_mode
    if stat.S_ISDIR(mode):
        found = [entry for entry in _names_in(path) if Path(entry).suffix.lower() in endings]
        shown = ", ".join(excerpt(entry) for entry in found[:3])
        refuse(name, "this is a folder", f"name the file in it: {shown}" if found else "name a file")
    if what := special_file(mode):
        refuse(name, f"this is {what}", "name a file that stays on disk")


def _similar_names(path: Path) -> str:
    if path.is_symlink():
        return "it is a link to what is not there"
    if not path.parent.is_dir():
        return f"the folder {excerpt(str(path.parent))} is not there either"
    close = difflib.get_close_matches(path.name, _names_in(path.parent), n=3, cutoff=0.7)
    return f"did you mean {' or '.join(excerpt(entry) for entry in close)}?" if close else ""


def _names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in islice(entries, _MAX_NEIGHBOURS))
    except OSError:  # not ours to list; the hint stays shorter
        return []


def checked_text(text: str | bytes, name: str) -> str:
    """Return the text with plain line ends and without byte order mark, or raise InputError."""
    if isinstance(text, bytes):
        text = _decoded(text, name)
    elif len(text) > MAX_BYTES:
        _refuse_size(name)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if match := FORBIDDEN.search(text):
        line = text.count("\n", 0, match.start()) + 1
        binary = "; this looks like a binary file" if match.group() == "\0" else ""
        refuse(
            f"{name}:{line}",
            f"the file holds the unprintable character U+{ord(match.group()):04X}{binary}",
            "a manifest is plain text",
        )
    return text


def _decoded(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        _refuse_size(name)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        refuse(f"{name}:1", "the text is UTF-16 or UTF-32", _SAVE_AS_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        refuse(
            f"{name}:{line}",
            f"byte {error.start} of the file (0x{content[error.start]:02X}) is not UTF-8",
            _SAVE_AS_UTF8,
        )


def _refuse_size(name: str, most: int = MAX_BYTES) -> NoReturn:
    refuse(
        name,
        f"the file is larger than {most // 1_000_000} MB",
        "a manifest names large files, it does not hold them" if most == MAX_BYTES else "is it the file you mean?",
    )
