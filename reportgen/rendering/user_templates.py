"""A company's own templates: read from their folder as texts, before anything of them runs."""

from __future__ import annotations

import os
import re
from ast import literal_eval
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reportgen.files.opening import content_of
from reportgen.files.paths import is_below
from reportgen.files.shipped import template_folder
from reportgen.problems import InputError, Problem, excerpt, refuse

MOST_FILES = 100
MOST_ENTRIES = 10_000  # looked at, of whatever kind: a home folder is no folder of templates
MOST_BYTES = 256_000  # of one file
ENDINGS = (".j2", ".css")
BUILTIN = "builtin/"  # before a name: the template that comes with reportgen

_SAID = re.compile(r"""(?<![\w.])say\(\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""")


@dataclass(frozen=True)
class UserTemplates:
    """folder: as the user named it. texts: each template or stylesheet by its name, `/` between folders."""

    folder: str
    texts: Mapping[str, str]

    @property
    def read(self) -> list[Path]:
        """The files that the texts were read from."""
        return [Path(self.folder, name) for name in self.texts]

    @property
    def said(self) -> tuple[str, ...]:
        """The texts that they say in the page's language, each once."""
        return tuple(dict.fromkeys(text for source in self.texts.values() for text in texts_said(source)))


def texts_said(source: str) -> Iterator[str]:
    """The texts that a template gives to `say`, in their order, found in its source, of which nothing runs."""
    for match in _SAID.finditer(source):
        try:
            text = str(literal_eval(match[1]))
        except (SyntaxError, ValueError):  # an escape that is none: its rendering says so
            continue
        if text:
            yield text


def builtin_names() -> list[str]:
    """The names of the built-in templates and stylesheets, sorted."""
    return sorted(path.name for path in template_folder().iterdir() if path.suffix in ENDINGS)


def read_templates(folder: Path) -> UserTemplates:
    """The .j2 and .css files in a folder and below. Links that lead out of it are refused.

    Raises InputError with every problem found.
    """
    if not os.path.isdir(folder):
        refuse(str(folder), "is no folder of templates", "reportgen templates copy -o DIR")
    home = folder.resolve()
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    entries = list(islice(folder.rglob("*"), MOST_ENTRIES + 1))
    if len(entries) > MOST_ENTRIES:
        hint = "a folder that holds templates alone"
        refuse(str(folder), f"holds more than {MOST_ENTRIES:,} files", hint)
    paths = sorted(path for path in entries if path.suffix in ENDINGS)
    if len(paths) > MOST_FILES:
        refuse(str(folder), f"holds {len(paths):,} templates", f"at most {MOST_FILES}")
    for path in paths:
        name = path.relative_to(folder).as_posix()
        text = _text(path, home, problems)
        if text is not None:
            texts[name] = text
    if not texts and not problems:
        known = ", ".join(builtin_names())
        problems.append(Problem(str(folder), "holds no template", f"files named as those they replace: {known}"))
    if problems:
        raise InputError(problems)
    return UserTemplates(str(folder), texts)


def _text(path: Path, home: Path, problems: list[Problem]) -> str | None:
    fault = ""
    try:
        if not is_below(path, home):
            fault = "the link leads out of the folder"
        elif not os.path.isfile(path):
            fault = "is no regular file"
        elif path.stat().st_size > MOST_BYTES:
            fault = f"has more than {MOST_BYTES:,} bytes"
        else:
            return content_of(path, MOST_BYTES, home).decode("utf-8")
    except UnicodeDecodeError:
        fault = "is not in UTF-8"
    except OSError as error:
        fault = f"cannot be read: {error.strerror or error}"
    problems.append(Problem(excerpt(str(path), 200), fault))
    return None
