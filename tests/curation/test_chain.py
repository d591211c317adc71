"""Records that join to one run, in order; what does not join, and what does not add up, is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from reportgen.curation.chain import choices_said, decided
from reportgen.curation.record import Choice, Count, Curation, Stage
from reportgen.curation.run_fields import run_fields
from reportgen.problems import InputError
from tests.curation.sources import fault_of, removed, run_of

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def at(record: Curation, start_s: int, end_s: int, zone: bool = True) -> Curation:
    """Return the record, made between these seconds by a clock with or without a zone, and taking so long."""
    start, end = (NOON.replace(tzinfo=UTC if zone else None) + timedelta(seconds=it) for it in (start_s, end_s))
    return replace(record, started_at=start, ended_at=end, zone_known=zone, duration_s=Decimal(end_s - start_s))


SHORT = Curation("a", before=1000, after=838, stages=(Stage("short", 120), Stage("lorem", 42)))
ALIKE = Curation("b", before=838, after=744, stages=(Stage("duplicates", 94),))
RAW, KEPT = Curation("set", samples=1000), Curation("set", samples=781)
FLAGGED = Curation("flags", before=118, choices=(Choice("all", 80), Choice("keep-one", 92, (Stage("dark", 26),))))


def test_records_whose_counts_join_become_one_run() -> None:
    """1000 -> 838 -> 744: the stages of both in order, 256 removed and all of them explained."""
    run = run_of(SHORT, ALIKE)

    assert (1000, 744, 0) == (run.before, run.after, run.unexplained)
    assert [("short", 120), ("lorem", 42), ("duplicates", 94)] == list(removed(run).items())
    assert (("a", "b"), ()) == (run.tools, run.warnings)


def test_records_in_another_order_are_put_in_theirs() -> None:
    """Named the other way round their counts say which was first."""
    assert list(removed(run_of(SHORT, ALIKE))) == list(removed(run_of(ALIKE, SHORT)))


def test_of_records_that_begin_alike_the_one_that_removed_nothing_was_first() -> None:
    """Signatures of 1000 documents, named behind the filter of the same 1000."""
    signatures = Curation("signatures", before=1000, after=1000)

    assert (1000, 838) == ((run := run_of(SHORT, signatures)).before, run.after)


@pytest.mark.parametrize(("unit", "said"), [("document", "document"), ("row", "sample")])
def test_the_unit_is_that_of_all_records_or_a_sample(unit: str, said: str) -> None:
    """Documents that became rows are samples."""
    assert said == run_of(replace(SHORT, unit="document"), replace(ALIKE, unit=unit)).unit


def test_records_that_do_not_join_are_not_added_up() -> None:
    """Two filters of the same 1000 samples are no chain."""
    assert "b: begins with 1,000 samples, and those before it end with 838" in fault_of(SHORT, replace(SHORT, tool="c"))


def test_the_same_record_twice_is_one() -> None:
    """A log that was copied says nothing more, and that is said."""
    twice = run_of(SHORT, SHORT)

    assert run_of(SHORT) == replace(twice, warnings=())
    assert ("b says the same as another record in every field: it is counted once",) == twice.warnings


def test_a_step_without_samples_of_its_own_stands_between() -> None:
    """Signatures are read from 1000 documents and clustered; the filter reads the 1000 again."""
    signatures, clusters = Curation("a", before=1000, after=1000), Curation("a")
    run = run_of(signatures, clusters, replace(SHORT, before=1000))

    assert (1000, 838) == (run.before, run.after)


@pytest.mark.parametrize(
    ("durations", "expected"), [(("5", "3"), "8"), (("5", None), None), ((None, None), None), (("0.1", "0.2"), "0.3")]
)
def test_the_run_lasts_as_long_as_all_of_its_records(durations: tuple[str | None, ...], expected: str | None) -> None:
    """Where one of them does not say how long it took, nobody knows it of the run."""
    first, second = (None if it is None else Decimal(it) for it in durations)
    run = run_of(replace(SHORT, duration_s=first), replace(ALIKE, duration_s=second))

    assert (None if expected is None else Decimal(expected)) == run.duration_s


@pytest.mark.parametrize(("second", "expected"), [((10, 15), 15), ((9, 15), None)])
def test_records_at_one_time_have_no_sum_of_durations(second: tuple[int, int], expected: int | None) -> None:
    """The first works from 0 to 10 s: one that begins at 10 s follows, one that begins at 9 s ran beside it."""
    run = run_of(at(SHORT, 0, 10), at(ALIKE, *second))

    assert expected == run.duration_s
    assert (expected is None) == any("at the same time" in it for it in run.warnings)


@pytest.mark.parametrize("zones", [(True, True), (True, False)])
def test_the_start_is_known_where_each_record_says_it_with_a_zone(zones: tuple[bool, bool]) -> None:
    """A clock without a zone may be any of 26 hours."""
    run = run_of(at(SHORT, 0, 5, zones[0]), at(ALIKE, 5, 9, zones[1]))

    assert (NOON if all(zones) else None) == run.started_at
    assert (Decimal(9), ()) == (run.duration_s, run.warnings)  # of two clocks nobody knows whether they overlap


def test_the_tool_is_what_filtered_and_its_version_where_it_is_one() -> None:
    """What keeps a list of files removed none itself; two tools have no version together, though they be alike."""
    kept_list = replace(SHORT, tool="dvc", tool_version="3", filters=False)
    both = run_of(replace(SHORT, tool_version="1"), replace(ALIKE, tool_version="1"))

    assert (("b",), "1") == ((run := run_of(kept_list, replace(ALIKE, tool_version="1"))).tools, run.tool_version)
    assert (("a", "b"), None) == (both.tools, both.tool_version)


def test_data_sets_are_before_and_after_in_the_order_named() -> None:
    """1000 before and 781 after: 219 went, by the name of what was kept; no tool is named and no time."""
    run = run_of(RAW, KEPT)

    assert (1000, 781, {"b": 219}, (), None) == (run.before, run.after, removed(run), run.tools, run.duration_s)


def test_a_data_set_with_more_samples_than_before_it_is_refused() -> None:
    """The two were named the wrong way round."""
    assert "b: has 1,000 samples, and before it there are 781" in fault_of(KEPT, RAW)


def test_a_record_that_left_more_than_there_was_is_named() -> None:
    """With both counts: one of them may be of another run."""
    assert fault_of(replace(SHORT, after=1001)).startswith("a: 1,001 after")


@pytest.mark.parametrize("samples", [118, 119])
def test_a_data_set_with_more_samples_than_were_flagged_or_not_is_refused(samples: int) -> None:
    """Behind a tool that only flags as behind a filter: it looked at 118, of which no 119 are left."""
    kept = replace(KEPT, samples=samples)
    if samples == 118:
        assert (118, 118) == (run_of(FLAGGED, kept).before, run_of(FLAGGED, kept).after)
    else:
        assert "b: has 119 samples, and before it there are 118" in fault_of(FLAGGED, kept)


def test_a_data_set_that_is_what_a_filter_left_changes_nothing() -> None:
    """What is counted is what the record says."""
    assert run_of(SHORT).stages == run_of(RAW, SHORT, replace(KEPT, samples=838)).stages


def test_a_data_set_behind_a_filter_that_has_fewer_samples_is_unexplained() -> None:
    """The record says 838 were left and 800 are there: 38 went by no stage that is known."""
    run, one = (run_of(SHORT, replace(KEPT, samples=it)) for it in (800, 837))

    assert ("1 of the 163 that were removed is unexplained: no stage says it",) == one.warnings
    assert (1000, 800, 38, {"short": 120, "lorem": 42}) == (run.before, run.after, run.unexplained, removed(run))
    assert ("38 of the 200 that were removed are unexplained: no stage says them",) == run.warnings


def test_one_data_set_says_nothing_of_what_was_kept() -> None:
    """It is what there was before; that nothing was removed is no guess to make."""
    assert (1000, None) == (run_of(RAW).before, run_of(RAW).after)
    assert (1000, None) == (run_of(RAW, Curation("a")).before, run_of(RAW, Curation("a")).after)


def test_two_data_sets_of_one_size_are_a_filter_that_found_nothing() -> None:
    """Before and after are alike, and no record is taken for another."""
    run = run_of(RAW, RAW)

    assert (1000, 1000, ()) == (run.before, run.after, run.warnings)


def test_two_data_sets_of_one_size_are_no_step() -> None:
    """Nothing was removed between them, by whatever name."""
    assert () == run_of(RAW, replace(KEPT, samples=1000)).stages


def test_three_data_sets_are_two_steps() -> None:
    """Raw, then what was left of duplicates, then what was left in the end, each by its name."""
    run = run_of(RAW, replace(KEPT, samples=900), KEPT)

    assert (1000, 781, {"b": 100, "c": 119}, 0) == (run.before, run.after, removed(run), run.unexplained)


def test_a_list_of_what_goes_needs_what_was_there() -> None:
    """17 of 118 are removed; the list alone has no count before."""
    listed = Curation("list", removed=17)
    run = run_of(replace(RAW, samples=118), listed)

    assert (118, 101, {"list": 17}) == (run.before, run.after, removed(run))
    assert (None, None) == (run_of(listed).before, run_of(listed).after)


def test_a_list_that_has_its_stage_is_counted_once() -> None:
    """17 of 118 went as duplicates, and the list says the same 17."""
    run = run_of(replace(RAW, samples=118), Curation("list", removed=17, stages=(Stage("duplicates", 17),)))

    assert ({"duplicates": 17}, ()) == (removed(run), run.warnings)


def test_a_list_of_more_than_there_was_is_of_another_run() -> None:
    """17 of 16 cannot be removed."""
    assert "-1 after and 16 before" in fault_of(replace(RAW, samples=16), Curation("list", removed=17))


def test_the_map_of_what_was_looked_at_gives_the_count_before() -> None:
    """118 images with their duplicates, and the list of those to remove."""
    run = run_of(Curation("map", before=118), Curation("map", removed=17))

    assert (118, 101) == (run.before, run.after)


def test_flagged_is_not_removed() -> None:
    """Without a policy the results of each stand in the problem."""
    said = fault_of(FLAGGED)

    assert "--policy: flags flags and removes nothing: of 118 are kept by all 80, keep-one 92 (say --policy" in said


@pytest.mark.parametrize(("tags", "more"), [(10, ""), (11, " and 1 more"), (1011, " and 1,001 more")])
def test_of_many_choices_ten_are_shown(tags: int, more: str) -> None:
    """And how many more there are; what is left by one that nobody knows is unknown."""
    choices = tuple(Choice(f"t{number}", None if number == 9 else 1000 * number) for number in range(tags))
    shown = ", ".join(f"t{number} {1000 * number:,}" for number in range(9))

    assert f"of 99 are kept by {shown}, t9 unknown{more}" == choices_said(Curation("x", before=99, choices=choices))
    assert f"{shown}, t9 unknown{more}" == choices_said(Curation("x", choices=choices))


def test_a_policy_decides() -> None:
    """keep-one leaves 92 of 118, and its stages say why."""
    run = run_of(decided(FLAGGED, "keep-one", None))

    assert (118, 92, {"dark": 26}, 0) == (run.before, run.after, removed(run), run.unexplained)


def test_what_was_kept_decides() -> None:
    """The data set behind the flags has 90 samples: that 28 went is known, by which flag is not."""
    run = run_of(FLAGGED, replace(KEPT, samples=90))

    assert (118, 90, 28) == (run.before, run.after, run.unexplained)


def test_a_tag_that_is_not_there_is_refused() -> None:
    """The tags that there are stand beside it."""
    tagged = Curation("tags", before=10, choices=(Choice("keep", 7), Choice("review", 2)), tagged=True)

    assert 7 == decided(tagged, None, "keep").after
    assert (None, None) == (decided(tagged, "all", None).after, decided(FLAGGED, None, "keep").after)
    with pytest.raises(InputError, match=r'--kept: tags has no "best" \(known: keep, review\)'):
        decided(tagged, None, "best")


def test_what_no_stage_says_is_unexplained() -> None:
    """7400 -> 6950 with stages of 231: 219 are unexplained, and nothing is forced."""
    run = run_of(Curation("audio", before=7400, after=6950, stages=(Stage("silence", 231),)))

    assert (219, 231) == (run.unexplained, removed(run)["silence"])
    assert ("219 of the 450 that were removed are unexplained: no stage says them",) == run.warnings


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Curation("a", before=10, after=5), ()),  # nobody said that any stage would explain it
        (
            Curation("a", before=10, after=5, faults=(Count("404", 2),)),
            ("3 of the 5 that were removed are unexplained: no stage says them",),
        ),
        (
            Curation("a", before=10, after=5, stages=(Stage("short", 4),)),
            ("1 of the 5 that were removed is unexplained: no stage says it",),
        ),
        (Curation("a", before=10, after=5, stages=(Stage("short", 5),)), ()),
        (
            Curation("a", before=10, after=5, stages=(Stage("short", 6),)),
            ("the stages say 1 more than the 5 that were removed: some count a sample twice",),
        ),
    ],
)
def test_what_is_unexplained_is_said_where_stages_or_faults_explain_a_part(
    record: Curation, said: tuple[str, ...]
) -> None:
    """One below, at and above what was removed."""
    assert said == tuple(it for it in run_of(record).warnings if "lost to faults" not in it)


def test_stages_that_say_too_much_are_said() -> None:
    """Two criteria count 12 twice: 62 of 50."""
    run = run_of(Curation("x", before=100, after=50, stages=(Stage("a", 40), Stage("b", 22))))

    assert ("the stages say 12 more than the 50 that were removed: some count a sample twice",) == run.warnings


def test_more_faults_than_went_are_not_left_out() -> None:
    """10 -> 8 with five errors: some are said twice, and a run that begins with five keeps no eight."""
    run = run_of(Curation("x", before=10, after=8, faults=(Count("404", 5),)))

    assert ("the stages say 3 more than the 2 that were removed: some count a sample twice",) == run.warnings
    assert {"samples_before": 10, "samples_after": 8, "tool": {"name": "x"}} == run_fields(run)


def test_faults_are_no_decisions() -> None:
    """7 of 125 were not found and 5 too small: nobody would have labelled the 7."""
    run = run_of(Curation("x", before=125, after=113, stages=(Stage("small", 5),), faults=(Count("404", 7),)))

    assert 0 == run.unexplained
    assert "7 of 125 samples were lost to faults (404 7)" in run.warnings[0]
    assert "begins with the other 118 (--samples-before 125 counts them as removed)" in run.warnings[0]
    assert (118, 5) == (run_fields(run)["samples_before"], sum(it["removed"] for it in run_fields(run)["stages"]))

    four = tuple(Count(name, 1) for name in "abcd")
    [said, *_] = run_of(Curation("x", before=125, after=121, faults=four)).warnings
    assert said.startswith("4 of 125 samples were lost to faults (a 1, b 1, c 1) and to no decision: ")


def test_nothing_joins_behind_a_record_that_does_not_say_what_it_left() -> None:
    """What a filter left is not taken from what another one began with."""
    assert "x does not say what it left (name the data set" in fault_of(Curation("x", before=1000), ALIKE)


def test_everything_removed_is_a_run() -> None:
    """A filter, or a list, that leaves none of ten."""
    ten = replace(RAW, samples=10)

    for run in (run_of(Curation("x", before=10, after=0)), run_of(ten, Curation("list", removed=10))):
        assert (10, 0) == (run.before, run.after)


def test_nothing_removed_is_a_run() -> None:
    """A filter that found nothing: 1000 of 1000 are there, and no doubt is."""
    run = run_of(Curation("x", before=1000, after=1000, stages=(Stage("dark", 0),)))

    assert (1000, 1000, 0, ()) == (run.before, run.after, run.unexplained, run.warnings)


@pytest.mark.parametrize(
    ("seconds", "written"), [("60", "60.000"), ("1.23456", "1.235"), ("0.00012", "0.00012"), ("0", None), (None, None)]
)
def test_a_duration_goes_into_a_manifest_to_the_millisecond(seconds: str | None, written: str | None) -> None:
    """Or finer where nothing would be left of it; one of nothing is not written."""
    run = replace(run_of(SHORT), duration_s=None if seconds is None else Decimal(seconds))
    found = run_fields(run).get("duration")
    assert written == (None if found is None else str(found))
