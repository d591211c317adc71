"""The lines of `reportgen import` about records of filters and of trainings, for a person."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from reportgen.cli.curation_lines import curation_lines, training_lines
from reportgen.curation.record import Choice, Count, Curation, Stage, Training

NOON = datetime(2026, 11, 27, 12)


def lines_of(record: Curation) -> dict[str, str]:
    """Return the last line of each name that is said of a record, by that name."""
    lines = curation_lines([("log", record)])
    assert "log: tool" == lines[0]
    return {line[2:13].strip(): line[14:] for line in lines[1:]}


@pytest.mark.parametrize(
    ("record", "name", "said"),
    [
        (Curation("tool", "row", before=10, after=7), "samples", "10 -> 7 rows (3 removed)"),
        (Curation("tool", "row", before=10), "samples", "10 -> not known rows"),
        (Curation("tool", "row", after=7), "samples", "not known -> 7 rows"),
        (Curation("tool"), "samples", "not counted"),
        (Curation("tool", "row", samples=1), "data set", "1 row"),
        (Curation("tool", samples=3, parts=(Count("train", 2), Count("test", 1))), "splits", "train 2, test 1"),
        (Curation("tool", "image", removed=5), "removed", "5 images of a number that the list does not say"),
        (
            Curation("tool", "image", before=9, choices=(Choice("all", 5),)),
            "samples",
            "9 images looked at, none removed",
        ),
        (
            Curation("tool", "image", before=9, choices=(Choice("all", 5), Choice("keep-one", None))),
            "flagged",
            "of 9 are kept by all 5, keep-one unknown",
        ),
        (Curation("tool", before=9, choices=(Choice("good", 5),), tagged=True), "tagged", "of 9 are kept by good 5"),
        (Curation("tool", choices=(Choice("duplicates", None),)), "samples", "not counted"),
        (Curation("tool", before=9, after=5, choices=(Choice("all", 5),)), "samples", "9 -> 5 samples (4 removed)"),
        (Curation("tool", stages=(Stage("dark", None),)), "stage", "dark: removed an unknown number"),
        (
            Curation("tool", stages=(Stage("dark", 1200, Decimal("0.5")),)),
            "stage",
            "dark: removed 1,200, 0.5000 s",
        ),
        (Curation("tool", criteria=(Count("n > 5", 3),)), "criterion", "n > 5: 3, counted on its own"),
        (Curation("tool", faults=(Count("404", 3),)), "fault", "404: 3"),
        (Curation("tool", before=10, after=7), "unexplained", "3"),
        (Curation("tool", bytes_before=1000), "size", "1,000 bytes -> not known"),
        (Curation("tool", duration_s=Decimal("12.345678")), "duration", "12.35 s"),
        (Curation("tool"), "duration", "not known"),
        (Curation("tool", started_at=NOON), "started", "2026-11-27 12:00:00 (no zone)"),
        (
            Curation("tool", started_at=NOON.replace(tzinfo=UTC), zone_known=True),
            "started",
            "2026-11-27 12:00:00+00:00",
        ),
    ],
)
def test_what_a_record_says_stands_on_a_line(record: Curation, name: str, said: str) -> None:
    """Counts with their unit, what is unknown as such."""
    assert said == lines_of(record)[name]


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (Curation("tool", before=10, after=7, stages=(Stage("dark", 3),)), "unexplained"),
        (Curation("tool", before=9, after=5, choices=(Choice("all", 5),)), "flagged"),
        (Curation("tool", samples=5), "duration"),
        (Curation("tool", before=10, after=7), "size"),
    ],
)
def test_what_a_record_has_not_has_no_line(record: Curation, name: str) -> None:
    """Nothing unexplained, a policy that was said, a data set that took no time, bytes that nobody counted."""
    assert name not in lines_of(record)


def test_the_tools_version_stands_beside_its_name() -> None:
    """Where the record has it; of one without, the name alone is tried above."""
    assert "log: tool 1.2" == curation_lines([("log", Curation("tool", tool_version="1.2"))])[0]


def test_many_stages_are_counted() -> None:
    """The first sixteen are shown, and how many there are more."""
    record = Curation("tool", stages=tuple(Stage(f"s{place}", place) for place in range(18)))
    lines = curation_lines([("log", record)])

    assert "  stage       s15: removed 15" in lines
    assert "              2 more stages (--json has all of them)" in lines


def test_several_records_end_with_the_run_that_they_join_to() -> None:
    """Its stages, what is unexplained in it, and that its duration is not known."""
    first = Curation("a", before=10, after=8, stages=(Stage("dark", 1),))
    lines = curation_lines([("one", first), ("two", Curation("b", before=8, after=7, stages=(Stage("blurry", 1),)))])

    assert [
        "one run: 10 -> 7 samples (3 removed)",
        "  stage       dark: removed 1",
        "  stage       blurry: removed 1",
        "  unexplained 1",
        "  duration    not known",
    ] == lines[-5:]


def test_a_training_says_that_its_tokens_include_padding() -> None:
    """What it does not know is not known, and no zero."""
    record = Training("hf-trainer", Decimal("1.5e16"), 30_720_000, None, Decimal("3.0"), None, None, ())

    assert [
        "state.json: hf-trainer",
        "  compute     1.50\u00a0×\u00a010¹⁶ FLOP",
        "  tokens      30,720,000, padding too",
        "  samples     not known",
        "  epochs      3.0",
        "  steps       not known",
        "  duration    not known",
    ] == training_lines([("state.json", record)])
