"""What a record says of what nobody said, and what follows from what it says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.energy.power import Envelope, Gap, Span
from reportgen.energy.record import (
    BASES,
    ESTIMATE,
    KINDS,
    MEASURED,
    Device,
    Identity,
    Prediction,
    Record,
    RecordedStage,
    identifying,
)

UNSAID = Identity(host=None, index=None, uuid=None, column=None, process=None, job=None)
FORETOLD = Prediction(Decimal(1), Decimal(10), Decimal(100), Decimal(10), Decimal(9), Decimal(12))
TIMES = ("duration_s", "duration_low_s", "duration_high_s")
BARE = Record("a tool", None)


@pytest.mark.parametrize(
    ("said", "known", "unknown"),
    [
        (Identity(), {}, "host index uuid column process job"),
        (
            Device("a", "gpu", None),
            {"name": "a", "kind": "gpu", "basis": "measured", "method": "", "identity": UNSAID},
            "energy_kwh low_kwh high_kwh power power_limit_w",
        ),
        (RecordedStage("a", None, None), {"name": "a"}, "energy_kwh duration_s start_s removed"),
        (
            FORETOLD,
            dict(zip(("at_s", "samples", "total_samples", *TIMES), (1, 10, 100, 10, 9, 12), strict=True)),
            "energy_kwh energy_low_kwh energy_high_kwh co2_kg co2_low_kg co2_high_kg done_samples",
        ),
        (
            BARE,
            {"tool": "a tool", "pue_included": 1, "basis": "measured", "method": "", "zone_known": False}
            | {"at_least": False}
            | dict.fromkeys(("devices", "warnings", "implausible", "unsettled", "gaps", "stages"), ()),
            "energy_kwh tool_version duration_s intensity_kg_per_kwh corrected_kwh low_kwh high_kwh started_at "
            "ended_at interval_s prediction nodes predicted",
        ),
    ],
)
def test_what_nobody_said_is_not_known(said: object, known: dict[str, object], unknown: str) -> None:
    """Neither zero nor an empty text; a tool measures, without PUE, unless something says otherwise."""
    assert {**known, **dict.fromkeys(unknown.split())} == vars(said)


def test_words_of_records_are_those_of_the_manifest() -> None:
    """What draws, and how firmly it is known."""
    assert ("measured", "estimate") == BASES == (MEASURED, ESTIMATE)
    assert ("gpu", "cpu", "ram", "machine", "other") == KINDS


@pytest.mark.parametrize(
    ("tool_kwh", "corrected_kwh", "best_kwh"), [(5, 3, 3), (5, None, 5), (None, 3, 3), (None, None, None), (5, 0, 0)]
)
def test_a_corrected_figure_goes_before_the_tools(
    tool_kwh: int | None, corrected_kwh: int | None, best_kwh: int | None
) -> None:
    """Where there is one."""
    energy_kwh, corrected = (None if kwh is None else Decimal(kwh) for kwh in (tool_kwh, corrected_kwh))

    assert best_kwh == Record("a tool", energy_kwh, corrected_kwh=corrected).best_kwh


def test_gaps_are_added_up() -> None:
    """3 s and 0.5 s are 3.5 s; without a gap there is no such figure."""
    gaps = (Gap(Decimal(1), Decimal(4), "suspended"), Gap(Decimal(9), Decimal("9.5"), "no samples"))

    assert Decimal("3.5") == replace(BARE, gaps=gaps).gaps_s
    assert BARE.gaps_s is None


RANGED = Record("a tool", Decimal(10), low_kwh=Decimal(8), high_kwh=Decimal(13))


@pytest.mark.parametrize(
    ("record", "bound_kwh"),
    [
        (RANGED, 2),  # what the lower end lacks
        (replace(RANGED, basis=ESTIMATE), None),
        (replace(RANGED, low_kwh=None), None),
        (replace(RANGED, high_kwh=None), None),
        (replace(RANGED, energy_kwh=None), None),
    ],
)
def test_what_sampling_can_have_missed_is_known_of_a_measured_range(record: Record, bound_kwh: int | None) -> None:
    """With both of its ends and its figure."""
    assert bound_kwh == record.sampling_bound_kwh


def test_the_highest_power_is_known_where_power_is() -> None:
    """Of spans whose highest are 200 W and 300 W; an outline without any has none."""
    spans = tuple(Span(Decimal(at), Decimal(at + 1), Decimal(100), Decimal(50), Decimal(100 * at)) for at in (3, 2))
    device = Device("a", "gpu", None)

    assert 300 == replace(device, power=Envelope(spans, 4)).peak_w
    assert replace(device, power=Envelope((), 0)).peak_w is None
    assert device.peak_w is None


def test_what_identifies_a_device_is_said_where_its_name_does_not() -> None:
    """Host, serial number, process and job, in that order; index and column tell it from others on the page."""
    identity = Identity("node-a", "0", "GPU-1", "gpu_watts", "4711", "12")

    assert ("node-a", "GPU-1", "4711", "12") == identifying(Device("A100", "gpu", None, identity=identity))
    assert ("GPU-1", "4711") == identifying(Device("job 12 on node-a", "gpu", None, identity=identity))
    assert () == identifying(Device("A100", "gpu", None))
    assert "Identity(index='0', column='gpu_watts', process='4711')" == repr(identity)  # for logs of others


@pytest.mark.parametrize(("done", "early"), [(None, False), (99, True), (100, False), (101, False)])
def test_a_run_ended_early_that_did_less_than_was_foretold(done: int | None, early: bool) -> None:
    """Of 100 samples; where nobody knows how many were done nothing is said."""
    assert early == replace(FORETOLD, done_samples=None if done is None else Decimal(done)).ended_early
