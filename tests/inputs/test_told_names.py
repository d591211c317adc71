"""No absolute path of a file that a manifest names is given away."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen
from reportgen.files.json_text import loads
from reportgen.inputs.audience import EXTERNAL, INTERNAL
from reportgen.rendering.context import context_of
from reportgen.rendering.printed import printed_json
from tests.energy.importers.sources import SAMPLES

RUN = "task: object-detection\nsamples_before: 1000\nsamples_after: 400\nduration: 42\n"


def made(folder: Path, file: str, audience: str) -> reportgen.Report:
    """The report of a run whose energy is in the file."""
    (folder / "run.yaml").write_text(f"{RUN}energy:\n  - file: {file}\n", encoding="utf-8")
    return reportgen.load(folder / "run.yaml", allow_path=True, audience=audience)


def given_away(report: reportgen.Report) -> list[bytes]:
    """Data, page, what the PDF is made from, and what it carries."""
    paper = repr(context_of(report.page, report.look, paper=True))
    texts = (report.html.encode(), paper.encode(), printed_json(report._printed()), report.boamps.content or b"")
    return [report.json, *texts, *(file.content for file in report.files)]


@pytest.mark.parametrize(("audience", "is_absolute"), [(EXTERNAL, True), (EXTERNAL, False), (INTERNAL, True)])
def test_where_a_file_lies_is_not_given_away(tmp_path: Path, audience: str, is_absolute: bool) -> None:
    """External outputs have its name alone, and the manifest that says more is not attached, which is said."""
    place = tmp_path / "secret-place"
    place.mkdir()
    (place / "emissions.csv").write_bytes((SAMPLES / "codecarbon" / "emissions_pue.csv").read_bytes())
    named = str(place / "emissions.csv") if is_absolute else "secret-place/emissions.csv"
    report = made(tmp_path, named, audience)

    is_withheld = audience == EXTERNAL and is_absolute
    holding = [str(tmp_path).encode() in content for content in given_away(report)]
    expected = "emissions.csv" if is_withheld else named
    assert expected == loads(report.json)["manifest"]["energy"][0]["file"]
    assert (audience == INTERNAL) == any(holding)
    assert is_withheld == ("run.yaml" not in [file.name for file in report.files])
    said = [line for line in report._warnings() if "not attached: it names files by absolute paths" in line]
    assert is_withheld == bool(said)
