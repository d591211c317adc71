"""Records of one device at one time are found, and what is not known is not taken for known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from reportgen.energy import device_times
from reportgen.energy.overlap import are_at_once, overlaps, told_apart
from reportgen.energy.record import Device, Identity, Record
from reportgen.energy.same_device import Mark, told_apart_by

NOON = datetime(2026, 11, 21, 12)
A100 = "NVIDIA A100-SXM4-40GB"


def record(
    name: str,
    kind: str,
    start: datetime | None,
    seconds: int | None = 60,
    ended: datetime | None = None,
    identity: Identity | None = None,
) -> Record:
    """Return a record of one device."""
    return Record(
        "a tool",
        Decimal(1),
        duration_s=None if seconds is None else Decimal(seconds),
        devices=(Device(name, kind, Decimal(1), identity=identity or Identity()),),
        started_at=start,
        ended_at=ended,
        zone_known=start is not None and start.tzinfo is not None,
    )


def found(one: Record, other: Record, *hosts: str | None) -> list[bool]:
    """Return whether each overlap of the two is sure."""
    return [overlap.sure for overlap in overlaps([one, other], hosts or None)]


def at(seconds: float, utc: bool = False) -> datetime:
    """Return a moment so long after noon."""
    moment = NOON + timedelta(seconds=seconds)
    return moment.replace(tzinfo=UTC) if utc else moment


@pytest.mark.parametrize(
    ("names", "kind", "same"),
    [
        ((A100, A100), "gpu", True),
        ((f"{A100} 0", f"{A100} 1"), "gpu", False),
        (("GPU 0", f"{A100} 0"), "gpu", True),
        (("GPU 0", f"2 x {A100}"), "gpu", True),
        ((A100, "NVIDIA H100 80GB HBM3"), "gpu", False),
        (("GPU-1b2c3d4e-0000-1111-2222-333344445555", "GPU-9f8e7d6c-0000-1111-2222-333344445555"), "gpu", False),
        ((f"{A100} (GPU 0)", f"{A100} (GPU 1)"), "gpu", False),
        ((f"{A100} (GPU 0)", f"{A100} 1"), "gpu", False),
        ((f"{A100} (GPU 0)", "GPU 0"), "gpu", True),
        (("NVIDIA GeForce GTX 980", "GPU 0"), "gpu", True),
        (("cpu:0", "Intel(R) Xeon(R) Processor"), "cpu", True),
        (("CPU", "Intel(R) Xeon(R) Processor"), "cpu", True),
        (("CPU package-0", "CPU package-1"), "cpu", False),
        (("RAM", "dram:0"), "ram", True),
        (("nodes of job 12", "nodes of job 13"), "machine", False),
    ],
)
def test_devices_are_the_same_unless_something_tells_them_apart(names: tuple[str, str], kind: str, same: bool) -> None:
    """An index, a model or a serial number tells two devices apart; without one they may be one."""
    assert ([True] if same else []) == found(record(names[0], kind, at(0)), record(names[1], kind, at(30)))


def test_a_cpu_is_no_gpu_but_a_machine_holds_both() -> None:
    """Parts of different kinds are added up; what a whole node drew holds them already."""
    cpu, gpu, node = (record(name, kind, at(0)) for name, kind in (("CPU", "cpu"), (A100, "gpu"), ("node", "machine")))

    assert [] == found(cpu, gpu)
    assert [True] == found(gpu, node)
    assert [A100] == [overlap.device for overlap in overlaps([gpu, node])]
    assert [A100] == [overlap.device for overlap in overlaps([node, gpu])]
    # of a machine that does not hold the record before it the part is named too
    assert [A100] == [overlap.device for overlap in overlaps([gpu, record("node", "machine", at(30), 20)])]


def test_each_pair_is_named_by_its_places() -> None:
    """Of three records the first and the last speak of one GPU, the second of another one."""
    records = [record(f"{A100} {index}", "gpu", at(0)) for index in (0, 1, 0)]

    assert [(0, 2)] == [(overlap.first, overlap.second) for overlap in overlaps(records)]


def test_any_device_of_several_may_be_the_shared_one() -> None:
    """Each record has a CPU and a GPU, and the GPUs are one."""
    one, other = (
        Record("a tool", Decimal(1), duration_s=Decimal(60), started_at=at(0), devices=devices)
        for devices in (
            (Device("CPU package-0", "cpu", Decimal(1)), Device(f"{A100} 1", "gpu", Decimal(1))),
            (Device(f"{A100} 1", "gpu", Decimal(1)), Device("CPU package-1", "cpu", Decimal(1))),
        )
    )

    assert [(True, f"{A100} 1")] == [(overlap.sure, overlap.device) for overlap in overlaps([one, other])]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(60)), []),  # one after the other
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(59)), []),  # times are cut to seconds
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(58)), []),  # 2 s are no overlap yet
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(57.9)), [True]),
        (record(A100, "gpu", at(57.9)), record(A100, "gpu", at(0)), [True]),
        (record(A100, "gpu", at(0), 1), record(A100, "gpu", at(0), 1), [True]),
        # of a run of 1 s more than half must be shared
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(59.5), 1), []),
        (record(A100, "gpu", at(0)), record(A100, "gpu", at(59.4), 1), [True]),
        (record(A100, "gpu", at(59.5), 1), record(A100, "gpu", at(0)), []),
        (record(A100, "gpu", at(59.4), 1), record(A100, "gpu", at(0)), [True]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(57, utc=True)), [True]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(0)), [False]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(13 * 3600)), [False]),
        # no zone is further than 14 hours from UTC, either way; the spans are a minute long
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(14 * 3600 + 59)), [False]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(14 * 3600 + 60)), []),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(-14 * 3600 - 59)), [False]),
        (record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(-14 * 3600 - 60)), []),
        (record(A100, "gpu", None), record(A100, "gpu", at(0)), []),
        (record(A100, "gpu", at(0), None), record(A100, "gpu", at(0)), []),
        (record(A100, "gpu", None, 60, at(60)), record(A100, "gpu", at(30)), [True]),
    ],
)
def test_times_without_zone_are_compared_with_care(one: Record, other: Record, expected: list[bool]) -> None:
    """Two clocks without zone are taken for clocks of one zone; one with and one without leave it open."""
    assert expected == found(one, other)


def test_two_named_machines_never_overlap() -> None:
    """Only where both are named: a record holds no name of its machine."""
    one, other = record(A100, "gpu", at(0)), record(A100, "gpu", at(0))

    assert [] == found(one, other, "node 1", "node 2")
    assert [True] == found(one, other, "node 1", "node 1")
    assert [True] == found(one, other, "node 1", None)


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        (Identity(index="0"), Identity(index="3"), []),
        (Identity(index="0"), Identity(index="0"), [True]),
        (Identity(process="a"), Identity(process="b"), []),
        (Identity(process="a"), Identity(), [True]),
        (Identity(), Identity(process="a"), [True]),
        (Identity(host="n1"), Identity(host="n2"), []),
        (Identity(column="a"), Identity(column="b"), []),
    ],
)
def test_what_a_record_says_of_its_device_decides(one: Identity, other: Identity, sure: list[bool]) -> None:
    """Two boards of one name at one time are two where their records say so."""
    assert sure == found(record(A100, "gpu", at(0), identity=one), record(A100, "gpu", at(0), identity=other))


def test_a_record_that_names_no_device_may_be_of_any() -> None:
    """At another's time it is open whether it holds what that one has, whichever comes first; later it is not."""
    nameless = [replace(record("", "", at(start)), devices=()) for start in (0, 30, 70)]
    gpu = record(A100, "gpu", at(0))

    assert [[False], [False], [False]] == [
        found(gpu, nameless[0]),
        found(nameless[0], gpu),
        found(nameless[0], nameless[1]),
    ]
    assert [] == found(gpu, nameless[2])
    # the third meets the second alone, which was joined to the first
    assert [(0, 1), (0, 2)] == [(it.first, it.second) for it in overlaps(nameless)]


