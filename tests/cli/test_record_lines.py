"""What an import says of records: the sum that counts, and no flood."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from reportgen.cli.record_lines import record_lines
from reportgen.energy.record import Device, Record

NOON = datetime(2026, 11, 21, 12)


def record(devices: int = 1, start_s: int = 0, kind: str = "gpu") -> Record:
    """Return a record of a minute, of so many devices of 1 Wh each."""
    return Record(
        "a tool",
        Decimal(devices) / 1000,
        duration_s=Decimal(60),
        devices=tuple(Device(f"GPU {index}", kind, Decimal("0.001")) for index in range(devices)),
        started_at=NOON + timedelta(seconds=start_s),
    )


def lines(*records: Record) -> list[str]:
    """Return what is said of records of one file."""
    return record_lines([("a", record) for record in records])


@pytest.mark.parametrize(
    ("devices", "shown", "last"),
    [(16, 16, "GPU 15: 1.00 Wh, measured"), (17, 17, "GPU 16: 1.00 Wh, measured"), (18, 17, "2 more: 2.00 Wh")],
)
def test_of_many_devices_the_first_are_shown(devices: int, shown: int, last: str) -> None:
    """And what the others drew together; one alone has a line in their place."""
    said = [line.removeprefix("  device     ") for line in lines(record(devices)) if line.startswith("  device")]

    assert (shown, last) == (len(said), said[-1])


def test_devices_that_were_not_measured_are_counted() -> None:
    """Of 18 devices the last two: one of them, or both, without energy."""
    full = record(18)
    silent = replace(full.devices[17], energy_kwh=None)
    one = replace(full, devices=(*full.devices[:17], silent))
    both = replace(full, devices=(*full.devices[:16], silent, silent))

    assert "  device     2 more: 1.00 Wh (1 of them not measured)" in lines(one)
    assert "  device     2 more: not measured" in lines(both)


@pytest.mark.parametrize(("count", "shown", "more"), [(20, 20, []), (21, 21, []), (22, 20, ["2 more records"])])
def test_of_many_records_the_first_are_shown(count: int, shown: int, more: list[str]) -> None:
    """The others are in the JSON, and in the sum."""
    said = lines(*(record(start_s=100 * place) for place in range(count)))

    assert shown == said.count("a: a tool")
    assert more == [line.partition(" (")[0] for line in said if "more records" in line]
    assert f"together: {count}.0 Wh, of {count} of {count} records" == said[-1]


def test_what_counts_once_is_once_in_the_sum() -> None:
    """One GPU, and at its time the two of which it is one: 2 Wh, whichever comes first; none of one record."""
    assert "together: 2.00 Wh, of 1 of 2 records" == lines(record(1), record(2))[-1]
    assert "together: 2.00 Wh, of 1 of 2 records" == lines(record(2), record(1))[-1]
    assert (
        "together: at least 2.00 Wh, of 2 of 2 records"
        == lines(record(), replace(record(start_s=60), at_least=True))[-1]
    )
    assert not [line for line in lines(record(2)) if line.startswith("together")]


def test_without_energy_there_is_no_sum() -> None:
    """Two records that were not measured are no zero."""
    silent = replace(record(), energy_kwh=None)

    assert not [line for line in lines(silent, silent) if line.startswith("together")]


@pytest.mark.parametrize(
    ("pue", "said"),
    [
        (None, "not known whether one is in the energy"),
        (Decimal(1), "none in the energy"),
        (Decimal("1.58"), "1.58 in the energy"),
    ],
)
def test_whether_a_pue_is_in_the_energy_is_said(pue: Decimal | None, said: str) -> None:
    """A tool's own factor with its number, the factor 1 as none, and what nobody says as not known."""
    assert f"  PUE        {said}" in lines(replace(record(), pue_included=pue))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "  duration   60.00 s"),
        ({"duration_s": Decimal("1234.4")}, "  duration   1,234 s"),
        ({"duration_s": None}, "  duration   not known"),
        ({"corrected_kwh": Decimal("0.002")}, "  corrected  2.00 Wh"),
    ],
)
def test_how_long_a_record_is_and_what_was_corrected(changed: dict[str, Decimal | None], said: str) -> None:
    """A duration to four digits; a corrected figure only where there is one."""
    told = lines(replace(record(), **changed))  # type: ignore[arg-type]
    assert said in told
    assert ("corrected_kwh" in changed) == any(line.startswith("  corrected") for line in told)
