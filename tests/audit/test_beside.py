"""A page's stylesheet and script lie beside it: verify holds them by their hashes, and opens nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.audit.beside import looked_beside, named_beside
from reportgen.audit.limited import verdict_on
from tests.audit.reports import report

# SHA-256 of "a {}\n" by sha256sum
DIGEST = "7df2d3ac857ea507c490dff0dd16dff64a2af0cd694613bc30a1800c12e1b118"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's page with the two files beside it."""
    folder = tmp_path_factory.mktemp("beside")
    report().save(folder, ["html"], "run 7#1", assets="beside")
    return folder


@pytest.fixture
def folder(saved: Path, tmp_path: Path) -> Path:
    """A copy of them."""
    for path in saved.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_files_beside_are_held(folder: Path) -> None:
    """Both are looked at, and said so; in files of another system's line ends too."""
    styles = folder / "run 7#1.css"
    styles.write_bytes(styles.read_bytes().replace(b"\n", b"\r\n"))
    verdict = verdict_on(folder / "run 7#1.html")
    assert () == verdict.differences
    told = tuple(f"run 7#1.{ending} beside the page held against its hash" for ending in ("css", "js"))
    assert told == verdict.notes[-2:]


@pytest.mark.parametrize("ending", ["css", "js"])
def test_another_file_beside_is_found(folder: Path, ending: str) -> None:
    """One that shows other words or numbers than the page's own: here a rule, or a line of script."""
    path = folder / f"run 7#1.{ending}"
    path.write_bytes(path.read_bytes() + b"p::after { content: '9' }")
    (found,) = verdict_on(folder / "run 7#1.html").differences
    assert f"run 7#1.{ending}: is not the file that the page was made with: its SHA-256 is another" == str(found)


def test_a_page_alone_says_what_it_lacks(folder: Path) -> None:
    """Sent without its files it still holds, and what was not looked at is said."""
    (folder / "run 7#1.css").unlink()
    (folder / "run 7#1.js").unlink()
    verdict = verdict_on(folder / "run 7#1.html")
    assert () == verdict.differences
    told = tuple(
        f"run 7#1.{ending} is not beside the page, which names it: a browser shows the page without it"
        for ending in ("css", "js")
    )
    assert told == verdict.notes[-2:]


def test_a_page_that_names_no_hash_says_so() -> None:
    """As those of before, and as one by another hand: the file is not taken for looked at."""
    page = '<link rel="stylesheet" href="a%20b.css"><script src="a.js"></script>'
    assert {"a b.css": "", "a.js": ""} == named_beside(page)
    told = tuple(
        f"{name} beside the page not looked at: the page does not say which file it is" for name in ("a b.css", "a.js")
    )
    assert ((), told) == looked_beside(Path(), named_beside(page))


@pytest.mark.parametrize(
    "name", ["../secret.css", "/etc/hosts.css", "a\0.css", "run.yaml", "..\\secret.css", "down/a.js"]
)
def test_nothing_else_is_opened(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page from outside cannot have other folders, or other kinds of files, looked at."""
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("a file was opened"))
    found, (note,) = looked_beside(tmp_path, {name: DIGEST})
    assert () == found
    assert note.isprintable()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Its target is not read, and no verdict says what it holds; nor that all is well, as a browser reads it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.css").write_bytes(b"a {}\n")
    (tmp_path / "in" / "a.css").symlink_to("../secret.css")
    (found,), notes = looked_beside(tmp_path / "in", {"a.css": DIGEST})
    assert "a.css: is not the file that the page was made with: it cannot be read there" == str(found)
    assert () == notes


@pytest.mark.parametrize("size", [10_000_000, 10_000_001])
def test_a_file_of_any_size_is_told(tmp_path: Path, size: int) -> None:
    """No more than 10 MB are read; what is longer is another file than any of ours."""
    (tmp_path / "a.css").write_bytes(b"a" * size)
    (found,), _ = looked_beside(tmp_path, {"a.css": DIGEST})
    assert "a.css" == found.where
