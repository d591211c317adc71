"""Each sample of a filtering tool gives the record that stands beside it, in the form of `reportgen import --json`."""

from pathlib import Path

import pytest

from reportgen.curation.records.read import READERS
from reportgen.energy.importers.read import claims_of
from reportgen.files.json_text import loads
from reportgen.files.source import Source
from tests.curation.expected import ENDING, SAMPLES, expected_file, found, samples
from tests.energy.expected import samples as energy_samples

KEYS = {
    "curation": {
        "tool",
        "samples_before",
        "samples_after",
        "unexplained",
        "duration_s",
        "stages",
        "faults",
        "warnings",
    },
    "training": {"tool", "flop", "tokens", "samples", "duration_s", "warnings"},
}


def ids(path: Path) -> str:
    """The tool and the sample."""
    return "/".join(path.parts[-2:])


@pytest.mark.parametrize("sample", samples(), ids=ids)
def test_the_record_is_the_expected_one(sample: Path) -> None:
    """Every field of every record, digit by digit."""
    assert loads(expected_file(sample).read_text(encoding="utf-8")) == loads(found(sample))


def test_every_tool_has_a_sample() -> None:
    """A tool that can be read has a sample in a folder of its name."""
    assert {it.TOOL for it in READERS} == {path.parent.name for path in samples()}


def test_nothing_is_expected_of_a_sample_that_is_gone() -> None:
    """An expected record stands beside its sample."""
    assert [] == [path for path in SAMPLES.rglob(f"*{ENDING}") if not Path(str(path).removesuffix(ENDING)).exists()]


@pytest.mark.parametrize("sample", samples(), ids=ids)
def test_a_record_has_the_fields_that_are_promised(sample: Path) -> None:
    """The JSON form always has them, null where they are unknown, and its kind."""
    for record in loads(found(sample)):
        assert KEYS[record["kind"]] <= set(record)


@pytest.mark.parametrize("sample", samples(), ids=ids)
def test_one_tool_alone_claims_a_sample(sample: Path) -> None:
    """No two readers claim one file, and no energy tool does."""
    source = Source(sample, sample.name)

    assert [sample.parent.name] == [it.TOOL for it in READERS if it.identify(source)]
    assert [] == claims_of(source)


@pytest.mark.parametrize("sample", energy_samples(), ids=ids)
def test_no_filtering_tool_claims_a_record_of_energy(sample: Path) -> None:
    """What energy tools write is nobody else's."""
    assert [] == [it.TOOL for it in READERS if it.identify(Source(sample, sample.name))]
