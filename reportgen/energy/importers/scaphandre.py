"""What scaphandre's `json` exporter writes: the power of the host in microwatts, an object per step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from reportgen.energy.importers.json_stream import number_at, objects_in
from reportgen.energy.importers.power_log import Sample, power_log
from reportgen.energy.record import Record
from reportgen.files.losses import Losses
from reportgen.files.source import Source
from reportgen.problems import InputError

TOOL = "scaphandre"

_REPORT = re.compile(r'\{\s*"host"\s*:\s*\{\s*"consumption"')
_HOST = "host by RAPL"
_WITHIN = "the host's figure holds its sockets, domains and processes: these are not added"
_SCOPE = "the host's figure is what RAPL covers (packages and memory): GPUs, disks and power supply are not in it"


def identify(source: Source) -> bool:
    return bool(_REPORT.search(source.head))


def extract(source: Source) -> list[Record]:
    """One record of the host, of what was drawn from the first report to the last."""
    lost = Losses()
    log = power_log(source, _samples(source, lost), lost)
    origin = datetime(1970, 1, 1, tzinfo=UTC)
    return [log.record(TOOL, {_HOST: "cpu"}, origin=origin, warnings=[_WITHIN, _SCOPE])]


def _samples(source: Source, lost: Losses) -> Iterator[Sample]:
    for line, report in objects_in(source, _REPORT, lost):
        try:
            power_uw = number_at(source, line, report, "host", "consumption")
            time_s = number_at(source, line, report, "host", "timestamp")
        except InputError as error:
            lost.take(error)
            continue
        # Zero is what it writes as long as it has no data.
        yield Sample(line, _HOST, time_s, power_uw.scaleb(-6) or None)
