"""Logs of random devices with known energy, in every dialect and with faults in their rows, against what is read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from reportgen.energy.importers.read import read_records
from reportgen.energy.record import Record
from reportgen.problems import InputError
from tests.energy.importers.random_logs import DIALECTS, Log, random_log

LOGS = 200
J_PER_KWH = 3_600_000
SLACK_J = Fraction(1, 10**6)  # of the 34 digits in which is reckoned


def joules(record: Record, end: str) -> Fraction | None:
    """Return the energy or an end of its range."""
    kwh = getattr(record, f"{end}_kwh")
    return None if kwh is None else Fraction(kwh) * J_PER_KWH


def highest_w(record: Record, log: Log) -> Fraction:
    """Return the highest power of a row, of those that were written and those that were read."""
    peaks_w = [Fraction(device.peak_w or 0) for device in record.devices]
    return max(log.row_w, sum(peaks_w, Fraction()) if log.dialect.startswith("wide") else max(peaks_w))


def problem_with(record: Record, log: Log) -> str:
    """Return what is wrong with the record of a log, nothing where its range holds the truth and is no wider."""
    energy, low, high = (joules(record, end) for end in ("energy", "low", "high"))
    if energy is None or low is None:
        return "no energy"
    if low > log.true_j + SLACK_J or (high is not None and high < log.true_j - SLACK_J):
        return f"{float(log.true_j)} J are not within {float(low)} J to {high and float(high)} J"
    if high is None and not record.at_least:
        return "no upper end"
    if not log.faults and abs(energy - log.true_j) > SLACK_J:
        return f"{float(energy)} J without a fault, for {float(log.true_j)} J"
    if log.dialect == "smi in turn":
        return ""  # beside a lost row another's power is taken for its own, which is as wide as they are apart
    allowed_j = log.sampling_j + 2 * log.faults * log.step_s * highest_w(record, log)
    width_j = max(energy - low, 0 if high is None else high - energy)
    return f"the range is {float(width_j)} J wide, not {float(allowed_j)} J" if width_j > allowed_j + SLACK_J else ""


def test_the_range_of_a_random_log_holds_its_energy(tmp_path: Path) -> None:
    """The range holds the area under straight lines through all samples, of those in faulty rows too, or it is refused.

    It is as wide as sampling makes it, and by two steps at the highest power for each faulty row.
    """
    path = tmp_path / "log.csv"
    problems, refused, dialects = [], 0, set()
    for seed in range(LOGS):
        log = random_log(seed)
        dialects.add(log.dialect)
        path.write_bytes(log.text)
        try:
            records = read_records(path, None, log.columns)
        except InputError:
            refused += 1
            continue
        if any(record.implausible for record in records) and log.dialect == "smi alone":
            continue  # which names no device, so that lost rows may look like the rhythm of several
        found = [problem_with(record, log) for record in records]
        if len(records) > 1 or any(found):
            problems.append(f"{seed}, {log.dialect}, {log.faults} faults, {len(records)} records: {'; '.join(found)}")

    assert [] == problems
    assert refused * 50 <= LOGS
    assert set(DIALECTS) == dialects