def test_who_is_hidden_hides_nobody() -> None:
    """A covers B and B meets C: C counts. What was not measured hides nothing, nor is it hidden."""
    three = [record(A100, "gpu", at(start)) for start in (0, 30, 70)]
    assert [(0, 1)] == [(it.first, it.second) for it in overlaps(three)]

    for place in (0, 1):
        pair = [three[0], three[1]]
        pair[place] = replace(pair[place], energy_kwh=None)
        assert [] == overlaps(pair)


def test_the_first_in_the_list_counts_and_not_the_first_in_time() -> None:
    """Who names a record first wants it to count."""
    assert [(0, 1)] == [
        (it.first, it.second) for it in overlaps([record(A100, "gpu", at(30)), record(A100, "gpu", at(0))])
    ]


GPU_1 = Device(f"{A100} 1", "gpu", Decimal(1))


@pytest.mark.parametrize(
    ("wider", "counts"),
    [
        (replace(record(A100, "gpu", at(0)), devices=(Device(f"{A100} 0", "gpu", Decimal(1)), GPU_1)), True),
        (replace(record(A100, "gpu", at(2)), devices=(Device(f"{A100} 0", "gpu", Decimal(1)), GPU_1)), True),
        (replace(record(A100, "gpu", at(3)), devices=(Device(f"{A100} 0", "gpu", Decimal(1)), GPU_1)), False),
        (replace(record("", "", at(0), 58), devices=(Device(f"{A100} 0", "gpu", Decimal(1)), GPU_1)), True),
        (replace(record("", "", at(0), 57), devices=(Device(f"{A100} 0", "gpu", Decimal(1)), GPU_1)), False),
        (record("node", "machine", at(0)), True),
        (record(A100, "gpu", at(-2), 65), True),  # of more time: more than the clocks of both can have cut
        (record(A100, "gpu", at(-2), 64), False),
        (record(A100, "gpu", at(30), 6000), False),  # longer, but without the first half
    ],
)
def test_what_holds_an_earlier_record_counts_in_its_place(wider: Record, counts: bool) -> None:
    """Of one GPU for a minute and a record of all that and more, the latter; else the first in the list."""
    one = record(f"{A100} 0", "gpu", at(0))

    assert [(1, 0) if counts else (0, 1)] == [(it.first, it.second) for it in overlaps([one, wider])]
    assert [(0, 1)] == [(it.first, it.second) for it in overlaps([wider, one])]


