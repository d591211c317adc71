"""Records of one time: what is added, what is not, and what is said of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.inputs.test_energy import report_of
from tests.rendering.unspanned import unspanned


@pytest.mark.parametrize(
    ("start", "rest", "has_range"),
    [("00:00", "", True), ("00:30", "; 30 s of it lie outside that time", False)],
)
def test_what_a_record_that_is_not_added_holds_alone_is_said(
    tmp_path: Path, start: str, rest: str, has_range: bool
) -> None:
    """Of two logs of one GPU the second is left out: where it goes on beyond the first, the sum is at least what is
    shown, without a range, and the page says so; where it does not, nothing is lacking."""
    for name, begin, end in (("a", "00:00", "01:00"), ("b", start, "01:30" if rest else "01:00")):
        rows = "".join(f"2026/11/21 20:{time}.000, 100\n" for time in (begin, end))
        (tmp_path / f"{name}.csv").write_text("timestamp, power.draw [W]\n" + rows)
    report = report_of(tmp_path, [{"file": "a.csv"}, {"file": "b.csv"}])
    total = report.figures["filtering_energy"]

    assert f"not added: a.csv covers GPU 0 for the same time{rest}" == report.figures["energy.b"].reason
    assert has_range == (total.low is not None)
    assert bool(rest) == ("energy_overlap_in_part" in {caveat.id for caveat in report.caveats})
    assert ("a record that is not added holds more" in (report.figures["energy.a"].note or "")) == bool(rest)
    assert f"covers GPU 0 for the same time{rest}" in unspanned(report.html).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("end", "rest"),
    [("30", "only it covers GPU 1"), ("50", "10 s of it lie outside that time, and only it covers GPU 1")],
)
def test_devices_that_only_a_record_left_out_holds_are_named(tmp_path: Path, end: str, rest: str) -> None:
    """GPU 0 alone counts for 40 s; the second log of that time, which ends sooner or 10 s later, has GPU 1 too."""
    logs = {"a": (("0",), ("00", "40")), "b": (("0", "1"), ("10", end))}
    for name, (gpus, seconds) in logs.items():
        rows = (f"2026/11/21 20:00:{second}.000, {gpu}, 100\n" for second in seconds for gpu in gpus)
        (tmp_path / f"{name}.csv").write_text("timestamp, index, power.draw [W]\n" + "".join(rows))
    reason = report_of(tmp_path, [{"file": "a.csv"}, {"file": "b.csv"}]).figures["energy.b"].reason

    assert f"not added: a.csv covers GPU 0 for the same time; {rest}" == reason


def test_records_of_several_devices_at_one_time_are_added_and_say_so(tmp_path: Path) -> None:
    """GPU 0 in one file and GPU 1 in another, at one time: 6000 and 6600 J, and the second says why it counts."""
    for name, watts in (("a.csv", 100), ("b.csv", 110)):
        rows = "".join(f"2026/11/21 20:0{minute}:00.000, {name == 'b.csv':d}, {watts} W\n" for minute in (0, 1))
        (tmp_path / name).write_text("timestamp, index, power.draw [W]\n" + rows)
    report = report_of(tmp_path, [{"file": "a.csv"}, {"file": "b.csv"}])

    assert 12600 == round(report.figures.value("filtering_energy") * 3_600_000, 9)
    said = "added to a.csv of the same time: other devices (index 0 and 1)"
    assert [False, True] == [said in (report.figures[f"energy.{name}"].note or "") for name in "ab"]
    assert not {"energy_overlap", "energy_maybe_overlap"} & {caveat.id for caveat in report.caveats}
    assert said in unspanned(report.html)


@pytest.mark.parametrize(("second", "expected"), [("20:17:51", True), ("20:18:41", False)])
def test_records_that_name_no_device_may_be_the_same(tmp_path: Path, second: str, expected: bool) -> None:
    """Two trackers of a minute, the second ending 10 s or a minute after the first: both count, and it is told."""
    for name, ended in (("a", "20:17:41"), ("b", second)):
        row = f"2026-11-21T{ended},60,0.1,0.1,{name}\n"
        (tmp_path / f"{name}.csv").write_text("timestamp,duration,emissions,energy_consumed,run_id\n" + row)
    report = report_of(tmp_path, [{"file": "a.csv"}, {"file": "b.csv"}])

    assert Decimal("0.2") == report.figures.value("filtering_energy")
    assert expected == ("energy_maybe_overlap" in {caveat.id for caveat in report.caveats})
