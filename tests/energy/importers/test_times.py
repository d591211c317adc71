"""Times as logs write them, held against seconds counted by hand."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from reportgen.energy.importers.times import clock_s, date_at

AT_20 = Decimal(20 * 3600 + 17 * 60 + 41)  # 20:17:41 on the first day


@pytest.mark.parametrize(
    ("text", "seconds", "zone"),
    [
        ("1970/01/01 20:17:41.250", AT_20 + Decimal("0.25"), False),
        ("1970-01-01T20:17:41", AT_20, False),
        ("1970-01-01 20:17:41,5", AT_20 + Decimal("0.5"), False),
        ("1970-01-01T20:17:41Z", AT_20, True),
        ("1970-01-01T20:17:41+01:00", AT_20 - 3600, True),
        ("1970-01-01 20:17:41 UTC", AT_20, True),
        ("1970/01/01 20:17:41 GMT", AT_20, True),
        (" 1970- 01- 1  20:17:41. 43", AT_20 + Decimal("0.043"), False),  # milliseconds are not padded with zeros
        ("1970-1-1 20:17:41", AT_20, False),
        ("01.01.1970 20:17:41", AT_20, False),
        ("2.1.1970 20:17", 86_400 + AT_20 - 41, False),
        ("01.02.1970, 20:17:41,25", 31 * 86_400 + AT_20 + Decimal("0.25"), False),  # the day stands first: February
        ("01.01.1970 20:17:41 +01:00", AT_20 - 3600, True),
    ],
)
def test_a_date_with_a_time_is_read(text: str, seconds: Decimal, zone: bool) -> None:
    """Of ISO 8601, nvidia-smi, powerjoular and with the day first; UTC where the text says a zone."""
    assert (seconds, zone) == clock_s(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "20:17:41",
            "1715331907",
            "1712011220123",
            "20260510",
            "2026-13-01 10:00:00",
            "2026-05-10 10:00 CET",
            "x",
        ),
        *("01.13.1970 10:00:00", "32.01.1970 10:00:00", "01/02/1970 10:00:00", "01.02.70 10:00:00", "01.02.1970"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Digits alone may be seconds since 1970 as well, slashes leave day and month open, and only UTC has a name."""
    assert clock_s(text) is None


def test_a_date_is_given_back() -> None:
    """Seconds since 1970 as a date, with UTC where a zone is known; none beyond the last year."""
    assert datetime(1970, 1, 1, 20, 17, 41) == date_at(AT_20, False)
    aware = date_at(AT_20, True)
    assert aware is not None
    assert timedelta(0) == aware.utcoffset()
    assert date_at(Decimal(10) ** 12, False) is None
