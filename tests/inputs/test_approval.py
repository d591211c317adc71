"""A signature is of the inputs: their hash is the same however the file is called, and another once one of them is."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reportgen.generate import load
from reportgen.problems import InputError
from reportgen.rendering.report import Report
from tests.cli.running import FOUR_LINES

ROW = {"task": "object-detection", "price": 1, "currency": "USD", "confidential": True}


def made(folder: Path, audience: str = "external", **more: Any) -> Report:
    """The report of four lines and more, in the folder."""
    four = {"task": "object-detection", "samples_before": 110000, "samples_after": 72500, "duration": 2520}
    path = folder / "run.json"
    path.write_text(json.dumps({**four, **more}), encoding="utf-8")
    return load(path, audience=audience)


def test_the_hash_is_over_key_value_range_unit_and_source(tmp_path: Path) -> None:
    """As one can reckon it from report.json without reportgen: leaves in order of their keys, JSON without blanks."""
    report = json.loads(made(tmp_path).json, parse_float="#{}#".format, parse_int="#{}#".format)
    leaves = []
    for key, it in sorted(report["figures"].items()):
        if it["value"] is not None and it["formula"] is None and it["procedure"] is None:
            sources = [{k: v for k, v in report["sources"][name].items() if k != "file"} for name in it["sources"]]
            leaf = {"key": key, "value": it["value"], "low": it["low"], "high": it["high"], "unit": it["unit"]}
            leaves.append({**leaf, "sources": sources})
    text = json.dumps(leaves, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text = text.replace('"#', "").replace('#"', "")
    assert sha256(text.encode()).hexdigest() == report["inputs_sha256"]


def test_names_of_files_and_who_signed_do_not_count(tmp_path: Path) -> None:
    """The same inputs have one hash, signed or not, from a file of any name."""
    (tmp_path / "other.yaml").write_text(FOUR_LINES, encoding="utf-8")
    hashes = {made(tmp_path).account.inputs, made(tmp_path, approved_by="A", name="A report").account.inputs}
    assert hashes == {load(tmp_path / "other.yaml").account.inputs}


@pytest.mark.parametrize("more", [{"samples_after": 72501}, {"costs": {"licence": 0}}, {"grid": {"zone": "DE"}}])
def test_another_input_has_another_hash(tmp_path: Path, more: dict[str, Any]) -> None:
    """A value, one that was not given before, and one of another source."""
    assert made(tmp_path).account.inputs != made(tmp_path, **more).account.inputs


def test_a_confidential_price_is_not_in_the_hash(tmp_path: Path) -> None:
    """Its few digits could be found by trying: two prices have one hash, whoever is to see the report."""
    dearer = {**ROW, "price": 2}
    runs = [made(tmp_path, audience, prices=[row]) for audience in ("external", "internal") for row in (ROW, dearer)]
    assert 1 == len({run.account.inputs for run in runs})
    assert all("The confidential price is not among them." in run.html for run in runs)
    assert "The confidential price is not among them." not in made(tmp_path).html


def test_a_signature_holds_while_its_inputs_do(tmp_path: Path) -> None:
    """An approval with the hash of these inputs is one; with the hash of others it is void, and said so everywhere."""
    held = {"name": "Q. Owner", "date": "2026-11-20", "inputs": made(tmp_path).account.inputs}
    sound, void = made(tmp_path, approved_by=held), made(tmp_path, approved_by=held, samples_after=70000)
    assert "<b>Approved</b>, 20\u00a0Nov\u00a02026</div>" in sound.html
    assert "<b>Approved</b>, 20\u00a0Nov\u00a02026, <b>void: the inputs have changed since</b></div>" in void.html
    assert ("approved", "signed for other inputs") == (sound.page.first.meta[-1], void.page.first.meta[-1])
    again = "Review and sign again: the inputs have changed since."
    assert (False, True) == (again in sound.page.first.next, again in void.page.first.next)
    told = "approved_by: void, as the inputs have changed since Q. Owner signed"
    assert (False, True) == tuple(told in it.save(tmp_path, ["json"]).warnings for it in (sound, void))


def test_a_name_alone_stands_in_the_report_as_it_did(tmp_path: Path) -> None:
    """report.json has a name where a name was given, and what was given where more was."""
    manifest = json.loads(made(tmp_path, prepared_by="A", reviewed_by={"name": "B", "date": "2026-11-20"}).json)[
        "manifest"
    ]
    assert ("A", {"name": "B", "date": "2026-11-20"}) == (manifest["prepared_by"], manifest["reviewed_by"])


@pytest.mark.parametrize("inputs", ["abc", "g" * 64, "0" * 63, 5])
def test_what_is_no_hash_is_refused(tmp_path: Path, inputs: object) -> None:
    """64 digits and letters from a to f, and nothing else."""
    with pytest.raises(InputError, match=r"\$\.approved_by\.inputs: expected a SHA-256"):
        made(tmp_path, approved_by={"name": "A", "inputs": inputs})