def test_of_nested_records_the_outermost_counts() -> None:
    """Three that begin together, each longer, in any order: one counts, and no other hides or is added."""
    nested = [record(A100, "gpu", at(0), seconds) for seconds in (60, 120, 240)]

    for order in permutations(range(3)):
        found = [(order[it.first], order[it.second]) for it in overlaps([nested[place] for place in order])]
        assert {(2, 0), (2, 1)} == set(found)


def test_what_the_record_that_is_left_out_holds_beside_is_said() -> None:
    """GPU 0 and 1 for a minute, and GPU 1 and 2 from its middle on: GPU 2 and half a minute are in no sum."""
    boards = [Device(f"{A100} {index}", "gpu", Decimal(1)) for index in range(3)]
    first, second = (
        replace(record("", "", at(30 * place)), devices=tuple(boards[place : place + 2])) for place in (0, 1)
    )
    [it] = overlaps([first, second])
    [same] = overlaps([first, first])

    assert (Decimal(30), (f"{A100} 2",)) == (it.outside_s, it.beside)
    assert (Decimal(0), ()) == (same.outside_s, same.beside)


@pytest.mark.parametrize(
    ("second", "outside_s"),
    [
        (record(A100, "gpu", at(0), 62), "0"),  # 2 s, as clocks are cut
        (record(A100, "gpu", at(0), 63), "3"),
        (record(A100, "gpu", at(-1.5), 64), "4"),  # before it and after it
        (record(A100, "gpu", at(57.9)), "57.9"),
        (record(A100, "gpu", at(0, utc=True), 120), "0"),  # an open one: nobody knows what it holds beside
        (replace(record("", "", at(0), 120), devices=()), "0"),
    ],
)
def test_what_lies_outside_the_time_that_counts_is_said_of_a_sure_overlap(second: Record, outside_s: str) -> None:
    """Of records beside a minute of the same board."""
    [it] = overlaps([record(A100, "gpu", at(0)), second])

    assert (1, Decimal(outside_s), ()) == (it.second, it.outside_s, it.beside)


