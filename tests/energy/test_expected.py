"""Each sample log gives the record that stands beside it, in the form of `reportgen import --json`."""

from pathlib import Path

import pytest

from reportgen.energy.importers.read import IMPORTERS
from reportgen.files.json_text import loads
from tests.energy.expected import ENDING, SAMPLES, expected_file, found, samples

KEYS = {"tool", "tool_version", "energy_kwh", "pue_included", "duration_s", "devices", "basis"}
MORE_KEYS = {"intensity_kg_per_kwh", "warnings"}


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_the_record_is_the_expected_one(sample: Path) -> None:
    """Every field of every record, digit by digit."""
    assert loads(expected_file(sample).read_text(encoding="utf-8")) == loads(found(sample))


def test_every_tool_has_a_sample() -> None:
    """A tool that can be read has a sample log, and its records say that it wrote them."""
    read = {record["tool"] for sample in samples() for record in loads(found(sample))}

    assert {importer.TOOL for importer in IMPORTERS} == read


def test_nothing_is_expected_of_a_sample_that_is_gone() -> None:
    """An expected record stands beside its log."""
    assert [] == [path for path in SAMPLES.rglob(f"*{ENDING}") if not Path(str(path).removesuffix(ENDING)).exists()]


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_a_record_has_the_fields_that_are_promised(sample: Path) -> None:
    """The JSON form always has them, null where they are unknown."""
    for record in loads(found(sample)):
        assert KEYS | MORE_KEYS <= set(record)
        assert all({"name", "kind", "energy_kwh", "basis"} <= set(device) for device in record["devices"])
        assert record["energy_kwh"] != 0


@pytest.mark.parametrize("sample", samples(), ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_one_tool_alone_claims_a_sample(sample: Path) -> None:
    """No two importers claim one file; a plain CSV is claimed by none, its user says what it is."""
    from reportgen.files.source import Source

    claims = [it.TOOL for it in IMPORTERS if it.identify(Source(sample, sample.name, {}))]

    assert ([] if sample.parent.name == "csv" else [sample.parent.name]) == claims