@pytest.mark.parametrize("later", [0, 100, 200])
def test_every_earlier_record_that_counts_is_looked_at(later: int) -> None:
    """Of runs one after the other, named in any order, the one at that time is found."""
    starts = [200, 0, 100]
    runs = [record(A100, "gpu", at(start)) for start in starts]
    [it] = overlaps([*runs, record(A100, "gpu", at(later + 30))])
    assert (starts.index(later), 3) == (it.first, it.second)


def test_a_sure_overlap_goes_before_an_open_one() -> None:
    """A clock without zone leaves the first open, and the second, of the same clock, is sure."""
    clocks = [record(A100, "gpu", at(0, utc=True)), record(A100, "gpu", at(0)), record(A100, "gpu", at(0, utc=True))]
    assert [(0, 1, False), (0, 2, True)] == [(it.first, it.second, it.sure) for it in overlaps(clocks)]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [("315360000", [True]), ("315360000.1", []), ("1e16", []), ("1e999", [])],
)
def test_no_duration_is_too_long_to_be_looked_at(seconds: str, expected: list[bool]) -> None:
    """Beyond ten years, the longest that a manifest takes, nothing is known of when a record was."""
    long = replace(record(A100, "gpu", at(0)), duration_s=Decimal(seconds))
    assert expected == found(long, record(A100, "gpu", at(30)))


@pytest.mark.parametrize("moment", [datetime.min, datetime.max.replace(microsecond=0)])
def test_no_day_is_too_early_or_too_late(moment: datetime) -> None:
    """Fourteen hours before the year 1 is no day, and nothing fails there."""
    zoned = moment.replace(tzinfo=UTC)
    assert [False] == found(record(A100, "gpu", moment), record(A100, "gpu", zoned))


@pytest.mark.parametrize(
    ("at_once", "spans"),
    [
        (True, []),
        (True, [(None, 60)]),
        (True, [(0, 60), (0, 60)]),
        (True, [(0, 60), (29.9, 60)]),
        (False, [(0, 60), (30, 60)]),  # half of it is not most of it
        (True, [(29.9, 60), (0, 60)]),
        (True, [(0, 60), (0, 119)]),  # of the longest
        (False, [(0, 60), (0, 120)]),
        (True, [(0, 60), (10, 60), (20, 60)]),
        (False, [(0, 60), (20, 60), (40, 60)]),  # each shares most with its neighbour
        (False, [(0, 60), (None, 60)]),
        (False, [(0, 60), (0, 60), (None, 60)]),
        (False, [(0, 60), (70, 60)]),
    ],
)
def test_records_are_at_once_that_share_most_of_their_time(
    at_once: bool, spans: list[tuple[float | None, int]]
) -> None:
    """All of them together; whether they have energy does not matter."""
    records = [record(A100, "gpu", None if start is None else at(start), seconds) for start, seconds in spans]

    assert at_once == are_at_once(records)
    assert at_once == are_at_once([replace(it, energy_kwh=None) for it in records])


def test_clocks_with_and_without_a_zone_are_not_known_to_be_at_once() -> None:
    """Though they say the same hour."""
    assert not are_at_once([record(A100, "gpu", at(0)), record(A100, "gpu", at(0, utc=True))])


@pytest.mark.parametrize(
    ("one", "zone_known", "sure"),
    [
        (record(A100, "gpu", at(0, utc=True)), True, False),
        (record(A100, "gpu", at(0, utc=True)), False, True),
        (record(A100, "gpu", at(0)), True, True),
        (record(A100, "gpu", at(0, utc=True), None, at(60)), True, True),
    ],
)
def test_a_clock_has_a_zone_that_is_known_of_both_its_times(one: Record, zone_known: bool, sure: bool) -> None:
    """Beside a clock without zone: a zone that a record says not to know, or of its start alone, is none."""
    assert [sure] == found(replace(one, zone_known=zone_known), record(A100, "gpu", at(0)))


def apart(*records: Record) -> list[tuple[int, int, str]]:
    """What is told of records at one time that count."""
    return [(it.first, it.second, it.by) for it in told_apart(records, overlaps(records))]


def test_records_that_are_added_though_they_meet_are_told() -> None:
    """With what tells their devices apart: by an index, by a process, by the kind; none that is hidden or later."""
    board = [record(A100, "gpu", at(0), identity=Identity(index=index)) for index in ("0", "3", "3")]
    shares = [record("CPU", "cpu", at(start), identity=Identity(process=str(start))) for start in range(4)]

    assert [(0, 1, "index 0 and 3")] == apart(*board)
    assert [(place, place + 1, "two processes") for place in range(3)] == apart(*shares)
    assert [(0, 1, "GPU and CPU")] == apart(board[0], record("CPU", "cpu", at(0)))
    # of two that end together, the one that began first or stands first
    third = record(A100, "gpu", at(30), identity=Identity(index="2"))
    assert [(0, 1, "index 0 and 3"), (0, 2, "index 0 and 2")] == apart(*board[:2], third)
    assert [] == apart(board[0], record(A100, "gpu", at(60), identity=Identity(index="3")))
    assert [] == apart(board[0], record(A100, "gpu", at(58), identity=Identity(index="3")))  # 2 s, as clocks are cut
    assert 1 == len(apart(board[0], record(A100, "gpu", at(57.9), identity=Identity(index="3"))))
    assert [] == apart(board[0], replace(board[1], energy_kwh=None))


def test_records_of_two_machines_are_told_apart_by_them() -> None:
    """Where somebody names the machines; each is told with the one before it that ends latest."""
    records = [record(A100, "gpu", at(0)), record(A100, "gpu", at(1)), record("NVIDIA H100", "gpu", at(2))]
    hosts = ("node 1", "node 2", "node 2")
    found = told_apart(records, overlaps(records, hosts), hosts)

    assert [(0, 1, "two hosts"), (1, 2, "two models")] == [(it.first, it.second, it.by) for it in found]


def looked_at(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many pairs of devices are compared to judge the records."""
    pairs = []

    def compared(one: Mark, other: Mark) -> str:
        pairs.append((one, other))
        return told_apart_by(one, other)

    with monkeypatch.context() as patch:
        patch.setattr(device_times, "told_apart_by", compared)
        overlaps(records)
    return len(pairs)


@pytest.mark.parametrize("apart_s", [0, 3, 60])
@pytest.mark.parametrize(
    ("name", "kind", "process"), [("CPU", "cpu", None), ("CPU", "cpu", "{}"), ("nodes of job {}", "machine", None)]
)
def test_the_work_grows_with_the_records(
    apart_s: int, name: str, kind: str, process: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times as many runs, at once or one after the other, of one device, process or machine each: ten times."""
    runs = [
        record(name.format(it), kind, at(it * apart_s), identity=Identity(process=process and process.format(it)))
        for it in range(1000)
    ]
    few, many = (looked_at(runs[:number], monkeypatch) for number in (100, 1000))
    assert many <= 11 * max(few, 100)


@pytest.mark.parametrize(("start", "seconds", "places"), [(55, 10, [(0, 2)]), (59, 122, [(2, 1)]), (59, 61, [])])
def test_a_run_that_reaches_into_its_neighbours_by_what_cut_times_explain_meets_neither(
    start: int, seconds: int, places: list[tuple[int, int]]
) -> None:
    """Of runs in the first and third minute: two seconds shared with either are none, five seconds are an overlap."""
    one, other = record(A100, "gpu", at(0)), record(A100, "gpu", at(118))
    assert places == [(it.first, it.second) for it in overlaps([one, other, record(A100, "gpu", at(start), seconds)])]


@pytest.mark.parametrize(("start", "seconds", "pair"), [(75, 67, (1, 4)), (68, 50, (1, 4)), (68, 74, (4, 1))])
def test_of_many_runs_the_one_that_is_met_is_found(start: int, seconds: int, pair: tuple[int, int]) -> None:
    """Of four the second, from 70 s to 130 s; two seconds shared with the first or the third are no overlap."""
    runs = [record(A100, "gpu", at(0), 70), *(record(A100, "gpu", at(70 * place)) for place in (1, 2, 3))]

    assert [pair] == [(it.first, it.second) for it in overlaps([*runs, record(A100, "gpu", at(start), seconds)])]
